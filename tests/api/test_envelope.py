"""The document "Authentication API Documentation" (dialect envelope)."""

from document import SERVER, Document
from harness import main
from people import *

ANN = {"username": "your_username", "password": "your_password",
       "email": "your_email@example.com", "first_name": "YourFirstName",
       "last_name": "YourLastName"}
SIGN_IN = {"username": "your_username", "password": "your_password"}
BAD_TOKEN = {"error": "Token is invalid or expired"}
BAD_REFRESH = {"error": "Invalid or expired refresh token."}


class Envelope(Document):
    host = "envelope.localhost"

    def register(self, **changed):
        return self.curl("POST", "/api/auth/register/", {**ANN, **changed})

    def login(self, **changed):
        return self.curl("POST", "/api/auth/login/", {**SIGN_IN, **changed})

    def refresh(self, token):
        return self.curl("POST", "/api/auth/refresh/", {"refresh": token})

    def logout(self, token):
        return self.curl("POST", "/api/auth/logout/",
                         {"refresh_token": token})

    # --- 1. Register, 2. Login, 3. Token Refresh, 4. Logout

    def test_as_printed(self):
        said = self.gets(self.register(), 201)
        tokens = said["content"].pop("tokens")
        self.assertEqual(compact(said), compact({"content": {
            "pk": self.id_of("your_username"), "username": "your_username",
            "email": "your_email@example.com", "first_name": "YourFirstName",
            "last_name": "YourLastName", "profile_image": None}}))
        pair = self.gets(self.login(), 200)
        for one in tokens, pair:
            self.assertEqual(list(one), ["refresh", "access"])
            said = self.gets(self.refresh(one["refresh"]), 200)
            self.assertEqual(list(said), ["access"])
            self.gets(self.logout(one["refresh"]), 200, {
                "detail": "Successfully logged out."})
            self.gets(self.refresh(one["refresh"]), 401, BAD_TOKEN)

    # --- Error Response: {"error": "Validation error details"}

    def test_registration_is_refused(self):
        self.gets(self.curl("POST", "/api/auth/register/", {}), 400, {
            "error": f"username: {REQUIRED} password: {REQUIRED}"})
        self.gets(self.register(email="ann"), 400, {
            "error": f"email: {BAD_EMAIL}"})
        self.gets(self.register(), 201)
        self.gets(self.register(), 400, {"error": f"username: {TAKEN}"})
        self.gets(self.register(username="bob", password="12345"), 400, {
            "error": f"password: {TOO_SHORT} password: {TOO_COMMON} "
                     f"password: {ALL_NUMERIC}"})

    def test_a_picture_is_a_link(self):
        link = "https://pictures.example/ann.png"
        said = self.gets(self.register(profile_image=link), 201)
        self.assertEqual(said["content"]["profile_image"], link)
        self.gets(self.register(username="bob",
                                profile_image="javascript:alert(1)"), 400,
                  {"error": "profile_image: Enter a valid URL."})

    # --- Error Response: {"error": "No active account found with ..."}

    def test_login_is_refused(self):
        self.gets(self.register(), 201)
        for wrong in {"password": "x"}, {"username": "nobody"}:
            self.gets(self.login(**wrong), 401, {"error": NO_ACCOUNT["detail"]})
        self.sql("UPDATE auth_user SET is_active = 0")
        self.gets(self.login(), 401, {"error": NO_ACCOUNT["detail"]})

    # --- Error Response: {"error": "Token is invalid or expired"}

    def test_refresh_is_refused(self):
        access = self.gets(self.register(), 201)["content"]["tokens"]["access"]
        for wrong in "x", access, "a.b.c":
            self.gets(self.refresh(wrong), 401, BAD_TOKEN)

    # --- Error Response: {"error": "Refresh token required."}, or
    #     {"error": "Invalid or expired refresh token."}

    def test_logout_is_refused(self):
        for body in ({}, {"refresh_token": ""}, {"refresh_token": None},
                     {"refresh_token": []}, {"refresh": "x"}):
            self.gets(self.curl("POST", "/api/auth/logout/", body), 400, {
                "error": "Refresh token required."})
        tokens = self.gets(self.register(), 201)["content"]["tokens"]
        for wrong in "x", tokens["access"]:
            self.gets(self.logout(wrong), 401, BAD_REFRESH)
        self.gets(self.logout(tokens["refresh"]), 200)
        self.gets(self.logout(tokens["refresh"]), 401, BAD_REFRESH)

    # --- every error has that shape

    def test_errors_have_one_shape(self):
        for method, path, body, status, text in (
                ("GET", "/api/", None, 404, "Not found."),
                ("GET", "/api/auth/profile/", None, 404, "Not found."),
                ("GET", "/api/auth/login/", None, 405,
                 'Method "GET" not allowed.'),
                ("POST", "/api/auth/login/", {"username": "x" * 65536}, 413,
                 "Request body is too large."),
                ("POST", "/api/auth/login/", [], 400,
                 "Invalid data. Expected a dictionary, but got list.")):
            self.gets(self.curl(method, path, body), status, {"error": text})

    def test_options_tell(self):
        for path in "register", "login", "refresh", "logout":
            said = self.gets(self.curl("OPTIONS", f"/api/auth/{path}/"), 200)
            self.assertIn("POST", said["actions"])


class EnvelopeWithActivation(Envelope):
    conf = SERVER + 'api "envelope" { send_activation_email = true }'

    def test_as_printed(self):
        """Who has yet to be activated is given no tokens."""
        said = self.gets(self.register(), 201)
        self.assertEqual(said["content"]["tokens"], {})
        self.gets(self.login(), 401, {"error": NO_ACCOUNT["detail"]})

    test_refresh_is_refused = test_logout_is_refused = None


if __name__ == "__main__":
    main()
