/** Weights that lie in another form than the engine reads, by what their config.json says. */

/**
 * @typedef {import('./model-files.js').WeightFile} WeightFile
 * @typedef {import('./model-files.js').Reading} Reading
 *
 * @typedef {object} AsRead
 * @property {string} config
 * @property {(reading?: Reading) => Promise<WeightFile[]>} weights
 */

/** Whether a config may say something of weights of fewer bits. @param {string} config */
export const isQuantized = (config) => config.includes('"quantization');

/**
 * The config that belongs to the weights as the engine reads them.
 * @param {string} config
 */
export const configAsRead = async (config) =>
  isQuantized(config) ? (await import('./formats/quantized-forms.js')).configInFull(config) : config;

/**
 * A config and its weights as the engine reads them: where matrices have 8 bits and scales apart, in another form.
 * @param {string} config
 * @param {() => Promise<WeightFile[]>} files
 * @returns {Promise<AsRead>}
 */
export const asRead = async (config, files) =>
  isQuantized(config)
    ? (await import('./formats/quantized.js')).unquantized(config, files)
    : { config, weights: files };
