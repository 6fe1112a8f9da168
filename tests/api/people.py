"""Accounts, sign-ins and what to expect, for the conversations beside it."""

import base64
import contextlib
import hashlib
import hmac
import json
import os
import secrets
import select
import signal
import subprocess
import threading
import time
import unittest
from typing import NamedTuple

from harness import PATIENCE, Case, children, wait_for

PASSWORD = "four grey doves"
FRESH = "seven red herons"

# What must be as it was after a request was refused. The outbox is emptied
# behind our back: `settled` looks at the mails instead.
TABLES = ("auth_user", "authtoken_token", "token_blacklist_outstandingtoken",
          "token_blacklist_blacklistedtoken", "django_session")

# An address changes as in Djoser: at once, and nobody is told.
DIRECT = """
	email_change = "direct"
	email_changed_email_confirmation = false
"""

REQUIRED = "This field is required."
NULL = "This field may not be null."
BLANK = "This field may not be blank."
NOT_TEXT = "Not a valid string."
NUL = "Null characters are not allowed."
BAD_EMAIL = "Enter a valid email address."
BAD_USERNAME = ("Enter a valid username. This value may contain only letters, "
                "numbers, and @/./+/-/_ characters.")
TAKEN = "A user with that username already exists."
TOO_SHORT = ("This password is too short. It must contain at least 8 "
             "characters.")
TOO_COMMON = "This password is too common."
ALL_NUMERIC = "This password is entirely numeric."
MISMATCH = {"non_field_errors": ["The two password fields didn't match."]}
NO_CREDENTIALS = {"detail": "Authentication credentials were not provided."}
NOT_FOUND = {"detail": "Not found."}
FORBIDDEN = {"detail":
             "You do not have permission to perform this action."}
BAD_LOGIN = {"non_field_errors":
             ["Unable to log in with provided credentials."]}
NO_ACCOUNT = {"detail":
              "No active account found with the given credentials"}
UNAVAILABLE = {"detail": "Service temporarily unavailable, try again later."}


def surrogate(point):
    return f"Surrogate characters are not allowed: U+{point:04X}."


def too_long(number):
    return f"Ensure this field has no more than {number} characters."


def not_valid(why):
    """The body of a 401 for a JWT in Authorization."""
    return {"detail": "Given token not valid for any token type",
            "code": "token_not_valid",
            "messages": [{"token_class": "AccessToken",
                          "token_type": "access", "message": why}]}


def faulty(why):
    """The body of a 401 for a JWT in the body of a request."""
    return {"detail": why, "code": "token_not_valid"}


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def uid(number):
    return base64.urlsafe_b64encode(str(number).encode()).rstrip(b"=").decode()


class Account(NamedTuple):
    id: int
    name: str
    email: str
    password: str


class Talk(Case):
    """A Case whose conversations are about accounts."""

    def expect(self, answer, status, body=...):
        """Status and, unless left out, the exact body; None is no body."""
        self.assertEqual(answer.status, status, answer)
        if body is ...:
            return answer
        text = "" if body is None else compact(body)
        self.assertEqual(answer.text, text)
        if body is not None:
            self.assertEqual(answer.headers["Content-Type"],
                             "application/json")
        return answer

    def post(self, path, body=None, **more):
        return self.call("POST", path, body, **more)

    def account(self, name="ada", email=None, password=PASSWORD, **columns):
        email = f"{name}@example.com" if email is None else email
        answer = self.post("users/", {
            "username": name, "email": email, "password": password,
            "re_password": password})
        self.expect(answer, 201)
        shown = answer.json
        made = Account(shown.get("id") or self.id_of(shown["username"]),
                       shown["username"], shown["email"], password)
        if columns:
            self.alter(made, **columns)
        return made

    def id_of(self, name):
        return int(self.sql("SELECT id FROM auth_user "
                            f"WHERE username = {name!r}")[0][0])

    def staff(self, name="boss"):
        return self.account(name, is_staff=1)

    def alter(self, account, **columns):
        values = ", ".join(f"{name} = {value!r}"
                           for name, value in columns.items())
        self.sql(f"UPDATE auth_user SET {values} WHERE id = {account.id}")

    def column(self, account, name):
        rows = self.sql(f"SELECT {name} FROM auth_user "
                        f"WHERE id = {account.id}")
        return rows[0][0] if rows else None

    def count(self, table, where="TRUE"):
        return int(self.sql(
            f"SELECT COUNT(*) FROM {table} WHERE {where}")[0][0])

    def login(self, account, password=None):
        return self.post("token/login/", {
            "username": account.name,
            "password": password or account.password})

    def grant(self, account, password=None):
        return self.post("jwt/create/", {
            "username": account.name,
            "password": password or account.password})

    def key(self, account):
        return "Token " + self.expect(
            self.login(account), 200).json["auth_token"]

    def bearer(self, account):
        return "Bearer " + self.expect(
            self.grant(account), 200).json["access"]

    def checksums(self):
        return self.sql("CHECKSUM TABLE " + ", ".join(TABLES))

    @contextlib.contextmanager
    def untouched(self):
        """Nothing is written meanwhile, and no mail is sent."""
        mails = len(self.settled())
        before = self.checksums()
        yield
        self.assertEqual(self.checksums(), before, "something was written")
        self.assertEqual(len(self.settled()), mails, "a mail was sent")

    def settled(self):
        """The mails, when none is under way any more."""
        wait_for(lambda: self.sql("SELECT COUNT(*) FROM portress_outbox")
                 == [["0"]], what="the outbox to be empty")
        return self.mails()

    def waiting(self, number=1):
        """Until so many wait for a lock."""
        # Not by INNODB_TRX: who asks it again and again gets old answers. What
        # stands above is of the latest deadlock, however long ago.
        wait_for(lambda: sum(cell.rpartition("TRANSACTIONS")[2]
                             .count("LOCK WAIT") for row in
                             self.sql_root("SHOW ENGINE INNODB STATUS")
                             for cell in row) >= number,
                 what="somebody to wait for a lock")

    def sql_root(self, statement):
        return self.sql(statement)

    def refused(self, table, method="POST", path=None, **more):
        """Each row: what is sent, the status, the body. Nothing is written."""
        with self.untouched():
            for sent, status, body in table:
                with self.subTest(f"{sent!r:.200}"):
                    self.expect(self.call(method, path, sent, **more),
                                status, body)


def at_once(number, what):
    """Calls what(0), what(1), ... at the same time; what they said."""
    gate = threading.Barrier(number)
    said = [None] * number

    def one(index):
        gate.wait()
        try:
            said[index] = what(index)
        except Exception as error:      # it is for the test to judge
            said[index] = error

    threads = [threading.Thread(target=one, args=(index,))
               for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


class InBackground:
    """Calls at once; result() waits for what was said."""

    def __init__(self, what):
        self.said = None
        self.thread = threading.Thread(target=self._run, args=(what,))
        self.thread.start()

    def _run(self, what):
        try:
            self.said = what()
        except Exception as error:
            self.said = error

    def result(self):
        self.thread.join(2 * PATIENCE)
        return self.said


class Session:
    """A client of the database whose transaction stays open."""

    def __init__(self, instance):
        self.client = subprocess.Popen(
            ["mariadb", "--no-defaults", f"--socket={instance.db_socket}",
             f"--user={instance.db_user}", "--batch", "--unbuffered",
             "--skip-column-names", "--force", instance.db_name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)

    def run(self, sql):
        """Returns when it has run."""
        self.client.stdin.write(f"{sql};\nSELECT 'has run';\n")
        self.client.stdin.flush()
        said = []
        for line in self.client.stdout:
            if line == "has run\n":
                return said
            said.append(line.rstrip("\n"))
        raise AssertionError(f"the session ended: {said}")

    def close(self):
        with contextlib.suppress(BrokenPipeError):      # it was let in by nobody
            self.client.stdin.close()
        self.client.wait(PATIENCE)
        self.client.stdout.close()


class Watched:
    """A process that may end, also where nobody buries it. Another one may have
    its id then."""

    def __init__(self, pid):
        self.file = os.pidfd_open(pid)

    def __del__(self):
        os.close(self.file)

    def has_ended(self):
        asked = select.poll()
        asked.register(self.file, select.POLLIN)
        return bool(asked.poll(0))

    def send(self, number):
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.file, number)


def remembers(pid, data):
    """Whether the bytes stand anywhere in its memory. Skips the test where
    that cannot be seen."""
    with open(f"/proc/{pid}/exe", "rb") as program:
        if b"__asan_init" in program.read():
            raise unittest.SkipTest("sanitizers keep what is freed")
    try:
        memory = open(f"/proc/{pid}/mem", "rb", 0)
    except PermissionError:
        raise unittest.SkipTest("no looking into other processes here")
    with memory, open(f"/proc/{pid}/maps") as maps:
        for line in maps:
            ends, rights = line.split()[:2]
            begin, end = (int(part, 16) for part in ends.split("-"))
            if rights.startswith("rw"):
                memory.seek(begin)
                # It may have been given back meanwhile.
                with contextlib.suppress(OSError):
                    if data in memory.read(end - begin):
                        return True
    return False


# --- JWTs of our own (RFC 7515) ---------------------------------------------

def _encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def header_of(token):
    return json.loads(_decode(token.split(".")[0]))


def claims_of(token):
    """In the order in which they stand there."""
    return json.loads(_decode(token.split(".")[1]))


HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384,
          "HS512": hashlib.sha512}


def sign(claims, key, algorithm="HS256", header=None):
    head = header or {"alg": algorithm, "typ": "JWT"}
    text = ".".join(_encode(part if isinstance(part, bytes)
                            else compact(part).encode())
                    for part in (head, claims))
    mac = hmac.new(key.encode(), text.encode(), HASHES[algorithm])
    return f"{text}.{_encode(mac.digest())}"


def claims(number, kind="access", seconds=3600, **others):
    now = int(time.time())
    made = {"token_type": kind, "exp": now + seconds, "iat": now,
            "jti": secrets.token_hex(16), "user_id": str(number)}
    made.update(others)
    return {name: value for name, value in made.items() if value is not ...}


# --- one-time tokens of our own (Django's PasswordResetTokenGenerator) -------

def _base36(number):
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits or "0"


def one_time_token(secret, pk, password, last_login, email, seconds_ago=0):
    """`last_login` as the database shows it, or None."""
    stamp = int(time.time()) - 978307200 - seconds_ago     # 2001-01-01
    value = f"{pk}{password}{(last_login or '')[:19]}{stamp}{email}"
    key = hashlib.sha256(
        b"django.contrib.auth.tokens.PasswordResetTokenGenerator" +
        secret.encode()).digest()
    mac = hmac.new(key, value.encode(), hashlib.sha256).hexdigest()
    return f"{_base36(stamp)}-{mac[::2]}"


def change_token(secret, purpose, pk, password, change, seconds_ago=0):
    """Of auth/one_time.h, never Django's; `change` is the row's id, its old
    and its new address and created_at."""
    number, old, new, created = change
    stamp = int(time.time()) - 978307200 - seconds_ago
    value = "\n".join((str(pk), password if purpose == "email_change" else "",
                       str(number), created, str(stamp), new, old))
    key = hashlib.sha256(
        f"portress.mailed_link.{purpose}.{secret}".encode()).digest()
    mac = hmac.new(key, value.encode(), hashlib.sha256).hexdigest()
    return f"{_base36(int(number))}-{_base36(stamp)}-{mac[::2]}"
