"""PERMISSIONS: every class for every key."""

from asks.h_settings import tour
from vocabulary import group

CLASSES = {
    "AllowAny": "rest_framework.permissions",
    "IsAuthenticated": "rest_framework.permissions",
    "IsAdminUser": "rest_framework.permissions",
    "IsAuthenticatedOrReadOnly": "rest_framework.permissions",
    "CurrentUserOrAdmin": "djoser.permissions",
    "CurrentUserOrAdminOrReadOnly": "djoser.permissions",
}
KEYS = ("activation", "password_reset", "password_reset_confirm",
        "set_password", "username_reset", "username_reset_confirm",
        "set_username", "user_create", "user_delete", "user", "user_list",
        "token_create", "token_destroy")


def dotted(*names):
    return [f"{CLASSES[name]}.{name}" for name in names]


def everywhere(*names):
    return {key: dotted(*names) for key in KEYS}


def turned(start):
    """Another class for each key, so that none stands in for another."""
    names = list(CLASSES)
    return {key: dotted(names[(start + index) % len(names)])
            for index, key in enumerate(KEYS)}


WHO = (None, "ada", "boss jwt", "root")

# What is about the caller, the key that guards it, and what Djoser says where
# that lets nobody in: to an empty body, and to a good one.
ABOUT_THE_CALLER = {
    ("GET", "/auth/users/me/"): ("user", 200, 200),
    ("PUT", "/auth/users/me/"): ("user", 500, 500),
    ("PATCH", "/auth/users/me/"): ("user", 500, 500),
    ("DELETE", "/auth/users/me/"): ("user_delete", 400, 500),
    ("DELETE", "/auth/users/1/"): ("user_delete", 400, 500),
    ("DELETE", "/auth/users/2/"): ("user_delete", 400, 500),
    ("DELETE", "/auth/users/999/"): ("user_delete", 404, 404),
    ("POST", "/auth/users/set_password/"): ("set_password", 400, 500),
    ("POST", "/auth/users/set_username/"): ("set_username", 400, 500),
    ("POST", "/auth/token/logout/"): ("token_destroy", 500, 500),
}


def lets_nobody_in(classes, method):
    names = {name.rpartition(".")[2] for name in classes}
    return names <= {"AllowAny"} or (
        names == {"IsAuthenticatedOrReadOnly"} and method == "GET")


def by_nobody(permissions):
    for one in tour(None):
        key, empty, good = ABOUT_THE_CALLER.get(
            (one.method, one.path), (None, 0, 0))
        if key in permissions and lets_nobody_in(permissions[key],
                                                 one.method):
            one = one._replace(differs=("nobody where a caller is needed",
                                        good if one.body else empty, 401))
        yield one


def permitted(name, permissions, **djoser):
    return group(f"permissions: {name}", by_nobody(permissions),
                 (tour(who) for who in WHO if who),
                 DJOSER={"PERMISSIONS": permissions, **djoser})


GROUPS = [
    *(permitted(name, everywhere(name)) for name in CLASSES),
    *(permitted(f"{name}, users shown", everywhere(name), HIDE_USERS=False)
      for name in CLASSES if name.startswith("CurrentUser")),
    *(permitted(f"turned by {start}", turned(start))
      for start in range(len(CLASSES))),
    permitted("both IsAuthenticated and IsAdminUser",
              everywhere("IsAuthenticated", "IsAdminUser")),
    permitted("both CurrentUserOrAdmin and ...OrReadOnly",
              everywhere("CurrentUserOrAdmin",
                         "CurrentUserOrAdminOrReadOnly")),
    permitted("none", {key: [] for key in KEYS}),
    permitted("list for staff", {"user_list": dotted("IsAdminUser")}),
    permitted("sign-up for staff", {"user_create": dotted("IsAdminUser")}),
]
