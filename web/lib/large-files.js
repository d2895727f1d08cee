/**
 * Large files as they arrive: what came goes to the browser, which keeps it outside of this page's memory, on disk if it likes,
 * and a worker reads it from there piece by piece.
 */

const together = 2 ** 24; // bytes that are handed over at once

/**
 * @param {number} size
 * @returns {import('./read.js').Store<Blob>}
 */
export function blobOf(size) {
  /** @type {Blob[]} */
  const kept = [];
  /** @type {BlobPart[]} */
  let parts = [];
  let held = 0;
  const store = { size, length: 0, add, whole: () => new Blob([...kept, ...parts]) };
  return store;

  /** @param {Uint8Array} part */
  function add(part) {
    parts.push(/** @type {Uint8Array<ArrayBuffer>} */ (part));
    held += part.length;
    store.length += part.length;
    if (held < together) return;
    kept.push(new Blob(parts));
    parts = [];
    held = 0;
  }
}
