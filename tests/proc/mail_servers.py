"""Mail servers for tests.

Scripted    one that says and does what it is told to, right or wrong
Real        aiosmtpd, under Debian's Python (RealServer.is_here)
Authority   makes certificates
"""

import json
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading

from harness import PATIENCE

PYTHON = "/usr/bin/python3"     # aiosmtpd is Debian's
HERE = os.path.dirname(os.path.abspath(__file__))


CONFIGURATION = """[ca]
default_ca = own
[own]
certificate = %s/ca.pem
private_key = %s/ca.key
database = %s/issued
new_certs_dir = %s
rand_serial = yes
unique_subject = no
default_md = sha256
policy = any
[any]
commonName = supplied
"""
LONG_AGO = ("-startdate", "20200101000000Z", "-enddate", "20200201000000Z")


class Authority:
    """Its certificates are of 127.0.0.1, ::1 and localhost, or as they say."""

    def __init__(self):
        self.directory = tempfile.mkdtemp(prefix="portress-authority-")
        self.file = self._path("ca.pem")
        self._openssl("req", "-x509", *self._key("ca"), "-out", self.file,
                      "-days", "2", "-subj", "/CN=An authority")
        open(self._path("issued"), "w").close()
        with open(self._path("ca.conf"), "w") as file:
            file.write(CONFIGURATION % ((self.directory,) * 4))

    def _path(self, name):
        return os.path.join(self.directory, name)

    def _key(self, name):
        return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-keyout", self._path(name + ".key"))

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def issue(self, name, dates=("-days", "2"),
              names="DNS:localhost,IP:127.0.0.1,IP:::1"):
        """The file of a certificate, with its key."""
        with open(self._path("names"), "w") as file:
            file.write(f"subjectAltName={names}\n")
        request, issued = self._path("request"), self._path(name + ".pem")
        self._openssl("req", *self._key(name), "-out", request,
                      "-subj", "/CN=server")
        self._openssl("ca", "-batch", "-config", self._path("ca.conf"),
                      "-in", request, "-extfile", self._path("names"),
                      "-notext", "-out", issued, *dates)
        with open(issued, "a") as file, open(self._path(name + ".key")) as key:
            file.write(key.read())
        return issued

    def context(self, certificate):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        return context

    def close(self):
        shutil.rmtree(self.directory)


# What follows a command in a conversation that goes well.
GOOD = {"greeting": "220 here", "STARTTLS": "220 go on", "AUTH": "235 you",
        "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on",
        "text": "250 taken", "NOOP": "250 ok", "QUIT": "221 bye",
        "RSET": "250 ok"}

HANG, DROP = object(), object()


class Scripted:
    """Each connection is a thread.

    replies     what to say instead, by the command (greeting, EHLO, STARTTLS,
                TLS (the handshake), AUTH, MAIL, RCPT, DATA, text, QUIT): a
                text with CRLF between its lines; HANG: nothing, until the
                other side has gone; DROP: nothing, and it hangs up; or a list
                of these, for one connection after the other
    offers      of EHLO
    tls         an SSLContext; with STARTTLS, or at once if `at_once`
    after       bytes that are sent in one go with the answer to STARTTLS
    .connections  of each the lines that came
    .mails      (sender, recipient, text with its dots as they came)
    """

    def __init__(self, replies=None, offers=("SMTPUTF8", "8BITMIME"),
                 tls=None, at_once=False, after=b"", address="127.0.0.1"):
        self.replies = {**GOOD, **(replies or {})}
        self.offers, self.tls, self.at_once = offers, tls, at_once
        self.after = after
        self.connections, self.mails, self.threads = [], [], []
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.listener = socket.create_server((address, 0), family=family)
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._accept, daemon=True)
        self.thread.start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            lines = []
            self.connections.append(lines)
            thread = threading.Thread(
                target=self._serve, daemon=True,
                args=(connection, lines, len(self.connections) - 1))
            self.threads.append(thread)
            thread.start()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()
        self.wait()

    def wait(self):
        """Until all connections have come to their end."""
        for thread in self.threads:
            thread.join(PATIENCE)
            if thread.is_alive():
                raise AssertionError("a connection was left standing")

    def _serve(self, connection, lines, number):
        talk = Talk(self, connection, lines, number)
        try:
            talk.run()
        except (OSError, EOFError, ssl.SSLError):
            pass
        finally:
            talk.connection.close()


class Talk:
    def __init__(self, server, connection, lines, number):
        self.server, self.connection = server, connection
        self.lines, self.number = lines, number
        self.is_safe = False
        self.sender = self.recipient = None

    def run(self):
        if self.server.at_once:
            self.start_tls()
        self.input = self.connection.makefile("rb")
        self.reply("greeting")
        while True:
            line = self.input.readline()
            if not line.endswith(b"\r\n"):
                raise EOFError
            line = line[:-2].decode()
            self.lines.append(line)
            self.obey(line)

    def obey(self, line):
        verb = line.split(" ")[0].upper()
        if verb == "MAIL":
            self.sender = line
        if verb == "RCPT":
            self.recipient = line
        said = self.reply(verb)
        if verb == "STARTTLS" and said.startswith("220"):
            self.start_tls()
            self.input = self.connection.makefile("rb")
        if verb == "DATA" and said.startswith("354"):
            self.take()
        if verb == "QUIT":
            raise EOFError

    def take(self):
        lines = []
        while lines[-1:] != [b".\r\n"]:
            lines.append(self.input.readline())
            if lines[-1] == b"":
                raise EOFError
        said = self.say("text")
        if said == GOOD["text"]:
            self.server.mails.append((self.sender, self.recipient,
                                      b"".join(lines)))
        self.reply("text")

    def say(self, stage):
        said = self.server.replies.get(stage)
        return said[self.number] if isinstance(said, list) else said

    def reply(self, stage):
        said = self.say(stage)
        if said is None and stage == "EHLO":
            said = self.greet_back()
        if said is HANG:
            self.hang()
        if said is DROP:
            raise EOFError
        self.connection.sendall((said or "500 what?").encode() + b"\r\n" +
                                (self.server.after if stage == "STARTTLS"
                                 else b""))
        return said or ""

    def greet_back(self):
        offers = list(self.server.offers)
        if self.server.tls is not None and not self.is_safe and \
                not self.server.at_once:
            offers.append("STARTTLS")
        return "\r\n".join(["250-here"] + [f"250-{offer}" for offer in offers]
                           + ["250 HELP"])

    def hang(self):
        while self.connection.recv(65536):
            pass
        raise EOFError

    def start_tls(self):
        said = self.say("TLS")
        if said is HANG:
            self.hang()
        if said is DROP:
            raise EOFError
        self.connection = self.server.tls.wrap_socket(self.connection,
                                                      server_side=True)
        self.is_safe = True


class Real:
    """aiosmtpd on 127.0.0.1.

    options     certificate, at_once (see Scripted), user, password
    .mails()    what has come so far, as dicts: from, to, text, utf8 (whether
                SMTPUTF8 was wanted), peer (the other side's port)
    """

    def __init__(self, **options):
        self.process = subprocess.Popen(
            [PYTHON, os.path.join(HERE, "real_mail_server.py"),
             json.dumps(options)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.process.stdout.readline())

    @staticmethod
    def is_here():
        return subprocess.run(
            [PYTHON, "-c", "import aiosmtpd"], stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL).returncode == 0

    def mails(self):
        self.process.stdin.write("mails\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()
