"""What is written to the log, and what never is."""

import json
import re

from harness import link, main, wait_for
from people import *

LINE = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z "
                  r"(error|warning|notice|info|debug) [a-z_]+( [a-z_]+=.*)?$")


class Log(Talk):
    conf = """
api "djoser" {
	send_activation_email = true
}
"""

    def mark(self):
        self.start = len(self.instance.log())

    def lines(self):
        return self.instance.log()[self.start:].splitlines()

    def answered(self, path):
        """The line about the request to that path."""
        def find():
            return [line for line in self.lines()
                    if " answered " in line and path in line]
        return wait_for(find, what=f"a line about {path}")[-1]

    def test_a_request_is_a_line(self):
        self.mark()
        self.post("token/login/", {"username": "x", "password": "y"})
        line = self.answered("token/login")
        self.assertRegex(line, LINE)
        for pair in ("status=400", "method=POST", "path=/auth/token/login/",
                     "client=127.0.0.1"):
            self.assertIn(" " + pair, line)

    def test_requests_can_be_told_apart(self):
        self.mark()
        for _ in range(5):
            self.call("GET", "nowhere/")
        found = wait_for(lambda: [
            found for found in [re.findall(
                r"request=([0-9a-f]{16})\b", "\n".join(self.lines()))]
            if len(set(found)) >= 5])
        self.assertEqual(len(set(found[0])), 5)

    def test_who_signed_in_is_told_by_number(self):
        ada = self.account(is_active=1)
        self.mark()
        self.login(ada)
        self.assertIn(f" account={ada.id} ", self.answered("token/login"))
        self.mark()
        self.login(ada, "wrong")
        self.assertIn(f" account={ada.id} ", self.answered("token/login"))

    def test_no_secret_is_written(self):
        self.mark()
        ada = self.account(is_active=1)
        pair = self.grant(ada).json
        key = self.key(ada)
        self.grant(ada, "a wrong password")
        self.login(ada, "another wrong one")
        self.post("jwt/refresh/", {"refresh": pair["refresh"]})
        self.post("jwt/verify/", {"token": pair["access"]})
        self.call("GET", "users/me/", token=key)
        self.call("GET", f"users/me/?token={pair['access']}",
                  token="Bearer " + pair["access"] + "x")
        self.call("GET", "users/me/", token="Token " + "ab" * 20)
        self.post("users/set_password/", {
            "current_password": "yet another wrong",
            "new_password": FRESH}, token=key)
        self.post("users/set_password/", {
            "current_password": PASSWORD, "new_password": FRESH}, token=key)
        self.post("users/reset_password/", {"email": ada.email})
        one_time = link(self.mail(ada.email, 2))
        self.post("users/reset_password_confirm/", {
            "uid": one_time[0], "token": one_time[1] + "0",
            "new_password": "a third fresh one"})
        self.post("users/", '{"username":"x","password":"broken json')
        self.post("users/", form={"username": "x y",
                                  "password": "a form's one"})
        kept = self.sql("SELECT password FROM auth_user")[0][0]
        with open(f"{self.instance.directory}/secret") as file:
            secret = file.read().strip()
        self.call("DELETE", "users/me/", {"current_password": FRESH},
                  token=key)
        self.call("GET", "the-end/")
        self.answered("the-end")
        log = "\n".join(self.lines())
        self.assertGreater(log.count(" answered "), 15)
        for what in (PASSWORD, FRESH, "wrong", "third fresh", "broken json",
                     "form's one", key.split()[1], "ab" * 20,
                     *pair.values(), *pair["access"].split("."),
                     *pair["refresh"].split("."), one_time[1],
                     kept, kept[:20], secret):
            self.assertNotIn(what, log)

    def test_no_line_can_be_forged(self):
        self.mark()
        for path in ("/auth/x%0a2026-01-01T00:00:00.000Z%20error%20forged",
                     "/auth/x%0d%0aforged", "/auth/%1b[31mred%1b[0m",
                     "/auth/a%20status=200", "/auth/%22quoted%22",
                     "/auth/%e2%80%a8forged", "/auth/%c2%85forged",
                     "/auth/x%09y%7f", "/auth/" + "x" * 4000):
            self.call("GET", path)
        self.call("GET", "x/", headers={"Host": "\x1b[2J"[1:],
                                        "Content-Type": "a\tb"})
        self.post("token/login/", {"username": "ada\n2026 forged",
                                   "password": "x"})
        self.call("GET", "the-end/")
        self.answered("the-end")
        for line in self.lines():
            self.assertRegex(line, LINE)
            self.assertNotRegex(line, r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
            self.assertFalse(line.startswith("forged"))
            self.assertLessEqual(len(line.encode()), 4096)
        said = [line for line in self.lines() if "a status" in line]
        self.assertTrue(said)
        self.assertTrue(all(re.search(r'path="[^"]*a status=200', line)
                            for line in said), said)

    def test_a_clients_error_is_no_error(self):
        self.mark()
        for body in ("{", "[]", {}, {"username": "a b", "password": "x"}):
            self.post("users/", body)
        self.call("GET", "users/me/", token="Token nope")
        self.call("GET", "the-end/")
        self.answered("the-end")
        for line in self.lines():
            self.assertNotRegex(line, r"^\S+ (error|warning) ")


class AsJson(Talk):
    conf = 'log_form = "json"\n'

    def test_a_line_is_an_object(self):
        start = len(self.instance.log())
        self.call("GET", "/auth/x%0a%22%5c%1b/")
        self.call("GET", "the-end/")
        wait_for(lambda: "the-end" in self.instance.log()[start:])
        lines = [json.loads(line) for line in
                 self.instance.log()[start:].splitlines()]
        mine = [line for line in lines if line["event"] == "answered"]
        self.assertEqual([line["path"] for line in mine[-2:]],
                         ["/auth/x\n\"\\\x1b/", "/auth/the-end/"])
        for line in mine:
            self.assertEqual(line["status"], 404)
            self.assertEqual(line["level"], "info")
            self.assertRegex(line["time"],
                             r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")


if __name__ == "__main__":
    main()
