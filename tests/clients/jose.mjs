/*
 * jose: a service of its own that believes Portress's access tokens. It has the
 * public key and asks nobody. There is an api for each algorithm, all with the
 * issuer "https://accounts.example.com" and the audience "shop".
 */

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import axios from "axios";
import { SignJWT, importPKCS8, importSPKI, jwtVerify } from "jose";

import { ada, auth } from "./portress.mjs";

/* Node 18 does not have it there. */
globalThis.crypto ??= webcrypto;

const expected = { issuer: "https://accounts.example.com", audience: "shop" };
const key = (name) => readFile(join(process.env.PORTRESS_KEYS, name), "utf8");

/* What the service does with a request's token. */
async function caller(token, algorithm, name, more)
{
    const publicKey = await importSPKI(await key(`${name}.pub.pem`), algorithm);
    const { payload } = await jwtVerify(token, publicKey,
        { ...expected, algorithms: [algorithm], ...more });

    if (payload.token_type !== "access")
        throw new Error("not an access token");
    return payload.user_id;
}

const is = (code) => (error) => error.code === code;

async function believed(algorithm, name)
{
    const baseURL = new URL(`/${algorithm.toLowerCase()}/`, auth).href;
    const api = axios.create({ baseURL });
    const { data: { id } } = await api.post("users/", ada);
    const { data } = await api.post("jwt/create/", ada);
    const asked = (token, more) => caller(token, algorithm, name, more);

    assert.equal(await asked(data.access), String(id));
    await assert.rejects(asked(data.refresh), /not an access token/);
    await assert.rejects(asked(data.access, { audience: "bank" }),
        is("ERR_JWT_CLAIM_VALIDATION_FAILED"));
    await assert.rejects(asked(data.access, {
        currentDate: new Date(Date.now() + 300_000),
    }), is("ERR_JWT_EXPIRED"));
    const [head, , mac] = data.access.split(".");
    const [, others] = data.refresh.split(".");
    await assert.rejects(asked([head, others, mac].join(".")),
        is("ERR_JWS_SIGNATURE_VERIFICATION_FAILED"));

    /* And what jose signs with the private key is believed by Portress. */
    const privateKey = await importPKCS8(await key(`${name}.pem`), algorithm);
    const said = { token_type: "access", user_id: String(id) };
    const made = await new SignJWT(said)
        .setProtectedHeader({ alg: algorithm, typ: "JWT" })
        .setIssuer(expected.issuer).setAudience(expected.audience)
        .setJti("made by jose").setIssuedAt().setExpirationTime("1 minute")
        .sign(privateKey);
    const me = await api.get("users/me/", {
        headers: { Authorization: `Bearer ${made}` },
    });
    assert.equal(me.data.username, ada.username);
}

test("RS256 is understood by both", () => believed("RS256", "rsa"));

test("PS256 is understood by both", () => believed("PS256", "rsa"));

test("ES256 is understood by both", () => believed("ES256", "p256"));

test("ES512 is understood by both", () => believed("ES512", "p521"));

test("EdDSA is understood by both", () => believed("EdDSA", "ed25519"));
