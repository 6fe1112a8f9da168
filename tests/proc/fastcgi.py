"""FastCGI without a web server (FastCGI Specification 1.0), and a Portress
without nginx to speak it to."""

import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import threading

import harness
from harness import PATIENCE, wait_for
from people import children

(BEGIN, ABORT, END, PARAMS, STDIN, STDOUT, STDERR, DATA, GET_VALUES,
 GET_VALUES_RESULT, UNKNOWN) = range(1, 12)
RESPONDER, AUTHORIZER, FILTER = 1, 2, 3
KEEP = 1


def record(kind, content=b"", number=1, padding=0, version=1):
    return struct.pack("!BBHHBx", version, kind, number, len(content),
                       padding) + content + b"\0" * padding


def begin(role=RESPONDER, flags=0, number=1):
    return record(BEGIN, struct.pack("!HB5x", role, flags), number)


def pair(name, value):
    sizes = b"".join(
        struct.pack("!B", len(text)) if len(text) < 128 else
        struct.pack("!I", len(text) | 0x80000000) for text in (name, value))
    return sizes + name + value


def pairs(parameters):
    """A dict, or pairs where one name stands twice."""
    items = parameters.items() if isinstance(parameters, dict) else parameters
    return b"".join(pair(name.encode(), value.encode("latin-1"))
                    for name, value in items)


def stream(kind, data, number=1):
    """As records, with the empty one that ends it."""
    size = 32768
    return b"".join(record(kind, data[at:at + size], number)
                    for at in range(0, len(data), size)) + record(
                        kind, b"", number)


def parameters(method="GET", uri="/auth/users/me/", body=b"", **others):
    made = {"REQUEST_METHOD": method, "REQUEST_URI": uri,
            "SERVER_PROTOCOL": "HTTP/1.1", "GATEWAY_INTERFACE": "CGI/1.1",
            "REMOTE_ADDR": "192.0.2.1", "HTTP_HOST": "example.com",
            "CONTENT_TYPE": "application/json" if body else "",
            "CONTENT_LENGTH": str(len(body)) if body else ""}
    made.update(others)
    return {name: value for name, value in made.items() if value is not None}


def request(sent=None, body=b"", flags=0, role=RESPONDER, number=1):
    return (begin(role, flags, number) +
            stream(PARAMS, pairs(parameters(body=body) if sent is None
                                 else sent), number) +
            stream(STDIN, body, number))


class Reply:
    def __init__(self, stdout):
        head, _, self.body = stdout.partition(b"\r\n\r\n")
        self.headers = dict(line.split(": ", 1)
                            for line in head.decode().split("\r\n") if line)
        self.status = int(self.headers.get("Status", "200").split()[0])

    def __repr__(self):
        return f"<{self.status} {self.body!r}>"


def is_sanitized():
    with open(harness.PROGRAM, "rb") as file:
        return b"__asan_init" in file.read()


class Ended(Exception):
    """The connection ended before the answer did."""


class Wire:
    """A connection to the socket."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(path)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def receive(self, size):
        data = b""
        while len(data) < size:
            piece = self.socket.recv(size - len(data))
            if not piece:
                raise Ended
            data += piece
        return data

    def record(self):
        """kind, number, content"""
        _, kind, number, size, padding = struct.unpack(
            "!BBHHBx", self.receive(8))
        return kind, number, self.receive(size + padding)[:size]

    def reply(self):
        stdout = b""
        while True:
            kind, _, content = self.record()
            if kind == STDOUT:
                stdout += content
            elif kind == END:
                return Reply(stdout)

    def ask(self, *arguments, **more):
        self.send(request(*arguments, **more))
        return self.reply()

    def is_closed(self):
        """Waits until the other end closes."""
        try:
            while self.socket.recv(4096):
                pass
        except ConnectionResetError:
            pass
        return True


def ask(path, *arguments, **more):
    with Wire(path) as wire:
        return wire.ask(*arguments, **more)


CONF = """
secret_key = "a secret of these tests, which is long enough"
domain = "example.com"
password_cost = 1
common_passwords = ""
request_timeout = 1
mail_directory = "{directory}/mail"
pid_file = "{directory}/portress.pid"
database {{
	socket = "{db_socket}"
	name = "{db_name}"
	user = "{db_user}"
}}
lane "main" {{
	socket = "{directory}/main.sock"
	workers = 2
}}
api "djoser" {{
	email_change = "direct"
}}
include("{directory}/more.conf")
"""


class Bare:
    """A Portress of its own, as a child of ours, on an instance's database."""

    def __init__(self, instance, conf="", start=True):
        self.directory = tempfile.mkdtemp(dir=harness.directory())
        os.mkdir(f"{self.directory}/mail")
        self.file = f"{self.directory}/portress.conf"
        self.socket = f"{self.directory}/main.sock"
        self.process = None
        self.begun = 0
        self.write(CONF.format(
            directory=self.directory, db_socket=instance.db_socket,
            db_name=instance.db_name, db_user=instance.db_user))
        self.add(conf)
        if start:
            self.serve()
            self.ready()

    def write(self, text):
        self.text = text
        with open(self.file, "w") as file:
            file.write(text)

    def add(self, text):
        """What overrides; the last call counts."""
        with open(f"{self.directory}/more.conf", "w") as file:
            file.write(text)

    def serve(self, *arguments, **more):
        with open(f"{self.directory}/log", "a") as log:
            self.begun = log.tell()
            self.process = subprocess.Popen(
                [harness.PROGRAM, "-c", self.file, "serve", *arguments],
                **dict({"stdin": subprocess.DEVNULL, "stdout": log,
                        "stderr": log}, **more))
        return self.process

    def ready(self):
        """All workers stand."""
        wait_for(lambda: self.answers() and
                 " ready " in self.log()[self.begun:], what="an answer")

    def answers(self):
        if self.process is not None and self.process.poll() is not None:
            raise AssertionError(f"it ended: {self.log()}")
        try:
            return ask(self.socket, parameters()).status == 401
        except (OSError, Ended):
            return False

    def children(self):
        return children(self.process.pid)

    def memory(self):
        """Of its children, in KiB; without what others have, too, who come and
        go."""
        total = 0
        for pid in self.children():
            with open(f"/proc/{pid}/smaps_rollup") as file:
                total += sum(int(line.split()[1]) for line in file
                             if line.startswith("Anonymous:"))
        return total

    def log(self):
        with open(f"{self.directory}/log") as file:
            return file.read()

    def send(self, number):
        self.process.send_signal(number)

    def stop(self, number=signal.SIGTERM):
        """The exit code."""
        if self.process.poll() is None:
            self.send(number)
        return self.process.wait(PATIENCE)

    def end(self, expected="$^"):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        reports = [line for line in self.log().splitlines()
                   if harness.REPORT.search(line) and
                   not re.search(expected, line)] if self.process else []
        shutil.rmtree(self.directory, ignore_errors=True)
        if reports:
            raise AssertionError("\n".join(reports))


class Load:
    """Threads that do what(thread) again and again; `said` counts results."""

    def __init__(self, what, number=4):
        self.said = {}
        self.rounds = [0] * number
        self._lock = threading.Lock()
        self._stop = threading.Event()
        # A test that fails before stop() is not to hold up all others.
        self._threads = [threading.Thread(target=self._run,
                                          args=(what, index), daemon=True)
                         for index in range(number)]
        for thread in self._threads:
            thread.start()

    def _run(self, what, index):
        while not self._stop.is_set():
            try:
                result = what(index)
            except Exception as error:
                result = repr(error)
            with self._lock:
                self.said[result] = self.said.get(result, 0) + 1
            self.rounds[index] += 1

    def rounds_more(self, number=2):
        """Waits until each thread has done so many more."""
        before = list(self.rounds)
        for more in range(1, number + 1):
            wait_for(lambda: all(now >= old + more for now, old
                                 in zip(self.rounds, before)),
                     what="the load to go on")

    def stop(self):
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return self.said
