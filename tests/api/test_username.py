"""set_username, reset_username, reset_username_confirm, and e-mail as name."""

from harness import link, main
from people import *

MISMATCH = {"non_field_errors": ["The two username fields didn't match."]}
BAD_UID = {"uid": ["Invalid user id or user doesn't exist."]}
BAD_TOKEN = {"token": ["Invalid token for given user."]}
SIMILAR = "The password is too similar to the email address."
EMAIL_TAKEN = "user with this email address already exists."


class Username(Talk):
    conf = """
api "djoser" {
	username_changed_email_confirmation = true
	set_username_retype = true
	username_reset_confirm_retype = true
}
"""

    def rename(self, key, name, again=None, password=PASSWORD):
        return self.post("users/set_username/", {
            "new_username": name, "re_new_username": again or name,
            "current_password": password}, token=key)

    def asked(self, account):
        """The uid and token of a mail that was asked for."""
        number = len(self.mails(account.email)) + 1
        self.expect(self.post("users/reset_username/",
                              {"email": account.email}), 204, None)
        mail = self.mail(account.email, number)
        self.assertEqual(mail["Subject"], "Username reset on Example")
        self.assertIn("/username/reset/confirm/", mail.get_body(
            ("plain",)).get_content())
        return link(mail)

    def confirm(self, uid_, token, name="grace", again=None):
        return self.post("users/reset_username_confirm/", {
            "uid": uid_, "token": token, "new_username": name,
            "re_new_username": again or name})

    def test_a_name_is_changed_by_who_knows_the_password(self):
        ada = self.account()
        key = self.key(ada)
        self.expect(self.rename(key, "grace"), 204, None)
        self.assertEqual(self.column(ada, "username"), "grace")
        self.assertEqual(self.mail(ada.email)["Subject"],
                         "Example - Your username has been successfully "
                         "changed!")
        # The token goes on; the old name is nobody's.
        self.assertEqual(self.call("GET", "users/me/", token=key)
                         .json["username"], "grace")
        self.expect(self.login(ada), 400, BAD_LOGIN)
        self.expect(self.login(ada._replace(name="grace")), 200)

    def test_what_is_refused(self):
        ada, ben = self.account(), self.account("ben")
        key = self.key(ada)
        taken = {"new_username": [TAKEN]}
        good = {"new_username": "grace", "re_new_username": "grace",
                "current_password": PASSWORD}
        self.refused((
            # In the order of Djoser's fields; one's own name is taken, too.
            ({}, 400, {"current_password": [REQUIRED],
                       "new_username": [REQUIRED],
                       "re_new_username": [REQUIRED]}),
            ({**good, "current_password": "x", "new_username": "ben"}, 400,
             {"current_password": ["Invalid password."], **taken}),
            ({**good, "new_username": "ada"}, 400, taken),
            ({**good, "new_username": "BEN"}, 400, taken),
            ({**good, "new_username": "a b"}, 400,
             {"new_username": [BAD_USERNAME]}),
            ({**good, "new_username": ["x"]}, 400,
             {"new_username": [NOT_TEXT]}),
            ({**good, "new_username": "x" * 151}, 400,
             {"new_username": [too_long(150)]}),
            ({**good, "re_new_username": "Grace"}, 400, MISMATCH),
            # Marks that would take seconds to be sorted.
            ({**good, "re_new_username": "a" + "\u0316\u0301" * 2500}, 400,
             MISMATCH),
        ), path="users/set_username/", token=key)
        with self.untouched():
            self.expect(self.post("users/set_username/", good), 401,
                        NO_CREDENTIALS)

    def test_two_want_one_name(self):
        keys = [self.key(self.account(name)) for name in ("ada", "ben")]
        answers = at_once(2, lambda one: self.rename(keys[one], "grace"))
        self.assertEqual(sorted(a.status for a in answers), [204, 400])
        for answer in answers:
            if answer.status == 400:
                self.expect(answer, 400, {"new_username": [TAKEN]})

    def test_names_that_look_alike_are_one(self):
        """Registration brings names to one form; so does a change."""
        ada = self.account()
        key = self.key(ada)
        self.expect(self.rename(key, "\ufb01sh"), 204)
        self.assertEqual(self.column(ada, "username"), "fish")
        long = {"new_username": [too_long(150)]}
        self.expect(self.rename(key, "\ufb03" * 51), 400, long)
        self.expect(self.rename(key, "\ufb03" * 50), 204)

    def test_a_name_is_reset_by_mail(self):
        ada = self.account()
        uid_, token = self.asked(ada)
        self.expect(self.confirm(uid_, token), 204, None)
        self.assertEqual(self.column(ada, "username"), "grace")
        self.assertIsNotNone(self.column(ada, "last_login"))
        self.mail(ada.email, 2)         # that it was changed
        self.expect(self.confirm(uid_, token, "again"), 400, BAD_TOKEN)

    def test_uid_and_token_are_judged_last(self):
        ada = self.account()
        uid_, token = self.asked(ada)
        good = {"uid": uid_, "token": token, "new_username": "grace",
                "re_new_username": "grace"}

        def but(**changes):
            return {name: value for name, value in {**good, **changes}.items()
                    if value is not ...}

        self.refused((
            ({}, 400, {"new_username": [REQUIRED],
                       "re_new_username": [REQUIRED]}),
            (but(new_username="ada", uid="x"), 400,
             {"new_username": [TAKEN]}),
            (but(re_new_username="x", uid="x"), 400, MISMATCH),
            (but(uid=..., token="x"), 400, BAD_UID),
            (but(token=...), 400, BAD_TOKEN),
            (but(uid=""), 400, BAD_UID),
            (but(token=""), 400, BAD_TOKEN),
            (but(uid=f"{uid_}\0"), 400, BAD_UID),
        ) + tuple((but(uid=odd), 400, BAD_UID)
                  for odd in (None, 5, True, [], {}, [uid_]))
          + tuple((but(token=odd), 400, BAD_TOKEN)
                  for odd in (None, 5, 0, True, [], {}, [token])),
            path="users/reset_username_confirm/")
        self.expect(self.confirm(uid_, token), 204)

    def test_only_the_active_are_sent_a_mail(self):
        ada = self.account()
        self.alter(ada, is_active=0)
        with self.untouched():
            for email in (ada.email, "nobody@example.com"):
                self.expect(self.post("users/reset_username/",
                                      {"email": email}), 204, None)


class Told(Talk):
    conf = 'api "djoser" { username_reset_show_email_not_found = true }'

    def test_either_setting_tells_at_all_three(self):
        for path in ("users/reset_username/", "users/reset_password/",
                     "users/resend_activation/"):
            with self.untouched():
                self.expect(self.post(path, {"email": "x@example.com"}), 400,
                            ["User with given email does not exist."])


class ByAddress(Talk):
    """A custom user model whose USERNAME_FIELD is its e-mail."""

    conf = f"""
api "djoser" {{{DIRECT}
	username_field = "email"
	set_username_retype = true
}}
"""

    def register(self, email, password=PASSWORD):
        return self.post("users/", {"email": email, "password": password})

    def test_an_address_is_all_there_is(self):
        made = self.expect(self.register("Ada@EXAMPLE.com"), 201).json
        self.assertEqual(list(made), ["email", "id"])
        self.assertEqual(made["email"], "Ada@example.com")
        answer = self.expect(self.post("token/login/", {
            "email": made["email"], "password": PASSWORD}), 200)
        key = "Token " + answer.json["auth_token"]
        self.expect(self.post("jwt/create/", {
            "email": made["email"], "password": PASSWORD}), 200)
        shown = {"id": made["id"], "email": made["email"]}
        for method in ("GET", "PUT", "PATCH"):
            # It is read-only here: set_email is there to change it.
            self.expect(self.call(method, "users/me/",
                                  {"email": "x@example.com"}
                                  if method != "GET" else None,
                                  token=key), 200, shown)
        self.expect(self.post("users/set_email/", {
            "current_password": PASSWORD, "new_email": "b@example.com",
            "re_new_email": "x@example.com"}, token=key), 400,
            {"non_field_errors": ["The two email fields didn't match."]})
        self.expect(self.post("users/set_email/", {
            "current_password": PASSWORD, "new_email": "b@example.com",
            "re_new_email": "b@example.com"}, token=key), 204)
        self.assertEqual(self.sql("SELECT username, email FROM auth_user"),
                         [["b@example.com", "b@example.com"]])

    def test_both_times_it_is_brought_to_one_form(self):
        self.expect(self.register("ada@example.com"), 201)
        key = "Token " + self.post("token/login/", {
            "email": "ada@example.com",
            "password": PASSWORD}).json["auth_token"]
        for sent, kept in (("New@EXAMPLE.com", "New@example.com"),
                           ("other@\uff45xample.com",) * 2):
            with self.subTest(sent):
                self.expect(self.post("users/set_email/", {
                    "current_password": PASSWORD, "new_email": sent,
                    "re_new_email": sent}, token=key), 204)
                self.assertEqual(self.sql("SELECT email FROM auth_user"),
                                 [[kept]])

    def test_what_is_refused(self):
        self.expect(self.register("ada@example.com"), 201)
        self.refused((
            ({"password": PASSWORD}, 400, {"email": [REQUIRED]}),
            ({"email": "", "password": PASSWORD}, 400, {"email": [BLANK]}),
            ({"email": None, "password": PASSWORD}, 400, {"email": [NULL]}),
            ({"email": True, "password": PASSWORD}, 400,
             {"email": [BAD_EMAIL]}),
            ({"email": "ada", "password": PASSWORD}, 400,
             {"email": [BAD_EMAIL]}),
            ({"email": "ada@example.com", "password": PASSWORD}, 400,
             {"email": [EMAIL_TAKEN]}),
            ({"email": "ada@EXAMPLE.com", "password": PASSWORD}, 400,
             {"email": [EMAIL_TAKEN]}),
            ({"email": "lovelace@example.com", "password": "lovelace1"}, 400,
             {"password": [SIMILAR]}),
            # In lower case they are twice as many.
            ({"email": "a@" + ".".join(["\u0130" * 31] * 3) + ".example.com",
              "password": PASSWORD}, 400, {"email": [too_long(150)]}),
        ), path="users/")
        # These are accounts now, as it were: users/{id}/.
        for path in ("users/set_username/", "users/reset_username/"):
            self.expect(self.post(path, {}), 401, NO_CREDENTIALS)

    def test_a_reset_changes_the_address(self):
        made = self.expect(self.register("ada@example.com"), 201).json
        self.expect(self.post("users/reset_email/",
                              {"email": made["email"]}), 204)
        uid_, token = link(self.mail(made["email"]))
        self.expect(self.post("users/reset_email_confirm/", {
            "uid": uid_, "token": token, "new_email": "b@example.com"}), 204)
        self.assertEqual(self.sql("SELECT username, email FROM auth_user"),
                         [["b@example.com", "b@example.com"]])

    def test_options_know_of_it(self):
        self.expect(self.register("ada@example.com"), 201)
        answer = self.post("token/login/", {"email": "ada@example.com",
                                            "password": PASSWORD})
        key = "Token " + answer.json["auth_token"]
        told = self.call("OPTIONS", "users/", token=key).json["actions"]
        self.assertEqual(list(told["POST"]), ["id", "email"])
        self.assertTrue(told["POST"]["email"]["read_only"])


class AddressCalledName(Talk):
    conf = 'api "djoser" { username_field = "email" login_field = "username" }'

    def test_there_is_no_other_address(self):
        """users/me/ does not change it: it is the name, which is read-only."""
        address = "ada@example.com"
        made = self.expect(self.post("users/", {
            "username": address, "password": PASSWORD}), 201).json
        self.assertEqual(list(made), ["username", "id"])
        key = "Token " + self.post("token/login/", {
            "username": address, "password": PASSWORD}).json["auth_token"]
        for method in ("PUT", "PATCH"):
            with self.untouched():
                self.expect(self.call(method, "users/me/",
                                      {"email": "x@example.com"}, token=key),
                            200, {"id": made["id"], "username": address})
        told = self.call("OPTIONS", "users/me/", token=key).json["actions"]
        self.assertEqual(list(told["PUT"]), ["id", "username"])


class Called(Talk):
    """login_field and user_id_field only name members."""

    conf = 'api "djoser" { login_field = "email" user_id_field = "username" }'

    def test_the_address_is_taken_for_the_name(self):
        answer = self.expect(self.post("users/", {
            "email": "ada@example.com", "password": PASSWORD}), 201)
        self.assertEqual(answer.json, {"email": "ada@example.com",
                                       "username": "ada@example.com"})
        self.expect(self.post("token/login/", {
            "email": "ada@example.com", "password": PASSWORD}), 200)
        # simplejwt does not know of LOGIN_FIELD.
        self.expect(self.post("jwt/create/", {
            "username": "ada@example.com", "password": PASSWORD}), 200)
        self.refused((
            ({"email": "ada@example.com", "password": PASSWORD}, 400,
             {"email": [TAKEN]}),
            ({"email": "a b", "password": PASSWORD}, 400,
             {"email": [BAD_EMAIL, BAD_USERNAME]}),
        ), path="users/")


class Named(Talk):
    conf = 'api "djoser" { user_id_field = "username" hide_users = false }'

    def test_a_path_names_an_account(self):
        ada, boss = self.account(), self.staff()
        key = self.key(boss)
        shown = {"email": ada.email, "username": "ada"}
        self.expect(self.call("GET", "users/ada/", token=key), 200, shown)
        self.expect(self.call("GET", "users/ada.json", token=key), 200, shown)
        self.expect(self.call("GET", "users/me/", token=self.key(ada)), 200,
                    shown)
        for nobody in (str(ada.id), "x", "ada%00", "%20ada"):
            self.assertIn(self.call("GET", f"users/{nobody}/", token=key)
                          .status, (400, 404))
        self.expect(self.call("DELETE", "users/ada/",
                              {"current_password": PASSWORD}, token=key), 204)
        self.assertEqual(self.count("auth_user"), 1)


if __name__ == "__main__":
    main()
