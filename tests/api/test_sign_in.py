"""token/login/, token/logout/ and jwt/create/: who signs in."""

from harness import main
from people import *


class SignIn(Talk):
    def test_a_token_is_given(self):
        ada = self.account()
        answer = self.expect(self.login(ada), 200)
        self.assertRegex(answer.text, r'^\{"auth_token":"[0-9a-f]{40}"\}$')
        self.assertEqual(
            self.sql("SELECT `key`, user_id FROM authtoken_token"),
            [[answer.json["auth_token"], str(ada.id)]])

    def test_the_same_token_is_given_each_time(self):
        ada = self.account()
        self.assertEqual(self.key(ada), self.key(ada))

    def test_ten_at_once_are_given_one_token(self):
        ada = self.account()
        answers = at_once(10, lambda _: self.login(ada))
        self.assertEqual([answer.status for answer in answers], [200] * 10)
        self.assertEqual(len({answer.text for answer in answers}), 1)

    def test_signing_in_by_token_is_noted_by_jwt_not(self):
        ada = self.account()
        self.grant(ada)
        self.assertIsNone(self.column(ada, "last_login"))
        self.login(ada)
        self.assertEqual(self.column(
            ada, "ABS(TIMESTAMPDIFF(SECOND, last_login, UTC_TIMESTAMP()))"
            " < 60"), "1")

    def test_a_pair_is_given(self):
        ada = self.account()
        answer = self.expect(self.grant(ada), 200)
        self.assertEqual(list(answer.json), ["refresh", "access"])
        self.assertEqual(self.count("token_blacklist_outstandingtoken",
                                    f"user_id = {ada.id}"), 1)

    def test_a_name_is_looked_up_as_the_column_compares(self):
        ada = self.account("Ada")
        for name in ("ada", "ADA", " Ada "):
            self.expect(self.login(ada._replace(name=name)), 200)

    def test_a_form_does_as_well(self):
        self.account()
        form = {"username": "ada", "password": PASSWORD}
        self.expect(self.post("token/login/", form=form), 200)
        self.expect(self.post("jwt/create/", form=form), 200)

    def test_who_cannot_sign_in_is_told_nothing_more(self):
        ada = self.account("ada")
        self.account("ben", is_active=0)
        self.account("cid")
        self.sql("UPDATE auth_user SET password = "
                 "CONCAT('!', REPEAT('x', 40)) WHERE username = 'cid'")
        self.account("dot")
        self.sql("UPDATE auth_user SET password = '' "
                 "WHERE username = 'dot'")
        self.account("eve")
        self.sql("UPDATE auth_user SET password = '$y$j9T$broken' "
                 "WHERE username = 'eve'")
        cases = [{"username": name, "password": password}
                 for name, password in (
                     ("ada", "wrong"), ("nobody", PASSWORD),
                     ("ben", PASSWORD), ("cid", PASSWORD), ("dot", "x"),
                     ("eve", PASSWORD), ("ada", PASSWORD + "x"),
                     ("ada@example.com", PASSWORD), ("%", PASSWORD),
                     ("ada' -- ", PASSWORD), ("x" * 10000, PASSWORD),
                     (ada.id, PASSWORD), ("ada", PASSWORD.upper()))]
        self.refused(((case, 400, BAD_LOGIN) for case in cases),
                     path="token/login/")
        self.refused(((case, 401, NO_ACCOUNT) for case in cases),
                     path="jwt/create/")

    def test_a_refused_grant_names_the_scheme(self):
        answer = self.post("jwt/create/", {"username": "x", "password": "x"})
        self.expect(answer, 401, NO_ACCOUNT)
        self.assertEqual(answer.headers["WWW-Authenticate"],
                         'Bearer realm="api"')

    def test_nothing_given_is_bad_credentials_for_a_token(self):
        self.account()
        self.refused((
            (None, 400, BAD_LOGIN),
            ({}, 400, BAD_LOGIN),
            ({"username": "ada"}, 400, BAD_LOGIN),
            ({"password": PASSWORD}, 400, BAD_LOGIN),
            ({"username": "", "password": ""}, 400,
             {"password": [BLANK], "username": [BLANK]}),
            ({"username": "", "password": PASSWORD}, 400,
             {"username": [BLANK]}),
            ({"username": None, "password": None}, 400,
             {"password": [NULL], "username": [NULL]}),
            ({"username": ["ada"], "password": True}, 400,
             {"password": [NOT_TEXT], "username": [NOT_TEXT]}),
            ({"username": "a\0", "password": "b\0"}, 400,
             {"password": [NUL], "username": [NUL]}),
            ({"username": "a\udc00", "password": "x"}, 400,
             {"username": [surrogate(0xdc00)]}),
        ), path="token/login/")

    def test_nothing_given_is_told_field_by_field_for_a_pair(self):
        self.account()
        self.refused((
            (None, 400, {"username": [REQUIRED], "password": [REQUIRED]}),
            ({"username": "", "password": None}, 400,
             {"username": [BLANK], "password": [NULL]}),
            ({"username": {}, "password": []}, 400,
             {"username": [NOT_TEXT], "password": [NOT_TEXT]}),
            ({"username": "a\0", "password": "b\0"}, 400,
             {"username": [NUL], "password": [NUL]}),
            ({"username": "\ud83d", "password": "x"}, 400,
             {"username": [surrogate(0xd83d)]}),
        ), path="jwt/create/")

    def test_a_number_is_its_text(self):
        self.account("12345")
        self.expect(self.post("token/login/", {
            "username": 12345, "password": PASSWORD}), 200)

    def test_a_password_of_absurd_length_is_a_wrong_one(self):
        self.account()
        sent = {"username": "ada", "password": "x" * 60000}
        self.refused(((sent, 400, BAD_LOGIN),), path="token/login/")
        self.refused(((sent, 401, NO_ACCOUNT),), path="jwt/create/")

    def test_hashes_of_crypt_are_understood(self):
        # crypt(3) by glibc and libxcrypt: "Hello world!" from the test
        # vectors of SHA-crypt.txt (Ulrich Drepper).
        ada = self.account()
        self.alter(ada, password=(
            "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQ"
            "JuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1"))
        self.expect(self.login(ada, "Hello world!"), 200)
        self.expect(self.login(ada, "Hello world"), 400)


class SignOut(Talk):
    def test_a_token_ends_at_once(self):
        ada = self.account()
        key = self.key(ada)
        self.expect(self.post("token/logout/", token=key), 204, None)
        self.assertEqual(self.count("authtoken_token"), 0)
        for _ in range(8):      # whichever worker it meets
            self.expect(self.call("GET", "users/me/", token=key), 401,
                        {"detail": "Invalid token."})
        self.assertNotEqual(self.key(ada), key)

    def test_only_ones_own_token_ends(self):
        ada, ben = self.account("ada"), self.account("ben")
        key = self.key(ben)
        self.post("token/logout/", token=self.key(ada))
        self.expect(self.call("GET", "users/me/", token=key), 200)

    def test_signing_out_by_jwt_ends_the_token_but_not_the_jwt(self):
        ada = self.account()
        bearer = self.bearer(ada)
        self.key(ada)
        for _ in range(2):      # also with nothing left to end
            self.expect(self.post("token/logout/", token=bearer), 204, None)
        self.assertEqual(self.count("authtoken_token"), 0)
        self.expect(self.call("GET", "users/me/", token=bearer), 200)

    def test_a_body_is_not_asked_for(self):
        ada = self.account()
        for more in ({"body": {"x": 1}}, {"body": "{", "headers": {}},
                     {"body": "x", "headers": {"Content-Type": "text/x"}}):
            self.expect(self.post("token/logout/", token=self.key(ada),
                                  **more), 204, None)

    def test_nobody_cannot_sign_out(self):
        self.expect(self.post("token/logout/"), 401, NO_CREDENTIALS)


class Noted(Talk):
    conf = """
api "djoser" {
	update_last_login = true
}
"""

    def test_signing_in_by_jwt_is_noted_where_asked_for(self):
        ada = self.account()
        self.expect(self.grant(ada, "wrong"), 401)
        self.assertIsNone(self.column(ada, "last_login"))
        self.expect(self.grant(ada), 200)
        self.assertIsNotNone(self.column(ada, "last_login"))


if __name__ == "__main__":
    main()
