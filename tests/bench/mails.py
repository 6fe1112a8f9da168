"""What script/bench measures of requests that cause mails.

An account's address and one that nobody has must take as long to be answered,
and a mail server that dawdles must not be felt. What is compared is asked in
turn, A B B A, over one kept connection to nginx each, so that whatever else
goes on is shared; figures are medians and 99th percentiles of all turns.
Mails go to a mail server that runs meanwhile, where aiosmtpd is installed, or
else to a directory.
"""

import http.client
import json
import os
import statistics
import sys
import tempfile
import time

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [os.path.join(TESTS, "api"), os.path.join(TESTS, "proc")]
import harness  # noqa: E402
import smtp_server  # noqa: E402

RESETS = 2000       # of each address
TURNS = 1000        # of each request, at each mail server
WARM = 50
DELAY = 1           # s before each answer of the mail server that dawdles
PASSWORD = "a-bench-of-oak-and-iron"
KNOWN, UNKNOWN = "known@example.com", "other@example.com"
CONFIGURATION = """
log_level = "notice"
"""
BY_SMTP = """
mail_transport = "smtp"
email_host = "127.0.0.1"
email_port = {}
email_tls = "none"
"""


class Site(harness.Instance):
    """With one account, and a connection that is kept."""

    def __init__(self, server):
        super().__init__(CONFIGURATION + (
            BY_SMTP.format(server.port) if server else ""))
        self.mail_server = server
        account = {"username": "bench", "password": PASSWORD}
        self.call("POST", "users/", dict(account, email=KNOWN))
        self.bearer = "Bearer " + self.call(
            "POST", "jwt/create/", account).json["access"]
        self.client = http.client.HTTPConnection("127.0.0.1", self.port)
        self.cases = {
            "reset_password": lambda: self.reset(KNOWN),
            "jwt/create": lambda: self.post("jwt/create/", account),
            "users/me": lambda: self.ask("GET", "users/me/", None,
                                         {"Authorization": self.bearer}),
        }

    def ask(self, method, path, body, headers):
        """Seconds until the answer is there."""
        began = time.perf_counter()
        self.client.request(method, "/auth/" + path, body, headers)
        answer = self.client.getresponse()
        answer.read()
        took = time.perf_counter() - began
        if answer.status not in (200, 204):
            sys.exit(f"{path}: answered with {answer.status}")
        return took

    def post(self, path, body):
        return self.ask("POST", path, json.dumps(body),
                        {"Content-Type": "application/json"})

    def reset(self, address):
        return self.post("users/reset_password/", {"email": address})

    def sync(self, number):
        """Whether MariaDB waits for the disk at each commit."""
        self.sql(f"SET GLOBAL innodb_flush_log_at_trx_commit = {number}")


def in_turn(number, first, second):
    """What they return, in two lists."""
    said = [], []
    for _ in range(WARM):
        first(), second()
    for turn in range(number):
        for which in (0, 1) if turn % 2 == 0 else (1, 0):
            said[which].append((first, second)[which]())
    return said


def of_hundred(times):
    return statistics.quantiles(times, n=100)[98]


def report_addresses(site):
    print(f"\nreset_password, {RESETS} of each address, in turn, mails by "
          f"{'SMTP' if site.mail_server else 'a directory'}\n"
          f"{'':25}{'known':>11}{'unknown':>9}{'ratio':>8}{'wanted':>16}")
    for name, number in (("commits wait for disk", 1), ("they do not", 0)):
        site.sync(number)
        known, unknown = map(statistics.median, in_turn(
            RESETS, lambda: site.reset(KNOWN), lambda: site.reset(UNKNOWN)))
        print(f"{name + ', p50 ms':30}{known * 1e3:6.3f}{unknown * 1e3:9.3f}"
              f"{known / unknown:8.3f}{'within 1.05':>16}", flush=True)


def report_tarpit(good, bad):
    print(f"\nRequests while the mail server waits {DELAY} s with each answer, "
          f"{TURNS} of each, in turn\n"
          f"{'':25}{'good':>11}{'waits':>9}{'ratio':>8}")
    good.sync(1)
    for name in good.cases:
        times = in_turn(TURNS, good.cases[name], bad.cases[name])
        for what, figure in (("p50", statistics.median), ("p99", of_hundred)):
            well, ill = map(figure, times)
            print(f"{name + f', {what} ms':30}{well * 1e3:6.3f}"
                  f"{ill * 1e3:9.3f}{ill / well:8.2f}", flush=True)
    print(f"mails that had gone out by then: {good.mail_server.count()} and "
          f"{bad.mail_server.count()}")


def measure():
    if not smtp_server.is_there():
        print(f"no mail server: apt-get install {smtp_server.PACKAGE}")
        report_addresses(Site(None))
        return
    with smtp_server.MailServer() as well, smtp_server.MailServer() as ill:
        good = Site(well)
        report_addresses(good)
        ill.tell(delay=DELAY)
        report_tarpit(good, Site(ill))


def run():
    """With a MariaDB of its own."""
    with tempfile.TemporaryDirectory(prefix="portress-bench-",
                                     dir="/tmp") as directory:
        os.environ["PORTRESS_TEST_DIR"] = directory
        try:
            measure()
        finally:
            harness.stop()
