"""Caddy for deployments."""

import os

from deployment import Deployed, version_of

# With the rest of the site, and no port but ours.
SITE = """
{{
	admin off
	auto_https off
	default_bind 127.0.0.1
}}
http://:{port} {{
	{said}
	handle {{
		root * {directory}/www
		file_server
	}}
}}
"""


class Caddy(Deployed):
    server = "caddy"

    @classmethod
    def start(cls, site, said, text=SITE):
        site.write("www/authors.txt", "a page of the site\n")
        return site.run(
            "caddy", "run", "--adapter", "caddyfile", "--config",
            site.write("Caddyfile", text.format(
                directory=site.directory, port=site.port, said=said)),
            env=dict(os.environ, HOME=site.directory), until=site.answers)

    @classmethod
    def plain(cls, site, *changes):
        return site.shipped("deploy/caddy/portress.caddy",
                            cls.socket(site, "main"), *changes)

    @classmethod
    def socket(cls, site, lane):
        return f"unix//run/portress/{lane}.sock", f"unix/{site.lane(lane)}"

    @classmethod
    def version(cls):
        return f"Caddy {version_of('caddy', 'version')}"
