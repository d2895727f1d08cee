/** Files that a page has fetched once stay: choosing weights again fetches nothing, with or without a network. */
import { expectDigest } from '../lib/digest.js';
import { readUrl } from '../lib/read.js';
import { errorOf } from '../lib/sayings.js';

/** @typedef {import('../lib/read.js').ReadOptions} ReadOptions */

const most = 128 * 2 ** 20; // bytes that are kept

/** @type {Map<string, Uint8Array>} in the order of use */
const kept = new Map();

/**
 * @param {string} address
 * @param {Uint8Array} bytes
 */
function keep(address, bytes) {
  kept.delete(address);
  kept.set(address, bytes);
  let size = [...kept.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  for (const [old, { byteLength }] of kept) {
    if (size <= most) break;
    kept.delete(old);
    size -= byteLength;
  }
}

/** @param {string | URL} address  relative to the document */
const wholeAddress = (address) => new URL(address, globalThis.document?.baseURI).href;

/**
 * @param {string | URL} address  relative to the document
 * @param {ReadOptions & { sha256?: string | undefined }} [options]  sha256: of what the file must hold
 * @returns {Promise<Uint8Array>}
 */
export async function fetchFile(address, { sha256: expected, ...options } = {}) {
  const whole = wholeAddress(address);
  const known = kept.get(whole);
  if (known) {
    options.onProgress?.(1);
    keep(whole, known);
    return known;
  }
  const bytes = await readUrl(whole, options);
  if (expected) await expectDigest(whole, bytes, expected);
  keep(whole, bytes);
  return bytes;
}

/**
 * @param {string | URL} address
 * @param {ReadOptions} [options]
 */
export async function fetchText(address, options) {
  return new TextDecoder().decode(await fetchFile(address, options));
}

/**
 * A file that came broken is not kept: the next call fetches it anew.
 * @param {string | URL} address
 */
export async function fetchJson(address) {
  const text = await fetchText(address);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { message } = /** @type {SyntaxError} */ (cause);
    const whole = wholeAddress(address);
    kept.delete(whole);
    throw errorOf('load_failed', 'file_unreadable', { args: { address: whole, message }, cause });
  }
}
