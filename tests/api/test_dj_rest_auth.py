"""dj-rest-auth 7.1.1 on the wire (dialect dj-rest-auth), without cookies.

The numbers are those of the sections in which it was written down: 1 rules,
2 endpoints, 4 settings, 5 what its users suffer from."""

import re

from harness import main
from people import *

ADA = {"username": "ada", "email": "ada@example.com", "password1": PASSWORD,
       "password2": PASSWORD}
OK = {"detail": "ok"}
WRONG = {"non_field_errors": ["Unable to log in with provided credentials."]}
DIFFER = "The two password fields didn\u2019t match."     # Django's, since 3.0
SIMILAR = "The password is too similar to the username."
INVALID = "Invalid value"
OLD_WRONG = ("Your old password was entered incorrectly. Please enter it "
             "again.")


def detail(text):
    return {"detail": text}


def method(name):
    return detail(f'Method "{name}" not allowed.')


def key_of(mail):
    """What registration/verify-email/ takes: the end of the mail's link."""
    text = mail.get_body(("plain",)).get_content()
    return re.search(r"/account-confirm-email/([^/\s]+)/", text).group(1)


class Api(Talk):
    host = "dj-rest-auth.localhost"

    def ask(self, method, path, body=None, headers=None, **more):
        return self.call(method, f"/api/{path}", body, headers={
            "Host": self.host, **(headers or {})}, **more)

    def send(self, path, body=None, **more):
        return self.ask("POST", path, body, **more)

    def account(self, name="ada", email=None, password=PASSWORD, **columns):
        email = f"{name}@example.com" if email is None else email
        self.expect(self.send("registration/", {
            "username": name, "email": email, "password1": password,
            "password2": password}), 201)
        made = Account(self.id_of(name), name, email, password)
        if columns:
            self.alter(made, **columns)
        return made

    def shown(self, account, first="", last=""):
        return {"pk": account.id, "username": account.name,
                "email": account.email, "first_name": first,
                "last_name": last}

    def sign_in(self, account, password=None):
        return self.send("login/", {"username": account.name,
                                    "password": password or account.password})

    def key(self, account):
        return "Token " + self.expect(self.sign_in(account), 200).json["key"]

    def told(self, table, path, method="POST", **more):
        with self.untouched():
            for sent, status, body in table:
                with self.subTest(f"{path} {sent!r:.200}"):
                    self.expect(self.ask(method, path, sent, **more), status,
                                body)


class Login(Api):
    """2, login/ in token mode."""

    def test_a_name_or_an_address_and_a_password_become_a_key(self):
        ada = self.account()
        keys = set()
        for names in ({"username": "ada"}, {"email": "ada@example.com"},
                      {"email": "ADA@example.com"},     # email__iexact
                      {"username": "ada@example.com"},  # allauth's backend
                      {"username": "ada", "email": ""},
                      {"username": "", "email": "ada@example.com"},
                      # Which is looked up first, and falls back.
                      {"username": "ada", "email": "no@example.com"}):
            with self.subTest(names):
                answer = self.send("login/", {**names, "password": PASSWORD})
                self.expect(answer, 200)
                self.assertEqual(list(answer.json), ["key"])
                self.assertRegex(answer.json["key"], "^[0-9a-f]{40}$")
                self.assertNotIn("Set-Cookie", answer.headers)
                keys.add(answer.json["key"])
        self.assertEqual(len(keys), 1)
        self.assertIsNotNone(self.column(ada, "last_login"))

    def test_what_is_refused(self):
        self.account()
        either = {"non_field_errors": [
            'Must include either "username" or "email" and "password".']}
        self.told([
            ({"username": "ada", "password": "wrong"}, 400, WRONG),
            ({"username": "nobody", "password": PASSWORD}, 400, WRONG),
            ({"email": "no@example.com", "password": PASSWORD}, 400, WRONG),
            ({"password": PASSWORD}, 400, either),
            ({"username": "", "email": "", "password": PASSWORD}, 400, either),
            ({"username": "ada"}, 400, {"password": [REQUIRED]}),
            ({"username": "ada", "password": ""}, 400, {"password": [BLANK]}),
            ({"email": "x", "password": PASSWORD}, 400,
             {"email": [BAD_EMAIL]}),
            ({"username": None, "password": PASSWORD}, 400,
             {"username": [NULL]}),
            ({}, 400, {"password": [REQUIRED]}),
        ], "login/")

    def test_of_two_with_one_address_the_first_is_meant(self):
        """A 500 there."""
        self.account("bob", "bob@example.com")
        self.account("cy", "cy@example.com", password=FRESH)
        self.sql("UPDATE auth_user SET email = 'shared@example.com'")
        shared = {"email": "shared@example.com"}
        self.expect(self.send("login/", {**shared, "password": PASSWORD}), 200)
        self.expect(self.send("login/", {**shared, "password": FRESH}), 400,
                    WRONG)

    def test_who_knows_the_password_is_told_that_it_is_switched_off(self):
        ada = self.account(is_active=0)
        self.told([
            ({"username": "ada", "password": PASSWORD}, 400,
             {"non_field_errors": ["User account is disabled."]}),
            ({"username": "ada", "password": "wrong"}, 400, WRONG),
        ], "login/")
        self.alter(ada, is_active=1)
        self.expect(self.sign_in(ada), 200)

    def test_a_stale_credential_is_no_hindrance(self):
        """5: there, a stale header makes login a 401."""
        ada = self.account()
        for stale in "Token " + "0" * 40, "Bearer x.y.z", "Token", "Bearer":
            self.expect(self.send("login/", {
                "username": "ada", "password": PASSWORD}, token=stale), 200)
        self.assertEqual(self.count("auth_user"), 1, ada)

    def test_a_form_will_do(self):
        self.account()
        self.expect(self.send("login/", form={
            "username": "ada", "password": PASSWORD}), 200)


class ByOneOnly(Api):
    """4 and 2: allauth's LOGIN_METHODS, login_by here."""
    by, other = "username", "email"
    conf = 'api "dj-rest-auth" { login_by = "username" }'

    def test_the_other_does_not_count(self):
        ada = self.account()
        both = {"username": ada.name, "email": ada.email}
        self.expect(self.send("login/", {self.by: both[self.by],
                                         "password": PASSWORD}), 200)
        must = {"non_field_errors": [
            f'Must include "{self.by}" and "password".']}
        self.told([({self.other: both[self.other], "password": PASSWORD}, 400,
                    must)], "login/")


class ByEmailOnly(ByOneOnly):
    by, other = "email", "username"
    conf = 'api "dj-rest-auth" { login_by = "email" }'


class ByAddress(Api):
    conf = 'api "dj-rest-auth" { username_field = "email" }'

    def test_an_address_is_the_name(self):
        self.expect(self.send("registration/", {
            "email": "ada@example.com", "password1": PASSWORD,
            "password2": PASSWORD}), 201)
        answer = self.send("login/", {"email": "ada@example.com",
                                      "password": PASSWORD})
        token = "Token " + self.expect(answer, 200).json["key"]
        number = self.id_of("ada@example.com")
        self.expect(self.ask("GET", "user/", token=token), 200, {
            "pk": number, "email": "ada@example.com", "first_name": "",
            "last_name": ""})
        self.expect(self.ask("PUT", "user/", {"first_name": "Ada"},
                             token=token), 200, {
            "pk": number, "email": "ada@example.com", "first_name": "Ada",
            "last_name": ""})
        self.told([
            ({"password": PASSWORD}, 400, {"non_field_errors": [
                'Must include "email" and "password".']}),
        ], "login/")
        self.told([
            ({"email": "ada@example.com", "password1": PASSWORD,
              "password2": PASSWORD}, 400, {"email": [
                  "User is already registered with this e-mail address."]}),
        ], "registration/")


class Logout(Api):
    """2, logout/ in token mode."""

    def test_the_key_ends(self):
        token = self.key(self.account())
        self.expect(self.send("logout/", token=token), 200,
                    detail("Successfully logged out."))
        self.expect(self.ask("GET", "user/", token=token), 401,
                    detail("Invalid token."))
        self.assertEqual(self.count("authtoken_token"), 0)

    def test_nobody_is_told_so(self):
        self.account()
        nobody = detail("You should be logged in to logout. Check whether "
                        "the token is passed.")
        with self.untouched():
            for token in None, "Token " + "0" * 40:
                self.expect(self.send("logout/", token=token), 400, nobody)
            self.expect(self.ask("GET", "logout/"), 405, method("GET"))


class User(Api):
    """2, user/."""

    def setUp(self):
        super().setUp()
        self.ada = self.account()
        self.token = self.key(self.ada)

    def test_it_is_shown_and_changed(self):
        self.expect(self.ask("GET", "user/", token=self.token), 200,
                    self.shown(self.ada))
        self.expect(self.ask("PATCH", "user/", {
            "last_name": "Lovelace", "email": "other@example.com", "pk": 7},
            token=self.token), 200, self.shown(self.ada, "", "Lovelace"))
        self.expect(self.ask("PUT", "user/", {
            "username": "countess", "first_name": "Ada"}, token=self.token),
            200, self.shown(self.ada._replace(name="countess"), "Ada",
                            "Lovelace"))
        self.expect(self.ask("PATCH", "user/", {"first_name": ""},
                             token=self.token), 200, self.shown(
            self.ada._replace(name="countess"), "", "Lovelace"))
        self.expect(self.ask("GET", "user/", token=self.token), 200,
                    self.shown(self.ada._replace(name="countess"), "",
                               "Lovelace"))

    def test_ones_own_name_is_not_taken(self):
        for name in "ada", "Ada":
            self.expect(self.ask("PUT", "user/", {"username": name},
                                 token=self.token), 200,
                        self.shown(self.ada._replace(name=name)))

    def test_what_is_refused(self):
        self.account("bob")
        table = [
            ({"username": "bob"}, 400, {"username": [TAKEN]}),
            ({"username": "a b"}, 400, {"username": [BAD_USERNAME]}),
            ({"username": ""}, 400, {"username": [BLANK]}),
            ({"username": "a" * 151, "first_name": "b" * 151}, 400,
             {"username": [too_long(150)], "first_name": [too_long(150)]}),
            ({"username": "x", "last_name": None}, 400,
             {"last_name": [NULL]}),
        ]
        self.told(table, "user/", "PATCH", token=self.token)
        self.told(table + [({"first_name": "x"}, 400,
                            {"username": [REQUIRED]})],
                  "user/", "PUT", token=self.token)

    def test_a_stranger_sees_nothing(self):
        with self.untouched():
            for name in "GET", "PUT", "PATCH":
                self.expect(self.ask(name, "user/", {"username": "x"}), 401,
                            NO_CREDENTIALS)
            self.expect(self.ask("DELETE", "user/", token=self.token), 405,
                        method("DELETE"))
            self.expect(self.ask("POST", "user/", {}, token=self.token), 405,
                        method("POST"))


class PasswordChange(Api):
    """2 and 5, password/change/."""

    def setUp(self):
        super().setUp()
        self.ada = self.account()
        self.token = self.key(self.ada)

    def test_it_is_changed(self):
        self.expect(self.send("password/change/", {
            "old_password": PASSWORD, "new_password1": FRESH,
            "new_password2": FRESH}, token=self.token), 200,
            detail("New password has been saved."))
        self.expect(self.sign_in(self.ada), 400, WRONG)
        self.expect(self.sign_in(self.ada, FRESH), 200)
        # Tokens go on, unless logout_on_password_change.
        self.expect(self.ask("GET", "user/", token=self.token), 200)

    def test_what_is_refused(self):
        def sent(old=PASSWORD, one=FRESH, two=None):
            return {"old_password": old, "new_password1": one,
                    "new_password2": one if two is None else two}
        self.told([
            (sent(two="other red herons"), 400, {"new_password2": [DIFFER]}),
            (sent(one="adaq"), 400, {"new_password2": [SIMILAR, TOO_SHORT]}),
            (sent(one="12345678"), 400,
             {"new_password2": [TOO_COMMON, ALL_NUMERIC]}),
            (sent(old="wrong"), 400, {"old_password": [OLD_WRONG]}),
            (sent(one="x" * 129), 400, {"new_password1": [too_long(128)],
                                        "new_password2": [too_long(128)]}),
            (sent(old="x" * 129), 400, {"old_password": [too_long(128)]}),
            ({}, 400, {"old_password": [REQUIRED],
                       "new_password1": [REQUIRED],
                       "new_password2": [REQUIRED]}),
            # 5: there, a signed-in browser is enough.
            ({"new_password1": FRESH, "new_password2": FRESH}, 400,
             {"old_password": [REQUIRED]}),
        ], "password/change/", token=self.token)
        self.told([(sent(), 401, NO_CREDENTIALS)], "password/change/")

    def test_128_characters_will_do(self):
        longest = "xy \u00fc" * 32
        self.expect(self.send("password/change/", {
            "old_password": PASSWORD, "new_password1": longest,
            "new_password2": longest}, token=self.token), 200)
        self.expect(self.sign_in(self.ada, longest), 200)


class WithoutOldPassword(Api):
    """4, as dj-rest-auth is by default."""
    conf = """api "dj-rest-auth" {
	old_password_field_enabled = false
	logout_on_password_change = true
}"""

    def test_the_old_one_is_not_asked_for_and_the_key_ends(self):
        ada = self.account()
        token = self.key(ada)
        self.expect(self.send("password/change/", {
            "old_password": "ignored", "new_password1": FRESH,
            "new_password2": FRESH}, token=token), 200)
        self.expect(self.ask("GET", "user/", token=token), 401)
        self.expect(self.sign_in(ada, FRESH), 200)


class PasswordReset(Api):
    """2, password/reset/ and password/reset/confirm/."""
    sent = detail("Password reset e-mail has been sent.")

    def link(self, account):
        self.expect(self.send("password/reset/", {"email": account.email}),
                    200, self.sent)
        text = self.mail(account.email).get_body(("plain",)).get_content()
        return re.search(r"/password/reset/confirm/([^/\s]+)/([^/\s]+)",
                         text).groups()

    def confirm(self, uid, token, one=FRESH, two=None):
        return {"uid": uid, "token": token, "new_password1": one,
                "new_password2": one if two is None else two}

    def test_a_mailed_link_sets_a_new_password(self):
        ada = self.account()
        token = self.key(ada)
        sent = self.confirm(*self.link(ada))
        self.expect(self.send("password/reset/confirm/", sent), 200,
                    detail("Password has been reset with the new password."))
        self.expect(self.sign_in(ada), 400, WRONG)
        self.expect(self.sign_in(ada, FRESH), 200)
        self.expect(self.ask("GET", "user/", token=token), 401)
        # It works once.
        self.told([(sent, 400, {"token": [INVALID]})],
                  "password/reset/confirm/")

    def test_an_address_that_nobody_has_is_not_told(self):
        self.account()
        with self.untouched():
            self.expect(self.send("password/reset/", {
                "email": "nobody@example.com"}), 200, self.sent)
        self.told([({}, 400, {"email": [REQUIRED]}),
                   ({"email": "x"}, 400, {"email": [BAD_EMAIL]})],
                  "password/reset/")

    def test_the_link_is_judged_before_the_passwords(self):
        ada = self.account()
        number, token = self.link(ada)
        other = self.account("bob")
        differ = {"new_password2": [DIFFER]}
        self.told([
            (self.confirm("x", "y", "a", "b"), 400, {"uid": [INVALID]}),
            (self.confirm(uid(999999), token), 400, {"uid": [INVALID]}),
            (self.confirm(number, "y", "a", "b"), 400, {"token": [INVALID]}),
            (self.confirm(uid(other.id), token), 400, {"token": [INVALID]}),
            (self.confirm(number, token, FRESH, PASSWORD), 400, differ),
            (self.confirm(number, token, "adaq"), 400,
             {"new_password2": [SIMILAR, TOO_SHORT]}),
            (self.confirm(number, token, "x" * 129), 400,
             {"new_password1": [too_long(128)],
              "new_password2": [too_long(128)]}),
            ({}, 400, {name: [REQUIRED] for name in (
                "new_password1", "new_password2", "uid", "token")}),
        ], "password/reset/confirm/")
        self.expect(self.send("password/reset/confirm/",
                              self.confirm(number, token)), 200)


class Registration(Api):
    """2, registration/ in token mode."""

    def test_an_account_is_made_and_signed_in(self):
        answer = self.send("registration/", ADA)
        self.expect(answer, 201)
        self.assertEqual(list(answer.json), ["key"])
        token = "Token " + answer.json["key"]
        self.expect(self.ask("GET", "user/", token=token), 200, {
            "pk": self.id_of("ada"), "username": "ada",
            "email": "ada@example.com", "first_name": "", "last_name": ""})

    def test_what_is_refused(self):
        self.account("bob")
        self.told([
            ({}, 400, {"username": [REQUIRED], "password1": [REQUIRED],
                       "password2": [REQUIRED]}),
            ({**ADA, "username": "bob"}, 400, {"username": [TAKEN]}),
            ({**ADA, "username": "bob", "password1": "12345678",
              "password2": "x"}, 400,
             {"username": [TAKEN], "password1": [TOO_COMMON, ALL_NUMERIC]}),
            ({**ADA, "password1": "adaq"}, 400,
             {"password1": [SIMILAR, TOO_SHORT]}),
            ({**ADA, "password2": FRESH}, 400, MISMATCH),
            ({**ADA, "email": "x"}, 400, {"email": [BAD_EMAIL]}),
            ({**ADA, "password1": "x" * 129}, 400,
             {"password1": [too_long(128)]}),
            ({**ADA, "username": "\udc00"}, 400,
             {"username": [BAD_USERNAME, surrogate(0xdc00)]}),
        ], "registration/")


class Addresses(Api):
    """2: one account an address."""
    conf = """api "dj-rest-auth" {
	email_required = true
	email_unique = true
}"""

    def test_an_address_is_asked_for_and_can_be_taken(self):
        self.account()
        taken = ["User is already registered with this e-mail address."]
        self.told([
            ({**ADA, "username": "bob"}, 400, {"email": taken}),
            ({**ADA, "username": "bob", "email": "ADA@example.com"}, 400,
             {"email": taken}),
            ({"username": "bob", "password1": PASSWORD,
              "password2": PASSWORD}, 400, {"email": [REQUIRED]}),
        ], "registration/")


class Sessions(Api):
    """4 and 5: SESSION_LOGIN, and its sessionid that stays behind."""
    conf = 'api "dj-rest-auth" { create_session_on_login = true }'

    def test_logout_ends_the_session_whoever_asks(self):
        ada = self.account()
        for stale in False, True:
            answer = self.expect(self.sign_in(ada), 200)
            cookie = answer.headers["Set-Cookie"].split(";")[0]
            self.assertEqual(self.count("django_session"), 1)
            answer = self.send("logout/", headers={"Cookie": cookie},
                               token="Token " + ("0" * 40 if stale else
                                                 answer.json["key"]))
            self.expect(answer, 200)
            self.assertIn("Max-Age=0", answer.headers["Set-Cookie"])
            self.assertEqual(self.count("django_session"), 0)


class Strangers(Api):
    """A session's cookie is not set or ended for a page of another site."""
    conf = Sessions.conf

    def test_another_site_signs_nobody_in_or_out(self):
        self.account()
        evil = {"Origin": "http://evil.example"}
        refused = {"detail": "CSRF Failed: Origin checking failed - "
                             "http://evil.example does not match any trusted "
                             "origins."}
        with self.untouched():
            for path in "login/", "logout/":
                self.expect(self.send(path, form={
                    "username": "ada", "password": PASSWORD}, headers=evil),
                    403, refused)
        # Who is no browser says nothing of where it comes from.
        self.expect(self.send("login/", {
            "username": "ada", "password": PASSWORD}), 200)


class Verification(Api):
    """2, registration/ where an address must be verified."""
    conf = 'api "dj-rest-auth" { send_activation_email = true }'

    def register(self):
        self.expect(self.send("registration/", ADA), 201,
                    detail("Verification e-mail sent."))
        return key_of(self.mail("ada@example.com"))

    def test_the_mailed_key_verifies_it(self):
        key = self.register()
        self.told([
            ({"username": "ada", "password": PASSWORD}, 400,
             {"non_field_errors": ["E-mail is not verified."]}),
            ({"username": "ada", "password": "wrong"}, 400, WRONG),
        ], "login/")
        self.expect(self.send("registration/verify-email/", {"key": key}),
                    200, OK)
        self.expect(self.send("login/", {"username": "ada",
                                         "password": PASSWORD}), 200)
        self.told([({"key": key}, 404, NOT_FOUND)],
                  "registration/verify-email/")

    def test_no_other_key_does(self):
        key = self.register()
        number, token = key.split(":")
        self.told([
            ({}, 400, {"key": [REQUIRED]}),
            ({"key": ""}, 400, {"key": [BLANK]}),
            ({"key": "x"}, 404, NOT_FOUND),
            ({"key": number + token}, 404, NOT_FOUND),
            ({"key": f"{uid(99999)}:{token}"}, 404, NOT_FOUND),
            ({"key": key[:-1]}, 404, NOT_FOUND),
            ({"key": f"{key}:"}, 404, NOT_FOUND),
        ], "registration/verify-email/")
        with self.untouched():
            self.expect(self.ask("GET", "registration/verify-email/"), 405,
                        method("GET"))

    def test_the_mail_is_sent_again_to_who_waits(self):
        self.register()
        self.expect(self.send("registration/resend-email/", {
            "email": "ada@example.com"}), 200, OK)
        key = key_of(self.mail("ada@example.com", 2))
        self.expect(self.send("registration/verify-email/", {"key": key}),
                    200, OK)
        with self.untouched():
            for email in "ada@example.com", "nobody@example.com":
                self.expect(self.send("registration/resend-email/", {
                    "email": email}), 200, OK)
        self.told([({"email": "x"}, 400, {"email": [BAD_EMAIL]}),
                   ({}, 400, {"email": [REQUIRED]})],
                  "registration/resend-email/")


class NoTokens(Api):
    """2: neither token nor JWT."""
    conf = 'api "dj-rest-auth" { token_model = "none" }'

    def test_there_is_nothing_to_give(self):
        self.expect(self.send("registration/", ADA), 204, None)
        self.expect(self.send("login/", {
            "username": "ada", "password": PASSWORD}), 204, None)
        self.assertEqual(self.count("authtoken_token"), 0)


class Jwt(Api):
    """2, in JWT mode."""
    conf = """api "dj-rest-auth" {
	use_jwt = true
	rotate_refresh_tokens = true
	blacklist_after_rotation = true
}"""

    def granted(self, account):
        answer = self.expect(self.sign_in(account), 200)
        self.assertEqual(list(answer.json), ["access", "refresh", "user"])
        self.assertEqual(answer.json["user"], self.shown(account))
        self.assertNotIn("Set-Cookie", answer.headers)
        return answer.json

    def refresh(self, token):
        return self.send("token/refresh/", {"refresh": token})

    def test_login_and_registration_give_a_pair(self):
        answer = self.send("registration/", ADA)
        self.expect(answer, 201)
        self.assertEqual(list(answer.json), ["access", "refresh", "user"])
        ada = Account(self.id_of("ada"), "ada", ADA["email"], PASSWORD)
        self.assertEqual(answer.json["user"], self.shown(ada))
        for pair in answer.json, self.granted(ada):
            self.assertEqual(claims_of(pair["access"])["token_type"],
                             "access")
            self.assertEqual(claims_of(pair["refresh"])["token_type"],
                             "refresh")
            self.expect(self.ask("GET", "user/", token="Bearer " +
                                 pair["access"]), 200, self.shown(ada))
            self.expect(self.send("token/verify/", {
                "token": pair["access"]}), 200, {})

    def test_a_refresh_token_gives_new_ones(self):
        pair = self.granted(self.account())
        answer = self.expect(self.refresh(pair["refresh"]), 200)
        self.assertEqual(list(answer.json), [
            "access", "refresh", "access_expiration", "refresh_expiration"])
        for kind in "access", "refresh":
            self.assertEqual(answer.json[f"{kind}_expiration"], time.strftime(
                "%Y-%m-%dT%H:%M:%SZ",
                time.gmtime(claims_of(answer.json[kind])["exp"])))

    def test_what_is_no_refresh_token(self):
        pair = self.granted(self.account())
        none = faulty("No valid refresh token found.")
        self.told([({}, 401, none), ({"refresh": ""}, 401, none),
                   ({"refresh": None}, 401, none), (None, 401, none),
                   ({"refresh": "x"}, 401, faulty("Token is invalid")),
                   ({"refresh": pair["access"]}, 401,
                    faulty("Token has wrong type"))], "token/refresh/")
        self.told([({}, 400, {"token": [REQUIRED]}),
                   ({"token": "x"}, 401, faulty("Token is invalid"))],
                  "token/verify/")

    def test_logout_blacklists_it(self):
        pair = self.granted(self.account())
        done = detail("Successfully logged out.")
        self.told([
            ({}, 401, detail("Refresh token was not included in request "
                             "data.")),
            ({"refresh": "x"}, 401, faulty("Token is invalid")),
        ], "logout/", token="Bearer " + pair["access"])
        self.expect(self.send("logout/", {"refresh": pair["refresh"]},
                              token="Bearer " + pair["access"]), 200, done)
        self.expect(self.refresh(pair["refresh"]), 401,
                    faulty("Token is blacklisted"))
        self.told([({"refresh": pair["refresh"]}, 401,
                    faulty("Token is blacklisted"))], "logout/")

    def test_a_stale_access_token_does_not_keep_one_in(self):
        """5: there, logout is a 401 then."""
        ada = self.account()
        pair = self.granted(ada)
        stale = sign(claims(ada.id, seconds=-60), self.secret())
        self.expect(self.send("logout/", {"refresh": pair["refresh"]},
                              token="Bearer " + stale), 200)
        self.expect(self.refresh(pair["refresh"]), 401)

    def test_what_it_rotated_into_ends_with_it(self):
        pair = self.granted(self.account())
        fresh = self.expect(self.refresh(pair["refresh"]), 200).json
        self.expect(self.send("logout/", {"refresh": fresh["refresh"]}), 200)
        # Its predecessor gives nothing any more, nor in the time of grace.
        self.expect(self.refresh(pair["refresh"]), 401,
                    faulty("Token is blacklisted"))

    def secret(self):
        with open(f"{self.instance.directory}/secret") as file:
            return file.read().strip()


class Expiration(Api):
    """4, JWT_AUTH_RETURN_EXPIRATION."""
    conf = """api "dj-rest-auth" {
	use_jwt = true
	jwt_auth_return_expiration = true
	logout_on_password_change = true
}"""

    def test_login_tells_it(self):
        ada = self.account()
        answer = self.expect(self.sign_in(ada), 200)
        self.assertEqual(list(answer.json), [
            "access", "refresh", "user", "access_expiration",
            "refresh_expiration"])
        for kind in "access", "refresh":
            self.assertEqual(answer.json[f"{kind}_expiration"], time.strftime(
                "%Y-%m-%dT%H:%M:%SZ",
                time.gmtime(claims_of(answer.json[kind])["exp"])))

    def test_a_change_of_the_password_ends_refresh_tokens(self):
        ada = self.account()
        pairs = [self.expect(self.sign_in(ada), 200).json for _ in "ab"]
        self.expect(self.send("password/change/", {
            "old_password": PASSWORD, "new_password1": FRESH,
            "new_password2": FRESH},
            token="Bearer " + pairs[0]["access"]), 200)
        for pair in pairs:
            self.expect(self.send("token/refresh/", {
                "refresh": pair["refresh"]}), 401,
                faulty("Token is blacklisted"))


class Urls(Api):
    """1 and 2: which URLs there are."""
    post = ("login/", "logout/", "password/reset/", "password/reset/confirm/",
            "registration/", "registration/verify-email/",
            "registration/resend-email/")

    def test_they_take_what_they_take(self):
        token = self.key(self.account())
        with self.untouched():
            for path in self.post:
                for name in "GET", "PUT", "PATCH", "DELETE":
                    self.expect(self.ask(name, path), 405, method(name))
            self.expect(self.ask("GET", "password/change/", token=token), 405,
                        method("GET"))

    def test_the_last_slash_may_be_left_out(self):
        self.account()
        self.expect(self.send("login", {"username": "ada",
                                        "password": PASSWORD}), 200)

    def test_what_is_not_there(self):
        with self.untouched():
            # The last ones are JWT's.
            for path in ("", "x/", "xlogin/", "users/", "login/x/",
                         "token/refresh/", "token/verify/", "csrf/"):
                self.expect(self.ask("GET", path), 404, NOT_FOUND)
                self.expect(self.send(path, {}), 404, NOT_FOUND)

    def test_they_tell_what_they_take(self):
        token = self.key(self.account())
        taken = {"login/": {"username", "email", "password"},
                 "user/": {"pk", "username", "email", "first_name",
                           "last_name"},
                 "password/change/": {"old_password", "new_password1",
                                      "new_password2"},
                 "registration/": {"username", "email", "first_name",
                                   "last_name", "password1", "password2"},
                 "registration/verify-email/": {"key"},
                 "password/reset/confirm/": {"uid", "token", "new_password1",
                                             "new_password2"}}
        for path, members in taken.items():
            answer = self.expect(self.ask("OPTIONS", path, token=token), 200)
            actions = answer.json["actions"]
            self.assertEqual(set(list(actions.values())[0]), members, path)
        for path in "user/", "password/change/":
            self.expect(self.ask("OPTIONS", path), 401, NO_CREDENTIALS)


if __name__ == "__main__":
    main()
