"""users/, users/me/ and users/{id}/: accounts are shown, changed, deleted."""

from harness import link, main
from people import *

BAD_PASSWORD = {"current_password": ["Invalid password."]}
SURE = {"current_password": PASSWORD}


def shown(account, **others):
    return dict({"email": account.email, "id": account.id,
                 "username": account.name}, **others)


class Accounts(Talk):
    """What does not hang on hide_users."""

    conf = f'api "djoser" {{{DIRECT}}}\n'

    def test_one_is_shown_oneself(self):
        ada = self.account()
        for token in (self.key(ada), self.bearer(ada)):
            for path in ("users/me/", f"users/{ada.id}/"):
                self.expect(self.call("GET", path, token=token), 200,
                            shown(ada))

    def test_nobody_is_shown_nothing(self):
        ada = self.account()
        for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE"):
            for path in ("users/me/", f"users/{ada.id}/", "users/999999/",
                         "users/x/"):
                with self.subTest(method=method, path=path):
                    self.expect(self.call(method, path), 401,
                                None if method == "HEAD" else NO_CREDENTIALS)
        self.expect(self.call("GET", "users/"), 401, NO_CREDENTIALS)

    def test_the_address_can_be_changed_and_nothing_else(self):
        ada = self.account()
        token = self.key(ada)
        before = self.sql("SELECT username, password, is_staff, is_active, "
                          "first_name, date_joined FROM auth_user")
        changed = {"email": "A@EXAMPLE.org", "username": "eve", "id": 7,
                   "password": FRESH, "is_staff": True, "is_active": False,
                   "first_name": "Eve"}
        for method in ("PUT", "PATCH"):
            for path in ("users/me/", f"users/{ada.id}/"):
                self.alter(ada, email=ada.email)
                # The domain is not lower-cased here, unlike at registration.
                self.expect(self.call(method, path, changed, token=token),
                            200, shown(ada, email="A@EXAMPLE.org"))
                self.assertEqual(self.column(ada, "email"), "A@EXAMPLE.org")
        self.assertEqual(self.sql(
            "SELECT username, password, is_staff, is_active, first_name, "
            "date_joined FROM auth_user"), before)
        self.assertEqual(self.settled(), [])

    def test_what_is_not_sent_stays(self):
        ada = self.account()
        token = self.key(ada)
        for method in ("PUT", "PATCH"):
            for body in (None, {}, {"username": "eve"}):
                with self.untouched():
                    self.expect(self.call(method, "users/me/", body,
                                          token=token), 200, shown(ada))

    def test_the_address_may_be_taken_away(self):
        ada = self.account()
        for blank in ("", "   "):
            self.alter(ada, email=ada.email)
            self.expect(self.call("PATCH", "users/me/", {"email": blank},
                                  token=self.key(ada)), 200,
                        shown(ada, email=""))

    def test_a_bad_address_is_refused(self):
        ada = self.account()
        token = self.key(ada)
        for method in ("PUT", "PATCH"):
            self.refused((
                ({"email": "x"}, 400, {"email": [BAD_EMAIL]}),
                ({"email": None}, 400, {"email": [NULL]}),
                ({"email": ["a@b.example"]}, 400, {"email": [BAD_EMAIL]}),
                ({"email": True}, 400, {"email": [BAD_EMAIL]}),
                ({"email": "a\0@example.com"}, 400,
                 {"email": [NUL, BAD_EMAIL]}),
                ({"email": "a" * 250 + "@example.com"}, 400,
                 {"email": [too_long(254)]}),
                ("[]", 400, {"non_field_errors": [
                    "Invalid data. Expected a dictionary, but got list."]}),
            ), method, "users/me/", token=token)

    def test_an_address_that_is_taken_where_they_are_unique(self):
        """Django's table does not ask for that, but many a site has done."""
        ada, ben = self.account(), self.account("ben")
        self.sql("ALTER TABLE auth_user ADD CONSTRAINT one_each "
                 "UNIQUE (email)")
        try:
            for method in ("PUT", "PATCH"):
                self.refused((
                    ({"email": ben.email}, 400, {"email": [
                        "user with this email address already exists."]}),
                ), method, "users/me/", token=self.key(ada))
        finally:
            self.sql("ALTER TABLE auth_user DROP INDEX one_each")

    def test_staff_change_others(self):
        ada = self.account()
        token = self.key(self.staff())
        path = f"users/{ada.id}/"
        self.expect(self.call("GET", path, token=token), 200, shown(ada))
        for method in ("PUT", "PATCH"):
            email = f"{method.lower()}@example.com"
            self.expect(self.call(method, path, {"email": email},
                                  token=token), 200, shown(ada, email=email))
            self.assertEqual(self.column(ada, "email"), email)

    def test_what_is_no_id(self):
        token = self.key(self.staff())
        bodies = {"GET": None, "PUT": {}, "PATCH": {}, "DELETE": SURE}
        for path in ("999999", "0", "-1", "+1", "1e1", "x", "nobody", "%20",
                     "1%20", "9" * 30, "2147483648", "9223372036854775807",
                     "9223372036854775808", "%C3%A4", "1%00", "1;",
                     "%D9%A1"):
            for method, body in bodies.items():
                with self.subTest(method=method, path=path), \
                        self.untouched():
                    answer = self.call(method, f"users/{path}/", body,
                                       token=token)
                    if "%00" in path:   # nginx itself refuses that
                        self.assertIn(answer.status, (400, 404))
                        continue
                    self.expect(answer, 404, NOT_FOUND)

    def test_one_goes(self):
        ada = self.account()
        token = self.key(ada)
        self.grant(ada)
        self.expect(self.call("DELETE", "users/me/", SURE, token=token), 204,
                    None)
        self.assertEqual(self.count("auth_user"), 0)
        self.assertEqual(self.count("authtoken_token"), 0)
        self.assertEqual(self.count("token_blacklist_outstandingtoken",
                                    "user_id IS NOT NULL"), 0)
        # nginx may send a DELETE again: then it is nobody's.
        self.expect(self.call("DELETE", "users/me/", SURE, token=token), 401)
        self.assertEqual(self.settled(), [])

    def test_one_goes_by_ones_id(self):
        ada = self.account()
        self.expect(self.call("DELETE", f"users/{ada.id}/", SURE,
                              token=self.bearer(ada)), 204, None)
        self.assertEqual(self.count("auth_user"), 0)

    def test_ten_at_once_go(self):
        ada = self.account()
        token = self.key(ada)
        answers = at_once(10, lambda _: self.call(
            "DELETE", "users/me/", SURE, token=token))
        statuses = {answer.status for answer in answers}
        self.assertIn(204, statuses)
        self.assertLessEqual(statuses, {204, 401})
        self.assertEqual(self.count("auth_user"), 0)

    def test_going_needs_the_password_of_who_asks(self):
        ada = self.account()
        for path in ("users/me/", f"users/{ada.id}/"):
            self.refused((
                (None, 400, {"current_password": [REQUIRED]}),
                ({}, 400, {"current_password": [REQUIRED]}),
                ({"password": PASSWORD}, 400,
                 {"current_password": [REQUIRED]}),
                ({"current_password": None}, 400,
                 {"current_password": [NULL]}),
                ({"current_password": " "}, 400,
                 {"current_password": [BLANK]}),
                ({"current_password": ["x"]}, 400,
                 {"current_password": [NOT_TEXT]}),
                ({"current_password": "x\0"}, 400,
                 {"current_password": [NUL]}),
                ({"current_password": "wrong"}, 400, BAD_PASSWORD),
                ({"current_password": 5}, 400, BAD_PASSWORD),
            ), "DELETE", path, token=self.key(ada))

    def test_a_form_deletes_as_well(self):
        ada = self.account()
        self.expect(self.call("DELETE", "users/me/", form=SURE,
                              token=self.key(ada)), 204, None)

    def test_staff_delete_others_with_their_own_password(self):
        ada = self.account(password=FRESH)
        token = self.key(self.staff())
        self.key(ada), self.grant(ada)
        path = f"users/{ada.id}/"
        self.refused((
            ({"current_password": FRESH}, 400, BAD_PASSWORD),
            ({}, 400, {"current_password": [REQUIRED]}),
        ), "DELETE", path, token=token)
        self.expect(self.call("DELETE", path, SURE, token=token), 204, None)
        self.assertEqual(self.count("auth_user"), 1)
        self.expect(self.call("DELETE", path, SURE, token=token), 404,
                    NOT_FOUND)

    def test_another_is_never_deleted(self):
        ada, ben = self.account("ada"), self.account("ben")
        # 403 also where users are hidden: as Djoser.
        self.refused((
            (SURE, 403, FORBIDDEN), ({}, 403, FORBIDDEN),
            (None, 403, FORBIDDEN), ("{", 403, FORBIDDEN),
        ), "DELETE", f"users/{ben.id}/", token=self.key(ada))
        self.expect(self.call("DELETE", "users/999999/", SURE,
                              token=self.key(ada)), 404, NOT_FOUND)

    def test_a_change_does_not_bring_an_old_password_back(self):
        ada = self.account()
        token = self.key(ada)

        def one(number):
            if number % 2:
                return self.call("PATCH", "users/me/",
                                 {"email": f"x{number}@example.com"},
                                 token=token)
            return self.post("users/set_password/", {
                "current_password": PASSWORD, "new_password": FRESH},
                token=token)

        answers = at_once(10, one)
        self.assertTrue(all(answer.status in (200, 204, 400)
                            for answer in answers), answers)
        self.assertIn(204, [answer.status for answer in answers])
        self.expect(self.login(ada), 400)
        self.expect(self.login(ada, FRESH), 200)


class Hidden(Talk):
    """hide_users, as it is by default."""

    def test_others_are_as_if_they_were_not_there(self):
        ada, ben = self.account("ada"), self.account("ben")
        for path in (f"users/{ben.id}/", "users/999999/", "users/x/"):
            for method in ("GET", "PUT", "PATCH"):
                with self.subTest(method=method, path=path):
                    self.expect(self.call(
                        method, path, {"email": "x@example.com"},
                        token=self.key(ada)), 404, NOT_FOUND)
        self.assertEqual(self.column(ben, "email"), ben.email)

    def test_the_list_is_of_oneself(self):
        ada = self.account("ada")
        self.account("ben")
        self.expect(self.call("GET", "users/", token=self.key(ada)), 200,
                    [shown(ada)])

    def test_staff_see_all(self):
        ada, ben, boss = (self.account("ada"), self.account("ben"),
                          self.staff())
        self.expect(self.call("GET", "users/", token=self.key(boss)), 200,
                    [shown(ada), shown(ben), shown(boss)])

    def test_a_superuser_who_is_not_staff_is_like_all(self):
        ada = self.account("ada")
        root = self.account("root", is_superuser=1)
        self.expect(self.call("GET", f"users/{ada.id}/",
                              token=self.key(root)), 404, NOT_FOUND)


class Shown(Talk):
    conf = """
api "djoser" {
	hide_users = false
}
"""

    def test_others_are_forbidden(self):
        ada, ben = self.account("ada"), self.account("ben")
        for method in ("GET", "PUT", "PATCH"):
            with self.subTest(method):
                self.expect(self.call(
                    method, f"users/{ben.id}/", {"email": "x@example.com"},
                    token=self.key(ada)), 403, FORBIDDEN)
                self.expect(self.call(method, "users/999999/",
                                      token=self.key(ada)), 404, NOT_FOUND)
        self.assertEqual(self.column(ben, "email"), ben.email)

    def test_the_list_is_of_all(self):
        ada, ben = self.account("ada"), self.account("ben", email="")
        self.expect(self.call("GET", "users/", token=self.key(ada)), 200,
                    [shown(ada), shown(ben)])

    def test_a_long_list_is_whole(self):
        ada = self.account("ada")
        self.sql("INSERT INTO auth_user (password, is_superuser, username, "
                 "first_name, last_name, email, is_staff, is_active, "
                 "date_joined) SELECT '!', 0, CONCAT('u', seq), '', '', "
                 "CONCAT(REPEAT('x', 200), seq, '@example.com'), 0, 1, "
                 "UTC_TIMESTAMP() FROM seq_1_to_1000")
        answer = self.call("GET", "users/", token=self.key(ada))
        self.assertEqual(len(self.expect(answer, 200).json), 1001)


    def test_a_list_that_is_too_long_kills_nobody(self):
        """Memory of a request is bounded: by the number, and by the texts."""
        ada = self.account("ada")
        key = self.key(ada)
        mine = {"id": ada.id, "email": ada.email, "username": "ada"}

        def fill(number, name, address):
            self.sql("DELETE FROM auth_user WHERE username <> 'ada'; "
                     "INSERT INTO auth_user (password, is_superuser, "
                     "username, first_name, last_name, email, is_staff, "
                     "is_active, date_joined) SELECT '!', 0, "
                     f"CONCAT({name}, seq), '', '', {address}, 0, 1, "
                     f"UTC_TIMESTAMP() FROM seq_1_to_{number}")

        # The most, and the most that quoting can make of it.
        fill(49999, "REPEAT('a', 60)", "REPEAT('\"', 90)")
        answer = self.expect(self.call("GET", "users/", token=key), 200).json
        self.assertEqual((len(answer), answer[0]), (50000, mine))
        too_many = {"detail": "There are too many users to list them all."}
        fill(50000, "'u'", "''")
        self.expect(self.call("GET", "users/", token=key), 403, too_many)
        fill(21000, "REPEAT(_utf8mb4 x'F09D9494', 140)", "REPEAT('x', 254)")
        self.expect(self.call("GET", "users/", token=key), 403, too_many)
        self.sql("DELETE FROM auth_user WHERE username <> 'ada'")
        self.assertNotIn("SIGABRT", self.instance.log())


class Activated(Talk):
    conf = f'api "djoser" {{{DIRECT}\tsend_activation_email = true\n}}\n'

    def test_a_new_address_must_be_activated(self):
        ada = self.account()
        self.alter(ada, is_active=1)
        key, bearer = self.key(ada), self.bearer(ada)
        mails = len(self.settled())
        fresh = "fresh@example.com"
        self.expect(self.call("PATCH", "users/me/", {"email": fresh},
                              token=key), 200, shown(ada, email=fresh))
        self.assertEqual(self.column(ada, "is_active"), "0")
        self.expect(self.call("GET", "users/me/", token=key), 401,
                    {"detail": "User inactive or deleted."})
        self.expect(self.call("GET", "users/me/", token=bearer), 401,
                    {"detail": "User is inactive", "code": "user_inactive"})
        mail = self.mail(fresh)
        self.assertEqual(mail["Subject"], "Account activation on Example")
        self.assertEqual(len(self.settled()), mails + 1)
        uid_, token = link(mail)
        self.expect(self.post("users/activation/",
                              {"uid": uid_, "token": token}), 204)
        self.expect(self.call("GET", "users/me/", token=key), 200)

    def test_the_same_address_again_does_nothing(self):
        ada = self.account()
        self.alter(ada, is_active=1)
        key = self.key(ada)
        for method in ("PUT", "PATCH"):
            for body in ({}, {"email": ada.email}):
                with self.untouched():
                    self.expect(self.call(method, "users/me/", body,
                                          token=key), 200, shown(ada))

    def test_staff_who_change_nothing_send_the_link_again(self):
        """To who still waits to be activated, as Djoser does."""
        ada = self.account()
        boss = self.staff()
        self.alter(boss, is_active=1)
        self.expect(self.call("PATCH", f"users/{ada.id}/", {},
                              token=self.key(boss)), 200, shown(ada))
        uid_, token = link(self.mail(ada.email, 2))
        self.expect(self.post("users/activation/",
                              {"uid": uid_, "token": token}), 204)

    def test_staff_who_change_nothing_do_not_revive_the_banned(self):
        ada = self.account()
        uid_, token = link(self.mail(ada.email))
        self.expect(self.post("users/activation/",
                              {"uid": uid_, "token": token}), 204)
        self.alter(ada, is_active=0)
        boss = self.staff()
        self.alter(boss, is_active=1)
        key = self.key(boss)
        with self.untouched():
            self.expect(self.call("PATCH", f"users/{ada.id}/", {},
                                  token=key), 200, shown(ada))


if __name__ == "__main__":
    main()
