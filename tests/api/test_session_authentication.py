"""SessionAuthentication: whoever Django, or token/login here, has signed in by
a session is let in by its cookie, as by Django REST framework's class of that
name, whose words these are; and what others try with it."""

import unittest

from harness import main
from people import *
from session import auth_hash, decode, django, encode, has_django
from test_session import BACKEND, ENDED, KEY, OTHERS, Sessions

SECRET = "abcdefghijklmnopqrstuvwxyz012345"     # of a CSRF token
OLD = "0123456789-the-secret-of-yesterday"
FOREIGN = "https://evil.example"
ORIGIN = "Origin checking failed - {} does not match any trusted origins."
HEADER = "CSRF token from the 'X-Csrftoken' HTTP header "
UNKNOWN = {"detail": "Invalid token."}


def failed(why):
    return {"detail": f"CSRF Failed: {why}"}


class BySession(Sessions):
    def ask(self, method, path, body=None, *, key=None, csrf=None,
            cookies=(), token=None, headers=None, **more):
        """With a session, and a CSRF token as a page of ours shows it."""
        jar = [*([f"sessionid={key}"] if key else []),
               *([f"csrftoken={csrf}"] if csrf else []), *cookies]
        sent = {"X-CSRFToken": csrf} if csrf else {}
        if jar:
            sent["Cookie"] = "; ".join(jar)
        return self.call(method, path, body, token=token,
                         headers={**sent, **(headers or {})}, **more)

    def who(self, **how):
        """The name of who is let in, or the status."""
        answer = self.ask("GET", "users/me/", **how)
        return answer.json["username"] if answer.status == 200 else \
            answer.status

    def rename(self, name="Ada", **how):
        return self.ask("PATCH", "users/me/", {"email": f"{name}@x.example"},
                        **how)

    def session(self, account, number=0):
        return self.put(self.auth(account), key=f"{number:032d}")

    def set_cookies(self, answer):
        return [line.split("=")[0] for line in
                answer.headers.get_all("Set-Cookie") or []]


class First(BySession):
    """The class that is asked first."""
    conf = """
api "djoser" {
	email_change = "direct"
	create_session_on_login = true
	default_authentication_classes = { "SessionAuthentication", "TokenAuthentication" }
}
"""

    def refused(self, answer, body):
        """DRF knows nothing to ask for: 403, without WWW-Authenticate."""
        self.expect(answer, 403, body)
        self.assertIsNone(answer.headers["WWW-Authenticate"])
        self.assertIsNone(answer.headers["Set-Cookie"])

    def test_a_session_lets_in(self):
        ada = self.account()
        key = self.session(ada)
        with self.untouched():
            for method in ("GET", "HEAD", "OPTIONS"):
                answer = self.ask(method, "users/me/", key=key, csrf=SECRET)
                self.expect(answer, 200)
                self.assertEqual(answer.headers["Vary"], "Accept, Cookie")
                self.assertIsNone(answer.headers["Set-Cookie"])
        self.assertEqual(self.who(key=key), "ada")

    def test_without_one_nobody_is_let_in(self):
        with self.untouched():
            for method, path in (("GET", "users/me/"), ("GET", "users/"),
                                 ("PUT", "users/me/"), ("DELETE", "users/1/"),
                                 ("POST", "token/logout/")):
                answer = self.ask(method, path, {})
                self.refused(answer, NO_CREDENTIALS)
                self.assertEqual(answer.headers["Vary"], "Accept, Cookie")
            for token in ("Token " + "0" * 40, "Token x"):
                self.refused(self.ask("GET", "users/me/", token=token),
                             UNKNOWN)
        # Simplejwt's own views have a class of their own.
        answer = self.expect(self.post("jwt/verify/", {"token": "x"}), 401)
        self.assertEqual(answer.headers["WWW-Authenticate"],
                         'Bearer realm="api"')

    def test_the_csrf_token_comes_along(self):
        ada = self.account()
        key = self.session(ada)
        for cookies in ((), ("csrftoken=short",), ("csrftoken=",)):
            answer = self.ask("GET", "users/me/", key=key, cookies=cookies)
            self.assertRegex(
                answer.headers["Set-Cookie"], r"^csrftoken=[A-Za-z0-9]{32}; "
                r"expires=[^;]+; Max-Age=31449600; Path=/; SameSite=Lax; "
                r"Secure$")
        csrf = answer.headers["Set-Cookie"].split(";")[0].split("=")[1]
        self.expect(self.rename(key=key, csrf=csrf), 200)
        # Who has no session has no use for one.
        self.assertIsNone(
            self.ask("GET", "users/me/").headers["Set-Cookie"])

    def test_what_changes_something_needs_the_csrf_token(self):
        ada = self.account()
        key = self.session(ada)
        own = f"http://127.0.0.1:{self.instance.port}"
        cookie = (f"csrftoken={SECRET}",)
        with self.untouched():
            for why, how in (
                    ("CSRF cookie not set.", {}),
                    ("CSRF cookie not set.",
                     {"headers": {"X-CSRFToken": SECRET}}),
                    ("CSRF cookie not set.", {"headers": {"Origin": own}}),
                    ("CSRF token missing.", {"cookies": cookie}),
                    (HEADER + "incorrect.",
                     {"cookies": cookie, "headers": {"X-CSRFToken": "B" * 32}
                      }),
                    (HEADER + "has incorrect length.",
                     {"cookies": cookie, "headers": {"X-CSRFToken": "B"}}),
                    (ORIGIN.format(FOREIGN),
                     {"csrf": SECRET, "headers": {"Origin": FOREIGN}}),
                    (ORIGIN.format("null"),
                     {"csrf": SECRET, "headers": {"Origin": "null"}})):
                for method, path, body in (
                        ("PATCH", "users/me/", {"email": "x@x.example"}),
                        ("POST", "users/set_password/", {
                            "current_password": PASSWORD,
                            "new_password": FRESH}),
                        ("DELETE", "users/me/",
                         {"current_password": PASSWORD}),
                        ("POST", "token/logout/", None)):
                    with self.subTest(f"{method} {path} {how}"):
                        self.refused(self.ask(method, path, body, key=key,
                                              **how), failed(why))
        self.expect(self.rename("one", key=key, csrf=SECRET), 200)
        self.expect(self.rename("two", key=key, csrf=SECRET,
                                headers={"Origin": own}), 200)

    def test_a_form_of_another_site_does_nothing(self):
        """Browsers send it without asking first."""
        key = self.session(self.account())
        with self.untouched():
            answer = self.ask(
                "POST", "users/set_password/", key=key,
                headers={"Origin": FOREIGN, "Sec-Fetch-Site": "cross-site"},
                form={"current_password": PASSWORD, "new_password": FRESH,
                      "csrfmiddlewaretoken": SECRET})
            self.refused(answer, failed(ORIGIN.format(FOREIGN)))

    def test_what_is_no_session_lets_nobody_in(self):
        ada, ben = self.account("ada"), self.account("ben")
        away = self.account("away", is_active=0)
        good = self.auth(ada)
        text = encode(self.secret, good)
        # Compressed, they are short: these are too long when they are read.
        bomb = encode(self.secret, {**good, "x": "a" * 70000})
        for what, data in {
                "another's hash": {**self.auth(ben),
                                   "_auth_user_id": str(ada.id)},
                "another password's hash": {
                    **good, "_auth_user_hash": auth_hash(self.secret, "!")},
                "no hash": {name: good[name] for name in good
                            if name != "_auth_user_hash"},
                "an empty hash": {**good, "_auth_user_hash": ""},
                "a hash that is null": {**good, "_auth_user_hash": None},
                "no backend": {name: good[name] for name in good
                               if name != "_auth_user_backend"},
                "nobody": OTHERS,
                "nobody's id": {**good, "_auth_user_id": "0"},
                "another id": {**good, "_auth_user_id": str(ben.id)},
                "an odd id": {**good, "_auth_user_id": f"0{ada.id}"},
                "a signed id": {**good, "_auth_user_id": f"+{ada.id}"},
                "a wild id": {**good, "_auth_user_id": "9" * 40},
                "no id": {**good, "_auth_user_id": "ada"},
                "a list for an id": {**good, "_auth_user_id": [ada.id]},
                "inactive": self.auth(away),
                "no object": [good],
                "changed": text[:5] + chr(ord(text[5]) ^ 1) + text[6:],
                "cut": text[:-1],
                "no time": text.replace(":", "", 1),
                "no signature": text.rpartition(":")[0],
                "another salt": text.rpartition(":")[0] + ":" + "A" * 43,
                "another secret": encode(OLD, good),
                "too long": bomb,
                "too long as it is": encode(self.secret, {
                    **good, "x": "a" * 99000}, compress=False),
                "nothing": "", "colons": ":::", "binary": "\x01\x02"}.items():
            with self.subTest(what):
                self.sql("DELETE FROM django_session")
                key = self.put(data)
                with self.untouched():
                    self.refused(self.ask("GET", "users/me/", key=key),
                                 NO_CREDENTIALS)
                    self.refused(self.rename(key=key, csrf=SECRET),
                                 NO_CREDENTIALS)

    def test_an_expired_session_lets_nobody_in(self):
        ada = self.account()
        for seconds in (-1, -86400 * 365):
            self.sql("DELETE FROM django_session")
            key = self.put(self.auth(ada), seconds=seconds)
            with self.untouched():
                self.refused(self.ask("GET", "users/me/", key=key),
                             NO_CREDENTIALS)

    def test_a_key_is_spelled_one_way(self):
        """Columns compare letters in any case, and blanks are nothing."""
        key = self.put(self.auth(self.account()), key="k" * 32)
        for sent in ("K" * 32, "k" * 31 + "K", "k" * 31, "k" * 33,
                     "k" * 31 + "\u212a", "k" * 32 + "%20", "' OR 1=1 -- ",
                     "", "k" * 5000):
            with self.subTest(sent):
                answer = self.ask("GET", "users/me/", cookies=(
                    f"sessionid={sent}".encode().decode("latin-1"),))
                self.refused(answer, NO_CREDENTIALS)
        self.assertEqual(self.who(cookies=(f'sessionid="{key}"',)), "ada")

    def test_of_two_cookies_the_last_one_counts(self):
        """As Django reads them; a bad one does not fall back on a good."""
        ada, ben = self.account("ada"), self.account("ben")
        one, other = (f"sessionid={self.session(whose, number)}"
                      for number, whose in enumerate((ada, ben)))
        self.assertEqual(self.who(cookies=(one, other)), "ben")
        self.assertEqual(self.who(cookies=(other, one)), "ada")
        self.assertEqual(self.who(cookies=(one, "sessionid=x")), 403)
        self.expect(self.rename(cookies=(
            one, f"csrftoken={SECRET}", "csrftoken=" + "B" * 32),
            headers={"X-CSRFToken": SECRET}), 403,
            failed(HEADER + "incorrect."))

    def test_another_account_is_out_of_reach(self):
        ada, ben = self.account("ada"), self.account("ben")
        key = self.session(ada)
        with self.untouched():
            self.expect(self.ask("GET", f"users/{ben.id}/", key=key), 404)
            self.expect(self.ask("PATCH", f"users/{ben.id}/", {
                "email": "x@x.example"}, key=key, csrf=SECRET), 404)

    def test_who_is_switched_off_or_gone_is_out(self):
        ada, ben = self.account("ada"), self.account("ben")
        keys = self.session(ada, 1), self.session(ben, 2)
        self.alter(ada, is_active=0)
        self.sql("DELETE FROM auth_user WHERE username = 'ben'")
        for key in keys:
            self.refused(self.ask("GET", "users/me/", key=key),
                         NO_CREDENTIALS)

    def test_the_session_goes_before_a_header(self):
        ada, ben = self.account("ada"), self.account("ben")
        key, token = self.session(ada), self.key(ben)
        self.assertEqual(self.who(key=key, token=token), "ada")
        self.assertEqual(self.who(key=key, token="Token x"), "ada")
        self.assertEqual(self.who(key="x" * 32, token=token), "ben")
        self.expect(self.rename("a", key=key, token=token, csrf=SECRET), 200)
        self.assertEqual(self.column(ada, "email"), "a@x.example")
        # That no page of ours sent is none where a header says who calls.
        self.expect(self.rename("b", key=key, token=token), 200)
        self.assertEqual(self.column(ben, "email"), "b@x.example")
        self.refused(self.rename("c", key=key, token="Token x"), UNKNOWN)

    def test_what_anybody_may_do_needs_no_csrf_token(self):
        key = self.session(self.account())
        self.expect(self.ask("POST", "users/", {
            "username": "eve", "email": "eve@example.com",
            "password": FRESH}, key=key), 201)
        self.expect(self.ask("POST", "users/reset_password/", {
            "email": "eve@example.com"}, key=key), 204)
        # It is done as by a stranger, who may do no more than this.
        self.refused(self.ask("POST", "token/logout/", key=key),
                     failed("CSRF cookie not set."))

    def test_from_signing_in_to_signing_out(self):
        ada = self.account()
        answer = self.expect(self.login(ada), 200)
        self.assertEqual(self.set_cookies(answer), ["csrftoken", "sessionid"])
        lines = answer.headers.get_all("Set-Cookie")
        csrf, key = (line.split(";")[0].split("=")[1] for line in lines)
        self.assertRegex(key, KEY)
        self.assertEqual(self.who(key=key, csrf=csrf), "ada")
        changed = self.expect(self.ask("POST", "users/set_password/", {
            "current_password": PASSWORD, "new_password": FRESH}, key=key,
            csrf=csrf), 204)
        self.assertEqual(self.set_cookies(changed), ["sessionid"])
        new = changed.headers["Set-Cookie"].split(";")[0].split("=")[1]
        self.assertEqual((self.who(key=key), self.who(key=new)), (403, "ada"))
        out = self.expect(self.ask("POST", "token/logout/", key=new,
                                   csrf=csrf), 204, None)
        self.assertEqual(out.headers.get_all("Set-Cookie"), [ENDED])
        self.assertEqual((self.who(key=new), self.keys()), (403, set()))

    def test_another_site_signs_nobody_in(self):
        """Login CSRF: a visitor would act for an account that isn't theirs."""
        eve = self.account("eve")
        form = {"username": "eve", "password": PASSWORD}
        for said, headers in (
                (FOREIGN, {"Origin": FOREIGN}),
                (FOREIGN, {"Origin": FOREIGN,
                           "Sec-Fetch-Site": "same-origin"}),
                ("null", {"Origin": "null"}),
                ("http://127.0.0.1:1", {"Origin": "http://127.0.0.1:1"}),
                ("cross-site", {"Sec-Fetch-Site": "cross-site"}),
                ("same-site", {"Sec-Fetch-Site": "same-site"})):
            with self.subTest(headers), self.untouched():
                self.refused(self.call("POST", "token/login/", form=form,
                                       headers=headers),
                             failed(ORIGIN.format(said)))
        own = f"http://127.0.0.1:{self.instance.port}"
        for headers in ({}, {"Origin": own}, {"Sec-Fetch-Site": "none"},
                        {"Sec-Fetch-Site": "same-origin"}):
            self.expect(self.call("POST", "token/login/", form=form,
                                  headers=headers), 200)
        # With an Authorization of one's own there is nothing to forge.
        self.expect(self.call("POST", "token/login/", form=form,
                              headers={"Origin": FOREIGN},
                              token=self.key(eve)), 200)

    def test_a_session_is_no_way_to_wait_for(self):
        """It is read, not locked."""
        key = self.session(self.account())
        other = Session(self.instance)
        try:
            other.run("BEGIN; SELECT * FROM django_session FOR UPDATE")
            self.assertEqual(self.who(key=key), "ada")
        finally:
            other.close()

    def test_who_was_activated_by_hand_waits_no_more(self):
        ada = self.account()
        self.sql(f"INSERT INTO portress_pending VALUES ({ada.id}, NOW())")
        self.assertEqual(self.who(key=self.session(ada)), "ada")
        self.assertEqual(self.count("portress_pending"), 0)


class Last(BySession):
    """The class that is asked last, behind others; for pages elsewhere."""
    conf = """
secret_key_fallbacks = "%s"
api "djoser" {
	default_authentication_classes = { "JWTAuthentication", "TokenAuthentication", "SessionAuthentication" }
	session_cookie_name = "door"
	session_cookie_secure = false
	session_cookie_samesite = "Strict"
	csrf_cookie_name = "knock"
	csrf_header_name = "HTTP_X_KNOCK"
	cors_allowed_origins = { "https://app.example.com" }
	cors_allow_credentials = true
}
""" % OLD

    def test_a_header_decides(self):
        ada, ben = self.account("ada"), self.account("ben")
        cookie = (f"door={self.session(ada)}",)
        self.assertEqual(self.who(cookies=cookie), "ada")
        for token in (self.key(ben), self.bearer(ben)):
            self.assertEqual(self.who(cookies=cookie, token=token), "ben")
        for token in ("Token x", "Bearer x", "Token"):
            answer = self.ask("GET", "users/me/", cookies=cookie,
                              token=token)
            self.expect(answer, 401)
            self.assertEqual(answer.headers["WWW-Authenticate"],
                             'Bearer realm="api"')
        # Of a word that nobody knows nobody takes notice.
        self.assertEqual(self.who(cookies=cookie, token="Basic YTpi"), "ada")
        answer = self.expect(self.ask("GET", "users/me/"), 401,
                             NO_CREDENTIALS)
        self.assertEqual(answer.headers["WWW-Authenticate"],
                         'Bearer realm="api"')

    def test_the_settings_name_cookies_and_header(self):
        cookie = f"door={self.session(self.account())}"
        answer = self.ask("GET", "users/me/", cookies=(cookie,))
        self.assertRegex(answer.headers["Set-Cookie"],
                         r"^knock=\w{32}; .*; SameSite=Strict$")
        self.assertEqual(self.who(cookies=(
            cookie.replace("door", "sessionid"),)), 401)
        cookies = (cookie, f"knock={SECRET}")
        self.expect(self.rename(cookies=cookies), 403,
                    failed("CSRF token missing."))
        self.expect(self.rename(cookies=cookies,
                                headers={"X-Knock": SECRET}), 200)

    def test_a_page_of_a_listed_origin_is_ours(self):
        cookies = (f"door={self.session(self.account())}",
                   f"knock={SECRET}")
        for origin, status in (("https://app.example.com", 200),
                               ("https://app.example.com.evil.example", 403),
                               ("https://evil.example", 403)):
            self.expect(self.rename(cookies=cookies, headers={
                "X-Knock": SECRET, "Origin": origin}), status)
        answer = self.call("OPTIONS", "users/me/", headers={
            "Origin": "https://app.example.com",
            "Access-Control-Request-Method": "PATCH"})
        self.assertIn("x-knock",
                      answer.headers["Access-Control-Allow-Headers"])

    def test_no_session_is_made_that_nobody_asked_for(self):
        ada = self.account()
        answer = self.expect(self.login(ada), 200)
        self.assertIsNone(answer.headers["Set-Cookie"])
        self.expect(self.call("POST", "token/login/", {
            "username": "ada", "password": PASSWORD},
            headers={"Origin": FOREIGN}), 200)
        self.assertEqual(self.keys(), set())

    def of_old(self, account, number=0):
        """A session that an earlier secret has signed."""
        return self.put(encode(OLD, {
            **OTHERS, "_auth_user_id": str(account.id),
            "_auth_user_backend": BACKEND, "_auth_user_hash": auth_hash(
                OLD, self.column(account, "password"))}),
            key=f"{number:032d}")

    def test_a_session_of_an_earlier_secret_is_written_anew(self):
        ada = self.account()
        key = self.of_old(ada)
        answers = at_once(8, lambda _: self.who(cookies=(f"door={key}",)))
        self.assertEqual(answers, ["ada"] * 8)
        self.assertEqual(self.keys(), {key})
        self.assertEqual(self.data(key), self.auth(ada, **OTHERS))
        self.assertIn(600 - self.seconds_left(key), range(60))
        self.assertEqual(self.who(cookies=(f"door={key}",)), "ada")

    def test_it_is_not_where_it_lets_nobody_in(self):
        ada = self.account()
        key = self.of_old(ada)
        self.alter(ada, is_active=0)
        with self.untouched():
            self.assertEqual(self.who(cookies=(f"door={key}",)), 401)


class Elsewhere(BySession):
    """Pages of another host that sign in for a token, and send no cookies."""
    conf = """
api "djoser" {
	create_session_on_login = true
	default_authentication_classes = { "SessionAuthentication", "TokenAuthentication" }
	cors_allowed_origins = { "https://app.example.com" }
}
"""

    def test_they_sign_in_and_have_no_session(self):
        ada = self.account()
        for origin, status in (("https://app.example.com", 200),
                               ("https://app.example.com.evil.example", 403),
                               ("http://app.example.com", 403)):
            self.expect(self.call("POST", "token/login/", {
                "username": "ada", "password": PASSWORD},
                headers={"Origin": origin,
                         "Sec-Fetch-Site": "cross-site"}), status)
        self.expect(self.rename(key=self.session(ada), csrf=SECRET, headers={
            "Origin": "https://app.example.com"}), 403,
            failed(ORIGIN.format("https://app.example.com")))


class Beside(BySession):
    """JWTs in cookies that ask for no proof, as in dj-rest-auth."""
    conf = """
api "beside" {
	dialect = "dj-rest-auth"
	prefix = "/beside/"
	use_jwt = true
	jwt_auth_cookie = "access"
	jwt_auth_cookie_use_csrf = false
	jwt_auth_secure = false
	default_authentication_classes = { "JWTCookieAuthentication", "SessionAuthentication" }
}
"""

    def test_a_session_asks_for_it_all_the_same(self):
        answer = self.post("/beside/registration/", {
            "username": "ada", "email": "ada@example.com",
            "password1": PASSWORD, "password2": PASSWORD})
        self.expect(answer, 201)
        ada = Account(answer.json["user"]["pk"], "ada", "ada@example.com",
                      PASSWORD)
        access = next(line for line in answer.headers.get_all("Set-Cookie")
                      if line.startswith("access=")).split(";")[0]
        key = self.session(ada)
        self.expect(self.ask("PATCH", "/beside/user/", {"first_name": "A"},
                             cookies=(access,)), 200)
        self.expect(self.ask("PATCH", "/beside/user/", {"first_name": "B"}, key=key),
                    403, failed("CSRF cookie not set."))
        self.expect(self.ask("PATCH", "/beside/user/", {"first_name": "B"}, key=key,
                             csrf=SECRET), 200)
        self.assertEqual(self.column(ada, "first_name"), "B")


@unittest.skipUnless(has_django(), "python3-django and python3-mysqldb are "
                                   "not installed")
class RealDjango(BySession):
    """One database, two doors."""
    conf = First.conf

    def django(self, code, key=None):
        return django(self.instance, self.secret, code, key)

    def test_who_signed_in_at_django_is_signed_in_here(self):
        ada = self.account()
        key, csrf = self.django("""
login(request, models.User.objects.get(username="ada"))
request.session["cart"] = [1]
request.session.save()
print(json.dumps([request.session.session_key, request.META["CSRF_COOKIE"]]))
""")
        self.assertEqual(self.who(key=key, csrf=csrf), "ada")
        self.expect(self.rename(key=key, csrf=csrf), 200)
        self.assertEqual(self.django("""
print(json.dumps([get_user(request).pk, request.session["cart"]]))
""", key), [ada.id, [1]])
        self.expect(self.ask("POST", "token/logout/", key=key, csrf=csrf),
                    204)
        self.assertEqual(self.django(
            "print(json.dumps(get_user(request).pk))", key), None)

    def test_who_signed_out_there_is_out_here(self):
        self.account()
        key = self.cookies(self.login(Account(0, "ada", "", PASSWORD)))
        self.assertEqual(self.who(key=key), "ada")
        self.django("""
from django.contrib.auth import logout
logout(request)
print("null")
""", key)
        self.assertEqual(self.who(key=key), 403)

    def cookies(self, answer):
        return next(line for line in answer.headers.get_all("Set-Cookie")
                    if line.startswith("sessionid=")).split(";")[0][10:]


if __name__ == "__main__":
    main()
