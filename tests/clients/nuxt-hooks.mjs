/* What Nuxt's build would resolve; nuxt.mjs registers this. */

const ours = new Set(["@nuxt/kit", "#imports", "#app", "#app/nuxt"]);
const nuxt = new URL("nuxt.mjs", import.meta.url).href;

export async function resolve(specifier, context, next)
{
    if (ours.has(specifier))
        return { url: nuxt, shortCircuit: true };
    return next(specifier, context);
}
