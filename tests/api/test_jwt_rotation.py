"""Refresh tokens that rotate and end; JWTs that end with the password."""

import hashlib
import time

from harness import main
from people import *

KEY = "the key of these tests' JWTs, long enough"
INVALID = faulty("Token is invalid")
BLACKLISTED = faulty("Token is blacklisted")
WRONG_TYPE = faulty("Token has wrong type")
GONE = {"detail": "No active account found for the given token."}
CHANGED = "The user's password has been changed."


class Jwt(Talk):
    conf = f'api "djoser" {{ signing_key = "{KEY}" }}'

    def refresh(self, token):
        return self.post("jwt/refresh/", {"refresh": token})

    def verify(self, token):
        return self.post("jwt/verify/", {"token": token})

    def end(self, token, path="token/blacklist/"):
        return self.post(path, {"refresh": token})

    def pair(self, account):
        return self.expect(self.grant(account), 200).json

    def recorded(self):
        return self.sql("SELECT jti, user_id FROM "
                        "token_blacklist_outstandingtoken ORDER BY id")

    def blacklisted(self):
        return [row[0] for row in self.sql(
            "SELECT jti FROM token_blacklist_outstandingtoken o "
            "JOIN token_blacklist_blacklistedtoken b ON b.token_id = o.id "
            "ORDER BY b.id")]


class Ended(Jwt):
    """As things are by default: no rotation, but tokens can be ended."""

    def test_a_token_ends_once(self):
        ada = self.account()
        for path in ("token/blacklist/", "jwt/blacklist/"):
            pair = self.pair(ada)
            self.expect(self.refresh(pair["refresh"]), 200)
            self.expect(self.end(pair["refresh"], path), 200, {})
            self.expect(self.end(pair["refresh"], path), 401, BLACKLISTED)
            self.expect(self.refresh(pair["refresh"]), 401, BLACKLISTED)
            self.assertEqual(self.blacklisted()[-1],
                             claims_of(pair["refresh"])["jti"])
            # simplejwt asks about that with BLACKLIST_AFTER_ROTATION only.
            self.expect(self.verify(pair["refresh"]), 200, {})

    def test_another_one_goes_on(self):
        ada = self.account()
        one, other = self.pair(ada), self.pair(ada)
        self.expect(self.end(one["refresh"]), 200, {})
        self.expect(self.refresh(other["refresh"]), 200)

    def test_what_is_no_refresh_token_does_not_end(self):
        ada = self.account()
        pair = self.pair(ada)
        self.refused((
            (None, 400, {"refresh": [REQUIRED]}),
            ({"refresh": None}, 400, {"refresh": [NULL]}),
            ({"refresh": " "}, 400, {"refresh": [BLANK]}),
            ({"refresh": ["x"]}, 400, {"refresh": [NOT_TEXT]}),
            ({"refresh": "x"}, 401, INVALID),
            ({"refresh": pair["access"]}, 401, WRONG_TYPE),
            ({"refresh": sign(claims(ada.id, "sliding"), KEY)}, 401,
             WRONG_TYPE),
            ({"refresh": sign(claims(ada.id, "refresh"), "x" * 40)}, 401,
             INVALID),
            ({"refresh": sign(claims(ada.id, "refresh", seconds=-1), KEY)},
             401, faulty("Token is expired")),
            ({"refresh": sign(claims(ada.id, "refresh", jti=...), KEY)}, 401,
             faulty("Token has no id")),
            ({"refresh": sign(claims(ada.id, "refresh", jti="x" * 256),
                              KEY)}, 401, INVALID),
        ), path="token/blacklist/")

    def test_one_made_elsewhere_is_recorded_with_its_user(self):
        ada = self.account()
        for number, (user, jti) in enumerate((
                (ada.id, "elsewhere"), (999999, "of nobody"),
                ("x", "of nobody, either"), (..., "without"))):
            token = sign(claims(0, "refresh", user_id=user, jti=jti), KEY)
            self.expect(self.end(token), 200, {})
            self.expect(self.end(token), 401, BLACKLISTED)
            self.assertEqual(self.recorded()[number],
                             [jti, str(ada.id) if user == ada.id else None])
        rows = self.sql("SELECT COUNT(*) FROM token_blacklist_outstandingtoken"
                        " WHERE token LIKE '%.%' AND token NOT LIKE '%.%.%'")
        self.assertEqual(rows, [["4"]], "kept with its signature")

    def test_a_token_that_ended_is_first_of_all_that(self):
        """As simplejwt's BlacklistMixin.verify has it."""
        ada = self.account()
        token = sign(claims(ada.id, "refresh", jti="one"), KEY)
        self.expect(self.end(token), 200)
        other = sign(claims(ada.id, "access", jti="one"), KEY)
        self.expect(self.refresh(other), 401, BLACKLISTED)

    def test_many_at_once_end_it_once(self):
        ada = self.account()
        for token in (self.pair(ada)["refresh"],
                      sign(claims(ada.id, "refresh", jti="elsewhere"), KEY)):
            said = at_once(6, lambda _: self.end(token))
            self.assertEqual(sorted(answer.status for answer in said),
                             [200] + 5 * [401], said)

    def test_authorization_is_not_looked_at(self):
        ada = self.account()
        for sent in ("Token nope", "Bearer", "Bearer x"):
            self.expect(self.post(
                "token/blacklist/", {"refresh": self.pair(ada)["refresh"]},
                token=sent), 200, {})
        self.expect(self.call("GET", "token/blacklist/"), 405)

    def test_other_claims_go_on(self):
        ada = self.account()
        more = {"name": "Ada \u00e4\u20ac\U0001f600 \"A\"", "roles": ["a", {"b": None}],
                "rate": 1.5, "big": 2 ** 53 + 1, "ok": True, "sub": "s",
                "nbf": 1}
        old = claims(ada.id, "refresh", **more)
        got = claims_of(self.refresh(sign(old, KEY)).json["access"])
        self.assertEqual({name: got[name] for name in more}, more)
        self.assertEqual(list(got), ["token_type", "exp", "iat", "jti",
                                     "user_id", *more])
        self.assertNotEqual(got["jti"], old["jti"])


class Rotated(Jwt):
    conf = f"""api "djoser" {{
	signing_key = "{KEY}"
	rotate_refresh_tokens = true
}}"""

    def test_a_fresh_token_is_recorded_and_the_old_one_goes_on(self):
        ada = self.account()
        first = self.pair(ada)["refresh"]
        answer = self.expect(self.refresh(first), 200)
        self.assertEqual(list(answer.json), ["access", "refresh"])
        second = answer.json["refresh"]
        old, new = claims_of(first), claims_of(second)
        self.assertNotEqual(old["jti"], new["jti"])
        self.assertEqual(list(new), ["token_type", "exp", "iat", "jti",
                                     "user_id"])
        self.assertEqual((new["token_type"], new["user_id"]),
                         ("refresh", str(ada.id)))
        self.assertEqual(new["exp"], new["iat"] + 86400)
        self.assertEqual(self.recorded(), [[old["jti"], str(ada.id)],
                                           [new["jti"], str(ada.id)]])
        self.assertEqual(self.blacklisted(), [])
        for token in (first, second):
            self.expect(self.refresh(token), 200)
        self.expect(self.call("GET", "users/me/", token="Bearer " +
                              answer.json["access"]), 200)

    def test_one_of_nobody_goes_on(self):
        old = sign(claims("", "refresh", user_id=...), KEY)
        fresh = self.expect(self.refresh(old), 200).json["refresh"]
        self.assertNotIn("user_id", claims_of(fresh))
        self.assertEqual(self.recorded()[-1],
                         [claims_of(fresh)["jti"], None])
        self.expect(self.refresh(fresh), 200)

    def test_other_claims_stay(self):
        ada = self.account()
        old = sign(claims(ada.id, "refresh", seconds=5000, role="cook",
                          iat=int(time.time()) - 900, aud="x"), KEY)
        got = claims_of(self.refresh(old).json["refresh"])
        self.assertEqual((got["role"], got["aud"]), ("cook", "x"))
        self.assertLess(time.time() - got["iat"], 60)

    def test_who_may_not_gets_nothing(self):
        ada = self.account()
        token = self.pair(ada)["refresh"]
        self.alter(ada, is_active=0)
        with self.untouched():
            self.expect(self.refresh(token), 401, GONE)


class Blacklisted(Jwt):
    """As simplejwt has it: no second chance, and no family."""

    conf = f"""api "djoser" {{
	signing_key = "{KEY}"
	rotate_refresh_tokens = true
	blacklist_after_rotation = true
	refresh_grace_period = 0
	refresh_reuse_detection = false
}}"""

    def test_a_token_works_once(self):
        ada = self.account()
        first = self.pair(ada)["refresh"]
        second = self.expect(self.refresh(first), 200).json["refresh"]
        third = self.expect(self.refresh(second), 200).json["refresh"]
        self.assertEqual(self.blacklisted(), [
            claims_of(token)["jti"] for token in (first, second)])
        self.expect(self.verify(third), 200, {})
        self.expect(self.refresh(second), 401, BLACKLISTED)

    def test_one_made_elsewhere_works_once(self):
        ada = self.account()
        old = sign(claims(ada.id, "refresh", jti="elsewhere"), KEY)
        self.expect(self.refresh(old), 200)
        self.expect(self.refresh(old), 401, BLACKLISTED)
        self.assertEqual(self.recorded()[0], ["elsewhere", str(ada.id)])

    def test_what_is_blacklisted_is_not_verified(self):
        ada = self.account()
        pair = self.pair(ada)
        self.expect(self.verify(pair["refresh"]), 200, {})
        fresh = self.refresh(pair["refresh"]).json
        self.expect(self.verify(pair["refresh"]), 400,
                    {"non_field_errors": ["Token is blacklisted"]})
        for token in (pair["access"], fresh["access"], fresh["refresh"]):
            self.expect(self.verify(token), 200, {})

    def test_of_many_at_once_one_wins(self):
        ada = self.account()
        for _ in range(5):
            for token in (self.pair(ada)["refresh"], sign(claims(
                    ada.id, "refresh", jti=f"elsewhere {_}"), KEY)):
                said = at_once(6, lambda _: self.refresh(token))
                self.assertEqual(sorted(answer.status for answer in said),
                                 [200] + 5 * [401], said)
                for answer in said:
                    if answer.status == 401:
                        self.assertEqual(answer.json, BLACKLISTED)
        self.assertEqual(len(self.blacklisted()), 10)
        # Each that was recorded was handed out.
        self.assertEqual(len(self.recorded()), 5 + 10 + 5)

    def test_rotating_and_deleting_at_once(self):
        """Whoever is first: nothing is left alive, and nobody sees why."""
        for number in range(5):
            ada = self.account(f"ada{number}")
            token = self.pair(ada)["refresh"]
            key = self.key(ada)
            said = at_once(2, lambda index: self.refresh(token) if index else
                           self.call("DELETE", "users/me/",
                                     {"current_password": PASSWORD},
                                     token=key))
            self.assertEqual(said[0].status, 204, said)
            self.assertIn(said[1].status, (200, 401), said)
            if said[1].status == 200:
                self.assertEqual(self.refresh(
                    said[1].json["refresh"]).status, 401)
            # Not only because it has no account any more.
            self.assertEqual(len(self.blacklisted()), len(self.recorded()))


class Detected(Jwt):
    """refresh_reuse_detection"""

    conf = Blacklisted.conf.replace("false", "true")

    def test_who_shows_it_again_ends_all_that_came_of_it(self):
        ada, bob = self.account("ada"), self.account("bob")
        for shown in range(3):
            tokens = [self.pair(ada)["refresh"]]
            others = self.pair(ada), self.pair(bob)
            for _ in range(3):
                tokens.append(self.expect(
                    self.refresh(tokens[-1]), 200).json["refresh"])
            with self.subTest(shown):
                self.expect(self.refresh(tokens[shown]), 401, BLACKLISTED)
                for token in tokens:
                    self.expect(self.refresh(token), 401, BLACKLISTED)
                for pair in others:
                    self.expect(self.refresh(pair["refresh"]), 200)
        log = [line for line in self.instance.log().splitlines()
               if "refresh_token_reused" in line and
               f"account={ada.id} " in line]
        self.assertEqual(len(log), 3, log)

    def test_of_many_at_once_none_is_left_or_one(self):
        ada = self.account()
        token = self.pair(ada)["refresh"]
        said = at_once(6, lambda _: self.refresh(token))
        self.assertEqual(sorted(answer.status for answer in said),
                         [200] + 5 * [401], said)
        fresh = max(said, key=lambda answer: -answer.status).json["refresh"]
        self.expect(self.refresh(fresh), 401, BLACKLISTED)


class Forgiving(Jwt):
    """refresh_grace_period"""

    conf = Detected.conf.replace("period = 0", "period = 300")

    def test_a_retry_gets_the_same_again(self):
        ada = self.account()
        first = self.pair(ada)["refresh"]
        second = self.expect(self.refresh(first), 200).json["refresh"]
        before = self.recorded(), self.blacklisted()
        again = self.expect(self.refresh(first), 200).json
        self.assertEqual(again["refresh"], second)
        self.expect(self.call("GET", "users/me/", token="Bearer " +
                              again["access"]), 200)
        self.assertEqual((self.recorded(), self.blacklisted()), before)
        # Or what it has become meanwhile.
        third = self.expect(self.refresh(second), 200).json["refresh"]
        self.assertEqual(self.refresh(first).json["refresh"], third)
        self.assertEqual(self.refresh(second).json["refresh"], third)

    def test_other_claims_are_repeated(self):
        ada = self.account()
        old = sign(claims(ada.id, "refresh", role="cook", jti="x"), KEY)
        fresh = self.expect(self.refresh(old), 200).json["refresh"]
        self.assertEqual(self.refresh(old).json["refresh"], fresh)
        self.assertEqual(claims_of(fresh)["role"], "cook")

    def test_twenty_at_once_are_one_family(self):
        ada = self.account()
        for token in (self.pair(ada)["refresh"], sign(claims(
                ada.id, "refresh", jti="elsewhere"), KEY), sign(claims(
                    "", "refresh", jti="nobody's", user_id=...), KEY)):
            said = at_once(20, lambda _: self.refresh(token))
            self.assertEqual({answer.status for answer in said}, {200})
            self.assertEqual(
                len({answer.json["refresh"] for answer in said}), 1)

    def test_what_has_ended_stays_so(self):
        ada = self.account()
        first = self.pair(ada)["refresh"]
        second = self.refresh(first).json["refresh"]
        self.expect(self.end(second), 200)
        with self.untouched():
            for token in first, second:
                self.expect(self.refresh(token), 401, BLACKLISTED)

    def test_who_may_not_gets_nothing(self):
        ada = self.account()
        first = self.pair(ada)["refresh"]
        self.expect(self.refresh(first), 200)
        self.alter(ada, is_active=0)
        with self.untouched():
            self.expect(self.refresh(first), 401, GONE)

    def test_the_period_ends(self):
        ada = self.account()
        first = self.pair(ada)["refresh"]
        second = self.refresh(first).json["refresh"]
        self.sql("UPDATE portress_family SET rotated_at = "
                 "rotated_at - INTERVAL 300 SECOND")
        self.expect(self.refresh(first), 401, BLACKLISTED)
        self.expect(self.refresh(second), 401, BLACKLISTED)


    def test_who_logs_out_while_a_refresh_is_under_way_is_logged_out(self):
        first = self.pair(self.account())["refresh"]
        second = self.expect(self.refresh(first), 200).json["refresh"]
        self.expect(self.end(first), 200, {})
        self.expect(self.refresh(second), 401, BLACKLISTED)
        self.expect(self.refresh(first), 401, BLACKLISTED)
        self.expect(self.end(first), 401, BLACKLISTED)

    def test_in_whatever_order_they_come(self):
        ada = self.account()
        for _ in range(5):
            first = self.pair(ada)["refresh"]
            said = at_once(6, lambda i: self.end(first) if i == 0 else
                           self.refresh(first))
            self.expect(said[0], 200, {})
            for one in said[1:]:
                self.assertIn(one.status, (200, 401), one)
                if one.status == 200:
                    self.expect(self.refresh(one.json["refresh"]), 401,
                                BLACKLISTED)


class Tied(Jwt):
    """CHECK_REVOKE_TOKEN"""

    conf = f"""api "djoser" {{
	signing_key = "{KEY}"
	check_revoke_token = true
}}"""

    def mark(self, account):
        """hashlib.md5(password.encode()).hexdigest().upper() in simplejwt."""
        return hashlib.md5(self.column(account, "password").encode()
                           ).hexdigest().upper()

    def me(self, token):
        return self.call("GET", "users/me/", token="Bearer " + token)

    def change(self, account):
        self.expect(self.post("users/set_password/", {
            "new_password": FRESH, "current_password": account.password},
            token=self.key(account)), 204)

    def test_tokens_hold_a_mark(self):
        ada = self.account()
        pair = self.pair(ada)
        for token in (*pair.values(),
                      self.refresh(pair["refresh"]).json["access"]):
            self.assertEqual(list(claims_of(token).items())[-1],
                             ("hash_password", self.mark(ada)))
            self.expect(self.verify(token), 200, {})

    def test_another_password_ends_all(self):
        ada = self.account()
        pair = self.pair(ada)
        self.expect(self.me(pair["access"]), 200)
        self.change(ada)
        self.expect(self.me(pair["access"]), 401,
                    {"detail": CHANGED, "code": "password_changed"})
        self.expect(self.refresh(pair["refresh"]), 401, {"detail": CHANGED})
        # Though it was refused, this was written:
        self.assertEqual(self.blacklisted(),
                         [claims_of(pair["refresh"])["jti"]])
        self.expect(self.refresh(pair["refresh"]), 401, BLACKLISTED)
        new = self.expect(self.grant(ada, FRESH), 200).json
        self.expect(self.refresh(new["refresh"]), 200)
        self.expect(self.me(new["access"]), 200)

    def test_one_without_a_mark_is_refused(self):
        ada = self.account()
        mark = self.mark(ada)
        for sent in (..., None, 5, "", "x", mark.lower(), mark[:-1]):
            made = claims(ada.id, hash_password=sent)
            self.expect(self.me(sign(made, KEY)), 401,
                        {"detail": CHANGED, "code": "password_changed"})
            made = claims(ada.id, "refresh", hash_password=sent,
                          jti=f"jti {sent}")
            self.expect(self.refresh(sign(made, KEY)), 401,
                        {"detail": CHANGED})
            self.assertEqual(self.blacklisted()[-1], f"jti {sent}")
        self.expect(self.me(sign(claims(ada.id, hash_password=mark), KEY)),
                    200)

    def test_many_at_once_are_refused(self):
        ada = self.account()
        token = self.pair(ada)["refresh"]
        self.change(ada)
        for answer in at_once(6, lambda _: self.refresh(token)):
            self.assertIn(answer.json, ({"detail": CHANGED}, BLACKLISTED))
        self.assertEqual(len(self.blacklisted()), 1)

    def test_who_is_gone_or_switched_off_is_so_first(self):
        ada = self.account()
        pair = self.pair(ada)
        self.change(ada)
        self.alter(ada, is_active=0)
        self.expect(self.refresh(pair["refresh"]), 401, GONE)
        self.expect(self.me(pair["access"]), 401, {
            "detail": "User is inactive", "code": "user_inactive"})
        self.assertEqual(self.blacklisted(), [])


class AnyAccount(Jwt):
    conf = f"""api "djoser" {{
	signing_key = "{KEY}"
	check_user_is_active = false
}}"""

    def test_who_is_switched_off_goes_on_by_jwt(self):
        ada = self.account()
        pair = self.pair(ada)
        key = self.key(ada)
        self.alter(ada, is_active=0)
        self.expect(self.refresh(pair["refresh"]), 200)
        self.expect(self.call("GET", "users/me/", token="Bearer " +
                              pair["access"]), 200)
        self.expect(self.call("GET", "users/me/", token=key), 401)
        self.expect(self.grant(ada), 401, NO_ACCOUNT)


class AnotherHeader(Jwt):
    conf = f"""api "djoser" {{
	signing_key = "{KEY}"
	auth_header_name = "HTTP_X_ACCESS_TOKEN"
}}"""

    def test_a_jwt_stands_there_and_nowhere_else(self):
        ada, bob = self.account(), self.account("bob")
        token = "Bearer " + self.pair(ada)["access"]
        key = self.key(bob)

        def me(jwt, authorization=None):
            return self.call("GET", "users/me/", token=authorization,
                             headers={"X-Access-Token": jwt} if jwt else {})

        self.assertEqual(me(token).json["username"], "ada")
        self.assertEqual(me(token, key).json["username"], "ada")
        self.assertEqual(me(None, key).json["username"], "bob")
        self.assertEqual(me("", key).json["username"], "bob")
        # Another word there is no JWT's, and so the next one is asked.
        self.assertEqual(me("Basic x", key).json["username"], "bob")
        self.expect(me(None, token), 401, NO_CREDENTIALS)
        self.expect(me(key), 401, NO_CREDENTIALS)
        self.expect(me("Bearer x"), 401, not_valid("Token is invalid"))
        self.expect(me("Bearer x", key), 401, not_valid("Token is invalid"))
        self.expect(me("Bearer"), 401, {
            "detail": "Authorization header must contain two "
            "space-delimited values", "code": "bad_authorization_header"})
        self.assertEqual(me(None).headers["WWW-Authenticate"],
                         'Bearer realm="api"')


class OtherNames(Jwt):
    conf = f"""api "djoser" {{
	signing_key = "{KEY}"
	user_id_claim = "sub"
	token_type_claim = "typ"
	jti_claim = "tid"
	check_revoke_token = true
	revoke_token_claim = "pw"
	rotate_refresh_tokens = true
	blacklist_after_rotation = true
	refresh_grace_period = 0
}}"""

    def test_claims_have_them(self):
        ada = self.account()
        pair = self.pair(ada)
        for token in (*pair.values(),
                      *self.refresh(pair["refresh"]).json.values()):
            self.assertEqual(list(claims_of(token)),
                             ["typ", "exp", "iat", "tid", "sub", "pw"])
        self.expect(self.refresh(pair["refresh"]), 401, BLACKLISTED)
        self.expect(self.call("GET", "users/me/", token="Bearer " +
                              pair["access"]), 200)
        self.expect(self.refresh(pair["access"]), 401, WRONG_TYPE)

    def test_the_usual_ones_mean_nothing(self):
        ada = self.account()
        self.expect(self.refresh(sign(claims(ada.id, "refresh"), KEY)), 401,
                    faulty("Token has no id"))
        self.expect(self.refresh(sign(claims(ada.id, "refresh", tid="x"),
                                      KEY)), 401, faulty("Token has no type"))
        self.expect(self.call("GET", "users/me/", token="Bearer " + sign(
            claims(ada.id, tid="x", typ="access"), KEY)), 401, {
                "detail": "Token contained no recognizable user "
                "identification", "code": "token_not_valid"})


class NoNames(Jwt):
    """TOKEN_TYPE_CLAIM and JTI_CLAIM of None: not asked for."""

    conf = f"""api "djoser" {{
	signing_key = "{KEY}"
	token_type_claim = ""
	jti_claim = ""
	rotate_refresh_tokens = true
	blacklist_after_rotation = true
	refresh_grace_period = 0
}}"""

    def test_a_token_needs_neither_type_nor_id(self):
        ada = self.account()
        bare = sign(claims(ada.id, token_type=..., jti=...), KEY)
        self.expect(self.verify(bare), 200, {})
        self.expect(self.call("GET", "users/me/", token="Bearer " + bare),
                    200)
        # But what has no id could be used again and again.
        with self.untouched():
            self.expect(self.refresh(bare), 401, faulty("Token has no id"))
            self.expect(self.end(bare), 401, faulty("Token has no id"))

    def test_what_has_an_id_is_known_by_it(self):
        ada = self.account()
        pair = self.pair(ada)
        self.expect(self.refresh(pair["refresh"]), 200)
        self.expect(self.refresh(pair["refresh"]), 401, BLACKLISTED)


class Everywhere(Jwt):
    conf = 'api "djoser" { logout_everywhere = true }'

    def setUp(self):
        super().setUp()
        self.ada = self.account()
        self.bob = self.pair(self.account("bob"))["refresh"]
        self.pairs = [self.pair(self.ada) for _ in range(3)]
        self.key = "Token " + self.expect(self.login(self.ada),
                                          200).json["auth_token"]

    def all_have_ended(self):
        for pair in self.pairs:
            self.expect(self.refresh(pair["refresh"]), 401, BLACKLISTED)
        self.expect(self.call("GET", "users/me/", token=self.key), 401)
        self.expect(self.refresh(self.bob), 200)

    def test_by_an_opaque_token(self):
        self.expect(self.post("token/logout/", token=self.key), 204)
        self.all_have_ended()

    def test_by_a_jwt(self):
        access = f"Bearer {self.pairs[0]['access']}"
        self.expect(self.post("token/logout/", token=access), 204)
        self.all_have_ended()

    def test_by_a_refresh_token(self):
        self.expect(self.end(self.pairs[1]["refresh"]), 200, {})
        self.all_have_ended()

    def test_by_several_at_once(self):
        """Who ends all tokens waits for nobody's row while others wait."""
        for _ in range(5):
            refresh = [self.pair(self.ada)["refresh"] for _ in range(6)]
            key = "Token " + self.expect(self.login(self.ada),
                                         200).json["auth_token"]
            for said in at_once(8, lambda i: self.end(refresh[i]) if i < 6
                                else self.call("POST", "token/logout/",
                                               token=key)):
                self.assertIn(said.status, (200, 204, 401), said)
        self.assertNotIn("database_error", self.instance.log())

    def test_by_a_refresh_token_of_somebody_who_is_gone(self):
        self.sql("DELETE FROM authtoken_token; "
                 "UPDATE token_blacklist_outstandingtoken SET user_id = NULL; "
                 f"DELETE FROM auth_user WHERE id = {self.ada.id}")
        self.expect(self.end(self.pairs[1]["refresh"]), 200, {})


class Others(Jwt):
    conf = 'api "djoser" { logout_others_on_password_change = true }'

    def change(self, pair, **more):
        self.expect(self.post("users/set_password/", {
            "current_password": PASSWORD, "new_password": FRESH, **more},
            token=f"Bearer {pair['access']}"), 204)

    def test_the_one_that_is_sent_along_stays(self):
        ada = self.account()
        own, other = self.pair(ada), self.pair(ada)
        self.change(own, refresh=own["refresh"])
        self.expect(self.refresh(own["refresh"]), 200)
        self.expect(self.refresh(other["refresh"]), 401, BLACKLISTED)

    def test_without_one_all_end(self):
        ada = self.account()
        for more in {}, {"refresh": "x"}, {"refresh": None}, {"refresh": []}:
            pair = self.pair(ada._replace(password=PASSWORD))
            self.change(pair, **more)
            self.expect(self.refresh(pair["refresh"]), 401, BLACKLISTED)
            self.expect(self.post("users/set_password/", {
                "current_password": FRESH, "new_password": PASSWORD},
                token=f"Bearer {pair['access']}"), 204)

    def test_somebody_else_s_keeps_nothing_alive(self):
        ada, bob = self.account(), self.account("bob")
        own, his = self.pair(ada), self.pair(bob)
        self.change(own, refresh=his["refresh"])
        self.expect(self.refresh(own["refresh"]), 401, BLACKLISTED)
        self.expect(self.refresh(his["refresh"]), 200)


if __name__ == "__main__":
    main()
