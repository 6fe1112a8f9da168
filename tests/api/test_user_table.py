"""Accounts in a table that others have made (user { }), and what refers to
them (cascade, set_null). Tables are what Django 3.2 makes of such models."""

import re

from harness import link, main, wait_for
from people import *

PEOPLE = """
CREATE TABLE people_person (
	password varchar(128) NOT NULL,
	`last-login` datetime(6) DEFAULT NULL,
	person_id %s NOT NULL,
	email_address varchar(254) NOT NULL,
	active tinyint(1) NOT NULL,
	country varchar(2) NOT NULL,
	created datetime(6) NOT NULL,
	nick varchar(30) DEFAULT NULL,
	age int unsigned DEFAULT NULL CHECK (age <> 13),
	PRIMARY KEY (person_id),
	UNIQUE KEY email_address (email_address));
CREATE TABLE people_note (
	id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
	writer_id %s DEFAULT NULL,
	FOREIGN KEY (writer_id) REFERENCES people_person (person_id));
CREATE TABLE people_badge (
	id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
	owner_id %s NOT NULL,
	FOREIGN KEY (owner_id) REFERENCES people_person (person_id));
CREATE TABLE people_pin (
	id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
	badge_id int NOT NULL,
	FOREIGN KEY (badge_id) REFERENCES people_badge (id));
CREATE TABLE people_grant (
	id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
	badge_id int NOT NULL,
	FOREIGN KEY (badge_id) REFERENCES people_badge (id));
"""

CONF = """
database {
	token_table = "portress_token"
	outstanding_table = "portress_outstandingtoken"
	blacklist_table = "portress_blacklistedtoken"
	session_table = "portress_session"
}
user {
	table = "people_person"
	id = "person_id"
	id_type = "%s"
	username = "email_address"
	email = "email_address"
	first_name = ""
	last_name = ""
	last_login = "last-login"
	is_active = "active"
	is_staff = ""
	is_superuser = ""
	date_joined = ""
	cascade = { "people_pin.badge_id=people_badge.id.owner_id",
		"people_badge.owner_id", "people_nothing.owner_id",
		"people_device.token=portress_token.key.user_id" }
	set_null = { "people_note.writer_id" }
}
column "country" { length = 2 table = "user" initial = "xx" }
column "created" { type = "datetime" table = "user" initial = "now" }
column "nick" { length = 30 table = "user" }
column "age" { type = "integer" table = "user" }
api "djoser" {
	username_field = "email"
	columns = { "country", "created", "nick", "age" }
	hide_users = false
	send_activation_email = true
	create_session_on_login = true
	rotate_refresh_tokens = true
	blacklist_after_rotation = true
}
"""
# All apis of the instance must fit the table.
CONF += "".join(
    f'api "{name}" {{ username_field = "email" columns = {{}} '
    'required_columns = {} }\n'
    for name in ("reactdj", "envelope", "usercrud", "drftoken",
                 "dj-rest-auth", "cookies"))
ADA = "ada@example.com"


class Table(Talk):
    """The service is told of the table once it is there."""

    conf = "# people %s"
    ids = "bigint", "integer"
    settings = CONF

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sql_type, kind = cls.ids
        if cls.sql("SHOW TABLES LIKE 'people_person'"):
            return
        cls.sql("DROP TABLE authtoken_token, token_blacklist_blacklistedtoken,"
                "token_blacklist_outstandingtoken, django_session, auth_user;"
                + PEOPLE % ((sql_type,) * 3))
        if kind == "integer":
            cls.sql("SET FOREIGN_KEY_CHECKS=0; ALTER TABLE people_person "
                    "MODIFY person_id bigint NOT NULL AUTO_INCREMENT")
        instance = cls.instance
        instance.configure(cls.settings % kind)
        said = cls.portress("migrate")
        if said.returncode != 0:
            raise AssertionError(said.stderr + said.stdout)
        instance._tables = None
        # Whoever began before there were these tables may not know them.
        instance.reconfigure(cls.settings % kind)
        if "email" not in cls.call("POST", "users/", {}).text:
            raise AssertionError("not the new configuration")

    def rewritten(self, *pairs):
        """A copy of the configuration with other words in it."""
        directory = self.instance.directory
        pairs += ("/own.conf", "/other-own.conf",
                  "/override.conf", "/other-override.conf")
        for name in "portress.conf", "override.conf", "own.conf":
            with open(f"{directory}/{name}") as file:
                text = file.read()
            for old, new in zip(pairs[::2], pairs[1::2]):
                text = text.replace(old, new)
            with open(f"{directory}/other-{name}", "w") as file:
                file.write(text)
        return f"{directory}/other-portress.conf"

    def sign_up(self, email=ADA, **more):
        made = self.expect(self.post("users/", {
            "email": email, "password": PASSWORD, **more}), 201).json
        uid, token = link(self.mail(email))
        self.expect(self.post("users/activation/", {
            "uid": uid, "token": token}), 204)
        return made

    def token(self, email=ADA):
        return "Token " + self.expect(self.post("token/login/", {
            "email": email, "password": PASSWORD}), 200).json["auth_token"]

    def remove(self):
        return self.call("DELETE", "users/me/", {
            "current_password": PASSWORD}, token=self.token())


class Kinds:
    id_pattern = None

    def test_migrate_makes_what_is_ours_alone(self):
        names = {name for name, in self.sql("SHOW TABLES")}
        self.assertEqual({name for name in names
                          if not name.startswith("portress_")},
                         {"people_person", "people_note", "people_badge",
                          "people_pin", "people_grant"})
        self.assertEqual(self.portress("migrate").stdout, "nothing to do\n")
        said = self.portress("check")
        self.assertEqual(said.returncode, 0, said.stdout)
        kinds = set(kind for kind, in self.sql(
            "SELECT column_type FROM information_schema.columns WHERE "
            "table_schema = DATABASE() AND column_name IN ('user_id', "
            "'person_id')"))
        self.assertEqual(len(kinds), 1, kinds)

    def test_an_account_from_its_beginning_to_its_end(self):
        made = self.sign_up(country="is")
        self.assertRegex(str(made["id"]), self.id_pattern)
        self.assertEqual(made["country"], "is")
        self.assertIsNone(made["nick"])
        token = self.token()
        me = self.expect(self.call("GET", "users/me/", token=token), 200)
        self.assertEqual(me.json, made)
        path = f"users/{made['id']}/"
        self.assertEqual(self.expect(
            self.call("GET", path, token=token), 200).json, made)
        pair = self.expect(self.post("jwt/create/", {
            "email": ADA, "password": PASSWORD}), 200).json
        bearer = f"Bearer {pair['access']}"
        changed = self.expect(self.call("PATCH", path, {"nick": "Countess"},
                                        token=bearer), 200).json
        self.assertEqual(changed["nick"], "Countess")
        fresh = self.expect(self.post("jwt/refresh/", {
            "refresh": pair["refresh"]}), 200).json
        self.expect(self.post("jwt/verify/", {"token": fresh["access"]}), 200)
        self.expect(self.call("POST", "users/set_email/", {
            "current_password": PASSWORD, "new_email": "al@example.com"},
            token=bearer), 204)
        uid, mailed = link(self.mail("al@example.com"))
        self.expect(self.post("users/email_change_confirm/", {
            "uid": uid, "token": mailed}), 204)
        self.expect(self.post("users/reset_password/", {
            "email": "al@example.com"}), 204)
        uid, mailed = link(self.mail("al@example.com", 2))
        self.expect(self.post("users/reset_password_confirm/", {
            "uid": uid, "token": mailed, "new_password": FRESH}), 204)
        self.expect(self.post("token/login/", {
            "email": "al@example.com", "password": FRESH}), 200)
        self.assertEqual(self.sql(
            "SELECT `last-login` IS NULL, country, active FROM people_person"),
            [["0", "is", "1"]])
        self.expect(self.call("DELETE", "users/me/", {
            "current_password": FRESH}, token=bearer), 204)
        self.assertEqual(self.count("people_person"), 0)
        self.assertEqual(self.count("portress_profile"), 0)

    def test_a_change_of_address_is_undone(self):
        self.sign_up()
        for number in 2, 3:     # mails to the first address
            self.expect(self.call("POST", "users/set_email/", {
                "current_password": PASSWORD, "new_email": "al@example.com"},
                token=self.token()), 204)
            uid, mailed = link(self.mail("al@example.com", number - 1))
            self.expect(self.post("users/email_change_confirm/", {
                "uid": uid, "token": mailed}), 204)
            if number == 3:
                break
            uid, mailed = link(self.mail(ADA, 2))
            self.expect(self.post("users/email_change_undo/", {
                "uid": uid, "token": mailed}), 204)
            self.assertEqual(self.sql(
                "SELECT email_address FROM people_person"), [[ADA]])
            uid, mailed = link(self.mail(ADA, 3))
            self.expect(self.post("users/reset_password_confirm/", {
                "uid": uid, "token": mailed, "new_password": PASSWORD}), 204)
        self.assertEqual(self.count("portress_email_change",
                                    "undone_at IS NULL"), 1)
        self.expect(self.call("DELETE", "users/me/", {
            "current_password": PASSWORD},
            token=self.token("al@example.com")), 204)
        self.assertEqual(self.count("portress_email_change"), 0)

    def test_what_is_not_given_has_its_initial_value(self):
        made = self.sign_up()
        self.assertEqual(made["country"], "xx")
        self.assertEqual(self.sql(
            "SELECT ABS(TIMESTAMPDIFF(SECOND, created, UTC_TIMESTAMP())) < 60,"
            " nick IS NULL FROM people_person"), [["1", "1"]])

    def test_null_where_the_table_takes_it(self):
        self.sign_up(nick="Countess", country="is")
        token = self.token()
        me = self.call("PATCH", "users/me/", {"nick": None}, token=token)
        self.assertIsNone(self.expect(me, 200).json["nick"])
        self.expect(self.call("PATCH", "users/me/", {
            "nick": "Ada", "country": None}, token=token), 400,
            {"country": [NULL]})
        self.assertEqual(self.sql("SELECT nick IS NULL, country "
                                  "FROM people_person"), [["1", "is"]])

    def test_an_id_that_is_none_is_nobody_s(self):
        self.sign_up()
        token = self.token()
        for wrong in ("0", "x", "-1", "1e0", "0" * 32, "f" * 40,
                      "99999999999999999999", "%27", "{}"):
            self.expect(self.call("GET", f"users/{wrong}/", token=token),
                        404, NOT_FOUND)

    def test_documents_say_what_an_id_is(self):
        self.sign_up()
        told = self.call("OPTIONS", "users/me/", token=self.token()).json
        self.assertEqual(told["actions"]["PUT"]["id"], self.told)
        spec = json.loads(self.portress("openapi", "djoser").stdout)
        user = spec["components"]["schemas"]["User"]["properties"]["id"]
        self.assertEqual(user["type"], self.json_type)

    def test_the_command_line_has_it_too(self):
        said = self.portress("user", "add", "cli@EXAMPLE.com",
                             input=PASSWORD + "\n")
        self.assertEqual(said.returncode, 0, said.stderr)
        self.assertRegex(said.stdout.split()[-1], self.id_pattern)
        self.expect(self.post("token/login/", {
            "email": "cli@example.com", "password": PASSWORD}), 200)
        self.assertIn("cli@example.com", self.portress("user", "list").stdout)

    def test_the_command_line_says_what_the_table_cannot_have(self):
        for arguments, wrong in (
                (["cli"], "cli is no e-mail address"),
                ([""], "a name is an address"),
                (["cli@example.com", "--email", ADA], "--email: the name"),
                (["cli@example.com", "--staff"], "--staff: the table of"),
                (["cli@example.com", "--superuser"], "--superuser: the")):
            said = self.portress("user", "add", *arguments,
                                 input=PASSWORD + "\n")
            self.assertEqual(said.returncode, 64, arguments)
            self.assertIn(wrong, said.stderr)
        self.assertEqual(self.count("people_person"), 0)


class Numbers(Kinds, Table):
    conf = "# people bigint"
    ids = "bigint", "integer"
    id_pattern = r"^\d+$"
    told = {"type": "integer", "required": False, "read_only": True,
            "label": "ID"}
    json_type = "integer"


class Digits(Kinds, Table):
    """UUIDs as Django has them on MySQL."""
    conf = "# people char"
    ids = "char(32)", "uuid"
    id_pattern = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
    # As DRF 3.14 tells of a UUIDField.
    told = {"type": "field", "required": False, "read_only": True,
            "label": "Id"}
    json_type = "string"

    def test_another_type_of_ids_is_no_ids(self):
        """A server makes 413 of "413cb2", and 0 of "cb2"."""
        self.sign_up()
        token = self.token()

        def configure(kind, status):
            self.instance.reconfigure(CONF % kind)
            self.assertEqual(self.call(
                "GET", "users/me/", token=token).status, status)

        self.addCleanup(configure, "uuid", 200)
        configure("integer", 503)
        wait_for(lambda: "ids are not of the type" in self.instance.log(),
                 what="a line with the setting")
        said = self.portress("check")
        self.assertEqual(said.returncode, 1, said.stdout)
        self.assertIn("id_type", said.stdout)


class Native(Digits):
    """And as Django 5 has them on MariaDB 10.7 and later."""
    conf = "# people uuid"
    ids = "uuid", "uuid"


class Keys(Table):
    """Of texts that are no numbers, one account's id would be the other's."""
    conf = "# people texts"
    kind = "varchar(20) NOT NULL"
    own = "al", "bo"

    def test_texts_are_no_ids(self):
        for name in ("ada", "bob"):
            self.sign_up(f"{name}@example.com")
        self.sql("SET FOREIGN_KEY_CHECKS = 0; DROP TABLE people_grant, "
                 "people_badge, people_note;"
                 f"ALTER TABLE people_person MODIFY person_id {self.kind};" +
                 "".join(f"UPDATE people_person SET person_id = '{own}' WHERE "
                         f"email_address LIKE '{name}%';" for own, name in
                         zip(self.own, ("ada", "bob"))))
        said = self.portress("migrate")
        self.assertEqual(said.returncode, 1)
        self.assertIn("people_person has ids that are varchar", said.stdout)
        self.assertEqual(self.portress("check").returncode, 1)
        # Whoever was asked before has looked at the columns already.
        self.instance.reconfigure(self.settings % self.ids[1])
        self.assertEqual(self.post("jwt/create/", {
            "email": "bob@example.com", "password": PASSWORD}).status, 503)
        wait_for(lambda: "ids are not of the type" in self.instance.log(),
                 what="a line that says why")


class Spellings(Keys):
    """And a UUID may be spelled in two ways."""
    conf = "# people spelled"
    ids = "char(32)", "uuid"
    kind = "varchar(40) NOT NULL"
    own = ("00112233445566778899aabbccddeeff",
           "00112233-4455-6677-8899-aabbccddeeff")


class References(Table):
    conf = Numbers.conf

    def add(self, table, column):
        self.sql(f"INSERT INTO {table} ({column}) "
                 "SELECT person_id FROM people_person")

    def test_rows_go_with_the_account_or_are_untied(self):
        self.sign_up()
        self.add("people_note", "writer_id")
        self.add("people_badge", "owner_id")
        self.sign_up("zoe@example.com")
        self.sql("INSERT INTO people_badge (owner_id) SELECT person_id "
                 "FROM people_person WHERE email_address LIKE 'zoe%';"
                 "INSERT INTO people_pin (badge_id) "
                 "SELECT id FROM people_badge")
        self.expect(self.remove(), 204)
        self.assertEqual(self.sql("SELECT writer_id IS NULL FROM people_note"),
                         [["1"]])
        # Zoe's stay.
        self.assertEqual(self.sql("SELECT owner_id = person_id FROM "
                                  "people_pin p JOIN people_badge b "
                                  "ON b.id = p.badge_id, people_person"),
                         [["1"]])
        self.assertEqual(self.count("people_badge"), 1)

    def test_what_others_hold_on_to_stays_whole(self):
        self.sign_up()
        self.add("people_note", "writer_id")
        self.add("people_badge", "owner_id")
        self.sql("INSERT INTO people_grant (badge_id) "
                 "SELECT id FROM people_badge")
        self.expect(self.remove(), 409, {"detail": "The account cannot be "
                    "deleted: other records refer to it."})
        self.assertEqual(self.count("people_note", "writer_id IS NULL"), 0)
        self.assertEqual(self.count("people_badge"), 1)
        self.assertEqual(self.count("portress_token"), 1)
        self.assertRegex(self.instance.log(),
                         r"account_referenced .*account=\d+ .*people_grant")

    def hold_token(self):
        """A key over Django's, as apps have that know devices by tokens."""
        self.sql("CREATE TABLE people_device (token varchar(40), FOREIGN KEY "
                 "(token) REFERENCES portress_token (`key`)) DEFAULT "
                 "CHARSET=utf8mb4; INSERT INTO people_device "
                 "SELECT `key` FROM portress_token")
        self.addCleanup(self.sql, "DROP TABLE people_device")

    def test_a_token_that_cannot_end_is_not_said_to_have_ended(self):
        self.sign_up()
        token = self.token()
        self.hold_token()
        self.expect(self.call("POST", "token/logout/", token=token), 503)
        self.expect(self.call("GET", "users/me/", token=token), 200)
        self.assertRegex(self.instance.log(),
                         "database_error .*TOKEN_END.*people_device")

    def test_what_names_a_token_goes_first(self):
        self.sign_up()
        self.token()
        self.hold_token()
        self.expect(self.remove(), 204)
        self.assertEqual(self.count("people_device"), 0)


class Misfits(Table):
    """Columns are narrower than Portress thinks, and have keys and checks."""
    conf = Numbers.conf

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sql("ALTER TABLE people_person MODIFY email_address varchar(30) "
                "NOT NULL, MODIFY nick varchar(5), ADD UNIQUE KEY nick (nick)")
        cls.addClassCleanup(
            cls.sql, "ALTER TABLE people_person DROP KEY nick, MODIFY "
            "email_address varchar(254) NOT NULL, MODIFY nick varchar(30)")

    def change(self, body):
        return self.call("PATCH", "users/me/", body, token=self.token())

    def test_too_long(self):
        """As Django's serializers say it, who know the lengths."""
        long = "a" * 19 + "@example.com"
        told = ["Ensure this field has no more than 30 characters."]
        body = {"email": long, "password": PASSWORD}
        self.expect(self.post("users/", body), 400, {"email": told})
        self.expect(self.post("users/", {
            **body, "email": ADA, "nick": "sixsix"}), 400, {"nick": [
                "Ensure this field has no more than 5 characters."]})
        self.assertEqual(self.count("people_person"), 0)
        self.sign_up()
        self.expect(self.call("POST", "users/set_email/", {
            "current_password": PASSWORD, "new_email": long},
            token=self.token()), 400, {"new_email": told})
        self.expect(self.change({"age": 20, "nick": "sixsix"}), 400, {"nick": [
            "Ensure this field has no more than 5 characters."]})
        self.assertEqual(self.count("people_person", "age IS NULL"), 1)

    def test_a_name_may_be_shorter_than_djangos(self):
        """Its length cannot be declared, so it is no fault."""
        self.sql("ALTER TABLE people_person ADD given varchar(30) NOT NULL "
                 "DEFAULT ''")
        self.addCleanup(self.sql,
                        "ALTER TABLE people_person DROP COLUMN given")
        path = self.rewritten(
            "length = 30", "length = 5",
            'first_name = ""', 'first_name = "given"',
            '"country", "created"', '"first_name", "country"')
        said = self.portress("-c", path, "migrate")
        self.assertEqual(said.stdout, "nothing to do\n")

    def test_an_address_as_long_as_a_name_may_be(self):
        """Whatever the column could hold."""
        address = "a@" + "example." * 18 + "com"
        self.assertEqual(len(address), 149)
        for more, limit in (("m", 30), ("mm", 150)):
            self.expect(self.post("users/", {
                "email": address + more, "password": PASSWORD}), 400, {
                    "email": ["Ensure this field has no more than "
                              f"{limit} characters."]})

    def test_taken(self):
        self.sign_up(nick="one")
        self.sign_up("bob@example.com")
        answer = self.call("PATCH", "users/me/", {"age": 20, "nick": "one"},
                           token=self.token("bob@example.com"))
        self.expect(answer, 400, {
            "nick": ["user with this nick already exists."]})
        self.assertEqual(self.count("people_person", "age IS NULL"), 2)
        self.expect(self.post("users/", {
            "email": "c@example.com", "password": PASSWORD, "nick": "one"}),
            400, ["Unable to create account."])

    def test_letters_that_a_charset_has_not(self):
        self.sign_up()
        self.sql("ALTER TABLE people_person MODIFY nick varchar(5) "
                 "CHARACTER SET utf8mb3")
        self.expect(self.change({"nick": "\U0001f426"}), 400, {
            "nick": ["This value cannot be stored."]})
        self.expect(self.post("users/", {
            "email": "c@example.com", "password": PASSWORD,
            "nick": "\U0001f426"}), 400, ["Unable to create account."])
        self.assertEqual(self.change({"nick": "Åda"}).json["nick"], "Åda")

    def test_out_of_range(self):
        self.sign_up()
        for age in (-1, 13, 2 ** 32):
            self.expect(self.change({"nick": "ada", "age": age}), 400, {
                "age": ["This value cannot be stored."]})
            self.expect(self.post("users/", {
                "email": "c@example.com", "password": PASSWORD, "age": age}),
                400, ["Unable to create account."])
        self.assertEqual(self.change({"age": 12}).json["age"], 12)


class Bits(Table):
    conf = "# people bits"
    settings = CONF.replace("columns = {", 'columns = { "is_active",', 1)

    def test_flags_may_be_bits(self):
        self.sign_up()
        token = self.token()
        self.sql("ALTER TABLE people_person MODIFY active bit(1) NOT NULL")
        me = self.call("GET", "users/me/", token=token)
        self.assertIs(self.expect(me, 200).json["is_active"], True)
        made = self.post("users/", {"email": "bob@example.com",
                                    "password": PASSWORD})
        self.assertIs(self.expect(made, 201).json["is_active"], False)
        self.sql("UPDATE people_person SET active = 0")
        self.expect(self.call("GET", "users/me/", token=token), 401)


class Zeros(Table):
    conf = Numbers.conf

    def test_a_number_has_no_zeros_before_it(self):
        self.sign_up(age=7)
        token = self.token()
        kind = self.sql("SHOW COLUMNS FROM people_person LIKE 'age'")[0][1]
        self.sql("ALTER TABLE people_person MODIFY age int(6) ZEROFILL")
        try:
            for age in (7, 0):
                self.sql(f"UPDATE people_person SET age = {age}")
                me = self.call("GET", "users/me/", token=token)
                self.assertEqual(self.expect(me, 200).json["age"], age)
        finally:
            self.sql(f"ALTER TABLE people_person MODIFY age {kind}")


class Engines(Table):
    conf = Numbers.conf

    def test_a_table_without_transactions_is_told(self):
        self.sql("ALTER TABLE portress_session ENGINE = MyISAM")
        try:
            said = self.portress("check")
        finally:
            self.sql("ALTER TABLE portress_session ENGINE = InnoDB")
        self.assertEqual(said.returncode, 1)
        self.assertRegex(said.stdout,
                         "BAD +portress_session: is of the engine MyISAM")
        self.assertEqual(self.portress("check").returncode, 0)


class Broken(Table):
    """What Portress would never write."""
    conf = Numbers.conf

    def tearDown(self):
        self.sql("ALTER TABLE people_person MODIFY password varchar(128) "
                 "NOT NULL, MODIFY email_address varchar(254) NOT NULL, "
                 "MODIFY active tinyint(1) NOT NULL")

    def test_null_where_none_should_be(self):
        self.sign_up()
        token = self.token()
        self.sql("ALTER TABLE people_person MODIFY password varchar(128), "
                 "MODIFY email_address varchar(254), "
                 "MODIFY active tinyint(1)")
        self.sql("UPDATE people_person SET password = NULL")
        self.expect(self.post("token/login/", {
            "email": ADA, "password": PASSWORD}), 400)
        self.expect(self.post("jwt/create/", {
            "email": ADA, "password": PASSWORD}), 401)
        self.sql("UPDATE people_person SET email_address = NULL")
        me = self.expect(self.call("GET", "users/me/", token=token), 200)
        self.assertEqual(me.json["email"], "")
        self.sql("UPDATE people_person SET active = NULL")
        self.expect(self.call("GET", "users/me/", token=token), 401)
        self.sql("DELETE FROM portress_token; DELETE FROM people_person")

    def test_accounts_without_a_name_count_in_a_list_too(self):
        """They are bounded by their texts, which may be in other columns."""
        self.sign_up()
        token = self.token()
        self.sql("ALTER TABLE people_person MODIFY email_address varchar(254),"
                 "MODIFY nick longtext;"
                 "INSERT INTO people_person (password, active, country,"
                 "created, nick) SELECT '!', 1, 'is', UTC_TIMESTAMP(),"
                 "REPEAT('x', 4000) FROM seq_1_to_5000")
        try:
            self.expect(self.call("GET", "users/", token=token), 403, {
                "detail": "There are too many users to list them all."})
        finally:
            self.sql("DELETE FROM people_person; ALTER TABLE people_person "
                     "MODIFY nick varchar(30)")

    def test_a_missing_column_is_named(self):
        self.sign_up()
        self.sql("ALTER TABLE people_person RENAME COLUMN active TO awake")
        try:
            self.expect(self.post("token/login/", {
                "email": ADA, "password": PASSWORD}), 503)
            wait_for(lambda: re.search(
                "database_error .*Unknown column 'u.active'",
                self.instance.log()), what="a line with the column")
            said = self.portress("check")
            self.assertNotEqual(said.returncode, 0)
            self.assertIn("active", said.stdout)
        finally:
            self.sql("ALTER TABLE people_person RENAME COLUMN awake "
                     "TO active")

    def test_what_is_no_key_is_no_id(self):
        """Several accounts could have the same, or none."""
        self.sql("ALTER TABLE people_person ADD legacy int DEFAULT NULL")
        self.addCleanup(self.sql,
                        "ALTER TABLE people_person DROP COLUMN legacy")
        path = self.rewritten('id = "person_id"', 'id = "legacy"')
        said = self.portress("-c", path, "migrate")
        self.assertNotEqual(said.returncode, 0)
        self.assertIn("has another primary key", said.stdout)
        self.assertNotEqual(
            self.portress("-c", path, "check").returncode, 0)

    def test_a_missing_table_is_named(self):
        self.sql("RENAME TABLE people_person TO people_gone")
        try:
            self.expect(self.post("token/login/", {
                "email": ADA, "password": PASSWORD}), 503)
            wait_for(lambda: re.search(
                r"database_error .*people_person' doesn't exist",
                self.instance.log()), what="a line with the table")
            said = self.portress("migrate")
            self.assertNotEqual(said.returncode, 0)
            self.assertIn("people_person is not there", said.stdout)
            self.assertNotEqual(self.portress("check").returncode, 0)
        finally:
            self.sql("RENAME TABLE people_gone TO people_person")


if __name__ == "__main__":
    main()
