"""The tour of the README: each line, pasted, answers what stands there."""

import os
import re
import subprocess

from document import SERVER
from harness import PATIENCE, Case, main

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))

# Whoever reads the page has the time; a test waits until it is so.
PAUSE, UNTIL = "sleep 1;", ("until grep -qs confirm/ var/mail/*.eml; "
                            "do sleep 0.1; done;")

# What is another one each time: how it looks, and what stands for it.
SHAPES = (
    (r"eyJ[\w-]+\.[\w-]+\.[\w-]+", "JWT"),
    (r"eyJ\.\.\.", "JWT"),
    (r"\b[0-9a-f]{40}\b", "KEY"),
    (r"http://[\w.:]+/password", "SITE"),
    (r"confirm/[\w-]+/[0-9a-z]+-[0-9a-f]{32}", "LINK"),
    (r'"id":\d+', '"id":N'),
)


def shape(text):
    for pattern, name in SHAPES:
        text = re.sub(pattern, name, text)
    return text.replace("\r", "").strip()


def tour():
    """Pairs of a line that is typed and what it answers."""
    with open(os.path.join(TOP, "README.md")) as file:
        block = re.search(r"^```console\n(.*?)^```$", file.read(),
                          re.M | re.S)[1]
    steps = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif line and not line.startswith("# "):
            steps[-1][1].append(line)
    return [(typed, "\n".join(said)) for typed, said in steps]


class Tour(Case):
    conf = SERVER

    def test_every_line_answers_what_the_readme_says(self):
        place = f"127.0.0.1:{self.instance.port}"
        os.makedirs(os.path.join(self.instance.directory, "var"),
                    exist_ok=True)
        mail = os.path.join(self.instance.directory, "var", "mail")
        if not os.path.exists(mail):
            os.symlink(os.path.join(self.instance.directory, "mail"), mail)
        steps = tour()
        self.assertGreater(len(steps), 10)
        mark = "--- next ---"
        script = "".join(
            typed.replace("127.0.0.1:8080", place).replace(PAUSE, UNTIL) +
            f"\necho '{mark}'\n" for typed, _ in steps)
        self.assertIn(UNTIL, script)
        done = subprocess.run(["bash"], input=script, text=True,
                              capture_output=True, timeout=2 * PATIENCE,
                              cwd=self.instance.directory)
        self.assertEqual(done.stderr, "")
        answers = done.stdout.replace(place, "127.0.0.1:8080").split(mark)
        for (typed, said), answer in zip(steps, answers):
            with self.subTest(typed):
                self.assertEqual(shape(answer), shape(said))


if __name__ == "__main__":
    main()
