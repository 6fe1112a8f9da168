"""users/activation/ and users/resend_activation/: the mailed link."""

from harness import link, main
from people import *

BAD_UID = {"uid": ["Invalid user id or user doesn't exist."]}
BAD_TOKEN = {"token": ["Invalid token for given user."]}
STALE = {"detail": "Stale token for given user."}


class Activation(Talk):
    conf = """
api "djoser" {
	send_activation_email = true
	send_confirmation_email = true
	activation_url = "#/go/{uid}/{token}"
}
"""

    def activate(self, sent, **more):
        if isinstance(sent, tuple):
            sent = {"uid": sent[0], "token": sent[1]}
        return self.post("users/activation/", sent, **more)

    def resend(self, email):
        return self.post("users/resend_activation/", {"email": email})

    def test_a_new_account_is_locked_until_its_link_is_followed(self):
        ada = self.account()
        self.assertEqual(self.column(ada, "is_active"), "0")
        self.expect(self.login(ada), 400, BAD_LOGIN)
        self.expect(self.grant(ada), 401, NO_ACCOUNT)
        mail = self.mail(ada.email)
        self.expect(self.activate(link(mail)), 204, None)
        self.assertEqual(self.column(ada, "is_active"), "1")
        self.assertIsNone(self.column(ada, "last_login"))
        self.expect(self.login(ada), 200)

    def test_what_is_mailed(self):
        ada = self.account()
        mail = self.mail(ada.email)
        self.assertEqual(mail["Subject"], "Account activation on Example")
        self.assertEqual(mail["From"].addresses[0].addr_spec,
                         "webmaster@localhost")
        self.assertEqual(len(mail["To"].addresses), 1)
        text = mail.get_body(("plain",)).get_content()
        uid_, token = link(mail)
        self.assertEqual(uid_, uid(ada.id))
        self.assertRegex(token, r"^[0-9a-z]{6}-[0-9a-f]{32}$")
        # Alone on its line, so that programs find its end.
        self.assertRegex(
            text, rf"(?m)^https?://example\.com/#/go/{uid_}/{token}$")
        self.assertNotIn(PASSWORD, mail.as_string())

    def test_a_confirmation_follows_activation_not_registration(self):
        ada = self.account()
        first = self.mail(ada.email)
        self.assertEqual(len(self.settled()), 1)
        self.activate(link(first))
        self.assertIn("successfully created and activated",
                      self.mail(ada.email, 2)["Subject"])
        self.assertEqual(len(self.settled()), 2)

    def test_the_link_is_for_once(self):
        ada = self.account()
        good = link(self.mail(ada.email))
        self.activate(good)
        self.refused(((dict(zip(("uid", "token"), good)), 403, STALE),),
                     path="users/activation/")
        self.login(ada)     # which changes last_login
        self.expect(self.activate(good), 400, BAD_TOKEN)

    def test_a_link_is_spent_by_a_change(self):
        for columns in ({"email": "other@example.com"}, {"password": "!x"},
                        {"last_login": "2026-01-01 00:00:00"}):
            with self.subTest(columns):
                self.instance.empty()
                ada = self.account()
                good = link(self.mail(ada.email))
                self.alter(ada, **columns)
                self.expect(self.activate(good), 400, BAD_TOKEN)

    def test_a_link_is_its_owners(self):
        ada, ben = self.account("ada"), self.account("ben")
        _, token = link(self.mail(ada.email))
        self.expect(self.activate((uid(ben.id), token)), 400, BAD_TOKEN)

    def test_what_is_refused(self):
        ada = self.account()
        uid_, token = link(self.mail(ada.email))
        stamp, mac = token.split("-")
        self.refused((
            (None, 400, {"uid": [REQUIRED], "token": [REQUIRED]}),
            ({"uid": None, "token": ""}, 400,
             {"uid": [NULL], "token": [BLANK]}),
            ({"uid": [], "token": {}}, 400,
             {"uid": [NOT_TEXT], "token": [NOT_TEXT]}),
            ({"uid": uid_, "token": True}, 400, {"token": [NOT_TEXT]}),
        ), path="users/activation/")
        for bad in ("x", "!", "=", "MQ==x", uid(999999), uid(-1), uid("x"),
                    "A" * 3000, "ä", uid_ + "AAAA", 5, 1.5,
                    uid(10 ** 30), "%", "/w"):
            with self.subTest(uid=bad):
                self.refused((({"uid": bad, "token": token}, 400,
                               BAD_UID),), path="users/activation/")
        for bad in ("x", "-", "--", f"{stamp}-", f"-{mac}", token[:-1],
                    token + "0", f"{stamp}-{mac}-{mac}", token.upper(),
                    f"{stamp}-{'0' * 32}", f"0{stamp}-{mac}",
                    f"zzzzzz-{mac}", f"{'z' * 40}-{mac}", "x" * 3000, 5,
                    -1.5, "ä-ö", f"1-{mac}"):
            with self.subTest(token=bad):
                self.refused((({"uid": uid_, "token": bad}, 400,
                               BAD_TOKEN),), path="users/activation/")
        self.expect(self.activate((uid_, token)), 204)

    def test_nul_and_surrogates(self):
        self.account()
        self.refused((
            ({"uid": "a\0", "token": "b\0"}, 400,
             {"uid": [NUL], "token": [NUL]}),
            ({"uid": "\ud800", "token": "\udbff"}, 400,
             {"uid": [surrogate(0xd800)], "token": [surrogate(0xdbff)]}),
        ), path="users/activation/")

    def test_a_form_does_as_well(self):
        ada = self.account()
        good = dict(zip(("uid", "token"), link(self.mail(ada.email))))
        self.expect(self.call("POST", "users/activation/", form=good), 204,
                    None)

    def test_ten_at_once(self):
        ada = self.account()
        good = link(self.mail(ada.email))
        answers = at_once(10, lambda _: self.activate(good))
        self.assertEqual(sorted(answer.status for answer in answers),
                         [204] + [403] * 9)
        self.mail(ada.email, 2)
        self.assertEqual(len(self.settled()), 2, "more than one confirmation")

    def test_it_is_mailed_again(self):
        ada = self.account()
        self.mail(ada.email)
        self.expect(self.resend(ada.email), 204, None)
        mail = self.mail(ada.email, 2)
        self.assertEqual(mail["Subject"], "Account activation on Example")
        self.expect(self.activate(link(mail)), 204)

    def test_it_goes_to_the_address_that_is_kept(self):
        ada = self.account()
        self.mail(ada.email)
        self.expect(self.resend(ada.email.upper()), 204, None)
        self.mail(ada.email, 2)
        self.assertEqual(len(self.settled()), 2)

    def test_it_goes_to_all_who_share_an_address(self):
        names = ("ada", "ben", "cid")
        made = [self.account(name, "shared@example.com") for name in names]
        self.alter(made[2], is_active=1)
        self.assertEqual(len(self.settled()), 3)
        self.expect(self.resend("shared@example.com"), 204, None)
        again = self.settled()[3:]
        self.assertEqual({link(mail)[0] for mail in again},
                         {uid(made[0].id), uid(made[1].id)})

    def test_who_needs_none_is_sent_none(self):
        ada, ben = self.account("ada"), self.account("ben")
        self.settled()
        self.alter(ada, is_active=1)
        self.alter(ben, password="!" + "x" * 40)
        self.refused((
            ({"email": email}, 204, None)
            for email in (ada.email, ben.email, "nobody@example.com")
        ), path="users/resend_activation/")

    def test_addresses_that_are_refused(self):
        self.refused((
            (None, 400, {"email": [REQUIRED]}),
            ({"email": None}, 400, {"email": [NULL]}),
            ({"email": ""}, 400, {"email": [BLANK]}),
            ({"email": "x"}, 400, {"email": [BAD_EMAIL]}),
            ({"email": []}, 400, {"email": [BAD_EMAIL]}),
            ({"email": "a\0@example.com"}, 400, {"email": [NUL, BAD_EMAIL]}),
        ), path="users/resend_activation/")

    def test_no_address_no_mail(self):
        self.account(email="")
        self.assertEqual(self.settled(), [])

    def test_links_do_not_come_from_the_request(self):
        evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example",
                "Forwarded": "host=evil.example",
                "X-Forwarded-Proto": "gopher", "Origin": "//evil.example",
                "Referer": "http://evil.example/"}
        self.expect(self.post("users/", {
            "username": "ada", "email": "ada@example.com",
            "password": PASSWORD}, headers=evil), 201)
        self.expect(self.call(
            "POST", "users/resend_activation/",
            {"email": "ada@example.com"}, headers=evil), 204)
        for number in (1, 2):
            mail = self.mail("ada@example.com", number).as_string()
            self.assertNotIn("evil", mail)
            self.assertNotIn("gopher", mail)

    def test_no_name_or_address_writes_a_mail_of_its_own(self):
        # By SQL: registration lets neither through.
        ada = self.account()
        self.settled()
        self.sql("UPDATE auth_user SET username = "
                 "'ada\\r\\nBcc: eve@example.com\\r\\n\\r\\nHello', "
                 "first_name = '\\n.\\n'")
        self.expect(self.resend(ada.email), 204)
        mail = self.mail(ada.email, 2)
        self.assertIsNone(mail["Bcc"])
        self.assertEqual(link(mail)[0], uid(ada.id))


class SwitchedOff(Talk):
    """send_activation_email = false, as it is by default."""

    def test_resending_is_refused_without_a_word(self):
        ada = self.account(is_active=0)
        self.refused((
            ({"email": ada.email}, 400, None),
            ({"email": "nobody@example.com"}, 400, None),
            ({"email": "x"}, 400, {"email": [BAD_EMAIL]}),
            ({}, 400, {"email": [REQUIRED]}),
        ), path="users/resend_activation/")


class Told(Talk):
    conf = """
default_from_email = "doors@shop.example"
api "djoser" {
	send_activation_email = true
	password_reset_show_email_not_found = true
	activation_url = "{token}?u={uid}&x=1"
	email_frontend_domain = "shop.example:8443"
	email_frontend_protocol = "http"
	email_frontend_site_name = "Läden & Söhne"
}
"""

    def test_who_has_no_account_is_told_so(self):
        ada = self.account("ada", is_active=1)
        self.refused((
            ({"email": email}, 400,
             ["User with given email does not exist."])
            for email in ("nobody@example.com", ada.email)
        ), path="users/resend_activation/")

    def test_the_front_end_has_names_of_its_own(self):
        ada = self.account()
        mail = self.mail(ada.email)
        self.assertEqual(mail["Subject"],
                         "Account activation on Läden & Söhne")
        self.assertEqual(mail["From"].addresses[0].addr_spec,
                         "doors@shop.example")
        self.assertRegex(
            mail.get_body(("plain",)).get_content(),
            rf"(?m)^http://shop\.example:8443/[0-9a-z]+-[0-9a-f]+"
            rf"\?u={uid(ada.id)}&x=1$")


if __name__ == "__main__":
    main()
