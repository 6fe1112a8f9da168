"""Where the installed Djoser differs from the newest one, which is the target.

A row: the package; the first version that behaves as the newest does; which
requests, a pattern of "METHOD path" or None; the setting of DJOSER under which
alone it applies, or None; what the newest says instead, a function that knows
what an answer must hold for the row to apply; the source.
"""

import re
import time
from typing import Callable, NamedTuple

import answers
import fixture

INACTIVE = {str(one.id) for one in fixture.PEOPLE if not one.active}
BOTH = "Token is invalid or expired"
CHANGED = '{"detail":"The user\'s password has been changed."}'
INVALID = '{"detail":"Token is invalid","code":"token_not_valid"}'
TROUBLE = {"status": "500", "body": "(a page)", "Content-Type": "text/html",
           "Allow": "", "WWW-Authenticate": ""}
NO_ACCOUNT = '{"detail":"No active account found for the given token."}'


TOKEN = re.compile(r"([\w-]+)\.([\w-]+)\.[\w-]+", re.ASCII)


class Case(NamedTuple):
    """What a row may look at, beside what is compared."""
    sent: str           # the body for jwt/, else Authorization
    said: answers.Said
    settings: dict      # of the group

    def simple_jwt(self, name, default):
        return self.settings.get("SIMPLE_JWT", {}).get(name, default)


class Version(NamedTuple):
    package: str
    fixed: str
    requests: str
    under: str
    change: Callable        # (what is compared, Case) -> the same, or None
    source: str


def substitute(pattern, new):
    def change(found, _):
        body = re.sub(pattern, new, found["body"])
        return {**found, "body": body} if body != found["body"] else None
    return change


def instead(status, body, then):
    """For this answer another one."""
    def change(found, _):
        if (found["status"], found["body"]) != (status, body):
            return None
        return {**found, **then}
    return change


def is_expired(case):
    """Whether a token was sent that is good, or was."""
    token = TOKEN.search(case.sent)
    algorithm = case.simple_jwt("ALGORITHM", "HS256")
    if not token or algorithm not in fixture.HASHES:
        return False
    read = answers.read_jwt(token.group(0))
    if not read or not isinstance(read[1], dict):
        return False
    key = case.simple_jwt("SIGNING_KEY", fixture.SECRET)
    exp = read[1].get("exp")
    return (fixture.mac(token.group(1, 2), key, algorithm) == token.group(0)
            and isinstance(exp, (int, float)) and
            exp <= time.time() - case.simple_jwt("LEEWAY", 0))


def which_fault(found, case):
    """One text told of two faults."""
    if BOTH not in found["body"]:
        return None
    text = "Token is expired" if is_expired(case) else "Token is invalid"
    return {**found, "body": found["body"].replace(BOTH, text)}


def gone(found, case):
    """A new access token for whoever may not sign in is a refusal."""
    token = TOKEN.search(case.sent)
    if found["status"] != "200" or not token:
        return None
    name = case.simple_jwt("USER_ID_CLAIM", "user_id")
    user = answers.read_jwt(token.group(0))[1].get(name)
    if not user or is_active(user, case.said.rows):
        return None
    if not is_number(user):
        return {**found, **TROUBLE}
    return refusal(found, case, NO_ACCOUNT)


def user_as_text(found, case):
    name = case.simple_jwt("USER_ID_CLAIM", "user_id")
    return substitute(rf'"{name}":(\d+)(\.0)?', rf'"{name}":"\1"')(found, case)


def gone_with_trouble(found, case):
    """The deleted user of a refresh token is a 500 of some releases."""
    if (found["status"] != "500" or
            not (case.said.error or "").startswith("DoesNotExist")):
        return None
    return refusal(found, case, NO_ACCOUNT)


def changed_password(found, case):
    """A token of before a change of the password is refused."""
    token = TOKEN.search(case.sent)
    if (found["status"] != "200" or not token or
            not case.simple_jwt("CHECK_REVOKE_TOKEN", False)):
        return None
    claims = answers.read_jwt(token.group(0))[1]
    if claims.get("hash_password") == case.said.hashes.get(
            str(claims.get("user_id"))):
        return None
    return refusal(found, case, CHANGED)


def ids_are_texts(found, case):
    """A token whose sub or jti is no text is invalid."""
    token = TOKEN.search(case.sent)
    read = token and answers.read_jwt(token.group(0))
    if (not read or not isinstance(read[1], dict) or
            fixture.mac(token.group(1, 2)) != token.group(0) or
            "Token is " in found["body"] or "SIGNING_KEY" in
            case.settings.get("SIMPLE_JWT", {})):
        return None
    if all(isinstance(read[1].get(name, ""), str) for name in ("sub", "jti")):
        return None
    return invalid(found, case)


def critical(found, case):
    """A header that says "crit" is refused."""
    token = TOKEN.search(case.sent)
    read = token and answers.read_jwt(token.group(0))
    if not read or "crit" not in read[0]:
        return None
    return invalid(found, case)


def invalid(found, case):
    """Refused by one of jwt/, or as a credential by any other."""
    if found.get("Allow", "") in ("POST, OPTIONS", ""):
        return refusal(found, case, INVALID)
    kinds = [name.rpartition(".")[2] for name in case.simple_jwt(
        "AUTH_TOKEN_CLASSES", ["AccessToken"])]
    return {**refusal(found, case, answers.compact({
        "detail": "Given token not valid for any token type",
        "code": "token_not_valid",
        "messages": [{"token_class": kind, "token_type":
                      kind.removesuffix("Token").lower(),
                      "message": "Token is invalid"} for kind in kinds]})),
            "Allow": found["Allow"]}


def refusal(found, case, body):
    word = case.simple_jwt("AUTH_HEADER_TYPES", ["Bearer"])[0]
    return {**found, "status": "401", "body": body,
            "Content-Type": "application/json", "Allow": "POST, OPTIONS",
            "WWW-Authenticate": f'{word} realm="api"'}


def is_number(value):
    try:
        return int(value) is not None
    except (TypeError, ValueError):
        return False


def is_active(user, rows):
    return is_number(user) and any(
        row[0] == str(int(user)) and row[3] == "1" for row in rows)


def only_if_inactive(found, _):
    """A mail after an update only for whoever is inactive then."""
    number = re.search(r'"id":(\d+)', found["body"])
    if (found["status"] != "200" or not found["mails"] or
            '"is_active":"0"' in found.get("written", "") or
            number and number.group(1) in INACTIVE):
        return None
    return {**found, "mails": ""}


def cookie_left(found, case):
    """Whose session is gone keeps its cookie: docs/differences.md."""
    looked = "django.contrib.auth.middleware.AuthenticationMiddleware"
    if (looked not in case.settings.get("MIDDLEWARE", ()) or
            not found["Set-Cookie"].startswith('sessionid=""')):
        return None
    return {**found, "Set-Cookie": ""}


def cookie_left_by_refusal(found, case):
    return cookie_left(found, case) if found["status"] >= "400" else None


VERSIONS = (
    Version("simplejwt", "5.5.0", None, None, which_fault,
            "djangorestframework-simplejwt pull request 830"),
    Version("simplejwt", "5.5.1", r"POST /auth/jwt/", None,
            user_as_text,
            "djangorestframework-simplejwt pull request 887"),
    Version("simplejwt", "5.5.1", r"POST /auth/jwt/refresh", None,
            substitute(r'"exp":"\(now \+ (\d+)\)","iat":"\(before\)"',
                       r'"exp":"(iat + \1)","iat":"(now)"'),
            "djangorestframework-simplejwt pull request 888"),
    # A copied iat may be of the last seconds; then exp shows it.
    Version("simplejwt", "5.5.1", r"POST /auth/jwt/refresh", None,
            substitute(r'"exp":"\(iat \+ (\d+)[1-5]\)","iat":"\(now\)"',
                       r'"exp":"(iat + \g<1>0)","iat":"(now)"'),
            "djangorestframework-simplejwt pull request 888"),
    Version("simplejwt", "5.4.0", r"POST /auth/jwt/refresh", None, gone,
            "djangorestframework-simplejwt pull request 814"),
    Version("simplejwt", "5.5.2", r"POST /auth/jwt/refresh", None,
            gone_with_trouble,
            "djangorestframework-simplejwt, CHANGELOG, after 5.5.1"),
    Version("simplejwt", "5.5.2", r"POST /auth/jwt/refresh", None,
            changed_password,
            "djangorestframework-simplejwt, CHANGELOG, after 5.5.1"),
    Version("pyjwt", "2.10.1", None, None, critical,
            "CVE-2026-32597, mended in PyJWT 2.12.0 and in Debian's 2.10.1"),
    Version("pyjwt", "2.10.0", None, None, ids_are_texts,
            "PyJWT, CHANGELOG, 2.10.0: sub and jti are checked"),
    Version("djoser", "2.2.1", r"POST /auth/users/resend_activation",
            "SEND_ACTIVATION_EMAIL",
            instead("400", "", {"status": "204"}),
            "djoser pull request 721"),
    Version("djoser", "2.2.0", r"(PUT|PATCH) /auth/users/",
            "SEND_ACTIVATION_EMAIL", only_if_inactive,
            "djoser pull request 638"),
    Version("drf", "99", None, None,
            substitute("No User matches the given query.", "Not found."),
            "django-rest-framework 56946fac8: says which ids exist"),
    Version("django", "4.0", None, None,
            substitute(r"CSRF token missing or incorrect\.",
                       "CSRF token missing."),
            "Django 4.0, ticket 32902"),
    Version("django", "99", None, None, cookie_left_by_refusal,
            "SessionMiddleware ends the cookie of no session"),
    Version("django", "99", r"GET|OPTIONS|POST /auth/(users/|token/login)",
            None, cookie_left, "the same"),
)


def _number(text):
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def rows_for(installed):
    """Those that these versions need; `installed` is by package."""
    return [row for row in VERSIONS
            if _number(installed[row.package]) < _number(row.fixed)]


def newest(rows, found, target, case):
    """What was found, as the newest would have said it."""
    djoser = case.settings.get("DJOSER", {})
    for row in rows:
        if ((not row.requests or re.match(row.requests, target)) and
                (not row.under or djoser.get(row.under))):
            found = row.change(found, case) or found
    return found


def missing(group, installed):
    """The packages that are too old for a group, as texts."""
    return [f"{package} {version}" for package, version in group.since
            if _number(installed[package]) < _number(version)]
