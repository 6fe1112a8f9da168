"""nginx, with connections that are not kept and with kept ones."""

from conversation import Conversation
from harness import main
from nginx import Nginx


class Plain(Conversation, Nginx):
    title = "{version}, connections not kept"
    lanes = ("main",)

    @classmethod
    def deploy(cls, site):
        site.serve()
        cls.plain(site)


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
