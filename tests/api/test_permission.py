"""Who may call what, by permission classes that settings name.

Expectations are those of rest_framework.permissions and djoser.permissions,
and of Djoser's UserViewSet.permission_denied: 401 for strangers, 404 for what
hide_users hides, else 403.
"""

from harness import main
from people import *

CLASSES = ("AllowAny", "IsAuthenticated", "IsAdminUser",
           "IsAuthenticatedOrReadOnly", "CurrentUserOrAdmin",
           "CurrentUserOrAdminOrReadOnly")


def conf(classes, *keys, hide="false"):
    rows = "".join(f"\t{key} = {{ {classes} }}\n" for key in keys)
    return f'api "djoser" {{\n\thide_users = {hide}\n{rows}}}\n'


class Permission(Talk):
    """Each row: who, and the status of what they ask for."""

    def callers(self):
        boss, ada, ben = (self.staff(), self.account(), self.account("ben"))
        return ada, ben, {"stranger": None, "owner": self.key(ada),
                          "other": self.key(ben), "staff": self.key(boss)}

    def admits(self, asked, expected):
        for who, status in expected.items():
            with self.subTest(who=who):
                self.assertEqual(asked(who).status, status)


def table(name, classes, expected, keys, ask, hide="false"):
    """A class of one test, for an instance of its own configuration."""

    def test(self):
        ada, ben, keys_ = self.callers()
        self.admits(lambda who: ask(self, ada, keys_[who]), expected)

    return type(name, (Permission,), {
        "conf": conf(classes, *keys, hide=hide),
        "test_" + name.lower(): test})


def show(self, ada, key):
    return self.call("GET", f"users/{ada.id}/", token=key)


def change(self, ada, key):
    return self.call("PATCH", f"users/{ada.id}/", {}, token=key)


def listed(self, ada, key):
    return self.call("GET", "users/", token=key)


USER = ("permission_user",)

AnyoneSees = table(
    "AnyoneSees", '"AllowAny"',
    {"stranger": 200, "owner": 200, "other": 200, "staff": 200}, USER, show)
AnyoneChanges = table(
    "AnyoneChanges", '"AllowAny"',
    {"stranger": 200, "owner": 200, "other": 200, "staff": 200}, USER, change)
TheSignedInSee = table(
    "TheSignedInSee", '"IsAuthenticated"',
    {"stranger": 401, "owner": 200, "other": 200, "staff": 200}, USER, show)
StaffSee = table(
    "StaffSee", '"IsAdminUser"',
    {"stranger": 401, "owner": 403, "other": 403, "staff": 200}, USER, show)
StaffSeeWhatIsHidden = table(
    "StaffSeeWhatIsHidden", '"IsAdminUser"',
    {"stranger": 401, "owner": 404, "other": 404, "staff": 200}, USER, show,
    hide="true")
AnyoneReads = table(
    "AnyoneReads", '"IsAuthenticatedOrReadOnly"',
    {"stranger": 200, "owner": 200, "other": 200, "staff": 200}, USER, show)
StrangersOnlyRead = table(
    "StrangersOnlyRead", '"IsAuthenticatedOrReadOnly"',
    {"stranger": 401, "owner": 200, "other": 200, "staff": 200}, USER, change)
OneselfSees = table(
    "OneselfSees", '"CurrentUserOrAdmin"',
    {"stranger": 401, "owner": 200, "other": 403, "staff": 200}, USER, show)
OthersRead = table(
    "OthersRead", '"CurrentUserOrAdminOrReadOnly"',
    {"stranger": 401, "owner": 200, "other": 200, "staff": 200}, USER, show)
OthersOnlyRead = table(
    "OthersOnlyRead", '"CurrentUserOrAdminOrReadOnly"',
    {"stranger": 401, "owner": 200, "other": 403, "staff": 200}, USER, change)
AllMustAdmit = table(
    "AllMustAdmit", '"IsAdminUser", "CurrentUserOrAdminOrReadOnly"',
    {"stranger": 401, "owner": 403, "other": 403, "staff": 200}, USER, show)
NoneAdmitsAll = table(
    "NoneAdmitsAll", "",
    {"stranger": 200, "owner": 200, "other": 200, "staff": 200}, USER, show)
AnyoneLists = table(
    "AnyoneLists", '"AllowAny"',
    {"stranger": 200, "owner": 200, "other": 200, "staff": 200},
    ("permission_user_list",), listed)
StaffListWhatIsHidden = table(
    "StaffListWhatIsHidden", '"IsAdminUser"',
    {"stranger": 401, "owner": 404, "other": 404, "staff": 200},
    ("permission_user_list",), listed, hide="true")


class Told(Permission):
    conf = conf('"CurrentUserOrAdminOrReadOnly"', *USER) + conf(
        '"IsAuthenticatedOrReadOnly"', *USER).replace(
            '"djoser" {', '"open" {\n\tprefix = "/open/"')

    def test_options_tell_what_one_may_do_not_what_one_may_read(self):
        ada, _, keys = self.callers()
        for who, may in (("owner", True), ("other", False), ("staff", True)):
            told = self.expect(self.call("OPTIONS", f"users/{ada.id}/",
                                         token=keys[who]), 200).json
            self.assertEqual("actions" in told, may, who)
        for key, may in ((None, False), (keys["other"], True)):
            told = self.expect(self.call("OPTIONS", "/open/users/",
                                         token=key), 200).json
            self.assertEqual("actions" in told, may)


class Me(Permission):
    conf = conf('"IsAdminUser"', "permission_user", "permission_user_delete",
                "permission_set_password", "permission_set_username",
                "permission_token_destroy", hide="true")

    def test_oneself_is_forbidden_and_never_hidden(self):
        ada, _, keys = self.callers()
        with self.untouched():
            for method, path in (("GET", "users/me/"), ("PUT", "users/me/"),
                                 ("PATCH", "users/me/"),
                                 ("DELETE", "users/me/"),
                                 ("OPTIONS", "users/me/"),
                                 ("POST", "users/me/"),
                                 ("DELETE", f"users/{ada.id}/"),
                                 ("POST", "users/set_password/"),
                                 ("POST", "users/set_username/"),
                                 ("POST", "token/logout/")):
                with self.subTest(method=method, path=path):
                    self.expect(self.call(method, path, {},
                                          token=keys["owner"]), 403, FORBIDDEN)
                    self.expect(self.call(method, path, {}), 401,
                                NO_CREDENTIALS)
        self.expect(self.call("GET", "users/me/", token=keys["staff"]), 200)


class Open(Permission):
    conf = conf('"AllowAny"', "permission_user", "permission_user_delete",
                "permission_set_password", "permission_set_username",
                "permission_token_destroy", hide="true")

    def test_what_is_about_the_caller_needs_one(self):
        """The real Djoser answers 500 here, or 204 to a logout of nobody."""
        ada = self.account()
        with self.untouched():
            for method, path, body in (
                    ("GET", "users/me/", None), ("PATCH", "users/me/", {}),
                    ("DELETE", "users/me/", {"current_password": PASSWORD}),
                    ("DELETE", f"users/{ada.id}/",
                     {"current_password": PASSWORD}),
                    ("POST", "users/set_password/",
                     {"new_password": FRESH, "current_password": PASSWORD}),
                    ("POST", "users/set_username/",
                     {"new_username": "x", "current_password": PASSWORD}),
                    ("POST", "token/logout/", None)):
                with self.subTest(method=method, path=path):
                    self.expect(self.call(method, path, body), 401,
                                NO_CREDENTIALS)

    def test_strangers_see_no_list_of_what_is_hidden(self):
        self.account()
        self.assertEqual(self.call("GET", "users/").status, 401)


class OpenList(Permission):
    conf = conf('"AllowAny"', "permission_user_list", hide="true")

    def test_strangers_see_an_empty_list(self):
        self.account()
        self.expect(self.call("GET", "users/"), 200, [])


class Closed(Permission):
    """Every endpoint that is open to all, closed."""

    PATHS = ("users/", "users/activation/", "users/resend_activation/",
             "users/reset_password/", "users/reset_password_confirm/",
             "users/reset_username/", "users/reset_username_confirm/",
             "token/login/")
    KEYS = ("permission_activation", "permission_password_reset",
            "permission_password_reset_confirm", "permission_username_reset",
            "permission_username_reset_confirm", "permission_token_create")
    conf = conf('"IsAdminUser"', *KEYS)

    def test_only_staff_are_let_in(self):
        answer = self.post("users/", {"username": "ada", "password": PASSWORD})
        self.expect(answer, 201)
        ada = "Bearer " + self.post("jwt/create/", {
            "username": "ada", "password": PASSWORD}).json["access"]
        for path in self.PATHS[1:]:
            with self.subTest(path=path):
                self.expect(self.post(path, {}), 401, NO_CREDENTIALS)
                self.expect(self.post(path, {}, token=ada), 403, FORBIDDEN)
        self.sql("UPDATE auth_user SET is_staff = 1")
        for path in self.PATHS[1:]:
            with self.subTest(path=path):
                self.assertEqual(self.post(path, {}, token=ada).status, 400)


class Order(Talk):
    conf = """
api "djoser" {
	default_authentication_classes = { "TokenAuthentication" }
	default_permission_classes = { "AllowAny" }
}
"""

    def test_the_first_authenticator_is_named_and_others_are_unknown(self):
        ada = self.account()
        answer = self.expect(self.call("GET", "users/me/"), 401,
                             NO_CREDENTIALS)
        self.assertEqual(answer.headers["WWW-Authenticate"], "Token")
        self.expect(self.call("GET", "users/me/", token="Bearer x"), 401,
                    NO_CREDENTIALS)
        self.expect(self.call("GET", "users/me/", token=self.key(ada)), 200)
        # simplejwt's own endpoints know one scheme only.
        answer = self.expect(self.post("jwt/verify/", {"token": "x"}), 401)
        self.assertEqual(answer.headers["WWW-Authenticate"],
                         'Bearer realm="api"')

    def test_the_root_is_open_where_the_default_is(self):
        self.expect(self.call("GET", "/auth/"), 200)


if __name__ == "__main__":
    main()
