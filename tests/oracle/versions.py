"""Where the installed Djoser differs from the newest one, which is the target.

A row: the package; the first version that behaves as the newest does; which
requests, a pattern of "METHOD path" or None; the setting of DJOSER under which
alone it applies, or None; what the newest says instead, a function that knows
what an answer must hold for the row to apply; the source.
"""

import re
from typing import Callable, NamedTuple

import answers
import fixture

EXPIRED = {token for token, name in fixture.known_tokens()
           if name.startswith("expired")}
INACTIVE = {str(one.id) for one in fixture.PEOPLE if not one.active}
NO_ACCOUNT = '{"detail":"No active account found for the given token."}'


class Version(NamedTuple):
    package: str
    fixed: str
    requests: str
    under: str
    change: Callable        # (what is compared, sent tokens, Said) -> or None
    source: str


def text(old, new, sent_any=None, sent_none=None):
    """`old` in a body is `new`, if such a token was (not) sent."""
    def change(found, sent, _):
        if (old not in found["body"] or
                sent_any is not None and not holds(sent, sent_any) or
                sent_none is not None and holds(sent, sent_none)):
            return None
        return {**found, "body": found["body"].replace(old, new)}
    return change


def holds(sent, tokens):
    return any(token in sent for token in tokens)


def substitute(pattern, new):
    def change(found, *_):
        body = re.sub(pattern, new, found["body"])
        return {**found, "body": body} if body != found["body"] else None
    return change


def instead(status, body, then):
    """This answer is another one."""
    def change(found, sent, _):
        if (found["status"], found["body"]) != (status, body):
            return None
        return {**found, **then}
    return change


def gone(found, sent, said):
    """A new access token for whoever may not sign in is a refusal."""
    token = re.search(r"[\w-]+\.[\w-]+\.[\w-]+", sent)
    if found["status"] != "200" or not token:
        return None
    user = answers.read_jwt(token.group(0))[1].get("user_id")
    if user is None or [str(user), "1"] in [[row[0], row[3]]
                                            for row in said.rows]:
        return None
    return {**found, "status": "401", "body": NO_ACCOUNT,
            "WWW-Authenticate": 'Bearer realm="api"'}


def only_if_inactive(found, *_):
    """A mail after an update only for whoever is inactive then."""
    number = re.search(r'"id":(\d+)', found["body"])
    if (found["status"] != "200" or not found["mails"] or
            '"is_active":"0"' in found.get("written", "") or
            number and number.group(1) in INACTIVE):
        return None
    return {**found, "mails": ""}


VERSIONS = (
    Version("simplejwt", "5.5.0", None, None,
            text("Token is invalid or expired", "Token is expired",
                 sent_any=EXPIRED),
            "djangorestframework-simplejwt pull request 830"),
    Version("simplejwt", "5.5.0", None, None,
            text("Token is invalid or expired", "Token is invalid",
                 sent_none=EXPIRED),
            "djangorestframework-simplejwt pull request 830"),
    Version("simplejwt", "5.5.1", r"POST /auth/jwt/", None,
            substitute(r'"user_id":(\d+)', r'"user_id":"\1"'),
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
)


def _number(text):
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def rows_for(installed):
    """Those that these versions need; `installed` is by package."""
    return [row for row in VERSIONS
            if _number(installed[row.package]) < _number(row.fixed)]


def newest(rows, found, target, sent, said, settings):
    """What was found, as the newest would have said it."""
    for row in rows:
        if row.requests and not re.match(row.requests, target):
            continue
        if row.under and not settings.get("DJOSER", {}).get(row.under):
            continue
        changed = row.change(found, sent, said)
        if changed is not None:
            found = changed
    return found


def missing(group, installed):
    """The packages that are too old for a group, as texts."""
    return [f"{package} {version}" for package, version in group.since
            if _number(installed[package]) < _number(version)]
