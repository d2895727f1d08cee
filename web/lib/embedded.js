/**
 * What the library carries inside itself: a copy of each module and of its worker's script, for where they cannot be had at
 * their addresses. Fetched with the first need; made by web/package/build.js, so a checkout may lack them.
 */

/**
 * @typedef {object} Copies
 * @property {() => Promise<{ wasm: string }>} wasm       deflated, in base64
 * @property {() => Promise<{ script: string }>} worker   without imports
 */

/** @type {Record<import('./modules.js').ModuleName, Copies>} */
export const embedded = {
  engine: {
    wasm: () => import('../../dist/embedded/engine-wasm.js'),
    worker: () => import('../../dist/embedded/engine-worker.js'),
  },
  training: {
    wasm: () => import('../../dist/embedded/training-wasm.js'),
    worker: () => import('../../dist/embedded/training-worker.js'),
  },
  doctor: {
    wasm: () => import('../../dist/embedded/doctor-wasm.js'),
    worker: () => import('../../dist/embedded/doctor-worker.js'),
  },
};

/**
 * @param {string} text  deflated, in base64
 * @returns {Promise<ArrayBuffer>}
 */
export function unpacked(text) {
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).arrayBuffer();
}
