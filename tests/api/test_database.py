"""The database goes, hangs, locks, refuses: what clients see of it."""

import contextlib
import os
import signal
import threading
import time
import unittest

import harness
from harness import Case, Instance, main, wait_for
from people import *

CONF = f"""
database {{
	timeout = 3
}}
api "djoser" {{{DIRECT}
	password_changed_email_confirmation = true
}}
api "turn" {{ prefix = "/turn/" rotate_refresh_tokens = true }}
"""


HOME = None
# What is committed survives the death of the server.
DURABLE = "SET GLOBAL innodb_flush_log_at_trx_commit = 2;"


def setUpModule():
    """A MariaDB of our own, which nobody else misses."""
    global HOME
    HOME = os.path.join(harness.directory(), f"faulty-{os.getpid()}")
    unittest.addModuleCleanup(harness._script, "stop", HOME)
    socket = harness._script("database", HOME)
    harness._client(
        socket, "root", DURABLE + "CREATE DATABASE faulty "
        "CHARACTER SET utf8mb4; "
        "CREATE USER modest@localhost; GRANT SELECT, INSERT, UPDATE, DELETE,"
        " CREATE, ALTER, INDEX, REFERENCES ON faulty.* TO modest@localhost")
    Case._running[CONF] = Instance(CONF, (socket, "faulty", "modest"))


def tearDownModule():
    Case._running.pop(CONF).stop()


def has_stopped(pid):
    """Each of its threads has: the signal takes its time."""
    tasks = f"/proc/{pid}/task"
    for task in os.listdir(tasks):
        # One that has ended meanwhile does not matter.
        with contextlib.suppress(FileNotFoundError), \
                open(f"{tasks}/{task}/stat") as file:
            if file.read().rpartition(")")[2].split()[0] != "T":
                return False
    return True


class Private(Talk):
    conf = CONF
    mode = "up"

    @classmethod
    def sql_root(cls, statement):
        def rows():
            try:
                return [harness._client(cls.instance.db_socket, "root",
                                        statement)]
            except RuntimeError as error:
                # Where nobody is let in there is one connection for root,
                # whose last one may be about to end.
                if "ERROR 1040" not in str(error):
                    raise
        return wait_for(rows, what="a connection for root")[0]

    @classmethod
    def database_pid(cls):
        with open(f"{HOME}/mariadb.pid") as file:
            return int(file.read())

    def down(self):
        self.addCleanup(self.up)
        type(self).mode = "down"
        pid = self.database_pid()
        watched = Watched(pid)
        os.kill(pid, signal.SIGKILL)
        wait_for(watched.has_ended)
        os.unlink(f"{HOME}/mariadb.pid")

    def up(self):
        if self.mode == "down":
            harness._script("database", HOME)
            self.sql_root(DURABLE)
        if self.mode == "hung":
            os.kill(self.database_pid(), signal.SIGCONT)
        type(self).mode = "up"

    def hang(self):
        self.addCleanup(self.up)
        type(self).mode = "hung"
        pid = self.database_pid()
        os.kill(pid, signal.SIGSTOP)
        wait_for(lambda: has_stopped(pid))

    def kill_connections(self, where="TRUE"):
        """Those of Portress, and how many they were."""
        ids = self.sql_root("SELECT id FROM information_schema.PROCESSLIST "
                            f"WHERE user = 'modest' AND {where}")
        for number, in ids:
            try:
                self.sql_root(f"KILL {number}")
            except RuntimeError as error:   # it has ended of itself
                self.assertIn("ERROR 1094", str(error))
        return len(ids)

    def session(self):
        session = Session(self.instance)
        self.addCleanup(session.close)
        return session

    def expect_unavailable(self, answer):
        self.expect(answer, 503, UNAVAILABLE)
        self.assertEqual(answer.headers["Retry-After"], "1")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")


class Down(Private):
    def test_it_goes_and_comes_back(self):
        ada = self.account()
        key, pair = self.key(ada), self.grant(ada).json
        bearer = "Bearer " + pair["access"]
        workers = children(self.instance.pid())
        begun = len(self.instance.log())
        self.down()
        since = time.monotonic()
        sign = {"username": "ada", "password": PASSWORD}
        for method, path, body, token in (
                ("GET", "users/me/", None, key),
                ("GET", "users/me/", None, bearer),
                ("GET", "users/", None, bearer),
                ("GET", f"users/{ada.id}/", None, bearer),
                ("PATCH", "users/me/", {"email": "x@example.com"}, bearer),
                ("DELETE", "users/me/", {"current_password": PASSWORD}, key),
                ("POST", "users/", dict(sign, username="ben"), None),
                # What was refused before is not told beside the trouble.
                ("POST", "users/", dict(sign, email="x"), None),
                ("POST", "users/set_password/",
                 {"current_password": PASSWORD, "new_password": FRESH}, key),
                ("POST", "users/reset_password/",
                 {"email": ada.email}, None),
                ("POST", "users/reset_password_confirm/",
                 {"uid": "MQ", "token": "x-y", "new_password": FRESH}, None),
                ("POST", "users/activation/",
                 {"uid": "MQ", "token": "x-y"}, None),
                ("POST", "users/resend_activation/",
                 {"email": ada.email}, None),
                ("POST", "token/login/", sign, None),
                ("POST", "token/logout/", None, key),
                ("POST", "jwt/create/", sign, None),
                ("POST", "jwt/refresh/", {"refresh": pair["refresh"]}, None)):
            with self.subTest(method=method, path=path):
                self.expect_unavailable(self.call(method, path, body,
                                                  token=token))
        # What needs no database is answered still.
        self.expect(self.post("jwt/verify/", {"token": pair["access"]}), 200,
                    {})
        self.expect(self.call("GET", "users/me/"), 401, NO_CREDENTIALS)
        self.expect(self.call("GET", "users/me/", token="Bearer x"), 401)
        self.expect(self.post("users/", "{"), 400)
        self.expect(self.call("GET", "nowhere/"), 404, NOT_FOUND)
        self.expect(self.call("GET", "jwt/create/"), 405)
        head = self.call("HEAD", "users/me/", token=key)
        self.assertEqual((head.status, head.body), (503, b""))
        # And it is told of, but once a second by whoever has seen it.
        lines = self.instance.log()[begun:].splitlines()
        errors = [line for line in lines if line.split()[1:2] == ["error"]]
        self.assertTrue(errors)
        self.assertLessEqual(
            len(errors), len(workers) * (int(time.monotonic() - since) + 1),
            "\n".join(errors))

        self.up()
        wait_for(lambda: self.call("GET", "users/me/",
                                   token=key).status == 200)
        # Every worker, of every lane.
        answers = at_once(16, lambda number: self.call(
            "GET", "users/me/", token=key) if number % 2 else
            self.login(ada))
        self.assertEqual([answer.status for answer in answers], [200] * 16)
        self.assertEqual(children(self.instance.pid()), workers)
        self.expect(self.login(ada), 200)
        self.assertEqual(self.count("auth_user"), 1)

    def test_it_goes_under_load(self):
        ada = self.account()
        key = self.key(ada)
        stop = threading.Event()
        self.addCleanup(stop.set)
        said = [set() for _ in range(4)]
        made = [[] for _ in range(4)]

        def load(thread):
            number = 0
            while not stop.is_set():
                number += 1
                name = f"t{thread}n{number}"
                answer = self.call("GET", "users/me/", token=key)
                said[thread].add(answer.status)
                answer = self.post("users/", {"username": name,
                                              "password": PASSWORD})
                said[thread].add(answer.status)
                if answer.status == 201:
                    made[thread].append(name)

        threads = [threading.Thread(target=load, args=(number,))
                   for number in range(4)]
        for thread in threads:
            thread.start()
        wait_for(lambda: all(made))
        self.sql_root("FLUSH LOGS; FLUSH TABLES")
        self.down()
        wait_for(lambda: all(503 in one for one in said))
        self.up()
        before = [len(one) for one in made]
        wait_for(lambda: all(len(one) > old
                             for one, old in zip(made, before)))
        stop.set()
        for thread in threads:
            thread.join()
        self.assertLessEqual(set().union(*said), {200, 201, 400, 503})

    def test_workers_that_start_without_it_wait_for_it(self):
        ada = self.account()
        key = self.key(ada)
        before = children(self.instance.pid())
        self.down()
        self.instance.signal(signal.SIGHUP)
        wait_for(lambda: not before & children(self.instance.pid()),
                 what="new workers")
        self.expect_unavailable(self.call("GET", "users/me/", token=key))
        self.up()
        wait_for(lambda: self.call("GET", "users/me/",
                                   token=key).status == 200)

    def test_it_hangs(self):
        ada = self.account()
        key, pair = self.key(ada), self.grant(ada).json
        self.hang()
        # As often as there are workers, and more.
        answers = at_once(4, lambda _: self.call("GET", "users/me/",
                                                 token=key))
        for answer in answers:
            self.expect_unavailable(answer)
        self.expect(self.post("jwt/verify/", {"token": pair["access"]}), 200)
        self.up()
        wait_for(lambda: self.call("GET", "users/me/",
                                   token=key).status == 200)

    def test_connections_that_are_killed_are_not_missed(self):
        ada = self.account()
        key = self.key(ada)
        for turn in range(3):
            # All workers have one.
            at_once(8, lambda number: self.login(ada) if number % 2 else
                    self.call("GET", "users/me/", token=key))
            self.assertTrue(self.kill_connections())
            answers = at_once(8, lambda number: self.post("users/", {
                "username": f"{turn}-{number}", "password": PASSWORD})
                if number % 2 else self.call("GET", "users/me/", token=key))
            self.assertEqual({answer.status for answer in answers},
                             {200, 201})

    def test_idle_connections_may_be_ended(self):
        ada = self.account()
        key = self.key(ada)
        self.sql_root("SET GLOBAL wait_timeout = 1")
        self.addCleanup(self.sql_root, "SET GLOBAL wait_timeout = 28800")
        # A mailer's is never idle for more than a second.
        self.instance.reconfigure(CONF + "mailers = 0\n")
        self.addCleanup(self.instance.reconfigure, CONF)
        self.call("GET", "users/me/", token=key)
        self.login(ada)
        wait_for(lambda: self.sql_root(
            "SELECT COUNT(*) FROM information_schema.PROCESSLIST "
            "WHERE user = 'modest'") == [["0"]])
        self.expect(self.call("GET", "users/me/", token=key), 200)
        self.expect(self.login(ada), 200)

    def test_it_may_only_be_read(self):
        ada = self.account()
        key = self.key(ada)
        self.sql_root("SET GLOBAL read_only = 1")
        self.addCleanup(self.sql_root, "SET GLOBAL read_only = 0")
        self.expect(self.call("GET", "users/me/", token=key), 200)
        self.expect_unavailable(self.call(
            "PATCH", "users/me/", {"email": "x@example.com"}, token=key))
        self.expect_unavailable(self.post("users/", {
            "username": "ben", "password": PASSWORD}))
        self.sql_root("SET GLOBAL read_only = 0")
        self.expect(self.post("users/", {
            "username": "ben", "password": PASSWORD}), 201)

    def test_it_lets_nobody_in_any_more(self):
        ada = self.account()
        key = self.key(ada)
        self.sql_root("SET GLOBAL max_connections = 10")
        self.addCleanup(self.sql_root, "SET GLOBAL max_connections = 300")
        sessions = []
        with contextlib.suppress(AssertionError, BrokenPipeError):
            for _ in range(12):
                sessions.append(self.session())
                sessions[-1].run("SELECT 1")
        self.kill_connections(
            f"command = 'Sleep' AND id < (SELECT MAX(id) - {len(sessions)} "
            "FROM information_schema.PROCESSLIST)")
        statuses = {self.call("GET", "users/me/", token=key).status
                    for _ in range(4)}
        self.assertLessEqual(statuses, {200, 503})
        self.sql_root("SET GLOBAL max_connections = 300")
        self.expect(self.call("GET", "users/me/", token=key), 200)

    def test_a_table_is_missing(self):
        ada = self.account()
        key = self.key(ada)
        self.sql_root("RENAME TABLE faulty.authtoken_token TO faulty.away")
        try:
            self.expect_unavailable(self.call("GET", "users/me/", token=key))
            self.expect_unavailable(self.login(ada))
        finally:
            self.sql_root("RENAME TABLE faulty.away "
                          "TO faulty.authtoken_token")
        self.expect(self.call("GET", "users/me/", token=key), 200)
        self.expect(self.login(ada), 200)

    def test_the_outbox_is_missing(self):
        # A mail that cannot be queued undoes what it would have told of.
        ada = self.account()
        key = self.key(ada)
        self.settled()
        before = self.column(ada, "password")
        self.sql_root("RENAME TABLE faulty.portress_outbox TO faulty.away")
        try:
            self.expect_unavailable(self.post("users/set_password/", {
                "current_password": PASSWORD, "new_password": FRESH},
                token=key))
            self.assertEqual(self.column(ada, "password"), before)
        finally:
            self.sql_root("RENAME TABLE faulty.away "
                          "TO faulty.portress_outbox")
        self.expect(self.post("users/set_password/", {
            "current_password": PASSWORD, "new_password": FRESH},
            token=key), 204)
        self.mail(ada.email)


class Locks(Private):
    """Rows that others hold."""

    def hold(self, sql):
        session = self.session()
        session.run("SET innodb_lock_wait_timeout = 20; "
                    "START TRANSACTION; " + sql)
        return session

    def test_a_lock_that_goes_is_waited_for(self):
        ada = self.account()
        key = self.key(ada)
        other = self.hold("SELECT id FROM auth_user FOR UPDATE")
        call = InBackground(lambda: self.call(
            "PATCH", "users/me/", {"email": "x@example.com"}, token=key))
        self.waiting()
        other.run("COMMIT")
        self.expect(call.result(), 200)
        self.assertEqual(self.column(ada, "email"), "x@example.com")

    def test_a_wait_that_takes_too_long_is_tried_again(self):
        ada = self.account()
        key = self.key(ada)
        begun = len(self.instance.log())
        other = self.hold("SELECT id FROM auth_user FOR UPDATE")
        call = InBackground(lambda: self.post("users/set_password/", {
            "current_password": PASSWORD, "new_password": FRESH}, token=key))
        wait_for(lambda: "1205" in self.instance.log()[begun:],
                 what="a lock wait time-out")
        other.run("COMMIT")
        self.expect(call.result(), 204, None)
        self.expect(self.login(ada, FRESH), 200)
        self.mail(ada.email)
        self.assertEqual(len(self.settled()), 1)

    def test_a_lock_that_stays_leaves_nothing_half_written(self):
        ada = self.account()
        key = self.key(ada)
        self.settled()
        other = self.hold("SELECT id FROM portress_outbox FOR UPDATE")
        other.run("INSERT INTO portress_outbox (user_id, kind, api, address,"
                  " created_at) VALUES (0, 'x', 'x', 'x', UTC_TIMESTAMP())")
        other.run("SELECT id FROM auth_user FOR UPDATE")
        before = self.checksums()
        self.expect_unavailable(self.post("users/set_password/", {
            "current_password": PASSWORD, "new_password": FRESH}, token=key))
        other.run("ROLLBACK")
        self.assertEqual(self.checksums(), before)
        self.assertEqual(self.settled(), [])
        self.expect(self.login(ada), 200)

    def test_a_deadlock_is_tried_again(self):
        account = "UPDATE auth_user SET first_name = 'x' WHERE id = {}"
        token = ("UPDATE authtoken_token SET created = UTC_TIMESTAMP() "
                 "WHERE user_id = {}")
        begun = len(self.instance.log())
        # One of the two orders is not ours.
        for first, second in ((account, token), (token, account)):
            self.instance.empty()
            ada = self.account()
            key = self.key(ada)
            # The other one has written more, so that it is not the victim.
            other = self.hold(
                "INSERT INTO auth_user (password, is_superuser, username, "
                "first_name, last_name, email, is_staff, is_active, "
                "date_joined) SELECT '!', 0, CONCAT('u', seq), '', '', '', "
                "0, 1, UTC_TIMESTAMP() FROM seq_1_to_200; " +
                first.format(ada.id))
            call = InBackground(lambda: self.call(
                "DELETE", "users/me/", {"current_password": PASSWORD},
                token=key))
            self.waiting()
            said = other.run(second.format(ada.id))
            self.assertNotIn("ERROR", "".join(said))
            other.run("ROLLBACK")
            self.expect(call.result(), 204, None)
            self.assertEqual(self.count("auth_user"), 0)
            self.assertEqual(self.count("authtoken_token"), 0)
        self.assertIn("1213", self.instance.log()[begun:])

    def test_a_registration_waits_for_one_of_the_same_name(self):
        for outcome, status in (("ROLLBACK", 201), ("COMMIT", 400)):
            self.instance.empty()
            other = self.hold(
                "INSERT INTO auth_user (password, is_superuser, username, "
                "first_name, last_name, email, is_staff, is_active, "
                "date_joined) VALUES ('!', 0, 'ada', '', '', '', 0, 1, "
                "UTC_TIMESTAMP())")
            call = InBackground(lambda: self.post("users/", {
                "username": "ada", "password": PASSWORD}))
            self.waiting()
            other.run(outcome)
            answer = self.expect(call.result(), status)
            if status == 400:
                self.expect(answer, 400, ["Unable to create account."])
            self.assertEqual(self.count("auth_user"), 1)

    def overtaken(self, sql, call):
        """What is said of a call that waits while `sql` is committed."""
        other = self.hold(sql)
        waits = InBackground(call)
        self.waiting()
        other.run("COMMIT")
        return waits.result()

    def test_who_signs_in_with_a_password_that_is_reset_meanwhile(self):
        for path, status, body in (
                ("jwt/create/", 401, NO_ACCOUNT),
                ("token/login/", 400, BAD_LOGIN)):
            self.instance.empty()
            ada = self.account()
            answer = self.overtaken(
                f"UPDATE auth_user SET password = '!' WHERE id = {ada.id}",
                lambda: self.post(path, {"username": "ada",
                                         "password": PASSWORD}))
            self.expect(answer, status, body)
            self.assertEqual(self.count("authtoken_token"), 0)
            self.assertEqual(
                self.count("token_blacklist_outstandingtoken"), 0)

    def test_who_acts_with_a_password_that_is_reset_meanwhile(self):
        for method, path, more in (
                ("POST", "users/set_password/", {"new_password": FRESH}),
                ("POST", "users/set_username/", {"new_username": "grace"}),
                ("DELETE", "users/me/", {})):
            self.instance.empty()
            ada = self.account()
            key = self.key(ada)
            answer = self.overtaken(
                f"UPDATE auth_user SET password = '!' WHERE id = {ada.id}",
                lambda: self.call(method, path, {
                    "current_password": PASSWORD, **more}, token=key))
            self.expect(answer, 400,
                        {"current_password": ["Invalid password."]})
            self.assertEqual(self.sql("SELECT username, password "
                                      "FROM auth_user"), [["ada", "!"]])

    def test_who_is_switched_off_while_changing_the_address(self):
        ada = self.account()
        key = self.key(ada)
        answer = self.overtaken(
            f"UPDATE auth_user SET is_active = 0 WHERE id = {ada.id}",
            lambda: self.call("PATCH", "users/me/",
                              {"email": "x@example.com"}, token=key))
        self.expect(answer, 401, {"detail": "User inactive or deleted."})
        self.assertEqual(self.count("portress_pending"), 0)
        self.assertEqual(self.column(ada, "email"), ada.email)

    def test_a_rotation_that_a_reset_overtakes(self):
        ada = self.account()
        granted = self.grant(ada).json
        answer = self.overtaken(
            f"UPDATE auth_user SET password = '!' WHERE id = {ada.id}; "
            "INSERT INTO token_blacklist_blacklistedtoken (blacklisted_at, "
            "token_id) SELECT NOW(6), id FROM "
            "token_blacklist_outstandingtoken",
            lambda: self.post("/turn/jwt/refresh/",
                              {"refresh": granted["refresh"]}))
        self.expect(answer, 401, faulty("Token is blacklisted"))
        self.assertEqual(self.count("token_blacklist_outstandingtoken"), 1)

    def test_two_changes_do_not_undo_one_another(self):
        ada = self.account()
        key = self.key(ada)
        other = self.hold("UPDATE auth_user SET first_name = 'Ada', "
                          "last_name = 'x'")
        call = InBackground(lambda: self.call(
            "PATCH", "users/me/", {"email": "x@example.com"}, token=key))
        self.waiting()
        other.run("COMMIT")
        self.expect(call.result(), 200)
        self.assertEqual(
            self.sql("SELECT first_name, last_name, email FROM auth_user"),
            [["Ada", "x", "x@example.com"]])


if __name__ == "__main__":
    main()
