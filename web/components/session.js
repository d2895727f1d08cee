/** One engine, one model: opened once, shared by every figure of a page. */
import { createEngine } from '../lib/index.js';
import { readUrl } from '../lib/read.js';

/**
 * @typedef {import('../lib/types.js').MethodInfo} MethodInfo
 * @typedef {import('../lib/types.js').MethodSpec} MethodSpec
 *
 * @typedef {object} Session
 * @property {import('../lib/types.js').Engine} engine
 * @property {MethodInfo[]} catalog
 * @property {import('../lib/types.js').RopeConfig} rope      geometry of the model
 * @property {MethodSpec} own                                 the method that the model was trained with
 * @property {import('../lib/types.js').Plan} trainedPlan     its plan at the training length
 * @property {{ layers: number, heads: number }} shape          known before the weights arrive
 * @property {Promise<import('../lib/types.js').Model>} model
 *
 * @typedef {object} SessionOptions
 * @property {string | URL} config                            address of config.json
 * @property {string | URL} weights                           address of model.safetensors
 * @property {(done: number) => void} [onProgress]            share of the weights that has arrived, 0..1
 */

/** @param {string | URL} address */
export async function fetchText(address) {
  return new TextDecoder().decode(await readUrl(new URL(address, document.baseURI).href));
}

/**
 * Opens the engine; curves can be drawn as soon as this resolves, maps when `model` does.
 * @param {SessionOptions} options
 * @returns {Promise<Session>}
 */
export async function openSession({ config, weights, onProgress }) {
  const bytes = readUrl(new URL(weights, document.baseURI).href, { onProgress });
  bytes.catch(() => {}); // reported through `model`
  const [engine, configText] = await Promise.all([createEngine(), fetchText(config)]);
  const [catalog, inspection] = await Promise.all([engine.methods(), engine.inspect(configText)]);
  const { head_dim, rotary_dim, rope_theta, original_max_position_embeddings } = inspection.rope;
  const rope = { head_dim, rotary_dim, rope_theta, original_max_position_embeddings };
  const own = { id: inspection.method, params: inspection.params };
  const trainedPlan = await engine.plan(own, { rope, seqLen: original_max_position_embeddings });
  const model = bytes.then((data) => engine.loadModel({ config: configText, weights: data }));
  model.catch(() => {}); // reported to whoever awaits it
  const { num_hidden_layers: layers, num_attention_heads: heads } = JSON.parse(configText);
  return { engine, catalog, rope, own, trainedPlan, shape: { layers, heads }, model };
}
