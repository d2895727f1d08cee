/** Workers of browsers from the scripts that the library carries inside: where their files are of another origin, or nowhere. */

import { portOf } from './browser-port.js';
import { embedded } from './embedded.js';

/** @type {Map<string, Promise<string>>} */
const addresses = new Map();

/** @type {import('./other-ways.js').Start} */
export async function startCopy(name) {
  const address = addresses.get(name) ?? embedded[name].worker().then(({ script }) => addressOf(script));
  addresses.set(name, address);
  return portOf(new Worker(trusted(await address)));
}

/** @param {string} script */
const addressOf = (script) => URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));

/** @type {{ createScriptURL: (address: string) => any } | undefined} */
let policy;

/**
 * A page may require that no text becomes the address of a script but through a policy that has a name. This one passes what
 * this file made.
 * @param {string} address
 * @returns {string}
 */
function trusted(address) {
  const { trustedTypes } = /** @type {any} */ (globalThis);
  policy ??= trustedTypes?.createPolicy('ropescope', { createScriptURL: (/** @type {string} */ known) => known });
  return policy?.createScriptURL(address) ?? address;
}
