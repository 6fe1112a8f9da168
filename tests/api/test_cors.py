"""Pages of other origins (the CORS protocol of the Fetch standard)."""

from harness import main
from people import *

PAGE = "http://localhost:3000"
APP = "https://app.example.com"
STRANGERS = ("http://evil.example", "null", "", "http://localhost:3001",
             "https://localhost:3000", "http://localhost:3000.evil.example",
             "http://localhost:3000/", "HTTP://LOCALHOST:3000",
             f"{PAGE}, {APP}", "*")
ALLOWED = "Access-Control-Allow-"


class Cors(Talk):
    conf = f"""api "djoser" {{
	cors_allowed_origins = {{ "{PAGE}", "{APP}" }}
	cors_preflight_max_age = 600
}}"""

    def ask(self, method, path, origin, body=None, **headers):
        return self.call(method, path, body, headers={
            "Origin": origin, **{name.replace("_", "-"): value
                                 for name, value in headers.items()}})

    def preflight(self, path, origin, method="PATCH", **headers):
        return self.ask("OPTIONS", path, origin,
                        Access_Control_Request_Method=method, **headers)

    def allowed(self, answer):
        return {name[len(ALLOWED):]: value
                for name, value in answer.headers.items()
                if name.startswith(ALLOWED)}

    def test_a_listed_page_is_named_whatever_is_answered(self):
        ada = self.account()
        for origin in PAGE, APP:
            for method, path, body, status in (
                    ("POST", "token/login/", {
                        "username": ada.name, "password": PASSWORD}, 200),
                    ("POST", "token/login/", {}, 400),
                    ("GET", "users/me/", None, 401),
                    ("GET", "nowhere/", None, 404),
                    ("PUT", "users/", None, 401),
                    ("OPTIONS", "users/", None, 401),
                    ("HEAD", "token/login/", None, 405)):
                with self.subTest(path=path, origin=origin):
                    answer = self.ask(method, path, origin, body)
                    self.assertEqual(answer.status, status, answer)
                    self.assertEqual(self.allowed(answer),
                                     {"Origin": origin})
                    self.assertEqual(answer.headers["Vary"],
                                     "Accept, Origin")

    def test_a_strange_page_is_never_named(self):
        for origin in STRANGERS:
            for method, path in (("GET", "users/me/"), ("POST", "users/"),
                                 ("GET", "nowhere/")):
                answer = self.ask(method, path, origin)
                self.assertEqual(self.allowed(answer), {}, origin)
                self.assertEqual(answer.headers["Vary"], "Accept, Origin")
            answer = self.preflight("users/me/", origin)
            self.assertEqual(answer.status, 401)
            self.assertEqual(self.allowed(answer), {}, origin)

    def test_a_browser_asks_first(self):
        with self.untouched():
            answer = self.preflight("users/me/", PAGE, Authorization="x",
                                    Accept="nonsense/x")
        self.assertEqual((answer.status, answer.body), (204, b""))
        allowed = self.allowed(answer)
        self.assertEqual(allowed.pop("Origin"), PAGE)
        self.assertEqual(allowed.pop("Methods"),
                         "GET, PUT, PATCH, DELETE, HEAD, OPTIONS")
        self.assertLessEqual({"authorization", "content-type"}, set(
            allowed.pop("Headers").lower().split(", ")))
        self.assertEqual(allowed, {})
        self.assertEqual(answer.headers["Access-Control-Max-Age"], "600")

    def test_a_path_that_is_not_there_has_no_methods(self):
        answer = self.preflight("nowhere/", PAGE)
        self.assertEqual(answer.status, 404)
        self.assertEqual(self.allowed(answer), {"Origin": PAGE})


class Credentials(Cors):
    conf = Cors.conf.replace(
        "cors_preflight", """cors_allow_credentials = true
	auth_header_name = "HTTP_X_ACCESS_TOKEN"
	cors_preflight""")

    def allowed(self, answer):
        """What the others expect, and that a cookie may be sent."""
        allowed = super().allowed(answer)
        self.assertEqual(allowed.pop("Credentials", None),
                         "true" if "Origin" in allowed else None)
        return allowed

    def test_the_header_of_jwts_is_allowed(self):
        answer = self.preflight("users/me/", PAGE)
        self.assertIn("x-access-token", answer.headers[
            "Access-Control-Allow-Headers"].split(", "))


class Nobody(Talk):
    """As it is by default."""

    def test_nothing_is_told(self):
        for method in "GET", "OPTIONS":
            answer = self.call(method, "users/me/", headers={
                "Origin": PAGE, "Access-Control-Request-Method": "PUT"})
            self.assertEqual(answer.status, 401)
            self.assertEqual(answer.headers["Vary"], "Accept")
            self.assertFalse([name for name in answer.headers
                              if name.startswith("Access-Control")])


if __name__ == "__main__":
    main()
