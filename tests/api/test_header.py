"""What stands in the head of an answer."""

import re

from harness import main
from people import *


class Headers(Talk):
    def answers(self):
        """One answer of each kind: status and answer."""
        ada = self.account()
        key = self.key(ada)
        pair = {"username": "ada", "password": PASSWORD}
        return (
            (200, self.call("GET", "users/me/", token=key)),
            (200, self.call("GET", "users/", token=key)),
            (200, self.post("token/login/", pair)),
            (200, self.post("jwt/create/", pair)),
            (200, self.call("OPTIONS", "jwt/verify/")),
            (201, self.post("users/", {"username": "ben",
                                       "password": PASSWORD})),
            (204, self.post("users/reset_password/",
                            {"email": "x@example.com"})),
            (400, self.post("users/", {})),
            (400, self.post("users/", "{")),
            (400, self.post("users/resend_activation/",
                            {"email": "x@example.com"})),
            (401, self.call("GET", "users/me/")),
            (401, self.post("jwt/create/", dict(pair, password="x"))),
            (403, self.call("DELETE", f"users/{self.account('cid').id}/",
                            token=key)),
            (404, self.call("GET", "nowhere/")),
            (404, self.call("GET", "users/999999/", token=key)),
            (405, self.call("GET", "jwt/create/")),
            (413, self.post("users/", "x" * 65000 + " " * 537)),
            (415, self.post("users/", "x", headers={
                "Content-Type": "text/plain"})))

    def test_each_answer_says_what_it_is_and_is_kept_by_nobody(self):
        for status, answer in self.answers():
            with self.subTest(status=status, body=answer.text):
                self.assertEqual(answer.status, status)
                if answer.body:
                    self.assertEqual(answer.headers.get_all("Content-Type"),
                                     ["application/json"])
                    self.assertEqual(answer.headers["Content-Length"] or
                                     str(len(answer.body)),
                                     str(len(answer.body)))
                else:
                    self.assertIsNone(answer.headers["Content-Type"])
                for name, value in (("Vary", "Accept"),
                                    ("Cache-Control", "no-store"),
                                    ("X-Content-Type-Options", "nosniff")):
                    self.assertEqual(answer.headers.get_all(name), [value])
                self.assertEqual(answer.headers["WWW-Authenticate"],
                                 'Bearer realm="api"' if status == 401
                                 else None)
                for name in ("Location", "Set-Cookie", "Status",
                             "X-Powered-By", "Retry-After",
                             "Access-Control-Allow-Origin"):
                    self.assertIsNone(answer.headers[name], name)
                self.assertNotIn("ortress", str(answer.headers))

    def test_answers_are_json_whatever_is_accepted(self):
        key = self.key(self.account())
        for accept in ("*/*", "text/html", "application/json;q=0",
                       "text/html,*/*;q=0.1", "Application/JSON; indent=4",
                       "image/png , application/*", "*/json"):
            self.expect(self.call("GET", "users/me/", token=key,
                                  headers={"Accept": accept}), 200)

    def test_who_takes_no_json_is_told_before_all_else(self):
        for accept in ("application/xml", "nonsense", "*", "image/*",
                       "application/jsonx", "xapplication/json", "/"):
            for path in ("users/me/", "jwt/verify/", "users/me.json"):
                self.expect(
                    self.post(path, "{", headers={"Accept": accept}), 406,
                    {"detail":
                     "Could not satisfy the request Accept header."})

    def test_a_format_may_be_named(self):
        key = self.key(self.account())
        for path in ("users.json", "users/me.json", "users/me.json/",
                     "users/?format=json", ".json", "users/me/?format="):
            self.expect(self.call("GET", path, token=key), 200)
        for path in ("users.xml", "users/me.html/", "users/?format=xml",
                     "users/me.xml?format=json", ".xml",
                     "users/?x=1&format=JSON"):
            self.expect(self.call("GET", path, token=key), 404, NOT_FOUND)
            self.expect(self.call("GET", path), 404, NOT_FOUND)
        # token/ and jwt/ have no such twins.
        self.expect(self.post("token/login.json", {}), 404, NOT_FOUND)

    def test_headers_of_the_request_are_not_reflected(self):
        evil = "<evil>\"'%0d%0aX-Evil: 1"
        for name in ("User-Agent", "Origin", "Referer", "X-Request-Id",
                     "Accept", "Accept-Language", "Cookie", "Via",
                     "X-Forwarded-For"):
            answer = self.call("GET", "users/me/", headers={name: evil})
            self.expect(answer, 406 if name == "Accept" else 401)
            self.assertNotIn("vil", str(answer.headers))

    def test_many_and_long_headers(self):
        for headers in ({f"X-H{number}": "v" * 50 for number in range(90)},
                        {"Cookie": "c=" + "v" * 7000},
                        {"X-Empty": ""}, {"X-Odd": "=\t;,\"\\"}):
            self.expect(self.call("GET", "users/me/", headers=headers), 401,
                        NO_CREDENTIALS)

    def test_two_authorizations_are_refused(self):
        key = self.key(self.account())
        answer = self.raw(
            b"GET /auth/users/me/ HTTP/1.1\r\nHost: x\r\nAuthorization: "
            + key.encode() + b"\r\nAuthorization: " + key.encode() +
            b"\r\nConnection: close\r\n\r\n")
        self.assertRegex(answer, rb"^HTTP/1\.1 40[01] ")

    def test_http_1_0_and_kept_connections(self):
        answer = self.raw(b"GET /auth/users/me/ HTTP/1.0\r\n\r\n")
        self.assertRegex(answer, rb"^HTTP/1\.1 401 ")
        one = b"GET /auth/users/me/ HTTP/1.1\r\nHost: x\r\n"
        answer = self.raw(one + b"\r\n" + one + b"\r\n" + one +
                          b"Connection: close\r\n\r\n")
        self.assertEqual(len(re.findall(rb"HTTP/1\.1 401 ", answer)), 3)
        self.assertEqual(answer.count(b"not provided"), 3)

    def test_a_204_on_a_kept_connection_leaves_nothing_behind(self):
        body = b'{"email":"x@example.com"}'
        one = (b"POST /auth/users/reset_password/ HTTP/1.1\r\nHost: x\r\n"
               b"Content-Type: application/json\r\nContent-Length: %d\r\n"
               % len(body))
        answer = self.raw(one + b"\r\n" + body + one +
                          b"Connection: close\r\n\r\n" + body)
        self.assertEqual(len(re.findall(rb"HTTP/1\.1 204 ", answer)), 2)

    def test_odd_lengths_are_refused(self):
        for length in (b"-1", b"1e3", b"+5", b"0x5", b"99999999999999999999",
                       b"five"):
            answer = self.raw(
                b"POST /auth/users/ HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + length + b"\r\nConnection: close\r\n\r\n{}")
            self.assertRegex(answer, rb"^HTTP/1\.1 4(00|13) ", length)


if __name__ == "__main__":
    main()
