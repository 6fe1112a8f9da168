"""FastCGI as it comes straight to the socket: good, odd and broken."""

import json
import random
import struct
import unittest

from fastcgi import *
from harness import wait_for
from people import *

ME = "/auth/users/me/"
BODY = b'{"refresh":"x"}'


COOKIES = """
api "cookies" {
	dialect = "dj-rest-auth"
	prefix = "/cookies/"
	use_jwt = true
	jwt_auth_cookie = "access"
}
"""


def refresh(body=BODY, **others):
    return parameters("POST", "/auth/jwt/refresh/", body, **others)


class Bared(Talk):
    more = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bare = Bare(cls.instance, cls.more)

    @classmethod
    def tearDownClass(cls):
        cls.bare.end()

    def setUp(self):
        super().setUp()
        self.workers = self.bare.children()

    def tearDown(self):
        """All that was sent hurt nobody."""
        self.assertEqual(self.ask().status, 401)
        self.assertEqual(self.bare.children(), self.workers,
                         self.bare.log()[-2000:])

    def ask(self, *arguments, **more):
        return ask(self.bare.socket, *arguments, **more)

    def wire(self):
        wire = Wire(self.bare.socket)
        self.addCleanup(wire.socket.close)
        return wire

    def ends_or_answers(self, data):
        """The connection ends, or something is answered; nobody hangs."""
        with self.wire() as wire:
            try:
                wire.send(data)
                wire.socket.shutdown(socket.SHUT_WR)
                wire.reply()
            except (Ended, OSError) as error:
                self.assertNotIsInstance(error, TimeoutError)
            except ValueError:
                pass    # no CGI in the answer: a refused role has none


class Parameters(Bared):
    more = COOKIES

    def test_an_answer_is_cgi(self):
        reply = self.ask()
        self.assertEqual(reply.status, 401)
        self.assertEqual(reply.headers["Content-Type"], "application/json")
        self.assertEqual(json.loads(reply.body), NO_CREDENTIALS)

    def test_of_parameters_sent_twice_the_last_wins(self):
        key = self.key(self.account())
        sent = [("REQUEST_METHOD", "POST"), ("REQUEST_URI", "/evil/"),
                *parameters().items(), ("HTTP_AUTHORIZATION", key)]
        self.assertEqual(self.ask(sent).status, 200)
        self.assertEqual(self.ask(sent + [("REQUEST_METHOD", "BREW")]).status,
                         405)
        self.assertEqual(self.ask(sent + [("REQUEST_URI", "/evil/")]).status,
                         404)

    def test_where_the_path_comes_from(self):
        key = self.key(self.account())

        def status(**others):
            return self.ask(parameters(HTTP_AUTHORIZATION=key,
                                       **others)).status

        for others, expected in (
                ({"uri": ME + "?x=1"}, 200),
                ({"uri": ME, "SCRIPT_NAME": "/x", "PATH_INFO": "/y"}, 200),
                # Without REQUEST_URI: lighttpd splits it anywhere,
                ({"uri": None, "SCRIPT_NAME": ME}, 200),
                ({"uri": None, "SCRIPT_NAME": "/auth/users",
                  "PATH_INFO": "/me/"}, 200),
                ({"uri": None, "SCRIPT_NAME": "/auth",
                  "PATH_INFO": "/users/me/"}, 200),
                ({"uri": "", "SCRIPT_NAME": "", "PATH_INFO": ME}, 200),
                # and mod_fcgid has its script's name there.
                ({"uri": None, "SCRIPT_NAME": "/app/auth.fcgi",
                  "PATH_INFO": ME,
                  "SCRIPT_FILENAME": "/var/www/app/auth.fcgi"}, 200),
                # These are decoded already.
                ({"uri": None, "SCRIPT_NAME": "/auth/users/%6de/"}, 404),
                ({"uri": None}, 404), ({"uri": "*"}, 404),
                ({"uri": "http://x/auth/users/me/"}, 404),
                ({"uri": "/auth/users/me/#x"}, 200),
                ({"uri": ME + "%00"}, 404), ({"uri": "/auth/%2e%2e/"}, 404)):
            with self.subTest(others):
                self.assertEqual(status(**others), expected)

    def test_where_authorization_comes_from(self):
        key = self.key(self.account())
        for others, expected in (
                ({"REDIRECT_HTTP_AUTHORIZATION": key}, 200),
                ({"REDIRECT_REDIRECT_HTTP_AUTHORIZATION": key}, 200),
                ({"HTTP_AUTHORIZATION": "",
                  "REDIRECT_HTTP_AUTHORIZATION": key}, 200),
                ({"HTTP_AUTHORIZATION": key,
                  "REDIRECT_HTTP_AUTHORIZATION": "Token nope"}, 200),
                ({"HTTP_X_AUTHORIZATION": key}, 401),
                ({"AUTHORIZATION": key}, 401),
                ({"HTTP_AUTHORIZATIONX": key}, 401),
                ({"REMOTE_USER": "ada", "AUTH_TYPE": "Basic"}, 401)):
            with self.subTest(others):
                self.assertEqual(self.ask(parameters(**others)).status,
                                 expected)

    def test_two_authorizations(self):
        """None of them counts, whether a server has joined them to one value
        or not."""
        key = self.key(self.account())
        sent = list(parameters().items())
        for values, expected in (
                (["Token x", key], 401), ([key, "Token x"], 401),
                ([key, key], 401), ([key, ""], 200), (["", key], 200),
                ([f"{key}, Token x"], 401), ([f"Token x, {key}"], 401),
                ([f"{key}, {key}"], 401), ([f"{key},{key}"], 401)):
            with self.subTest(values):
                self.assertEqual(self.ask(sent + [
                    ("HTTP_AUTHORIZATION", value)
                    for value in values]).status, expected)

    def test_cookies_in_one_value_and_in_several(self):
        self.account("ada")
        body = compact({"username": "ada", "password": PASSWORD}).encode()
        access = json.loads(self.ask(parameters(
            "POST", "/auth/jwt/create/", body), body).body)["access"]
        good = f"access={access}"
        sent = list(parameters(uri="/cookies/user/").items())
        for values, expected in (
                ([good], 200), (["a=b", good], 200), ([good, "a=b"], 200),
                ([f"a=b; {good}"], 200), ([f"{good}; a=b; c=d"], 200),
                # Apache joins headers so.
                ([f"a=b, {good}"], 200), ([f"{good}, a=b; c=d"], 200),
                (["a=b"], 401), ([f"x{good}"], 401)):
            with self.subTest(values):
                self.assertEqual(self.ask(sent + [
                    ("HTTP_COOKIE", value) for value in values]).status,
                    expected)

    def test_nobody_is_somebody_by_a_name_of_ours(self):
        """As lighttpd sends X_Auth_User and X.Auth.User."""
        self.account("ada")
        sent = list(parameters().items())
        for name in ("HTTP_X_AUTH_USER", "HTTP_X_AUTH_USER_ID",
                     "HTTP_X_AUTH_STAFF", "HTTP_X_AUTH_EMAIL"):
            for value in ("ada", "1", "true", "ada@example.com"):
                self.assertEqual(self.ask(sent + [(name, value)] * 2).status,
                                 401)

    def test_odd_values(self):
        for others in ({"REQUEST_METHOD": ""}, {"REQUEST_METHOD": None},
                       {"REQUEST_METHOD": "G\0T"}, {"": "x"},
                       {"HTTP_HOST": ""}, {"HTTP_HOST": "[::1"},
                       {"HTTP_HOST": "\xff"}, {"HTTP_HOST": ":"},
                       {"REMOTE_ADDR": "\n\x1b[0m"}, {"X=Y": "z"},
                       {"HTTP_AUTHORIZATION": "\0\xff"},
                       {"HTTP_AUTHORIZATION": "Token \xe4"},
                       {"HTTP_AUTHORIZATION": "Bearer \xe4.\xe4.\xe4"},
                       {"HTTP_AUTHORIZATION": "x" * 60000},
                       {"CONTENT_TYPE": "\xff"}, {"QUERY_STRING": "\0"},
                       {"REQUEST_URI": "/" + "x" * 60000},
                       {"REQUEST_URI": "/auth/users/\xff/"}):
            with self.subTest(f"{others!r:.60}"):
                reply = self.ask(parameters(**others))
                self.assertTrue(400 <= reply.status < 500, reply)
                json.loads(reply.body)

    def test_no_parameters_and_many(self):
        self.assertEqual(self.ask({}).status, 404)
        self.assertEqual(self.ask(parameters(
            **{f"HTTP_X{number}": "y" * 20 for number in range(900)}))
            .status, 401)

    def test_lengths_of_names_and_values(self):
        for size in (127, 128, 255, 256, 32767, 32768, 65535, 70000):
            reply = self.ask(parameters(HTTP_X="y" * size,
                                        **{"N" * size: "z"}))
            self.assertEqual(reply.status, 401)


class Bodies(Bared):
    def test_lengths_that_lie(self):
        for length, statuses in (
                ("15", {401}), ("", {401}), (None, {401}),
                ("0", {400, 401}), ("5", {400}), ("014", {400, 401}),
                ("16", {400}), ("1000", {400}),
                ("-1", {401}), ("-2", {400}), ("+15", {400}), ("1e3", {400}),
                ("0x0f", {400}), ("15 ", {400, 401}), ("15,15", {400}),
                ("+5", {400}), (" 15", {400, 401}), ("\t15", {400, 401}),
                ("15\0", {400, 401}), ("1_5", {400}), ("1.5", {400}),
                ("-0", {400}), ("--15", {400}), ("0" * 99 + "15", {400, 401}),
                ("9223372036854775807", {413}),
                ("9223372036854775808", {400, 413}),
                ("18446744073709551631", {400, 413}),
                ("99999999999999999999", {400, 413}),
                ("1073741824", {413}), ("x", {400})):
            with self.subTest(length=length):
                reply = self.ask(refresh(CONTENT_LENGTH=length), BODY)
                self.assertIn(reply.status, statuses, reply)
                json.loads(reply.body)

    def test_of_two_lengths_the_last_counts(self):
        sent = list(refresh(CONTENT_LENGTH=None).items())
        for lengths, status in ((("5", "15"), 401), (("15", "5"), 400),
                                (("15", "15"), 401), (("x", "15"), 401)):
            self.assertEqual(self.ask(sent + [
                ("CONTENT_LENGTH", length) for length in lengths],
                BODY).status, status, lengths)

    def test_a_body_of_unknown_length_is_bounded(self):
        for size, status in ((1000, 401), (65536, 401), (65537, 413),
                             (1000000, 413)):
            body = BODY[:-2] + b"x" * (size - len(BODY)) + b'"}'
            reply = self.ask(refresh(CONTENT_LENGTH=""), body)
            self.assertEqual(reply.status, status)

    def test_a_refused_body_does_not_spoil_the_connection(self):
        with self.wire() as wire:
            for size in (70000, 300000):
                body = b"x" * size
                for length in (str(size), ""):
                    reply = wire.ask(refresh(CONTENT_LENGTH=length), body,
                                     flags=KEEP)
                    self.assertEqual(reply.status, 413)
            self.assertEqual(wire.ask(parameters(), flags=KEEP).status, 401)
            # Nor one that nobody reads.
            reply = wire.ask(parameters(CONTENT_LENGTH="9"), b"something",
                             flags=KEEP)
            self.assertEqual(reply.status, 401)
            self.assertEqual(wire.ask(refresh(), BODY, flags=KEEP).status,
                             401)

    def test_padding_anywhere(self):
        sent = pairs(refresh())
        for padded in range(6):
            with self.subTest(padded), self.wire() as wire:
                records = [(BEGIN, struct.pack("!HB5x", RESPONDER, KEEP)),
                           (PARAMS, sent[:30]), (PARAMS, sent[30:]),
                           (PARAMS, b""), (STDIN, BODY), (STDIN, b"")]
                wire.send(b"".join(
                    record(kind, content, padding=5 * (number == padded))
                    for number, (kind, content) in enumerate(records)))
                self.assertEqual(wire.reply().status, 401)
                self.assertEqual(wire.ask(flags=KEEP).status, 401)

    def test_a_body_in_single_bytes(self):
        with self.wire() as wire:
            wire.send(begin() + stream(PARAMS, pairs(refresh())))
            for byte in BODY:
                wire.send(record(STDIN, bytes([byte]), padding=byte))
            wire.send(record(STDIN))
            self.assertEqual(wire.reply().status, 401)


class Connections(Bared):
    def test_a_connection_is_kept_where_asked_for(self):
        with self.wire() as wire:
            for _ in range(50):
                self.assertEqual(wire.ask(flags=KEEP).status, 401)
            self.assertEqual(wire.ask().status, 401)
            self.assertTrue(wire.is_closed())

    def test_idle_connections_own_nobody(self):
        # Two workers, and many more connections that do nothing.
        idle = [self.wire() for _ in range(40)]
        for wire in idle[:20]:
            self.assertEqual(wire.ask(flags=KEEP).status, 401)
        for _ in range(20):
            self.assertEqual(self.ask().status, 401)
        # They are served as soon as they do something.
        for wire in idle:
            self.assertEqual(wire.ask(flags=KEEP).status, 401)

    def test_those_that_stall_are_ended(self):
        whole = request(refresh(), BODY)
        stalled = []
        for size in (1, 8, 16, 20, 24, 30, len(whole) - 20, len(whole) - 9):
            stalled.append(self.wire())
            stalled[-1].send(whole[:size])
        self.assertEqual(self.ask().status, 401)
        for wire in stalled:
            self.assertTrue(wire.is_closed())

    def test_one_that_drips_is_ended(self):
        with self.wire() as wire:
            wire.send(begin())
            sent = pairs(parameters(HTTP_X="y" * 5000))
            ended = []

            def drip():
                if ended:
                    return True
                try:
                    wire.send(record(PARAMS, sent[:1]))
                except OSError:
                    ended.append(True)
                return False

            wait_for(drip, what="the connection to end")

    def test_one_that_ends_at_any_byte(self):
        whole = request(refresh(), BODY, flags=KEEP)
        for size in range(len(whole)):
            with Wire(self.bare.socket) as wire:
                wire.send(whole[:size])

    def test_one_that_does_not_wait_for_its_answer(self):
        for _ in range(50):
            with Wire(self.bare.socket) as wire:
                wire.send(request(refresh(), BODY, flags=KEEP))


class Broken(Bared):
    def test_http_is_told_of(self):
        """As of a web server with proxy_pass, which says 502 and no more."""
        with self.wire() as wire:
            wire.send(b"GET / HTTP/1.1\r\n\r\n")
            self.assertTrue(wire.is_closed())
        wait_for(lambda: "not_fastcgi" in self.bare.log())

    def test_records_that_make_no_sense(self):
        good = request(refresh(), BODY)
        nul = parameters(HTTP_X="\0")
        for name, data in (
                ("nothing", b""), ("a byte", b"\1"), ("NULs", b"\0" * 4096),
                ("HTTP", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 9),
                ("0xff", b"\xff" * 4096),
                ("version 0", record(BEGIN, b"\0\1\0\0\0\0\0\0", version=0)),
                ("version 9", record(BEGIN, b"\0\1\0\0\0\0\0\0", version=9)),
                ("a short BEGIN", record(BEGIN, b"\0\1") + good),
                ("a long BEGIN", record(BEGIN, b"\0\1" + b"\0" * 60) + good),
                ("BEGIN twice", begin() + good),
                ("role 0", request(role=0)), ("role 9", request(role=9)),
                ("filter", request(role=FILTER)),
                ("PARAMS first", record(PARAMS, b"x") + good),
                ("STDIN first", record(STDIN, b"x") + good),
                ("ABORT first", record(ABORT) + good),
                ("ABORT after BEGIN", begin() + record(ABORT) + good),
                ("ABORT after PARAMS", begin() + record(
                    PARAMS, pairs(refresh())) + record(ABORT)),
                ("ABORT in STDIN", begin() + stream(PARAMS, pairs(refresh()))
                 + record(STDIN, b"{") + record(ABORT)),
                ("PARAMS not ended", begin() + record(PARAMS, pairs(nul)) +
                 stream(STDIN, b"")),
                ("another's id", begin() + stream(PARAMS, pairs(refresh()),
                                                  2)),
                ("ids mixed", begin() + begin(number=2) +
                 stream(PARAMS, pairs(refresh()), 2) +
                 stream(PARAMS, pairs(refresh()), 1) + stream(STDIN, b"", 1)),
                ("id 0", request(number=0)), ("id 65535",
                                              request(number=65535)),
                ("unknown kinds", b"".join(
                    record(kind, b"x", number=0) for kind in range(12, 250))
                 + good),
                ("padding", record(BEGIN, struct.pack("!HB5x", 1, 0),
                                   padding=255) + good[16:]),
                ("a length cut", begin() + record(PARAMS, b"\xff\xff") +
                 record(PARAMS)),
                ("a value cut", begin() + record(PARAMS, b"\x05\x05name") +
                 record(PARAMS)),
                ("no name", begin() + stream(PARAMS, b"\0\0" * 9000)),
                ("data", good + record(DATA, b"x")),
                ("an END of ours", record(END, b"\0" * 8) + good)):
            with self.subTest(name):
                self.ends_or_answers(data)

    def test_values_are_asked_for_again_and_again(self):
        self.ends_or_answers(record(GET_VALUES, pairs({
            "FCGI_MAX_CONNS": "", "FCGI_MAX_REQS": "", "FCGI_MPXS_CONNS": "",
            "NOTHING": ""}), number=0) * 1000)

    def test_lengths_beyond_all_bounds(self):
        for name, value in ((0xffffffff, 1), (1, 0xffffffff),
                            (0xfffffffe, 0xfffffffe), (0xffffffff, 0),
                            (0xc0000000, 1), (0x80000000 + 500000000, 1)):
            with self.subTest(name=name, value=value):
                self.ends_or_answers(begin() + record(
                    PARAMS, struct.pack("!II", name, value | 0x80000000) +
                    b"x" * 999) + record(PARAMS))

    def test_noise(self):
        noise = random.Random(20261121)     # the same each time
        good = request(refresh(), BODY)
        for _ in range(300):
            data = bytearray(good)
            for _ in range(noise.randrange(1, 5)):
                data[noise.randrange(len(data))] = noise.randrange(256)
            self.ends_or_answers(bytes(data))


@unittest.skipIf(is_sanitized(), "AddressSanitizer keeps what is freed")
class Memory(Bared):
    def test_much_is_refused_without_being_kept(self):
        def much():
            with self.wire() as wire:
                try:
                    wire.send(begin())
                    for _ in range(40):
                        wire.send(stream(PARAMS, pair(
                            b"X", b"y" * 1000000))[:-8])
                    wire.send(record(PARAMS) + record(STDIN))
                    wire.reply()
                except (Ended, OSError, ValueError):
                    pass

        for _ in range(20):
            much()
        wait_for(lambda: self.bare.memory() < 8 * 1024, what="memory to be given "
                 "back")


if __name__ == "__main__":
    harness.main()
