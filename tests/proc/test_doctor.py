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

    def run_server(self, port, *command, **more):
        with open(f"{self.instance.directory}/{command[0]}.out", "ab") as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, **more)

        def end():
            process.terminate()
            process.wait()
        self.addCleanup(end)

        def is_up():
            self.assertIsNone(process.poll(), open(log.name).read())
            with socket.socket() as probe:
                return probe.connect_ex(("127.0.0.1", port)) == 0
        wait_for(is_up, what=command[0])

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
        port = harness.free_port()
        try:
            master, slave = pty.openpty()
        except OSError as error:
            self.skipTest(f"no terminal: {error}")
        process = subprocess.Popen(
            [harness.PROGRAM, "doctor", self.instance.url], stdout=slave,
            stderr=slave, stdin=subprocess.DEVNULL)
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
        self.assertEqual(process.wait(), 0)
        self.assertIn(b"\r\x1b[Ksending bodies ...", said)
        shown = re.sub(rb"[^\n]*\x1b\[K", b"", said).decode()
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
        self.run_server(self.ports[-1], "nginx", "-e",
                        f"{directory}/start.log", "-c",
                        f"{directory}/nginx.conf")

    def setUp(self):
        self.ports = []

    def port(self):
        port = harness.free_port()
        while port in self.ports:
            port = harness.free_port()
        self.ports.append(port)
        return port

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
        directory = self.directory("misled")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
             "/CN=localhost", "-keyout", f"{directory}/key.pem", "-out",
             f"{directory}/cert.pem"], check=True, capture_output=True)
        certificate = (f'\t\tssl_certificate "{directory}/cert.pem";\n'
                       f'\t\tssl_certificate_key "{directory}/key.pem";')
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

    def answer(self, **told):
        """What somebody says who is not Portress, whatever is asked."""
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
        return self.find(port)

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
        self.run_server(port, "apache2", "-DFOREGROUND", "-f",
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
        self.run_server(port, "lighttpd", "-D", "-f",
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
                ("lighttpd/1.4.69", {}, {"lighttpd"})):
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
