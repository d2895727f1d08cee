/** Models that are asked for by their name: the one that the package holds, and those that it does not. */

import { messageOf } from './check.js';
import { expectDigest } from './digest.js';
import { errorOf } from './sayings.js';

/** @typedef {{ url: () => URL, sha256: string }} Held */

/** Written out, for bundlers; a test compares the digests. @type {Readonly<Record<string, Record<string, Held>>>} */
export const held = {
  'rope-l128': {
    'config.json': {
      url: () => new URL('../models/rope-l128/config.json', import.meta.url),
      sha256: 'b03c7e231e50712d30b156e4e9f48ec24bca7db44416da20f7bc3f4efa1bcd69',
    },
    'model.safetensors': {
      url: () => new URL('../models/rope-l128/model.safetensors', import.meta.url),
      sha256: 'f7a428dabfb1af21aa9bdb4fc63d1fcf61decbc1ec3a9edc3feb5a2c9140d747',
    },
  },
};

/** Of the repository, in web/models; a test compares. */
export const others = [
  ...['alibi-l128', 'forget-gate-l128', 'hwfa-l128', 'kerple-log-l128', 'key-norm-l128', 'layer-pattern-l128'],
  ...['nope-l128', 'pope-l128'],
  ...['rope-l128-drope', 'rope-l128-pi-x4', 'rope-l128-plain-1024', 'rope-l128-pose-x8', 'rope-l128-yarn-x8'],
  ...['sink-logit-l128', 'ssmax-l128', 'words-l512', 'xpos-l128'],
];

/** Of this file. @type {Readonly<Record<string, string>>} */
export const sayings = {
  model_not_held:
    "{path} must be the address of a folder, or 'rope-l128', the one model in the package, got {given}: it lies in web/models of the repository; take its folder from there and give the address of that",
  model_left_behind:
    'the files of {given} did not come along ({message}): serve the folder ropescope/web/models/{given} and give its address',
};

/**
 * @param {string} name
 * @param {import('./read.js').ReadBytes} readBytes
 * @returns {{ names: string[], read: import('./read.js').ReadBytes } | undefined}  undefined: an address
 */
export function modelNamed(name, readBytes) {
  const files = Object.hasOwn(held, name) ? held[name] : undefined;
  if (files)
    return { names: Object.keys(files), read: (file, options) => read(name, files, file, { readBytes, options }) };
  if (!others.includes(name)) return undefined;
  throw errorOf('load_failed', 'model_not_held', { path: 'source', args: { given: name } }, sayings);
}

/**
 * @param {string} name
 * @param {Record<string, Held>} files
 * @param {string} file
 * @param {{ readBytes: import('./read.js').ReadBytes, options?: import('./read.js').ReadOptions | undefined }} how
 */
async function read(name, files, file, { readBytes, options }) {
  const { url, sha256 } = /** @type {Held} */ (files[file]);
  try {
    const { href } = url();
    const content = await readBytes(href, options);
    await expectDigest(href, content, sha256);
    return content;
  } catch (error) {
    if (options?.signal?.aborted) throw error;
    const args = { given: name, message: messageOf(error) };
    throw errorOf('load_failed', 'model_left_behind', { path: 'source', args, cause: error }, sayings);
  }
}
