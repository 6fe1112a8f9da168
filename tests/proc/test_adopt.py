"""portress adopt, with dumps that no Django has made."""

import json
import os
import re
import stat
import subprocess
import tempfile

import harness
from people import *

KEY = "a secret that nobody but us must ever see"
SETTINGS = {
    "SECRET_KEY": KEY,
    "DOMAIN": "example.com",
    "AUTH_USER_MODEL": "auth.User",
    "TIME_ZONE": "UTC",
    "DJOSER": {"ACTIVATION_URL": "#/activate/{uid}/{token}"},
}
RULE = 80       # characters that a line of the report may have


class Adopt(Talk):
    def setUp(self):
        super().setUp()
        directory = tempfile.TemporaryDirectory(dir=self.instance.directory)
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def path(self, name):
        return os.path.join(self.directory, name)

    def settings(self, **more):
        """With the database of the instance."""
        database = {"ENGINE": "django.db.backends.mysql",
                    "HOST": self.instance.db_socket,
                    "NAME": self.instance.db_name,
                    "USER": self.instance.db_user}
        return {**SETTINGS, "DATABASES": {"default": database}, **more}

    def adopt(self, dump, *options, code=0):
        if not isinstance(dump, (str, bytes)):
            dump = json.dumps(dump)
        if isinstance(dump, str):
            dump = dump.encode()
        done = subprocess.run(
            [harness.PROGRAM, "adopt", "--settings", "-", *options],
            input=dump, capture_output=True)
        done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode()
        self.assertEqual(done.returncode, code, done)
        return done

    def config(self, text):
        """What is in force by a configuration that was written."""
        path = self.path("written.conf")
        with open(path, "w") as file:
            file.write(text)
        done = self.portress("-c", path, "config")
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout


class Written(Adopt):
    def test_it_is_a_whole_configuration(self):
        done = self.adopt(self.settings())
        said = self.config(done.stdout)
        for line in ('domain = "example.com"',
                     f'\tname = "{self.instance.db_name}"',
                     '\tactivation_url = "#/activate/{uid}/{token}"',
                     'hasher = "pbkdf2_sha256"',
                     '\temail_change = "direct"',
                     "\temail_changed_email_confirmation = false",
                     '\tmailed_link_format = "django"'):
            self.assertIn(line + "\n", said)
        self.assertIn(KEY, done.stdout)
        self.assertNotIn(KEY, done.stderr)

    def test_the_report_is_readable(self):
        done = self.adopt(self.settings(
            DJOSER={"HIDE_USRS": 1, "EMAIL": {"activation": "shop." + "x" * 99}},
            REST_FRAMEWORK={"EXCEPTION_HANDLER": "shop.handler"}))
        for title in ("Taken:", "Does not matter:", "Cannot be honoured:"):
            self.assertIn(title + "\n", done.stderr)
        self.assertIn("Portress knows no such setting", done.stderr)
        for line in done.stderr.splitlines():
            self.assertLessEqual(len(line), RULE, line)

    def test_long_words_of_any_alphabet_are_parted_between_letters(self):
        for word in ("é" * 300, "x" + "é" * 300, "\U0001f511" * 99,
                     "a\x9b31m"):
            done = self.adopt(self.settings(AUTHENTICATION_BACKENDS=[word],
                                            SECRET_KEY_FALLBACKS=[KEY + word]))
            self.config(done.stdout)
            for text in (done.stdout, done.stderr):
                self.assertNotIn("\x9b", text)

    def test_many_that_are_wrong_are_told_once(self):
        done = self.adopt(self.settings(SECRET_KEY_FALLBACKS=[KEY] * 2000))
        self.assertIn("# secret_key_fallbacks is not set\n",
                      self.config(done.stdout))
        self.assertEqual(done.stderr.count("has one twice"), 1, done.stderr)

    def test_a_file_is_its_owners_and_is_not_overwritten(self):
        path = self.path("portress.conf")
        self.assertEqual(self.adopt(self.settings(), "--output", path).stdout,
                         "")
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        with open(path, "w") as file:
            file.write("mine")
        os.chmod(path, 0o644)
        done = self.adopt(self.settings(), "--output", path, code=1)
        self.assertIn("is there already", done.stderr)
        with open(path) as file:
            self.assertEqual(file.read(), "mine")
        self.adopt(self.settings(), "--output", path, "--force")
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        with open(path) as file:
            self.assertIn(KEY, file.read())
        self.assertEqual(os.listdir(self.directory), ["portress.conf"])

    def test_keys_in_pem_stand_beside_it(self):
        keys = os.path.join(harness.TOP, "tests/oracle/keys")
        jwt = {"ALGORITHM": "RS256"}
        for name, file in (("SIGNING_KEY", "rsa.pem"),
                           ("VERIFYING_KEY", "rsa.pub.pem")):
            with open(os.path.join(keys, file)) as pem:
                jwt[name] = pem.read()
        path = self.path("portress.conf")
        self.adopt(self.settings(SIMPLE_JWT=jwt), "--output", path)
        signing = self.path("portress-signing-key.pem")
        self.assertEqual(stat.S_IMODE(os.stat(signing).st_mode), 0o600)
        with open(signing) as file:
            self.assertEqual(file.read(), jwt["SIGNING_KEY"])
        self.assertIn(f'signing_key_file = "{os.path.realpath(signing)}"',
                      self.portress("-c", path, "config").stdout)
        done = self.adopt(self.settings(SIMPLE_JWT=jwt))
        self.assertIn("--output FILE", done.stderr)

    def test_the_tables_that_are_not_there_are_portress_own(self):
        name = f"{self.instance.db_name}_bare"
        self.sql(f"CREATE DATABASE {name}; CREATE TABLE {name}.auth_user "
                 "LIKE auth_user")
        self.addCleanup(self.sql, f"DROP DATABASE {name}")
        settings = self.settings()
        settings["DATABASES"]["default"]["NAME"] = name
        said = self.adopt(settings).stdout
        for ours in ("portress_token", "portress_outstandingtoken",
                     "portress_blacklistedtoken", "portress_session"):
            self.assertIn(f'_table = "{ours}"', said)
        self.assertNotIn("_table =", self.adopt(self.settings()).stdout)

    def test_nothing_is_changed(self):
        def tables():
            return [self.sql(f"SHOW CREATE TABLE `{name}`") + self.sql(
                f"SELECT COUNT(*) FROM `{name}`")
                for name, in self.sql("SHOW TABLES")]

        self.account("ada")
        before = tables()
        self.adopt(self.settings())
        self.assertEqual(tables(), before)

    def test_the_database_may_be_away(self):
        settings = self.settings()
        settings["DATABASES"]["default"]["HOST"] = self.path("none.sock")
        done = self.adopt(settings)
        self.assertIn("could not be looked at", " ".join(done.stderr.split()))
        self.assertIn(f'name = "{self.instance.db_name}"',
                      self.config(done.stdout))


    def test_another_kind_of_database_is_no_success(self):
        settings = self.settings()
        settings["DATABASES"]["default"]["ENGINE"] = \
            "django.db.backends.postgresql"
        self.assertIn("neither MySQL nor MariaDB",
                      self.adopt(settings, code=1).stderr)


class Dumps(Adopt):
    def test_what_is_no_dump_is_refused(self):
        for name, dump in (
                ("empty", ""), ("words", "Traceback: no such file"),
                ("cut", json.dumps(self.settings())[:-1]),
                ("list", "[1]"), ("two", "{}{}"),
                ("deep", '{"a":' * 1000 + "1" + "}" * 1000),
                ("deep list", '{"DJOSER":' + "[" * 1000 + "]" * 1000 + "}"),
                ("huge", json.dumps({"SECRET_KEY": "x" * 2 ** 21})),
                ("NUL", '{"SECRET_KEY": "a\0b"}'),
                ("no UTF-8", b'{"SECRET_KEY": "\xff"}'),
                ("no settings", '{"portress": 1, "settings": []}')):
            with self.subTest(name):
                done = self.adopt(dump, code=1)
                self.assertEqual(done.stdout, "")
                self.assertRegex(done.stderr, r"\Aportress: -: .+\n\Z")
        done = subprocess.run(
            [harness.PROGRAM, "adopt", "--settings", self.path("none")],
            capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("No such file", done.stderr)
        done = subprocess.run([harness.PROGRAM, "adopt"], text=True,
                              capture_output=True)
        self.assertEqual(done.returncode, 64)

    def test_what_a_project_prints_before_it_is_passed_over(self):
        dump = json.dumps({"portress": 1, "settings": self.settings()})
        said = self.adopt('starting\n{"level": "info"}\n6 objects imported '
                          f"automatically.\n\n{dump}\n").stdout
        self.assertIn('domain = "example.com"', said)
        said = self.adopt(f"hello {{\n{json.dumps(self.settings(), indent=4)}")
        self.assertIn('domain = "example.com"', said.stdout)

    def test_values_of_any_type_are_no_trouble(self):
        values = (None, True, 7, -1.5, 1e300, "", "x", [], [[]], [None], {},
                  {"a": {"b": []}})
        names = [name for name in self.known() if name != "DATABASES"]
        for value in values:
            with self.subTest(value=value):
                settings = {name: value for name in names}
                self.config(self.adopt({
                    **settings, "DATABASES": {"default": value}}).stdout)
                groups = {name: {member: value for member in members}
                          for name, members in self.groups().items()}
                self.config(self.adopt({**self.settings(), **groups}).stdout)
                for name in ("user", "views", "hashers", "site", "django"):
                    self.config(self.adopt({
                        "portress": 1, "settings": self.settings(),
                        name: value}).stdout)

    def rows(self):
        with open(os.path.join(harness.TOP, "src/adopt/rows.def")) as file:
            return re.findall(r'^(?:TAKEN|ASSUMED|MOOT|LOST)\("([^"]+)"',
                              file.read(), re.M)

    def known(self):
        return sorted({row.split(".")[0] for row in self.rows()})

    def groups(self):
        groups = {}
        for row in self.rows():
            name, *members = row.split(".")
            if len(members) == 1:
                groups.setdefault(name, []).append(members[0])
        self.assertIn("SIGNING_KEY", groups["SIMPLE_JWT"])
        return groups

    def test_a_value_stays_a_value(self):
        """Whatever is in it: it begins no line and no setting of its own."""
        evil = ('"', "\\", '\\"', "$HOME", "${HOME}", "#", "//", "/*", "'",
                '"\n}\nsite_name = "evil', "\n", "\r", "\x1b[31m", "}", "{",
                '"; domain = "evil', 'include("/etc/passwd")', "\u2028", "é")
        for text in evil:
            with self.subTest(text):
                done = self.adopt(self.settings(
                    SECRET_KEY=KEY + text, SITE_NAME=text,
                    DEFAULT_FROM_EMAIL=f"{text}@example.com",
                    DJOSER={text: 1, "ACTIVATION_URL": text + "{uid}{token}"}))
                said = self.config(done.stdout)
                self.assertIn('domain = "example.com"\n', said)
                self.assertNotIn("\nsite_name = \"evil", said)
                self.assertNotIn("\x1b", done.stderr)
                if text.isprintable():
                    quoted = re.sub(r'(["\\$])', r"\\\1", text)
                    self.assertIn(f'site_name = "{quoted}"', said)

    def test_what_serializers_show(self):
        """A field that the api does not have is told, once."""
        def field(name, null=False):
            return {"name": name, "column": name, "type": "CharField",
                    "null": null, "table": "auth_user", "blank": True,
                    "length": 20, "initial": {"value": ""}}

        said = self.adopt({
            "portress": 1, "settings": self.settings(), "user": {
                "table": "auth_user", "key": "id", "username": "username",
                "email": "email", "required": ["email", "nick"], "fields": [
                    field("id"), field("username"), field("email"),
                    field("password"), field("first_name"),
                    field("nick"), field("town"), field("phone", True)],
                "serialized": {
                    "user": ["id", "email", "nick", "phone", "*"],
                    "user_create": ["phone", "password", "re_password",
                                    "first_name", "town"]}}}).stderr
        said = " ".join(said.split())
        told = re.findall(r"your field (\w+) your serializers show or take "
                          "it: name it in columns of the api(, and)?", said)
        self.assertEqual(told, [("phone", ", and"), ("first_name", ""),
                                ("town", "")])

    def test_what_else_stands_below_the_prefix(self):
        """Urls as Django's path() and DRF's routers have them."""
        def view(route, made_of=None):
            return {"route": route, "view": made_of or "", "name": "",
                    "made_of": made_of}

        said = self.adopt({
            "portress": 1, "settings": self.settings(), "views": [
                view("admin/login/"), view("api/"), view("api/.<format>"),
                view("api/^users/$", "djoser.views.UserViewSet"),
                view("api/token/login/?$", "djoser.views.TokenCreateView"),
                view("api/^users\\.(?P<format>[a-z0-9]+)/?$",
                     "djoser.views.UserViewSet"),
                view("api/users/<int:pk>/orders/"),
                view("api/^orders/$"), view("api/orders/<int:pk>/"),
                view("api/^orders\\.(?P<format>[a-z0-9]+)/?$"),
                view("api/<slug:page>/")]}).stderr
        told = re.findall(r"(?m)^  (/\S+) +your urls have it below", said)
        self.assertEqual(told, ["/api/users/<int:pk>/orders/",
                                "/api/orders/"])

    def test_names_in_a_user_model_are_checked(self):
        evil = 'a`; DROP TABLE auth_user; -- "'
        field = {"name": evil, "column": evil, "type": "CharField",
                 "table": evil, "initial": {"value": evil}}
        done = self.adopt({
            "portress": 1, "settings": self.settings(), "user": {
                "model": evil, "table": evil, "key": evil, "username": evil,
                "email": evil, "required": [evil], "fields": [field],
                "related": [{"table": evil, "column": evil,
                             "deletes": "CASCADE"}], "heard": [evil]},
            "views": [{"route": "^<x>/users/$", "name": evil, "view": evil,
                       "made_of": "djoser.views.UserViewSet"}]})
        said = self.config(done.stdout)
        self.assertNotIn("DROP", "".join(
            line for line in said.splitlines() if "#" not in line))

    def test_a_user_model_of_ones_own(self):
        """As many are: signed in by email, with a user name beside it."""
        def field(name, kind="CharField", **more):
            return {"name": name, "column": name, "type": kind, "null": False,
                    "blank": False, "unique": False, "length": 150,
                    "table": "shop_user", "default": False,
                    "initial": {"value": ""}, **more}

        def related(name, deletes, over=""):
            table, column = name.split(".")
            return {"table": table, "column": column, "deletes": deletes,
                    "over": over}

        code = {"code": "shop.models.number"}
        done = self.adopt({
            "portress": 1, "settings": self.settings(), "user": {
                "table": "shop_user", "key": "id", "username": "email",
                "email": "email", "required": ["username", "first_name"],
                "heard": ["post_save"], "fields": [
                    field("id", "AutoField"), field("password"),
                    field("email", "EmailField", unique=True),
                    field("username", unique=True),
                    field("first_name", blank=True), field("last_name"),
                    field("is_active", "BooleanField"),
                    field("phone", blank=True, length=20),
                    field("team_id", "AutoField", null=True),
                    field("paid", "BooleanField", default=True,
                          initial={"value": True}),
                    field("since", "DateTimeField", default=True,
                          initial={"value": "now"}),
                    field("number", "IntegerField", initial=code)],
                "related": [
                    related("shop_comment.post_id", "CASCADE",
                            "shop_post.id.author_id"),
                    related("shop_mark.comment_id", "deeper",
                            "shop_comment.id.post_id=shop_post.id.author_id"),
                    related("shop_post.author_id", "CASCADE"),
                    related("shop_post.editor_id", "SET_NULL"),
                    related("shop_bill.payer_id", "PROTECT"),
                    related("authtoken_token.user_id", "CASCADE")]}})
        said = self.config(done.stdout)
        for line in ('table = "shop_user"', 'username = "email"',
                     'last_login = ""', 'date_joined = ""',
                     'cascade = {"shop_comment.post_id='
                     'shop_post.id.author_id", "shop_post.author_id"}',
                     'set_null = {"shop_post.editor_id"}',
                     'username_field = "email"',
                     'columns = {"username", "first_name"}',
                     'required_columns = {"username"}', 'initial = "1"',
                     'initial = "now"', "length = 20", 'type = "boolean"'):
            self.assertIn(f"\t{line}\n", said)
        self.assertNotIn("team_id", done.stdout)
        lost = done.stderr[done.stderr.index("Cannot be honoured:"):]
        for about in ("shop_mark.comment_id=shop_comment.id.post_id="
                      "shop_post.id.author_id", "shop_bill.payer_id",
                      "field number", "signal post_save"):
            self.assertIn(f"\n  {about}", lost)
        self.assertIn("shop.models.number", lost)

    def test_who_is_active_by_code_is_not_active_for_nothing(self):
        """A property is_active over a field active: nobody may get in whom
        it keeps out, so what the file names is a column that is not there."""
        def field(name, kind="CharField"):
            return {"name": name, "column": name, "type": kind,
                    "table": "shop_user"}

        self.sql("CREATE TABLE shop_user (id int AUTO_INCREMENT PRIMARY KEY, "
                 "password varchar(128) NOT NULL, email varchar(254) NOT "
                 "NULL, active tinyint(1) NOT NULL DEFAULT 1)")
        self.addCleanup(self.sql, "DROP TABLE shop_user")
        user = {"table": "shop_user", "key": "id", "username": "email",
                "email": "email", "required": [], "fields": [
                    field("id", "AutoField"), field("password"),
                    field("email", "EmailField"),
                    field("active", "BooleanField")]}
        for code, column in ((["is_active", "is_staff"], "is_active"),
                             ([], "")):
            done = self.adopt({"portress": 1, "settings": self.settings(),
                               "user": {**user, "code": code}})
            said = self.config(done.stdout)
            self.assertIn(f'\tis_active = "{column}"', said)
            self.assertIn('\tis_staff = ""\n', said)
            for name in ("is_active", "is_staff"):
                self.assertEqual(f"\n  {name} of the user" in done.stderr,
                                 name in code, done.stderr)
        done = self.adopt(self.settings(AUTH_USER_MODEL="shop.User"))
        self.assertIn("shop_user has no column is_active", done.stderr)
        self.assertIn('\tis_active = "is_active"', self.config(done.stdout))

    def test_a_secret_that_is_too_short_is_replaced(self):
        done = self.adopt(self.settings(SECRET_KEY="short"))
        self.assertRegex(done.stdout, r'(?m)^secret_key = "[0-9a-f]{64}"$')
        self.assertIn("must be at least 32 characters", done.stderr)
        self.assertIn("a new secret stands in its place", done.stderr)

    def test_very_many_members_are_no_trouble(self):
        done = self.adopt(self.settings(
            DJOSER={f"K{number}": 1 for number in range(50000)}))
        self.assertIn("\n#   and ", done.stdout)
        self.config(done.stdout)


class Check(Talk):
    """portress check, on a database that a Django has made."""
    conf = """
    # its database is like one of Django's
    api "djoser" { create_session_on_login = true }
    """
    ELSEWHERE = "eyJhIjoxfQ:1xUotV:2xmJ9eudyyXkKwbzeWSRKpaybX007hj-MpIp8NLcSKk"

    def setUp(self):
        super().setUp()
        self.table("django_migrations", "id INT PRIMARY KEY")

    def table(self, name, columns):
        self.sql(f"CREATE TABLE {name} ({columns})")
        self.addCleanup(self.sql, f"DROP TABLE {name}")

    def check(self, conf="", hasher="pbkdf2_sha256", rounds=1000, code=0):
        """What it says of Django, without `good`."""
        directory = self.instance.directory
        with open(f"{directory}/more.conf", "w") as file:
            file.write(f'hasher = "{hasher}"\npbkdf2_rounds = {rounds}\n'
                       f"{conf}")
        with open(f"{directory}/other.conf", "w") as file:
            file.write(f'include("{directory}/portress.conf")\n'
                       f'include("{directory}/more.conf")\n')
        done = self.portress("-c", f"{directory}/other.conf", "check")
        self.assertEqual(done.returncode, code, done)
        if code != 0:
            self.assertIn("good  Django: ", done.stdout, done)
        return done.stdout.partition("good  Django: ")[2]

    def test_of_a_database_of_its_own_it_says_nothing(self):
        self.sql("DROP TABLE django_migrations")
        self.assertEqual(self.check(), "")
        self.sql("CREATE TABLE django_migrations (id INT PRIMARY KEY)")

    def test_what_would_differ(self):
        said = self.check(hasher="yescrypt")
        self.assertIn("note  hasher: yescrypt, which Django cannot read", said)
        self.assertIn('note  mailed_link_format: api "djoser" has "purpose"',
                      said)
        said = self.check('api "djoser" { mailed_link_format = "django"\n'
                          "send_activation_email = true }\n")
        self.assertNotIn("hasher", said)
        self.assertNotIn('mailed_link_format: api "djoser"', said)
        self.assertIn('note  activate_any_inactive: api "djoser"', said)
        self.assertIn("note  time_zone: UTC", said)

    def test_whose_secret_it_is(self):
        self.assertNotIn("secret_key", self.check())
        # By another one's secret: signing.dumps of Django 3.2.
        self.sql("INSERT INTO django_session VALUES ('a', "
                 f"'{self.ELSEWHERE}', '2099-01-01')")
        self.assertIn("note  secret_key: has signed none", self.check())
        ada = self.account()
        self.expect(self.post("token/login/", {
            "username": ada.name, "password": PASSWORD}), 200)
        self.assertIn("good  secret_key: has signed", self.check())

    def test_rounds_of_the_newest_hash(self):
        ada = self.account("ada")
        self.alter(ada, password="pbkdf2_sha256$1000$salt$hash")
        self.assertNotIn("pbkdf2_rounds", self.check())
        self.assertRegex(self.check(rounds=2000),
                         "note  pbkdf2_rounds: 2000, and .* has 1000")

    def test_tables_by_other_names(self):
        said = self.check('database { token_table = "portress_token" }\n',
                          code=1)
        self.assertIn("note  token_table: portress_token, though Django has "
                      "authtoken_token", said)

    def test_a_column_that_nobody_writes(self):
        self.sql("ALTER TABLE auth_user ADD phone VARCHAR(20) NOT NULL")
        self.addCleanup(self.sql, "ALTER TABLE auth_user DROP phone")
        self.assertIn("BAD   auth_user: no account can be made: phone ",
                      self.check(code=1))
        for initial in ('initial = "-"', 'initial = ""', ""):
            self.assertNotIn("phone", self.check(
                f'column "phone" {{ table = "user" {initial} '
                "length = 20 }\n"))
        self.sql("ALTER TABLE auth_user MODIFY phone VARCHAR(20) NOT NULL "
                 "DEFAULT '-'")
        self.assertNotIn("phone", self.check())

    def test_what_hangs_on_an_account(self):
        self.table("blog_post", "id INT PRIMARY KEY, author_id INT, "
                   "FOREIGN KEY (author_id) REFERENCES auth_user (id)")
        self.assertIn("note  blog_post.author_id: an account that it names "
                      "cannot be deleted", self.check())
        for setting in ("cascade", "set_null"):
            said = self.check(
                f'user {{ {setting} = {{ "blog_post.author_id" }} }}\n')
            self.assertNotIn("blog_post", said)

    def test_rows_of_others_are_not_an_accounts(self):
        """Whose post has the number of the account has nothing to do with
        it."""
        self.table("blog_post", "id INT PRIMARY KEY, author_id INT, "
                   "FOREIGN KEY (author_id) REFERENCES auth_user (id)")
        self.table("blog_comment", "id INT PRIMARY KEY, post_id INT, "
                   "FOREIGN KEY (post_id) REFERENCES blog_post (id)")
        for setting in ("cascade", "set_null"):
            for item in ("blog_comment.post_id",
                         "blog_post.author_id=blog_comment.id.post_id"):
                said = self.check(f'user {{ {setting} = {{ "{item}" }} }}\n',
                                  code=1)
                self.assertIn(f"BAD   {item}: with an account, rows of others "
                              "would go", said)
        said = self.check(
            "user { cascade = { "
            '"blog_comment.post_id=blog_post.id.author_id", '
            '"blog_post.author_id" } }\n')
        self.assertNotIn("blog_", said)

    def test_names_do_nothing_to_a_terminal(self):
        self.sql("ALTER TABLE auth_user ADD COLUMN `\x1b[31m\x9b31m` "
                 "int NOT NULL")
        try:
            said = self.portress("check").stdout
        finally:
            self.sql("ALTER TABLE auth_user DROP COLUMN "
                     "`\x1b[31m\x9b31m`")
        self.assertIn("no account can be made: ?[31m?31m may", said)

    def test_accounts_that_are_elsewhere(self):
        self.table("shop_user", "id INT, password TEXT, last_login DATETIME")
        self.assertIn("note  auth_user: nobody has an account there; is it "
                      "shop_user?", self.check())
        self.account("ada")
        self.assertNotIn("shop_user", self.check())


if __name__ == "__main__":
    main()
