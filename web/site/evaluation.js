/** The evaluation panel of the page, and the stored results below it. */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { keyOf } from '../charts/evaluation-data.js';
import { defineElements } from '../components/define.js';
import { RopeEvaluation } from '../components/evaluation.js';
import { follow } from '../components/method.js';
import { RopePasskey } from '../components/passkey.js';
import { RopeScoreGrid } from '../components/score-grid.js';
import { referenceSlot } from '../components/styles.js';
import { methodsAtLength } from '../lib/length-rules.js';
import recipe from '../models/evaluation-recipe.json' with { type: 'json' };
import * as app from './app.js';
import { partsOf } from './columns.js';
import { resultsTable } from './results.js';
import { evaluationTasks } from './state.js';
import { fetchStored, modelHash, resultsOf } from './stored.js';

/**
 * @typedef {import('../components/evaluation.js').PanelLine} PanelLine
 * @typedef {import('../components/evaluation.js').Choice} Choice
 */

const stored = signal(/** @type {import('./stored.js').Stored | null} */ (null));
const known = signal(/** @type {Map<string, import('./stored.js').StoredCell>} */ (new Map()));
const problem = signal('');

export async function open() {
  defineElements([
    ['rope-evaluation', RopeEvaluation],
    ['rope-passkey', RopePasskey],
    ['rope-score-grid', RopeScoreGrid],
  ]);
  const session = app.session.peek();
  if (!session) return;
  try {
    stored.value = await fetchStored();
    if (!stored.value) return;
    known.value = resultsOf(stored.value, await modelHash(app.links), { catalog: session.catalog, own: [session.own] });
  } catch (error) {
    problem.value = `The stored results could not be read: ${error instanceof Error ? error.message : error}`;
  }
}

/** The parameters of a task in the recipe. @param {string} task */
const listed = (task) =>
  /** @type {Record<string, number[]>} */ (recipe.tasks.find((each) => each.task === task)?.params ?? {});

/**
 * What a column runs: the parameters that the visitor gave; the others follow the rules of the stored evaluation, else the
 * page's, so that its numbers are those of the stored one unless the visitor changed something.
 * @param {import('./columns.js').Column} column
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
 * @param {import('./columns.js').Column} part
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
 * @param {import('../lib/types.js').MethodSpec} own
 * @returns {(PanelLine & { tag: string })[]}
 */
function references(own) {
  return recipe.fixed.map(({ name, add }, n) => {
    const plain = add.length === 0;
    const tag = plain ? 'plain model' : `${name} of ${app.trained.value}`;
    const said = `${tag.charAt(0).toUpperCase()}${tag.slice(1)}`;
    return {
      name: plain ? `${said} (${app.infoOf(own.id)?.name})` : said,
      tag,
      slot: referenceSlot(n),
      methods: plain ? [] : [own, ...add.map((id) => ({ id }))],
      force: !plain,
      rules: recipe.rules,
    };
  });
}

/** The page's columns and the fixed lines; a column that is one of these stands for it. */
const lines = app.settled(() => {
  const { session, trained } = app;
  if (!session.value) return [];
  const { own, catalog } = session.value;
  const lengths = { length: 8 * trained.value, trained: trained.value };
  const asRun = (/** @type {PanelLine} */ { methods, rules }) =>
    keyOf({ methods: methodsAtLength(methods, rules, lengths), task: '', params: {}, length: 0 }, catalog, [own]);
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

/** @type {{ session: unknown, setting: import('../components/evaluation.js').Setting | null }} */
const last = { session: null, setting: null };

function setting() {
  const session = app.session.value;
  if (!session || last.session === session) return last.setting;
  const offered = { lengths: recipe.lengths, tasks: evaluationTasks };
  last.session = session;
  last.setting = {
    source: { config: app.links.config, weights: app.links.weights },
    text: app.heldout.value,
    seed: recipe.seed,
    trained: app.trained.value,
    catalog: session.catalog,
    own: [session.own],
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

export function evaluation() {
  const theme = `${app.state.value.theme}${matchMedia('(prefers-color-scheme: dark)').matches}`;
  return html`<section aria-labelledby="h-evaluation">
      <h2 id="h-evaluation">Which method carries how far?</h2>
      <p class="lead">The methods chosen in the settings, on the same weights, beside two fixed lines: the model as it is, and one that sees only the
        last ${app.trained.value} characters. Only what beats that window shows that it uses text from farther back. ${
          known.value.size > 0
            ? "Grey numbers were stored earlier; Run replaces them with this browser's own, cell by cell."
            : 'Run computes every number in this browser, cell by cell.'
        }</p>
      ${problem.value ? html`<p class="problem" role="alert">${problem.value}</p>` : nothing}
      <rope-evaluation .setting=${setting()} .lines=${lines.value} .choice=${choice.value} .stored=${known.value} .theme=${theme}
        @rope-choice=${choose}></rope-evaluation>
    </section>
    ${stored.value ? resultsTable(stored.value, app.trained.value) : nothing}`;
}
