"""The two who are asked: the real Djoser, and Portress.

Each is a Side: start(group) -> what is in the way or None, ask(...) -> Said,
stop(). Both keep their tables as fixture.py has them.
"""

import http.client
import json
import os
import re
import socket
import subprocess
import time

import fixture
import harness
import translate
from answers import Said

HERE = os.path.dirname(os.path.abspath(__file__))
SERVER = os.path.join(HERE, "django", "server.py")
SAFE = ("GET", "HEAD", "OPTIONS")


class Client:
    """A client of the database that stays."""

    END = "that was it"

    def __init__(self, socket_path, user, database):
        self.process = subprocess.Popen(
            ["mariadb", "--no-defaults", f"--socket={socket_path}",
             f"--user={user}", "--default-character-set=utf8mb4", "--batch",
             "--unbuffered", "--skip-column-names", "--force", database],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)

    def run(self, *statements):
        """The rows of all of them."""
        self.process.stdin.write("".join(
            f"{statement};\n" for statement in
            (*statements, f"SELECT '{self.END}'")))
        self.process.stdin.flush()
        rows = []
        for line in self.process.stdout:
            line = line.rstrip("\n")
            if line == self.END:
                return rows
            if line.startswith("ERROR "):
                raise RuntimeError(f"{statements}: {line}")
            rows.append(line.split("\t"))
        raise RuntimeError("the database's client has ended")

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class Side:
    """What both have in common: their tables."""

    def __init__(self, socket_path, user, database):
        self.client = Client(socket_path, user, database)
        self.password = None
        self.is_changed = True

    def prepare(self):
        """Once, when it answers: learns what a hash of GOOD looks like."""
        self.tables = {name for name, in self.client.run("SHOW TABLES")}
        self.client.run("SET FOREIGN_KEY_CHECKS = 0", *(
            f"DELETE FROM {table}" for table in fixture.TABLES
            if table in self.tables))
        said = self.send("POST", "/auth/users/", [
            ("Content-Type", "application/json"), ("Host", "example.com")],
            json.dumps({"username": "first",
                        "password": fixture.GOOD}).encode())
        rows = self.client.run("SELECT password FROM auth_user")
        if said.status != 201 or len(rows) != 1:
            raise RuntimeError(f"no account could be made: {said}")
        self.password = rows[0][0]
        self.client.run(f"ALTER TABLE auth_user AUTO_INCREMENT = "
                        f"{fixture.FIRST_NEW_ID}")
        self.restore()

    def restore(self):
        self.client.run(*fixture.restore(self.tables, self.password))
        self.is_changed = False

    def links(self):
        """One-time tokens of ada, by their age: names for stories."""
        return fixture.links(self.password)

    def rows(self):
        """Of fixture.STATE, without its last column."""
        rows = self.client.run(fixture.state_query(self.password))
        self.hashes = {row[0]: row[-1] for row in rows}
        return [row[:-1] for row in rows]

    def ask(self, method, path, headers, body):
        """Said, with the rows if something may have been written."""
        said = self.send(method, path, headers, body)
        if method in SAFE or 300 <= said.status < 500:
            return said
        self.is_changed = True
        return said._replace(mails=self.mails(said), rows=self.rows(),
                             hashes=self.hashes)


# --- the real Djoser --------------------------------------------------------

class Theirs(Side):
    name = "theirs"

    def __init__(self, directory, db_socket, db_user):
        self.address = os.path.join(directory, "oracle.sock")
        self.database = f"oracle_{os.getpid()}"
        harness._client(db_socket, db_user, f"CREATE DATABASE "
                        f"{self.database} CHARACTER SET utf8mb4")
        self.process = subprocess.Popen(
            [os.environ.get("ORACLE_PYTHON", "/usr/bin/python3"), SERVER,
             self.address],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "ORACLE_SECRET_KEY": fixture.SECRET,
                 "ORACLE_DB_SOCKET": db_socket, "ORACLE_DB_USER": db_user,
                 "ORACLE_DB_NAME": self.database})
        if self.process.stdout.readline() != "ready\n":
            raise RuntimeError("the real Djoser does not start")
        super().__init__(db_socket, db_user, self.database)
        self.lines = None
        self.ahead = {}
        wrong = self.start({})
        if wrong:
            raise RuntimeError(wrong)
        self.prepare()

    def _connect(self, settings):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(self.address)
        lines = connection.makefile("rw", encoding="ascii")
        connection.close()
        self._write(lines, settings)
        return lines

    def start_ahead(self, settings):
        """Lets it import what it needs while another is still asked."""
        text = json.dumps(settings)
        if text not in self.ahead:
            self.ahead[text] = self._connect(settings)

    def start(self, settings):
        if self.lines:
            self.lines.close()
        self.start_ahead(settings)
        self.lines = self.ahead.pop(json.dumps(settings))
        said = json.loads(self.lines.readline())
        if "error" in said:
            return said["error"]
        self.versions = said["versions"]
        return None

    @staticmethod
    def _write(lines, what):
        lines.write(json.dumps(what) + "\n")
        lines.flush()

    def send(self, method, path, headers, body):
        self._write(self.lines, {
            "method": method, "path": path, "headers": headers,
            "body": None if body is None else body.decode("latin-1")})
        said = json.loads(self.lines.readline())
        return Said(said["status"], tuple(map(tuple, said["headers"])),
                    b"" if method == "HEAD" else
                    said["body"].encode("latin-1"),
                    said["mails"], None, said["error"])

    def mails(self, said):
        return said.mails

    def stop(self):
        for lines in (self.lines, *self.ahead.values()):
            if lines:
                lines.close()
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.client.run(f"DROP DATABASE {self.database}")
        self.client.close()


# --- Portress ---------------------------------------------------------------

class Ours(Side):
    name = "ours"

    def __init__(self, directory):
        own = f"oracle_{os.getpid()}"
        self.directory = os.path.join(directory, own)
        os.makedirs(self.directory)
        self.instance = harness.Instance('api "djoser" { }', name=own,
                                         secret=fixture.SECRET)
        super().__init__(self.instance.db_socket, self.instance.db_user,
                         self.instance.db_name)
        self.known = set(re.findall(
            r"^\s*(?:# )?(\w+)(?: = | is not set| \(set\))",
            self.instance.portress("config").stdout, re.M))
        self.connection = None
        wrong = self.start({})
        if wrong:
            raise RuntimeError(wrong)
        self.prepare()

    def lacking(self):
        """Settings that would make it do as Djoser does, and are not there."""
        return [name for name in translate.MIMIC if name not in self.known]

    def start(self, settings):
        conf, unknown = translate.configuration(settings, self.known,
                                                self.directory)
        if unknown:
            return f"no such setting: {', '.join(unknown)}"
        if conf == self.instance.conf:
            return None
        before = self._workers()
        with open(self.instance._own_conf(), "w") as file:
            file.write(conf)
        done = self.instance.portress("config")
        if done.returncode != 0:
            with open(self.instance._own_conf(), "w") as file:
                file.write(self.instance.conf)
            return done.stderr.strip()
        self.instance.configure(conf)
        harness.wait_for(lambda: not before & self._workers(),
                         what="the old workers to leave")
        return None

    def _workers(self):
        pid = self.instance.pid()
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return set(file.read().split())

    def send(self, method, path, headers, body):
        for last in (False, True):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(
                    "127.0.0.1", self.instance.port,
                    timeout=harness.PATIENCE)
            try:
                return self._send(method, path, headers, body)
            except (ConnectionError, http.client.BadStatusLine):
                # nginx closes a kept connection when it likes to.
                self.connection.close()
                self.connection = None
                if last:
                    raise

    def _send(self, method, path, headers, body):
        wire = self.connection
        wire.putrequest(method, path, skip_host=True,
                        skip_accept_encoding=True)
        for name, value in headers:
            wire.putheader(name, value.encode("latin-1"))
        if body is not None:
            wire.putheader("Content-Length", str(len(body)))
        wire.endheaders(body)
        answer = wire.getresponse()
        text = answer.read()
        if answer.will_close:
            wire.close()
        return Said(answer.status, tuple(answer.getheaders()), text, [], None)

    def mails(self, said):
        if said.status >= 300:
            return []
        self._wait_for_mailer()
        return [self._parts(mail) for mail in self._take_mails()]

    def _wait_for_mailer(self):
        end = time.monotonic() + 2 * harness.PATIENCE
        while self.client.run("SELECT COUNT(*) FROM portress_outbox") != [
                ["0"]]:
            if time.monotonic() > end:
                raise RuntimeError("the outbox does not become empty")

    def _take_mails(self):
        directory = os.path.join(self.instance.directory, "mail")
        if not any(name.endswith(".eml") for name in os.listdir(directory)):
            return []
        mails = self.instance.mails()
        for name in os.listdir(directory):
            os.unlink(os.path.join(directory, name))
        return mails

    @staticmethod
    def _parts(mail):
        def text(kind):
            part = mail.get_body((kind,))
            return part.get_content() if part else ""

        # Unread, as Python's reading takes quotes and blanks away.
        to = dict(mail.raw_items())["To"].encode(
            "utf-8", "surrogateescape").decode()
        return {"to": [to.strip()], "from": str(mail["From"]),
                "subject": str(mail["Subject"]),
                "text": text("plain"), "html": text("html")}

    def stop(self):
        if self.connection:
            self.connection.close()
        self.client.close()
        self.instance.stop()
