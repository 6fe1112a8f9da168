"""A Portress behind a web server that is set up as our files say.

    class Plain(Conversation, Deployed):
        server = "nginx"

        @classmethod
        def deploy(cls, site):
            site.serve()
            conf = site.shipped("nginx/portress-plain.conf",
                ("unix:/run/portress/main.sock", f"unix:{site.lane('main')}"))
            ...
            site.run("nginx", "-g", "daemon off;", ..., until=site.answers)

Deployed    a TestCase whose class has a .site, a Deployment, in .directory and
            on .port; each test begins without accounts. At its end it tells
            how many of its tests held. The log's lines of a test that failed
            are shown.
  server    programs without which the class is skipped, separated by spaces
  title     how it is called in the last lines, where {version} is version();
            None, and it has none there
  conf      overrides Portress' configuration
  lanes     names of lanes, each with a socket
  run_as    the account that all runs as where we are root; None: our own
  ailments  what cannot be mended there, by the codes of http/ailment.def
  deploy(site)   starts it; called once
  version()      for the title
Deployment  a harness.Site with
  .conf          path of portress.conf, which is written; the program is
                 .program, a copy where another account runs it
  .lane(name)    path of the lane's socket
  .write(name, text)     a file in the directory -> its path
  .shipped(path, (old, new)...)  the text of a file of the tree, where each
                 `old` must stand; all of them are replaced. block="nginx":
                 of a page the first piece that is marked so
  .run(*command, until, log=..., **more)  starts a process, whose output goes
                 to the log file .directory/NAME.log, and waits until it can be
                 used, which until() says -> Popen
  .serve(*arguments)     `portress serve`; waits until it is ready
  .answers()     whether the site does; listens(path or port): somebody
  .until(probe)  waits until probe() is true. Fails, and shows the logs, when a
                 process has ended
  .stop(process, number=TERM)    what it exits with
  .logs()        how long each log is; said(since): what all say since then
  .log(name)     what is in that file of the directory; without it in all logs
  .end()         ends what was started, the last first
  .certificate() a file with a certificate for localhost and its key
version_of(command, pattern)  what a program says of its version
"""

import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path[:0] = [os.path.join(TOP, "tests", name) for name in ("api", "proc")]

import harness
from harness import PATIENCE, Site, wait_for

# Servers stand where an ordinary user's PATH does not look.
os.environ["PATH"] += ":/usr/local/sbin:/usr/sbin:/sbin"

# An api with cookies, doubled braces as in all that is filled in.
COOKIES = """
api "cookies" {{
	dialect = "dj-rest-auth"
	host = {{ "cookies.localhost" }}
	prefix = "/auth/"
	use_jwt = true
	jwt_auth_cookie = "access"
	jwt_auth_refresh_cookie = "refresh"
}}
"""

CONF = """
secret_key_file = "{directory}/secret"
domain = "example.com"
site_name = "Example"
password_cost = 1
common_passwords = ""
log_level = "debug"
mail_directory = "{directory}/mail"
database {{
	socket = "{db_socket}"
	name = "{db_name}"
	user = "{db_user}"
	timeout = 20
}}
{lanes}
api "djoser" {{
	prefix = "/auth/"
	selfcheck = true
}}
""" + COOKIES + """
include("{directory}/override.conf")
"""

LANE = """lane "{name}" {{
	socket = "{socket}"
}}
"""


def version_of(*command, pattern=r"\d+\.\d+[.\d]*"):
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    found = re.search(pattern, done.stdout)
    return found.group() if found else "?"


def listens(where):
    """Somebody takes connections on that socket, or port."""
    is_port = isinstance(where, int)
    with socket.socket(socket.AF_INET if is_port else socket.AF_UNIX) as peer:
        return peer.connect_ex(("127.0.0.1", where) if is_port
                               else where) == 0


class Deployment(Site):
    _count = 0

    def __init__(self, conf="", lanes=("main", "hash"), account=None):
        Deployment._count += 1
        name = f"deploy_{os.getpid()}_{Deployment._count}"
        self.account = account if os.getuid() == 0 else None
        self.processes = []
        self.port = harness.free_port()
        self.db_socket = harness.database()
        self.db_name, self.db_user = f"test_{name}", "portress"
        self.program = harness.PROGRAM
        self._make_directory(name)
        self._configure(conf, lanes)
        harness.stops.append(self.end)
        self._make_database()

    # Another account cannot look into the directory of all tests: it has one
    # of its own, with the program and the database's socket in it.
    def _make_directory(self, name):
        if self.account is None:
            self.directory = os.path.join(harness.directory(), name)
            os.makedirs(self.directory)
        else:
            self.directory = tempfile.mkdtemp(prefix="portress-deploy.",
                                              dir="/tmp")
            self.program = shutil.copy(self.program, self.directory)
            path = os.path.join(self.directory, "db.sock")
            os.link(self.db_socket, path)
            self.db_socket = path
        os.mkdir(os.path.join(self.directory, "mail"))
        self._hand_over(self.directory)
        self._hand_over(os.path.join(self.directory, "mail"))

    def _hand_over(self, path):
        if self.account is not None:
            entry = pwd.getpwnam(self.account)
            os.chown(path, entry.pw_uid, entry.pw_gid)

    def _configure(self, conf, lanes):
        self.write("secret", secrets.token_hex(32), 0o600)
        self.write("override.conf", conf)
        self.conf = self.write("portress.conf", CONF.format(
            directory=self.directory, db_socket=self.db_socket,
            db_name=self.db_name, db_user=self.db_user,
            lanes="".join(LANE.format(name=name, socket=self.lane(name))
                          for name in lanes)))

    def _make_database(self):
        harness._client(self.db_socket, self.db_user,
                        f"CREATE DATABASE `{self.db_name}` "
                        "CHARACTER SET utf8mb4")
        done = self.portress("migrate")
        if done.returncode != 0:
            raise RuntimeError(f"portress migrate: {done.stderr}")

    # Files

    def lane(self, name):
        return os.path.join(self.directory, f"{name}.sock")

    def path(self, name):
        """A directory of that name, which is made."""
        path = os.path.join(self.directory, name)
        os.makedirs(path, exist_ok=True)
        self._hand_over(path)
        return path

    def write(self, name, text, mode=0o644):
        path = os.path.join(self.directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
        os.chmod(path, mode)
        self._hand_over(path)
        return path

    def shipped(self, path, *changes, block=None):
        with open(os.path.join(TOP, path)) as file:
            text = file.read()
        if block is not None:
            text = re.search(f"^```{block}\n(.*?)^```$", text,
                             re.M | re.S)[1]
        for old, new in changes:
            if old not in text:
                raise AssertionError(f"{path} has no {old!r}")
            text = text.replace(old, new)
        return text

    def certificate(self):
        path = self.write("certificate.pem", "", 0o600)
        harness.certify(path)
        return path

    # Processes

    def _as_account(self):
        if self.account is None:
            return {}
        entry = pwd.getpwnam(self.account)
        return {"user": entry.pw_uid, "group": entry.pw_gid,
                "extra_groups": [], "cwd": self.directory}

    def portress(self, *arguments):
        return subprocess.run(
            [self.program, "-c", self.conf, *arguments], text=True,
            stdin=subprocess.DEVNULL, capture_output=True,
            **self._as_account())

    def run(self, *command, until, log=None, **more):
        name = f"{log or os.path.basename(command[0])}.log"
        with open(os.path.join(self.directory, name), "a") as file:
            process = subprocess.Popen(command, **{
                "stdin": subprocess.DEVNULL, "stdout": file, "stderr": file,
                **self._as_account(), **more})
        self.processes.append(process)
        self.until(until)
        return process

    def serve(self, *arguments):
        begun = self.logs().get("portress.log", 0)
        return self.run(
            self.program, "-c", self.conf, "serve", *arguments, log="portress",
            until=lambda: " ready " in self.log("portress.log", begun))

    def answers(self):
        try:
            return self.call("GET", "users/me/").status == 401
        except OSError:
            return False

    def until(self, probe):
        def ask():
            for process in self.processes:
                if process.poll() is not None:
                    raise AssertionError(f"{process.args} ended, "
                                         f"{process.returncode}")
            return probe()

        try:
            wait_for(ask, what="the deployment")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.tail()}") from None

    def logs(self):
        return {name: os.path.getsize(os.path.join(self.directory, name))
                for name in sorted(os.listdir(self.directory))
                if name.endswith(".log")}

    def log(self, name=None, since=0):
        if name is None:
            return "".join(self.log(one) for one in self.logs())
        with open(os.path.join(self.directory, name), "rb") as file:
            file.seek(since)
            return file.read().decode(errors="replace")

    def said(self, since):
        return "".join(self.log(name, since.get(name, 0))
                       for name in self.logs())

    def tail(self, since={}):
        """What all logs say at last, of what they say since then."""
        return "".join(
            f"--- {name}\n{self.log(name, since.get(name, 0))[-3000:]}\n"
            for name in self.logs() if self.log(name, since.get(name, 0)))

    def stop(self, process, number=signal.SIGTERM):
        """What it exits with."""
        self.processes.remove(process)
        if process.poll() is None:
            process.send_signal(number)
        try:
            return process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()

    def end(self):
        with contextlib.suppress(ValueError):   # harness.stop() ends it
            harness.stops.remove(self.end)
        while self.processes:
            self.stop(self.processes[-1])
        reports = [line for name in self.logs()
                   for line in self.log(name).splitlines()
                   if harness.REPORT.search(line)]
        if self.account is not None:
            shutil.rmtree(self.directory, ignore_errors=True)
        if reports:
            raise AssertionError("\n".join(reports))


class Deployed(unittest.TestCase):
    server = ""
    title = None
    conf = ""
    lanes = ("main", "hash")
    run_as = None
    ailments = ()
    maxDiff = None
    longMessage = True

    @classmethod
    def setUpClass(cls):
        cls.held = cls.asked = 0
        for program in cls.server.split():
            if shutil.which(program) is None:
                cls.tell(f"not tried, no {program} here", cls.server)
                raise unittest.SkipTest(f"no {program} here")
        cls.site = Deployment(cls.conf, cls.lanes, cls.run_as)
        cls.addClassCleanup(cls.site.end)
        try:
            cls.deploy(cls.site)
        except Exception:
            cls.tell("could not be started")
            raise

    @classmethod
    def tearDownClass(cls):
        cls.tell(f"{cls.held} of {cls.asked} held")

    @classmethod
    def tell(cls, text, version=None):
        if cls.title is not None:
            name = cls.title.format(version=version or cls.version())
            harness.tell(f"{name}: {text}")

    @classmethod
    def version(cls):
        program = cls.server.split()[0]
        return f"{program} {version_of(program, '-v')}"

    @classmethod
    def deploy(cls, site):
        raise NotImplementedError

    def setUp(self):
        self.site.empty()

    def run(self, result=None):
        if not hasattr(self, "site"):   # the whole class is skipped
            return super().run(result)
        passed, failed = result.passed, result.failed
        begun = self.site.logs()
        super().run(result)
        cls = type(self)
        cls.held += result.passed - passed
        cls.asked += (result.passed, result.failed) != (passed, failed)
        if result.failed != failed:
            print(self.site.tail(begun), flush=True)
        return result

    # As in Talk: so the conversation needs no instance.

    def expect(self, answer, status, body=...):
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(
            answer.headers["Content-Type"],
            "application/json" if answer.body else None, answer)
        if body is not ...:
            self.assertEqual(answer.json, body)
        return answer

