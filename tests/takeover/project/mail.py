"""Leaves each mail in a file of its own, whole from the moment it is there."""

import os
import uuid

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    def send_messages(self, messages):
        for message in messages:
            path = os.path.join(settings.EMAIL_FILE_PATH, uuid.uuid4().hex)
            with open(path, "wb") as file:
                file.write(message.message().as_bytes())
            os.rename(path, f"{path}.eml")
        return len(messages)
