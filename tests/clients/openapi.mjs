/*
 * Judges what an api was sent and answered by its own document, with Ajv; and
 * the document itself by the schema of OpenAPI 3.1. tests/api/test_openapi.py
 * gives both on standard input, and is told on standard output what is wrong.
 */

import { Validator } from "@seriousme/openapi-schema-validator";
import addFormats from "ajv-formats";
import Ajv from "ajv/dist/2020.js";
import { text } from "node:stream/consumers";

const { document, answers, bodies } = JSON.parse(await text(process.stdin));
const wrong = [];
const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true });
const compiled = new Map();

addFormats(ajv);
ajv.addVocabulary(Object.keys(document));
ajv.addSchema(document, "document");

/* Members that not all answers have. */
const rare = new Set(["actions", "refresh", "refresh_expiration"]);

/* As in a reference (RFC 6901). */
const pointer = (...names) => names.map((name) => "/" +
    encodeURIComponent(String(name).replace(/~/g, "~0").replace(/\//g, "~1")))
    .join("");

function resolved(thing)
{
    if (!thing?.$ref)
        return thing;
    return thing.$ref.slice("#/".length).split("/")
        .reduce((at, name) => at[name], document);
}

function schema(place)
{
    if (!compiled.has(place))
        compiled.set(place, ajv.compile({ $ref: `document#${place}` }));
    return compiled.get(place);
}

/*
 * Where the schema of a status is; null: no body; undefined: no such status.
 * What no operation answers has no place of its own.
 */
function placeOf({ path, method, status })
{
    if (!document.paths[path]?.[method])
        return status === 404 || status === 405 ?
            pointer("components", "schemas", "Error") : undefined;
    const response = document.paths[path][method].responses[status];

    if (response === undefined)
        return undefined;
    if (!resolved(response).content)
        return null;
    return (response.$ref?.slice(1) ??
        pointer("paths", path, method, "responses", status)) +
        pointer("content", "application/json", "schema");
}

/* What is wrong with an answer, or null. */
function fault(answer)
{
    const place = placeOf(answer);

    if (place === undefined)
        return `${answer.status} is not documented`;
    if (answer.body === null)
        return place === null || answer.mayBeEmpty ? null : "has no body";
    if (place === null)
        return "should have no body";
    const validate = schema(place);
    return validate(answer.body) ? null : ajv.errorsText(validate.errors);
}

/* What no document that is worth its name allows. */
function* mutations(answer)
{
    const { body } = answer;

    yield { ...answer, status: 299 };
    if (body === null) {
        if (placeOf(answer) === null)
            yield { ...answer, body: {} };
        return;
    }
    yield { ...answer, body: 0.5 };
    if (Array.isArray(body)) {
        yield { ...answer, body: [...body, 0.5] };
        return;
    }
    yield { ...answer, body: { ...body, undocumented: 0.5 } };
    for (const name of Object.keys(body))
        yield { ...answer, body: { ...body, [name]: 0.5 } };
    if (answer.status < 300)
        for (const name of Object.keys(body).filter((one) => !rare.has(one)))
            yield { ...answer, body: Object.fromEntries(
                Object.entries(body).filter(([one]) => one !== name)) };
}

const judged = await new Validator().validate(structuredClone(document));
if (!judged.valid)
    wrong.push(`as OpenAPI 3.1: ${JSON.stringify(judged.errors)}`);

for (const answer of answers) {
    const found = fault(answer);
    if (found !== null)
        wrong.push(`${answer.what}: ${answer.status} ` +
            `${JSON.stringify(answer.body)}: ${found}`);
    else
        for (const mutation of mutations(answer))
            if (fault(mutation) === null)
                wrong.push(`${answer.what}: would be good as ` +
                    `${mutation.status} ${JSON.stringify(mutation.body)}`);
}

for (const { what, path, method, body, isGood } of bodies) {
    const validate = schema(pointer("paths", path, method, "requestBody",
        "content", "application/json", "schema"));
    if (validate(body) !== isGood)
        wrong.push(`${what}: ${JSON.stringify(body)} was ` + (isGood ?
            `taken: ${ajv.errorsText(validate.errors)}` : "refused"));
}

for (const [path, methods] of Object.entries(document.paths))
    for (const [method, { responses }] of Object.entries(methods))
        for (const [status, response] of Object.entries(responses ?? {}))
            for (const [name, { value }] of Object.entries(resolved(response)
                .content?.["application/json"].examples ?? {})) {
                const found = fault({ path, method, status, body: value });
                if (found !== null)
                    wrong.push(`${method} ${path}, example ${name}: ${found}`);
            }

console.log(JSON.stringify(wrong));
