"""The one conversation that every deployment must hold.

Conversation    tests for a class that is deployment.Deployed, too: what clients
                do, and what a web server on the way may spoil. Answers are
                those of the real Djoser, as in tests/api
Itself          and what the web server says itself; .portress is the process
Talking         what it is made of, for further tests
Secure          the same by HTTPS and HTTP/2, on the class's port .secure
Lanes           the conversation with two lanes, by a table of
                `portress routes`
Prefixes        two apis in one, by the prefix /accounts/ beside /auth/
Apart           which requests go to which of the two: of the lane for what
                hashes there is nobody
Unattended      tests of a Portress that has no manager"""

import json
import os
import re
import subprocess

import deployment       # which tells where the others are
import doctor
from harness import PROGRAM, link, wait_for
from people import (FRESH, NO_CREDENTIALS, PASSWORD, REQUIRED, UNAVAILABLE,
                    at_once)

TOO_LARGE = {"detail": "Request body is too large."}
COOKIES = {"Host": "cookies.localhost"}


def whole(chunks):
    """What was sent in chunks (RFC 9112 section 7.1)."""
    body = b""
    while True:
        size, _, chunks = chunks.partition(b"\r\n")
        if int(size, 16) == 0:
            return body
        body += chunks[:int(size, 16)]
        chunks = chunks[int(size, 16) + 2:]


class Talking:
    """Accounts, and signing in to them."""

    def post(self, path, body=None, **more):
        return self.site.call("POST", path, body, **more)

    def account(self, name="ada", **more):
        return self.expect(self.post("users/", {
            "username": name, "email": f"{name}@example.com",
            "password": PASSWORD, **more}), 201).json

    def credentials(self, name="ada", password=PASSWORD):
        return {"username": name, "password": password}

    def key(self, **more):
        answer = self.post("token/login/", self.credentials(**more))
        return "Token " + self.expect(answer, 200).json["auth_token"]

    def tokens(self):
        return self.expect(self.post("jwt/create/", self.credentials()),
                           200).json

    def me(self, token, path="users/me/", **more):
        return self.site.call("GET", path, token=token, **more)


class Unattended(Talking):
    """Nobody tells Portress of a changed configuration."""

    def change(self, old, new):
        with open(self.site.conf) as file:
            text = file.read()
        self.assertIn(old, text)
        self.addCleanup(self.put, text)
        self.put(text.replace(old, new))

    def put(self, text):
        """It is not looked at while it may still be written to."""
        before = os.stat(self.site.conf)
        self.site.write(self.site.conf, text, before.st_mode & 0o777)
        past = os.stat(self.site.conf).st_mtime - 60
        os.utime(self.site.conf, (past, past))

    def settle(self, status):
        """There may be several processes, and each has to look."""
        wait_for(lambda: [self.me(None).status for _ in range(9)] ==
                 [status] * 9, what=f"{status} by all")

    def test_a_changed_configuration_is_taken(self):
        self.expect(self.me(None), 401)
        self.change('prefix = "/auth/"', 'prefix = "/elsewhere/"')
        self.settle(404)
        self.doCleanups()
        self.settle(401)


class Conversation(Talking):
    # What the doctor says of it

    def test_the_doctor_finds_nothing(self):
        done = subprocess.run(
            [PROGRAM, "doctor", f"http://127.0.0.1:{self.site.port}/auth/"],
            text=True, capture_output=True)
        told = {code for code, what in doctor.WHAT.items()
                if f": {what}" in done.stdout}
        self.assertEqual(told, set(self.ailments), done)

    # What clients do

    def test_sign_up_sign_in_sign_out(self):
        shown = self.account()
        self.assertEqual(shown["email"], "ada@example.com")
        key = self.key()
        self.expect(self.me(key), 200, shown)
        self.expect(self.post("token/logout/", token=key), 204)
        self.expect(self.me(key), 401, {"detail": "Invalid token."})

    def test_sign_in_by_jwt(self):
        shown = self.account()
        tokens = self.tokens()
        for scheme in ("JWT", "Bearer"):
            self.expect(self.me(f"{scheme} {tokens['access']}"), 200, shown)
        fresh = self.expect(self.post("jwt/refresh/", {
            "refresh": tokens["refresh"]}), 200).json["access"]
        self.expect(self.post("jwt/verify/", {"token": fresh}), 200, {})
        self.expect(self.me(f"Bearer {fresh}"), 200, shown)

    def test_a_new_password_by_a_mailed_link(self):
        self.account()
        self.expect(self.post("users/reset_password/", {
            "email": "ada@example.com"}), 204)
        uid, token = link(self.site.mail("ada@example.com"))
        self.expect(self.post("users/reset_password_confirm/", {
            "uid": uid, "token": token, "new_password": FRESH}), 204)
        self.expect(self.post("token/login/", self.credentials()), 400)
        self.key(password=FRESH)

    def test_a_form(self):
        answer = self.post("users/", form={
            "username": "ada", "email": "", "password": "grün & blau = 2%"})
        self.expect(answer, 201)
        self.key(password="grün & blau = 2%")

    def test_many_at_once(self):
        self.account()
        key = self.key()

        def one(number):
            if number % 4 == 0:
                return self.post("token/login/", self.credentials()).status
            return self.me(key).status

        for _ in range(3):
            self.assertEqual(at_once(24, one), [200] * 24)

    # Bodies

    def test_a_body_of_delete(self):
        """It may be sent again by a web server that got no answer to it."""
        self.account()
        key = self.key()

        def delete(body):
            return self.site.call("DELETE", "users/me/", body, token=key)

        self.expect(delete(None), 400, {"current_password": [REQUIRED]})
        self.expect(delete({"current_password": "wrong"}), 400,
                    {"current_password": ["Invalid password."]})
        self.expect(self.me(key), 200)
        self.expect(delete({"current_password": PASSWORD}), 204)
        self.expect(delete({"current_password": PASSWORD}), 401,
                    {"detail": "Invalid token."})
        self.expect(self.post("token/login/", self.credentials()), 400)

    def large(self, size):
        body = json.dumps({"filler": "", "username": "ada", "email": "",
                           "password": PASSWORD})
        return body.replace('""', '"' + "x" * (size - len(body)) + '"', 1)

    def test_a_body_of_60_kb(self):
        self.expect(self.post("users/", self.large(60 * 1024)), 201)
        self.key()

    def test_a_body_over_our_limit_is_refused_by_us(self):
        self.expect(self.post("users/", self.large(65537)), 413, TOO_LARGE)
        self.expect(self.post("users/", self.large(65536)), 201)

    def raw(self, method, path, body=b"", *lines, host="127.0.0.1"):
        """Status, header and body, as they come."""
        head = "\r\n".join((f"{method} {path} HTTP/1.1", f"Host: {host}",
                            "Connection: close", *lines, "", ""))
        answer = self.site.raw(head.encode("latin-1") + body)
        header, _, body = answer.partition(b"\r\n\r\n")
        self.assertRegex(header, rb"^HTTP/1\.1 \d\d\d ")
        if b"\r\nTransfer-Encoding: chunked" in header:
            body = whole(body)
        return int(header[9:12]), header.decode("latin-1"), body

    def test_a_chunked_body(self):
        data = self.large(30000).encode()
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(data[at:at + 7001]),
                                             data[at:at + 7001])
                          for at in range(0, len(data), 7001))
        status, _, body = self.raw(
            "POST", "/auth/users/", chunks + b"0\r\n\r\n",
            "Content-Type: application/json", "Transfer-Encoding: chunked")
        self.assertEqual(status, 201, body)
        self.key()

    # Paths

    def test_an_encoded_path(self):
        self.account()
        key = self.key()
        self.expect(self.me(key, "/auth/users/%6de/"), 200)
        self.expect(self.me(key, "/auth/%75sers/me/?a=%2F&b=c?d"), 200)

    def test_the_path_is_all_that_is_asked_for(self):
        self.account()
        key = self.key()
        for path in ("users/me", "users/me.json", "users/me/?format=json",
                     "users/me/?next=/auth/users/"):
            self.expect(self.me(key, path), 200)
        for path in ("users/me/more/", "usersme/", "nowhere/"):
            self.expect(self.me(key, path), 404)
        self.assertEqual(self.site.call(
            "HEAD", "users/me/", token=key).headers["Allow"],
            self.me(key).headers["Allow"])

    # Headers

    def test_refusals_are_ours(self):
        answer = self.me(None)
        self.expect(answer, 401, NO_CREDENTIALS)
        self.assertEqual(answer.headers.get_all("WWW-Authenticate"),
                         ['Bearer realm="api"'])
        self.expect(self.post("users/", {}), 400, {
            "username": [REQUIRED], "password": [REQUIRED]})
        self.expect(self.me(None, "nowhere/"), 404)
        answer = self.site.call("DELETE", "token/login/")
        self.expect(answer, 405, {"detail": 'Method "DELETE" not allowed.'})
        self.assertEqual(answer.headers["Allow"], "POST, OPTIONS")

    def test_two_cookie_headers(self):
        self.account()
        access = self.tokens()["access"]
        for lines in ((f"Cookie: a=b; access={access}",),
                      ("Cookie: a=b", f"Cookie: access={access}"),
                      (f"Cookie: access={access}", "Cookie: a=b; c=d")):
            status, _, body = self.raw("GET", "/auth/user/", b"", *lines,
                                       host="cookies.localhost")
            self.assertEqual(status, 200, (lines, body))

    def test_two_cookies_are_set(self):
        self.account()
        answer = self.post("login/", self.credentials(), headers={
            **COOKIES, "Origin": "http://cookies.localhost"})
        self.expect(answer, 200)
        names = {line.partition("=")[0]
                 for line in answer.headers.get_all("Set-Cookie")}
        self.assertLessEqual({"access", "refresh"}, names)

    def test_two_authorizations_are_none(self):
        self.account()
        key = self.key()
        for lines in ((key, "Token x"), ("Token x", key), (key, key)):
            status, _, body = self.raw(
                "GET", "/auth/users/me/", b"",
                *(f"Authorization: {line}" for line in lines))
            self.assertIn(status, (400, 401), body)

    def test_nobody_is_somebody_by_a_header_of_ours(self):
        """Nor does a header change what is asked for."""
        self.account()
        self.account("boss")
        self.site.sql("UPDATE auth_user SET is_staff = 1 "
                      "WHERE username = 'boss'")
        key = self.key()
        forged = [f"{name}: {value}" for name, value in (
            ("X-Auth-User", "boss"), ("X_Auth_User", "boss"),
            ("X.Auth.User", "boss"), ("X-Auth-User-Id", "1"),
            ("X-Auth-Staff", "1"), ("Remote-User", "boss"),
            ("Remote_User", "boss"), ("X-Remote-User", "boss"),
            ("X-Forwarded-User", "boss"), ("Proxy", "http://192.0.2.1/"),
            ("Request-Method", "DELETE"), ("Request_Uri", "/auth/users/1/"),
            ("X-Original-URI", "/auth/users/1/"),
            ("X-Rewrite-URL", "/auth/users/1/"),
            ("X-HTTP-Method-Override", "DELETE"))]
        for lines in [[line] for line in forged] + [forged]:
            status, _, body = self.raw("GET", "/auth/users/me/", b"", *lines)
            self.assertIn(status, (400, 401), (lines, body))
            status, _, body = self.raw("GET", "/auth/users/me/", b"",
                                       f"Authorization: {key}", *lines)
            self.assertIn(status, (200, 400), (lines, body))
            if status == 200:
                self.assertEqual(json.loads(body)["username"], "ada")


class Itself(Conversation):
    absent = 502    # what it says while Portress is not there

    def test_a_body_over_its_limit(self):
        self.expect(self.post("users/", self.large(128 * 1024 + 1)), 413,
                    TOO_LARGE)

    def test_while_portress_is_not_there(self):
        site = self.site
        self.assertEqual(site.stop(self.portress), 0)
        answer = self.me(None)
        self.expect(answer, self.absent, UNAVAILABLE)
        self.assertEqual(answer.headers["Retry-After"], "1")
        type(self).portress = site.serve()
        self.assertTrue(site.answers())


class Secure(Talking):
    def h2(self, path, *arguments, send=None):
        """Status and body, by HTTP/2."""
        done = subprocess.run(
            ["curl", "-sSk", "--http2", "-w", "\n%{http_version} "
             "%{http_code}", *arguments,
             f"https://127.0.0.1:{self.secure}/auth/{path}"],
            input=send, text=True, capture_output=True)
        body, _, told = done.stdout.rpartition("\n")
        self.assertEqual(told.partition(" ")[0], "2", done)
        return int(told[2:]), json.loads(body) if body else None

    def test_the_doctor_finds_the_certificate_alone(self):
        done = subprocess.run(
            [PROGRAM, "doctor", f"https://127.0.0.1:{self.secure}/auth/"],
            text=True, capture_output=True)
        told = {code for code, what in doctor.WHAT.items()
                if f": {what}" in done.stdout}
        self.assertEqual(told, {"certificate", *self.ailments}, done)

    def test_sign_in_and_out(self):
        shown = self.account()
        status, tokens = self.h2(
            "token/login/", "-d", "username=ada", "-d",
            f"password={PASSWORD}")
        self.assertEqual(status, 200, tokens)
        known = ("-H", f"Authorization: Token {tokens['auth_token']}")
        self.assertEqual(self.h2("users/%6de/", *known), (200, shown))
        self.assertEqual(self.h2("token/logout/", "-X", "POST", *known),
                         (204, None))
        self.assertEqual(self.h2("users/me/", *known)[0], 401)

    def test_cookies_in_two_headers(self):
        """As browsers send them: RFC 9113, section 8.2.3."""
        self.account()
        access = self.tokens()["access"]
        status, body = self.h2(
            "user/", "-H", "Host: cookies.localhost", "-H", "Cookie: a=b",
            "-H", f"Cookie: access={access}", "-H", "Cookie: c=d")
        self.assertEqual(status, 200, body)

    def test_bodies(self):
        """Also one whose length is not told, and that of a DELETE."""
        made = {"username": "ada", "email": "", "password": PASSWORD,
                "filler": "x" * 30000}
        kind = ("-H", "Content-Type: application/json")
        status, body = self.h2("users/", "-X", "POST", "-T", "-", *kind,
                               send=json.dumps(made))
        self.assertEqual(status, 201, body)
        known = ("-H", f"Authorization: {self.key()}", *kind)
        status, body = self.h2("users/me/", "-X", "DELETE", "-d", json.dumps(
            {"current_password": PASSWORD}), *known)
        self.assertEqual((status, body), (204, None))

    def test_cookies_are_for_https_alone(self):
        self.account()
        done = subprocess.run(
            ["curl", "-sSk", "--http2", "-D", "-", "-H",
             "Host: cookies.localhost", "-H",
             "Origin: https://cookies.localhost", "-d", "username=ada", "-d",
             f"password={PASSWORD}",
             f"https://127.0.0.1:{self.secure}/auth/login/"],
            text=True, capture_output=True)
        found = re.findall(r"(?im)^set-cookie: (access|refresh)=.*; Secure",
                           done.stdout)
        self.assertEqual(sorted(found), ["access", "refresh"], done)


class Lanes(Conversation):
    table = option = ""     # what is shipped, and what prints it

    def test_they_are_those_of_the_program(self):
        def text(path):
            with open(path) as file:
                return file.read()

        plain = self.site.write("one.conf", re.sub(
            r'api "cookies" \{.*?\n\}\n', "", text(self.site.conf),
            flags=re.S))
        done = self.site.portress("-c", plain, "routes", self.option)
        self.assertEqual(done.stdout, text(self.table))


class Prefixes(Talking):
    conf = 'api "second" { prefix = "/accounts/" }\n'
    lanes = ("main",)

    def test_both_serve(self):
        self.account()
        for prefix in ("/auth/", "/accounts/"):
            for path in ("token/login/", "jwt/create"):
                self.expect(self.post(prefix + path, self.credentials()), 200)
            self.expect(self.me(None, f"{prefix}users/me/"), 401)
        self.assertNotEqual(
            self.me(None, "/accountsusers/me/").headers["Content-Type"],
            "application/json")


class Apart(Talking):
    lanes = ("main",)
    absent = 502

    def test_who_hashes_goes_to_the_lane_for_that(self):
        for method, path in (("POST", "token/login"),
                             ("POST", "/auth/%74oken/login/"),
                             ("DELETE", "users/me/"), ("POST", "users.json"),
                             ("POST", "jwt/create/?x=y"),
                             ("DELETE", "users/1/")):
            self.expect(self.site.call(method, path, {}), self.absent,
                        UNAVAILABLE)

    def test_all_others_go_to_the_main_one(self):
        for method, path, status in (
                ("GET", "users/me/", 401), ("GET", "token/login/", 405),
                ("POST", "jwt/verify/", 400), ("POST", "users/more/", 401),
                ("POST", "/auth/nowhere?x=/auth/users/", 404)):
            body = None if method == "GET" else {}
            self.assertEqual(self.site.call(method, path, body).status,
                             status, path)
