"""A shared host: Apache is the host's, all that is ours was uploaded. No root,
no manager, no shell; tables are made by the first request."""

import glob
import os
import re
import shutil
import signal
import stat
import subprocess
import tarfile
import tempfile
import unittest

from apache import Apache, Started
from conversation import Conversation
from deployment import COOKIES, TOP
from harness import main, wait_for
from people import UNAVAILABLE

# What hosts have beside, and what must not come between us and the client.
HOST = """
	ErrorDocument 401 "the host's page"
	ErrorDocument 403 "the host's page"
	ErrorDocument 404 "the host's page"
	ErrorDocument 500 "the host's page"
	ErrorDocument 503 "the host's page"
	DirectoryIndex index.html index.php
"""

# As the host's mail program; what is behind its arguments does not matter.
SENDMAIL = """#!/bin/sh
cat >"{directory}/mail/$$.new" && mv "{directory}/mail/$$.new" \\
    "{directory}/mail/$(date +%s%N).eml"
"""

# Only for the tests: what they talk about, and cheap hashes.
MORE = """
password_cost = 1
sendmail = {{ "{directory}/sendmail" }}
""" + COOKIES

PASSWORD = "it's the panel's"


class SharedHost(Apache):
    needs = ("fcgid",)
    lanes = ()
    override = "All"
    options = "SymLinksIfOwnerMatch Indexes"
    private = "home/portress"       # where the program was uploaded to

    @classmethod
    def deploy(cls, site):
        cls.make_account(site)
        cls.upload(site)
        cls.edit(site)
        site.write("sendmail", SENDMAIL.format(directory=site.directory),
                   0o755)
        cls.apache(site, HOST, site.path("home/public_html"), f"""
		AllowOverride {cls.override}
		Options {cls.options}""")

    @classmethod
    def make_account(cls, site):
        """In the panel: a database, and who may use it. No tables."""
        name = site.db_name
        site.sql(f"DROP DATABASE `{name}`; CREATE DATABASE `{name}`;"
                 f"CREATE USER '{name}'@localhost "
                 f"IDENTIFIED BY '{PASSWORD.replace(chr(39), chr(39) * 2)}';"
                 f"GRANT ALL ON `{name}`.* TO '{name}'@localhost")

    @classmethod
    def upload(cls, site):
        """As FTP leaves files: modes are its own."""
        bundle = os.path.join(site.directory, "bundle")
        subprocess.run([os.path.join(TOP, "script", "bundle"), bundle],
                       check=True, capture_output=True, text=True)
        os.mkdir(os.path.join(site.directory, "home"))
        shutil.copytree(f"{bundle}/public_html",
                        f"{site.directory}/home/public_html")
        shutil.copytree(f"{bundle}/portress", f"{site.directory}/{cls.private}")
        for place, directories, names in os.walk(f"{site.directory}/home"):
            os.chmod(place, 0o755)
            site._hand_over(place)
            for name in names:
                path = os.path.join(place, name)
                os.chmod(path, 0o755 if name == "portress.fcgi" else 0o644)
                site._hand_over(path)
        shutil.rmtree(bundle)

    @classmethod
    def edit(cls, site):
        """As the page says: the site, its mail, its database."""
        path = f"{cls.private}/portress.conf"
        text = site.shipped(
            os.path.join(site.directory, path),
            ('host = "localhost"', f'socket = "{site.db_socket}"'),
            ("you_portress", site.db_name),
            ('\tprefix = "/auth/"\n',
             '\tprefix = "/auth/"\n\tselfcheck = true\n'),
            ('\tpassword = ""', f'\tpassword = "{PASSWORD}"'))
        site.conf = site.write(
            path, text + MORE.format(directory=site.directory))

    def portress(self, *arguments):
        """From a shell, or from cron; the first request has been there."""
        return subprocess.run(
            [f"{self.site.directory}/{self.private}/portress",
             *arguments], text=True, stdin=subprocess.DEVNULL,
            capture_output=True, **self.site._as_account())


class Beside(Started, Conversation, SharedHost):
    title = "{version}, mod_fcgid by .htaccess, the program outside"
    # Some hosts have just enough.
    override = "FileInfo AuthConfig Limit Options"

    # What was uploaded

    def urls(self):
        """Of all files and directories, as they would be if the web directory
        had them all, with the file."""
        top = f"{self.site.directory}/home"
        for place, _, names in os.walk(top):
            for name in names:
                file = os.path.join(place, name)
                path = file[len(top):].replace("/public_html/", "/")
                yield path, file
            if os.path.basename(place) != "public_html" and place != top:
                path = place[len(top):].replace("/public_html/", "/")
                yield path + "/", None

    def test_nothing_that_was_uploaded_can_be_fetched(self):
        for url, file in self.urls():
            for path in (url, url + "?x", url + "/x", "/" + url,
                         "/auth/.." + url, "/auth/%2e%2e" + url,
                         url.replace("portress", "%70ortress")):
                with self.subTest(path=path):
                    self.refused(self.site.call("GET", path), file)

    def refused(self, answer, file):
        self.assertIn(answer.status, (400, 401, 403, 404), answer)
        if file is not None:
            with open(file, "rb") as stream:
                begin = stream.read(40)
            self.assertTrue(begin)
            self.assertNotIn(begin, answer.body)

    def test_what_was_uploaded_is_for_its_owner(self):
        self.expect(self.me(None), 401)
        mode = os.stat(self.site.conf).st_mode
        self.assertEqual(stat.S_IMODE(mode), 0o600)

    def test_a_body_that_is_too_large_for_apache(self):
        """FcgidMaxRequestLen is for the host to set."""
        self.assertEqual(self.post("users/", b"x" * 131072).status, 413)
        self.expect(self.post("users/", b"x" * 131073), 500, UNAVAILABLE)

    def test_a_mail_that_had_to_wait(self):
        program = f"{self.site.directory}/sendmail"
        os.rename(program, program + ".away")
        try:
            self.account()
            self.expect(self.post("users/reset_password/", {
                "email": "ada@example.com"}), 204)
            wait_for(lambda: self.site.sql(
                "SELECT COUNT(*) FROM portress_outbox WHERE reason != ''")
                == [["1"]], what="a mail that waits")
        finally:
            os.rename(program + ".away", program)
        self.site.sql("UPDATE portress_outbox SET next_at = '2020-01-01'")
        done = self.portress("mail", "flush")
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
        self.site.mail("ada@example.com")

    # Nobody can restart anything

    def log_of(self):
        with open(f"{self.site.directory}/{self.private}/portress.log") as log:
            return log.read()

    def test_a_broken_configuration_is_not(self):
        self.expect(self.me(None), 401)
        self.change('prefix = "/auth/"', 'prefix = "auth"')
        self.expect(self.me(None), 401)
        self.assertIn("portress.conf:", self.log_of())
        self.assertIn("prefix must begin and end with a slash", self.log_of())

    def test_a_new_release_is_uploaded(self):
        self.expect(self.me(None), 401)
        before = self.workers()
        path = f"{self.site.directory}/home/public_html/auth/portress.fcgi"
        with open(path) as file:
            text = file.read()
        os.rename(path, path + ".old")  # or it might be the same inode
        self.site.write("home/public_html/auth/portress.fcgi", text, 0o755)
        os.unlink(path + ".old")
        self.expect(self.me(None), 401)
        self.assertTrue(self.workers() - before)

    def test_the_password_was_mistyped(self):
        self.change(PASSWORD, "wrong")
        self.account_is_refused()
        self.assertIn("Access denied", self.log_of())
        self.site.sql(f"DROP DATABASE `{self.site.db_name}`;"
                      f"CREATE DATABASE `{self.site.db_name}`")
        self.doCleanups()
        wait_for(lambda: [self.post("users/", {}).status
                          for _ in range(5)] == [400] * 5)
        self.account()

    def test_a_file_was_not_uploaded_as_it_is(self):
        """Its own words for it would be none, or others."""
        self.expect(self.me(None), 401)
        library = f"{self.site.directory}/{self.private}/lib/libidn2.so.0"
        os.rename(library, library + ".away")
        try:
            with open(library + ".away", "rb") as whole, \
                    open(library, "wb") as part:
                part.write(whole.read(100000))
            said = self.portress("--version").stderr
        finally:
            os.replace(library + ".away", library)
        self.assertIn("lib/libidn2.so.0 is not as it was made: "
                      "upload it anew, in binary mode\n", said)
        self.assertNotIn("not as it was made", self.log_of())
        done = self.portress("--version")
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def account_is_refused(self):
        for _ in range(5):
            self.expect(self.post("users/", self.credentials()), 503,
                        UNAVAILABLE)

    def test_it_needs_nothing_of_the_host(self):
        """In a directory in which nothing else is."""
        if os.getuid() != 0:
            self.skipTest("not root: no chroot")
        top = f"{self.site.directory}/{self.private}"
        loader, = glob.glob(f"{top}/lib/ld-*.so.*")
        for arguments, said in (
                (("--version",), "portress "),
                (("mail", "preview", "activation"), "Subject:")):
            done = subprocess.run(
                ["/lib/" + os.path.basename(loader), "--library-path", "/lib",
                 "/lib/portress", "-c", "/portress.conf", *arguments],
                text=True, capture_output=True, env={},
                preexec_fn=lambda: (os.chroot(top), os.chdir("/")))
            self.assertIn(said, done.stdout, done.stderr)


class Stingy(Conversation, SharedHost):
    """Neither Options nor AuthConfig are for customers to set."""
    title = "{version}, mod_fcgid by .htaccess, only FileInfo is allowed"
    override = "FileInfo"
    options = "SymLinksIfOwnerMatch ExecCGI"

    @classmethod
    def edit(cls, site):
        super().edit(site)
        path = "home/public_html/auth/.htaccess"
        text = site.shipped(os.path.join(site.directory, path),
                            ("\nOptions +ExecCGI\n", "\n"),
                            ("\nCGIPassAuth On\n", "\n"),
                            ("\nRewriteRule ^ portress.fcgi [END]\n", "\n"))
        site.write(path, re.sub(r"\n#\t(RewriteRule .*)", r"\n\1", text))


class Bundle(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="portress-bundle.")
        self.addCleanup(shutil.rmtree, self.directory)

    def bundle(self, *arguments):
        return subprocess.run([os.path.join(TOP, "script", "bundle"),
                               *arguments, f"{self.directory}/made"],
                              capture_output=True, text=True)

    def read(self, path):
        with open(f"{self.directory}/made/{path}") as file:
            return file.read()

    def test_another_prefix(self):
        done = self.bundle("--prefix", "/a/b-c/")
        self.assertEqual((done.returncode, done.stdout),
                         (0, f"{self.directory}/made.tar.gz\n"), done.stderr)
        self.assertIn('\tprefix = "/a/b-c/"\n',
                      self.read("portress/portress.conf"))
        self.assertIn("\nRewriteBase /a/b-c/\n",
                      self.read("public_html/a/b-c/.htaccess"))
        program, = re.findall("^program=(.*)$", self.read(
            "public_html/a/b-c/portress.fcgi"), re.M)
        self.assertTrue(os.path.samefile(
            f"{self.directory}/made/public_html/a/b-c/{program}",
            f"{self.directory}/made/portress"))

    def test_the_secret_is_for_nobody_else(self):
        self.assertEqual(self.bundle().returncode, 0)
        first = self.secret()
        for path in ("made.tar.gz", "made/portress/portress.conf"):
            mode = os.stat(f"{self.directory}/{path}").st_mode
            self.assertEqual(mode & 0o077, 0, path)
        with tarfile.open(f"{self.directory}/made.tar.gz") as archive:
            self.assertEqual(archive.getmember(
                "portress/portress.conf").mode, 0o600)
        again = self.bundle()
        self.assertEqual(again.returncode, 1)
        self.assertIn("is there already", again.stderr)
        self.assertEqual(self.secret(), first)
        shutil.rmtree(f"{self.directory}/made")
        self.assertEqual(self.bundle().returncode, 0)
        self.assertNotEqual(self.secret(), first)

    def secret(self):
        found, = re.findall('^secret_key = "([0-9a-f]{64})"$', self.read(
            "portress/portress.conf"), re.M)
        return found

    def test_a_log_that_has_grown_makes_room(self):
        """What is said next stands in portress.log, where people look."""
        self.assertEqual(self.bundle().returncode, 0)
        log = f"{self.directory}/made/portress/portress.log"
        with open(log, "w") as file:
            file.write("said before\n" * 100000)
        done = subprocess.run(
            [f"{self.directory}/made/public_html/auth/portress.fcgi"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual((done.stdout, done.stderr), ("", ""))
        self.assertIn("descriptor 0", self.read("portress/portress.log"))
        self.assertNotIn("said before", self.read("portress/portress.log"))
        self.assertEqual(self.read("portress/portress.log.old"),
                         "said before\n" * 100000)
        self.assertEqual(os.stat(log).st_mode & 0o077, 0)

    def test_a_prefix_that_is_none(self):
        for prefix in ("auth", "/auth", "auth/", "/", "/../", "/a//b/", "/a|b/",
                       "/a b/"):
            with self.subTest(prefix=prefix):
                done = self.bundle("--prefix", prefix)
                self.assertEqual(done.returncode, 64)
                self.assertEqual(os.listdir(self.directory), [])


class Inside(Beside):
    """FTP leads to nowhere else."""
    title = "{version}, mod_fcgid by .htaccess, the program in the web directory"
    override = "All"
    options = "SymLinksIfOwnerMatch Indexes"
    private = "home/public_html/auth/portress"

    @classmethod
    def edit(cls, site):
        super().edit(site)
        path = "home/public_html/auth/portress.fcgi"
        site.write(path, site.shipped(
            os.path.join(site.directory, path),
            ("program=../../portress\n", "program=portress\n")), 0o755)


if __name__ == "__main__":
    main()
