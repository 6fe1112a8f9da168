"""Where the installed Djoser differs from the newest one, which is the target.

A row: the package; the first version that behaves as the newest does; which
requests, a pattern of "METHOD path" or None; what an answer must hold for the
row to apply, and what the newest says instead; the source.
"""

import re
from typing import Callable, NamedTuple

import fixture

EXPIRED = {token for token, name in fixture.known_tokens()
           if name.startswith("expired")}
OF_THE_GONE = {fixture.REFRESH[name] for name in ("ina", "nobody")}
NO_ACCOUNT = '{"detail":"No active account found for the given token."}'


class Version(NamedTuple):
    package: str
    fixed: str
    requests: str
    change: Callable        # (what is compared, what was sent) -> or None
    source: str


def text(old, new, sent_any=None, sent_none=None):
    """`old` in a body is `new`, if such a token was (not) sent."""
    def change(found, sent):
        if (old not in found["body"] or
                sent_any is not None and not holds(sent, sent_any) or
                sent_none is not None and holds(sent, sent_none)):
            return None
        return {**found, "body": found["body"].replace(old, new)}
    return change


def holds(sent, tokens):
    return any(token in sent for token in tokens)


def substitute(pattern, new):
    def change(found, _):
        body = re.sub(pattern, new, found["body"])
        return {**found, "body": body} if body != found["body"] else None
    return change


def answers(status, body, then):
    """This answer is another one."""
    def change(found, sent):
        if (found["status"], found["body"]) != (status, body):
            return None
        return {**found, **then}
    return change


def gone(found, sent):
    """A new access token for whoever may not sign in is a refusal."""
    if found["status"] != "200" or not holds(sent, OF_THE_GONE):
        return None
    return {**found, "status": "401", "body": NO_ACCOUNT,
            "WWW-Authenticate": 'Bearer realm="api"'}


VERSIONS = (
    Version("simplejwt", "5.5.0", None,
            text("Token is invalid or expired", "Token is expired",
                 sent_any=EXPIRED),
            "djangorestframework-simplejwt pull request 830"),
    Version("simplejwt", "5.5.0", None,
            text("Token is invalid or expired", "Token is invalid",
                 sent_none=EXPIRED),
            "djangorestframework-simplejwt pull request 830"),
    Version("simplejwt", "5.5.1", r"POST /auth/jwt/",
            substitute(r'"user_id":(\d+)', r'"user_id":"\1"'),
            "djangorestframework-simplejwt pull request 887"),
    Version("simplejwt", "5.5.1", r"POST /auth/jwt/refresh",
            substitute(r'"iat":"\(before\)"', '"iat":"(now)"'),
            "djangorestframework-simplejwt pull request 888"),
    Version("simplejwt", "5.4.0", r"POST /auth/jwt/refresh", gone,
            "djangorestframework-simplejwt pull request 814"),
    Version("djoser", "2.2.1", r"POST /auth/users/resend_activation",
            answers("400", "", {"status": "204"}),
            "djoser pull request 721"),
    Version("drf", "99", None,
            substitute("No User matches the given query.", "Not found."),
            "django-rest-framework 56946fac8: says which ids exist"),
)


def _number(text):
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def rows_for(installed):
    """Those that these versions need; `installed` is by package."""
    return [row for row in VERSIONS
            if _number(installed[row.package]) < _number(row.fixed)]


def newest(rows, found, target, sent):
    """What was found, as the newest would have said it."""
    for row in rows:
        if row.requests and not re.match(row.requests, target):
            continue
        changed = row.change(found, sent)
        if changed is not None:
            found = changed
    return found


def missing(group, installed):
    """The packages that are too old for a group, as texts."""
    return [f"{package} {version}" for package, version in group.since
            if _number(installed[package]) < _number(version)]
