"""The header Authorization: what is understood, what is refused how."""

from harness import main
from people import *

KEY = "the key of these tests' JWTs, long enough"
INVALID_TOKEN = {"detail": "Invalid token."}
BAD_BEARER = {"detail": "Authorization header must contain two "
                        "space-delimited values",
              "code": "bad_authorization_header"}
INVALID = not_valid("Token is invalid")


class Authorization(Talk):
    conf = f"""
api "djoser" {{
	signing_key = "{KEY}"
}}
"""

    def me(self, sent):
        return self.call("GET", "users/me/", token=sent)

    def test_what_is_understood(self):
        ada = self.account()
        key = self.key(ada).split()[1]
        access = self.grant(ada).json["access"]
        for sent in (f"Token {key}", f"token {key}", f"TOKEN {key}",
                     f"  Token   {key}  ", f"Token\t{key}",
                     f"Bearer {access}", f"  Bearer   {access} ",
                     f"JWT {access}", f"Bearer {key}", f"JWT {key}"):
            with self.subTest(sent[:12]):
                answer = self.me(sent)
                self.expect(answer, 200)
                self.assertEqual(answer.json["id"], ada.id)

    def test_what_is_not_looked_at(self):
        ada = self.account()
        key = self.key(ada).split()[1]
        access = self.grant(ada).json["access"]
        for sent in (None, "", "   ", f"bearer {access}", f"BEARER {access}",
                     f"jwt {access}", f"Basic {key}", "Basic YTpi", "Basic",
                     access, key, f"Tokens {key}", "Digest a, b",
                     "Tökén x", "\x01"):
            with self.subTest(f"{sent!r:.30}"):
                answer = self.me(sent)
                self.expect(answer, 401, NO_CREDENTIALS)
                self.assertEqual(answer.headers["WWW-Authenticate"],
                                 'Bearer realm="api"')

    def test_what_is_refused(self):
        ada = self.account()
        key = self.key(ada).split()[1]
        access = self.grant(ada).json["access"]
        for sent, body in (
                ("Token", {"detail": "Invalid token header. No credentials "
                                     "provided."}),
                ("token ", {"detail": "Invalid token header. No credentials "
                                      "provided."}),
                ("Token a b", {"detail": "Invalid token header. Token string "
                                         "should not contain spaces."}),
                (f"Token {key} {key}", {
                    "detail": "Invalid token header. Token string should not "
                              "contain spaces."}),
                ("Token nope", INVALID_TOKEN),
                ("Token " + "0" * 40, INVALID_TOKEN),
                (f"Token {key[:-1]}", INVALID_TOKEN),
                (f"Token {key}0", INVALID_TOKEN),
                (f"Token {key[:-1]}%", INVALID_TOKEN),
                (f"Token {key.upper()}x", INVALID_TOKEN),
                (f"Token {access}", INVALID_TOKEN),
                (f"Token {key},Token", INVALID_TOKEN),
                ("Token " + "x" * 3000, INVALID_TOKEN),
                ("Bearer", BAD_BEARER),
                ("JWT", BAD_BEARER),
                ("Bearer a b", BAD_BEARER),
                (f"Bearer {access}, Bearer {access}", BAD_BEARER),
                (f"Bearer {access} x y z", BAD_BEARER),
                ("Bearer x", INVALID),
                ("Bearer " + "0" * 40, INVALID),
                (f"Bearer {access},x", INVALID),
                (f"Bearer {access[:-2]}", INVALID),
                ("Bearer " + "x" * 3000, INVALID)):
            with self.subTest(f"{sent!r:.30}"), self.untouched():
                answer = self.me(sent)
                self.expect(answer, 401, body)
                self.assertEqual(answer.headers["WWW-Authenticate"],
                                 'Bearer realm="api"')

    def test_jwts_are_refused_for_their_faults(self):
        ada = self.account()
        for token, said in (
                (self.grant(ada).json["refresh"], "Token has wrong type"),
                (sign(claims(ada.id, "other"), KEY), "Token has wrong type"),
                (sign(claims(ada.id, seconds=-5), KEY), "Token is expired"),
                (sign(claims(ada.id), "x" * 40), "Token is invalid"),
                (sign(claims(ada.id), KEY, header={"alg": "none"}),
                 "Token is invalid"),
                (sign(claims(ada.id, exp=...), KEY),
                 "Token has no 'exp' claim"),
                (sign(claims(ada.id, jti=...), KEY), "Token has no id"),
                (sign(claims(ada.id, token_type=...), KEY),
                 "Token has no type")):
            with self.subTest(said):
                self.expect(self.me("Bearer " + token), 401, not_valid(said))

    def test_whom_a_jwt_names_must_be_there(self):
        ada = self.account()
        gone = {"detail": "User not found", "code": "user_not_found"}
        nobody = {"detail":
                  "Token contained no recognizable user identification",
                  "code": "token_not_valid"}
        self.expect(self.me("Bearer " + sign(
            claims(0, user_id=...), KEY)), 401, nobody)
        for user_id in (ada.id + 999, str(ada.id + 999), -1, 0, 2 ** 31):
            with self.subTest(user_id=user_id):
                self.expect(self.me("Bearer " + sign(
                    claims(0, user_id=user_id), KEY)), 401, gone)
        # The real one fails at these; any 401 will do.
        for user_id in ("x", None, [], {}, "", 1.5, True, 2 ** 70,
                        f"{ada.id} OR 1=1", "\0"):
            with self.subTest(user_id=user_id):
                self.expect(self.me("Bearer " + sign(
                    claims(0, user_id=user_id), KEY)), 401)
        self.expect(self.me("Bearer " + sign(
            claims(0, user_id=ada.id), KEY)), 200)

    def test_who_is_switched_off_is_refused_at_once(self):
        ada = self.account()
        key, bearer = self.key(ada), self.bearer(ada)
        self.alter(ada, is_active=0)
        self.expect(self.me(key), 401,
                    {"detail": "User inactive or deleted."})
        self.expect(self.me("Bearer " + key.split()[1]), 401,
                    {"detail": "User inactive or deleted."})
        self.expect(self.me(bearer), 401, {"detail": "User is inactive",
                                           "code": "user_inactive"})
        self.alter(ada, is_active=1)
        self.expect(self.me(key), 200)

    def test_who_was_deleted_is_refused_at_once(self):
        ada = self.account()
        key, bearer = self.key(ada), self.bearer(ada)
        self.expect(self.call("DELETE", "users/me/",
                              {"current_password": PASSWORD}, token=key), 204)
        self.expect(self.me(key), 401, INVALID_TOKEN)
        self.expect(self.me(bearer), 401, {"detail": "User not found",
                                           "code": "user_not_found"})

    def test_a_bad_one_is_refused_even_where_none_is_needed(self):
        ada = self.account()
        bodies = {
            "users/": {"username": "ben", "password": PASSWORD},
            "users/activation/": {"uid": "x", "token": "y"},
            "users/resend_activation/": {"email": ada.email},
            "users/reset_password/": {"email": ada.email},
            "users/reset_password_confirm/": {
                "uid": "x", "token": "y", "new_password": FRESH},
            "token/login/": {"username": "ada", "password": PASSWORD},
            "token/logout/": {},
        }
        with self.untouched():
            for path, body in bodies.items():
                with self.subTest(path):
                    self.expect(self.post(path, body, token="Token nope"),
                                401, INVALID_TOKEN)
                    self.expect(self.post(path, body, token="Bearer x"),
                                401, INVALID)

    def test_it_is_refused_before_anything_else_is_looked_at(self):
        for method, path, body in (
                ("PATCH", "users/", None), ("GET", "token/login/", None),
                ("BREW", "users/me/", None), ("OPTIONS", "users/", None),
                ("POST", "users/", "{"), ("POST", "users/", "[]")):
            with self.subTest(method=method, path=path, body=body):
                self.expect(self.call(method, path, body,
                                      token="Token nope"), 401, INVALID_TOKEN)
        # but not before a path that does not exist
        self.expect(self.call("GET", "nowhere/", token="Token nope"), 404,
                    NOT_FOUND)

    def test_credentials_are_taken_from_the_header_only(self):
        ada = self.account()
        key = self.key(ada).split()[1]
        for path, more in (
                (f"users/me/?token={key}", {}),
                (f"users/me/?access_token={key}&auth_token={key}", {}),
                ("users/me/", {"headers": {"Cookie": f"auth_token={key}"}}),
                ("users/me/", {"headers": {"X-Authorization":
                                           f"Token {key}"}}),
                ("users/me/", {"headers": {"X-Auth-User": "ada"}}),
                ("users/me/", {"headers": {"Remote-User": "ada"}}),
                ("users/me/", {"headers": {"Proxy-Authorization":
                                           f"Token {key}"}})):
            with self.subTest(path=path, **more):
                self.expect(self.call("GET", path, **more), 401,
                            NO_CREDENTIALS)


class JwtOnly(Talk):
    conf = """
api "djoser" {
	default_authentication_classes = { "JWTAuthentication" }
}
"""

    def test_opaque_keys_are_taken_behind_no_word(self):
        ada = self.account()
        key = self.key(ada).split()[1]
        for word in ("Bearer", "JWT"):
            self.expect(self.call("GET", "users/me/", token=f"{word} {key}"),
                        401, INVALID)
        self.expect(self.call("GET", "users/me/", token=f"Token {key}"), 401,
                    NO_CREDENTIALS)
        self.expect(self.call("GET", "users/me/", token=self.bearer(ada)),
                    200)


class Ordered(Talk):
    conf = """
api "djoser" {
	default_authentication_classes = { "TokenAuthentication",
	    "JWTAuthentication" }
	auth_header_name = "HTTP_X_JWT"
}
"""

    def test_the_first_one_for_which_something_is_sent_decides(self):
        """As in DRF: perform_authentication asks them in turn."""
        ada, ben = self.account(), self.account("ben")
        key, header = self.key(ada), {"X-JWT": self.bearer(ben)}
        for sent, status, name in ((key, 200, "ada"), (None, 200, "ben"),
                                   ("Basic x", 200, "ben"),
                                   ("Token x", 401, None)):
            with self.subTest(sent):
                answer = self.call("GET", "users/me/", token=sent,
                                   headers=header)
                self.assertEqual(answer.status, status)
                self.assertEqual(answer.json.get("username"), name)
                if status == 401:
                    self.assertEqual(answer.headers["WWW-Authenticate"],
                                     "Token")


class Words(Talk):
    conf = """
api "djoser" {
	auth_header_types = { "JWT", "Access" }
}
"""

    def test_the_words_before_a_jwt_are_a_setting(self):
        ada = self.account()
        pair = self.grant(ada).json
        for word, status in (("JWT", 200), ("Access", 200), ("Bearer", 401),
                             ("access", 401)):
            self.expect(self.call("GET", "users/me/",
                                  token=f"{word} {pair['access']}"), status)
        answer = self.call("GET", "users/me/")
        self.assertEqual(answer.headers["WWW-Authenticate"],
                         'JWT realm="api"')


if __name__ == "__main__":
    main()
