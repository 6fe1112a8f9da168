"""create_session_on_login: what Djoser, with Django's SessionMiddleware, does
with sessions and their cookie. Answers and rows are as the real ones have
them, except where docs/differences.md says otherwise."""

import re
import unittest

from harness import main
from people import *
from session import auth_hash, decode, django, encode, has_django

KEY = re.compile(r"[a-z0-9]{32}")
ENDED = ('sessionid=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; '
         "Path=/; SameSite=Lax")
BACKEND = "django.contrib.auth.backends.ModelBackend"
# What Python's json writes and reads in its own way.
OTHERS = {"cart": [1, {"}": "],{"}], "odd": "\u00e9\U0001f5dd\ud83d \"\\",
          "long": 123456789012345678901234567890, "none": None}


class Sessions(Talk):
    def setUp(self):
        super().setUp()
        with open(f"{self.instance.directory}/secret") as file:
            self.secret = file.readline().strip()

    def cookie_of(self, answer):
        """Its value, from the one Set-Cookie of the answer."""
        values = answer.headers.get_all("Set-Cookie") or []
        self.assertEqual(len(values), 1, answer)
        value = re.match(r"sessionid=([^;]*)", values[0]).group(1)
        self.assertRegex(value, KEY)
        return value

    def sent(self, method, path, body=None, cookie=None, token=None):
        headers = {} if cookie is None else {"Cookie": cookie}
        return self.call(method, path, body, token=token, headers=headers)

    def login_with(self, account, cookie=None):
        """The cookie, if any, is that of the session with this key."""
        return self.expect(self.sent("POST", "token/login/", {
            "username": account.name, "password": account.password},
            cookie and f"sessionid={cookie}"), 200)

    def sign_in(self, account, cookie=None):
        """Authorization and the session's key."""
        answer = self.login_with(account, cookie)
        return ("Token " + answer.json["auth_token"], self.cookie_of(answer))

    def keys(self):
        return {key for key, in self.sql(
            "SELECT session_key FROM django_session")}

    def data(self, key):
        rows = self.sql("SELECT session_data FROM django_session "
                        f"WHERE session_key = '{key}'")
        return decode(self.secret, rows[0][0])

    def auth(self, account, **others):
        return {**others, "_auth_user_id": str(account.id),
                "_auth_user_backend": BACKEND, "_auth_user_hash": auth_hash(
                    self.secret, self.column(account, "password"))}

    def put(self, data, key="k" * 32, seconds=600, **more):
        text = data if isinstance(data, str) else encode(
            self.secret, data, **more)
        self.sql(f"INSERT INTO django_session VALUES ('{key}', '{text}', "
                 f"UTC_TIMESTAMP(6) + INTERVAL {seconds} SECOND)")
        return key

    def seconds_left(self, key):
        return int(self.sql(
            "SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), expire_date) "
            f"FROM django_session WHERE session_key = '{key}'")[0][0])


class Begin(Sessions):
    conf = 'api "djoser" { create_session_on_login = true }\n'

    def test_signing_in_makes_a_session(self):
        ada = self.account()
        answer = self.login_with(ada)
        key = self.cookie_of(answer)
        self.assertRegex(
            answer.headers["Set-Cookie"],
            r"^sessionid=[a-z0-9]{32}; expires=\w{3}, \d\d \w{3} \d{4} "
            r"\d\d:\d\d:\d\d GMT; HttpOnly; Max-Age=1209600; Path=/; "
            r"SameSite=Lax; Secure$")
        self.assertEqual(answer.headers["Vary"], "Accept, Cookie")
        self.assertEqual(list(answer.json), ["auth_token"])
        self.assertEqual(self.keys(), {key})
        self.assertEqual(self.data(key), self.auth(ada))
        self.assertIn(1209600 - self.seconds_left(key), range(60))

    def test_who_is_refused_gets_none(self):
        ada = self.account()
        key = self.put(self.auth(ada))
        for cookie in (None, f"sessionid={key}"):
            answer = self.sent("POST", "token/login/", {
                "username": "ada", "password": "wrong"}, cookie)
            self.expect(answer, 400, BAD_LOGIN)
            self.assertIsNone(answer.headers["Set-Cookie"])
            self.assertEqual(answer.headers["Vary"], "Accept")
        self.assertEqual(self.keys(), {key})

    def test_ones_own_session_goes_on(self):
        ada = self.account()
        for compress in (False, True):
            with self.subTest(compress=compress):
                self.sql("DELETE FROM django_session")
                key = self.put({**self.auth(ada), **OTHERS},
                               compress=compress)
                self.assertEqual(self.sign_in(ada, key)[1], key)
                self.assertEqual(self.keys(), {key})
                self.assertEqual(self.data(key), self.auth(ada, **OTHERS))
                self.assertIn(1209600 - self.seconds_left(key), range(60))

    def test_nobodys_session_is_taken_over_under_another_key(self):
        ada = self.account()
        old = self.put(OTHERS)
        key = self.sign_in(ada, old)[1]
        self.assertNotEqual(key, old)
        self.assertEqual(self.keys(), {key})
        self.assertEqual(self.data(key), self.auth(ada, **OTHERS))

    def test_anothers_session_gives_way_to_a_new_one(self):
        ada, ben = self.account("ada"), self.account("ben")
        auth = self.auth(ada)
        for what, data in (
                ("another's", self.auth(ben)),
                ("with another password", {**auth, "_auth_user_hash": "0"}),
                ("without a password",
                 {"_auth_user_id": str(ada.id), "_auth_user_backend": "x"}),
                ("of no account", {**auth, "_auth_user_id": "ada"})):
            with self.subTest(what):
                old = self.put({**OTHERS, **data})
                key = self.sign_in(ada, old)[1]
                self.assertNotEqual(key, old)
                self.assertEqual(self.keys(), {key})
                self.assertEqual(self.data(key), auth)
                self.sql("DELETE FROM django_session")

    def test_what_is_no_session_is_replaced_by_one(self):
        ada = self.account()
        good = encode(self.secret, {**self.auth(ada), **OTHERS})
        for what, text in (
                ("tampered with", good[:-1] + "_"),
                ("of another secret", encode("other", OTHERS)),
                ("no object", encode(self.secret, [])),
                ("too large", encode(self.secret, {"x": "x" * 70000})),
                ("longer than is read", encode(
                    self.secret, {"x": "x" * 80000}, compress=False)),
                ("empty", "")):
            with self.subTest(what):
                old = self.put(text)
                key = self.sign_in(ada, old)[1]
                self.assertNotEqual(key, old)
                self.assertEqual(self.keys(), {key})
                self.assertEqual(self.data(key), self.auth(ada))
                self.sql("DELETE FROM django_session")

    def test_a_key_that_no_session_has_is_not_taken_over(self):
        ada = self.account()
        old = self.put(self.auth(ada, **OTHERS), seconds=-1)
        for sent in ("", "x", "z" * 32, old, old.upper(), "é",
                     "%", "' OR '1", "x" * 3000, old + " "):
            with self.subTest(sent[:40]):
                key = self.sign_in(ada, sent.encode().decode("latin-1"))[1]
                self.assertNotEqual(key, sent)
                self.assertEqual(self.data(key), self.auth(ada))

    def test_the_last_cookie_counts(self):
        ada = self.account()
        key = self.put(self.auth(ada))
        for cookie in (f"sessionid=x; sessionid={key}",
                       f'other=1;sessionid="{key}"',
                       f" sessionid = {key} "):
            with self.subTest(cookie):
                answer = self.sent("POST", "token/login/", {
                    "username": ada.name, "password": PASSWORD}, cookie)
                self.assertEqual(self.cookie_of(answer), key)

    def test_a_session_may_have_an_age_of_its_own(self):
        ada = self.account()
        for expiry, left, age in (
                (300, 300, "; Max-Age=300;"), (0, 1209600, None),
                ("2100-01-01T00:00:00+00:00", 600, None)):
            with self.subTest(expiry=expiry):
                self.sql("DELETE FROM django_session")
                key = self.put({"_session_expiry": expiry, **self.auth(ada)})
                cookie = self.login_with(ada, key).headers["Set-Cookie"]
                self.assertIn(left - self.seconds_left(key), range(60))
                self.assertEqual(self.data(key)["_session_expiry"], expiry)
                if age is not None:
                    self.assertIn(age, cookie)
                self.assertEqual("Max-Age" in cookie, expiry != 0)
                self.assertEqual("expires=" in cookie, expiry != 0)

    def test_two_at_once_take_over_one_session(self):
        ada = self.account()
        old = self.put(OTHERS)
        answers = at_once(8, lambda _: self.login_with(ada, old))
        keys = {self.cookie_of(answer) for answer in answers}
        self.assertEqual(self.keys(), keys)
        kept = [key for key in keys if "cart" in self.data(key)]
        self.assertEqual(len(kept), 1)

    def test_the_cookie_lets_nobody_in(self):
        ada = self.account()
        cookie = f"sessionid={self.sign_in(ada)[1]}"
        self.expect(self.sent("GET", "users/me/", cookie=cookie), 401,
                    NO_CREDENTIALS)
        self.expect(self.sent("POST", "token/logout/", cookie=cookie), 401,
                    NO_CREDENTIALS)

    def test_a_cookie_that_is_no_key_is_left_alone(self):
        answer = self.sent("GET", "users/me/", cookie="sessionid=abc",
                           token=self.bearer(self.account()))
        self.expect(answer, 200)
        self.assertIsNone(answer.headers["Set-Cookie"])
        self.assertEqual(answer.headers["Vary"], "Accept")

    def test_jwts_have_no_session(self):
        ada = self.account()
        self.assertIsNone(self.grant(ada).headers["Set-Cookie"])
        self.assertEqual(self.keys(), set())


class End(Sessions):
    conf = Begin.conf

    def ended(self, answer):
        self.expect(answer, 204, None)
        self.assertEqual(answer.headers.get_all("Set-Cookie"), [ENDED])
        self.assertEqual(answer.headers["Vary"], "Accept, Cookie")

    def test_signing_out_ends_the_session_of_the_cookie(self):
        ada = self.account()
        token, key = self.sign_in(ada)
        other = self.sign_in(ada)[1]
        self.ended(self.sent("POST", "token/logout/", token=token,
                             cookie=f"sessionid={key}"))
        self.assertEqual(self.keys(), {other})

    def test_a_cookie_ends_without_a_session_too(self):
        ada = self.account()
        for cookie in ("sessionid=", "sessionid=x", "sessionid=" + "x" * 32):
            self.ended(self.sent("POST", "token/logout/", cookie=cookie,
                                 token=self.bearer(ada)))

    def test_without_a_cookie_no_session_ends(self):
        ada = self.account()
        token, key = self.sign_in(ada)
        for cookie in (None, "other=1", "sessionid"):
            answer = self.sent("POST", "token/logout/",
                               token=self.bearer(ada), cookie=cookie)
            self.expect(answer, 204, None)
            self.assertIsNone(answer.headers["Set-Cookie"])
            self.assertEqual(answer.headers["Vary"], "Accept, Cookie")
        self.assertEqual(self.keys(), {key})

    def test_deleting_oneself_ends_it(self):
        ada = self.account()
        token, key = self.sign_in(ada)
        sent = {"token": token, "cookie": f"sessionid={key}"}
        answer = self.sent("DELETE", "users/me/", {
            "current_password": "wrong"}, **sent)
        self.expect(answer, 400)
        self.assertIsNone(answer.headers["Set-Cookie"])
        self.assertEqual(self.keys(), {key})
        self.ended(self.sent("DELETE", "users/me/", {
            "current_password": PASSWORD}, **sent))
        self.assertEqual(self.keys(), set())

    def test_deleting_another_does_not(self):
        boss, ada = self.staff(), self.account()
        token, key = self.sign_in(boss)
        answer = self.sent("DELETE", f"users/{ada.id}/", {
            "current_password": PASSWORD}, token=token,
            cookie=f"sessionid={key}")
        self.expect(answer, 204, None)
        self.assertIsNone(answer.headers["Set-Cookie"])
        self.assertEqual(self.keys(), {key})


class Renew(Sessions):
    conf = Begin.conf

    def change(self, token, cookie, current=PASSWORD):
        return self.sent("POST", "users/set_password/", {
            "current_password": current, "new_password": FRESH},
            token=token, cookie=cookie)

    def test_ones_own_session_outlives_the_password(self):
        ada = self.account()
        old = self.put({**self.auth(ada, **OTHERS),
                        "_auth_user_backend": "my.Backend"})
        answer = self.expect(
            self.change(self.bearer(ada), f"sessionid={old}"), 204, None)
        key = self.cookie_of(answer)
        self.assertEqual(answer.headers["Vary"], "Accept, Cookie")
        self.assertNotEqual(key, old)
        self.assertEqual(self.keys(), {key})
        self.assertEqual(self.data(key), {
            **self.auth(ada, **OTHERS), "_auth_user_backend": "my.Backend"})

    def test_a_refused_change_changes_no_session(self):
        ada = self.account()
        token, key = self.sign_in(ada)
        answer = self.expect(
            self.change(token, f"sessionid={key}", "wrong"), 400)
        self.assertIsNone(answer.headers["Set-Cookie"])
        self.assertEqual(self.data(key), self.auth(ada))

    def test_no_session_is_made_of_nothing_or_anothers(self):
        ada, ben = self.account("ada"), self.account("ben")
        key = self.put(self.auth(ben))
        nobodys = self.put(OTHERS, key="n" * 32)
        ended = self.put({**self.auth(ada), "_auth_user_hash": "0"},
                         key="e" * 32)
        before = {each: self.data(each) for each in self.keys()}
        for sent in (None, key, nobodys, ended, "x" * 32):
            with self.subTest(sent):
                self.alter(ada, password=self.column(ben, "password"))
                answer = self.change(self.bearer(ada),
                                     sent and f"sessionid={sent}")
                self.expect(answer, 204, None)
                self.assertIsNone(answer.headers["Set-Cookie"])
                self.assertEqual(answer.headers["Vary"], "Accept, Cookie")
        self.assertEqual({each: self.data(each) for each in self.keys()},
                         before)


class SignedOut(Sessions):
    conf = """
api "djoser" {
	create_session_on_login = true
	logout_on_password_change = true
}
"""

    def test_a_change_of_password_ends_the_session(self):
        ada = self.account()
        token, key = self.sign_in(ada)
        answer = self.sent("POST", "users/set_password/", {
            "current_password": PASSWORD, "new_password": FRESH},
            token=token, cookie=f"sessionid={key}")
        self.expect(answer, 204, None)
        self.assertEqual(answer.headers["Set-Cookie"], ENDED)
        self.assertEqual(self.keys(), set())
        self.assertEqual(self.count("authtoken_token"), 0)


class Spelled(Sessions):
    conf = """
api "djoser" {
	create_session_on_login = true
	token_model = "none"
	session_cookie_name = "__Secure-door"
	session_cookie_age = 60
	session_cookie_path = "/auth/"
	session_cookie_domain = "example.com"
	session_cookie_samesite = "None"
}
api "plain" {
	prefix = "/plain/"
	create_session_on_login = true
	session_cookie_name = "__Secure-door"
	session_cookie_age = 60
	session_cookie_path = "/auth/"
	session_cookie_domain = "example.com"
	session_cookie_samesite = "None"
}
"""

    def test_the_cookie_is_as_the_settings_say(self):
        ada = self.account()
        answer = self.call("POST", "/plain/token/login/", {
            "username": ada.name, "password": PASSWORD})
        cookie = answer.headers["Set-Cookie"]
        self.assertRegex(
            cookie, r"^__Secure-door=[a-z0-9]{32}; Domain=example\.com; "
            r"expires=[^;]+; HttpOnly; Max-Age=60; Path=/auth/; "
            r"SameSite=None; Secure$")
        key = cookie.split(";")[0].split("=")[1]
        self.assertIn(60 - self.seconds_left(key), range(60))
        # Sessions end where no opaque tokens do.
        answer = self.sent("POST", "token/logout/", token=self.bearer(ada),
                           cookie=f"__Secure-door={key}")
        self.expect(answer, 204, None)
        self.assertEqual(
            answer.headers["Set-Cookie"], '__Secure-door=""; '
            "Domain=example.com; expires=Thu, 01 Jan 1970 00:00:00 GMT; "
            "Max-Age=0; Path=/auth/; SameSite=None; Secure")
        self.assertEqual(self.keys(), set())


class Without(Sessions):
    def test_there_are_no_sessions_unless_asked_for(self):
        ada = self.account()
        key = self.put(self.auth(ada))
        cookie = f"sessionid={key}"
        answer = self.login_with(ada, key)
        token = "Token " + answer.json["auth_token"]
        for answer in (answer,
                       self.sent("POST", "users/set_password/", {
                           "current_password": PASSWORD,
                           "new_password": PASSWORD}, cookie, token),
                       self.sent("POST", "token/logout/", None, cookie,
                                 token)):
            self.assertIsNone(answer.headers["Set-Cookie"])
            self.assertEqual(answer.headers["Vary"], "Accept")
        self.assertEqual(self.keys(), {key})


@unittest.skipUnless(has_django(), "python3-django and python3-mysqldb are "
                                   "not installed")
class RealDjango(Sessions):
    """One database, two doors."""
    conf = Begin.conf
    WHO = """
user = get_user(request)
print(json.dumps([user.pk, dict(request.session.items())]))
"""

    def django(self, code, key=None):
        return django(self.instance, self.secret, code, key)

    def test_django_knows_who_signed_in_here(self):
        ada = self.account()
        key = self.sign_in(ada)[1]
        self.assertEqual(self.django(self.WHO, key),
                         [ada.id, self.auth(ada)])

    def test_a_session_of_django_goes_on_here_and_back_there(self):
        ada = self.account()
        key = self.django("""
login(request, models.User.objects.get(username="ada"))
request.session["cart"] = "\\u00e9" * 100
request.session.save()
print(json.dumps(request.session.session_key))
""")
        token, same = self.sign_in(ada, key)
        self.assertEqual(same, key)
        answer = self.sent("POST", "users/set_password/", {
            "current_password": PASSWORD, "new_password": FRESH},
            f"sessionid={key}", token)
        self.assertEqual(
            self.django(self.WHO, self.cookie_of(answer)),
            [ada.id, self.auth(ada, cart="\u00e9" * 100)])
        # What has become of the old key lets nobody in.
        self.assertEqual(self.django(self.WHO, key), [None, {}])

    def test_a_password_that_was_reset_ends_the_session_there(self):
        ada = self.account()
        key = self.sign_in(ada)[1]
        self.alter(ada, password="pbkdf2_sha256$1$salt$other")
        self.assertEqual(self.django(self.WHO, key), [None, {}])

    def test_a_table_that_django_made_does(self):
        self.sql("DROP TABLE django_session; DELETE FROM portress_migration "
                 "WHERE name LIKE '%sessions'")
        self.django('call_command("migrate", "sessions", verbosity=0)\n'
                    'print("null")')
        theirs = self.sql("SHOW CREATE TABLE django_session")
        said = self.portress("migrate")
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertIn("1 of its tables was there already", said.stdout)
        self.assertEqual(self.portress("check").returncode, 0)
        self.assertEqual(self.sql("SHOW CREATE TABLE django_session"),
                         theirs)
        self.sign_in(self.account())
        # Ours is the same, but for what it says of collations. Where Django
        # was none is made.
        self.sql("DROP TABLE django_session, django_migrations; DELETE FROM portress_migration "
                 "WHERE name LIKE '%sessions'")
        self.portress("migrate")
        ours = self.sql("SHOW CREATE TABLE django_session")

        def columns(rows):
            return rows[0][1].split("ENGINE")[0]
        self.assertEqual(columns(ours), columns(theirs))


if __name__ == "__main__":
    main()
