"""Apache for the tests beside it, with a configuration as hosts have it."""

import contextlib
import glob
import os
import signal

from conversation import Unattended
from deployment import Deployed, version_of
from people import children

MODULES = ("mpm_event", "authz_core", "authz_host", "alias", "mime", "dir",
           "setenvif", "env", "headers", "rewrite", "reqtimeout")

SERVER = """
ServerRoot "{directory}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile "{directory}/apache.pid"
DefaultRuntimeDir "{directory}"
ErrorLog "{directory}/apache-error.log"
LogLevel info
{modules}
TypesConfig /etc/mime.types
<IfModule fcgid_module>
	FcgidIPCDir "{directory}/fcgid"
	FcgidProcessTableFile "{directory}/fcgid_shm"
	AddHandler fcgid-script .fcgi
</IfModule>
<Directory />
	AllowOverride None
	Require all denied
</Directory>
<FilesMatch "^\\.ht">
	Require all denied
</FilesMatch>
"""

HOST = """
<VirtualHost *:{port}>
	DocumentRoot "{root}"
	<Directory "{root}">
		Require all granted
		{options}
	</Directory>
	{conf}
</VirtualHost>
"""


def modules():
    """Where they lie, or None."""
    for path in glob.glob("/usr/lib*/apache2/modules") + glob.glob(
            "/usr/lib*/httpd/modules"):
        return path
    return None


def has_module(name):
    return os.path.exists(os.path.join(modules() or "", f"mod_{name}.so"))


class Apache(Deployed):
    server = "apache2"
    # It refuses to serve as root.
    run_as = "nobody"
    needs = ()
    more = ""       # for all hosts

    @classmethod
    def setUpClass(cls):
        cls.missing = [name for name in cls.needs if not has_module(name)]
        super().setUpClass()

    @classmethod
    def apache(cls, site, conf, root=None, options=""):
        root = root or site.path("www")
        os.makedirs(root, exist_ok=True)
        site.path("fcgid")
        load = "\n".join(
            f'LoadModule {name}_module "{modules()}/mod_{name}.so"'
            for name in (*MODULES, *cls.needs))
        text = SERVER.format(directory=site.directory, port=site.port,
                             modules=load) + cls.more
        text += HOST.format(root=root, port=site.port, conf=conf,
                            options=options)
        cls.process = site.run(
            "apache2", "-f", site.write("apache.conf", text), "-DFOREGROUND",
            until=site.answers)

    @classmethod
    def version(cls):
        return "Apache " + version_of("apache2", "-v")


class Started(Unattended):
    """Where mod_fcgid starts the program."""

    def workers(self):
        """Also what has ended and was not noticed."""
        found = set()
        for manager in children(self.process.pid):
            # It may have ended.
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                found |= children(manager)
        return found

    def test_a_child_that_dies_is_replaced(self):
        self.expect(self.me(None), 401)
        before = self.workers()
        self.assertTrue(before)
        for pid in before:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        # Apache notices by a request that finds nobody: that is a 500.
        self.settle(401)
        self.assertTrue(self.workers() - before)
