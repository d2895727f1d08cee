/** What came in place of a file whose SHA-256 is known. */
import { errorOf } from './sayings.js';

/** @type {Readonly<Record<string, string>>} */
export const sayings = {
  must_have_digest:
    '{address} must have the SHA-256 {expected}, got {given}: the file was changed on its way or on the server',
  file_is_page:
    '{address} is an HTML page, not the file: the server, or a network that asks to sign in, answered with a page',
};

/**
 * @param {string} address
 * @param {Uint8Array} bytes     what came
 * @param {string} expected      of the file
 * @param {string} given         of what came
 */
export function wrongFile(address, bytes, expected, given) {
  const begins = new TextDecoder('latin1').decode(bytes.subarray(0, 256));
  if (/^\W*(doctype\s+html|html)\b/i.test(begins))
    return errorOf('load_failed', 'file_is_page', { args: { address } }, sayings);
  return errorOf('invalid_weights', 'must_have_digest', { args: { address, expected, given } }, sayings);
}
