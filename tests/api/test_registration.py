"""POST users/: who signs up, and what is refused."""

import os
import time
import unicodedata

from harness import main
from people import *

GOOD = {"username": "ada", "email": "ada@example.com", "password": PASSWORD}


def but(**others):
    """GOOD with these members; ... leaves one out."""
    body = dict(GOOD, **others)
    return {name: value for name, value in body.items() if value is not ...}


class Registration(Talk):
    def register(self, **others):
        return self.post("users/", but(**others))

    def test_an_account_is_made(self):
        answer = self.register()
        self.expect(answer, 201, {"email": "ada@example.com",
                                  "username": "ada",
                                  "id": answer.json["id"]})
        row = self.sql(
            "SELECT id, username, email, first_name, last_name, is_active, "
            "is_staff, is_superuser, last_login, "
            "ABS(TIMESTAMPDIFF(SECOND, date_joined, UTC_TIMESTAMP())) < 60 "
            "FROM auth_user")
        self.assertEqual(row, [[str(answer.json["id"]), "ada",
                                "ada@example.com", "", "", "1", "0", "0",
                                None, "1"]])

    def test_the_password_is_kept_as_a_hash_only(self):
        self.register()
        kept = self.sql("SELECT password FROM auth_user")[0][0]
        self.assertRegex(kept, r"^\$y\$")
        self.assertNotIn(PASSWORD, kept)
        self.assertEqual(self.settled(), [])

    def test_two_accounts_with_one_password_have_different_hashes(self):
        self.register()
        self.register(username="ben")
        kept = {row[0] for row in self.sql("SELECT password FROM auth_user")}
        self.assertEqual(len(kept), 2)

    def test_a_form_does_as_well(self):
        for name, more in (
                ("ada", {"form": dict(GOOD)}),
                ("ben", {"body": (
                    b"--x\r\nContent-Disposition: form-data; "
                    b'name="username"\r\n\r\nben\r\n--x\r\n'
                    b'Content-Disposition: form-data; name="password"'
                    b"\r\n\r\n" + PASSWORD.encode() + b"\r\n--x--\r\n"),
                    "headers": {"Content-Type":
                                "multipart/form-data; boundary=x"}})):
            with self.subTest(name):
                answer = self.call("POST", "users/", **more)
                self.expect(answer, 201)
                self.assertEqual(answer.json["username"], name)

    def test_a_domain_that_grows_in_lower_case(self):
        """As Python's str.lower has it: one letter becomes two."""
        for labels, status, body in (
                (4, 400, {"email": [too_long(254)]}), (3, 201, ...)):
            with self.subTest(labels):
                domain = ".".join(["\u0130" * 31] * labels) + ".example.com"
                self.expect(self.register(email=f"a@{domain}"), status, body)
        self.assertEqual(self.sql("SELECT email FROM auth_user"), [
            ["a@" + ".".join(["i\u0307" * 31] * 3) + ".example.com"]])

    def test_what_becomes_of_names(self):
        for sent, name in (
                ("  ada\t\n", "ada"),
                ("ada@example.com", "ada@example.com"),
                ("a.b+c-d_e", "a.b+c-d_e"),
                (12345, "12345"),
                (-1, "-1"),
                (1.5, "1.5"),
                ("Ünal", "Ünal"),
                ("ﬁona", "fiona"),
                ("Ａｄａ２", "Ada2"),
                ("Ψυχή", "Ψυχή"),
                ("中文", "中文"),
                ("x" * 150, "x" * 150),
                ("ß" * 150, "ß" * 150)):
            with self.subTest(f"{sent!r:.99}"):
                self.instance.empty()
                answer = self.register(username=sent)
                self.expect(answer, 201)
                self.assertEqual(answer.json["username"], name)
                self.assertEqual(
                    self.sql("SELECT username FROM auth_user"), [[name]])
                self.expect(self.post("token/login/", {
                    "username": name, "password": PASSWORD}), 200)

    def test_bytes_of_a_name_are_not_escaped_in_the_answer(self):
        answer = self.register(username="Ünal")
        self.assertIn('"username":"Ünal"'.encode(), answer.body)

    def test_what_becomes_of_addresses(self):
        for sent, email in (
                ("Ada.B@EXAMPLE.Com", "Ada.B@example.com"),
                ("  ada@example.com ", "ada@example.com"),
                ("", ""), (..., ""), ("   ", ""),
                ("ada@localhost", "ada@localhost"),
                ("ada@[127.0.0.1]", "ada@[127.0.0.1]"),
                ("ada@[2001:DB8::1]", "ada@[2001:db8::1]"),
                ('"quoted"@example.com', '"quoted"@example.com'),
                ("!#$%&'*+-/=?^_`{|}~@example.com",
                 "!#$%&'*+-/=?^_`{|}~@example.com"),
                ("ada@exämple.de", "ada@exämple.de"),
                ("a@" + "b" * 63 + ".example",
                 "a@" + "b" * 63 + ".example")):
            with self.subTest(f"{sent!r:.99}"):
                self.instance.empty()
                answer = self.register(email=sent)
                self.expect(answer, 201)
                self.assertEqual(answer.json["email"], email)
                self.assertEqual(
                    self.sql("SELECT email FROM auth_user"), [[email]])

    def test_members_that_nobody_asked_for_are_ignored(self):
        answer = self.register(
            is_staff=True, is_superuser=True, is_active=False, id=7,
            first_name="Ada", last_login="2001-01-01", re_password="other",
            groups=[1], nonsense={"a": []})
        self.expect(answer, 201)
        self.assertNotEqual(answer.json["id"], 7)
        self.assertEqual(self.sql(
            "SELECT is_staff, is_superuser, is_active, first_name, last_login "
            "FROM auth_user"), [["0", "0", "1", "", None]])

    def test_each_field_is_refused_for_its_faults(self):
        self.refused((
            (but(username=...), 400, {"username": [REQUIRED]}),
            (but(username=None), 400, {"username": [NULL]}),
            (but(username=""), 400, {"username": [BLANK]}),
            (but(username=" \t\u3000"), 400, {"username": [BLANK]}),
            (but(username=True), 400, {"username": [NOT_TEXT]}),
            (but(username=["ada"]), 400, {"username": [NOT_TEXT]}),
            (but(username={"a": 1}), 400, {"username": [NOT_TEXT]}),
            (but(username="a b"), 400, {"username": [BAD_USERNAME]}),
            (but(username="<a>"), 400, {"username": [BAD_USERNAME]}),
            (but(username="e\u0301"), 400, {"username": [BAD_USERNAME]}),
            (but(username="a\u200b"), 400, {"username": [BAD_USERNAME]}),
            (but(username="x" * 151), 400, {"username": [too_long(150)]}),
            (but(username="a b" * 60), 400,
             {"username": [BAD_USERNAME, too_long(150)]}),
            (but(username="a\0b"), 400, {"username": [BAD_USERNAME, NUL]}),
            (but(username="a\ud800"), 400,
             {"username": [BAD_USERNAME, surrogate(0xd800)]}),
            (but(email=None), 400, {"email": [NULL]}),
            (but(email=False), 400, {"email": [BAD_EMAIL]}),
            (but(email=[]), 400, {"email": [BAD_EMAIL]}),
            (but(email="x\0@example.com"), 400, {"email": [NUL, BAD_EMAIL]}),
            (but(email="x\ud800@example.com"), 400,
             {"email": [surrogate(0xd800), BAD_EMAIL]}),
            (but(email="x" * 255), 400, {"email": [too_long(254), BAD_EMAIL]}),
            # Django's EmailValidator takes none of more than 320.
            (but(email="x" * 308 + "@example.com"), 400,
             {"email": [too_long(254)]}),
            (but(email="x" * 309 + "@example.com"), 400,
             {"email": [too_long(254), BAD_EMAIL]}),
            (but(email="ada"), 400, {"email": [BAD_EMAIL]}),
            (but(email=5), 400, {"email": [BAD_EMAIL]}),
            (but(email="@example.com"), 400, {"email": [BAD_EMAIL]}),
            (but(email="ada@example"), 400, {"email": [BAD_EMAIL]}),
            (but(email="ada@\u2488com"), 400, {"email": [BAD_EMAIL]}),
            (but(email="ada@-a.example"), 400, {"email": [BAD_EMAIL]}),
            (but(email="ada@a..example"), 400, {"email": [BAD_EMAIL]}),
            (but(email="a..b@example.com"), 400, {"email": [BAD_EMAIL]}),
            (but(email="ada@example.com\nBcc: x@example.com"), 400,
             {"email": [BAD_EMAIL]}),
            (but(email="a@b@example.com"), 400, {"email": [BAD_EMAIL]}),
            (but(email="a@" + "b" * 64 + ".example"), 400,
             {"email": [BAD_EMAIL]}),
            (but(email="a" * 250 + "@example.com"), 400,
             {"email": [too_long(254)]}),
            (but(password=...), 400, {"password": [REQUIRED]}),
            (but(password=None), 400, {"password": [NULL]}),
            (but(password=""), 400, {"password": [BLANK]}),
            (but(password="        "), 400, {"password": [BLANK]}),
            (but(password=True), 400, {"password": [NOT_TEXT]}),
            (but(password={}), 400, {"password": [NOT_TEXT]}),
            (but(password=PASSWORD + "\0x"), 400, {"password": [NUL]}),
            (but(password=PASSWORD + "\udfff"), 400,
             {"password": [surrogate(0xdfff)]}),
        ), path="users/")

    def test_all_fields_are_refused_at_once_in_their_order(self):
        self.refused((
            ({}, 400, {"username": [REQUIRED], "password": [REQUIRED]}),
            (None, 400, {"username": [REQUIRED], "password": [REQUIRED]}),
            ({"password": "", "username": None, "email": 1}, 400,
             {"email": [BAD_EMAIL], "username": [NULL],
              "password": [BLANK]}),
            # The validators are asked only when the fields are good.
            ({"password": "1", "username": "a b"}, 400,
             {"username": [BAD_USERNAME]}),
        ), path="users/")

    def test_passwords_are_held_against_the_validators(self):
        similar = "The password is too similar to the {}.".format
        self.refused((
            (but(password="dove"), 400, {"password": [TOO_SHORT]}),
            (but(password="password"), 400, {"password": [TOO_COMMON]}),
            (but(password="PassWord"), 400, {"password": [TOO_COMMON]}),
            (but(password="918273645546"), 400, {"password": [ALL_NUMERIC]}),
            (but(password=918273645546), 400, {"password": [ALL_NUMERIC]}),
            (but(password="12345678"), 400,
             {"password": [TOO_COMMON, ALL_NUMERIC]}),
            (but(password="1234"), 400,
             {"password": [TOO_SHORT, TOO_COMMON, ALL_NUMERIC]}),
            (but(username="marymoore", password="marymoore1"), 400,
             {"password": [similar("username")]}),
            (but(username="MaryMoore", password="1mARYmOORE"), 400,
             {"password": [similar("username")]}),
            (but(email="lovelace@example.com", password="lovelace9"), 400,
             {"password": [similar("email address")]}),
            (but(email="ada@lovelace-example.com",
                 password="lovelace-example"), 400,
             {"password": [similar("email address")]}),
        ), path="users/")

    def test_a_password_is_trimmed_when_it_is_set_and_when_it_is_used(self):
        self.expect(self.register(password=f"  {PASSWORD} "), 201)
        for sent in (PASSWORD, f" {PASSWORD}\t"):
            self.expect(self.post("token/login/", {
                "username": "ada", "password": sent}), 200)

    def test_a_password_counts_to_its_last_byte(self):
        long = "ü" * 255
        self.expect(self.register(password=long + "a"), 201)
        self.expect(self.post("token/login/", {
            "username": "ada", "password": long + "a"}), 200)
        self.expect(self.post("token/login/", {
            "username": "ada", "password": long + "b"}), 400)

    def test_a_password_may_be_longer_than_crypt_takes(self):
        for number, secret in enumerate(("x y" * 1400, "ü" * 256)):
            name = f"ada{number}"
            self.expect(self.register(username=name, password=secret), 201)
            self.expect(self.post("token/login/", {
                "username": name, "password": secret}), 200)
            self.expect(self.post("token/login/", {
                "username": name, "password": secret[:-1]}), 400)

    def test_a_name_is_taken_once(self):
        self.register(username="Ada")
        self.refused((
            (but(username=name), 400, {"username": [TAKEN]})
            for name in ("Ada", "ada", "ADA", "ａｄａ", " Ada ")
        ), path="users/")

    def test_a_name_of_two_spellings_is_taken_once(self):
        composed = "Zoë"
        self.register(username=composed)
        answer = self.register(
            username=unicodedata.normalize("NFD", composed))
        self.assertEqual(answer.status, 400)
        # Whether it is also taken is for the collation to say.
        self.assertIn(answer.json, ({"username": [BAD_USERNAME]},
                                    {"username": [BAD_USERNAME, TAKEN]}))

    def test_a_taken_name_is_told_beside_other_faults(self):
        self.register()
        self.refused((
            ({"username": "ada", "email": "x"}, 400,
             {"email": [BAD_EMAIL], "username": [TAKEN],
              "password": [REQUIRED]}),
        ), path="users/")

    def test_an_address_may_be_shared(self):
        self.register()
        self.expect(self.register(username="ben"), 201)
        self.assertEqual(self.count("auth_user"), 2)

    def test_ten_at_once_want_one_name(self):
        answers = at_once(10, lambda _: self.register())
        self.assertEqual(sorted(answer.status for answer in answers),
                         [201] + [400] * 9)
        for answer in answers:
            if answer.status == 400:    # found taken, or overtaken
                self.assertIn(answer.json, (
                    {"username": [TAKEN]}, ["Unable to create account."]))
        self.assertEqual(self.count("auth_user"), 1)

    def test_a_bad_credential_is_refused_though_anybody_may_register(self):
        with self.untouched():
            answer = self.post("users/", GOOD, token="Token nope")
            self.expect(answer, 401, {"detail": "Invalid token."})

    def test_the_id_is_never_given_twice(self):
        first = self.account("ada")
        self.expect(self.call("DELETE", "users/me/",
                              {"current_password": PASSWORD},
                              token=self.key(first)), 204)
        self.assertGreater(self.account("ben").id, first.id)

    def test_dates_are_utc(self):
        before = int(time.time())
        self.register()
        joined = int(self.sql(
            "SELECT TIMESTAMPDIFF(SECOND, '1970-01-01', date_joined) "
            "FROM auth_user")[0][0])
        self.assertTrue(before - 1 <= joined <= time.time() + 1)


class Retyped(Talk):
    conf = """
api "djoser" {
	user_create_password_retype = true
	send_confirmation_email = true
}
"""

    def test_the_password_must_be_given_twice(self):
        good = dict(GOOD, re_password=PASSWORD)
        self.refused((
            (GOOD, 400, {"re_password": [REQUIRED]}),
            (dict(GOOD, re_password=None), 400, {"re_password": [NULL]}),
            (dict(GOOD, re_password=""), 400, {"re_password": [BLANK]}),
            (dict(GOOD, re_password=[]), 400, {"re_password": [NOT_TEXT]}),
            (dict(GOOD, re_password="other"), 400, MISMATCH),
            # The validators come before the comparison.
            (dict(GOOD, password="dove", re_password="other"), 400,
             {"password": [TOO_SHORT]}),
            ({}, 400, {"username": [REQUIRED], "password": [REQUIRED],
                       "re_password": [REQUIRED]}),
        ), path="users/")
        answer = self.post("users/", good)
        self.expect(answer, 201, {"email": "ada@example.com",
                                  "username": "ada",
                                  "id": answer.json["id"]})

    def test_a_mail_confirms(self):
        ada = self.account()
        mail = self.mail(ada.email)
        self.assertEqual(
            mail["Subject"],
            "Example - Your account has been successfully created and "
            "activated!")
        self.assertEqual(mail["From"].addresses[0].addr_spec,
                         "webmaster@localhost")
        self.assertEqual(len(self.settled()), 1)

    def test_a_mail_that_cannot_go_out_waits(self):
        directory = os.path.join(self.instance.directory, "mail")
        os.rename(directory, directory + ".away")
        try:
            ada = self.account()
            self.expect(self.login(ada), 200)
            self.assertEqual(self.count("portress_outbox"), 1)
        finally:
            os.rename(directory + ".away", directory)
        self.assertIn("activated", self.mail(ada.email)["Subject"])

    def test_no_mail_goes_to_nowhere(self):
        self.account(email="")
        self.assertEqual(self.settled(), [])


if __name__ == "__main__":
    main()
