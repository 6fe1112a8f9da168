"""HAProxy for deployments."""

from deployment import Deployed

# With what Debian's /etc/haproxy/haproxy.cfg has.
MAIN = """
global
	log stderr format raw local0
	{more}

defaults
	log global
	mode http
	option httplog
	option dontlognull
	timeout connect 5000
	timeout client 50000
	timeout server 50000

frontend site
	bind 127.0.0.1:{port}
	{bind}
	use_backend portress if {{ path_beg {prefix} }}
	default_backend pages

backend pages
	http-request return status 200 content-type text/plain string "a page"

{said}
"""


class HAProxy(Deployed):
    server = "haproxy"

    @classmethod
    def start(cls, site, said, prefix="/auth/", more="", bind=""):
        return site.run(
            "haproxy", "-db", "-f", site.write("haproxy.cfg", MAIN.format(
                port=site.port, prefix=prefix, more=more, bind=bind,
                said=said)),
            until=site.answers)

    @classmethod
    def plain(cls, site, *changes):
        return site.shipped("deploy/haproxy/portress.cfg",
                            cls.socket(site, "main"), *changes)

    @classmethod
    def socket(cls, site, lane):
        return f"unix@/run/portress/{lane}.sock", f"unix@{site.lane(lane)}"

    @classmethod
    def version(cls):
        return super().version().replace("haproxy", "HAProxy")
