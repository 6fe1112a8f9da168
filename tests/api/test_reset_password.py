"""users/reset_password/ and users/reset_password_confirm/."""

from harness import link, main
from people import *

BAD_UID = {"uid": ["Invalid user id or user doesn't exist."]}
BAD_TOKEN = {"token": ["Invalid token for given user."]}


class Reset(Talk):
    def reset(self, email, **more):
        return self.post("users/reset_password/", {"email": email}, **more)

    def confirm(self, pair, new=FRESH, **others):
        return self.post("users/reset_password_confirm/", dict({
            "uid": pair[0], "token": pair[1], "new_password": new},
            **others))

    def link_for(self, account, number=1):
        self.expect(self.reset(account.email), 204, None)
        return link(self.mail(account.email, number))

    def test_a_password_is_reset(self):
        ada = self.account()
        self.expect(self.confirm(self.link_for(ada)), 204, None)
        self.expect(self.login(ada), 400)
        self.assertIsNotNone(self.column(ada, "last_login"))
        self.expect(self.login(ada, FRESH), 200)

    def test_no_mail_takes_the_place_of_another(self):
        """Whose id was the same, in a table that was dropped since."""
        ada = self.account()
        for number in 1, 2:
            self.expect(self.post("users/reset_password/",
                                  {"email": ada.email}), 204)
            self.mail(ada.email, number)
            wait_for(lambda: self.count("portress_outbox") == 0)
            self.sql("ALTER TABLE portress_outbox AUTO_INCREMENT = 1")

    def test_what_is_mailed(self):
        ada = self.account("adalovelace", "x@example.com")
        pair = self.link_for(ada)
        mail = self.mail(ada.email)
        self.assertEqual(mail["Subject"], "Password reset on Example")
        text = mail.get_body(("plain",)).get_content()
        self.assertRegex(
            text, r"(?m)^https?://example\.com/password/reset/confirm/"
            rf"{pair[0]}/{pair[1]}$")
        self.assertEqual(pair[0], uid(ada.id))
        self.assertIn("adalovelace", text)

    def test_nothing_is_written_and_nothing_signed_out_by_asking(self):
        ada = self.account()
        key = self.key(ada)
        before = self.checksums()
        self.link_for(ada)
        self.assertEqual(self.checksums(), before)
        self.expect(self.login(ada), 200)
        self.expect(self.call("GET", "users/me/", token=key), 200)

    def test_the_link_is_for_once(self):
        ada = self.account()
        pair = self.link_for(ada)
        self.expect(self.confirm(pair), 204)
        with self.untouched():
            self.expect(self.confirm(pair, "another fresh one"), 400,
                        BAD_TOKEN)

    def test_ten_at_once(self):
        ada = self.account()
        pair = self.link_for(ada)
        answers = at_once(10, lambda number: self.confirm(
            pair, f"{FRESH} {number}"))
        self.assertEqual(sorted(answer.status for answer in answers),
                         [204] + [400] * 9)
        winner = [number for number in range(10)
                  if answers[number].status == 204][0]
        self.expect(self.login(ada, f"{FRESH} {winner}"), 200)

    def test_a_link_is_spent_by_a_change(self):
        for spend in (lambda ada: self.login(ada),
                      lambda ada: self.alter(ada, email="x@example.com"),
                      lambda ada: self.alter(ada, password="!")):
            self.instance.empty()
            ada = self.account()
            pair = self.link_for(ada)
            spend(ada)
            self.expect(self.confirm(pair), 400, BAD_TOKEN)

    def test_two_links_are_good_until_one_is_used(self):
        ada = self.account()
        first, second = self.link_for(ada), self.link_for(ada, 2)
        self.expect(self.confirm(first), 204)
        self.expect(self.confirm(second), 400, BAD_TOKEN)

    def test_the_name_can_be_looked_up_in_any_case(self):
        ada = self.account(email="Ada@example.com")
        self.expect(self.reset("aDA@EXAMPLE.com"), 204, None)
        self.mail("Ada@example.com")

    def test_who_can_use_none_is_sent_none(self):
        ada, ben = self.account("ada"), self.account("ben")
        self.account("cid", email="")
        self.alter(ada, is_active=0)
        self.alter(ben, password="!" + "x" * 40)
        self.refused((
            ({"email": email}, 204, None)
            for email in (ada.email, ben.email, "nobody@example.com",
                          "%@example.com", "'or'1'='1@example.com",
                          "x" * 64 + "@example.com")
        ), path="users/reset_password/")

    def test_an_address_that_is_longer_than_any_account_has(self):
        """Django takes addresses of up to 320 characters."""
        for length in (254, 255, 320):
            with self.subTest(length=length):
                email = "a" * (length - len("@example.com")) + "@example.com"
                self.expect(self.post("users/reset_password/",
                                      {"email": email}), 204, None)

    def test_it_is_as_much_work_for_an_address_that_nobody_has(self):
        """Or the time of an answer would tell who has an account."""
        numbers = []
        self.account()
        self.alter(self.account("off"), is_active=0)
        for name in ("ada", "nobody", "off", "ada"):
            self.expect(self.post("users/reset_password/",
                                  {"email": f"{name}@example.com"}), 204)
            # A row was written for each, seen or not.
            numbers.append(int(self.sql(
                "SELECT AUTO_INCREMENT FROM information_schema.tables "
                "WHERE table_schema = DATABASE() "
                "AND table_name = 'portress_outbox'")[0][0]))
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 4)))
        self.assertEqual([mail["To"] for mail in self.settled()],
                         ["ada@example.com"] * 2)

    def test_all_who_share_an_address_are_sent_one(self):
        made = [self.account(name, "shared@example.com")
                for name in ("ada", "ben", "cid")]
        self.alter(made[2], is_active=0)
        self.expect(self.reset("shared@example.com"), 204, None)
        links = [link(mail) for mail in self.settled()]
        self.assertEqual({pair[0] for pair in links},
                         {uid(made[0].id), uid(made[1].id)})
        for pair in links:
            self.expect(self.confirm(pair), 204)

    def test_addresses_that_are_refused(self):
        self.refused((
            (None, 400, {"email": [REQUIRED]}),
            ({"email": None}, 400, {"email": [NULL]}),
            ({"email": " "}, 400, {"email": [BLANK]}),
            ({"email": "x"}, 400, {"email": [BAD_EMAIL]}),
            ({"email": {"x": 1}}, 400, {"email": [BAD_EMAIL]}),
            ({"email": ["a@example.com", "b@example.com"]}, 400,
             {"email": [BAD_EMAIL]}),
            ({"email": "a@example.com,b@example.com"}, 400,
             {"email": [BAD_EMAIL]}),
            ({"email": "a@example.com\r\nBcc: b@example.com"}, 400,
             {"email": [BAD_EMAIL]}),
            ({"email": "a" * 309 + "@example.com"}, 400,
             {"email": [BAD_EMAIL]}),
            ({"email": "a\0@example.com"}, 400, {"email": [NUL, BAD_EMAIL]}),
            ({"email": "\ud800@example.com"}, 400,
             {"email": [surrogate(0xd800), BAD_EMAIL]}),
        ), path="users/reset_password/")

    def test_the_order_in_which_things_are_refused(self):
        ada = self.account()
        uid_, token = self.link_for(ada)
        self.refused((
            (None, 400, {"uid": [REQUIRED], "token": [REQUIRED],
                         "new_password": [REQUIRED]}),
            ({"uid": None, "token": [], "new_password": ""}, 400,
             {"uid": [NULL], "token": [NOT_TEXT], "new_password": [BLANK]}),
            ({"uid": "x", "token": "x", "new_password": "123"}, 400,
             {"new_password": [TOO_SHORT, TOO_COMMON, ALL_NUMERIC]}),
            ({"uid": "x", "token": "x", "new_password": FRESH}, 400,
             BAD_UID),
            ({"uid": uid(999999), "token": token, "new_password": FRESH},
             400, BAD_UID),
            ({"uid": 5, "token": 5, "new_password": FRESH}, 400, BAD_UID),
            ({"uid": uid_, "token": "x", "new_password": FRESH}, 400,
             BAD_TOKEN),
            ({"uid": uid_, "token": 5, "new_password": FRESH}, 400,
             BAD_TOKEN),
            ({"uid": uid_, "token": token, "new_password": "x\0"}, 400,
             {"new_password": [NUL]}),
            ({"uid": uid_, "token": token, "new_password": "\udc00"}, 400,
             {"new_password": [surrogate(0xdc00)]}),
        ), path="users/reset_password_confirm/")

    def test_the_new_one_is_held_against_the_account(self):
        # Djoser compares with nobody here.
        ada = self.account("marymoore")
        pair = self.link_for(ada)
        with self.untouched():
            self.expect(self.confirm(pair, "marymoore1"), 400, {
                "new_password":
                ["The password is too similar to the username."]})
        self.expect(self.confirm(pair), 204)

    def test_a_stranger_does_not_learn_what_is_similar(self):
        ada = self.account("marymoore")
        self.expect(self.confirm((uid(ada.id), "x"), "marymoore1"), 400,
                    BAD_TOKEN)

    def test_who_is_inactive_stays_so(self):
        ada = self.account()
        pair = self.link_for(ada)
        self.alter(ada, is_active=0)
        self.expect(self.confirm(pair), 204)
        self.assertEqual(self.column(ada, "is_active"), "0")
        self.expect(self.login(ada, FRESH), 400, BAD_LOGIN)

    def test_a_link_is_its_owners(self):
        ada, ben = self.account("ada"), self.account("ben")
        pair = self.link_for(ada)
        with self.untouched():
            self.expect(self.confirm((uid(ben.id), pair[1])), 400, BAD_TOKEN)

    def test_links_do_not_come_from_the_request(self):
        ada = self.account()
        self.reset(ada.email, headers={
            "Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        mail = self.mail(ada.email)
        self.assertNotIn("evil", mail.as_string())
        self.expect(self.confirm(link(mail)), 204)

    def test_an_unencoded_form_does_as_well(self):
        ada = self.account()
        self.expect(self.call("POST", "users/reset_password/",
                              form={"email": ada.email}), 204, None)
        uid_, token = link(self.mail(ada.email))
        self.expect(self.call("POST", "users/reset_password_confirm/", form={
            "uid": uid_, "token": token, "new_password": FRESH}), 204, None)


class Strict(Talk):
    conf = """
api "djoser" {
	password_reset_show_email_not_found = true
	password_reset_confirm_retype = true
	password_changed_email_confirmation = true
	password_reset_timeout = 60
	mailed_link_format = "django"
	password_reset_confirm_url = "r?u={uid}&t={token}/{uid}/{token}"
}
"""

    def test_who_has_no_account_is_told_so(self):
        ada, ben = self.account("ada"), self.account("ben")
        self.alter(ada, is_active=0)
        self.alter(ben, password="!")
        self.refused((
            ({"email": email}, 400,
             ["User with given email does not exist."])
            for email in (ada.email, ben.email, "nobody@example.com")
        ), path="users/reset_password/")
        # The same setting, and checked before the 400 of "switched off".
        self.refused((({"email": "nobody@example.com"}, 400,
                       ["User with given email does not exist."]),),
                     path="users/resend_activation/")

    def test_links_grow_old(self):
        # Made here, as Django makes them.
        with open(f"{self.instance.directory}/secret") as file:
            secret = file.read().strip()
        for signed_in in (False, True):
            for age, status in ((0, 204), (50, 204), (62, 400),
                                (3 * 86400, 400)):
                with self.subTest(age=age, signed_in=signed_in):
                    self.instance.empty()
                    ada = self.account()
                    if signed_in:
                        self.login(ada)
                    token = one_time_token(
                        secret, ada.id, self.column(ada, "password"),
                        self.column(ada, "last_login"), ada.email, age)
                    answer = self.post("users/reset_password_confirm/", {
                        "uid": uid(ada.id), "token": token,
                        "new_password": FRESH, "re_new_password": FRESH})
                    self.expect(answer, status,
                                BAD_TOKEN if status == 400 else None)

    def test_the_new_one_must_be_given_twice(self):
        ada = self.account()
        self.post("users/reset_password/", {"email": ada.email})
        mail = self.mail(ada.email)
        uid_, token = link(mail)
        # An ampersand is an ampersand in a text.
        self.assertIn(f"/r?u={uid_}&t={token}/",
                      mail.get_body(("plain",)).get_content())
        good = {"uid": uid_, "token": token, "new_password": FRESH,
                "re_new_password": FRESH}
        self.refused((
            ({}, 400, {"uid": [REQUIRED], "token": [REQUIRED],
                       "new_password": [REQUIRED],
                       "re_new_password": [REQUIRED]}),
            (dict(good, re_new_password="x"), 400, MISMATCH),
            (dict(good, re_new_password="x", uid="x"), 400, MISMATCH),
            (dict(good, re_new_password="x", new_password="dove"), 400,
             {"new_password": [TOO_SHORT]}),
            (dict(good, token="x"), 400, BAD_TOKEN),
        ), path="users/reset_password_confirm/")
        self.expect(self.post("users/reset_password_confirm/", good), 204,
                    None)
        self.assertEqual(
            self.mail(ada.email, 2)["Subject"],
            "Example - Your password has been successfully changed!")


if __name__ == "__main__":
    main()
