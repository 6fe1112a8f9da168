"""What is safer than in Djoser, and the settings that bring it back.

docs/differences.md has a row for each.
"""

from harness import link, main
from people import *

BAD_TOKEN = {"token": ["Invalid token for given user."]}

SETTINGS = """
api "djoser" {{
	send_activation_email = true
	mailed_link_format = "{format}"
	activate_any_inactive = {any}
	logout_on_password_reset = {logout}
	email_change = "direct"
	email_changed_email_confirmation = false
}}
"""


class Links(Talk):
    def pending(self):
        """An account that waits, and its link."""
        ada = self.account()
        return ada, *link(self.mail(ada.email))

    def active(self):
        ada, uid_, token = self.pending()
        self.expect(self.activate(uid_, token), 204)
        return ada, uid_, token

    def activate(self, uid_, token):
        return self.post("users/activation/", {"uid": uid_, "token": token})

    def reset(self, uid_, token):
        return self.post("users/reset_password_confirm/", {
            "uid": uid_, "token": token, "new_password": FRESH})

    def rename(self, uid_, token):
        return self.post("users/reset_username_confirm/", {
            "uid": uid_, "token": token, "new_username": "grace"})

    def asked(self, path, account):
        number = len(self.mails(account.email)) + 1
        self.expect(self.post(path, {"email": account.email}), 204)
        return link(self.mail(account.email, number))


class Safe(Links):
    conf = SETTINGS.format(format="purpose", any="false", logout="true")

    def test_a_link_serves_one_purpose(self):
        ada, uid_, token = self.pending()
        with self.untouched():
            self.expect(self.reset(uid_, token), 400, BAD_TOKEN)
            self.expect(self.rename(uid_, token), 400, BAD_TOKEN)
        self.expect(self.activate(uid_, token), 204)
        of_reset = self.asked("users/reset_password/", ada)
        of_name = self.asked("users/reset_username/", ada)
        self.alter(ada, is_active=0)
        with self.untouched():
            self.expect(self.activate(*of_reset), 400, BAD_TOKEN)
            self.expect(self.activate(*of_name), 400, BAD_TOKEN)
            self.expect(self.rename(*of_reset), 400, BAD_TOKEN)
            self.expect(self.reset(*of_name), 400, BAD_TOKEN)
        self.expect(self.reset(*of_reset), 204)
        self.assertEqual(self.column(ada, "is_active"), "0")

    def test_who_was_switched_off_stays_so(self):
        ada, uid_, token = self.active()
        boss = self.staff()
        self.alter(boss, is_active=1)
        key = self.key(boss)
        self.alter(ada, is_active=0)
        with self.untouched():
            self.expect(self.activate(uid_, token), 400, BAD_TOKEN)
            self.expect(self.post("users/resend_activation/",
                                  {"email": ada.email}), 204)
            self.expect(self.call("PATCH", f"users/{ada.id}/", {}, token=key),
                        200)
        # Nor does a new address of theirs that staff enters.
        self.expect(self.call("PATCH", f"users/{ada.id}/",
                              {"email": "new@example.com"}, token=key), 200)
        self.assertEqual(len(self.mails("new@example.com")), 0)
        self.assertEqual(self.column(ada, "is_active"), "0")

    def test_who_was_activated_by_hand_waits_no_more(self):
        ada, uid_, token = self.pending()
        self.alter(ada, is_active=1)
        self.expect(self.grant(ada), 200)
        self.alter(ada, is_active=0)
        with self.untouched():
            self.expect(self.activate(uid_, token), 400, BAD_TOKEN)
            self.expect(self.post("users/resend_activation/",
                                  {"email": ada.email}), 204)

    def test_who_goes_on_with_a_token_waits_no_more(self):
        """A token outlives the wait for a new address; nobody signs in."""
        ada, *_ = self.active()
        key, granted = self.key(ada), self.grant(ada).json
        refresh = {"refresh": granted["refresh"]}
        uses = {
            "key": lambda: self.call("GET", "users/me/", token=key),
            "access": lambda: self.call("GET", "users/me/", token="Bearer " +
                                        granted["access"]),
            "refresh": lambda: self.post("jwt/refresh/", refresh)}
        for name, use in uses.items():
            with self.subTest(name):
                email = f"{name}@example.com"
                self.expect(self.call("PATCH", "users/me/", {"email": email},
                                      token=key), 200)
                self.expect(use(), 401)
                self.assertEqual(self.count("portress_pending"), 1)
                self.alter(ada, is_active=1)
                self.expect(use(), 200)
                self.alter(ada, is_active=0)
                with self.untouched():
                    self.expect(self.post("users/resend_activation/",
                                          {"email": email}), 204)
                self.alter(ada, is_active=1)

    def test_who_waits_again_may_be_activated_again(self):
        ada, *_ = self.active()
        key = self.key(ada)
        self.expect(self.call("PATCH", "users/me/",
                              {"email": "new@example.com"}, token=key), 200)
        self.assertEqual(self.column(ada, "is_active"), "0")
        uid_, token = link(self.mail("new@example.com"))
        self.expect(self.activate(uid_, token), 204)
        self.assertEqual(self.count("portress_pending"), 0)

    def test_who_goes_waits_no_more(self):
        ada, *_ = self.active()
        key = self.key(ada)
        self.sql(f"INSERT INTO portress_pending VALUES ({ada.id}, NOW(6))")
        self.expect(self.call("DELETE", "users/me/",
                              {"current_password": PASSWORD}, token=key), 204)
        self.assertEqual(self.count("portress_pending"), 0)

    def test_a_reset_ends_what_was_signed_in(self):
        ada, *_ = self.active()
        key, granted = self.key(ada), self.grant(ada).json
        ben = self.account("ben")
        self.alter(ben, is_active=1)
        others = self.grant(ben).json
        uid_, token = self.asked("users/reset_password/", ada)
        self.expect(self.reset(uid_, token), 204)
        self.expect(self.call("GET", "users/me/", token=key), 401,
                    {"detail": "Invalid token."})
        self.expect(self.post("jwt/refresh/",
                              {"refresh": granted["refresh"]}), 401,
                    faulty("Token is blacklisted"))
        self.expect(self.post("jwt/refresh/",
                              {"refresh": others["refresh"]}), 200)


class AsDjoser(Links):
    conf = SETTINGS.format(format="django", any="true", logout="false")

    def test_one_link_serves_all(self):
        ada, uid_, token = self.active()
        self.expect(self.reset(uid_, token), 204)
        of_reset = self.asked("users/reset_password/", ada)
        self.alter(ada, is_active=0)
        self.expect(self.activate(*of_reset), 204)
        self.expect(self.rename(*of_reset), 204)

    def test_django_s_own_token_is_honoured(self):
        ada, uid_, _ = self.active()
        with open(f"{self.instance.directory}/secret") as file:
            secret = file.readline().strip()
        token = one_time_token(secret, ada.id, self.column(ada, "password"),
                               None, ada.email)
        self.expect(self.reset(uid_, token), 204)

    def test_who_was_switched_off_may_come_back(self):
        ada, *_ = self.active()
        self.alter(ada, is_active=0)
        self.expect(self.activate(
            *self.asked("users/resend_activation/", ada)), 204)
        self.expect(self.login(ada), 200)

    def test_a_reset_leaves_what_was_signed_in(self):
        ada, *_ = self.active()
        key, granted = self.key(ada), self.grant(ada).json
        self.expect(self.reset(*self.asked("users/reset_password/", ada)), 204)
        self.expect(self.call("GET", "users/me/", token=key), 200)
        self.expect(self.post("jwt/refresh/",
                              {"refresh": granted["refresh"]}), 200)


class Both(Links):
    conf = SETTINGS.format(format="both", any="false", logout="true")

    def test_django_s_links_are_honoured_and_not_made(self):
        ada, uid_, token = self.active()
        self.expect(self.reset(uid_, token), 400, BAD_TOKEN)
        with open(f"{self.instance.directory}/secret") as file:
            secret = file.readline().strip()
        token = one_time_token(secret, ada.id, self.column(ada, "password"),
                               None, ada.email)
        self.expect(self.reset(uid_, token), 204)


if __name__ == "__main__":
    main()
