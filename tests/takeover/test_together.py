"""The real Djoser and Portress on one database at the same time: what is done
at one is seen at the other at once, and they do not stand in each other's way.

Expectations are the contract. Where both are asked at the same time, what only
Djoser can do wrong is not counted."""

import collections
import random
import unittest

from credentials import *
from harness import main
from models import CUSTOM, PLAIN
from people import at_once
from sites import Django, Portress


ROUNDS = 5
FEW = 4         # deadlocks in 200 requests

# As `manage.py changepassword` does, which wants a terminal.
CHANGE_PASSWORD = """
from django.contrib.auth import get_user_model
user = get_user_model().objects.get_by_natural_key(given["whose"])
user.set_password(given["password"])
user.save()
print("null")
"""

# --- what is done at one, and what the other says then -----------------------

class Everything:
    """All that somebody can hold, got at a site."""

    def __init__(self, site, person):
        self.person = person
        enter(site, person)
        answer = sign_in(site, person)
        self.key = f"Token {answer.json['auth_token']}"
        self.session = of_browser(cookies_of(answer))
        pair = sign_in(site, person, "jwt/create/").json
        self.access, self.refresh = f"Bearer {pair['access']}", pair["refresh"]
        self.link = mailed(site, person, 204, "users/reset_password/",
                           {"email": person.email})[1]

    def is_known(self, site):
        is_known(site, self.person, token=self.key)
        is_known(site, self.person, token=self.access)

    def is_unknown(self, site):
        is_unknown(site, token=self.key)
        is_unknown(site, token=self.access)
        is_unknown(site, headers=self.session)


def is_made(one, other, person):
    enter(one, person)
    signs_in(other, person, person.password)


def is_activated(one, other, person):
    activates(other, person, sign_up(one, person))
    signs_in(one, person, person.password)


def changes_address(one, other, person):
    held = Everything(other, person)
    person.email = f"other-{person.email}"
    link = mailed(one, person, 200, "users/me/", {"email": person.email},
                  "PATCH", token=held.key)[1]
    # It is to be activated again.
    held.is_unknown(other)
    confirm(other, 204, "users/activation/", link)
    held.is_known(one)
    held.is_known(other)


def changes_country(one, other, person):
    held = Everything(other, person)
    person.given = {"country": "NO"}
    ask(one, 200, "PATCH", "users/me/", person.given, token=held.key)
    held.is_known(other)


def changes_name(one, other, person):
    held = Everything(other, person)
    other_name = person.renamed()
    ask(one, 204, "POST", person.path("users/set_{}/"), {
        person.path("new_{}"): other_name.login_name,
        "current_password": person.password}, token=held.key)
    person.become(other_name)
    held.is_known(other)
    signs_in(other, person, person.password)


def sets_password(one, other, person):
    held = Everything(other, person)
    changes_password(one, person, held.access)
    for site in (other, one):
        is_locked_out(site, person, PASSWORD)
        is_unknown(site, headers=held.session)
        confirm(site, 400, "users/reset_password_confirm/", held.link,
                new_password=FRESH)
        signs_in(site, person, FRESH)


def resets_it(one, other, person):
    held = Everything(other, person)
    resets_password(one, person, held.link)
    confirm(other, 400, "users/reset_password_confirm/", held.link,
            new_password=FRESH)
    is_unknown(other, headers=held.session)
    is_locked_out(other, person, PASSWORD)
    signs_in(other, person, FRESH)


def signs_out(one, other, person):
    held = Everything(other, person)
    ask(one, 204, "POST", "token/logout/", token=held.key,
        headers=held.session)
    is_unknown(other, token=held.key)
    is_unknown(other, headers=held.session)


def is_deleted(one, other, person):
    held = Everything(other, person)
    ask(one, 204, "DELETE", "users/me/",
        {"current_password": person.password}, token=held.key)
    held.is_unknown(other)
    is_locked_out(other, person)
    confirm(other, 400, "users/reset_password_confirm/", held.link,
            new_password=FRESH)
    enter(other, person)
    signs_in(one, person, person.password)


def refreshes_in_turn(one, other, person):
    held = takes_refresh(one, person)
    for site in (other, one) * 3:
        spent, held = held, refreshes(site, person, held)
        shows_ended_refresh(one if site is other else other, person, spent)


def blacklists_one(one, other, person):
    held = Everything(other, person)
    ask(one, 200, "POST", "jwt/blacklist/", {"refresh": held.refresh})
    shows_ended_refresh(other, person, held.refresh)


DEEDS = (is_made, is_activated, changes_name, sets_password, resets_it,
         signs_out, is_deleted, refreshes_in_turn, blacklists_one)


# --- those who come at the same time -----------------------------------------

def login(who):
    return {**who.person.login, "password": PASSWORD}


def refresh_token(who):
    return {"refresh": who.refresh}


# Method, path, body, whether it is sent with the key.
STEPS = (
    ("POST", "token/login/", login, False),
    ("POST", "token/logout/", lambda who: None, True),
    ("POST", "jwt/create/", login, False),
    ("POST", "jwt/refresh/", refresh_token, False),
    ("POST", "jwt/blacklist/", refresh_token, False),
    ("GET", "users/me/", lambda who: None, True),
    ("POST", "users/set_password/", lambda who: {
        "current_password": PASSWORD, "new_password": PASSWORD}, True),
    ("POST", "users/reset_password/", lambda who: {
        "email": who.person.email}, False),
)
LEAVES = ("DELETE", "users/me/", lambda who: {"current_password": PASSWORD},
          True)


class Visitor:
    """Does this and that, here and there, as others do who are the same
    persons."""

    def __init__(self, seed, steps, sites, people):
        self.random = random.Random(seed)
        self.steps, self.sites, self.people = steps, sites, people
        self.key, self.refresh = "Token x", "x"
        self.statuses = collections.Counter()

    def walk(self, steps):
        for _ in range(steps):
            self.person = self.random.choice(self.people)
            self.go(self.random.choice(self.sites), *self.random.choice(
                self.steps))
        return self.statuses

    def go(self, site, method, path, body, with_key):
        answer = site.call(method, path, body(self),
                           token=self.key if with_key else None)
        self.statuses[site, answer.status, path] += 1
        if answer.status == 200:
            self.keep(answer.json)
        elif (method, answer.status) == ("DELETE", 204):
            self.come_again(site)

    def keep(self, said):
        if "auth_token" in said:
            self.key = f"Token {said['auth_token']}"
        self.refresh = said.get("refresh", self.refresh)

    def come_again(self, site):
        """Another may be as fast."""
        site.call("POST", "users/", {
            **self.person.users.given, "email": self.person.email,
            **login(self)})
        alter(site, self.person, "is_active = 1")


def all_said(number, what):
    said = at_once(number, what)
    for one in said:
        if isinstance(one, Exception):
            raise one
    return said


class Together:
    users = None
    deeds = DEEDS

    @classmethod
    def setUpClass(cls):
        cls.django = Django(cls.users)
        cls.django.start()
        cls.addClassCleanup(cls.django.stop)
        cls.portress = Portress(cls.django)
        cls.both = cls.django, cls.portress

    def person(self, name):
        return Person(self.users, name.replace(" ", "-"))

    def test_what_one_does_the_other_sees(self):
        for deed in self.deeds:
            for one, other in (self.both, self.both[::-1]):
                with self.subTest(deed.__name__, at=str(one)):
                    deed(one, other, self.person(f"{deed.__name__} {one}"))


    def test_commands_of_one_are_seen_at_the_other(self):
        person = self.person("commanded")
        self.command(PASSWORD, "user", "add", "--staff", "--email",
                     person.email, person.login_name)
        signs_in(self.django, person, PASSWORD)
        self.command(FRESH, "user", "set-password", person.login_name)
        is_locked_out(self.django, person)
        signs_in(self.django, person, FRESH)
        self.django.shell(CHANGE_PASSWORD, whose=person.login_name,
                          password=PASSWORD)
        is_locked_out(self.portress, person)
        signs_in(self.portress, person, PASSWORD)

    def command(self, password, *arguments):
        done = self.portress.portress(*arguments, input=password + "\n")
        self.assertEqual(done.returncode, 0, done)

    # At the same time

    def at_both(self, number, what):
        """What what(site) said, by site; it is asked so often at each."""
        said = all_said(2 * number, lambda one: what(self.both[one % 2]))
        return said[0::2], said[1::2]

    def statuses(self, *answers):
        return [answer.status for many in answers for answer in many]

    def sent(self, path, body):
        return lambda site: site.call("POST", path, body)

    def test_a_name_is_taken_once(self):
        for number in range(ROUNDS):
            person = self.person(f"taken {number}")
            said = self.statuses(*self.at_both(2, self.sent("users/", {
                **self.users.given, "email": person.email, **person.login,
                "password": PASSWORD})))
            self.assertEqual(sorted(said), [201, 400, 400, 400])

    def test_there_is_one_key(self):
        for number in range(ROUNDS):
            person = self.person(f"key {number}")
            enter(self.portress, person)
            answers = self.at_both(2, self.sent("token/login/", {
                **person.login, "password": PASSWORD}))
            self.assertEqual(self.statuses(*answers), [200] * 4)
            self.assertEqual(len({answer.json["auth_token"]
                                  for many in answers for answer in many}), 1)

    def test_a_refresh_token_has_one_successor_here(self):
        for number in range(ROUNDS):
            person = self.person(f"rotated {number}")
            held = takes_refresh(self.both[number % 2], person)
            theirs, ours = self.at_both(2, self.sent(
                "jwt/refresh/", {"refresh": held}))
            self.assertLessEqual(set(self.statuses(theirs, ours)), {200, 401})
            self.assertIn(200, self.statuses(theirs, ours))
            successors = {answer.json["refresh"] for answer in ours
                          if answer.status == 200}
            self.assertLessEqual(len(successors), 1)
            shows_ended_refresh(self.django, person, held)
            for one in successors:
                refreshes(self.django, person, one)

    def test_a_link_is_used_at_both(self):
        for number in range(ROUNDS):
            person = self.person(f"linked {number}")
            uid, token = sign_up(self.both[number % 2], person)
            said = self.statuses(*self.at_both(2, self.sent(
                "users/activation/", {"uid": uid, "token": token})))
            self.assertLessEqual(set(said), {204, 403})
            self.assertIn(204, said)
            signs_in(self.portress, person, PASSWORD)

    def traffic(self, name, steps):
        """Statuses of 500 and more, and deadlocks that the server counted."""
        people = [self.person(f"{name} {number}") for number in range(2)]
        for person in people:
            enter(self.portress, person)
        before = self.deadlocks()
        said = all_said(8, lambda one: Visitor(
            one, steps, self.both, people).walk(25))
        self.assertEqual(sum(sum(one.values()) for one in said), 8 * 25)
        return ([what for one in said for what in one if what[1] >= 500],
                self.deadlocks() - before)

    def deadlocks(self):
        return int(self.portress.sql(
            "SHOW GLOBAL STATUS LIKE 'Innodb_deadlocks'")[0][1])

    def test_nobody_is_in_the_others_way(self):
        trouble, deadlocks = self.traffic("stays", STEPS)
        self.assertEqual(trouble, [])
        self.assertLessEqual(deadlocks, FEW)

    def test_nor_if_accounts_come_and_go(self):
        """Django itself answers 500 where an account ends meanwhile."""
        trouble, deadlocks = self.traffic("leaves", (*STEPS, LEAVES))
        self.assertEqual([what for what in trouble
                          if what[0] is self.portress], [])
        self.assertLessEqual(deadlocks, FEW)


class OfDjango(Together, unittest.TestCase):
    users = PLAIN
    deeds = (*DEEDS, changes_address)


class OfItsOwn(Together, unittest.TestCase):
    users = CUSTOM
    deeds = (*DEEDS, changes_country)


if __name__ == "__main__":
    main()
