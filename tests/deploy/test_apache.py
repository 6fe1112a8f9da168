"""Apache: mod_fcgid in a virtual host, and mod_proxy_fcgi."""

from apache import Apache
from conversation import Conversation
from harness import main


class Fcgid(Conversation, Apache):
    title = "{version}, mod_fcgid"
    needs = ("fcgid",)
    lanes = ()

    @classmethod
    def deploy(cls, site):
        cls.apache(site, site.shipped(
            "deploy/apache/portress-fcgid.conf",
            ("/usr/local/bin/portress -c /usr/local/etc/portress.conf",
             f"{site.program} -c {site.conf}")))


class Proxy(Conversation, Apache):
    title = "{version}, mod_proxy_fcgi, two lanes"
    needs = ("proxy", "proxy_fcgi")

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.apache(site, site.shipped("deploy/apache/portress-proxy.conf", *(
            (f"unix:/run/portress/{name}.sock", f"unix:{site.lane(name)}")
            for name in ("main", "hash"))))


if __name__ == "__main__":
    main()
