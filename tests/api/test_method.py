"""Methods and paths: what is there, and how what is not is told."""

from harness import main
from people import *

MEDIA = ["application/json", "application/x-www-form-urlencoded",
         "multipart/form-data"]

# path: title of OPTIONS, methods of Allow, who is told of a wrong method
RESOURCES = {
    "users/": ("User List", "GET, POST, HEAD, OPTIONS", "signed in"),
    "users/me/": ("Me", "GET, PUT, PATCH, DELETE, HEAD, OPTIONS",
                  "signed in"),
    "users/1/": ("User Instance", "GET, PUT, PATCH, DELETE, HEAD, OPTIONS",
                 "signed in"),
    "users/activation/": ("Activation", "POST, OPTIONS", "signed in"),
    "users/resend_activation/": ("Resend activation", "POST, OPTIONS",
                                 "signed in"),
    "users/set_password/": ("Set password", "POST, OPTIONS", "signed in"),
    "users/reset_password/": ("Reset password", "POST, OPTIONS",
                              "signed in"),
    "users/reset_password_confirm/": ("Reset password confirm",
                                      "POST, OPTIONS", "signed in"),
    "token/login/": ("Token Create", "POST, OPTIONS", "all"),
    "token/logout/": ("Token Destroy", "POST, OPTIONS", "signed in"),
    "jwt/create/": ("Token Obtain Pair", "POST, OPTIONS", "all"),
    "jwt/refresh/": ("Token Refresh", "POST, OPTIONS", "all"),
    "jwt/verify/": ("Token Verify", "POST, OPTIONS", "all"),
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class Methods(Talk):
    def test_a_method_that_is_not_there(self):
        ada = self.account()
        key = self.key(ada)
        for path, (_, allow, told) in RESOURCES.items():
            for method in METHODS + ("TRACK", "BREW"):
                if method in allow.split(", "):
                    continue
                with self.subTest(method=method, path=path):
                    refused = None if method == "HEAD" else {
                        "detail": f'Method "{method}" not allowed.'}
                    for token in (None, key):
                        answer = self.call(method, path, token=token)
                        self.assertEqual(answer.headers["Allow"], allow)
                        if token is None and told == "signed in":
                            self.expect(answer, 401, None if method == "HEAD"
                                        else NO_CREDENTIALS)
                        else:
                            self.expect(answer, 405, refused)

    def test_a_method_that_is_not_there_is_told_before_the_body_is_read(self):
        key = self.key(self.account())
        self.expect(self.call("PUT", "users/", "{", token=key), 405,
                    {"detail": 'Method "PUT" not allowed.'})
        self.expect(self.call("PUT", "jwt/verify/", "x" * 1000), 405,
                    {"detail": 'Method "PUT" not allowed.'})

    def test_resources_tell_what_they_are(self):
        ada = self.account()
        key = self.key(ada)
        for path, (title, allow, told) in RESOURCES.items():
            path = path.replace("1", str(ada.id))
            with self.subTest(path):
                answer = self.call("OPTIONS", path, token=key)
                self.expect(answer, 200)
                self.assertEqual(answer.headers["Allow"], allow)
                got = answer.json
                got.pop("actions", None)    # of forms; not told
                self.assertEqual(got.pop("name"), title)
                self.assertIsInstance(got.pop("description"), str)
                self.assertEqual(got, {"renders": ["application/json"],
                                       "parses": MEDIA})
                answer = self.call("OPTIONS", path)
                if told == "all":
                    self.expect(answer, 200)
                else:
                    self.expect(answer, 401, NO_CREDENTIALS)

    def test_head_is_get_without_a_body(self):
        ada = self.account()
        key = self.key(ada)
        for path in ("users/", "users/me/", f"users/{ada.id}/",
                     "users/999999/"):
            with self.subTest(path):
                got = self.call("GET", path, token=key)
                head = self.call("HEAD", path, token=key)
                self.assertEqual(head.status, got.status)
                self.assertEqual(head.body, b"")
                for name in ("Content-Type", "Allow", "Vary",
                             "Cache-Control"):
                    self.assertEqual(head.headers[name], got.headers[name])

    def test_reading_writes_nothing(self):
        ada = self.account()
        key = self.key(ada)
        with self.untouched():
            for path in RESOURCES:
                for method in ("GET", "HEAD", "OPTIONS"):
                    self.call(method, path, token=key)

    def test_odd_methods_are_refused(self):
        for method in (b"TRACE", b"CONNECT", b"PROPFIND", b"X" * 30,
                       b"G-T", b"G_T"):
            answer = self.raw(method + b" /auth/users/me/ HTTP/1.1\r\n"
                              b"Host: x\r\nConnection: close\r\n\r\n")
            with self.subTest(method=method):
                self.assertRegex(answer, rb"^HTTP/1\.1 (400|401|405) ")

    def test_a_method_may_not_be_overridden(self):
        ada = self.account()
        key = self.key(ada)
        for name in ("X-HTTP-Method-Override", "X-HTTP-Method",
                     "X-Method-Override"):
            self.expect(self.call(
                "GET", "users/me/?_method=DELETE", token=key,
                headers={name: "DELETE"}), 200)


class Paths(Talk):
    def test_nowhere(self):
        key = self.key(self.account())
        for path in ("x", "/", "/authx/users/",
                     "/Auth/users/", "/auth/Users/", "/users/", "/auth/user/",
                     "users/me/x/", "users/1/2/", "users//", "users/me//",
                     "users/.x/", "users/activation/1/",
                     "token/", "jwt/", "token/login/x", "auth/users/",
                     "/favicon.ico", "/index.php", "/auth/users/me.php",
                     "users/1%2F2/",
                     "users/me/;x", "users/me/%20", "%75sers/me/%0a",
                     "users/me/%C3%A4", "users/" + "x/" * 500):
            for method in ("GET", "POST", "OPTIONS", "BREW"):
                with self.subTest(f"{path:.60}", method=method):
                    where = path if path.startswith("/") else f"/auth/{path}"
                    answer = self.call(method, where, token=key)
                    self.expect(answer, 404, NOT_FOUND)

    def test_the_last_slash_may_be_left_out(self):
        ada = self.account()
        key = self.key(ada)
        for path in ("users", "users/me", f"users/{ada.id}"):
            self.expect(self.call("GET", path, token=key), 200)
        self.expect(self.post("jwt/create", {
            "username": "ada", "password": PASSWORD}), 200)
        self.expect(self.post("token/login", {
            "username": "ada", "password": PASSWORD}), 200)
        self.expect(self.post("users/reset_password",
                              {"email": "x@example.com"}), 204)
        self.expect(self.post("users", {
            "username": "ben", "password": PASSWORD}), 201)

    def test_a_query_does_not_matter(self):
        key = self.key(self.account())
        for query in ("?", "?x", "?x=1&y", "?/users/", "?a/../b", "?%00",
                      "?%", "?" + "x" * 3000, "??", "?format=json"):
            with self.subTest(query[:40]):
                self.expect(self.call("GET", f"users/me/{query}", token=key),
                            200)

    def test_a_path_is_decoded_once(self):
        ada = self.account()
        key = self.key(ada)
        for path, status in (
                ("%75sers/me/", 200), ("users/%6d%65/", 200),
                ("users/%6De/", 200), ("users%2Fme%2F", 200),
                ("users/%256d%65/", 404),
                (f"users/%3{str(ada.id)[0]}{str(ada.id)[1:]}/", 200)):
            with self.subTest(path):
                self.assertEqual(self.call("GET", path, token=key).status,
                                 status)

    def test_paths_that_make_no_sense(self):
        for path in (b"/auth/users/../users/me/", b"/auth/./users/me/",
                     b"/auth/users/%2e%2e/users/me/", b"/auth/users/..",
                     b"/auth/%2E/", b"/auth/users/me/%00", b"/auth/%00/",
                     b"/auth/users/%", b"/auth/users/%f", b"/auth/users/%zz/",
                     b"/auth/users/%ff/", b"/auth/users/%c0%ae/",
                     b"/auth/users/\xff/", b"//auth/users/me/",
                     b"/auth//users/me/", b"/auth/users///me/",
                     b"/../../etc/passwd", b"/auth/users/me/\x01",
                     b"/auth/" + b"x" * 5000, b"/auth/" + b"%41" * 2000,
                     b"/auth\\users\\me\\", b"*", b"auth/users/me/",
                     b"http://x/auth/", b"/auth/users/me/ x"):
            with self.subTest(f"{path!r:.60}"):
                answer = self.raw(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n"
                                  b"Connection: close\r\n\r\n")
                self.assertRegex(answer, rb"^HTTP/1\.1 4\d\d ")

    def test_a_path_that_is_no_text_is_nowhere(self):
        answer = self.call("GET", "users/%FF/", token=self.key(self.account()))
        self.expect(answer, 404, {"detail": "Not found."})
        self.assertIsNone(answer.headers["Allow"])

    def test_a_whole_url_is_a_path_as_well(self):
        answer = self.raw(b"GET http://x/auth/users/me/ HTTP/1.1\r\n"
                          b"Host: x\r\nConnection: close\r\n\r\n")
        self.assertRegex(answer, rb"^HTTP/1\.1 401 ")


if __name__ == "__main__":
    main()
