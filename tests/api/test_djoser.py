"""The document "API Endpoints" (dialect djoser, as script/server has it)."""

from document import Document
from harness import link, main
from people import *

NEW = {"username": "example_user", "password": "example_password",
       "re_password": "example_password", "email": "example@example.com"}
SIGN_IN = {"username": "example", "password": "password"}


class Djoser(Document):
    host = "localhost"

    def users(self, **changed):
        return self.curl("POST", "/auth/users/", {**NEW, **changed})

    def have_example(self):
        """Who signs in below; a password that no registration would take."""
        done = self.portress("user", "add", "--force", "--email",
                             "example@example.com", "example",
                             input="password\n")
        self.assertEqual(done.returncode, 0, done)

    def login(self, **changed):
        said = self.curl("POST", "/auth/token/login/", {**SIGN_IN, **changed})
        return self.gets(said, 200)["auth_token"]

    def me(self, method="GET", body=None, token=None):
        return self.curl(method, "/auth/users/me/", body, f"Bearer {token}")

    # --- User Registration

    def test_registration(self):
        said = self.gets(self.users(), 201)
        self.assertEqual(compact(said), compact({
            "email": "example@example.com", "username": "example_user",
            "id": self.id_of("example_user")}))

    def test_registration_is_refused(self):
        self.gets(self.curl("POST", "/auth/users/", {
            name: value for name, value in NEW.items()
            if name != "re_password"}), 400, {"re_password": [REQUIRED]})
        self.gets(self.users(re_password="other"), 400, MISMATCH)
        self.gets(self.users(), 201)
        self.gets(self.users(), 400, {"username": [TAKEN]})

    # --- User Login, User Profile Details, User Logout

    def test_login_and_logout(self):
        self.have_example()
        token = self.login()
        self.assertRegex(token, "^[0-9a-f]{40}$")
        said = self.gets(self.me(token=token), 200)
        self.assertEqual(said["username"], "example")
        self.gets(self.curl("POST", "/auth/token/logout/",
                            authorization=f"Bearer {token}"), 204, None)
        self.gets(self.me(token=token), 401)
        self.gets(self.curl("POST", "/auth/token/logout/",
                            authorization=f"Bearer {token}"), 401)

    # --- User Profile Update

    def test_the_profile_is_changed(self):
        self.have_example()
        token = self.login()
        changed = {"username": "new_username", "email": "new_email@example.com"}
        said = self.gets(self.me("PUT", changed, token), 200)
        self.assertEqual(compact(said), compact({
            "email": "new_email@example.com",
            "id": self.id_of("new_username"), "username": "new_username"}))
        self.assertEqual(self.login(username="new_username"), token)
        self.gets(self.curl("POST", "/auth/token/login/", SIGN_IN), 400,
                  BAD_LOGIN)

    def test_a_change_is_refused(self):
        self.have_example()
        self.gets(self.users(username="bob"), 201)
        token = self.login()
        self.gets(self.me("PUT", {"username": "bob"}, token), 400, {
            "username": [TAKEN]})
        self.gets(self.me("PUT", {"email": "new@example.com"}, token), 400, {
            "username": [REQUIRED]})
        self.gets(self.me(token=token), 200)

    # --- Password Reset Request, Password Reset Confirmation

    def test_the_password_is_reset(self):
        self.have_example()
        self.gets(self.curl("POST", "/auth/users/reset_password/", {
            "email": "example@example.com"}), 204, None)
        number, token = link(self.mail("example@example.com"))
        body = {"uid": number, "token": token, "new_password": "new_password"}
        confirm = "/auth/users/reset_password_confirm/"
        self.gets(self.curl("POST", confirm, body), 204, None)
        self.login(password="new_password")
        self.gets(self.curl("POST", confirm, body), 400, {
            "token": ["Invalid token for given user."]})

    # --- JWT: User Login, Token Refresh, Token Verify

    def test_jwt(self):
        self.have_example()
        pair = self.gets(self.curl("POST", "/auth/jwt/create/", SIGN_IN), 200)
        self.assertEqual(list(pair), ["refresh", "access"])
        said = self.gets(self.curl("POST", "/auth/jwt/refresh/", {
            "refresh": pair["refresh"]}), 200)
        self.assertEqual(list(said), ["access"])
        for access in pair["access"], said["access"]:
            self.gets(self.curl("POST", "/auth/jwt/verify/", {
                "token": access}), 200, {})
            self.gets(self.me(token=access), 200)
        self.gets(self.curl("POST", "/auth/jwt/verify/", {"token": "x"}), 401,
                  faulty("Token is invalid"))


if __name__ == "__main__":
    main()
