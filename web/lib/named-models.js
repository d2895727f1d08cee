/** Models that are asked for by their name: the one that the package holds, and those that it does not. */

import { errorOf } from './sayings.js';

/** Written out, for bundlers. @type {Readonly<Record<string, Record<string, () => URL>>>} */
const held = {
  'rope-l128': {
    'config.json': () => new URL('../models/rope-l128/config.json', import.meta.url),
    'model.safetensors': () => new URL('../models/rope-l128/model.safetensors', import.meta.url),
  },
};

/** Of the repository, in web/models; a test compares. */
export const others = [
  ...['alibi-l128', 'hwfa-l128', 'kerple-log-l128', 'key-norm-l128', 'layer-pattern-l128', 'nope-l128', 'pope-l128'],
  ...['rope-l128-drope', 'rope-l128-pi-x4', 'rope-l128-plain-1024', 'rope-l128-pose-x8', 'rope-l128-yarn-x8'],
  ...['sink-logit-l128', 'ssmax-l128', 'words-l512', 'xpos-l128'],
];

/** Of this file. @type {Readonly<Record<string, string>>} */
export const sayings = {
  model_not_held:
    "{path} must be the address of a folder, or 'rope-l128', the one model in the package, got {given}: it lies in web/models of the repository; take its folder from there and give the address of that",
};

/**
 * @param {string} name
 * @returns {{ names: string[], file: (name: string) => string } | undefined}  undefined: an address
 */
export function modelNamed(name) {
  const files = Object.hasOwn(held, name) ? held[name] : undefined;
  if (files) return { names: Object.keys(files), file: (file) => /** @type {() => URL} */ (files[file])().href };
  if (!others.includes(name)) return undefined;
  throw errorOf('load_failed', 'model_not_held', { path: 'source', args: { given: name } }, sayings);
}
