/** What the settings of other runtimes are shown with: fetched when the first config.json was read. */
import { plural } from '../plural.js';

export const runtimes = {
  asked: 'What is asked for',
  length: 'Longest text, tokens',
  fromFile: (/** @type {string} */ method) => `As the file asks: ${method}.`,
  chosen: (/** @type {string} */ file, /** @type {string} */ method) =>
    `Another method than the file's: ${method} in place of ${file}.`,
  changed: (/** @type {string} */ method) => `The file's method, ${method}, with other values than the file's.`,
  back: 'Back to the file',
  answers: 'What each engine needs to be told',
  loading: 'Asking for the settings.',
  heads: ['Setting', 'Value', 'Why'],
  settings: (/** @type {string} */ name) => `${name}: settings`,
  says: 'can be told',
  cannot: 'cannot be told',
  summary: (/** @type {string[]} */ can, /** @type {string[]} */ cannot) =>
    `Can be told: ${can.join(', ') || 'none'}. Cannot be told: ${cannot.join(', ') || 'none'}.`,
  numbers: (/** @type {string} */ first, /** @type {number} */ count) => `${first}, … (${plural(count, 'number')})`,
  /** What takes the arguments. @type {Record<string, string>} */
  programs: {
    vllm: 'vllm serve',
    sglang: 'sglang.launch_server',
    'llama.cpp': 'llama-server',
    'tensorrt-llm': 'trtllm-serve',
  },
  command: (/** @type {string} */ program) => `Arguments of ${program}`,
  file: 'Goes beside the weights in place of the old file; the model’s own tokenizer and generation_config.json stay.',
  copy: (/** @type {string} */ program) => `Copy the arguments for ${program}`,
  copied: 'Copied',
  download: (/** @type {string} */ name) => `Download ${name}`,
  remark: (/** @type {string} */ name, /** @type {string} */ text) => `${name || 'Remark'}: ${text}`,
  under: (/** @type {string} */ method) => `What the engines do under the name ${method}:`,
  weights:
    'A GGUF file would hold these settings itself, but is made of the weights, which are not here: `convert_hf_to_gguf.py` of llama.cpp makes one of the folder with its config.json.',
  none: 'No settings are written here for any engine.',
};
