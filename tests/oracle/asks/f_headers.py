"""What is accepted, and what else stands in headers."""

from fixture import ACCESS, ADA, CREDENTIALS, FRESH, GOOD, ODD, key
from vocabulary import ask, get, group, post

ACCEPTED = (
    "application/json", "*/*", "application/*", "APPLICATION/JSON",
    "application/json;q=0.9", "application/json; q=1.0",
    "application/json;charset=utf-8", "application/json; charset=utf-8",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "application/json, text/plain, */*", "text/plain, application/json",
    "text/plain,*/*;q=0.1", "application/json,", ",application/json", ",",
    ", ,application/json", "", "application/json;q=0.0001", "*/*;q=0.5",
    "application/json;version=1", "application/json;v=1,*/*",
    "application/json ", "application/json\t",
)
REFUSED = (
    "text/plain", "application/xml", "text/*", "image/png",
    "json", "*", "application", "application/", "/json", "a/b/c",
    "application/jsonx", "application/vnd.api+json", "*/json", "nonsense",
)
AGENTS = (
    {"Origin": "http://evil.example"}, {"Referer": "http://evil.example/"},
    {"X-Requested-With": "XMLHttpRequest"},
    {"Accept-Language": "pt-br,en;q=0.5"}, {"Accept-Encoding": "gzip"},
    {"Accept-Charset": "iso-8859-1"}, {"If-None-Match": "*"},
    {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    {"X-HTTP-Method-Override": "DELETE"}, {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Proto": "https"}, {"Cookie": "sessionid=abc; csrftoken=x"},
    {"Cookie": "nonsense"}, {"Range": "bytes=0-1"}, {"User-Agent": ""},
    {"X-CSRFToken": "x"}, {"Prefer": "return=minimal"},
    {"Access-Control-Request-Method": "PUT"}, {"DNT": "1"},
)
# Method, path, body, who; and the status if all is accepted.
SENT = (
    ("GET", "users/me/", None, "ada", 200),
    ("GET", "users/me/", None, None, 401),
    ("POST", "token/login/", {"username": "ada", "password": GOOD}, None,
     200),
    ("POST", "token/login/", {}, None, 400),
    ("POST", "users/reset_password/", {"email": ADA.email}, None, 204),
    ("GET", "users/999/", None, "boss", 404),
    ("PUT", "users/", {}, "ada", 405),
    ("POST", "jwt/create/", {"username": "ada", "password": GOOD}, None,
     200),
    ("GET", "", None, "ada", 200),
    ("OPTIONS", "users/", None, "boss", 200),
)


def sent(headers, row=None):
    for method, path, body, who, status in SENT:
        more = {} if body is None else {"body": body}
        yield ask(method, path, headers=headers, who=who,
                  differs=row and (row, 406, status), **more)


def in_german():
    for one in sent({"Accept-Language": "de"}):
        yield one._replace(differs=("languages of mails", 204, 204)) \
            if one.path.endswith("users/reset_password/") else one


def credentials():
    """Of those of everybody, and with every fault that a JWT can have."""
    for name in CREDENTIALS:
        row, theirs = ODD.get(name.removesuffix(" jwt"), {}).get(
            "who", (None, None))
        yield get("users/me/", who=name, differs=row and (row, theirs, 401))
        # Who is let in there is told that the password is missing.
        if theirs == 200:
            theirs = 400
        yield post("users/", {"username": "x"}, who=name,
                   differs=row and (row, theirs, 401))
        yield post("jwt/verify/", {"token": "x"}, who=name)


def spelled():
    good, token = key(ADA), ACCESS["ada"]
    for value in (
            f"Token {good} ", f" Token {good}", f"Token\t{good}",
            f"Token \t{good}", f"Token={good}", f"Token: {good}",
            f"Token {good},x", f"Token {good}, Bearer {token}",
            f"tOkEn {good}", f"Token {good[:20]}", f'Token "{good}"',
            f"Token token={good}", f"Token {good}\x00"[:-1], "Token None",
            "Token null", "Token undefined", "Token  ", "Token -",
            "Token %s" % ("x" * 41), "Token " + "x" * 5000, "TokenToken",
            f"Tokens {good}", f"Token{good}", "Token \u00e9\u00e9",
            f"Token {good}\u00e9", f"Bearer {token} ", f" Bearer {token}",
            f"Bearer\t{token}", f"Bearer  {token}", f"Bearer \t{token}",
            f"Bearer={token}", f"Bearer: {token}", f"Bearer {token},x",
            f"Bearer {token}, Token {good}", f"bEARER {token}",
            f'Bearer "{token}"', "Bearer null", "Bearer undefined",
            "Bearer None", "Bearer  ", "Bearer -", "Bearer .", "Bearer a.b",
            "Bearer a.b.c.d", "Bearer \u00e9", f"Bearer {token}\u00e9",
            f"Bearers {token}", f"Bearer{token}", f"Bearer {token} {token}",
            "Basic YWRhOmE=", "Digest x", "Negotiate", "x", "x y z", "-",
            f"{token}", "Bearer " + "a" * 5000, "JWT", "JWT x", "Api-Key x",
            "Session x", "null", "undefined"):
        yield get("users/me/", auth=value)
        yield post("users/", {"username": "newcomer", "password": FRESH},
                   auth=value)
        yield post("jwt/create/", {"username": "ada", "password": GOOD},
                   auth=value)


GROUPS = [
    group("headers: Accept", (sent({"Accept": one}) for one in ACCEPTED),
          (sent({"Accept": one}) for one in REFUSED),
          sent({"Accept": "text/html"}, "Accept: text/html")),
    group("headers: others", (sent(one) for one in AGENTS),
          in_german()),
    group("headers: credentials", credentials(), spelled()),
]
