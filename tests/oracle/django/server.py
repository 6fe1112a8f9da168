"""Serves the real Djoser, under any settings, to compare.py.

    server.py SOCKET

Makes its tables, listens on the unix socket SOCKET, says "ready", and serves
until its standard input ends. Each connection is a Django of its own: a
process that is forked before anything that depends on settings is imported,
so that another setting costs a tenth of a second. Lines of JSON go to and fro:

    {"DJOSER": {...}, ...}          settings, over those of settings.py
    {"versions": {...}}             or {"error": text}
    {"method", "path", "headers", "body"}
    {"status", "headers", "body", "mails", "error"}
    ...

Bodies are texts of which a character is a byte, or null. `error` is the
exception behind a 500, or null.
"""

import io
import json
import os
import signal
import socket
import sys
import traceback
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))

# Imported before there are settings: all that is slow and needs none.
SLOW = (
    "MySQLdb", "cryptography.hazmat.primitives.asymmetric.ec",
    "cryptography.hazmat.primitives.asymmetric.rsa", "django.contrib.auth",
    "django.core.handlers.wsgi", "django.core.mail.message",
    "django.db.backends.mysql.base", "django.db.models",
    "django.template.backends.django", "django.urls", "html", "jwt",
)

PACKAGES = {
    "django": "Django",
    "djoser": "djoser",
    "drf": "djangorestframework",
    "pyjwt": "PyJWT",
    "simplejwt": "djangorestframework_simplejwt",
}


def versions():
    from importlib import metadata
    return {ours: metadata.version(theirs)
            for ours, theirs in PACKAGES.items()}


# --- one request ------------------------------------------------------------

def environ(request):
    path, _, query = request["path"].partition("?")
    body = (request["body"] or "").encode("latin-1")
    made = {
        "REQUEST_METHOD": request["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": urllib.parse.unquote(path, "latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if request["body"] is not None:
        made["CONTENT_LENGTH"] = str(len(body))
    for name, value in request["headers"]:
        name = name.upper().replace("-", "_")
        made[name if name == "CONTENT_TYPE" else f"HTTP_{name}"] = value
    return made


def sent_to(address):
    """As Django's backend for SMTP writes it (sanitize_address)."""
    name, _, domain = address.rpartition("@")
    if not domain.isascii():
        domain = domain.encode("idna").decode()
    return f"{name}@{domain}"


def parts(mail):
    return {
        "to": [sent_to(address) for address in mail.to],
        "from": mail.from_email,
        "subject": mail.subject,
        "text": mail.body,
        "html": "".join(each[0] for each in mail.alternatives),
    }


class Server:
    def __init__(self):
        import django
        django.setup()
        from django.core import mail, signals
        from django.core.wsgi import get_wsgi_application
        self.mail = mail
        self.application = get_wsgi_application()
        # Imports the views: what is wrong with the settings shows now.
        from django.urls import get_resolver
        get_resolver().url_patterns
        signals.got_request_exception.connect(self._note)

    def _note(self, **_):
        kind, value, _ = sys.exc_info()
        self.error = f"{kind.__name__}: {value}"

    def answer(self, request):
        self.mail.outbox = []
        self.error = None
        said = {}

        def start_response(status, headers, _=None):
            said.update(status=int(status.split()[0]), headers=headers)

        response = self.application(environ(request), start_response)
        body = b"".join(response)
        response.close()
        return {
            **said,
            "body": body.decode("latin-1"),
            "mails": [parts(mail) for mail in self.mail.outbox],
            "error": self.error,
        }


# --- processes --------------------------------------------------------------

def django_environment(settings):
    import logging
    logging.disable(logging.CRITICAL)
    os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
    os.environ["ORACLE_SETTINGS"] = settings


def serve(connection):
    """What a connection wants, until it ends."""
    with connection.makefile("rw", encoding="ascii") as lines:
        def say(what):
            lines.write(json.dumps(what) + "\n")
            lines.flush()

        try:
            django_environment(lines.readline())
            server = Server()
        except Exception:
            say({"error": traceback.format_exc()})
            return
        say({"versions": versions()})
        for line in lines:
            say(server.answer(json.loads(line)))


def in_child(what):
    """Runs what() in a child. Its process id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        what()
        status = 0
    except ConnectionError:
        pass
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(status)


def migrate():
    django_environment("{}")
    import django
    from django.core.management import call_command
    django.setup()
    call_command("migrate", verbosity=0)


def listen(path):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(8)
    print("ready", flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    if os.fork() == 0:
        # Whoever started us is gone when our standard input ends.
        listener.close()
        sys.stdin.read()
        os.kill(os.getppid(), signal.SIGTERM)
        os._exit(0)
    while True:
        connection, _ = listener.accept()
        in_child(lambda: serve(connection))
        connection.close()


def main():
    sys.dont_write_bytecode = True
    sys.path.insert(0, HERE)
    for name in SLOW:
        __import__(name)
    _, status = os.waitpid(in_child(migrate), 0)
    if status != 0:
        sys.exit("migrate failed")
    listen(sys.argv[1])


if __name__ == "__main__":
    main()
