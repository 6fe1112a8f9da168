"""How mails leave: transport_send against mail servers and programs.

Expectations are of RFC 5321, RFC 3207, RFC 4954 and of mail/transport.h.
"""

import base64
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import unittest
import urllib.parse

import harness
from mail_servers import DROP, GOOD, HANG, LONG_AGO, Authority, Real, Scripted
from people import Talk, at_once

PROGRAM = os.path.join(
    os.path.dirname(os.environ.get(
        "PORTRESS", os.path.join(harness.TOP, "build", "portress"))),
    "tests", "proc", "post")
TEXT = b"Subject: hello\r\n\r\nA mail.\r\n"
FROM, TO = "webmaster@example.com", "ada@example.com"
PLAIN = {"email_tls": "none"}


def setUpModule():
    global authority, good
    authority = Authority()
    good = authority.issue("good")


def tearDownModule():
    authority.close()


class Post:
    """The program under test, with settings."""

    def __init__(self, directory, **settings):
        self.directory = tempfile.mkdtemp(dir=directory)
        file = os.path.join(self.directory, "post.conf")
        with open(file, "w") as out:
            out.write('secret_key = "a-secret-of-thirty-two-characters-"\n'
                      'domain = "site.example:8000"\n'
                      'database { name = "none" }\n')
            for name, value in settings.items():
                if isinstance(value, (list, tuple)):
                    words = ", ".join(f'"{word}"' for word in value)
                    out.write(f"{name} = {{ {words} }}\n")
                else:
                    out.write(f'{name} = "{value}"\n')
        self.process = subprocess.Popen(
            [PROGRAM, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)

    def ask(self, *words):
        line = " ".join(urllib.parse.quote(word, safe="") for word in words)
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline().decode()
        outcome, _, reason = said.rstrip("\n").partition("\t")
        return outcome, reason

    def send(self, to=TO, sender=FROM, text=TEXT, name="7"):
        file = os.path.join(self.directory, "letter")
        with open(file, "wb") as out:
            out.write(text)
        return self.ask("send", sender, to, name, file)

    def close(self):
        """Its status, and what it said on standard error."""
        said = self.process.communicate()[1].decode()
        return self.process.returncode, said


class Mail(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="portress-transport-")
        self.addCleanup(shutil.rmtree, self.directory)

    def server(self, *arguments, **more):
        server = Scripted(*arguments, **more)
        self.addCleanup(server.close)
        return server

    def real(self, **options):
        if not Real.is_here():
            self.skipTest("no aiosmtpd here")
        server = Real(**options)
        self.addCleanup(server.close)
        return server

    def post(self, **settings):
        post = Post(self.directory, **settings)
        self.addCleanup(self.end, post)
        return post

    def smtp(self, server, **settings):
        return self.post(**{
            "mail_transport": "smtp", "email_host": "127.0.0.1",
            "email_port": server.port, "email_timeout": 20, **settings})

    def each(self, said, what):
        """What is said of each of them, at once: they take their time."""
        return zip(what, at_once(len(what), lambda number: said(what[number])))

    def end(self, post):
        """No sanitizer has spoken."""
        status, said = post.close()
        self.assertEqual((status, said), (0, ""))

    def assertOutcome(self, said, outcome, *reasons):
        self.assertEqual(said[0], outcome, said)
        for reason in reasons:
            self.assertRegex(said[1], reason)
        self.assertLess(len(said[1].encode()), 256)
        self.assertNotRegex(said[1], "[\x00-\x1f\x7f]")


class Delivered(Mail):
    def test_a_mail_arrives(self):
        server = self.server()
        post = self.smtp(server, **PLAIN)
        self.assertEqual(post.send(), ("done", ""))
        (sender, recipient, text), = server.mails
        self.assertEqual(sender.split(" ")[:2],
                         ["MAIL", f"FROM:<{FROM}>"])
        self.assertEqual(recipient, f"RCPT TO:<{TO}>")
        self.assertEqual(text, TEXT + b".\r\n")
        self.assertEqual(server.connections[0][0], "EHLO site.example")

    def test_dots_are_doubled(self):
        """RFC 5321 section 4.5.2."""
        server = self.server()
        text = b"Subject: x\r\n\r\n.\r\n..\r\n.x\r\nx.\r\n"
        self.assertEqual(self.smtp(server, **PLAIN).send(text=text)[0],
                         "done")
        self.assertEqual(server.mails[0][2], b"Subject: x\r\n\r\n..\r\n"
                         b"...\r\n..x\r\nx.\r\n.\r\n")

    def test_a_large_mail_with_long_lines_arrives(self):
        server = self.server()
        text = (b"Subject: x\r\n\r\n" + b"." * 100000 + b"\r\n" +
                b".\r\n" * 300000 + b"no end")
        self.assertEqual(self.smtp(server, **PLAIN).send(text=text)[0],
                         "done")
        got = re.sub(rb"(?m)^\.", b"", server.mails[0][2])
        self.assertEqual(got, text + b"\r\n\r\n")

    def test_several_mails_share_a_connection(self):
        server = self.server()
        post = self.smtp(server, **PLAIN)
        for number in range(5):
            self.assertEqual(post.send(to=f"{number}@example.com")[0], "done")
        self.assertEqual(len(server.connections), 1)
        self.assertEqual([mail[1] for mail in server.mails],
                         [f"RCPT TO:<{number}@example.com>"
                          for number in range(5)])
        self.assertEqual(post.ask("rest"), ("rested", ""))
        server.wait()
        self.assertEqual(server.connections[0][-1], "QUIT")
        self.assertEqual(post.send()[0], "done")
        self.assertEqual(len(server.connections), 2)

    def test_at_the_end_it_says_good_bye(self):
        server = self.server()
        post = Post(self.directory, mail_transport="smtp", email_tls="none",
                    email_port=server.port)
        self.assertEqual(post.send()[0], "done")
        self.assertEqual(post.close(), (0, ""))
        server.wait()
        self.assertEqual(server.connections[0][-1], "QUIT")

    def test_a_server_that_says_no_good_bye_is_left(self):
        for stage in "NOOP", "QUIT":
            for how in HANG, DROP, "421 no":
                with self.subTest(stage=stage, how=how):
                    server = self.server({stage: how})
                    post = self.smtp(server, **PLAIN)
                    self.assertEqual(post.send()[0], "done")
                    self.assertEqual(post.ask("rest"), ("rested", ""))
                    server.wait()

    def test_a_connection_that_was_closed_meanwhile_is_made_anew(self):
        """Servers close after a number of mails, or after some time."""
        for said in "421 enough", DROP:
            with self.subTest(said):
                server = self.server()
                post = self.smtp(server, **PLAIN)
                self.assertEqual(post.send()[0], "done")
                server.replies["MAIL"] = [said, "250 ok"]
                self.assertEqual(post.send(), ("done", ""))
                self.assertEqual(len(server.connections), 2)
                self.assertEqual(len(server.mails), 2)

    def test_it_goes_by_ipv6(self):
        try:
            server = self.server(address="::1")
        except OSError:
            self.skipTest("no IPv6 here")
        for host in "::1", "[::1]":
            post = self.smtp(server, email_host=host, **PLAIN)
            self.assertEqual(post.send()[0], "done")

    def test_no_proxy_of_the_environment_is_asked(self):
        server = self.server()
        os.environ["all_proxy"] = "http://127.0.0.1:1"
        self.addCleanup(os.environ.pop, "all_proxy")
        self.assertEqual(self.smtp(server, **PLAIN).send()[0], "done")

    def test_check_says_nothing_is_missing(self):
        server = self.server()
        post = self.smtp(server, **PLAIN)
        self.assertEqual(post.ask("check"), ("good", ""))
        self.assertEqual(server.connections, [])


class Safe(Mail):
    """TLS: asked for, and checked."""

    def safe(self, server, **settings):
        return self.smtp(server, email_ca_file=authority.file, **settings)

    def test_starttls(self):
        server = self.server(tls=authority.context(good))
        post = self.safe(server)
        for _ in range(3):
            self.assertEqual(post.send(), ("done", ""))
        lines, = server.connections
        self.assertEqual([line.split(" ")[0] for line in lines[:4]],
                         ["EHLO", "STARTTLS", "EHLO", "MAIL"])
        self.assertEqual(len(server.mails), 3)

    def test_tls_from_the_start(self):
        server = self.server(tls=authority.context(good), at_once=True)
        post = self.safe(server, email_tls="tls")
        self.assertEqual(post.send(), ("done", ""))
        self.assertEqual(post.ask("rest"), ("rested", ""))
        server.wait()
        self.assertEqual(server.connections[0][-1], "QUIT")

    def assertNothingSaid(self, server):
        """Nobody was named, and no password."""
        for lines in server.connections:
            for line in lines:
                self.assertRegex(line, "^(EHLO|STARTTLS|QUIT)")

    def test_without_starttls_nothing_is_sent(self):
        server = self.server()
        said = self.safe(server, email_host_user="me",
                         email_host_password="password").send()
        self.assertOutcome(said, "impossible", "STARTTLS", "email_tls")
        self.assertNothingSaid(server)

    def test_starttls_that_is_refused(self):
        for reply in "454 not now", "502 never":
            with self.subTest(reply):
                server = self.server({"STARTTLS": reply},
                                     tls=authority.context(good))
                said = self.safe(server).send()
                self.assertOutcome(said, "impossible", "STARTTLS", reply)
                self.assertNothingSaid(server)

    def test_what_is_said_in_the_clear_behind_starttls_does_not_count(self):
        """Somebody in between could have said it (CVE-2021-22947)."""
        server = self.server(tls=authority.context(good),
                             after=b"250 taken\r\n" * 8)
        said = self.safe(server).send()
        self.assertOutcome(said, "impossible")
        self.assertNothingSaid(server)
        self.assertEqual(server.mails, [])

    def test_other_certificates(self):
        stranger = Authority()
        self.addCleanup(stranger.close)
        for what, certificate in (
                ("of another name", authority.issue(
                    "other", names="DNS:other.example")),
                ("expired", authority.issue("old", LONG_AGO)),
                ("of another authority", stranger.issue("stranger"))):
            for at_once in False, True:
                with self.subTest(what, at_once=at_once):
                    server = self.server(tls=authority.context(certificate),
                                         at_once=at_once)
                    said = self.safe(server, email_tls="tls" if at_once
                                     else "starttls").send()
                    self.assertOutcome(said, "impossible", "certificate",
                                       "email_ca_file")
                    self.assertNothingSaid(server)
                    self.assertEqual(server.mails, [])

    def test_without_a_file_the_systems_authorities_count(self):
        server = self.server(tls=authority.context(good))
        self.assertOutcome(self.smtp(server).send(), "impossible",
                           "certificate")
        self.assertNothingSaid(server)

    def test_the_wrong_kind_of_tls(self):
        for at_once in False, True:
            server = self.server(tls=authority.context(good), at_once=at_once)
            said = self.safe(server, email_timeout=5, email_tls="starttls"
                             if at_once else "tls").send()
            self.assertOutcome(said, "impossible", "email_t")
            self.assertEqual(server.mails, [])

    def test_a_file_of_authorities_that_is_none(self):
        server = self.server(tls=authority.context(good))
        for file in "/nonexistent", "/dev/null":
            said = self.smtp(server, email_ca_file=file).send()
            self.assertOutcome(said, "impossible", "email_ca_file")


class Login(Mail):
    OFFERS = ("SMTPUTF8", "AUTH GSSAPI CRAM-MD5 PLAIN LOGIN")
    USER = {"email_host_user": "me@example.com",
            "email_host_password": "s3:k ret"}

    SECRET = base64.b64encode(b"\0me@example.com\0s3:k ret").decode()

    def welcoming(self, **more):
        return self.server({"AUTH": "334 ", self.SECRET.upper(): "235 you"},
                           offers=self.OFFERS, **more)

    def test_the_password_is_sent_in_tls(self):
        """Of the ways to log in, those that all servers have (RFC 4616)."""
        server = self.welcoming(tls=authority.context(good))
        post = self.smtp(server, email_ca_file=authority.file, **self.USER)
        self.assertEqual(post.send(), ("done", ""))
        lines, = server.connections
        self.assertLess(lines.index("STARTTLS"), lines.index("AUTH PLAIN"))
        self.assertIn(self.SECRET, lines)

    def test_on_this_machine_it_may_be_sent_without(self):
        server = self.welcoming()
        post = self.smtp(server, **PLAIN, **self.USER)
        self.assertEqual(post.send(), ("done", ""))
        self.assertIn("AUTH PLAIN", server.connections[0])

    def test_a_server_without_a_login_is_not_given_mail(self):
        """libcurl would go on without."""
        server = self.server()
        said = self.smtp(server, **PLAIN, **self.USER).send()
        self.assertOutcome(said, "impossible", "email_host_user")
        self.assertFalse([line for line in server.connections[0]
                          if line.startswith("MAIL")])

    def test_mails_in_a_row_log_in_once(self):
        server = self.welcoming()
        post = self.smtp(server, **PLAIN, **self.USER)
        for _ in range(3):
            self.assertEqual(post.send(), ("done", ""))
        self.assertEqual(len(server.connections), 1)

    def test_who_is_refused_sends_nothing(self):
        for reply in "535 5.7.8 wrong", "454 4.7.0 not now", "530 no", "421 x":
            with self.subTest(reply):
                server = self.server({"AUTH": reply}, offers=self.OFFERS,
                                     tls=authority.context(good))
                said = self.smtp(server, email_ca_file=authority.file,
                                 **self.USER).send()
                self.assertOutcome(said, "impossible", "email_host_password",
                                   re.escape(reply))
                self.assertNotRegex(said[1], "s3:k")
                self.assertFalse([line for line in server.connections[0]
                                  if line.startswith("MAIL")])


STAGES = ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "text")
# What it means if nothing is said then that can be understood.
SILENCE = dict.fromkeys(STAGES, "impossible") | dict.fromkeys(
    ("RCPT", "DATA", "text"), "put off")


class Refused(Mail):
    """What a reply means for the mail."""

    def said(self, stage, reply, **settings):
        server = self.server({stage: reply})
        post = self.smtp(server, **PLAIN, **settings)
        said = post.send()
        if stage in STAGES[2:]:
            # Another mail has nothing to do with it.
            server.replies[stage] = GOOD[stage]
            self.assertEqual(post.send(to="b@example.com"), ("done", ""))
            self.assertEqual(len(server.mails), 1)
        return said

    def test_for_ever(self):
        for stage in "RCPT", "DATA", "text":
            with self.subTest(stage):
                said = self.said(stage, "550 5.1.1 No such user here")
                self.assertOutcome(said, "refused",
                                   "550 5.1.1 No such user here")

    def test_for_now(self):
        for stage in "RCPT", "DATA", "text":
            with self.subTest(stage):
                said = self.said(stage, "451 4.7.1 Greylisted")
                self.assertOutcome(said, "put off", "451 4.7.1 Greylisted")

    def test_of_many_lines_all_are_told(self):
        said = self.said("RCPT", "550-5.1.1 The account\r\n"
                         "550-does not\r\n550 exist.")
        self.assertOutcome(said, "refused",
                           "550-5.1.1 The account does not exist.$")

    def test_the_sender_is_the_same_for_all(self):
        for reply in ("550 5.7.1 You may not", "553 5.1.8 Bad sender",
                      "501 What?", "451 Later", "452 4.3.1 Full",
                      "530 5.7.0 Log in first"):
            with self.subTest(reply):
                self.assertOutcome(self.said("MAIL", reply), "impossible",
                                   re.escape(reply), "default_from_email")

    def test_a_mail_may_be_too_large(self):
        """RFC 1870."""
        self.assertOutcome(self.said("MAIL", "552 5.3.4 Too large"),
                           "refused", "552 5.3.4")

    def test_what_is_about_the_connection(self):
        for stage in STAGES:
            with self.subTest(stage):
                reply = "530 5.7.0 Log in first"
                said = self.said(stage, reply)
                # To 5xx EHLO is followed by HELO (RFC 5321, section 3.2).
                self.assertOutcome(said, "impossible", "500 what"
                                   if stage == "EHLO" else reply)

    def test_a_reply_is_shown_as_it_is_read(self):
        """Nothing of it ends the line or turns its direction."""
        said = self.said("RCPT", "550 a\u2028b\u202ec\u2066d\u0085e\u20acf")
        self.assertOutcome(said, "refused", "550 a b c d e\u20acf$")

    def test_who_closes(self):
        """Once a recipient was named it may be for that one."""
        for stage in STAGES:
            with self.subTest(stage):
                self.assertOutcome(self.said(stage, "421 4.3.2 Going down"),
                                   SILENCE[stage])

    def test_before_a_mail(self):
        for stage in "greeting", "EHLO":
            for reply in "554 Go away", "450 Later":
                with self.subTest(stage, reply=reply):
                    replies = {stage: reply, "HELO": reply}
                    server = self.server(replies)
                    said = self.smtp(server, **PLAIN).send()
                    self.assertOutcome(said, "impossible", reply)

    def test_all_mails_of_a_day_are_used_up(self):
        """RFC 3463: X.4.5 is never for ever."""
        self.assertOutcome(self.said("text", "550 5.4.5 Daily limit"),
                           "put off", "Daily limit")

    def test_a_reason_is_one_clean_line(self):
        said = self.said("RCPT", "550 a\tb\x1b[31m\u00fc\u0085" +
                         "\u20ac" * 300)
        self.assertOutcome(said, "refused", "550 a b \\[31m\u00fc \u20ac+$")
        self.assertGreater(len(said[1].encode()), 250)

    def test_a_reply_without_end(self):
        for reply in "250-x\r\n" * 20000 + "250 x", "250 " + "x" * 200000:
            server = self.server({"EHLO": reply})
            outcome, _ = self.smtp(server, **PLAIN).send()
            self.assertIn(outcome, ("done", "impossible"))

    def test_what_is_no_reply(self):
        for stage, said in self.each(lambda stage: self.smtp(self.server({
                stage: "HTTP/1.1 400 Bad Request"}), email_timeout=5,
                **PLAIN).send(), STAGES):
            with self.subTest(stage):
                self.assertOutcome(said, SILENCE[stage])


class Silent(Mail):
    def test_who_hangs_is_not_waited_for(self):
        for stage, said in self.each(lambda stage: self.smtp(self.server({
                stage: HANG}), email_timeout=5, **PLAIN).send(), STAGES):
            with self.subTest(stage):
                self.assertOutcome(said, SILENCE[stage], "email_timeout")

    def test_who_hangs_in_tls(self):
        for stage in "STARTTLS", "TLS":
            for at_once in (False, True) if stage == "TLS" else (False,):
                with self.subTest(stage, at_once=at_once):
                    server = self.server({stage: HANG}, at_once=at_once,
                                         tls=authority.context(good))
                    said = self.smtp(server, email_timeout=1, email_tls="tls"
                                     if at_once else "starttls").send()
                    self.assertOutcome(said, "impossible")

    def test_who_hangs_at_the_login(self):
        server = self.server({"AUTH": HANG}, offers=Login.OFFERS)
        said = self.smtp(server, email_timeout=1, **PLAIN,
                         **Login.USER).send()
        self.assertOutcome(said, "impossible", "email_timeout")

    def test_who_does_not_accept(self):
        with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
            said = self.post(mail_transport="smtp", email_host="127.0.0.1",
                             email_port=listener.getsockname()[1],
                             email_timeout=1, **PLAIN).send()
        self.assertOutcome(said, "impossible", "email_timeout")

    def test_who_hangs_up(self):
        """After the text it may have been taken, and goes again later."""
        for stage in STAGES:
            with self.subTest(stage):
                server = self.server({stage: [DROP, "250 ok"]})
                said = self.smtp(server, **PLAIN).send()
                self.assertOutcome(said, SILENCE[stage], ".")

    def test_who_refuses_and_then_hangs(self):
        server = self.server({"RCPT": "550 no", "QUIT": HANG})
        self.assertOutcome(self.smtp(server, **PLAIN).send(), "refused",
                           "550 no")

    def test_nobody_is_there(self):
        said = self.post(mail_transport="smtp", email_host="127.0.0.1",
                         email_port=harness.free_port()).send()
        self.assertOutcome(said, "impossible", "email_host", "email_port")

    def test_a_host_that_is_none(self):
        said = self.post(mail_transport="smtp",
                         email_host="mail.invalid").send()
        self.assertOutcome(said, "impossible", "email_host")


class Addresses(Mail):
    def test_what_is_no_address_is_told_nobody(self):
        server = self.server()
        post = self.smtp(server, **PLAIN)
        for address in ("ada", "@example.com", "ada@", "a b@example.com",
                        "ada@exam ple.com", "<ada@example.com>",
                        "ada@example.com>", "a\rb@example.com",
                        "ada@example.com\r\nDATA", "a\n@example.com",
                        "a\tb@example.com", "a\x7f@example.com",
                        "a\u0085@example.com", "ada@example.com\r\n"):
            with self.subTest(address):
                self.assertOutcome(post.send(to=address), "refused",
                                   "address")
                self.assertOutcome(post.send(sender=address), "refused",
                                   "address")
        self.assertEqual(server.connections, [])

    def test_bytes_that_are_no_utf8(self):
        server = self.server()
        post = self.smtp(server, **PLAIN)
        post.process.stdin.write(b"send a@example.com %ff@example.com 7 "
                                 b"/dev/null\n")
        post.process.stdin.flush()
        self.assertTrue(post.process.stdout.readline()
                        .startswith(b"refused\tthe address it goes to is no "
                                    b"UTF-8: ?@example.com"))
        self.assertEqual(server.connections, [])

    def test_a_domain_of_other_letters(self):
        """RFC 5890, without SMTPUTF8; names as Python's codec has them."""
        server = self.server(offers=())
        post = self.smtp(server, **PLAIN)
        for domain in ("b\u00fccher.example", "B\u00dcCHER.example",
                       "\u65e5\u672c\u8a9e.jp", "\u4f8b\u3048\u3002jp",
                       "xn--bcher-kva.example",
                       "\u043f\u043e\u0447\u0442\u0430.\u0440\u0444"):
            with self.subTest(domain):
                self.assertEqual(post.send(to=f"ada@{domain}"), ("done", ""))
                ascii = domain.lower().encode("idna").decode()
                self.assertEqual(server.mails[-1][1],
                                 f"RCPT TO:<ada@{ascii}>")
                self.assertNotIn("SMTPUTF8", server.mails[-1][0])

    def test_letters_before_the_at(self):
        """RFC 6531."""
        server = self.server()
        post = self.smtp(server, **PLAIN)
        self.assertEqual(post.send(to="j\u00f6rg@b\u00fccher.example"),
                         ("done", ""))
        sender, recipient, _ = server.mails[0]
        self.assertEqual(recipient, "RCPT TO:<j\u00f6rg@xn--bcher-kva.example>")
        self.assertIn(" SMTPUTF8", sender)
        self.assertEqual(post.send(), ("done", ""))
        self.assertNotIn("SMTPUTF8", server.mails[1][0])

    def test_a_server_that_knows_no_such_letters(self):
        server = self.server(offers=("8BITMIME",))
        post = self.smtp(server, **PLAIN)
        self.assertEqual(post.send()[0], "done")
        self.assertOutcome(post.send(to="j\u00f6rg@example.com"), "refused",
                           "SMTPUTF8")
        self.assertOutcome(post.send(sender="j\u00f6rg@example.com"),
                           "impossible", "SMTPUTF8", "default_from_email")
        self.assertEqual(post.send()[0], "done")
        for lines in server.connections:
            self.assertNotIn("j\u00f6rg", "".join(lines))

    def test_long_and_odd_ones(self):
        server = self.server()
        post = self.smtp(server, **PLAIN)
        for address in ("a" * 242 + "@example.com", '"a"@example.com',
                        '"a@b"@example.com', "a+b'c@example.com",
                        "-x@example.com", "ada@[127.0.0.1]"):
            with self.subTest(address):
                self.assertEqual(post.send(to=address)[0], "done")
                self.assertEqual(server.mails[-1][1], f"RCPT TO:<{address}>")

    def test_domains_that_no_host_can_have(self):
        server = self.server()
        post = self.smtp(server, **PLAIN)
        for domain in ("\u00fc" * 64 + ".example", "\u00fc..example",
                       ".\u00fc", "\u00fc" + ".aaaa" * 60):
            with self.subTest(domain):
                self.assertOutcome(post.send(to=f"ada@{domain}"), "refused",
                                   "domain")
        self.assertEqual(server.connections, [])


class ByARealServer(Mail):
    """aiosmtpd."""

    def test_plain(self):
        server = self.real()
        post = self.smtp(server, **PLAIN)
        for number in range(3):
            self.assertEqual(post.send(to=f"{number}@example.com"),
                             ("done", ""))
        self.assertEqual(post.send(to="j\u00f6rg@b\u00fccher.example")[0],
                         "done")
        mails = server.mails()
        self.assertEqual([mail["to"] for mail in mails[:3]],
                         [[f"{number}@example.com"] for number in range(3)])
        self.assertEqual(len({mail["peer"] for mail in mails}), 1)
        self.assertEqual(mails[0]["text"], TEXT.decode())
        self.assertEqual(mails[0]["from"], FROM)
        self.assertEqual([mail["utf8"] for mail in mails],
                         [False, False, False, True])

    def test_with_tls_and_login(self):
        for at_once in False, True:
            for password, outcome in ("right", "done"), ("wrong", "impossible"):
                with self.subTest(at_once=at_once, password=password):
                    server = self.real(certificate=good, at_once=at_once,
                                       user="me", password="right")
                    said = self.smtp(
                        server, email_ca_file=authority.file,
                        email_tls="tls" if at_once else "starttls",
                        email_host_user="me",
                        email_host_password=password).send()
                    self.assertOutcome(said, outcome, "535"
                                       if outcome == "impossible" else "^$")
                    self.assertEqual(len(server.mails()),
                                     1 if outcome == "done" else 0)

    def test_without_the_login_that_it_wants(self):
        server = self.real(certificate=good, user="me", password="x")
        said = self.smtp(server, email_ca_file=authority.file).send()
        self.assertOutcome(said, "impossible", "530")


class Sendmail(Mail):
    def program(self, text):
        file = os.path.join(tempfile.mkdtemp(dir=self.directory), "program")
        with open(file, "w") as out:
            out.write("#!/bin/sh\n" + text)
        os.chmod(file, 0o755)
        return file

    def sendmail(self, text, *arguments, **settings):
        program = self.program(text)
        post = self.post(mail_transport="sendmail", sendmail=(
            program, *arguments), **{"email_timeout": 20, **settings})
        post.beside = os.path.dirname(program)
        return post

    def read(self, post, name):
        with open(os.path.join(post.beside, name), "rb") as file:
            return file.read()

    def test_it_is_given_the_mail(self):
        post = self.sendmail('cd "${0%/*}"; cat >mail; printf "%s\\n" "$@" '
                             ">arguments; trap >signals\n", "-i", "-i", "a b")
        self.assertEqual(post.ask("check"), ("good", ""))
        self.assertEqual(post.send(to="-x@b\u00fccher.example"), ("done", ""))
        self.assertEqual(self.read(post, "mail"), TEXT.replace(b"\r\n", b"\n"))
        self.assertEqual(self.read(post, "arguments").decode().splitlines(),
                         ["-i", "-i", "a b", "-f", FROM, "--",
                          "-x@xn--bcher-kva.example"])
        self.assertEqual(self.read(post, "signals"), b"")

    def test_it_is_given_nothing_else(self):
        """No descriptor of ours, and signals as they are by default."""
        post = self.sendmail(
            'cd "${0%/*}"; ls /proc/self/fd | wc -l >open; '
            "grep -E 'Sig(Blk|Ign)' /proc/self/status >status; cat >mail\n")
        self.assertEqual(post.send(), ("done", ""))
        # 0, 1, 2 and that by which ls reads the directory
        self.assertEqual(self.read(post, "open").strip(), b"4")
        for line in self.read(post, "status").decode().splitlines():
            name, mask = line.split()
            self.assertEqual(int(mask, 16) & 1 << signal.SIGPIPE - 1, 0, name)

    def test_its_status_says_what_it_did(self):
        """sysexits.h"""
        for status, outcome in (
                (0, "done"), (65, "refused"), (67, "refused"),
                (68, "put off"), (69, "put off"), (70, "put off"),
                (75, "impossible"), (77, "impossible"), (78, "impossible"),
                (64, "impossible"), (71, "impossible"), (73, "impossible"),
                (74, "impossible"), (76, "impossible"), (126, "impossible"),
                (127, "impossible"), (1, "put off"), (255, "put off")):
            with self.subTest(status):
                post = self.sendmail("cat >/dev/null; echo because >&2; "
                                     f"exit {status}\n")
                said = post.send()
                self.assertOutcome(said, outcome)
                if outcome != "done":
                    self.assertOutcome(said, outcome, f" {status}: because$")

    def test_lines_of_its_reason_are_one(self):
        post = self.sendmail('printf "one\\ntwo\\033\\n\\377%01000d" 1 >&2; '
                             "exit 65\n")
        self.assertOutcome(post.send(), "refused", ": one;two ;?.*0000$")

    def test_who_is_killed(self):
        self.assertOutcome(self.sendmail("kill -SEGV $$\n").send(), "put off",
                           "signal 11")

    def test_who_reads_nothing(self):
        text = b"x" * 2000000
        for status, outcome in (0, "done"), (75, "impossible"):
            post = self.sendmail(f"exit {status}\n")
            self.assertEqual(post.send(text=text)[0], outcome)
            post = self.sendmail(f"exec <&-; exit {status}\n")
            self.assertEqual(post.send(text=text)[0], outcome)

    def test_who_reads_slowly_gets_all(self):
        text = bytes(range(32, 127)) * 20000
        post = self.sendmail('cd "${0%/*}"; dd bs=7 count=50000 of=mail '
                             "2>/dev/null; cat >>mail\n")
        self.assertEqual(post.send(text=text)[0], "done")
        self.assertEqual(self.read(post, "mail"), text)

    def test_who_never_ends(self):
        ends = {"cat >/dev/null; sleep 600 & wait": "put off",
                "sleep 600": "impossible",
                "trap '' TERM; while :; do echo talk >&2; done": "impossible"}

        posts = {text: self.sendmail(f'echo $$ >"${{0%/*}}/pid"; {text}\n',
                                     email_timeout=5) for text in ends}
        for text, said in self.each(lambda text: posts[text].send(
                text=b"x" * 1000000), [*ends]):
            with self.subTest(text):
                self.assertOutcome(said, ends[text], "email_timeout")
                # All of its group has ended, too.
                group = int(self.read(posts[text], "pid"))
                harness.wait_for(lambda: not self.lives(group))

    def test_who_cannot_be_ended(self):
        """As what is set-user-ID and has become somebody else: Exim. One that
        has left its group is out of reach, too."""
        post = self.sendmail(
            'echo $$ >"${0%/*}/pid"; exec perl -e '
            "'setpgrp(0, getpgrp(getppid())); sleep(600)'\n",
            email_timeout=5)
        said = post.send(text=b"x" * 1000000)
        self.assertOutcome(said, "put off", "email_timeout",
                           "could not be ended")
        os.kill(int(self.read(post, "pid")), signal.SIGKILL)
        self.assertOutcome(post.ask("check"), "good")

    @staticmethod
    def lives(group):
        for name in os.listdir("/proc"):
            try:
                with open(f"/proc/{name}/stat") as file:
                    fields = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == group and fields[0] != "Z":
                return True
        return False

    def test_who_leaves_somebody_behind(self):
        """Who works on in the background has our pipes still."""
        fifo = os.path.join(self.directory, "fifo")
        os.mkfifo(fifo)
        post = self.sendmail(f'cat >/dev/null; cat "{fifo}" & exit 0\n')
        self.assertEqual(post.send(), ("done", ""))
        os.close(os.open(fifo, os.O_WRONLY))

    def test_who_talks_a_lot(self):
        post = self.sendmail("head -c 3000000 /dev/zero | tr '\\0' x >&2; "
                             "cat >/dev/null; exit 67\n")
        self.assertOutcome(post.send(text=b"y" * 1000000), "refused", ": x+$")

    def test_who_talks_on_standard_output(self):
        post = self.sendmail("head -c 3000000 /dev/zero; cat >/dev/null\n")
        self.assertEqual(post.send(), ("done", ""))

    def test_what_is_no_program(self):
        plain = os.path.join(self.directory, "plain")
        with open(plain, "w") as file:
            file.write("no program")
        os.chmod(plain, stat.S_IRUSR)
        for file in "/nonexistent/sendmail", plain, self.directory:
            with self.subTest(file):
                post = self.post(mail_transport="sendmail", sendmail=(file,))
                self.assertOutcome(post.send(), "impossible", "sendmail: ")
        post = self.post(mail_transport="sendmail",
                         sendmail=("/nonexistent/x",))
        self.assertOutcome(post.ask("check"), "bad", "/nonexistent/x: No such")

    def test_what_is_no_address_is_given_nobody(self):
        post = self.sendmail('touch "${0%/*}/called"\n')
        self.assertOutcome(post.send(to="a b@example.com"), "refused")
        self.assertNotIn("called", os.listdir(post.beside))


@unittest.skipUnless(shutil.which("msmtp"), "no msmtp here")
class Msmtp(Mail):
    """As on a shared host: msmtp, and a server behind it."""

    def msmtp(self, port, **settings):
        file = os.path.join(self.directory, "msmtprc")
        with open(file, "w") as out:
            out.write(f"account default\nhost 127.0.0.1\nport {port}\n")
        os.chmod(file, 0o600)
        return self.post(mail_transport="sendmail", sendmail=(
            shutil.which("msmtp"), "-C", file, "-i"), **settings)

    def test_delivered(self):
        server = self.server()
        self.assertEqual(self.msmtp(server.port).send(), ("done", ""))
        sender, recipient, text = server.mails[0]
        self.assertIn(f"<{FROM}>", sender)
        self.assertIn(f"<{TO}>", recipient)
        self.assertTrue(text.endswith(b"\r\nA mail.\r\n.\r\n"))

    def test_delivered_to_a_real_server(self):
        server = self.real()
        self.assertEqual(self.msmtp(server.port).send(), ("done", ""))
        self.assertEqual([mail["to"] for mail in server.mails()], [[TO]])

    def test_who_is_refused(self):
        server = self.server({"RCPT": "550 5.1.1 no such user"})
        said = self.msmtp(server.port).send()
        self.assertOutcome(said, "refused", "550 5.1.1 no such user")

    def test_the_server_is_down(self):
        self.assertOutcome(self.msmtp(harness.free_port()).send(),
                           "impossible", "msmtp: ")

    def test_the_configuration_is_wrong(self):
        post = self.post(mail_transport="sendmail", sendmail=(
            shutil.which("msmtp"), "-C", "/nonexistent"))
        self.assertOutcome(post.send(), "impossible", "/nonexistent")


class Log(Mail):
    def test_a_mail_is_a_line(self):
        post = Post(self.directory, mail_transport="log")
        self.assertEqual(post.send(name="7-8-activation"), ("done", ""))
        status, said = post.close()
        self.assertEqual(status, 0)
        self.assertRegex(said, r"^\S+ notice mail to=ada@example\.com "
                         r"name=7-8-activation "
                         r"link=https://example\.com/activate/uid/token\n$")


class Directory(Mail):
    def test_a_mail_is_a_file(self):
        post = self.post(mail_transport="directory",
                         mail_directory=self.directory)
        self.assertEqual(post.ask("check"), ("good", ""))
        self.assertEqual(post.send(name="7"), ("done", ""))
        with open(os.path.join(self.directory, "7.eml"), "rb") as file:
            self.assertEqual(file.read(), TEXT)

    def test_a_directory_that_is_not_there(self):
        post = self.post(mail_transport="directory",
                         mail_directory="/nonexistent")
        self.assertOutcome(post.ask("check"), "bad", "/nonexistent: No such")
        self.assertOutcome(post.send(), "impossible", "/nonexistent: No such")


class Served(Talk):
    """By the mailer of the whole program."""

    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.mkdtemp(prefix="portress-transport-")
        cls.addClassCleanup(shutil.rmtree, cls.directory)
        cls.conf = cls.configuration()
        super().setUpClass()

    def reset(self, account):
        self.expect(self.post("users/reset_password/",
                              {"email": account.email}), 204, None)

    def gone(self):
        harness.wait_for(lambda: self.count("portress_outbox") == 0)

    def reasons(self):
        return [row[0] for row in
                self.sql("SELECT reason FROM portress_outbox") if row[0]]


class ServedBySmtp(Served):
    @classmethod
    def configuration(cls):
        cls.server = Scripted()
        cls.addClassCleanup(cls.server.close)
        return (f'mail_transport = "smtp"\nemail_host = "127.0.0.1"\n'
                f'email_port = {cls.server.port}\nemail_tls = "none"\n'
                'default_from_email = "The site <site@example.com>"\n')

    def setUp(self):
        self.server.replies.update(GOOD)
        super().setUp()
        self.server.mails.clear()

    def test_a_mail_arrives(self):
        ada = self.account()
        self.reset(ada)
        self.gone()
        (sender, recipient, text), = self.server.mails
        self.assertRegex(sender, r"^MAIL FROM:<site@example\.com>")
        self.assertEqual(recipient, f"RCPT TO:<{ada.email}>")
        self.assertIn(b"\r\nFrom: The site <site@example.com>\r\n",
                      b"\r\n" + text)

    def test_one_that_is_refused_waits_for_somebody(self):
        self.server.replies["RCPT"] = "550 5.1.1 Nobody of that name"
        self.reset(self.account())
        harness.wait_for(lambda: self.reasons() == [
            "to RCPT TO: 550 5.1.1 Nobody of that name"])
        self.assertEqual(self.sql("SELECT next_at FROM portress_outbox"),
                         [[None]])

    def test_one_that_the_server_closes_at_holds_up_no_other(self):
        self.server.replies["RCPT"] = "421 4.7.0 Not that one"
        for name in "ada", "ben":
            self.reset(self.account(name))
        harness.wait_for(lambda: self.count(
            "portress_outbox", "attempts = 1 AND reason LIKE '%421%'") == 2)
        self.server.replies["RCPT"] = GOOD["RCPT"]
        self.reset(self.account("cy"))
        harness.wait_for(lambda: self.server.mails)

    def test_after_a_server_was_away_all_arrive(self):
        ada = self.account()
        self.server.replies["greeting"] = "421 4.3.2 Not now"
        for _ in range(3):
            self.reset(ada)
        harness.wait_for(lambda: "to its greeting: 421 4.3.2 Not now"
                         in self.reasons())
        self.server.replies["greeting"] = GOOD["greeting"]
        # What was in vain may be put off for as long as that.
        harness.wait_for(lambda: self.count("portress_outbox") == 0,
                         2 * harness.PATIENCE)
        self.assertEqual(len(self.server.mails), 3)


class ServedBySendmail(Served):
    @classmethod
    def configuration(cls):
        program = os.path.join(cls.directory, "program")
        with open(program, "w") as out:
            out.write('#!/bin/sh\ncd "${0%/*}" && cat >new && mv new mail && '
                      'printf "%s\\n" "$@" >arguments\n')
        os.chmod(program, 0o755)
        os.chmod(cls.directory, 0o777)
        return f'mail_transport = "sendmail"\nsendmail = {{"{program}"}}\n'

    def test_a_mail_arrives(self):
        ada = self.account()
        self.reset(ada)
        self.gone()
        with open(os.path.join(self.directory, "arguments")) as file:
            self.assertEqual(file.read().split()[-2:], ["--", ada.email])
        with open(os.path.join(self.directory, "mail"), "rb") as file:
            self.assertNotIn(b"\r", file.read())


if __name__ == "__main__":
    harness.main()
