"""Sends one list of requests to the real Djoser and to Portress, and compares.

    compare.py [--group WORD]... [--list] [--causes] [-v]

script/oracle tells how it is called. The requests are in asks/, in the
words of vocabulary.py; versions.py knows where the installed Djoser is not
the newest; docs/differences.md is the list of what differs on purpose.
"""

import argparse
import collections
import importlib
import os
import re
import shlex
import shutil
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(TOP, "tests", "api")]

import answers          # noqa: E402
import fixture          # noqa: E402
import harness          # noqa: E402
import sides            # noqa: E402
import versions         # noqa: E402
from vocabulary import Ask, Exchange    # noqa: E402

DIFFERENCES = os.path.join(TOP, "docs", "differences.md")


def groups():
    """Of all modules of asks/, in the order of their names."""
    for file in sorted(os.listdir(os.path.join(HERE, "asks"))):
        if file.endswith(".py") and not file.startswith("_"):
            module = importlib.import_module(f"asks.{file[:-3]}")
            yield from module.GROUPS


def differences():
    """The names of what differs on purpose: first columns of its tables."""
    try:
        with open(DIFFERENCES) as file:
            rows = [line.split("|")[1].strip(" `") for line in file
                    if line.startswith("|")]
    except FileNotFoundError:
        return set()
    return set(rows)


# --- one side ---------------------------------------------------------------

class Wire:
    """One side's conversation: requests become bytes, names their values."""

    def __init__(self, side):
        self.side = side
        self.taken = dict(side.links())
        self.new = answers.New()

    def fill(self, value, names):
        if isinstance(value, str):
            return re.sub(r"<([\w ]+)>", lambda found: str(names.get(
                found.group(1), found.group(0))), value)
        if isinstance(value, bytes):
            return self.fill(value.decode("latin-1"), names).encode("latin-1")
        if isinstance(value, dict):
            return {self.fill(name, names): self.fill(each, names)
                    for name, each in value.items()}
        if isinstance(value, (list, tuple)):
            return type(value)(self.fill(each, names) for each in value)
        return value

    def request(self, ask, names):
        """method, path, headers, body"""
        body = ask.body
        if ask.encode:
            body = ask.encode(self.fill(body, names) if names else body)
        elif ask.method in ("POST", "PUT", "PATCH"):
            body = b""
        headers = [("Host", "example.com")]
        if ask.kind is not None:
            headers.append(("Content-Type", ask.kind))
        auth = fixture.CREDENTIALS[ask.who] if ask.who else ask.auth
        if auth is not None:
            headers.append(("Authorization", auth))
        headers += ask.headers
        return (ask.method, self.fill(ask.path, names),
                [(name, self.fill(value, names)) for name, value in headers],
                body)

    def ask(self, ask, names=None):
        """What was asked; what was said; that as it is compared."""
        request = self.request(ask, self.taken if names is None else names)
        said = self.side.ask(*request)
        for name, member in ask.take:
            self.taken[name] = answers.members(said).get(member, "(none)")
        for name, value in said.headers:
            if (name.lower() == "set-cookie" and
                    not value.startswith("csrftoken=")):
                self.taken["cookie"] = value.partition(";")[0].strip()
        if ask.mailed is not None:
            self.take_link(said, ask.mailed)
        return request, said, answers.comparable(said, self.new)

    def take_link(self, said, number):
        found = [link for link in map(answers.link, said.mails) if link]
        uid, token = found[-1].groups()[1:] if found else ("(none)",) * 2
        self.taken[f"uid{number}"] = uid
        self.taken[f"token{number}"] = token


def asks_of(one):
    return (one,) if isinstance(one, Ask) else one.asks


def converse(side, group):
    """What it says to a group's requests: a list a request or story."""
    for one in group.asks:
        if isinstance(one, Exchange):
            yield None
            continue
        if side.is_changed:
            side.restore()
        wire = Wire(side)
        yield [wire.ask(ask) for ask in asks_of(one)]
    if not side.is_changed and side.rows() != fixture.usual_state():
        raise RuntimeError(f"{side.name}, {group.name}: a request that was "
                           f"refused has written something")


def exchanges(group, theirs, ours, said):
    """Those in which each side is given what the other said."""
    for index, one in enumerate(group.asks):
        if not isinstance(one, Exchange):
            continue
        theirs.restore()
        ours.restore()
        left, right = Wire(theirs), Wire(ours)
        said[0][index], said[1][index] = [], []
        for ask in one.asks:
            names = dict(left.taken), dict(right.taken)
            said[0][index].append(left.ask(ask, names[1]))
            said[1][index].append(right.ask(ask, names[0]))


# --- both -------------------------------------------------------------------

class Disagreement:
    def __init__(self, group, story, request, theirs, ours, why=None):
        self.group = group
        self.story = story
        self.request = request
        self.theirs = theirs
        self.ours = ours
        self.why = why

    @property
    def aspects(self):
        return [name for name in {**self.theirs, **self.ours}
                if name != "written" or self.both_wrote()
                if self.theirs.get(name, "") != self.ours.get(name, "")]

    def both_wrote(self):
        return "written" in self.theirs and "written" in self.ours

    def cause(self):
        """What disagreements of one cause have in common."""
        def brief(found, names):
            return tuple((name, re.sub(r"[\w.+-]{24,}", "...",
                                       found.get(name, ""))[:160])
                         for name in names)
        refused = self.ours.get("status", "") >= "300"
        names = [name for name in self.aspects
                 if name != "body" or refused]
        alike = "status" not in self.aspects
        return (self.why, self.theirs.get("status"),
                brief(self.ours, names),
                brief(self.theirs, names if alike else ()))

    def show(self, indent="    "):
        lines = []
        if self.why:
            lines.append(self.why)
        if self.request:
            lines.append(curl(self.request))
            for name, found in (("theirs", self.theirs), ("ours", self.ours)):
                lines.append(f"{name:7}{line(found, self.aspects)}")
        return "\n".join(indent + each for each in lines)


def line(found, aspects):
    shown = [f"{found.get('status', '-')} {found.get('body', '')}"[:600]]
    return "  ".join(shown + [f"[{name}: {found.get(name, '')[:300]}]"
                              for name in aspects
                              if name not in ("status", "body")])


TOKENS = {**dict(fixture.known_tokens()),
          **{fixture.key(one): f"key of {one.username}"
             for one in fixture.PEOPLE}}
TOKEN = re.compile(r"[0-9a-f]{40}|[\w-]+\.[\w-]+\.[\w-]*", re.ASCII)


def named(text):
    """Tokens of the fixture by their names."""
    return TOKEN.sub(lambda found: f"({TOKENS[found.group(0)]})"
                     if found.group(0) in TOKENS else found.group(0), text)


def curl(request):
    method, path, headers, body = request
    words = ["curl", "-X", method, path]
    for name, value in headers:
        if name != "Host":
            words += ["-H", f"{name}: {named(value)[:200]}"]
    if body:
        text = named(body.decode("utf-8", "backslashreplace"))
        words += ["-d", text[:300]]
    return " ".join(shlex.quote(word) for word in words)


class Comparison:
    def __init__(self, installed):
        self.rows = versions.rows_for(installed)
        self.known = differences()
        self.compared = 0
        self.on_purpose = collections.Counter()
        self.disagreements = []

    def group(self, group, theirs, ours):
        before = len(self.disagreements)
        for one, left, right in zip(group.asks, theirs, ours):
            name = None if isinstance(one, Ask) else one.name
            for ask, (sent, said, found), (asked, _, mine) in zip(
                    asks_of(one), left, right):
                self.one(group.name, name, ask, asked,
                         self.newest(group, sent, found, said), mine)
        return len(self.disagreements) - before

    def newest(self, group, request, found, said):
        method, path, headers, body = request
        # Those of jwt/ do not look at Authorization.
        sent = ((body or b"").decode("latin-1")
                if path.startswith("/auth/jwt/") else
                dict(headers).get("Authorization", ""))
        found = versions.newest(self.rows, found, f"{method} {path}",
                                versions.Case(sent, said, group.settings))
        return {**found, "error": said.error} if said.error else found

    def one(self, group, story, ask, request, theirs, ours):
        self.compared += 1
        error = theirs.pop("error", None)
        same = not Disagreement(None, None, None, theirs, ours).aspects
        if ask.differs:
            why = self.differs(ask.differs, theirs, ours, same)
        else:
            why = None if same else ""
        if why is not None:
            if error:
                why = f"{why} ({error[:200]})".lstrip()
            self.disagreements.append(Disagreement(
                group, story, request, theirs, ours, why))

    def differs(self, differs, theirs, ours, same):
        """None if it differs as it was said, or what is wrong with that."""
        row, left, right = differs
        self.on_purpose[row] += 1
        if row not in self.known:
            return f"docs/differences.md has no row: {row}"
        if same:
            return f"they agree, though marked: {row}"
        lefts = left if isinstance(left, tuple) else (left,)
        if (theirs["status"] not in map(str, lefts) or
                ours["status"] != str(right)):
            return f"not {left} and {right}, as marked: {row}"
        return None


def both(theirs, ours, what):
    """what(side) for both at the same time; what they returned."""
    said = {}

    def run(side):
        try:
            said[side] = what(side)
        except Exception as error:
            said[side] = error

    threads = [threading.Thread(target=run, args=(side,))
               for side in (theirs, ours)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for side in (theirs, ours):
        if isinstance(said[side], Exception):
            raise said[side]
    return said[theirs], said[ours]


def count(group):
    return sum(len(asks_of(one)) for one in group.asks)


def compare(chosen, theirs, ours, comparison, verbose):
    for index, group in enumerate(chosen):
        begun = time.monotonic()
        old = versions.missing(group, theirs.versions)
        if old:
            print(f"skipped  {group.name}: needs {', '.join(old)}",
                  flush=True)
            continue
        if index + 1 < len(chosen):
            theirs.start_ahead(chosen[index + 1].settings)
        wrong = both(theirs, ours, lambda side: side.start(group.settings))
        if any(wrong):
            comparison.disagreements.append(Disagreement(
                group.name, None, None, {}, {},
                f"theirs: {wrong[0]}" if wrong[0] else f"ours: {wrong[1]}"))
            print(f"CANNOT   {group.name}: {wrong[0] or wrong[1]}",
                  flush=True)
            continue
        said = both(theirs, ours, lambda side: list(converse(side, group)))
        exchanges(group, theirs, ours, said)
        bad = comparison.group(group, *said)
        took = time.monotonic() - begun
        print(f"{f'{bad} bad' if bad else 'ok':<9}{group.name}: "
              f"{count(group)} requests ({took:.1f} s)", flush=True)
        if bad and verbose:
            for one in comparison.disagreements[-bad:]:
                show(one)


def show(one):
    print(f"  {one.group}{f': {one.story}' if one.story else ''}")
    print(one.show(), flush=True)


def show_causes(disagreements):
    """Grouped by what they have in common, the most frequent first."""
    causes = collections.defaultdict(list)
    for one in disagreements:
        causes[one.cause()].append(one)
    for same in sorted(causes.values(), key=len, reverse=True):
        print(f"\n{len(same)} x, such as")
        show(same[0])


def arguments():
    parser = argparse.ArgumentParser(
        prog="script/oracle", description="Sends the requests of "
        "tests/oracle/asks to the real Djoser and to Portress, and "
        "compares what they say.")
    parser.add_argument("--group", action="append", metavar="WORD",
                        help="only groups whose name holds this")
    parser.add_argument("--list", action="store_true",
                        help="names of the groups, and how many requests")
    parser.add_argument("--causes", action="store_true",
                        help="disagreements that look alike only once")
    parser.add_argument("-v", "--verbose", action="store_true",
                        help="show disagreements as they come")
    return parser.parse_args()


def summary(comparison, options):
    if options.causes:
        show_causes(comparison.disagreements)
    elif not options.verbose:
        for one in comparison.disagreements:
            show(one)
    print(f"{comparison.compared} requests compared, "
          f"{sum(comparison.on_purpose.values())} differ on purpose, "
          f"{len(comparison.disagreements)} disagree")


def main():
    options = arguments()
    chosen = [group for group in groups() if not options.group or
              any(word in group.name for word in options.group)]
    if options.list:
        for group in chosen:
            print(f"{count(group):6} {group.name}")
        return 0
    directory = harness.directory()
    theirs = sides.Theirs(directory, harness.database(), "portress")
    ours = sides.Ours(directory)
    comparison = Comparison(theirs.versions)
    print("theirs: " + ", ".join(f"{name} {version}" for name, version in
                                 theirs.versions.items()), flush=True)
    for name in ours.lacking():
        print(f"ours has no setting {name} yet", flush=True)
    try:
        compare(chosen, theirs, ours, comparison, options.verbose)
    finally:
        theirs.stop()
        ours.stop()
    summary(comparison, options)
    if comparison.disagreements:
        return 1
    if "PORTRESS_TEST_DIR" not in os.environ:
        harness.stop()
        shutil.rmtree(directory, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
