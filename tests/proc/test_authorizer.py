"""The gate by FastCGI's role Authorizer, which names no api."""

from fastcgi import *
from harness import Case, main


class Authorizer(Case):
    conf = """
        api "djoser" {
            gate = true
            gate_sign_in_url = "/any?{path}"
        }
        api "b" {
            host = { "b.example" }
            gate = true
            gate_sign_in_url = "/b?{path}"
        }
        api "c" {
            host = { "c.example" }
        }
        gate "c" {
            host = { "c.example" }
            permission = { "AllowAny" }
        }"""

    def ask(self, host, **others):
        with Wire(f"{self.instance.directory}/run/main.sock") as wire:
            return wire.ask(parameters(
                "GET", "/x", HTTP_HOST=host, HTTP_ACCEPT="text/html",
                **others), role=AUTHORIZER)

    def test_who_names_the_host_comes_first(self):
        for host, page in (("b.example", "/b?"), ("B.example.:81", "/b?"),
                           ("a.example", "/any?"), ("", "/any?")):
            with self.subTest(host):
                self.assertEqual(self.ask(host).headers["Location"],
                                 page + "%2Fx")

    def test_without_a_host_it_is_the_servers_own(self):
        self.assertEqual(self.ask(None).status, 302)
        self.assertEqual(self.ask(None, SERVER_NAME="c.example").status, 200)
        self.assertEqual(self.ask("c.example").status, 200)
        self.assertEqual(self.ask("a.example", SERVER_NAME="c.example").status,
                         302)


if __name__ == "__main__":
    main()
