"""The accounts that every request finds, and what they sign in with."""

import base64
import hashlib
import hmac
import json
import time
from typing import NamedTuple

SECRET = "a secret that both sides have, and nobody else"
GOOD = "four grey doves"        # the password of all
FRESH = "seven red herons"
FIRST_NEW_ID = 1000             # of accounts that requests make


class Account(NamedTuple):
    id: int
    username: str
    email: str
    usable: bool = True         # has a password
    active: bool = True
    staff: bool = False
    superuser: bool = False
    seen: bool = False          # has a last_login


ADA = Account(1, "ada", "ada@example.com")
BOB = Account(2, "bob", "bob@example.com", seen=True)
BOSS = Account(3, "boss", "boss@example.com", staff=True)
INA = Account(4, "ina", "ina@example.com", active=False)
MUTE = Account(5, "mute", "mute@example.com", usable=False)
POOR = Account(6, "poor", "")
TWIN = Account(7, "twin", "twins@example.com")
SISTER = Account(8, "sister", "twins@example.com")
ROOT = Account(9, "root", "root@example.com", superuser=True)
ZOE = Account(10, "zo\u00eb", "Zo\u00eb.M@example.com")
GHOST = Account(11, "ghost", "ghost@example.com", usable=False, active=False)
CHEF = Account(12, "chef", "chef@example.com", active=False, staff=True)
PEOPLE = (ADA, BOB, BOSS, INA, MUTE, POOR, TWIN, SISTER, ROOT, ZOE, GHOST,
          CHEF)
NOBODY = 999


def key(account):
    """Of authtoken; all but poor have one."""
    return hashlib.sha1(account.username.encode()).hexdigest()


# --- JWTs (RFC 7515) --------------------------------------------------------

NOW = int(time.time())
HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384,
          "HS512": hashlib.sha512}


def _text(data):
    if not isinstance(data, bytes):
        data = json.dumps(data, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def mac(parts, secret=SECRET, alg="HS256"):
    """The whole token of its first two parts."""
    text = ".".join(parts)
    digest = hmac.new(secret.encode(), text.encode(), HASHES[alg]).digest()
    return f"{text}.{_text(digest)}"


def sign(claims, secret=SECRET, alg="HS256", header=None):
    parts = (_text(header or {"alg": alg, "typ": "JWT"}), _text(claims))
    if alg == "none":
        return ".".join((*parts, ""))
    return mac(parts, secret, alg)


def claims(user, kind="access", **others):
    """`others` change claims; ... leaves one out."""
    made = {"token_type": kind, "exp": NOW + 3600, "iat": NOW - 60,
            "jti": hashlib.md5(f"{user}{kind}".encode()).hexdigest(),
            "user_id": user, **others}
    return {name: value for name, value in made.items() if value is not ...}


def access(user, **others):
    return sign(claims(user, **others))


def refresh(user, **others):
    return sign(claims(user, "refresh", **others))


# Good ones, by whom they are of; whoever is refused is so for what he is.
ACCESS = {
    "ada": access(1), "ada, id as text": access("1"), "bob": access(2),
    "boss": access(3), "ina": access(4), "mute": access(5),
    "poor": access(6), "root": access(9), "zoe": access(10),
    "chef": access(12), "nobody": access(NOBODY),
    "ada, more claims": access(1, name="Ada", admin=True),
}
REFRESH = {
    "ada": refresh(1), "ada, id as text": refresh("1"), "ina": refresh(4),
    "mute": refresh(5), "boss": refresh(3), "nobody": refresh(NOBODY),
    "ada, more claims": refresh(1, name="Ada", admin=True, list=[1, "a"]),
}


def faulty(kind):
    """A token of this kind with each fault."""
    def made(user=1, **others):
        return sign(claims(user, kind, **others))

    good = made()
    head, body, mac = good.split(".")
    return {
        "expired": made(exp=NOW - 60),
        "expired, of nobody": made(NOBODY, exp=NOW - 60),
        "expires as text": made(exp=str(NOW + 3600)),
        "expires as words": made(exp="never"),
        "expires as float": made(exp=NOW + 3600.5),
        "expires never": made(exp=...),
        "expires null": made(exp=None),
        "expires true": made(exp=True),
        "expires list": made(exp=[NOW + 3600]),
        "expires far": made(exp=2 ** 40),
        "expires beyond": made(exp=2 ** 70),
        "expires at no time": made(exp=-1),
        "of later": made(iat=NOW + 3600),
        "not before": made(nbf=NOW + 3600),
        "not before, past": made(nbf=NOW - 60),
        "not before as words": made(nbf="never"),
        "without iat": made(iat=...),
        "iat as words": made(iat="never"),
        "without jti": made(jti=...),
        "jti null": made(jti=None),
        "jti number": made(jti=7),
        "jti empty": made(jti=""),
        "without type": made(token_type=...),
        "type null": made(token_type=None),
        "type number": made(token_type=1),
        "type in capitals": made(token_type=kind.upper()),
        "of another type": made(token_type="sliding"),
        "without user": made(user_id=...),
        "user null": made(user_id=None),
        "user empty": made(user_id=""),
        "user as words": made(user_id="ada"),
        "user as float": made(user_id=1.0),
        "user true": made(user_id=True),
        "user list": made(user_id=[1]),
        "user object": made(user_id={}),
        "user negative": made(user_id=-1),
        "user zero": made(user_id=0),
        "user huge": made(user_id=2 ** 31),
        "user beyond": made(user_id="9" * 30),
        "user with blanks": made(user_id=" 1 "),
        "user with zeros": made(user_id="001"),
        "user with sign": made(user_id="+1"),
        "user as digits of elsewhere": made(user_id="\u0661"),
        "other key": sign(claims(1, kind), SECRET + "!"),
        "other algorithm": sign(claims(1, kind), alg="HS512"),
        "no algorithm": sign(claims(1, kind), alg="none"),
        "no algorithm in the header": sign(
            claims(1, kind), header={"typ": "JWT"}),
        "algorithm in lower case": sign(
            claims(1, kind), header={"alg": "hs256", "typ": "JWT"}),
        "algorithm null": sign(
            claims(1, kind), header={"alg": None, "typ": "JWT"}),
        "header without type": sign(claims(1, kind), header={"alg": "HS256"}),
        "header of another type": sign(
            claims(1, kind), header={"typ": "at+jwt", "alg": "HS256"}),
        "header with more": sign(claims(1, kind), header={
            "alg": "HS256", "typ": "JWT", "kid": "1", "x": [1]}),
        "header that is critical": sign(claims(1, kind), header={
            "alg": "HS256", "crit": ["x"], "x": 1}),
        "header is a list": sign(claims(1, kind), header=b'["HS256"]'),
        "header is no JSON": sign(claims(1, kind), header=b"HS256"),
        "claims are a list": sign([1]),
        "claims are a text": sign(b'"ada"'),
        "claims are no JSON": sign(b"{"),
        "claims are nothing": sign(b""),
        "claims are no UTF-8": sign(b'{"exp":1,"x":"\xff"}'),
        "claims are empty": sign({}),
        "without signature": f"{head}.{body}.",
        "signature cut": f"{head}.{body}.{mac[:-4]}",
        "signature longer": f"{head}.{body}.{mac}AAAA",
        "signature padded": f"{good}=",
        "signature changed": f"{head}.{body}.{'A' * 43}",
        "claims changed": f"{head}.{_text(claims(2, kind))}.{mac}",
        "two parts": f"{head}.{body}",
        "four parts": f"{good}.{mac}",
        "one part": head,
        "dots": "..",
        "a dot": ".",
        "no base64": "a.b.c",
        "words": "nonsense",
        "with a plus": good.replace("_", "/").replace("-", "+") + "+",
        "long": "a" * 5000,
    }


# Which faults are judged otherwise here: by the use of the token, the row of
# docs/differences.md and their status. A "wrong kind" is an access token where
# a refresh token is wanted.
WRONG_TYPE = "claims of a wrong type"
NO_ID = "a refresh token without an id"
NO_USER = "a refresh token whose user is null"
ONE_TEXT = "one id, one text"
PADDED = "a JWT with padding"
TROUBLE = dict.fromkeys(("who", "verify", "refresh", "wrong kind"),
                        (WRONG_TYPE, 500))
NO_NUMBER = {"who": (WRONG_TYPE, 500), "refresh": (WRONG_TYPE, 500)}
WITHOUT_ID = dict.fromkeys(("refresh", "wrong kind", "sliding"),
                           (NO_ID, 500))
ODD = {
    "expires as text": TROUBLE, "expires null": TROUBLE,
    "expires list": TROUBLE, "expires far": TROUBLE,
    "expires beyond": TROUBLE,
    **dict.fromkeys(("expires true", "expires at no time"),
                    dict.fromkeys(TROUBLE, (WRONG_TYPE, 401))),
    "user as words": NO_NUMBER, "user list": NO_NUMBER,
    **dict.fromkeys(("user object", "user empty"), {
        "who": (WRONG_TYPE, 500), "refresh": (NO_USER, (200, 500))}),
    "user null": {"refresh": (NO_USER, 200)},
    "user zero": {"refresh": (NO_USER, 200)},
    **dict.fromkeys(("user with blanks", "user with sign",
                     "user as digits of elsewhere"), {
        "who": (ONE_TEXT, 200), "refresh": (ONE_TEXT, 200)}),
    "user true": {"who": (WRONG_TYPE, 200), "refresh": (WRONG_TYPE, 200)},
    "without jti": WITHOUT_ID, "claims are empty": WITHOUT_ID,
    "signature padded": {
        **dict.fromkeys(("who", "verify", "refresh"), (PADDED, 200)),
        "wrong kind": (PADDED, 401)},
}
BAD_ACCESS = faulty("access")
BAD_REFRESH = faulty("refresh")
SLIDING = sign(claims(1, "sliding", refresh_exp=NOW + 7200))


def known_tokens():
    """Every token of this file: its text and its name."""
    for kind, table in (("access, ", BAD_ACCESS), ("refresh, ", BAD_REFRESH),
                        ("access of ", ACCESS), ("refresh of ", REFRESH)):
        for name, token in table.items():
            yield token, kind + name


# --- one-time tokens (Django's PasswordResetTokenGenerator) ------------------

AGES = {"later token": -3600, "fresh token": 1, "minute token": 55,
        "past minute token": 70, "day token": 86400,
        "three days token": 259150, "past three days token": 259210,
        "ancient token": 700000000}


def _base36(number):
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits


def one_time(account, password, age):
    """A token that was made so many seconds ago; its account never signed
    in."""
    stamp = int(time.time()) - 978307200 - age      # 2001-01-01
    value = f"{account.id}{password}{stamp}{account.email}"
    key = hashlib.sha256(
        b"django.contrib.auth.tokens.PasswordResetTokenGenerator" +
        SECRET.encode()).digest()
    digest = hmac.new(key, value.encode(), hashlib.sha256).hexdigest()
    return f"{_base36(stamp)}-{digest[::2]}"


def links(password):
    return {**{name: one_time(ADA, password, age)
               for name, age in AGES.items()},
            "token of ina": one_time(INA, password, 1)}


# --- Authorization ----------------------------------------------------------

def _credentials():
    for account in PEOPLE:
        if account is not POOR:
            yield account.username, f"Token {key(account)}"
    for name, token in ACCESS.items():
        yield f"{name} jwt", f"Bearer {token}"
    for name, token in BAD_ACCESS.items():
        yield f"{name} jwt", f"Bearer {token}"


CREDENTIALS = {
    **dict(_credentials()),
    "nobody": f"Token {'0' * 40}",
    "refresh as access": f"Bearer {REFRESH['ada']}",
    "sliding as access": f"Bearer {SLIDING}",
}

# One of each kind of what may stand in Authorization.
KINDS = {name: CREDENTIALS[name] for name in (
    "ada", "boss", "ina", "mute", "nobody", "ada jwt", "boss jwt", "ina jwt",
    "nobody jwt", "expired jwt", "other key jwt", "refresh as access",
    "without user jwt")}
KINDS.update({
    "no credential": "Token",
    "token in lower case": f"token {key(ADA)}",
    "token in capitals": f"TOKEN {key(ADA)}",
    "token with spaces": f"Token {key(ADA)} x",
    "token with two spaces": f"Token  {key(ADA)}",
    "key in capitals": f"Token {key(ADA).upper()}",
    "key too long": f"Token {key(ADA)}0",
    "key cut": f"Token {key(ADA)[:-1]}",
    "key is no ASCII": "Token \u00e9",
    "bearer alone": "Bearer",
    "bearer with spaces": f"Bearer {ACCESS['ada']} x",
    "bearer in lower case": f"bearer {ACCESS['ada']}",
    "bearer in capitals": f"BEARER {ACCESS['ada']}",
    "bearer with nonsense": "Bearer nonsense",
    "jwt as word": f"JWT {ACCESS['ada']}",
    "token with a jwt": f"Token {ACCESS['ada']}",
    "unknown word": f"Basic {base64.b64encode(b'ada:four').decode()}",
    "key alone": key(ADA),
    "empty": "",
})

# Those of them that are somebody's who may sign in.
SIGNED_IN = ("ada", "boss", "mute", "ada jwt", "boss jwt",
             "token in lower case", "token in capitals",
             "token with two spaces", "key in capitals")

# --- SQL --------------------------------------------------------------------

SEEN = "2020-02-02 02:02:02.020202"
JOINED = "2020-01-01 01:01:01.010101"
TABLES = ("token_blacklist_blacklistedtoken",
          "token_blacklist_outstandingtoken", "authtoken_token",
          "django_session", "portress_outbox", "auth_user")


def _sql(value):
    if value is None:
        return "NULL"
    if isinstance(value, (bool, int)):
        return str(int(value))
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _row(values):
    return "(" + ", ".join(map(_sql, values)) + ")"


def _insert(table, columns, rows):
    return (f"INSERT INTO {table} ({columns}) VALUES " +
            ", ".join(map(_row, rows)))


def restore(tables, password):
    """Statements that make all as it was; `password` is the hash of GOOD."""
    users = [(one.id, password if one.usable else "!" + "x" * 40,
              SEEN if one.seen else None, one.superuser, one.username, "", "",
              one.email, one.staff, one.active, JOINED) for one in PEOPLE]
    return [
        "SET FOREIGN_KEY_CHECKS = 0",
        *(f"DELETE FROM {table}" for table in TABLES if table in tables),
        _insert("auth_user", "id, password, last_login, is_superuser, "
                "username, first_name, last_name, email, is_staff, "
                "is_active, date_joined", users),
        _insert("authtoken_token", "`key`, created, user_id",
                [(key(one), JOINED, one.id) for one in PEOPLE
                 if one is not POOR]),
        "SET FOREIGN_KEY_CHECKS = 1",
    ]


# What requests may have changed: a row an account, and a number of each kind
# of row that hangs on it. The last column is not compared.
STATE = f"""SELECT id, HEX(username), HEX(email), is_active, is_staff,
    is_superuser,
    CASE WHEN last_login IS NULL THEN 'never'
	WHEN last_login = '{SEEN}' THEN 'once' ELSE 'now' END,
    CASE WHEN LEFT(password, 1) = '!' THEN 'none'
	WHEN password = {{password}} THEN 'good' ELSE 'changed' END,
    IF(date_joined = '{JOINED}', 'then', 'now'),
    (SELECT `key` FROM authtoken_token WHERE user_id = auth_user.id),
    UPPER(MD5(password))
    FROM auth_user ORDER BY id"""
STATE_COLUMNS = ("id", "username", "email", "is_active", "is_staff",
                 "is_superuser", "last_login", "password", "joined", "key")


def state_query(password):
    return STATE.format(password=_sql(password))


def usual_state():
    """The rows of STATE when nothing has been changed."""
    def text(value):
        return value.encode().hex().upper()

    return [[str(one.id), text(one.username), text(one.email),
             str(int(one.active)), str(int(one.staff)),
             str(int(one.superuser)), "once" if one.seen else "never",
             "good" if one.usable else "none", "then",
             "NULL" if one is POOR else key(one)] for one in PEOPLE]
