"""jwt/refresh/ and jwt/verify/, and what stands in the tokens."""

import time

from harness import main
from people import *

KEY = "the key of these tests' JWTs, long enough"
INVALID = faulty("Token is invalid")
EXPIRED = faulty("Token is expired")
CLAIMS = ["token_type", "exp", "iat", "jti", "user_id"]
WRONG_TYPE = faulty("Token has wrong type")
GONE = {"detail": "No active account found for the given token."}


class Jwt(Talk):
    conf = f"""
api "djoser" {{
	signing_key = "{KEY}"
	access_token_lifetime = 200
	refresh_token_lifetime = 4000
}}
"""

    def refresh(self, text, **more):
        return self.post("jwt/refresh/", {"refresh": text}, **more)

    def verify(self, text, **more):
        return self.post("jwt/verify/", {"token": text}, **more)

    def test_what_stands_in_a_pair(self):
        ada = self.account()
        before = int(time.time())
        pair = self.grant(ada).json
        after = int(time.time())
        for name, seconds in (("access", 200), ("refresh", 4000)):
            token = pair[name]
            self.assertEqual(list(header_of(token).items()),
                             [("alg", "HS256"), ("typ", "JWT")])
            got = claims_of(token)
            self.assertEqual(list(got), CLAIMS)
            self.assertEqual(got["token_type"], name)
            self.assertEqual(got["user_id"], str(ada.id))
            self.assertTrue(before <= got["iat"] <= after)
            self.assertEqual(got["exp"], got["iat"] + seconds)
            self.assertRegex(got["jti"], r"^[0-9a-f]{32}$")
            self.assertEqual(token, sign(got, KEY), "another signature")

    def test_no_two_tokens_are_alike(self):
        ada = self.account()
        pairs = [self.grant(ada).json for _ in range(3)]
        self.assertEqual(len({claims_of(pair[name])["jti"] for pair in pairs
                              for name in pair}), 6)

    def test_a_refresh_token_is_recorded_but_cannot_be_stolen_there(self):
        ada = self.account()
        token = self.grant(ada).json["refresh"]
        got = claims_of(token)
        rows = self.sql(
            "SELECT user_id, jti, TIMESTAMPDIFF(SECOND, '1970-01-01', "
            "created_at), TIMESTAMPDIFF(SECOND, '1970-01-01', expires_at), "
            "token FROM token_blacklist_outstandingtoken")
        self.assertEqual(rows[0][:4], [str(ada.id), got["jti"],
                                       str(got["iat"]), str(got["exp"])])
        self.expect(self.refresh(rows[0][4]), 401)

    def test_a_refresh_token_gives_access(self):
        ada = self.account()
        pair = self.grant(ada).json
        with self.untouched():
            answer = self.expect(self.refresh(pair["refresh"]), 200)
        self.assertEqual(list(answer.json), ["access"])
        got = claims_of(answer.json["access"])
        self.assertEqual(list(got), CLAIMS)
        self.assertEqual(got["token_type"], "access")
        self.assertNotEqual(got["jti"], claims_of(pair["access"])["jti"])
        self.expect(self.call("GET", "users/me/", token="Bearer " +
                              answer.json["access"]), 200)

    def test_a_fresh_access_token_has_a_fresh_iat(self):
        ada = self.account()
        old = sign(claims(ada.id, "refresh", iat=int(time.time()) - 500),
                   KEY)
        answer = self.expect(self.refresh(old), 200)
        self.assertLess(time.time() - claims_of(answer.json["access"])["iat"],
                        60)

    def test_any_type_is_verified(self):
        ada = self.account()
        pair = self.grant(ada).json
        for token in (pair["access"], pair["refresh"],
                      sign(claims(ada.id, "other"), KEY)):
            self.expect(self.verify(token), 200, {})

    def test_a_user_id_may_be_a_number(self):
        ada = self.account()
        token = sign(claims(ada.id, "refresh", user_id=ada.id), KEY)
        answer = self.expect(self.refresh(token), 200)
        self.assertEqual(claims_of(answer.json["access"])["user_id"],
                         str(ada.id))

    def test_what_no_token_is(self):
        ada = self.account()
        pair = self.grant(ada).json
        now = int(time.time())

        def of(**others):
            return sign(claims(ada.id, "refresh", **others), KEY)

        head, body, mac = pair["refresh"].split(".")
        for name, token, said in (
                ("no token", "x", INVALID),
                ("dots", "..", INVALID),
                ("two parts", f"{head}.{body}", INVALID),
                ("no signature", f"{head}.{body}.", INVALID),
                ("four parts", f"{head}.{body}.{mac}.x", INVALID),
                ("another's signature",
                 f"{head}.{body}.{pair['access'].split('.')[2]}", INVALID),
                ("a changed claim", sign(claims(ada.id + 1, "refresh"), KEY)
                 .rsplit(".", 1)[0] + "." + mac, INVALID),
                ("another key", sign(claims(ada.id, "refresh"), "x" * 40),
                 INVALID),
                ("no key", sign(claims(ada.id, "refresh"), ""), INVALID),
                ("alg none", sign(claims(ada.id, "refresh"), KEY, header={
                    "alg": "none", "typ": "JWT"}), INVALID),
                ("alg none, unsigned",
                 sign(claims(ada.id, "refresh"), KEY, header={
                     "alg": "none"}).rsplit(".", 1)[0] + ".", INVALID),
                ("alg None", sign(claims(ada.id, "refresh"), KEY, header={
                    "alg": "None"}), INVALID),
                ("no alg", sign(claims(ada.id, "refresh"), KEY,
                                header={"typ": "JWT"}), INVALID),
                ("alg no text", sign(claims(ada.id, "refresh"), KEY,
                                     header={"alg": ["HS256"]}), INVALID),
                ("another algorithm", sign(claims(ada.id, "refresh"), KEY,
                                           "HS512"), INVALID),
                ("HS512 called HS256", sign(
                    claims(ada.id, "refresh"), KEY, "HS512",
                    {"alg": "HS256", "typ": "JWT"}), INVALID),
                ("RS256", sign(claims(ada.id, "refresh"), KEY,
                               header={"alg": "RS256"}), INVALID),
                ("crit", sign(claims(ada.id, "refresh"), KEY, header={
                    "alg": "HS256", "crit": ["x"], "x": 1}), INVALID),
                ("a header that is a list", sign(
                    claims(ada.id, "refresh"), KEY, header=["HS256"]),
                 INVALID),
                ("a header that is no JSON", sign(
                    claims(ada.id, "refresh"), KEY, header=b"{"), INVALID),
                ("claims that are a list", sign([1], KEY), INVALID),
                ("claims that are no JSON", sign(b'{"exp"', KEY), INVALID),
                ("claims that are not UTF-8", sign(b'{"a":"\xff"}', KEY),
                 INVALID),
                ("claims nested deeply", sign(
                    b"[" * 5000 + b"]" * 5000, KEY), INVALID),
                ("expired", of(seconds=-1), EXPIRED),
                ("expired just now", of(seconds=0), EXPIRED),
                ("expired long ago", of(exp=0), EXPIRED),
                ("an expiry that is text", of(exp="soon"), INVALID),
                ("an expiry that is a list", of(exp=[now]), INVALID),
                ("no expiry", of(exp=...), faulty("Token has no 'exp' "
                                                  "claim")),
                ("not before tomorrow", of(nbf=now + 86400), INVALID),
                ("made tomorrow", of(iat=now + 86400), INVALID),
                ("no id", of(jti=...), faulty("Token has no id")),
                ("non-ASCII", "ä.ö.ü", INVALID),
                ("spaces", pair["refresh"].replace(".", " ."), INVALID),
                ("padding", f"{head}=.{body}.{mac}", INVALID),
                ("very long", "x" * 30000, INVALID),
                ("long claims", sign({"x": "y" * 3000}, KEY),
                 faulty("Token has no 'exp' claim")),
        ):
            for path, member in (("refresh", "refresh"),
                                 ("verify", "token")):
                with self.subTest(name, path=path), self.untouched():
                    answer = self.post(f"jwt/{path}/", {member: token})
                    self.expect(answer, 401, said)

    def test_a_type_is_asked_for_at_refresh(self):
        ada = self.account()
        for token, said in (
                (self.grant(ada).json["access"], WRONG_TYPE),
                (sign(claims(ada.id, "other"), KEY), WRONG_TYPE),
                (sign(claims(ada.id, token_type=...), KEY),
                 faulty("Token has no type")),
                (sign(claims(ada.id, token_type=["refresh"]), KEY),
                 WRONG_TYPE),
                (sign(claims(ada.id, token_type=None), KEY), WRONG_TYPE)):
            self.expect(self.refresh(token), 401, said)

    def test_a_refused_token_names_the_scheme(self):
        answer = self.refresh("x")
        self.assertEqual(answer.headers["WWW-Authenticate"],
                         'Bearer realm="api"')

    def test_a_token_of_nobody_does_not_refresh(self):
        for user_id in (999999, "999999", "x", -1, None, [], 1.5, "",
                        "9" * 40, 2 ** 63):
            with self.subTest(user_id=user_id):
                answer = self.refresh(sign(
                    claims(0, "refresh", user_id=user_id), KEY))
                self.assertEqual(answer.status, 401, answer)

    def test_who_is_switched_off_or_gone_does_not_refresh(self):
        ada = self.account()
        token = self.grant(ada).json["refresh"]
        self.alter(ada, is_active=0)
        self.expect(self.refresh(token), 401, GONE)
        self.alter(ada, is_active=1)
        self.expect(self.refresh(token), 200)
        self.expect(self.call(
            "DELETE", "users/me/", {"current_password": PASSWORD},
            token=self.key(ada)), 204)
        self.assertEqual(self.refresh(token).status, 401)

    def test_a_blacklisted_token_does_not_refresh(self):
        ada = self.account()
        token = self.grant(ada).json["refresh"]
        self.sql("INSERT INTO token_blacklist_blacklistedtoken "
                 "(blacklisted_at, token_id) SELECT UTC_TIMESTAMP(), id "
                 "FROM token_blacklist_outstandingtoken")
        self.expect(self.refresh(token), 401, faulty("Token is blacklisted"))
        # Without rotation nobody asks about verifying; see simplejwt.
        self.expect(self.verify(token), 200, {})

    def test_fields(self):
        for path, field in (("refresh", "refresh"), ("verify", "token")):
            self.refused((
                (None, 400, {field: [REQUIRED]}),
                ({field: None}, 400, {field: [NULL]}),
                ({field: ""}, 400, {field: [BLANK]}),
                ({field: False}, 400, {field: [NOT_TEXT]}),
                ({field: ["x"]}, 400, {field: [NOT_TEXT]}),
                ({field: 5}, 401, INVALID),
                ({field: "a\0b"}, 400, {field: [NUL]}),
            ), path=f"jwt/{path}/")

    def test_authorization_is_not_looked_at(self):
        ada = self.account()
        pair = self.grant(ada).json
        for sent in ("Token nope", "Bearer", "Bearer x", "Token a b"):
            self.expect(self.refresh(pair["refresh"], token=sent), 200)
            self.expect(self.verify(pair["access"], token=sent), 200, {})
            self.expect(self.post("jwt/create/", {
                "username": "ada", "password": PASSWORD}, token=sent), 200)


class ShortLived(Talk):
    conf = """
api "djoser" {
	access_token_lifetime = 1
	refresh_token_lifetime = 1
}
"""

    def test_tokens_expire(self):
        ada = self.account()
        pair = self.grant(ada).json
        wait_for(lambda: time.time() >= claims_of(pair["refresh"])["exp"] + .1)
        self.expect(self.post("jwt/refresh/", {"refresh": pair["refresh"]}),
                    401, EXPIRED)
        self.expect(self.post("jwt/verify/", {"token": pair["access"]}),
                    401, EXPIRED)
        self.expect(self.call("GET", "users/me/",
                              token="Bearer " + pair["access"]), 401,
                    not_valid("Token is expired"))


class Particular(Talk):
    """Another algorithm, an issuer and an audience."""

    conf = f"""
api "djoser" {{
	signing_key = "{KEY}"
	algorithm = "HS512"
	issuer = "https://example.com/"
	audience = "shop"
	leeway = 60
}}
"""

    def verify(self, **others):
        made = claims(1, iss="https://example.com/", aud="shop")
        made.update(others)
        made = {name: value for name, value in made.items()
                if value is not ...}
        return self.post("jwt/verify/", {"token": sign(made, KEY, "HS512")})

    def test_what_is_given_is_taken(self):
        ada = self.account()
        pair = self.grant(ada).json
        self.assertEqual(header_of(pair["access"])["alg"], "HS512")
        got = claims_of(pair["access"])
        self.assertEqual((got["iss"], got["aud"]),
                         ("https://example.com/", "shop"))
        self.assertEqual(pair["access"], sign(got, KEY, "HS512"))
        self.expect(self.call("GET", "users/me/",
                              token="Bearer " + pair["access"]), 200)
        self.expect(self.post("jwt/refresh/", {"refresh": pair["refresh"]}),
                    200)

    def test_issuer_and_audience_are_asked_for(self):
        self.expect(self.verify(), 200, {})
        for others in ({"iss": ...}, {"iss": "https://evil.example/"},
                       {"iss": ["https://example.com/"]}, {"aud": ...},
                       {"aud": "bank"}, {"aud": ["bank"]}, {"aud": 5}):
            with self.subTest(others=others):
                self.expect(self.verify(**others), 401, INVALID)
        self.expect(self.verify(aud=["bank", "shop"]), 200, {})

    def test_clocks_may_differ_by_the_leeway(self):
        now = int(time.time())
        self.expect(self.verify(exp=now - 30), 200, {})
        self.expect(self.verify(exp=now - 90), 401, EXPIRED)

    def test_another_algorithm_is_refused(self):
        made = claims(1, iss="https://example.com/", aud="shop")
        for algorithm in ("HS256", "HS384"):
            self.expect(self.post("jwt/verify/", {
                "token": sign(made, KEY, algorithm)}), 401, INVALID)


if __name__ == "__main__":
    main()
