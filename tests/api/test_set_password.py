"""users/set_password/: a new password for who knows the present one."""

from harness import main
from people import *

BAD_PASSWORD = {"current_password": ["Invalid password."]}


class SetPassword(Talk):
    def change(self, account, new=FRESH, current=PASSWORD, token=None,
               **others):
        return self.post("users/set_password/", dict({
            "new_password": new, "current_password": current}, **others),
            token=token or self.key(account))

    def test_the_new_one_works_and_the_old_one_not(self):
        ada, ben = self.account("ada"), self.account("ben")
        self.expect(self.change(ada), 204, None)
        self.expect(self.login(ada, FRESH), 200)
        self.expect(self.login(ada), 400, BAD_LOGIN)
        self.expect(self.login(ben), 200)

    def test_only_the_password_changes(self):
        ada = self.account()
        token = self.bearer(ada)
        others = ("SELECT username, email, last_login, is_active, is_staff, "
                  "date_joined FROM auth_user")
        before = self.sql(others)
        self.expect(self.change(ada, token=token), 204)
        self.assertEqual(self.sql(others), before)
        self.assertEqual(self.settled(), [])

    def test_tokens_stay(self):
        ada = self.account()
        key, bearer = self.key(ada), self.bearer(ada)
        self.expect(self.change(ada, token=key), 204)
        for token in (key, bearer):
            self.expect(self.call("GET", "users/me/", token=token), 200)

    def test_the_same_one_is_allowed(self):
        ada = self.account()
        before = self.column(ada, "password")
        self.expect(self.change(ada, PASSWORD), 204)
        self.assertNotEqual(self.column(ada, "password"), before)

    def test_a_form_does_as_well(self):
        ada = self.account()
        self.expect(self.call("POST", "users/set_password/", form={
            "new_password": FRESH, "current_password": PASSWORD},
            token=self.key(ada)), 204, None)

    def test_what_is_refused(self):
        ada = self.account("marymoore")
        new, current = {"new_password": FRESH}, {"current_password": PASSWORD}
        self.refused((
            (None, 400, {"new_password": [REQUIRED],
                         "current_password": [REQUIRED]}),
            ({"current_password": "", "new_password": None}, 400,
             {"new_password": [NULL], "current_password": [BLANK]}),
            ({"current_password": [], "new_password": True}, 400,
             {"new_password": [NOT_TEXT], "current_password": [NOT_TEXT]}),
            (dict(current, new_password="x\0"), 400, {"new_password": [NUL]}),
            (dict(new, current_password="x\ud800"), 400,
             {"current_password": [surrogate(0xd800)]}),
            (dict(new, current_password="wrong"), 400, BAD_PASSWORD),
            (dict(new, current_password=FRESH), 400, BAD_PASSWORD),
            # A wrong password hides what the validators would say,
            (dict(current_password="wrong", new_password="123"), 400,
             BAD_PASSWORD),
            # but not what is wrong with the field.
            (dict(current_password="wrong"), 400,
             {"new_password": [REQUIRED],
              "current_password": ["Invalid password."]}),
            (dict(current, new_password="1234"), 400,
             {"new_password": [TOO_SHORT, TOO_COMMON, ALL_NUMERIC]}),
            (dict(current, new_password="marymoore1"), 400,
             {"new_password":
              ["The password is too similar to the username."]}),
            ("{", 400, ...),
        ), path="users/set_password/", token=self.key(ada))

    def test_names_that_only_an_admin_can_give_count_too(self):
        ada = self.account()
        self.alter(ada, first_name="Penelope", last_name="Featherstone")
        token = self.key(ada)
        for password, said in (
                ("Penelope77", "first name"), ("Featherstone", "last name")):
            self.expect(self.change(ada, password, token=token), 400,
                        {"new_password": [f"The password is too similar to "
                                          f"the {said}."]})

    def test_nobody_has_no_password(self):
        self.account()
        self.refused((
            ({"new_password": FRESH, "current_password": PASSWORD}, 401,
             NO_CREDENTIALS),
            (None, 401, NO_CREDENTIALS),
        ), path="users/set_password/")

    def test_ten_at_once(self):
        ada = self.account()
        token = self.key(ada)
        answers = at_once(10, lambda number: self.change(
            ada, f"{FRESH} {number}", token=token))
        said = [answer.status for answer in answers]
        self.assertLessEqual(set(said), {204, 400}, answers)
        works = [number for number in range(10)
                 if self.login(ada, f"{FRESH} {number}").status == 200]
        self.assertEqual(len(works), 1)
        self.assertEqual(said[works[0]], 204)


class Strict(Talk):
    conf = """
api "djoser" {
	set_password_retype = true
	password_changed_email_confirmation = true
	logout_on_password_change = true
}
"""

    def test_the_new_one_must_be_given_twice(self):
        ada = self.account()
        good = {"new_password": FRESH, "re_new_password": FRESH,
                "current_password": PASSWORD}
        token = self.key(ada)
        self.refused((
            ({}, 400, {"new_password": [REQUIRED],
                       "re_new_password": [REQUIRED],
                       "current_password": [REQUIRED]}),
            (dict(good, re_new_password="other"), 400, MISMATCH),
            (dict(good, re_new_password="x", current_password="wrong"), 400,
             BAD_PASSWORD),
            (dict(good, re_new_password="x", new_password="dove"), 400,
             {"new_password": [TOO_SHORT]}),
        ), path="users/set_password/", token=token)
        self.expect(self.post("users/set_password/", good, token=token), 204,
                    None)

    def test_a_mail_tells(self):
        ada = self.account()
        self.post("users/set_password/", {
            "new_password": FRESH, "re_new_password": FRESH,
            "current_password": PASSWORD}, token=self.key(ada))
        mail = self.mail(ada.email)
        self.assertEqual(mail["Subject"], "Example - Your password has been "
                                          "successfully changed!")
        self.assertNotIn(FRESH, mail.as_string())
        self.assertEqual(len(self.settled()), 1)

    def test_the_token_ends_but_not_the_jwt(self):
        ada, ben = self.account("ada"), self.account("ben")
        key, bearer, other = self.key(ada), self.bearer(ada), self.key(ben)
        self.expect(self.post("users/set_password/", {
            "new_password": FRESH, "re_new_password": FRESH,
            "current_password": PASSWORD}, token=key), 204)
        self.expect(self.call("GET", "users/me/", token=key), 401,
                    {"detail": "Invalid token."})
        self.expect(self.call("GET", "users/me/", token=bearer), 200)
        self.expect(self.call("GET", "users/me/", token=other), 200)


class Loose(Talk):
    """Fewer validators, in another order, with another length."""

    conf = """
api "djoser" {
	password_validators = { "numeric", "length" }
	password_min_length = 4
}
"""

    def test_validators_are_a_setting(self):
        ada = self.account(password="adaa")
        token = self.key(ada)
        for password, status, said in (
                ("password", 204, None), ("adaadaada", 204, None),
                ("12", 400, [ALL_NUMERIC, TOO_SHORT.replace("8", "4")]),
                ("1234", 400, [ALL_NUMERIC])):
            answer = self.post("users/set_password/", {
                "current_password": ada.password, "new_password": password},
                token=token)
            self.expect(answer, status, said and {"new_password": said})
            if status == 204:
                ada = ada._replace(password=password)


if __name__ == "__main__":
    main()
