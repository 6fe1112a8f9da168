"""nginx for deployments."""

from deployment import Deployed
from harness import nginx_files

HTTP = """
{user}
pid "{directory}/nginx.pid";
worker_processes 2;
events {{
	worker_connections 512;
}}
http {{
	access_log off;
	{files}
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
            files=nginx_files(site.directory),
            pieces="\n\t".join(f'include "{piece}";' for piece in pieces)))
        site.run("nginx", "-e", "stderr", "-g", "daemon off;", "-c", conf,
                 until=site.answers)

    @classmethod
    def sockets(cls, site, *names):
        return [(f"unix:/run/portress/{name}.sock",
                 f"unix:{site.lane(name)}") for name in names]

    @classmethod
    def plain(cls, site, *changes):
        """The shipped configuration that is one file."""
        cls.start(site, site.write("portress-plain.conf", site.shipped(
            "nginx/portress-plain.conf", *cls.sockets(site, "main"),
            *changes)))

    @classmethod
    def kept(cls, site, *changes, lanes=None):
        """The shipped configuration that is three files."""
        lanes = lanes or site.portress("routes", "--nginx").stdout
        cls.start(
            site,
            site.write("portress-server.conf",
                       site.shipped("nginx/portress-server.conf", *changes)),
            site.write("portress.conf.nginx", site.shipped(
                "nginx/portress.conf", *cls.sockets(site, "main", "hash"))),
            site.write("portress-lanes.conf", lanes))
