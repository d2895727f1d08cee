/** The tensors of a GGUF file as Hugging Face's class holds them: what the file's converter did to them is undone. */

import { floatsOf } from './gguf.js';
import { refused } from './gguf-keys.js';
import { factorTensors } from './gguf-rope.js';
import { halfSplit } from './half-split.js';

/**
 * @typedef {import('./gguf.js').Tensor} Tensor
 * @typedef {import('./safetensors.js').Placed} Placed
 * @typedef {import('./gguf-architectures.js').Architecture} Architecture
 * @typedef {import('./gguf-config.js').Sizes} Sizes
 */

const noWeights = new Set(Object.values(factorTensors));

/**
 * @param {string} path
 * @param {Tensor[]} tensors
 * @param {{ form: Architecture, sizes: Sizes, name: string }} model
 * @returns {Placed[]}
 */
export function savedTensors(path, tensors, { form, sizes, name: architecture }) {
  return tensors
    .filter(({ name }) => !noWeights.has(name))
    .flatMap((tensor) => {
      const { name, shape } = tensor;
      if (name.includes('.attn_qkv.') && shape[0] !== (sizes.heads + 2 * sizes.keyHeads) * sizes.headDim) {
        throw refused('gguf_rows', path, { given: `${shape[0]} in ${name}` });
      }
      return apart(tensor, form, sizes);
    })
    .map((tensor) => {
      const name = nameOf(tensor.name, form);
      if (name === undefined) throw refused('gguf_place', path, { given: tensor.name, architecture });
      if (isOffset(tensor, form) && tensor.dtype !== 'F32') {
        throw refused('gguf_norm', path, { given: `${tensor.dtype} in ${tensor.name}` });
      }
      return { name, shape: tensor.shape, dtype: tensor.dtype, pieces: piecesOf(tensor, form, sizes) };
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
 * Queries, keys and values in one tensor, where the class has three.
 * @param {Tensor} tensor
 * @param {Architecture} form
 * @param {Sizes} sizes
 * @returns {Tensor[]}
 */
function apart(tensor, { places }, { heads, keyHeads, headDim }) {
  const { name, shape, bytes } = tensor;
  const rows = shape[0] ?? 0;
  if (!name.includes('.attn_qkv.') || places.attn_qkv !== undefined) return [tensor];
  const counts = { attn_q: heads * headDim, attn_k: keyHeads * headDim, attn_v: keyHeads * headDim };
  let row = 0;
  return Object.entries(counts).map(([place, count]) => {
    const first = row;
    row += count;
    return {
      ...{ name: name.replace('attn_qkv', place), shape: [count, ...shape.slice(1)], dtype: tensor.dtype },
      bytes: bytes.subarray((first * bytes.length) / rows, (row * bytes.length) / rows),
    };
  });
}

/** @param {Tensor} tensor @param {Architecture} form */
const isOffset = ({ name }, { normOffset }) => normOffset !== undefined && name.endsWith('norm.weight');

/**
 * @param {Tensor} tensor
 * @param {Architecture} form
 * @param {Sizes} sizes
 * @returns {Uint8Array[]}
 */
function piecesOf(tensor, form, sizes) {
  const { name, shape, bytes } = tensor;
  const { neighbours, byHeads, normOffset = 0 } = form;
  const rows = shape[0] ?? 1;
  if (neighbours && /[.]attn_[qk][.]/.test(name)) return halfSplit(bytes, bytes.length / rows, sizes.headDim);
  if (byHeads && name.includes('.attn_qkv.')) return headByHead(bytes, rows, sizes);
  if (isOffset(tensor, form)) {
    const values = floatsOf(bytes).map((weight) => weight - normOffset);
    return [new Uint8Array(values.buffer)];
  }
  return [bytes];
}

/**
 * For each head of keys its queries, its keys, its values; in the file all queries stand first, then all keys.
 * @param {Uint8Array} bytes
 * @param {number} rows
 * @param {Sizes} sizes
 */
function headByHead(bytes, rows, { heads, keyHeads, headDim }) {
  const head = (bytes.length / rows) * headDim;
  const queries = heads / keyHeads;
  const part = (/** @type {number} */ first, /** @type {number} */ count) =>
    bytes.subarray(first * head, (first + count) * head);
  return Array.from({ length: keyHeads }, (_, k) => [
    ...[part(k * queries, queries), part(heads + k, 1), part(heads + keyHeads + k, 1)],
  ]).flat();
}
