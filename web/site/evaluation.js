/** The evaluation panel of the page, and the stored results below it. */
import { batch, effect, signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { defineElements } from '../elements/define.js';
import { RopeEvaluation } from '../elements/evaluation.js';
import { RopePasskey } from '../elements/passkey.js';
import { RopeScoreGrid } from '../elements/score-grid.js';
import { referenceSlot } from '../elements/styles.js';
import { methodsAtLength } from '../lib/length-rules.js';
import recipe from '../models/evaluation-recipe.json' with { type: 'json' };
import { follow, partsOf } from '../scope/columns.js';
import { keyOf } from '../scope/evaluation-cells.js';
import { evaluationTasks } from '../scope/query.js';
import * as app from './app.js';
import { modelNames, titleOf } from './models.js';
import { resultsTable } from './results.js';
import { fetchStored, modelHash, resultsOf } from './stored.js';
import { choose as chooseModel } from './work.js';
import { yardsticks } from './yardsticks.js';

/**
 * @typedef {import('../elements/evaluation.js').PanelLine} PanelLine
 * @typedef {import('../elements/evaluation.js').Choice} Choice
 */

const stored = signal(/** @type {import('./stored.js').Stored | null} */ (null));
const known = signal(/** @type {Map<string, import('./stored.js').StoredCell>} */ (new Map()));
const problem = signal('');
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
  effect(() => void recall(stored.value, app.session.value));
}

/** @param {unknown} error */
function complain(error) {
  problem.value = `The stored results could not be read: ${error instanceof Error ? error.message : error}`;
}

/**
 * Looks up what is stored of the weights that are shown.
 * @param {import('./stored.js').Stored | null} all
 * @param {import('../scope/session.js').Session | null} session
 */
async function recall(all, session) {
  batch(() => {
    known.value = new Map();
    if (all) problem.value = '';
  });
  if (!all || !session) return;
  const { source, catalog, own } = session;
  try {
    const results = resultsOf(all, await modelHash(source), { catalog, own });
    if (session === app.session.peek()) known.value = results;
  } catch (error) {
    if (session === app.session.peek()) complain(error);
  }
}

/** The parameters of a task in the recipe. @param {string} task */
const listed = (task) =>
  /** @type {Record<string, number[]>} */ (recipe.tasks.find((each) => each.task === task)?.params ?? {});

/**
 * What a column runs: the parameters that the visitor gave; the others follow the rules of the stored evaluation, else the
 * page's, so that its numbers are those of the stored one unless the visitor changed something.
 * @param {import('../scope/columns.js').Column} column
 * @param {number} slot
 * @returns {PanelLine}
 */
function lineOf(column, slot) {
  const parts = partsOf(column);
  return {
    name: app.names.value[slot] ?? '',
    slot,
    force: column.force === true,
    methods: parts.map(({ id, params }) => {
      const given = Object.entries(params).filter(([, value]) => value !== follow);
      return { id, params: { ...app.paramDefaults[id], ...Object.fromEntries(given) } };
    }),
    rules: Object.fromEntries(parts.map((part) => [part.id, rulesOf(part)])),
  };
}

/**
 * Of the parameters that are not given, and that no given one stands in for.
 * @param {import('../scope/columns.js').Column} part
 */
function rulesOf({ id, params }) {
  const replaced = app
    .infoOf(id)
    ?.params.flatMap(({ key, insteadOf }) => ((params[key] ?? null) !== null ? insteadOf : []));
  const followed = app.followingOf({ id, params }) ? { [app.followedOf(id)]: { ratio: 1 } } : {};
  const stored = /** @type {import('../lib/length-rules.js').LengthRules} */ (recipe.rules)[id] ?? {};
  const rules = Object.entries({ ...followed, ...stored }).filter(([key]) => !replaced?.includes(key));
  const asked = Object.entries(params).flatMap(([key, value]) => (value === follow ? [[key, { ratio: 1 }]] : []));
  return Object.fromEntries([...rules, ...asked]);
}

/**
 * The lines that any method is compared with, as the recipe lists them.
 * @param {import('../lib/types.js').MethodSpec[]} own
 * @returns {(PanelLine & { tag: string })[]}
 */
function references(own) {
  return recipe.fixed.map(({ name, add }, n) => {
    const plain = add.length === 0;
    const tag = plain ? 'plain model' : `${name} of ${app.original.value}`;
    const said = `${tag.charAt(0).toUpperCase()}${tag.slice(1)}`;
    return {
      name: plain ? `${said} (${own.map(({ id }) => app.infoOf(id)?.name).join(' + ')})` : said,
      tag,
      slot: referenceSlot(n),
      methods: plain ? [] : [...own, ...add.map((id) => ({ id }))],
      force: !plain,
      rules: recipe.rules,
    };
  });
}

/** The page's columns and the fixed lines; a column that is one of these stands for it. */
const lines = app.settled(() => {
  const { session, original } = app;
  if (!session.value) return [];
  const { own, catalog } = session.value;
  const lengths = { length: 8 * original.value, trained: original.value };
  const asRun = (/** @type {PanelLine} */ { methods, rules }) =>
    keyOf({ methods: methodsAtLength(methods, rules, lengths), task: '', params: {}, length: 0 }, catalog, own);
  const columns = app.state.value.methods.map(lineOf);
  const fixed = references(own);
  const named = columns.map((line) => {
    const same = fixed.find((each) => asRun(each) === asRun(line));
    return same ? { ...line, name: `${line.name} (${same.tag})` } : line;
  });
  return [...named, ...fixed.filter((line) => columns.every((column) => asRun(column) !== asRun(line)))];
});

const choice = app.settled(() => {
  const { evalLengths, evalTasks, samples, period } = app.state.value;
  return /** @type {Choice} */ ({ lengths: evalLengths, tasks: evalTasks, samples, period });
});

/** @type {{ session: unknown, setting: import('../elements/evaluation.js').Setting | null }} */
const last = { session: null, setting: null };

function setting() {
  const session = app.session.value;
  if (!session || last.session === session) return last.setting;
  const offered = { lengths: recipe.lengths, tasks: evaluationTasks };
  last.session = session;
  last.setting = {
    source: session.source,
    text: app.heldout.value,
    seed: recipe.seed,
    trained: app.trained.value,
    original: app.original.value,
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
  app.set({ evalLengths: lengths, evalTasks: tasks, samples, period });
}

/**
 * What leads to weights: a link that a visitor may open elsewhere, and follows here without losing the rest of the page.
 * @param {string} model
 */
function linkOf(model) {
  if (!modelNames.includes(model)) return titleOf(model);
  const here = model === app.state.value.model;
  const go = (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    chooseModel(model);
  };
  return html`<a href="#model=${model}" aria-current=${here ? 'true' : nothing} @click=${go}>${titleOf(model)}</a>`;
}

export function evaluation() {
  const theme = `${app.state.value.theme}${matchMedia('(prefers-color-scheme: dark)').matches}`;
  return html`<section aria-labelledby="h-evaluation">
      <h2 id="h-evaluation">Which method carries how far?</h2>
      <p class="lead">The methods chosen in the settings, on the same weights, beside two fixed lines: the model as it is, and one that sees only the
        last ${app.original.value} characters. Only what beats that window shows that it uses text from farther back. ${
          known.value.size > 0
            ? "Grey numbers were stored earlier; Run replaces them with this browser's own, cell by cell."
            : 'Run computes every number in this browser, cell by cell.'
        }</p>
      ${problem.value ? html`<p class="problem" role="alert">${problem.value}</p>` : nothing}
      ${keyed(
        app.state.value.model,
        html`<rope-evaluation .setting=${setting()} .lines=${lines.value} .choice=${choice.value} .stored=${known.value} .theme=${theme}
        @rope-choice=${choose}></rope-evaluation>`,
      )}
    </section>
    ${stored.value ? [resultsTable(stored.value, shortest, linkOf), yardsticks(stored.value)] : nothing}`;
}
