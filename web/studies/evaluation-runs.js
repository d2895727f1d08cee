/**
 * What was evaluated before, line by line, in a folder that git ignores: a run that was killed, a recipe with one line more
 * and a further model cost only what is missing. A line's key is made of all that its numbers depend on, but for the
 * engine: where that was built anew since, one cell is measured again, and the line is kept if it came out the same.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './corpus.js';

/**
 * @typedef {import('../lib/evaluate.js').Line} Line
 * @typedef {import('./findings.js').StoredCell} StoredCell
 *
 * @typedef {object} Recipe
 * @property {number} seed
 * @property {number[]} lengths                tokens
 * @property {Record<string, number>} samples  by length
 * @property {Record<string, number>} [ends]   lines that are measured up to this length only
 * @property {import('../lib/evaluate.js').TaskChoice[]} tasks
 * @property {import('../lib/length-rules.js').LengthRules} rules
 *
 * @typedef {object} Asked
 * @property {Line} line
 * @property {number[]} lengths
 * @property {Recipe['tasks']} tasks
 *
 * @typedef {object} Subject     what is evaluated, and with what
 * @property {string} name       of the model
 * @property {string} weights    their hash, with that of the config
 * @property {string} text       held out
 * @property {Recipe} recipe
 * @property {string} engine     hash of its modules
 *
 * @typedef {(asked: Asked) => Promise<StoredCell[] | undefined>} Measure  undefined: stopped before the end
 */

/**
 * @param {Recipe} recipe
 * @param {string} line  name
 */
export const lengthsOf = ({ lengths, ends = {} }, line) =>
  lengths.filter((length) => length <= (ends[line] ?? Number.POSITIVE_INFINITY));

/**
 * @param {Subject} subject
 * @param {Line} line
 */
function keyOf({ name, weights, text, recipe }, line) {
  const { seed, samples, tasks, rules } = recipe;
  const lengths = lengthsOf(recipe, line.name);
  const sizes = lengths.map((length) => [length, samples[length]]);
  const followed = line.methods.map(({ id }) => rules[id] ?? {});
  return sha256(JSON.stringify([name, weights, sha256(text), line, sizes, tasks, seed, followed]));
}

/**
 * @param {string} path
 * @returns {{ engine: string, cells: StoredCell[] } | undefined}
 */
function readRun(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // none yet, or half of one: the process ended while it wrote
  }
}

/**
 * A short cell beyond the trained length, where methods differ.
 * @param {Subject} subject
 * @param {Line} line
 * @returns {Asked}
 */
const probeOf = ({ recipe: { lengths, tasks } }, line) => ({
  line,
  lengths: lengths.slice(1, 2),
  tasks: tasks.slice(0, 1),
});

/**
 * @param {StoredCell[]} cells
 * @param {Asked} probe
 */
const cellsLike = (cells, { lengths, tasks }) =>
  cells.filter(({ length, task }) => lengths.includes(length) && tasks.some((each) => each.task === task));

/**
 * The cells of every line, from the folder or measured now; undefined where a measurement was stopped.
 * @param {Line[]} lines
 * @param {Subject} subject
 * @param {{ folder: string, measure: Measure }} how
 * @returns {Promise<StoredCell[] | undefined>}
 */
export async function cellsOfLines(lines, subject, { folder, measure }) {
  mkdirSync(folder, { recursive: true });
  /** @type {StoredCell[]} */
  const all = [];
  for (const line of lines) {
    const path = join(folder, `${keyOf(subject, line)}.json`);
    const before = readRun(path);
    const cells =
      before && (await isStillSo(before, line, { subject, measure }))
        ? before.cells
        : await measure({ line, lengths: lengthsOf(subject.recipe, line.name), tasks: subject.recipe.tasks });
    if (!cells) return undefined;
    if (before?.engine !== subject.engine) writeFileSync(path, JSON.stringify({ engine: subject.engine, cells }));
    all.push(...cells);
  }
  return all;
}

/**
 * @param {{ engine: string, cells: StoredCell[] }} before
 * @param {Line} line
 * @param {{ subject: Subject, measure: Measure }} how
 */
async function isStillSo({ engine, cells }, line, { subject, measure }) {
  if (engine === subject.engine) return true;
  const probe = probeOf(subject, line);
  return JSON.stringify(await measure(probe)) === JSON.stringify(cellsLike(cells, probe));
}
