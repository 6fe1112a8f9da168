"""A site moves from the real Djoser to Portress, and back again: on the same
database and with the same secret all that people hold of it stays good.

Expectations are the contract: what one makes the other honours, in either
direction. The real Djoser is Debian's (script/oracle installs it)."""

import os
import re
import sys
import unittest

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__))]

from credentials import KINDS, Person, get, stored_hashes   # noqa: E402
from harness import main                                    # noqa: E402
from models import CUSTOM, PLAIN                            # noqa: E402
from sites import Django, Portress                          # noqa: E402


class Move:
    users = None

    @classmethod
    def setUpClass(cls):
        cls.django = Django(cls.users)
        cls.addClassCleanup(cls.django.stop)

    def tables(self):
        """How each table of the database was made."""
        sql = self.django.sql
        return {name: re.sub(r" AUTO_INCREMENT=\d+", "",
                             sql(f"SHOW CREATE TABLE `{name}`")[0][1])
                for name, in sql("SHOW TABLES")}

    def get_all(self, site):
        """One of each kind."""
        for kind in KINDS:
            with self.subTest(kind.name, got_at=site):
                name = f"{kind.name} {len(self.purse)}".replace(" ", "-")
                self.purse.append(get(kind, Person(self.users, name), site))

    def use_all(self, site):
        for held in self.purse:
            with self.subTest(held.kind.name, of=held.person.name, at=site):
                held.use(site)

    def test_there_and_back(self):
        django = self.django
        before = self.tables()
        self.purse = list(stored_hashes(django))
        with django:
            self.get_all(django)
        with Portress(django) as portress:
            self.use_all(portress)
            self.get_all(portress)
        with django:
            self.use_all(django)
        self.check_tables(before)

    def check_tables(self, before):
        after = self.tables()
        added = {name for name in after if name not in before}
        self.assertEqual({name: after[name] for name in before}, before)
        self.assertEqual({name for name in added
                          if not name.startswith("portress_")}, set())
        self.assertTrue(added)


class OfDjango(Move, unittest.TestCase):
    users = PLAIN


if __name__ == "__main__":
    main()
