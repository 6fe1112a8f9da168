"""The document "Django REST API Authentication System" (dialect drftoken)."""

from document import Document
from harness import main
from people import *

ANN = {"username": "your-username", "email": "your-email@example.com",
       "password": "your-password"}
SIGN_IN = {"username": "your-username", "password": "your-password"}
BAD_CREDENTIALS = {"non_field_errors": [
    "Unable to log in with provided credentials."]}


class DrfToken(Document):
    host = "drftoken.localhost"

    def create(self, **changed):
        return self.curl("POST", "/api/create/", {**ANN, **changed})

    def token(self, **changed):
        return self.curl("POST", "/api/token/", {**SIGN_IN, **changed})

    def me(self, authorization=None, method="GET"):
        return self.curl(method, "/api/me/", authorization=authorization)

    # --- Registration, Login, User Profile

    def test_as_printed(self):
        ann = self.gets(self.create(), 201)
        self.assertEqual(list(ann), ["id", "username", "email"])
        self.assertEqual(ann["username"], "your-username")
        self.assertEqual(ann["email"], "your-email@example.com")
        said = self.gets(self.token(), 200)
        self.assertEqual(list(said), ["token"])
        self.assertRegex(said["token"], "^[0-9a-f]{40}$")
        self.gets(self.me(f"Token {said['token']}"), 200, ann)

    # --- Error Handling: 400 Invalid request data. What it says is DRF's.

    def test_registration_is_refused(self):
        self.gets(self.curl("POST", "/api/create/", {}), 400, {
            "username": [REQUIRED], "password": [REQUIRED]})
        self.gets(self.create(email="ann"), 400, {"email": [BAD_EMAIL]})
        self.gets(self.create(username="a b"), 400, {
            "username": [BAD_USERNAME]})
        self.gets(self.create(), 201)
        self.gets(self.create(), 400, {"username": [TAKEN]})

    def test_login_is_refused(self):
        """rest_framework.authtoken.serializers.AuthTokenSerializer"""
        self.gets(self.create(), 201)
        self.gets(self.curl("POST", "/api/token/", {}), 400, {
            "username": [REQUIRED], "password": [REQUIRED]})
        self.gets(self.token(password=""), 400, {"password": [BLANK]})
        for wrong in ({"password": "x"}, {"username": "nobody"},
                      {"password": " your-password "}):
            self.gets(self.token(**wrong), 400, BAD_CREDENTIALS)

    def test_a_token_is_one_s_own_each_time(self):
        self.gets(self.create(), 201)
        first = self.gets(self.token(), 200)
        self.gets(self.token(), 200, first)
        self.assertEqual(self.sql("SELECT last_login FROM auth_user"),
                         [[None]])

    # --- 401 Unauthorized: Missing or invalid authentication token.

    def test_who_is_nobody(self):
        said = self.me()
        self.gets(said, 401, {
            "detail": "Authentication credentials were not provided."})
        self.assertRegex(said.headers, r"\nWWW-Authenticate: Token(\r|$)")
        self.gets(self.me("Token " + "0" * 40), 401, {
            "detail": "Invalid token."})
        # A JWT is none of this dialect's credentials.
        self.gets(self.me("Bearer x"), 401, {
            "detail": "Authentication credentials were not provided."})

    # --- 404 Not Found: Resource not found. And 405.

    def test_there_is_nothing_else(self):
        for path in ("/api/", "/api/users/", "/api/token/login/",
                     "/auth/create/", "/create/"):
            self.gets(self.curl("GET", path), 404, {"detail": "Not found."})
        self.gets(self.curl("GET", "/api/create/"), 405, {
            "detail": 'Method "GET" not allowed.'})
        self.gets(self.me(method="DELETE"), 401)

    def test_other_dialects_have_their_own_urls(self):
        self.gets(self.create(), 201)
        self.expect(self.post("/api/token/", SIGN_IN), 404)
        self.gets(self.curl("POST", "/api/token/login/", SIGN_IN), 404)
        key = self.gets(self.token(), 200)["token"]
        # The accounts are the same.
        self.expect(self.call("GET", "users/me/", token=f"Token {key}"), 200)

    def test_resources_tell_what_they_are(self):
        for path, name in (("create", "Create User"), ("token", "Token")):
            said = self.gets(self.curl("OPTIONS", f"/api/{path}/"), 200)
            self.assertEqual(said["name"], name)


if __name__ == "__main__":
    main()
