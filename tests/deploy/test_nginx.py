"""nginx, with connections that are not kept and with kept ones."""

from deployment import Deployed
from conversation import Conversation
from harness import main

HTTP = """
{user}
pid "{directory}/nginx.pid";
worker_processes 2;
events {{
	worker_connections 512;
}}
http {{
	access_log off;
	client_body_temp_path "{directory}/body";
	fastcgi_temp_path "{directory}/fastcgi";
	proxy_temp_path "{directory}/proxy";
	scgi_temp_path "{directory}/scgi";
	uwsgi_temp_path "{directory}/uwsgi";
	{pieces}
	server {{
		listen 127.0.0.1:{port};
		include "{server}";
	}}
}}
"""


class Nginx(Deployed):
    server = "nginx"

    @classmethod
    def start(cls, site, server, *pieces):
        conf = site.write("nginx.conf", HTTP.format(
            user="" if site.account else "user root;",
            directory=site.directory, port=site.port, server=server,
            pieces="\n\t".join(f'include "{piece}";' for piece in pieces)))
        site.ready(site.run("nginx", "-e", "stderr", "-g", "daemon off;",
                            "-c", conf))

    @classmethod
    def sockets(cls, site, *names):
        return [(f"unix:/run/portress/{name}.sock",
                 f"unix:{site.lane(name)}") for name in names]


class Plain(Conversation, Nginx):
    title = "{version}, connections not kept"
    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.start(site, site.write("portress-plain.conf", site.shipped(
            "nginx/portress-plain.conf", *cls.sockets(site, "main"))))


class Kept(Conversation, Nginx):
    title = "{version}, connections kept, two lanes"

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.start(
            site,
            site.write("portress-server.conf",
                       site.shipped("nginx/portress-server.conf")),
            site.write("portress.conf.nginx", site.shipped(
                "nginx/portress.conf", *cls.sockets(site, "main", "hash"))),
            site.write("portress-lanes.conf",
                       site.shipped("nginx/portress-lanes.conf")))


if __name__ == "__main__":
    main()
