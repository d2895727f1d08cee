/** The weights that a scope looks at: their facts first, from config.json alone; the model as soon as its file is there. */
import { fetchFile, fetchText } from './files.js';

/**
 * @typedef {import('../lib/types.js').MethodInfo} MethodInfo
 * @typedef {import('../lib/types.js').MethodSpec} MethodSpec
 * @typedef {import('../lib/types.js').Plan} Plan
 * @typedef {{ seqLen: number, layer?: number }} At
 *
 * @typedef {object} Source
 * @property {string | URL} config       address of config.json
 * @property {string | URL} weights      address of model.safetensors
 * @property {string} [sha256]           of the weights; absent = unchecked
 * @property {string | URL} [tokenizer]  address of tokenizer.json; absent = the model's tokens are characters
 * @property {import('./picked-model.js').Picked} [picked]  a visitor's own files instead: nothing is fetched
 *
 * @typedef {object} Weights
 * @property {import('../lib/types.js').Engine} engine
 * @property {Source} source
 * @property {MethodInfo[]} catalog
 * @property {import('./token-texts.js').TokenReader | null} reader  of texts in tokens; null: in characters
 * @property {import('../lib/types.js').RopeConfig} rope   geometry of the model
 * @property {number} seen               the longest text of its training, tokens: more than rope's where it was tuned further
 * @property {MethodSpec[]} own          the methods that the model was trained with
 * @property {Plan} trainedPlan          their plan at that length
 * @property {import('../lib/types.js').PairFacts[]} trainedPairs  what became of each pair in training
 * @property {(methods: MethodSpec[], at: At) => Promise<Plan>} plan  on these weights
 * @property {(methods: MethodSpec[], at: At) => Promise<import('../lib/types.js').Explanation>} explain
 * @property {{ layers: number, heads: number }} shape     known before the weights arrive
 * @property {Promise<import('../lib/types.js').Model>} model  loaded when it is first asked for, if not before
 *
 * @typedef {object} OpenOptions
 * @property {AbortSignal} [signal]      ends the download and frees the model
 * @property {(done: number) => void} [onProgress]  share of the weights that has arrived, 0..1
 * @property {boolean} [later]                       the model is loaded only when somebody asks for it
 */

/**
 * What loads the model, once, for whoever asks first. Its file is on its way from now on, while the engine starts, unless the
 * model is for later.
 * @param {import('../lib/types.js').Engine} engine
 * @param {Source} source
 * @param {OpenOptions} options
 */
function loaderOf(engine, source, { signal, onProgress, later }) {
  const fetched = () => {
    const bytes = fetchFile(source.weights, { signal, onProgress, sha256: source.sha256 });
    bytes.catch(() => {}); // reported through the model
    return bytes;
  };
  const early = later || source.picked ? null : fetched();
  /** @type {Promise<import('../lib/types.js').Model> | undefined} */
  let model;
  /** @param {string} config */
  const load = (config) => {
    const loading = source.picked
      ? source.picked.load(engine, { signal, onProgress })
      : (early ?? fetched()).then((weights) => engine.loadModel({ config, weights }, signal ? { signal } : {}));
    loading.catch(() => {}); // reported to whoever awaits it
    signal?.addEventListener('abort', () => void loading.then((loaded) => loaded.dispose()).catch(() => {}), {
      once: true,
    });
    return loading;
  };
  return (/** @type {string} */ config) => {
    model ??= load(config);
    return model;
  };
}

/**
 * Curves can be drawn as soon as this resolves, maps when `model` does.
 * @param {import('../lib/types.js').Engine} engine
 * @param {Source} source
 * @param {OpenOptions} options
 * @returns {Promise<Weights>}
 */
export async function openWeights(engine, source, options) {
  const { signal, later } = options;
  const loaded = loaderOf(engine, source, options);
  const { picked } = source;
  const tokenizer = picked ? picked.tokenizer : source.tokenizer && fetchText(source.tokenizer, { signal });
  const reader = tokenizer ? readerOf(tokenizer) : null;
  reader?.catch(() => {}); // reported below
  const configText = picked?.config ?? (await fetchText(source.config, { signal }));
  const [catalog, asked, read] = await Promise.all([engine.methods(), engine.modelConfig(configText), reader]);
  const { max_position_embeddings: declared, ...rope } = asked.rope;
  const seen = declared ?? rope.original_max_position_embeddings;
  const { methods: own, num_hidden_layers: layers, num_attention_heads: heads } = asked;

  const model = () => loaded(configText);
  if (!later) void model();

  const needsModel = (/** @type {MethodSpec} */ { id }) =>
    catalog.some((info) => info.id === id && info.params.some(({ learned }) => learned));
  /** @type {Weights['plan']} */
  const plan = async (methods, { seqLen, layer = 0 }) =>
    methods.some(needsModel)
      ? (await model()).plan(methods, { seqLen, layer })
      : engine.plan(methods, { rope, seqLen, heads, layer, layers });
  /** @type {Weights['explain']} */
  const explain = async (methods, { seqLen, layer = 0 }) => {
    const asked = { rope, seqLen, heads, layer, layers };
    if (!methods.some(needsModel)) return engine.explain(methods, asked);
    return (await import('./explain-angles.js')).explainAngles(engine, methods, asked);
  };
  const trainedPlan = await plan(own, { seqLen: seen });
  const turns = trainedPlan.inv_freq.length > 0;
  const trainedPairs = turns ? (await explain(own, { seqLen: seen })).pairs : [];
  return {
    engine,
    source,
    catalog,
    reader: read,
    rope,
    seen,
    own,
    trainedPlan,
    trainedPairs,
    plan,
    explain,
    shape: { layers, heads },
    get model() {
      return model();
    },
  };
}

/** @param {string | Promise<string>} tokenizer  a tokenizer.json */
async function readerOf(tokenizer) {
  const [json, reading] = await Promise.all([tokenizer, import('./token-texts.js')]);
  return reading.readerOf(json);
}

/**
 * Whether a method's plan differs from layer to layer: each layer learns numbers of its own.
 * @param {MethodInfo | undefined} info
 */
export const isLayered = (info) => info !== undefined && (info.layered || info.params.some(({ learned }) => learned));
