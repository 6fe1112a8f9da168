"""portress adopt, in front of the real Django: what it writes serves the site.

Expectations are what each site was made with (project/settings.py), and what
its Django itself says."""

import json
import re
import subprocess
import unittest

import harness
from harness import main
from models import BARE, CUSTOM, OTHER_APIS, PLAIN
from sites import Django, Portress, SECRET

# Of settings.py, in all sites.
TAKEN = (
    'domain = "example.com"', 'site_name = "Example"',
    'hasher = "pbkdf2_sha256"', "pbkdf2_rounds = 1000",
    "\taccess_token_lifetime = 1800", "\trefresh_token_lifetime = 1209600",
    "\tblacklist_after_rotation = true",
    '\tauth_token_classes = {"AccessToken", "SlidingToken"}',
    "\tsend_activation_email = true", "\tactivate_any_inactive = true",
    '\temail_change = "direct"',
    "\temail_changed_email_confirmation = false",
    '\tmailed_link_format = "django"', '\tprefix = "/auth/"',
)
PLAIN_DUMP = """
from django.conf import settings
print(json.dumps(json.dumps({k: getattr(settings, k) for k in dir(settings)
                             if k.isupper()}, default=str)))
"""
# All that Djoser, simplejwt and Django REST framework know, as they have it.
DEFAULTS = """
from django.conf import settings
from djoser import conf
from rest_framework import settings as drf
from rest_framework_simplejwt import settings as simplejwt
print(json.dumps(json.dumps({
    "SECRET_KEY": settings.SECRET_KEY, "DATABASES": settings.DATABASES,
    "DJOSER": conf.default_settings, "SIMPLE_JWT": simplejwt.DEFAULTS,
    "REST_FRAMEWORK": drf.DEFAULTS}, default=str)))
"""
ZONE = """
from django.conf import settings
print(json.dumps(settings.TIME_ZONE))
"""
MAKE = """
from django.contrib.auth import get_user_model
from rest_framework_simplejwt.tokens import RefreshToken
user = get_user_model().objects.create_user(
    password=given["password"], **given["account"])
print(json.dumps({"id": str(user.pk), "jwt": str(
    RefreshToken.for_user(user).access_token)}))
"""
HANGS = """
from project.accounts.models import Item, Note, Order, User
ada, zoe = (User.objects.get(email=email) for email in given["emails"])
for one in ada, zoe:
    first = Order.objects.create(buyer=one)
    item = Item.objects.create(order=Order.objects.create(
        buyer=ada, follows=first))
    Note.objects.create(item=item, writer=ada)
    Note.objects.create(item=Item.objects.create(order=first), writer=ada)
print("null")
"""
LEFT = """
from project.accounts.models import Item, Note, Order
print(json.dumps([Order.objects.count(), Item.objects.count(),
                  [note.writer_id for note in Note.objects.all()]]))
"""
LOGS_IN = """
from django.contrib.auth import authenticate
user = authenticate(username=given["name"], password=given["password"])
print(json.dumps(user is not None and str(user.pk)))
"""
PASSWORD = "nine green kites"


# Of the apis that script/instance has beside it.
BY_EMAIL = """
api "%s" {
	username_field = "email"
	columns = {}
	required_columns = {}
}
"""


class Adopted(Portress):
    """Portress, as adopt has written it; but lanes and mails are the
    harness's."""

    def __init__(self, django, text):
        text = re.sub(r"(?ms)^lane .*?^\}\n", "", text)
        text = re.sub(r"(?m)^mail_(directory|transport) = .*\n", "", text)
        if django.users.username_field == "email":
            text += "".join(BY_EMAIL % name for name in OTHER_APIS)
        harness.Instance.__init__(self, text, django.database, secret=SECRET)


class Site:
    users = None
    rotates = "\trotate_refresh_tokens = true"

    @classmethod
    def setUpClass(cls):
        cls.django = Django(cls.users)
        cls.addClassCleanup(cls.django.stop)
        cls.dump = cls.dumped()
        cls.text = cls.adopt(cls.dump).stdout

    @classmethod
    def dumped(cls):
        """As the guide has it, but for manage.py, which is `-m django`."""
        script = subprocess.run([harness.PROGRAM, "adopt", "--script"],
                                text=True, capture_output=True, check=True)
        return cls.django._run(["-m", "django", "shell"], script.stdout)

    @classmethod
    def adopt(cls, dump):
        done = subprocess.run(
            [harness.PROGRAM, "adopt", "--settings", "-"], text=True,
            input=dump, capture_output=True)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return done

    def account(self, name):
        if self.users.username_field == "email":
            return {"email": name, **self.users.given}
        return {"username": name, "email": name, **self.users.given}

    def works(self, portress):
        """Django's accounts and JWTs are good there, and the other way."""
        name = f"ada{len(self.django.sql(f'SELECT 1 FROM {self.users.table}'))}"
        name += "@example.com"
        made = self.django.shell(MAKE, password=PASSWORD,
                                 account=self.account(name))
        field = self.users.username_field
        grant = portress.call("POST", "jwt/create/",
                              {field: name, "password": PASSWORD})
        self.assertEqual(grant.status, 200, grant)
        for token in (made["jwt"], grant.json["access"]):
            me = portress.call("GET", "users/me/", token=f"Bearer {token}")
            self.assertEqual((me.status, str(me.json["id"])),
                             (200, made["id"]))
            self.assertEqual(me.json["email"], name)
            for column, value in self.users.given.items():
                self.assertEqual(me.json[column], value)
        gone = portress.call(
            "DELETE", "users/me/", {"current_password": PASSWORD},
            token=f"Bearer {made['jwt']}")
        self.assertEqual(gone.status, 204, gone)
        self.signs_up(portress, f"new.{name}")

    def signs_up(self, portress, name):
        said = portress.call("POST", "users/", {
            **self.account(name), "password": PASSWORD})
        self.assertEqual(said.status, 201, said)
        uid, token = harness.link(portress.mail(name))
        said = portress.call("POST", "users/activation/",
                             {"uid": uid, "token": token})
        self.assertEqual(said.status, 204, said)
        self.assertTrue(self.django.shell(LOGS_IN, name=name,
                                          password=PASSWORD))

    def has(self, text, *lines):
        """But for what is said about each."""
        written = [line.split("\t#")[0] for line in text.splitlines()]
        self.assertEqual([line for line in lines if line not in written], [])

    def test_the_settings_are_taken(self):
        zone = self.django.shell(ZONE)
        self.has(self.text, *TAKEN, self.rotates, f'time_zone = "{zone}"')

    def test_what_it_writes_serves_the_site(self):
        with Adopted(self.django, self.text) as portress:
            self.works(portress)
            self.assertNotIn("BAD", portress.portress("check").stdout)

    def test_only_portress_own_tables_are_made(self):
        tables = self.django.sql("SHOW TABLES")
        with Adopted(self.django, self.text):
            made = [name for name, in self.django.sql("SHOW TABLES")
                    if [name] not in tables]
        self.assertTrue(all(name.startswith("portress_") for name in made))

    def test_a_plain_dump_does(self):
        text = self.adopt(self.django.shell(PLAIN_DUMP)).stdout
        self.has(text, *(line for line in TAKEN
                         if not line.startswith("pbkdf2_rounds")))
        with Adopted(self.django, text) as portress:
            me = portress.call("GET", "users/me/")
            self.assertEqual(me.status, 401)
            made = self.django.shell(
                MAKE, password=PASSWORD,
                account=self.account("bob@example.com"))
            grant = portress.call(
                "POST", "jwt/create/", {
                    self.users.username_field: "bob@example.com",
                    "password": PASSWORD})
            self.assertEqual(grant.status, 200, grant)
            me = portress.call("GET", "users/me/",
                               token=f"Bearer {made['jwt']}")
            self.assertEqual(str(me.json["id"]), made["id"])


class Plain(Site, unittest.TestCase):
    users = PLAIN

    def test_nothing_that_the_packages_know_is_unknown(self):
        done = self.adopt(self.django.shell(DEFAULTS))
        self.assertIsNone(re.search(".*\n.*knows no such", done.stderr))
        lost = done.stderr[done.stderr.index("Cannot be honoured:"):]
        # Djoser 2.3 has WEBAUTHN.
        self.assertEqual(set(re.findall(r"(?m)^  (\S+)", lost)) -
                         {"DJOSER.WEBAUTHN"}, {
            "REST_FRAMEWORK.DEFAULT_AUTHENTICATION_CLASSES"})

    def test_what_is_said_of_code(self):
        dump = json.loads(self.dump[self.dump.index('{"portress"'):])
        dump["settings"]["DJOSER"]["SERIALIZERS"] = {"user": "shop.Own"}
        dump["user"]["heard"] = ["post_save"]
        dump["views"].append({"route": "auth/users/", "name": "user-list",
                              "view": "shop.Users",
                              "made_of": "djoser.views.UserViewSet"})
        said = self.adopt(json.dumps(dump)).stderr
        lost = said[said.index("Cannot be honoured:"):]
        for about in ("DJOSER.SERIALIZERS.user", "signal post_save",
                      "view shop.Users"):
            self.assertIn(about, lost)


class Custom(Site, unittest.TestCase):
    users = CUSTOM

    def test_the_user_model_is_described(self):
        self.has(self.text, '\ttable = "accounts_user"', '\tid_type = "uuid"',
                 '\tusername = "email"', '\tfirst_name = ""',
                 '\tdate_joined = ""', '\tusername_field = "email"',
                 '\tcolumns = {"country"}', '\trequired_columns = {"country"}')


    def test_what_hangs_on_an_account_goes_or_stays(self):
        portress = Adopted(self.django, self.text)
        names = "ada@hangs.example", "zoe@hangs.example"
        made = [self.django.shell(MAKE, password=PASSWORD,
                                  account=self.account(name))
                for name in names]
        self.django.shell(HANGS, emails=names)
        gone = portress.call(
            "DELETE", "users/me/", {"current_password": PASSWORD},
            token=f"Bearer {made[0]['jwt']}")
        self.assertEqual(gone.status, 204, gone)
        self.assertEqual(self.django.shell(LEFT), [1, 1, [None]])
        portress.stop()


class Bare(Site, unittest.TestCase):
    users = BARE
    rotates = "\trotate_refresh_tokens = false"

    def test_tables_of_apps_that_are_not_there(self):
        for name in ("token", "outstandingtoken", "blacklistedtoken",
                     "session"):
            self.assertIn(f'_table = "portress_{name}"', self.text)
        self.assertIn('token_model = "none"', self.text)


if __name__ == "__main__":
    main()
