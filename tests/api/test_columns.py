"""Columns of the user that the configuration declares (column { }, columns)."""

from harness import main
from people import *

COLUMNS = """
column "phone" { length = 20 }
column "age" { type = "integer" }
column "site" { type = "url" length = 60 }
column "born" { type = "date" }
column "news" { type = "boolean" }
column "points" { type = "integer" }
column "work" { type = "email" length = 254 }
api "djoser" {
	columns = { "first_name", "phone", "age", "site", "born", "news",
		"points", "work", "is_staff", "date_joined" }
	required_columns = { "phone" }
	read_only_columns = { "points" }
}
"""
# Texts of Django REST framework's fields (rest_framework/fields.py).
BAD_URL = "Enter a valid URL."
BAD_INTEGER = "A valid integer is required."
BAD_BOOLEAN = "Must be a valid boolean."
BAD_DATE = ("Date has wrong format. Use one of these formats instead: "
            "YYYY-MM-DD.")


class Columns(Talk):
    conf = COLUMNS

    def create(self, **more):
        return self.post("users/", {
            "username": "zoe", "password": PASSWORD, "phone": "0123", **more})

    def me(self, method="GET", body=None):
        access = self.post("jwt/create/", {
            "username": "zoe", "password": PASSWORD}).json["access"]
        return self.call(method, "users/me/", body, token=f"Bearer {access}")

    def test_they_are_shown_and_taken(self):
        given = {"first_name": "Zoë", "phone": " 0123 ", "age": 41,
                 "site": "https://zoe.example/x?y#z", "born": "1984-02-29",
                 "news": True, "work": "zoe@work.example"}
        made = self.expect(self.create(**given), 201).json
        self.assertEqual(list(made), [
            "email", "first_name", "phone", "age", "site", "born", "news",
            "points", "work", "is_staff", "date_joined", "username", "id"])
        shown = self.expect(self.me(), 200).json
        expected = {**given, "phone": "0123", "points": None,
                    "is_staff": False}
        for one in made, shown:
            for name, value in expected.items():
                self.assertEqual(one[name], value, name)
            self.assertRegex(one["date_joined"],
                             r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$")

    def test_what_is_not_given_is_nothing(self):
        made = self.expect(self.create(), 201).json
        self.assertEqual(made["first_name"], "")
        for name in ("age", "site", "born", "news", "points", "work"):
            self.assertIsNone(made[name], name)

    def test_who_shows_only_cannot_be_set(self):
        made = self.expect(self.create(points=7, is_staff=True,
                                       date_joined="2001-01-01T00:00:00Z"),
                           201).json
        self.assertIsNone(made["points"])
        self.assertFalse(made["is_staff"])
        self.assertNotIn("2001", made["date_joined"])
        said = self.expect(self.me("PATCH", {"is_staff": True, "points": 1}),
                           200).json
        self.assertFalse(said["is_staff"])
        self.assertIsNone(said["points"])

    def test_each_is_refused_alone_and_all_are_told(self):
        answer = self.post("users/", {
            "username": "zoe", "password": PASSWORD, "first_name": "x" * 151,
            "age": "four", "site": "javascript:alert(1)",
            "born": "1983-02-29", "news": "perhaps", "work": "nobody"})
        self.expect(answer, 400, {
            "first_name": [too_long(150)], "phone": [REQUIRED],
            "age": [BAD_INTEGER], "site": [BAD_URL], "born": [BAD_DATE],
            "news": [BAD_BOOLEAN], "work": [BAD_EMAIL]})
        self.assertEqual(self.sql("SELECT COUNT(*) FROM auth_user"), [["0"]])

    def test_what_is_no_value(self):
        for name, value, text in (
                ("phone", "x" * 21, too_long(20)),
                ("phone", "é" * 21, too_long(20)),
                ("phone", "", BLANK), ("phone", "  ", BLANK),
                ("phone", None, NULL), ("phone", [], NOT_TEXT),
                ("phone", True, NOT_TEXT), ("phone", "a\0b", NUL),
                ("phone", "\ud800", surrogate(0xd800)),
                ("first_name", None, NULL),
                ("age", 1.5, BAD_INTEGER), ("age", "", BAD_INTEGER),
                ("age", 2 ** 63, BAD_INTEGER), ("age", "1e3", BAD_INTEGER),
                ("age", True, BAD_INTEGER), ("age", "-", BAD_INTEGER),
                ("site", "ftp://x.example", BAD_URL),
                ("site", "https://", BAD_URL),
                ("site", "http://x.example/\"><b>", BAD_URL),
                ("site", "http://x.example/a b", BAD_URL),
                ("site", "https://x.example/" + "y" * 50, too_long(60)),
                ("born", "2001-13-01", BAD_DATE),
                ("born", "1900-02-29", BAD_DATE),
                ("born", "2001-1-1", BAD_DATE),
                ("born", "2001-01-01x", BAD_DATE),
                ("born", 20010101, BAD_DATE),
                ("news", 2, BAD_BOOLEAN), ("news", {}, BAD_BOOLEAN)):
            with self.subTest(name=name, value=value):
                self.expect(self.create(**{name: value}), 400, {name: [text]})
        self.assertEqual(self.sql("SELECT COUNT(*) FROM auth_user"), [["0"]])

    def test_what_is_a_value(self):
        self.expect(self.create(), 201)
        for name, value, shown in (
                ("age", -3, -3), ("age", "42", 42), ("age", None, None),
                ("age", 2 ** 63 - 1, 2 ** 63 - 1), ("news", "on", True),
                ("news", 0, False), ("news", None, None),
                ("born", "2000-02-29", "2000-02-29"), ("born", None, None),
                ("site", "HTTP://x.example:8080/", "HTTP://x.example:8080/"),
                ("site", "", ""), ("site", None, None),
                ("first_name", "", ""), ("phone", 123, "123")):
            with self.subTest(name=name, value=value):
                said = self.expect(self.me("PATCH", {name: value}), 200).json
                self.assertEqual(said[name], shown)
                self.assertEqual(self.me().json[name], shown)

    def test_changes_at_the_same_time_do_not_get_in_each_other_s_way(self):
        self.expect(self.create(), 201)
        access = self.post("jwt/create/", {
            "username": "zoe", "password": PASSWORD}).json["access"]
        for _ in range(10):
            for answer in at_once(8, lambda i: self.call(
                    "PATCH", "users/me/", {"age": i},
                    token=f"Bearer {access}")):
                self.expect(answer, 200)
        self.assertNotIn("number=1213", self.instance.log())

    def test_put_asks_for_what_is_required_and_patch_does_not(self):
        self.expect(self.create(age=41), 201)
        self.expect(self.me("PUT", {}), 400, {"phone": [REQUIRED]})
        said = self.expect(self.me("PUT", {"phone": "9"}), 200).json
        self.assertEqual((said["phone"], said["age"]), ("9", 41))
        said = self.expect(self.me("PATCH", {"age": 42}), 200).json
        self.assertEqual((said["phone"], said["age"]), ("9", 42))

    def test_a_form_says_nothing_with_an_empty_text(self):
        self.expect(self.create(age=41, site="https://x.example"), 201)
        access = self.post("jwt/create/", {
            "username": "zoe", "password": PASSWORD}).json["access"]
        said = self.expect(self.call(
            "PATCH", "users/me/", form={"age": "", "site": "", "news": "true"},
            token=f"Bearer {access}"), 200).json
        self.assertEqual((said["age"], said["site"], said["news"]),
                         (None, "", True))

    def test_a_similar_first_name_is_no_password(self):
        answer = self.create(first_name="Wilhelmina", password="wilhelmina1")
        self.expect(answer, 400, {"password": [
            "The password is too similar to the first name."]})

    def test_staff_see_them_in_the_list(self):
        self.expect(self.create(age=41), 201)
        self.sql("UPDATE auth_user SET is_staff = 1")
        access = self.post("jwt/create/", {
            "username": "zoe", "password": PASSWORD}).json["access"]
        said = self.expect(self.call("GET", "users/",
                                     token=f"Bearer {access}"), 200).json
        self.assertEqual([(one["age"], one["is_staff"]) for one in said],
                         [(41, True)])

    def test_options_tell_of_them(self):
        self.expect(self.create(), 201)
        said = self.expect(self.me("OPTIONS"), 200).json["actions"]["PUT"]
        self.assertEqual(said["phone"], {
            "type": "string", "required": True, "read_only": False,
            "label": "Phone", "max_length": 20})
        self.assertEqual(said["date_joined"], {
            "type": "datetime", "required": False, "read_only": True,
            "label": "Date joined"})

    def test_an_account_leaves_nothing_behind(self):
        self.expect(self.create(), 201)
        self.assertEqual(self.sql("SELECT phone FROM portress_profile"),
                         [["0123"]])
        self.expect(self.me("DELETE", {"current_password": PASSWORD}), 204)
        self.assertEqual(self.sql("SELECT * FROM portress_profile"), [])

    def test_a_table_without_them_is_told_of(self):
        self.sql("ALTER TABLE portress_profile RENAME COLUMN age TO eldness")
        try:
            self.expect(self.create(), 503, UNAVAILABLE)
            self.assertRegex(self.instance.log(), r"database_error .*number="
                             r"1054 .*mend=\"portress migrate\"")
            said = self.instance.portress("check")
            self.assertNotEqual(said.returncode, 0)
            self.assertIn("portress migrate", said.stdout)
        finally:
            self.sql("ALTER TABLE portress_profile "
                     "RENAME COLUMN eldness TO age")


class Many(Talk):
    """As many columns as there can be beside those of other apis."""

    NAMES = [f"c{i}" for i in range(13)]
    conf = ("".join(f'column "{name}" {{ }}\n' for name in NAMES) +
            'api "djoser" { columns = { ' +
            ", ".join(f'"{name}"' for name in NAMES) + " } }\n")

    def test_all_that_is_wrong_is_told_of_all(self):
        wrong = [NUL, surrogate(0xd800)]
        answer = self.post("users/", dict.fromkeys(
            ["username", "email", "password", *self.NAMES],
            "\0\ud800" + "x" * 255))
        said = self.expect(answer, 400).json
        self.assertEqual(said["username"],
                         [BAD_USERNAME, too_long(150), *wrong])
        self.assertEqual(said["email"], [too_long(254), *wrong, BAD_EMAIL])
        for name in ("password", *self.NAMES):
            self.assertEqual(said[name], wrong, name)


class Changed(Talk):
    """A declaration that is another one than it was."""

    conf = 'column "note" { }\napi "djoser" { columns = { "note" } }\n'
    later = ('column "note" { type = "integer" }\n'
             'api "djoser" { columns = { "note" } }\n')

    def test_what_is_there_is_no_number(self):
        zoe = self.account("zoe")
        access = self.grant(zoe).json["access"]
        self.expect(self.call("PATCH", "users/me/", {
            "note": '0,"is_staff":true'}, token=f"Bearer {access}"), 200)
        self.instance.reconfigure(self.later)
        try:
            self.assertIsNone(self.call(
                "GET", "users/me/", token=f"Bearer {access}").json["note"])
            for command in "check", "migrate":
                said = self.instance.portress(command)
                self.assertEqual(said.returncode, 1, said)
            self.assertIn("note is of another type than it is declared",
                          said.stdout)
        finally:
            self.instance.reconfigure(self.conf)
        self.assertTrue(self.call(
            "GET", "users/me/", token=f"Bearer {access}").json["note"])


class Long(Talk):
    conf = """
column "b1" { length = 4000 }
column "b2" { length = 4000 }
column "b3" { length = 4000 }
api "djoser" { columns = { "b1", "b2", "b3" } }
"""

    def test_a_list_is_bounded_as_it_is_written(self):
        """Control characters are six in JSON."""
        boss = self.staff()
        token = f"Bearer {self.grant(boss).json['access']}"
        self.sql("INSERT INTO auth_user (username, password, email, "
                 "first_name, last_name, is_active, is_staff, is_superuser, "
                 "date_joined) SELECT CONCAT('u', seq), '', '', '', '', 1, 0, "
                 "0, NOW() FROM seq_1_to_500; "
                 "INSERT INTO portress_profile (user_id, b1, b2, b3) SELECT "
                 "id, REPEAT(CHAR(1), 4000), REPEAT(CHAR(1), 4000), "
                 "REPEAT(CHAR(1), 4000) FROM auth_user WHERE username <> "
                 "'boss' LIMIT 100")
        self.assertEqual(len(self.expect(
            self.call("GET", "users/", token=token), 200).json), 501)
        self.sql("INSERT IGNORE INTO portress_profile (user_id, b1, b2, b3) "
                 "SELECT id, REPEAT(CHAR(1), 4000), REPEAT(CHAR(1), 4000), "
                 "REPEAT(CHAR(1), 4000) FROM auth_user "
                 "WHERE username <> 'boss'")
        self.expect(self.call("GET", "users/", token=token), 403, {
            "detail": "There are too many users to list them all."})


class Names(Talk):
    """Who may be called what: login_by, email_required, email_unique."""

    conf = f"""
api "djoser" {{{DIRECT}
	login_by = "either"
	email_required = true
	email_unique = true
	username_changeable = true
}}
"""
    TAKEN = {"email": ["user with this email address already exists."]}

    def create(self, name, email=..., **more):
        return self.post("users/", {
            "username": name, "password": PASSWORD,
            **({} if email is ... else {"email": email}), **more})

    def sign_in(self, name, path="jwt/create/"):
        return self.post(path, {"username": name, "password": PASSWORD})

    def me(self, method, body, name="zoe"):
        access = self.sign_in(name).json["access"]
        return self.call(method, "users/me/", body, token=f"Bearer {access}")

    def test_an_address_is_required(self):
        self.expect(self.create("zoe"), 400, {"email": [REQUIRED]})
        self.expect(self.create("zoe", ""), 400, {"email": [BLANK]})
        self.expect(self.create("zoe", "zoe@example.com"), 201)
        self.expect(self.me("PUT", {"username": "zoe"}), 400,
                    {"email": [REQUIRED]})
        self.expect(self.me("PATCH", {"email": ""}), 400, {"email": [BLANK]})
        self.expect(self.me("PATCH", {}), 200)

    def test_an_address_is_one_account_s(self):
        self.expect(self.create("zoe", "zoe@example.com"), 201)
        self.expect(self.create("zac", "ZOE@Example.COM"), 400, self.TAKEN)
        self.expect(self.create("zac", "zac@example.com"), 201)
        self.expect(self.me("PATCH", {"email": "zac@example.com"}), 400,
                    self.TAKEN)
        self.expect(self.me("PATCH", {"email": "Zoe@example.com"}), 200)

    def test_at_the_same_time_too(self):
        """No key of auth_user says so: a row is locked."""
        answers = at_once(12, lambda i: self.create(
            f"zoe{i}", "zoe@example.com"))
        self.assertEqual(sorted(one.status for one in answers),
                         [201] + [400] * 11)
        for one in answers:
            if one.status == 400:
                self.expect(one, 400, self.TAKEN)

    def test_changes_at_the_same_time_too(self):
        for i in range(6):
            self.expect(self.create(f"zoe{i}", f"zoe{i}@example.com"), 201)
        answers = at_once(6, lambda i: self.me(
            "PATCH", {"email": "zoe@example.com"}, f"zoe{i}"))
        self.assertEqual(sorted(one.status for one in answers),
                         [200] + [400] * 5)

    def test_either_signs_in(self):
        self.expect(self.create("zoe", "zoe@example.com"), 201)
        for path in ("jwt/create/", "token/login/"):
            for name in ("zoe", "zoe@example.com", "ZOE@example.com"):
                self.expect(self.sign_in(name, path), 200)
        self.expect(self.sign_in("zoe@example.org"), 401, NO_ACCOUNT)

    def test_who_was_first_keeps_an_address_that_others_have_too(self):
        """Or whoever signs up with it would lock its owner out."""
        self.expect(self.create("zoe", "zoe@example.com"), 201)
        self.expect(self.create("zac", "zac@example.com"), 201)
        self.sql("UPDATE auth_user SET email = 'zoe@example.com'")

        def who():
            said = self.expect(self.sign_in("zoe@example.com"), 200).json
            return self.call("GET", "users/me/", token="Bearer " +
                             said["access"]).json["username"]

        self.assertEqual(who(), "zoe")
        self.sql("UPDATE auth_user SET is_active = 0 "
                 "WHERE username = 'zoe'")
        self.assertEqual(who(), "zac")

    def test_no_name_is_another_s_address(self):
        """Or one of the two could not sign in any more."""
        self.expect(self.create("zoe", "zoe@example.com"), 201)
        self.expect(self.create("ZOE@example.com", "mal@example.com"), 400, {
            "username": [TAKEN]})
        self.expect(self.create("vic@example.com", "vic@example.com"), 201)
        self.expect(self.create("mal", "VIC@example.com"), 400, self.TAKEN)
        self.expect(self.create("cy@example.com", "cy@example.org"), 201)
        self.expect(self.create("mal", "cy@example.com"), 400, self.TAKEN)
        for body, refused in (
                ({"email": "cy@example.com"}, self.TAKEN),
                ({"username": "vic@example.com"}, {"username": [TAKEN]}),
                ({"username": "cy@example.org"}, {"username": [TAKEN]})):
            self.expect(self.me("PATCH", body), 400, refused)
        self.expect(self.me("PATCH", {"username": "zoe@example.com"}), 200)

    def test_an_address_is_looked_up_first(self):
        """Of accounts that were made elsewhere."""
        self.expect(self.create("zoe", "zoe@example.com"), 201)
        self.expect(self.post("users/", {
            "username": "mal", "email": "mallory@example.com",
            "password": FRESH}), 201)
        self.sql("UPDATE auth_user SET username = 'zoe@example.com' "
                 "WHERE username = 'mal'")
        said = self.expect(self.sign_in("zoe@example.com"), 200).json
        me = self.call("GET", "users/me/", token=f"Bearer {said['access']}")
        self.assertEqual(me.json["username"], "zoe")

    def test_a_user_name_is_changed_in_passing(self):
        self.expect(self.create("zoe", "zoe@example.com"), 201)
        self.expect(self.create("zac", "zac@example.com"), 201)
        self.expect(self.me("PUT", {"email": "zoe@example.com"}), 400,
                    {"username": [REQUIRED]})
        self.expect(self.me("PUT", {"username": "zac",
                                    "email": "zoe@example.com"}), 400,
                    {"username": [TAKEN]})
        self.expect(self.me("PATCH", {"username": "a b"}), 400,
                    {"username": [BAD_USERNAME]})
        said = self.expect(self.me("PUT", {
            "username": "zola", "email": "zola@example.com"}), 200).json
        self.assertEqual((said["username"], said["email"]),
                         ("zola", "zola@example.com"))
        self.expect(self.sign_in("zola"), 200)
        self.expect(self.sign_in("zoe"), 401)
        self.expect(self.me("PATCH", {"username": "zola"}, "zola"), 200)


class ByOneAddress(Talk):
    """email_unique counts where the address is the user name, too."""

    conf = 'api "usercrud" { email_unique = true }\n'

    def crud(self, method, path, body, **more):
        port = self.instance.port
        return self.call(method, f"/api/{path}", body, headers={
            "Host": f"usercrud.localhost:{port}"}, **more)

    def test_nobody_takes_another_s(self):
        person = {"password": PASSWORD, "first_name": "Eve",
                  "last_name": "Li"}
        taken = {"email": ["user with this email address already exists."]}
        self.account("ada", "ada@example.com")
        self.expect(self.crud("POST", "users/", {
            **person, "email": "ADA@example.com"}), 400, taken)
        eve = self.expect(self.crud("POST", "users/", {
            **person, "email": "eve@example.com"}), 201).json
        access = self.crud("POST", "token/", {
            "email": "eve@example.com", "password": PASSWORD}).json["access"]
        for email, status in (("ada@example.com", 400),
                              ("eve@example.com", 200),
                              ("eva@example.com", 200)):
            answer = self.crud("PUT", f"users/{eve['id']}/", {
                **person, "email": email}, token=f"Bearer {access}")
            self.assertEqual(answer.status, status, answer)

    def test_at_the_same_time_neither(self):
        answers = at_once(6, lambda i: self.crud("POST", "users/", {
            "email": "ann@example.com", "password": PASSWORD,
            "first_name": "Ann", "last_name": "Li"}))
        self.assertEqual([one.status for one in answers].count(201), 1)
        for one in answers:
            self.assertIn(one.status, (201, 400), one)


class ByAddress(Talk):
    conf = 'api "djoser" { login_by = "email" email_unique = true }\n'

    def test_a_user_name_does_not_sign_in(self):
        self.expect(self.post("users/", {
            "username": "zoe", "email": "zoe@example.com",
            "password": PASSWORD}), 201)
        for name, status in (("zoe@example.com", 200), ("zoe", 401)):
            self.expect(self.post("jwt/create/", {
                "username": name, "password": PASSWORD}), status)


if __name__ == "__main__":
    main()
