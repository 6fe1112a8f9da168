"""Every field of every endpoint, with every kind of value."""

import base64

from fixture import ACCESS, ADA, FRESH, GOOD, REFRESH
from vocabulary import ask, group, without

UID = base64.urlsafe_b64encode(b"1").decode().rstrip("=")
TOKEN = "dif58g-1638d99e623f067ef239037fc2b4a00d"      # of somebody else
LINK = {"uid": UID, "token": TOKEN}
SIGN_UP = {"username": "newcomer", "email": "newcomer@example.com",
           "password": FRESH}

# Method, path, who, a body that is good but for the mailed link.
ENDPOINTS = (
    ("POST", "users/", None, SIGN_UP),
    ("PUT", "users/me/", "ada", {"email": "new@example.com"}),
    ("PATCH", "users/me/", "ada jwt", {"email": "new@example.com"}),
    ("PUT", "users/1/", "ada", {"email": "new@example.com"}),
    ("PATCH", "users/2/", "boss", {"email": "new@example.com"}),
    ("DELETE", "users/me/", "ada", {"current_password": GOOD}),
    ("DELETE", "users/2/", "boss", {"current_password": GOOD}),
    ("POST", "users/activation/", None, LINK),
    ("POST", "users/resend_activation/", None, {"email": "ina@example.com"}),
    ("POST", "users/set_password/", "ada",
     {"new_password": FRESH, "current_password": GOOD}),
    ("POST", "users/reset_password/", None, {"email": ADA.email}),
    ("POST", "users/reset_password_confirm/", None,
     {**LINK, "new_password": FRESH}),
    ("POST", "users/set_username/", "ada",
     {"new_username": "other", "current_password": GOOD}),
    ("POST", "users/reset_username/", None, {"email": ADA.email}),
    ("POST", "users/reset_username_confirm/", None,
     {**LINK, "new_username": "other"}),
    ("POST", "token/login/", None, {"username": "ada", "password": GOOD}),
    ("POST", "jwt/create/", None, {"username": "ada", "password": GOOD}),
    ("POST", "jwt/refresh/", None, {"refresh": REFRESH["ada"]}),
    ("POST", "jwt/verify/", None, {"token": ACCESS["ada"]}),
)

RETYPED = (
    ("POST", "users/", None, {**SIGN_UP, "re_password": FRESH}),
    ("POST", "users/set_password/", "ada",
     {"new_password": FRESH, "re_new_password": FRESH,
      "current_password": GOOD}),
    ("POST", "users/reset_password_confirm/", None,
     {**LINK, "new_password": FRESH, "re_new_password": FRESH}),
    ("POST", "users/set_username/", "ada",
     {"new_username": "other", "re_new_username": "other",
      "current_password": GOOD}),
    ("POST", "users/reset_username_confirm/", None,
     {**LINK, "new_username": "other", "re_new_username": "other"}),
)
RETYPE = {f"{name}_RETYPE": True for name in (
    "USER_CREATE_PASSWORD", "SET_PASSWORD", "PASSWORD_RESET_CONFIRM",
    "SET_USERNAME", "USERNAME_RESET_CONFIRM")}

TEXTS = (
    "", " ", "\t\r\n", "\u00a0", "\u2003", "\u3000", "\u200b", "\ufeff",
    "\u0085", "\u2028", "\x1c\x1d", "\x0b\x0c", "\x00", "a\x00b", "x",
    " x ", "\u00a0x\u3000", "x y", "x\ty", "x\ny", "\x01", "\x7f", "\x1bx",
    "a" * 39, "a" * 128, "a" * 150, "a" * 151, "a" * 254, "a" * 255,
    "\u00e9" * 150, "\u00e9" * 151, "\U0001f600" * 75, "\U0001f600" * 120,
    " " * 200 + "x", "x" + " " * 200, "e\u0301clair", "\u00e9clair",
    "\ufb01nal", "\u2460", "\u212b", "\u0130I\u0131", "stra\u00dfe",
    "\u05e9\u05dc\u05d5\u05dd", "\u202eabc", "\u0645\u0631\u062d\u0628\u0627",
    "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U000e0001",
    "\ue000", "\ufffd", "\uffff", "\U0010ffff", "null", "true", "0", "-1",
    "1.5", "1e3", "<b>x</b>", "a&amp;b", "a'b\"c", "a\\b", "%00", "%s{0}",
    "{uid}", "' OR 1=1 --", "../../x", "a/b", "a;b", "a,b", "a@b", "a+b-c.d_",
    "-", ".", "@", "+",
)
OTHERS = (
    None, True, False, 0, 1, -1, 7, 12345678, 2 ** 31, 2 ** 53 + 1,
    2 ** 63 - 2, -2 ** 63 + 1, 0.0, -0.0, 1.0, 1.5, 0.1, 1e2, 1e15, 1e16, 1e22,
    1e-5, 1e-4, 123456.789, 1.7976931348623157e308, 5e-324, [], [1], ["x"],
    [None], {}, {"a": 1}, [[]], "\ud800", "x\udfffy", "\udc00\ud800",
)


# Those who look for a link take these as they come, before they are checked.
LINKED = ("users/activation/", "users/reset_password_confirm/",
          "users/reset_username_confirm/")


# Names that registration brings to another form.
ALIKE = ("\ufb01nal", "\u2460", "\u212b")


def on_purpose(path, field, value):
    if field == "new_username" and value in ALIKE:
        return ("names that look alike", 204, 204) if (
            path == "users/set_username/") else None
    if path not in LINKED or field not in LINK or isinstance(value, str):
        return None
    checked = path != "users/reset_username_confirm/"
    if checked and (value is None or isinstance(value, (bool, list, dict))):
        return None
    if field == "token" and not value:
        return None
    return "uid or token that is no text", 500, 400


def each_field(endpoints, only=None):
    for method, path, who, good in endpoints:
        yield ask(method, path, good, who=who)
        yield ask(method, path, {}, who=who)
        yield ask(method, path, {**good, "more": 1, "is_staff": True,
                                 "id": 7, "is_active": False}, who=who)
        for field in good:
            if only is None or field in only:
                yield from one_field(method, path, who, good, field)


def one_field(method, path, who, good, field):
    yield ask(method, path, without(good, field), who=who)
    yield ask(method, path, {field: good[field]}, who=who)
    yield ask(method, path, {**without(good, field),
                             field.upper(): good[field]}, who=who)
    for value in TEXTS + OTHERS:
        yield ask(method, path, {**good, field: value}, who=who,
                  differs=on_purpose(path, field, value))


def each_form(endpoints, **kind):
    """The same as a form: there are only texts."""
    for method, path, who, good in endpoints:
        for how in ("form", "parts"):
            yield ask(method, path, **{how: good}, who=who)
            yield ask(method, path, **{how: {}}, who=who)
            for field in good:
                yield ask(method, path, **{how: without(good, field)},
                          who=who)
                for value in TEXTS if how == "form" else TEXTS[::4]:
                    yield ask(method, path, **{how: {**good, field: value}},
                              who=who, differs=on_purpose(path, field, value))


def each_nothing(endpoints):
    """All fields at once: in which order are the refusals told?"""
    for method, path, who, good in endpoints:
        for value in ("", " ", None, True, 1, [], {}, "x" * 300, "\x00"):
            # Where there is a password, that is refused first.
            differs = (on_purpose(path, "uid", value)
                       if type(value) is int and "uid" in good and
                       "new_password" not in good else None)
            for fields in good, reversed(good):
                yield ask(method, path, dict.fromkeys(fields, value),
                          who=who, differs=differs)


GROUPS = [
    group("fields: JSON", each_field(ENDPOINTS)),
    group("fields: forms", each_form(ENDPOINTS)),
    group("fields: all at once", each_nothing(ENDPOINTS)),
    group("fields: retyped", each_nothing(RETYPED), each_field(
        RETYPED, ("re_password", "re_new_password", "re_new_username")),
        DJOSER=RETYPE),
]
