"""What a page of docs/ says, tried.

Page(path)
  .block(heading, number=0)  the text of a code block below that heading
  .commands(heading)         [(command, what it prints)] of its blocks whose
                             lines begin with "$ "
run(command, **variables)    what a command of one prints; https://example.com is
                             the site of the variable SITE
"""

import os
import re
import subprocess

from deployment import TOP
from harness import PATIENCE


class Page:
    def __init__(self, path):
        with open(os.path.join(TOP, path)) as file:
            text = file.read()
        self.parts = {part.partition("\n")[0]: re.findall(
            r"^```\w*\n(.*?)^```$", part, re.S | re.M)
            for part in text.split("\n## ")[1:]}

    def block(self, heading, number=0):
        return [block for block in self.parts[heading]
                if not block.startswith("$ ")][number]

    def commands(self, heading):
        return [re.match(r"(.*?)\n(.*)", one, re.S).groups()
                for block in self.parts[heading] if block.startswith("$ ")
                for one in re.split(r"^\$ ", block, flags=re.M)[1:]]


def run(command, **variables):
    """Addresses of the site in what is printed are the document's, too."""
    site = variables.pop("SITE")
    done = subprocess.run(
        ["sh", "-c", command.replace("https://example.com", site)], text=True,
        stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE,
        env=dict(os.environ, **variables))
    return done.stdout.replace(site, "https://example.com") + done.stderr
