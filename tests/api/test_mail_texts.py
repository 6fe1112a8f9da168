"""What mails say: in the reader's language, in one's own words."""

import os
import tempfile

from harness import link, main, wait_for
from people import FRESH, Talk


class Languages(Talk):
    conf = """
language_code = "fr"
api "djoser" {
	send_activation_email = true
	password_changed_email_confirmation = true
}
"""

    def subject(self, name, accept):
        headers = {} if accept is None else {"Accept-Language": accept}
        email = f"{name}@example.com"
        answer = self.call("POST", "users/", {
            "username": name, "email": email, "password": FRESH},
            headers=headers)
        self.expect(answer, 201)
        return self.mail(email)["Subject"]

    def test_a_mail_comes_in_the_readers_language(self):
        english = "Account activation on Example"
        german = "Aktivierung Ihres Kontos bei Example"
        french = "Activation de votre compte sur Example"
        for number, (accept, subject) in enumerate((
                (None, french), ("", french), ("nl", french), ("*", french),
                ("de-AT,de;q=0.9,en;q=0.8", german), ("en-US", english),
                ("nl, en;q=0.1", english), ("fr;q=0.1, de;q=0.2", german),
                ("de;q=0", french), ("x" * 4000, french),
                ("\xe4, de", german))):
            with self.subTest(accept=accept):
                self.assertEqual(self.subject(f"ada{number}", accept),
                                 subject)

    def test_each_asks_for_itself(self):
        self.subject("ada", "de")
        self.expect(self.call("POST", "users/resend_activation/", {
            "email": "ada@example.com"},
            headers={"Accept-Language": "it"}), 204)
        mail = self.mail("ada@example.com", 2)
        self.assertEqual(mail["Subject"],
                         "Attivazione del Suo account su Example")
        self.expect(self.post("users/activation/", dict(zip(
            ("uid", "token"), link(mail)))), 204)


class Own(Talk):
    """A configuration names a directory of templates."""

    def setUp(self):
        super().setUp()
        made = tempfile.TemporaryDirectory(dir=self.instance.directory)
        self.addCleanup(made.cleanup)
        self.addCleanup(self.instance.reconfigure, self.conf)
        self.directory = made.name

    def put(self, name, text):
        path = os.path.join(self.directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def own(self):
        return (f'mail_templates = "{self.directory}"\n'
                'api "djoser" { send_activation_email = true }\n')

    def test_own_words_are_taken_at_a_reload(self):
        self.put("en/activation.txt", "Subject: Welcome to {site_name}\n\n"
                 "Dear {username},\n\n[Come in]({link})\n")
        self.instance.reconfigure(self.own())
        ada = self.account()
        mail = self.mail(ada.email)
        self.assertEqual(mail["Subject"], "Welcome to Example")
        text = mail.get_body(("plain",)).get_content()
        self.assertRegex(text, r"\ADear ada,\n\nCome in:\nhttp://\S+\n\Z")
        self.expect(self.post("users/activation/", dict(zip(
            ("uid", "token"), link(mail)))), 204)

    def test_a_mistake_stops_a_reload_and_a_start(self):
        self.put("en/activation.txt", "Subject: A\n\n{sitename}\n")
        begun = len(self.instance.log())
        self.instance.configure(self.own())
        path = os.path.join(self.directory, "en/activation.txt")
        for words in (f"{path}:3: there is no {{sitename}} in activation",
                      f"{path}:4: no button"):
            wait_for(lambda: words in self.instance.log()[begun:], what=words)
            checked = self.portress("check")
            self.assertEqual(checked.returncode, 78, checked)
            self.assertIn(words, checked.stderr)
        # What was in force is.
        self.account()


if __name__ == "__main__":
    main()
