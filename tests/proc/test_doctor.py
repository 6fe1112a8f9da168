"""`portress doctor`, and selfcheck/, which it asks: each thing that a web
server can do wrong is done by one, and where the doctor has a line for it, that
line mends it."""

import contextlib
import json
import os
import pty
import re
import shutil
import socket
import subprocess
import threading
import unittest

import harness
from doctor import WHAT
from fastcgi import *
from harness import Case, main, wait_for

os.environ["PATH"] += ":/usr/local/sbin:/usr/sbin:/sbin"

CONF = """
api "djoser" { selfcheck = true }
api "silent" { prefix = "/silent/" }
"""

class Report:
    """What the doctor has said."""

    def __init__(self, done):
        self.status, self.text = done.returncode, done.stdout
        self.errors = done.stderr
        self.codes = {code for code, what in WHAT.items()
                      if f": {what}" in done.stdout}
        lines = [line for line in done.stdout.splitlines()
                 if not line.startswith("        ")]
        told = [line for line in lines if not line.startswith("good")]
        self.grave = [line for line in told if line.startswith("BAD")]
        # The last note is that it is to be switched off again.
        self.unknown = [line for line in told[:-1] if not any(
            f": {what}" in line for what in WHAT.values())]

    def lines(self, server):
        """Those that can be written into a configuration as they are."""
        found = re.findall(rf"^        {server}: (.*)$", self.text, re.M)
        plain = [line.split("    (")[0] for line in found
                 if "(in server { })" not in line]
        return [line for line in plain if line.endswith(";")]


class Doctor(Case):
    conf = CONF

    def setUp(self):
        """Nothing is in the database."""

    def socket(self):
        return f"{self.instance.directory}/run/main.sock"

    def directory(self, name):
        path = f"{self.instance.directory}/{name}"
        os.makedirs(path, exist_ok=True)
        return path

    def ask(self, url):
        return Report(self.portress("doctor", url))

    def on_a_terminal(self, url):
        """Its status, and what is left to read there."""
        try:
            master, slave = pty.openpty()
        except OSError as error:
            self.skipTest(f"no terminal: {error}")
        process = subprocess.Popen(
            [harness.PROGRAM, "doctor", url], stdout=slave, stderr=slave,
            stdin=subprocess.DEVNULL)
        os.close(slave)
        said = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:     # it has ended
                break
            if not piece:
                break
            said += piece
        os.close(master)
        self.assertIn(b"\r\x1b[Ksending bodies ...", said)
        return process.wait(), re.sub(rb"[^\n]*\x1b\[K", b"", said).decode()

    def run_server(self, ports, *command, **more):
        """Which is there when it listens on all of them."""
        with open(f"{self.instance.directory}/{command[0]}.out", "ab") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, **more)

        def end():
            process.terminate()
            process.wait()
        self.addCleanup(end)

        def listens(port):
            self.assertIsNone(process.poll(), open(log.name).read())
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0
        wait_for(lambda: all(map(listens, ports)), what=command[0])

    def assertFound(self, report, *codes):
        self.assertEqual(report.codes, set(codes), report.text)
        self.assertEqual(report.unknown, [])
        self.assertEqual(report.errors, "")
        self.assertEqual(report.status, 1 if report.grave else 0)


class Good(Doctor):
    def test_where_all_is_as_shipped_nothing_is_found(self):
        report = self.ask(self.instance.url)
        self.assertFound(report)
        self.assertEqual(report.text.count("\ngood"), 18, report.text)
        self.assertRegex(report.text, r"(?s)\nnote  selfcheck: .*\n$")
        self.assertIn("behind nginx/", report.text)
        self.assertIn("keeps those to Portress", report.text)

    def test_where_there_are_no_accounts_to_ask_for_it_says_so(self):
        self.sql("RENAME TABLE auth_user TO away")
        try:
            report = self.ask(self.instance.url)
        finally:
            self.sql("RENAME TABLE away TO auth_user")
        self.assertFound(report, "database_down")
        self.assertFound(self.ask(self.instance.url))

    def test_the_last_slash_may_be_left_out(self):
        self.assertFound(self.ask(self.instance.url.rstrip("/")))

    def test_what_is_no_url_is_refused(self):
        for url in ("example.com/auth/", "ftp://example.com/", "http://",
                    "http://a:b@127.0.0.1/auth/",
                    "http://127.0.0.1/auth/?a", ""):
            with self.subTest(url):
                done = self.portress("doctor", url)
                self.assertEqual(done.returncode, 64, done)
                self.assertIn("is no URL of an api", done.stderr)

    def test_check_reminds_of_it(self):
        said = self.portress("check").stdout
        self.assertIn('note  selfcheck: api "djoser" tells anybody', said)
        self.assertNotIn('"silent" tells', said)

    def test_no_configuration_is_needed(self):
        done = subprocess.run(
            [harness.PROGRAM, "-c", "/nonexistent", "doctor",
             self.instance.url], text=True, capture_output=True)
        self.assertEqual(done.returncode, 0, done)

    def test_a_terminal_has_80_columns(self):
        status, shown = self.on_a_terminal(self.instance.url)
        self.assertEqual(status, 0, shown)
        for line in shown.splitlines():
            self.assertLessEqual(len(line), 80, line)
        self.assertNotIn("...", shown)


# --- what nginx can do wrong --------------------------------------------------

def shipped():
    """The parameters of the file that is shipped."""
    path = os.path.join(harness.TOP, "nginx", "portress-server.conf")
    with open(path) as file:
        return re.findall(r"^\t(fastcgi_param .*;)$", file.read(), re.M)


# Of a finding: what is left out of the shipped parameters, and what is added.
# What else follows from that stands behind it.
NGINX = {
    "method_missing": (["REQUEST_METHOD"], "", {"method_withheld"}),
    "request_uri_missing": (
        ["REQUEST_URI"], "fastcgi_param SCRIPT_NAME $fastcgi_script_name;",
        {"path_changed"}),
    "query_missing": (["QUERY_STRING"], ""),
    "content_type_missing": (["CONTENT_TYPE"], ""),
    "content_length_missing": (["CONTENT_LENGTH"], ""),
    "body_unbuffered": ([], "fastcgi_request_buffering off;"),
    "client_address_missing": (["REMOTE_ADDR"], ""),
    "host_missing": ([], 'fastcgi_param HTTP_HOST "";'),
    "parameter_repeated": ([], "fastcgi_param REQUEST_URI $request_uri;"),
    "proxy_header": (["HTTP_PROXY"], ""),
    "authorization_lost": ([], 'fastcgi_param HTTP_AUTHORIZATION "";'),
    "authorization_changed": (
        [], 'fastcgi_param HTTP_AUTHORIZATION "Basic YTpi";'),
    "path_changed": (["REQUEST_URI"], "fastcgi_param REQUEST_URI $uri;"),
    "query_changed": (["QUERY_STRING"],
                      'fastcgi_param QUERY_STRING "a=1&$query_string";'),
    "method_withheld": ([], "limit_except GET POST { deny all; }"),
    "body_lost": ([], "fastcgi_pass_request_body off;"),
    "body_refused": ([], "client_max_body_size 1k;", {"too_large_page",
                                                      "chunked_refused"}),
    "chunked_refused": (
        [], "if ($http_transfer_encoding) { return 411; }"),
    "too_large_page": ([], "client_max_body_size 64k;"),
    "error_pages": ([], "fastcgi_intercept_errors on; error_page 401 404 "
                    "/ours.html;"),
    "challenge_lost": ([], "fastcgi_hide_header WWW-Authenticate;"),
    "cookies_lost": ([], 'fastcgi_param HTTP_COOKIE "a=1";'),
    "forged_identity": (["HTTP_X_AUTH_USER"], ""),
    "scheme_claimed": (["HTTPS"], "fastcgi_param HTTPS on;"),
    "cache_headers_lost": ([], "expires 1h;"),
    "answer_cached": ([], "fastcgi_cache answers; fastcgi_cache_valid any 1h; "
                      "fastcgi_ignore_headers Cache-Control; "
                      "fastcgi_cache_key $request_uri;"),
    "clock_differs": (
        [], 'add_header Date "Mon, 01 Jan 2001 00:00:00 GMT" always;'),
}

HTTP = """
pid "{directory}/nginx.pid";
error_log "{directory}/error.log" warn;
worker_processes 1;
daemon off;
{user}
events {{
	worker_connections 256;
}}
http {{
	access_log off;
	{files}
	fastcgi_cache_path "{directory}/cache" keys_zone=answers:1m;
{servers}
}}
"""

SERVER = """
	server {{
		listen 127.0.0.1:{port}{tls};
{certificate}
		location /ours.html {{ return 200 "<p>no"; }}
		location /auth/ {{
			{location}
		}}
	}}
"""


class Misled(Doctor):
    """Behind one nginx with many servers."""

    def begin(self, servers):
        """`servers`: texts of server blocks, which listen on `ports`."""
        directory = self.directory("misled")
        user = "user root;" if os.getuid() == 0 else ""
        with open(f"{directory}/nginx.conf", "w") as file:
            file.write(HTTP.format(directory=directory, user=user,
                                   files=harness.nginx_files(directory),
                                   servers="".join(servers)))
        shutil.rmtree(f"{directory}/cache", ignore_errors=True)
        self.run_server(self.ports, "nginx", "-e",
                        f"{directory}/start.log", "-c",
                        f"{directory}/nginx.conf")

    def setUp(self):
        self.ports = []

    def port(self):
        self.ports.append(harness.free_port())
        return self.ports[-1]

    def location(self, without, more, instead=()):
        """The shipped one, spoilt; lines mend it where they take the place of
        what is there already."""
        given = {line.split()[1] for line in instead
                 if line.startswith("fastcgi_param")}
        lines = [f'fastcgi_pass "unix:{self.socket()}";']
        lines += [line for line in shipped()
                  if line.split()[1] not in {*without, *given}]
        if not re.search("client_max_body_size", more + " ".join(instead)):
            lines.append("client_max_body_size 128k;")
        return "\n\t\t\t".join([*lines, more, *instead])

    def server(self, *location, port=None, tls="", certificate=""):
        return SERVER.format(port=port or self.port(), tls=tls,
                             certificate=certificate,
                             location=self.location(*location)
                             if len(location) > 1 else location[0])

    def find(self, port, path="/auth/", scheme="http", host="127.0.0.1"):
        return self.ask(f"{scheme}://{host}:{port}{path}")

    def test_what_nginx_does_wrong_is_found(self):
        self.begin([self.server(*case[:2]) for case in NGINX.values()])
        mended = {}
        for port, (code, case) in zip(self.ports, NGINX.items()):
            with self.subTest(code):
                report = self.find(port)
                self.assertFound(report, code, *(
                    case[2] if len(case) > 2 else ()))
                mended[code] = report.lines("nginx")
        return mended

    def test_what_the_doctor_says_mends_it(self):
        """One that sets a parameter to what it should be stands where the bad
        one stood; a directive stands in place of the same one."""
        mended = self.test_what_nginx_does_wrong_is_found()
        cases = {}
        for code, lines in mended.items():
            without, more = NGINX[code][:2]
            for line in lines:
                directive = line.split()[0].rstrip(";")
                name = " ".join(line.split()[:2]) if directive == \
                    "fastcgi_param" else directive
                more = re.sub(rf"\b{re.escape(name)} [^;]*;", "", more)
            if lines:
                cases[code] = (without, more, dict.fromkeys(lines))
        self.assertGreater(len(cases), 15)
        self.ports.clear()
        self.begin([self.server(*case) for case in cases.values()])
        for port, code in zip(self.ports, cases):
            with self.subTest(code):
                self.assertNotIn(code, self.find(port).codes)

    def test_https_is_lost(self):
        """And the certificate is one of our own."""
        key = f"{self.directory('misled')}/key.pem"
        harness.certify(key)
        certificate = (f'\t\tssl_certificate "{key}.crt";\n'
                       f'\t\tssl_certificate_key "{key}";')
        self.begin([self.server(without, "", tls=" ssl",
                                certificate=certificate)
                    for without in (["HTTPS"], [])])
        self.assertFound(self.find(self.ports[0], scheme="https"),
                         "certificate", "scheme_lost")
        report = self.find(self.ports[1], scheme="https")
        self.assertFound(report, "certificate")
        self.assertIn("good  scheme", report.text)

    def test_plain_http_that_others_can_read(self):
        """127.1 is this machine, too, but not for whoever knows the rules."""
        self.begin([self.server([], "")])
        self.assertFound(self.find(self.ports[0], host="127.1"),
                         "plain_http")

    def test_there_is_nothing_to_ask(self):
        gone = f"{self.directory('misled')}/gone.sock"
        cases = {
            "redirected": "return 301 https://www.example.com$request_uri;",
            "backend_down": f'fastcgi_pass "unix:{gone}";',
            "not_portress": 'default_type text/html; return 200 "<p>hello";',
        }
        self.begin([self.server(text) for text in cases.values()])
        for port, code in zip(self.ports, cases):
            with self.subTest(code):
                report = self.find(port)
                self.assertEqual(report.codes, {code}, report.text)
                self.assertEqual(report.status, 1)
                self.assertEqual(len(report.grave), 1)
        self.assertIn("https://www.example.com/auth/selfcheck/",
                      self.find(self.ports[0]).text)

    def test_nobody_is_there(self):
        report = self.find(self.port())
        self.assertEqual((report.codes, report.status), ({"unreachable"}, 1),
                         report.text)

    def test_who_falls_silent_is_not_asked_for_long(self):
        """It answers once, and then hangs up on whoever asks."""
        port = self.port()
        body = json.dumps({"portress": "1", "gateway": "nginx"}).encode()
        peer = socket.create_server(("127.0.0.1", port))
        self.addCleanup(peer.close)
        asked = []

        def serve():
            while True:
                try:
                    connection = peer.accept()[0]
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    asked.append(1)
                    if len(asked) == 1:
                        connection.sendall(
                            b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
                            b"Content-Length: %d\r\n\r\n" % len(body) + body)
        threading.Thread(target=serve, daemon=True).start()
        report = self.find(port)
        self.assertIn("unreachable", report.codes, report.text)
        self.assertEqual(report.status, 1)
        self.assertLess(len(asked), 10)

    def test_who_hangs_up_on_a_body_is_asked_again(self):
        """On a kept connection. libcurl 8 winds back, or says nothing more."""
        port = self.port()
        body = json.dumps({"portress": "1", "gateway": "nginx"}).encode()
        peer = socket.create_server(("127.0.0.1", port))
        self.addCleanup(peer.close)

        def say(connection, line, said):
            connection.sendall(
                b"HTTP/1.1 %s\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n" % (line, len(body)) + said)

        def talk(connection):
            told = 0
            with connection, connection.makefile("rb", 0) as file, \
                    contextlib.suppress(OSError):
                while line := file.readline():
                    length = 0
                    while (header := file.readline()) not in (b"\r\n", b""):
                        if header.lower().startswith(b"content-length:"):
                            length = int(header.split(b":")[1])
                    if length > 65536:
                        if not told:
                            say(connection, b"413 Too Large", body)
                            connection.shutdown(socket.SHUT_WR)
                            while connection.recv(65536):
                                pass
                        return
                    while length > 0:
                        length -= len(file.read(length) or b"x" * length)
                    say(connection, b"200 OK",
                        b"" if line.startswith(b"HEAD") else body)
                    told += 1

        def serve():
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=talk, args=(peer.accept()[0],),
                                     daemon=True).start()
        threading.Thread(target=serve, daemon=True).start()
        report = self.find(port)
        self.assertNotIn("rewind", report.text)
        self.assertFalse({"unreachable", "too_large_page"} & report.codes,
                         report.text)

    def impostor(self, **told):
        """The port of somebody who says that, whatever is asked."""
        port = self.port()
        body = json.dumps(dict({"portress": "1", "gateway": "nginx"}, **told)
                          ).encode()
        peer = socket.create_server(("127.0.0.1", port))
        self.addCleanup(peer.close)

        def serve():
            while True:
                try:
                    connection = peer.accept()[0]
                except OSError:
                    return
                with connection:
                    connection.recv(262144)
                    connection.sendall(
                        b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
                        b"Content-Length: %d\r\n\r\n" % len(body) + body)
        threading.Thread(target=serve, daemon=True).start()
        return port

    def answer(self, **told):
        return self.find(self.impostor(**told))

    def test_words_fit_into_80_columns(self):
        """Lines of a configuration need not."""
        _, shown = self.on_a_terminal(
            f"http://127.0.0.1:{self.impostor(time=0)}/auth/")
        self.assertIn("        let a time service", shown)
        for line in shown.splitlines():
            if not line.startswith("        nginx: "):
                self.assertLessEqual(len(line), 80, line)

    def test_an_answer_without_end_is_not_waited_for(self):
        """It was read for as long as it came, and taken for silence."""
        port = self.port()
        peer = socket.create_server(("127.0.0.1", port))
        self.addCleanup(peer.close)

        def serve():
            with peer.accept()[0] as connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\n"
                                   b"Content-Type: video/mp4\r\n\r\n")
                with contextlib.suppress(OSError):
                    while True:
                        connection.sendall(b"x" * 65536)
        threading.Thread(target=serve, daemon=True).start()
        report = self.find(port)
        self.assertEqual(report.codes, {"not_portress"}, report.text)
        self.assertIn("(it was answered with 200, video/mp4)", report.text)

    def test_times_that_are_none(self):
        for time in (-1e300, 1e300, -2 ** 63, 2 ** 63 - 1, float("nan"), "x"):
            with self.subTest(time):
                report = self.answer(time=time)
                self.assertEqual((report.status, report.errors), (1, ""))
                self.assertNotIn("clock_differs", report.codes)

    def test_what_it_says_does_nothing_to_a_terminal(self):
        report = self.answer(software="\x1b[31m\x9b31m\u202e\u2067\u2028!")
        self.assertIn("behind ?[31m?31m???!\n", report.text)

    def test_it_is_switched_off(self):
        report = self.find(self.instance.port, "/silent/")
        self.assertEqual((report.codes, report.status),
                         ({"selfcheck_off"}, 1), report.text)
        self.assertIn("        selfcheck = true", report.text)

    def test_each_finding_is_provoked(self):
        """By name, in these tests."""
        with open(__file__) as file:
            text = file.read()
        for code in WHAT:
            self.assertIn(f'"{code}"', text)


# --- Caddy and HAProxy -------------------------------------------------------

class Beside:
    """One web server with a site for each thing that it does wrong: CASES has
    of each finding what stands where in TEXT, and the line that the doctor has
    for it; what else follows stands behind it."""

    def begin(self, cases):
        """A port for each."""
        raise NotImplementedError

    def put(self, case, line):
        """The case, mended by the line; or None where it says what is to be
        taken out."""
        raise NotImplementedError

    def find(self, port, code="", path="/auth/"):
        scheme = "https" if code in ("scheme_lost", "certificate") else "http"
        return self.ask(f"{scheme}://127.0.0.1:{port}{path}")

    def certificate(self):
        path = f"{self.instance.directory}/both.pem"
        harness.certify(path)
        return path

    def test_what_it_does_wrong_is_found_and_mended(self):
        mended = {}
        ports = self.begin(list(self.CASES.values()))
        for port, (code, (case, line, *more)) in zip(ports,
                                                     self.CASES.items()):
            with self.subTest(code):
                report = self.find(port, code)
                self.assertEqual(report.codes, {code, *more}, report.text)
                self.assertEqual(report.unknown, [])
                told = re.findall(rf"^        {self.called}: (.*?)(?:    \(|$)",
                                  report.text, re.M)
                self.assertIn(line, told, report.text)
                self.assertNotIn("        nginx: ", report.text)
                mended[code] = [better for better in (
                    self.put(case, one) for one in told) if better]
        self.doCleanups()
        cases = {code: case for code, found in mended.items()
                 for case in found[-1:]}
        self.assertGreater(len(cases), 2)
        for port, code in zip(self.begin([(case, "") for case in
                                          cases.values()]), cases):
            with self.subTest(code):
                self.assertNotIn(code, self.find(port, code).codes)


CADDY = """
http://:{port} {{
	handle /auth/* {{
		{handle}
		reverse_proxy unix/{socket} {{
			{proxy}
			transport fastcgi {{
				{transport}
			}}
		}}
	}}
}}
"""
KEPT_BACK = """request_header -X-Auth*
request_header -X_Auth*
request_header -Proxy"""


@unittest.skipUnless(shutil.which("caddy"), "Caddy is not here")
class Caddy(Beside, Doctor):
    called = "Caddy"
    CASES = {
        "request_uri_missing": ({"transport": 'env REQUEST_URI ""'},
                                "take out what sets env REQUEST_URI"),
        "query_missing": ({"transport": 'env QUERY_STRING ""'},
                          "take out what sets env QUERY_STRING"),
        "client_address_missing": ({"transport": 'env REMOTE_ADDR ""'},
                                   "take out what sets env REMOTE_ADDR"),
        "host_missing": ({"proxy": 'header_up Host ""'},
                         "take out what sets Host in header_up"),
        "proxy_header": ({"handle": KEPT_BACK.replace(
            "request_header -Proxy", "")}, "request_header -Proxy"),
        "authorization_lost": (
            {"proxy": "header_up -Authorization"},
            "take out what removes Authorization (request_header, header_up)"),
        "authorization_changed": (
            {"proxy": 'header_up Authorization "Basic YTpi"'},
            "take out what sets Authorization (request_header, header_up)"),
        "path_changed": (
            {"handle": f"{KEPT_BACK}\nuri replace // /",
             "transport": "env REQUEST_URI {{http.request.uri}}"},
            "take out what sets env REQUEST_URI"),
        "query_changed": (
            {"handle": f"{KEPT_BACK}\n"
             "rewrite * {{path}}?a=1&{{query}}"},
            "take out what changes the query (rewrite, uri, env "
            "QUERY_STRING)"),
        "method_withheld": (
            {"handle": f"{KEPT_BACK}\n@put method PUT\nrespond @put 405"},
            "take out the matcher `method` that keeps it back"),
        "body_refused": (
            {"handle": f"{KEPT_BACK}\nrequest_body {{{{\nmax_size 1KB\n}}}}"},
            "request_body { max_size 128KiB }", "too_large_page",
            "chunked_refused"),
        "too_large_page": (
            {"handle": f"{KEPT_BACK}\nrequest_body {{{{\nmax_size 65KB\n}}}}"},
            "request_body { max_size 256KiB }"),
        "error_pages": (
            {"proxy": "@bad status 401 404\nhandle_response @bad {{\n"
             "respond no 404\n}}"},
            "take out handle_response in reverse_proxy { }"),
        "challenge_lost": (
            {"proxy": "header_down -WWW-Authenticate"},
            "take out what removes WWW-Authenticate (header, header_down)"),
        "cookies_lost": (
            {"proxy": "header_up -Cookie"}, "take out what sets or removes "
            "Cookie (request_header, header_up)"),
        "forged_identity": ({"handle": "request_header -Proxy"},
                            "request_header -X-Auth*"),
        "scheme_claimed": ({"transport": "env HTTPS on"},
                           "take out what sets env HTTPS or REQUEST_SCHEME"),
        "cache_headers_lost": (
            {"proxy": "header_down Cache-Control max-age=60"},
            "take out what sets Cache-Control (header, header_down)"),
        "backend_down": (
            {"socket": "/nonexistent/main.sock"}, "reverse_proxy must name "
            "the socket of a lane, with `transport fastcgi`, and Caddy's "
            "account be in its socket_group"),
        "not_portress": (
            {"handle": "respond hello"}, "reverse_proxy /auth/* "
            "unix//run/portress/main.sock { transport fastcgi }"),
    }

    def begin(self, cases):
        ports, text = [], "{\nadmin off\nauto_https off\n" \
            "default_bind 127.0.0.1\n}\n"
        for case, *_ in cases:
            ports.append(harness.free_port())
            text += CADDY.format(**{
                "port": ports[-1], "handle": KEPT_BACK,
                "socket": self.socket(), "proxy": "", "transport": "",
                **{name: text.format() for name, text in case.items()}})
        path = f"{self.directory('caddy')}/Caddyfile"
        with open(path, "w") as file:
            file.write(text)
        self.run_server(ports, "caddy", "run", "--adapter", "caddyfile",
                        "--config", path,
                        env=dict(os.environ, HOME=self.directory("caddy")))
        return ports

    def put(self, case, line):
        if line.startswith("request_header"):
            return {"handle": KEPT_BACK}
        if line.startswith("request_body"):
            line = line.replace("{ ", "{{\n").replace(" }", "\n}}")
            return {"handle": f"{KEPT_BACK}\n{line}"}
        return None

    def test_of_a_caddy_before_which_tls_ends(self):
        """Nobody gets past what stands before it: a Caddy, too."""
        pem = self.certificate()
        plain, secure = self.begin([({}, ""), ({}, "")]), harness.free_port()
        front = f"{self.directory('front')}/Caddyfile"

        def through(port):
            with open(front, "w") as file:
                file.write("{\nadmin off\nauto_https off\ndefault_bind "
                           f"127.0.0.1\n}}\nhttps://:{secure} {{\n"
                           f"tls {pem}.crt {pem}\n"
                           f"reverse_proxy 127.0.0.1:{port}\n}}\n")
            self.run_server([secure], "caddy", "run", "--adapter", "caddyfile",
                            "--config", front,
                            env=dict(os.environ, HOME=os.path.dirname(front)))
            return self.ask(f"https://127.0.0.1:{secure}/auth/")

        report = through(plain[0])
        self.assertEqual(report.codes, {"certificate", "scheme_lost"},
                         report.text)
        self.assertIn("        Caddy: env HTTPS on    (in", report.text)
        self.assertIn("        Caddy: tls fullchain.pem key.pem", report.text)
        self.doCleanups()
        report = through(self.begin([({"transport": "env HTTPS on"}, "")])[0])
        self.assertEqual(report.codes, {"certificate"}, report.text)


HAPROXY = """
frontend {name}
	bind 127.0.0.1:{port}
	{front}
	default_backend {name}

backend {name}
	use-fcgi-app {name}
	option http-buffer-request
	{back}
	server main unix@{socket} proto fcgi

fcgi-app {name}
	docroot /
	{app}
"""
PASSED = "pass-header authorization"
DELETED = "http-request del-header x-auth- -m beg"


@unittest.skipUnless(shutil.which("haproxy"), "HAProxy is not here")
class HAProxy(Beside, Doctor):
    called = "HAProxy"
    bufsize = 64000
    CASES = {
        "authorization_lost": ({"app": ""}, PASSED),
        "authorization_changed": (
            {"back": f'{DELETED}\n\thttp-request set-header authorization '
             '"Basic YTpi"'},
            "take out what sets Authorization (http-request set-header)"),
        "host_missing": (
            {"back": f"{DELETED}\n\thttp-request del-header host"},
            "take out what deletes Host (http-request del-header)"),
        "path_changed": (
            {"front": r"http-request replace-path /auth//(.*) /auth/\1"},
            "take out what changes the path (http-request set-path, "
            "replace-path, set-uri, normalize-uri)"),
        "query_changed": (
            {"front": 'http-request set-query "a=1&%[query]"'},
            "take out what changes the query (http-request set-query, "
            "set-uri, normalize-uri)"),
        "method_withheld": (
            {"front": "http-request deny if {{ method PUT }}"},
            "take out the condition `method` that keeps it back"),
        "body_refused": (
            {"back": f"{DELETED}\n\thttp-request deny deny_status 413 if "
             "{{ req.body_size gt 1000 }}"},
            "http-request deny deny_status 413 if { req.body_size gt 131072 }",
            "too_large_page", "chunked_refused"),
        "error_pages": (
            {"back": f"{DELETED}\n\thttp-response return status 404 "
             "content-type text/html string no if {{ status 401 404 }}"},
            "take out http-response return"),
        "challenge_lost": (
            {"back": f"{DELETED}\n\thttp-response del-header "
             "www-authenticate"}, "take out what deletes WWW-Authenticate "
            "(http-response del-header)"),
        "cookies_lost": (
            {"front": "http-request del-header cookie"},
            "take out what sets or deletes Cookie (http-request)"),
        "forged_identity": ({"back": ""}, DELETED),
        "scheme_claimed": (
            {"app": f"{PASSED}\n\tset-param HTTPS on"},
            "take out what sets HTTPS or REQUEST_SCHEME (set-param)"),
        "cache_headers_lost": (
            {"back": f"{DELETED}\n\thttp-response set-header cache-control "
             "max-age=60"},
            "take out what sets or deletes Cache-Control (http-response)"),
        "answer_cached": (
            {"back": f"{DELETED}\n\thttp-request cache-use answers\n\t"
             "http-response set-header cache-control max-age=60\n\t"
             "http-response del-header vary\n\t"
             "http-response cache-store answers"},
            "take out http-request cache-use", "cache_headers_lost"),
        "too_large_page": (
            {"front": "http-request deny deny_status 413 if "
             "{{ req.body_size gt 64000 }}"},
            "take out the line that refuses it"),
    }

    def begin(self, cases):
        ports, text = [], (
            f"global\n\ttune.bufsize {self.bufsize}\ndefaults\n\tmode http\n"
            "\ttimeout connect 5s\n\ttimeout client 60s\n"
            "\ttimeout server 60s\ncache answers\n\ttotal-max-size 1\n")
        for number, (case, *_) in enumerate(cases):
            ports.append(harness.free_port())
            text += HAPROXY.format(**{
                "name": f"case{number}", "port": ports[-1], "front": "",
                "back": DELETED, "app": PASSED, "socket": self.socket(),
                **{name: text.format() for name, text in case.items()}})
        path = f"{self.directory('haproxy')}/haproxy.cfg"
        with open(path, "w") as file:
            file.write(text)
        self.run_server(ports, "haproxy", "-db", "-f", path)
        return ports

    def put(self, case, line):
        if line == PASSED:
            return {"app": line}
        if line == DELETED:
            return {"back": line}
        if line.startswith("http-request deny"):
            return {"back": DELETED + "\n\t" + line.replace(
                "{", "{{").replace("}", "}}")}
        return None

    def test_what_is_no_length_does_not_fit(self):
        """Unless a buffer takes it; but a larger one is no good."""
        self.bufsize = 16384
        report = self.find(self.begin([({}, "")])[0])
        self.assertFound(report, "chunked_refused")
        self.assertIn("        HAProxy: tune.bufsize 64000    (in global; not "
                      "more)\n", report.text)
        self.doCleanups()
        self.bufsize = 64000
        self.assertFound(self.find(self.begin([({}, "")])[0]))
        self.doCleanups()
        self.bufsize = 81920
        report = self.find(self.begin([({}, "")])[0])
        self.assertFound(report, "too_large_page")
        self.assertIn("        HAProxy: tune.bufsize 64000    (in global; "
                      "where more than 65536 was", report.text)

    def test_it_does_not_tell_its_name(self):
        """Of what it says itself: so all lines are told, and its own."""
        report = self.find(self.begin([(
            {"socket": "/nonexistent/main.sock"}, "")])[0])
        self.assertEqual(report.codes, {"backend_down"}, report.text)
        self.assertIn("        HAProxy: `server` must name", report.text)

    def test_before_which_tls_ends(self):
        """HAProxy itself stands before it."""
        pem, secure = self.certificate(), harness.free_port()
        for app, codes in ((PASSED, {"certificate", "scheme_lost"}),
                           (f"{PASSED}\n\tset-param HTTPS on",
                            {"certificate"})):
            inner, = self.begin([({"app": app}, "")])
            path = f"{self.directory('front')}/haproxy.cfg"
            with open(path, "w") as file:
                file.write("defaults\n\tmode http\n\ttimeout connect 5s\n"
                           "\ttimeout client 60s\n\ttimeout server 60s\n"
                           "listen front\n\tbind 127.0.0.1:"
                           f"{secure} ssl crt {pem}\n"
                           f"\tserver inner 127.0.0.1:{inner}\n")
            self.run_server([secure], "haproxy", "-db", "-f", path)
            report = self.ask(f"https://127.0.0.1:{secure}/auth/")
            self.assertEqual(report.codes, codes, report.text)
            if "scheme_lost" in codes:
                self.assertIn("        HAProxy: set-param HTTPS on    (in",
                              report.text)
            self.doCleanups()


# --- Apache and lighttpd ------------------------------------------------------

APACHE = """
ServerRoot "{directory}"
DefaultRuntimeDir "{directory}"
PidFile "{directory}/apache.pid"
ErrorLog "{directory}/apache.log"
ServerName localhost
{user}
Listen 127.0.0.1:{port}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule proxy_module {modules}/mod_proxy.so
LoadModule proxy_fcgi_module {modules}/mod_proxy_fcgi.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule env_module {modules}/mod_env.so
ProxyPass "/auth/" "unix:{socket}|fcgi://localhost/"
<Location "/auth/">
	RequestHeader unset X-Auth-User
	{more}
</Location>
"""

MODULES = "/usr/lib/apache2/modules"


@unittest.skipUnless(shutil.which("apache2") and os.path.exists(
    f"{MODULES}/mod_proxy_fcgi.so"), "Apache is not here")
class Apache(Doctor):
    def found_with(self, more):
        port, directory = harness.free_port(), self.directory("apache")
        user = "User nobody\nGroup nogroup" if os.getuid() == 0 else ""
        with open(f"{directory}/apache.conf", "w") as file:
            file.write(APACHE.format(
                directory=directory, port=port, socket=self.reachable(),
                modules=MODULES, user=user, more=more))
        self.run_server([port], "apache2", "-DFOREGROUND", "-f",
                        f"{directory}/apache.conf")
        return self.ask(f"http://127.0.0.1:{port}/auth/")

    def reachable(self):
        """Apache is no root."""
        if os.getuid() != 0:
            return self.socket()
        path = self.instance.directory
        while path != "/tmp":
            os.chmod(path, os.stat(path).st_mode | 0o011)
            path = os.path.dirname(path)
        os.chmod(os.path.dirname(os.path.realpath(self.socket())), 0o711)
        os.chmod(self.socket(), 0o666)
        return self.socket()

    def test_authorization_is_kept_back(self):
        report = self.found_with("SetEnv proxy-sendcl 1")
        self.assertFound(report, "authorization_lost")
        self.assertIn("        Apache: CGIPassAuth On", report.text)
        self.assertNotIn("nginx: ", report.text)
        self.doCleanups()
        self.assertFound(self.found_with(
            "SetEnv proxy-sendcl 1\n\tCGIPassAuth On"))

    def test_bodies_come_in_pieces(self):
        report = self.found_with("CGIPassAuth On")
        self.assertFound(report, "body_unbuffered")
        self.assertIn("        mod_proxy_fcgi: SetEnv proxy-sendcl 1",
                      report.text)

    def test_pages_stand_in_the_place_of_answers(self):
        report = self.found_with("CGIPassAuth On\n\tProxyErrorOverride On")
        self.assertIn("error_pages", report.codes)
        self.assertIn("        mod_proxy_fcgi: ProxyErrorOverride Off",
                      report.text)


LIGHTTPD = """
server.document-root = "{directory}"
server.bind = "127.0.0.1"
server.port = {port}
server.errorlog = "{directory}/lighttpd.log"
server.upload-dirs = ( "{directory}" )
server.modules = ( "mod_setenv", "mod_fastcgi" )
{more}
fastcgi.server = ( "/auth" => (( "socket" => "{socket}",
	"check-local" => "disable" )) )
"""


@unittest.skipUnless(shutil.which("lighttpd"), "lighttpd is not here")
class Lighttpd(Doctor):
    def found_with(self, more):
        port, directory = harness.free_port(), self.directory("lighttpd")
        with open(f"{directory}/lighttpd.conf", "w") as file:
            file.write(LIGHTTPD.format(directory=directory, port=port,
                                       socket=self.socket(), more=more))
        self.run_server([port], "lighttpd", "-D", "-f",
                        f"{directory}/lighttpd.conf")
        return self.ask(f"http://127.0.0.1:{port}/auth/")

    def test_headers_are_forged(self):
        report = self.found_with("")
        self.assertFound(report, "forged_identity")
        self.assertIn("(X-Auth-User, X_Auth_User, X.Auth.User, X~Auth~User)",
                      report.text)
        self.assertIn("        lighttpd: no line keeps all of them back",
                      report.text)

    def test_what_looks_mended_is_not(self):
        """Any character that is no letter becomes "_"."""
        report = self.found_with(
            'setenv.set-request-header = ( "X-Auth-User" => "", '
            '"X_Auth_User" => "", "X.Auth.User" => "" )')
        self.assertFound(report, "forged_identity")
        self.assertIn("(X~Auth~User)", report.text)


# --- selfcheck/ ---------------------------------------------------------------

class Selfcheck(Doctor):
    def arrived(self, uri="/auth/selfcheck/", body=b"", flags=0, **others):
        reply = ask(self.socket(), parameters("GET", uri, body, **others),
                    body, flags)
        self.assertEqual(reply.status, 200, reply)
        return json.loads(reply.body)

    def codes(self, arrived):
        return [finding["code"] for finding in arrived["findings"]]

    def test_it_is_off_unless_it_is_switched_on(self):
        answer = self.call("GET", "/silent/selfcheck/")
        self.assertEqual((answer.status, answer.json),
                         (404, {"detail": "Not found."}))

    def test_what_arrived_is_told(self):
        told = self.arrived("/auth/selfcheck/?a=%20", QUERY_STRING="a=%20",
                            SERVER_SOFTWARE="lighttpd/1.4.69")
        wanted = {
            "software": "lighttpd/1.4.69", "gateway": "lighttpd", "fault": "",
            "method": "GET", "path": "/auth/selfcheck/", "query": "a=%20",
            "path_from": "REQUEST_URI", "host": "example.com",
            "scheme": "http", "content_type": "", "content_length": None,
            "body_length": 0, "is_chunked": False, "authorization": [],
            "authorization_word": "", "authorization_length": None,
            "cookies": [], "repeated": [], "identity": [], "has_proxy": False,
            "has_client_address": True, "is_kept": False, "findings": []}
        self.assertEqual({name: told[name] for name in wanted}, wanted)
        self.assertEqual(set(told) - set(wanted),
                         {"portress", "request", "time"})

    def test_a_kept_connection_is_told(self):
        with Wire(self.socket()) as wire:
            wire.send(request(parameters("GET", "/auth/selfcheck/"),
                              flags=KEEP))
            self.assertTrue(json.loads(wire.reply().body)["is_kept"])

    def test_no_credential_and_no_cookie_is_told(self):
        told = self.arrived(HTTP_AUTHORIZATION="Bearer hidden-secret",
                            HTTP_COOKIE="sessionid=hidden-secret; a=hidden",
                            HTTP_X_AUTH_USER="hidden")
        self.assertNotIn("hidden", json.dumps(told))
        self.assertEqual((told["authorization"], told["authorization_word"],
                          told["authorization_length"], told["identity"]),
                         (["HTTP_AUTHORIZATION"], "Bearer", 20,
                          ["HTTP_X_AUTH_USER"]))
        told = self.arrived(HTTP_AUTHORIZATION="hidden-secret")
        self.assertNotIn("hidden", json.dumps(told))

    def test_authorization_behind_a_rewrite(self):
        told = self.arrived(REDIRECT_HTTP_AUTHORIZATION="JWT abc")
        self.assertEqual(
            (told["authorization"], told["authorization_length"]),
            (["REDIRECT_HTTP_AUTHORIZATION"], 7))

    def test_what_clients_send_is_cut(self):
        told = self.arrived(
            QUERY_STRING="q" * 9000, SERVER_SOFTWARE="s" * 9000,
            CONTENT_TYPE="t" * 9000, HTTP_HOST="h" * 9000,
            **{f"HTTP_X_AUTH_{number:0100}": "1" for number in range(99)})
        self.assertEqual({name: len(told[name]) for name in
                          ("query", "software", "content_type", "host")},
                         dict.fromkeys(("query", "software", "content_type",
                                        "host"), 256))
        self.assertLess(len(json.dumps(told)), 4000)

    def test_findings_of_one_request(self):
        """What a person sees who has a browser alone."""
        sent = parameters("GET", "/auth/selfcheck/")
        sent = [*sent.items(), ("HTTP_PROXY", "http://evil.example/"),
                ("REQUEST_URI", "/auth/selfcheck/")]
        told = json.loads(ask(self.socket(), sent).body)
        self.assertEqual(self.codes(told),
                         ["parameter_repeated", "proxy_header"])
        self.assertEqual(told["repeated"], ["REQUEST_URI"])
        finding = told["findings"][1]
        self.assertEqual(finding["what"], WHAT["proxy_header"])
        self.assertIn({"server": "nginx",
                       "line": 'fastcgi_param HTTP_PROXY "";'},
                      finding["mend"])
        self.assertIn("Apache", [row["server"] for row in finding["mend"]])

    def test_only_lines_for_the_server_are_told(self):
        for software, more, names in (
                ("nginx/1.22.1", {}, {"nginx"}),
                ("Apache/2.4.62", {"SCRIPT_FILENAME": "/srv/a.fcgi"},
                 {"Apache"}),
                ("lighttpd/1.4.69", {}, {"lighttpd"}),
                ("Caddy/2.6.2", {}, {"Caddy"})):
            with self.subTest(software):
                told = self.arrived(SERVER_SOFTWARE=software, HTTP_PROXY="a",
                                    **more)
                self.assertEqual({row["server"] for row in
                                  told["findings"][0]["mend"]}, names)

    def test_a_body_that_is_too_large_is_refused(self):
        answer = self.call("POST", "selfcheck/", b" " * 65537)
        self.assertEqual((answer.status, answer.json),
                         (413, {"detail": "Request body is too large."}))

    def test_any_method_is_answered(self):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
                       "PROPFIND"):
            answer = self.call(method, "selfcheck/")
            self.assertEqual((answer.status, answer.json["method"]),
                             (200, method))
        answer = self.call("HEAD", "selfcheck/")
        self.assertEqual((answer.status, answer.body), (200, b""))

    def test_it_refuses_where_it_is_asked_to(self):
        answer = self.call("GET", "selfcheck/?answer=401")
        self.assertEqual(answer.status, 401)
        self.assertIn("WWW-Authenticate", answer.headers)

    def test_nothing_of_it_may_be_kept(self):
        answer = self.call("GET", "selfcheck/")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")


if __name__ == "__main__":
    main()
