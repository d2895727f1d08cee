/** How the folder for lm-evaluation-harness is run, with the settings of a method where one was chosen. */

import { commandLine } from '../lib/shell.js';

/**
 * @typedef {object} Told
 * @property {'tokens' | 'characters'} unit  of the lengths
 * @property {number} longest             tokens that the harness must let through
 * @property {string} [method]            its names
 * @property {string} [overrides]         of vLLM: JSON of --hf-overrides
 */

/** The folder that the chosen method's config.json is in. @param {string} method */
export const modelFolder = (method) => `model-${method.replaceAll(/[^\w.+-]/g, '-')}`;

/**
 * @param {Told} told
 * @param {'hf' | 'vllm'} backend
 */
function command({ longest, method, overrides }, backend) {
  const pretrained = method === undefined ? '/path/to/the/model' : modelFolder(method);
  const length = backend === 'hf' ? { max_length: longest } : { max_model_len: longest };
  const given = backend === 'vllm' && overrides !== undefined ? { hf_overrides: JSON.parse(overrides) } : {};
  const args = JSON.stringify({ pretrained, dtype: 'auto', ...length, ...given });
  const words = ['lm_eval', '--model', backend, '--model_args', args, '--include_path', '.', '--tasks', 'ropescope'];
  return commandLine([...words, '--batch_size', backend === 'hf' ? '1' : 'auto', '--output_path', 'results']);
}

const counted = {
  tokens: "Lengths are in tokens of the model's own tokenizer.",
  characters:
    'Lengths are in characters: no tokenizer.json was given. Tokens are fewer, so that texts reach less far than their names say.',
};

/** @param {Told} told */
export function readme(told) {
  const { method } = told;
  const folder = method === undefined ? '' : modelFolder(method);
  const weights =
    method === undefined
      ? ''
      : `The settings of ${method} are the config.json in \`${folder}\`. Link the weights and the tokenizer beside it:

    MODEL=/path/to/the/model
    for file in "$MODEL"/*; do [ -e ${folder}/"$(basename "$file")" ] || ln -s "$(realpath "$file")" ${folder}/; done

`;
  const vllm =
    method !== undefined && told.overrides === undefined
      ? `vLLM has no setting for ${method}.`
      : `With vLLM:

    ${command(told, 'vllm')}`;
  return `# Tasks of ropescope for lm-evaluation-harness

Each .yaml file is a task, its samples lie in \`data\`. They need lm-evaluation-harness 0.4.9 or later and nothing else; run
them in this folder, since they name their data from here.

${counted[told.unit]} The harness encodes each prompt anew, as one text: where a sample was cut from a longer text its
count may differ by a few tokens, and tokenizers that begin a text with a token of their own do so here.

- \`ropescope_text_*\`: bits per byte of whole held-out texts.
- \`ropescope_repeat_*\`: a block over and over; the end of the last copy must be the most likely text, token by token.
- \`ropescope_passkey_*\`: a key told once in a text and asked for at its end; it must be the most likely text.

${weights}With transformers:

    ${command(told, 'hf')}

${vllm}

Then set the results beside those of ropescope:

    npx ropescope eval --import results/*/results_*.json
`;
}
