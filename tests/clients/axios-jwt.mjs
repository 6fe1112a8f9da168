/*
 * axios-jwt: looks at an access token's `exp` before each request and asks for
 * another one 10 seconds before its time comes. The configuration has access
 * tokens that are good for 12 (access_token_lifetime).
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import axios from "axios";
import { applyAuthTokenInterceptor, getAccessToken, getRefreshToken,
    isLoggedIn, setAuthTokens } from "axios-jwt";

import { ada, auth, claims, outdated, reactdj, usercrud } from "./portress.mjs";

/* What a browser has, and axios-jwt keeps its tokens in. */
const kept = new Map();
globalThis.window = {
    localStorage: {
        getItem: (name) => kept.get(name) ?? null,
        setItem: (name, value) => kept.set(name, value),
        removeItem: (name) => kept.delete(name),
    },
};

/* An api of Portress, and how one signs in there. */
const djoser = {
    base: { baseURL: auth },
    person: ada,
    signUp: "users/",
    signIn: "jwt/create/",
    refresh: "jwt/refresh/",
    me: () => "users/me/",
};

const crud = {
    base: usercrud,
    person: {
        email: ada.email,
        password: ada.password,
        first_name: "Ada",
        last_name: "Lovelace",
    },
    signUp: "users/",
    signIn: "token/",
    refresh: "token/refresh/",
    me: (id) => `users/${id}/`,
};

const profiled = {
    base: reactdj,
    person: ada,
    signUp: "auth/register/",
    signIn: "auth/login/",
    refresh: "token/refresh/",
    me: () => "auth/profile/",
};

/* How a page renews its tokens, and where it puts those of a sign-in. */
function renew(api, plain, path)
{
    applyAuthTokenInterceptor(api, {
        requestRefresh: async (refresh) => {
            const { data } = await plain.post(path, { refresh });
            return { accessToken: data.access, refreshToken: data.refresh };
        },
    });
}

async function signIn(plain, path, credentials)
{
    const { data } = await plain.post(path, credentials);
    await setAuthTokens({
        accessToken: data.access,
        refreshToken: data.refresh,
    });
}

/* A page, after its user has signed up and in. */
async function open(dialect)
{
    const plain = axios.create(dialect.base);
    const api = axios.create(dialect.base);
    const page = { plain, api, refreshes: 0 };

    plain.interceptors.request.use((request) => {
        page.refreshes += request.url === dialect.refresh;
        return request;
    });
    renew(api, plain, dialect.refresh);
    const { data: user } = await plain.post(dialect.signUp, dialect.person);
    await signIn(plain, dialect.signIn, dialect.person);
    return Object.assign(page, { me: dialect.me(user.id) });
}

/* Until axios-jwt thinks it is time, and then once more with the new tokens. */
async function outlivesItsToken(dialect)
{
    const page = await open(dialect);
    const [access, refresh] = [await getAccessToken(), await getRefreshToken()];

    while (page.refreshes === 0) {
        const { data } = await page.api.get(page.me);
        assert.equal(data.email, dialect.person.email);
    }
    const [newer, rotated] = [await getAccessToken(), await getRefreshToken()];
    assert.ok(claims(newer).exp > claims(access).exp);
    assert.notEqual(rotated, refresh);
    assert.equal((await page.api.get(page.me)).status, 200);
    assert.ok(await isLoggedIn());
}

test("a page outlives its access token", () => outlivesItsToken(djoser));

test("a page outlives its access token at usercrud", () =>
    outlivesItsToken(crud));

test("a page outlives its access token at reactdj", () =>
    outlivesItsToken(profiled));

test("20 requests at once wait for one refresh", async () => {
    const page = await open(djoser);

    await setAuthTokens({
        accessToken: outdated(await getAccessToken()),
        refreshToken: await getRefreshToken(),
    });
    const said = await Promise.all(
        Array.from({ length: 20 }, () => page.api.get(page.me)));
    assert.deepEqual(said.map((me) => me.data.username),
        Array(20).fill(ada.username));
    assert.equal(page.refreshes, 1);
    assert.ok(await isLoggedIn());
});

test("who was signed out by the server is signed out", async () => {
    const page = await open(djoser);
    const refresh = await getRefreshToken();

    await page.plain.post("jwt/blacklist/", { refresh });
    await setAuthTokens({
        accessToken: outdated(await getAccessToken()),
        refreshToken: refresh,
    });
    await assert.rejects(page.api.get(page.me), /Got 401 on token refresh/);
    assert.equal(await isLoggedIn(), false);
    assert.equal(kept.size, 0);
});
