/** The evaluation panel of the page, and the stored results below it. */
import { batch, effect, signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { defineElements } from '../elements/define.js';
import { RopeEvaluation } from '../elements/evaluation.js';
import { RopePasskey } from '../elements/passkey.js';
import { RopeScoreGrid } from '../elements/score-grid.js';
import { spokenFailure } from '../elements/spoken.js';
import { referenceSlot } from '../elements/styles.js';
import { methodsAtLength } from '../lib/length-rules.js';
import recipe from '../models/evaluation-recipe.json' with { type: 'json' };
import { keyOf } from '../scope/evaluation-cells.js';
import { failureOf } from '../scope/failure.js';
import { ruledColumn } from '../scope/methods.js';
import { settled } from '../scope/settled.js';
import { scope, theme } from './explorer.js';
import { evaluationTasks } from './explorer-query.js';
import { spoken } from './language.js';
import { modelNames, titleOf } from './models.js';
import { resultsTable } from './results.js';
import { fetchStored, modelHash, resultsOf } from './stored.js';
import { yardsticks } from './yardsticks.js';

/**
 * @typedef {import('../elements/evaluation.js').PanelLine} PanelLine
 * @typedef {import('../elements/evaluation.js').Choice} Choice
 */

const stored = signal(/** @type {import('./stored.js').Stored | null} */ (null));
const known = signal(/** @type {Map<string, import('./stored.js').StoredCell>} */ (new Map()));
const problem = signal(/** @type {import('../scope/failure.js').Failure | null} */ (null));
const shortest = Math.min(...recipe.lengths); // tokens: what most weights were trained on

export async function open() {
  defineElements([
    ['rope-evaluation', RopeEvaluation],
    ['rope-passkey', RopePasskey],
    ['rope-score-grid', RopeScoreGrid],
  ]);
  try {
    stored.value = await fetchStored();
  } catch (error) {
    complain(error);
  }
  effect(() => void recall(stored.value, scope.weights.value));
}

/** @param {unknown} error */
function complain(error) {
  problem.value = failureOf(error);
}

/**
 * Looks up what is stored of the weights that are shown.
 * @param {import('./stored.js').Stored | null} all
 * @param {import('../scope/weights.js').Weights | null} session
 */
async function recall(all, session) {
  batch(() => {
    known.value = new Map();
    if (all) problem.value = null;
  });
  if (!all || !session) return;
  const { source, catalog, own } = session;
  try {
    const results = resultsOf(all, await modelHash(source), { catalog, own });
    if (session === scope.weights.peek()) known.value = results;
  } catch (error) {
    if (session === scope.weights.peek()) complain(error);
  }
}

/** The parameters of a task in the recipe. @param {string} task */
const listed = (task) =>
  /** @type {Record<string, number[]>} */ (recipe.tasks.find((each) => each.task === task)?.params ?? {});

/**
 * What a column runs: the parameters that the visitor gave; the others follow the rules of the stored evaluation, else the
 * scope's, so that its numbers are those of the stored one unless the visitor changed something.
 * @param {import('../scope/methods.js').Column} column
 * @param {number} slot
 * @returns {PanelLine}
 */
const lineOf = (column, slot) => ({
  name: scope.names.value[slot] ?? '',
  slot,
  force: column.force === true,
  ...ruledColumn(column, scope.catalog.value, recipe.rules),
});

/**
 * The lines that any method is compared with, as the recipe lists them.
 * @param {import('../lib/types.js').MethodSpec[]} own
 * @returns {(PanelLine & { tag: string })[]}
 */
function references(own) {
  const { data, panels } = spoken();
  const words = panels.evaluation;
  return recipe.fixed.map(({ name, add }, n) => {
    const plain = add.length === 0;
    const tag = plain ? words.plain : words.of(data.line(name) ?? name, scope.original.value);
    return {
      name: words.fixed(tag, plain ? own.map(({ id }) => scope.nameOf(id)).join(' + ') : ''),
      tag,
      slot: referenceSlot(n),
      methods: plain ? [] : [...own, ...add.map((id) => ({ id }))],
      force: !plain,
      rules: recipe.rules,
    };
  });
}

/** The page's columns and the fixed lines; a column that is one of these stands for it. */
const lines = settled(() => {
  const { weights, original } = scope;
  if (!weights.value) return [];
  const { own, catalog } = weights.value;
  const lengths = { length: 8 * original.value, trained: original.value };
  const asRun = (/** @type {PanelLine} */ { methods, rules }) =>
    keyOf({ methods: methodsAtLength(methods, rules, lengths), task: '', params: {}, length: 0 }, catalog, own);
  const columns = scope.query.value.methods.map(lineOf);
  const fixed = references(own);
  const named = columns.map((line) => {
    const same = fixed.find((each) => asRun(each) === asRun(line));
    return same ? { ...line, name: spoken().panels.evaluation.tagged(line.name, same.tag) } : line;
  });
  return [...named, ...fixed.filter((line) => columns.every((column) => asRun(column) !== asRun(line)))];
});

const choice = settled(() => {
  const { evalLengths, evalTasks, samples, period } = scope.query.value;
  return /** @type {Choice} */ ({ lengths: evalLengths, tasks: evalTasks, samples, period });
});

/** @type {{ session: unknown, setting: import('../elements/evaluation.js').Setting | null }} */
const last = { session: null, setting: null };

function setting() {
  const session = scope.weights.value;
  if (!session || last.session === session) return last.setting;
  const offered = { lengths: recipe.lengths, tasks: evaluationTasks };
  last.session = session;
  last.setting = {
    engine: session.engine,
    source: session.source,
    text: scope.heldout.value,
    seed: recipe.seed,
    trained: scope.trained.value,
    original: scope.original.value,
    catalog: session.catalog,
    own: session.own,
    offered,
    periods: listed('repeat').period ?? [],
    depths: listed('passkey').depth ?? [],
  };
  return last.setting;
}

/** @param {CustomEvent<Choice>} event */
function choose({ detail: { lengths, tasks, samples, period } }) {
  scope.set({ evalLengths: lengths, evalTasks: tasks, samples, period });
}

/**
 * What leads to weights: a link that a visitor may open elsewhere, and follows here without losing the rest of the page.
 * @param {string} model
 */
function linkOf(model) {
  if (!modelNames.includes(model)) return titleOf(model);
  const here = model === scope.query.value.model;
  const go = (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    scope.choose(model);
  };
  return html`<a href="#model=${model}" aria-current=${here ? 'true' : nothing} @click=${go}>${titleOf(model)}</a>`;
}

export function evaluation() {
  const words = spoken().panels.evaluation;
  return html`<section aria-labelledby="h-evaluation">
      <h2 id="h-evaluation">${words.title}</h2>
      <p class="lead">${spoken().parts.together([words.lead(scope.original.value), known.value.size > 0 ? words.stored : words.fresh])}</p>
      ${problem.value ? html`<p class="problem" role="alert">${words.unread(spokenFailure(problem.value, spoken()))}</p>` : nothing}
      ${keyed(
        scope.query.value.model,
        html`<rope-evaluation .words=${spoken()} .setting=${setting()} .lines=${lines.value} .choice=${choice.value} .stored=${known.value} .theme=${theme()}
        @rope-choice=${choose}></rope-evaluation>`,
      )}
    </section>
    ${stored.value ? [resultsTable(stored.value, shortest, linkOf), yardsticks(stored.value)] : nothing}`;
}
