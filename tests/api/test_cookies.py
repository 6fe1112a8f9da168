"""dj-rest-auth's tokens in cookies, and what other sites cannot do with them.

The numbers are those of the sections of its description: 2 endpoints, 3
cookies and CSRF, 5 what its users suffer from. Reasons of a 403 are those of
Django 5's CsrfViewMiddleware behind Django REST framework's words."""

import re

from harness import main
from people import *
from test_dj_rest_auth import DIFFER, Api, detail, key_of

FOREIGN = "http://evil.example"
NOT_SET = "CSRF cookie not set."
MISSING = "CSRF token missing."
HEADER = "CSRF token from the 'X-Csrftoken' HTTP header"
DATE = r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"
EPOCH = "Thu, 01 Jan 1970 00:00:00 GMT"
OUT = {"detail": "Successfully logged out."}
OTHER = "B" * 32


def failed(why):
    return detail(f"CSRF Failed: {why}")


def strange(origin):
    return failed(f"Origin checking failed - {origin} does not match any "
                  "trusted origins.")


class Browser:
    """A page of ours in a browser: it keeps cookies, says where it comes
    from, and shows the CSRF token if it has one."""

    def __init__(self, case, host=None):
        self.case = case
        self.host = host or case.host
        self.authority = f"{self.host}:{case.instance.port}"
        self.jar = {}

    def ask(self, method, path, body=None, *, origin=..., csrf=...,
            jar=None, headers=None, **more):
        sent = {"Host": self.authority}
        if origin is not None:
            sent["Origin"] = (f"http://{self.authority}" if origin is ...
                              else origin)
        cookies = self.jar if jar is None else jar
        if cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in
                                       cookies.items())
        if csrf is ...:
            csrf = cookies.get("csrftoken")
        if csrf is not None:
            sent["X-CSRFToken"] = csrf
        answer = self.case.call(method, f"/api/{path}", body,
                                headers={**sent, **(headers or {})}, **more)
        self.keep(answer)
        return answer

    def keep(self, answer):
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = re.match(r'([^=]*)="?([^;"]*)', line).groups()
            if "Max-Age=0" in line:
                self.jar.pop(name, None)
            else:
                self.jar[name] = value

    def post(self, path, body=None, **more):
        return self.ask("POST", path, body, **more)


class Cookies(Api):
    host = "cookies.localhost"

    def browser(self):
        return Browser(self)

    def account(self, name="ada", **more):
        """By a page that is thrown away."""
        answer = self.browser().post("registration/", {
            "username": name, "email": f"{name}@example.com",
            "password1": PASSWORD, "password2": PASSWORD}, **more)
        self.expect(answer, 201)
        return Account(answer.json["user"]["pk"], name,
                       f"{name}@example.com", PASSWORD)

    def signed_in(self, account):
        page = self.browser()
        self.expect(page.post("login/", {"username": account.name,
                                         "password": PASSWORD}), 200)
        self.assertEqual(set(page.jar), {"access", "refresh", "csrftoken"})
        return page

    def lines(self, answer):
        return answer.headers.get_all("Set-Cookie") or []

    def secret(self):
        with open(f"{self.instance.directory}/secret") as file:
            return file.read().strip()

    def blacklisted(self, token):
        return self.count(
            "token_blacklist_blacklistedtoken b JOIN "
            "token_blacklist_outstandingtoken o ON o.id = b.token_id",
            f"o.jti = '{claims_of(token)['jti']}'") == 1

    def is_alive(self, page):
        self.expect(page.ask("GET", "user/"), 200)


class Set(Cookies):
    """2 and 3: what is set."""

    def check_lines(self, answer):
        token = r"[\w-]+\.[\w-]+\.[\w-]+"
        tail = "; Path=/; SameSite=Lax; Secure"
        access, refresh, csrf = self.lines(answer)
        self.assertRegex(access, f"^access={token}; expires={DATE}; HttpOnly; "
                                 f"Max-Age=(300|299){tail}$")
        self.assertRegex(refresh, f"^refresh={token}; expires={DATE}; "
                                  f"HttpOnly; Max-Age=(86400|86399){tail}$")
        self.assertRegex(csrf, f"^csrftoken=[A-Za-z0-9]{{32}}; expires={DATE};"
                               f" Max-Age=31449600{tail}$")
        self.assertIn("Cookie", answer.headers["Vary"].split(", "))

    def check_body(self, answer):
        self.assertEqual(list(answer.json), ["access", "refresh", "user"])
        self.assertEqual(answer.json["refresh"], "")

    def test_login_sets_all_and_shows_no_refresh_token(self):
        self.account()
        page = self.browser()
        answer = self.expect(page.post("login/", {
            "username": "ada", "password": PASSWORD}), 200)
        self.check_lines(answer)
        self.check_body(answer)
        self.assertEqual(answer.json["access"], page.jar["access"])
        self.assertNotIn(page.jar["refresh"], answer.text)

    def test_registration_does_so_too(self):
        """2: there, it sets none and shows the refresh token."""
        page = self.browser()
        answer = self.expect(page.post("registration/", {
            "username": "ada", "password1": PASSWORD,
            "password2": PASSWORD}), 201)
        self.check_lines(answer)
        self.check_body(answer)
        self.is_alive(page)

    def test_refresh_does_so_too(self):
        page = self.signed_in(self.account())
        before = dict(page.jar)
        answer = self.expect(page.post("token/refresh/"), 200)
        self.check_lines(answer)
        self.assertEqual(list(answer.json), ["access", "access_expiration"])
        self.assertNotEqual(page.jar["refresh"], before["refresh"])
        self.assertEqual(page.jar["csrftoken"], before["csrftoken"])
        self.assertTrue(self.blacklisted(before["refresh"]))
        self.is_alive(page)

    def test_a_refresh_token_in_the_body_goes_before_the_cookie(self):
        page = self.signed_in(self.account())
        other = self.signed_in(self.account("bob"))
        answer = self.expect(page.post("token/refresh/", {
            "refresh": other.jar["refresh"]}), 200)
        self.assertEqual(claims_of(answer.json["access"])["user_id"],
                         claims_of(other.jar["access"])["user_id"])
        self.assertNotIn("refresh", answer.json)
        # As login shows it, which front ends send back.
        self.expect(self.signed_in(self.account("cy")).post(
            "token/refresh/", {"refresh": ""}), 200)

    def test_who_is_refused_gets_no_cookie(self):
        self.account()
        page = self.browser()
        for answer in (page.post("login/", {"username": "ada",
                                            "password": "wrong"}),
                       page.post("token/refresh/"),
                       page.ask("GET", "user/")):
            self.assertEqual(self.lines(answer), [])
        self.assertEqual(page.jar, {})

    def test_a_sign_in_leaves_the_csrf_token_behind(self):
        ada = self.account()
        page = self.signed_in(ada)
        before = page.jar["csrftoken"]
        self.expect(page.post("login/", {"username": "ada",
                                         "password": PASSWORD}), 200)
        self.assertNotEqual(page.jar["csrftoken"], before)


class Scope(Cookies):
    """3: names, path, domain and SameSite are settings."""
    conf = """api "cookies" {
	jwt_auth_cookie = "__Secure-a"
	jwt_auth_refresh_cookie = "__Secure-r"
	jwt_auth_refresh_cookie_path = "/api/"
	jwt_auth_cookie_domain = "localhost"
	jwt_auth_samesite = "None"
	csrf_cookie_name = "xsrf"
	csrf_cookie_domain = "example.org"
	csrf_header_name = "HTTP_X_XSRF_TOKEN"
	access_token_lifetime = 600
}"""
    tails = {"__Secure-a": "; Path=/; SameSite=None; Secure",
             "__Secure-r": "; Path=/api/; SameSite=None; Secure",
             "xsrf": "; Path=/; SameSite=None; Secure"}

    def test_they_are_set_and_ended_alike(self):
        page = self.browser()
        answer = self.expect(page.post("registration/", {
            "username": "ada", "password1": PASSWORD,
            "password2": PASSWORD}), 201)
        for line, (name, tail) in zip(self.lines(answer),
                                      self.tails.items(), strict=True):
            self.assertTrue(line.startswith(f"{name}="), line)
            self.assertTrue(line.endswith(tail), line)
            self.assertIn("; Domain=" + ("example.org" if name == "xsrf"
                                         else "localhost"), line)
        self.expect(page.post("logout/"), 403, failed(MISSING))
        answer = self.expect(page.post("logout/", headers={
            "X-XSRF-Token": page.jar["xsrf"]}), 200, OUT)
        self.assertEqual(self.lines(answer), [
            f'{name}=""; Domain=localhost; expires={EPOCH}; Max-Age=0{tail}'
            for name, tail in list(self.tails.items())[:2]])

    def test_the_header_is_named_as_django_does(self):
        page = self.browser()
        self.expect(page.post("registration/", {
            "username": "ada", "password1": PASSWORD,
            "password2": PASSWORD}), 201)
        self.expect(page.post("logout/", headers={"X-XSRF-Token": OTHER}),
                    403, failed("CSRF token from the 'X-Xsrf-Token' HTTP "
                                "header incorrect."))


class Use(Cookies):
    """3: what the access cookie lets in."""

    def test_it_is_as_good_as_the_header(self):
        ada = self.account()
        page = self.signed_in(ada)
        answer = page.ask("GET", "user/", csrf=None, origin=None)
        self.expect(answer, 200, self.shown(ada))
        self.assertIn("Cookie", answer.headers["Vary"].split(", "))
        self.expect(page.ask("PATCH", "user/", {"first_name": "Ada"}), 200,
                    self.shown(ada, "Ada"))

    def test_the_header_goes_before_it_and_needs_no_csrf_token(self):
        ada, bob = self.account(), self.account("bob")
        page = self.signed_in(ada)
        other = "Bearer " + self.signed_in(bob).jar["access"]
        for origin in None, FOREIGN:
            self.expect(page.ask("PATCH", "user/", {"first_name": "Bob"},
                                 token=other, csrf=None, origin=origin), 200,
                        self.shown(bob, "Bob"))
        self.expect(page.ask("GET", "user/", token="Bearer x.y.z"), 401)

    def test_what_browsers_send_of_themselves_is_no_header(self):
        """A site behind HTTP Basic has it added to each request."""
        ada = self.account()
        page = self.signed_in(ada)
        self.expect(page.ask("GET", "user/", token="Basic YTpi"), 200,
                    self.shown(ada))
        with self.untouched():
            self.expect(page.ask("PATCH", "user/", {"first_name": "x"},
                                 token="Basic YTpi", csrf=None), 403,
                        failed(MISSING))

    def test_a_stale_one_keeps_out_only_where_somebody_must_call(self):
        """5: there, it makes login, registration and logout a 401."""
        ada = self.account()
        secret = self.secret()
        for number, bad in enumerate((
                sign(claims(ada.id, seconds=-60), secret),
                sign(claims(ada.id), "x" * 32), "rubbish")):
            jar = {"access": bad}
            page = self.browser()
            with self.subTest(bad):
                self.expect(page.ask("GET", "user/", jar=jar), 401)
                self.expect(page.post("login/", {
                    "username": "ada", "password": PASSWORD}, jar=jar), 200)
                self.expect(page.post("registration/", {
                    "username": f"x{number}", "password1": PASSWORD,
                    "password2": PASSWORD}, jar=jar), 201)
                self.expect(page.post("password/reset/", {
                    "email": "nobody@example.com"}, jar=jar), 200)
                self.expect(page.post("registration/verify-email/", {
                    "key": "x"}, jar=jar), 404)
                self.expect(page.post("token/refresh/", jar=jar), 401,
                            faulty("No valid refresh token found."))
                self.expect(page.ask("OPTIONS", "login/", jar=jar), 200)

    def test_who_is_switched_off_is_not_let_in(self):
        ada = self.account()
        page = self.signed_in(ada)
        self.alter(ada, is_active=0)
        self.expect(page.ask("GET", "user/"), 401, {
            "detail": "User is inactive", "code": "user_inactive"})
        self.expect(page.post("token/refresh/"), 401)

    def test_a_refresh_token_does_not_pass_for_an_access_token(self):
        page = self.signed_in(self.account())
        self.expect(page.ask("GET", "user/", jar={
            "access": page.jar["refresh"]}), 401)

    def test_another_api_does_not_look_at_it(self):
        page = self.signed_in(self.account())
        page.authority = f"dj-rest-auth.localhost:{self.instance.port}"
        self.expect(page.ask("GET", "user/"), 401, NO_CREDENTIALS)


class Forgery(Cookies):
    """3 and 5: what is asked of requests that a cookie lets in."""

    def refusals(self, page):
        """What a page of another site, or one without the token, may send."""
        full = dict(page.jar)
        without = {name: value for name, value in full.items()
                   if name != "csrftoken"}
        token = full["csrftoken"]
        return [
            (dict(csrf=None), failed(MISSING)),
            (dict(csrf=None, origin=None), failed(MISSING)),
            (dict(csrf=OTHER), failed(f"{HEADER} incorrect.")),
            (dict(csrf=OTHER + token), failed(f"{HEADER} incorrect.")),
            (dict(csrf=token[:-1]),
             failed(f"{HEADER} has incorrect length.")),
            (dict(csrf=""), failed(f"{HEADER} has incorrect length.")),
            (dict(csrf=token[:-1] + "-"),
             failed(f"{HEADER} has invalid characters.")),
            (dict(jar=without, csrf=token), failed(NOT_SET)),
            (dict(jar={**full, "csrftoken": "x"}, csrf="x"),
             failed("CSRF cookie has incorrect length.")),
            (dict(jar={**full, "csrftoken": "-" * 32}, csrf="-" * 32),
             failed("CSRF cookie has invalid characters.")),
            # Another site does not pass by knowing the token.
            (dict(origin=FOREIGN), strange(FOREIGN)),
            (dict(origin="null"), strange("null")),
            (dict(origin=f"http://{page.authority}.evil.example"),
             strange(f"http://{page.authority}.evil.example")),
            (dict(origin=f"http://{page.host}"),
             strange(f"http://{page.host}")),       # another port
        ]

    def test_nothing_is_changed_without_the_token(self):
        page = self.signed_in(self.account())
        for method, path, body in (
                ("PATCH", "user/", {"first_name": "x"}),
                ("PUT", "user/", {"username": "x"}),
                ("POST", "password/change/", {
                    "old_password": PASSWORD, "new_password1": FRESH,
                    "new_password2": FRESH}),
                ("POST", "token/refresh/", None),
                ("POST", "token/refresh/", {}),
                ("POST", "logout/", None)):
            for sent, body_of_answer in self.refusals(page):
                with self.subTest(f"{method} {path} {sent}"), \
                        self.untouched():
                    answer = page.ask(method, path, body, **sent)
                    self.expect(answer, 403, body_of_answer)
                    self.assertEqual(self.lines(answer), [])
        self.is_alive(page)
        self.expect(page.post("token/refresh/"), 200)

    def test_a_masked_token_will_do_on_either_side(self):
        """As Django's get_token makes it; before 4.1 its cookie, too."""
        page = self.signed_in(self.account())
        # Made by _mask_cipher_secret of Django 3.2.
        secret = "abcdefghijklmnopqrstuvwxyzABCDEF"
        masked = ("lYOUbEsP6N6vKyEpSRwmbru3HcYtC8K3"
                  "lZQXfJyWeWgGWLSE88OFvMQq5BoU4Bey")
        for cookie in secret, masked:
            for shown in secret, masked:
                self.expect(page.ask("PATCH", "user/", {}, csrf=shown, jar={
                    **page.jar, "csrftoken": cookie}), 200)

    def test_without_an_origin_the_token_is_enough(self):
        """By http: what was no browser of these years."""
        page = self.signed_in(self.account())
        self.expect(page.ask("PATCH", "user/", {}, origin=None), 200)

    def test_a_page_that_came_by_https_is_ours(self):
        """Something before the web server may speak https for it."""
        page = self.signed_in(self.account())
        self.expect(page.ask("PATCH", "user/", {},
                             origin=f"https://{page.authority}"), 200)

    def test_a_form_has_no_other_way(self):
        """csrfmiddlewaretoken is not looked at: the body comes later."""
        page = self.signed_in(self.account())
        with self.untouched():
            self.expect(page.post("logout/", csrf=None, form={
                "csrfmiddlewaretoken": page.jar["csrftoken"]}), 403,
                failed(MISSING))

    def test_what_changes_nothing_needs_none(self):
        page = self.signed_in(self.account())
        for method in "GET", "HEAD", "OPTIONS":
            self.expect(page.ask(method, "user/", csrf=None,
                                 origin=FOREIGN), 200)

    def test_what_the_cookie_has_no_part_in_needs_none(self):
        page = self.signed_in(self.account())
        self.expect(page.post("token/verify/", {"token": page.jar["access"]},
                              csrf=None, origin=FOREIGN), 200, {})
        self.expect(page.post("password/reset/", {
            "email": "nobody@example.com"}, csrf=None, origin=FOREIGN), 200)


class SignIn(Cookies):
    """What sets cookies must come from a page of ours: else another site
    signs a visitor in to an account of its choice."""

    def sent(self):
        return [("login/", {"username": "ada", "password": PASSWORD}, 200),
                ("registration/", {"username": "bob", "password1": PASSWORD,
                                   "password2": PASSWORD}, 201)]

    def test_another_site_cannot(self):
        self.account()
        page = self.browser()
        for path, body, _ in self.sent():
            for sent, said in (
                    (dict(origin=FOREIGN), strange(FOREIGN)),
                    (dict(origin="null"), strange("null")),
                    (dict(origin=None), failed(NOT_SET)),
                    (dict(origin=None, headers={
                        "Sec-Fetch-Site": "cross-site"}), failed(NOT_SET)),
                    (dict(origin=None, headers={
                        "Sec-Fetch-Site": "same-site"}), failed(NOT_SET)),
                    # An Origin that is not ours is not made good by that.
                    (dict(origin=FOREIGN, headers={
                        "Sec-Fetch-Site": "same-origin"}), strange(FOREIGN))):
                with self.subTest(f"{path} {sent}"), self.untouched():
                    answer = page.post(path, body, **sent)
                    self.expect(answer, 403, said)
                    self.assertEqual(self.lines(answer), [])

    def test_nor_by_a_form_nor_with_its_own_refresh_token(self):
        ada = self.account()
        theirs = self.signed_in(ada).jar["refresh"]
        page = self.browser()
        with self.untouched():
            self.expect(page.post("login/", origin=FOREIGN, form={
                "username": "ada", "password": PASSWORD}), 403,
                strange(FOREIGN))
            self.expect(page.post("token/refresh/", {"refresh": theirs},
                                  origin=FOREIGN), 403, strange(FOREIGN))
            self.expect(page.post("logout/", origin=FOREIGN), 403,
                        strange(FOREIGN))

    def test_a_page_of_ours_can(self):
        self.account()
        same = {"Sec-Fetch-Site": "same-origin"}
        for number, more in enumerate((dict(), dict(origin=None,
                                                    headers=same))):
            for path, body, status in self.sent():
                if "password1" in body:
                    body = {**body, "username": f"bob{number}"}
                self.expect(self.browser().post(path, body, **more), status)

    def test_who_is_no_browser_can_with_the_token(self):
        self.account()
        page = self.browser()
        self.expect(page.ask("GET", "csrf/", origin=None), 200)
        for path, body, status in self.sent():
            self.expect(page.post(path, body, origin=None), status)

    def test_who_is_known_by_a_header_can(self):
        token = "Bearer " + self.signed_in(self.account()).jar["access"]
        path, body, status = self.sent()[1]
        with self.untouched():
            self.expect(self.browser().post(
                path, body, origin=FOREIGN, token="Bearer x.y.z"), 401)
        self.expect(self.browser().post(path, body, origin=None, token=token),
                    status)

    def test_it_is_asked_before_the_password_is_looked_at(self):
        self.account()
        answers = {self.browser().post("login/", {
            "username": "ada", "password": password}, origin=FOREIGN).text
            for password in (PASSWORD, "wrong")}
        self.assertEqual(len(answers), 1)


class FirstToken(Cookies):
    """How a page gets its first CSRF token."""

    def test_csrf_tells_it(self):
        page = self.browser()
        answer = self.expect(page.ask("GET", "csrf/", origin=None), 200)
        self.assertEqual(list(answer.json), ["csrfToken"])
        self.assertRegex(answer.json["csrfToken"], "^[A-Za-z0-9]{64}$")
        self.assertNotIn("HttpOnly", self.lines(answer)[0])
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        secret = page.jar["csrftoken"]
        again = self.expect(page.ask("GET", "csrf/"), 200)
        # The same secret under another mask.
        self.assertNotEqual(again.json, answer.json)
        self.assertEqual(page.jar["csrftoken"], secret)
        self.account()
        for token in answer.json, again.json:
            self.expect(page.post("login/", {
                "username": "ada", "password": PASSWORD}, origin=None,
                csrf=token["csrfToken"], jar={"csrftoken": secret}), 200)

    def test_what_is_no_token_is_replaced(self):
        page = self.browser()
        page.jar = {"csrftoken": "x"}
        self.expect(page.ask("GET", "csrf/"), 200)
        self.assertRegex(page.jar["csrftoken"], "^[A-Za-z0-9]{32}$")

    def test_a_get_by_cookie_brings_one(self):
        page = self.signed_in(self.account())
        del page.jar["csrftoken"]
        self.expect(page.post("token/refresh/"), 403, failed(NOT_SET))
        self.is_alive(page)
        self.assertIn("csrftoken", page.jar)
        self.expect(page.post("token/refresh/"), 200)
        self.assertEqual(self.lines(page.ask("GET", "user/")), [])

    def test_csrf_is_for_reading(self):
        page = self.browser()
        self.expect(page.post("csrf/", {}), 405,
                    detail('Method "POST" not allowed.'))


class Unguarded(Cookies):
    """3: as dj-rest-auth is by default."""
    conf = 'api "cookies" { jwt_auth_cookie_use_csrf = false }'

    def test_nothing_is_asked(self):
        page = self.browser()
        answer = self.expect(page.post("registration/", {
            "username": "ada", "password1": PASSWORD,
            "password2": PASSWORD}, origin=FOREIGN), 201)
        self.assertEqual(set(page.jar), {"access", "refresh"}, answer)
        self.expect(page.post("token/refresh/", origin=FOREIGN), 200)
        self.expect(page.ask("PATCH", "user/", {}, origin=None), 200)
        self.expect(page.ask("GET", "csrf/"), 404, NOT_FOUND)


class Everywhere(Cookies):
    conf = 'api "cookies" { logout_everywhere = true }'

    def test_a_token_that_was_ended_ends_nothing_more(self):
        ada = self.account()
        page = self.signed_in(ada)
        old = page.jar["refresh"]
        self.expect(page.post("logout/"), 200)
        later = self.signed_in(ada)
        self.expect(self.browser().post("logout/", {"refresh": old}), 200)
        self.expect(later.post("token/refresh/"), 200)


class Headers(Cookies):
    """What is in Authorization excuses nothing unless it is somebody's."""

    def test_a_bad_header_is_no_proof(self):
        ada = self.account()
        page = self.signed_in(ada)
        for path, body in (("token/refresh/", {}), ("logout/", {}),
                           ("login/", {"username": "ada",
                                       "password": PASSWORD})):
            with self.untouched():
                for token in "Bearer x", "JWT x", "Token " + "0" * 40:
                    answer = page.post(path, body, origin=FOREIGN, csrf=None,
                                       token=token)
                    self.assertEqual(answer.status, 403, (path, token))
        self.is_alive(page)


class Logout(Cookies):
    """2 and 5: logout."""
    ended = [f'{name}=""; expires={EPOCH}; Max-Age=0; Path=/; SameSite=Lax'
             for name in ("access", "refresh")]

    def test_cookies_end_and_the_refresh_token_is_blacklisted(self):
        page = self.signed_in(self.account())
        refresh, jar = page.jar["refresh"], dict(page.jar)
        answer = self.expect(page.post("logout/"), 200, OUT)
        self.assertEqual(self.lines(answer), self.ended)
        self.assertEqual(set(page.jar), {"csrftoken"})
        self.assertTrue(self.blacklisted(refresh))
        self.expect(page.ask("GET", "user/"), 401, NO_CREDENTIALS)
        self.expect(page.post("token/refresh/", jar=jar), 401,
                    faulty("Token is blacklisted"))

    def test_whatever_is_left_is_ended(self):
        """5: there, logout can neither clear nor blacklist then."""
        ada = self.account()
        secret = self.secret()
        stale = sign(claims(ada.id, seconds=-60), secret)
        for left in ({"access": stale, "refresh": ...}, {"refresh": ...},
                     {"access": stale}, {"access": "x", "refresh": "y"},
                     {"refresh": sign(claims(ada.id, "refresh", -60),
                                      secret)}, {}):
            page = self.signed_in(ada)
            refresh = page.jar["refresh"]
            page.jar = {"csrftoken": page.jar["csrftoken"], **{
                name: refresh if value is ... else value
                for name, value in left.items()}}
            with self.subTest(left):
                answer = self.expect(page.post("logout/"), 200, OUT)
                self.assertEqual(self.lines(answer), self.ended)
                self.assertEqual(self.blacklisted(refresh),
                                 left.get("refresh") is ...)

    def test_twice_is_as_good(self):
        page = self.signed_in(self.account())
        jar = dict(page.jar)
        for _ in "ab":
            self.expect(page.post("logout/", jar=jar), 200, OUT)

    def test_one_in_the_body_ends_too(self):
        ada = self.account()
        page, other = self.signed_in(ada), self.signed_in(ada)
        self.expect(page.post("logout/", {"refresh": other.jar["refresh"]}),
                    200, OUT)
        self.expect(other.post("token/refresh/"), 401)
        for rubbish in "x", None, "":
            self.expect(self.signed_in(ada).post("logout/", {
                "refresh": rubbish}), 200, OUT)

    def test_a_header_needs_no_csrf_token(self):
        page = self.signed_in(self.account())
        refresh = page.jar["refresh"]
        self.expect(page.post("logout/", csrf=None, origin=None, token=
                              "Bearer " + page.jar["access"]), 200, OUT)
        self.assertTrue(self.blacklisted(refresh))

    def test_what_is_on_its_way_ends_too(self):
        """Whose answer to a refresh got lost has only the old token."""
        page = self.signed_in(self.account())
        old = dict(page.jar)
        self.expect(page.post("token/refresh/"), 200)
        fresh = dict(page.jar)
        self.expect(page.post("logout/", jar=old), 200, OUT)
        self.assertTrue(self.blacklisted(fresh["refresh"]))
        for jar in old, fresh:
            self.expect(page.post("token/refresh/", jar=jar), 401,
                        faulty("Token is blacklisted"))

    def test_there_is_no_get(self):
        page = self.signed_in(self.account())
        with self.untouched():
            self.expect(page.ask("GET", "logout/"), 405,
                        detail('Method "GET" not allowed.'))


class Rotation(Cookies):
    """5: many at once."""

    def test_20_at_once_are_one_family(self):
        page = self.signed_in(self.account())
        jar = dict(page.jar)

        def one(number):
            tab = Browser(self)
            tab.jar = dict(jar)
            return tab, tab.post("token/refresh/")
        pages = at_once(20, one)
        tokens = set()
        for tab, answer in pages:
            self.expect(answer, 200)
            self.assertNotIn("refresh", answer.json)
            tokens.add(tab.jar["refresh"])
        self.assertEqual(len(tokens), 1)
        self.assertNotEqual(tokens, {jar["refresh"]})
        alive = self.count(
            "token_blacklist_outstandingtoken o LEFT JOIN "
            "token_blacklist_blacklistedtoken b ON b.token_id = o.id",
            "b.id IS NULL")
        # That of registration, and this.
        self.assertEqual(alive, 2)
        self.expect(pages[0][0].post("token/refresh/"), 200)

    def test_who_is_late_ends_them_all(self):
        page = self.signed_in(self.account())
        old = dict(page.jar)
        self.expect(page.post("token/refresh/"), 200)
        self.sql("UPDATE portress_family SET rotated_at = "
                 "rotated_at - INTERVAL 60 SECOND")
        self.expect(page.post("token/refresh/", jar=old), 401,
                    faulty("Token is blacklisted"))
        self.expect(page.post("token/refresh/"), 401,
                    faulty("Token is blacklisted"))


class Meanwhile(Cookies):
    """An instance of its own: each waits in a worker of its own."""
    conf = 'api "cookies" { refresh_grace_period = 0 }'

    def test_what_is_rotated_meanwhile_ends_too(self):
        """Of two who have tokens of one family one may be faster."""
        page, thief = self.signed_in(self.account()), self.browser()
        old = dict(page.jar)
        self.expect(page.post("token/refresh/"), 200)
        other = Session(self.instance)
        self.addCleanup(other.close)
        other.run("START TRANSACTION; "
                  "SELECT token_id FROM portress_family FOR UPDATE")
        rotated = InBackground(lambda: thief.post("token/refresh/",
                                                  jar=dict(page.jar)))
        self.waiting(1)
        replayed = InBackground(lambda: page.post("token/refresh/", jar=old))
        self.waiting(2)
        other.run("COMMIT")
        self.expect(rotated.result(), 200)
        self.expect(replayed.result(), 401, faulty("Token is blacklisted"))
        self.assertTrue(self.blacklisted(thief.jar["refresh"]))


class Password(Cookies):
    """2 and 5: a change, and a reset, end what others have."""

    def change(self, page, **more):
        return page.post("password/change/", {
            "old_password": PASSWORD, "new_password1": FRESH,
            "new_password2": FRESH}, **more)

    def test_who_changes_it_stays_signed_in_and_others_do_not(self):
        ada = self.account()
        page, other = self.signed_in(ada), self.signed_in(ada)
        answer = self.expect(self.change(page), 200,
                             detail("New password has been saved."))
        self.assertEqual(self.lines(answer), [])
        self.expect(other.post("token/refresh/"), 401)
        self.expect(page.post("token/refresh/"), 200)

    def test_by_header_all_end(self):
        page = self.signed_in(self.account())
        self.expect(self.change(
            page, jar={}, token="Bearer " + page.jar["access"]), 200)
        self.expect(page.post("token/refresh/"), 401)

    def test_a_reset_ends_all(self):
        ada = self.account()
        page = self.signed_in(ada)
        self.expect(page.post("password/reset/", {"email": ada.email}), 200)
        text = self.mail(ada.email).get_body(("plain",)).get_content()
        number, token = re.search(r"/confirm/([^/\s]+)/([^/\s]+)",
                                  text).groups()
        answer = self.expect(self.browser().post("password/reset/confirm/", {
            "uid": number, "token": token, "new_password1": FRESH,
            "new_password2": FRESH}, origin=FOREIGN), 200)
        self.assertEqual(self.lines(answer), [])
        self.expect(page.post("token/refresh/"), 401)

    def test_a_refused_change_ends_nothing(self):
        page = self.signed_in(self.account())
        with self.untouched():
            self.expect(page.post("password/change/", {
                "old_password": PASSWORD, "new_password1": FRESH,
                "new_password2": "x"}), 400, {"new_password2": [DIFFER]})
        self.expect(page.post("token/refresh/"), 200)


class Everywhere(Cookies):
    """Who signs out, or changes the password, does so for all."""
    conf = """api "cookies" {
	logout_everywhere = true
	logout_on_password_change = true
}"""

    def test_logout(self):
        ada = self.account()
        for stale in False, True:
            page, other = self.signed_in(ada), self.signed_in(ada)
            if stale:
                page.jar["access"] = sign(claims(ada.id, seconds=-60),
                                          self.secret())
            self.expect(page.post("logout/"), 200, OUT)
            self.expect(other.post("token/refresh/"), 401)

    def test_logout_of_several_at_once(self):
        ada = self.account()
        for _ in range(5):
            pages = [self.signed_in(ada) for _ in range(8)]
            for answer in at_once(8, lambda i: pages[i].post("logout/")):
                self.expect(answer, 200, OUT)
        self.assertNotIn("database_error", self.instance.log())

    def test_a_change_of_the_password(self):
        ada = self.account()
        page, other = self.signed_in(ada), self.signed_in(ada)
        jar = dict(page.jar)
        self.expect(page.post("password/change/", {
            "old_password": PASSWORD, "new_password1": FRESH,
            "new_password2": FRESH}), 200)
        self.assertEqual(set(page.jar), {"csrftoken"})
        for last in jar, other.jar:
            self.expect(page.post("token/refresh/", jar=last), 401)


class Revoked(Cookies):
    """JWTs that end with the password."""
    conf = """api "cookies" {
	check_revoke_token = true
	logout_others_on_password_change = false
}"""

    def test_who_changes_it_stays_signed_in(self):
        ada = self.account()
        page, other = self.signed_in(ada), self.signed_in(ada)
        self.expect(page.post("password/change/", {
            "old_password": PASSWORD, "new_password1": FRESH,
            "new_password2": FRESH}), 200)
        self.is_alive(page)
        self.expect(page.post("token/refresh/"), 200)
        self.expect(other.ask("GET", "user/"), 401)
        self.expect(other.post("token/refresh/"), 401)

    def test_registration_gives_what_holds(self):
        page = self.browser()
        self.expect(page.post("registration/", {
            "username": "ada", "password1": PASSWORD,
            "password2": PASSWORD}), 201)
        self.is_alive(page)
        self.expect(page.post("token/refresh/"), 200)


class Verification(Cookies):
    """2: who must verify an address first gets no cookies."""
    conf = 'api "cookies" { send_activation_email = true }'

    def test_no_cookies_before_it_is_verified(self):
        page = self.browser()
        answer = page.post("registration/", {
            "username": "ada", "email": "ada@example.com",
            "password1": PASSWORD, "password2": PASSWORD})
        self.expect(answer, 201, detail("Verification e-mail sent."))
        self.assertEqual(self.lines(answer), [])
        key = key_of(self.mail("ada@example.com"))
        # From the page that the mail opened, which has no token yet.
        self.expect(self.browser().post("registration/verify-email/", {
            "key": key}), 200)
        self.expect(page.post("login/", {
            "username": "ada", "password": PASSWORD}), 200)


class OtherOrigin(Cookies):
    """A page on another port, listed with cors_allow_credentials."""
    page = "http://localhost:3000"
    conf = f"""api "cookies" {{
	cors_allowed_origins = {{ "{page}" }}
	cors_allow_credentials = true
}}"""

    def test_it_signs_in_and_goes_on(self):
        self.account(origin=self.page)
        page = self.browser()
        answer = self.expect(page.ask("GET", "csrf/", origin=self.page), 200)
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"],
                         self.page)
        self.assertEqual(answer.headers["Access-Control-Allow-Credentials"],
                         "true")
        token = answer.json["csrfToken"]
        answer = self.expect(page.post("login/", {
            "username": "ada", "password": PASSWORD}, csrf=token,
            origin=self.page), 200)
        self.assertEqual(answer.headers["Access-Control-Allow-Credentials"],
                         "true")
        self.expect(page.post("token/refresh/", origin=self.page), 200)
        self.expect(page.post("token/refresh/", csrf=None, origin=self.page),
                    403, failed(MISSING))

    def test_the_header_may_be_sent(self):
        answer = self.browser().ask("OPTIONS", "token/refresh/",
                                    origin=self.page, headers={
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "x-csrftoken"})
        self.expect(answer, 204)
        self.assertIn("x-csrftoken", answer.headers[
            "Access-Control-Allow-Headers"].lower().split(", "))

    def test_no_other_does(self):
        page = self.signed_in(self.account())
        for origin in "http://localhost:3001", "https://localhost:3000":
            with self.untouched():
                answer = page.post("token/refresh/", origin=origin)
                self.expect(answer, 403, strange(origin))
                self.assertIsNone(
                    answer.headers["Access-Control-Allow-Origin"])


class Listed(Cookies):
    """Listed without cors_allow_credentials: it sends no cookies."""
    conf = 'api "cookies" { cors_allowed_origins = { "http://a.example" } }'

    def test_it_is_another_site(self):
        page = self.signed_in(self.account())
        with self.untouched():
            self.expect(page.post("token/refresh/",
                                  origin="http://a.example"), 403,
                        strange("http://a.example"))


if __name__ == "__main__":
    main()
