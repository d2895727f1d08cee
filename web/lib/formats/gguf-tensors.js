/** The tensors of a GGUF file as Hugging Face's class holds them: what the file's converter did to them is undone. */

import { floatsOf } from './gguf.js';
import { refused } from './gguf-keys.js';
import { halfSplit } from './half-split.js';

/**
 * @typedef {import('./gguf.js').Tensor} Tensor
 * @typedef {import('./gguf-architectures.js').Architecture} Architecture
 * @typedef {import('./gguf-config.js').Sizes} Sizes
 *
 * @typedef {object} Taken  what is made of the numbers of a tensor in the file
 * @property {(bytes: Uint8Array) => Uint8Array[]} pieces
 *
 * @typedef {import('./safetensors.js').Described & Taken} Saved
 */

/**
 * What becomes of a tensor.
 * @param {string} path
 * @param {Tensor} tensor
 * @param {{ form: Architecture, sizes: Sizes, name: string }} model
 * @returns {Saved[]}
 */
export function savedTensors(path, tensor, { form, sizes, name: architecture }) {
  const { shape, dtype } = tensor;
  if (tensor.name.includes('.attn_qkv.') && shape[0] !== (sizes.heads + 2 * sizes.keyHeads) * sizes.headDim) {
    throw refused('gguf_rows', path, { given: `${shape[0]} in ${tensor.name}` });
  }
  return apart(tensor, form, sizes).map(({ place, rows, first }) => {
    const name = nameOf(place, form);
    if (name === undefined) throw refused('gguf_place', path, { given: place, architecture });
    if (isOffset(place, form) && dtype !== 'F32') {
      throw refused('gguf_norm', path, { given: `${tensor.packed?.name ?? dtype} in ${place}` });
    }
    const all = shape[0] ?? 1;
    const pieces = (/** @type {Uint8Array} */ bytes) => {
      const row = bytes.length / all;
      return piecesOf(place, bytes.subarray(first * row, (first + rows) * row), { row, form, sizes });
    };
    return { name, shape: rows === all ? shape : [rows, ...shape.slice(1)], dtype, pieces };
  });
}

/**
 * @param {string} name  in the file
 * @param {Architecture} form
 */
function nameOf(name, { places }) {
  const [, layer, place = '', kind] = /^(?:blk[.](\d+)[.])?(\w+)[.](weight|bias)$/.exec(name) ?? [];
  const known = Object.hasOwn(places, place) ? places[place] : undefined;
  if (known === undefined || known.includes('#') !== (layer !== undefined)) return undefined;
  return `${known.replace('#', layer ?? '')}.${kind}`;
}

/**
 * Which rows go where: queries, keys and values in one tensor, where the class has three.
 * @param {Tensor} tensor
 * @param {Architecture} form
 * @param {Sizes} sizes
 * @returns {{ place: string, first: number, rows: number }[]}  place: a name as in the file
 */
function apart({ name, shape }, { places }, { heads, keyHeads, headDim }) {
  const rows = shape[0] ?? 1;
  if (!name.includes('.attn_qkv.') || places.attn_qkv !== undefined) return [{ place: name, first: 0, rows }];
  const counts = { attn_q: heads * headDim, attn_k: keyHeads * headDim, attn_v: keyHeads * headDim };
  let row = 0;
  return Object.entries(counts).map(([place, count]) => {
    const first = row;
    row += count;
    return { place: name.replace('attn_qkv', place), first, rows: count };
  });
}

/** @param {string} name @param {Architecture} form */
const isOffset = (name, { normOffset }) => normOffset !== undefined && name.endsWith('norm.weight');

/**
 * @param {string} name   as in the file
 * @param {Uint8Array} bytes
 * @param {{ row: number, form: Architecture, sizes: Sizes }} model  row: bytes
 * @returns {Uint8Array[]}
 */
function piecesOf(name, bytes, { row, form, sizes }) {
  const { neighbours, byHeads, normOffset = 0 } = form;
  if (neighbours && /[.]attn_[qk][.]/.test(name)) return halfSplit(bytes, row, sizes.headDim);
  if (byHeads && name.includes('.attn_qkv.')) return headByHead(bytes, row, sizes);
  if (isOffset(name, form)) {
    const values = floatsOf(bytes).map((weight) => weight - normOffset);
    return [new Uint8Array(values.buffer)];
  }
  return [bytes];
}

/**
 * For each head of keys its queries, its keys, its values; in the file all queries stand first, then all keys.
 * @param {Uint8Array} bytes
 * @param {number} row  bytes
 * @param {Sizes} sizes
 */
function headByHead(bytes, row, { heads, keyHeads, headDim }) {
  const head = row * headDim;
  const queries = heads / keyHeads;
  const part = (/** @type {number} */ first, /** @type {number} */ count) =>
    bytes.subarray(first * head, (first + count) * head);
  return Array.from({ length: keyHeads }, (_, k) => [
    ...[part(k * queries, queries), part(heads + k, 1), part(heads + keyHeads + k, 1)],
  ]).flat();
}
