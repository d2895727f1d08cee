/** Safetensors files: what they say of their tensors, and how they are written from tensors that lie somewhere else. */

/**
 * @typedef {keyof typeof bitsOf} Dtype
 *
 * @typedef {object} Described
 * @property {string} name
 * @property {number[]} shape
 * @property {Dtype | string} [dtype]  default F32
 * @property {number} [bytes]  of all of it, where its dtype is not one of ours
 *
 * @typedef {object} Pieces  a tensor whose bytes lie in pieces of other arrays
 * @property {Uint8Array[]} pieces  of its values, little-endian, row by row; together as long as the shape says
 *
 * @typedef {Described & Pieces} Placed
 * @typedef {{ name: string, shape: number[], dtype: string, begin: number, end: number }} Entry  bytes of the file
 */

const lengthBytes = 8; // before the header
/** Of an element on average. Those with a stroke are runs, which nobody else writes. */
export const bitsOf = {
  ...{ F32: 32, F16: 16, BF16: 16, 'I8/16': 10, 'I8/16+': 12, 'I8/32': 9, 'I8/32+': 10, 'F8/16': 10, 'F8/32': 9 },
};

/**
 * What a file begins with, and the size of all of it.
 * @param {Described[]} tensors  in the order in which their bytes follow
 */
export function headOf(tensors) {
  let end = 0;
  /** @type {Record<string, { dtype: string, shape: number[], data_offsets: number[] }>} */
  const header = Object.create(null); // a name may be any
  for (const { name, shape, dtype = 'F32', bytes } of tensors) {
    const begin = end;
    end += bytes ?? shape.reduce((product, n) => product * n, bitsOf[/** @type {Dtype} */ (dtype)] / 8);
    header[name] = { dtype, shape, data_offsets: [begin, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const head = new Uint8Array(lengthBytes + text.length);
  new DataView(head.buffer).setBigUint64(0, BigInt(text.length), true);
  head.set(text, lengthBytes);
  return { head, size: head.length + end };
}

/**
 * The tensors of a file; nothing where it has no header that can be read, and the engine knows what else it is.
 * @param {Uint8Array} head  what it begins with
 * @returns {Entry[] | undefined}
 */
export function tensorsIn(head) {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = head.length < lengthBytes ? 0 : Number(view.getBigUint64(0, true));
  const data = lengthBytes + length;
  if (length === 0 || data > head.length) return undefined;
  try {
    const { __metadata__, ...header } = JSON.parse(new TextDecoder().decode(head.subarray(lengthBytes, data)));
    return Object.entries(header).map(([name, { shape, dtype, data_offsets }]) => {
      const [begin, end] = data_offsets;
      return { name, dtype, shape: shape.map(Number), begin: data + begin, end: data + end };
    });
  } catch {
    return undefined;
  }
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
