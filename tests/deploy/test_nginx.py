"""nginx, with connections that are not kept and with kept ones."""

from conversation import TOO_LARGE, Conversation, Talking
from harness import main
from nginx import Nginx
from people import UNAVAILABLE, Session, at_once

PREFIXES = "location ~ ^/(auth|accounts)/ {"
SECOND = 'api "second" { prefix = "/accounts/" }\n'


class Own(Conversation):
    """And what nginx says itself."""

    def test_a_body_over_its_limit(self):
        self.expect(self.post("users/", self.large(128 * 1024 + 1)), 413,
                    TOO_LARGE)

    def test_while_portress_is_not_there(self):
        site = self.site
        self.assertEqual(site.stop(self.portress), 0)
        answer = self.me(None)
        self.expect(answer, 502, UNAVAILABLE)
        self.assertEqual(answer.headers["Retry-After"], "1")
        type(self).portress = site.serve()
        self.assertTrue(site.answers())

    def test_all_else_is_none_of_ours(self):
        answer = self.site.call("GET", "/authors")
        self.assertEqual(answer.status, 404)
        self.assertEqual(answer.headers["Content-Type"], "text/html")


class Plain(Own, Nginx):
    title = "{version}, connections not kept"
    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        cls.portress = site.serve()
        cls.plain(site)


class Kept(Own, Nginx):
    title = "{version}, connections kept, two lanes"

    @classmethod
    def deploy(cls, site):
        cls.portress = site.serve()
        cls.kept(site)

    def test_two_hundred_at_once(self):
        self.account()
        key = self.key()
        for _ in range(2):
            self.assertEqual(
                at_once(200, lambda _: self.me(key).status), [200] * 200)


class PrefixesPlain(Talking, Nginx):
    """Two apis, in the one location that the file speaks of."""

    conf = SECOND
    # The first one says that the file speaks of it.
    changes = (PREFIXES, PREFIXES), ("location /auth/ {", PREFIXES)

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.plain(site, *cls.changes)

    def test_both_serve(self):
        self.account()
        for prefix in ("/auth/", "/accounts/"):
            for path in ("token/login/", "jwt/create"):
                self.expect(self.post(prefix + path, self.credentials()), 200)
            self.expect(self.me(None, f"{prefix}users/me/"), 401)
        self.assertEqual(self.me(None, "/accountsusers/me/").headers[
            "Content-Type"], "text/html")


class PrefixesKept(PrefixesPlain):

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.kept(site, *cls.changes)


class Slow(Talking, Nginx):
    """nginx waits a second, and Portress longer."""

    conf = "database { timeout = 30 }\n"

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.plain(site, ("fastcgi_read_timeout 35s", "fastcgi_read_timeout 1s"))

    def test_is_json(self):
        account = self.account()
        key = self.key()
        other = Session(self.site)
        other.run("START TRANSACTION; SELECT id FROM auth_user "
                  f"WHERE id = {account['id']} FOR UPDATE")
        answer = self.site.call("PATCH", "users/me/",
                                {"email": "x@example.com"}, token=key)
        other.close()
        self.expect(answer, 504, UNAVAILABLE)
        self.assertEqual(answer.headers["Retry-After"], "1")


if __name__ == "__main__":
    main()
