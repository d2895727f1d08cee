/** One engine, one model: opened once, shared by every figure of a page. */
import { createEngine } from '../lib/index.js';
import { readUrl } from '../lib/read.js';
import { learnedParams } from './learned.js';

/**
 * @typedef {import('../lib/types.js').MethodInfo} MethodInfo
 * @typedef {import('../lib/types.js').MethodSpec} MethodSpec
 * @typedef {import('../lib/types.js').Plan} Plan
 *
 * @typedef {object} Session
 * @property {import('../lib/types.js').Engine} engine
 * @property {Source} source
 * @property {MethodInfo[]} catalog
 * @property {import('../lib/types.js').RopeConfig} rope      geometry of the model
 * @property {number} seen                                    the longest text of its training, tokens: more than rope's where
 *   it was tuned further
 * @property {MethodSpec[]} own                               the methods that the model was trained with
 * @property {Plan} trainedPlan                               their plan at that length
 * @property {(methods: MethodSpec[], at: { seqLen: number, layer?: number }) => Promise<Plan>} plan  on these weights
 * @property {{ layers: number, heads: number }} shape          known before the weights arrive
 * @property {Promise<import('../lib/types.js').Model>} model
 *
 * @typedef {object} Source
 * @property {string | URL} config                            address of config.json
 * @property {string | URL} weights                           address of model.safetensors
 *
 * @typedef {object} SessionOptions
 * @property {AbortSignal} [signal]                           ends the session: its download, its worker, what is under way
 * @property {(done: number) => void} [onProgress]            share of the weights that has arrived, 0..1
 */

/** @param {string | URL} address */
const absolute = (address) => new URL(address, document.baseURI).href;

/**
 * @param {string | URL} address
 * @param {AbortSignal} [signal]
 */
export async function fetchText(address, signal) {
  return new TextDecoder().decode(await readUrl(absolute(address), { signal }));
}

/** @param {AbortSignal} [signal] */
async function openEngine(signal) {
  const engine = await createEngine(signal ? { signal } : {});
  signal?.addEventListener('abort', () => void engine.dispose(), { once: true });
  return engine;
}

/**
 * The methods that a config names: `position_method`, else its rotary settings.
 * @param {string | MethodSpec | (string | MethodSpec)[]} named
 * @param {import('../lib/types.js').Inspection} rotary
 * @returns {MethodSpec[]}
 */
function ownMethods(named, { method, params }) {
  const list = [named].flat();
  return list.length > 0
    ? list.map((each) => (typeof each === 'string' ? { id: each } : each))
    : [{ id: method, params }];
}

/**
 * Opens the engine; curves can be drawn as soon as this resolves, maps when `model` does.
 * @param {Source & SessionOptions} options
 * @returns {Promise<Session>}
 */
export async function openSession({ config, weights, signal, onProgress }) {
  const bytes = readUrl(absolute(weights), { signal, onProgress });
  bytes.catch(() => {}); // reported through `model`
  const [engine, configText] = await Promise.all([openEngine(signal), fetchText(config, signal)]);
  const [catalog, inspection] = await Promise.all([engine.methods(), engine.inspect(configText)]);
  const { head_dim, rotary_dim, rope_theta, original_max_position_embeddings } = inspection.rope;
  const rope = { head_dim, rotary_dim, rope_theta, original_max_position_embeddings };
  const { num_hidden_layers: layers, num_attention_heads: heads, position_method = [] } = JSON.parse(configText);
  const seen = inspection.rope.max_position_embeddings ?? original_max_position_embeddings;
  const own = ownMethods(position_method, inspection);

  const isLearned = (/** @type {MethodSpec} */ { id }) =>
    catalog.some((info) => info.id === id && info.params.some(({ learned }) => learned));
  /** @type {Session['plan']} */
  const plan = async (methods, { seqLen, layer = 0 }) => {
    const file = methods.some(isLearned) ? await bytes : undefined;
    const filled = methods.map(({ id, params }) => ({
      id,
      params: { ...(file && learnedParams(file, id, layer)), ...params },
    }));
    return engine.plan(filled, { rope, seqLen, heads });
  };
  const trainedPlan = await plan(own, { seqLen: seen });
  const model = bytes.then((data) => engine.loadModel({ config: configText, weights: data }));
  model.catch(() => {}); // reported to whoever awaits it
  const source = { config, weights };
  return { engine, source, catalog, rope, seen, own, trainedPlan, plan, shape: { layers, heads }, model };
}
