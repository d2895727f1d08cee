/** Safetensors files, written from tensors that lie somewhere else. */

/**
 * @typedef {keyof typeof bitsOf} Dtype
 *
 * @typedef {object} Described
 * @property {string} name
 * @property {number[]} shape
 * @property {Dtype} [dtype]  default F32
 *
 * @typedef {object} Pieces  a tensor whose bytes lie in pieces of other arrays
 * @property {Uint8Array[]} pieces  of its values, little-endian, row by row; together as long as the shape says
 *
 * @typedef {Described & Pieces} Placed
 */

const lengthBytes = 8; // before the header
/** Of an element on average. The last ones are runs, which nobody else writes. */
export const bitsOf = { F32: 32, F16: 16, BF16: 16, 'I8/16': 10, 'I8/16+': 12, 'I8/32': 9, 'I8/32+': 10 };

/**
 * What a file begins with, and the size of all of it.
 * @param {Described[]} tensors  in the order in which their bytes follow
 */
export function headOf(tensors) {
  let end = 0;
  /** @type {Record<string, { dtype: string, shape: number[], data_offsets: number[] }>} */
  const header = {};
  for (const { name, shape, dtype = 'F32' } of tensors) {
    const begin = end;
    end += shape.reduce((product, n) => product * n, bitsOf[dtype] / 8);
    header[name] = { dtype, shape, data_offsets: [begin, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const head = new Uint8Array(lengthBytes + text.length);
  new DataView(head.buffer).setBigUint64(0, BigInt(text.length), true);
  head.set(text, lengthBytes);
  return { head, size: head.length + end };
}

/**
 * @param {Placed[]} tensors
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function safetensorsOf(tensors) {
  const { head, size } = headOf(tensors);
  const file = new Uint8Array(size);
  let at = 0;
  for (const piece of [head, ...tensors.flatMap(({ pieces }) => pieces)]) {
    file.set(piece, at);
    at += piece.length;
  }
  return file;
}
