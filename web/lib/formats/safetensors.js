/** A safetensors file, written from tensors that lie somewhere else. */

/**
 * @typedef {object} Placed  a tensor whose bytes lie in pieces of other arrays
 * @property {string} name
 * @property {number[]} shape
 * @property {'F32' | 'F16' | 'BF16'} [dtype]  default F32
 * @property {Uint8Array[]} pieces  of its values, little-endian, row by row; together as long as the shape says
 */

const lengthBytes = 8; // before the header

/**
 * @param {Placed[]} tensors
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function safetensorsOf(tensors) {
  let end = 0;
  /** @type {Record<string, { dtype: string, shape: number[], data_offsets: number[] }>} */
  const header = {};
  for (const { name, shape, pieces, dtype = 'F32' } of tensors) {
    const begin = end;
    end += pieces.reduce((sum, { length }) => sum + length, 0);
    header[name] = { dtype, shape, data_offsets: [begin, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(lengthBytes + text.length + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, lengthBytes);
  let at = lengthBytes + text.length;
  for (const piece of tensors.flatMap(({ pieces }) => pieces)) {
    file.set(piece, at);
    at += piece.length;
  }
  return file;
}
