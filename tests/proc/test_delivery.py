"""Mails, from the request that causes one to the mail server that takes it.

The mail server is Debian's aiosmtpd on 127.0.0.1 (smtp_server.py). Nothing here
waits for a time to pass: what is to be tried again later is made due by SQL.
"""

import contextlib
import email.utils
import itertools
import os
import random
import re
import shutil
import signal
import socket
import tempfile
import threading
import unittest

import harness
import smtp_server
from fastcgi import *
from harness import PATIENCE, link, tell
from people import *
from smtp_server import MailServer

SMTP = """
mail_transport = "smtp"
email_host = "127.0.0.1"
email_port = {}
email_tls = "none"
"""
BY_TLS = """
mail_transport = "smtp"
email_host = "localhost"
email_port = {}
email_tls = "starttls"
email_ca_file = "{}"
"""
BY_PROGRAM = """
mail_transport = "sendmail"
sendmail = {{ "{}", "--file={}" }}
"""
MSMTP = """
account default
host 127.0.0.1
port {}
tls off
auth off
"""
ACTIVATION = """
api "djoser" { send_activation_email = true }
"""
QUEUE = "portress_outbox"
LATER, NEVER = "451 4.2.0 Come back later", "550 5.1.1 Nobody of that name"


class Mailed(Talk):
    """An instance that sends its mails to a server of this class."""
    more = ACTIVATION

    @classmethod
    def setUpClass(cls):
        if not smtp_server.is_there():
            raise unittest.SkipTest(f"no {smtp_server.PACKAGE} here")
        cls.begin()
        cls.addClassCleanup(cls.server.close)
        super().setUpClass()

    @classmethod
    def begin(cls):
        cls.server = MailServer()
        cls.conf = SMTP.format(cls.server.port) + cls.more

    def setUp(self):
        self.server.anew()
        super().setUp()

    def outbox(self, columns="COUNT(*)", where="TRUE"):
        return self.sql(f"SELECT {columns} FROM {QUEUE} WHERE {where}")

    def is_empty(self):
        return self.outbox() == [["0"]]

    def wait_until_sent(self):
        # What could not be sent may have been put off for as long as that.
        wait_for(self.is_empty, 2 * PATIENCE, "the outbox to be empty")

    def reset(self, address):
        self.expect(self.post("users/reset_password/", {"email": address}),
                    204)

    def accounts(self, names):
        """That are active."""
        made = [self.account(name) for name in names]
        self.wait_until_sent()
        self.sql("UPDATE auth_user SET is_active = 1")
        self.server.anew()
        return made

    def addresses(self, server=None):
        return [mail.to for mail in (server or self.server).mails()]

    def make_due(self, where="TRUE"):
        self.sql(f"UPDATE {QUEUE} SET next_at = created_at WHERE {where}")

    def logged(self, event, log=None):
        """What is said in lines of that name, each a dict."""
        lines = (log or self.instance.log()).splitlines()
        return [dict(re.findall(r'(\w+)=("[^"]*"|\S+)', line))
                for line in lines if f" {event} " in line]

    def assert_once(self, expected, server=None):
        """Each mail once, in that order."""
        mails = (server or self.server).mails()
        self.assertEqual([mail.to for mail in mails],
                         [[address] for address in expected])
        self.assertEqual(len({mail.id for mail in mails}), len(mails))

    def other_portress(self, conf="", server=None, **more):
        """On the same database."""
        made = Bare(self.instance, SMTP.format((server or self.server).port) +
                    self.more + conf, **more)
        self.addCleanup(made.end)
        return made


class Sent(Mailed):
    def test_each_once_and_in_the_order_of_the_requests(self):
        self.server.tell(is_held=True)
        people = [self.account(f"ann{number}") for number in range(20)]
        # The one that it holds is on its way, so they wait for each other.
        wait_for(lambda: self.server.seen().waiting == 1)
        before = self.server.seen().connections
        self.server.tell()
        self.wait_until_sent()
        self.assert_once(person.email for person in people)
        self.assertEqual({mail.connection for mail in self.server.mails()},
                         {before}, "more than one connection")
        # It is not kept for its own sake.
        wait_for(lambda: self.server.seen().open == 0)

    def test_one_by_one(self):
        for number in range(5):
            self.account(f"bob{number}")
            self.wait_until_sent()
            self.assertEqual(self.server.count(), number + 1)
        self.assert_once(f"bob{number}@example.com" for number in range(5))

    def test_what_is_mailed(self):
        ada = self.account()
        self.wait_until_sent()
        [mail] = self.server.mails()
        self.assertEqual(mail.to, [ada.email])
        self.assertEqual(mail.sender, "webmaster@localhost")
        self.assertNotRegex(mail.text, rb"[^\r]\n|\r[^\n]")
        message = mail.message
        parts = list(message.walk())
        self.assertEqual([part.defects for part in parts],
                         [[] for _ in parts])
        for name, number in (("To", 1), ("From", 1), ("Date", 1),
                             ("Subject", 1), ("Message-ID", 1), ("Bcc", 0),
                             ("Cc", 0), ("MIME-Version", 1)):
            self.assertEqual(len(message.get_all(name, [])), number, name)
            for header in message.get_all(name, []):
                self.assertEqual(header.defects, (), name)
        [to] = message["To"].addresses
        self.assertEqual(to.addr_spec, ada.email)
        self.assertRegex(mail.id, r"^<[^<>@\s]+@[^<>@\s]+>$")
        self.assertIsNotNone(
            email.utils.parsedate_to_datetime(message["Date"]).tzinfo)
        self.assertEqual(message["Auto-Submitted"], "auto-generated")

        uid_, token = link(message)
        self.expect(self.login(ada), 400)
        self.expect(self.post("users/activation/",
                              {"uid": uid_, "token": token}), 204)
        self.expect(self.login(ada), 200)

    def test_a_reset_by_the_mailed_link(self):
        [ada] = self.accounts(["ada"])
        self.reset(ada.email)
        self.wait_until_sent()
        self.assert_once([ada.email])
        uid_, token = link(self.server.mails()[0].message)
        self.expect(self.post("users/reset_password_confirm/", {
            "uid": uid_, "token": token, "new_password": FRESH}), 204)
        self.expect(self.login(ada, FRESH), 200)

    def test_an_address_that_nobody_has_is_sent_nothing(self):
        [ada] = self.accounts(["ada"])
        self.reset("eve@example.com")
        self.reset(ada.email)
        self.wait_until_sent()
        self.assert_once([ada.email])


class RolledBack(Mailed):
    """What comes after it in the outbox has gone out, and it has not."""
    more = """
api "djoser" {
	send_confirmation_email = true
	password_changed_email_confirmation = true
	logout_on_password_change = true
}
"""

    def test_a_name_that_somebody_takes_meanwhile(self):
        other = Session(self.instance)
        self.addCleanup(other.close)
        other.run("START TRANSACTION; INSERT INTO auth_user (username, "
                  "password, email, first_name, last_name, is_superuser, "
                  "is_staff, is_active, date_joined) VALUES ('ada', '!', "
                  "'other@example.com', '', '', 0, 0, 1, NOW())")
        call = InBackground(lambda: self.post("users/", {
            "username": "ada", "email": "ada@example.com",
            "password": PASSWORD}))
        self.waiting()
        other.run("COMMIT")
        self.expect(call.result(), 400)
        bob = self.account("bob")
        self.wait_until_sent()
        self.assert_once([bob.email])

    def refuse(self, when, table):
        self.sql(f"CREATE TRIGGER refuse BEFORE {when} ON {table} FOR EACH "
                 "ROW SIGNAL SQLSTATE '45000'")
        self.addCleanup(self.sql, "DROP TRIGGER IF EXISTS refuse")

    def test_what_fails_after_its_mail_was_queued(self):
        ada, bob = self.accounts(["ada", "bob"])
        key = self.key(ada)
        change = {"current_password": PASSWORD, "new_password": FRESH}
        self.refuse("DELETE", "authtoken_token")
        self.expect(self.post("users/set_password/", change, token=key), 503)
        self.assertEqual(self.outbox(), [["0"]])
        self.reset(bob.email)
        self.wait_until_sent()
        self.assert_once([bob.email])
        # It was queued before that, or this test is about nothing.
        self.sql("DROP TRIGGER refuse")
        self.refuse("INSERT", QUEUE)
        self.expect(self.post("users/set_password/", change, token=key), 503)
        self.assertEqual(self.count("authtoken_token"), 1)
        self.sql("DROP TRIGGER refuse")
        self.expect(self.post("users/set_password/", change, token=key), 204)
        self.wait_until_sent()
        self.assert_once([bob.email, ada.email])

    def test_without_its_mail_nothing_happens(self):
        self.refuse("INSERT", QUEUE)
        self.expect(self.post("users/", {
            "username": "ada", "email": "ada@example.com",
            "password": PASSWORD}), 503)
        self.assertEqual(self.count("auth_user"), 0)


class Down(Mailed):
    def test_all_arrive_when_it_is_up_again(self):
        [ada] = self.accounts(["ada"])
        self.server.down()

        def burst(number):
            made = [self.account(f"ann{number}x{index}").email
                    for index in range(8)]
            self.reset(ada.email)
            return made + [ada.email]

        expected = sum(at_once(4, burst), [])
        wait_for(lambda: self.logged("mail_impossible"))
        self.instance.stop()
        self.instance.start()
        expected += burst(4)
        wait_for(lambda: len(self.logged("mail_impossible")) > 1)
        self.assertEqual(self.outbox(), [[str(len(expected))]])
        self.server.up()
        self.wait_until_sent()
        mails = self.server.mails()
        self.assertEqual(sorted(mail.to for mail in mails),
                         sorted([address] for address in expected))
        self.assertEqual(len({mail.id for mail in mails}), len(expected))
        self.assertEqual(len(expected), 45)

    def test_it_goes_down_between_mails(self):
        self.server.tell(is_held=True)
        people = [self.account(f"ann{number}") for number in range(10)]
        wait_for(lambda: self.server.seen().waiting == 1)
        self.server.down()
        wait_for(lambda: self.logged("mail_impossible"))
        self.server.anew()
        self.wait_until_sent()
        self.assertEqual(sorted(self.addresses()),
                         sorted([person.email] for person in people))


class Dawdling(Mailed):
    def test_requests_do_not_wait_for_it(self):
        [ada] = self.accounts(["ada"])
        key = self.key(ada)
        self.server.tell(is_held=True)
        names = [f"ann{number}" for number in range(30)]
        for name in names:
            self.account(name)
            self.reset(ada.email)
            self.expect(self.login(ada), 200)
            self.expect(self.call("GET", "users/me/", token=key), 200)
        wait_for(lambda: self.server.seen().waiting == 1)
        self.assertEqual(self.server.count(), 0)
        self.assertEqual(self.outbox(), [["60"]])
        self.server.tell()
        self.wait_until_sent()
        self.assert_once(address for name in names
                         for address in (f"{name}@example.com", ada.email))

    def test_nothing_is_locked_meanwhile(self):
        [ada] = self.accounts(["ada"])
        key = self.key(ada)
        self.server.tell(is_held=True)
        self.reset(ada.email)
        wait_for(lambda: self.server.seen().waiting == 1)
        self.expect(self.post("users/set_password/", {
            "current_password": PASSWORD, "new_password": FRESH},
            token=key), 204)
        self.expect(self.call("DELETE", "users/me/",
                              {"current_password": FRESH}, token=key), 204)
        # Not even the mail itself, for who looks after the outbox.
        self.assertEqual(self.outbox("attempts", "TRUE FOR UPDATE NOWAIT"),
                         [["1"]])
        self.server.tell()
        self.wait_until_sent()
        self.assert_once([ada.email])


class Killed(Mailed):
    """The lease of a mail whose mailer has died is email_timeout and some
    seconds; twelve mailers, so that the manager's brake lets fifty die."""
    more = ACTIVATION + """
email_timeout = 1
mailers = 12
"""
    MAILS, DEATHS = 1000, 50

    def mailers(self):
        """Children that are there for no lane: without an epoll set."""
        found = set()
        for pid in children(self.instance.pid()):
            try:
                links = {os.readlink(f"/proc/{pid}/fd/{number}")
                         for number in os.listdir(f"/proc/{pid}/fd")}
            except OSError:
                continue
            if "anon_inode:[eventpoll]" not in links:
                found.add(pid)
        return found

    def test_none_is_lost(self):
        seed = random.SystemRandom().randrange(10 ** 6)
        chance = random.Random(seed)
        workers = wait_for(lambda: len(self.mailers()) == 12 and
                           children(self.instance.pid()) - self.mailers())
        numbers = itertools.count()
        said = []

        def sign_up():
            for number in iter(numbers.__next__, None):
                if number >= self.MAILS:
                    return
                said.append(self.post("users/", {
                    "username": f"ann{number}", "password": PASSWORD,
                    "email": f"ann{number}@example.com"}).status)

        # Slow enough for many to be in the midst of something.
        self.server.tell(delay=0.004)
        threads = [threading.Thread(target=sign_up) for _ in range(4)]
        for thread in threads:
            thread.start()
        # At so many mails, each one that happens to be there.
        moments = sorted(chance.sample(range(1, self.MAILS), self.DEATHS))
        for moment in moments:
            wait_for(lambda: self.server.count() >= moment)
            victims = sorted(wait_for(
                lambda: children(self.instance.pid()) - workers))
            victim = chance.choice(victims)
            os.kill(victim, signal.SIGKILL)
            wait_for(lambda: victim not in children(self.instance.pid()))
        for thread in threads:
            thread.join()
        self.server.tell()
        self.assertEqual(said, [201] * self.MAILS)
        self.wait_until_sent()
        mails = self.server.mails()
        duplicates = len(mails) - len({mail.id for mail in mails})
        tell(f"{self.MAILS} mails, mailers killed {self.DEATHS} times (seed "
             f"{seed}): {self.MAILS - len({mail.to[0] for mail in mails})} "
             f"lost, {duplicates} sent twice")
        self.assertEqual({mail.to[0] for mail in mails},
                         {f"ann{number}@example.com"
                          for number in range(self.MAILS)})
        self.assertEqual(len({mail.id for mail in mails}), self.MAILS)
        wait_for(lambda: len(self.logged("mailer_died")) == self.DEATHS)


class Refused(Mailed):
    """One address is refused; what others are sent goes out."""

    def refuse(self, stage, answer, address="bob@example.com"):
        """The answer once bob has been refused, and carol mailed."""
        self.server.tell(answers={stage: {address: answer}})
        begun = len(self.instance.log())
        for name in "ann", "bob", "carol":
            self.account(name)
        wait_for(lambda: self.outbox() == [["1"]])
        wait_for(lambda: self.outbox("reason") != [[""]])
        self.assert_once(["ann@example.com", "carol@example.com"])
        self.addCleanup(self.sql, f"DELETE FROM {QUEUE}")
        return self.instance.log()[begun:]

    def test_for_now(self):
        for stage in "rcpt", "data", "end":
            with self.subTest(stage):
                self.setUp()
                log = self.refuse(stage, LATER)
                [[address, attempts, reason, is_later]] = self.outbox(
                    "address, attempts, reason, next_at > UTC_TIMESTAMP()")
                self.assertEqual(address, "bob@example.com")
                self.assertEqual((attempts, is_later), ("1", "1"))
                self.assertIn("451 4.2.0 Come back later", reason)
                self.assertEqual(len(self.logged("mail_put_off", log)), 1)
                # Once more in vain, and then it is let in.
                self.make_due()
                wait_for(lambda: self.outbox("attempts") == [["2"]])
                self.server.tell()
                self.make_due()
                self.wait_until_sent()
                self.assert_once(f"{name}@example.com"
                                 for name in ("ann", "carol", "bob"))

    def test_for_ever(self):
        for stage in "rcpt", "data", "end":
            with self.subTest(stage):
                self.setUp()
                log = self.refuse(stage, NEVER)
                self.assertEqual(
                    self.outbox("address, attempts, next_at"),
                    [["bob@example.com", "1", None]])
                self.assertIn("550 5.1.1 Nobody of that name",
                              self.outbox("reason")[0][0])
                self.assertEqual(len(self.logged("mail_refused", log)), 1)
                self.assertEqual(self.logged("mail_put_off", log), [])
                # It is tried no more, but is not in the way of others.
                self.server.tell()
                self.account("dan")
                wait_for(lambda: self.server.count() == 3)
                wait_for(lambda: self.outbox() == [["1"]])
                self.assertNotIn(["bob@example.com"], self.addresses())

    def test_for_as_long_as_a_mail_lives(self):
        self.refuse("rcpt", LATER)
        old = len(self.instance.log())
        # mail_lifetime: 5 days.
        self.sql(f"UPDATE {QUEUE} SET created_at = UTC_TIMESTAMP() - "
                 "INTERVAL 4 DAY, next_at = created_at")
        wait_for(lambda: self.outbox("attempts") == [["2"]])
        wait_for(lambda: self.logged("mail_put_off",
                                     self.instance.log()[old:]))
        self.assertEqual(self.outbox("next_at IS NULL"), [["0"]])
        self.sql(f"UPDATE {QUEUE} SET created_at = UTC_TIMESTAMP() - "
                 "INTERVAL 6 DAY, next_at = created_at")
        wait_for(lambda: self.outbox("next_at") == [[None]])
        log = self.instance.log()[old:]
        self.assertEqual(len(self.logged("mail_put_off", log)), 1)
        [line] = self.logged("mail_given_up", log)
        self.assertIn("451", line["reason"])
        self.account("dan")
        wait_for(lambda: self.server.count() == 3)

    def test_nobody_for_now(self):
        """Such a reply is about no mail, and none is put off by it."""
        for stage in "connect", "mail":
            with self.subTest(stage):
                self.setUp()
                begun = len(self.instance.log())
                self.server.tell(answers={stage: {"*": "421 4.3.2 Closed"}})
                people = [self.account(name) for name in ("ann", "bob")]
                [line] = wait_for(lambda: self.logged(
                    "mail_impossible", self.instance.log()[begun:]))[:1]
                self.assertIn("421 4.3.2 Closed", line["reason"])
                # The line is there a moment before it is written down.
                wait_for(lambda: self.outbox(
                    "COUNT(*)", "attempts = 0") == [["2"]])
                self.server.tell()
                self.wait_until_sent()
                self.assertEqual(sorted(self.addresses()),
                                 [[person.email] for person in people])

    def test_no_answer_after_a_mail(self):
        for drop in "lost", "kept":
            with self.subTest(drop):
                self.setUp()
                self.server.tell(drop=drop)
                self.account("ann")
                wait_for(lambda: self.outbox("reason = ''") == [["0"]])
                self.server.tell()
                self.make_due()
                self.wait_until_sent()
                # Whoever was given it twice can tell.
                self.assertEqual(len({mail.id for mail
                                      in self.server.mails()}), 1)
                self.assertEqual(self.server.count() > 1, drop == "kept")


class Encrypted(Mailed):
    @classmethod
    def begin(cls):
        cls.directory = tempfile.mkdtemp(dir=harness.directory())
        cls.addClassCleanup(shutil.rmtree, cls.directory)
        cls.own = smtp_server.certificate(cls.directory, "localhost")
        cls.server = MailServer(cls.own)
        cls.conf = cls.by_tls(cls.server, cls.own)

    @classmethod
    def by_tls(cls, server, authority):
        return BY_TLS.format(server.port, authority[0]) + cls.more

    def assert_waits(self, server, about):
        """What is to go out does not, and nothing of it was said."""
        begun = len(self.instance.log())
        ada = self.account()
        [line] = wait_for(lambda: self.logged(
            "mail_impossible", self.instance.log()[begun:]))[:1]
        self.assertIn(about, line["reason"])
        self.assertEqual(self.outbox(), [["1"]])
        self.assertEqual(server.count(), 0)
        seen = server.seen()
        self.assertIn(b"EHLO", seen.clear)
        self.assertNotRegex(seen.clear, b"(?i)MAIL|RCPT|DATA|ada|http")
        return ada

    def assert_arrives(self, person):
        self.wait_until_sent()
        self.assert_once([person.email])
        [mail] = self.server.mails()
        self.assertTrue(mail.is_safe)

    def test_all_is_said_in_private(self):
        self.assert_arrives(self.account())
        self.assertNotRegex(self.server.seen().clear,
                            b"(?i)MAIL|RCPT|DATA|ada|http")

    def test_it_offers_none(self):
        self.server.tell(tls="none")
        ada = self.assert_waits(self.server, "STARTTLS")
        self.server.tell()
        self.assert_arrives(ada)

    def test_it_offers_and_has_none(self):
        self.server.tell(tls="garbage")
        ada = self.assert_waits(self.server, "TLS")
        self.server.tell()
        self.assert_arrives(ada)

    def test_another_has_its_place(self):
        other = smtp_server.certificate(self.directory, "other.example")
        os.makedirs(f"{self.directory}/unknown")
        unknown = smtp_server.certificate(f"{self.directory}/unknown",
                                          "localhost")
        for name, shown, authority in (("another name", other, other),
                                       ("unknown", unknown, self.own)):
            with self.subTest(name), MailServer(shown) as server:
                self.setUp()
                self.instance.reconfigure(self.by_tls(server, authority))
                ada = self.assert_waits(server, "certificate")
                self.instance.reconfigure(self.conf)
                self.assert_arrives(ada)
                self.assertEqual(server.count(), 0)


class Shared(Mailed):
    more = ACTIVATION + "mailers = 3\n"

    def test_two_with_three_mailers_each(self):
        self.other_portress()
        self.server.tell(is_held=True)
        people = [f"ann{number}" for number in range(100)]

        def sign_up(number):
            for name in people[number::4]:
                self.account(name)

        self.assertEqual(at_once(4, sign_up), [None] * 4)
        # All six are at it.
        wait_for(lambda: self.server.seen().waiting == 6)
        self.server.tell()
        self.wait_until_sent()
        mails = self.server.mails()
        self.assertEqual(sorted(mail.to for mail in mails),
                         sorted([f"{name}@example.com"] for name in people))
        self.assertEqual(len({mail.id for mail in mails}), len(people))
        self.assertEqual(len({mail.connection for mail in mails}), 6)


class Alone(Mailed):
    """No manager: descriptor 0, as mod_fcgid starts it."""
    more = "mailers = 0\n"

    def setUp(self):
        super().setUp()
        self.ada = self.account()
        self.bare = self.worker()
        self.addCleanup(self.let_go)

    def let_go(self):
        """Whatever became of the test, the next one has no mail of it."""
        self.server.tell()
        self.wait_until_sent()

    def worker(self, is_quiet=True):
        bare = self.other_portress(start=False)
        self.listener = socket.socket(socket.AF_UNIX)
        self.addCleanup(self.listener.close)
        self.listener.bind(bare.socket)
        self.listener.listen(16)
        bare.serve("--no-fork", stdin=self.listener)
        bare.ready()
        # The one who looks for what others have left.
        wait_for(lambda: not (is_quiet and bare.children()))
        return bare

    def reset_there(self, bare, **more):
        body = compact({"email": self.ada.email, **more}).encode()
        self.assertEqual(ask(bare.socket, parameters(
            "POST", "/auth/users/reset_password/", body), body).status, 204)

    @staticmethod
    def sockets(pid):
        found = set()
        for number in os.listdir(f"/proc/{pid}/fd"):
            # Who has just answered is about to close one.
            with contextlib.suppress(FileNotFoundError):
                found.add(os.readlink(f"/proc/{pid}/fd/{number}"))
        return {one for one in found if one.startswith("socket:")}

    def test_a_child_sends_them_after_the_answer(self):
        self.server.tell(is_held=True)
        for _ in range(3):
            self.reset_there(self.bare)
        wait_for(lambda: self.server.seen().waiting == 1)
        self.assertTrue(self.bare.answers())
        self.assertEqual(self.server.count(), 0)
        # It keeps neither connections nor the listening socket.
        [child] = self.bare.children()
        ours = self.sockets(self.bare.process.pid)
        listener = f"socket:[{os.fstat(self.listener.fileno()).st_ino}]"
        self.assertIn(listener, ours)
        self.assertEqual(self.sockets(child) & ours, set())
        self.server.tell()
        self.wait_until_sent()
        self.assert_once([self.ada.email] * 3)
        # It is buried, too.
        wait_for(lambda: not self.bare.children())

    def test_the_child_knows_nothing_of_the_request(self):
        self.server.tell(is_held=True)
        self.reset_there(self.bare, password=PASSWORD)
        wait_for(lambda: self.server.seen().waiting == 1)
        [child] = self.bare.children()
        self.assertFalse(remembers(child, PASSWORD.encode()))
        # But of the mail.
        self.assertTrue(remembers(child, self.ada.email.encode()))
        self.server.tell()
        self.wait_until_sent()

    def test_the_worker_ends_and_the_child_does_not(self):
        self.server.tell(is_held=True)
        self.reset_there(self.bare)
        wait_for(lambda: self.server.seen().waiting == 1)
        self.assertEqual(self.bare.stop(), 0)
        self.server.tell()
        self.wait_until_sent()
        self.assert_once([self.ada.email])

    def test_the_worker_ends_while_a_child_looks(self):
        """Who may have looked before there was mail: it stayed."""
        for _ in range(5):
            bare = self.worker(is_quiet=False)
            self.reset_there(bare)
            self.assertEqual(bare.stop(), 0)
            self.wait_until_sent()

    def test_the_worker_ends_at_once(self):
        self.reset_there(self.bare)
        self.assertEqual(self.bare.stop(), 0)
        self.wait_until_sent()
        self.assert_once([self.ada.email])

    def test_what_others_have_left(self):
        self.reset(self.ada.email)
        self.assertEqual(self.outbox(), [["1"]])
        self.worker()
        self.wait_until_sent()
        self.assert_once([self.ada.email])

    def test_the_child_dies_and_the_next_one_does_not(self):
        self.server.tell(is_held=True)
        self.reset_there(self.bare)
        wait_for(lambda: self.server.seen().waiting == 1)
        [child] = self.bare.children()
        os.kill(child, signal.SIGKILL)
        wait_for(lambda: not self.bare.children())
        self.server.anew()
        self.make_due()
        self.reset_there(self.bare)
        self.wait_until_sent()
        self.assert_once([self.ada.email] * 2)


@unittest.skipUnless(shutil.which("msmtp"), "no msmtp here")
class ByProgram(Mailed):
    @classmethod
    def begin(cls):
        cls.server = MailServer()
        directory = tempfile.mkdtemp(dir=harness.directory())
        cls.addClassCleanup(shutil.rmtree, directory)
        file = os.path.join(directory, "msmtprc")
        with open(file, "w") as out:
            out.write(MSMTP.format(cls.server.port))
        cls.conf = BY_PROGRAM.format(shutil.which("msmtp"), file) + cls.more

    def test_it_hands_them_on(self):
        people = [self.account(f"ann{number}") for number in range(3)]
        self.wait_until_sent()
        self.assert_once(person.email for person in people)
        mail = self.server.mails()[2]
        self.assertEqual(mail.sender, "webmaster@localhost")
        self.assertEqual(mail.message.defects, [])
        uid_, token = link(mail.message)
        self.expect(self.post("users/activation/",
                              {"uid": uid_, "token": token}), 204)

    def test_the_server_is_down(self):
        self.server.down()
        ada = self.account()
        wait_for(lambda: self.logged("mail_impossible"))
        self.server.up()
        self.wait_until_sent()
        self.assert_once([ada.email])


if __name__ == "__main__":
    harness.main()
