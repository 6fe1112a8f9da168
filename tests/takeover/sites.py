"""The two that serve one site: the real Djoser, and Portress.

    django = Django(users)      # a database of Django's own, without users
    with django:                # it serves
        django.call("POST", "users/", ...)
    with Portress(django) as portress:      # it does, on the same database
        portress.call("POST", "users/", ...)

Both are asked as harness.Site has it. `users` is one of models.py.
"""

import json
import os
import subprocess
import tempfile
import unittest

import harness
from session import PYTHON

HERE = os.path.dirname(os.path.abspath(__file__))
# Debian has no package of django-templated-mail; the oracle has one.
PATH = (HERE, os.path.join(harness.TOP, "tests", "oracle", "django"))
NEEDS = ("import MySQLdb, djoser, django.contrib.admin, rest_framework, "
         "rest_framework_simplejwt")
SECRET = "what Django and Portress know, and nobody else does"
SHELL = """
import json, sys
import django
django.setup()
given = json.load(sys.stdin)
"""
MIGRATE = """
from django.core.management import call_command
call_command("makemigrations", verbosity=0)
call_command("migrate", verbosity=0)
print("null")
"""


def is_installed():
    return subprocess.run([PYTHON, "-c", NEEDS],
                          capture_output=True).returncode == 0


class Django(harness.Site):
    def __init__(self, users):
        if not is_installed():
            raise unittest.SkipTest("no Djoser here; script/oracle installs it")
        self.users = users
        self.directory = tempfile.mkdtemp(prefix="django.",
                                          dir=harness.directory())
        self.db_socket, self.db_user = harness.database(), "portress"
        self.db_name = (f"takeover_{os.getpid()}_"
                        f"{os.path.basename(self.directory)[7:]}")
        self.database = self.db_socket, self.db_name, self.db_user
        self.process = None
        self._make_directories()
        self.set_secret(SECRET)
        self._migrate()

    def __str__(self):
        return "Django"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def _make_directories(self):
        self.mail_directory = os.path.join(self.directory, "mail")
        os.mkdir(self.mail_directory)
        migrations = os.path.join(self.directory, "migrations_of_accounts")
        os.mkdir(migrations)
        open(os.path.join(migrations, "__init__.py"), "w").close()

    def set_secret(self, secret):
        self.environment = {
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONPATH": os.pathsep.join((*PATH, self.directory)),
            "DJANGO_SETTINGS_MODULE": "project.settings",
            "TAKEOVER": json.dumps({
                "secret": secret, "database": self.database,
                "mail": self.mail_directory,
                "settings": self.users.settings}),
        }

    def _migrate(self):
        harness._client(self.db_socket, self.db_user,
                        f"CREATE DATABASE {self.db_name} "
                        "CHARACTER SET utf8mb4")
        self.shell(MIGRATE)

    def manage(self, *arguments):
        """What a command of manage.py says."""
        return self._run(["-m", "django", *arguments])

    def shell(self, code, **given):
        """What the code prints, as JSON. It finds `given`."""
        return json.loads(self._run(["-c", SHELL + code], json.dumps(given)))

    def _run(self, arguments, given=None):
        done = subprocess.run([PYTHON, *arguments], text=True, input=given,
                              capture_output=True, env=self.environment)
        if done.returncode != 0:
            raise AssertionError(f"{arguments[-1]}: {done.stdout}"
                                 f"{done.stderr}")
        return done.stdout

    def start(self):
        self.port = harness.free_port()
        with open(os.path.join(self.directory, "django.log"), "a") as log:
            self.process = subprocess.Popen(
                [PYTHON, "-m", "django", "runserver", "--noreload",
                 str(self.port)], env=self.environment, stdout=log,
                stderr=log, stdin=subprocess.DEVNULL)
        harness.wait_for(self._answers, what="Django to answer")

    def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"Django did not start:\n{self.log()}")
        try:
            return self.call("GET", "users/me/").status == 401
        except ConnectionRefusedError:
            return False

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def log(self):
        with open(os.path.join(self.directory, "django.log")) as file:
            return file.read()


class Portress(harness.Instance):
    """It serves from the moment it is made."""

    def __init__(self, django, secret=SECRET, conf=""):
        super().__init__(conf + django.users.conf, django.database,
                         secret=secret)

    def __str__(self):
        return "Portress"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
