/** What an evaluation needs and was not given: lengths from the model's training, a text, tasks that it can run. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawnTokens, wordless } from '../lib/drawn-tokens.js';
import { lengthsWithin, multiples } from '../lib/samples.js';
import { number, readText, refuse } from './arguments.js';
import { modelsUrl } from './model-folder.js';

/**
 * @typedef {import('../lib/types.js').Model} Model
 * @typedef {import('../lib/evaluate.js').TaskChoice} TaskChoice
 * @typedef {{ rope: { original_max_position_embeddings: number, max_position_embeddings: number | null } }} Trained
 */

const longest = 65536; // tokens of a session in C++

/** Everything that is no result goes here. @param {string} line */
export const note = (line) => process.stderr.write(`${line}\n`);

/**
 * @param {string} flag
 * @param {string | undefined} list
 */
export const numbers = (flag, list) =>
  list?.split(',').map((text) => {
    const value = number(flag, text);
    if (value !== undefined && Number.isInteger(value) && value > 0) return value;
    throw refuse(`${flag} must be whole numbers separated by commas, got ${JSON.stringify(text)}`);
  });

/**
 * @param {Trained} info
 * @param {number} held  the longest sample of the text, tokens
 */
export function lengthsFor({ rope }, held) {
  const most = Math.min(longest, held);
  const trained = rope.original_max_position_embeddings;
  if (rope.max_position_embeddings === null)
    note(`trained length: unknown, config.json does not say; ${trained} assumed`);
  if (multiples.some((multiple) => multiple * trained > most))
    note(`lengths above ${most} tokens are left out: give --text FILE or --lengths for others`);
  return lengthsWithin(trained, most);
}

/**
 * The text beside the model, else that of the package.
 * @param {string} model  folder or file
 * @param {string} [given]  --text
 */
export async function textFor(model, given) {
  const beside = join(model, '..', 'heldout.txt');
  if (given !== undefined || existsSync(beside)) return readText(given ?? beside);
  note('text: the held-out text of this package; --text FILE for one of your own');
  return readText(fileURLToPath(new URL('heldout.txt', modelsUrl)));
}

/**
 * A text, or random tokens and only such tasks as they serve.
 * @param {Model} model
 * @param {{ tasks: (string | TaskChoice)[], asked: boolean, text: () => Promise<string>, seed: number }} wanted  asked: by name
 * @returns {Promise<{ tasks: (string | TaskChoice)[], text: string | Int32Array }>}
 */
export async function corpusFor(model, { tasks, asked, text, seed }) {
  if (model.info.tokenizer !== 'none') return { tasks, text: await text() };
  const reason = await model.encode('a').then(
    () => '',
    (/** @type {Error} */ { message }) => message,
  );
  const nameOf = (/** @type {string | TaskChoice} */ task) => (typeof task === 'string' ? task : task.task);
  const possible = tasks.filter((task) => wordless.includes(nameOf(task)));
  const others = tasks.filter((task) => !possible.includes(task)).map(nameOf);
  const said = `${others.join(', ')} must be left out: text needs a tokenizer.json (${reason})`;
  if (others.length > 0 && (asked || possible.length === 0)) throw refuse(said);
  note(`${others.length > 0 ? `${said}; ` : ''}${possible.map(nameOf).join(', ')}: on random tokens`);
  return { tasks: possible, text: drawnTokens(model.info.vocab_size, seed) };
}
