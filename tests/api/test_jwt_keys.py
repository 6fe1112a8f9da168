"""JWTs that are signed with keys from files."""

import base64
import os
import subprocess
import tempfile

from harness import Case, main, wait_for
from people import *

INVALID = faulty("Token is invalid")
NOWHERE = {"detail": "Not found."}

_directory = tempfile.TemporaryDirectory(prefix="portress-keys.")


def openssl(*arguments, input=None):
    return subprocess.run(["openssl", *arguments], check=True, input=input,
                          capture_output=True).stdout


def path(name):
    return os.path.join(_directory.name, name)


def make(name, *kind):
    """NAME.pem, a private key, and NAME.pub.pem."""
    openssl("genpkey", "-out", path(f"{name}.pem"), *kind)
    openssl("pkey", "-in", path(f"{name}.pem"), "-pubout", "-out",
            path(f"{name}.pub.pem"))
    os.chmod(path(f"{name}.pem"), 0o600)


def curve(name):
    return "-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{name}"


make("rsa", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
make("other", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
make("short", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024")
make("p256", *curve("P-256"))
make("p521", *curve("P-521"))
make("ed25519", "-algorithm", "ED25519")
with open(path("text"), "w") as _file:
    _file.write("a key on the first line of its file\nand no more\n")


def api(algorithm, signing=None, verifying=None, more=""):
    files = "".join(f'\t{name}_key_file = "{path(file)}"\n'
                    for name, file in (("signing", signing),
                                       ("verifying", verifying)) if file)
    return f'api "djoser" {{\n\talgorithm = "{algorithm}"\n{files}{more}}}\n'


def believed(token, name, *options):
    """What OpenSSL says of the signature, as RSA or EdDSA has it."""
    text, signature = token.rsplit(".", 1)
    with open(path("text.signed"), "w") as file:
        file.write(text)
    with open(path("signature"), "wb") as file:
        file.write(_decode(signature))
    done = subprocess.run(
        ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey",
         path(f"{name}.pub.pem"), "-sigfile", path("signature"), "-rawin",
         "-in", path("text.signed"), *options], capture_output=True)
    return done.returncode == 0


def _decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Signed:
    """What the classes below have in common, one for each algorithm."""

    options = ()

    def test_around(self):
        ada = self.account()
        pair = self.expect(self.grant(ada), 200).json
        for token in pair.values():
            self.assertEqual(list(header_of(token).items()),
                             [("alg", self.algorithm), ("typ", "JWT")])
            self.assertTrue(self.judge(token))
            self.expect(self.post("jwt/verify/", {"token": token}), 200, {})
            head, body, signature = token.split(".")
            for changed in (f"{head}.{body}.", f"{head}.{body}",
                            f"{head}.{body}.{'A' * len(signature)}",
                            f"{head}.{body}.{signature[:-4]}"):
                self.expect(self.post("jwt/verify/", {"token": changed}), 401,
                            INVALID)
        fresh = self.expect(self.post("jwt/refresh/", {
            "refresh": pair["refresh"]}), 200).json["access"]
        for token in (pair["access"], fresh):
            self.expect(self.call("GET", "users/me/",
                                  token="Bearer " + token), 200)

    def test_a_public_key_signs_nothing(self):
        """RFC 8725 section 2.1: it is public."""
        ada = self.account()
        with open(path(f"{self.key}.pub.pem")) as file:
            public = file.read()
        for key in (public, public.rstrip("\n"), ""):
            for algorithm in ("HS256", self.algorithm):
                token = sign(claims(ada.id), key, "HS256",
                             {"alg": algorithm, "typ": "JWT"})
                self.expect(self.post("jwt/verify/", {"token": token}), 401,
                            INVALID)

    def judge(self, token):
        return believed(token, self.key, *self.options)


class Rsa(Signed, Talk):
    algorithm, key = "RS256", "rsa"
    options = "-digest", "sha256"
    conf = api("RS256", "rsa.pem")


class Pss(Signed, Talk):
    algorithm, key = "PS512", "rsa"
    options = ("-digest", "sha512", "-pkeyopt", "rsa_padding_mode:pss",
               "-pkeyopt", "rsa_pss_saltlen:64")
    conf = api("PS512", "rsa.pem", "rsa.pub.pem")


class Curve(Signed, Talk):
    algorithm, key = "ES512", "p521"
    conf = api("ES512", "p521.pem")

    def judge(self, token):
        """OpenSSL wants DER; how long it is, we know (RFC 7518, 3.4)."""
        return len(_decode(token.rsplit(".", 1)[1])) == 2 * 66


class Edwards(Signed, Talk):
    algorithm, key = "EdDSA", "ed25519"
    conf = api("EdDSA", "ed25519.pem")


class FirstLine(Talk):
    conf = api("HS256", "text")

    def test_a_text_is_on_the_first_line(self):
        ada = self.account()
        token = self.expect(self.grant(ada), 200).json["access"]
        self.assertEqual(token, sign(claims_of(token),
                                     "a key on the first line of its file"))


class VerifyingOnly(Talk):
    conf = api("RS256", None, "rsa.pub.pem")

    def token(self, name="rsa", **others):
        """As another service would make it."""
        head = {"alg": "RS256", "typ": "JWT"}
        text = sign(claims(**others), "", header=head).rsplit(".", 1)[0]
        signature = openssl("dgst", "-sha256", "-sign", path(f"{name}.pem"),
                            input=text.encode())
        return text + "." + base64.urlsafe_b64encode(
            signature).rstrip(b"=").decode()

    def test_what_another_signed_is_good(self):
        ada = self.account()
        token = self.token(number=ada.id)
        self.expect(self.post("jwt/verify/", {"token": token}), 200, {})
        self.expect(self.call("GET", "users/me/", token="Bearer " + token),
                    200)
        self.expect(self.post("jwt/verify/", {
            "token": self.token("other", number=ada.id)}), 401, INVALID)

    def test_there_is_nothing_that_would_sign(self):
        for what in ("create", "refresh"):
            for method in ("POST", "OPTIONS"):
                self.expect(self.call(method, f"jwt/{what}/", {}), 404,
                            NOWHERE)

    def test_it_is_said_at_the_start(self):
        self.assertIn("cannot_sign api=djoser", self.instance.log())

    def test_a_token_can_be_ended(self):
        ada = self.account()
        token = self.token(number=ada.id, kind="refresh")
        self.expect(self.post("jwt/blacklist/", {"refresh": token}), 200, {})
        self.expect(self.post("jwt/blacklist/", {"refresh": token}), 401,
                    faulty("Token is blacklisted"))


class Wrong(Case):
    """Each is refused by name, at start and at reload alike."""

    conf = 'api "djoser" { leeway = 1 }'

    def said(self, conf):
        """What is said of the configuration; nothing if it is good."""
        with open(path("try.conf"), "w") as file:
            file.write(f'secret_key = "{"x" * 32}"\ndomain = "x"\n'
                       f'database {{ name = "x" }}\n{conf}')
        done = self.portress("-c", path("try.conf"), "config")
        self.assertEqual(done.returncode == 0, done.stderr == "", done)
        return done.stderr

    def test_keys_that_do_not_fit(self):
        for conf, said in (
                (api("RS256"), "algorithm RS256 needs signing_key_file"),
                (api("RS256", "none"), "none cannot be read: No such file"),
                (api("RS256", None, "none"), "none cannot be read: No such"),
                (api("RS256", "text"), "has no private key in PEM"),
                (api("RS256", "rsa.pub.pem"), "has no private key in PEM"),
                (api("RS256", "p256.pem"), "is no RSA key"),
                (api("PS256", "short.pem"), "less than 2048 bits"),
                (api("ES256", "rsa.pem"), "is no key of an elliptic curve"),
                (api("ES256", "p521.pem"), "is a key of another curve"),
                (api("EdDSA", "p256.pem"), "is no key of Ed25519 or Ed448"),
                (api("RS256", "rsa.pem", "other.pub.pem"),
                 "is not the other half of signing_key_file"),
                (api("RS256", None, "rsa.pem"), "has no public key in PEM"),
                (api("HS256", None, "rsa.pub.pem"), "algorithm HS256 has one "
                 "key, signing_key"),
                (api("HS256", "text", more=f'\tsigning_key = "{"k" * 32}"\n'),
                 "give signing_key or signing_key_file, not both"),
                (api("RS256", None, None, f'\tsigning_key = "{"k" * 32}"\n'),
                 "algorithm RS256 takes its key from signing_key_file"),
                (api("RS1"), "algorithm must be one of")):
            with self.subTest(conf=conf):
                found = self.said(conf)
                self.assertIn(said, found)
                self.assertEqual(found.count("\n"), 1, found)

    def test_claims_that_mean_two_things(self):
        for more, said in (
                ('user_id_claim = "exp"', "claim exp is another one's"),
                ('jti_claim = "user_id"', "claim user_id is another one's"),
                ('user_id_claim = ""', "user_id_claim must not be empty"),
                ('auth_header_name = "X-Access-Token"', "must be HTTP_ and")):
            self.assertIn(said, self.said(f'api "djoser" {{ {more} }}'))
        self.assertEqual(self.said(
            'api "djoser" { jti_claim = "" token_type_claim = "" }'), "")

    def test_a_reload_with_a_bad_key_changes_nothing(self):
        self.instance.configure(api("ES256", "rsa.pem"))
        wait_for(lambda: "is no key of an elliptic" in self.instance.log())
        self.assertEqual(self.call("POST", "jwt/create/", {}).status, 400)

    def test_a_key_that_all_may_read_is_told(self):
        os.chmod(path("other.pem"), 0o644)
        self.instance.configure(api("RS256", "other.pem"))
        wait_for(lambda: f"key_readable_by_all file={path('other.pem')}" in
                 self.instance.log())


if __name__ == "__main__":
    main()
