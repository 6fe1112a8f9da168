"""Apache: mod_fcgid in a virtual host, and mod_proxy_fcgi."""

import os
import re
import signal
import socket

from apache import Apache, Started
from conversation import TOO_LARGE, Conversation
from harness import PATIENCE, main, wait_for
from people import UNAVAILABLE, at_once


class Fcgid(Started, Conversation, Apache):
    title = "{version}, mod_fcgid"
    needs = ("fcgid",)
    lanes = ()

    @classmethod
    def deploy(cls, site):
        cls.apache(site, site.shipped(
            "deploy/apache/portress-fcgid.conf",
            ("/usr/local/bin/portress -c /usr/local/etc/portress.conf",
             f"{site.program} -c {site.conf}")))

    def test_a_body_that_apache_refuses(self):
        self.expect(self.post("users/", b"x" * 1048576), 413, TOO_LARGE)
        self.expect(self.post("users/", b"x" * 1048577), 500, UNAVAILABLE)

    def test_half_a_body_is_none(self):
        body = b"username=ada&password=four+grey+doves"
        for head, sent in ((b"Content-Length: 60", body),
                           (b"Transfer-Encoding: chunked",
                            b"25\r\n%s\r\n10\r\nx" % body)):
            with socket.create_connection(
                    ("127.0.0.1", self.site.port), PATIENCE) as peer:
                peer.sendall(b"POST /auth/users/ HTTP/1.1\r\nHost: a\r\n"
                             b"Content-Type: application/"
                             b"x-www-form-urlencoded\r\n"
                             + head + b"\r\n\r\n" + sent)
                peer.shutdown(socket.SHUT_WR)
                self.assertRegex(peer.recv(4096), rb"^HTTP/1.1 [45]")
        self.assertEqual(self.site.sql("SELECT COUNT(*) FROM auth_user"),
                         [["0"]])

    def test_children_end_with_apache(self):
        """A stop is graceful, and takes less than the 3 s that Apache gives
        before it kills."""
        self.expect(self.me(None), 401)
        begun = self.site.logs()
        self.assertTrue(self.workers())
        os.kill(self.process.pid, signal.SIGHUP)
        wait_for(lambda: not self.workers(), what="their end")
        wait_for(self.site.answers)
        self.assertNotIn("SIGKILL", self.site.said(begun))


class Proxy(Conversation, Apache):
    title = "{version}, mod_proxy_fcgi, two lanes"
    needs = ("proxy", "proxy_fcgi", "buffer")

    @classmethod
    def deploy(cls, site):
        cls.portress = site.serve()
        cls.apache(site, cls.pieces(site, "portress-proxy", "portress-lanes"))

    def test_a_body_that_apache_refuses(self):
        self.expect(self.post("users/", b"x" * 131072), 413, TOO_LARGE)
        self.expect(self.post("users/", b"x" * 131073), 413, TOO_LARGE)

    def test_portress_is_started_anew(self):
        """Apache has connections to the one that is gone."""
        at_once(20, lambda _: self.post("users/", {}).status)
        at_once(20, lambda _: self.me(None).status)
        self.assertEqual(self.site.stop(self.portress), 0)
        self.expect(self.me(None), 503, UNAVAILABLE)
        type(self).portress = self.site.serve()
        wait_for(self.site.answers)
        for _ in range(3):
            self.assertEqual(at_once(20, lambda _: self.post(
                "jwt/verify/", {"token": "x"}).status), [401] * 20)

    def test_portress_reads_its_configuration_again(self):
        """No request is lost meanwhile."""
        def one(number):
            if number == 5:
                self.portress.send_signal(signal.SIGHUP)
            return [self.post("jwt/verify/", {"token": "x"}).status
                    for _ in range(20)]

        self.assertEqual(at_once(10, one), [[401] * 20] * 10)

    @staticmethod
    def pieces(site, *names):
        return "".join(site.shipped(
            f"deploy/apache/{name}.conf",
            ("/run/portress/hash.sock", site.lane("hash"))).replace(
            "/run/portress/main.sock", site.lane("main")) for name in names)

    def test_the_lanes_are_those_of_the_program(self):
        with open(self.site.conf) as file:
            text = re.sub(r'api "cookies" \{.*?\n\}\n', "", file.read(),
                          flags=re.S)
        done = self.site.portress("-c", self.site.write("one.conf", text),
                                  "routes", "--apache")
        self.assertEqual(done.stdout,
                         self.site.shipped("deploy/apache/portress-lanes.conf"))


class OneLane(Apache):
    """Of two lanes, one is gone: who would go there is told so. And the other
    one has one worker, for which nothing is too slow."""
    title = "{version}, mod_proxy_fcgi, one worker"
    conf = """
request_timeout = 300
lane "main" { workers = 1 }
"""
    needs = ("proxy", "proxy_fcgi", "buffer")
    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.apache(site, Proxy.pieces(site, "portress-proxy",
                                      "portress-lanes"))

    def test_what_hashes_goes_to_its_lane(self):
        call = self.site.call
        self.expect(call("GET", "users/"), 401)
        self.expect(call("POST", "jwt/verify/", {"token": "x"}), 401)
        for method, path in (("POST", "users/"), ("POST", "users.json"),
                             ("POST", "jwt/create/"), ("POST", "token/login"),
                             ("DELETE", "users/me/?x=y"),
                             ("DELETE", "users/17/")):
            self.expect(call(method, path, {}), 503, UNAVAILABLE)

    def test_half_a_body_keeps_no_worker(self):
        for sent in (b"Content-Length: 60000\r\n\r\n{" + b" " * 30000,
                     b"Content-Length: 10\r\n\r\n{",
                     b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"):
            with socket.create_connection(
                    ("127.0.0.1", self.site.port), PATIENCE) as peer:
                peer.sendall(b"POST /auth/jwt/verify/ HTTP/1.1\r\nHost: a\r\n"
                             b"Content-Type: application/json\r\n" + sent)
                # Others had their turn: it has been read by now.
                for _ in range(20):
                    answer = self.site.raw(b"GET /auth/users/ HTTP/1.1\r\n"
                                           b"Host: a\r\n"
                                           b"Connection: close\r\n\r\n")
                    self.assertRegex(answer, b"^HTTP/1.1 401 ")


if __name__ == "__main__":
    main()
