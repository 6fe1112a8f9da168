"""aiosmtpd, for mail_servers.py: its options come as JSON in the one argument,
its port is the first line that it prints. Told "mails", it prints what came."""

import asyncio
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

options = json.loads(sys.argv[1])
mails = []


class Handler:
    async def handle_DATA(self, server, session, envelope):
        mails.append({
            "from": envelope.mail_from, "to": envelope.rcpt_tos,
            "text": envelope.content.decode(), "utf8": envelope.smtp_utf8,
            "peer": session.peer[1]})
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    given = data.login.decode(), data.password.decode()
    return AuthResult(success=given == (options["user"], options["password"]),
                      handled=False)


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(options["certificate"])
    return made


def protocol():
    more = {}
    if "certificate" in options and not options.get("at_once"):
        more.update(tls_context=context(), require_starttls=True)
    if "user" in options:
        more.update(authenticator=authenticate, auth_required=True,
                    auth_require_tls=not options.get("at_once"))
    return SMTP(Handler(), enable_SMTPUTF8=True, hostname="here", **more)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        protocol, "127.0.0.1", 0,
        ssl=context() if options.get("at_once") else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps(mails), flush=True)


asyncio.run(main())
