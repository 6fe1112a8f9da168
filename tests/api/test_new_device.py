"""A mail tells of a sign-in from a new device."""

import http.client

from harness import main
from people import *

FIREFOX = ("Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 "
           "Firefox/{0}.0")
SAFARI = ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) "
          "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
          "Mobile/15E148 Safari/604.1")


class NewDevice(Talk):
    conf = 'api "djoser" { new_device_email_confirmation = true }\n'

    def sign_in(self, account, agent, path="token/login/", status=200,
                password=None):
        self.expect(self.post(path, {
            "username": account.name,
            "password": password or account.password},
            headers={"User-Agent": agent}), status)

    def devices(self, account):
        return self.sql("SELECT name, network, address FROM portress_device "
                        f"WHERE user_id = {account.id} ORDER BY id")

    def test_the_first_device_is_no_news(self):
        ada = self.account()
        self.sign_in(ada, FIREFOX.format(128))
        self.assertEqual(self.devices(ada), [
            ["Firefox, Linux", "127.0.0.0/24", "127.0.0.1"]])
        self.assertEqual(self.settled(), [])

    def test_another_browser_is_told_of_once(self):
        ada = self.account()
        self.sign_in(ada, FIREFOX.format(128))
        for path in ("token/login/", "jwt/create/", "token/login/"):
            self.sign_in(ada, SAFARI, path)
        mails = self.settled()
        self.assertEqual([mail["To"].addresses[0].addr_spec
                          for mail in mails], [ada.email])
        for kind in "plain", "html":
            text = mails[0].get_body((kind,)).get_content()
            self.assertIn("Safari, iOS", text)
            self.assertIn("127.0.0.1", text)
        since = self.sql("SELECT DATE_FORMAT(first_seen, '%Y-%m-%d %H:%i') "
                         "FROM portress_device WHERE name = 'Safari, iOS'")
        self.assertIn(since[0][0], text)

    def test_another_version_is_no_news(self):
        ada = self.account()
        self.sign_in(ada, FIREFOX.format(128))
        self.sign_in(ada, FIREFOX.format(129))
        self.assertEqual(len(self.devices(ada)), 1)
        self.assertEqual(self.settled(), [])

    def test_another_network_is_told_of(self):
        ada = self.account()
        self.sign_in(ada, "curl/8")
        body = compact({"username": ada.name, "password": ada.password})
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.instance.port,
            source_address=("127.0.7.1", 0), timeout=60)
        connection.request("POST", "/auth/token/login/", body, {
            "Content-Type": "application/json", "User-Agent": "curl/8"})
        self.assertEqual(connection.getresponse().status, 200)
        connection.close()
        self.assertEqual(self.devices(ada)[1],
                         ["curl", "127.0.7.0/24", "127.0.7.1"])
        self.assertEqual(len(self.settled()), 1)

    def test_who_is_refused_has_no_device(self):
        ada = self.account()
        self.sign_in(ada, SAFARI, status=400, password="wrong")
        self.alter(ada, is_active=0)
        self.sign_in(ada, SAFARI, status=400)
        self.assertEqual(self.devices(ada), [])

    def test_an_account_has_fifty_at_most(self):
        ada = self.account()
        self.sign_in(ada, "first/1")
        self.sql("INSERT INTO portress_device (user_id, name, network, "
                 "address, first_seen, last_seen) SELECT "
                 f"{ada.id}, CONCAT('p', seq), '', '', NOW(), "
                 "NOW() + INTERVAL 1 DAY FROM seq_1_to_49")
        self.sign_in(ada, "another/1")
        names = [row[0] for row in self.devices(ada)]
        self.assertEqual(len(names), 50)
        self.assertNotIn("first", names)
        self.assertIn("another", names)

    def test_what_was_not_seen_for_a_year_is_forgotten(self):
        """Also of accounts that are gone."""
        ada = self.account()
        self.sql("INSERT INTO portress_device (user_id, name, network, "
                 "address, first_seen, last_seen) VALUES "
                 f"({ada.id}, 'old', '', '', NOW(), "
                 "UTC_TIMESTAMP() - INTERVAL 366 DAY), "
                 f"({ada.id + 1}, 'old', '', '', NOW(), "
                 "UTC_TIMESTAMP() - INTERVAL 366 DAY), "
                 f"({ada.id + 1}, 'seen', '', '', NOW(), "
                 "UTC_TIMESTAMP() - INTERVAL 364 DAY)")
        self.sign_in(ada, SAFARI)
        self.assertEqual(self.sql("SELECT name FROM portress_device "
                                  "ORDER BY id"), [["seen"], ["Safari, iOS"]])
        self.assertEqual(self.settled(), [])

    def test_nobody_is_told_of_one_that_is_forgotten(self):
        ada = self.account()
        self.sql("INSERT INTO portress_outbox (user_id, kind, api, address, "
                 "about, created_at, next_at) VALUES "
                 f"({ada.id}, 'new_device', 'djoser', '{ada.email}', 77, "
                 "UTC_TIMESTAMP(), UTC_TIMESTAMP())")
        self.assertEqual(self.settled(), [])

    def test_devices_go_with_their_account(self):
        ada = self.account()
        self.sign_in(ada, SAFARI)
        self.expect(self.call("DELETE", "users/me/",
                              {"current_password": ada.password},
                              token=self.key(ada)), 204)
        self.assertEqual(self.count("portress_device"), 0)


class Silent(Talk):
    def test_without_the_setting_nothing_is_noted(self):
        ada = self.account()
        self.expect(self.login(ada), 200)
        self.assertEqual(self.count("portress_device"), 0)


if __name__ == "__main__":
    main()
