"""E-mail addresses, user names and passwords, one by one."""

import re
import unicodedata

from fixture import FRESH, GOOD, TWIN
from vocabulary import delete, group, patch, post, story

EMAILS = (
    "a@b.de", "a@b", "a@b.d", "a@b.c0", "a@b.-de", "a@-b.de", "a@b-.de",
    "a@b..de", "a@.b.de", "a@b.de.", "a@b_c.de", "a@b.de-", "a@1.de",
    "a@b.123", "a@b.d1", "a@localhost", "a@LOCALHOST", "a@localhost.",
    "a@[127.0.0.1]", "a@[::1]", "a@[IPv6:::1]", "a@[1.2.3]", "a@[999.1.1.1]",
    "a@[127.0.0.1", "a@127.0.0.1", "a@127.0.0.1:80", "a@[127.0.0.01]",
    "a@[1.2.3.4.5]", "a@[fe80::1%25eth0]", "a@[::ffff:1.2.3.4]", "a@[]",
    "a", "@", "a@", "@b.de", "a@@b.de", "a@b@c.de", "a b@c.de", "a@b c.de",
    " a@b.de ", "a@b.de\n", "a\n@b.de", "a@b.de\r\nBcc: x@y.de", "a@b.de\t",
    "\ta@b.de", "a@b.de\x00", "a\x00@b.de", "a\x7f@b.de", ".a@b.de",
    "a.@b.de", "a..b@c.de", "a.b@c.de", "a+b@c.de", "a-b@c.de", "a_b@c.de",
    "a!b@c.de", "a#b@c.de", "a$b@c.de", "a%b@c.de", "a&b@c.de", "a'b@c.de",
    "a*b@c.de", "a/b@c.de", "a=b@c.de", "a?b@c.de", "a^b@c.de", "a`b@c.de",
    "a{b@c.de", "a|b@c.de", "a}b@c.de", "a~b@c.de", "a(b@c.de", "a)b@c.de",
    "a,b@c.de", "a:b@c.de", "a;b@c.de", "a<b@c.de", "a>b@c.de", "a[b@c.de",
    "a]b@c.de", "a\\b@c.de", 'a"b@c.de', '"a b"@c.de', '"a"@c.de', '""@c.de',
    '"a@b"@c.de', '"a\\"b"@c.de', '"a\\b"@c.de', '"a"b@c.de', '"a@c.de',
    '"\x01"@c.de', '"\x08\x0b\x0c\x0e"@c.de', '"\t"@c.de', '"\\\t"@c.de',
    '"a\n"@c.de', '"\x7f"@c.de', '"\u00e9"@c.de', "Ada <a@b.de>", "<a@b.de>",
    "mailto:a@b.de", "a@b.de,c@d.de", "a@b.de;c@d.de", "\u00e9@b.de",
    "a@\u00e9.de", "a@b\u00fccher.de", "a@xn--bcher-kva.de", "a@b.\u00fc",
    "a@b.xn--p1ai", "a@b.\u0440\u0444", "a@\u4f8b\u3048.jp", "\u4f8b@b.jp",
    "a@b\u3002de", "a@\uff42.de", "a@b\u00ad.de", "a@\u00df.de",
    "a@b.de\u200b", "a\u0301@b.de", "a@a\u0301.de", "A.B@EXAMPLE.COM",
    "a@EXAMPLE.Com", "a@xn--.de", "a@xn--a.de", "a@ex--ample.de",
    "a" * 64 + "@b.de", "a" * 65 + "@b.de", "a" * 249 + "@b.de",
    "a" * 248 + "@b.de", "a@" + "b" * 63 + ".de", "a@" + "b" * 64 + ".de",
    "a@b." + "c" * 63, "a@b." + "c" * 64, "a@" + "b." * 100 + "de",
    "a@" + "b" * 61 + "-b.de", "a@" + ("b" * 60 + ".") * 3 + "de",
    "a" * 100 + "@" + ("b" * 50 + ".") * 2 + "de", "ada@example.com",
    "ADA@example.com", "ada@EXAMPLE.com", "Zo\u00eb.M@example.com",
    "zoe.m@example.com", "twins@example.com", "a@b.de" + " " * 300,
    "a@b.com\ufeff", "\ufeffa@b.de", "a@b.\u0661\u0662", "a@\u0661.de",
    "a@b.de.\u0640", "\u212b@b.de", "a@\u212b.de", "a@b.\u0130",
)

# Of those above.
CONTROLS = ('"\x01"@c.de', '"\x08\x0b\x0c\x0e"@c.de', '"\\\t"@c.de',
            '"\x7f"@c.de')
MAPPED = ("a@\u00df.de", "a@b.\u0661\u0662", "a@\u0661.de", "a@b.de.\u0640")

NAMES = (
    "a", "A", "ada", "Ada", "ADA", " ada ", "ad\u00e1", "\u00e0da", "ada.",
    "a.b", "a@b", "a+b", "a-b", "a_b", "@", "+", "-", ".", "_", "..", "@@@",
    "a b", "a/b", "a\\b", "a:b", "a;b", "a,b", "a!b", "a#b", "a$b", "a%b",
    "a&b", "a'b", 'a"b', "a(b", "a*b", "a=b", "a?b", "a<b", "a[b", "a^b",
    "a`b", "a{b", "a|b", "a~b", "a\nb", "ab\n", "\nab", "a\x00b", "a\x01b",
    "a\x7fb", "a\u0080b", "a\u00a0b", "a\u00adb", "a\u200bb", "a\u200db",
    "a\u202eb", "a\ufeffb", "a\ufffdb", "a\ue000b", "0", "123", "1e5",
    "\u00e9", "e\u0301", "\u00df", "\u00aa", "\u00b2", "\u00b5", "\u00bc",
    "\u00d7", "\u0130", "\u0131", "\u0149", "\u017f", "\u01c5", "\u02b0",
    "\u0345", "\u0391", "\u03c2", "\u0430\u0431", "\u05d0", "\u0627",
    "\u0660", "\u06f0", "\u0966", "\u0915\u093e", "\u0915\u094d", "\u0e01",
    "\u0e33", "\u1100\u1161", "\uac00", "\u1e9e", "\u2070", "\u2102",
    "\u2126", "\u212a", "\u2160", "\u2170", "\u2180", "\u2460", "\u24b6",
    "\u3007", "\u3042", "\u30a2", "\u30fc", "\uff71", "\uff9e", "\u4e00",
    "\uf900", "\ufb01", "\ufb03", "\ufe8d", "\uff10", "\uff21", "\uff20",
    "\uff0e", "\uff3f", "\uff0b", "\ufe55", "\ufe6b", "\u2024", "\u203f",
    "\u2040", "\u2054", "\ufe33", "\u00b7", "\u0387", "\u1369", "\u19da",
    "\u2118", "\u212e", "\u309b", "\u309c", "\U00010400", "\U0001d400",
    "\U0001d7ce", "\U0001f100", "\U0001f130", "\U0001f600", "\U00020000",
    "\U0002f800", "\U000e0100", "a" * 150, "a" * 151,
    "\ufb03" * 50, "\ufb03" * 51, "\ufdfa" * 9, "\ufdfa", "zo\u00eb",
    "zoe", "zoe\u0308", "ZO\u00cb", "boss ", "boss\u00a0", "BOSS", "b\u00d8ss",
    "me", "admin", "root", "null", "None", "activation", "users",
)

WIDE = "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18"   # 12345678
PASSWORDS = (
    "a", "1", "1234567", "12345678", "123456789", "1234567a", "password",
    "PASSWORD", "Password", "passw0rd", "password1", "qwerty", "qwertyuiop",
    "letmein1", "iloveyou", "trustno1", "abc12345", "  password  ",
    "password\u200b", "\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668",
    "\u00b2\u00b2\u00b2\u00b2\u00b2\u00b2\u00b2\u00b2", "1234 5678",
    "12345678.", "-12345678", "1e400000", WIDE,
    "\u00e9" * 7, "\u00e9" * 8, "e\u0301" * 4, "e\u0301" * 3 + "e",
    "\U0001f600" * 7, "\U0001f600" * 8, "\U0001f600" * 2, "newcomer",
    "Newcomer", "NEWCOMER", "newcomer1", "newcomer12", "newcomer123",
    "newcomer1234", "newcomer12345", "newcomer123456", "1newcomer",
    "remocwen", "newcomers", "newcome", "nwcmr123", "new.comer",
    "xnewcomerx", "xxnewcomerxx", "xxxnewcomerxxx", "xxxxnewcomerxxxx",
    "newcomernewcomer", "example.com", "example1", "example.com1",
    "newcomer@example.com", "newcomer@", "comer@example", "@example.com",
    "NEWCOMER@EXAMPLE.COM", "newcomer@example.org", "n3wc0m3r", "newc0mer",
    "nevvcomer", "comernew", "new comer", "newcomer\u0301", "n\u00e9wcomer",
    "aaaaaaaa", "zzzzzzzz", "abcdefgh", "a b c d e", "\tpassword\t",
    "pass word", "p\u00e1ssword", "dragon12", "football", "monkey123",
    "princess", "sunshine", "superman", "michael1", "1q2w3e4r", "zaq12wsx",
    "correct horse battery staple", FRESH, "x" * 128, "x" * 129, "x" * 500,
    "\u00e9" * 250, "null", "None", "\x01\x02\x03\x04\x05\x06\x07\x08",
    "a" * 7 + " ", "a" * 7 + "\u00a0", "a" * 7 + "\u200b",
)
LONG = ("x" * 512, "x" * 5000, "\u00e9" * 256, "\U0001f600" * 128)
WHERE = ("users/", "users/set_password/", "users/reset_password_confirm/")

TOO_LONG = "names that are too long in form KC"

# The other validators away, so that each is heard alone.
VALIDATORS = ("UserAttributeSimilarityValidator", "MinimumLengthValidator",
              "CommonPasswordValidator", "NumericPasswordValidator")


def validators(*rows):
    made = []
    for row in rows:
        name, options = row if isinstance(row, tuple) else (row, {})
        made.append({"NAME": "django.contrib.auth.password_validation."
                     + name, **({"OPTIONS": options} if options else {})})
    return {"AUTH_PASSWORD_VALIDATORS": made}


def mapped(mailed):
    """A domain that is one of others once it is encoded."""
    value = {"email": "a@\u2488com"}
    sign_up = {"username": "newcomer", "password": FRESH, **value}
    return [one._replace(differs=("domains that IDNA maps", theirs, 400))
            for theirs, one in (
                (201, post("users/", sign_up)),
                (200, patch("users/me/", value, who="ada")),
                (204, post("users/reset_password/", value)),
                (204, post("users/reset_username/", form=value)),
                (204 if mailed else 400,
                 post("users/resend_activation/", value)))]


def each_email(mailed=False):
    """`mailed`: an account is sent a mail when it is made or changed."""
    for value in EMAILS:
        shown = mailed and (
            value in CONTROLS and "control characters" or
            value in MAPPED and "mail to domains of other letters")
        yield post("users/", {"username": "newcomer", "email": value,
                              "password": FRESH},
                   differs=shown and (shown, 201, 201))
        yield patch("users/me/", {"email": value}, who="ada",
                    differs=shown and (shown, 200, 200))
        shared = ("two accounts with one address", 500, 204
                  ) if value == TWIN.email else None
        yield post("users/reset_password/", {"email": value}, differs=shared)
        yield post("users/reset_username/", form={"email": value},
                   differs=shared)
        yield post("users/resend_activation/", {"email": value})


def alike(name):
    """Signing up makes another name of it; set_username there does not."""
    usual = unicodedata.normalize("NFKC", name)
    if not re.fullmatch(r"[\w.@+-]{1,150}", name) or usual == name:
        return None
    if len(usual) > 150:
        return TOO_LONG, 204, 400
    return "names that look alike", 204, 204


def each_name():
    for value in NAMES:
        too_long = alike(value) and alike(value)[0] == TOO_LONG
        yield post("users/", {"username": value, "password": FRESH},
                   differs=too_long and (TOO_LONG, 500, 400))
        yield post("users/set_username/", {
            "new_username": value, "current_password": GOOD}, who="ada",
            differs=alike(value))
        yield post("token/login/", {"username": value, "password": GOOD})
        yield post("jwt/create/", {"username": value, "password": GOOD})
        yield post("users/reset_username_confirm/", {
            "new_username": value, "uid": "MQ", "token": "a-b"},
            differs=too_long and (TOO_LONG, 400, 400))


def each_password():
    for value in PASSWORDS:
        yield post("users/", {"username": "newcomer", "password": value,
                              "email": "newcomer@example.com"})
        # Here the name is as it will be when it is compared.
        yield post("users/", {"username": value[:150], "password": value},
                   differs=value in ("\u00b2" * 8, WIDE) and (
                       "names that look alike", 400, 400))
        yield post("users/set_password/", {
            "new_password": value, "current_password": GOOD}, who="ada")
        yield post("token/login/", {"username": "ada", "password": value})


def each_signed_up():
    for value in PASSWORDS:
        yield post("users/", {"username": "newcomer", "password": value,
                              "email": "newcomer@example.com"})


def each_similar():
    for name, email, word in (
            ("moore", "", "moore"), ("marymoore", "", "marymoore1"),
            ("ab", "ab@c.de", "abababab"), ("a", "", "aaaaaaaa"),
            ("x", "someone@example.com", "someone1"),
            ("x", "some.one@example.com", "some.one"),
            ("x", "some.one@example.com", "someone."),
            ("x", "some-one+tag@mail.example.com", "tagtagtag"),
            ("x", "some-one+tag@mail.example.com", "example1"),
            ("x", "longlonglong@example.com", "longlong"),
            ("x", "longlonglong@example.com", "longlonglonglong"),
            ("jos\u00e9", "", "josejose"), ("jos\u00e9123", "", "jos\u00e9123"),
            ("Stra\u00dfe12", "", "strasse12"), ("\u0130stanbul", "", "istanbul"),
            ("verylongusernameindeed", "", "verylong"),
            ("verylongusernameindeed", "", "verylonguser"),
            ("verylongusernameindeed", "", "verylongusername"),
            ("abcdefgh", "", "hgfedcba"), ("abcdefgh", "", "abcdxxxx"),
            ("abcdefgh", "", "abcdefxx"), ("abcdefgh", "", "abcdexxx"),
            ("abcdefghij", "", "abcdefgxxx"), ("a.b-c_d+e@f", "", "abcdefab"),
            ("one.two.three", "", "threethree"), ("one@two", "", "twotwotwo"),
            ("12345678", "", "12345678"), ("11111111", "", "11111111"),
            ("x" * 150, "", "x" * 100), ("x" * 150, "", "x" * 30),
            ("repeat", "", "repeatrepeat"), ("repeat", "", "rereppeeaatt"),
            ("user", "user@example.com", "user1234"),
            ("newcomer", "newcomer@example.com", "newcomer"),
            ("foo", "foo@bar.baz", "foobarbaz"), ("foo", "a@foobar.de", "foobar12"),
            ("\U0001d7ce1234567", "", "01234567"),
    ):
        yield post("users/", {"username": name, "email": email,
                              "password": word})


def long_passwords():
    for value in LONG:
        yield post("users/", {"username": "newcomer", "password": value})
        yield post("users/set_password/", {
            "new_password": value, "current_password": GOOD}, who="ada")
        yield post("users/set_password/", {
            "new_password": FRESH, "current_password": value}, who="ada")
        yield delete("users/me/", {"current_password": value}, who="ada")
        yield post("users/reset_password_confirm/", {
            "uid": "MQ", "token": "a-b", "new_password": value})
        yield post("token/login/", {"username": "ada", "password": value})
        yield post("jwt/create/", {"username": "ada", "password": value})
        yield story("a long password", post("users/set_password/", {
            "new_password": value, "current_password": GOOD}, who="ada"),
            *(post("token/login/", {"username": "ada", "password": one})
              for one in (value, value[:-1], value + "x", value[:72])))


def alone():
    for name in VALIDATORS:
        similar = each_similar() if "Similarity" in name else ()
        yield group(f"values: passwords, {name} alone", each_signed_up(),
                    similar, **validators(name))


GROUPS = [
    group("values: e-mail", each_email(), mapped(False)),
    group("values: e-mail, with activation", each_email(True), mapped(True),
          DJOSER={"SEND_ACTIVATION_EMAIL": True}),
    group("values: user names", each_name()),
    group("values: passwords", each_password(), each_similar(),
          long_passwords()),
    *alone(),
    group("values: passwords, no validator", each_signed_up(), **validators()),
    group("values: passwords, validators turned", each_password(),
          each_similar(), **validators(*reversed(VALIDATORS))),
    group("values: passwords, at least 3", each_signed_up(), **validators(
        ("MinimumLengthValidator", {"min_length": 3}))),
    group("values: passwords, at least 1", each_signed_up(), **validators(
        ("MinimumLengthValidator", {"min_length": 1}))),
    group("values: passwords, at least 100", each_signed_up(), **validators(
        "NumericPasswordValidator",
        ("MinimumLengthValidator", {"min_length": 100}))),
]
