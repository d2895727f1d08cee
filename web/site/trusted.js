/**
 * The content policy lets no string become a document or a script but through a policy that has a name. Lit has one for its own
 * templates. This one is asked for the addresses of workers: those of the site's own folder may be, and nothing else.
 */
export function trustOwnFolder() {
  const { trustedTypes } = /** @type {any} */ (globalThis); // of browsers that know such policies
  const folder = new URL('./', document.baseURI).href;
  trustedTypes?.createPolicy('default', {
    /** @param {string} address */
    createScriptURL: (address) => (new URL(address, folder).href.startsWith(folder) ? address : null),
  });
}
