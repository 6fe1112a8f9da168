"""Stored hashes of every kind: who has one signs in, and is given a new one."""

import os
import re
import subprocess

from harness import TOP, main
from people import *
from session import PYTHON

FRESH_HASH = re.compile(r"pbkdf2_sha256\$1000\$[0-9A-Za-z]{22}\$[^$]{44}")
PASSWORD_OF_OLD = "sesame"
OLD = "md5$salt$" + hashlib.md5(b"saltsesame").hexdigest()


# Whether the real Django lets a password in with a hash: 0 if so.
ASK_DJANGO = """
import sys
from django.conf import settings
from django.contrib.auth import hashers
settings.configure(PASSWORD_HASHERS=[
    "django.contrib.auth.hashers." + name for name in (
        "PBKDF2PasswordHasher", "PBKDF2SHA1PasswordHasher",
        "Argon2PasswordHasher", "BCryptSHA256PasswordHasher",
        "ScryptPasswordHasher") if hasattr(hashers, name)])
sys.exit(not hashers.check_password(*sys.argv[1:]))
"""


def django_lets_in(password, stored):
    """True, False, or None if there is no Django here that knows the kind."""
    kind = stored.split("$")[0]
    probe = {"argon2": "import django, argon2",
             "bcrypt_sha256": "import django, bcrypt",
             "scrypt": "from django.contrib.auth.hashers import "
                       "ScryptPasswordHasher"}.get(kind, "import django")
    python = [PYTHON, "-c"]
    if subprocess.run(python + [probe], stderr=subprocess.DEVNULL).returncode:
        return None
    return subprocess.run(python + [ASK_DJANGO, password,
                                    stored]).returncode == 0


def text_of(literal):
    """A literal of C whose escapes are octal."""
    data = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literal)).encode()
    return data.decode("unicode_escape").encode("latin-1").decode()


def made_by_django():
    """Of each kind of tests/unit/password_vectors.h the last password that
    has no spaces around it (DRF trims them): [(password, hash)]."""
    path = os.path.join(TOP, "tests/unit/password_vectors.h")
    with open(path) as file:
        rows = re.findall(r'\{ ((?:"(?:[^"\\]|\\.)*"\s*)+),\s*'
                          r'((?:"(?:[^"\\]|\\.)*"\s*)+)\}', file.read())
    kinds = {}
    for row in rows:
        password, stored = map(text_of, row)
        if password == password.strip():
            kinds[re.match(r"[a-z0-9_]*\$*|", stored)[0]
                  if "$" in stored else ""] = (password, stored)
    return list(kinds.values())


class WithHash(Talk):
    def stored(self, stored, password=PASSWORD_OF_OLD, name="ada"):
        """An account with that hash."""
        made = self.account(name)
        self.sql(f"UPDATE auth_user SET password = '{stored}' "
                 f"WHERE id = {made.id}")
        return made._replace(password=password)

    def hash_of(self, account):
        return self.column(account, "password")


class Upgraded(WithHash):
    conf = ('hasher = "pbkdf2_sha256"\npbkdf2_rounds = 1000\n'
            'api "djoser" { check_revoke_token = true\n'
            ' create_session_on_login = true }')

    def test_every_kind_signs_in_and_is_made_anew(self):
        kinds = made_by_django()
        self.assertEqual(len(kinds), 12)
        for number, (password, stored) in enumerate(kinds):
            for way in ("login", "grant"):
                with self.subTest(stored, way=way):
                    ada = self.stored(stored, password, f"{way}{number}")
                    self.assertIn(self.login(ada, "wrong").status, [400])
                    self.assertEqual(self.hash_of(ada), stored)
                    self.expect(getattr(self, way)(ada), 200)
                    fresh = self.hash_of(ada)
                    self.assertRegex(fresh, FRESH_HASH)
                    self.expect(self.login(ada), 200)
                    self.expect(self.grant(ada), 200)
                    self.assertEqual(self.hash_of(ada), fresh)

    def test_yescrypt_is_made_anew_too(self):
        ada = self.stored("$y$j75$z7ztFz2FayrKI79/jEwlL.$"
                          "u5x/j193MQ09wbFaRGYr0AH/A/jh3kunjuhYRVRNkmC",
                          "test1")     # of go-crypt's tests
        self.expect(self.grant(ada), 200)
        self.assertRegex(self.hash_of(ada), FRESH_HASH)

    def test_what_is_handed_out_goes_with_the_new_hash(self):
        ada = self.stored(OLD)
        bearer = self.bearer(ada)
        self.assertRegex(self.hash_of(ada), FRESH_HASH)
        self.expect(self.call("GET", "users/me/", token=bearer), 200)

    def test_who_is_switched_off_keeps_the_hash(self):
        ada = self.stored(OLD)
        self.alter(ada, is_active=0)
        self.expect(self.login(ada), 400, BAD_LOGIN)
        self.assertEqual(self.hash_of(ada), OLD)

    def test_a_password_that_is_changed_meanwhile_stays(self):
        ada = self.stored(OLD)
        other = self.stored("md5$salt$" + hashlib.md5(b"salt!").hexdigest(),
                            name="ben")
        changed = self.hash_of(other)
        session = Session(self.instance)
        self.addCleanup(session.close)
        session.run("BEGIN")
        session.run(f"UPDATE auth_user SET password = '{changed}' "
                    f"WHERE id = {ada.id}")
        login = InBackground(lambda: self.login(ada))
        self.waiting()
        session.run("COMMIT")
        self.expect(login.result(), 400, BAD_LOGIN)
        self.assertEqual(self.hash_of(ada), changed)

    def test_two_at_once_are_both_let_in(self):
        ada = self.stored(OLD)
        answers = at_once(4, lambda _: self.login(ada))
        self.assertEqual([answer.status for answer in answers], [200] * 4)
        self.assertRegex(self.hash_of(ada), FRESH_HASH)

    def test_a_hash_of_more_work_stays(self):
        salt = "abcdefghijklmnopqrstuv"
        digest = base64.b64encode(hashlib.pbkdf2_hmac(
            "sha256", b"sesame", salt.encode(), 1001)).decode()
        ada = self.stored(f"pbkdf2_sha256$1001${salt}${digest}")
        before = self.hash_of(ada)
        self.expect(self.login(ada), 200)
        self.assertEqual(self.hash_of(ada), before)

    def test_what_cannot_be_computed_is_told_in_the_log(self):
        for stored, reason in (
                ("pbkdf2_sha256$99999999999$salt$x", "costs too much"),
                ("$y$jzz$z7ztFz2FayrKI79/jEwlL.$x", "costs too much"),
                ("argon2$argon2id$v=19$m=9999999,t=9,p=1$c2FsdHNhbHQ$"
                 "aGFzaGhhc2g", "costs too much"),
                ("scrypt$1073741824$salt$8$1$x", "costs too much"),
                ("pbkdf2_sha256$x", "broken, or of an unknown kind"),
                ("sha512$salt$x", "broken, or of an unknown kind")):
            with self.subTest(stored):
                ada = self.stored(stored, name=f"a{self.count('auth_user')}")
                self.expect(self.login(ada), 400, BAD_LOGIN)
                self.assertEqual(self.hash_of(ada), stored)
                lines = [line for line in self.instance.log().splitlines()
                         if f"account={ada.id} " in line
                         and "password_hash_refused" in line]
                self.assertEqual(len(lines), 1)
                self.assertIn(f'reason="{reason}"', lines[0])

    def test_no_password_is_no_trouble(self):
        for stored in ("", "!", "!" + "x" * 40):
            ada = self.stored(stored, name=f"b{self.count('auth_user')}")
            self.expect(self.login(ada), 400, BAD_LOGIN)
            self.assertNotIn(f"password_hash_refused account={ada.id} ",
                             self.instance.log())


class HandedBack(WithHash):
    """yescrypt, the default, is nothing that Django can read."""

    def test_what_django_can_read_stays(self):
        for number, (password, stored) in enumerate(made_by_django()):
            with self.subTest(stored):
                ada = self.stored(stored, password, f"ada{number}")
                self.expect(self.login(ada), 200)
                self.assertEqual(self.hash_of(ada), stored)

    def test_what_it_cannot_does_not(self):
        # SHA-512 of crypt(5), made by Perl's crypt.
        ada = self.stored("$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5"
                          "KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/",
                          "password")
        self.expect(self.login(ada), 200)
        self.assertTrue(self.hash_of(ada).startswith("$y$"))


class Kept(WithHash):
    conf = 'hasher = "pbkdf2_sha256"\npassword_upgrade = false'

    def test_the_hash_stays(self):
        ada = self.stored(OLD)
        self.expect(self.login(ada), 200)
        self.expect(self.grant(ada), 200)
        self.assertEqual(self.hash_of(ada), OLD)


class Hashers(WithHash):
    """What each setting writes signs in."""

    def check_hasher(self, begin):
        ada = self.account()
        self.assertTrue(self.hash_of(ada).startswith(begin))
        before = self.hash_of(ada)
        self.expect(self.login(ada), 200)
        self.assertEqual(self.hash_of(ada), before)
        self.expect(self.login(ada, "wrong"), 400, BAD_LOGIN)
        return before

    def check_with_django(self, begin):
        stored = self.check_hasher(begin)
        if django_lets_in(PASSWORD, stored) is None:
            self.skipTest("no Django here that knows it")
        self.assertTrue(django_lets_in(PASSWORD, stored))
        self.assertFalse(django_lets_in("wrong", stored))


class Yescrypt(Hashers):
    def test_it_is_the_default(self):
        self.check_hasher("$y$j75$")


class Argon2(Hashers):
    conf = 'hasher = "argon2"'

    def test_django_lets_in_too(self):
        self.check_with_django("argon2$argon2id$v=19$m=102400,t=2,p=8$")


class Scrypt(Hashers):
    conf = 'hasher = "scrypt"'

    def test_django_lets_in_too(self):
        self.check_with_django("scrypt$16384$")


class Pbkdf2(Hashers):
    conf = 'hasher = "pbkdf2_sha256"'

    def test_django_lets_in_too(self):
        self.check_with_django("pbkdf2_sha256$1500000$")


class Pbkdf2Sha1(Hashers):
    conf = 'hasher = "pbkdf2_sha1"\npbkdf2_rounds = 4096'

    def test_django_lets_in_too(self):
        self.check_with_django("pbkdf2_sha1$4096$")


class Bcrypt(Hashers):
    conf = 'hasher = "bcrypt_sha256"'

    def test_django_lets_in_too(self):
        self.check_with_django("bcrypt_sha256$$2b$12$")


if __name__ == "__main__":
    main()
