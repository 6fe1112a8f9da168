#!/usr/bin/python3
"""Makes jwt_vectors.h anew, by PyJWT and pyca/cryptography.

    python3 tests/unit/jwt_vectors.py >tests/unit/jwt_vectors.h

Debian's packages are python3-jwt and python3-cryptography. Keys and salts are
random, so what is made is another one each time.
"""

import base64

import cryptography
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

CLAIMS = {"token_type": "access", "exp": 1795233900, "iat": 1795233600,
          "jti": "721677d2d6d5494a9a7ad74dd7ca0644", "user_id": "24"}

KEYS = {
    "rsa": rsa.generate_private_key(65537, 2048),
    "rsa_short": rsa.generate_private_key(65537, 1024),
    "p256": ec.generate_private_key(ec.SECP256R1()),
    "p384": ec.generate_private_key(ec.SECP384R1()),
    "p521": ec.generate_private_key(ec.SECP521R1()),
    "k256": ec.generate_private_key(ec.SECP256K1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate(),
    "ed448": ed448.Ed448PrivateKey.generate(),
}

TOKENS = [("RS256", "rsa"), ("RS384", "rsa"), ("RS512", "rsa"),
          ("PS256", "rsa"), ("PS384", "rsa"), ("PS512", "rsa"),
          ("ES256", "p256"), ("ES384", "p384"), ("ES512", "p521"),
          ("EdDSA", "ed25519"), ("EdDSA", "ed448")]


def number(text):
    return int.from_bytes(base64.urlsafe_b64decode(text + "=="), "big")


# The public keys of RFC 7515 appendix A.2 to A.4 and RFC 8037 appendix A.2.
PUBLISHED = {
    "rfc_rsa": rsa.RSAPublicNumbers(65537, number(
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp"
        "-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOW"
        "vG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUs"
        "LA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9k"
        "G4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2"
        "PAcDTW9gb54h4FRWyuXpoQ")).public_key(),
    "rfc_p256": ec.EllipticCurvePublicNumbers(
        number("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
        number("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
        ec.SECP256R1()).public_key(),
    "rfc_p521": ec.EllipticCurvePublicNumbers(
        number("AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_"
               "NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk"),
        number("ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDl"
               "y79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"),
        ec.SECP521R1()).public_key(),
    "rfc_ed25519": ed25519.Ed25519PublicKey.from_public_bytes(
        base64.urlsafe_b64decode(
            "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=")),
}


def private(key, encryption=serialization.NoEncryption()):
    return key.private_bytes(serialization.Encoding.PEM,
                             serialization.PrivateFormat.PKCS8,
                             encryption).decode()


def public(key):
    return key.public_bytes(
        serialization.Encoding.PEM,
        serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def pkcs1(key):
    """As `openssl rsa -traditional` and -RSAPublicKey_out write it."""
    return (key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption()).decode(),
        key.public_key().public_bytes(
            serialization.Encoding.PEM,
            serialization.PublicFormat.PKCS1).decode())


def define(name, text, width=70):
    print(f"static const char {name}[] =")
    pieces = text.splitlines(keepends=True) if "\n" in text else \
        [text[i:i + width] for i in range(0, len(text), width)]
    print("\n".join(f'    "{piece}"' for piece in pieces)
          .replace("\n\"", "\\n\"") + ";")


print(f"""/*
 * Made by jwt_vectors.py with PyJWT {jwt.__version__} and \
cryptography {cryptography.__version__}: keys, and tokens that
 * are signed with them. Do not edit.
 */
""")
for name, key in KEYS.items():
    define(name, private(key))
    define(f"{name}_public", public(key.public_key()))
traditional, its_public = pkcs1(KEYS["rsa"])
define("rsa_traditional", traditional)
define("rsa_public_traditional", its_public)
define("rsa_locked", private(
    KEYS["rsa"], serialization.BestAvailableEncryption(b"passphrase")))
for name, key in PUBLISHED.items():
    define(name, public(key))
print("""
static const struct {
	const char	*algorithm, *key, *public, *token;
} made_elsewhere[] = {""")
for algorithm, name in TOKENS:
    token = jwt.encode(CLAIMS, KEYS[name], algorithm)
    pieces = "\n".join(f'	    "{token[i:i + 66]}"'
                       for i in range(0, len(token), 66))
    print(f'	{{ "{algorithm}", {name}, {name}_public,\n{pieces} }},')
print("};")
