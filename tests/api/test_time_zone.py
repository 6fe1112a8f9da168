"""time_zone: mailed links in Django's own format, made and honoured beside the
real Django with that TIME_ZONE."""

import datetime
import re
import unittest

from harness import link, main
from people import *
from session import django, has_django

# DJANGO_SETTINGS_MODULE would do so, settings.configure does not.
IN_ZONE = """
import os, time
os.environ["TZ"] = "%s"
time.tzset()
settings.PASSWORD_RESET_TIMEOUT = 600
from django.contrib.auth.tokens import default_token_generator
ada = models.User.objects.get(username="ada")
"""
CHECK = """
print(json.dumps(default_token_generator.check_token(ada, "%s")))
"""
MAKE = """
print(json.dumps(default_token_generator.make_token(ada)))
"""


class InZone:
    def setUp(self):
        super().setUp()
        with open(f"{self.instance.directory}/secret") as file:
            self.secret = file.readline().strip()

    def django(self, code):
        return django(self.instance, self.secret, IN_ZONE % self.zone + code)

    def test_django_honours_ours(self):
        ada = self.account()
        self.expect(self.post("users/reset_password/", {
            "email": ada.email}), 204, None)
        token = link(self.mail(ada.email))[1]
        self.assertIs(self.django(CHECK % token), True)

    def test_ours_honours_djangos(self):
        ada = self.account()
        self.expect(self.post("users/reset_password_confirm/", {
            "uid": uid(ada.id), "token": self.django(MAKE),
            "new_password": FRESH}), 204, None)


def conf(zone):
    return f"""
time_zone = "{zone}"
api "djoser" {{ mailed_link_format = "django" password_reset_timeout = 600 }}
"""


NEEDS = unittest.skipUnless(has_django(), "python3-django and "
                            "python3-mysqldb are not installed")


@NEEDS
class Ahead(InZone, Talk):
    zone = "Asia/Kathmandu"
    conf = conf(zone)


@NEEDS
class Behind(InZone, Talk):
    zone = "America/New_York"
    conf = conf(zone)


class Stamps(Talk):
    conf = conf("Asia/Kathmandu")

    def test_the_log_stays_in_utc(self):
        self.account()
        stamp = re.findall(r"\S+Z\b", self.instance.log())[-1]
        then = datetime.datetime.fromisoformat(stamp.replace("Z", "+00:00"))
        now = datetime.datetime.now(datetime.timezone.utc)
        self.assertLess(abs((now - then).total_seconds()), 3600)


if __name__ == "__main__":
    main()
