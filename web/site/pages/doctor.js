/** What a config.json asks for: the engine reads it, no weights and no text are needed. */
import { computed, signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { defineElements } from '../../elements/define.js';
import { RopeDoctor } from '../../elements/doctor.js';
import { curveKinds } from '../../elements/kinds/curves.js';
import { RopePlot } from '../../elements/plot.js';
import { elementCodec } from '../../elements/query.js';
import { spokenFailure } from '../../elements/spoken.js';
import { failureOf } from '../../scope/failure.js';
import { createScope } from '../../scope/scope.js';
import { withInsights } from '../../words/insights.js';
import { byId, draw, drawFrame } from '../frame.js';
import { createFrameState } from '../frame-state.js';
import { spoken } from '../language.js';
import { once } from '../once.js';
import { problemWith } from '../problem.js';
import published from '../published-configs.json' with { type: 'json' };
import { themeOf } from '../theme.js';

/** @typedef {import('../../lib/types.js').Inspection} Inspection */

const { state, set } = createFrameState();
/** Never opened: nothing is planned, and curves are those of the config alone. */
const scope = createScope({
  codec: elementCodec,
  library: { names: [], filesOf: () => ({ config: '', weights: '' }), heldout: '' },
});
const pasted = signal(/** @type {Inspection | null} */ (null));
/** The text that was read. */
const config = signal('');
const panel = signal(/** @type {typeof import('../runtimes.js').runtimes | null} */ (null));
const noPanel = signal(/** @type {import('../../scope/failure.js').Failure | null} */ (null));
const engine = signal(/** @type {import('../../lib/types.js').Engine | null} */ (null));
const failure = signal(/** @type {import('../../scope/failure.js').Failure | null} */ (null));
const inspect = computed(() => {
  const held = engine.value;
  return held && ((/** @type {string} */ config) => held.inspect(config));
});

async function start() {
  try {
    failure.value = null;
    engine.value = await scope.ask();
  } catch (error) {
    failure.value = failureOf(error);
  }
}

/** Of other runtimes: nobody needs it before a config was read. */
async function openPanel() {
  try {
    noPanel.value = null;
    panel.value = (await import('../runtimes.js')).runtimes;
  } catch (error) {
    noPanel.value = failureOf(error);
  }
}

function status() {
  const { status: said } = spoken().settings;
  if (failure.value) return said.stopped;
  return engine.value ? said.ready : said.starting;
}

function waves() {
  const { waves: words } = spoken().panels;
  const theme = themeOf(state.value);
  const view = /** @type {import('../../elements/query.js').View} */ (/** @type {unknown} */ (elementCodec.defaults));
  const shown = { scope, slot: undefined, words: spoken(), view, theme, change: () => {} };
  const { ask, draw: plot } = curveKinds.wavelength;
  const asked = { ...shown, pasted: pasted.value };
  return html`<section aria-labelledby="h-waves">
    <h2 id="h-waves">${words.title}</h2>
    <p class="lead">${words.lead}</p>
    ${plot(ask(asked), asked)}
  </section>`;
}

/** @param {Inspection} inspection */
function elsewhere(inspection) {
  const { runtimes: words } = spoken().panels;
  const missing = noPanel.value && problemWith(words.failed(spokenFailure(noPanel.value, spoken())), openPanel);
  return html`<section aria-labelledby="h-runtimes">
    <h2 id="h-runtimes">${words.title}</h2>
    <p class="lead">${words.lead}</p>
    ${missing || panel.value?.(engine.value, config.value, inspection) || html`<p>${words.loading}</p>`}
  </section>`;
}

function figures() {
  return html`${failure.value ? problemWith(spokenFailure(failure.value, spoken()), start) : nothing}
    <section aria-labelledby="h-doctor">
      <h2 id="h-doctor">${withInsights(spoken()).doctor.name}</h2>
      <rope-doctor .words=${spoken()} .inspect=${inspect.value} .published=${published.models}
        @rope-inspected=${(/** @type {CustomEvent<Inspection | null>} */ event) => {
          config.value = /** @type {RopeDoctor} */ (event.target).text;
          pasted.value = event.detail;
        }}></rope-doctor>
    </section>
    ${pasted.value ? waves() : nothing} ${pasted.value ? elsewhere(pasted.value) : nothing}`;
}

defineElements([
  ['rope-doctor', RopeDoctor],
  ['rope-plot', RopePlot],
]);
drawFrame(state, set, { stands: () => engine.value !== null });
draw(status, byId('status'));
draw(figures, byId('figures'));
once(() => pasted.value !== null, openPanel);
void start();
