"""The document "User Management API Documentation" (dialect usercrud)."""

from document import Document
from harness import main
from people import *

ANN = {"email": "ann@example.com", "password": PASSWORD,
       "first_name": "Ann", "last_name": "Lee"}
BEN = {"email": "ben@example.com", "password": PASSWORD,
       "first_name": "Ben", "last_name": "Ray"}
SHOWN = ["id", "email", "first_name", "last_name"]
EMAIL_TAKEN = "user with this email address already exists."
FORBIDDEN = {"detail": "You do not have permission to perform this action."}


class UserCrud(Document):
    host = "usercrud.localhost"

    def register(self, account=ANN):
        """What it is shown as, and its access token."""
        made = self.gets(self.curl("POST", "/api/users/", account), 201)
        return made, "Bearer " + self.token(account)["access"]

    def token(self, account):
        return self.gets(self.curl("POST", "/api/token/", {
            "email": account["email"], "password": account["password"]}), 200)

    def put(self, made, body, access):
        return self.curl("PUT", f"/api/users/{made['id']}/", body, access)

    # --- User Registration, User List

    def test_registration(self):
        ann, _ = self.register()
        self.assertEqual(list(ann), SHOWN)
        self.assertEqual(ann, {"id": ann["id"], "email": "ann@example.com",
                               "first_name": "Ann", "last_name": "Lee"})
        self.assertEqual(self.sql("SELECT username, email, first_name, "
                                  "last_name FROM auth_user"), [
            ["ann@example.com", "ann@example.com", "Ann", "Lee"]])

    def test_registration_is_refused(self):
        self.gets(self.curl("POST", "/api/users/", {}), 400, {
            name: [REQUIRED] for name in ANN})
        for name, value, wrong in (
                ("email", "ann", [BAD_EMAIL]), ("email", None, [NULL]),
                ("first_name", "", [BLANK]),
                ("last_name", "x" * 151, [too_long(150)]),
                ("last_name", [], [NOT_TEXT]),
                ("first_name", "A\0nn", [NUL]),
                ("first_name", "\ud800", [surrogate(0xd800)])):
            self.gets(self.curl("POST", "/api/users/", {**ANN, name: value}),
                      400, {name: wrong})
        said = self.curl("POST", "/api/users/", {
            **ANN, "last_name": "Featherstone", "password": "featherstone"})
        self.gets(said, 400, {"password": [
            "The password is too similar to the last name."]})
        self.register()
        self.gets(self.curl("POST", "/api/users/", ANN), 400,
                  {"email": [EMAIL_TAKEN]})

    def test_the_list_is_for_the_signed_in(self):
        ann, access = self.register()
        ben, _ = self.register(BEN)
        self.gets(self.curl("GET", "/api/users/", authorization=access), 200,
                  [ann, ben])
        self.gets(self.curl("GET", "/api/users/"), 401)

    # --- User Detail, User Update, User Deletion

    def test_one_s_own(self):
        ann, access = self.register()
        path = f"/api/users/{ann['id']}/"
        self.gets(self.curl("GET", path, authorization=access), 200, ann)
        new = {"email": "anna@example.com", "password": FRESH,
               "first_name": "Anna", "last_name": "Lea"}
        self.gets(self.put(ann, new, access), 200, {
            "id": ann["id"], "email": "anna@example.com",
            "first_name": "Anna", "last_name": "Lea"})
        self.token(new)
        self.gets(self.curl("POST", "/api/token/", {
            "email": "anna@example.com", "password": PASSWORD}), 401)
        self.gets(self.curl("DELETE", path, authorization=access), 204, None)
        self.gets(self.curl("GET", path, authorization=access), 401, {
            "detail": "User not found", "code": "user_not_found"})

    def test_an_update_needs_all_four(self):
        ann, access = self.register()
        self.register(BEN)
        self.gets(self.put(ann, {}, access), 400,
                  {name: [REQUIRED] for name in ANN})
        self.gets(self.put(ann, {"email": "x@example.com"}, access), 400, {
            "password": [REQUIRED], "first_name": [REQUIRED],
            "last_name": [REQUIRED]})
        self.gets(self.put(ann, {**ANN, "email": BEN["email"]}, access), 400,
                  {"email": [EMAIL_TAKEN]})
        self.gets(self.put(ann, {**ANN, "password": "12345678"}, access),
                  400)
        # Nothing of it was done; what is sent as it is stays so.
        before = self.sql("SELECT * FROM auth_user")
        self.gets(self.put(ann, ANN, access), 200, ann)
        self.assertEqual(self.sql("SELECT * FROM auth_user"), before)
        self.gets(self.curl("PATCH", f"/api/users/{ann['id']}/", {}, access),
                  405)

    def test_nobody_makes_themselves_staff(self):
        ann, access = self.register({**ANN, "is_staff": True, "id": 7,
                                     "is_superuser": 1})
        self.gets(self.put(ann, {
            **ANN, "is_staff": True, "is_superuser": True, "id": 7,
            "username": "x", "is_active": False}, access), 200, ann)
        self.assertEqual(
            self.sql("SELECT username, is_staff, is_superuser, is_active "
                     "FROM auth_user"), [[ANN["email"], "0", "0", "1"]])

    def test_others_are_for_staff(self):
        ann, access = self.register()
        ben, of_ben = self.register(BEN)
        path = f"/api/users/{ann['id']}/"
        for method, body in (("GET", None), ("PUT", ANN), ("DELETE", None)):
            self.gets(self.curl(method, path, body, of_ben), 403, FORBIDDEN)
            self.gets(self.curl(method, path, body), 401)
        self.sql("UPDATE auth_user SET is_staff = 1 WHERE id = "
                 f"{ben['id']}")
        self.gets(self.curl("GET", path, authorization=of_ben), 200, ann)
        self.gets(self.put(ann, {**ANN, "first_name": "Di"}, of_ben), 200,
                  {**ann, "first_name": "Di"})
        self.gets(self.curl("DELETE", path, authorization=of_ben), 204, None)
        self.gets(self.curl("GET", path, authorization=of_ben), 404,
                  {"detail": "Not found."})

    # --- JWT Token Obtain, JWT Token Refresh

    def test_tokens(self):
        self.register()
        pair = self.token(ANN)
        self.assertEqual(list(pair), ["refresh", "access"])
        fresh = self.gets(self.curl("POST", "/api/token/refresh/", {
            "refresh": pair["refresh"]}), 200)
        self.assertEqual(list(fresh), ["access"])
        self.gets(self.curl("GET", "/api/users/", authorization="Bearer " +
                            fresh["access"]), 200)

    def test_tokens_are_refused(self):
        self.register()
        self.gets(self.curl("POST", "/api/token/", {}), 400, {
            "email": [REQUIRED], "password": [REQUIRED]})
        self.gets(self.curl("POST", "/api/token/", {
            **ANN, "password": "x"}), 401, {
            "detail": "No active account found with the given credentials"})
        self.gets(self.curl("POST", "/api/token/refresh/", {
            "refresh": "x"}), 401, faulty("Token is invalid"))

    def test_other_dialects_have_their_own_urls(self):
        for method, path in (("POST", "/api/create/"), ("GET", "/api/me/"),
                             ("POST", "/api/users/activation/x/")):
            self.gets(self.curl(method, path, {}), 404,
                      {"detail": "Not found."})


if __name__ == "__main__":
    main()
