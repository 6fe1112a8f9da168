#!/usr/bin/python3
"""Makes password_vectors.h anew: passwords and what the real Django makes of
them, of every kind of hash that it ever wrote.

    python3 tests/unit/password_vectors.py [KIND]... >password_vectors.h

Debian's packages are python3-django, python3-bcrypt and python3-argon2. No
release has all kinds: scrypt came with Django 4.0, crypt went with Python
3.13. So the file is made of two runs: all but scrypt in Debian 12, scrypt in
Debian 13. Salts are random, so what is made is another one each time. Most are
of less work than Django's own, so that tests are quick.
"""

import sys
import warnings

warnings.simplefilter("ignore")

import django
from django.conf import settings

PATH = "django.contrib.auth.hashers."
HASHERS = ["PBKDF2PasswordHasher", "PBKDF2SHA1PasswordHasher",
           "Argon2PasswordHasher", "BCryptSHA256PasswordHasher",
           "BCryptPasswordHasher", "ScryptPasswordHasher",
           "SHA1PasswordHasher", "MD5PasswordHasher",
           "UnsaltedSHA1PasswordHasher", "UnsaltedMD5PasswordHasher",
           "CryptPasswordHasher"]

from django.contrib.auth import hashers

settings.configure(PASSWORD_HASHERS=[PATH + name for name in HASHERS
                                     if hasattr(hashers, name)])

PASSWORDS = ["a", "secret", "correct horse battery staple", "  two  spaces ",
             "p@$$w$rd$", "quote\"back\\slash'%s", "Größe über Maß",
             "Пароль №1", "パスワード", "clé 🔑 à molette", "x" * 55, "y" * 64,
             "z" * 72, "z" * 73, "ünïcödé" * 30, "long " * 160, "1"]


def pbkdf2(hasher, password, number):
    rounds = None if number == 0 else 1 + number * 61
    return hasher.encode(password, hasher.salt(), rounds)


def argon2(hasher, password, number):
    if number == 0:
        return hasher.encode(password, hasher.salt())
    import argon2
    kind = (argon2.low_level.Type.ID, argon2.low_level.Type.I,
            argon2.low_level.Type.D)[number % 3]
    made = argon2.low_level.hash_secret(
        password.encode(), hasher.salt().encode(), time_cost=1 + number % 4,
        memory_cost=64 + 8 * number, parallelism=1 + number % 5,
        hash_len=16 + number, type=kind, version=16 if number % 4 == 1 else 19)
    return "argon2" + made.decode()


def bcrypt(hasher, password, number):
    import bcrypt
    return hasher.encode(password, bcrypt.gensalt(
        10 if number == 0 else 4 + number % 2,
        b"2a" if number % 3 == 1 else b"2b"))


def scrypt(hasher, password, number):
    if number == 0:
        return hasher.encode(password, hasher.salt())
    return hasher.encode(password, hasher.salt(), 2 << number % 7,
                         1 + number % 9, 1 + number % 4)


def plain(hasher, password, number):
    return hasher.encode(password, hasher.salt())


def old_unsalted_md5(hasher, password, number):
    made = hasher.encode(password, "")
    return made if number % 2 == 0 else "md5$$" + made


WAYS = {"pbkdf2_sha256": pbkdf2, "pbkdf2_sha1": pbkdf2, "argon2": argon2,
        "bcrypt_sha256": bcrypt, "bcrypt": bcrypt, "scrypt": scrypt,
        "sha1": plain, "md5": plain, "unsalted_sha1": plain,
        "unsalted_md5": old_unsalted_md5, "crypt": plain}


def literal(text):
    """Of C, in pieces of a line each."""
    data = text.encode()
    pieces = [data[i:i + 60] for i in range(0, len(data), 60)]
    return "\n\t    ".join(
        '"%s"' % "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\'
                         else f"\\{byte:03o}" for byte in piece)
        for piece in pieces)


def row(hasher, password, number):
    stored = WAYS[hasher.algorithm](hasher, password, number)
    if stored == "crypt$$*0":       # what crypt(3) says of 512 bytes and more
        return
    assert hashers.check_password(password, stored), stored
    print(f"\t{{ {literal(password)},\n\t    {literal(stored)} }},")


def main():
    print("\t/* Made by password_vectors.py, Django "
          f"{django.get_version()}. Do not edit. */")
    for hasher in hashers.get_hashers():
        if not sys.argv[1:] or hasher.algorithm in sys.argv[1:]:
            for number, password in enumerate(PASSWORDS):
                try:
                    row(hasher, password, number)
                except (ImportError, ValueError) as error:
                    if "load" not in str(error):
                        raise
                    break


main()
