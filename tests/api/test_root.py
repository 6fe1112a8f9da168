"""The api's root, and what OPTIONS tells of a resource.

The members are those that Django REST framework's DefaultRouter and
SimpleMetadata make for Djoser's views (3.14, seen in answers of Djoser 2.1).
"""

from harness import main
from people import *

MEDIA = {"renders": ["application/json"],
         "parses": ["application/json", "application/x-www-form-urlencoded",
                    "multipart/form-data"]}
ACCOUNT = {
    "email": {"type": "email", "required": False, "read_only": False,
              "label": "Email address", "max_length": 254},
    "id": {"type": "integer", "required": False, "read_only": True,
           "label": "ID"},
    "username": {"type": "string", "required": False, "read_only": True,
                 "label": "Username", "help_text":
                 "Required. 150 characters or fewer. Letters, digits and "
                 "@/./+/-/_ only."},
}


def text(label, required=True, read_only=False):
    return {"type": "string", "required": required, "read_only": read_only,
            "label": label}


class Root(Talk):
    def test_it_tells_where_the_accounts_are(self):
        key = self.key(self.account())
        for path, url in (("/auth/", "users/"), ("/auth/.json", "users.json"),
                          ("/auth/.json/", "users.json")):
            answer = self.call("GET", path, token=key,
                               headers={"Host": "shop.example:8443"})
            self.expect(answer, 200,
                        {"users": f"http://shop.example:8443/auth/{url}"})
            self.assertEqual(answer.headers["Allow"], "GET, HEAD, OPTIONS")
        self.expect(self.call("GET", "/auth/"), 401, NO_CREDENTIALS)
        self.expect(self.post("/auth/", {}), 401, NO_CREDENTIALS)
        self.expect(self.post("/auth/", {}, token=key), 405)
        self.expect(self.call("HEAD", "/auth/", token=key), 200, None)

    def test_a_host_that_is_none_is_not_reflected(self):
        key = self.key(self.account())
        answer = self.call("GET", "/auth/", token=key,
                           headers={"Host": "a\"><b"})
        if answer.status != 400:        # nginx refuses it already
            self.expect(answer, 200, {"users": "/auth/users/"})


class Options(Talk):
    def test_a_resource_tells_what_it_takes(self):
        ada = self.account()
        key = self.key(ada)
        for path, name, action in (
                ("users/", "User List", "POST"),
                ("users/me/", "Me", "PUT"),
                (f"users/{ada.id}/", "User Instance", "PUT"),
                ("users/activation/", "Activation", "POST"),
                ("users/resend_activation/", "Resend activation", "POST"),
                ("users/set_password/", "Set password", "POST"),
                ("users/reset_password/", "Reset password", "POST"),
                ("users/reset_password_confirm/", "Reset password confirm",
                 "POST"),
                ("users/set_username/", "Set username", "POST"),
                ("users/reset_username/", "Reset username", "POST"),
                ("users/reset_username_confirm/", "Reset username confirm",
                 "POST")):
            with self.subTest(path=path):
                self.expect(self.call("OPTIONS", path, token=key), 200, {
                    "name": name, "description": "", **MEDIA,
                    "actions": {action: ACCOUNT}})
                self.expect(self.call("OPTIONS", path), 401, NO_CREDENTIALS)

    def test_tokens_tell_it_to_all(self):
        for path, name, takes in (
                ("token/login/", "Token Create",
                 {"password": text("Password", False),
                  "username": text("Username", False)}),
                ("jwt/create/", "Token Obtain Pair",
                 {"username": text("Username"),
                  "password": text("Password")}),
                ("jwt/refresh/", "Token Refresh",
                 {"refresh": text("Refresh"),
                  "access": text("Access", False, True)}),
                ("jwt/verify/", "Token Verify", {"token": text("Token")})):
            told = self.call("OPTIONS", path).json
            with self.subTest(path=path):
                self.assertEqual((told["name"], told["actions"]),
                                 (name, {"POST": takes}))
                self.assertEqual(list(told["actions"]["POST"]), list(takes))
                self.assertRegex(told["description"], r"^[A-Z][\w ,]+\.$")

    def test_what_one_may_not_do_is_not_told(self):
        ada, ben = self.account(), self.account("ben")
        key = self.key(ada)
        for path in (f"users/{ben.id}/", "users/999/", "users/x/"):
            self.expect(self.call("OPTIONS", path, token=key), 200, {
                "name": "User Instance", "description": "", **MEDIA})
        self.assertNotIn("actions", self.call("OPTIONS", "/auth/",
                                              token=key).json)
        self.assertNotIn("actions", self.call("OPTIONS", "token/logout/",
                                              token=key).json)


class NoTokens(Talk):
    conf = 'api "djoser" { token_model = "none" }'

    def test_no_opaque_tokens_are_issued_but_those_that_are_there_hold(self):
        ada = self.account()
        self.expect(self.login(ada), 404, NOT_FOUND)
        self.expect(self.call("OPTIONS", "token/login/"), 404, NOT_FOUND)
        self.sql("INSERT INTO authtoken_token VALUES "
                 f"('{'a' * 40}', '2026-01-01', {ada.id})")
        key = f"Token {'a' * 40}"
        self.expect(self.post("token/logout/", token=key), 204)
        self.expect(self.call("GET", "users/me/", token=key), 200)
        self.assertNotIn("token/login", self.portress("routes").stdout)


if __name__ == "__main__":
    main()
