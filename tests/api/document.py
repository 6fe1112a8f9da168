"""An API document's requests, sent by curl to where script/server serves it."""

import json
import os
import subprocess
from typing import Any, NamedTuple

from harness import TOP
from people import *

with open(os.path.join(TOP, "script", "server.conf")) as file:
    SERVER = file.read()


class Said(NamedTuple):
    status: int
    json: Any       # None: no body
    headers: str


class Document(Talk):
    host = None
    conf = SERVER

    def curl(self, method, path, body=None, authorization=None):
        command = ["curl", "-s", "-i", "-X", method,
                   f"http://{self.host}:{self.instance.port}{path}",
                   "--resolve", f"{self.host}:{self.instance.port}:127.0.0.1"]
        if body is not None:
            command += ["-H", "Content-Type: application/json",
                        "-d", json.dumps(body)]
        if authorization is not None:
            command += ["-H", f"Authorization: {authorization}"]
        head, _, text = subprocess.run(
            command, check=True, capture_output=True, timeout=60
            ).stdout.decode().partition("\r\n\r\n")
        return Said(int(head.split()[1]), json.loads(text) if text else None,
                    head)

    def gets(self, answer, status, body=...):
        """The status, and the body unless left out, members in order."""
        self.assertEqual(answer.status, status, answer)
        if body is not ...:
            self.assertEqual(json.dumps(answer.json), json.dumps(body))
        return answer.json
