/** Weights that lie in another form than the engine reads, by what their config.json says. */

import { kind } from './check.js';
import { parsed } from './shards.js';

/**
 * @typedef {import('./model-files.js').WeightFile} WeightFile
 * @typedef {import('./model-files.js').Reading} Reading
 */

/**
 * What a config says of weights of fewer bits; MLX has a key of its own.
 * @param {string} config
 */
export function quantizationOf(config) {
  const { quantization, quantization_config: settings = quantization } = parsed(config) ?? {};
  return kind(settings) === 'Object' ? settings : undefined;
}

/**
 * A config and its weights as the engine reads them: where matrices have 8 bits and scales apart, in another form.
 * @param {string} config
 * @param {() => Promise<WeightFile[]>} files
 * @returns {Promise<{ config: string, weights: (reading?: Reading) => Promise<WeightFile[]> }>}
 */
export async function asRead(config, files) {
  const settings = quantizationOf(config);
  if (!settings) return { config, weights: files };
  const { unquantized } = await import('./formats/quantized.js');
  return (await unquantized(parsed(config), settings, await files())) ?? { config, weights: files };
}
