"""A mail server for tests, which does what it is told.

    with MailServer() as server:
        server.tell(answers={"rcpt": {"bob@example.com": "450 4.2.0 Later"}})
        ...
        wait_for(lambda: server.count() == 3)
        [mail.id for mail in server.mails()]

It is Debian's aiosmtpd, in a process of its own, on 127.0.0.1.

MailServer(certificate=None)    certificate: files of one and of its key, for
            STARTTLS
  .port     chosen when it starts, and kept
  .down()   no connection is accepted, and those that are there end
  .up()     on the same port again
  .tell(**rules)    from now on; what is not named is as at the start
      answers={}    by stage (connect, mail, rcpt, data, end), what is said
                    instead of yes: {ADDRESS: ANSWER}, of the recipient; "*" is
                    any, and the only one for connect and mail
      delay=0       seconds before each answer
      is_held=False no answer goes out until it is told otherwise
      drop=""       after a mail's text: "kept" or "lost", no answer, but the
                    connection ends
      tls="yes"     "garbage": what follows the yes to STARTTLS is none;
                    "none": STARTTLS is not offered
  .count()  of the mails that were taken
  .mails()  all that were taken, in that order: .id (Message-ID), .to and
            .sender (of the envelope), .text (bytes), .message (as
            email.message), .connection (its number), .is_safe (by TLS)
  .seen()   .connections: how many there were; .open: how many there are;
            .waiting: answers that are held now; .clear: all bytes that came
            in clear
  .anew()   up, no rules, and nothing seen or taken
is_there()  whether aiosmtpd is installed
certificate(directory, host)    files of a new one that is its own authority
"""

import email
import email.policy
import functools
import json
import os
import subprocess
import sys
import threading
from types import SimpleNamespace

PYTHON = "/usr/bin/python3"     # Debian's: what runs the tests may be another
PACKAGE = "python3-aiosmtpd"


@functools.lru_cache
def is_there():
    return subprocess.run([PYTHON, "-c", "import aiosmtpd.smtp"],
                          capture_output=True).returncode == 0


def certificate(directory, host):
    files = [os.path.join(directory, f"{host}.{end}") for end in ("pem", "key")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
         f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}", "-out",
         files[0], "-keyout", files[1]], check=True, capture_output=True)
    return files


class MailServer:
    def __init__(self, certificate=None):
        self._lock = threading.Lock()
        self._read = []
        self._process = subprocess.Popen(
            [PYTHON, "-B", os.path.abspath(__file__), *(certificate or ())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = self._ask("up")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _ask(self, what, **more):
        with self._lock:
            self._process.stdin.write(json.dumps([what, more]) + "\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())

    def up(self):
        self._ask("up")

    def down(self):
        self._ask("down")

    def tell(self, **rules):
        self._ask("tell", **rules)

    def anew(self):
        self._ask("anew")
        self._read = []

    def count(self):
        return self._ask("count")

    def mails(self):
        for said in self._ask("mails", since=len(self._read)):
            mail = SimpleNamespace(**said)
            mail.text = mail.text.encode("latin-1")
            mail.message = email.message_from_bytes(
                mail.text, policy=email.policy.default)
            mail.id = str(mail.message["Message-ID"])
            self._read.append(mail)
        return list(self._read)

    def seen(self):
        seen = SimpleNamespace(**self._ask("seen"))
        seen.clear = seen.clear.encode("latin-1")
        return seen

    def close(self):
        if self._process.poll() is None:
            self._process.stdin.close()
            self._process.wait()
            self._process.stdout.close()


# --- the process ------------------------------------------------------------

RULES = {"answers": {}, "delay": 0, "is_held": False, "drop": "", "tls": "yes"}


def serve(files):
    import asyncio
    import logging
    import socket
    import ssl
    from aiosmtpd.smtp import SMTP, syntax

    logging.getLogger("mail.log").setLevel(logging.CRITICAL)
    context = None
    if files:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*files)
    rules = SimpleNamespace(**RULES)
    mails, links, seen = [], set(), SimpleNamespace(
        connections=0, waiting=0, clear=bytearray())
    told = asyncio.Condition()

    def answer(stage, address="*"):
        of_stage = rules.answers.get(stage, {})
        return of_stage.get(address, of_stage.get("*"))

    class Handler:
        async def handle_MAIL(self, server, session, envelope, address,
                              options):
            envelope.mail_from = address
            return answer("mail") or "250 2.1.0 Well"

        async def handle_RCPT(self, server, session, envelope, address,
                              options):
            refusal = answer("rcpt", address)
            if refusal is None:
                envelope.rcpt_tos.append(address)
            return refusal or "250 2.1.5 Well"

        async def handle_DATA(self, server, session, envelope):
            refusal = answer("end", envelope.rcpt_tos[0])
            if refusal is None and rules.drop != "lost":
                mails.append({
                    "sender": envelope.mail_from, "to": envelope.rcpt_tos,
                    "text": envelope.content.decode("latin-1"),
                    "connection": server.number,
                    "is_safe": session.ssl is not None})
            if rules.drop:
                server.transport.abort()
                raise asyncio.CancelledError
            return refusal or "250 2.0.0 Taken"

    class Link(SMTP):
        number = 0

        def connection_made(self, transport):
            if not self.number:
                seen.connections += 1
                self.number = seen.connections
                links.add(transport)
            super().connection_made(transport)

        def connection_lost(self, error):
            links.discard(self._original_transport or self.transport)
            super().connection_lost(error)

        def data_received(self, data):
            if self._tls_protocol is None:
                seen.clear.extend(data)
            super().data_received(data)

        async def push(self, status):
            await asyncio.sleep(rules.delay)
            seen.waiting += 1
            try:
                async with told:
                    await told.wait_for(lambda: not rules.is_held)
            finally:
                seen.waiting -= 1
            await super().push(status)

        async def _handle_client(self):
            refusal = answer("connect")
            if refusal is None:
                await super()._handle_client()
            await self.push(refusal)
            self.transport.close()

        @syntax("EHLO hostname")
        async def smtp_EHLO(self, hostname):
            kept, self.tls_context = self.tls_context, (
                self.tls_context if rules.tls != "none" else None)
            await super().smtp_EHLO(hostname)
            self.tls_context = kept

        @syntax("STARTTLS")
        async def smtp_STARTTLS(self, arg):
            if rules.tls != "garbage":
                await super().smtp_STARTTLS(arg)
                return
            await self.push("220 2.0.0 Begin")
            self._writer.write(b"But this is none.\r\n" * 40)

        @syntax("DATA")
        async def smtp_DATA(self, arg):
            refusal = answer("data", (self.envelope.rcpt_tos + ["*"])[0])
            if refusal is None:
                await super().smtp_DATA(arg)
            else:
                self._set_post_data_state()
                await self.push(refusal)

    class Server:
        def __init__(self):
            # Keeps the port for us while nobody listens there.
            self.place = self.bind(0)
            self.port = self.place.getsockname()[1]
            self.server = None

        def bind(self, port):
            made = socket.socket()
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(("127.0.0.1", port))
            return made

        async def up(self):
            if self.server is None:
                self.server = await asyncio.get_running_loop().create_server(
                    lambda: Link(Handler(), hostname="mail.example",
                                 tls_context=context), backlog=100,
                    sock=self.bind(self.port))
            return self.port

        async def down(self):
            if self.server is not None:
                self.server.close()
                self.server = None
            for link in list(links):
                link.abort()

        async def tell(self, **given):
            async with told:
                vars(rules).update(RULES, **given)
                told.notify_all()

        async def anew(self):
            await self.tell()
            mails.clear()
            seen.clear.clear()
            await self.up()

        async def count(self):
            return len(mails)

        async def mails(self, since):
            return mails[since:]

        async def seen(self):
            return dict(vars(seen), clear=seen.clear.decode("latin-1"),
                        open=len(links))

    async def run():
        server = Server()
        loop = asyncio.get_running_loop()
        while True:
            line = await loop.run_in_executor(None, sys.stdin.readline)
            if not line:
                return
            what, more = json.loads(line)
            print(json.dumps(await getattr(server, what)(**more)), flush=True)

    asyncio.run(run())


if __name__ == "__main__":
    serve(sys.argv[1:])
