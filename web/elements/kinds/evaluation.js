/** The evaluation of a scope's methods beside fixed lines, as the recipe of the stored results lists them. */
import { html } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { drawnTokens, wordless } from '../../lib/drawn-tokens.js';
import { methodsAtLength } from '../../lib/length-rules.js';
import { lengthsWithin, longestSample, multiples } from '../../lib/samples.js';
import recipe from '../../models/evaluation-recipe.json' with { type: 'json' };
import { keyOf } from '../../scope/evaluation-cells.js';
import { ruledColumn } from '../../scope/methods.js';
import { settled } from '../../scope/settled.js';
import { standIn, unknownCharacters } from '../../scope/texts.js';
import { withInsights } from '../../words/insights.js';
import { defineElements } from '../define.js';
import { RopeEvaluation } from '../evaluation.js';
import { RopePasskey } from '../passkey.js';
import { evaluationTasks } from '../query.js';
import { RopeScoreGrid } from '../score-grid.js';
import { referenceSlot } from '../styles.js';

/**
 * @typedef {import('../../scope/scope.js').Scope} Scope
 * @typedef {import('../../words/en.js').Words} Words
 * @typedef {import('../evaluation.js').PanelLine} PanelLine
 * @typedef {import('../evaluation.js').Setting} Setting
 * @typedef {import('../evaluation.js').Choice} Choice
 * @typedef {{ lines: PanelLine[], setting: Setting | null }} Panel
 */

defineElements([
  ['rope-evaluation', RopeEvaluation],
  ['rope-passkey', RopePasskey],
  ['rope-score-grid', RopeScoreGrid],
]);

/**
 * What a column runs: the parameters that the visitor gave; the others follow the rules of the stored evaluation, else the
 * scope's, so that its numbers are those of the stored one unless the visitor changed something.
 * @param {Scope} scope
 * @returns {PanelLine[]}
 */
const columnLines = (scope) =>
  scope.methods.value.map((column, slot) => ({
    name: scope.names.value[slot] ?? '',
    slot,
    force: column.force === true,
    ...ruledColumn(column, scope.catalog.value, recipe.rules),
  }));

/**
 * The lines that any method is compared with.
 * @param {Scope} scope
 * @param {import('../../lib/types.js').MethodSpec[]} own
 * @param {Words} words
 * @returns {(PanelLine & { tag: string })[]}
 */
function fixedLines(scope, own, words) {
  const said = words.panels.evaluation;
  const ownNames = own.map(({ id }) => scope.nameOf(id)).join(' + ');
  return recipe.fixed.map(({ name, add }, n) => {
    const plain = add.length === 0;
    const tag = plain ? said.plain : said.of(words.data.line(name) ?? name, scope.original.value);
    return {
      name: said.fixed(tag, plain ? ownNames : ''),
      tag,
      methods: plain ? [] : [...own, ...add.map((id) => ({ id }))],
      force: !plain,
      slot: referenceSlot(n),
      rules: recipe.rules,
    };
  });
}

/**
 * The scope's columns and the fixed lines; a column that is one of these stands for it.
 * @param {Scope} scope
 * @param {Words} words
 * @returns {PanelLine[]}
 */
function linesOf(scope, words) {
  if (!scope.weights.value) return [];
  const { own, catalog } = scope.weights.value;
  const lengths = { length: 8 * scope.original.value, trained: scope.original.value };
  const asRun = (/** @type {PanelLine} */ { methods, rules }) =>
    keyOf({ methods: methodsAtLength(methods, rules, lengths), task: '', params: {}, length: 0 }, catalog, own);
  const columns = columnLines(scope);
  const fixed = fixedLines(scope, own, words);
  const named = columns.map((line) => {
    const same = fixed.find((each) => asRun(each) === asRun(line));
    return same ? { ...line, name: words.panels.evaluation.tagged(line.name, same.tag) } : line;
  });
  return [...named, ...fixed.filter((line) => columns.every((column) => asRun(column) !== asRun(line)))];
}

const leastSample = 64; // tokens: a passkey has room in it

/** The parameters of a task in the recipe. @param {string} task */
const listed = (task) =>
  /** @type {Record<string, number[]>} */ (recipe.tasks.find((each) => each.task === task)?.params ?? {});

/**
 * Lengths as far as a text reaches in the tokens of the model: those of the stored results, or for a model of a visitor's own
 * from its training; none where the text is too short.
 * @param {import('../../scope/weights.js').Weights} weights
 * @param {number} original  tokens
 * @param {string | Int32Array} text  or tokens
 */
function lengthsOf({ reader, source }, original, text) {
  const tokens =
    typeof text === 'string' ? reader?.material({ heldout: text, typed: '', length: text.length }).heldout : text;
  const { length } = tokens ?? text;
  const most = longestSample(length);
  if (most < leastSample) return [];
  if (source.picked) return lengthsWithin(original, most);
  const within = recipe.lengths.filter((each) => each <= most);
  return within.length > 0 ? within : [most];
}

/**
 * @param {import('../../scope/weights.js').Weights} weights
 * @param {Scope} scope
 * @param {string | null} given  a text of the visitor's own, as the model knows it; null: the held-out one
 * @returns {Setting}
 */
function newSetting(weights, scope, given) {
  const { engine, source, catalog, own } = weights;
  const { textless, facts } = source.picked ?? {};
  const typed = textless ? null : given;
  const text = textless ? drawnTokens(facts?.vocabulary ?? 0, recipe.seed) : (typed ?? scope.heldout.value);
  const original = scope.original.value;
  const isStored = typed === null && !source.picked;
  return {
    ...{ engine, source, catalog, own, text, original },
    isTyped: typed !== null,
    seed: recipe.seed,
    trained: scope.trained.value,
    offered: {
      lengths: isStored ? recipe.lengths : lengthsOf(weights, original, text),
      tasks: textless ? wordless : evaluationTasks,
    },
    periods: listed('repeat').period ?? [],
    depths: listed('passkey').depth ?? [],
  };
}

/** @type {WeakMap<Scope, { words: Words, lines: import('@preact/signals-core').ReadonlySignal<PanelLine[]> }>} */
const linesKept = new WeakMap();
/** @type {WeakMap<Scope, { weights: unknown, typed: string | null, setting: Setting }>} */
const settingKept = new WeakMap();

/** @type {Map<string, Choice>} by JSON: the same object while nothing in it changes */
const choices = new Map();

const usual = String(recipe.lengths.slice(0, multiples.length)); // what a link without lengths says

/**
 * @param {import('../query.js').View} view
 * @param {Setting | null} setting
 */
function choiceOf({ evalLengths, evalTasks, samples, period }, setting) {
  const isOwn = setting?.source.picked || setting?.isTyped;
  const lengths = isOwn && String(evalLengths) === usual ? setting.offered.lengths : evalLengths;
  const offered = setting?.offered.tasks ?? evalTasks;
  const possible = evalTasks.filter((/** @type {string} */ task) => offered.includes(task));
  const choice = { lengths, tasks: possible.length > 0 ? possible : offered, samples, period };
  const json = JSON.stringify(choice);
  const kept = choices.get(json) ?? choice;
  choices.set(json, kept);
  return kept;
}

/** The visitor's own text as the model knows it, where it is to be read. @param {Scope} scope */
function typedOf(scope) {
  const { text, typed } = scope.query.value;
  if (text !== 'own') return null;
  return scope.weights.value?.reader ? typed : typed.replace(unknownCharacters, standIn);
}

/** Lines and setting stay the same objects while nothing in them changes: a run goes on. @type {(shown: import('./types.js').Shown) => Panel} */
function ask({ scope, words }) {
  const kept = linesKept.get(scope);
  const { lines } = kept?.words === words ? kept : { lines: settled(() => linesOf(scope, words)) };
  linesKept.set(scope, { words, lines });
  const weights = scope.weights.value;
  const typed = typedOf(scope);
  const before = settingKept.get(scope);
  if (weights && (before?.weights !== weights || before.typed !== typed))
    settingKept.set(scope, { weights, typed, setting: newSetting(weights, scope, typed) });
  return { lines: lines.value, setting: settingKept.get(scope)?.setting ?? null }; // the last one until others are there
}

/**
 * @param {Panel} panel
 * @param {import('./types.js').Shown} shown
 * @param {{ stored?: import('../../scope/evaluation-cells.js').Results, pace?: number }} [known]  pace: multiply-adds per
 *   second of a worker; 0 = not measured
 */
export function panelOf({ lines, setting }, { scope, words, view, theme, change }, { stored, pace = 0 } = {}) {
  const choose = (/** @type {CustomEvent<Choice>} */ { detail }) =>
    change({ evalLengths: detail.lengths, evalTasks: detail.tasks, samples: detail.samples, period: detail.period });
  if (setting?.isTyped && setting.offered.lengths.length === 0) {
    const least = 4 * leastSample;
    return html`<p class="summary">${withInsights(words).evaluation.tooShort(least)}</p>`;
  }
  return keyed(
    scope.query.value.model,
    html`<rope-evaluation .words=${words} .setting=${setting} .lines=${lines} .choice=${choiceOf(view, setting)}
      .stored=${(!setting?.isTyped && stored) || none} .pace=${pace} .theme=${theme} @rope-choice=${choose}></rope-evaluation>`,
  );
}

/** @type {import('../../scope/evaluation-cells.js').Results} */
const none = new Map();

/** @type {import('./types.js').Kind<Panel>} */
export const evaluation = { ask, draw: (panel, shown) => panelOf(panel, shown) };

/** @type {WeakMap<Setting, Setting>} */
const passkeyKept = new WeakMap();

/** @param {Setting} setting */
function withPasskeyAlone(setting) {
  const kept = passkeyKept.get(setting) ?? { ...setting, offered: { ...setting.offered, tasks: ['passkey'] } };
  passkeyKept.set(setting, kept);
  return kept;
}

/** The same with one task alone: does the model find a key in a long text? @type {import('./types.js').Kind<Panel>} */
export const passkey = {
  ask: (shown) => {
    const { lines, setting } = ask(shown);
    return { lines, setting: setting && withPasskeyAlone(setting) };
  },
  draw: (panel, shown) => panelOf(panel, { ...shown, view: { ...shown.view, evalTasks: ['passkey'] } }),
};
