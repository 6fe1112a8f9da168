/*
 * What the tests beside it share. tests/api/test_clients.py runs each of them,
 * with an empty database, and tells of the instance in the environment.
 */

import { createHmac } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/* Where the default api stands. */
export const auth = `${process.env.PORTRESS_URL}/auth/`;

/* Where others stand: at the same address by another name. */
const { port } = new URL(auth);
const named = (name) => ({
    baseURL: new URL("/api/", auth).href,
    headers: { Host: `${name}.localhost:${port}` },
});
export const usercrud = named("usercrud");
export const reactdj = named("reactdj");

export const ada = {
    username: "ada",
    email: "ada@example.com",
    password: "four grey doves",
};

const decoded = (part) => JSON.parse(Buffer.from(part, "base64url"));
const encoded = (part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url");

export function claims(token)
{
    return decoded(token.split(".")[1]);
}

/*
 * The same access token as it would look had its time come, signed with the
 * instance's key: nobody has to wait for that.
 */
export function outdated(token)
{
    const [header] = token.split(".");
    const made = { ...claims(token), exp: Math.floor(Date.now() / 1000) - 1 };
    const text = `${header}.${encoded(made)}`;
    const mac = createHmac("sha256", process.env.PORTRESS_SIGNING_KEY)
        .update(text).digest("base64url");

    return `${text}.${mac}`;
}

/* A place to meet: arrive() resolves for all once `number` have called it. */
export function meeting(number)
{
    let open;
    const all = new Promise((resolve) => { open = resolve; });

    return () => {
        if (--number === 0)
            open();
        return all;
    };
}

/* What is quoted-printable in a mail, as plain letters. */
function printable(mail)
{
    return mail.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/g,
        (_, digits) => String.fromCharCode(parseInt(digits, 16)));
}

/* The uid and the token of the link to `page` in a mail; waits for it. */
export async function mailed(to, page)
{
    const link = new RegExp(`/${page}/([\\w-]+)/([0-9a-z]+-[0-9a-f]+)`);
    const directory = process.env.PORTRESS_MAIL;

    for (;;) {
        const found = readdirSync(directory)
            .filter((name) => name.endsWith(".eml"))
            .map((name) => printable(readFileSync(join(directory, name),
                                                  "utf8")))
            .filter((mail) => mail.includes(`To: ${to}`))
            .map((mail) => link.exec(mail))
            .find((match) => match);
        if (found)
            return found.slice(1);
        await setTimeout(10);
    }
}
