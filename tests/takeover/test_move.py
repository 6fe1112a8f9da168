"""A site moves from the real Djoser to Portress, and back again: on the same
database and with the same secret all that people hold of it stays good.

Expectations are the contract: what one makes the other honours, in either
direction. The real Djoser is Debian's (script/oracle installs it)."""

import re
import unittest

from credentials import (BLACKLIST, SESSIONS, Person, get, kinds_for,
                         signs_in, stored_hashes)
from harness import main
from models import BARE, CUSTOM, PLAIN
from sites import SECRET, Django, Portress

FRESH_SECRET = "what both know from now on, and nobody else does"

# Django has fewer rounds here than by default: it takes some off, Portress
# does not.
OWN_WAY = "hash, all rounds"

JUDGE_ROWS = """
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
judged = [get_user_model(), *(
    model for model in apps.get_models() if model._meta.app_label in (
        "authtoken", "token_blacklist", "sessions"))]
faulty, rows = [], 0
for model in judged:
    for row in model.objects.all():
        rows += 1
        try:
            row.full_clean()
        except ValidationError as error:
            faulty.append(f"{row!r}: {error}")
call_command("migrate", check_unapplied=True, verbosity=0)
for command in given["commands"]:
    call_command(command)
get_user_model().objects.all().delete()
left = [str(model) for model in judged if model.__name__ in (
    "User", "Token") and model.objects.exists()]
print(json.dumps({"faulty": faulty, "rows": rows, "left": left}))
"""
# What sites run from cron, and the app that has it.
COMMANDS = {"clearsessions": SESSIONS, "flushexpiredtokens": BLACKLIST}


class Moving:
    users = None

    @classmethod
    def setUpClass(cls):
        cls.django = Django(cls.users)
        cls.addClassCleanup(cls.django.stop)

    def setUp(self):
        self.purse = []

    def get_all(self, site):
        """One of each kind."""
        for kind in kinds_for(self.users):
            with self.subTest(kind.name, got_at=str(site)):
                name = f"{kind.name} {site}".replace(" ", "-")
                self.purse.append(get(kind, Person(self.users, name), site))

    def use_all(self, site):
        for held in self.purse:
            with self.subTest(held.kind.name, of=held.person.name,
                              at=str(site)):
                held.use(site)


class Move(Moving):
    def test_there_and_back(self):
        before = self.tables()
        self.purse += stored_hashes(self.django)
        with self.django as django:
            self.get_all(django)
        with Portress(self.django) as portress:
            self.use_all(portress)
            self.get_all(portress)
        hashes = self.hashes()
        with self.django as django:
            self.use_all(django)
        self.check_hashes(hashes)
        self.check_tables(before)
        self.check_rows()

    def tables(self):
        """How each table of the database was made."""
        sql = self.django.sql
        return {name: re.sub(r" AUTO_INCREMENT=\d+", "",
                             sql(f"SHOW CREATE TABLE `{name}`")[0][1])
                for name, in sql("SHOW TABLES")}

    def hashes(self):
        return dict(self.django.sql("SELECT email, password FROM "
                                    f"{self.users.table}"))

    def check_hashes(self, before):
        """Django finds no fault with those that Portress has made."""
        after = self.hashes()
        made = [held.person.email for held in self.purse
                if held.kind.use is signs_in and held.kind.name != OWN_WAY]
        self.assertGreater(len(made), 10)
        for email in made:
            self.assertRegex(before[email], r"^pbkdf2_sha256\$1000\$")
            self.assertEqual(after[email], before[email])

    def check_rows(self):
        """They are what Django itself would write, and can be deleted."""
        said = self.django.shell(JUDGE_ROWS, commands=[
            command for command, app in COMMANDS.items()
            if app not in self.users.lacks])
        self.assertEqual(said["faulty"], [])
        self.assertEqual(said["left"], [])
        self.assertGreaterEqual(said["rows"], len(self.purse))

    def check_tables(self, before):
        after = self.tables()
        added = {name for name in after if name not in before}
        self.assertEqual({name: after[name] for name in before}, before)
        self.assertEqual({name for name in added
                          if not name.startswith("portress_")}, set())
        self.assertTrue(added)


class OfDjango(Move, unittest.TestCase):
    users = PLAIN


class OfItsOwn(Move, unittest.TestCase):
    """Addresses sign in, keys are UUIDs, columns are the site's own."""

    users = CUSTOM


class OfNativeUuids(OfItsOwn):
    """As Django 5 makes the tables, where MariaDB has a type for UUIDs; to
    Django 3.2 that looks as what it makes itself, CHAR(32)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        keys = cls.django.sql(f"""SELECT table_name, column_name,
            constraint_name FROM information_schema.key_column_usage
            WHERE table_schema = DATABASE()
            AND referenced_table_name = '{cls.users.table}'""")
        cls.alter(keys, "DROP FOREIGN KEY {2}")
        cls.alter([(cls.users.table, "id")], "MODIFY {1} uuid NOT NULL")
        cls.alter(keys, f"MODIFY {{1}} uuid, ADD CONSTRAINT {{2}} FOREIGN KEY "
                  f"({{1}}) REFERENCES {cls.users.table} (id)")

    @classmethod
    def alter(cls, rows, change):
        cls.django.sql("".join(f"ALTER TABLE {row[0]} {change.format(*row)};"
                               for row in rows))


class OfJwtsAlone(Move, unittest.TestCase):
    """What Django lacks tables for Portress keeps in its own."""

    users = BARE


class WithANewSecret(Moving, unittest.TestCase):
    """The move is a good moment for one; the old one is still honoured."""

    users = PLAIN

    def test_nobody_notices(self):
        with self.django as django:
            self.get_all(django)
        with Portress(self.django, FRESH_SECRET, "secret_key_fallbacks = "
                      f'{{ "{SECRET}" }}\n') as portress:
            self.use_all(portress)
            self.purse.clear()
            self.get_all(portress)
        self.django.set_secret(FRESH_SECRET)
        with self.django as django:
            self.use_all(django)


if __name__ == "__main__":
    main()
