"""HAProxy before a Portress that runs, with one lane and with two."""

import os
import unittest

import conversation
from conversation import TOO_LARGE, Apart, Conversation, Secure
from deployment import TOP
import harness
from haproxy import HAProxy
from harness import main
from people import UNAVAILABLE

FILES = os.path.join(TOP, "deploy", "haproxy")


class One(Conversation, HAProxy):
    title = "{version}"
    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        cls.portress = site.serve()
        cls.start(site, cls.plain(site))

    def test_while_portress_is_not_there(self):
        site = self.site
        self.assertEqual(site.stop(self.portress), 0)
        answer = self.me(None)
        self.expect(answer, 503, UNAVAILABLE)
        self.assertEqual(answer.headers["Retry-After"], "1")
        type(self).portress = site.serve()
        self.assertTrue(site.answers())

    def test_other_pages_are_haproxys(self):
        answer = self.site.call("GET", "/authors.txt")
        self.assertEqual((answer.status, answer.text),
                         (200, "a page of the site"))

    def test_a_body_over_haproxys_limit(self):
        self.expect(self.post("users/", self.large(128 * 1024 + 1)), 413,
                    TOO_LARGE)


class Https(Secure, HAProxy):
    title = "{version}, HTTP/2"
    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.secure = harness.free_port()
        cls.start(site, cls.plain(site), bind=(
            f"bind 127.0.0.1:{cls.secure} ssl crt {site.certificate()} "
            "alpn h2,http/1.1"))


@unittest.skipUnless(os.getuid() == 0, "chroot is root's")
class Chrooted(Conversation, HAProxy):
    """As Debian's haproxy.cfg has it, and an account of its own."""

    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        os.chmod(site.lane("main"), 0o666)
        cls.start(site, cls.plain(site, (site.lane("main"), "/main.sock")),
                  more=f"chroot {site.directory}\n\tuser nobody\n"
                  "\tgroup nogroup")


class Multiplexed(Conversation, HAProxy):
    """Portress says that it does not: FastCGI Specification 1.0, section
    4.1."""

    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.start(site, cls.plain(site, (
            "\tdocroot /", "\tdocroot /\n\toption get-values\n"
            "\toption mpxs-conns\n\toption max-reqs 30")))


class Page(Conversation, HAProxy):
    """What docs/deploy/haproxy.md begins with."""

    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.start(site, site.shipped(
            "docs/deploy/haproxy.md", cls.socket(site, "main"),
            block="haproxy"))


class Two(HAProxy):
    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.start(site, site.shipped(
            "deploy/haproxy/portress.cfg", cls.socket(site, "main"),
            cls.socket(site, "hash"), ("/usr/local/share/portress/haproxy",
                                       FILES),
            *((f"#{line}", line) for line in (
                "http-request set-var", "acl ", "use-server hash",
                "use-server main", "server hash"))))


class Lanes(conversation.Lanes, Two):
    title = "{version}, two lanes"
    option = "--haproxy"
    table = os.path.join(FILES, "portress-lanes.lst")


class Hashes(Apart, Two):
    absent = 503


if __name__ == "__main__":
    main()
