"""Sessions as Django keeps them (signing.dumps of django.core.signing with
the salt of its SessionStore), and the real Django, where it is installed."""

import base64
import functools
import hashlib
import hmac
import json
import subprocess
import time
import zlib

# Debian's: what runs the tests may be another one.
PYTHON = "/usr/bin/python3"
NEEDS = "import django.contrib.sessions, MySQLdb"
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

DJANGO = """
import json, sys
from django.conf import settings
given = json.load(sys.stdin)
settings.configure(
    SECRET_KEY=given["secret"], USE_TZ=True,
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes",
                    "django.contrib.sessions"],
    DATABASES={"default": {
        "ENGINE": "django.db.backends.mysql", "NAME": given["name"],
        "USER": given["user"], "HOST": given["socket"],
        "OPTIONS": {"charset": "utf8mb4"}}})
import django
django.setup()
from django.contrib.auth import get_user, login, models
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.http import HttpRequest
key = given["key"]
request = HttpRequest()
request.session = SessionStore(key)
"""


def _salted(salt, secret, text):
    key = hashlib.sha256((salt + secret).encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256)


def _text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _base62(number):
    text = ""
    while number:
        number, rest = divmod(number, 62)
        text = DIGITS[rest] + text
    return text or "0"


def _signature(secret, text):
    return _text(_salted("django.contrib.sessions.SessionStoresigner", secret,
                         text).digest())


def encode(secret, data, compress=True):
    packed = json.dumps(data, separators=(",", ":")).encode()
    text = "." + _text(zlib.compress(packed)) if compress else _text(packed)
    text += ":" + _base62(int(time.time()))
    return f"{text}:{_signature(secret, text)}"


def decode(secret, text):
    signed, _, signature = text.rpartition(":")
    if signature != _signature(secret, signed):
        raise AssertionError(f"badly signed: {text}")
    packed = signed.split(":")[0].encode()
    packed, pressed = packed.lstrip(b"."), packed.startswith(b".")
    data = base64.urlsafe_b64decode(packed + b"=" * (-len(packed) % 4))
    return json.loads(zlib.decompress(data) if pressed else data)


def auth_hash(secret, password):
    return _salted("django.contrib.auth.models.AbstractBaseUser."
                   "get_session_auth_hash", secret, password).hexdigest()


@functools.lru_cache
def has_django():
    return subprocess.run([PYTHON, "-c", NEEDS],
                          capture_output=True).returncode == 0


def django(instance, secret, code, key=None):
    """What the code prints, as JSON; it finds a request with a session."""
    done = subprocess.run(
        [PYTHON, "-c", DJANGO + code], text=True, capture_output=True,
        input=json.dumps({
            "secret": secret, "key": key, "name": instance.db_name,
            "user": instance.db_user, "socket": instance.db_socket}))
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)
