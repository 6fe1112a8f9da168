"""The shipped pieces of nginx configuration, and what nginx says itself."""

import os
import re
import signal
import subprocess
import tempfile

from harness import TOP, Case, Instance, main, nginx_files, wait_for
from people import Watched

PIECES = os.path.join(TOP, "nginx")
CONNECTED = "03"        # of /proc/net/unix
BIN = {**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"}


class Pieces(Case):
    def test_nginx_takes_them_as_they_are(self):
        with tempfile.TemporaryDirectory() as directory:
            file = os.path.join(directory, "nginx.conf")
            with open(file, "w") as conf:
                conf.write(f'''
                    pid "{directory}/pid";
                    events {{ }}
                    http {{
                        access_log off;
                        {nginx_files(directory)}
                        include "{PIECES}/portress.conf";
                        include "{PIECES}/portress-lanes.conf";
                        server {{
                            listen unix:{directory}/socket;
                            include "{PIECES}/portress-server.conf";
                        }}
                    }}''')
            done = subprocess.run(
                ["nginx", "-t", "-q", "-e", "stderr", "-c", file], env=BIN,
                text=True, capture_output=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_the_lanes_are_those_of_the_program(self):
        """Of one api, as it is by default."""
        directory = self.instance.directory
        with open(os.path.join(directory, "portress.conf")) as file:
            text = file.read()
        plain = os.path.join(directory, "plain.conf")
        with open(plain, "w") as file:
            file.write(text[:text.index('api "')])
        with open(os.path.join(PIECES, "portress-lanes.conf")) as file:
            self.assertEqual(
                self.portress("--conf", plain, "routes", "--nginx").stdout,
                file.read())

    def directives(self, name):
        with open(os.path.join(PIECES, name)) as file:
            return [line.strip() for line in file
                    if not line.strip().startswith("#") and line.strip()]

    def test_no_parameter_is_set_twice(self):
        names = [line.split()[1]
                 for line in self.directives("portress-server.conf")
                 if line.startswith("fastcgi_param ")]
        self.assertEqual(len(names), len(set(names)))

    def test_the_plain_one_is_the_same_but_for_the_lane(self):
        server = self.directives("portress-server.conf")
        plain = self.directives("portress-plain.conf")
        server.remove("fastcgi_keep_conn on;")
        server.remove("fastcgi_pass $portress_lane;")
        plain.remove("fastcgi_pass unix:/run/portress/main.sock;")
        self.assertEqual(plain, server)


class Own(Case):
    """Answers that Portress never sees."""

    def test_a_body_over_its_limit_is_refused_in_json(self):
        answer = self.call("POST", "users/", b"x" * 131073)
        self.assertEqual(answer.status, 413)
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        self.assertEqual(answer.json, {"detail": "Request body is too large."})

    def test_without_portress_it_answers_in_json(self):
        instance = Instance()
        portress = Watched(instance.pid())
        instance.signal(signal.SIGTERM)
        wait_for(portress.has_ended, what="the end of Portress")
        answer = instance.call("GET", "users/me/")
        self.assertEqual(answer.status, 502)
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        self.assertEqual(answer.headers["Retry-After"], "1")
        self.assertEqual(answer.json, {
            "detail": "Service temporarily unavailable, try again later."})


class Connections(Case):
    def kept(self, lane):
        """Connections to the lane's socket, as the kernel lists them."""
        with open(os.path.join(self.instance.directory,
                               "portress.conf")) as file:
            path = re.search(rf'socket = "(.*/{lane}\.sock)"',
                             file.read()).group(1)
        with open("/proc/net/unix") as file:
            lines = [line.split() for line in file]
        return sum(line[5] == CONNECTED and line[-1] == path
                   for line in lines)

    def test_they_are_kept(self):
        self.call("GET", "users/me/")
        self.assertGreaterEqual(self.kept("main"), 1)

    def test_none_is_kept_where_hashes_are_made(self):
        """Two that belong to one worker would leave the other one idle."""
        answer = self.call("POST", "jwt/create/",
                           {"username": "ada", "password": "x"})
        self.assertEqual(answer.status, 401)
        wait_for(lambda: self.kept("hash") == 0, what="the connection's end")


if __name__ == "__main__":
    main()
