"""HAProxy before a Portress that runs, with one lane and with two."""

import os
import unittest

import conversation
from conversation import (Apart, Conversation, Itself, Prefixes, Secure,
                          Talking)
from deployment import TOP
from fastcgi import STDIN, parameters, record, request
import harness
from haproxy import HAProxy
from harness import main

FILES = os.path.join(TOP, "deploy", "haproxy")


class One(Itself, HAProxy):
    title = "{version}"
    absent = 503
    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        cls.portress = site.serve()
        cls.start(site, cls.plain(site))

    def test_other_pages_are_haproxys(self):
        answer = self.site.call("GET", "/authors.txt")
        self.assertEqual((answer.status, answer.text),
                         (200, "a page"))


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


class TooLargeABuffer(Talking, HAProxy):
    """HAProxy cuts the length of a record off that has more than 65535 bytes:
    what is left of a client's body stands there as records."""

    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.start(site, cls.plain(site, ("tune.bufsize 64000",
                                         "tune.bufsize 131072")))

    def body(self, left, number):
        """Of which so many bytes are left as the body, and then a request."""
        body = b"x" * left + record(STDIN) + request(
            parameters(uri="/auth/forged/", REMOTE_ADDR="192.0.2.66"),
            number=number)
        rest = 65536 + left - len(body)
        return body + record(STDIN, b"x" * (rest // 2), 99) + record(
            STDIN, b"x" * (rest - rest // 2 - 16), 99)

    def test_no_client_writes_parameters(self):
        for left in (0, 1, 100):
            for number in (1, 2, 3):
                body = self.body(left, number)
                self.assertEqual(len(body), 65536 + left)
                answer = self.post("users/", body)
                self.assertIn(answer.status, (400, 413))
                self.assertEqual(self.me(None).status, 401)
        self.assertNotIn("/auth/forged/", self.site.log("portress.log"))
        self.assertEqual(self.site.call("GET", "/auth/forged/").status, 404)
        self.assertIn("path=/auth/forged/", self.site.log("portress.log"))


class TwoPrefixes(Prefixes, HAProxy):
    @classmethod
    def deploy(cls, site):
        site.serve()
        both = "path_beg /auth/ /accounts/"
        cls.start(site, cls.plain(site, (both, both)),
                  prefix=both.partition(" ")[2])


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
