"""What `portress doctor` can say: WHAT has of each code of http/ailment.def
the words."""

import os
import re

import harness

with open(os.path.join(harness.TOP, "src", "http", "ailment.def")) as _file:
    WHAT = dict(re.findall(r'AILMENT\(\w+, "(\w+)", \w+, "[^"]*",\s+"([^"]*)",',
                           _file.read()))
