/** What a model takes that a visitor brings, counted from the headers of its files: memory, and the work of a pass. */
import { bitsOf } from '../lib/formats/safetensors.js';

/**
 * @typedef {import('../lib/formats/safetensors.js').Dtype} Dtype
 *
 * @typedef {object} Tensor
 * @property {string} name
 * @property {number[]} shape
 * @property {string} dtype
 *
 * @typedef {object} Memory              bytes
 * @property {number} loading            at most: the engine reads one tensor after the other from the files
 * @property {number} kept               afterwards, before any pass
 */

/** Bytes of numbers of 16 bits and fewer from which on they stay so in memory: worth_narrow of cpp/model/model.hpp. */
export const worthNarrow = 2 ** 24;

const float = 4; // bytes of a number in single precision, in which the engine computes
const embedding = /(^|\.)(embed_tokens|embed_in|word_embeddings|wte)\.weight$/; // as the classes name it
export const head = /^(lm_head|embed_out)\.weight$/;

/** @param {number[]} numbers */
const sumOf = (numbers) => numbers.reduce((sum, number) => sum + number, 0);

/** @param {Tensor[]} tensors */
export const countOf = (tensors) => sumOf(tensors.map(({ shape }) => shape.reduce((product, n) => product * n, 1)));

/** Of an element in memory, where it may stay as it is. @param {Tensor} tensor */
const bitsIn = ({ dtype }) => (Object.hasOwn(bitsOf, dtype) ? bitsOf[/** @type {Dtype} */ (dtype)] : 8 * float);

/**
 * As need_of of cpp/model/model.cpp: what the engine keeps, and a tensor as it came.
 * @param {Tensor[]} tensors
 * @returns {Memory}
 */
export function memoryOf(tensors) {
  const bytesOf = (/** @type {Tensor} */ tensor) => (countOf([tensor]) * bitsIn(tensor)) / 8;
  const narrow = tensors.filter((tensor) => bitsIn(tensor) < 8 * float);
  const stay = sumOf(narrow.map(bytesOf)) >= worthNarrow;
  const sizes = tensors.map((tensor) => (stay ? bytesOf(tensor) : float * countOf([tensor])));
  const kept = sumOf(sizes);
  return { loading: kept + Math.max(0, ...sizes), kept };
}

/**
 * Multiply-adds of a pass over so many tokens: each matrix once a token, the embedding only where it is the head; and in each
 * head of queries a score and a weighted sum over all keys that a query sees. Norms, rotations and the softmax are left out.
 * @param {Tensor[]} tensors
 * @param {{ layers: number, heads: number, headDim: number }} shape
 * @param {number} tokens
 */
export function workOf(tensors, { layers, heads, headDim }, tokens) {
  const untied = tensors.some(({ name }) => head.test(name));
  const matrices = tensors.filter(({ name, shape }) => shape.length === 2 && !(untied && embedding.test(name)));
  return tokens * countOf(matrices) + layers * heads * headDim * tokens * (tokens + 1);
}
