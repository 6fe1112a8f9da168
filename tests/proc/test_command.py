"""The command line."""

import os
import re
import shutil
import socket
import subprocess
import tempfile

import harness
from people import *


class Command(Talk):
    def run_it(self, *arguments, code=0, said=None, complained=None,
               **more):
        done = self.portress(*arguments, **more)
        self.assertEqual(done.returncode, code, done)
        if said is not None:
            self.assertRegex(done.stdout, said)
        if complained is not None:
            self.assertRegex(done.stderr, complained)
        if code == 0:
            self.assertNotIn("portress:", done.stderr)
        else:
            self.assertTrue(done.stderr or done.stdout)
        return done

    def with_conf(self, text, *arguments):
        """With what overrides the common configuration."""
        directory = self.instance.directory
        with open(f"{directory}/more.conf", "w") as file:
            file.write(text)
        with open(f"{directory}/other.conf", "w") as file:
            file.write(f'include("{directory}/portress.conf")\n'
                       f'include("{directory}/more.conf")\n')
        return self.portress("-c", f"{directory}/other.conf", *arguments)


class Help(Command):
    def test_help_helps(self):
        everything = self.run_it("--help").stdout
        for command in ("serve", "migrate", "check", "config", "routes",
                        "openapi", "adopt", "user add", "user set-password",
                        "user list", "mail flush", "mail list", "mail show",
                        "mail retry", "mail drop", "mail test", "mail preview",
                        "mail templates"):
            self.assertIn(command, everything)
            said = self.run_it(*command.split(), "--help").stdout
            self.assertIn(f"portress [-c FILE] {command}", said)
        self.assertRegex(self.run_it("--version").stdout,
                         r"^portress \d+\.\d+")

    def test_what_is_not_understood(self):
        for arguments, said in (
                ((), "help"), (("sreve",), "serve"), (("nonsense",), "help"),
                (("user",), "user add"),
                (("mail",), "mail flush"), (("mail", "show"), "ID"),
                (("mail", "flush", "now"), "now"), (("user", "ad"), "user add"),
                (("config", "x"), "x"), (("serve", "--nofork"), "nofork"),
                (("user", "add"), "NAME"), (("openapi",), "API"),
                (("openapi", "djosr"), "djosr.*\n.*djoser"), (("--bogus",), "bogus"),
                (("-c",), "c"), (("user", "add", "a", "b"), "b")):
            with self.subTest(arguments):
                self.run_it(*arguments, code=64, complained=said)

    def test_what_cannot_be_printed_is_no_success(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                [harness.PROGRAM, "--help"], stdout=full,
                stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 1, done)


class Configuration(Command):
    def test_it_is_printed_as_it_could_be_written(self):
        said = self.run_it("config").stdout
        self.assertRegex(said, r'(?m)^domain = "example\.com"$')
        self.assertRegex(said, r"(?m)^body_limit = 65536\t# default$")
        self.assertRegex(said, r"(?m)^password_cost = 1$")
        # The same again, but for the name of the file.
        with open(f"{self.instance.directory}/secret") as file:
            secret = file.read().strip()
        self.assertNotIn(secret, said)
        copy = f"{self.instance.directory}/copy.conf"
        with open(copy, "w") as file:
            file.write(said)
        again = self.run_it("-c", copy, "config").stdout

        def comparable(text):
            return text.splitlines()[1:]

        self.assertEqual(comparable(again), comparable(said))

    def test_a_dialect_has_defaults_of_its_own(self):
        """Which the file overrides as it does any default."""
        def usercrud(said):
            api = said[said.index('api "usercrud" {'):]
            return api[:api.index("\n}")].splitlines()

        said = usercrud(self.run_it("config").stdout)
        self.assertIn('\tusername_field = "email"\t# default', said)
        self.assertIn("\thide_users = false\t# default", said)
        changed = usercrud(self.with_conf(
            'api "usercrud" { hide_users = true }\n', "config").stdout)
        self.assertIn("\thide_users = true", changed)

    def test_a_column_is_no_member_of_the_dialect(self):
        """Or a password would be kept there, and a token not be shown."""
        for dialect, name in (
                ("djoser", "re_password"), ("drftoken", "token"),
                ("dj-rest-auth", "password1"), ("dj-rest-auth", "new_password2"),
                ("envelope", "error"), ("djoser", "non_field_errors"),
                ("envelope", "tokens"), ("envelope", "refresh_token")):
            done = self.with_conf(
                f'column "{name}" {{ }}\napi "x" {{ dialect = "{dialect}" '
                f'prefix = "/x/" columns = {{ "{name}" }} }}\n', "config")
            self.assertEqual(done.returncode, 78, done)
            self.assertIn(f'columns: "{name}" is a member of dialect '
                          f'"{dialect}" already', done.stderr)
        done = self.with_conf('column "name" { }\n'
                              'api "djoser" { columns = { "name" } }\n',
                              "config")
        self.assertEqual(done.returncode, 0, done)

    def test_addresses_of_several_apis(self):
        said = self.run_it("check").stdout
        self.assertIn('api "dj-rest-auth" signs in by them, and api "djoser" '
                      "has no email_unique", said)

    def test_a_domain_of_examples(self):
        """RFC 2606 section 3; `domain` is one here, and most apis' too."""
        said = self.run_it("check").stdout
        self.assertIn('note  domain: links that api "djoser" mails lead to '
                      "example.com, which is but an example\n", said)
        for domain, is_example in (
                ("Example.NET:8443", True), ("example.org", True),
                ("shop.test", False), ("myexample.com", False),
                ("example.company", False)):
            said = self.with_conf('api "djoser" { email_frontend_domain = '
                                  f'"{domain}" }}\n', "check").stdout
            self.assertEqual(is_example, 'links that api "djoser" mails lead '
                             f"to {domain}" in said, said)
            self.assertIn('links that api "usercrud" mails', said)

    def test_a_dialect_says_what_it_cannot_be(self):
        for name, settings, wrong in (
                ("usercrud", 'username_field = "username"',
                 'POST /users/ of dialect "usercrud" does not go with these '
                 'settings'),
                ("djoser", 'use_jwt = true\njwt_auth_cookie = "a"\n'
                 'default_authentication_classes = '
                 '{ "JWTCookieAuthentication" }',
                 'dialect "djoser" has no cookies')):
            done = self.with_conf(f'api "{name}" {{\n{settings}\n}}\n',
                                  "check")
            self.assertEqual(done.returncode, 78, done)
            self.assertIn(f'api "{name}": ', done.stderr)
            self.assertIn(wrong, done.stderr)

    def test_secrets_are_not_printed(self):
        key = "a key that nobody but us must ever see"
        done = self.with_conf(
            f'secret_key_file = ""\nsecret_key = "{key} (1)"\n'
            f'database {{ password = "{key} (2)" }}\n'
            f'api "djoser" {{ signing_key = "{key} (3)" }}\n', "config")
        self.assertEqual(done.returncode, 0, done)
        self.assertNotIn(key, done.stdout + done.stderr)

    def test_all_that_is_wrong_is_told_at_once_with_its_place(self):
        done = self.with_conf(
            'pasword_cost = 3\nbody_limit = 12\napi "djoser" {\n'
            '\thide_usrs = true\n}\nlog_level = "loud"\n', "config")
        self.assertEqual(done.returncode, 78, done)
        self.assertEqual(done.stdout, "")
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), 4, done.stderr)
        numbers = []
        for line, word in zip(lines, ("password_cost", "body_limit",
                                      "hide_users", "log_level")):
            self.assertIn(word, line)
            place = re.match(r"^\S*more\.conf:(\d+): ", line)
            self.assertIsNotNone(place, line)
            numbers.append(int(place.group(1)))
        self.assertEqual(numbers, [1, 2, 4, 6])

    def test_a_file_that_is_not_there(self):
        self.run_it("-c", "/nowhere.conf", "config", code=78,
                    complained="/nowhere.conf")

    def test_check_finds_all_good(self):
        said = self.run_it("check").stdout
        self.assertIn("MariaDB", said)
        self.assertNotIn("BAD", said)
        for transport in "smtp", "none", "log":
            said = self.with_conf(f'mail_transport = "{transport}"\n', "check")
            self.assertNotIn("BAD", said.stdout)
            self.assertRegex(said.stdout, f"mail_transport: {transport}")

    def test_a_socket_that_is_there_may_lie_where_none_could_be_made(self):
        """systemd has made it, in a directory of root's."""
        if os.getuid() != 0:
            self.skipTest("not root: there is no other account")
        directory = tempfile.mkdtemp(dir="/tmp")
        self.addCleanup(shutil.rmtree, directory)
        os.chmod(directory, 0o755)
        path = f"{directory}/main.sock"
        conf = f"{directory}/portress.conf"
        with open(conf, "w") as file:
            file.write(f'secret_key = "{"k" * 40}"\ndomain = "a"\n'
                       'database { name = "a" user = "a" }\n'
                       f'lane "main" {{ socket = "{path}" }}\n')
        program = shutil.copy(harness.PROGRAM, directory)
        for said in (f"BAD   socket of lane main: {directory}: Permission "
                     "denied\n", f"good  socket of lane main: {path} is "
                     "there already\n"):
            done = subprocess.run(
                [program, "-c", conf, "check"], text=True,
                capture_output=True, user="nobody", group="nogroup",
                cwd="/")
            self.assertIn(said, done.stdout, done)
            if not os.path.exists(path):
                with socket.socket(socket.AF_UNIX) as listener:
                    listener.bind(path)

    def test_a_group_that_this_account_cannot_give_a_socket_to(self):
        """chown(2) would refuse it; but what systemd has made has its own."""
        if os.getuid() != 0:
            self.skipTest("not root: there is no other account")
        directory = tempfile.mkdtemp(dir="/tmp")
        self.addCleanup(shutil.rmtree, directory)
        os.chmod(directory, 0o777)
        path = f"{directory}/main.sock"
        conf = f"{directory}/portress.conf"
        with open(f"{directory}/list", "w") as file:
            file.write("password\n")
        with open(conf, "w") as file:
            file.write(f'secret_key = "{"k" * 40}"\ndomain = "a"\n'
                       f'common_passwords = "{directory}/list"\n'
                       'database { name = "a" user = "a" }\n'
                       f'lane "main" {{ socket = "{path}" '
                       'socket_group = "daemon" }\n')
        program = shutil.copy(harness.PROGRAM, directory)

        def no_member(command, **account):
            done = subprocess.run(
                [program, "-c", conf, command], text=True, cwd="/",
                capture_output=True, user="nobody", group="nogroup", **account)
            self.assertNotEqual(done.returncode, 0, done)
            return "is no member" in done.stdout + done.stderr

        self.assertTrue(no_member("check"))
        self.assertTrue(no_member("serve"))
        self.assertFalse(no_member("check", extra_groups=["daemon"]))
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
        self.assertTrue(no_member("check"))
        shutil.chown(path, group="daemon")
        self.assertFalse(no_member("check"))

    def test_check_finds_what_is_bad(self):
        done = self.with_conf('mail_directory = "/nowhere"\n', "check")
        self.assertEqual(done.returncode, 1, done)
        self.assertRegex(done.stdout, r"(?m)^BAD +mail_directory.*/nowhere")
        done = self.with_conf('mail_transport = "sendmail"\n'
                              'sendmail = {"/nowhere/sendmail"}\n', "check")
        self.assertRegex(done.stdout, r"(?m)^BAD +mail_transport: "
                         r"sendmail: /nowhere/sendmail: No such file")
        done = self.with_conf('mail_transport = "smtp"\n'
                              'email_ca_file = "/nowhere.pem"\n', "check")
        self.assertRegex(done.stdout, r"(?m)^BAD +mail_transport: "
                         r"email_ca_file /nowhere.pem: No such file")
        done = self.with_conf('mail_transport = "smtp"\n'
                              'email_ca_file = "/etc/passwd"\n', "check")
        self.assertRegex(done.stdout, r"(?m)^BAD +mail_transport: "
                         r"email_ca_file /etc/passwd: there is no certificate")
        done = self.with_conf('database { socket = "/nowhere.sock" }\n',
                              "check")
        self.assertEqual(done.returncode, 69, done)
        self.assertRegex(done.stdout, r"(?m)^BAD +database")
        done = self.with_conf("nonsense = 1\n", "check")
        self.assertEqual(done.returncode, 78, done)

    def test_check_finds_missing_tables(self):
        self.sql(f"CREATE DATABASE {self.instance.db_name}_empty")
        done = self.with_conf(
            f'database {{ name = "{self.instance.db_name}_empty" }}\n',
            "check")
        self.assertEqual(done.returncode, 1, done)
        self.assertIn("portress migrate", done.stdout)


class Migrate(Command):
    def test_tables_are_made_once(self):
        name = f"{self.instance.db_name}_fresh"
        self.sql(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        conf = f'database {{ name = "{name}" }}\n'
        done = self.with_conf(conf, "migrate")
        self.assertEqual(done.returncode, 0, done)
        self.assertTrue(done.stdout)
        tables = self.sql(f"SHOW TABLES FROM {name}")
        for table in ("auth_user", "authtoken_token", "portress_outbox",
                      "token_blacklist_outstandingtoken"):
            self.assertIn([table], tables)
        before = self.sql(f"SELECT * FROM {name}.portress_migration")
        done = self.with_conf(conf, "migrate")
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual(
            self.sql(f"SELECT * FROM {name}.portress_migration"), before)
        self.assertEqual(self.with_conf(conf, "check").returncode, 0)

    def test_several_at_once_wait_for_one_another(self):
        name = f"{self.instance.db_name}_race"
        self.sql(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        conf = f'database {{ name = "{name}" }}\n'
        self.with_conf(conf, "config")
        file = f"{self.instance.directory}/other.conf"
        done = at_once(5, lambda _: self.portress("-c", file, "migrate"))
        self.assertEqual([one.returncode for one in done], [0] * 5, done)
        numbers = self.sql(f"SELECT number FROM {name}.portress_migration "
                           "ORDER BY number")
        self.assertEqual(numbers,
                         [[str(at + 1)] for at in range(len(numbers))])

    def test_tables_that_are_there_are_left_alone(self):
        name = f"{self.instance.db_name}_django"
        self.sql(
            f"CREATE DATABASE {name} CHARACTER SET utf8mb4; USE {name}; "
            f"CREATE TABLE auth_user LIKE {self.instance.db_name}.auth_user;"
            "ALTER TABLE auth_user ADD COLUMN phone varchar(20) NOT NULL "
            "DEFAULT 'none'; INSERT INTO auth_user SELECT 5, '!', NULL, 0, "
            "'old', '', '', '', 0, 1, UTC_TIMESTAMP(), '123'")
        done = self.with_conf(f'database {{ name = "{name}" }}\n', "migrate")
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual(
            self.sql(f"SELECT id, username, phone FROM {name}.auth_user"),
            [["5", "old", "123"]])

    def test_no_database(self):
        done = self.with_conf('database { socket = "/nowhere.sock" }\n',
                              "migrate")
        self.assertEqual(done.returncode, 69, done)
        self.assertIn("/nowhere.sock", done.stderr)


class Routes(Command):
    def test_each_url_stands_there(self):
        said = self.run_it("routes").stdout
        for method, path in (
                ("GET", "/auth/users/"), ("POST", "/auth/users/"),
                ("DELETE", "/auth/users/me/"), ("PATCH", "/auth/users/{id}/"),
                ("POST", "/auth/jwt/verify*"), ("GET", "/auth/"),
                ("POST", "/auth/users/reset_username_confirm/"),
                ("POST", "/auth/token/logout/")):
            self.assertRegex(said, rf"(?m)^{method} +{re.escape(path)} ")
        hashing = {tuple(line.split()[:2]) for line in said.splitlines()
                   if line.endswith("hashes")}
        self.assertEqual(hashing, {
            ("POST", "/auth/users/"), ("DELETE", "/auth/users/me/"),
            ("DELETE", "/auth/users/{id}/"),
            ("POST", "/auth/users/set_password/"),
            ("POST", "/auth/users/reset_password_confirm/"),
            ("POST", "/auth/users/set_username/"),
            ("POST", "/auth/users/email_change_undo/"),
            ("POST", "/auth/token/login/"), ("POST", "/auth/jwt/create*"),
            ("POST", "/api/users/"), ("PUT", "/api/users/{id}/"),
            ("POST", "/api/create/"), ("POST", "/api/token/"),
            ("POST", "/api/auth/register/"), ("POST", "/api/auth/login/"),
            ("POST", "/api/login/"), ("POST", "/api/registration/"),
            ("POST", "/api/password/change/"),
            ("POST", "/api/password/reset/confirm/")})
        # Of rows that hang on settings, the one that counts.
        self.assertEqual(said.count("POST    /api/login/"), 2)

    def test_what_hashes_goes_to_its_lane(self):
        said = self.run_it("routes", "--nginx").stdout
        patterns = re.findall(r'^\t"~(.*)" portress_hash;$', said, re.M)
        self.assertEqual(len(patterns), 22)

        def lane(method, path):
            return "hash" if any(re.search(pattern, f"{method} {path}")
                                 for pattern in patterns) else "main"

        for method, path, where in (
                ("POST", "/auth/users/", "hash"),
                ("POST", "/auth/users", "hash"),
                ("POST", "/auth/users.json", "hash"),
                ("POST", "/auth/users/set_username/", "hash"),
                ("POST", "/auth/jwt/createx", "hash"),
                ("GET", "/auth/users/", "main"),
                ("DELETE", "/auth/users/me/", "hash"),
                ("DELETE", "/auth/users/17", "hash"),
                ("GET", "/auth/users/me/", "main"),
                ("POST", "/auth/token/login/", "hash"),
                ("POST", "/auth/token/loginx/", "main"),
                ("POST", "/x/auth/token/login/", "main"),
                ("POST", "/auth/jwt/verify/", "main")):
            with self.subTest(method=method, path=path):
                self.assertEqual(lane(method, path), where)

    def test_a_fast_request_does_not_wait_behind_a_hash(self):
        with open(f"{self.instance.directory}/nginx/lanes.conf") as file:
            self.assertEqual(file.read(),
                             self.run_it("routes", "--nginx").stdout)


class Users(Command):
    def test_one_is_made_and_can_sign_in(self):
        self.run_it("user", "add", "ada", "--email", "Ada@EXAMPLE.com",
                    input=PASSWORD + "\n", said="ada")
        self.assertEqual(self.sql(
            "SELECT username, email, is_staff, is_superuser, is_active "
            "FROM auth_user"), [["ada", "Ada@example.com", "0", "0", "1"]])
        self.expect(self.login(Account(0, "ada", "", PASSWORD)), 200)

    def test_staff_and_others(self):
        for name, flags, row in (
                ("boss", ("--staff",), ["1", "0", "1"]),
                ("root", ("--superuser",), [..., "1", "1"]),
                ("late", ("--inactive",), ["0", "0", "0"])):
            self.run_it("user", "add", name, *flags, input=PASSWORD)
            got = self.sql("SELECT is_staff, is_superuser, is_active FROM "
                           f"auth_user WHERE username = '{name}'")[0]
            self.assertEqual([one if want is not ... else ...
                              for one, want in zip(got, row)], row)
        said = self.run_it("user", "list").stdout
        for words in (r"boss .*staff", r"root .*superuser",
                      r"late .*inactive"):
            self.assertRegex(said, words)

    def test_what_is_refused(self):
        self.account("ada")
        with self.untouched():
            for arguments, sent, code, said in (
                    (("ada",), PASSWORD, 1, "already"),
                    (("ADA",), PASSWORD, 1, "already"),
                    (("a b",), PASSWORD, 64, "letters"),
                    (("",), PASSWORD, 64, "letters"),
                    (("x" * 151,), PASSWORD, 64, "150"),
                    (("ben", "--email", "x"), PASSWORD, 64, "e-mail"),
                    (("ben",), "", 1, "no password"),
                    (("ben",), "\n", 1, "empty"),
                    (("ben",), "short\n", 1, "8 characters"),
                    (("ben",), "password\n", 1, "common"),
                    (("ben",), "x" * 5000, 1, "1024"),
                    (("marymoore",), "marymoore1", 1, "similar")):
                with self.subTest(arguments, sent=sent[:20]):
                    self.run_it("user", "add", *arguments, input=sent,
                                code=code, complained=said)

    def test_force(self):
        self.run_it("user", "add", "--force", "ada", input="short\n")
        self.expect(self.login(Account(0, "ada", "", "short")), 200)

    def test_a_password_is_set(self):
        ada = self.account()
        self.run_it("user", "set-password", "ada", input=FRESH + "\n")
        self.expect(self.login(ada), 400)
        self.expect(self.login(ada, FRESH), 200)
        self.run_it("user", "set-password", "nobody", input=FRESH, code=1,
                    complained="no user nobody")
        self.run_it("user", "set-password", "ada", input="1234", code=1)
        self.expect(self.login(ada, FRESH), 200)

    def test_a_password_is_trimmed_as_the_api_does(self):
        self.run_it("user", "add", "ada", input=f"  {PASSWORD} \n")
        self.expect(self.login(Account(0, "ada", "", PASSWORD)), 200)

    def test_the_password_is_no_argument(self):
        said = self.run_it("user", "add", "--help").stdout
        self.assertNotIn("--password", said)
        self.run_it("user", "add", "ada", "--password", PASSWORD, code=64)

    def test_the_list(self):
        ada = self.account("ada")
        self.account("Ünal", email="")
        self.sql("UPDATE auth_user SET email = CONCAT(CHAR(27), '[31mred')"
                 f" WHERE id = {ada.id}")
        said = self.run_it("user", "list").stdout
        self.assertEqual(len(said.splitlines()), 3)
        self.assertIn("Ünal", said)
        self.assertNotIn("\x1b", said)

    def test_no_database(self):
        done = self.with_conf('database { socket = "/nowhere.sock" }\n',
                              "user", "list")
        self.assertEqual(done.returncode, 69, done)


if __name__ == "__main__":
    harness.main()
