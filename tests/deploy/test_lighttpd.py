"""lighttpd before a Portress that runs, with one lane and with two, and as its
parent."""

import os
import re
import signal

from deployment import TOP, Deployed
from conversation import TOO_LARGE, Conversation, Unattended
from harness import main, wait_for
from people import UNAVAILABLE, InBackground, Session, Talk, Watched, children

FILES = os.path.join(TOP, "deploy", "lighttpd")

# With what Debian's /etc/lighttpd/lighttpd.conf has for URLs.
MAIN = """
server.modules = ( )
server.document-root = "{directory}/htdocs"
server.upload-dirs = ( "{directory}" )
server.bind = "127.0.0.1"
server.port = {port}
server.http-parseopts = (
	"header-strict" => "enable",
	"host-strict" => "enable",
	"host-normalize" => "enable",
	"url-normalize-unreserved" => "enable",
	"url-normalize-required" => "enable",
	"url-ctrls-reject" => "enable",
	"url-path-2f-decode" => "enable",
	"url-path-dotseg-remove" => "enable",
)
include "{portress}"
server.modules += ( "mod_staticfile" )
"""


class Lighttpd(Deployed):
    ailments = ("forged_identity",)
    server = "lighttpd"

    @classmethod
    def start(cls, site, *changes):
        return cls.start_with(site, site.shipped(
            "deploy/lighttpd/portress.conf",
            ('"/usr/local/share/portress/lighttpd', f'"{FILES}'), *changes))

    @classmethod
    def start_with(cls, site, text):
        conf = site.write("lighttpd.conf", MAIN.format(
            directory=site.directory, port=site.port,
            portress=site.write("portress.lighttpd", text)))
        site.write("htdocs/authors.txt", "a page of the site\n")
        return site.run("lighttpd", "-D", "-f", conf, until=site.answers)

    @classmethod
    def socket(cls, site, lane):
        return f"/run/portress/{lane}.sock", site.lane(lane)


class Running(Conversation, Lighttpd):
    title = "{version}"
    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.start(site, cls.socket(site, "main"))

    def test_other_pages_are_lighttpds(self):
        answer = self.site.call("GET", "/authors.txt")
        self.assertEqual((answer.status, answer.text),
                         (200, "a page of the site\n"))

    def test_a_body_over_lighttpds_limit(self):
        self.expect(self.post("users/", self.large(128 * 1024 + 1)), 413,
                    TOO_LARGE)


class NoSlash(Running):
    title = None

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.start(site, cls.socket(site, "main"),
                  ('( "/auth/" =>', '( "/auth" =>'))


class Page(Conversation, Lighttpd):
    """What docs/deploy/lighttpd.md begins with."""

    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.start_with(site, site.shipped(
            "docs/deploy/lighttpd.md", cls.socket(site, "main"),
            block="lighttpd"))


class Two(Lighttpd):
    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.start(site, cls.socket(site, "main"), cls.socket(site, "hash"),
                  *((f"#{line}", line) for line in (
                      "var.portress_hash", "include", ")))",
                      '\t"socket"', '\t"check-local"', '\t"disable-time"')))


class Lanes(Conversation, Two):
    title = "{version}, two lanes"

    def test_they_are_those_of_the_program(self):
        plain = self.site.write("one.conf", re.sub(
            r'api "cookies" \{.*?\n\}\n', "", self.text(self.site.conf),
            flags=re.S))
        done = self.site.portress("-c", plain, "routes", "--lighttpd")
        self.assertEqual(done.stdout,
                         self.text(f"{FILES}/portress-lanes.conf"))

    def text(self, path):
        with open(path) as file:
            return file.read()


class Hashes(Two):
    """Nobody serves the other lane."""

    lanes = ("main",)

    def test_who_hashes_goes_to_the_lane_for_that(self):
        for method, path in (("POST", "token/login"),
                             ("POST", "/auth/%74oken/login/"),
                             ("POST", "/auth/token/./login/"),
                             ("DELETE", "users/me/"), ("POST", "users.json"),
                             ("POST", "jwt/create/?x=y"),
                             ("DELETE", "users/1/")):
            self.expect(self.site.call(method, path, {}), 503, UNAVAILABLE)

    def test_all_others_go_to_the_main_one(self):
        for method, path, status in (
                ("GET", "users/me/", 401), ("GET", "token/login/", 405),
                ("POST", "jwt/verify/", 400), ("POST", "users/more/", 401),
                ("POST", "/auth/nowhere?x=/auth/users/", 404)):
            body = None if method == "GET" else {}
            self.assertEqual(self.site.call(method, path, body).status,
                             status, path)


class Started(Unattended, Conversation, Lighttpd):
    title = "{version}, which starts Portress"
    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        cls.process = cls.start(
            site, cls.socket(site, "main"),
            ("/usr/local/bin/portress serve",
             f"{site.program} -c {site.conf} serve"),
            ('#"bin-path"', '"bin-path"'), ('#"max-procs"', '"max-procs"'))

    def test_what_dies_is_started_anew(self):
        wait_for(lambda: len(children(self.process.pid)) == 4)
        before = children(self.process.pid)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: len(children(self.process.pid) - before) == 4)
        wait_for(self.site.answers)

    waiting = Talk.waiting

    def sql_root(self, statement):
        return self.site.sql(statement)

    def test_what_dies_while_it_is_asked(self):
        account = self.account()
        key = self.key()
        other = Session(self.site)
        self.addCleanup(other.close)
        other.run("START TRANSACTION; SELECT id FROM auth_user "
                  f"WHERE id = {account['id']} FOR UPDATE")
        call = InBackground(lambda: self.site.call(
            "PATCH", "users/me/", {"email": "x@example.com"}, token=key))
        self.waiting()
        for pid in children(self.process.pid):
            os.kill(pid, signal.SIGKILL)
        answer = call.result()
        self.assertIn(answer.status, (500, 502, 503))
        self.expect(answer, answer.status, UNAVAILABLE)
        wait_for(self.site.answers)

    def test_all_end_with_lighttpd(self):
        before = [Watched(pid) for pid in children(self.process.pid)]
        self.assertEqual(self.site.stop(self.process), 0)
        wait_for(lambda: all(one.has_ended() for one in before),
                 what="their end")
        self.deploy(self.site)


if __name__ == "__main__":
    main()
