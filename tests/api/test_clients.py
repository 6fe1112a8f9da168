"""The clients of tests/clients, which nobody here wrote, against the program.

Each test("...") there is a test here. script/node-modules gets what they need.
"""

import filecmp
import os
import re
import shutil
import subprocess
import unittest

from harness import TOP, Case, main
from test_jwt_keys import path

CLIENTS = os.path.join(TOP, "tests", "clients")
MODULES = os.path.join(TOP, "build", "node")
KEY = "the key that signs what clients are given"


def missing():
    """Why none of this can be run here, or None."""
    if shutil.which("node") is None:
        return "no node here; script/node-modules installs it"
    lock = os.path.join(CLIENTS, "package-lock.json")
    installed = os.path.join(MODULES, "installed")
    if not os.path.exists(installed) or not filecmp.cmp(lock, installed, False):
        return "what it needs is not in build/node; run script/node-modules"
    version = subprocess.run(["node", "--version"], text=True,
                             capture_output=True).stdout
    if int(version[1:].split(".")[0]) < 18:
        return f"node is {version.strip()}, and 18 is needed"
    return None


MISSING = missing()


def bare(text):
    """Without indentation."""
    return re.sub(r"^[ \t]+", "", text, flags=re.M)


class Client(Case):
    """`file` is one of tests/clients, `conf` what it needs."""

    file = None

    def __init_subclass__(cls):
        with open(os.path.join(CLIENTS, cls.file)) as file:
            names = re.findall(r'^test\("([^"]+)"', file.read(), re.M)
        assert names, cls.file
        for name in names:
            setattr(cls, "test_" + re.sub(r"\W+", "_", name),
                    lambda self, name=name: self.node(name))

    @classmethod
    def setUpClass(cls):
        if not MISSING:
            super().setUpClass()

    def setUp(self):
        if MISSING:
            self.skipTest(MISSING)
        super().setUp()

    def node(self, name):
        """Runs the test of that name, and no other."""
        instance = self.instance
        # By way of build/node/tests, a link, they find what they import.
        done = subprocess.run(
            ["timeout", "120", "node",
             "--preserve-symlinks", "--preserve-symlinks-main",
             "--test-reporter=tap",
             f"--test-name-pattern=^{re.escape(name)}$",
             os.path.join(MODULES, "tests", self.file)],
            env=dict(os.environ, PORTRESS_SIGNING_KEY=KEY,
                     PORTRESS_KEYS=path(""),
                     PORTRESS_URL=f"http://127.0.0.1:{instance.port}",
                     PORTRESS_MAIL=os.path.join(instance.directory, "mail")),
            text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        ran = re.findall(r"^(not ok|ok) \d+ - (.*)$", done.stdout, re.M)
        ran = [(result, what) for result, what in ran if "# SKIP" not in what]
        self.assertEqual((done.returncode, ran), (0, [("ok", name)]),
                         "\n" + done.stdout)


class AxiosAuthRefresh(Client):
    file = "axios-auth-refresh.mjs"
    conf = f"""api "djoser" {{
	email_change = "direct"
	signing_key = "{KEY}"
	rotate_refresh_tokens = true
	blacklist_after_rotation = true
	refresh_grace_period = 300
}}"""


class AxiosJwt(Client):
    file = "axios-jwt.mjs"
    conf = "\n".join(f"""api "{name}" {{
	signing_key = "{KEY}"
	access_token_lifetime = 12
	rotate_refresh_tokens = true
	blacklist_after_rotation = true
}}""" for name in ("djoser", "usercrud", "reactdj"))


class NuxtAuth(Client):
    file = "nuxt-auth.mjs"
    conf = AxiosAuthRefresh.conf + """
api "staying" { prefix = "/staying/" }
"""


class FrontEnds(Client):
    file = "front-ends.mjs"
    conf = """
api "djoser" {
	username_field = "email"
	columns = { "first_name", "last_name" }
	required_columns = { "first_name", "last_name" }
	send_activation_email = true
	send_confirmation_email = true
	user_create_password_retype = true
	auth_header_types = { "JWT", "Bearer" }
	access_token_lifetime = 3600
}
api "accounts" { prefix = "/accounts/auth/" }
"""


class Jose(Client):
    file = "jose.mjs"
    conf = "\n".join(f"""api "{algorithm.lower()}" {{
	prefix = "/{algorithm.lower()}/"
	algorithm = "{algorithm}"
	signing_key_file = "{path(key)}.pem"
	issuer = "https://accounts.example.com"
	audience = "shop"
}}""" for algorithm, key in (
    ("RS256", "rsa"), ("PS256", "rsa"), ("ES256", "p256"), ("ES512", "p521"),
    ("EdDSA", "ed25519")))


class Documented(unittest.TestCase):
    """docs/clients.md: what stands there stands in what is tested here."""

    def blocks(self, language):
        with open(os.path.join(TOP, "docs", "clients.md")) as file:
            text = file.read()
        found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.M | re.S)
        return [bare(block) for name, block in found if name == language]

    def test_code_is_that_of_the_tests(self):
        tested = []
        for name in os.listdir(CLIENTS):
            if name.endswith(".mjs"):
                with open(os.path.join(CLIENTS, name)) as file:
                    tested.append(bare(file.read()))
        blocks = self.blocks("js")
        self.assertGreater(len(blocks), 5)
        for block in blocks:
            self.assertTrue(any(block in test for test in tested), block)

    def test_settings_are_those_of_the_tests(self):
        tested = {line for client in Client.__subclasses__()
                  for line in bare(client.conf).splitlines()}
        blocks = self.blocks("")
        self.assertGreater(len(blocks), 2)
        for block in blocks:
            for line in block.splitlines():
                # Where a file lies is everybody's own.
                if not line.startswith("signing_key_file"):
                    self.assertIn(line, tested)


if __name__ == "__main__":
    main()
