"""The comparison with the real Djoser must be able to fail."""

import json
import os
import sys
import time
import unittest

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__))]

import answers          # noqa: E402
import compare          # noqa: E402
import fixture          # noqa: E402
import versions         # noqa: E402
from harness import main                # noqa: E402
from vocabulary import as_form, as_parts, ask, group, story     # noqa: E402

DEBIAN_12 = {"django": "3.2.25", "djoser": "2.1.0", "drf": "3.14.0",
             "pyjwt": "2.6.0", "simplejwt": "5.2.2"}
NEWEST = dict.fromkeys(DEBIAN_12, "99")
MAIL = {"to": ["ada@example.com"], "from": "webmaster@localhost",
        "subject": "Password reset on Example",
        "text": "Here:\nhttp://example.com/reset/MQ/dif58g-" + "0" * 32,
        "html": ""}


def said(body=b"{}", status=200, rows=None, mails=(), **headers):
    named = {"Content-Type": "application/json",
             "Allow": "GET, HEAD, OPTIONS", **headers}
    if not isinstance(body, bytes):
        body = answers.compact(body).encode()
    return answers.Said(status, tuple(
        (name.replace("_", "-"), value) for name, value in named.items()),
        body, list(mails), rows)


def mail(**changed):
    made = {**MAIL, **changed}
    return {**made, "html": f"<p>{made['text']}</p>"}


def access(**changed):
    return {"access": fixture.access(1, **changed)}


GOOD = said({"email": "ada@example.com", "id": 1, "username": "ada"})
# Each differs from the first one of its row.
NOTICED = {
    "status": (said(), said(status=201)),
    "a member": (GOOD, said({"email": "ada@example.com", "id": 1})),
    "a value": (GOOD, said({"email": "ada@example.com", "id": 2,
                            "username": "ada"})),
    "the order": (GOOD, said({"id": 1, "email": "ada@example.com",
                              "username": "ada"})),
    "a type": (said({"id": 1}), said({"id": "1"})),
    "a boolean": (said({"id": 1}), said({"id": True})),
    "blanks": (GOOD, said(b'{"email": "ada@example.com", "id": 1, '
                          b'"username": "ada"}')),
    "escapes": (said({"a": "\u00e9"}), said(b'{"a":"\\u00e9"}')),
    "no body": (said(), said(b"")),
    "no JSON": (said(), said(b"oops")),
    "Content-Type": (said(), said(Content_Type="text/html")),
    "a charset": (said(), said(
        Content_Type="application/json; charset=utf-8")),
    "Allow": (said(), said(Allow="GET")),
    "WWW-Authenticate": (said(), said(WWW_Authenticate="Token")),
    "a cookie": (said(), said(Set_Cookie="sessionid=x")),
    "a cookie's manners": (
        said(Set_Cookie=f"sessionid={'a' * 32}; HttpOnly; Path=/"),
        said(Set_Cookie=f"sessionid={'a' * 32}; Path=/")),
    "whose key": (said({"auth_token": fixture.key(fixture.ADA)}),
                  said({"auth_token": fixture.key(fixture.BOB)})),
    "a key cut": (said({"auth_token": "0" * 40}),
                  said({"auth_token": "0" * 39})),
    "a claim": (said(access()), said(access(name="Ada"))),
    "a claim's value": (said(access()), said(access(user_id=2))),
    "a claim's type": (said(access()), said(access(user_id="1"))),
    "an id that is none": (said(access()), said(access(jti="x"))),
    "another algorithm": (said(access()), said(
        {"access": fixture.sign(fixture.claims(1), alg="HS512")})),
    "no mail": (said(mails=[mail()]), said()),
    "a mail twice": (said(mails=[mail()]), said(mails=[mail(), mail()])),
    "who gets it": (said(mails=[mail()]), said(mails=[mail(to=["x@y.de"])])),
    "its subject": (said(mails=[mail()]), said(mails=[mail(subject="x")])),
    "its link": (said(mails=[mail()]), said(mails=[mail(
        text=MAIL["text"].replace("reset", "activate"))])),
    "whose link": (said(mails=[mail()]), said(mails=[mail(
        text=MAIL["text"].replace("MQ", "Mg"))])),
    "a token cut": (said(mails=[mail()]), said(mails=[mail(
        text=MAIL["text"][:-1])])),
    "what was written": (
        said(rows=fixture.usual_state()),
        said(rows=[[*row[:3], "0", *row[4:]] if row[0] == "1" else row
                   for row in fixture.usual_state()])),
    "who is gone": (said(rows=fixture.usual_state()),
                    said(rows=fixture.usual_state()[1:])),
}
ALIKE = {
    "keys": (said({"auth_token": "0" * 40}), said({"auth_token": "1" * 40})),
    "new accounts": (said({"id": 1000}), said({"id": 1007})),
    "ids of JWTs": (said(access(jti="0" * 32)), said(access(jti="1" * 32))),
    "tokens of links": (said(mails=[mail()]), said(mails=[mail(
        text=MAIL["text"].replace("0" * 32, "1" * 32))])),
    "texts of parse errors": (said({"detail": "JSON parse error - x"}, 400),
                              said({"detail": "JSON parse error - y"}, 400)),
}


def disagreements(theirs, ours, one=None, installed=None, settings=None,
                  rows=()):
    one = one or ask("GET", "users/me/")
    comparison = compare.Comparison(installed or NEWEST)
    comparison.known = set(rows)
    request = one.method, one.path, [], b""
    left, right = ([[(request, each, answers.comparable(each,
                                                        answers.New()))]]
                   for each in (theirs, ours))
    comparison.group(group("a group", one, **(settings or {})), left, right)
    return comparison.disagreements


class Noticed(unittest.TestCase):
    def test_whatever_is_another_is_noticed(self):
        for what, (theirs, ours) in NOTICED.items():
            with self.subTest(what):
                self.assertEqual(len(disagreements(theirs, ours)), 1)
                self.assertEqual(len(disagreements(ours, theirs)), 1)

    def test_a_life_time_is_noticed(self):
        now = int(time.time())
        theirs, ours, late = (said(access(iat=now, exp=now + seconds))
                              for seconds in (300, 300, 301))
        self.assertEqual(disagreements(theirs, ours), [])
        self.assertEqual(len(disagreements(theirs, late)), 1)

    def test_what_is_the_same_agrees(self):
        for what, pair in NOTICED.items():
            for one in pair:
                with self.subTest(what):
                    self.assertEqual(disagreements(one, one), [])

    def test_what_cannot_be_the_same_is_compared_by_its_shape(self):
        for what, (theirs, ours) in ALIKE.items():
            with self.subTest(what):
                self.assertEqual(disagreements(theirs, ours), [])

    def test_in_a_story_new_accounts_are_told_from_each_other(self):
        new = answers.New()
        self.assertEqual(
            [answers.shape({"id": number}, new)["id"]
             for number in (1001, 1002, 1001, 1)],
            ["(new account 1)", "(new account 2)", "(new account 1)", 1])


class OnPurpose(unittest.TestCase):
    one = ask("GET", "users/me/", differs=("a row", 500, 400))

    def count(self, theirs, ours, rows=("a row",)):
        return len(disagreements(said(status=theirs), said(status=ours),
                                 self.one, rows=rows))

    def test_what_is_marked_may_differ(self):
        self.assertEqual(self.count(500, 400), 0)

    def test_only_as_it_was_marked(self):
        self.assertEqual(self.count(500, 404), 1)
        self.assertEqual(self.count(400, 500), 1)

    def test_what_is_marked_must_differ(self):
        self.assertEqual(self.count(400, 400), 1)

    def test_its_row_must_be_there(self):
        self.assertEqual(self.count(500, 400, rows=("another",)), 1)


class Versions(unittest.TestCase):
    invalid = said({"detail": versions.BOTH}, 401)

    def test_an_old_text_is_that_of_the_newest(self):
        ours = said({"detail": "Token is invalid"}, 401)
        self.assertEqual(disagreements(self.invalid, ours,
                                       installed=DEBIAN_12), [])
        self.assertEqual(len(disagreements(self.invalid, ours)), 1)

    def test_which_of_two_texts_depends_on_the_token(self):
        for name, text in (("expired", "Token is expired"),
                           ("other key", "Token is invalid")):
            for given in ("Token is expired", "Token is invalid"):
                found = answers.comparable(self.invalid, answers.New())
                case = versions.Case(fixture.BAD_ACCESS[name], self.invalid,
                                     {})
                newest = versions.newest(versions.rows_for(DEBIAN_12), found,
                                         "GET /auth/users/me/", case)
                with self.subTest(name):
                    self.assertEqual(json.loads(newest["body"])["detail"],
                                     text)

    def test_a_row_applies_to_its_requests_alone(self):
        theirs, ours = said(b"", 400), said(b"", 204)
        again = ask("POST", "users/resend_activation/")
        under = {"DJOSER": {"SEND_ACTIVATION_EMAIL": True}}
        self.assertEqual(disagreements(theirs, ours, again, DEBIAN_12,
                                       under), [])
        self.assertEqual(len(disagreements(theirs, ours, again,
                                           DEBIAN_12)), 1)
        self.assertEqual(len(disagreements(theirs, ours, None, DEBIAN_12,
                                           under)), 1)


class Requests(unittest.TestCase):
    def test_each_row_of_requests_can_be_sent(self):
        class Side:
            def links(self):
                return {}

        wire = compare.Wire(Side())
        for one in compare.groups():
            for each in one.asks:
                for request in compare.asks_of(each):
                    method, path, headers, body = wire.request(request, {})
                    self.assertTrue(path.startswith("/"), path)
                    self.assertTrue(path.isascii(), path)
                    self.assertIsInstance(body, (bytes, type(None)))
                    for _, value in headers:
                        value.encode("latin-1")

    def test_names_of_groups_are_told_apart(self):
        names = [one.name for one in compare.groups()]
        self.assertEqual(len(names), len(set(names)))

    def test_a_side_is_given_what_it_said_itself(self):
        class Side:
            def links(self):
                return {}

            def ask(self, method, path, headers, body):
                self.path = path
                return said({"id": 1007})

        side = Side()
        wire = compare.Wire(side)
        for one in story("", ask("GET", "users/me/", take={"id": "id"}),
                         ask("GET", "users/<id>/")).asks:
            wire.ask(one)
        self.assertEqual(side.path, "/auth/users/1007/")

    def test_forms(self):
        self.assertEqual(as_form({"a": "\u00e9 &"}), b"a=%C3%A9+%26")
        self.assertEqual(as_parts([("a", "b")]).split(b"\r\n"), [
            b"---------oracle", b'Content-Disposition: form-data; name="a"',
            b"", b"b", b"---------oracle--", b""])


if __name__ == "__main__":
    main()
