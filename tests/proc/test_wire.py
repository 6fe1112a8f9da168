"""What comes in pieces, at the wrong time or without end, on a socket beside
others that want to be served."""

import re
import select
import signal
import struct
import unittest

from fastcgi import *
from harness import wait_for
from people import *
from test_fastcgi import BODY, Bared, refresh

PATIENT = "request_timeout = 300\n"
ABORTED, CANT_MPX, UNKNOWN_ROLE = (
    bytes((0, 0, 0, 0, status, 0, 0, 0)) for status in (0, 1, 3))


def records(body=BODY, number=1, flags=KEEP):
    """A request, record by record."""
    sent = pairs(refresh(body))
    half = len(sent) // 2
    return [begin(flags=flags, number=number),
            record(PARAMS, sent[:half], number),
            record(PARAMS, sent[half:], number), record(PARAMS, b"", number),
            record(STDIN, body[:5], number), record(STDIN, body[5:], number),
            record(STDIN, b"", number)]


class Wired(Bared):
    def values(self, wire):
        """Asks what anybody may at any time; so all before was read."""
        wire.send(record(GET_VALUES, pairs({"FCGI_MPXS_CONNS": ""}),
                         number=0))
        kind, number, content = wire.record()
        self.assertEqual((kind, number, content), (
            GET_VALUES_RESULT, 0, pairs({"FCGI_MPXS_CONNS": "0"})))

    def ended(self, wire, number, content):
        kind, of, said = wire.record()
        self.assertEqual((kind, of, said), (END, number, content))

    def begun(self, data):
        """A connection of which so much has been read."""
        wire = self.wire()
        wire.send(data)
        return wire

    def silent(self, wires):
        """None has been answered or closed."""
        said = select.poll()
        for wire in wires:
            said.register(wire.socket, select.POLLIN)
        self.assertEqual(said.poll(0), [])


class Halves(Wired):
    more = PATIENT

    def test_half_requests_hold_nobody_up(self):
        """One for each byte at which a request can be cut, and two workers."""
        whole = request(refresh(), BODY, flags=KEEP)
        halves = [self.begun(whole[:size]) for size in range(1, len(whole))]
        for _ in range(40):
            self.assertEqual(self.ask().status, 401)
        self.silent(halves)
        for size, wire in enumerate(halves, 1):
            wire.send(whole[size:])
            self.assertEqual(wire.reply().status, 401)
            # The connection is as good as any.
            self.assertEqual(wire.ask(refresh(), BODY, flags=KEEP).status,
                             401)

    def test_half_requests_on_kept_connections(self):
        whole = request(refresh(), BODY, flags=KEEP)
        for _ in range(3):
            wires = [self.wire() for _ in range(30)]
            for wire in wires:
                self.assertEqual(wire.ask(flags=KEEP).status, 401)
            for at, wire in enumerate(wires):
                wire.send(whole[:1 + at * 9 % (len(whole) - 1)])
            for _ in range(20):
                self.assertEqual(self.ask().status, 401)
            self.silent(wires)

    def test_many_half_open_connections(self):
        self.account("ada")
        halves = [self.begun(record(BEGIN, b"\0\1\1\0\0\0\0\0") + record(
            PARAMS, pairs({"X": "y" * 900})) + b"\1") for _ in range(500)]
        body = compact({"username": "ada", "password": PASSWORD}).encode()
        for _ in range(10):
            self.assertEqual(self.ask(
                parameters("POST", "/auth/token/login/", body),
                body).status, 200)
            self.assertEqual(self.ask().status, 401)
        self.silent(halves)

    def test_a_body_that_comes_slowly(self):
        body = b'{"refresh":"' + b"x" * 60000 + b'"}'
        data = request(refresh(body), body)
        wire = self.wire()
        for at in range(0, len(data), 1000):
            wire.send(data[at:at + 1000])
            self.assertEqual(self.ask().status, 401)
        self.assertEqual(wire.reply().status, 401)

    def test_what_is_too_long_comes_slowly(self):
        """Refused when it is whole, and the connection is kept."""
        wire = self.wire()
        for length in ("", "1000000", "70000"):
            data = request(refresh(CONTENT_LENGTH=length), b"x" * 1000000,
                           flags=KEEP)
            for at in range(0, len(data), 100000):
                wire.send(data[at:at + 100000])
                self.assertEqual(self.ask().status, 401)
            self.assertEqual(wire.reply().status, 413)

    def test_a_reload_loses_no_half_request(self):
        """Who has begun to read it stays for the rest."""
        whole = request(refresh(), BODY, flags=KEEP)
        halves = [self.begun(whole[:size]) for size in (1, 9, 50, 200)]
        for wire in halves[1:]:
            self.assertEqual(self.ask().status, 401)
        self.bare.send(signal.SIGHUP)
        wait_for(lambda: len(self.bare.children() - self.workers) >= 2)
        wait_for(lambda: re.search(" ready .* ready ", self.bare.log(), re.S))
        for wire, size in zip(halves, (1, 9, 50, 200)):
            wire.send(whole[size:])
            self.assertEqual(wire.reply().status, 401)
        wait_for(lambda: not self.workers & self.bare.children(),
                 what="the old workers to leave")
        self.workers = self.bare.children()


class Overdue(Wired):
    more = "request_timeout = 1\n"

    def test_they_are_ended_and_others_are_not(self):
        whole = request(refresh(), BODY, flags=KEEP)
        kept = self.wire()
        self.assertEqual(kept.ask(flags=KEEP).status, 401)
        silent = self.wire()
        halves = [self.begun(whole[:size])
                  for size in (1, 8, 17, 100, len(whole) - 1)]
        for wire in halves:
            self.assertTrue(wire.is_closed())
        # These have begun nothing.
        for wire in (kept, silent):
            self.assertEqual(wire.ask(flags=KEEP).status, 401)

    def test_parameters_that_drip_are_ended(self):
        wire = self.begun(begin())

        def drips():
            try:
                wire.send(record(PARAMS, b"\0\0"))
            except OSError:
                return True
            self.assertEqual(self.ask().status, 401)
            return False

        wait_for(drips, what="the connection to end")


class Untimely(Wired):
    more = PATIENT

    def test_management_records_at_every_place(self):
        wire = self.wire()
        parts = records()
        for place in range(len(parts)):
            for at, part in enumerate(parts):
                if at == place:
                    self.values(wire)
                wire.send(part)
            self.assertEqual(wire.reply().status, 401)

    def test_unknown_management_records_are_told_so(self):
        wire = self.wire()
        for kind in (0, 12, 99, 255):
            wire.send(record(kind, b"anything", number=0))
            self.assertEqual(wire.record(), (
                UNKNOWN, 0, bytes([kind]) + b"\0" * 7))

    def test_padding_behind_every_record(self):
        """Section 3.3: it means nothing, whatever it is."""
        parts = records()
        for place in range(len(parts)):
            part = bytearray(parts[place])
            part[6] = 3
            wire = self.wire()
            for _ in range(2):
                wire.send(b"".join(parts[:place] + [part, b"\1\1\0"] +
                                   parts[place + 1:]))
                self.assertEqual(wire.reply().status, 401)

    def test_roles_that_we_have_not(self):
        """Section 5.5: FCGI_UNKNOWN_ROLE; what belongs to it is nobody's."""
        for role in (0, FILTER, 9):
            wire = self.begun(request(role=role, flags=KEEP))
            self.ended(wire, 1, UNKNOWN_ROLE)
            self.assertEqual(wire.ask(flags=KEEP).status, 401)
            wire = self.begun(request(role=role))
            self.ended(wire, 1, UNKNOWN_ROLE)
            self.assertTrue(wire.is_closed())

    def test_an_abort_at_every_place(self):
        for flags in (KEEP, 0):
            parts = records(flags=flags)
            for place in range(1, len(parts)):
                with self.subTest(place=place, flags=flags):
                    wire = self.begun(b"".join(parts[:place]))
                    wire.send(record(ABORT))
                    self.ended(wire, 1, ABORTED)
                    if not flags:
                        self.assertTrue(wire.is_closed())
                        continue
                    self.assertEqual(wire.ask(
                        refresh(), BODY, flags=KEEP).status, 401)

    def test_an_abort_of_what_is_over_or_of_others(self):
        wire = self.wire()
        parts = records()
        wire.send(record(ABORT) + record(ABORT, number=9))
        for place in range(len(parts)):
            for at, part in enumerate(parts):
                if at == place:
                    wire.send(record(ABORT, number=9))
                wire.send(part)
            self.assertEqual(wire.reply().status, 401)
            wire.send(record(ABORT))
        self.values(wire)

    def test_an_abort_within_a_record_is_part_of_it(self):
        wire = self.begun(begin() + record(PARAMS, b"\1\1xy")[:-2])
        wire.send(record(ABORT))
        self.assertTrue(wire.is_closed())

    def test_requests_among_one_another(self):
        """We said FCGI_MPXS_CONNS=0: the second is refused, not the first."""
        wire = self.wire()
        for _ in range(3):
            for first, second in zip(records(), records(number=2)):
                wire.send(first)
                wire.send(second)
            self.ended(wire, 2, CANT_MPX)
            self.assertEqual(wire.reply().status, 401)
        self.values(wire)

    def test_one_behind_the_other(self):
        """Nobody may send it before our answer: the connection ends."""
        for behind in (records(number=2), records(), [b"\1"]):
            wire = self.begun(b"".join(records() + behind))
            self.assertEqual(wire.reply().status, 401)
            self.assertTrue(wire.is_closed())


class Endless(Wired):
    more = PATIENT

    def sends(self, wire, data):
        """How much can be sent until the connection ends."""
        sent = 0
        try:
            while True:
                wire.send(data)
                sent += len(data)
        except OSError as error:
            self.assertNotIsInstance(error, TimeoutError)
        return sent

    def test_parameters_without_end(self):
        for content in (pairs({"HTTP_X": "y" * 1000}), b"\0" * 60000,
                        b"\0\0"):
            wire = self.begun(begin())
            self.sends(wire, record(PARAMS, content) * 10)

    def test_a_body_without_end(self):
        for length in ("", "5", "1000000000"):
            wire = self.begun(begin() + stream(PARAMS, pairs(
                refresh(CONTENT_LENGTH=length))))
            self.sends(wire, record(STDIN, b"x" * 60000))

    def test_a_length_of_a_gigabyte(self):
        """It is refused when it is read, not when it has come."""
        gigabyte = struct.pack("!I", 1 << 30 | 0x80000000)
        for sizes in (gigabyte + b"\1", b"\1" + gigabyte, gigabyte * 2):
            for flags in (0, KEEP):
                wire = self.begun(begin(flags=flags) + record(
                    PARAMS, pairs(parameters()) + sizes + b"x" * 99))
                self.assertTrue(wire.is_closed())

    @unittest.skipIf(is_sanitized(), "AddressSanitizer keeps what is freed")
    def test_memory_is_bounded(self):
        """64 MiB of all half requests of a worker, and it is given back."""
        before = self.bare.memory()
        data = record(PARAMS, pairs({"HTTP_X": "y" * 50000})) * 20
        wires = []
        for _ in range(200):
            wires.append(self.begun(begin()))
            try:
                wires[-1].send(data)
            except OSError as error:
                self.assertNotIsInstance(error, TimeoutError)
            self.assertLess(self.bare.memory() - before, 2 * 70 * 1024)
        self.assertEqual(self.ask().status, 401)
        self.assertIn("request_too_long", self.bare.log())
        for wire in wires:
            wire.socket.close()
        wait_for(lambda: self.bare.memory() - before < 8 * 1024,
                 what="memory to be given back")


if __name__ == "__main__":
    harness.main()
