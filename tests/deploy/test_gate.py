"""The gate before folders, programs and PHP: docs/protect-anything.md, word for
word, behind each web server."""

import glob
import http.server
import os
import re
import socketserver
import struct
import threading

from apache import Apache
from caddy import Caddy
from deployment import listens, version_of
import harness
from harness import main
from nginx import Nginx
from test_lighttpd import Lighttpd
from page import Page, run

PAGE = Page("docs/protect-anything.md")
PASSWORD = "four grey doves"
CONF = PAGE.block("Switch the gate on").replace('"auth"', '"djoser"')
TOLD = ("X-Auth-User-Id", "X-Auth-User", "X-Auth-Email", "X-Auth-Staff")

# Every way of writing a header that CGI calls HTTP_X_AUTH_USER.
FORGED = [{name: "root"} for name in (
    "X-Auth-User", "x-auth-user", "X_Auth_User", "X.Auth.User", "X-Auth_User")]


class Told(http.server.BaseHTTPRequestHandler):
    """A program that shows what it is sent of who calls."""

    def answer(self):
        self.rfile.read(int(self.headers["Content-Length"] or 0))
        sent = [(name, value) for name, value in self.headers.items()
                if re.match(r"x.auth.", name, re.I)]
        body = "".join(f"{name}: {value}\n" for name, value in sent
                       if name in ("X-Auth-User", "X-Auth-Staff")).encode()
        self.send_response(200)
        for name, value in sent:
            self.send_header(f"Got-{name}", value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *_):
        pass


class Guarded:
    """What all web servers do alike: /files/ is guarded."""

    conf = CONF
    lanes = ("main",)
    headings = ()

    @classmethod
    def folder(cls, site):
        site.write("www/files/report.txt", "the report\n")
        site.write("www/sign-in.html", "sign in\n")
        return os.path.join(site.directory, "www")

    @classmethod
    def program(cls):
        """Told's address."""
        behind = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Told)
        threading.Thread(target=behind.serve_forever, daemon=True).start()
        cls.addClassCleanup(behind.shutdown)
        return "127.0.0.1:%d" % behind.server_port

    def setUp(self):
        super().setUp()
        self.ada = self.account("ada")
        self.boss = self.account("boss")
        self.site.sql("UPDATE auth_user SET is_staff = 1 "
                      "WHERE username = 'boss'")

    def account(self, name):
        made = {"username": name, "password": PASSWORD}
        shown = self.expect(self.site.call("POST", "users/", dict(
            made, email=f"{name}@example.com")), 201).json
        answer = self.expect(self.site.call("POST", "token/login/", made), 200)
        cookies = " ".join(answer.headers.get_all("Set-Cookie"))
        return {"id": str(shown["id"]), "name": name,
                "key": "Token " + answer.json["auth_token"],
                "session": re.search(r"sessionid=(\w+)", cookies).group(1),
                "csrf": re.search(r"csrftoken=(\w+)", cookies).group(1),
                "access": self.expect(self.site.call(
                    "POST", "jwt/create/", made), 200).json["access"]}

    def variables(self):
        return {"SITE": f"http://127.0.0.1:{self.site.port}",
                "ACCESS": self.ada["access"],
                "SESSION": self.ada["session"],
                "CSRF": self.ada["csrf"],
                "STAFF": self.boss["access"]}

    def assert_true_to_the_page(self, heading):
        commands = PAGE.commands(heading)
        self.assertTrue(commands)
        for command, printed in commands:
            # As the files end lines, and JSON does not.
            said = run(command, **self.variables())
            self.assertEqual(said.rstrip("\n"), printed.rstrip("\n"), command)

    def get(self, path, **headers):
        return self.site.call("GET", path, headers={
            name.replace("_", "-"): value for name, value in headers.items()})

    def test_the_page_is_true(self):
        for heading in self.headings:
            self.assert_true_to_the_page(heading)

    def test_a_folder_is_closed_to_strangers(self):
        for headers in ({}, {"Authorization": "Bearer x"},
                        {"Cookie": "sessionid=x"}, *FORGED):
            answer = self.site.call("GET", "/files/report.txt",
                                    headers=headers)
            self.assertEqual(answer.status, 401, headers)
            self.assertNotIn("report", answer.text)
        self.assertEqual(self.site.call(
            "GET", "/sign-in.html").text, "sign in\n")

    def test_however_its_path_is_written(self):
        for path in ("//files/report.txt", "/./files/report.txt",
                     "/%66iles/report.txt", "/x/../files/report.txt",
                     "/files//report.txt", "/x/%2e%2e/files/report.txt",
                     "/files/./report.txt", "/files%2freport.txt"):
            answer = self.site.call("GET", path)
            self.assertIn(answer.status, (400, 401, 403, 404), path)
            self.assertNotIn("the report", answer.text, path)

    def test_a_session_that_ended_does_not_pass(self):
        cookie = f"sessionid={self.ada['session']}"
        self.assertEqual(self.get("/files/report.txt", Cookie=cookie).status,
                         200)
        self.expect(self.site.call(
            "POST", "token/logout/", token=self.ada["key"],
            headers={"Cookie": cookie}), 204)
        self.assertEqual(self.get("/files/report.txt", Cookie=cookie).status,
                         401)


HOSTS = """
gate "open" {
	host = { "open.example" }
	permission = { "AllowAny" }
}
gate "closed" {
	host = { "closed.example" }
	permission = { "Nobody" }
}
"""


class Hosts:
    """What counts is the host that is served."""

    def test_no_host_counts_but_the_one_that_is_served(self):
        """RFC 9112, section 3.2.2: before a whole URL Host means nothing."""
        for target, host, passes in (
                ("/files/report.txt", "open.example", True),
                ("/files/report.txt", "Open.Example.", True),
                ("http://open.example/files/report.txt", "a.example", True),
                ("http://a.example/files/report.txt", "open.example", False),
                ("http://a.example/files/report.txt", "closed.example", True),
                ("/files/report.txt", "closed.example", False),
                ("/files/report.txt", "closed.example.", False),
                ("http://closed.example/files/report.txt", "a.example",
                 False)):
            token = "" if "open.example" in (target + host).lower() else (
                f"Authorization: {self.ada['key']}\r\n")
            answer = self.site.raw(
                f"GET {target} HTTP/1.1\r\nHost: {host}\r\n{token}"
                "Connection: close\r\n\r\n".encode())
            self.assertEqual(b"the report" in answer, passes, (target, host))

    def test_another_sites_page_does_not_pass(self):
        """Neither with a form nor with a WebSocket."""
        cookie = f"sessionid={self.boss['session']}"
        socket = {"Connection": "Upgrade", "Upgrade": "websocket",
                  "Sec-WebSocket-Version": "13",
                  "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
        ours = {"Origin": f"http://127.0.0.1:{self.site.port}"}
        for method, more in (("POST", {}), ("GET", socket)):
            for headers, status in (
                    ({}, 200), (ours, 200),
                    ({"Origin": "https://evil.example"}, 403)):
                self.assertEqual(self.site.call(
                    method, "/stats/", None if method == "GET" else b"",
                    headers={"Cookie": cookie, **more, **headers}
                ).status, status, (method, headers))


class BehindNginx(Guarded):
    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.start(site, site.write("server.conf", cls.said(
            site, cls.folder(site)) + f"location / {{ root {site.directory}/www; }}\n"))

    @classmethod
    def said(cls, site, folder):
        """What the page says below its headings, with our places."""
        guard = site.write("portress-guard.conf",
                           site.shipped("nginx/portress-guard.conf"))
        gate = site.write("portress-gate.conf", site.shipped(
            "nginx/portress-gate.conf",
            ("fastcgi_pass portress_main", "fastcgi_pass unix:"
             + site.lane("main"))))
        plain = site.write("portress-plain.conf", site.shipped(
            "nginx/portress-plain.conf", *cls.sockets(site, "main")))
        said = f'include "{plain}";\n' + PAGE.block(
            "Switch the gate on", 1) + "".join(
            PAGE.block(heading) for heading in cls.headings)
        for old, new in {"snippets/portress-gate.conf": f'"{gate}"',
                         "snippets/portress-guard.conf": f'"{guard}"',
                         "fastcgi_params": "/etc/nginx/fastcgi_params",
                         "/srv/www": folder, **cls.places(site)}.items():
            said = said.replace(old, new)
        return said


class ByNginx(Hosts, BehindNginx, Nginx):
    title = "gate: {version}, auth_request"
    conf = CONF + HOSTS
    headings = ("A folder", "A program behind a proxy")

    def test_one_can_sign_out(self):
        self.assert_true_to_the_page("The page to sign in at")

    @classmethod
    def places(cls, site):
        return {"127.0.0.1:8080": cls.program()}

    @classmethod
    def said(cls, site, folder):
        """And a program like /stats/ that takes much."""
        said = super().said(site, folder)
        stats = said[said.index("location /stats/ {"):]
        return said + stats.replace("/stats/ {", "/uploads/ {\n"
                                    "\tclient_max_body_size 10m;")

    def test_what_a_program_is_told(self):
        answer = self.get("/stats/", Authorization="Bearer "
                          + self.boss["access"])
        self.assertEqual({name: answer.headers[f"Got-{name}"]
                          for name in TOLD}, {
            "X-Auth-User-Id": self.boss["id"], "X-Auth-User": "boss",
            "X-Auth-Email": "boss@example.com", "X-Auth-Staff": "true"})

    def test_forged_headers_end_at_the_guard(self):
        for forged in FORGED + [{"X-Auth-Staff": "true"},
                                {"X-Auth-Groups": "root"}]:
            name = next(iter(forged))
            answer = self.site.call(
                "GET", "/stats/", headers=forged,
                token="Bearer " + self.boss["access"])
            self.assertEqual(answer.status, 200)
            got = [value for header, value in answer.headers.items()
                   if header.lower().startswith("got-")]
            self.assertNotIn("root", got[:4], name)
            self.assertEqual(answer.headers["Got-X-Auth-User"], "boss")

    def test_any_method_passes_with_its_body(self):
        for method in ("POST", "PUT", "DELETE"):
            self.assertEqual(self.site.call(
                method, "/stats/", {"a": "b" * 70000},
                token="Bearer " + self.boss["access"]).status, 200, method)
            self.assertEqual(self.site.call(
                method, "/stats/", {"a": "b"}).status, 401, method)

    def test_how_much_may_be_sent_is_not_the_gates_to_say(self):
        """nginx's own bound, of 1 MB, was that of what the gate is asked, and
        all that is longer a 500."""
        body = b"x" * 3000000
        self.assertEqual(self.site.call(
            "POST", "/uploads/", body,
            token="Bearer " + self.boss["access"]).status, 200)
        self.assertEqual(self.site.call("POST", "/uploads/", body).status,
                         401)
        self.assertEqual(self.site.call(
            "POST", "/stats/", body,
            token="Bearer " + self.boss["access"]).status, 413)

    def test_strangers_are_told_how_to_sign_in(self):
        answer = self.get("/files/report.txt")
        self.assertEqual(answer.headers.get_all("WWW-Authenticate"),
                         ['Bearer realm="api"'])
        self.assertEqual(answer.headers["Content-Type"], "application/json")

    def test_the_gate_is_nobodys_to_ask_for(self):
        for path in ("/.portress-gate", "/%2eportress-gate"):
            self.assertEqual(self.get(path).status, 404)


class Spoken(socketserver.StreamRequestHandler):
    """A program that speaks uwsgi or scgi, and shows the same."""

    def handle(self):
        first = self.rfile.read(1)
        sent = self.uwsgi() if first == b"\0" else self.scgi(first)
        body = "".join(f"{name}={value}\n" for name, value in sorted(sent)
                       if name.startswith("HTTP_X_AUTH_") and value)
        self.wfile.write(b"Status: 200 OK\r\n\r\n" if first != b"\0"
                         else b"HTTP/1.1 200 OK\r\n\r\n")
        self.wfile.write(body.encode())

    def uwsgi(self):
        size, = struct.unpack("<Hx", self.rfile.read(3))
        pieces, data = [], self.rfile.read(size)
        while data:
            end = 2 + struct.unpack("<H", data[:2])[0]
            pieces.append(data[2:end].decode())
            data = data[end:]
        return zip(pieces[::2], pieces[1::2])

    def scgi(self, size):
        while not size.endswith(b":"):
            size += self.rfile.read(1)
        pieces = self.rfile.read(int(size[:-1])).decode().split("\0")
        return zip(pieces[::2], pieces[1::2])


class Uwsgi(BehindNginx, Nginx):
    """Programs behind uwsgi_pass and scgi_pass."""

    headings = ("A folder",)

    @classmethod
    def places(cls, site):
        behind = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Spoken)
        threading.Thread(target=behind.serve_forever, daemon=True).start()
        cls.addClassCleanup(behind.shutdown)
        cls.behind = "127.0.0.1:%d" % behind.server_address[1]
        return {}

    @classmethod
    def said(cls, site, folder):
        return super().said(site, folder) + "".join(f"""
            location /{kind}/ {{
                include "{site.directory}/portress-guard.conf";
                include /etc/nginx/{kind}_params;
                {kind}_pass {cls.behind};
            }}""" for kind in ("uwsgi", "scgi"))

    def test_what_a_program_is_told(self):
        for kind in ("uwsgi", "scgi"):
            for forged in ({}, *FORGED):
                answer = self.site.call("GET", f"/{kind}/", headers={
                    "Authorization": "Bearer " + self.ada["access"], **forged})
                self.assertEqual(
                    answer.text, "HTTP_X_AUTH_EMAIL=ada@example.com\n"
                    "HTTP_X_AUTH_STAFF=false\nHTTP_X_AUTH_USER=ada\n"
                    f"HTTP_X_AUTH_USER_ID={self.ada['id']}\n", (kind, forged))


class Php(BehindNginx, Nginx):
    title = "gate: {version} behind it"
    headings = ("A folder", "A PHP application")
    server = " ".join(["nginx", *map(os.path.basename, sorted(glob.glob(
        "/usr/sbin/php-fpm?*"))[-1:] or ["php-fpm"])])

    POOL = """
[global]
error_log = {directory}/php.log
daemonize = no
[www]
listen = {directory}/php.sock
listen.mode = 0666
pm = static
pm.max_children = 2
"""

    @classmethod
    def places(cls, site):
        site.write("www/app/hello.php", PAGE.block(cls.headings[1], 1))
        socket = f"{site.directory}/php.sock"
        site.run(cls.server.split()[1], "-R", "-n", "-y", site.write(
            "php-fpm.conf", cls.POOL.format(directory=site.directory)),
            until=lambda: listens(socket))
        return {"/run/php/php-fpm.sock": socket}

    @classmethod
    def version(cls):
        return (f"{super().version()}, PHP "
                f"{version_of(cls.server.split()[1], '-v')}")

    def test_forged_headers_end_at_the_guard(self):
        for forged in FORGED:
            answer = self.site.call(
                "GET", "/app/hello.php", headers={
                    "Cookie": f"sessionid={self.ada['session']}", **forged})
            self.assertEqual(answer.text, "Hello ada\n", forged)

    def test_strangers_do_not_get_there(self):
        self.assertEqual(self.get("/app/hello.php").status, 401)


class ByLighttpd(Guarded, Lighttpd):
    title = "gate: {version}, authorizer"
    headings = ("A folder under lighttpd",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        folder = cls.folder(site)
        said = PAGE.block(cls.headings[0])
        for old, new in (cls.socket(site, "main"), ("/srv/www", folder)):
            said = said.replace(old, new)
        cls.start(site, cls.socket(site, "main"),
                  ("server.modules += ( \"mod_fastcgi\" )\n",
                   f"server.modules += ( \"mod_fastcgi\" )\n{said}"
                   f"server.document-root := \"{folder}\"\n"
                   "server.modules += ( \"mod_cgi\" )\n"
                   'cgi.assign = ( ".sh" => "/bin/sh" )\n'))
        site.write("www/files/who.sh", "echo\n"
                   "echo $X_AUTH_USER_ID $X_AUTH_USER $X_AUTH_STAFF\n")

    def test_what_a_program_is_told(self):
        """By variables that no header can be."""
        for forged in ({}, *FORGED, {"X_AUTH_USER": "root"}):
            answer = self.site.call("GET", "/files/who.sh", headers={
                "Authorization": "Bearer " + self.ada["access"], **forged})
            self.assertEqual(answer.text, f"{self.ada['id']} ada false\n")


class ByApache(Guarded, Apache):
    title = "gate: {version}, FcgidAccessChecker"
    headings = ("A folder under Apache, also on a shared host",)
    needs = ("fcgid",)
    lanes = ()

    @classmethod
    def deploy(cls, site):
        folder = cls.folder(site)
        script = site.write("www/auth/portress.fcgi", "#!/bin/sh\n"
                            f"exec {site.program} -c {site.conf} serve "
                            "--no-fork\n", 0o755)
        site.write("www/auth/.htaccess", site.shipped(
            "deploy/shared-hosting/dot-htaccess"))
        site.write("www/files/.htaccess", PAGE.block(cls.headings[0]).replace(
            "/home/ada/www/auth/portress.fcgi", script))
        cls.apache(site, """
            Header set Got-X-Auth-User "%{X_AUTH_USER}e"
            Header set Got-X-Auth-Staff "%{X_AUTH_STAFF}e"
            """, folder, "AllowOverride All")

    def test_what_a_program_is_told(self):
        """By variables that no header can be."""
        for forged in ({}, *FORGED, {"X_AUTH_USER": "root"}):
            answer = self.site.call("GET", "/files/report.txt", headers={
                "Cookie": f"sessionid={self.ada['session']}", **forged})
            self.assertEqual(answer.headers["Got-X-Auth-User"], "ada")
            self.assertEqual(answer.headers["Got-X-Auth-Staff"], "false")

    def test_the_page_to_sign_in_at_comes_with_the_401(self):
        answer = self.get("/files/report.txt")
        self.assertEqual((answer.status, answer.text), (401, "sign in\n"))


OPEN = """
gate "open-path" {
	prefix = { "/open" }
	permission = { "AllowAny" }
}
"""


class Caddys(Guarded):
    """What Caddy tells a program, whomever it asks."""

    def got(self, answer):
        return {name[4:]: value for name, value in answer.headers.items()
                if name.startswith("Got-")}

    def test_forged_headers_end_before_the_gate(self):
        for forged in FORGED + [{"x_auth_user": "root"},
                                {"X_Auth-User": "root"},
                                {"X-Auth-Staff": "root"}]:
            answer = self.site.call("GET", "/stats/", headers=forged,
                                    token="Bearer " + self.boss["access"])
            self.assertEqual(self.got(answer), {
                "X-Auth-User-Id": self.boss["id"], "X-Auth-User": "boss",
                "X-Auth-Email": "boss@example.com", "X-Auth-Staff": "true"})

    def test_of_a_stranger_nothing_is_told(self):
        for forged in FORGED:
            answer = self.site.call("GET", "/open/", headers=forged)
            self.assertEqual(answer.status, 200)
            self.assertEqual(set(self.got(answer).values()) - {""}, set())

    def test_a_forged_word_of_what_waits_does_not_count(self):
        for forged in ({"X-Forwarded-Uri": "/files/report.txt",
                        "X-Forwarded-Method": "OPTIONS"},
                       {"X_Forwarded_Uri": "/files/report.txt"},
                       {"X-Original-URI": "/files/report.txt"},
                       {"Portress-Uri": "/files/report.txt"},
                       {"Portress_Uri": "/files/report.txt"}):
            answer = self.site.call("GET", "/stats/x", headers={
                "Authorization": "Bearer " + self.ada["access"], **forged})
            self.assertEqual(answer.status, 403, forged)

    def test_a_gate_stands_before_all_letters(self):
        """To Caddy /STATS/ is /stats/."""
        for path in ("/Stats/", "/STATS/x", "/stat%53/"):
            for who, status in ((self.ada, 403), (self.boss, 403)):
                answer = self.site.call("GET", path,
                                        token="Bearer " + who["access"])
                self.assertEqual(answer.status, status, path)

    def test_any_method_passes_with_its_body(self):
        for method in ("POST", "PUT", "DELETE"):
            self.assertEqual(self.site.call(
                method, "/stats/", {"a": "b" * 70000},
                token="Bearer " + self.boss["access"]).status, 200, method)
            self.assertEqual(self.site.call(
                method, "/stats/", {"a": "b"}).status, 401, method)


class ByCaddy(Hosts, Caddys, Caddy):
    title = "gate: {version}, forward_auth"
    headings = ("Behind Caddy",)
    conf = CONF + OPEN + HOSTS

    @classmethod
    def deploy(cls, site):
        site.serve()
        guard = site.write("portress-guard.caddy", site.shipped(
            "deploy/caddy/portress-guard.caddy", cls.socket(site, "main")))
        shipped = "/usr/local/share/portress/caddy/portress-guard.caddy"
        said = PAGE.block(cls.headings[0]).replace(shipped, guard)
        program = cls.program()
        cls.start(site, site.shipped(
            "deploy/caddy/portress.caddy", cls.socket(site, "main"))
            + said.replace("/srv/www", cls.folder(site)).replace(
                "127.0.0.1:8080", program)
            + f"handle /open/* {{\nimport {guard}\n"
            f"reverse_proxy {program}\n}}\n")

    def test_strangers_are_told_how_to_sign_in(self):
        answer = self.get("/files/report.txt")
        self.assertEqual(answer.headers["WWW-Authenticate"],
                         'Bearer realm="api"')
        self.assertNotIn("Status", answer.headers)
        self.assertEqual(answer.headers["Content-Type"], "application/json")


class ByCaddyOverHttp(Caddys, Nginx):
    title = "gate: {version}, forward_auth of another server"
    headings = ("Behind Traefik and others that ask by HTTP",)
    server = "caddy nginx"
    conf = CONF.replace("gate = true", 'gate = true\n'
                        '\tgate_asked_by = "forwarded"') + OPEN

    @classmethod
    def deploy(cls, site):
        site.serve()
        folder = cls.folder(site)
        cls.plain(site)
        behind, site.port = site.port, harness.free_port()
        program = cls.program()
        said = PAGE.block(cls.headings[0]).replace(
            "127.0.0.1:8081", f"127.0.0.1:{behind}").replace(
            "/srv/www", folder).replace(
            "example.com", f"http://127.0.0.1:{site.port}").replace(
            "root * ", f"reverse_proxy /stats/* {program}\n"
            f"reverse_proxy /open/* {program}\nroot * ").replace(
            "forward_auth", "handle /auth/* {\n"
            f"reverse_proxy 127.0.0.1:{behind}\n}}\nhandle /sign-in.html {{\n"
            f"root * {folder}\nfile_server\n}}\nhandle {{\nforward_auth", 1)
        site.run("caddy", "run", "--config", site.write(
            "Caddyfile", f"{{\nadmin off\nauto_https off\n}}\n{said}}}\n"),
            "--adapter", "caddyfile", until=site.answers,
            env=dict(os.environ, HOME=site.directory))

    @classmethod
    def version(cls):
        return f"Caddy {version_of('caddy', 'version')}"


if __name__ == "__main__":
    main()
