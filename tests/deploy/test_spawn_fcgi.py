"""spawn-fcgi, alone and with multiwatch, behind nginx."""

import contextlib
import os
import signal
import subprocess

from conversation import Conversation, Talking, Unattended
from deployment import listens, version_of
from fastcgi import Load
from harness import PATIENCE, main, wait_for
from nginx import Nginx
from people import InBackground, Session, Talk, Watched, children

PROGRAM = "/usr/local/bin/portress"
CONF = "/usr/local/etc/portress.conf"
SOCKET = "/run/portress/main.sock"


class Spawned(Nginx):
    lanes = ("main",)

    @classmethod
    def script(cls, site, name):
        """Runs the shipped one."""
        text = site.shipped(f"deploy/spawn-fcgi/{name}", *cls.changes(site))
        cls.process = cls.spawn(site, "sh", site.write(name, text))

    @staticmethod
    def spawn(site, *command):
        return site.run(*command, log="portress",
                        until=lambda: listens(site.lane("main")))

    @classmethod
    def children(cls):
        """Of multiwatch, but for those that still are multiwatch."""
        found = set()
        for pid in children(cls.process.pid):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                if os.path.samefile(f"/proc/{pid}/exe", cls.site.program):
                    found.add(pid)
        return found

    @classmethod
    def changes(cls, site):
        return ((PROGRAM, site.program), (CONF, site.conf),
                (SOCKET, site.lane("main")))

    @classmethod
    def version(cls):
        return f"spawn-fcgi {version_of('spawn-fcgi', '-v')}"


class Served(Unattended, Conversation):
    """What both hold."""

    def test_a_mail_that_had_to_wait_is_sent_by_cron(self):
        site = self.site
        self.account()
        mail = os.path.join(site.directory, "mail")
        os.rename(mail, f"{mail}.away")
        self.expect(self.post("users/reset_password/", {
            "email": "ada@example.com"}), 204)
        wait_for(lambda: "mail_impossible" in site.log("portress.log"))
        os.rename(f"{mail}.away", mail)
        line = site.shipped("deploy/spawn-fcgi/crontab",
                            (PROGRAM, site.program),
                            (CONF, site.conf)).splitlines()[-1]
        done = subprocess.run(["sh", "-c", line.removeprefix("* * * * * ")],
                              text=True, capture_output=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        self.assertEqual(len(site.mails("ada@example.com")), 1)


class Alone(Served, Spawned):
    server = "spawn-fcgi nginx"
    title = "{version}, alone"

    @classmethod
    def deploy(cls, site):
        cls.script(site, "run-alone")
        cls.plain(site)


class Several(Nginx):
    """spawn-fcgi -F: several on one socket, and nobody who watches them."""

    server = "spawn-fcgi nginx"
    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        pids = os.path.join(site.directory, "pids")
        text = site.shipped("deploy/spawn-fcgi/run-alone",
                            *Spawned.changes(site), ("-n", f"-F 3 -P {pids}"))
        done = subprocess.run(["sh", site.write("run-alone", text)],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        with open(pids) as file:
            cls.all = [Watched(int(pid)) for pid in file.read().split()]
        for one in cls.all:
            cls.addClassCleanup(one.send, signal.SIGTERM)
        cls.plain(site)

    def test_each_serves_and_stops(self):
        self.assertEqual(len(self.all), 3)
        for one in self.all:
            self.assertTrue(self.site.answers())
            one.send(signal.SIGUSR1)
            wait_for(one.has_ended)
        self.assertEqual(self.site.call("GET", "users/me/").status, 502)


class Multiwatch(Served, Spawned):
    server = "spawn-fcgi multiwatch nginx"
    title = "{version} with multiwatch"

    @classmethod
    def deploy(cls, site):
        cls.script(site, "run-multiwatch")
        cls.plain(site)

    def all_new(self, before=frozenset()):
        """The children, when four of them are new ones."""
        wait_for(lambda: len(self.children() - before) == 4)
        return self.children()

    def test_what_dies_is_started_anew(self):
        before = self.all_new()
        for pid in before:
            os.kill(pid, signal.SIGKILL)
            self.assertTrue(self.site.answers())
        self.all_new(before)

    def test_no_request_is_lost_when_all_are_renewed(self):
        self.account()
        key = self.key()

        def one(thread):
            if thread == 0:
                return self.post("token/login/", self.credentials()).status
            return self.me(key).status

        load = Load(one)
        load.rounds_more()
        before = self.all_new()
        for pid in before:
            os.kill(pid, signal.SIGUSR1)
            load.rounds_more()
        self.all_new(before)
        load.rounds_more()
        self.assertEqual(set(load.stop()), {200})


class Page(Conversation, Spawned):
    """What docs/deploy/spawn-fcgi.md begins with."""

    server = "spawn-fcgi multiwatch nginx"

    @classmethod
    def deploy(cls, site):
        text = site.shipped(
            "docs/deploy/spawn-fcgi.md", (SOCKET, site.lane("main")),
            (PROGRAM, f"{site.program} -c {site.conf}"), block="sh")
        cls.spawn(site, "sh", "-c", f"exec {text}")
        cls.plain(site)


class Stopped(Talking, Spawned):
    """What was begun is finished."""

    server = "spawn-fcgi multiwatch nginx"
    conf = "database { timeout = 30 }\n"
    waiting = Talk.waiting

    @classmethod
    def deploy(cls, site):
        cls.script(site, "run-multiwatch")
        cls.plain(site)

    def sql_root(self, statement):
        return self.site.sql(statement)

    def test_by_any_signal(self):
        for number in (signal.SIGUSR1, signal.SIGTERM, signal.SIGINT,
                       signal.SIGHUP):
            with self.subTest(number):
                self.stopped_by(number)

    def stopped_by(self, number):
        site = self.site
        site.empty()
        account = self.account()
        key = self.key()
        other = Session(site)
        other.run("SET innodb_lock_wait_timeout = 60; START TRANSACTION; "
                  f"SELECT id FROM auth_user WHERE id = {account['id']} "
                  "FOR UPDATE")
        call = InBackground(lambda: site.call(
            "PATCH", "users/me/", {"email": "x@example.com"}, token=key))
        self.waiting()
        wait_for(lambda: len(self.children()) == 4)
        self.process.send_signal(number)
        # The idle ones leave,
        wait_for(lambda: len(self.children()) == 1)
        other.run("COMMIT")
        other.close()
        # and the last one when it has answered.
        self.assertEqual(call.result().status, 200)
        self.assertEqual(self.process.wait(PATIENCE), 0)
        site.stop(self.process)
        self.assertEqual(site.call("GET", "users/me/").status, 502)
        self.script(site, "run-multiwatch")
        site.until(site.answers)


if __name__ == "__main__":
    main()
