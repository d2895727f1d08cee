/** The evaluation panel of the page, and the stored results below it. */
import { batch, computed, effect, signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { defineElements } from '../elements/define.js';
import { evaluation as kind, panelOf } from '../elements/kinds/evaluation.js';
import { RopePlot } from '../elements/plot.js';
import { spokenFailure } from '../elements/spoken.js';
import { failureOf } from '../scope/failure.js';
import { withResults } from '../words/results.js';
import { shown } from './figure-kinds.js';
import { ownModel } from './kept.js';
import { spoken } from './language.js';
import { modelNames, titleOf } from './models.js';
import { once } from './once.js';
import { problemWith } from './problem.js';
import { resultsTable } from './results.js';
import { scope } from './scope.js';
import { fetchStored, modelHash, resultsOf, shortestOf } from './stored.js';
import { judgedOf, yardsticks } from './yardsticks.js';

defineElements([['rope-plot', RopePlot]]);

const stored = signal(/** @type {import('./stored.js').Stored[] | null} */ (null));
const known = signal(/** @type {Map<string, import('./stored.js').StoredCell>} */ (new Map()));
const problem = signal(/** @type {import('../scope/failure.js').Failure | null} */ (null));
const panel = computed(() => kind.ask(shown));
/** How fast this tab runs a model, known once somebody brings one. */
const paceOf = signal(/** @type {import('@preact/signals-core').Signal<number> | null} */ (null));
once(
  () => scope.query.value.model === ownModel,
  async () => {
    paceOf.value = (await import('./own-model.js')).pace;
  },
);

export async function open() {
  effect(() => void recall(stored.value, scope.weights.value));
  await load();
}

async function load() {
  problem.value = null;
  try {
    stored.value = await fetchStored();
  } catch (error) {
    complain(error);
  }
}

/** After something could not be read. */
const retry = () => (stored.value ? recall(stored.value, scope.weights.value) : load());

/** @param {unknown} error */
function complain(error) {
  problem.value = failureOf(error);
}

/**
 * Looks up what is stored of the weights that are shown.
 * @param {import('./stored.js').Stored[] | null} all
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
    const hash = await modelHash(source);
    const results = all.flatMap((each) => [...resultsOf(each, hash, { catalog, own })]);
    if (session === scope.weights.peek()) known.value = new Map(results);
  } catch (error) {
    if (session === scope.weights.peek()) complain(error);
  }
}

/** The weights that are shown: no other change of the query draws a table anew. */
const model = computed(() => scope.query.value.model);

/**
 * What leads to weights: a link that a visitor may open elsewhere, and follows here without losing the rest of the page.
 * @param {string} name
 */
function linkOf(name) {
  if (!modelNames.includes(name)) return titleOf(name);
  const go = (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    scope.choose(name);
  };
  const here = name === model.value;
  return html`<a href="#model=${name}" aria-current=${here ? 'true' : nothing} @click=${go}>${titleOf(name)}</a>`;
}

function panelSection() {
  const words = spoken().panels.evaluation;
  return html`<section aria-labelledby="h-evaluation">
      <h2 id="h-evaluation">${words.title}</h2>
      <p class="lead">${spoken().parts.together([words.lead(scope.original.value), known.value.size > 0 && panel.value.setting?.isTyped !== true ? words.stored : words.fresh])}</p>
      ${problem.value ? problemWith(words.unread(spokenFailure(problem.value, spoken())), retry) : nothing}
      ${panelOf(panel.value, shown, { stored: known.value, pace: paceOf.value?.value ?? 0 })}
    </section>`;
}

function characters() {
  const [first] = stored.value ?? [];
  return first ? resultsTable(first, shortestOf(first), linkOf) : nothing;
}

const judged = computed(() => {
  const [first] = stored.value ?? [];
  return first && judgedOf(first);
});

function words() {
  const [, second] = stored.value ?? [];
  const { ofWords } = withResults(spoken()).results;
  return second ? resultsTable(second, shortestOf(second), linkOf, { id: 'h-results-words', ...ofWords }) : nothing;
}

/** What the page is made of, by the ids of the elements that they fill: each is drawn by itself, in this order. */
export const parts = {
  evaluation: panelSection,
  results: characters,
  yardsticks: () => (judged.value ? yardsticks(judged.value) : nothing),
  'results-words': words,
};
