"""Whoever cannot sign in costs the work of one hash, whatever the reason.

Told by the memory that yescrypt touches and not by time: 16 MiB at this
cost, which come as fresh pages at each hash.
"""

import json
import os

from fastcgi import *
from people import *

HASH = 16 * 1024 * 1024 // os.sysconf("SC_PAGE_SIZE")


class Hashing(Talk):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bare = Bare(cls.instance, 'password_cost = 5\n'
                        'lane "main" { workers = 1 }\n')
        cls.worker = wait_for(cls.find_worker)

    @classmethod
    def tearDownClass(cls):
        cls.bare.end()

    @classmethod
    def find_worker(cls):
        """Whose page faults grow with requests: not the mailer's."""
        before = {pid: cls.faults(pid) for pid in cls.bare.children()}
        cls.sign_in("token/login", "nobody", "x")
        grown = [pid for pid in before
                 if cls.faults(pid) - before[pid] > HASH // 2]
        return grown[0] if grown else None

    @staticmethod
    def faults(pid):
        with open(f"/proc/{pid}/stat") as file:
            return int(file.read().rpartition(")")[2].split()[7])

    @classmethod
    def post_bare(cls, path, sent, token=""):
        body = compact(sent).encode()
        return ask(cls.bare.socket, parameters(
            "POST", f"/auth/{path}/", body, HTTP_AUTHORIZATION=token), body)

    @classmethod
    def sign_in(cls, path, name, password):
        return cls.post_bare(path, {"username": name, "password": password})

    def cost(self, what):
        """In hashes."""
        before = self.faults(self.worker)
        reply = what()
        return round((self.faults(self.worker) - before) / HASH), reply

    def test_each_costs_one(self):
        reply = self.post_bare("users", {"username": "ada",
                                         "password": PASSWORD})
        self.assertEqual(reply.status, 201)
        self.sql("INSERT INTO auth_user (password, is_superuser, username, "
                 "first_name, last_name, email, is_staff, is_active, "
                 "date_joined) SELECT password, 0, 'ben', '', '', '', 0, 0, "
                 "date_joined FROM auth_user")
        self.sql("INSERT INTO auth_user (password, is_superuser, username, "
                 "first_name, last_name, email, is_staff, is_active, "
                 "date_joined) SELECT '!x', 0, 'cid', '', '', '', 0, 1, "
                 "date_joined FROM auth_user WHERE username = 'ada'")
        for path in ("token/login", "jwt/create"):
            for name, password in (
                    ("ada", PASSWORD), ("ada", "wrong"), ("nobody", "wrong"),
                    ("nobody", PASSWORD), ("ben", PASSWORD),
                    ("ben", "wrong"), ("cid", "wrong"), ("cid", "!x"),
                    ("x" * 151, "wrong"), ("a b", "wrong"),
                    ("ada", "x" * 5000), ("nobody", "x" * 5000)):
                with self.subTest(path, name=name, password=password):
                    cost, reply = self.cost(
                        lambda: self.sign_in(path, name, password))
                    self.assertEqual(cost, 1, reply)

    def test_a_refused_change_costs_one(self):
        self.post_bare("users", {"username": "ada", "password": PASSWORD})
        token = "Token " + json.loads(self.sign_in(
            "token/login", "ada", PASSWORD).body)["auth_token"]
        for new in (FRESH, "short"):
            cost, reply = self.cost(lambda: self.post_bare(
                "users/set_password", {"new_password": new,
                                       "current_password": "wrong"}, token))
            self.assertEqual((cost, reply.status), (1, 400))

    def test_what_is_refused_before_costs_none(self):
        for path, sent in (
                ("token/login", {"username": "ada"}),
                ("users", {"username": "a b", "password": PASSWORD}),
                ("users", {"username": "ada", "password": "short"}),
                ("users/reset_password_confirm",
                 {"uid": "MQ", "token": "x-y", "new_password": FRESH})):
            with self.subTest(path, sent=f"{sent!r:.60}"):
                cost, reply = self.cost(lambda: self.post_bare(path, sent))
                self.assertEqual((cost, reply.status), (0, 400))


if __name__ == "__main__":
    harness.main()
