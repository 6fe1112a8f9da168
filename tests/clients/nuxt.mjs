/*
 * As much of Nuxt as a module of it needs that has composables and plugins:
 * what @nuxt/kit, #imports and #app have, over the real Vue and the real
 * ofetch, for one page at a time. A module and its runtime are unchanged.
 */

import { register } from "node:module";
import { fileURLToPath } from "node:url";

import { $fetch } from "ofetch";
import { customRef, ref } from "vue";

register("./nuxt-hooks.mjs", import.meta.url);
globalThis.$fetch = $fetch;

let app;

/* --- @nuxt/kit: what the module adds to the build is kept --------------- */

const added = { imports: {}, plugins: [], templates: {} };
const nothing = () => {};

export const defineNuxtModule = (definition) => definition;
export const useLogger = () => ({ info: nothing, success: nothing });
export const createResolver = (base) => ({
    resolve: (path) => fileURLToPath(new URL(path, base)),
});
export const addImports = (list) => {
    for (const { name, from } of list)
        added.imports[name] = from;
};
export const addPlugin = (path) => added.plugins.push(path);
export const addTemplate = ({ filename, getContents }) => {
    added.templates[filename] = getContents;
    return { dst: filename };
};
export const resolvePath = async (path) => path;
export const addServerPlugin = nothing;
export const addTypeTemplate = nothing;
export const addRouteMiddleware = nothing;

/* --- #imports and #app -------------------------------------------------- */

export { nextTick, onMounted } from "vue";

export const defineNuxtPlugin = (plugin) => plugin;
export const defineNuxtRouteMiddleware = (middleware) => middleware;
export const callWithNuxt = (_, what, given = []) => what(...given);
export const useNuxtApp = () => app;
export const useRuntimeConfig = () => app.config;
export const useRequestEvent = nothing;
export const useRoute = () => ({ query: {} });
export const useRouter = () => ({
    options: { history: { createHref: (path) => path } },
});
export const navigateTo = nothing;

export function useState(name, first)
{
    app.states[name] ??= ref(first());
    return app.states[name];
}

export function useCookie(name)
{
    return customRef((track, trigger) => ({
        get() {
            track();
            return app.cookies[name] ?? null;
        },
        set(value) {
            app.cookies[name] = value;
            trigger();
        },
    }));
}

/* What the module adds to #imports. */
const found = {};
export const useAuth = () => found.useAuth();
export const useAuthState = () => found.useAuthState();
export const _refreshHandler = {
    init: () => found._refreshHandler.init(),
    destroy: () => found._refreshHandler.destroy(),
};

/* --- a page ------------------------------------------------------------- */

const at = (path) => import(path.endsWith(".js") ? path : `${path}.js`);

/* A template is a module of its own; it imports by absolute paths. */
async function load(name, from)
{
    const template = added.templates[`${from}.ts`];
    if (template === undefined)
        return (await at(from))[name];
    const text = (await template())
        .replace(/from '(.*)'/, "from 'file://$1.js'");
    const url = `data:text/javascript,${encodeURIComponent(text)}`;
    return (await import(url))[name];
}

/* Sets a module up with its part of nuxt.config.ts. */
export async function build(module, options)
{
    const nuxt = { options: {}, hook: nothing };

    Object.assign(added, { imports: {}, plugins: [], templates: {} });
    module.setup(options, nuxt);
    for (const [name, from] of Object.entries(added.imports))
        found[name] = await load(name, from);
    return nuxt.options.runtimeConfig;
}

/* Closes the page. */
export function leave()
{
    app?.vueApp.unmount();
    app = undefined;
}

/*
 * Opens a page in a browser that has `cookies`, after closing another one.
 * What is set there is set in them.
 */
export async function visit(config, cookies)
{
    const hooks = {};

    leave();
    globalThis.document = Object.assign(new EventTarget(), {
        visibilityState: "visible",
    });
    app = {
        config, cookies, states: {}, _route: { path: "/" },
        hook: (name, what) => { hooks[name] = what; },
        vueApp: { unmount: nothing },
    };
    const plugins = await Promise.all(added.plugins.map(at));
    const place = ({ default: { enforce } }) => enforce === "pre" ? 0 : 1;
    plugins.sort((one, other) => place(one) - place(other));
    for (const { default: plugin } of plugins)
        await (plugin.setup ?? plugin)(app);
    hooks["app:mounted"]();
    return found.useAuth();
}
