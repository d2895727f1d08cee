/**
 * Numbers of an earlier recipe that a new one asks for, too: of weights that are not here, such as other seeds', they cannot be
 * measured again. What a number depends on stands beside it (length, samples, task, methods) or in `made_by`.
 */
import { lengthsOf } from './evaluation-runs.js';

/**
 * @typedef {import('./findings.js').StoredCell} StoredCell
 * @typedef {import('./findings.js').StoredModel} StoredModel
 * @typedef {import('../lib/evaluate.js').Line} Line
 * @typedef {import('../lib/length-rules.js').LengthRules} LengthRules
 *
 * @typedef {object} MadeBy
 * @property {number} seed
 * @property {string} text_sha256
 * @property {LengthRules} rules
 *
 * @typedef {object} Wanted         of a recipe
 * @property {import('./evaluation-runs.js').Recipe} recipe
 * @property {string} text_sha256
 * @property {{ name: string, add: string[] }[]} fixed
 * @property {Line[]} methods       lines that run where the weights know short texts and one method
 *
 * @typedef {{ models: StoredModel[], cells: StoredCell[], made_by?: MadeBy }} Earlier
 */

const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Whether a line is what it was when the cell was measured.
 * @param {StoredCell} cell
 * @param {Wanted} wanted
 * @param {LengthRules} before  rules
 */
function isSameLine({ line, methods }, { fixed, methods: lines, recipe: { rules } }, before) {
  if (methods.some(({ id }) => !same(rules[id], before[id]))) return false;
  const added = fixed.find(({ name }) => name === line)?.add;
  if (added) {
    const ids = methods.map(({ id }) => id);
    return added.length === 0 ? ids.length === 0 : same(ids.slice(-added.length), added); // after the model's own
  }
  const now = lines.find(({ name }) => name === line)?.methods ?? [];
  return (
    now.length === methods.length &&
    now.every(({ id, params = {} }, i) => {
      const { id: ran, params: had = {} } = methods[i] ?? {};
      const keys = new Set([...Object.keys(rules[id] ?? {}), ...Object.keys(params)]);
      const isGiven = Object.entries(params).every(([key, value]) => same(had[key], value));
      return ran === id && isGiven && same([...keys].sort(), Object.keys(had).sort());
    })
  );
}

/** @param {StoredCell} cell  @param {Wanted} wanted */
function isAsked({ line, task, params, length, samples }, { recipe }) {
  const asked = recipe.tasks.find((each) => each.task === task);
  if (!asked || !lengthsOf(recipe, line).includes(length)) return false;
  const choices = Object.entries(asked.params ?? {});
  return (
    samples === (asked.samples ?? recipe.samples[length]) &&
    choices.length === Object.keys(params).length &&
    choices.every(([key, values]) => values.includes(params[key] ?? Number.NaN))
  );
}

/**
 * Of an earlier evaluation what the recipe still asks for. Its models are marked: what else the recipe asks of them is missing.
 * @param {Earlier} before
 * @param {Wanted} wanted
 * @returns {{ models: StoredModel[], cells: StoredCell[] }}
 */
export function stillAsked({ models, cells, made_by: made }, wanted) {
  const { recipe, fixed } = wanted;
  if (made?.seed !== recipe.seed || made.text_sha256 !== wanted.text_sha256) return { models: [], cells: [] };
  const shortest = Math.min(...recipe.lengths);
  const began = new Map(models.map(({ name }) => [name, Number.POSITIVE_INFINITY]));
  for (const { model, length } of cells) began.set(model, Math.min(length, began.get(model) ?? length));
  const isFixed = (/** @type {string} */ line) => fixed.some(({ name }) => name === line);
  const kept = cells.filter(
    (cell) =>
      isAsked(cell, wanted) &&
      isSameLine(cell, wanted, made.rules) &&
      (isFixed(cell.line) || began.get(cell.model) === shortest), // where the shortest text is another one, other weights have these lines
  );
  const names = new Set(kept.map(({ model }) => model));
  return {
    models: models.filter(({ name }) => names.has(name)).map((model) => ({ ...model, older: true })),
    cells: kept,
  };
}
