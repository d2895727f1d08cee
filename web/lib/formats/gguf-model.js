/** A model out of a GGUF file, as the files that Hugging Face's classes save. */

import { readGguf } from './gguf.js';
import { configOf } from './gguf-config.js';
import { savedTensors } from './gguf-tensors.js';
import { tokenizerOf } from './gguf-tokenizer.js';
import { safetensorsOf } from './safetensors.js';

/**
 * @param {string} path  of the file, for errors
 * @param {Uint8Array} bytes
 * @returns {{ config: string, weights: Uint8Array<ArrayBuffer>, tokenizer?: string }}
 */
export function readGgufModel(path, bytes) {
  const file = readGguf(path, bytes);
  const { config, ...model } = configOf(path, file);
  const tokenizer = tokenizerOf(file.metadata);
  return {
    config: JSON.stringify(config),
    weights: safetensorsOf(savedTensors(path, file.tensors, model)),
    ...(tokenizer !== undefined && { tokenizer }),
  };
}
