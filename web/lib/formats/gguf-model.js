/** A model out of a GGUF file, as the files that Hugging Face's classes save. */

import { expectFits } from '../read.js';
import { abortedError } from '../sayings.js';
import { numbersOf, readGguf } from './gguf.js';
import { configOf } from './gguf-config.js';
import { factorTensors } from './gguf-rope.js';
import { savedTensors } from './gguf-tensors.js';
import { tokenizerOf } from './gguf-tokenizer.js';
import { headOf } from './safetensors.js';

/**
 * @typedef {import('./gguf.js').Parts} Parts
 * @typedef {import('../read.js').Store<Uint8Array | Blob>} Store
 *
 * @typedef {object} GgufModel
 * @property {string} config
 * @property {string | undefined} tokenizer
 * @property {number} size  bytes of the weights as safetensors
 * @property {(store: Store, report?: (done: number) => void, signal?: AbortSignal) => Promise<Uint8Array | Blob>} weights
 *   writes them tensor by tensor
 */

const factorNames = new Set(Object.values(factorTensors));

/**
 * @param {string} path  of the file, for errors
 * @param {Parts} file
 * @returns {Promise<GgufModel>}
 */
export async function readGgufModel(path, file) {
  const { metadata, tensors } = await readGguf(path, file);
  const factors = tensors.filter(({ name, dtype }) => factorNames.has(name) && dtype === 'F32');
  const numbers = await Promise.all(
    factors.map(async (tensor) => /** @type {const} */ ([tensor.name, await numbersOf(path, file, tensor)])),
  );
  const { config, ...model } = configOf(path, { metadata, tensors, factors: new Map(numbers) });
  const saved = tensors
    .filter(({ name }) => !factorNames.has(name))
    .map((tensor) => ({ tensor, parts: savedTensors(path, tensor, model) }));
  const { head, size } = headOf(saved.flatMap(({ parts }) => parts));
  expectFits(size);
  return {
    config: JSON.stringify(config),
    tokenizer: tokenizerOf(metadata),
    size,
    weights: async (store, report, signal) => {
      store.add(head);
      for (const { tensor, parts } of saved) {
        if (signal?.aborted) throw abortedError(signal);
        const bytes = await numbersOf(path, file, tensor);
        for (const piece of parts.flatMap(({ pieces }) => pieces(bytes))) store.add(piece);
        report?.(store.length / size);
      }
      return store.whole();
    },
  };
}
