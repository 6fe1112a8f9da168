"""systemd: the test plays its part, and takes what is to be run, the sockets
and the sandbox from the unit files."""

import contextlib
import os
import queue
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from deployment import TOP, version_of
from conversation import Conversation
import harness
from harness import main, tell
from nginx import Nginx

sys.path.insert(0, os.path.join(TOP, "tests", "proc"))

from fastcgi import Load, Wire, request, is_sanitized

UNITS = ("portress.service", "portress-main.socket", "portress-hash.socket")
SHIPPED = os.path.join(TOP, "deploy", "systemd")
PROGRAM = "/usr/local/bin/portress"
RUN = "/run/portress/"

# Becomes what it starts, so that its id is the one that was promised.
PARENT = ("import os, sys; os.environ['LISTEN_PID'] = str(os.getpid()); "
          "os.execvp(sys.argv[1], sys.argv[1:])")


def read_unit(text):
    """All values of each setting, in order."""
    unit = {}
    for line in text.splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not line.startswith("#"):
            unit.setdefault(name, []).append(value)
    return unit


class Systemd:
    """What systemd does with our units, on a site's files."""

    def __init__(self, site):
        self.site = site
        self.service = self.unit("portress.service")
        self.sockets = [self.unit(name) for name
                        in self.service["Sockets"][0].split()]
        self.listeners = [self.listen(unit) for unit in self.sockets]
        path = f"{site.directory}/notify"
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(path)
        self.environment = {
            **os.environ, "NOTIFY_SOCKET": path,
            "LISTEN_FDS": str(len(self.sockets)),
            "LISTEN_FDNAMES": ":".join(unit["FileDescriptorName"][0]
                                       for unit in self.sockets)}
        if "WatchdogSec" in self.service:
            self.environment["WATCHDOG_USEC"] = str(
                int(self.service["WatchdogSec"][0]) * 1000000)
        self.process = None
        self.said = queue.Queue()
        # A service that nobody listens to would stand still.
        self.listening = threading.Thread(target=self.hear, daemon=True)
        self.listening.start()

    def hear(self):
        while (heard := self.notify.recv(4096)) != b"END":
            for line in heard.decode().split("\n"):
                self.said.put(line)

    def unit(self, name):
        return read_unit(self.site.shipped(f"deploy/systemd/{name}"))

    def listen(self, unit):
        path, = unit["ListenStream"]
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path.replace(RUN, f"{self.site.directory}/"))
        os.chmod(listener.getsockname(), int(unit["SocketMode"][0], 8))
        listener.listen(int(unit["Backlog"][0]))
        return listener

    def start(self, *wrapper):
        """From descriptor 3 on stand the sockets."""
        program, *arguments = shlex.split(self.service["ExecStart"][0])
        assert program == PROGRAM, program

        def prepare():
            copies = [os.dup2(one.fileno(), 100 + at)
                      for at, one in enumerate(self.listeners)]
            for at, copy in enumerate(copies):
                os.dup2(copy, 3 + at)
                os.close(copy)
            os.umask(int(self.service["UMask"][0], 8))

        self.process = self.site.run(
            sys.executable, "-c", PARENT, *wrapper, self.site.program, "-c",
            self.site.conf, *arguments, log="portress",
            env=self.environment, close_fds=False, preexec_fn=prepare,
            until=lambda: self.says("READY=1", []))

    def says(self, word, seen):
        """Whether it has said this word; what it said up to it is added."""
        with contextlib.suppress(queue.Empty):
            while word not in seen:
                seen.append(self.said.get_nowait())
        return word in seen

    def until(self, word):
        """What it says up to this word."""
        seen = []
        self.site.until(lambda: self.says(word, seen))
        return seen

    def reload(self):
        command, = self.service["ExecReload"]
        subprocess.run(shlex.split(command.replace(
            "$MAINPID", str(self.process.pid))), check=True)
        return self.until("RELOADING=1") + self.until("READY=1")

    def stop(self):
        """KillMode=mixed: the manager alone is told."""
        assert self.service["KillMode"] == ["mixed"]
        code = self.site.stop(self.process)
        self.until("STOPPING=1")
        return code

    def close(self):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as last:
            last.sendto(b"END", self.environment["NOTIFY_SOCKET"])
        self.listening.join()
        self.notify.close()
        for listener in self.listeners:
            listener.close()


class Activated(Nginx):
    @classmethod
    def deploy(cls, site):
        cls.systemd = Systemd(site)
        cls.addClassCleanup(cls.systemd.close)
        cls.wrap(site)
        pieces = [site.write(f"nginx/{name}",
                             site.shipped(f"nginx/{name}", *changes))
                  for name, *changes in (
                      ("portress.conf", *cls.sockets(site, "main", "hash")),
                      ("portress-lanes.conf",), ("portress-server.conf",))]
        cls.start(site, pieces.pop(), *pieces)

    @classmethod
    def wrap(cls, site):
        cls.systemd.start()

    def socket_of(self, lane):
        return f"{self.site.directory}/{lane}.sock"


class Managed(Conversation, Activated):
    """Beside the conversation: what systemd is told, and asks for."""

    title = "systemd's part, sockets from descriptor 3 on, behind {version}"

    def again(self):
        self.systemd.stop()
        self.systemd.start()

    def test_it_says_what_it_is_about(self):
        before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
        said = " ".join(self.systemd.reload())
        # With Type=notify-reload systemd believes nothing that was seen before
        # it asked.
        since, = re.findall(r"RELOADING=1 MONOTONIC_USEC=(\d+) ", said)
        self.assertGreaterEqual(int(since), before)
        self.systemd.until("STATUS=Serving")
        self.again()
        self.systemd.until("STATUS=Serving")

    def test_it_feeds_the_watchdog(self):
        for _ in range(2):
            self.systemd.until("WATCHDOG=1")

    def test_each_lane_is_on_its_socket(self):
        self.account()
        for lane in ("main", "hash"):
            with Wire(self.socket_of(lane)) as wire:
                self.assertEqual(wire.ask().status, 401)
        self.assertEqual(
            [unit["FileDescriptorName"] for unit in self.systemd.sockets],
            [["main"], ["hash"]])

    def test_who_comes_while_it_is_stopped_waits(self):
        self.assertEqual(self.systemd.stop(), 0)
        waiting = []
        for lane in ("main", "hash") * 10:
            waiting.append(Wire(self.socket_of(lane)))
            self.addCleanup(waiting[-1].socket.close)
            waiting[-1].send(request())
        self.systemd.start()
        for wire in waiting:
            self.assertEqual(wire.reply().status, 401)

    def test_nobody_notices_reloads_and_restarts(self):
        self.account()
        key = self.key()

        def one(thread):
            if thread == 0:
                return thread, self.me(key).status
            # New connections, as web servers make them that keep none.
            with Wire(self.socket_of(("main", "hash")[thread % 2])) as wire:
                return thread, wire.ask().status

        load = Load(one)
        for turn in (self.systemd.reload, self.again) * 4:
            turn()
            load.rounds_more()
        self.assertEqual(set(load.stop()),
                         {(0, 200), (1, 401), (2, 401), (3, 401)})

    def test_a_broken_configuration_is_not_started_again(self):
        text = self.site.shipped("deploy/systemd/portress.service")
        broken = self.site.write("broken.conf", "nonsense = 1\n")
        done = subprocess.run([self.site.program, "-c", broken, "serve"],
                              capture_output=True)
        self.assertEqual(read_unit(text)["RestartPreventExitStatus"],
                         [str(done.returncode)])


class Credentials(Conversation, Activated):
    """Secrets as LoadCredential= hands them over."""

    title = "systemd's part, with credentials, behind {version}"

    @classmethod
    def wrap(cls, site):
        text = site.shipped("deploy/systemd/credentials.conf")
        directory = f"{site.directory}/credentials"
        for value in read_unit(text)["LoadCredential"]:
            site.write(f"credentials/{value.partition(':')[0]}",
                       "a secret that only systemd knows, as it were\n",
                       0o400)
        # The line that the file itself recommends.
        line = re.search(r"^# *(secret_key_file = .*)$", text, re.M).group(1)
        site.write("override.conf", f"{line}\n")
        cls.systemd.environment["CREDENTIALS_DIRECTORY"] = directory
        cls.systemd.start()

    def test_the_secret_is_that_one(self):
        for environment, file in (
                ({}, "/etc/portress/secret"),
                ({"CREDENTIALS_DIRECTORY": "/x"}, "/x/secret")):
            done = subprocess.run(
                [self.site.program, "-c", self.site.conf, "config"],
                env=environment, text=True, capture_output=True)
            self.assertIn(file, done.stdout + done.stderr)


def analyze(*arguments):
    done = subprocess.run(["systemd-analyze", *arguments], text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def system_calls(entries):
    """What SystemCallFilter= lets through: the names of system calls."""
    if entries.startswith("~"):
        entries = entries[1:]
    for entry in entries.split():
        if not entry.startswith("@"):
            yield entry
            continue
        code, listed = analyze("syscall-filter", entry)
        assert code == 0, listed
        for line in listed.splitlines()[1:]:
            words = line.split()
            if words and not words[0].startswith("#"):
                yield from system_calls(words[0])


def allowed_calls(unit):
    allowed = set()
    for entries in unit["SystemCallFilter"]:
        calls = set(system_calls(entries))
        allowed = allowed - calls if entries.startswith("~") else \
            allowed | calls
    return allowed


def can_trace():
    """Whether there is an strace, and it may."""
    return shutil.which("strace") is not None and subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-e", "trace=none", "true"],
        capture_output=True).returncode == 0


@unittest.skipUnless(shutil.which("systemd-analyze"), "no systemd-analyze")
@unittest.skipUnless(can_trace(), "no strace that may trace")
@unittest.skipIf(is_sanitized(), "sanitizers make calls of their own")
class Sandboxed(Conversation, Activated):
    """Nothing is done that SystemCallFilter= and RestrictAddressFamilies=
    forbid: what is not on their lists is written down."""

    title = "systemd's part, system calls watched, behind {version}"

    @classmethod
    def wrap(cls, site):
        cls.trace = f"{site.directory}/trace"
        # ?: some are of other machines.
        quiet = ",".join(f"?{call}" for call in allowed_calls(
            cls.systemd.service) if call != "socket")
        # -D: the process that was started is the one that is watched.
        cls.systemd.start("strace", "-D", "-f", "--seccomp-bpf", "-qq",
                          "-e", "signal=none", "-e", f"trace=!{quiet}",
                          "-o", cls.trace)

    def test_a_reload_and_a_stop(self):
        self.systemd.reload()
        self.systemd.stop()
        self.wrap(self.site)

    def tearDown(self):
        families = set(self.systemd.service["RestrictAddressFamilies"][0]
                       .split())
        with open(self.trace) as file:
            # One may be being written.
            calls = [line.split(maxsplit=1)[1] for line in file
                     if line.endswith("\n")]
        made = {re.sub(r"^socket\((\w+),.*", r"\1", call.strip())
                for call in calls if re.match(r"\w", call)}
        # Among them are no other calls than socket(2).
        self.assertLessEqual({"AF_UNIX"}, made)
        self.assertLessEqual(made, families)


@unittest.skipUnless(shutil.which("systemd-analyze"), "no systemd-analyze")
class Units(unittest.TestCase):
    """The files themselves, with a program that is there."""

    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)
        for name in UNITS:
            self.copy(name)

    def copy(self, name, *changes):
        with open(os.path.join(SHIPPED, name)) as file:
            text = file.read()
        path = os.path.join(self.directory, *changes, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text.replace(PROGRAM, harness.PROGRAM))

    def paths(self, *names):
        return [os.path.join(self.directory, name) for name in names]

    def verified(self):
        self.assertEqual(analyze("verify", "--man=no", *self.paths(*UNITS)),
                         (0, ""))

    def test_systemd_takes_the_units(self):
        self.verified()

    def test_systemd_takes_them_with_what_may_be_added(self):
        for name in ("credentials.conf", "sendmail.conf"):
            self.copy(name, "portress.service.d")
            self.verified()

    def test_how_much_is_exposed(self):
        code, said = analyze("security", "--offline=yes", "--threshold=20",
                             *self.paths("portress.service"))
        self.assertEqual(code, 0, said)
        exposure, = re.findall(r"exposure level for \S+: (\S+ \w+)", said)
        version = version_of("systemd-analyze", "--version",
                             pattern=r"systemd \d+")
        tell(f"{version}: exposure of portress.service: {exposure}")

    @unittest.skipUnless(shutil.which("systemd-sysusers"), "no sysusers")
    def test_the_account_can_be_made(self):
        done = subprocess.run(["systemd-sysusers", "--dry-run", os.path.join(
            SHIPPED, "portress.sysusers")], text=True, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    main()
