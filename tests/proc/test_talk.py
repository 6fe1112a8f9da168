"""Random conversations with the socket, while the configuration is read again
and again: each sound request is answered once and as what it is, wherever its
records are cut, whatever stands among them, and whoever takes its connection
over. FastCGI Specification 1.0, sections 3.3 to 5.5.

$PORTRESS_TEST_SEED repeats what was sent when a test failed;
$PORTRESS_TEST_ROUNDS is how many requests a talker sends."""

import os
import random
import signal
import struct
import threading

import harness
from fastcgi import *
from harness import wait_for
from people import *

SEED = int(os.environ.get("PORTRESS_TEST_SEED") or random.randrange(1 << 32))
ROUNDS = int(os.environ.get("PORTRESS_TEST_ROUNDS") or 100)
TALKERS = 4
BODY_LIMIT = 65536

OVER, CANT_MULTIPLEX = 0, 1


def long_pair(name, value):
    """Lengths of four bytes where one may do."""
    return struct.pack("!II", len(name) | 1 << 31,
                       len(value) | 1 << 31) + name + value


def ended(number, status):
    return END, number, struct.pack("!IB3x", 0, status)


class Talker:
    """A web server of odd habits. What it is going to send is a list of
    records, each with the record that is said to it, or None."""

    def __init__(self, path, index):
        self.path = path
        self.index = index
        self.random = random.Random(SEED + index)
        self.rounds = 0
        self.wire = None
        self.failure = None

    def maybe(self, one_of):
        return self.random.randrange(one_of) == 0

    def run(self):
        try:
            while self.rounds < ROUNDS:
                self.round()
                self.rounds += 1
        except Exception as error:
            self.failure = f"seed {SEED}, talker {self.index}, round " \
                f"{self.rounds}: {error!r}"
        finally:
            self.hang_up()

    def hang_up(self):
        if self.wire is not None:
            self.wire.socket.close()
        self.wire = None

    def record(self, kind, content, number):
        return record(kind, content, number,
                      self.random.randrange(256) if self.maybe(5) else 0)

    def stray(self, number):
        """What is of no request, or of one that is refused."""
        other = number % 65535 + 1
        unknown = self.random.randrange(12, 256)
        kind, content, whose, said = self.random.choice((
            (GET_VALUES, pairs({"FCGI_MPXS_CONNS": ""}), 0, (
                GET_VALUES_RESULT, 0, pairs({"FCGI_MPXS_CONNS": "0"}))),
            (unknown, b"x" * 20, 0, (UNKNOWN, 0, struct.pack("!B7x",
                                                             unknown))),
            (BEGIN, struct.pack("!HB5x", RESPONDER, KEEP), other,
             ended(other, CANT_MULTIPLEX)),
            (PARAMS, b"y" * 9, other, None), (STDIN, b"", other, None),
            (ABORT, b"", other, None)))
        return self.record(kind, content, whose), said

    def stream(self, kind, data, number, strays):
        most = self.random.choice((len(data) // 50 + 1, 2000, 65535))
        while data:
            while self.maybe(4) and strays:
                yield self.stray(number)
            size = self.random.randrange(1, most + 1)
            yield self.record(kind, data[:size], number), None
            data = data[size:]
        yield self.record(kind, b"", number), None

    def request(self, number, flags, body):
        sent = list(parameters(self.mark(), "/auth/jwt/create/",
                               body).items())
        sent += [(f"HTTP_X{more}", "v" * self.random.randrange(
            self.random.choice((20, 300, 30000))))
            for more in range(self.random.randrange(6))]
        self.random.shuffle(sent)
        strays = self.maybe(2)
        yield self.record(BEGIN, struct.pack("!HB5x", RESPONDER, flags),
                          number), None
        yield from self.stream(PARAMS, b"".join(
            self.random.choice((pair, pair, long_pair))(
                name.encode(), value.encode())
            for name, value in sent), number, strays)
        yield from self.stream(STDIN, body, number, strays)

    def mark(self):
        """A method that nobody has: the answer names it."""
        return f"T{self.index}R{self.rounds}"

    def aborted(self):
        number = self.random.randrange(1, 65536)
        records = list(self.request(number, KEEP, b"z" * 99))
        return records[:self.random.randrange(1, len(records))] + [
            (record(ABORT, b"", number), ended(number, OVER))]

    def send(self, records):
        data = b"".join(record for record, _ in records)
        most = self.random.choice((len(data) // 50 + 1, 3000, len(data)))
        while data:
            size = self.random.randrange(1, most + 1)
            self.wire.send(data[:size])
            data = data[size:]

    def round(self):
        number = self.random.randrange(1, 65536)
        flags = 0 if self.maybe(10) else KEEP
        body = b"z" * self.random.choice(
            (0, 0, 10, 9000, BODY_LIMIT, BODY_LIMIT + 1))
        records = []
        while self.maybe(5):
            records += self.aborted()
        records += self.request(number, flags, body)
        if self.wire is None:
            self.wire = Wire(self.path)
        if self.maybe(12):
            # Half a request, and nobody who waits for its answer.
            del records[self.random.randrange(len(records)):]
            self.send(records)
            self.hang_up()
            return
        self.send(records)
        self.hear(records, number, 413 if len(body) > BODY_LIMIT else 405)
        if not flags:
            assert self.wire.is_closed()
            self.hang_up()

    def hear(self, records, number, status):
        for _, said in records:
            if said is not None:
                heard = self.wire.record()
                assert heard == said, f"{heard} and not {said}"
        stdout = b""
        kind = None
        while kind != END:
            kind, whose, content = self.wire.record()
            assert whose == number and kind in (STDOUT, END), (kind, whose)
            stdout += content if kind == STDOUT else b""
        reply = Reply(stdout)
        assert reply.status == status, reply
        assert status == 413 or self.mark().encode() in reply.body, reply


class Talks(Talk):
    def test_whatever_is_sound_is_answered(self):
        # Half a request is not to be overdue on a machine that is busy.
        bare = Bare(self.instance, "request_timeout = 30")
        self.addCleanup(bare.end)
        talkers = [Talker(bare.socket, index) for index in range(TALKERS)]
        threads = [threading.Thread(target=talker.run, daemon=True)
                   for talker in talkers]
        for thread in threads:
            thread.start()
        reloads = 0
        while any(thread.is_alive() for thread in threads):
            before = sum(talker.rounds for talker in talkers)
            workers = bare.children()
            bare.send(signal.SIGHUP)
            wait_for(lambda: not set(workers) & set(bare.children()),
                     what=f"other workers (seed {SEED})")
            wait_for(lambda: not any(thread.is_alive() for thread in threads)
                     or sum(talker.rounds for talker in talkers) > before +
                     len(talkers), what=f"an answer (seed {SEED})")
            reloads += 1
        self.assertEqual([], [talker.failure for talker in talkers
                              if talker.failure is not None])
        harness.tell(f"conversations of seed {SEED}: "
                     f"{ROUNDS * TALKERS} rounds, {reloads} reloads")
        self.assertEqual(bare.stop(), 0)


if __name__ == "__main__":
    harness.main()
