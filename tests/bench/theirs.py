"""The real Djoser under gunicorn, for script/bench to measure beside Portress.

The Django project is that of tests/oracle, with Django's own hash. All is left
out that would make it slower: DEBUG, logs, every middleware but one (a new
project has seven). Connections to the database are kept. Sync workers, to which
nginx must connect anew for every request, and gthread's of 1, 2 or 4 threads
were as fast as each other.
"""

import json
import os
import socket
import subprocess
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
PYTHON = os.environ.get("ORACLE_PYTHON", "/usr/bin/python3")
PACKAGES = ("python3-djoser python3-djangorestframework-simplejwt "
            "python3-mysqldb gunicorn")
SETTINGS = {"PASSWORD_HASHERS": [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher"]}

PROBE = """
import importlib.metadata, json, MySQLdb
from django.contrib.auth.hashers import PBKDF2PasswordHasher
print(json.dumps({
    "rounds": PBKDF2PasswordHasher.iterations,
    "versions": ", ".join(
        f"{name} {importlib.metadata.version(package)}"
        for name, package in (
            ("Djoser", "djoser"),
            ("simplejwt", "djangorestframework_simplejwt"),
            ("DRF", "djangorestframework"), ("Django", "Django"),
            ("gunicorn", "gunicorn")))}))
"""


def find():
    """Its `versions`, and the `rounds` of its hash; None if it is not here."""
    try:
        return json.loads(subprocess.run(
            [PYTHON, "-c", PROBE], check=True, capture_output=True).stdout)
    except (OSError, subprocess.CalledProcessError):
        return None


def start(directory, database, secret, workers):
    """Serves Djoser's paths on a unix socket in the directory, djoser.sock, on
    tables that are there. The process, whose children are the workers."""
    path = os.path.join(directory, "djoser.sock")
    log = os.path.join(directory, "djoser.log")
    db_socket, db_name, db_user = database
    with open(log, "w") as file:
        process = subprocess.Popen(
            [PYTHON, "-m", "gunicorn", "--worker-class", "sync",
             "--workers", str(workers), "--bind", f"unix:{path}",
             "--log-level", "warning",
             "--chdir", os.path.join(TOP, "tests", "oracle", "django"),
             "django.core.wsgi:get_wsgi_application()"],
            stdout=file, stderr=file, env={
                **os.environ, "PYTHONDONTWRITEBYTECODE": "1",
                "DJANGO_SETTINGS_MODULE": "settings",
                "ORACLE_SETTINGS": json.dumps(SETTINGS),
                "ORACLE_SECRET_KEY": secret, "ORACLE_DB_SOCKET": db_socket,
                "ORACLE_DB_NAME": db_name, "ORACLE_DB_USER": db_user})
    while not listens(path):
        if process.poll() is not None:
            with open(log) as file:
                raise RuntimeError(f"gunicorn has ended: {file.read()}")
        time.sleep(0.01)
    return process


def listens(path):
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(path) == 0
