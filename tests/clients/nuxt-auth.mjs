/*
 * @sidebase/nuxt-auth, provider "local", with refresh tokens and with opaque
 * ones. The module and what it has for pages are as they come; nuxt.mjs stands
 * in for Nuxt.
 */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { $fetch } from "ofetch";
import { watch } from "vue";

import { build, leave, visit } from "./nuxt.mjs";
import { ada, auth, outdated } from "./portress.mjs";

const { default: nuxtAuth } = await import("@sidebase/nuxt-auth");

/* nuxt.config.ts, with rotate_refresh_tokens */
const rotating = {
    auth: {
        baseURL: auth,
        provider: {
            type: "local",
            endpoints: {
                signIn: { path: "jwt/create/", method: "post" },
                signOut: { path: "jwt/blacklist/", method: "post" },
                signUp: { path: "users/", method: "post" },
                getSession: { path: "users/me/", method: "get" },
            },
            token: { signInResponseTokenPointer: "/access" },
            refresh: {
                isEnabled: true,
                endpoint: { path: "jwt/refresh/", method: "post" },
                refreshOnlyToken: false,
                token: {
                    signInResponseRefreshTokenPointer: "/refresh",
                    refreshRequestTokenPointer: "/refresh",
                },
            },
        },
    },
};

/* The same without: the refresh token stays, and only the other is renewed. */
const staying = structuredClone(rotating);
staying.auth.baseURL = auth.replace("/auth/", "/staying/");
staying.auth.provider.refresh.refreshOnlyToken = true;

/* nuxt.config.ts, with opaque tokens */
const opaque = {
    auth: {
        baseURL: auth,
        provider: {
            type: "local",
            endpoints: {
                signIn: { path: "token/login/", method: "post" },
                signOut: { path: "token/logout/", method: "post" },
                signUp: { path: "users/", method: "post" },
                getSession: { path: "users/me/", method: "get" },
            },
            token: {
                signInResponseTokenPointer: "/auth_token",
                type: "Token",
            },
        },
    },
};

/* Nobody is led to another page. */
const here = { redirect: false };

/* A page of somebody who has signed up there. */
async function open(config = rotating)
{
    const site = await build(nuxtAuth, config.auth);
    const cookies = {};
    const page = await visit(site, cookies);

    assert.equal(page.status.value, "unauthenticated");
    await page.signUp(ada, here);
    return { site, cookies, page };
}

function isAda({ status, data })
{
    assert.equal(status.value, "authenticated");
    assert.equal(data.value.email, ada.email);
}

function isNobody({ status, data, token })
{
    assert.equal(status.value, "unauthenticated");
    assert.ok(!data.value);
    assert.equal(token.value, null);
}

/* A request that gets this status. */
async function refused(status, request)
{
    await assert.rejects(request, (error) => error.status === status);
}

afterEach(leave);

test("who signs up is signed in", async () => {
    const { page, cookies } = await open();

    isAda(page);
    assert.equal(page.token.value, `Bearer ${cookies["auth.token"]}`);
    assert.equal(page.refreshToken.value, cookies["auth.refresh-token"]);
});

test("who signs in with a wrong password is not", async () => {
    const { page } = await open();

    await page.signOut(here);
    await refused(401, page.signIn({ ...ada, password: "not hers" }, here));
    isNobody(page);
    await page.signIn(ada, here);
    isAda(page);
});

test("a refresh gives both tokens anew", async () => {
    const { page, cookies } = await open();

    for (let time = 0; time < 3; time++) {
        const old = { ...cookies };
        await page.refresh();
        isAda(page);
        assert.notEqual(cookies["auth.token"], old["auth.token"]);
        assert.notEqual(cookies["auth.refresh-token"],
            old["auth.refresh-token"]);
    }
});

test("without rotation a refresh gives an access token", async () => {
    const { site, page, cookies } = await open(staying);
    const old = { ...cookies };

    await page.refresh();
    isAda(page);
    assert.notEqual(cookies["auth.token"], old["auth.token"]);
    assert.equal(cookies["auth.refresh-token"], old["auth.refresh-token"]);
    isAda(await visit(site, cookies));
});

/* It sends the access token along, which has ended by then. */
test("a page that is loaded again refreshes", async () => {
    const { site, page, cookies } = await open();

    cookies["auth.token"] = outdated(cookies["auth.token"]);
    const old = { ...cookies };
    const again = await visit(site, cookies);
    isAda(again);
    assert.notEqual(cookies["auth.refresh-token"], old["auth.refresh-token"]);
});

test("a window that is looked at again refreshes", async () => {
    const { page } = await open();
    const refreshed = new Promise((resolve) => watch(page.token, resolve));

    document.dispatchEvent(new Event("visibilitychange"));
    await refreshed;
    await page.getSession();
    isAda(page);
});

/* It does not wait for one that is under way. */
test("20 refreshes at once leave the user signed in", async () => {
    const { page } = await open();

    await Promise.all(Array.from({ length: 20 }, () => page.refresh()));
    isAda(page);
    await page.refresh();
    isAda(page);
});

test("who signs out cannot refresh", async () => {
    const { page } = await open();
    const refresh = page.refreshToken.value;

    await page.signOut(here);
    isNobody(page);
    assert.equal(page.refreshToken.value, null);
    await refused(401, $fetch(`${auth}jwt/refresh/`, {
        method: "post", body: { refresh },
    }));
});

test("a page whose refresh token has ended signs out", async () => {
    const { site, page, cookies } = await open();
    const refresh = page.refreshToken.value;

    await $fetch(`${auth}jwt/blacklist/`, {
        method: "post", body: { refresh },
    });
    isNobody(await visit(site, cookies));
    assert.equal(cookies["auth.refresh-token"], null);
});

test("opaque tokens: who signs out is out", async () => {
    const { site, page, cookies } = await open(opaque);
    const token = page.token.value;

    isAda(page);
    assert.equal(token, `Token ${cookies["auth.token"]}`);
    const again = await visit(site, cookies);
    isAda(again);
    await again.signOut(here);
    isNobody(again);
    await refused(401, $fetch(`${auth}users/me/`, {
        headers: { Authorization: token },
    }));
});
