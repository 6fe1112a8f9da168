"""Caddy before a Portress that runs, with one lane and with two."""

import os

from caddy import Caddy
import conversation
from conversation import Apart, Conversation, Itself, Prefixes, Secure
from deployment import TOP, listens
import harness
from harness import main

# Beside the one of SITE, in the same file.
HTTPS = """}}
https://:{secure} {{
	tls {certificate}.crt {certificate}
	{said}
"""


class One(Itself, Caddy):
    title = "{version}"
    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        cls.portress = site.serve()
        cls.start(site, cls.plain(site))

    def test_other_pages_are_caddys(self):
        answer = self.site.call("GET", "/authors.txt")
        self.assertEqual((answer.status, answer.text),
                         (200, "a page of the site\n"))


class Https(Secure, Caddy):
    title = "{version}, HTTP/2"
    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.secure = harness.free_port()
        said = cls.plain(site)
        cls.start(site, said + HTTPS.format(
            secure=cls.secure, certificate=site.certificate(), said=said))
        # It opens its ports in any order.
        site.until(lambda: listens(cls.secure))


class TwoPrefixes(Prefixes, Caddy):
    @classmethod
    def deploy(cls, site):
        site.serve()
        both = "@portress path /auth/* /accounts/*"
        cls.start(site, cls.plain(site, (f"# {both}\n", ""),
                                  ("@portress path /auth/*\n", f"{both}\n")))


class Page(Conversation, Caddy):
    """What docs/deploy/caddy.md begins with."""

    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.start(site, site.shipped(
            "docs/deploy/caddy.md", cls.socket(site, "main"), block="caddy"))


class Two(Caddy):
    @classmethod
    def deploy(cls, site):
        site.serve()
        lanes = site.write("portress-lanes.caddy", site.shipped(
            "deploy/caddy/portress-lanes.caddy", cls.socket(site, "main"),
            cls.socket(site, "hash")))
        cls.start(site, site.shipped(
            "deploy/caddy/portress.caddy",
            ("#import /usr/local/share/portress/caddy/portress-lanes.caddy",
             f"import {lanes}"),
            ("reverse_proxy unix//run/portress/main.sock",
             "reverse_proxy {portress_lane}")))


class Lanes(conversation.Lanes, Two):
    title = "{version}, two lanes"
    option = "--caddy"
    table = os.path.join(TOP, "deploy", "caddy", "portress-lanes.caddy")


class Hashes(Apart, Two):
    pass


if __name__ == "__main__":
    main()
