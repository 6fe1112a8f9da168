"""The manager and its workers: what dies, hangs, is reloaded, is stopped."""

import contextlib
import fcntl
import http.client
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import termios
import time

from fastcgi import *
from harness import PATIENCE, wait_for
from people import *


class Served(Talk):
    """A Bare for each test."""

    def bare(self, conf="", **more):
        made = Bare(self.instance, conf, **more)
        self.addCleanup(made.end)
        return made

    def hold(self, account):
        """A session that keeps everybody from writing to the account."""
        session = Session(self.instance)
        self.addCleanup(session.close)
        session.run("SET innodb_lock_wait_timeout = 60; START TRANSACTION; "
                    f"SELECT id FROM auth_user WHERE id = {account.id} "
                    "FOR UPDATE")
        return session

    def patch(self, bare, token):
        body = b'{"email":"x@example.com"}'
        return InBackground(lambda: ask(
            bare.socket, parameters("PATCH", "/auth/users/me/", body,
                                    HTTP_AUTHORIZATION=token), body))


class Deaths(Served):
    def test_what_is_killed_is_started_anew(self):
        bare = self.bare()
        before = bare.children()
        self.assertGreaterEqual(len(before), 2)
        for pid in sorted(before):
            os.kill(pid, signal.SIGKILL)
            self.assertTrue(wait_for(bare.answers))
        wait_for(lambda: len(bare.children() - before) == len(before) and
                 not before & bare.children())
        self.assertIsNone(bare.process.poll())

    def test_nobody_notices_the_death_of_an_idle_one(self):
        ada = self.account()
        key = self.key(ada)
        before = children(self.instance.pid())
        for pid in sorted(before):
            os.kill(pid, signal.SIGKILL)
            wait_for(lambda: pid not in children(self.instance.pid()))
            for _ in range(3):
                self.expect(self.call("GET", "users/me/", token=key), 200)
                self.expect(self.login(ada), 200)
        wait_for(lambda: len(children(self.instance.pid())) == len(before))
        self.assertFalse(before & children(self.instance.pid()))

    def test_deaths_under_load(self):
        ada = self.account()
        key = self.key(ada)
        bare = self.bare()

        def one(thread):
            try:
                return ask(bare.socket, parameters(
                    HTTP_AUTHORIZATION=key)).status
            except (Ended, ConnectionError):
                return "ended"

        load = Load(one)
        killed = 0
        while killed < 6:
            for pid in sorted(bare.children())[:1]:
                os.kill(pid, signal.SIGKILL)
                killed += 1
            load.rounds_more(3)
        said = load.stop()
        self.assertLessEqual(set(said), {200, "ended"}, said)
        self.assertGreater(said[200], 20)
        # No more than one request of each thread can go down with a worker.
        self.assertLessEqual(said.get("ended", 0), 4 * killed)

    def test_a_death_leaves_nothing_half_written(self):
        ada = self.account()
        key = self.key(ada)
        bare = self.bare()
        other = self.hold(ada)
        call = self.patch(bare, key)
        self.waiting()
        before = bare.children()
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        self.assertIsInstance(call.result(), (Ended, ConnectionError))
        other.run("COMMIT")
        wait_for(bare.answers)
        self.assertEqual(self.column(ada, "email"), ada.email)

    def test_what_dies_again_and_again_is_started_slowly(self):
        bare = self.bare()
        seen, end = set(bare.children()), time.monotonic() + 3
        while time.monotonic() < end:
            for pid in bare.children():
                seen.add(pid)
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
        self.assertLess(len(seen), 60)
        self.assertIsNone(bare.process.poll(), bare.log())
        # The socket is there still, and once they live, they serve.
        reply = ask(bare.socket, parameters())
        self.assertEqual(reply.status, 401)

    def test_one_that_is_stuck_is_ended(self):
        ada = self.account()
        key = self.key(ada)
        bare = self.bare("worker_timeout = 2\ndatabase { timeout = 30 }\n")
        before = bare.children()
        self.hold(ada)
        call = self.patch(bare, key)
        self.waiting()
        # The other one serves,
        self.assertTrue(bare.answers())
        # and this one, which would say 503 at last, is no more.
        self.assertIsInstance(call.result(), (Ended, ConnectionError))
        wait_for(lambda: len(before - bare.children()) == 1 and
                 len(bare.children()) == len(before))
        self.assertTrue(bare.answers())
        self.assertEqual(self.column(ada, "email"), ada.email)

    def test_one_that_is_stopped_in_the_midst_is_ended(self):
        ada = self.account()
        key = self.key(ada)
        bare = self.bare("worker_timeout = 2\ndatabase { timeout = 30 }\n")
        before = bare.children()
        other = self.hold(ada)
        call = self.patch(bare, key)
        self.waiting()
        for pid in before:
            os.kill(pid, signal.SIGSTOP)
        self.assertIsInstance(call.result(), (Ended, ConnectionError))
        for pid in before & bare.children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        other.run("COMMIT")
        wait_for(bare.answers)

    def test_workers_end_when_the_manager_is_killed(self):
        bare = self.bare()
        workers = [Watched(pid) for pid in bare.children()]
        bare.send(signal.SIGKILL)
        bare.process.wait()
        for worker in workers:
            wait_for(worker.has_ended, what="the workers to end")
        # What is left behind does not keep the next one from starting.
        bare.serve()
        bare.ready()


class Memory(Served):
    def test_nothing_of_a_body_is_left(self):
        """libfcgi's buffer was freed with a password in it."""
        self.account("ada")
        bare = self.bare('lane "main" { workers = 1 }\n')
        body = compact({"username": "ada", "password": PASSWORD}).encode()
        self.assertEqual(ask(bare.socket, parameters(
            "POST", "/auth/token/login/", body), body).status, 200)
        # The answer is there a moment before all is wiped.
        wait_for(lambda: not any(remembers(pid, body[-20:])
                                 for pid in bare.children()),
                 what="nothing of the body to be left")


class Descriptors(Served):
    def test_connections_leave_some_for_all_else(self):
        """With all of them taken there was no database for anybody, and
        nowhere to gather half a request."""
        bare = Bare(self.instance, 'request_timeout = 60\n'
                    'lane "main" { workers = 1 }\n', start=False)
        self.addCleanup(bare.end)
        bare.serve(preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_NOFILE, (64, 64)))
        wait_for(lambda: os.path.exists(bare.socket) and
                 " ready " in bare.log(), what="a worker")
        body = b'{"username": "nobody", "password": "x"}'
        asked = request(parameters("POST", "/auth/jwt/create/", body), body)
        wires = [Wire(bare.socket) for _ in range(64)]
        for wire in wires:
            wire.send(asked[:20])
        wait_for(lambda: "accept_failed" in bare.log())
        for wire in wires:
            with wire:
                wire.send(asked[20:])
                self.assertEqual(wire.reply().status, 401)


class Reload(Served):
    def changed(self, before, pid=None):
        """Waits until all children are new ones."""
        wait_for(lambda: not before & children(pid or self.instance.pid()),
                 what="new workers")

    def test_no_request_is_lost(self):
        ada = self.account()
        key = self.key(ada)
        port = self.instance.port
        wires = [None] * 6

        def one(thread):
            """On a connection to nginx that is kept."""
            wire = wires[thread] = wires[thread] or \
                http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            method, path, body = (
                ("GET", "/auth/users/me/", None),
                ("POST", "/auth/token/login/", compact({
                    "username": "ada", "password": PASSWORD})),
                ("PATCH", "/auth/users/me/",
                 compact({"email": "ada@example.com"})),
                ("POST", "/auth/jwt/refresh/", '{"refresh":"x"}'),
                ("POST", "/auth/jwt/create/", compact({
                    "username": "ada", "password": PASSWORD})),
                ("POST", "/auth/users/reset_password/",
                 '{"email":"nobody@example.com"}'))[thread]
            try:
                wire.request(method, path, body, {
                    "Content-Type": "application/json", **(
                        {"Authorization": key} if "me" in path else {})})
                answer = wire.getresponse()
                answer.read()
                return thread, answer.status
            except Exception:
                wires[thread] = None
                raise

        load = Load(one, len(wires))
        for _ in range(10):
            before = children(self.instance.pid())
            load.rounds_more(5)
            self.instance.signal(signal.SIGHUP)
            self.changed(before)
        load.rounds_more()
        said = load.stop()
        for wire in wires:
            wire.close()
        self.assertEqual(set(said), {(0, 200), (1, 200), (2, 200), (3, 401),
                                     (4, 200), (5, 204)}, said)

    def test_kept_connections_are_handed_over(self):
        bare = self.bare()
        wires = [Wire(bare.socket) for _ in range(20)]
        for wire in wires:
            self.addCleanup(wire.socket.close)
            wire.ask(flags=KEEP)
        for _ in range(3):
            before = bare.children()
            bare.send(signal.SIGHUP)
            self.changed(before, bare.process.pid)
            for wire in wires:
                self.assertEqual(wire.ask(flags=KEEP).status, 401)

    def test_a_connection_that_is_in_use_is_handed_over_later(self):
        bare = self.bare("request_timeout = 60\n")
        sent = request(flags=KEEP)
        with Wire(bare.socket) as wire:
            wire.send(sent[:40])
            # Until the worker has read it.
            wait_for(lambda: not any(fcntl.ioctl(wire.socket,
                                                 termios.TIOCOUTQ, bytes(4))))
            before = bare.children()
            bare.send(signal.SIGHUP)
            wait_for(lambda: len(before & bare.children()) == 1)
            wire.send(sent[40:])
            self.assertEqual(wire.reply().status, 401)
            self.changed(before, bare.process.pid)
            self.assertEqual(wire.ask().status, 401)

    def test_a_change_takes_effect(self):
        ada = self.account("ada")
        self.account("ben")
        key = self.key(ada)
        self.addCleanup(self.instance.reconfigure, self.conf)
        for hide, count in (("false", 2), ("true", 1), ("false", 2)):
            self.instance.configure(
                f'api "djoser" {{ hide_users = {hide} }}\n')
            wait_for(lambda: len(self.call("GET", "users/",
                                           token=key).json) == count)

    def test_a_broken_configuration_is_refused(self):
        self.addCleanup(self.instance.reconfigure, self.conf)
        for broken in ("nonsense = 1\n", "api {", 'secret_key = "short"\n',
                       "password_cost = 99\n", 'domain = ""\n',
                       'api "djoser" { dialect = "esperanto" }\n',
                       'common_passwords = "/nowhere/at/all"\n'):
            with self.subTest(broken):
                before = children(self.instance.pid())
                begun = len(self.instance.log())
                self.instance.configure(broken)
                wait_for(lambda: "refused" in self.instance.log()[begun:] or
                         " error " in self.instance.log()[begun:],
                         what="a word in the log")
                self.assertEqual(children(self.instance.pid()), before)
                self.expect(self.call("GET", "users/me/"), 401,
                            NO_CREDENTIALS)
        # The next good one is taken.
        self.instance.reconfigure("")
        self.expect(self.call("GET", "users/me/"), 401, NO_CREDENTIALS)

    def test_what_is_refused_changes_no_socket(self):
        """The lanes before the one that could not be were adjusted."""
        bare = self.bare()
        bare.add('lane "main" { socket_mode = "0600" }\n'
                 'lane "other" { socket = "/no/where.sock" }\n')
        bare.send(signal.SIGHUP)
        wait_for(lambda: "socket_failed" in bare.log())
        wait_for(lambda: os.stat(bare.socket).st_mode & 0o777 == 0o660)
        self.assertTrue(bare.answers())

    def test_what_is_begun_is_finished(self):
        ada = self.account()
        key = self.key(ada)
        bare = self.bare("database { timeout = 30 }\n")
        other = self.hold(ada)
        call = self.patch(bare, key)
        self.waiting()
        before = bare.children()
        bare.send(signal.SIGHUP)
        wait_for(lambda: len(bare.children() - before) >= 2)
        self.assertTrue(bare.answers())
        other.run("COMMIT")
        self.assertEqual(call.result().status, 200)
        self.changed(before, bare.process.pid)

    def test_the_number_of_workers_changes(self):
        bare = self.bare()
        for number in (5, 1, 2):
            before = bare.children()
            bare.add(f'lane "main" {{ workers = {number} }}\n')
            bare.send(signal.SIGHUP)
            self.changed(before, bare.process.pid)
            # The mailer stands beside them.
            wait_for(lambda: len(bare.children()) in (number, number + 1))
            self.assertTrue(bare.answers())

    def test_a_lane_comes_and_goes(self):
        bare = self.bare()
        second = f"{bare.directory}/second.sock"
        before = bare.children()
        bare.add(f'lane "second" {{ socket = "{second}" }}\n')
        bare.send(signal.SIGHUP)
        self.changed(before, bare.process.pid)
        self.assertEqual(ask(second, parameters()).status, 401)
        bare.add("")
        before = bare.children()
        bare.send(signal.SIGHUP)
        self.changed(before, bare.process.pid)
        with self.assertRaises(OSError):
            ask(second, parameters())
        self.assertTrue(bare.answers())

    def test_a_lane_comes_again_while_it_still_goes(self):
        """Of the old one, whose path was gone, nothing could be adjusted."""
        ada = self.account()
        key = self.key(ada)
        common = "database { timeout = 60 }\nstop_timeout = 60\n"
        bare = self.bare(common)
        second = f"{bare.directory}/second.sock"
        lane = f'lane "second" {{ socket = "{second}" }}\n'
        body = b'{"email":"x@example.com"}'
        before = bare.children()
        bare.add(common + lane)
        bare.send(signal.SIGHUP)
        self.changed(before, bare.process.pid)
        other = self.hold(ada)
        call = InBackground(lambda: ask(second, parameters(
            "PATCH", "/auth/users/me/", body, HTTP_AUTHORIZATION=key), body))
        self.waiting()
        bare.add(common)
        bare.send(signal.SIGHUP)
        wait_for(lambda: not os.path.exists(second))
        bare.add(common + lane)
        bare.send(signal.SIGHUP)
        with socket.socket(socket.AF_UNIX) as peer:
            wait_for(lambda: peer.connect_ex(second) == 0 or
                     "socket_failed" in bare.log())
        self.assertNotIn("socket_failed", bare.log())
        self.assertEqual(ask(second, parameters()).status, 401)
        other.run("COMMIT")
        self.assertEqual(call.result().status, 200)
        # Nor does the old one take the path along.
        wait_for(lambda: len(bare.children()) == 5)
        self.assertEqual(ask(second, parameters()).status, 401)

    def test_two_at_once(self):
        bare = self.bare()
        before = bare.children()
        for _ in range(5):
            bare.send(signal.SIGHUP)
        self.changed(before, bare.process.pid)
        self.assertTrue(bare.answers())
        self.assertEqual(bare.stop(), 0)


class Stop(Served):
    def test_idle_it_ends_at_once(self):
        for number in (signal.SIGTERM, signal.SIGINT):
            bare = self.bare("stop_timeout = 300\n")
            workers = [Watched(pid) for pid in bare.children()]
            with Wire(bare.socket) as wire:
                wire.ask(flags=KEEP)
                self.assertEqual(bare.stop(number), 0)
                self.assertTrue(wire.is_closed())
            for worker in workers:
                self.assertTrue(worker.has_ended())
            self.assertFalse(os.path.exists(bare.socket))
            self.assertFalse(os.path.exists(f"{bare.directory}/portress.pid"))

    def test_what_is_begun_is_finished(self):
        ada = self.account()
        key = self.key(ada)
        bare = self.bare("database { timeout = 30 }\n")
        other = self.hold(ada)
        call = self.patch(bare, key)
        self.waiting()
        before = len(bare.children())
        bare.send(signal.SIGTERM)
        wait_for(lambda: len(bare.children()) < before)
        other.run("COMMIT")
        self.assertEqual(call.result().status, 200)
        self.assertEqual(bare.process.wait(PATIENCE), 0)
        self.assertEqual(self.column(ada, "email"), "x@example.com")

    def test_what_does_not_finish_is_ended(self):
        ada = self.account()
        key = self.key(ada)
        bare = self.bare("database { timeout = 30 }\nstop_timeout = 1\n")
        self.hold(ada)
        call = self.patch(bare, key)
        self.waiting()
        bare.stop()
        # Or it would have said 503.
        self.assertIsInstance(call.result(), (Ended, ConnectionError))

    def test_waiting_for_the_last_one_is_no_work(self):
        """The seats of those who had left were looked at without a pause."""
        ada = self.account()
        key = self.key(ada)
        bare = self.bare("database { timeout = 30 }\nstop_timeout = 3\n")
        self.hold(ada)
        call = self.patch(bare, key)
        self.waiting()
        bare.send(signal.SIGTERM)
        _, status, used = os.wait4(bare.process.pid, 0)
        bare.process.returncode = os.waitstatus_to_exitcode(status)
        self.assertIsInstance(call.result(), (Ended, ConnectionError))
        self.assertLess(used.ru_utime + used.ru_stime, 0.5)

    def test_the_next_ones_process_id_stays(self):
        """It may begin while the last requests are being finished."""
        ada = self.account()
        key = self.key(ada)
        bare = self.bare("database { timeout = 30 }\nstop_timeout = 30\n")
        other = self.hold(ada)
        call = self.patch(bare, key)
        self.waiting()
        old = bare.process
        bare.send(signal.SIGTERM)
        wait_for(lambda: not os.path.exists(bare.socket))
        bare.serve()
        bare.ready()
        self.assertIsNone(old.poll())
        other.run("COMMIT")
        self.assertEqual(call.result().status, 200)
        self.assertEqual(old.wait(PATIENCE), 0)
        with open(f"{bare.directory}/portress.pid") as file:
            self.assertEqual(int(file.read()), bare.process.pid)

    def test_a_second_signal_does_no_harm(self):
        bare = self.bare()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGTERM,
                       signal.SIGINT):
            try:
                bare.send(number)
            except ProcessLookupError:
                break
        self.assertEqual(bare.process.wait(PATIENCE), 0)


class Mails(Served):
    def waits(self):
        return int(self.sql("SELECT COUNT(*) FROM portress_outbox")[0][0])

    def test_many_that_waited_are_many_pieces_of_work(self):
        """They were one, which worker_timeout and stop_timeout cut short."""
        number = 30000      # the rest would take far longer than to look
        bound = "worker_timeout = 1\nstop_timeout = 1\n"
        bare = self.bare(bound + 'mail_directory = ""\n')
        ada = self.account()
        self.instance.stop()
        self.addCleanup(self.instance.start)
        self.sql("INSERT INTO portress_outbox (user_id, kind, api, address, "
                 f"created_at, next_at) SELECT {ada.id}, 'password_reset', "
                 f"'djoser', '{ada.email}', UTC_TIMESTAMP(), UTC_TIMESTAMP() "
                 f"FROM seq_1_to_{number}")
        bare.add(bound)
        bare.send(signal.SIGHUP)
        wait_for(lambda: self.waits() < number - 2000)
        self.assertEqual(bare.stop(), 0)
        self.assertGreater(self.waits(), 0)
        self.assertEqual(re.findall(r".* mailer_.*", bare.log()), [])


class Start(Served):
    def refused(self, bare, code, said, *arguments, **more):
        process = bare.serve(*arguments, **more)
        self.assertEqual(process.wait(PATIENCE), code, bare.log())
        self.assertIn(said, bare.log())

    def test_without_a_secret_or_with_a_short_one(self):
        for secret, said in (
                ("", "secret"), ('secret_key = ""\n', "secret"),
                ('secret_key = "short"\n', "32"),
                ('secret_key_file = "/nowhere"\n', "/nowhere"),
                ('secret_key_file = "/dev/null"\n', "secret")):
            with self.subTest(secret):
                bare = self.bare(start=False)
                bare.write(secret + bare.text.replace(
                    'secret_key = "a secret of these tests, which is long '
                    'enough"\n', ""))
                self.refused(bare, 78, said)
                self.assertFalse(os.path.exists(bare.socket))

    def test_with_a_broken_configuration_all_is_told_at_once(self):
        bare = self.bare("pasword_cost = 2\nbody_depth = 1000\n"
                         'api "djoser" { hide_user = true }\n', start=False)
        self.refused(bare, 78, "password_cost")
        log = bare.log()
        for said in ("hide_users", "body_depth", "64"):
            self.assertIn(said, log)
        self.assertEqual(len(log.splitlines()), 3, log)

    def test_without_a_configuration(self):
        bare = self.bare(start=False)
        os.unlink(bare.file)
        self.refused(bare, 78, "portress.conf")

    def test_where_the_socket_cannot_be(self):
        bare = self.bare(start=False)
        bare.write(bare.text.replace("/main.sock", "/no/where.sock"))
        self.refused(bare, 71, "no/where.sock")

    def test_a_socket_that_somebody_serves_is_not_taken_away(self):
        first = self.bare()
        second = self.bare(start=False)
        second.write(second.text.replace(second.socket, first.socket))
        self.refused(second, 71, "main.sock")
        self.assertTrue(first.answers())

    def test_a_socket_that_nobody_serves_is_replaced(self):
        bare = self.bare(start=False)
        with socket.socket(socket.AF_UNIX) as left:
            left.bind(bare.socket)
        bare.serve()
        bare.ready()

    def test_who_may_connect(self):
        bare = self.bare('lane "main" { socket_mode = "0640" }\n')
        self.assertEqual(os.stat(bare.socket).st_mode & 0o777, 0o640)
        bare = self.bare()
        self.assertEqual(os.stat(bare.socket).st_mode & 0o777, 0o660)

    def test_the_process_id_is_written(self):
        bare = self.bare()
        with open(f"{bare.directory}/portress.pid") as file:
            self.assertEqual(int(file.read()), bare.process.pid)

    def test_what_is_less_urgent_is_not_written(self):
        for level, is_written in (("info", True), ("notice", False)):
            bare = self.bare(f'log_level = "{level}"\n')
            self.assertEqual(ask(bare.socket, parameters(
                uri="/nowhere/")).status, 404)
            self.assertEqual(" answered " in bare.log(), is_written)

    # A /dev of its own, where a socket of ours is the system's log.
    OWN_DEV = ('for n in null urandom; do : >"$0/$n"; '
               'mount --bind "/dev/$n" "$0/$n" || exit; done; '
               'mount --rbind "$0" /dev && exec "$@"')

    def test_syslog_gets_lines_and_nothing_else(self):
        """Its descriptor was closed at the start, and became the bell's."""
        if subprocess.run(["unshare", "-rm", "true"],
                          stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("no namespaces here")
        bare = self.bare('log_target = "syslog"\n', start=False)
        ada = self.account()
        self.instance.stop()
        self.addCleanup(self.instance.start)
        dev = f"{bare.directory}/dev"
        os.mkdir(dev)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log, \
                open(f"{bare.directory}/log", "w") as errors:
            log.bind(f"{dev}/log")
            log.settimeout(PATIENCE)
            bare.process = subprocess.Popen(
                ["unshare", "-rm", "sh", "-c", self.OWN_DEV, dev,
                 harness.PROGRAM, "-c", bare.file, "serve"],
                stdin=subprocess.DEVNULL, stdout=errors, stderr=errors)
            wait_for(bare.answers)
            body = compact({"email": ada.email}).encode()
            self.assertEqual(ask(bare.socket, parameters(
                "POST", "/auth/users/reset_password/", body), body).status,
                204)
            line = b""
            while b"mail_sent" not in line:
                line = log.recv(4096)
                self.assertRegex(line, rb"^<\d+>.* portress\[\d+\]: ")
            self.assertEqual(bare.stop(), 0)

    def test_a_socket_on_descriptor_0(self):
        for arguments, end in ((("--no-fork",), signal.SIGTERM),
                               ((), signal.SIGTERM),
                               (("--no-fork",), signal.SIGUSR1)):
            with self.subTest(arguments), \
                    socket.socket(socket.AF_UNIX) as listener:
                bare = self.bare(start=False)
                listener.bind(bare.socket)
                listener.listen(16)
                bare.serve(*arguments, stdin=listener)
                bare.ready()
                # But for one that looks for mail, and ends.
                wait_for(lambda: bare.children() == set())
                idle = Wire(bare.socket)
                idle.ask(flags=KEEP)
                self.assertEqual(ask(bare.socket, parameters()).status, 401)
                self.assertEqual(bare.stop(end), 0)
                idle.socket.close()

    def alone(self, bare):
        """What mod_fcgid starts."""
        listener = socket.socket(socket.AF_UNIX)
        self.addCleanup(listener.close)
        listener.bind(bare.socket)
        listener.listen(16)
        bare.serve("--no-fork", stdin=listener)
        return listener

    def rewrite(self, bare, age):
        """As if that long ago: the other prefix, in one file."""
        bare.write(re.sub(r"include.*", "", bare.text).replace(
            'email_change = "direct"', 'prefix = "/new/"'))
        at = time.time() - age
        os.utime(bare.file, (at, at))

    def is_rewritten(self, bare):
        return ask(bare.socket,
                   parameters(uri="/new/users/me/")).status == 401

    def test_who_waits_for_one_that_is_alone_is_answered_at_its_end(self):
        ada = self.account()
        key = self.key(ada)
        bare = self.bare("database { timeout = 30 }\n", start=False)
        self.alone(bare).close()
        other = self.hold(ada)
        call = self.patch(bare, key)
        self.waiting()
        wires = [Wire(bare.socket) for _ in range(5)]
        for wire in wires:
            self.addCleanup(wire.socket.close)
            wire.send(request())
        bare.send(signal.SIGTERM)
        other.run("COMMIT")
        self.assertEqual(call.result().status, 200)
        for wire in wires:
            self.assertEqual(wire.reply().status, 401)
        self.assertEqual(bare.process.wait(PATIENCE), 0)

    def test_a_configuration_that_changes_while_it_is_read(self):
        bare = self.bare(start=False)
        more = f"{bare.directory}/more.conf"
        os.unlink(more)
        os.mkfifo(more)
        self.alone(bare)
        with open(more, "w"):       # it is there now, and waits
            self.rewrite(bare, 60)
        wait_for(lambda: self.is_rewritten(bare))

    def test_a_configuration_of_a_clock_that_is_ahead(self):
        """Whether somebody writes to it cannot be told from its time."""
        bare = self.bare(start=False)
        self.alone(bare)
        bare.ready()
        self.rewrite(bare, -3600)
        self.assertFalse(self.is_rewritten(bare))
        wait_for(lambda: self.is_rewritten(bare))

    def test_tables_are_made_once_there_is_a_database(self):
        name = f"{self.instance.db_name}_later"
        body = b'{"username":"ada","password":"ninety-nine-keys"}'
        for start in (self.alone, Bare.serve):
            with self.subTest(start):
                bare = self.bare("migrate_at_start = true\n"
                                 f'database {{ name = "{name}" }}\n',
                                 start=False)
                start(bare)
                bare.ready()
                sent = parameters("POST", "/auth/users/", body)
                self.assertEqual(ask(bare.socket, sent, body).status, 503)
                self.sql(f"CREATE DATABASE `{name}`")
                self.addCleanup(self.sql, f"DROP DATABASE IF EXISTS `{name}`")
                # Who missed them makes them, for all.
                wait_for(lambda: ask(bare.socket, sent, body).status == 201)
                self.sql(f"DROP DATABASE `{name}`")

    def test_mail_is_sent_without_a_manager_too(self):
        with socket.socket(socket.AF_UNIX) as listener:
            bare = self.bare(start=False)
            listener.bind(bare.socket)
            listener.listen(16)
            bare.serve("--no-fork", stdin=listener)
            bare.ready()
            ada = self.account()
            body = compact({"email": ada.email}).encode()
            reply = ask(bare.socket, parameters(
                "POST", "/auth/users/reset_password/", body), body)
            self.assertEqual(reply.status, 204)
            # Either Portress on this database may have been first.
            wait_for(lambda: self.sql(
                "SELECT COUNT(*) FROM portress_outbox") == [["0"]])
            self.assertEqual(len(os.listdir(f"{bare.directory}/mail")) +
                             len(self.mails()), 1)

    def test_mail_is_sent_while_others_are_served(self):
        """Who is forked has copies of all connections for a moment."""
        bare = self.bare(start=False)
        self.alone(bare)
        ada = self.account()
        body = compact({"email": ada.email}).encode()
        sent = parameters("POST", "/auth/users/reset_password/", body)

        def one(thread):
            return ask(bare.socket, sent, body).status if thread < 2 else \
                ask(bare.socket).status

        load = Load(one, 8)
        load.rounds_more(300)
        self.assertEqual(set(load.stop()), {204, 401})
        self.assertIsNone(bare.process.poll())

    def test_no_socket_on_descriptor_0(self):
        bare = self.bare(start=False)
        self.refused(bare, 71, "descriptor 0", "--no-fork")

    def test_spawn_fcgi(self):
        bare = self.bare(start=False)
        with open(f"{bare.directory}/log", "w") as log:
            bare.process = subprocess.Popen(
                ["spawn-fcgi", "-n", "-s", bare.socket, "--",
                 harness.PROGRAM, "-c", bare.file, "serve"],
                stdout=log, stderr=log)
        bare.ready()
        self.assertEqual(ask(bare.socket, parameters()).status, 401)
        self.assertEqual(bare.stop(), 0)

    def serve_passed(self, bare, listeners, names=None):
        self.start_passed(bare, listeners, names)
        bare.ready()

    def start_passed(self, bare, listeners, names=None):
        """Does what systemd does: from descriptor 3 on, and the id of the
        process that they are meant for."""
        parent = ("import os, sys; os.environ['LISTEN_PID'] = "
                  "str(os.getpid()); os.execv(sys.argv[1], sys.argv[1:])")
        environment = dict(os.environ, LISTEN_FDS=str(len(listeners)))
        if names:
            environment["LISTEN_FDNAMES"] = names

        def prepare():
            copies = [os.dup(one.fileno()) for one in listeners]
            copies = [os.dup2(copy, 100 + at) for at, copy
                      in enumerate(copies)]
            for at, copy in enumerate(copies):
                os.dup2(copy, 3 + at)
                os.close(copy)

        with open(f"{bare.directory}/log", "w") as log:
            bare.process = subprocess.Popen(
                [sys.executable, "-c", parent, harness.PROGRAM, "-c",
                 bare.file, "serve"], env=environment,
                close_fds=False, preexec_fn=prepare,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def test_what_is_passed_is_no_listening_socket(self):
        bare = self.bare(start=False)
        bare.add('lane "second" {\n}\n')
        good, = self.listeners(bare.socket)
        for bad in (socket.socket(socket.AF_UNIX),
                    socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
                    open(os.devnull), open(bare.file)):
            with self.subTest(bad), bad:
                self.start_passed(bare, [good, bad], "main:second")
                self.assertEqual(bare.process.wait(PATIENCE), 71)
                self.assertRegex(bare.log(), "lane=second .*no listening")

    def test_nobody_reads_what_the_service_manager_is_told(self):
        bare = self.bare(start=False)
        path = f"{bare.directory}/notify"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify, \
                socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as peer:
            notify.bind(path)
            with contextlib.suppress(BlockingIOError):
                while True:
                    peer.sendto(b"x", socket.MSG_DONTWAIT, path)
            bare.serve(env=dict(os.environ, NOTIFY_SOCKET=path))
            bare.ready()
            self.assertEqual(bare.stop(), 0)

    def listeners(self, *paths):
        made = []
        for path in paths:
            made.append(socket.socket(socket.AF_UNIX))
            self.addCleanup(made[-1].close)
            made[-1].bind(path)
            made[-1].listen(16)
        return made

    def test_sockets_of_systemd(self):
        for names in (None, "second:main"):
            with self.subTest(names):
                bare = self.bare(start=False)
                bare.add('lane "second" {\n}\n')
                paths = [bare.socket, f"{bare.directory}/second.sock"]
                given = self.listeners(*paths)
                self.serve_passed(bare, given[::-1] if names else given,
                                  names)
                for path in paths:
                    self.assertEqual(ask(path, parameters()).status, 401)
                self.assertEqual(bare.stop(), 0)
                # They are systemd's: it listens on them.
                for path in paths:
                    self.assertTrue(os.path.exists(path))

    def test_a_lane_on_a_socket_of_systemd_comes_and_goes(self):
        bare = self.bare(start=False)
        second = f"{bare.directory}/second.sock"
        bare.add('lane "second" {\n}\n')
        self.serve_passed(bare, self.listeners(bare.socket, second),
                          "main:second")
        for conf in ("", 'lane "second" {\n}\n') * 2:
            before = bare.children()
            bare.add(conf)
            bare.send(signal.SIGHUP)
            wait_for(lambda: not before & bare.children(),
                     what="new workers")
            self.assertTrue(bare.answers())
        self.assertEqual(ask(second, parameters()).status, 401)


if __name__ == "__main__":
    harness.main()
