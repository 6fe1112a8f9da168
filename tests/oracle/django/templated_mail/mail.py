from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, loader
from django.template.loader_tags import BlockNode


class BaseEmailMessage(EmailMultiAlternatives):
    """A mail whose parts are the blocks of a template."""

    template_name = None

    def __init__(self, request, context):
        super().__init__()
        self.request = request
        self.context = context

    def get_context_data(self):
        return {
            "domain": settings.DOMAIN,
            "site_name": settings.SITE_NAME,
            "protocol": self.request.scheme,
            **self.context,
        }

    def _blocks(self):
        template = loader.get_template(self.template_name).template
        context = Context(self.get_context_data())
        with context.bind_template(template):
            return {block.name: block.render(context).strip() for block in
                    template.nodelist.get_nodes_by_type(BlockNode)}

    def send(self, to):
        blocks = self._blocks()
        self.to = to
        self.subject = blocks["subject"]
        self.body = blocks["text_body"]
        self.attach_alternative(blocks["html_body"], "text/html")
        return super().send()
