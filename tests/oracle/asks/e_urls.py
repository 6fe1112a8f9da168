"""Paths that are nearly right, and what stands behind the question mark."""

from fixture import ADA, FRESH, GOOD, NOBODY
from vocabulary import ask, get, group, post

SIGN_IN = {"username": "ada", "password": GOOD}
SLASHLESS = ("users", "users/me", "users/1", "users/activation",
             "users/resend_activation", "users/set_password",
             "users/reset_password", "users/reset_password_confirm",
             "users/set_username", "users/reset_username",
             "users/reset_username_confirm")
FORMATS = ("json", "xml", "html", "api", "JSON", "js", "1", "")
NO_FORMATS = ("JSON", "")
PAGE = "errors in JSON"
# Names of account 1 to Python, but not to us.
ALIKE = ("+1", "1%20", "%201", "%D9%A1", "%09001%0A")
IDS = ("0", "1", "01", "001", "-1", "1.0", "1e0", "%31", "2147483647", "2147483648",
       "9223372036854775808", "9" * 30, "a", "ME", "Me", "null", "None", "true", "1,2", "1;2", "1'", "*", "[1]", "@",
       "~", "-", "_", "%20", "x" * 200,
       "activate", "set_password1", "set_email", "set_", "ada",
       str(NOBODY))
NOWHERE = ("user/", "users//", "users/me/x/", "users/1/2/", "users/1/me/",
           "usersx/", "xusers/", "USERS/", "Users/", "users/me//",
           "users//me/", "users/activation/x/", "token/", "token/refresh/",
           "token/login/x", "token/loginx", "token/login//", "tokens/login/",
           "jwt/", "jwt/creat", "jwt/Create/", "jwt/x/", "o/google/",
           "password/reset/", "users/activate/x/", "x", "./users/",
           "users/../users/", "users/./", "users/me/;x", "users/me/%3Fx",
           "users/me/%23", "users/me/&x", "users/me/=", "%FF", "c3a9",
           "users/users/../", "users/me/x", "/auth//", "//auth/")
ABROAD = ("/", "/Auth/", "/authx/",
          "/x/auth/users/", "/users/", "/api/auth/users/", "/index.html",
          "/favicon.ico", "/robots.txt", "/admin/", "/.env")
# Django finds something there.
SOMEWHERE = ("%75sers/", "users%2F", "users/1/", "users/%31/")
ME = ("users/me.json/", "users/me%2F", "users%2Fme/", "users/%6De/",
      "/auth/users/me/")
JWT = ("jwt/create", "jwt/refresh", "jwt/verify")
AFTER_JWT = ("", "/", "x", "/x", "/extra/", "//", "?", "?x=1", "/?x=1", ".json",
             "/.json", "%20", "%2F", "e/more/and/more")
QUERIES = ("?", "?x", "?x=1", "?format=json", "?format=", "?format=xml",
           "?format=api", "?format=JSON", "?format=json&format=xml",
           "?format=xml&format=json", "?FORMAT=xml", "?page=2", "?limit=1",
           "?format=%6Ason", "?format=json%00", "?&&", "?=", "?%FF", "?a;b",
           "?username=ada&password=x", "?indent=2", "?format", "??", "?/",
           "?format=json#x"[:12], "?_method=DELETE", "?method=PUT")


def slashless():
    """Served here; there they are sent elsewhere, or an error."""
    row = "the last slash"
    for path in SLASHLESS:
        yield get(path, who="ada", differs=(row, 301, 405 if "_" in path or
                  "activation" in path else 200))


def formats():
    for path in SLASHLESS:
        for format in FORMATS:
            for slash in "", "/":
                target = f"{path}.{format}{slash}"
                differs = {"differs": (PAGE, 404, 404)} if (
                    format in NO_FORMATS) else {}
                yield get(target, who="ada", **differs)
                yield get(target, **differs)
                yield post(target, {}, who="ada", **differs)
                if target.startswith("users/me.json"):
                    differs = {"differs": ("OPTIONS users/me/", 500, 200)}
                yield ask("OPTIONS", target, who="boss", **differs)
    for target in (".json", ".json/", ".xml", ".xml/"):
        yield get(target, who="ada")
        yield get(target)
    for target in ("api.json", "users/1.2.json", "users/.json",
                   "users/me.json.json", "users/a.b.c/", "token/login.json",
                   "token/logout.json/"):
        yield get(target, who="ada", differs=(PAGE, 404, 404))
        yield get(target, differs=(PAGE, 404, 404))
    yield post("users.json", {"username": "newcomer", "password": FRESH})
    yield post("users/reset_password.json", {"email": ADA.email})
    yield ask("PATCH", "users/me.json", {"email": "x@y.de"}, who="ada")
    yield ask("DELETE", "users/me.json/", {"current_password": GOOD},
              who="ada")


def ids():
    for number in IDS:
        for who in "ada", "boss":
            for method, body in (("GET", None), ("PATCH", {}),
                                 ("DELETE", {"current_password": GOOD})):
                more = {} if body is None else {"body": body}
                yield ask(method, f"users/{number}/", who=who, **more)
    for method in "GET", "PATCH", "DELETE":
        for number in "1%2F", "1%2E":
            yield ask(method, f"users/{number}/", who="ada",
                      differs=(PAGE, 404, 404))
        yield ask(method, "users/%FF/", who="ada",
                  differs=("paths that are no text", 404, 404))
    for number in ALIKE:
        for method, body, status in (("GET", {}, 200), ("PATCH", {}, 200), (
                "DELETE", {"current_password": GOOD}, 204)):
            yield ask(method, f"users/{number}/", body, who="ada",
                      differs=("one id, one text", status, 404))


def nowhere():
    for path in (*NOWHERE, *ABROAD):
        for method in "GET", "POST", "OPTIONS":
            yield ask(method, path, who="ada", differs=(PAGE, 404, 404))
        yield get(path, differs=(PAGE, 404, 404))
    for path in SOMEWHERE:
        for method in "GET", "POST", "OPTIONS":
            yield ask(method, path, who="boss")
    for path in ME:
        yield get(path, who="boss")
        yield ask("OPTIONS", path, who="boss",
                  differs=("OPTIONS users/me/", 500, 200))


def jwt():
    for path in JWT:
        for more in AFTER_JWT:
            yield post(path + more, SIGN_IN)
            yield get(path + more)
            yield ask("OPTIONS", path + more)


def tokens():
    for path in ("token/login", "token/login/", "token/logout",
                 "token/logout/"):
        for method in "GET", "POST", "OPTIONS", "HEAD", "DELETE":
            yield ask(method, path)
            yield ask(method, path, who="ada")
    yield post("token/login", SIGN_IN)


def queries():
    for query in QUERIES:
        yield get(f"users/me/{query}", who="ada")
        yield get(f"users/{query}", who="ada")
        yield get(f"users/1/{query}", who="boss")
        yield get(f"users/{query}")
        yield get(query, who="ada")
        yield post(f"users/{query}", {"username": "x", "password": "y"})
        yield post(f"token/login/{query}", SIGN_IN)
        yield post(f"jwt/create/{query}", SIGN_IN)
        yield post(f"users/reset_password/{query}", {"email": ADA.email})


GROUPS = [
    group("paths: without the last slash", slashless()),
    group("paths: formats", formats()),
    group("paths: ids", ids()),
    group("paths: nowhere", nowhere()),
    group("paths: jwt", jwt()),
    group("paths: token", tokens()),
    group("paths: queries", queries()),
]
