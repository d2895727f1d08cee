/** What another runtime needs to run a checkpoint under a method: files, or arguments of its command. */

import { mistake, oneOf } from './check.js';
import { sayings } from './sayings.js';
import { characterCount, tokenizerFiles } from './tokenizer-files.js';

/**
 * @typedef {'hf' | 'vllm' | 'llama.cpp'} Runtime
 *
 * @typedef {object} ExportOptions
 * @property {Runtime} to
 * @property {import('./types.js').MethodChoice} [method]          default: the model's own
 * @property {Record<string, import('./types.js').ParamValue>} [params]  of the method, where it is given as an id
 * @property {ArrayBuffer | Uint8Array} [weights]  model.safetensors: llama.cpp then gets a file that needs no flags
 * @property {number} [seqLen]    longest text, tokens; default: the trained length times the method's factor
 *
 * @typedef {object} Setting
 * @property {string} key         of rope_parameters; llama.cpp: a flag, or a key of its file
 * @property {import('./types.js').ParamValue} value
 * @property {import('./types.js').Note} why
 *
 * @typedef {object} Export
 * @property {Runtime} to
 * @property {string} [config]    hf: the whole config.json
 * @property {string[]} [args]    vllm, llama.cpp: arguments of the command
 * @property {Record<string, string | Uint8Array>} [files]  by name, what belongs into one folder; hf: beside the weights
 * @property {Setting[]} settings what stands in it, and why
 * @property {import('./types.js').Note[]} notes  what that runtime does otherwise under the same name
 */

/** @type {Runtime[]} */
const runtimes = ['hf', 'vllm', 'llama.cpp'];

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
    throw mistake('only_for_runtime', 'weights', weights, { runtime: 'llama.cpp' });
  }
  const written = weights
    ? await run('ggufFile', { config: text, weights, options: others })
    : await run('runtimeSettings', { config: text, options: others });
  const { settings, notes, file, max_position_embeddings } = written;
  const length = lengthSetting(to, max_position_embeddings);
  const whole = { to, settings: [...settings, length], notes };
  if (to === 'hf') return { ...whole, ...folderOf(JSON.parse(text), settings, length) };
  if (file) return { ...whole, args: wordsOf([modelFile, length]), files: { [modelFile.value]: file } };
  return { ...whole, args: to === 'vllm' ? [...overrides(settings), ...wordsOf([length])] : wordsOf(whole.settings) };
}

const modelFile = { key: '--model', value: 'model.gguf' };

/** @param {{ key: string, value: unknown }[]} settings */
const wordsOf = (settings) => settings.flatMap(({ key, value }) => [key, String(value)]);

/** @param {Setting[]} settings */
const overrides = (settings) => ['--hf-overrides', JSON.stringify({ rope_parameters: dictionaryOf(settings) })];

/**
 * @param {Record<string, unknown>} given
 * @param {Setting[]} settings
 * @param {Setting} length
 */
function folderOf(given, settings, length) {
  const config = configText(given, settings, length);
  return { config, files: { 'config.json': config, ...(given.vocab_size === characterCount && tokenizerFiles()) } };
}

/**
 * @param {Runtime} to
 * @param {number} value
 * @returns {Setting}
 */
function lengthSetting(to, value) {
  const key = { hf: 'max_position_embeddings', vllm: '--max-model-len', 'llama.cpp': '--ctx-size' }[to];
  const message = /** @type {string} */ (sayings.setting_length);
  return { key, value, why: { reason: 'setting_length', path: key, args: {}, message } };
}

/** @param {Setting[]} settings */
const dictionaryOf = (settings) => Object.fromEntries(settings.map(({ key, value }) => [key, value]));

/**
 * transformers 5 reads rope_parameters, 4 reads rope_scaling and rope_theta; a file that holds both serves both. 4 warns
 * of whole numbers where it expects fractions: these are written with their point.
 * @param {Record<string, unknown>} config
 * @param {Setting[]} settings
 * @param {Setting} length
 */
function configText(config, settings, { key: lengthKey, value: length }) {
  const rope = dictionaryOf(settings);
  const { rope_scaling, position_method, original_max_position_embeddings, ...kept } = config;
  const whole = {
    ...kept,
    [lengthKey]: length,
    rope_theta: rope.rope_theta,
    rope_parameters: rope,
    rope_scaling: rope,
  };
  const numbers = settings.filter(
    ({ key, value }) => typeof value === 'number' && key !== 'original_max_position_embeddings',
  );
  const names = numbers.map(({ key }) => key).join('|');
  return `${JSON.stringify(whole, null, 2).replace(new RegExp(`("(?:${names})": -?\\d+)(?=[,\\n])`, 'g'), '$1.0')}\n`;
}
