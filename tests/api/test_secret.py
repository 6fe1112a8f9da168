"""A change of the site's secret: what was signed with the earlier one is
honoured while secret_key_fallbacks has it, as by Django since 4.1 (whose
sessions and links these are, too: session.py), and nothing new is."""

import os

from harness import Instance, link, main
from people import *
from session import auth_hash, decode, encode

OLD = "0123456789-the-secret-of-yesterday"
OLDER = "0123456789-one-of-the-day-before-that"
BACKEND = "django.contrib.auth.backends.ModelBackend"
BAD_TOKEN = {"token": ["Invalid token for given user."]}


class Fallbacks(Talk):
    conf = f"""
secret_key_fallbacks = {{"{OLD}", "{OLDER}"}}
api "djoser" {{ mailed_link_format = "both" create_session_on_login = true }}
api "own" {{
	prefix = "/own/"
	signing_key = "a-key-of-this-api-and-no-other-one"
}}
"""

    def test_links_of_django(self):
        ada = self.account()
        for secret, status in ((OLD, 204), (OLDER, 204), (OLD + "x", 400)):
            token = one_time_token(secret, ada.id,
                                   self.column(ada, "password"),
                                   self.column(ada, "last_login"), ada.email)
            self.expect(self.post("users/reset_password_confirm/", {
                "uid": uid(ada.id), "token": token,
                "new_password": FRESH}), status,
                None if status == 204 else BAD_TOKEN)

    def test_jwts(self):
        ada = self.account()
        for secret, status in ((OLD, 200), (OLDER, 200), (OLD + "x", 401)):
            token = "Bearer " + sign(claims(ada.id), secret)
            self.expect(self.call("GET", "users/me/", token=token), status)
        refresh = sign(claims(ada.id, "refresh"), OLD)
        fresh = self.expect(self.post("jwt/refresh/", {"refresh": refresh}),
                            200).json["access"]
        with open(f"{self.instance.directory}/secret") as file:
            self.assertEqual(fresh, sign(claims_of(fresh),
                                         file.readline().strip()))

    def test_a_key_of_an_api_has_no_fallbacks(self):
        token = sign(claims(self.account().id), OLD)
        self.expect(self.call("GET", "/own/users/me/",
                              token=f"Bearer {token}"), 401)
        self.expect(self.post("/own/jwt/verify/", {"token": token}), 401)

    def test_a_session_goes_on_and_is_written_anew(self):
        ada = self.account()
        password = self.column(ada, "password")
        data = {"cart": [1, 2], "_auth_user_id": str(ada.id),
                "_auth_user_backend": BACKEND,
                "_auth_user_hash": auth_hash(OLDER, password)}
        self.sql("INSERT INTO django_session VALUES ("
                 f"'{'k' * 32}', '{encode(OLD, data)}', "
                 "UTC_TIMESTAMP(6) + INTERVAL 60 SECOND)")
        answer = self.call("POST", "token/login/", {
            "username": ada.name, "password": PASSWORD},
            headers={"Cookie": "sessionid=" + "k" * 32})
        self.expect(answer, 200)
        with open(f"{self.instance.directory}/secret") as file:
            secret = file.readline().strip()
        rows = self.sql("SELECT session_key, session_data "
                        "FROM django_session")
        self.assertEqual([key for key, _ in rows], ["k" * 32])
        data["_auth_user_hash"] = auth_hash(secret, password)
        self.assertEqual(decode(secret, rows[0][1]), data)

    def test_they_are_not_told(self):
        for command in ("config", "check"):
            said = self.portress(command)
            self.assertEqual(said.returncode, 0, said.stderr)
            self.assertIn("secret_key_fallbacks", said.stdout)
            self.assertNotIn("0123456789", said.stdout + said.stderr)


class Change(Talk):
    """The whole way, with the secrets in files."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.changing = Instance()

    @classmethod
    def tearDownClass(cls):
        cls.changing.retire()

    def setUp(self):
        for name in ("call", "mail", "mails", "sql", "portress"):
            setattr(self, name, getattr(self.changing, name))
        self.changing.empty()

    def restart(self, secret, conf):
        self.changing.stop()
        with open(f"{self.changing.directory}/secret", "w") as file:
            file.write(secret + "\n")
        self.changing.conf = conf
        self.changing.start()

    def test_nobody_is_signed_out(self):
        old = f"{self.changing.directory}/old"
        os.rename(f"{self.changing.directory}/secret", old)
        with open(old) as file:
            first = file.readline().strip()
        self.restart(first, "")
        ada = self.account()
        pair = self.expect(self.grant(ada), 200).json
        key = self.key(ada)
        self.expect(self.post("users/reset_password/", {
            "email": ada.email}), 204)
        sent = link(self.mail(ada.email))
        self.restart("another secret, as long as it has to be",
                     f'secret_key_fallbacks_file = "{old}"\n')
        self.expect(self.call("GET", "users/me/", token=key), 200)
        self.expect(self.call("GET", "users/me/",
                              token="Bearer " + pair["access"]), 200)
        again = self.expect(self.post("jwt/refresh/", {
            "refresh": pair["refresh"]}), 200).json["access"]
        self.expect(self.post("users/reset_password_confirm/", {
            "uid": sent[0], "token": sent[1], "new_password": FRESH}), 204)
        # Without it, what was made with it is nobody's.
        self.restart("another secret, as long as it has to be", "")
        self.expect(self.call("GET", "users/me/",
                              token="Bearer " + pair["access"]), 401)
        self.expect(self.call("GET", "users/me/",
                              token="Bearer " + again), 200)


if __name__ == "__main__":
    main()
