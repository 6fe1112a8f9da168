"""A change of address: confirmed by the new one, told to the old one, undone."""

import os

from harness import link, main, wait_for
from people import *

BAD_UID = {"uid": ["Invalid user id or user doesn't exist."]}
BAD_TOKEN = {"token": ["Invalid token for given user."]}
EMAIL_TAKEN = {"email": ["user with this email address already exists."]}
CONFIRM, UNDO = "/email/confirm/", "/email/undo/"
RESET, ACTIVATE = "/password/reset/confirm/", "/activate/"
FRESH_ADDRESS = "fresh@example.org"


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


class Changing(Talk):
    def mailed(self, to, path, number=1):
        """The link of the number-th mail to that address with such a link."""
        def those():
            return [mail for mail in self.mails(to) if path in text_of(mail)]
        wait_for(lambda: len(those()) >= number,
                 what=f"mail {number} to {to} with {path}")
        return link(those()[number - 1])

    def unmailed(self, to, path=""):
        self.assertEqual([text_of(mail) for mail in self.settled()
                          if mail["To"].addresses[0].addr_spec == to and
                          path in text_of(mail)], [])

    def follow(self, path, followed, **more):
        return self.post(path, dict(zip(("uid", "token"), followed)), **more)

    def confirm(self, followed, **more):
        return self.follow("users/email_change_confirm/", followed, **more)

    def undo(self, followed, **more):
        return self.follow("users/email_change_undo/", followed, **more)

    def ask(self, account, email, key=None, method="PATCH", path="users/me/"):
        return self.call(method, path, {"email": email},
                         token=key or self.key(account))

    def asked(self, account, email=FRESH_ADDRESS, number=1, **more):
        """The link of the mail to the new address."""
        self.expect(self.ask(account, email, **more), 200)
        return self.mailed(email, CONFIRM, number)

    def changed(self, account, email=FRESH_ADDRESS, **more):
        """The link of the mail to the old one."""
        old = self.column(account, "email")
        number = sum(UNDO in text_of(mail) for mail in self.mails(old)) + 1
        self.expect(self.confirm(self.asked(account, email, **more)), 204)
        return self.mailed(old, UNDO, number)

    def holds(self, account, email):
        self.assertEqual(self.column(account, "email"), email)

    def secret(self):
        with open(os.path.join(self.instance.directory, "secret")) as file:
            return file.read().strip()

    def forged(self, purpose, account, seconds_ago):
        """Of the newest change, made so long ago."""
        change = self.sql(
            "SELECT id, old_address, new_address, created_at "
            "FROM portress_email_change ORDER BY id DESC LIMIT 1")[0]
        return uid(account.id), change_token(
            self.secret(), purpose, account.id,
            self.column(account, "password"), change, seconds_ago)


class Confirmed(Changing):
    """As it is by default."""

    def test_nothing_changes_before_the_link_is_followed(self):
        ada = self.account()
        key = self.key(ada)
        before = self.checksums()
        for method, path in (("PATCH", "users/me/"), ("PUT", "users/me/"),
                             ("PATCH", f"users/{ada.id}/")):
            answer = self.ask(ada, FRESH_ADDRESS, key, method, path)
            self.expect(answer, 200, {"email": ada.email, "id": ada.id,
                                      "username": ada.name})
        self.assertEqual(self.checksums(), before)
        self.settled()
        self.assertEqual(self.mails(ada.email), [])
        self.expect(self.login(ada), 200)
        self.expect(self.call("GET", "users/me/", token=key), 200)

    def test_it_counts_from_then_on_and_the_old_address_is_told(self):
        ada = self.account()
        key = self.key(ada)
        good = self.asked(ada, key=key)
        self.assertEqual(good[0], uid(ada.id))
        self.expect(self.confirm(good), 204, None)
        self.holds(ada, FRESH_ADDRESS)
        self.expect(self.call("GET", "users/me/", token=key), 200,
                    {"email": FRESH_ADDRESS, "id": ada.id,
                     "username": ada.name})
        self.mailed(ada.email, UNDO)
        self.assertIn(FRESH_ADDRESS, text_of(self.mail(ada.email)))
        self.assertEqual(len(self.settled()), 2)

    def test_the_link_is_for_once(self):
        ada = self.account()
        good = self.asked(ada)
        self.expect(self.confirm(good), 204)
        self.expect(self.confirm(good), 400, BAD_TOKEN)
        told = self.mailed(ada.email, UNDO)
        self.expect(self.undo(told), 204, None)
        self.expect(self.undo(told), 400, BAD_TOKEN)
        self.expect(self.confirm(good), 400, BAD_TOKEN)
        self.holds(ada, ada.email)

    def test_another_change_takes_the_place_of_the_first(self):
        ada = self.account()
        first = self.asked(ada, "first@example.com")
        second = self.asked(ada, "second@example.com")
        again = self.asked(ada, "second@example.com", 2)
        self.assertEqual(self.count("portress_email_change"), 1)
        for stale in first, second:
            self.expect(self.confirm(stale), 400, BAD_TOKEN)
        self.expect(self.confirm(again), 204)
        self.holds(ada, "second@example.com")

    def test_the_present_address_calls_it_off(self):
        ada = self.account()
        for method in ("PATCH", "PUT"):
            good = self.asked(ada, f"{method}@example.com".lower())
            self.expect(self.ask(ada, ada.email, method=method), 200)
            self.assertEqual(self.count("portress_email_change"), 0)
            self.expect(self.confirm(good), 400, BAD_TOKEN)
        self.assertEqual(len(self.settled()), 2)

    def test_what_is_not_about_the_address_leaves_it_alone(self):
        ada = self.account()
        good = self.asked(ada)
        self.expect(self.call("PATCH", "users/me/", {}, token=self.key(ada)),
                    200)
        self.expect(self.grant(ada), 200)
        self.alter(ada, last_login="2026-11-21 02:15:28", username="eve")
        self.expect(self.confirm(good), 204)

    def test_it_is_spent_by_what_changes_meanwhile(self):
        for columns in ({"password": "!x"},
                        {"email": "by.an.administrator@example.com"}):
            with self.subTest(columns):
                self.instance.empty()
                ada = self.account()
                good = self.asked(ada)
                self.alter(ada, **columns)
                self.expect(self.confirm(good), 400, BAD_TOKEN)

    def test_a_new_password_spends_it(self):
        ada = self.account()
        good = self.asked(ada)
        self.expect(self.post("users/set_password/", {
            "current_password": PASSWORD, "new_password": FRESH},
            token=self.key(ada)), 204)
        self.expect(self.confirm(good), 400, BAD_TOKEN)
        self.holds(ada, ada.email)
        # Nor is a mail of before, that goes out late, good with the new one.
        self.assertEqual(self.count("portress_email_change"), 0)

    def test_a_new_password_by_an_administrator_spends_it(self):
        ada = self.account()
        good = self.asked(ada)
        said = self.portress("user", "set-password", "ada",
                             input=FRESH + "\n")
        self.assertEqual(said.returncode, 0, said.stderr)
        self.expect(self.confirm(good), 400, BAD_TOKEN)
        self.assertEqual(self.count("portress_email_change"), 0)

    def test_it_is_its_owners(self):
        ada, ben = self.account("ada"), self.account("ben")
        hers = self.asked(ada)
        his = self.asked(ben, "ben@example.org")
        self.expect(self.confirm((uid(ben.id), hers[1])), 400, BAD_TOKEN)
        self.expect(self.confirm((uid(ada.id), his[1])), 400, BAD_TOKEN)
        hers_told = self.changed(ada, "other@example.com")
        self.expect(self.undo((uid(ben.id), hers_told[1])), 400, BAD_TOKEN)

    def test_a_link_serves_one_purpose(self):
        ada = self.account()
        asked = self.asked(ada)
        self.expect(self.post("users/reset_password/",
                              {"email": ada.email}), 204)
        reset = self.mailed(ada.email, RESET)
        self.expect(self.undo(asked), 400, BAD_TOKEN)
        for followed in asked, (asked[0], asked[1].split("-", 1)[1]):
            self.expect(self.post("users/reset_password_confirm/", {
                "uid": followed[0], "token": followed[1],
                "new_password": FRESH}), 400, BAD_TOKEN)
            self.expect(self.follow("users/activation/", followed), 400,
                        BAD_TOKEN)
        self.expect(self.confirm(reset), 400, BAD_TOKEN)
        self.expect(self.undo(reset), 400, BAD_TOKEN)
        self.expect(self.confirm(asked), 204)
        told = self.mailed(ada.email, UNDO)
        self.expect(self.confirm(told), 400, BAD_TOKEN)
        self.expect(self.post("users/reset_password_confirm/", {
            "uid": told[0], "token": told[1], "new_password": FRESH}), 400,
            BAD_TOKEN)
        self.expect(self.undo(told), 204)

    def test_what_is_refused(self):
        ada = self.account()
        uid_, token = self.asked(ada)
        number, stamp, mac = token.split("-")
        for path in ("users/email_change_confirm/",
                     "users/email_change_undo/"):
            self.refused((
                (None, 400, {"uid": [REQUIRED], "token": [REQUIRED]}),
                ({"uid": None, "token": ""}, 400,
                 {"uid": [NULL], "token": [BLANK]}),
                ({"uid": [], "token": {}}, 400,
                 {"uid": [NOT_TEXT], "token": [NOT_TEXT]}),
                ({"uid": "a\0", "token": "b\0"}, 400,
                 {"uid": [NUL], "token": [NUL]}),
                *(({"uid": bad, "token": token}, 400, BAD_UID)
                  for bad in ("x", "=", uid(999999), uid("x"), "A" * 3000)),
                *(({"uid": uid_, "token": bad}, 400, BAD_TOKEN)
                  for bad in ("x", "--", f"{stamp}-{mac}", token[:-1],
                              token + "0", token.upper(), f"0{token}",
                              f"{number}-{stamp}-{'0' * 32}",
                              f"1{number}-{stamp}-{mac}",
                              f"{number}-{stamp}0-{mac}",
                              f"zzzzzzzzzzzz-{stamp}-{mac}",
                              f"{'z' * 40}-{stamp}-{mac}", "x" * 3000, 5,
                              f"-{stamp}-{mac}", "ä-ö-ü")),
            ), path=path)
        self.expect(self.confirm((uid_, token)), 204)

    def test_a_link_expires(self):
        ada = self.account()
        self.asked(ada)
        self.expect(self.confirm(self.forged("email_change", ada, 259260)),
                    400, BAD_TOKEN)
        self.expect(self.undo(self.forged("email_changed", ada, 0)), 400,
                    BAD_TOKEN)
        self.expect(self.confirm(self.forged("email_change", ada, 259140)),
                    204)
        self.expect(self.undo(self.forged("email_changed", ada, 604860)),
                    400, BAD_TOKEN)
        self.expect(self.undo(self.forged("email_changed", ada, 604740)),
                    204)

    def test_staff_change_others_in_the_same_way(self):
        ada, boss = self.account(), self.staff()
        good = self.asked(ada, key=self.key(boss), path=f"users/{ada.id}/")
        self.holds(ada, ada.email)
        self.expect(self.confirm(good), 204)
        self.mailed(ada.email, UNDO)

    def test_who_has_no_address_has_none_to_be_told(self):
        ada = self.account(email="")
        self.expect(self.confirm(self.asked(ada)), 204)
        self.holds(ada, FRESH_ADDRESS)
        self.assertEqual(len(self.settled()), 1)
        self.assertEqual(self.count("portress_email_change"), 0)

    def test_an_address_is_taken_away_at_once(self):
        ada = self.account()
        stale = self.asked(ada)
        self.expect(self.ask(ada, ""), 200, {
            "email": "", "id": ada.id, "username": ada.name})
        self.holds(ada, "")
        self.expect(self.confirm(stale), 400, BAD_TOKEN)
        self.expect(self.undo(self.mailed(ada.email, UNDO)), 204)
        self.holds(ada, ada.email)

    def test_it_goes_with_the_account(self):
        ada = self.account()
        self.changed(ada)
        self.asked(ada, "another@example.com")
        self.assertEqual(self.count("portress_email_change"), 2)
        self.expect(self.call("DELETE", "users/me/",
                              {"current_password": PASSWORD},
                              token=self.key(ada)), 204)
        self.assertEqual(self.count("portress_email_change"), 0)

    def test_an_account_that_went_behind_our_back(self):
        ada = self.account()
        good = self.asked(ada)
        self.sql("SET FOREIGN_KEY_CHECKS=0; "
                 f"DELETE FROM auth_user WHERE id = {ada.id}")
        self.expect(self.confirm(good), 400, BAD_UID)

    def test_what_is_stale_is_not_mailed(self):
        ada = self.account()
        self.changed(ada)
        mails = len(self.settled())
        number, = self.sql("SELECT id FROM portress_email_change")[0]
        for kind, about in (("email_change", number),
                            ("email_change", int(number) + 1),
                            ("email_changed", int(number) + 1)):
            self.sql("INSERT INTO portress_outbox (user_id, kind, api, "
                     "address, about, created_at, next_at) VALUES "
                     f"({ada.id}, '{kind}', 'djoser', 'eve@example.com', "
                     f"{about}, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))")
        self.assertEqual(len(self.settled()), mails)

    def test_old_rows_go(self):
        ada, ben = self.account("ada"), self.account("ben")
        self.changed(ada)
        # Two ways through the outbox, then the links of both mails, and then
        # access tokens from before.
        life = 2 * 432000 + 259200 + 604800 + 300
        age = ("UPDATE portress_email_change SET created_at = "
               "UTC_TIMESTAMP(6) - INTERVAL %d SECOND")
        self.sql(age % (life - 60))
        self.asked(ben, "ben@example.org")
        self.assertEqual(self.count("portress_email_change"), 2)
        self.sql(f"{age % (life + 60)} WHERE user_id = {ada.id}")
        self.asked(ben, "ben@example.net")
        self.assertEqual(self.count("portress_email_change"), 1)

    def test_both_tell_what_they_are(self):
        ada = self.account()
        for name in ("confirm", "undo"):
            path = f"users/email_change_{name}/"
            told = self.call("OPTIONS", path, token=self.key(ada))
            self.assertEqual(self.expect(told, 200).json["name"],
                             f"Email change {name}")
            self.expect(self.call("GET", path, token=self.key(ada)), 405)


class Undone(Changing):
    def test_all_is_as_it_was_but_nobody_is_signed_in(self):
        ada = self.account()
        key, bearer = self.key(ada), self.bearer(ada)
        refresh = self.grant(ada).json["refresh"]
        told = self.changed(ada, key=key)
        self.expect(self.undo(told), 204, None)
        self.holds(ada, ada.email)
        self.expect(self.call("GET", "users/me/", token=key), 401)
        self.expect(self.post("jwt/refresh/", {"refresh": refresh}), 401)
        self.expect(self.login(ada), 400, BAD_LOGIN)
        self.assertEqual(self.count("authtoken_token"), 0)
        # A new password, by the mail that comes of itself or by another one.
        for number in 1, 2:
            uid_, token = self.mailed(ada.email, RESET, number)
            self.expect(self.post("users/reset_password_confirm/", {
                "uid": uid_, "token": token, "new_password": FRESH}), 204)
            self.expect(self.login(ada, FRESH), 200)
            self.expect(self.post("users/reset_password/",
                                  {"email": ada.email}), 204)

    def test_an_access_token_from_before_changes_no_address(self):
        """A thief went round again with one, until it expired."""
        ada = self.account()
        told = self.changed(ada, key=self.bearer(ada))
        bearer = self.bearer(ada)
        self.expect(self.undo(told), 204)
        self.expect(self.call("PATCH", "users/me/",
                              {"email": "again@example.com"}, token=bearer),
                    401)
        self.assertEqual(self.count("portress_email_change",
                                    "undone_at IS NULL"), 0)
        self.holds(ada, ada.email)
        self.expect(self.call("GET", "users/me/", token=bearer), 200)
        uid_, token = self.mailed(ada.email, RESET)
        self.expect(self.post("users/reset_password_confirm/", {
            "uid": uid_, "token": token, "new_password": FRESH}), 204)
        # Times in JWTs are whole seconds.
        self.sql("UPDATE portress_email_change "
                 "SET undone_at = undone_at - INTERVAL 1 SECOND")
        self.asked(ada._replace(password=FRESH), "later@example.com",
                   key=self.bearer(ada._replace(password=FRESH)))

    def test_what_is_mailed_then_is_true(self):
        ada = self.account()
        told = self.changed(ada)
        self.expect(self.undo(told), 204)
        mail = self.settled()[-1]
        self.assertIn("is back", mail["Subject"])
        text = mail.get_body(("plain",)).get_content()
        self.assertIn("works no more", text)
        self.assertNotIn("stays as it is", text)

    def test_whatever_happened_meanwhile(self):
        ada = self.account()
        told = self.changed(ada)
        self.expect(self.post("users/set_password/", {
            "current_password": PASSWORD, "new_password": FRESH},
            token=self.key(ada)), 204)
        eve = ada._replace(name="eve", password=FRESH)
        self.expect(self.post("users/set_username/", {
            "current_password": FRESH, "new_username": "eve"},
            token=self.key(ada._replace(password=FRESH))), 204)
        later = self.changed(eve, "later@example.com")
        asked = self.asked(eve, "latest@example.com")
        self.expect(self.undo(told), 204)
        self.holds(ada, ada.email)
        self.assertEqual(self.count("portress_email_change",
                                    "undone_at IS NULL"), 0)
        self.expect(self.undo(later), 400, BAD_TOKEN)
        self.expect(self.confirm(asked), 400, BAD_TOKEN)
        self.holds(ada, ada.email)

    def test_what_came_before_can_still_be_undone(self):
        ada = self.account()
        first = self.changed(ada, "first@example.com")
        second = self.changed(ada, "second@example.com")
        self.expect(self.undo(second), 204)
        self.holds(ada, "first@example.com")
        self.expect(self.undo(first), 204)
        self.holds(ada, ada.email)

    def test_a_link_for_a_new_password_is_spent_by_it(self):
        ada = self.account()
        told = self.changed(ada)
        self.expect(self.post("users/reset_password/",
                              {"email": FRESH_ADDRESS}), 204)
        uid_, token = self.mailed(FRESH_ADDRESS, RESET)
        self.expect(self.undo(told), 204)
        self.expect(self.post("users/reset_password_confirm/", {
            "uid": uid_, "token": token, "new_password": FRESH}), 400,
            BAD_TOKEN)

    def test_who_was_switched_off_stays_so(self):
        ada = self.account()
        told = self.changed(ada)
        self.alter(ada, is_active=0)
        self.expect(self.undo(told), 204)
        self.holds(ada, ada.email)
        self.assertEqual(self.column(ada, "is_active"), "0")
        self.unmailed(ada.email, RESET)

    def test_ten_at_once(self):
        ada = self.account()
        good = self.asked(ada)
        said = at_once(10, lambda _: self.confirm(good))
        self.assertEqual(sorted(answer.status for answer in said),
                         [204] + [400] * 9)
        told = self.mailed(ada.email, UNDO)
        said = at_once(10, lambda _: self.undo(told))
        self.assertEqual(sorted(answer.status for answer in said),
                         [204] + [400] * 9)
        self.mailed(ada.email, RESET)
        self.assertEqual(len(self.settled()), 3, "one of each")

    def test_confirming_and_undoing_at_once(self):
        for _ in range(5):
            self.instance.empty()
            ada = self.account()
            told = self.changed(ada, "first@example.com")
            asked = self.asked(ada, "second@example.com")
            said = at_once(2, lambda index: self.confirm(asked) if index
                           else self.undo(told))
            self.assertEqual(said[0].status, 204, said)
            self.assertIn(said[1].status, (204, 400))
            self.holds(ada, ada.email)
            self.assertEqual(self.count("portress_email_change",
                                        "undone_at IS NULL"), 0)

    def test_asking_and_confirming_at_once(self):
        """From whatever address it starts, the last one can be confirmed."""
        ada = self.account()
        key = self.key(ada)
        for number in range(10):
            first, second = (f"{name}{number}@example.com"
                             for name in ("first", "second"))
            good = self.asked(ada, first, key=key)
            said = at_once(2, lambda index: self.confirm(good) if index else
                           self.ask(ada, second, key))
            self.assertEqual(said[0].status, 200, said)
            self.assertIn(said[1].status, (204, 400))
            self.expect(self.confirm(self.mailed(second, CONFIRM)), 204)
            self.holds(ada, second)

    def test_calling_off_and_confirming_at_once(self):
        ada = self.account()
        key = self.key(ada)
        for number in range(10):
            address = self.column(ada, "email")
            fresh = f"{number}@example.com"
            good = self.asked(ada, fresh, key=key)
            said = at_once(2, lambda index: self.confirm(good) if index else
                           self.ask(ada, address, key, "PUT"))
            self.assertEqual(said[0].status, 200, said)
            # Who comes later may ask for the address of before.
            self.assertIn(said[1].status, (204, 400))
            self.holds(ada, fresh if said[1].status == 204 else address)

    def test_going_and_confirming_at_once(self):
        for _ in range(5):
            self.instance.empty()
            ada = self.account()
            key = self.key(ada)
            good = self.asked(ada, key=key)
            said = at_once(2, lambda index: self.confirm(good) if index else
                           self.call("DELETE", "users/me/",
                                     {"current_password": PASSWORD},
                                     token=key))
            self.assertEqual(said[0].status, 204, said)
            self.assertIn(said[1].status, (204, 400))
            self.assertEqual(self.count("auth_user"), 0)
            self.assertEqual(self.count("portress_email_change"), 0)


class Sessions(Changing):
    conf = """
api "djoser" {
	create_session_on_login = true
	check_revoke_token = true
	rotate_refresh_tokens = true
	blacklist_after_rotation = true
	default_authentication_classes = { "SessionAuthentication", "TokenAuthentication", "JWTAuthentication" }
}
"""

    def test_what_lets_in_ends(self):
        ada = self.account()
        cookie = next(
            line.split(";")[0] for line in
            self.login(ada).headers.get_all("Set-Cookie")
            if line.startswith("sessionid="))
        pair = self.grant(ada).json
        for ways in ({"headers": {"Cookie": cookie}},
                     {"token": "Bearer " + pair["access"]}):
            self.expect(self.call("GET", "users/me/", **ways), 200)
        told = self.changed(ada)
        self.expect(self.call("GET", "users/me/",
                              headers={"Cookie": cookie}), 200)
        # The link needs nobody to be signed in, nor does it sign anybody in.
        answer = self.expect(self.undo(told), 204)
        self.assertIsNone(answer.headers["Set-Cookie"])
        for ways in ({"headers": {"Cookie": cookie}},
                     {"token": "Bearer " + pair["access"]}):
            self.assertIn(self.call("GET", "users/me/", **ways).status,
                          (401, 403))
        self.expect(self.post("jwt/refresh/", {"refresh": pair["refresh"]}),
                    401)


class Unique(Changing):
    conf = 'api "djoser" { email_unique = true }\n'

    def test_it_must_be_free_when_it_is_confirmed(self):
        ada = self.account()
        good = self.asked(ada)
        ben = self.account("ben", FRESH_ADDRESS)
        self.expect(self.ask(ada, FRESH_ADDRESS), 400, EMAIL_TAKEN)
        with self.untouched():
            self.expect(self.confirm(good), 400, EMAIL_TAKEN)
            # Who has no such link is not told.
            self.expect(self.confirm((good[0], good[1][:-1])), 400, BAD_TOKEN)
        self.alter(ben, email="ben@example.com")
        self.expect(self.confirm(good), 204)

    def test_it_must_be_free_when_it_comes_back(self):
        ada, ben = self.account(), self.account("ben")
        told = self.changed(ada)
        self.alter(ben, email=ada.email)
        with self.untouched():
            self.expect(self.undo(told), 400, EMAIL_TAKEN)
        self.alter(ben, email="ben@example.com")
        self.expect(self.undo(told), 204)
        self.holds(ada, ada.email)

    def test_nobody_else_gets_it_while_it_can_come_back(self):
        """A thief could keep the change from being undone."""
        ada, ben = self.account(), self.account("ben")
        told = self.changed(ada)
        self.expect(self.post("users/", {
            "username": "cid", "email": ada.email, "password": PASSWORD}),
            400, EMAIL_TAKEN)
        self.expect(self.ask(ben, ada.email), 400, EMAIL_TAKEN)
        # But its own account.
        self.asked(ada, ada.email)
        self.expect(self.undo(told), 204)
        self.expect(self.ask(ben, FRESH_ADDRESS), 200)

    def test_it_is_free_once_it_cannot_come_back(self):
        ada = self.account()
        self.changed(ada)
        self.sql("UPDATE portress_email_change "
                 "SET confirmed_at = confirmed_at - INTERVAL 604801 SECOND")
        self.account("ben", ada.email)

    def test_it_is_free_once_the_account_is_gone(self):
        ada, ben = self.account(), self.account("ben")
        self.changed(ada)
        self.sql(f"DELETE FROM authtoken_token; "
                 f"DELETE FROM auth_user WHERE id = {ada.id}")
        self.asked(ben, ada.email)

    def test_two_want_one(self):
        for _ in range(5):
            self.instance.empty()
            links = [self.asked(self.account(name), number=number)
                     for number, name in enumerate(("ada", "ben"), 1)]
            said = at_once(2, lambda index: self.confirm(links[index]))
            self.assertEqual(sorted(answer.status for answer in said),
                             [204, 400], said)
            self.assertEqual(self.count(
                "auth_user", f"email = {FRESH_ADDRESS!r}"), 1)

    def test_signing_up_and_confirming_at_once(self):
        for _ in range(5):
            self.instance.empty()
            good = self.asked(self.account())
            said = at_once(2, lambda index: self.confirm(good) if index else
                           self.post("users/", {
                               "username": "ben", "email": FRESH_ADDRESS,
                               "password": PASSWORD}))
            self.assertIn([answer.status for answer in said],
                          ([201, 400], [400, 204]))


class DatabaseSaysSo(Changing):
    """Django's table does not ask for that, but many a site has done."""

    def test_it_must_be_free_when_it_is_confirmed(self):
        ada = self.account()
        good = self.asked(ada)
        self.sql("ALTER TABLE auth_user ADD CONSTRAINT one_each "
                 "UNIQUE (email)")
        try:
            self.account("ben", FRESH_ADDRESS)
            with self.untouched():
                self.expect(self.confirm(good), 400, EMAIL_TAKEN)
        finally:
            self.sql("ALTER TABLE auth_user DROP INDEX one_each")


class Activated(Changing):
    conf = """
api "djoser" {
	send_activation_email = true
	activation_url = "activate/{uid}/{token}"
}
"""

    def test_nobody_is_locked(self):
        ada = self.account()
        self.expect(self.follow("users/activation/",
                                self.mailed(ada.email, ACTIVATE)), 204)
        key = self.key(ada)
        good = self.asked(ada, key=key)
        self.expect(self.confirm(good), 204)
        self.expect(self.call("GET", "users/me/", token=key), 200)
        self.expect(self.ask(ada, "", key), 200)
        self.expect(self.call("GET", "users/me/", token=key), 200)
        self.unmailed(FRESH_ADDRESS, ACTIVATE)

    def test_who_waits_for_activation_gets_it_at_once(self):
        ada, boss = self.account(), self.staff()
        self.alter(boss, is_active=1)
        stale = self.mailed(ada.email, ACTIVATE)
        answer = self.ask(ada, FRESH_ADDRESS, self.key(boss),
                          path=f"users/{ada.id}/")
        self.expect(answer, 200, {"email": FRESH_ADDRESS, "id": ada.id,
                                  "username": ada.name})
        good = self.mailed(FRESH_ADDRESS, ACTIVATE)
        self.expect(self.follow("users/activation/", stale), 400, BAD_TOKEN)
        self.expect(self.follow("users/activation/", good), 204)
        self.assertEqual(len(self.settled()), 3)    # boss, too
        self.assertEqual(self.count("portress_email_change"), 0)

    def test_who_was_switched_off_is_asked_to_confirm(self):
        ada, boss = self.account(), self.staff()
        self.alter(boss, is_active=1)
        self.sql("DELETE FROM portress_pending")
        good = self.asked(ada, key=self.key(boss), path=f"users/{ada.id}/")
        self.holds(ada, ada.email)
        self.expect(self.confirm(good), 204)
        self.assertEqual(self.column(ada, "is_active"), "0")


class Direct(Changing):
    """As in Djoser, but told."""

    conf = 'api "djoser" { email_change = "direct" }\n'

    def test_it_counts_at_once_and_can_be_undone(self):
        ada = self.account()
        key = self.key(ada)
        self.expect(self.ask(ada, FRESH_ADDRESS, key), 200, {
            "email": FRESH_ADDRESS, "id": ada.id, "username": ada.name})
        told = self.mailed(ada.email, UNDO)
        self.assertIn(FRESH_ADDRESS, text_of(self.mail(ada.email)))
        self.unmailed(FRESH_ADDRESS)
        self.expect(self.ask(ada, FRESH_ADDRESS, key), 200)
        self.assertEqual(self.count("portress_email_change"), 1)
        self.expect(self.undo(told), 204)
        self.holds(ada, ada.email)
        self.expect(self.call("GET", "users/me/", token=key), 401)
        self.mailed(ada.email, RESET)

    def test_there_is_nothing_to_be_confirmed(self):
        ada = self.account()
        # As any other word: users/{id}/.
        self.expect(self.confirm(("x", "y")), 401, NO_CREDENTIALS)
        self.expect(self.confirm(("x", "y"), token=self.key(ada)), 405)


class DirectAndActivated(Changing):
    conf = """
api "djoser" {
	email_change = "direct"
	send_activation_email = true
}
"""

    def active(self, name="ada"):
        made = self.account(name)
        self.expect(self.follow("users/activation/",
                                self.mailed(made.email, ACTIVATE)), 204)
        return made

    def test_whom_it_has_locked_is_unlocked(self):
        ada = self.active()
        self.expect(self.ask(ada, FRESH_ADDRESS), 200)
        self.assertEqual(self.column(ada, "is_active"), "0")
        stale = self.mailed(FRESH_ADDRESS, ACTIVATE)
        self.expect(self.undo(self.mailed(ada.email, UNDO)), 204)
        self.assertEqual(self.column(ada, "is_active"), "1")
        self.assertEqual(self.count("portress_pending"), 0)
        self.expect(self.follow("users/activation/", stale), 400, BAD_TOKEN)
        uid_, token = self.mailed(ada.email, RESET)
        self.expect(self.post("users/reset_password_confirm/", {
            "uid": uid_, "token": token, "new_password": FRESH}), 204)
        self.expect(self.login(ada, FRESH), 200)

    def test_an_address_that_was_never_confirmed_is_not_told(self):
        ada, boss = self.active(), self.active("boss")
        self.alter(boss, is_staff=1)
        for email in FRESH_ADDRESS, "later@example.com":
            self.expect(self.ask(ada, email, self.key(boss),
                                 path=f"users/{ada.id}/"), 200)
        self.unmailed(FRESH_ADDRESS, UNDO)
        self.expect(self.undo(self.mailed(ada.email, UNDO)), 204)
        self.holds(ada, ada.email)


class Untold(Changing):
    conf = 'api "djoser" { email_changed_email_confirmation = false }\n'

    def test_nobody_is_told_and_nothing_is_undone(self):
        ada = self.account()
        self.expect(self.confirm(self.asked(ada)), 204)
        self.holds(ada, FRESH_ADDRESS)
        self.unmailed(ada.email)
        self.assertEqual(self.count("portress_email_change"), 0)
        self.expect(self.undo(("x", "y"), token=self.key(ada)), 405)
        self.expect(self.ask(ada, ""), 200)
        self.assertEqual(self.count("portress_email_change"), 0)


class InDjangosFormat(Changing):
    conf = 'api "djoser" { mailed_link_format = "django" }\n'

    def djangos(self, account, **others):
        facts = {"password": self.column(account, "password"),
                 "last_login": self.column(account, "last_login"),
                 "email": self.column(account, "email"), **others}
        return uid(account.id), one_time_token(
            self.secret(), account.id, **facts)

    def test_what_is_mailed_about_a_change_is_never_djangos(self):
        """It would reset the password, for whoever has the new address."""
        ada = self.account()
        asked = self.asked(ada)
        djangos = self.djangos(ada)
        self.expect(self.confirm(djangos), 400, BAD_TOKEN)
        self.expect(self.confirm(self.djangos(ada, email=FRESH_ADDRESS)),
                    400, BAD_TOKEN)
        number = asked[1].split("-")[0]
        self.expect(self.confirm((djangos[0], f"{number}-{djangos[1]}")),
                    400, BAD_TOKEN)
        for token in asked[1], asked[1].split("-", 1)[1]:
            self.expect(self.post("users/reset_password_confirm/", {
                "uid": asked[0], "token": token, "new_password": FRESH}),
                400, BAD_TOKEN)
        self.expect(self.confirm(asked), 204)
        told = self.mailed(ada.email, UNDO)
        self.expect(self.undo(self.djangos(ada)), 400, BAD_TOKEN)
        self.expect(self.post("users/reset_password_confirm/", {
            "uid": told[0], "token": told[1], "new_password": FRESH}), 400,
            BAD_TOKEN)
        self.expect(self.undo(told), 204)
        # And Django's are good for what they are for.
        self.expect(self.post("users/reset_password_confirm/", {
            **dict(zip(("uid", "token"), self.djangos(ada))),
            "new_password": FRESH}), 204)


class ByAddress(Changing):
    """A custom user model whose USERNAME_FIELD is its e-mail."""

    conf = """
api "djoser" {
	username_field = "email"
	username_changed_email_confirmation = true
	username_reset_confirm_url = "reset/{uid}/{token}"
}
"""
    ADA = "ada@example.com"

    def setUp(self):
        super().setUp()
        made = self.expect(self.post("users/", {
            "email": self.ADA, "password": PASSWORD}), 201).json
        self.ada = Account(made["id"], self.ADA, self.ADA, PASSWORD)

    def sign_in(self, email):
        return self.post("token/login/", {"email": email,
                                          "password": PASSWORD})

    def are(self, name, email):
        self.assertEqual(self.sql("SELECT username, email FROM auth_user "
                                  f"WHERE id = {self.ada.id}"),
                         [[name, email]])

    def set(self, email):
        key = self.sign_in(self.ADA).json["auth_token"]
        return self.post("users/set_email/", {
            "current_password": PASSWORD, "new_email": email},
            token=f"Token {key}")

    def test_the_name_changes_with_it(self):
        self.expect(self.set("Fresh@EXAMPLE.org"), 204, None)
        fresh = "Fresh@example.org"
        self.are(self.ADA, self.ADA)
        good = self.mailed(fresh, CONFIRM)
        self.assertEqual(len(self.settled()), 1)
        self.expect(self.sign_in(self.ADA), 200)
        self.expect(self.confirm(good), 204)
        self.are(fresh, fresh)
        self.expect(self.sign_in(fresh), 200)
        told = self.mailed(self.ADA, UNDO)
        self.settled()
        self.assertEqual(len(self.mails(fresh)), 2, "its name has changed")
        self.expect(self.undo(told), 204)
        self.are(self.ADA, self.ADA)
        self.mailed(self.ADA, RESET)

    def test_by_a_reset(self):
        self.expect(self.post("users/reset_email/", {"email": self.ADA}), 204)
        uid_, token = self.mailed(self.ADA, "/reset/")
        reset = {"uid": uid_, "token": token, "new_email": FRESH_ADDRESS}
        self.expect(self.post("users/reset_email_confirm/", reset), 204)
        self.are(self.ADA, self.ADA)
        self.expect(self.post("users/reset_email_confirm/", reset), 400)
        self.expect(self.confirm(self.mailed(FRESH_ADDRESS, CONFIRM)), 204)
        self.are(FRESH_ADDRESS, FRESH_ADDRESS)

    def test_names_are_unique(self):
        self.expect(self.set(FRESH_ADDRESS), 204)
        good = self.mailed(FRESH_ADDRESS, CONFIRM)
        self.expect(self.post("users/", {"email": FRESH_ADDRESS,
                                         "password": PASSWORD}), 201)
        with self.untouched():
            self.expect(self.confirm(good), 400, EMAIL_TAKEN)

    def test_nobody_else_gets_it_while_it_can_come_back(self):
        self.expect(self.set(FRESH_ADDRESS), 204)
        self.expect(self.confirm(self.mailed(FRESH_ADDRESS, CONFIRM)), 204)
        self.expect(self.post("users/", {"email": self.ADA,
                                         "password": PASSWORD}),
                    400, EMAIL_TAKEN)
        self.expect(self.undo(self.mailed(self.ADA, UNDO)), 204)
        self.are(self.ADA, self.ADA)

    def test_the_present_one_calls_it_off(self):
        self.expect(self.set(FRESH_ADDRESS), 204)
        good = self.mailed(FRESH_ADDRESS, CONFIRM)
        self.expect(self.set(self.ADA), 204)
        self.expect(self.confirm(good), 400, BAD_TOKEN)
        self.unmailed(self.ADA, UNDO)


class Crud(Changing):
    """usercrud has no such pages, unless one says so."""

    conf = """
api "usercrud" {
	email_change = "confirm"
	email_changed_email_confirmation = true
	columns = {}
	required_columns = {}
}
"""

    def post(self, path, body=None, **more):
        return self.crud("POST", path, body, **more)

    def crud(self, method, path, body, **more):
        return self.call(method, f"/api/{path}", body, headers={
            "Host": f"usercrud.localhost:{self.instance.port}"}, **more)

    def test_a_whole_account_is_replaced_but_for_its_address(self):
        made = self.expect(self.post("users/", {
            "email": "ada@example.com", "password": PASSWORD}), 201).json
        ada = Account(made["id"], made["email"], made["email"], PASSWORD)

        def grant(email, password):
            return self.post("token/", {"email": email,
                                        "password": password})

        bearer = "Bearer " + grant(ada.email, PASSWORD).json["access"]
        self.expect(self.crud("PUT", f"users/{ada.id}/", {
            "email": FRESH_ADDRESS, "password": FRESH}, token=bearer), 200,
            made)
        self.expect(grant(ada.email, FRESH), 200)
        good = self.mailed(FRESH_ADDRESS, CONFIRM)
        self.expect(self.confirm(good), 204)
        self.expect(grant(FRESH_ADDRESS, FRESH), 200)
        told = self.mailed(ada.email, UNDO)
        self.expect(self.post("users/", {"email": ada.email,
                                         "password": PASSWORD}),
                    400, EMAIL_TAKEN)
        ben = self.expect(self.post("users/", {
            "email": "ben@example.com", "password": PASSWORD}), 201).json
        self.sql(f"UPDATE auth_user SET username = {ada.email!r} "
                 f"WHERE id = {ben['id']}")
        self.expect(self.undo(told), 400, EMAIL_TAKEN)
        self.sql(f"DELETE FROM auth_user WHERE id = {ben['id']}")
        self.expect(self.undo(told), 204)
        self.expect(grant(FRESH_ADDRESS, FRESH), 401)


if __name__ == "__main__":
    main()
