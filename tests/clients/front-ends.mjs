/*
 * What the front ends of tutorials for Djoser send, over plain axios: the
 * requests are theirs, the code is not.
 */

import assert from "node:assert/strict";
import { test } from "node:test";

import axios from "axios";

import { ada, auth, mailed } from "./portress.mjs";

const { email, password } = ada;
const fresh = "seven red herons";

/* The status of a request that is refused, and what it says. */
async function refused(request)
{
    const { response } = await request.then(
        () => assert.fail("it was not refused"), (error) => error);
    return [response.status, response.data];
}

/*
 * linkedweb/auth_system, React: people sign up by name and address and follow a
 * mailed link; "JWT" stands before the token; a body is text, JSON already.
 */
const linkedweb = {
    json: { headers: { "Content-Type": "application/json" } },
    post: (path, body) =>
        axios.post(`${auth}${path}`, JSON.stringify(body), linkedweb.json),
    me: (access) => axios.get(`${auth}users/me/`, { headers: {
        "Content-Type": "application/json",
        "Authorization": `JWT ${access}`,
        "Accept": "application/json",
    } }),
    signUp: () => linkedweb.post("users/", {
        first_name: "Ada", last_name: "Lovelace", email, password,
        re_password: password,
    }),
    /* Signed up, and the link of the mail followed. */
    async arrive() {
        await linkedweb.signUp();
        const [uid, token] = await mailed(email, "activate");
        await linkedweb.post("users/activation/", { uid, token });
    },
    signIn: (password) => linkedweb.post("jwt/create/", { email, password }),
};

test("linkedweb: sign up, follow the link, sign in", async () => {
    const { status, data } = await linkedweb.signUp();
    assert.equal(status, 201);
    assert.equal(data.email, email);

    /* Not before the link was followed. */
    assert.deepEqual(await refused(linkedweb.signIn(password)), [401, {
        detail: "No active account found with the given credentials",
    }]);
    const [uid, token] = await mailed(email, "activate");
    const activated = await linkedweb.post("users/activation/", { uid, token });
    assert.equal(activated.status, 204);

    const { data: tokens } = await linkedweb.signIn(password);
    const me = await linkedweb.me(tokens.access);
    assert.deepEqual(me.data, {
        ...data, email, first_name: "Ada", last_name: "Lovelace",
    });
});

test("linkedweb: is this token still good", async () => {
    await linkedweb.arrive();
    const { data } = await linkedweb.signIn(password);

    const good = await linkedweb.post("jwt/verify/", { token: data.access });
    assert.equal(good.status, 200);
    assert.notEqual(good.data.code, "token_not_valid");
    const bad = await refused(linkedweb.post("jwt/verify/", { token: "x" }));
    assert.equal(bad[0], 401);
    assert.equal(bad[1].code, "token_not_valid");
    const me = await refused(linkedweb.me("x"));
    assert.equal(me[0], 401);
    assert.equal(me[1].code, "token_not_valid");
});

test("linkedweb: a forgotten password is replaced", async () => {
    await linkedweb.arrive();

    const sent = await linkedweb.post("users/reset_password/", { email });
    assert.equal(sent.status, 204);
    const [uid, token] = await mailed(email, "password/reset/confirm");
    const replaced = await linkedweb.post("users/reset_password_confirm/", {
        uid, token, new_password: fresh, re_new_password: fresh,
    });
    assert.equal(replaced.status, 204);
    assert.equal((await refused(linkedweb.signIn(password)))[0], 401);
    assert.equal((await linkedweb.signIn(fresh)).status, 200);
});

/*
 * Its body is the configuration of axios. Portress signs nobody in by Google:
 * as with a Djoser that has no such URL, it is not there.
 */
test("linkedweb: nobody signs in by Google", async () => {
    const request = axios.post(
        `${auth}o/google-oauth2/?state=abc&code=4%2Fdef`, linkedweb.json);
    assert.equal((await refused(request))[0], 404);
});

/* NebyX1/full-ecommerce-django-rest-djoser-react-vite: a DELETE with a body. */
test("ecommerce: an account is deleted by a DELETE with a body", async () => {
    await linkedweb.arrive();
    const { data } = await linkedweb.signIn(password);
    const api = axios.create({
        baseURL: auth,
        headers: { Authorization: `Bearer ${data.access}` },
    });
    const remove = (current_password) =>
        api.delete("users/me/", { data: { current_password } });

    assert.deepEqual(await refused(remove("not hers")), [400, {
        current_password: ["Invalid password."],
    }]);
    assert.equal((await remove(password)).status, 204);
    assert.equal((await refused(linkedweb.signIn(password)))[0], 401);
});

/*
 * NiceShyGuy/vue3-vuetify3-django-djoser-authentication-template: opaque
 * tokens, another prefix, no slash at the end.
 */
test("vuetify: opaque tokens, and no slash at the end", async () => {
    const api = axios.create({ baseURL: new URL("/accounts/auth", auth).href });
    assert.equal((await api.post("/users", ada)).status, 201);
    const { data } = await api.post("/token/login", ada);

    api.defaults.headers.common.Authorization = `Token ${data.auth_token}`;
    assert.equal((await api.get("/users/me")).data.email, email);
    assert.equal((await api.post("/users/reset_password", { email })).status,
        204);
    assert.equal((await api.post("/token/logout")).status, 204);
    assert.deepEqual(await refused(api.get("/users/me")), [401, {
        detail: "Invalid token.",
    }]);
});

/* axios makes these two of an object, too. */
test("axios: bodies as a form and as parts", async () => {
    const api = axios.create({ baseURL: new URL("/accounts/auth", auth).href });

    assert.equal((await api.postForm("/users/", ada)).status, 201);
    const signedIn = await api.post("/jwt/create/", new URLSearchParams(ada));
    assert.deepEqual(Object.keys(signedIn.data), ["refresh", "access"]);
});
