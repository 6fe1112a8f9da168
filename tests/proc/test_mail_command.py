"""Mail at the command line: what waits, and how it is sent by hand."""

import email
import email.policy
import os
import pty
import re
import subprocess

import harness
from mail_servers import DROP, Authority, Real, Scripted
from people import *
from test_command import Command


class Mail(Command):
    # Nobody sends but the command.
    conf = "mailers = 0\n"

    def queue(self, account, kind="password_reset", **columns):
        """A row as requests make it, or one that was tried; its id."""
        if "attempts" in columns:   # else somebody has it in hand
            columns.setdefault("reason", "'421 later'")
        columns = {"user_id": str(account.id), "kind": repr(kind),
                   "api": "'djoser'", "address": repr(account.email),
                   "created_at": "UTC_TIMESTAMP(6)",
                   "next_at": "UTC_TIMESTAMP(6)",
                   **{name: str(value) for name, value in columns.items()}}
        return int(self.sql(
            f"INSERT INTO portress_outbox ({', '.join(columns)}) VALUES "
            f"({', '.join(columns.values())}); SELECT LAST_INSERT_ID()")[0][0])

    def ended(self, account, reason="550 5.1.1 no such user", **columns):
        return self.queue(account, next_at="NULL", attempts=2,
                          reason=repr(reason), **columns)

    def row(self, number, columns="attempts, next_at IS NULL, reason"):
        rows = self.sql(f"SELECT {columns} FROM portress_outbox "
                        f"WHERE id = {number}")
        return rows[0] if rows else None

    def waiting(self):
        return self.count("portress_outbox")

    def file(self, name):
        return os.path.join(self.instance.directory, name)


class Flush(Mail):
    def test_all_that_is_due_goes_out_once(self):
        accounts = [self.account(name) for name in ("ada", "ben", "cleo")]
        for account in accounts:
            self.expect(self.post("users/reset_password/",
                                  {"email": account.email}), 204)
        self.assertEqual(self.waiting(), 3)
        self.assertEqual(self.mails(), [])
        said = self.run_it("mail", "flush", "--verbose").stdout
        self.assertEqual(said, "3 sent, 0 put off, 0 given up, 0 left\n")
        self.assertEqual(self.waiting(), 0)
        self.assertEqual(sorted(mail["To"] for mail in self.mails()),
                         sorted(account.email for account in accounts))
        uid_, token = harness.link(self.mail(accounts[0].email))
        self.expect(self.post("users/reset_password_confirm/", {
            "uid": uid_, "token": token, "new_password": FRESH,
            "re_new_password": FRESH}), 204)

    def test_cron_is_told_nothing_where_all_is_well(self):
        ada = self.account()
        for waiting in (0, 2):
            for _ in range(waiting):
                self.queue(ada)
            done = self.run_it("mail", "flush")
            self.assertEqual((done.stdout, done.stderr), ("", ""))
        self.assertEqual(len(self.mails()), 2)
        self.assertEqual(self.run_it("mail", "flush", "-h").returncode, 0)
        self.assertEqual(self.run_it("mail", "flush", "--verbose").stdout,
                         "no mail is due\n")

    def test_who_watches_is_told(self):
        ada = self.account()
        for _ in range(3):
            self.queue(ada)
        try:
            ours, theirs = pty.openpty()
        except OSError as error:
            self.skipTest(f"no terminal: {error}")
        environment = dict(os.environ,
                           PORTRESS_CONF=self.file("portress.conf"))
        done = subprocess.run([harness.PROGRAM, "mail", "flush"],
                              stdin=subprocess.DEVNULL, stdout=theirs,
                              stderr=theirs, env=environment)
        said = os.read(ours, 65536).decode()
        os.close(ours)
        os.close(theirs)
        self.assertEqual(done.returncode, 0, said)
        self.assertIn("2 of 3", said)
        self.assertIn("3 sent, 0 put off, 0 given up, 0 left", said)

    def test_what_is_not_due_is_left(self):
        ada = self.account()
        later = self.queue(ada, attempts=1, next_at=
                           "UTC_TIMESTAMP(6) + INTERVAL 1 HOUR")
        never = self.ended(ada)
        self.queue(ada)
        self.assertEqual(
            self.run_it("mail", "flush", "--verbose").stdout,
            "1 sent, 0 put off, 0 given up, 0 left\n")
        self.assertEqual(self.sql("SELECT id FROM portress_outbox "
                                  "ORDER BY id"), [[str(later)], [str(never)]])

    def test_what_need_not_go_out_is_dropped(self):
        ada = self.account()
        number = self.queue(ada)
        self.alter(ada, email="x@example.com")
        said = self.run_it("mail", "flush", "--verbose").stdout
        self.assertIn(f"mail {number} is dropped: the account has another "
                      "address\n", said)
        self.assertIn("0 sent, 0 put off, 0 given up, 0 left (1 need not go "
                      "out)\n", said)
        self.assertEqual((self.waiting(), self.mails()), (0, []))

    def test_nothing_gets_out(self):
        """It stops at the first, says why and leaves all as it was."""
        ada = self.account()
        numbers = [self.queue(ada) for _ in range(3)]
        done = self.with_conf('mail_directory = "/nowhere"\n', "mail", "flush")
        self.assertEqual(done.returncode, 75, done)
        self.assertRegex(done.stderr, r"portress: nothing gets out: .")
        self.assertIn("portress mail test ADDRESS", done.stderr)
        self.assertEqual(done.stdout,
                         "0 sent, 0 put off, 0 given up, 3 left\n")
        for number in numbers:
            self.assertEqual(self.row(number)[:2], ["0", "0"])
        reasons = [self.row(number)[2] for number in numbers]
        self.assertEqual(len([one for one in reasons if one]), 1, reasons)
        self.run_it("mail", "flush")
        self.assertEqual(len(self.mails()), 3)

    def test_too_old_is_given_up(self):
        ada = self.account()
        number = self.queue(ada, created_at=
                            "UTC_TIMESTAMP(6) - INTERVAL 6 DAY")
        done = self.with_conf('mail_directory = "/nowhere"\n', "mail", "flush")
        self.assertEqual(done.returncode, 75, done)
        self.assertIn(f"mail {number} is given up: ", done.stdout)
        self.assertIn("1 given up, 0 left\n", done.stdout)
        self.assertIn("portress mail list", done.stdout)
        self.assertEqual(self.row(number)[1], "1")

    def test_no_transport(self):
        self.queue(self.account())
        self.ended(self.account("ben"))
        done = self.with_conf('mail_transport = "none"\n', "mail", "flush")
        self.assertEqual(done.returncode, 1, done)
        self.assertIn('mail_transport is "none"', done.stderr)
        self.assertIn("1 wait", done.stderr)
        self.assertEqual(self.waiting(), 2)

    def test_several_at_once_share_the_work(self):
        ada = self.account()
        for _ in range(40):
            self.queue(ada)
        done = at_once(4, lambda _: self.portress("mail", "flush",
                                                  "--verbose"))
        self.assertEqual([one.returncode for one in done], [0] * 4, done)
        sent = [int(found) for one in done for found in
                re.findall(r"^(\d+) sent", one.stdout)]
        self.assertEqual(sum(sent), 40, done)
        self.assertEqual(len(self.mails()), 40)

    def test_no_database(self):
        for command in (("flush",), ("list",), ("show", "1"),
                        ("retry", "all"), ("drop", "ended")):
            done = self.with_conf('database { socket = "/nowhere.sock" }\n',
                                  "mail", *command)
            self.assertEqual(done.returncode, 69, done)


class Smtp(Mail):
    def smtp(self, server, *command, **settings):
        settings = {"email_tls": "none", "email_host": "127.0.0.1",
                    **settings}
        return self.with_conf(
            'mail_transport = "smtp"\nemail_timeout = 60\n'
            f"email_port = {server.port}\n" + "".join(
                f'{name} = "{value}"\n' for name, value in settings.items()),
            "mail", *command)

    def served(self, **options):
        server = Scripted(**options)
        self.addCleanup(server.close)
        return server

    def test_all_that_is_due_goes_out_in_one_connection(self):
        server = self.served()
        ada = self.account()
        for _ in range(5):
            self.queue(ada)
        done = self.smtp(server, "flush", "--verbose")
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual(done.stdout, "5 sent, 0 put off, 0 given up, 0 "
                         "left\n")
        self.assertEqual(len(server.mails), 5)
        self.assertEqual(len(server.connections), 1)
        self.assertEqual(self.waiting(), 0)

    def test_what_the_server_says_of_each(self):
        """The others go on, and cron is told of what was refused."""
        ada, ben, cleo = (self.account(name) for name in
                          ("ada", "ben", "cleo"))
        server = self.served(replies={"RCPT": ["550 5.1.1 no such user"]})
        refused = self.queue(ada)
        done = self.smtp(server, "flush")
        self.assertEqual(done.returncode, 0, done)
        self.assertIn(f"mail {refused} is given up: ", done.stdout)
        self.assertIn("550 5.1.1 no such user", done.stdout)
        self.assertIn("0 sent, 0 put off, 1 given up, 0 left\n", done.stdout)
        self.assertEqual(self.row(refused)[1], "1")
        later = self.queue(ben)
        server = self.served(replies={"RCPT": "450 4.2.0 greylisted"})
        done = self.smtp(server, "flush")
        self.assertEqual((done.returncode, done.stdout, done.stderr),
                         (0, "", ""))
        self.assertEqual(self.row(later)[:2], ["1", "0"])
        self.assertIn("450 4.2.0 greylisted", self.row(later)[2])
        self.queue(cleo)
        done = self.smtp(server, "flush", "--verbose")
        self.assertEqual(done.stdout, "0 sent, 1 put off, 0 given up, 0 "
                         "left\n")

    def test_nothing_gets_out(self):
        ada = self.account()
        for _ in range(3):
            self.queue(ada)
        server = self.served(replies={"greeting": "421 not today"})
        done = self.smtp(server, "flush")
        self.assertEqual(done.returncode, 75, done)
        self.assertIn("421 not today", done.stderr)
        self.assertIn("3 left", done.stdout)
        self.assertEqual(self.count("portress_outbox", "attempts = 0"), 3)
        self.assertEqual(len(server.connections), 1)

    def test_a_test_is_told_step_by_step(self):
        if not Real.is_here():
            self.skipTest("there is no aiosmtpd")
        authority = Authority()
        self.addCleanup(authority.close)
        server = Real(certificate=authority.issue("good"), user="mary",
                      password="three blue cranes")
        self.addCleanup(server.close)
        secrets = {"email_tls": "starttls", "email_ca_file": authority.file,
                   "email_host_user": "mary"}
        done = self.smtp(server, "test", "Ada@example.com", **secrets,
                         email_host_password="three blue cranes")
        self.assertEqual(done.returncode, 0, done)
        for step in ("mail_transport +smtp: server 127.0.0.1, email_tls = "
                     '"starttls",', "from +webmaster@localhost",
                     "to +Ada@example.com", "connection +220 here",
                     r"encryption \(STARTTLS\) +220 ", r"login \(AUTH\) +235 ",
                     r"sender \(MAIL FROM\) +250 ",
                     r"recipient \(RCPT TO\) +250 ", "text +250 taken",
                     "The mail server has taken it"):
            self.assertRegex(done.stdout, rf"(?m)^{step}")
        [mail] = server.mails()
        self.assertEqual(mail["to"], ["Ada@example.com"])
        self.assertIn("Subject: Example - A test mail\r\n", mail["text"])
        self.assertEqual(self.waiting(), 0)
        # And what is wrong.
        done = self.smtp(server, "test", "ada@example.com", **secrets,
                         email_host_password="another")
        self.assertEqual(done.returncode, 75, done)
        self.assertRegex(done.stdout, r"(?m)^login \(AUTH\) +535 ")
        self.assertRegex(done.stderr, "portress: it could not be sent: .*"
                         "email_host_password")
        self.assertIn("name and password", done.stderr)
        self.assertNotIn("another", done.stdout + done.stderr)
        self.assertEqual(len(server.mails()), 1)

    def test_a_test_that_fails(self):
        for replies, code, said in (
                ({"RCPT": "550 5.1.1 no such user"}, 1,
                 "it was refused: .*550 5.1.1 no such user"),
                ({"RCPT": "450 4.2.0 greylisted"}, 75,
                 "it was put off: .*450 4.2.0 greylisted"),
                ({"MAIL": "550 5.7.1 not by you"}, 75,
                 "it could not be sent: .*default_from_email.*not by you"),
                ({"MAIL": "530 5.7.0 Authentication required"}, 75,
                 r"it could not be sent: .*email_host_user\).* 530"),
                ({"greeting": DROP}, 75, "it could not be sent: ."),
                ({"greeting": "554 \x1b[31mno"}, 75,
                 "it could not be sent: .*554")):
            with self.subTest(said):
                done = self.smtp(self.served(replies=replies), "test",
                                 "ada@example.com")
                self.assertEqual(done.returncode, code, done)
                self.assertRegex(done.stderr, f"portress: {said}")
                # What to do.
                self.assertGreater(len(done.stderr.splitlines()), 1)
                self.assertNotIn("\x1b", done.stdout + done.stderr)

    def test_no_server(self):
        server = Scripted()
        server.close()
        done = self.smtp(server, "test", "ada@example.com")
        self.assertEqual(done.returncode, 75, done)
        self.assertRegex(done.stderr, "it could not be sent: .*email_port")


class Test(Mail):
    def test_a_directory(self):
        done = self.run_it("mail", "test", "ada@example.com",
                           said="It lies there")
        mail = self.mail("ada@example.com")
        self.assertEqual(mail["Subject"], "Example - A test mail")
        path = re.search(r"directory:\s+(\S+\.eml)", done.stdout).group(1)
        self.assertTrue(os.path.exists(path), done)
        done = self.with_conf('mail_directory = "/nowhere"\n', "mail", "test",
                              "ada@example.com")
        self.assertEqual(done.returncode, 75, done)
        self.assertIn("mail_directory has to be", done.stderr)

    def test_a_program(self):
        def program(text):
            path = self.file("program")
            with open(path, "w") as file:
                file.write("#!/bin/sh\n" + text)
            os.chmod(path, 0o700)
            return self.with_conf(
                f'mail_transport = "sendmail"\nsendmail = {{ "{path}" }}\n',
                "mail", "test", "ada@example.com")

        done = program(f"cat >{self.file('given')}\n")
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("The program has taken it", done.stdout)
        with open(self.file("given")) as file:
            self.assertIn("Subject: Example - A test mail\n", file.read())
        done = program("cat >/dev/null; echo 'no such user' >&2; exit 67\n")
        self.assertEqual(done.returncode, 1, done)
        self.assertRegex(done.stderr, "it was refused: .*no such user")

    def test_what_is_no_address(self):
        for odd in ("x", "", "@", "a@b\nBcc: c@d.example"):
            self.run_it("mail", "test", odd, code=64, complained="no address")
        self.assertEqual(self.mails(), [])

    def test_no_transport(self):
        done = self.with_conf('mail_transport = "none"\n', "mail", "test",
                              "ada@example.com")
        self.assertEqual(done.returncode, 1, done)
        self.assertIn('mail_transport is "none"', done.stderr)


class Texts(Mail):
    def test_a_preview(self):
        """No database is asked."""
        def preview(*arguments):
            done = self.with_conf('database { socket = "/nowhere.sock" }\n',
                                  "mail", "preview", *arguments)
            self.assertEqual(done.returncode, 0, done)
            return done.stdout

        whole = email.message_from_string(preview("password_reset"),
                                          policy=email.policy.default)
        self.assertEqual(whole["Subject"], "Password reset on Example")
        text = preview("password_reset", "--text")
        self.assertEqual(whole.get_body(("plain",)).get_content().rstrip(),
                         text.rstrip())
        html = preview("password_reset", "--html")
        self.assertEqual(whole.get_body(("html",)).get_content().rstrip(),
                         html.rstrip())
        self.assertIn("<html", html)
        self.assertIn("Passwort",
                      preview("password_reset", "--text", "--language",
                              "de-AT"))
        self.assertIn("Activate your account", preview(
            "activation", "--text", "--api", "dj-rest-auth"))

    def test_a_preview_of_what_there_is_not(self):
        for arguments, said in (
                (("nonsense",), "(?s)nonsense.*  password_reset\n"),
                (("activation", "--language", "tlh"), "(?s)tlh.*  de\n"),
                (("activation", "--api", "nonsense"),
                 "(?s)nonsense.*  djoser\n"),
                (("activation", "--text", "--html"), "which")):
            self.run_it("mail", "preview", *arguments, code=64,
                        complained=said)

    def test_templates_to_be_edited(self):
        directory = self.file("templates")
        said = self.run_it("mail", "templates", directory).stdout
        self.assertIn(f'mail_templates = "{directory}"\n', said)
        self.assertLessEqual(max(len(line) for line in said.splitlines() if
                                 directory not in line), 80)
        file = os.path.join(directory, "en", "test.txt")
        with open(file, "w") as out:
            out.write("Subject: Mine\n\nNothing but {site_name}.\n")
        # What is there stays.
        said = self.run_it("mail", "templates", directory).stdout
        self.assertIn(f"{file} is there already", said)
        done = self.with_conf(f'mail_templates = "{directory}"\n', "mail",
                              "preview", "test", "--text")
        self.assertEqual((done.returncode, done.stdout),
                         (0, "Nothing but Example.\n"))
        self.run_it("mail", "templates", self.file("secret") + "/x", code=1,
                    complained="Not a directory")
        # A broken one is told of with its place.
        with open(file, "w") as out:
            out.write("Subject: Mine\n\nNothing but {sight_name}.\n")
        done = self.with_conf(f'mail_templates = "{directory}"\n', "check")
        self.assertEqual(done.returncode, 78, done)
        self.assertIn(f"{file}:3: ", done.stderr)


class List(Mail):
    def test_nothing_waits(self):
        self.assertEqual(self.run_it("mail", "list").stdout,
                         "no mail waits\n")

    def test_the_table(self):
        ada = self.account()
        new = self.queue(ada, kind="activation")
        later = self.queue(ada, kind="username_changed", attempts=3, next_at=
                           "UTC_TIMESTAMP(6) + INTERVAL 250 SECOND",
                           created_at="UTC_TIMESTAMP(6) - INTERVAL 3 HOUR",
                           reason="'450 4.2.0 greylisted, " + "later " * 30 +
                           "or never'")
        old = self.ended(ada, created_at="UTC_TIMESTAMP(6) - INTERVAL 9 DAY")
        lines = self.run_it("mail", "list").stdout.splitlines()
        self.assertLessEqual(max(len(line) for line in lines), 80, lines)
        self.assertEqual(lines[0].split(), ["id", "kind", "address", "age",
                                            "tries", "next"])
        for number, cells in (
                (new, rf"activation +{ada.email} +\d+ s +0  due"),
                (later, rf"username_changed +{ada.email} +3 h +3  in 4 min"),
                (old, rf"password_reset +{ada.email} +9 d +2  ended")):
            at = [index for index, line in enumerate(lines)
                  if re.fullmatch(rf" *{number} {cells}", line)]
            self.assertEqual(len(at), 1, lines)
        self.assertEqual(lines[at[0] + 1], " " * 9 + "550 5.1.1 no such user")
        self.assertIn("1 due, 1 put off, 1 ended", lines)
        self.assertIn("portress mail retry", lines[-2] + lines[-1])

    def test_no_text_is_obeyed_by_a_terminal(self):
        ada = self.account()
        self.queue(ada, address="CONCAT(CHAR(27), '[31m', "
                   "CONVERT(UNHEX('E280AE') USING utf8mb4), 'x@y.example')",
                   reason="CONCAT('a', CHAR(27), 'c', CHAR(13), 'b')")
        said = self.run_it("mail", "list").stdout
        self.assertIn("?[31m?x@y.example", said)
        for control in "\x1b\r\u202e":
            self.assertNotIn(control, said)
        said = self.run_it("mail", "show", self.sql(
            "SELECT id FROM portress_outbox")[0][0]).stdout
        self.assertNotIn("\x1b", said)

    def test_it_is_bounded(self):
        ada = self.account()
        self.queue(ada)
        self.sql("INSERT INTO portress_outbox (user_id, kind, api, address, "
                 "created_at, next_at) SELECT user_id, kind, api, address, "
                 "created_at, next_at FROM portress_outbox JOIN "
                 "(SELECT seq FROM seq_1_to_510) numbers")
        lines = self.run_it("mail", "list").stdout.splitlines()
        self.assertEqual(lines[-2:], ["11 more are not shown",
                                      "511 due, 0 put off, 0 ended"])
        self.assertEqual(len(lines), 1 + 500 + 2)


class Show(Mail):
    def test_all_of_it_but_no_secret(self):
        ada = self.account()
        number = self.queue(ada, attempts=1, language="'de'",
                            reason="'450 later'")
        said = self.run_it("mail", "show", str(number)).stdout
        for line in (rf"mail +{number}", "kind +password_reset",
                     "api +djoser", rf"account +{ada.id}, ada",
                     rf"to +{ada.email}", "language +de",
                     r"caused +20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC, \d+ s ago",
                     "tries +1", "next +due", "reason +450 later",
                     rf"To: {ada.email}"):
            self.assertRegex(said, rf"(?m)^{line}$")
        shown = email.message_from_string(
            said[said.index("\nFrom: ") + 1:], policy=email.policy.default)
        text = shown.get_body(("plain",)).get_content()
        self.assertIn(f"://example.com/password/reset/confirm/"
                      f"{uid(ada.id)}/token-not-shown", text)
        self.assertNotRegex(said, r"[0-9a-z]{6}-[0-9a-f]{32}")
        # It was looked at, and no more.
        self.assertEqual(self.row(number), ["1", "0", "450 later"])
        self.run_it("mail", "flush")
        self.assertRegex(self.mails()[0].get_body(("plain",)).get_content(),
                         r"/[0-9a-z]{6}-[0-9a-f]{32}\b")

    def test_what_would_be_dropped(self):
        ada, ben = self.account("ada"), self.account("ben")
        moved, gone = self.queue(ada), self.queue(ben)
        other = self.queue(ada, api="'nonesuch'")
        odd = self.queue(ada, kind="nonesuch")
        self.alter(ada, email="x@example.com")
        self.sql(f"DELETE FROM auth_user WHERE id = {ben.id}")
        for number, why in ((moved, "the account has another address"),
                            (gone, "the account is gone"),
                            (other, "the api is gone"),
                            (odd, "the kind is not known")):
            said = self.run_it("mail", "show", str(number)).stdout
            self.assertIn(f"\nIt will be dropped: {why}\n", said)
        self.assertRegex(said, rf"(?m)^account +{ada.id}, ada$")

    def test_one_that_is_not_there(self):
        for command in ("show", "retry", "drop"):
            self.run_it("mail", command, "7777777", code=1,
                        complained="no mail 7777777.*portress mail list")
            for odd in ("x", "1x", "", "99999999999999999999"):
                self.run_it("mail", command, odd, code=64,
                            complained="portress mail list")


class RetryAndDrop(Mail):
    def test_one_is_due_again(self):
        ada = self.account()
        number = self.ended(ada)
        other = self.ended(ada)
        self.run_it("mail", "retry", str(number),
                    said=f"^mail {number} is due now\n$")
        self.assertEqual(self.row(number)[:2], ["0", "0"])
        self.assertEqual(self.row(other)[:2], ["2", "1"])
        self.run_it("mail", "flush")
        self.assertEqual(len(self.mails()), 1)

    def test_all_are_due_again(self):
        ada = self.account()
        self.ended(ada)
        self.queue(ada, attempts=4,
                   next_at="UTC_TIMESTAMP(6) + INTERVAL 1 HOUR")
        self.queue(ada)
        self.run_it("mail", "retry", "all", said="^2 mails put off or ended")
        self.assertEqual(self.count("portress_outbox", "attempts = 0 AND "
                                    "next_at <= UTC_TIMESTAMP(6)"), 3)
        done = self.with_conf('mail_transport = "none"\n', "mail", "retry",
                              "all")
        self.assertEqual(done.stdout, '0 mails put off or ended before: due '
                         'now\nbut mail_transport is "none", so no mail '
                         'leaves\n')

    def test_dropped(self):
        ada = self.account()
        number, other = self.queue(ada), self.queue(ada)
        self.ended(ada)
        self.run_it("mail", "drop", str(number),
                    said=f"^mail {number} is dropped\n$")
        self.assertIsNone(self.row(number))
        self.run_it("mail", "drop", str(number), code=1)
        self.run_it("mail", "drop", "ended", said="^1 mail that had ended")
        self.assertEqual(self.sql("SELECT id FROM portress_outbox"),
                         [[str(other)]])
        # Not by a word that is like it.
        self.run_it("mail", "drop", "all", code=64)


class Check(Mail):
    def test_all_is_well(self):
        self.queue(self.account())
        self.run_it("check", said="(?m)^good +outbox: 1 due, 0 put off$")

    def test_what_waits_for_long(self):
        ada = self.account()
        hour = "UTC_TIMESTAMP(6) - INTERVAL 61 MINUTE"
        self.queue(ada, created_at=hour, attempts=1,
                   next_at="UTC_TIMESTAMP(6) + INTERVAL 1 HOUR")
        self.run_it("check", said="(?m)^good +outbox: 0 due, 1 put off$")
        self.queue(ada, created_at=hour)
        self.run_it("check", said="(?m)^note +outbox: 1 due, the oldest for "
                    "1 h: is it served")
        done = self.with_conf('mail_transport = "none"\n', "check")
        self.assertEqual(done.returncode, 0, done)
        self.assertRegex(done.stdout, "(?m)^note +outbox: 1 due, the oldest "
                         "for 1 h$")
        self.assertRegex(done.stdout, "(?m)^note +mail_transport: none")

    def test_what_did_not_get_out(self):
        number = self.queue(self.account(), attempts=1)
        self.sql("UPDATE portress_outbox SET reason = 'no connection' "
                 f"WHERE id = {number}")
        self.run_it("check", said="(?m)^note +outbox: 1 due, of which 1 could "
                    "not go out before: .portress mail list")

    def test_what_mostly_does_not_go_together(self):
        for settings, said in (
                ("email_port = 465", "email_port: 465 .*\"tls\""),
                ('email_port = 587\nemail_tls = "tls"',
                 "email_port: 587 .*\"starttls\""),
                ("", "default_from_email: webmaster@localhost"),
                ('default_from_email = "A <a@Example.com>"',
                 "default_from_email: A <a@Example.com>, which servers"),
                ('default_from_email = "A <a@Localhost>"',
                 "default_from_email: A <a@Localhost>"),
                ('email_port = 465\nemail_tls = "tls"\n'
                 'default_from_email = "A <a@localhost.example>"', None)):
            with self.subTest(settings):
                done = self.with_conf('mail_transport = "smtp"\n' + settings +
                                      "\n", "check")
                self.assertEqual(done.returncode, 0, done)
                notes = "(?m)^note +(email_port|default_from_email)"
                if said is None:
                    self.assertNotRegex(done.stdout, notes)
                else:
                    self.assertRegex(done.stdout, "(?m)^note +" + said)

    def test_arguments_in_the_text_of_the_program(self):
        done = self.with_conf('mail_transport = "sendmail"\n'
                              'sendmail = "/nowhere/sendmail -i"\n', "check")
        self.assertRegex(done.stdout, "(?m)^BAD +mail_transport: .*"
                         "a text of its own")

    def test_a_program_that_is_not_there(self):
        done = self.with_conf('mail_transport = "sendmail"\n'
                              'sendmail = { "/nowhere/sendmail" }\n', "check")
        self.assertEqual(done.returncode, 1, done)
        self.assertRegex(done.stdout, "(?m)^BAD +mail_transport: sendmail: "
                         "/nowhere/sendmail: No such file")
        done = self.with_conf('mail_transport = "smtp"\n', "check")
        self.assertEqual(done.returncode, 0, done)
        self.assertRegex(done.stdout, "(?m)^good +mail_transport: smtp; "
                         ".portress mail test")

    def test_what_was_given_up(self):
        self.ended(self.account())
        self.run_it("check", said="(?m)^note +outbox: 1 given up: .portress "
                    "mail list")


if __name__ == "__main__":
    harness.main()
