"""Every path, every method, every kind of credential."""

from fixture import KINDS, SIGNED_IN
from vocabulary import ask, group

PATHS = (
    "", "users/", "users/me/", "users/1/", "users/2/", "users/999/",
    "users/x/", "users/activation/", "users/resend_activation/",
    "users/set_password/", "users/reset_password/",
    "users/reset_password_confirm/", "users/set_username/",
    "users/reset_username/", "users/reset_username_confirm/",
    "token/login/", "token/logout/", "jwt/create/", "jwt/refresh/",
    "jwt/verify/",
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")

# Rows of docs/differences.md, their status and ours.
DIFFERS = {
    ("HEAD", "users/me/"): ("HEAD users/me/", 500, 200),
    ("OPTIONS", "users/me/"): ("OPTIONS users/me/", 500, 200),
}


def asked(path):
    for method in METHODS:
        yield ask(method, path)
        for name, value in KINDS.items():
            yield ask(method, path, auth=value, differs=DIFFERS.get(
                (method, path)) if name in SIGNED_IN else None)


GROUPS = [
    group(f"methods: {path or '(root)'}", asked(path)) for path in PATHS
]
