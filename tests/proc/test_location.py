"""What hangs on the web server: nginx with other locations than the shipped
one."""

import os
import signal

import harness
from harness import wait_for
from people import *

LOCATIONS = """
location /plain/ {{
	fastcgi_pass "unix:{run}/main.sock";
	fastcgi_read_timeout 30s;
	include /etc/nginx/fastcgi_params;
	fastcgi_param REQUEST_URI /auth/users/me/;
}}
location /twice/ {{
	fastcgi_pass "unix:{run}/main.sock";
	include /etc/nginx/fastcgi_params;
	fastcgi_param REQUEST_METHOD GET;
	fastcgi_param REQUEST_URI /auth/users/me/;
	fastcgi_param CONTENT_LENGTH "";
	fastcgi_param CONTENT_TYPE "";
	fastcgi_pass_request_body off;
}}
location /unbuffered/ {{
	rewrite ^/unbuffered(/.*)$ $1 break;
	fastcgi_pass "unix:{run}/main.sock";
	fastcgi_request_buffering off;
	include /etc/nginx/fastcgi_params;
	fastcgi_param REQUEST_URI $uri;
}}
location /trusted/ {{
	fastcgi_pass "unix:{run}/main.sock";
	include /etc/nginx/fastcgi_params;
	fastcgi_param REQUEST_URI /auth/users/me/;
	fastcgi_param HTTP_AUTHORIZATION "Token nope";
}}
"""


class Nginx(Talk):
    conf = "# another nginx\n"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        directory = cls.instance.directory
        os.makedirs(f"{directory}/nginx.d", exist_ok=True)
        with open(f"{directory}/nginx.d/locations.conf", "w") as file:
            file.write(LOCATIONS.format(run=f"{directory}/run"))
        with open(f"{directory}/nginx.pid") as file:
            nginx = int(file.read())
        before = children(nginx)
        os.kill(nginx, signal.SIGHUP)
        wait_for(lambda: children(nginx) and not before & children(nginx),
                 what="nginx to be reloaded")

    def test_idle_kept_connections_do_not_starve_a_plain_location(self):
        ada = self.account()
        key = self.key(ada)
        for _ in range(5):
            answers = at_once(16, lambda _: self.call("GET", "users/me/",
                                                      token=key))
            self.assertEqual({answer.status for answer in answers}, {200})
        # nginx keeps more connections than there are workers now.
        for _ in range(10):
            self.expect(self.call("GET", "/plain/x", token=key), 200)

    def test_of_parameters_set_twice_the_last_wins(self):
        key = self.key(self.account())
        answer = self.call("POST", "/twice/x?y=z", "{", token=key)
        self.expect(answer, 200)
        self.assertEqual(answer.json["username"], "ada")

    def test_what_the_server_sets_stands_for_what_the_client_sent(self):
        key = self.key(self.account())
        self.expect(self.call("GET", "/trusted/", token=key), 401,
                    {"detail": "Invalid token."})

    def test_a_body_of_unknown_length(self):
        chunks = b'7\r\n{"refre\r\n8\r\nsh":"x"}\r\n0\r\n\r\n'
        answer = self.raw(
            b"POST /unbuffered/auth/jwt/refresh/ HTTP/1.1\r\nHost: x\r\n"
            b"Content-Type: application/json\r\nConnection: close\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n" + chunks)
        self.assertRegex(answer, rb"^HTTP/1\.1 401 ")
        self.assertIn(b"Token is invalid", answer)


if __name__ == "__main__":
    harness.main()
