"""Several apis in one Portress: by prefix and by host name."""

from harness import link, main
from people import *

CONF = """
api "shop" {
	prefix = "/shop/api/"
	send_activation_email = true
	email_frontend_domain = "shop.example"
	signing_key = "the key of the shop, which is long enough"
	access_token_lifetime = 7
}
api "named" {
	prefix = "/both/"
	host = { "one.example", "two.example" }
	user_create_password_retype = true
}
api "other" {
	prefix = "/both/"
	host = { "three.example" }
	auth_header_types = { "JWT" }
}
api "any" {
	prefix = "/any/"
}
api "inner" {
	prefix = "/any/v2/"
	auth_header_types = { "Inner" }
}
api "any-named" {
	prefix = "/any/"
	host = { "one.example" }
	auth_header_types = { "One" }
}
"""
GOOD = {"username": "ada", "email": "ada@example.com", "password": PASSWORD}


class Apis(Talk):
    conf = CONF

    def realm(self, path, host):
        return self.call("GET", path, headers={"Host": host}).headers[
            "WWW-Authenticate"]

    def test_each_has_settings_of_its_own(self):
        self.expect(self.post("/shop/api/users/", GOOD), 201)
        self.expect(self.post("/auth/users/", dict(GOOD, username="ben")),
                    201)
        self.assertEqual(self.sql("SELECT username, is_active FROM auth_user "
                                  "ORDER BY id"), [["ada", "0"], ["ben", "1"]])
        mail = self.mail("ada@example.com")
        self.assertIn("://shop.example/activate/", mail.as_string())
        self.assertEqual(len(self.settled()), 1)
        pair = dict(zip(("uid", "token"), link(mail)))
        self.expect(self.post("/shop/api/users/activation/", pair), 204)

    def test_accounts_are_shared_keys_are_not(self):
        self.expect(self.post("/auth/users/", GOOD), 201)
        pair = self.expect(self.post("/shop/api/jwt/create/", {
            "username": "ada", "password": PASSWORD}), 200).json
        got = claims_of(pair["access"])
        self.assertEqual(got["exp"] - got["iat"], 7)
        bearer = "Bearer " + pair["access"]
        self.expect(self.call("GET", "/shop/api/users/me/", token=bearer),
                    200)
        self.expect(self.call("GET", "/auth/users/me/", token=bearer), 401,
                    not_valid("Token is invalid"))
        self.expect(self.post("/auth/jwt/verify/",
                              {"token": pair["refresh"]}), 401)
        # Opaque keys are the account's, wherever they came from.
        key = self.post("/shop/api/token/login/", {
            "username": "ada", "password": PASSWORD}).json["auth_token"]
        self.expect(self.call("GET", "/auth/users/me/",
                              token=f"Token {key}"), 200)

    def test_host_names_part_a_prefix(self):
        for host, scheme in (
                ("one.example", "Bearer"), ("two.example", "Bearer"),
                ("ONE.Example", "Bearer"), ("one.example:8080", "Bearer"),
                ("one.example.", "Bearer"),     # RFC 1034: the root's dot
                ("three.example", "JWT"), ("three.example:80", "JWT")):
            with self.subTest(host):
                self.assertEqual(self.realm("/both/users/me/", host),
                                 f'{scheme} realm="api"')
        for host in ("four.example", "example", "xone.example",
                     "one.example.evil.example"):
            with self.subTest(host):
                self.expect(self.call("GET", "/both/users/me/",
                                      headers={"Host": host}), 404, NOT_FOUND)

    def test_a_named_host_comes_before_any(self):
        self.assertEqual(self.realm("/any/users/me/", "one.example"),
                         'One realm="api"')
        self.assertEqual(self.realm("/any/users/me/", "two.example"),
                         'Bearer realm="api"')

    def test_the_longer_prefix_counts(self):
        self.assertEqual(self.realm("/any/v2/users/me/", "two.example"),
                         'Inner realm="api"')
        self.expect(self.call("GET", "/any/v2/users/me/",
                              headers={"Host": "one.example"}), 404)

    def test_no_host_at_all(self):
        answer = self.raw(b"GET /both/users/me/ HTTP/1.0\r\n\r\n")
        self.assertRegex(answer, rb"^HTTP/1\.1 404 ")
        answer = self.raw(b"GET /any/users/me/ HTTP/1.0\r\n\r\n")
        self.assertRegex(answer, rb"^HTTP/1\.1 401 ")

    def test_a_prefix_is_a_prefix_of_the_path_only(self):
        for path in ("/shop/", "/shop/api", "/shop/apiusers/", "/api/users/",
                     "/shop/users/", "/shop/api/auth/users/", "/both/"):
            with self.subTest(path):
                self.expect(self.call("GET", path), 404, NOT_FOUND)


if __name__ == "__main__":
    main()
