"""nginx, with connections that are not kept and with kept ones."""

import http.client
import json
import re
import socket
import threading

from conversation import Conversation, Itself, Talking
from fastcgi import END, STDIN, Wire, record
from harness import Answer, main
from nginx import Nginx
from people import PASSWORD, UNAVAILABLE, Session, at_once

PREFIXES = "location ~ ^/(auth|accounts)/ {"
SECOND = 'api "second" { prefix = "/accounts/" }\n'


class Own(Itself):
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


class Page(Conversation, Nginx):
    """What docs/deploy/nginx.md begins with: the shipped files do more."""

    lanes = ("main",)
    ailments = ("forged_identity",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.start(site, site.write("page.conf", site.shipped(
            "docs/deploy/nginx.md", *cls.sockets(site, "main"),
            ("include ", "include /etc/nginx/"), block="nginx")))


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
    """nginx waits some seconds, and Portress longer."""

    conf = "database { timeout = 30 }\n"

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.plain(site, ("fastcgi_read_timeout 35s", "fastcgi_read_timeout 5s"))

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


class Relay(threading.Thread):
    """On nginx's side of the lane: passes all on, but keeps the answer to the
    first DELETE, and closes."""

    def __init__(self, path, portress):
        super().__init__(daemon=True)
        self.portress = portress
        self.kept = []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(16)

    def run(self):
        while True:
            peer, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(peer,),
                             daemon=True).start()

    def serve(self, peer):
        with peer, Wire(self.portress) as wire:
            while request := self.request(peer):
                wire.send(request)
                answer = self.answer(wire)
                if b"DELETE" in request and not self.kept:
                    self.kept.append(answer)
                    return
                peer.sendall(answer)

    def request(self, peer):
        data = b""
        while not data.endswith(record(STDIN)):
            piece = peer.recv(65536)
            if not piece:
                return b""
            data += piece
        return data

    def answer(self, wire):
        data, kind = b"", None
        while kind != END:
            kind, number, content = wire.record()
            data += record(kind, content, number)
        return data


class Replayed(Talking, Nginx):
    """nginx sends a DELETE again when a kept connection ends without an
    answer. Here all have one lane, or this one were not kept."""

    lanes = ("front",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.relay = Relay(site.lane("main"), site.lane("front"))
        cls.relay.start()
        cls.kept(site, lanes=re.sub(
            ".*portress_hash.*\n", "",
            site.portress("routes", "--nginx").stdout))

    def test_does_no_harm(self):
        self.account()
        self.account("bob")
        key = self.key()
        # Of nginx' processes the one that has a connection.
        client = http.client.HTTPConnection("127.0.0.1", self.site.port)
        self.addCleanup(client.close)
        for method in ("GET", "DELETE"):
            client.request(method, "/auth/users/me/", json.dumps({
                "current_password": PASSWORD}), {
                    "Authorization": key, "Content-Type": "application/json"})
            answer = Answer(client.getresponse())
        self.assertEqual(len(self.relay.kept), 1)
        self.assertIn(b"Status: 204", self.relay.kept[0])
        self.expect(answer, 401, {"detail": "Invalid token."})
        self.assertEqual(self.site.sql("SELECT username FROM auth_user"),
                         [["bob"]])


if __name__ == "__main__":
    main()
