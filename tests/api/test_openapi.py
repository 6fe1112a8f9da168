"""Each api is asked all that its OpenAPI document has, and its answers are
judged by that document (tests/clients/openapi.mjs, with Ajv)."""

import itertools
import json
import os
import re
import subprocess
import unittest
import urllib.parse
import uuid

from harness import PROGRAM, TOP, Case, link, main
from people import *
from session import auth_hash, encode
from test_clients import MISSING, MODULES

KEY = "the key that signs what the document's readers are given"
METHODS = ("get", "post", "put", "patch", "delete", "options")
FRESH = "nine quiet otters"
SECRET = "abcdefghijklmnopqrstuvwxyz012345"     # of a CSRF token

# Bodies that an operation is done for: what of it is not in `Person.body`.
ALIASES = {"refresh_token": "refresh", "new_password1": "new_password",
           "new_password2": "new_password", "password1": "password",
           "password2": "password", "old_password": "current_password"}


# What is asked of who waits to be activated.
WAITING = ("activate", "activation_resend", "email_verify")


class Person:
    """An account, and how it is let in."""

    def __init__(self, test, number, key):
        self.test, self.id, self.key = test, number, key
        self.email = f"ada{number}@example.com"
        self.name = self.email if test.by_address else f"ada{number}"

    def bearer(self, kind):
        return sign(claims(self.id, kind, jti=uuid.uuid4().hex,
                           refresh_exp=int(time.time()) + 3600), KEY)

    def session(self):
        """The key of one that it has signed in by."""
        test, key = self.test, uuid.uuid4().hex
        with open(f"{test.instance.directory}/secret") as file:
            secret = file.readline().strip()
        data = encode(secret, {
            "_auth_user_id": str(self.id), "_auth_user_backend": "x",
            "_auth_user_hash": auth_hash(secret, test.sql(
                "SELECT password FROM auth_user "
                f"WHERE id = {self.id}")[0][0])})
        test.sql(f"INSERT INTO django_session VALUES ('{key}', '{data}', "
                 "UTC_TIMESTAMP(6) + INTERVAL 60 SECOND)")
        return key

    def credentials(self, name):
        """Headers, for one of the document's security schemes."""
        scheme = self.test.document["components"]["securitySchemes"][name]
        jwt = self.bearer(self.test.kind)
        if scheme["type"] == "http":
            return {"Authorization": f"Bearer {jwt}"}
        if name == "cookie":
            return {"Cookie": f"{scheme['name']}={jwt}"}
        if name == "session":
            return {"Cookie": f"{scheme['name']}={self.session()}"}
        if name == "csrf":
            return {"Cookie": f"csrftoken={SECRET}", scheme["name"]: SECRET}
        word = scheme["description"].split("`")[1]
        return {scheme["name"]:
                f"{word} {self.key if word == 'Token' else jwt}"}


class Replay(Talk):
    """Without settings of its own."""

    settings = ""
    declarations = ""
    apis = ("djoser", "usercrud", "drftoken")

    def __init_subclass__(cls):
        cls.conf = cls.declarations + "".join(
            f'api "{name}" {{\n\tsigning_key = "{KEY}"\n{cls.settings}}}\n'
            for name in cls.apis)
        for name in cls.apis:
            setattr(cls, f"test_{name.replace('-', '_')}",
                    lambda self, name=name: self.replay(name))

    def setUp(self):
        if MISSING:
            self.skipTest(MISSING)
        super().setUp()

    @classmethod
    def setUpClass(cls):
        if not MISSING:
            super().setUpClass()

    # What is there

    def open(self, name):
        """Reads the document and the routes of an api."""
        said = self.portress("openapi", name)
        self.assertEqual((said.returncode, said.stderr), (0, ""))
        self.document = json.loads(said.stdout)
        self.assertEqual(said.stdout, json.dumps(
            self.document, indent=2, ensure_ascii=False) + "\n")
        server = urllib.parse.urlsplit(self.document["servers"][0]["url"])
        self.prefix, self.host = server.path, server.netloc
        self.answers, self.bodies = [], []
        listed = re.search(rf"^# api {name}, .*\n((?:[^#].*\n)*)",
                           self.portress("routes").stdout, re.M).group(1)
        self.operations = {
            (path.removeprefix(self.prefix).replace("*", "/"), method.lower()):
            operation for method, path, operation in
            (line.split()[:3] for line in listed.splitlines())}
        config = re.search(f'^api "{name}" {{\n.*?^}}', self.portress(
            "config").stdout, re.M | re.S).group()
        self.by_address = 'username_field = "email"' in config
        self.numbers = itertools.count(1)
        # DRF says 403 where there is nothing that could be asked for.
        self.unknown = 403 if ('default_authentication_classes = {"Session'
                               in config) else 401
        self.kind = "access" if '"AccessToken"' in config else "sliding"

    def fill(self):
        """Accounts with a password and a key, as many as can be needed: one
        by the program, and the others like it."""
        done = self.portress("user", "add", "--force", "model",
                             input=PASSWORD + "\n")
        self.assertEqual(done.returncode, 0, done)
        name = "email" if self.by_address else "username"
        numbers = range(1001, 2001)
        keys = [f"{number:040x}" for number in numbers]
        self.sql(f"""
            CREATE TEMPORARY TABLE new (id int, `key` char(40), email
                varchar(99), username varchar(99));
            INSERT INTO new (id, `key`) VALUES {", ".join(
                map(str, zip(numbers, keys)))};
            UPDATE new SET email = CONCAT("ada", id, "@example.com"),
                username = CONCAT("ada", id);
            INSERT INTO auth_user (id, username, email, password, is_active,
                is_staff, is_superuser, first_name, last_name, date_joined)
                SELECT new.id, new.{name}, new.email, password, is_active,
                is_staff, is_superuser, first_name, last_name, date_joined
                FROM new, auth_user WHERE auth_user.username = "model";
            INSERT INTO authtoken_token SELECT `key`, NOW(), id FROM new;
            DELETE FROM auth_user WHERE username = "model" """)
        self.people = map(lambda number, key: Person(self, number, key),
                          numbers, keys)

    def body_schema(self, operation):
        reference = operation["requestBody"]["content"]["application/json"][
            "schema"]["$ref"]
        return self.document["components"]["schemas"][reference.split("/")[-1]]

    # What is sent

    def ask(self, path, method, what, *, body=None, person=None, account=None,
            scheme=None, headers=None, kind="application/json"):
        """Sends it, and keeps the answer for the document to judge."""
        headers = {"Host": self.host, "Sec-Fetch-Site": "same-origin",
                   **(headers or {})}
        for name in scheme or ():
            for header, value in person.credentials(name).items():
                headers[header] = "; ".join(filter(None, (
                    headers.get(header), value)))
        if isinstance(body, dict):
            body, headers["Content-Type"] = encoded(body, kind)
        url = self.prefix + path.replace("{id}", str(
            account if account is not None else self.account_of(person)))
        answer = self.call(method.upper(), url, body, headers=headers)
        self.answers.append({
            "what": f"{method} {path} {what}", "path": path, "method": method,
            "status": answer.status, "body": answer.json,
            "mayBeEmpty": "There may be no body." in self.told(
                path, method, answer.status)})
        if answer.body:
            self.assertEqual(answer.headers["Content-Type"],
                             "application/json")
        return answer

    def told(self, path, method, status):
        operation = self.document["paths"].get(path, {}).get(method, {})
        return operation.get("responses", {}).get(str(status), {}).get(
            "description", "")

    def account_of(self, person):
        by_id = next((parameter["schema"]["type"] == "integer"
                      for path in self.document["paths"].values()
                      for parameter in path.get("parameters", ())), True)
        return 0 if person is None else person.id if by_id else person.name

    def path_of(self, *operations):
        """Where an operation stands, or None."""
        return next((path for (path, _), name in self.operations.items()
                     if name in operations), None)

    def mailed(self, person, operation):
        """The uid and the token of a mail that is asked for."""
        path = self.path_of(operation)
        before = len(self.mails(person.email))
        self.assertLess(self.call(
            "POST", self.prefix + path, {"email": person.email},
            headers={"Host": self.host}).status, 300)
        mail = self.mail(person.email, before + 1)
        found = re.search(r"/(\w+):(\w+-\w+)/", mail.as_string())
        return found.groups() if found else link(mail)

    def waiting(self, person):
        """It waits to be activated from now on."""
        self.sql(f"UPDATE auth_user SET is_active = 0 WHERE id = {person.id};"
                 f""
                 f"REPLACE INTO portress_pending VALUES ({person.id}, NOW())")

    def change(self, person, name):
        """The uid and the token of a change of address."""
        old, password = self.sql("SELECT email, password FROM auth_user "
                                 f"WHERE id = {person.id}")[0]
        new = f"new{next(self.numbers)}@example.com"
        is_confirmed = name == "email_change_undo"
        change = self.sql(
            "INSERT INTO portress_email_change (user_id, old_address, "
            f"new_address, created_at, confirmed_at) VALUES ({person.id}, "
            f"{old!r}, {new!r}, UTC_TIMESTAMP(6), "
            f"IF({is_confirmed}, UTC_TIMESTAMP(6), NULL)); SELECT id, "
            "old_address, new_address, created_at FROM portress_email_change "
            "WHERE id = LAST_INSERT_ID()")[0]
        with open(f"{self.instance.directory}/secret") as file:
            secret = file.readline().strip()
        return uid(person.id), change_token(
            secret, "email_changed" if is_confirmed else "email_change",
            person.id, password, change)

    def values(self, name, person):
        """What each member of a body has to be, for it to be done."""
        number = next(self.numbers)
        new = {"username": f"ben{number}", "email": f"ben{number}@example.com"}
        values = {"username": person.name, "email": person.email,
                  "login": person.name, "password": PASSWORD,
                  "current_password": PASSWORD, "new_password": FRESH,
                  "re_new_password": FRESH, "re_password": PASSWORD,
                  "new_username": new["username"],
                  "re_new_username": new["username"],
                  "new_email": new["email"], "re_new_email": new["email"],
                  "refresh": person.bearer("refresh"),
                  "token": person.bearer("access"),
                  "first_name": "Ada", "last_name": "Lace",
                  "phone": "+44 20", "home": "https://ada.example.com/",
                  "work": new["email"], "born": "1815-12-10", "children": 3,
                  "likes_tea": True,
                  "profile_image": "https://ada.example.com/ada.png"}
        if name.startswith("user_"):
            values.update(new)
        if name == "grant_refresh":
            values["token"] = person.bearer("sliding")
        mails = {"activate": "activation_resend",
                 "email_verify": "activation_resend",
                 "password_reset_confirm": "password_reset",
                 "username_reset_confirm": "username_reset"}
        if name in WAITING:
            self.waiting(person)
        if name in mails:
            values["uid"], values["token"] = self.mailed(person, mails[name])
            values["key"] = f"{values['uid']}:{values['token']}"
        if name.startswith("email_change_"):
            values["uid"], values["token"] = self.change(person, name)
        return values

    def caller(self, name, person):
        """Who waits to be activated cannot sign in, but somebody else can."""
        return next(self.people) if name in WAITING else person

    def good_body(self, name, operation, person):
        """None where nothing is taken."""
        if "requestBody" not in operation:
            return None
        schema = self.body_schema(operation)
        values = self.values(name, person)
        return {member: values[ALIASES.get(member, member)]
                for member in schema["properties"]}

    # What is asked

    def replay(self, name):
        self.open(name)
        self.fill()
        self.assertEqual(
            {key for key in self.operations},
            {(path, method) for path, methods in self.document["paths"].items()
             for method in methods if method in METHODS[:-1]})
        for path, methods in self.document["paths"].items():
            self.assertIn("options", methods)
            for method in METHODS:
                if method in methods:
                    with self.subTest(f"{method} {path}"):
                        self.ask_all(path, method, methods[method])
                else:
                    self.ask_wrongly(path, method)
        self.assertEqual(self.ask("/no/such/path/", "get", "").status, 404)
        self.judge()

    def ask_wrongly(self, path, method):
        """By a method that the path has not."""
        person = next(self.people)
        schemes = self.document["components"]["securitySchemes"]
        answer = self.ask(path, method, "wrongly", person=person,
                          scheme=["jwt" if "jwt" in schemes else "token"])
        self.assertEqual(answer.status, 405, answer)

    def ask_all(self, path, method, operation):
        name = self.operations.get((path, method), "describe")
        self.ask_well(path, method, operation, name)
        self.ask_without_right(path, method, operation, name)
        self.ask_badly(path, method, operation, name)

    def ask_well(self, path, method, operation, name):
        """As each who may, with a body of each type: it is done."""
        least = min(operation["responses"])
        kinds = list(operation.get("requestBody", {"content": [None]})[
            "content"])
        ways = operation["security"] or [{}]
        for way, kind in [(way, kinds[0]) for way in ways] + [
                (ways[-1], kind) for kind in kinds[1:]]:
            person = next(self.people)
            body = self.good_body(name, operation, person)
            if body is not None:
                self.bodies.append({
                    "what": f"{method} {path}", "path": path,
                    "method": method, "body": body, "isGood": True})
            caller = self.caller(name, person)
            answer = self.ask(path, method, f"well as {list(way)} {kind}",
                              body=body, person=caller, scheme=way, kind=kind)
            # Without a JWT there must be somebody to be signed out.
            if name != "logout" or way or answer.status < 300:
                self.assertEqual(str(answer.status), least, answer)
        self.ask_shortly(path, method, operation, name, ways[-1])

    def ask_shortly(self, path, method, operation, name, way):
        """With nothing but what is required."""
        person = next(self.people)
        body = self.good_body(name, operation, person)
        required = body and self.body_schema(operation)["required"]
        if not required or name == "login":     # there, a name or an address
            return
        answer = self.ask(path, method, "shortly",
                          body={member: body[member] for member in required},
                          person=self.caller(name, person), scheme=way)
        self.assertLess(answer.status, 300, answer)

    def ask_without_right(self, path, method, operation, name):
        """As a stranger, with bad credentials, as another one."""
        person, other = next(self.people), next(self.people)
        ways = operation["security"]
        if not ways:
            return
        answer = self.ask(path, method, "as a stranger", person=person,
                          body=self.good_body(name, operation, person))
        self.assertEqual(answer.status == self.unknown, {} not in ways,
                         answer)
        for header in ("Bearer x", "Token " + "0" * 40, "Token", "JWT a b"):
            self.ask(path, method, f"as {header}", person=person,
                     headers={"Authorization": header})
        for way in ways:
            if "csrf" in way:
                self.assertEqual(self.ask(
                    path, method, "by a forgery", person=person,
                    scheme=[name for name in way if name != "csrf"],
                    body=self.good_body(name, operation, person)).status, 403)
        if "{id}" in path:
            scheme = ways[-1]
            self.ask(path, method, "as another one", person=person,
                     account=self.account_of(other), scheme=scheme,
                     body=self.good_body(name, operation, person))
            self.ask(path, method, "about nobody", person=person,
                     account=2000000000, scheme=scheme)

    def ask_badly(self, path, method, operation, name):
        """Bodies that no schema takes, and what is no body at all."""
        person = next(self.people)
        as_person = {"person": self.caller(name, person),
                     "scheme": (operation["security"] or [{}])[-1]}
        self.assertEqual(self.ask(
            path, method, "for a picture",
            headers={"Accept": "image/png"}, **as_person).status, 406)
        self.ask(path, method, "from another site", headers={
            "Sec-Fetch-Site": "cross-site", "Origin": "https://x.example"},
            **as_person)
        if method == "options" and "204" in operation["responses"]:
            self.assertEqual(self.ask(path, method, "for a page", headers={
                "Origin": "https://app.example.com",
                "Access-Control-Request-Method": "POST"}).status, 204)
        if "requestBody" not in operation:
            return
        schema = self.body_schema(operation)
        for status, body, headers in (
                (415, b"x", {"Content-Type": "text/plain"}),
                (413, b"x" * 65537, {}), (400, b"{", {}), (400, b"[]", {})):
            self.assertEqual(self.ask(
                path, method, f"{body[:9]}", body=body, headers=headers,
                **as_person).status, status)
        good = self.good_body(name, operation, person)
        members = schema["properties"].items()
        # What needs not be there may be any nonsense, where it is a token.
        bad = [{**good, member: []} for member in good
               if member in schema["required"] or member != "refresh"] + [
            {**good, member: long(value, value["maxLength"] + 1)}
            for member, value in members if "maxLength" in value] + [
            {**good, member: ""}
            for member, value in members if "minLength" in value] + [
            {one: value for one, value in good.items() if one != member}
            for member in schema["required"]]
        for body in bad:
            answer = self.ask(path, method, f"{body!r:.200}", body=body,
                              **as_person)
            self.assertEqual(answer.status, 400, (body, answer))
            self.bodies.append({
                "what": f"{method} {path}", "path": path, "method": method,
                "body": body, "isGood": False})

        for member, value in members:
            if "maxLength" in value:
                answer = self.ask(path, method, f"with the longest {member}",
                                  body={**good, member: long(
                                      value, value["maxLength"])}, **as_person)
                self.assertNotIn("has no more than", answer.text)

    def judge(self):
        done = subprocess.run(
            ["node", "--preserve-symlinks", "--preserve-symlinks-main",
             os.path.join(MODULES, "tests", "openapi.mjs")],
            input=json.dumps({"document": self.document,
                              "answers": self.answers,
                              "bodies": self.bodies}),
            text=True, capture_output=True, timeout=120)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        wrong = json.loads(done.stdout)
        self.assertEqual(wrong, [], "\n".join(wrong[:20]))
        self.assertGreater(len(self.answers), 20)


def long(schema, length):
    """A text of that length, and else what it should be."""
    end = "@example.com" if "email" in json.dumps(schema) else ""
    return "x" * (length - len(end)) + end


def encoded(body, kind):
    """The body as it is sent, and its type."""
    if kind == "application/json":
        return json.dumps(body), kind
    if kind == "application/x-www-form-urlencoded":
        return urllib.parse.urlencode(body), kind
    edge = uuid.uuid4().hex
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"'
             f"\r\n\r\n{value}\r\n" for name, value in body.items()]
    return "".join(parts) + f"--{edge}--\r\n", f"{kind}; boundary={edge}"


class Plain(Replay):
    """With links for new accounts, or there is nothing to be activated."""

    settings = "\tsend_activation_email = true\n"


class Others(Replay):
    """Dialects that have no links."""

    apis = ("reactdj", "envelope")


class Rest(Replay):
    """dj-rest-auth, with opaque tokens and with cookies."""

    apis = ("dj-rest-auth", "cookies")


class RestByJwt(Replay):
    settings = """
	use_jwt = true
	jwt_auth_return_expiration = true
	rotate_refresh_tokens = true
	old_password_field_enabled = false
"""
    apis = ("dj-rest-auth",)


class RestByAddress(Replay):
    settings = """
	username_field = "email"
	send_activation_email = true
	create_session_on_login = true
	token_model = "none"
"""
    apis = ("dj-rest-auth",)


class Strict(Replay):
    """All that is asked for twice, all that can be told, all that rotates."""

    declarations = """
column "phone" { length = 20 }
column "home" { type = "url" }
column "work" { type = "email" }
column "born" { type = "date" }
column "children" { type = "integer" }
column "likes_tea" { type = "boolean" }
"""
    settings = """
	send_activation_email = true
	user_create_password_retype = true
	set_password_retype = true
	password_reset_confirm_retype = true
	set_username_retype = true
	username_reset_confirm_retype = true
	password_reset_show_email_not_found = true
	rotate_refresh_tokens = true
	blacklist_after_rotation = true
	logout_others_on_password_change = true
	email_required = true
	email_unique = true
	username_changeable = true
	user_id_field = "username"
	columns = { "first_name", "phone", "home", "work", "born", "children", "likes_tea", "is_staff", "last_login", "date_joined" }
	required_columns = { "phone", "born" }
	read_only_columns = { "first_name" }
	cors_allowed_origins = { "https://app.example.com" }
	auth_header_types = { "JWT", "Bearer" }
	auth_header_name = "HTTP_X_ACCESS_TOKEN"
"""
    apis = ("djoser", "drftoken")


class ByAddress(Replay):
    """Other names for almost all, and tokens that slide."""

    settings = """
	send_activation_email = true
	username_field = "email"
	token_obtain_serializer = "TokenObtainSlidingSerializer"
	token_refresh_serializer = "TokenRefreshSlidingSerializer"
	rotate_refresh_tokens = true
	auth_token_classes = { "SlidingToken" }
"""
    apis = ("djoser",)


class Open(Replay):
    """Who may do what is asked of other classes."""

    settings = """
	email_change = "confirm"
	email_changed_email_confirmation = true
	send_activation_email = true
	default_permission_classes = { }
	permission_user = { "AllowAny" }
	permission_user_list = { "AllowAny" }
	permission_user_delete = { "IsAuthenticated" }
	permission_set_password = { "CurrentUserOrAdminOrReadOnly" }
	permission_user_create = { "IsAuthenticatedOrReadOnly" }
	hide_users = false
	default_authentication_classes = { "TokenAuthentication", "JWTAuthentication" }
"""
    apis = ("djoser", "usercrud")


class BySession(Replay):
    """Sessions let in whom a page of ours brings."""

    settings = """
	send_activation_email = true
	create_session_on_login = true
	default_authentication_classes = { "SessionAuthentication", "TokenAuthentication" }
"""
    apis = ("djoser", "dj-rest-auth")


class BySessionToo(Replay):
    """They are asked last, and JWTs in cookies want no proof."""

    settings = """
	use_jwt = true
	jwt_auth_cookie = "access"
	jwt_auth_refresh_cookie = "refresh"
	jwt_auth_cookie_use_csrf = false
	default_authentication_classes = { "JWTCookieAuthentication", "SessionAuthentication" }
"""
    apis = ("dj-rest-auth",)


class All(Case):
    def test_no_api_is_left_out(self):
        asked = {name for case in Replay.__subclasses__()
                 for name in case.apis}
        self.assertEqual(asked, set(re.findall(
            r"^# api (\S+),", self.portress("routes").stdout, re.M)))


class Pages(unittest.TestCase):
    def test_they_are_what_the_documents_say(self):
        done = subprocess.run(
            [os.path.join(TOP, "script", "api-docs"), "--check"], text=True,
            env=dict(os.environ, PORTRESS=PROGRAM), stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        self.assertEqual((done.returncode, done.stdout), (0, ""))


if __name__ == "__main__":
    main()
