"""Content types, and bodies that are not what their type says."""

from asks.b_fields import SIGN_UP
from fixture import GOOD
from vocabulary import (BOUNDARY, FORM, JSON, MULTIPART, as_form, as_json,
                        as_parts, ask, delete, group, marked, patch, post)

GOOD_BODIES = {JSON: as_json(SIGN_UP), FORM: as_form(SIGN_UP),
               MULTIPART: as_parts(SIGN_UP)}
KINDS = (
    JSON, "application/json; charset=utf-8", "application/json;charset=UTF-8",
    "application/json; charset=latin-1",
    "application/json; charset=nonsense", "application/json; charset=",
    'application/json; charset="utf-8"', "application/json;",
    "application/json ; x=y", "application/json; indent=4",
    "APPLICATION/JSON", "Application/Json", "application/json, text/plain",
    "application/json\tx", "application/jsonx", "application/vnd.api+json",
    "application/ld+json", "text/json", "text/plain", "text/html",
    "text/plain; charset=utf-8", "application/xml",
    "application/octet-stream", "application/*", "*/*", "*", "application",
    "application/", "/json", "a/b/c", "nonsense", "", ";", "/",
    FORM, "application/x-www-form-urlencoded; charset=utf-8",
    "application/x-www-form-urlencoded; charset=iso-8859-1",
    "APPLICATION/X-WWW-FORM-URLENCODED", "multipart/form-data",
    "multipart/form-data; boundary=", f"multipart/form-data;boundary={BOUNDARY}",
    f'multipart/form-data; boundary="{BOUNDARY}"',
    f"multipart/form-data; charset=utf-8; boundary={BOUNDARY}",
    f"multipart/form-data; boundary={BOUNDARY}; charset=utf-8",
    "multipart/mixed",
    f"multipart/mixed; boundary={BOUNDARY}",
    "multipart/form-data; boundary=" + "b" * 202, None,
)


def each_kind():
    for kind in KINDS:
        parts = (kind or "").lower().startswith("multipart/form-data")
        for usual, body in GOOD_BODIES.items():
            if usual == MULTIPART or not parts:
                yield ask("POST", "users/", raw=body, kind=kind)
        for body in (b"",) if parts else (b"", b"x", b"{}"):
            for method, path, who in TARGETS:
                yield ask(method, path, raw=body, kind=kind, who=who)
        yield ask("GET", "users/me/", raw=b"x", kind=kind, who="ada")
        yield ask("PUT", "users/", raw=b"{}", kind=kind, who="ada")


TARGETS = (
    ("POST", "users/", None), ("PATCH", "users/me/", "ada"),
    ("POST", "token/login/", None), ("POST", "jwt/create/", None),
    ("DELETE", "users/me/", "ada"), ("POST", "users/activation/", None),
    ("POST", "users/reset_username_confirm/", None),
    ("POST", "token/logout/", "ada"), ("PATCH", "users/2/", "ada"),
)
NOT_JSON = (
    b"{", b"}", b"[", b"]", b'"', b"'", b",", b":", b"{]", b"{}}", b"{}{}",
    b"{} x", b"{},", b"x", b"nul", b"None", b"True", b"undefined", b"NaN",
    b"-Infinity", b'{"username":NaN}', b'{"username":Infinity}',
    b'{"username":-Infinity}', b"{'username':'x'}", b"{username:1}",
    b'{"username"}', b'{"username":}', b'{"username":,}', b'{"username" 1}',
    b'{"username":1,}', b'{,"username":1}', b'{"username":1 "b":2}',
    b'{"username":"a" "b"}', b'{"username":[1,]}', b'{"username":[1 2]}',
    b'{"username":01}', b'{"username":+1}', b'{"username":.5}',
    b'{"username":1.}', b'{"username":1e}', b'{"username":1e+}',
    b'{"username":-}', b'{"username":0x10}', b'{"username":1_000}',
    b'{"username":--1}', b'{"username":"a', b'{"username":"a\\"}',
    b'{"username":"\\x41"}', b'{"username":"\\u12"}', b'{"username":"\\u12G4"}',
    b'{"username":"\\\'"}', b'{"username":"\\a"}', b'{"username":"\\0"}',
    b'{"username":"a\nb"}', b'{"username":"a\tb"}', b'{"username":"\x00"}',
    b'{"username":"\x1f"}', b"// x\n{}", b"/* x */{}", b"{}# x",
    b'{"a":tru}', b'{"a":TRUE}', b'{"a":nulll}', b"\x00{}", b"{}\x00",
    b"\x0c{}", b"\x0b{}", b"\xa0{}", b"\xc2\xa0{}", b"\xe2\x80\xa8{}",
    b'{"username":"\xff"}', b'{"username":"\xc0\x80"}', b'{"username":"\xc3"}',
    b'{"username":"\xed\xa0\x80"}', b'{"username":"\xf4\x90\x80\x80"}',
    b'{"username":"\xe9"}', b'\xff\xfe{\x00}\x00', b'\x00{\x00}',
    b"<users/>", b"username=x&password=y",
)
ODD_JSON = (
    b"", b"[]", b"null", b"true", b"false", b"0", b"1.5", b'""', b'"text"',
    b"[{}]", b'[{"username":"x"}]', b'{"username":"x"}', b" {} ",
    b"\r\n\t {}\r\n\t ", b"\xef\xbb\xbf{}", b'\xef\xbb\xbf{"username":"x"}',
    b"\xef\xbb\xbf", b"   ", b"\n",
    b'{"username":"a","username":"newcomer","password":"seven red herons"}',
    b'{"username":"newcomer","password":"seven red herons","username":"a"}',
    b'{"":1}', b'{"\\u0000":1}', b'{"user\\u006eame":"x"}',
    b'{"username":"\\ud83d\\ude00"}', b'{"username":"\\ud83d"}',
    b'{"username":"\\ude00\\ud83d"}', b'{"username":"\\ud83d\\ud83d\\ude00"}',
    b'{"username":"\\u0000"}', b'{"username":"\\/\\b\\f\\n\\r\\t\\\\"}',
    b'{"username":"\x7f\xc2\x80"}', b'{"username":"\xef\xbf\xbe"}',
    b'{"username":"\xf4\x8f\xbf\xbf"}', b'{"\xc3\xa9":"\xc3\xa9"}',
    b'{"username":-0,"password":"seven red herons"}',
    b'{"username":-0.0,"password":"seven red herons"}',
    b'{"username":1E5,"password":"seven red herons"}',
    b'{"username":1e-7,"password":"seven red herons"}',
    b'{"username":1.10,"password":"seven red herons"}',
    b'{"username":0.30000000000000004,"password":"seven red herons"}',
    b'{"username":123456789012345680.0,"password":"seven red herons"}',
    b'{"username":9223372036854775807,"password":"seven red herons"}',
    b'{"username":-9223372036854775808,"password":"seven red herons"}',
    b'{"username":1e400,"password":"seven red herons"}',
    b'{"username":-1e400,"password":"seven red herons"}',
    b'{"username":"x","more":[[[[[[[[]]]]]]]]}',
    b'{"username":"x","more":{"a":{"b":{"c":{"d":{"e":1}}}}}}',
    b'{"a":"' + b"x" * 60000 + b'"}',
)


def each_json():
    for method, path, who in TARGETS:
        for body in NOT_JSON + ODD_JSON:
            yield ask(method, path, raw=body, kind=JSON, who=who)


# Integers beyond 64 bits.
BEYOND = (2 ** 63, 2 ** 64, 10 ** 30, -10 ** 30, -2 ** 63 - 1)


def beyond():
    for value in BEYOND:
        yield post("users/", {**SIGN_UP, "username": value})
        yield post("users/", {**SIGN_UP, "password": value})
        yield patch("users/me/", {"more": value}, who="ada")


def deep():
    for open_, close in ((b"[", b"]"), (b'{"a":', b"}")):
        for depth, differs in (
                (15, None), (200, ("large bodies", 400, 400)),
                (5000, ("JSON nested deep", (400, 500), 400))):
            yield ask("POST", "token/login/", raw=b'{"more":' + open_ * depth
                      + b"1" + close * depth + b"}", kind=JSON,
                      differs=differs)


def large():
    many = {f"m{number}": number for number in range(101)}
    yield from marked(
        "large bodies", 400, 400, post("token/login/", {**many}),
        post("token/login/", form=many), post("token/login/", parts=many))
    yield from marked(
        "large bodies", 400, 413,
        post("token/login/", {"more": "x" * 70000}),
        post("token/login/", form={"more": "x" * 70000}),
        post("token/login/", parts={"more": "x" * 70000}))


# --- forms ------------------------------------------------------------------

FORMS = (
    b"username=ada&password=four+grey+doves",
    b"username=ada&password=four%20grey%20doves",
    b"username=ada&password=four grey doves",
    b"username=ada;password=four+grey+doves",
    b"&&username=ada&&password=four+grey+doves&&",
    b"username=x&username=ada&password=four+grey+doves",
    b"username=ada&username=x&password=four+grey+doves",
    b"username[]=ada&password=four+grey+doves",
    b"user%6eame=ada&password=four+grey+doves",
    b"username=ada&password=four%2Bgrey%2Bdoves",
    b"username=ada&password=four%2", b"username=ada&password=%",
    b"username=ada&password=%ZZ", b"username=ada&password=%4",
    b"username=ada&password", b"username=ada&password=", b"username", b"=",
    b"=x", b"&", b"username=ada=password", b"username==ada&password=x",
    b"username=a%00b&password=x", b"username=a%0Ab&password=x",
    b"username=%20ada%20&password=four+grey+doves",
    b"username=+ada+&password=four+grey+doves",
    b"username=%C3%A9&password=x", b"username=\xc3\xa9&password=x",
    b"username=%F0%9F%98%80&password=x",
    b"username=ada&password=four+grey+doves\r\n",
    b"username=ada&password=four+grey+doves\n",
    b"\xef\xbb\xbfusername=ada&password=four+grey+doves",
    b'{"username":"ada"}', b"?username=ada&password=four+grey+doves",
    b"username=ada&password=four+grey+doves#x", b"username=1&password=2",
    b"username=" + b"x" * 5000 + b"&password=x", b"a&b&c&d", b"%",
    b"USERNAME=ada&PASSWORD=x", b"username.=ada&password=x",
    b"username=ada&password=four\xc2\xa0grey", b"username=&password=",
    b"username=%09ada%0D%0A&password=four+grey+doves",
)
NO_UTF_8 = (b"username=%FF&password=x", b"username=\xff&password=x",
            b"username=%C3&password=x", b"username=%ED%A0%80&password=x",
            b"username=%C0%80&password=x")


def each_form():
    for body in FORMS:
        yield ask("POST", "token/login/", raw=body, kind=FORM)
        yield ask("PATCH", "users/me/", raw=body, kind=FORM, who="ada")
    for body in NO_UTF_8:
        yield ask("POST", "token/login/", raw=body, kind=FORM, differs=(
            "form bodies that are no UTF-8", 400, 400))


# --- multipart --------------------------------------------------------------

def part(name, value, *more, disposition=None):
    head = disposition or f'form-data; name="{name}"'
    return "\r\n".join([f"--{BOUNDARY}", f"Content-Disposition: {head}",
                        *more, "", value, ""])


END = f"--{BOUNDARY}--\r\n"
NAME = part("username", "ada")
WORD = part("password", GOOD)
MULTIPARTS = (
    NAME + WORD + END, WORD + NAME + END, END, NAME + END,
    "a preamble\r\n" + NAME + WORD + END, "\r\n" + NAME + WORD + END,
    NAME + WORD + END + "an epilogue", NAME + WORD + f"--{BOUNDARY}--",
    part("username", "x") + NAME + WORD + END,
    NAME + part("username", "x") + WORD + END,
    part("username", "ada", disposition="form-data; name=username") + WORD
    + END,
    part("username", "ada", disposition="FORM-DATA; NAME=\"username\"")
    + WORD + END,
    part("", "ada", disposition="form-data") + WORD + END,
    part("", "ada", disposition="form-data; name=\"\"") + WORD + END,
    part("", "ada", disposition="attachment; name=\"username\"") + WORD + END,
    part("", "ada", disposition="form-data; name=\"user\\\"name\"") + END,
    part("username", "ada", "Content-Type: text/plain") + WORD + END,
    part("username", "ada", "Content-Type: text/plain; charset=utf-8")
    + WORD + END,
    part("username", "ada", "Content-Type: application/json") + WORD + END,
    part("username", "ada", "X-More: " + "x" * 100) + WORD + END,
    part("username", "ada", "Content-Transfer-Encoding: 8bit") + WORD + END,
    part("username", "ada", "Content-Transfer-Encoding: binary") + WORD
    + END,
    part("", "ada", disposition='form-data; name="username"; '
         'filename="a.txt"') + WORD + END,
    part("", "ada", disposition='form-data; name="username"; filename=""')
    + WORD + END,
    part("username", " ada ") + WORD + END,
    part("username", "a\r\nb") + WORD + END,
    part("username", "\r\nada") + WORD + END,
    part("username", "ada\r\n") + WORD + END,
    part("username", "") + part("password", "") + END,
    part("username", "a\x00b") + WORD + END,
    part("username", "x" * 5000) + WORD + END,
    part("username[]", "ada") + WORD + END,
    part("more", "x" * 30000) + NAME + WORD + END,
    f"--{BOUNDARY}\r\nContent-Type: text/plain\r\n\r\nada\r\n" + WORD + END,
    "",
    NAME.replace(": ", ":") + WORD + END,
    NAME.replace("Disposition: ", "Disposition:\t") + WORD + END,
    NAME.replace("Content-Disposition", "content-disposition") + WORD + END,
)
ODD_PARTS = "multipart bodies that are odd"
ODD_MULTIPARTS = (
    (part("username", "YWRh", "Content-Transfer-Encoding: base64") + WORD
     + END, 200),
    (part("username", f"--{BOUNDARY}x") + WORD + END, 400),
    (f"--{BOUNDARY}\r\n\r\nada\r\n" + WORD + END, 400),
    (f"--{BOUNDARY}\r\nContent-Disposition: form-data; "
     f"name=\"username\"\r\n\r\n" + END, 400),
    (f"--{BOUNDARY} \r\n" + NAME.partition("\r\n")[2] + WORD + END, 200),
    *((text, 400) for text in ("x", "--", "{}", "username=ada&password=x")),
    ((NAME + WORD + END).replace("\r\n", "\n"), 400),
    (part("", "ada", disposition="form-data; name*=utf-8''username") + WORD
     + END, 200),
)
UNENDED = (NAME + WORD, NAME + WORD + f"--{BOUNDARY}\r\n",
           NAME + WORD[:-2], NAME + WORD + f"--{BOUNDARY}-")


def each_multipart():
    for text in MULTIPARTS:
        yield ask("POST", "token/login/", raw=text.encode(), kind=MULTIPART)
    for text in UNENDED:
        yield ask("POST", "token/login/", raw=text.encode(), kind=MULTIPART,
                  differs=(ODD_PARTS, 200, 400))
    for text, theirs in ODD_MULTIPARTS:
        yield ask("POST", "token/login/", raw=text.encode(), kind=MULTIPART,
                  differs=(ODD_PARTS, theirs, 400))
    for value in (b"\xc3\xa9", b"\xf0\x9f\x98\x80"):
        yield ask("POST", "token/login/", raw=NAME.encode().replace(
            b"ada", value) + WORD.encode() + END.encode(), kind=MULTIPART)
    for value in (b"\xff", b"\xc3", b"\xed\xa0\x80"):
        yield ask("POST", "token/login/", raw=NAME.encode().replace(
            b"ada", value) + WORD.encode() + END.encode(), kind=MULTIPART,
            differs=("form bodies that are no UTF-8", 400, 400))


def other_charset():
    """JSON is UTF-8 (RFC 8259 section 8.1), whatever a parameter says."""
    for method, path, body, who, ours in (
            ("POST", "users/", as_json(SIGN_UP), None, 201),
            ("POST", "users/", b"{}", None, 400),
            ("PATCH", "users/me/", b"{}", "ada", 200)):
        yield ask(method, path, raw=body, who=who,
                  kind="application/json; charset=utf-16",
                  differs=("the charset of JSON", 400, ours))


def no_body():
    for method, path, who in TARGETS:
        yield ask(method, path, who=who)
        yield ask(method, path, who=who, kind=JSON)
    yield delete("users/me/", {"current_password": GOOD}, who="ada",
                 kind="text/plain")
    yield delete("users/me/", form={"current_password": GOOD}, who="ada")
    yield delete("users/me/", parts={"current_password": GOOD}, who="ada")
    yield post("users/", parts=SIGN_UP, kind="MULTIPART/FORM-DATA; BOUNDARY="
               + BOUNDARY, differs=(ODD_PARTS, 400, 201))


GROUPS = [
    group("bodies: content types", each_kind(), no_body(),
          other_charset()),
    group("bodies: JSON", each_json(), beyond(), deep(), large()),
    group("bodies: forms", each_form()),
    group("bodies: multipart", each_multipart()),
]
