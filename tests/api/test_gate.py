"""The gate before the rest of a site: prefix gate/, and its rules."""

import urllib.parse

from harness import main
from people import (FORBIDDEN, NO_CREDENTIALS, Talk, claims, not_valid, sign)

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
TOLD = ("X-Auth-User-Id", "X-Auth-User", "X-Auth-Email", "X-Auth-Staff")


class Gated(Talk):
    """Asked as a proxy does that sets X-Forwarded-..."""

    def ask(self, path="/", method="GET", by="GET", token=None, body=None,
            **headers):
        return self.call(by, "gate/", body, token=token, headers={
            "X-Forwarded-Method": method, "X-Forwarded-Uri": path,
            **{name.replace("_", "-"): value
               for name, value in headers.items()}})

    def told(self, answer):
        self.assertEqual((answer.status, answer.body), (204, b""), answer)
        return {name: answer.headers[name] for name in TOLD
                if answer.headers[name]}

    def all_of(self, account, staff=False):
        return {"X-Auth-User-Id": str(account.id),
                "X-Auth-User": account.name, "X-Auth-Email": account.email,
                "X-Auth-Staff": "true" if staff else "false"}


class Off(Talk):
    def test_there_is_none_unless_switched_on(self):
        self.expect(self.call("GET", "gate/"), 404)


class Plain(Gated):
    conf = """
        api "djoser" {
            gate = true
            gate_asked_by = "forwarded"
        }"""

    def test_a_jwt_is_believed_without_a_look_into_the_database(self):
        ada = self.account()
        token = self.bearer(ada)
        self.sql("RENAME TABLE auth_user TO auth_user_away")
        try:
            self.assertEqual(self.told(self.ask(token=token)),
                             {"X-Auth-User-Id": str(ada.id)})
        finally:
            self.sql("RENAME TABLE auth_user_away TO auth_user")

    def test_a_key_is_looked_up(self):
        ada = self.account()
        self.assertEqual(self.told(self.ask(token=self.key(ada))),
                         self.all_of(ada))
        boss = self.staff()
        self.assertEqual(self.told(self.ask(token=self.key(boss))),
                         self.all_of(boss, staff=True))

    def test_an_account_without_an_address_has_no_such_header(self):
        ada = self.account()
        key = self.key(ada)
        self.alter(ada, email="")
        told = self.all_of(ada)
        del told["X-Auth-Email"]
        self.assertEqual(self.told(self.ask(token=key)), told)

    def test_what_is_not_known_is_told_too(self):
        """So a proxy that copies it leaves nothing that a client sent."""
        answer = self.ask(token=self.bearer(self.account()))
        self.assertEqual([answer.headers[name] for name in TOLD[1:]],
                         ["", "", ""])

    def test_a_header_that_came_twice_is_an_error(self):
        """X_Forwarded_Uri of a client is the proxy's to lighttpd."""
        token = self.bearer(self.account())
        for name in ("X-Forwarded-Uri", "X-Forwarded-Method",
                     "X-Forwarded-Host", "X-Forwarded-Proto"):
            sent = {"X-Forwarded-Uri": "/", "X-Forwarded-Method": "GET",
                    "X-Forwarded-Host": "a", "X-Forwarded-Proto": "http"}
            lines = "".join(f"{key}: {value}\r\n" for key, value in
                            [*sent.items(), (name, sent[name])])
            answer = self.instance.raw(
                "GET /auth/gate/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                f"Authorization: {token}\r\n{lines}\r\n".encode())
            self.assertRegex(answer, b"^HTTP/1.1 500 ", name)

    def test_strangers_are_told_how_to_sign_in(self):
        answer = self.expect(self.ask(), 401, NO_CREDENTIALS)
        self.assertEqual(answer.headers["WWW-Authenticate"],
                         'Bearer realm="api"')
        self.assertIsNone(answer.headers["Location"])

    def test_what_is_no_good_does_not_pass(self):
        ada = self.account()
        old = sign(claims(ada.id, seconds=-1), self.secret())
        self.expect(self.ask(token=f"Bearer {old}"), 401,
                    not_valid("Token is expired"))
        for token in ("Bearer x", "Token " + "0" * 40, "Token", "Bearer",
                      self.bearer(ada) + ", " + self.bearer(ada)):
            with self.subTest(token[:20]):
                self.expect(self.ask(token=token), 401)

    def test_a_jwt_of_nobody_does_not_pass(self):
        """What is no id of an account; with the right key all the same."""
        for user in ("", None, True, [], {}, -1):
            token = sign(claims("", user_id=user), self.secret())
            with self.subTest(user):
                self.expect(self.ask(token=f"Bearer {token}"), 401)

    def secret(self):
        with open(f"{self.instance.directory}/secret") as file:
            return file.read().strip()

    def test_a_switched_off_account_does_not_pass_by_its_key(self):
        ada = self.account()
        key = self.key(ada)
        self.alter(ada, is_active=0)
        self.expect(self.ask(token=key), 401)

    def test_it_answers_any_method_with_any_accept(self):
        token = self.bearer(self.account())
        for by in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
                   "PROPFIND"):
            for accept in ("*/*", "image/png", "text/css"):
                with self.subTest(f"{by} {accept}"):
                    self.told(self.ask(by=by, token=token, Accept=accept))
                    self.assertEqual(
                        self.ask(by=by, Accept=accept).status, 401)

    def test_a_preflight_is_no_way_past_it(self):
        self.assertEqual(self.ask(
            method="OPTIONS", by="OPTIONS", Origin="https://evil.example",
            Access_Control_Request_Method="POST").status, 401)

    def test_a_body_and_a_query_mean_nothing(self):
        token = self.bearer(self.account())
        self.told(self.ask(by="POST", body=b"{]", token=token))
        self.told(self.call("GET", "gate/?format=xml", token=token))

    def test_headers_that_a_client_sent_are_not_told(self):
        answer = self.ask(X_Auth_User="root", X_Auth_Staff="true")
        self.assertEqual(answer.status, 401)
        for name in TOLD:
            self.assertIsNone(answer.headers[name])

    def test_a_name_that_a_header_would_change_does_not_pass(self):
        """Django's own commands take any name."""
        ada = self.account()
        key = self.key(ada)
        for name in ("ada\nX-Auth-Staff: true", "ada\r", " ada", "ada ",
                     "a\tda", "a\x7fda", "ada\x85X-Auth-Staff: true"):
            with self.subTest(name):
                self.sql("UPDATE auth_user SET username = "
                         f"X'{name.encode().hex()}'")
                self.expect(self.ask(token=key), 403, FORBIDDEN)
        self.assertIn("gate_cannot_tell", self.instance.log())

    def test_a_name_of_any_script_is_told_as_it_is(self):
        key = self.key(self.account("jörg.東京", "j@example.com"))
        self.assertEqual(
            self.ask(token=key).headers["X-Auth-User"]
            .encode("latin-1").decode(), "jörg.東京")


class LookedUp(Gated):
    conf = """
        api "djoser" {
            gate = true
            gate_looks_up = true
            gate_asked_by = "forwarded"
        }"""

    def test_all_is_told(self):
        ada = self.account()
        self.assertEqual(self.told(self.ask(token=self.bearer(ada))),
                         self.all_of(ada))

    def test_who_was_switched_off_does_not_pass(self):
        ada = self.account()
        token = self.bearer(ada)
        self.alter(ada, is_active=0)
        self.expect(self.ask(token=token), 401)
        self.instance.empty()
        self.expect(self.ask(token=token), 401)


class Revoked(Gated):
    conf = """
        api "djoser" {
            gate = true
            check_revoke_token = true
        }"""

    def test_a_jwt_ends_with_its_password_here_too(self):
        ada = self.account()
        token = self.bearer(ada)
        self.assertEqual(self.told(self.ask(token=token)), self.all_of(ada))
        self.alter(ada, password="!")
        self.expect(self.ask(token=token), 401)


class Rules(Gated):
    conf = """
        api "djoser" {
            gate = true
            gate_asked_by = "forwarded"
        }
        gate "staff" {
            prefix = { "/admin", "/stats/" }
            permission = { "IsAdminUser" }
        }
        gate "shop" {
            prefix = { "/shop" }
            permission = { "IsAuthenticatedOrReadOnly" }
        }
        gate "wiki, to read" {
            prefix = { "/wiki" }
            methods = { "GET" }
            permission = { "AllowAny" }
        }
        gate "wiki, to write" {
            prefix = { "/wiki" }
            methods = { "POST", "PUT" }
        }
        gate "closed" {
            prefix = { "/wiki/secret" }
            permission = { "Nobody" }
        }
        gate "letters" {
            prefix = { "/café", "/Docs" }
            permission = { "IsAdminUser" }
        }
        gate "small" {
            prefix = { "/docs" }
            permission = { "IsAdminUser" }
        }
        gate "elsewhere" {
            host = { "other.example" }
            permission = { "AllowAny" }
        }""".replace("wiki, to ", "wiki-")

    def setUp(self):
        super().setUp()
        self.tokens = {"stranger": None,
                       "user": self.bearer(self.account()),
                       "staff": self.bearer(self.staff())}

    def assert_passes(self, rows):
        """(method, path): who passes, of strangers, users and staff."""
        for (method, path), expected in rows.items():
            with self.subTest(f"{method} {path}"):
                said = {who: self.ask(path, method, token=token).status
                        for who, token in self.tokens.items()}
                passes = {"stranger": 401, "user": 403, "staff": 403}
                passes.update({who: 204 for who in expected.split()})
                self.assertEqual(said, passes)

    def test_the_longest_path_counts(self):
        self.assert_passes({
            ("GET", "/"): "user staff",
            ("DELETE", "/any/thing"): "user staff",
            ("GET", "/admin"): "staff",
            ("GET", "/admin/"): "staff",
            ("POST", "/admin/x?y"): "staff",
            ("GET", "/stats"): "staff",
            ("GET", "/statsx"): "user staff",
            ("GET", "/administrator"): "user staff",
            ("GET", "/shop/1"): "stranger user staff",
            ("HEAD", "/shop/1"): "stranger user staff",
            ("POST", "/shop/1"): "user staff",
            ("PROPFIND", "/shop/1"): "user staff",
            ("GET", "/wiki"): "stranger user staff",
            ("HEAD", "/wiki"): "stranger user staff",
            ("GET", "/wiki/secret/x"): "",
        })

    def test_other_letters_lead_nobody_past_a_gate(self):
        """Web servers and programs may read /ADMIN as /admin."""
        self.assert_passes({
            ("GET", path): "" for path in (
                "/Admin", "/ADMIN/x", "/adm%49n/", "//aDmin", "/Shop/1",
                "/wiki/SECRET", "/Wiki/secret", "/CAF%C3%89/x", "/DOCS",
                "/ADMIN;x/y", "/ADMIN/%ff", "/wIKI")})
        self.assert_passes({
            ("GET", path): "staff" for path in (
                "/admin/X", "/caf%C3%A9/X", "/docs/A", "/Docs/a",
                "/admin/%ff")})
        self.assert_passes({
            ("GET", path): "user staff" for path in (
                "/Administrator", "/X/admin", "/%FF", "/")})

    def test_where_methods_are_named_others_do_not_pass(self):
        self.assert_passes({
            ("POST", "/wiki/a"): "user staff",
            ("DELETE", "/wiki/a"): "",
            ("get", "/wiki/a"): "",
            ("OPTIONS", "/wiki/a"): "",
        })

    def test_however_a_path_is_written(self):
        self.assert_passes({
            ("GET", path): "staff" for path in (
                "//admin", "/%61dmin", "/admin%2fx", "///admin//x",
                "/%2f%2fadmin")})
        self.assert_passes({
            ("GET", path): "" for path in (
                "/../admin", "/shop/../../admin", "/shop%00/x", "shop", "*",
                "/./admin", "/shop/../admin/x", "/admin/../shop/x",
                "/admin/..", "/shop/%2e%2e/admin", "/admin/%2e%2e%2fshop",
                "/shop/..//admin", "/admin/./x",
                "?://x/shop", "/admin//../x", "/admin//../shop",
                "/shop/..;/admin", "/shop/..\\admin", "/ad%01min",
                "/admin;x", "/;x/admin", "/admin;x/y", "/wiki;x=y/secret",
                "/wiki/secret;/a", "/wiki/%3b/secret")})
        self.assert_passes({
            ("GET", path): "stranger user staff" for path in (
                "/shop/a;b=c", "/shop/;/a", "/shop/a/;jsessionid=1")})
        self.assert_passes({
            ("GET", path): "user staff" for path in (
                "/;", "/x;y", "http://x?://y/shop", "https://x", "/x?://y/shop")})

    def test_a_path_that_nobody_told_is_an_error(self):
        answer = self.call("GET", "gate/", token=self.tokens["staff"])
        self.expect(answer, 500)
        self.assertIn("gate_asked_by", answer.json["detail"])
        self.assertIn("gate_not_told", self.instance.log())

    def test_hosts_have_gates_of_their_own(self):
        self.assertEqual(self.ask("/a", X_Forwarded_Host="Other.Example:81")
                         .status, 204)
        self.assertEqual(self.ask("/a", X_Forwarded_Host="third.example")
                         .status, 401)
        self.assertEqual(self.ask("/admin", X_Forwarded_Host="other.example")
                         .status, 401)

    def test_staff_is_looked_up_and_nobody_else(self):
        boss = self.tokens["staff"]
        self.assertNotIn("X-Auth-User", self.told(self.ask("/", token=boss)))
        self.assertIn("X-Auth-User",
                      self.told(self.ask("/admin", token=boss)))
        self.sql("UPDATE auth_user SET is_staff = 0")
        self.expect(self.ask("/admin", token=boss), 403, FORBIDDEN)

    def test_a_lost_database_is_said_to_be_so(self):
        self.sql("RENAME TABLE auth_user TO auth_user_away")
        try:
            self.expect(self.ask("/admin", token=self.tokens["staff"]), 503)
        finally:
            self.sql("RENAME TABLE auth_user_away TO auth_user")


class ByParameters(Gated):
    conf = """
        api "djoser" { gate = true }
        gate "open" {
            prefix = { "/open" }
            permission = { "AllowAny" }
        }"""

    def test_no_header_of_a_client_counts(self):
        for name in ("X-Forwarded-Uri", "X-Original-Uri", "X-Original-Url",
                     "Portress-Uri", "Portress_Uri"):
            with self.subTest(name):
                self.expect(self.call("GET", "gate/",
                                      headers={name: "/open"}), 500)


class SignIn(Gated):
    conf = """
        api "djoser" {
            gate = true
            gate_asked_by = "forwarded"
            gate_sign_in_url = "https://example.com/in?back={url}&at={path}"
        }"""

    def test_browsers_are_sent_to_the_page(self):
        answer = self.ask("/a b/?c=d&e=%20", X_Forwarded_Host="shop.example",
                          X_Forwarded_Proto="https", **PAGE)
        self.assertEqual(answer.status, 302)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        page = urllib.parse.urlsplit(answer.headers["Location"])
        self.assertEqual(page[:3], ("https", "example.com", "/in"))
        self.assertEqual(urllib.parse.parse_qs(page.query), {
            "back": ["https://shop.example/a b/?c=d&e=%20"],
            "at": ["/a b/?c=d&e=%20"]})

    def test_a_way_back_that_is_too_long_for_a_header_is_shorter(self):
        for path, back in (("/a?" + "b" * 900, "/a?" + "b" * 900),
                           ("/a?" + "b" * 2000, "/a"),
                           ("/a?" + "/" * 900, "/a"),
                           ("/a" * 300, "/a" * 300),
                           ("/a" * 800, "/"), ("/a" * 800 + "?b", "/")):
            answer = self.ask(path, **PAGE)
            self.assertEqual(answer.status, 302, path[:20])
            page = urllib.parse.urlsplit(answer.headers["Location"])
            self.assertEqual(urllib.parse.parse_qs(page.query)["at"], [back])

    def test_the_way_back_leads_to_no_other_site(self):
        for path in ("//evil.example/x", "/\\evil.example/x",
                     "///\\/evil.example/x", "/\t/evil.example/x"):
            with self.subTest(path):
                answer = self.ask(path, **PAGE)
                page = urllib.parse.urlsplit(answer.headers["Location"])
                self.assertEqual(urllib.parse.parse_qs(page.query)["at"],
                                 ["/evil.example/x"])

    def test_programs_and_forms_are_not(self):
        for sent in ({"Accept": "application/json"}, {"Accept": "*/*"}, {},
                     {"method": "POST", **PAGE}):
            with self.subTest(sent):
                answer = self.ask("/a", **sent)
                self.assertEqual((answer.status, answer.headers["Location"]),
                                 (401, None))

    def test_without_a_host_it_is_a_path_all_the_same(self):
        answer = self.ask("//evil.example", X_Forwarded_Host="<", **PAGE)
        self.assertIn("back=%2Fevil.example&", answer.headers["Location"])

    def test_a_host_that_is_none_is_left_out(self):
        answer = self.ask("/a", X_Forwarded_Host='x"><script>', **PAGE)
        self.assertIn("back=%2Fa&", answer.headers["Location"])

    def test_a_path_cannot_end_the_header(self):
        answer = self.ask("/a%0d%0aSet-Cookie:x=y", **PAGE)
        self.assertIn("at=%2Fa%250d%250aSet-Cookie", answer.headers["Location"])
        self.assertIsNone(answer.headers["Set-Cookie"])


class SignInByNginx(Gated):
    conf = """
        api "djoser" {
            gate = true
            gate_asked_by = "original"
            gate_sign_in_url = "/in?next={path}"
        }
        gate "shop" {
            prefix = { "/shop" }
            permission = { "IsAuthenticatedOrReadOnly" }
        }
        gate "wiki" {
            prefix = { "/wiki" }
            methods = { "GET" }
            permission = { "AllowAny" }
        }"""

    def test_a_method_that_nobody_told_may_be_any(self):
        """nginx asks by GET, whatever waits."""
        for path in ("/shop", "/wiki"):
            for told, status in (({}, 401), ({"X-Original-Method": "GET"},
                                             204)):
                answer = self.call("GET", "gate/", headers={
                    "X-Original-URI": path, **told})
                self.assertEqual(answer.status, status, (path, told))

    def test_the_page_comes_with_the_401(self):
        answer = self.call("GET", "gate/", headers={
            "X-Original-URI": "/a", "X-Forwarded-Uri": "/b", **PAGE})
        self.assertEqual((answer.status, answer.headers["Location"]),
                         (401, "/in?next=%2Fa"))


class ByCookie(Gated):
    conf = """
        api "djoser" {
            dialect = "dj-rest-auth"
            use_jwt = true
            jwt_auth_cookie = "access"
            jwt_auth_refresh_cookie = "refresh"
            gate = true
            gate_asked_by = "forwarded"
        }
        gate "open" {
            prefix = { "/open" }
            permission = { "AllowAny" }
        }"""

    def setUp(self):
        super().setUp()
        self.expect(self.post("registration/", {
            "username": "ada", "email": "ada@example.com",
            "password1": "four grey doves",
            "password2": "four grey doves"},
            headers={"Origin": self.origin()}), 201)
        answer = self.post("login/", {"username": "ada",
                                      "password": "four grey doves"},
                           headers={"Origin": self.origin()})
        self.expect(answer, 200)
        self.cookie = next(
            value.split(";")[0]
            for value in answer.headers.get_all("Set-Cookie")
            if value.startswith("access="))
        self.ada = self.id_of("ada")

    def origin(self):
        return f"http://127.0.0.1:{self.instance.port}"

    def by_cookie(self, path="/", method="GET", **headers):
        return self.ask(path, method, Cookie=self.cookie, **headers)

    def test_a_cookie_passes(self):
        self.assertEqual(self.told(self.by_cookie()),
                         {"X-Auth-User-Id": str(self.ada)})

    def test_no_cookie_is_set_by_the_gate(self):
        self.assertIsNone(self.by_cookie().headers["Set-Cookie"])

    def test_a_form_of_the_site_needs_no_token_of_ours(self):
        own = f"127.0.0.1:{self.instance.port}"
        for headers in ({}, {"Origin": f"http://{own}"},
                        {"Sec_Fetch_Site": "same-origin"},
                        {"Sec_Fetch_Site": "none"}):
            with self.subTest(headers):
                self.told(self.by_cookie(method="POST",
                                         X_Forwarded_Host=own, **headers))

    def test_another_sites_form_does_not_pass(self):
        for method in ("POST", "DELETE", "PROPFIND"):
            for headers in ({"Origin": "https://evil.example"},
                            {"Origin": "null"},
                            {"Sec_Fetch_Site": "cross-site"},
                            {"Sec_Fetch_Site": "same-site"}):
                with self.subTest(f"{method} {headers}"):
                    self.expect(self.by_cookie(method=method, **headers), 403)
        self.told(self.by_cookie(Origin="https://evil.example"))

    def test_another_sites_websocket_does_not_pass(self):
        self.expect(self.by_cookie(Upgrade="websocket",
                                   Origin="https://evil.example"), 403)

    def test_what_begins_a_websocket_is_known_where_proxies_hide_it(self):
        """Traefik asks without hop-by-hop headers such as Upgrade; RFC 6455,
        section 4.1."""
        key = {"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ=="}
        self.expect(self.by_cookie(Origin="https://evil.example", **key), 403)
        self.told(self.by_cookie(**key))

    def test_a_stale_cookie_is_nobodys(self):
        self.cookie = "access=stale"
        self.assertEqual(self.told(self.by_cookie("/open")), {})
        self.expect(self.by_cookie(), 401)


class ByUnguardedCookie(ByCookie):
    """jwt_auth_cookie_use_csrf is about the api's own pages."""

    conf = ByCookie.conf.replace(
        "use_jwt = true", "use_jwt = true jwt_auth_cookie_use_csrf = false")


class BySession(Gated):
    conf = """
        api "djoser" {
            default_authentication_classes = { "SessionAuthentication",
                "TokenAuthentication" }
            create_session_on_login = true
            gate = true
            gate_asked_by = "forwarded"
        }"""

    def test_a_session_passes(self):
        ada = self.account()
        answer = self.expect(self.login(ada), 200)
        cookie = next(value.split(";")[0]
                      for value in answer.headers.get_all("Set-Cookie")
                      if value.startswith("sessionid="))
        self.assertEqual(self.told(self.ask(Cookie=cookie)),
                         self.all_of(ada))
        self.told(self.ask(method="POST", Cookie=cookie))
        self.expect(self.ask(method="POST", Cookie=cookie,
                             Origin="https://evil.example"), 403)

    def test_a_stranger_is_a_401_here(self):
        """Elsewhere it is 403, as in DRF where no header is asked for."""
        self.expect(self.ask(), 401, NO_CREDENTIALS)


if __name__ == "__main__":
    main()
