"""What the tests that talk to the real program stand on.

    from harness import Case, main

    class SignIn(Case):
        conf = 'api "djoser" { send_activation_email = true }'

        def test_a_new_account_cannot_sign_in_yet(self):
            answer = self.call("POST", "users/", {"username": "ada", ...})
            self.assertEqual(answer.status, 201)
            uid, token = link(self.mail("ada@example.com"))
            ...
            self.assertEqual(self.sql("SELECT COUNT(*) FROM auth_user"),
                [["1"]])

    if __name__ == "__main__":
        main()

Case        a unittest.TestCase with an instance of its own configuration
            `conf` (classes with the same one share it). Before each test the
            tables are emptied and the mails removed.
  .instance the Instance; call, raw, mail, mails, sql and portress are those
            of the instance
Instance(conf="", database=None, name=None, secret=None)
            script/instance, on a free port, with a database of its own on the
            shared MariaDB; starts at once. database=(socket, name, user) takes
            an existing one. `conf` overrides the common configuration below.
            `secret` is the secret key; without it there is a new one.
  .url .port .directory .db_socket .db_name .db_user
  .call(method, path, body=None, *, form=None, token=None, headers=None)
            -> Answer. `path` is below /auth/ unless it begins with a slash.
            `body`: bytes or str as they are, anything else as JSON; `form`: a
            dict or list of pairs, urlencoded; `token`: the whole value of
            Authorization.
  .raw(data)           sends bytes to nginx, returns what comes until it closes
  .mails(to=None)      the mails that lie there, oldest first
  .mail(to, number=1)  the number-th mail to that address; waits for it
  .sql(statement)      rows as lists of str, NULL as None
  .portress(*arguments, input=None)  the program's command line with this
            configuration -> subprocess.CompletedProcess (text)
  .pid()    process id of the manager
  .log()    what Portress has logged so far
  .configure(conf)     replaces the configuration and sends HUP; does not wait
  .reconfigure(conf)   and waits until only new workers are there
  .signal(number)      to the manager
  .stop() .start()     again, with the same directory and database; all workers
            stand
Site        what of that is about HTTP, mails and SQL, for others than Portress
  .empty()  no accounts, no tokens, no mails, and none under way; tables and
            migrations stay
free_port() that nobody listens on, and nobody is going to who asks here or in
            another process
nginx_files(directory)  lines of its configuration: what it keeps lies there
certify(path)   a key with its certificate for localhost
Answer      .status .headers (case does not matter) .body (bytes) .text .json
            (None for an empty body)
link(mail)  (uid, token) of the link in a mail
children(pid)        the ids of a process' children
wait_for(probe)      polls until probe() is true; returns what it said. Fails
            after PATIENCE, some seconds that are too many for a machine with much
            else to do: it is the bound of whatever is waited for
tell(text)  a line at the end of all, of what was found and is no failure
database()  socket of the shared MariaDB, started when first asked for
directory() where all that is started has its state
main()      runs the tests of the calling file

$PORTRESS names another program; $PORTRESS_TEST_SOCKET a MariaDB that runs;
$PORTRESS_TEST_DIR where instances keep their state (a new directory in /tmp,
removed if all is well).
"""

import atexit
import contextlib
import email
import email.policy
import functools
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
SCRIPT = os.path.join(TOP, "script", "instance")
PROGRAM = os.path.abspath(os.environ.get("PORTRESS") or
                          os.path.join(TOP, "build", "portress"))

# Hashes are as cheap as they can be: what the tests are about, not how long.
# And a disk may stand still for some seconds.
COMMON = """
password_cost = 1
log_level = "debug"
domain = "example.com"
site_name = "Example"
database {
	timeout = 20
}
"""

# Taken by a mailer, which has not said what became of it. That one was killed if
# it does not within email_timeout and some seconds.
OUTBOX = "portress_outbox"
IN_HAND = "attempts > 0 AND reason = '' AND next_at > UTC_TIMESTAMP(6)"

REPORT = re.compile(r"Sanitizer|runtime error:|[Aa]ssertion .* failed")


PATIENCE = 60


def wait_for(probe, seconds=PATIENCE, what="an event"):
    end = time.monotonic() + seconds
    while True:
        said = probe()
        if said:
            return said
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s for {what} in vain")
        time.sleep(0.01)


def link(mail):
    """The uid and the token of the link in a mail."""
    text = mail.get_body(("plain",)).get_content()
    found = re.search(r"https?://\S+/([A-Za-z0-9_-]+)/"
                      r"((?:[a-z0-9]+-)?[a-z0-9]+-[0-9a-f]+)", text)
    if found is None:
        raise AssertionError(f"no link in: {text}")
    return found.group(1), found.group(2)


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body) if self.body else None

    def __repr__(self):
        return f"<{self.status} {self.body!r}>"


# --- what all tests share ---------------------------------------------------

told = []


def tell(text):
    told.append(text)


_shared = {"directory": None, "database": None, "count": 0}
_instances = []


def directory():
    """Where all that the tests start has its state."""
    if _shared["directory"] is None:
        given = os.environ.get("PORTRESS_TEST_DIR")
        if given:
            os.makedirs(given, exist_ok=True)
        _shared["directory"] = given or tempfile.mkdtemp(
            prefix="portress-test.", dir="/tmp")
    return _shared["directory"]


def _script(*arguments):
    done = subprocess.run([SCRIPT, *arguments], text=True,
                          stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(f"script/instance {' '.join(arguments)}: "
                           f"{done.stderr.strip()}")
    return done.stdout.strip()


def database():
    """The socket of the MariaDB that all tests share."""
    if _shared["database"] is None:
        given = os.environ.get("PORTRESS_TEST_SOCKET")
        _shared["database"] = given or _script(
            "database", os.path.join(directory(), "database"))
    return _shared["database"]


def stand_apart(number):
    """For a process beside others: a MariaDB and a directory of its own."""
    _shared["directory"] = os.path.join(directory(), str(number))
    _shared["database"] = None
    os.environ.pop("PORTRESS_TEST_SOCKET", None)


def leave(is_well):
    """At the end of all: no state is kept of what was well."""
    if _shared["directory"] is None or "PORTRESS_TEST_DIR" in os.environ:
        return
    if is_well:
        shutil.rmtree(_shared["directory"], ignore_errors=True)
    else:
        print(f"state of the instances: {_shared['directory']}", flush=True)


# What ends what runs and is no instance, the last first.
stops = []


@atexit.register
def stop():
    while stops:
        stops.pop()()
    for instance in _instances:
        instance.stop()
    _instances.clear()
    if _shared["database"] and "PORTRESS_TEST_SOCKET" not in os.environ:
        _script("stop", os.path.join(directory(), "database"))
    _shared["database"] = None


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return {int(child) for child in file.read().split()}


# Ports that the kernel gives to nobody. Who has the socket of a block has its
# ports; it ends with its process.
_BLOCK, _FIRST = 64, 10240
_blocks, _ports = [], []
os.register_at_fork(after_in_child=_ports.clear)


def _is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _take_block():
    with open("/proc/sys/net/ipv4/ip_local_port_range") as file:
        last = max(int(file.read().split()[0]), 2 * _FIRST)
    for first in range(_FIRST, last - _BLOCK, _BLOCK):
        lock = socket.socket(socket.AF_UNIX)
        try:
            lock.bind(f"\0portress-test-ports-{first}")
        except OSError:
            lock.close()
            continue
        _blocks.append(lock)
        return [*range(first, first + _BLOCK)]
    raise RuntimeError("all ports are in use")


def free_port():
    while True:
        if not _ports:
            _ports.extend(_take_block())
        port = _ports.pop(0)
        if _is_free(port):
            return port


def certify(path):
    """A key and its certificate for localhost, in one file as HAProxy wants it;
    the certificate alone is PATH.crt."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-keyout", path, "-out", f"{path}.crt"],
        check=True, capture_output=True)
    with open(path, "a") as file, open(f"{path}.crt") as certificate:
        file.write(certificate.read())


def nginx_files(directory):
    """Where nginx keeps what it cannot keep in memory, for its http { }."""
    return "\n\t".join(
        f'{what}_temp_path "{directory}/{what}";' for what in (
            "client_body", "fastcgi", "proxy", "scgi", "uwsgi"))


def _client(db_socket, db_user, statement, db_name=None):
    done = subprocess.run(
        ["mariadb", "--no-defaults", f"--socket={db_socket}",
         f"--user={db_user}", "--default-character-set=utf8mb4", "--batch",
         "--skip-column-names", *([db_name] if db_name else [])],
        input=statement, text=True, capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(f"{statement}: {done.stderr.strip()}")
    return [[None if cell == "NULL" else cell for cell in line.split("\t")]
            for line in done.stdout.splitlines()]


# --- who is asked -----------------------------------------------------------

@functools.lru_cache(1000)
def _read_mail(path, _since):
    with open(path, "rb") as file:
        return email.message_from_binary_file(file,
                                              policy=email.policy.default)


class Site:
    """What answers on .port, leaves its mails in .directory/mail and has its
    tables in .db_name."""

    _tables = None

    def call(self, method, path, body=None, *, form=None, token=None,
             headers=None):
        headers = dict(headers or {})
        given = {name.lower() for name in headers}
        if form is not None:
            body = urllib.parse.urlencode(form)
            kind = "application/x-www-form-urlencoded"
        else:
            kind = "application/json"
            if body is not None and not isinstance(body, (bytes, str)):
                body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        if body is not None and "content-type" not in given:
            headers["Content-Type"] = kind
        if token is not None:
            headers["Authorization"] = token
        if not path.startswith("/"):
            path = "/auth/" + path
        connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def raw(self, data):
        with socket.create_connection(("127.0.0.1", self.port),
                                      timeout=PATIENCE) as peer:
            peer.sendall(data)
            answer = b""
            while True:
                piece = peer.recv(65536)
                if not piece:
                    return answer
                answer += piece

    def mails(self, to=None):
        directory = os.path.join(self.directory, "mail")
        found = []
        for name in os.listdir(directory):
            if not name.endswith(".eml"):
                continue
            path = os.path.join(directory, name)
            mail = _read_mail(path, os.stat(path).st_mtime_ns)
            if to is None or mail["To"].addresses[0].addr_spec == to:
                # When it was caused, and its number.
                since = [int(part) for part in re.findall(r"\d+", name)]
                found.append((since, mail))
        return [mail for _, mail in sorted(found, key=lambda f: f[0])]

    def mail(self, to, number=1):
        wait_for(lambda: len(self.mails(to)) >= number,
                 what=f"mail {number} to {to}")
        return self.mails(to)[number - 1]

    def sql(self, statement):
        return _client(self.db_socket, self.db_user, statement, self.db_name)

    def empty(self):
        if self._tables is None:
            self._tables = [
                name for name, in self.sql("SHOW TABLES")
                if name not in ("portress_migration", "portress_lock",
                                "django_migrations")]
        wait_for(self._is_emptied, what="what is under way to end")
        directory = os.path.join(self.directory, "mail")
        for name in os.listdir(directory):
            # One that is being written is about to have another name.
            with contextlib.suppress(FileNotFoundError):
                os.unlink(os.path.join(directory, name))

    def _is_emptied(self):
        """Whether nobody has a mail in hand, which would arrive later."""
        where = dict.fromkeys(self._tables, "TRUE")
        if OUTBOX in where:
            where[OUTBOX] = f"NOT ({IN_HAND})"
        try:
            left = self.sql("SET FOREIGN_KEY_CHECKS=0;" + "".join(
                f"DELETE FROM `{name}` WHERE {rows};"
                for name, rows in where.items()) + (
                    f"SELECT id FROM {OUTBOX};" if OUTBOX in where else ""))
        except RuntimeError as error:
            if "ERROR 1213" in str(error):  # a deadlock with what ends
                return False
            raise
        return not left


class Instance(Site):
    def __init__(self, conf="", database=None, name=None, secret=None):
        _shared["count"] += 1
        own = name or f"{os.getpid()}_{_shared['count']}"
        self.directory = os.path.join(directory(), own)
        if secret is not None:
            os.makedirs(self.directory, exist_ok=True)
            with open(os.path.join(self.directory, "secret"), "w") as file:
                file.write(secret)
        self.db_socket, self.db_name, self.db_user = database or (
            globals()["database"](), f"test_{own}", "portress")
        self.conf = conf
        _instances.append(self)
        self.start()

    def start(self):
        os.makedirs(self.directory, exist_ok=True)
        fragment = os.path.join(self.directory, "common.conf")
        with open(fragment, "w") as file:
            file.write(f'{COMMON}include("{self._own_conf()}")\n')
        self._write_conf()
        self.port = free_port()
        begun = self._log_size()
        self.url = _script(
            "start", self.directory, "--port", str(self.port),
            "--db-socket", self.db_socket, "--db-name", self.db_name,
            "--db-user", self.db_user, "--conf", fragment)
        wait_for(lambda: re.search('[ "]ready[ "]', self._log_since(begun)),
                 what="all workers to stand")

    def _log_path(self):
        return os.path.join(self.directory, "portress.log")

    def _log_size(self):
        with contextlib.suppress(FileNotFoundError):
            return os.path.getsize(self._log_path())
        return 0

    def _log_since(self, offset):
        with open(self._log_path(), "rb") as file:
            file.seek(offset)
            said = file.read().decode(errors="replace")
        return said[:said.rfind("\n") + 1]     # one may be being written

    def stop(self):
        _script("stop", self.directory)

    def retire(self):
        """Stopped, and what it said is judged."""
        self.stop()
        _instances.remove(self)
        return [f"{self.directory}/portress.log: {line}"
                for line in self.reports()]

    # The program

    def portress(self, *arguments, input=None):
        environment = dict(os.environ, PORTRESS_CONF=os.path.join(
            self.directory, "portress.conf"))
        return subprocess.run([PROGRAM, *arguments], input=input, text=True,
                              env=environment, capture_output=True,
                              **({} if input is not None else
                                 {"stdin": subprocess.DEVNULL}))

    def pid(self):
        with open(os.path.join(self.directory, "portress.pid")) as file:
            return int(file.read())

    def signal(self, number):
        os.kill(self.pid(), number)

    def log(self):
        return self._log_since(0)

    def configure(self, conf):
        self.conf = conf
        self._write_conf()
        self.signal(signal.SIGHUP)

    def reconfigure(self, conf):
        before = children(self.pid())
        self.configure(conf)
        wait_for(lambda: not before & children(self.pid()),
                 what="new workers")

    # A file that is included overrides; in one file that would be a fault.
    def _own_conf(self):
        return os.path.join(self.directory, "own.conf")

    def _write_conf(self):
        with open(self._own_conf(), "w") as file:
            file.write(self.conf)

    def reports(self):
        """Lines in which a sanitizer or an assertion spoke."""
        try:
            lines = self.log().splitlines()
        except FileNotFoundError:
            return []
        return [line for line in lines if REPORT.search(line)]


# --- cases ------------------------------------------------------------------

class Case(unittest.TestCase):
    conf = ""
    maxDiff = None
    longMessage = True
    _running = {}

    @classmethod
    def setUpClass(cls):
        if cls.conf not in Case._running:
            Case._running[cls.conf] = Instance(cls.conf)
        cls.instance = Case._running[cls.conf]
        for name in ("call", "raw", "mail", "mails", "sql", "portress"):
            setattr(cls, name, staticmethod(getattr(cls.instance, name)))

    def setUp(self):
        self.instance.empty()


def retire(everything=False):
    """Stops the instances but the common one, which is kept for the next file:
    all of them together were too much for one MariaDB. What they said."""
    common = None if everything else Case._running.get(Case.conf)
    Case._running.clear()
    if common is not None:
        Case._running[Case.conf] = common
    return [line for one in list(_instances) if one is not common
            for line in one.retire()]


def main():
    """Runs the tests of the file that is run, or those named as arguments."""
    import runner
    runner.run_module(sys.modules["__main__"], sys.argv[1:])
