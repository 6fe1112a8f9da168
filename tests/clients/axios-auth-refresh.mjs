/*
 * axios-auth-refresh: after a 401, one refresh, and the request again. The
 * refresh token is another one after each use (rotate_refresh_tokens) and the
 * old one is blacklisted (blacklist_after_rotation).
 */

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

import axios from "axios";

import { ada, auth, meeting, outdated } from "./portress.mjs";

/* Node 18 does not see that what it has for "import" is a module. */
const { createAuthRefreshInterceptor } =
    createRequire(import.meta.url)("axios-auth-refresh");

/* How a page comes to a new access token when the old one has ended. */
function renew(api, tokens)
{
    api.interceptors.request.use((request) => {
        request.headers.Authorization = `Bearer ${tokens.access}`;
        return request;
    });
    createAuthRefreshInterceptor(api, async () => {
        const { refresh } = tokens;
        const { data } = await axios.post(`${auth}jwt/refresh/`, { refresh });
        Object.assign(tokens, data);
    }, { deduplicateRefresh: false });
}

/* All refreshes of all pages. */
let refreshes = 0;
axios.interceptors.request.use((request) => {
    refreshes += request.url === `${auth}jwt/refresh/`;
    return request;
});

/* A page, or a tab of it; `before` is awaited after each 401. */
function open(tokens, before = async () => {})
{
    const api = axios.create({ baseURL: auth });

    api.interceptors.response.use(undefined, async (error) => {
        await before();
        throw error;
    });
    renew(api, tokens);
    return { api, tokens };
}

async function signIn()
{
    await axios.post(`${auth}users/`, ada);
    const { data } = await axios.post(`${auth}jwt/create/`, ada);

    return data;
}

/* Who has signed in still is, and will be when the access token ends again. */
async function staysSignedIn({ api, tokens })
{
    for (const access of [tokens.access, outdated(tokens.access)]) {
        tokens.access = access;
        const me = await api.get("users/me/");
        assert.equal(me.data.username, ada.username);
    }
}

test("a request that gets a 401 is sent again with a new token", async () => {
    const tokens = await signIn();
    const page = open(tokens);
    const old = { ...tokens };

    tokens.access = outdated(tokens.access);
    const me = await page.api.get("users/me/");
    assert.equal(me.status, 200);
    assert.equal(me.data.email, ada.email);
    assert.equal(refreshes, 1);
    assert.notEqual(tokens.access, old.access);
    assert.notEqual(tokens.refresh, old.refresh);
    await staysSignedIn(page);
});

test("a request with a body is sent again with its body", async () => {
    const tokens = await signIn();
    const page = open(tokens);

    tokens.access = outdated(tokens.access);
    const me = await page.api.patch("users/me/", { email: "ada@example.net" });
    assert.equal(me.data.email, "ada@example.net");
    assert.equal(refreshes, 1);
});

test("20 requests that get a 401 at once wait for one refresh", async () => {
    const tokens = await signIn();
    const page = open(tokens, meeting(20));

    tokens.access = outdated(tokens.access);
    const said = await Promise.all(
        Array.from({ length: 20 }, () => page.api.get("users/me/")));
    assert.deepEqual(said.map((me) => me.data.username),
        Array(20).fill(ada.username));
    assert.equal(refreshes, 1);
    await staysSignedIn(page);
});

test("20 tabs that refresh at once stay signed in", async () => {
    const tokens = await signIn();
    const arrive = meeting(20);
    tokens.access = outdated(tokens.access);
    const tabs = Array.from({ length: 20 }, () => open({ ...tokens }, arrive));

    const said = await Promise.all(tabs.map(({ api }) => api.get("users/me/")));
    assert.deepEqual(said.map((me) => me.data.username),
        Array(20).fill(ada.username));
    assert.equal(refreshes, 20);
    for (const tab of tabs)
        await staysSignedIn(tab);
});

test("when the refresh token has ended, so has the sign-in", async () => {
    const tokens = await signIn();
    const page = open(tokens);

    await axios.post(`${auth}jwt/blacklist/`, { refresh: tokens.refresh });
    tokens.access = outdated(tokens.access);
    await assert.rejects(page.api.get("users/me/"), ({ response }) => {
        assert.equal(response.status, 401);
        assert.deepEqual(response.data, {
            detail: "Token is blacklisted",
            code: "token_not_valid",
        });
        return true;
    });
    assert.equal(refreshes, 1);
});
