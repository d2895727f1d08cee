/** Whether a file is the one that was asked for, byte for byte. */

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<string>} SHA-256, 64 hexadecimal digits
 */
export async function sha256Of(bytes) {
  if (!globalThis.crypto?.subtle) return (await import('./sha256.js')).sha256(bytes); // browsers offer it on secure addresses only
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', /** @type {Uint8Array<ArrayBuffer>} */ (bytes)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * @param {string} address
 * @param {Uint8Array} bytes     what came
 * @param {string} expected      its SHA-256
 */
export async function expectDigest(address, bytes, expected) {
  const given = await sha256Of(bytes);
  if (given !== expected) throw (await import('./wrong-file.js')).wrongFile(address, bytes, expected, given);
}
