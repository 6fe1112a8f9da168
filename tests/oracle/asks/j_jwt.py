"""JWTs: every fault, and every setting of simplejwt."""

import os

from asks.g_stories import BEARER, KEY, create, login, me
from asks.h_settings import credentials
from fixture import (ACCESS, ADA, BAD_ACCESS, BAD_REFRESH, FRESH, GOOD, NO_ID,
                     NOW, ODD, REFRESH, SLIDING, access, claims, refresh,
                     sign)
from vocabulary import delete, exchange, get, group, options, patch, post, story

def verify(token, **more):
    return post("jwt/verify/", {"token": token}, **more)


def renew(token="<refresh>", **more):
    return post("jwt/refresh/", {"refresh": token},
                **{"take": {"access": "access"}, **more})


# Enough of them where only the algorithm or a name is another.
SOME = ("ada", "ada, id as text", "expired", "other key", "other algorithm",
        "no algorithm", "algorithm in lower case", "without signature",
        "signature cut", "signature changed", "claims changed", "two parts",
        "without type", "without jti", "without user", "type null", "jti null",
        "jti number", "type number", "jti empty", "words")


def each_token(names=None, signed=True):
    """`signed`: whether the fixture's key and algorithm are those wanted."""
    for table in ACCESS, REFRESH, BAD_ACCESS, BAD_REFRESH:
        for name, token in table.items():
            if names and name not in names:
                continue
            use = "refresh" if table is BAD_REFRESH else "wrong kind"
            bad = signed and table in (BAD_ACCESS, BAD_REFRESH)
            yield verify(token, differs=bad and odd(name, "verify"))
            yield verify(f" {token} ", differs=bad and odd(name, "verify"))
            yield renew(token, take=None, differs=bad and odd(name, use))
    for token in (SLIDING, "", " ", "x"):
        yield verify(token)
        yield renew(token, take=None)
        yield post("jwt/verify/", form={"token": token})
        yield post("jwt/refresh/", parts={"refresh": token})


def odd(name, use):
    row, theirs = ODD.get(name, {}).get(use, (None, None))
    return row and (row, theirs, 401)


def each_use(use="who"):
    for name in (*ACCESS, *BAD_ACCESS):
        yield get("users/me/", who=f"{name} jwt",
                  differs=odd(name, use) or odd(name, "who"))


ROUND = (
    story("once around", create(), me(BEARER), renew(), me(BEARER), renew(),
          verify("<refresh>"), verify("<access>"), renew("<access>"),
          me("Bearer <refresh>")),
    story("each to its own", create("ada"), create("bob", take={
        "other": "access", "other refresh": "refresh"}), me(BEARER),
        me("Bearer <other>"), renew("<other refresh>"), me(BEARER)),
    story("rotated", create(),
          renew(take={"access": "access", "second": "refresh"}),
          me(BEARER), renew("<refresh>", take={"third": "refresh"}),
          verify("<refresh>"), verify("<second>"), verify("<third>"),
          renew("<second>", take={"fourth": "refresh", "access": "access"}),
          renew("<fourth>"), renew("<second>"), renew("<third>"), me(BEARER)),
    story("another password meanwhile", create(), login(),
          post("users/set_password/", {"new_password": FRESH,
                                       "current_password": GOOD},
               auth=BEARER),
          me(BEARER), me(KEY), renew(take=None), me(BEARER),
          create(password=FRESH), me(BEARER), renew()),
    story("reset meanwhile", create(),
          post("users/reset_password/", {"email": ADA.email}, mailed=True),
          post("users/reset_password_confirm/", {
              "uid": "<uid>", "token": "<token>", "new_password": FRESH}),
          me(BEARER), renew(take=None), me(BEARER)),
    story("away meanwhile", create("bob"),
          delete("users/2/", {"current_password": GOOD}, who="boss"),
          me(BEARER), verify("<access>")),
    story("inactive meanwhile", create("bob"),
          patch("users/2/", {"email": "else@example.com"}, who="boss"),
          me(BEARER), renew(), verify("<refresh>"), create("bob")),
    story("last seen", create(), create("bob"), login(), login("bob")),
    *(create(name, password, take=None)
      for name in ("ada", "ina", "mute", "poor", "nobody", "boss", "zo\u00eb")
      for password in (GOOD, "wrong")),
    *(options(f"jwt/{what}/") for what in ("create", "refresh", "verify")),
)

ELSEWHERE = (
    story("away, and its token", create("bob"),
          delete("users/2/", {"current_password": GOOD}, who="boss"),
          renew(differs=("tokens of a deleted account", 401, 401))),
    story("rotated, of one made elsewhere",
          renew(REFRESH["ada, more claims"], take={
              "access": "access", "second": "refresh"}),
          renew(REFRESH["ada, more claims"]), verify("<second>"),
          verify(REFRESH["ada, more claims"]), renew("<second>"),
          me(BEARER)),
    *(story(f"of {name}", renew(token), me(BEARER), verify(token))
      if name in ("ada", "mute", "boss") else renew(token, take=None)
      for name, token in REFRESH.items()),
)

AWAY = (
    story("away meanwhile, with a blacklist", create("bob"),
          delete("users/2/", {"current_password": GOOD}, who="boss"),
          me(BEARER), verify("<access>"), verify("<refresh>", differs=(
              "tokens of a deleted account", 200, 400))),
)

# A site that is taken over, or handed back, and its tokens stay good.
EXCHANGED = (
    exchange("tokens of the other side", create(), me(BEARER),
             verify("<access>"), verify("<refresh>"), renew(), me(BEARER),
             verify("<access>")),
    exchange("rotated by the other side", create(),
             renew(take={"access": "access", "refresh": "refresh"}),
             me(BEARER), renew(take={"access": "access",
                                     "refresh": "refresh"}),
             me(BEARER), renew()),
)


def within(seconds):
    """Tokens around the edge of LEEWAY."""
    for kind in "access", "refresh":
        for past in (-3600, -5, 5, 30, 3600):
            token = sign(claims(1, kind, exp=NOW - past))
            if past in (-5,):
                continue
            yield verify(token)
            if kind == "access":
                yield get("users/me/", auth=f"Bearer {token}")
            else:
                yield renew(token, take=None)
        for ahead in (30, 3600):
            for claim in "iat", "nbf":
                yield verify(sign(claims(1, kind, **{claim: NOW + ahead})))


def carrying(renamed=None, **others):
    """Tokens with, without and with other values of some claims."""
    renamed = renamed or {}
    for name, values in others.items():
        for value in (*values, ...):
            good, fresh = (sign({
                renamed.get(usual, usual): each for usual, each in
                {**claims(1, kind), name: value}.items() if each is not ...})
                for kind in ("access", "refresh"))
            yield verify(good)
            yield get("users/me/", auth=f"Bearer {good}")
            yield verify(fresh)
            yield renew(fresh, take=None, differs=(NO_ID, 500, 401) if
                        name == "jti" and value is ... else None)


def numbered():
    """Where USER_ID_CLAIM is "sub", older releases write a number."""
    row = "a number as sub"
    yield verify(access(1, sub=1), differs=(row, 401, 200))
    yield verify(refresh(1, sub=1), differs=(row, 401, 200))
    yield get("users/me/", auth=f"Bearer {access(1, sub=1)}",
              differs=(row, 401, 200))
    yield renew(refresh(1, sub=1), take=None, differs=(row, 401, 200))


def nameless():
    """TOKEN_TYPE_CLAIM of None: there they write a claim called null."""
    row = "claims without a name"
    yield create(take=None, differs=(row, 200, 200))
    yield renew(REFRESH["ada"], take=None, differs=(row, 200, 200))
    for name in SOME:
        for table in ACCESS, REFRESH, BAD_ACCESS, BAD_REFRESH:
            if name in table:
                yield verify(table[name])
    yield each_use()


def simplejwt(name, *more, **settings):
    return group(f"jwt: {name}", ROUND, EXCHANGED, more, SIMPLE_JWT=settings)


def pem(name):
    path = os.path.join(os.path.dirname(__file__), "..", "keys", name)
    with open(f"{path}.pem") as file:
        return file.read()


def asymmetric(algorithm, key):
    """RS256 and so on; keys/ were made by "openssl genpkey" for this."""
    return simplejwt(algorithm, each_token(SOME, signed=False), ALGORITHM=algorithm,
                     SIGNING_KEY=pem(key), VERIFYING_KEY=pem(f"{key}.pub"))


ROTATE = {"ROTATE_REFRESH_TOKENS": True}
BLACKLIST = {"ROTATE_REFRESH_TOKENS": True, "BLACKLIST_AFTER_ROTATION": True}

GROUPS = [
    group("jwt: tokens", each_token(), each_use()),
    simplejwt("as it is", ELSEWHERE),
    simplejwt("rotated", ELSEWHERE, each_token(SOME), **ROTATE),
    simplejwt("rotated and blacklisted", ELSEWHERE, each_token(), AWAY,
              **BLACKLIST),
    simplejwt("blacklisted only", ELSEWHERE, AWAY,
              BLACKLIST_AFTER_ROTATION=True),
    simplejwt("UPDATE_LAST_LOGIN", UPDATE_LAST_LOGIN=True),
    simplejwt("life times", ACCESS_TOKEN_LIFETIME=60,
              REFRESH_TOKEN_LIFETIME=600),
    simplejwt("life times and rotation", ACCESS_TOKEN_LIFETIME=3600,
              REFRESH_TOKEN_LIFETIME=2592000, **BLACKLIST),
    simplejwt("LEEWAY", within(60), LEEWAY=60),
    simplejwt("no LEEWAY", within(60)),
    simplejwt("HS384", each_token(SOME, signed=False), ALGORITHM="HS384"),
    simplejwt("HS512", each_token(SOME, signed=False), ALGORITHM="HS512"),
    asymmetric("RS256", "rsa"), asymmetric("RS512", "rsa"),
    asymmetric("ES256", "ec256"), asymmetric("ES384", "ec384"),
    asymmetric("ES512", "ec512"),
    simplejwt("another key", each_token(SOME, signed=False), SIGNING_KEY="another key, which "
              "is as long as it has to be for HS256"),
    simplejwt("issuer", carrying(iss=("https://example.com", "other", "", 1,
                                      None, ["https://example.com"])),
              ISSUER="https://example.com"),
    simplejwt("audience", carrying(aud=("site", "other", "", None, 1,
                                        ["site"], ["other", "site"], [],
                                        [1, "site"], {"site": 1})),
              AUDIENCE="site"),
    simplejwt("an audience that nobody asked for", carrying(
        aud=("site", ["site"], None, 1), iss=("x", 1, None),
        sub=("1", None), nbf=(NOW,)), numbered()),
    simplejwt("words JWT and Bearer", credentials(), (
        get("users/me/", auth=f"{word} {ACCESS['ada']}")
        for word in ("JWT", "Bearer", "jwt", "Token", "X")),
        AUTH_HEADER_TYPES=["JWT", "Bearer"]),
    simplejwt("another header", credentials(), (
        get("users/me/", headers={"X-Access-Token": value},
            auth=auth)
        for value in (f"Bearer {ACCESS['ada']}", ACCESS["ada"], "Bearer",
                      "Bearer x", f"Token {ACCESS['ada']}", "")
        for auth in (None, f"Bearer {ACCESS['boss']}", "Token x")),
        AUTH_HEADER_NAME="HTTP_X_ACCESS_TOKEN"),
    simplejwt("names of claims", carrying(
        {"user_id": "uid", "token_type": "typ", "jti": "id"},
        user_id=(1, "1", 999), token_type=("access", "refresh", "x"),
        jti=("x", "")),
        USER_ID_CLAIM="uid", TOKEN_TYPE_CLAIM="typ", JTI_CLAIM="id"),
    group("jwt: no type", nameless(), SIMPLE_JWT={"TOKEN_TYPE_CLAIM": None}),
    # The hashes of both sides are not the same, so nothing is exchanged.
    group("jwt: CHECK_REVOKE_TOKEN", ROUND, since={"simplejwt": "5.3.0"},
          SIMPLE_JWT={"CHECK_REVOKE_TOKEN": True}),
    group("jwt: CHECK_USER_IS_ACTIVE", ROUND, since={"simplejwt": "5.4.0"},
          SIMPLE_JWT={"CHECK_USER_IS_ACTIVE": False}),
    simplejwt("sliding", AUTH_TOKEN_CLASSES=[
        "rest_framework_simplejwt.tokens.SlidingToken"]),
    simplejwt("access and sliding", each_use("sliding"), (
        get("users/me/", auth=f"Bearer {SLIDING}"),), AUTH_TOKEN_CLASSES=[
            "rest_framework_simplejwt.tokens.AccessToken",
            "rest_framework_simplejwt.tokens.SlidingToken"]),
]
