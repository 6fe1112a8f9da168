"""What mails are to Python's email package, which is another's reading of the
RFCs: every kind, every language, and facts that mean ill."""

import email
import email.policy
import html.parser
import os
import re
import subprocess
import unittest
from email import errors, header

from harness import PROGRAM, TOP, main

MAIL = os.path.join(os.path.dirname(PROGRAM), "tests", "proc", "mail")
TEMPLATES = os.path.join(TOP, "templates")
LINK = ("https://shop.example/#/confirm?uid=NQ&token="
        "dif58g-1638d99e623f067ef2397a4b1c8de05f")
FACTS = {
    "from": "Shop, Inc. <doors@shop.example>", "to": "mary@example.com",
    "site_name": "The Shop", "domain": "shop.example", "protocol": "https",
    "username": "mary", "email": "mary@example.com", "link": LINK,
    "valid": "259200", "new_email": "new@example.com",
    "device": "Firefox, Linux", "moment": "2026-11-21 19:15 UTC",
    "id": "71.4",
}
KINDS = ("activation", "confirmation", "password_reset", "password_changed",
         "username_reset", "username_changed", "email_change",
         "email_changed", "email_restored", "new_device", "test")
LANGUAGES = ("de", "en", "es", "fr", "it")

HOSTILE = (
    "--=_portress", "--=_portress--", "a\r\nBcc: x@example.com",
    "a\r\n\r\n--=_portress\r\n", "\u0085\u2028\u2029", "\x01\x1b[2J\x7f",
    "=?UTF-8?Q?a?=", "=?utf-8?b?YQ==?= =?utf-8?b?YQ==?=", "a=3D=\n",
    ".", "..", "From x", "\"", "\"a\" <b@c.example>, d", "\\", "<!-- ", "-->",
    "</p><script>alert(1)</script>", "'\"><img src=x>", "{link}", "{{", "}",
    "", " ", "  a  b  ", "x" * 254, "\u00e9" * 254, "\U0001f337" * 254,
    "a " * 127, "\u0416" * 63 + " " + "\u0416" * 100, "e\u0301" * 100,
    "\u202eevil", "%s%n", "\ufeff",
)


def written(kind, language="en", **facts):
    pairs = [f"{name}={value}" for name, value in
             {**FACTS, **facts}.items()]
    done = subprocess.run([MAIL, kind, language, *pairs],
                          capture_output=True, check=True)
    return done.stdout


def read(data):
    return email.message_from_string(data.decode(),
                                     policy=email.policy.default)


def parts(mail):
    return [mail.get_body((kind,)).get_content().replace("\r\n", "\n")
            for kind in ("plain", "html")]


def clean(text):
    """What is left of a fact: no line end, no control character."""
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", "", text)


class Reader(html.parser.HTMLParser):
    """The text, the links and the elements that were opened."""
    EMPTY = ("meta", "br")

    def __init__(self, text):
        super().__init__()
        self.text, self.links, self.open, self.names = "", [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        attributes = dict(attrs)
        self.links += [attributes[name] for name in ("href", "src")
                       if name in attributes]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        self.text += data


class Mails(unittest.TestCase):
    def well_formed(self, data):
        """As bytes, and without a defect to Python."""
        self.assertTrue(data.endswith(b"\r\n"))
        for line in data[:-2].split(b"\r\n"):
            self.assertNotRegex(line, rb"[\r\n\0]")
            self.assertLessEqual(len(line), 998)
        head, _, body = data.partition(b"\r\n\r\n")
        for line in body.split(b"\r\n"):
            self.assertRegex(line, rb"\A[\t -~]*\Z")
            self.assertNotRegex(line, rb"\A\.|\AFrom |[ \t]\Z")
        mail = read(data)
        self.assertEqual(mail.get_content_type(), "multipart/alternative")
        for part in mail.walk():
            self.assertEqual(part.defects, [])
            for name, value in part.items():
                # It is one to RFC 5322, and none to RFC 6532.
                self.assertEqual([defect for defect in value.defects
                                  if not isinstance(defect, errors.
                                                    NonASCIILocalPartDefect)],
                                 [], name)
        self.assertEqual(
            [part.get_content_type() for part in mail.iter_parts()],
            ["text/plain", "text/html"])
        for part in mail.iter_parts():
            self.assertEqual(part.get_content_charset(), "utf-8")
            self.assertIn(part["Content-Transfer-Encoding"],
                          ("7bit", "quoted-printable"))
            for line in part.get_payload().splitlines():
                if part["Content-Transfer-Encoding"] != "7bit":
                    self.assertLessEqual(len(line), 76)
        self.assertEqual(sorted(mail.keys()), sorted((
            "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
            "MIME-Version", "Content-Type")))
        return mail

    def test_every_kind_in_every_language(self):
        for kind in KINDS:
            for language in LANGUAGES:
                with self.subTest(kind=kind, language=language):
                    self.every(kind, language)

    def every(self, kind, language):
        data = written(kind, language)
        mail = self.well_formed(data)
        for line in data.partition(b"\r\n\r\n")[0].split(b"\r\n"):
            self.assertLessEqual(len(line), 78)
        with open(os.path.join(TEMPLATES, language, f"{kind}.txt"),
                  encoding="utf-8") as file:
            source = file.read()
        subject = re.match(r"Subject: (.*)\n\n", source).group(1)
        self.assertEqual(mail["Subject"],
                         subject.replace("{site_name}", "The Shop"))
        self.assertEqual(mail["From"].addresses[0].display_name, "Shop, Inc.")
        self.assertEqual(mail["From"].addresses[0].addr_spec,
                         "doors@shop.example")
        self.assertEqual(mail["To"].addresses[0].addr_spec, FACTS["to"])
        self.assertEqual(mail["Message-ID"], "<71.4@shop.example>")
        self.assertEqual(mail["Auto-Submitted"], "auto-generated")
        self.assertIsNotNone(mail["Date"].datetime)
        has_link = "({link})" in source
        plain, page = parts(mail)
        self.assertEqual(plain.split("\n").count(LINK), int(has_link))
        if has_link:
            self.assertRegex(plain, r"\w\u00a0?:\n" + re.escape(LINK) + "\n\n")
        self.assertLessEqual(max(map(len, plain.replace(LINK, "").split("\n"))
                                 ), 72)
        reader = Reader(page)
        self.assertEqual(reader.open, [])
        self.assertEqual(reader.links, [LINK] * has_link)
        self.assertEqual(page.count("href="), int(has_link))
        self.assertIn(f'<html lang="{language}">', page)
        self.assertIn('<meta charset="utf-8">', page)
        # Both parts say the same, but for the button.
        for paragraph in plain.split("\n\n"):
            if LINK not in paragraph:
                self.assertIn(" ".join(paragraph.split()),
                              " ".join(reader.text.split()))
        for text in (plain, page, str(mail["Subject"])):
            self.assertNotRegex(text, r"\{[a-z_]+\}|\{\{")

    def test_no_fact_does_harm(self):
        for hostile in HOSTILE:
            for kind in ("password_reset", "new_device", "email_changed"):
                with self.subTest(hostile=hostile[:40], kind=kind):
                    self.harmless(kind, hostile)

    def harmless(self, kind, hostile):
        mail = self.well_formed(written(kind, **{
            name: hostile for name in ("site_name", "username", "email",
                                       "new_email", "device", "moment")}))
        kept = clean(hostile)
        # Blanks at the ends of a header are its fold's, to this reader.
        before = {"password_reset": "Password reset on {}",
                  "email_changed":
                  "{} - Your e-mail address has been changed",
                  "new_device": "{} - A new device has signed in to your "
                  "account"}[kind]
        self.assertEqual(mail["Subject"].strip(),
                         before.format(kept).strip())
        plain, page = parts(mail)
        reader = Reader(page)
        self.assertEqual(reader.open, [])
        self.assertEqual(reader.links, [LINK] * (kind != "new_device"))
        self.assertNotIn("script", reader.names)
        self.assertNotIn("img", reader.names)
        squeezed = " ".join(kept.split(" ")).split()
        if squeezed:
            self.assertIn(" ".join(squeezed), " ".join(plain.split()))
            self.assertIn(" ".join(squeezed), " ".join(reader.text.split()))

    def test_links_come_through_whole(self):
        for link in (LINK, "https://shop.example/" + "a" * 2000,
                     "https://shop.example/?a=3D&b=\"'<>=?=_",
                     "https://shop.example/\u00e9\U0001f337?=\u00df"):
            with self.subTest(link=link[:40]):
                mail = self.well_formed(written("activation", link=link))
                plain, page = parts(mail)
                self.assertIn(f":\n{link}\n\n", plain)
                self.assertEqual(Reader(page).links, [link])
                self.assertIn(link, Reader(page).text)

    def test_every_address_is_the_one_that_was_meant(self):
        for address in (
                "a@b.example", "\"a b\"@b.example", "\"a\\\"b\"@b.example",
                "\"a@b, c\"@b.example", "'@b.example", "a+b=c@b.example",
                "\u00e9@b.example", "a" * 64 + "@" + "b." * 90 + "example",
                "\u0416" * 240 + "@b.example", "a" * 245 + "@b.co"):
            with self.subTest(address=address[:40]):
                mail = self.well_formed(written("activation", to=address))
                meant = mail["To"].addresses[0]
                local, _, domain = address.rpartition("@")
                if local[0] == '"':
                    local = re.sub(r"\\(.)", r"\1", local[1:-1])
                self.assertEqual(meant.username, local)
                self.assertEqual(meant.domain, domain)

    def test_an_address_with_a_mistake_is_quoted(self):
        for address in (".a@b.example", "a.@b.example", "a..b@c.example",
                        "a b@c.example", "a,b@c.example", "a@b@c.example",
                        "<a>@c.example", "a\"b@c.example", "(a)@c.example",
                        "=?utf-8?q?a?=@c.example", "a:b;@c.example"):
            with self.subTest(address=address):
                mail = self.well_formed(written("activation", to=address))
                self.assertEqual(len(mail["To"].addresses), 1)
                meant = mail["To"].addresses[0]
                self.assertEqual(f"{meant.username}@{meant.domain}", address)

    def test_a_domain_is_written_in_ace(self):
        mail = self.well_formed(written(
            "activation", to="a@b\u00fccher.example",
            domain="b\u00fccher.example:8443"))
        ace = "b\u00fccher.example".encode("idna").decode()
        self.assertEqual(mail["To"].addresses[0].domain, ace)
        self.assertEqual(mail["Message-ID"], f"<71.4@{ace}>")

    def test_what_is_no_address_gets_nobody(self):
        for address in ("", "a", "a@", "@b", "a@b c", "a\r\nBcc: x@y.example",
                        "a@b.example\n", "a\x01@b.example", "x@" + "a." * 400,
                        "a" * 1000 + "@b.example"):
            with self.subTest(address=address[:40]):
                mail = self.well_formed(written("activation", to=address))
                self.assertEqual(mail["To"].addresses, ())

    def test_senders_have_names(self):
        for given, name, address in (
                ("a@b.example", "", "a@b.example"),
                ("<a@b.example>", "", "a@b.example"),
                ("The Shop <a@b.example>", "The Shop", "a@b.example"),
                ("\"Shop\" <a@b.example>", "Shop", "a@b.example"),
                ("Shop (UK), Inc. <a@b.example>", "Shop (UK), Inc.",
                 "a@b.example"),
                ("\"a@b\" <a@b.example>", "a@b", "a@b.example"),
                ("\"A \\\"b\\\" \\\\c\" <a@b.example>", "A \"b\" \\c",
                 "a@b.example"),
                ("=?utf-8?q?a?= <a@b.example>", "=?utf-8?q?a?=",
                 "a@b.example"),
                ("\u00c4rzte & \u00c4rzte <a@b.example>",
                 "\u00c4rzte & \u00c4rzte", "a@b.example"),
                ("\U0001f337" * 60 + " <a@b.example>", "\U0001f337" * 60,
                 "a@b.example"),
                ("x" * 300 + " <a@b.example>", "x" * 300, "a@b.example"),
                ("x, " * 30 + "<" + "a" * 60 + "@b.example>",
                 ("x, " * 30).strip(), "a" * 60 + "@b.example")):
            with self.subTest(given=given[:40]):
                mail = self.well_formed(written("activation",
                                                **{"from": given}))
                self.assertEqual(len(mail["From"].addresses), 1)
                meant = mail["From"].addresses[0]
                self.assertEqual(meant.addr_spec, address)
                raw = dict(mail.raw_items())["From"].replace("\r\n", "")
                if raw.count("=?UTF-8?") < 2:
                    self.assertEqual(meant.display_name, name)
                else:   # that leaves the blanks between encoded words
                    self.assertEqual(
                        str(header.make_header(header.decode_header(raw))),
                        f"{name} <{address}>")

    def test_ids_are_ids(self):
        for number in ("1-2-a_b", "a b", "<>@", "\u00e9", "", "..", "a" * 500,
                       "x\r\nBcc: y"):
            with self.subTest(number=number[:40]):
                mail = self.well_formed(written("activation", id=number))
                self.assertRegex(mail["Message-ID"],
                                 r"\A<[\w-]+(\.[\w-]+)*@shop\.example>\Z")


if __name__ == "__main__":
    main()
