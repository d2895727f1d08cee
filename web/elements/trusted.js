/**
 * The content policy lets no string become a document or a script but through a policy that has a name. Lit has one for its own
 * templates. This one is asked for the addresses of workers: those of one folder may be, and nothing else.
 * @param {string} site  the folder, relative to the document
 * @param {{ createHTML?: (markup: string) => string | null }} [more]  what else it lets through
 */
export function trustFolder(site, more) {
  const { trustedTypes } = /** @type {any} */ (globalThis); // of browsers that know such policies
  const folder = new URL(site, document.baseURI).href;
  trustedTypes?.createPolicy('default', {
    ...more,
    /** @param {string} address */
    createScriptURL: (address) => (new URL(address, document.baseURI).href.startsWith(folder) ? address : null),
  });
}
