/** What another runtime needs to run a checkpoint under a method: files, or arguments of its command. */

import { mistake, oneOf } from './check.js';
import { errorOf } from './sayings.js';
import { characterCount, tokenizerFiles } from './tokenizer-files.js';

/**
 * @typedef {'hf' | 'vllm' | 'sglang' | 'llama.cpp' | 'mlx' | 'tensorrt-llm'} Runtime  an engine that `exportFor` writes for
 *
 * @typedef {object} ExportOptions  of `exportFor`
 * @property {Runtime} to
 * @property {import('./types.js').MethodChoice} [method]          default: the model's own
 * @property {Record<string, import('./types.js').ParamValue>} [params]  of the method, where it is given as an id
 * @property {import('./types.js').WeightFiles} [weights]  the checkpoint's: llama.cpp then gets a file that needs no flags
 * @property {number} [seqLen]    longest text, tokens; default: the trained length times the method's factor
 *
 * @typedef {object} Setting  one setting of the other runtime, and why it has this value
 * @property {string} key         of rope_parameters, after the type of its layers where each type has a dictionary
 *   (`full_attention.factor`); llama.cpp: a flag, or a key of its file
 * @property {import('./types.js').ParamValue} value
 * @property {import('./types.js').Note} why
 *
 * @typedef {object} Export  what `exportFor` answers
 * @property {Runtime} to
 * @property {string} [config]    hf, mlx, tensorrt-llm: the whole config.json
 * @property {string[]} [args]    vllm, sglang, llama.cpp, tensorrt-llm: arguments of the command
 * @property {Record<string, string | Uint8Array>} [files]  by name, what belongs into one folder: beside the weights; hf:
 *   also a tokenizer for a vocabulary of the 96 characters, where the model has none of its own
 * @property {Setting[]} settings what stands in it, and why
 * @property {import('./types.js').Note[]} notes  what that runtime does otherwise under the same name
 */

/** Of this file: few ask for an export. @type {Readonly<Record<string, string>>} */
export const sayings = {
  only_for_runtime: '{path} must be left out except for {runtime}, got {given}',
  must_be_strict_json: '{path} must be strict JSON where a file is made of it: {message}',
  setting_length: 'The longest text to serve, in tokens.',
  drops_characters: 'The tokenizer leaves out characters that are none of the 96; this library refuses them.',
  setting_derived:
    'What the longest text is derived from: the engine refuses a longer one than this, times the factor under linear.',
};

/** @type {Runtime[]} */
const runtimes = ['hf', 'vllm', 'sglang', 'llama.cpp', 'mlx', 'tensorrt-llm'];

/**
 * @param {(op: string, args: unknown) => Promise<any>} run
 * @param {string} text  of config.json
 * @param {ExportOptions} options
 * @returns {Promise<Export>}
 */
export async function exportFor(run, text, options) {
  const { weights, ...others } = options;
  const to = oneOf('to', options.to, runtimes);
  if (weights !== undefined && to !== 'llama.cpp') {
    throw mistake('only_for_runtime', 'weights', weights, { runtime: 'llama.cpp' }, sayings);
  }
  const written = weights
    ? await run('ggufFile', { config: text, weights, options: others })
    : await settingsOf(run, text, others);
  const { settings, beside, notes, file, max_position_embeddings, seqLen, part, flat } = written;
  const { override, length } = commands[to];
  const served = length ? [lengthSetting(length, seqLen, 'length')] : [];
  const readsFolder = override === undefined && to !== 'llama.cpp';
  const stated = lengthSetting('max_position_embeddings', max_position_embeddings, readsFolder ? 'length' : 'derived');
  if (readsFolder) {
    const given = strictJson(text);
    const ours = given.vocab_size === characterCount;
    const said = ours ? [...notes, dropsCharacters] : notes;
    const config = configText(given, part, dictionariesOf(settings, flat), [...beside, stated]);
    const files = { 'config.json': config, ...(ours && tokenizerFiles(stated.value)) };
    const whole = { to, settings: [...settings, ...beside, stated, ...served], notes: said, config, files };
    return served.length > 0 ? { ...whole, args: wordsOf(served) } : whole;
  }
  if (override) {
    if (settings.length === 0) return { to, settings: served, notes, args: wordsOf(served) };
    const overrides = { ...dictionariesOf(settings, flat), [stated.key]: stated.value };
    const args = [override, JSON.stringify(inPart({}, part, () => overrides)), ...wordsOf(served)];
    return { to, settings: [...settings, stated, ...served], notes, args };
  }
  const whole = { to, settings: [...settings, ...served], notes };
  if (file) {
    const args = wordsOf([modelFile, ...served]);
    return { ...whole, notes: [...notes, dropsCharacters], args, files: { [modelFile.value]: file } };
  }
  return { ...whole, args: wordsOf(whole.settings) };
}

/**
 * The engine passes over bare NaN and Infinity in keys of no concern; a file that holds them cannot be written anew.
 * @param {string} text
 */
function strictJson(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw errorOf('invalid_json', 'must_be_strict_json', { path: 'config', args: { message }, cause: error }, sayings);
  }
}

/**
 * Sizes of the weights, which no setting depends on: an excerpt of a config.json may leave them out.
 * @type {Record<string, number>}
 */
const sizes = { vocab_size: 1, intermediate_size: 1, num_hidden_layers: 1 };

/**
 * @param {(op: string, args: unknown) => Promise<any>} run
 * @param {string} text  of config.json
 * @param {Omit<ExportOptions, 'weights'>} options
 */
async function settingsOf(run, text, options) {
  const { whole, given } = withSizes(text);
  const written = await run('runtimeSettings', { config: whole, options });
  const listsLayers = written.beside.some((/** @type {Setting} */ { value }) => Array.isArray(value));
  if (!listsLayers || given?.num_hidden_layers !== undefined) return written;
  return run('runtimeSettings', { config: text, options }); // says that their number is missing
}

/**
 * @param {string} text  what is no JSON object stays as it is: the engine says why
 * @returns {{ whole: string, given?: Record<string, unknown> }}
 */
function withSizes(text) {
  try {
    const given = JSON.parse(text);
    if (Array.isArray(given)) return { whole: text };
    const missing = Object.keys(sizes).filter((key) => !Object.hasOwn(given, key));
    const stated = missing.map((key) => `"${key}":${sizes[key]},`).join('');
    return Object.keys(given).length > 0 ? { whole: text.replace('{', `{${stated}`), given } : { whole: text };
  } catch {
    return { whole: text };
  }
}

/**
 * How a command is told of keys of config.json, where it does not read them in the folder, and of the longest text.
 * @type {Record<Runtime, { override?: string, length?: string }>}
 */
const commands = {
  hf: {},
  mlx: {},
  'tensorrt-llm': { length: '--max_seq_len' },
  vllm: { override: '--hf-overrides', length: '--max-model-len' },
  sglang: { override: '--json-model-override-args', length: '--context-length' },
  'llama.cpp': { length: '--ctx-size' },
};

const modelFile = { key: '--model', value: 'model.gguf' };

/** @type {import('./types.js').Note} */
const dropsCharacters = {
  reason: 'drops_characters',
  path: 'tokenizer',
  args: {},
  message: /** @type {string} */ (sayings.drops_characters),
};

/** @param {{ key: string, value: unknown }[]} settings */
const wordsOf = (settings) => settings.flatMap(({ key, value }) => [key, String(value)]);

/** The layers whose dictionary versions read that know of one alone. */
const full = 'full_attention';

/**
 * For versions that read rope_parameters and, where `flat`, for those that read rope_scaling and rope_theta. Nothing
 * where there are no settings.
 * @param {Setting[]} settings
 * @param {boolean} flat
 */
function dictionariesOf(settings, flat) {
  if (settings.length === 0) return {};
  /** @type {Record<string, any>} */
  const rope = {};
  for (const { key, value } of settings) {
    const [first, inner] = /** @type {[string, string?]} */ (key.split('.'));
    if (inner === undefined) rope[first] = value;
    else rope[first] = { ...rope[first], [inner]: value };
  }
  const whole = rope[full] ?? rope;
  return { rope_parameters: rope, ...(flat && { rope_scaling: whole, rope_theta: whole.rope_theta }) };
}

/**
 * @param {string} key
 * @param {number} value
 * @param {'length' | 'derived'} says
 */
function lengthSetting(key, value, says) {
  const reason = `setting_${says}`;
  const message = /** @type {string} */ (sayings[reason]);
  return { key, value, why: { reason, path: key, args: {}, message } };
}

/**
 * The keys of the language model, told anew.
 * @param {Record<string, unknown>} config
 * @param {Record<string, unknown>} dictionaries
 * @param {{ key: string, value: unknown }[]} beside  other keys
 */
function withSettings(config, dictionaries, beside) {
  const { position_method, ...kept } = config;
  if ('rope_parameters' in dictionaries) delete kept.rope_scaling;
  if (beside.some(({ key }) => key === 'model_type')) {
    delete kept.layer_types; // of a class that did not read them
    kept.pad_token_id ??= null; // SmolLM3's own lies beyond small vocabularies
  }
  return {
    ...kept,
    ...Object.fromEntries(beside.map(({ key, value }) => [key, key === 'architectures' ? [value] : value])),
    ...dictionaries,
  };
}

/**
 * A config with the keys of its language model changed. vLLM passes over those that stand beside that part.
 * @param {Record<string, any>} config
 * @param {string} part  `thinker_config.text_config`; empty: there are no parts
 * @param {(keys: Record<string, any>) => Record<string, any>} change
 * @returns {Record<string, any>}
 */
function inPart(config, part, change) {
  if (part === '') return change(config);
  const [name, ...rest] = /** @type {[string, ...string[]]} */ (part.split('.'));
  return { ...config, [name]: inPart(config[name] ?? {}, rest.join('.'), change) };
}

/**
 * transformers 5 reads rope_parameters, 4 reads rope_scaling and rope_theta; a file that holds both serves both. 4 warns
 * of whole numbers where it expects fractions: these are written with their point.
 * @param {Record<string, unknown>} config
 * @param {string} part  where in it the language model's keys stand
 * @param {Record<string, unknown>} dictionaries
 * @param {{ key: string, value: unknown }[]} beside
 */
function configText(config, part, dictionaries, beside) {
  const whole = inPart(config, part, (keys) => withSettings(keys, dictionaries, beside));
  const names = numbersIn(dictionaries).filter((key) => key !== 'original_max_position_embeddings');
  const text = JSON.stringify(whole, null, 2);
  if (names.length === 0) return `${text}\n`;
  return `${text.replace(new RegExp(`("(?:${names.join('|')})": -?\\d+)(?=[,\\n])`, 'g'), '$1.0')}\n`;
}

/** @param {Record<string, unknown>} object @returns {string[]} keys of numbers, in objects within, too */
const numbersIn = (object) =>
  Object.entries(object).flatMap(([key, value]) => {
    if (typeof value === 'number') return [key];
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? numbersIn(/** @type {Record<string, unknown>} */ (value)) : [];
  });
