"""spawn-fcgi, alone and with multiwatch, behind nginx."""

import os
import signal
import subprocess
import time

from conversation import Conversation
from deployment import version_of
from fastcgi import Load
from harness import main, wait_for
from nginx import Nginx
from people import InBackground, Session, children

PROGRAM = "/usr/local/bin/portress"
CONF = "/usr/local/etc/portress.conf"
SOCKET = "/run/portress/main.sock"


class Spawned(Nginx):
    lanes = ("main",)

    @classmethod
    def script(cls, site, name, *changes):
        """Runs the shipped one."""
        text = site.shipped(f"deploy/spawn-fcgi/{name}",
                            (PROGRAM, site.program), (CONF, site.conf),
                            (SOCKET, site.lane("main")), *changes)
        cls.process = site.run("sh", site.write(name, text), log="portress")

    @classmethod
    def version(cls):
        return f"spawn-fcgi {version_of('spawn-fcgi', '-v')}"


class Served(Conversation):
    """What both hold."""

    def test_a_mail_that_had_to_wait_is_sent_by_cron(self):
        site = self.site
        self.account()
        mail = os.path.join(site.directory, "mail")
        os.rename(mail, f"{mail}.away")
        self.expect(self.post("users/reset_password/", {
            "email": "ada@example.com"}), 204)
        wait_for(lambda: "mail_impossible" in site.log("portress.log"))
        os.rename(f"{mail}.away", mail)
        line = site.shipped("deploy/spawn-fcgi/crontab",
                            (PROGRAM, site.program),
                            (CONF, site.conf)).splitlines()[-1]
        done = subprocess.run(["sh", "-c", line.removeprefix("* * * * * ")],
                              text=True, capture_output=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        self.assertEqual(len(site.mails("ada@example.com")), 1)


class Alone(Served, Spawned):
    server = "spawn-fcgi nginx"
    title = "{version}, alone"

    @classmethod
    def deploy(cls, site):
        cls.script(site, "run-alone")
        cls.plain(site)


class Multiwatch(Served, Spawned):
    server = "spawn-fcgi multiwatch nginx"
    title = "{version} with multiwatch"

    @classmethod
    def deploy(cls, site):
        cls.script(site, "run-multiwatch")
        cls.plain(site)


if __name__ == "__main__":
    main()
