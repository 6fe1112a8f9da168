"""Forged requests by https: where no Origin is sent, Referer must be ours, as
CsrfViewMiddleware of Django has it. The web server's part is spoken here."""

import json
import os
import sys

from fastcgi import ask, parameters
from harness import HERE, main
from people import *

sys.path.insert(0, os.path.join(HERE, os.pardir, "api"))
from test_cookies import Cookies, failed

SITE = "https://cookies.localhost"
REFERER = "Referer checking failed - "


class ByHttps(Cookies):
    def patched(self, **headers):
        """What is said to PATCH user/ with all cookies and the CSRF token."""
        sent = {"HTTPS": "on", "HTTP_HOST": self.host,
                "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value
                                         in self.page.jar.items()),
                "HTTP_X_CSRFTOKEN": self.page.jar["csrftoken"], **headers}
        body = b'{"first_name": "Ada"}'
        return ask(f"{self.instance.directory}/run/main.sock", parameters(
            "PATCH", "/api/user/", body, **sent), body)

    def setUp(self):
        super().setUp()
        self.page = self.signed_in(self.account())

    def refused(self, why, **headers):
        with self.untouched():
            answer = self.patched(**headers)
        self.assertEqual((answer.status, json.loads(answer.body)),
                         (403, failed(why)))

    def test_a_page_of_ours_passes(self):
        for headers in ({"HTTP_ORIGIN": SITE},
                        {"HTTP_REFERER": f"{SITE}/"},
                        {"HTTP_REFERER": f"{SITE}/a/page?x=y"},
                        {"HTTP_REFERER": SITE},
                        {"HTTP_SEC_FETCH_SITE": "same-origin"}):
            self.assertEqual(self.patched(**headers).status, 200, headers)

    def test_who_does_not_say_whence_it_comes_does_not(self):
        self.refused(REFERER + "no Referer.")
        self.refused(REFERER + "no Referer.",
                     HTTP_SEC_FETCH_SITE="cross-site")

    def test_another_site_does_not(self):
        for referer in ("https://evil.example/", f"{SITE}.evil.example/",
                        "https://evil.example/?https://cookies.localhost/",
                        f"{SITE}:8443/",
                        "https://cookies.localhost@evil.example/"):
            self.refused(f"{REFERER}{referer} does not match any trusted "
                         "origins.", HTTP_REFERER=referer)

    def test_nor_does_what_came_by_http(self):
        """Whoever sits in between can say what he likes there."""
        self.refused(REFERER + "Referer is insecure while host is secure.",
                     HTTP_REFERER="http://cookies.localhost/")
        self.refused("Origin checking failed - http://cookies.localhost does "
                     "not match any trusted origins.",
                     HTTP_ORIGIN="http://cookies.localhost")

    def test_nor_does_what_makes_no_sense(self):
        for referer in ("", "x", "https://", "https:///a", "://a"):
            self.refused(REFERER + "Referer is malformed.",
                         HTTP_REFERER=referer)



if __name__ == "__main__":
    main()
