"""What may stand in a body, and what is refused: never a 5xx for it."""

import json

from harness import main
from people import *

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=x"
MISSING = {"refresh": [REQUIRED]}
INVALID = faulty("Token is invalid")

# A body is best looked at where nothing is written and no password hashed.
PATH = "jwt/refresh/"


def not_object(what):
    return {"non_field_errors":
            [f"Invalid data. Expected a dictionary, but got {what}."]}


def part(name, value, head=b""):
    return (b'--x\r\nContent-Disposition: form-data; name="' + name +
            b'"' + head + b"\r\n\r\n" + value + b"\r\n")


class Bodies(Talk):
    def send(self, body, kind=JSON, **more):
        headers = {} if kind is None else {"Content-Type": kind}
        return self.call("POST", PATH, body,
                         headers=dict(headers, **more.pop("headers", {})),
                         **more)

    def test_json_that_is_understood(self):
        for body in ('{"refresh":"x"}', '{"refresh":5}', ' {"refresh" : 1.5}',
                     '\r\n\t{"refresh":"x"}\n ', '{"refresh":"\\u0078"}',
                     '{"refresh":"\\ud83d\\ude00"}', '{"refresh":"😀"}',
                     '{"\\u0072efresh":"x"}', '{"refresh":"\\/\\"\\\\\\n"}',
                     '{"refresh":"1","refresh":"x"}',
                     '{"refresh":null,"refresh":"x"}',
                     '{"other":null,"refresh":"x"}',
                     '{"x":[1,{"y":[]}],"refresh":"x"}',
                     '{"refresh":1e5}', '{"refresh":-0}', '{"refresh":0.1}',
                     '{"refresh":123456789012345678}', '{"refresh":1E-7}',
                     '{"x":' + "[" * 10 + "]" * 10 + ',"refresh":"x"}'):
            with self.subTest(body=body):
                self.expect(self.send(body), 401, INVALID)

    def test_the_last_of_a_repeated_member_counts(self):
        for body, member in (
                ('{"refresh":"x","refresh":null}', NULL),
                ('{"refresh":null,"refresh":""}', BLANK)):
            self.expect(self.send(body), 400, {"refresh": [member]})

    def test_json_that_is_an_object_without_what_is_asked_for(self):
        for body in ("{}", " { } ", '{"x":1}', '{"Refresh":"x"}',
                     '{" refresh":"x"}', '{"refresh\\u0000":"x"}',
                     '{"":"x"}'):
            with self.subTest(body=body):
                self.expect(self.send(body), 400, MISSING)

    def test_json_that_is_no_object(self):
        for body, what in (
                ("[]", "list"), ('[{"refresh":"x"}]', "list"),
                ('"refresh"', "str"), ("5", "int"), ("-5", "int"),
                ("1.5", "float"), ("1e3", "float"), ("true", "bool"),
                ("false", "bool"), ('""', "str")):
            with self.subTest(body=body):
                self.expect(self.send(body), 400, not_object(what))
        self.expect(self.send("null"), 400,
                    {"non_field_errors": ["No data provided"]})

    def test_broken_json(self):
        good = '{"refresh":"x"}'
        for body in (
                "{", "}", "[", "x", "'x'", "{x}", "{'refresh':'x'}",
                '{"refresh"}', '{"refresh":}', '{"refresh":"x"',
                '{"refresh":"x}', '{"refresh":"x",}', '{"refresh" "x"}',
                '{,"refresh":"x"}', '{"refresh":"x" "y":1}', '{1:"x"}',
                '{"refresh":"\\x"}', '{"refresh":"\\u12"}',
                '{"refresh":"\\u12g4"}', '{"refresh":"a\nb"}',
                '{"refresh":"a\tb"}', '{"refresh":"a\0b"}',
                '{"refresh":tru}', '{"refresh":TRUE}', '{"refresh":None}',
                '{"refresh":01}', '{"refresh":+1}', '{"refresh":1.}',
                '{"refresh":.5}', '{"refresh":0x10}', '{"refresh":1e}',
                '{"refresh":NaN}', '{"refresh":Infinity}',
                '{"refresh":-Infinity}', '{"refresh":undefined}',
                '// note\n' + good, good + "// note", "/**/" + good,
                good + good, good + "x", good + "\0", "\0", good + "]",
                "\ufeff" + good, "\u00a0" + good,
                "[" * 15000, "[" * 15000 + "]" * 15000,
                '{"a":' * 5000 + "1" + "}" * 5000,
                '{"x":' + "[" * 100 + "]" * 100 + "}",
                '{"x":' * 64 + "1" + "}" * 64):
            for encoded in {body.encode(), body.encode("utf-16"),
                            body.encode("utf-16-le")}:
                with self.subTest(f"{encoded!r:.80}"):
                    answer = self.send(encoded)
                    self.assertEqual(answer.status, 400, answer)
                    self.assertEqual(list(answer.json), ["detail"])
                    self.assertTrue(answer.json["detail"].startswith(
                        "JSON parse error - "), answer)

    def test_json_that_is_not_utf_8(self):
        for text in (b"\xff", b"\xc3", b"\xc0\xaf", b"\xe2\x82",
                     b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80"):
            for body in (b'{"refresh":"' + text + b'"}',
                         b'{"' + text + b'":"x"}', text):
                with self.subTest(body=body):
                    answer = self.send(body)
                    self.assertEqual(answer.status, 400, answer)
                    self.assertIn("detail", answer.json)

    def test_json_is_utf_8_whatever_is_said(self):
        for charset in "utf-16", "latin-1", "nonsense":
            kind = f"application/json; charset={charset}"
            self.expect(self.send('{"refresh":"\u00e9"}'.encode(), kind), 401,
                        INVALID)

    def test_numbers_beyond_all_bounds(self):
        for number in ("1e400", "-1e400", "1" * 400, "-" + "9" * 20,
                       "9223372036854775807", "9223372036854775808",
                       "18446744073709551616", "1e-400", "0." + "1" * 300,
                       "1" + "0" * 4000, "1e" + "9" * 100):
            with self.subTest(number[:30]):
                answer = self.send('{"refresh":' + number + "}")
                self.assertIn(answer.status, (400, 401), answer)

    def test_too_many_members(self):
        for count, status in ((90, 401), (5000, 400)):
            pairs = ",".join(f'"m{number}":{number}'
                             for number in range(count))
            answer = self.send('{"refresh":"x",' + pairs + "}")
            self.assertEqual(answer.status, status, answer)
            form = "&".join(f"m{number}=1" for number in range(count))
            answer = self.send("refresh=x&" + form, FORM)
            self.assertEqual(answer.status, status, answer)
            parts = b"".join(part(b"m%d" % number, b"1")
                             for number in range(min(count, 700)))
            answer = self.send(parts + part(b"refresh", b"x") + b"--x--",
                               MULTIPART)
            self.assertEqual(answer.status, status, answer)

    def test_colliding_members(self):
        # Many names in one list, for whatever table they are kept in.
        names = [f"{a}{b}" for a in ("Aa", "BB") for b in range(45)]
        body = json.dumps(dict.fromkeys(names, 1) | {"refresh": "x"})
        self.expect(self.send(body), 401, INVALID)

    def test_no_body_has_no_members(self):
        for kind in (None, JSON, FORM, MULTIPART, "text/plain", "", ";", "x"):
            with self.subTest(kind=kind):
                self.expect(self.send(None, kind), 400, MISSING)
                self.expect(self.send(b"", kind), 400, MISSING)

    def test_media_types_that_nobody_reads(self):
        for kind in ("text/plain", "text/json", "application/xml",
                     "application/jsonp", "application", "json",
                     "multipart/mixed; boundary=x",
                     "application/json+x", "text/plain; charset=utf-8",
                     "application/octet-stream", "x" * 300):
            with self.subTest(kind=kind):
                self.expect(self.send('{"refresh":"x"}', kind), 415, {
                    "detail": f'Unsupported media type "{kind}" in request.'})

    def test_a_media_type_cannot_break_the_answer(self):
        for kind in ('a"b\\c/<d>', 'text/"', "t\u00e4xt"):
            answer = self.send("{}", kind)
            self.assertEqual(answer.status, 415, answer)
            self.assertIn("Unsupported media type", answer.json["detail"])

    def test_media_types_that_are_read(self):
        for kind in ("application/json", "Application/JSON",
                     "application/json; charset=utf-8",
                     "application/json;charset=UTF-8", "application/json ;x",
                     "  application/json"):
            with self.subTest(kind=kind):
                self.expect(self.send('{"refresh":"x"}', kind), 401, INVALID)
        for kind in (FORM, FORM.upper(), FORM + "; charset=utf-8"):
            with self.subTest(kind=kind):
                self.expect(self.send("refresh=x", kind), 401, INVALID)

    def test_forms(self):
        for body, status, said in (
                ("refresh=x", 401, INVALID),
                ("refresh=x&", 401, INVALID),
                ("&&refresh=x", 401, INVALID),
                ("a=1&refresh=x&b", 401, INVALID),
                ("%72efresh=x", 401, INVALID),
                ("refresh=a=b", 401, INVALID),
                ("refresh=%C3%A4", 401, INVALID),
                ("refresh=%", 401, INVALID),
                ("refresh=%zz", 401, INVALID),
                ("refresh=1&refresh=x", 401, INVALID),
                ("x=refresh", 400, MISSING),
                ("Refresh=x", 400, MISSING),
                ("refresh[]=x", 400, MISSING),
                ("refresh=", 400, {"refresh": [BLANK]}),
                ("refresh", 400, {"refresh": [BLANK]}),
                ("refresh=+%20%09", 400, {"refresh": [BLANK]}),
                ("refresh=a%00b", 400, {"refresh": [NUL]})):
            with self.subTest(body=body):
                self.expect(self.send(body, FORM), status, said)

    def test_forms_that_are_not_utf_8(self):
        for body in ("refresh=%ff", "refresh=%C3", "refresh=%ED%A0%80",
                     b"refresh=\xff", "%ff=1&refresh=x"):
            with self.subTest(body=body):
                self.expect(self.send(body, FORM), 400,
                            {"detail": "Form data is not UTF-8."})

    def test_multipart(self):
        good = part(b"refresh", b"x")
        end = b"--x--\r\n"
        for name, body, status, said in (
                ("plain", good + end, 401, INVALID),
                ("no last line end", good + b"--x--", 401, INVALID),
                ("a preamble", b"hello\r\n" + good + end, 401, INVALID),
                ("an epilogue", good + end + b"bye", 401, INVALID),
                ("two parts", part(b"a", b"b") + good + end, 401, INVALID),
                ("a type", part(b"refresh", b"x",
                                b"\r\nContent-Type: text/plain") + end,
                 401, INVALID),
                ("the boundary within", part(b"refresh", b"a--x b") + end,
                 401, INVALID),
                ("nothing in it", part(b"refresh", b"") + end, 400,
                 {"refresh": [BLANK]}),
                ("another name", part(b"other", b"x") + end, 400, MISSING),
                ("no parts", end, 400, MISSING),
                ("NUL", part(b"refresh", b"a\0b") + end, 400,
                 {"refresh": [NUL]}),
                ("a file", part(b"refresh", b"x", b'; filename="f"') + end,
                 400, {"refresh": [NOT_TEXT]}),
                ("unquoted", b"--x\r\ncontent-disposition: form-data; "
                 b"name=refresh\r\n\r\nx\r\n" + end, 401, INVALID)):
            with self.subTest(name):
                self.expect(self.send(body, MULTIPART), status, said)

    def test_broken_multipart(self):
        good = part(b"refresh", b"x")
        for name, body, kind in (
                ("no boundary", good + b"--x--", "multipart/form-data"),
                ("empty boundary", good + b"--x--",
                 "multipart/form-data; boundary="),
                ("another boundary", good + b"--x--",
                 "multipart/form-data; boundary=y"),
                ("long boundary", good + b"--x--",
                 "multipart/form-data; boundary=" + "y" * 1000),
                ("odd boundary", good + b"--x--",
                 'multipart/form-data; boundary="'),
                ("no end", good, MULTIPART),
                ("no blank line", b"--x\r\nContent-Disposition: form-data; "
                 b'name="refresh"\r\nx\r\n--x--', MULTIPART),
                ("no head", b"--x\r\n\r\nx\r\n--x--", MULTIPART),
                ("no name", b"--x\r\nContent-Disposition: form-data\r\n\r\n"
                 b"x\r\n--x--", MULTIPART),
                ("just dashes", b"--", MULTIPART),
                ("bare line feeds", good.replace(b"\r", b"") + b"--x--",
                 MULTIPART),
                ("not UTF-8", part(b"refresh", b"\xff") + b"--x--",
                 MULTIPART),
                ("a name that is not UTF-8", part(b"\xff", b"x") + b"--x--",
                 MULTIPART),
                ("a head without end", b"--x\r\n" + b"A: b\r\n" * 3000,
                 MULTIPART),
                ("cut after each byte", None, MULTIPART)):
            whole = good + b"--x--"
            for data in ([body] if body is not None else
                         [whole[:end] for end in range(1, len(whole))]):
                with self.subTest(name, length=len(data)):
                    answer = self.send(data, kind)
                    self.assertIn(answer.status, (400, 401), answer)
                    self.assertIsInstance(answer.json, dict)

    def test_a_body_that_is_too_large(self):
        for size in (65536 + 1, 200000, 2000000):
            for kind in (JSON, FORM, MULTIPART, "text/plain"):
                with self.subTest(size=size, kind=kind):
                    try:
                        answer = self.send(b"x" * size, kind)
                    except (BrokenPipeError, ConnectionResetError):
                        continue    # nginx answered and hung up early
                    self.expect(answer, 413, {
                        "detail": "Request body is too large."})
        # It just fits.
        body = '{"refresh":"' + "x" * 65522 + '"}'
        self.assertEqual(len(body), 65536)
        self.expect(self.send(body), 401, INVALID)

    def test_a_chunked_body(self):
        pieces = [b'{"ref', b'resh":', b'"x"}']
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece)
                          for piece in pieces) + b"0\r\n\r\n"
        answer = self.raw(
            b"POST /auth/jwt/refresh/ HTTP/1.1\r\nHost: x\r\n"
            b"Content-Type: application/json\r\nConnection: close\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n" + chunks)
        self.assertTrue(answer.startswith(b"HTTP/1.1 401 "), answer)
        self.assertIn(b"Token is invalid", answer)

    def test_a_body_where_none_is_asked_for(self):
        ada = self.account()
        key = self.key(ada)
        for body, kind in (("{", JSON), ("x", "text/plain"), ("[]", JSON),
                           (b"\xff", MULTIPART)):
            with self.subTest(body=body):
                self.expect(self.call("GET", "users/me/", body, token=key,
                                      headers={"Content-Type": kind}), 200)

    def test_bodies_are_refused_alike_everywhere(self):
        ada = self.account()
        key = self.key(ada)
        for method, path, token in (
                ("POST", "users/", None), ("PUT", "users/me/", key),
                ("PATCH", "users/me/", key), ("DELETE", "users/me/", key),
                ("PATCH", f"users/{ada.id}/", key),
                ("POST", "users/activation/", None),
                ("POST", "users/resend_activation/", None),
                ("POST", "users/set_password/", key),
                ("POST", "users/reset_password/", None),
                ("POST", "users/reset_password_confirm/", None),
                ("POST", "token/login/", None), ("POST", "jwt/create/", None),
                ("POST", "jwt/refresh/", None),
                ("POST", "jwt/verify/", None)):
            with self.subTest(method=method, path=path), self.untouched():
                answer = self.call(method, path, "{", token=token)
                self.assertEqual(answer.status, 400)
                self.assertIn("JSON parse error", answer.json["detail"])
                self.expect(self.call(method, path, "[]", token=token), 400,
                            not_object("list"))
                self.expect(self.call(
                    method, path, "x", token=token,
                    headers={"Content-Type": "text/x"}), 415,
                    {"detail":
                     'Unsupported media type "text/x" in request.'})

    def test_a_password_need_not_be_ascii_anywhere(self):
        password = "пароль 😀 ñ"
        ada = self.account(password=password)
        self.expect(self.login(ada), 200)
        self.expect(self.post("token/login/", form={
            "username": "ada", "password": password}), 200)
        self.expect(self.call(
            "POST", "token/login/", part(b"username", b"ada") +
            part(b"password", password.encode()) + b"--x--",
            headers={"Content-Type": MULTIPART}), 200)
        self.expect(self.call(
            "POST", "token/login/",
            '{"username":"ada","password":' + json.dumps(password) + "}"),
            200)


class Bounds(Talk):
    conf = """
body_limit = 2048
body_depth = 3
body_members = 10
"""

    def test_bounds_are_settings(self):
        good = '"refresh":"x"'
        for body, status in (
                ("{" + good + " " * 2000 + "}", 401),
                ("{" + good + " " * 2048 + "}", 413),
                ('{"x":[1],' + good + "}", 401),
                ('{"x":[[[[1]]]],' + good + "}", 400),
                ("{" + good + "".join(f',"m{number}":1' for number
                                      in range(9)) + "}", 401),
                ("{" + good + "".join(f',"m{number}":1' for number
                                      in range(10)) + "}", 400)):
            with self.subTest(f"{body:.40}"):
                answer = self.post(PATH, body)
                self.assertEqual(answer.status, status, answer)
                self.assertIn("detail", answer.json)


if __name__ == "__main__":
    main()
