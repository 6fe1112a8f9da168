"""The document "API Documentation" of the ReactDJ Boilerplate (reactdj)."""

from document import Document
from harness import main
from people import *

ANN = {"username": "yourusername", "email": "youremail@example.com",
       "password": "yourpassword"}
SIGN_IN = {"username": "yourusername", "password": "yourpassword"}
WHEN = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$"
EMAIL_TAKEN = "user with this email address already exists."


class ReactDj(Document):
    host = "reactdj.localhost"

    def register(self, **changed):
        return self.curl("POST", "/api/auth/register/", {**ANN, **changed})

    def login(self, **changed):
        return self.curl("POST", "/api/auth/login/", {**SIGN_IN, **changed})

    def refresh(self, body):
        return self.curl("POST", "/api/token/refresh/", body)

    def profile(self, authorization=None, method="GET"):
        return self.curl(method, "/api/auth/profile/",
                         authorization=authorization)

    # --- 1. User Registration, 2. Login, 3. Refresh, 4. Retrieve User Profile

    def test_as_printed(self):
        said = self.gets(self.register(first_name="first name",
                                       last_name="last name"), 201)
        number = self.id_of("yourusername")
        self.assertRegex(said["user"].pop("date_joined"), WHEN)
        self.assertEqual(compact(said), compact({
            "message": "User registered successfully",
            "user": {"id": number, "first_name": "first name",
                     "last_name": "last name", "username": "yourusername",
                     "email": "youremail@example.com"}}))
        pair = self.gets(self.login(), 200)
        self.assertEqual(list(pair), ["access", "refresh"])
        said = self.gets(self.refresh({"refresh": pair["refresh"]}), 200)
        self.assertEqual(list(said), ["access"])
        for access in pair["access"], said["access"]:
            me = self.gets(self.profile(f"Bearer {access}"), 200)
            self.assertRegex(me.pop("date_joined"), WHEN)
            self.assertEqual(compact(me), compact({
                "id": number, "username": "yourusername",
                "email": "youremail@example.com",
                "first_name": "first name", "last_name": "last name"}))

    def test_as_printed_without_names(self):
        said = self.gets(self.register(), 201)
        self.assertEqual(said["user"]["first_name"], "")

    # --- Notes: "Ensure that the email is unique."; "# Required"

    def test_registration_is_refused(self):
        self.gets(self.curl("POST", "/api/auth/register/", {}), 400, {
            "email": [REQUIRED], "username": [REQUIRED],
            "password": [REQUIRED]})
        self.gets(self.register(email=""), 400, {"email": [BLANK]})
        self.gets(self.register(email="ann"), 400, {"email": [BAD_EMAIL]})
        self.gets(self.register(), 201)
        self.gets(self.register(), 400, {
            "email": [EMAIL_TAKEN], "username": [TAKEN]})
        self.gets(self.register(username="bob",
                                email="YourEmail@example.com"), 400,
                  {"email": [EMAIL_TAKEN]})

    # --- "No validation is done in the Backend."

    def test_any_password_will_do(self):
        for i, password in enumerate(("1", "password", "x" * 3000)):
            self.gets(self.register(username=f"ann{i}", password=password,
                                    email=f"ann{i}@example.com"), 201)
            self.gets(self.login(username=f"ann{i}", password=password), 200)
        self.gets(self.register(password=""), 400, {"password": [BLANK]})

    # --- where the document is silent, simplejwt's answers

    def test_login_is_refused(self):
        self.gets(self.register(), 201)
        for wrong in {"password": "x"}, {"username": "nobody"}:
            self.gets(self.login(**wrong), 401, NO_ACCOUNT)
        self.gets(self.curl("POST", "/api/auth/login/", {}), 400, {
            "username": [REQUIRED], "password": [REQUIRED]})

    def test_refresh_is_refused(self):
        self.gets(self.refresh({}), 400, {"refresh": [REQUIRED]})
        self.gets(self.refresh({"refresh": "x"}), 401,
                  faulty("Token is invalid"))

    def test_profile_is_for_its_owner(self):
        said = self.profile()
        self.gets(said, 401, NO_CREDENTIALS)
        self.assertRegex(said.headers,
                         '\nWWW-Authenticate: Bearer realm="api"')
        self.gets(self.profile("Bearer x"), 401,
                  not_valid("Token is invalid"))
        self.gets(self.profile("Token " + "0" * 40), 401, NO_CREDENTIALS)

    def test_there_is_nothing_else(self):
        for path in ("/api/", "/api/auth/users/", "/api/auth/", "/auth/login/",
                     "/api/auth/logout/", "/api/jwt/create/"):
            self.gets(self.curl("GET", path), 404, NOT_FOUND)
        self.gets(self.curl("GET", "/api/auth/login/"), 405, {
            "detail": 'Method "GET" not allowed.'})
        for path in ("auth/register", "auth/login", "token/refresh"):
            said = self.gets(self.curl("OPTIONS", f"/api/{path}/"), 200)
            self.assertIn("name", said)


if __name__ == "__main__":
    main()
