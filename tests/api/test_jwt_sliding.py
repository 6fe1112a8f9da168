"""Sliding tokens: one that signs in, and is made good for longer by itself."""

import time

from harness import main
from people import *

KEY = "the key of these tests' JWTs, long enough"
INVALID = faulty("Token is invalid")
BLACKLISTED = faulty("Token is blacklisted")
WRONG_TYPE = faulty("Token has wrong type")
GONE = {"detail": "No active account found for the given token."}


def tried(**messages):
    """The body of a 401 that tells of each class that was tried."""
    return {"detail": "Given token not valid for any token type",
            "code": "token_not_valid",
            "messages": [{"token_class": name.title() + "Token",
                          "token_type": name, "message": message}
                         for name, message in messages.items()]}


class Sliding(Talk):
    conf = f"""api "djoser" {{
	signing_key = "{KEY}"
	token_obtain_serializer = "TokenObtainSlidingSerializer"
	token_refresh_serializer = "TokenRefreshSlidingSerializer"
	auth_token_classes = {{ "SlidingToken" }}
	sliding_token_lifetime = 200
	sliding_token_refresh_lifetime = 4000
	check_revoke_token = true
	blacklist_after_rotation = true
}}"""

    def obtain(self, account):
        answer = self.expect(self.grant(account), 200)
        self.assertEqual(list(answer.json), ["token"])
        return answer.json["token"]

    def slide(self, token):
        return self.post("jwt/refresh/", {"token": token})

    def me(self, token):
        return self.call("GET", "users/me/", token="Bearer " + token)

    def made(self, account, **others):
        """One of ours, with other claims."""
        token = self.obtain(account)
        got = {**claims_of(token), "jti": "made here", **others}
        return sign({name: value for name, value in got.items()
                     if value is not ...}, KEY)

    def recorded(self):
        return self.sql(
            "SELECT jti, user_id, TIMESTAMPDIFF(SECOND, '1970-01-01', "
            "expires_at) FROM token_blacklist_outstandingtoken ORDER BY id")

    def blacklist(self):
        self.sql("INSERT INTO token_blacklist_blacklistedtoken "
                 "(blacklisted_at, token_id) SELECT UTC_TIMESTAMP(), id "
                 "FROM token_blacklist_outstandingtoken")

    def test_what_stands_in_one(self):
        ada = self.account()
        got = claims_of(self.obtain(ada))
        self.assertEqual(list(got), ["token_type", "exp", "iat", "jti",
                                     "refresh_exp", "user_id",
                                     "hash_password"])
        self.assertEqual(got["token_type"], "sliding")
        self.assertEqual(got["user_id"], str(ada.id))
        self.assertEqual(got["exp"], got["iat"] + 200)
        self.assertEqual(got["refresh_exp"], got["iat"] + 4000)
        self.assertEqual(self.recorded(),
                         [[got["jti"], str(ada.id), str(got["exp"])]])

    def test_it_signs_in(self):
        ada = self.account()
        token = self.obtain(ada)
        self.expect(self.me(token), 200)
        self.expect(self.post("jwt/verify/", {"token": token}), 200, {})
        self.expect(self.me(sign(claims(ada.id), KEY)), 401,
                    tried(sliding="Token has wrong type"))

    def test_it_is_made_good_for_longer(self):
        ada = self.account()
        now = int(time.time())
        old = self.made(ada, iat=now - 100, exp=now + 50,
                        refresh_exp=now + 60, role="cook")
        answer = self.expect(self.slide(old), 200)
        self.assertEqual(list(answer.json), ["token"])
        new = claims_of(answer.json["token"])
        self.assertGreaterEqual(new["iat"], now)
        self.assertEqual(new["exp"], new["iat"] + 200)
        for name in ("token_type", "jti", "refresh_exp", "user_id", "role",
                     "hash_password"):
            self.assertEqual(new[name], claims_of(old)[name])
        self.expect(self.me(answer.json["token"]), 200)
        self.expect(self.slide(answer.json["token"]), 200)

    def test_its_row_goes_on_with_it(self):
        ada = self.account()
        token = self.obtain(ada)
        self.sql("UPDATE token_blacklist_outstandingtoken "
                 "SET expires_at = '2001-01-01'")
        new = claims_of(self.slide(token).json["token"])
        self.assertEqual(self.recorded(),
                         [[new["jti"], str(ada.id), str(new["exp"])]])

    def test_it_can_be_too_late(self):
        ada = self.account()
        now = int(time.time())
        for others, said in (
                ({"refresh_exp": now - 1},
                 faulty("Token 'refresh_exp' claim has expired")),
                ({"refresh_exp": ...},
                 faulty("Token has no 'refresh_exp' claim")),
                ({"refresh_exp": "soon"}, INVALID),
                ({"exp": now - 1}, faulty("Token is expired")),
                ({"exp": ...}, faulty("Token has no 'exp' claim")),
                ({"jti": ...}, faulty("Token has no id")),
                ({"token_type": "access"}, WRONG_TYPE),
                ({"token_type": "refresh"}, WRONG_TYPE),
                ({"token_type": ...}, faulty("Token has no type"))):
            with self.subTest(others=others):
                token = self.made(ada, **others)
                with self.untouched():
                    self.expect(self.slide(token), 401, said)

    def test_fields(self):
        self.refused((
            (None, 400, {"token": [REQUIRED]}),
            ({"refresh": "x"}, 400, {"token": [REQUIRED]}),
            ({"token": None}, 400, {"token": [NULL]}),
            ({"token": ""}, 400, {"token": [BLANK]}),
            ({"token": "x"}, 401, INVALID),
        ), path="jwt/refresh/")

    def test_options_tell_what_is_taken(self):
        takes = self.call("OPTIONS", "jwt/refresh/").json["actions"]["POST"]
        self.assertEqual(list(takes), ["token"])

    def test_blacklisted_it_is_no_good(self):
        ada = self.account()
        token = self.obtain(ada)
        self.blacklist()
        self.expect(self.me(token), 401, tried(sliding="Token is blacklisted"))
        self.expect(self.slide(token), 401, BLACKLISTED)
        self.expect(self.post("jwt/verify/", {"token": token}), 400,
                    {"non_field_errors": ["Token is blacklisted"]})

    def test_who_is_switched_off_or_gone(self):
        ada = self.account()
        token = self.obtain(ada)
        self.alter(ada, is_active=0)
        self.expect(self.slide(token), 401, GONE)
        self.expect(self.me(token), 401, {
            "detail": "User is inactive", "code": "user_inactive"})
        self.expect(self.slide(self.made(self.account("bob"),
                                         user_id="999999")), 401, GONE)

    def test_another_password_ends_it(self):
        ada = self.account()
        token = self.obtain(ada)
        self.expect(self.post("users/set_password/", {
            "new_password": FRESH, "current_password": PASSWORD},
            token="Bearer " + token), 204)
        self.expect(self.me(token), 401, {
            "detail": "The user's password has been changed.",
            "code": "password_changed"})
        self.expect(self.slide(token), 401, {
            "detail": "The user's password has been changed."})
        self.expect(self.slide(token), 401, BLACKLISTED)


class Both(Talk):
    conf = f"""api "djoser" {{
	signing_key = "{KEY}"
	auth_token_classes = {{ "AccessToken", "SlidingToken" }}
}}"""

    def test_each_class_is_tried_in_turn(self):
        ada = self.account()
        now = int(time.time())

        def me(token):
            return self.call("GET", "users/me/", token="Bearer " + token)

        for kind in ("access", "sliding"):
            self.expect(me(sign(claims(ada.id, kind), KEY)), 200)
        for token, one, other in (
                ("x", "Token is invalid", "Token is invalid"),
                ("0" * 40, "Token is invalid", "Token is invalid"),
                (sign(claims(ada.id, "refresh"), KEY),
                 "Token has wrong type", "Token has wrong type"),
                (sign(claims(ada.id, exp=now - 5), KEY),
                 "Token is expired", "Token is expired"),
                (sign(claims(ada.id, token_type=...), KEY),
                 "Token has no type", "Token has no type")):
            self.expect(me(token), 401, tried(access=one, sliding=other))

    def test_what_is_blacklisted_is_so_as_a_sliding_token(self):
        ada = self.account()
        token = self.expect(self.grant(ada), 200).json["refresh"]
        self.expect(self.post("jwt/blacklist/", {"refresh": token}), 200)
        self.expect(self.call("GET", "users/me/", token="Bearer " + token),
                    401, tried(access="Token has wrong type",
                               sliding="Token is blacklisted"))


class Opposite(Talk):
    """The order is the setting's."""

    conf = """api "djoser" {
	auth_token_classes = { "SlidingToken", "AccessToken" }
}"""

    def test_classes_are_told_in_their_order(self):
        self.expect(self.call("GET", "users/me/", token="Bearer x"), 401,
                    tried(sliding="Token is invalid",
                          access="Token is invalid"))


if __name__ == "__main__":
    main()
