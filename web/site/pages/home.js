/** The first page: two runs that show the failure and the cure by themselves, one slider, and doors to the other pages. */
import { computed } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { RopeAttentionMap } from '../../elements/attention-map.js';
import { defineElements } from '../../elements/define.js';
import { mapKinds, mapOf } from '../../elements/kinds/maps.js';
import { RopeNumber } from '../../elements/number.js';
import { spokenFailure } from '../../elements/spoken.js';
import * as loss from '../../figures/loss.js';
import { home as english } from '../../words/en/home.js';
import { shown } from '../figure-kinds.js';
import { spoken } from '../language.js';
import { lengthChoice } from '../length-choice.js';
import { pageOfOlderLink, pages } from '../pages.js';
import { scope } from '../scope.js';
import { failure, openShared } from '../shared-page.js';

/** @typedef {import('../../figures/attention.js').Attention} Attention */

const words = () => spoken().home ?? english;
const runs = computed(() => mapKinds.attention.ask(shown));

/** Mean losses of the two columns within the trained length and beyond it; null: not there yet. */
const means = computed(() => {
  const said = loss.ask(scope)?.summary.find(({ say }) => say === 'means');
  const [first, second] = /** @type {import('../../words/en/home.js').Run[]} */ (said?.runs ?? []);
  return first && second ? { first, second } : null;
});

function seen() {
  const trained = scope.trained.value;
  if (!means.value) return words().waiting;
  return means.value.first.beyond === null ? words().within(trained) : words().seen({ trained, ...means.value });
}

/** What a run leaves of the probability past the trained length. @param {number} slot */
function score(slot) {
  const beyond = (slot === 0 ? means.value?.first : means.value?.second)?.beyond ?? null;
  if (beyond === null) return nothing;
  const { chance, past } = words().score(beyond, scope.trained.value);
  return html`<span class="weight"><b>${chance}</b> ${past}</span>`;
}

/** @param {Attention} run  @param {number} slot */
function panel(run, slot) {
  const { name, error } = run;
  return html`<article class="panel">
    <h3><i class="swatch s${slot}"></i>${name} <small>${words().told[slot]}</small>${score(slot)}</h3>
    <div>${error ? html`<p class="error" role="alert">${spokenFailure(error, spoken())}</p>` : nothing}${mapOf(run, shown)}</div>
  </article>`;
}

const live = () => html`${failure()}
  <section class="live" aria-labelledby="h-live">
    <div class="story">
      <h2 id="h-live">${words().live}</h2>
      <p class="seen" aria-live="polite">${seen()}</p>
      ${lengthChoice()}
      <p class="doc">${words().aboutSeen}</p>
    </div>
    <div class="panels n2">${runs.value.map(panel)}</div>
  </section>`;

function open() {
  defineElements([
    ['rope-attention-map', RopeAttentionMap],
    ['rope-number', RopeNumber],
  ]);
  addEventListener('rope-painted', () => performance.mark('ropescope:painted'), { once: true });
  openShared({ live });
}

/** A link of the time when all figures stood here goes on to where they are now. */
function followOlderLink() {
  const page = pages.find(({ id }) => id === pageOfOlderLink(location.hash));
  if (page) location.replace(`./${page.file}${location.hash}`);
  return page !== undefined;
}

if (!followOlderLink()) {
  addEventListener('hashchange', followOlderLink);
  open();
}
