/** All methods of the registry, by what they do to attention, each with a link to its page. */
import { signal } from '@preact/signals-core';
import { html, nothing } from 'lit';
import { coded } from '../../elements/coded.js';
import { spokenFailure } from '../../elements/spoken.js';
import { pageEngine } from '../../scope/engine.js';
import { failureOf } from '../../scope/failure.js';
import tuned from '../../scope/tuned.json' with { type: 'json' };
import { byId, draw, drawFrame } from '../frame.js';
import { createFrameState } from '../frame-state.js';
import { spoken } from '../language.js';
import { sourceAddress } from '../methods/addresses.js';
import { linkTo, linkToFile } from '../methods/link.js';
import '../methods/methods.css';
import { methodWords, saidOf } from '../methods/words.js';
import { problemWith } from '../problem.js';

/** @typedef {import('../../lib/types.js').MethodInfo} MethodInfo */

/** What a slot of a plan does to attention, by slot; the first one that a method sets says in which group it stands. */
const groupOfSlot = {
  positions: 'moving',
  bias: 'adding',
  bias_curves: 'adding',
  forget_gate: 'adding',
  decay: 'adding',
  keys: 'hiding',
  logit_scale: 'scaling',
  head_scale: 'scaling',
  norms: 'scaling',
  sink_logit: 'scaling',
  frequencies: 'turning',
};
const order = ['turning', 'moving', 'adding', 'hiding', 'scaling', 'others'];

/** @param {MethodInfo} info */
const groupOf = ({ slots }) => Object.entries(groupOfSlot).find(([slot]) => slots.includes(slot))?.[1] ?? 'others';

const { state, set } = createFrameState();
const catalog = signal(/** @type {MethodInfo[]} */ ([]));
const failure = signal(/** @type {import('../../scope/failure.js').Failure | null} */ (null));

async function start() {
  try {
    failure.value = null;
    catalog.value = await (await pageEngine.get()).methods();
  } catch (error) {
    failure.value = failureOf(error);
  }
}

function status() {
  const { status: said } = spoken().settings;
  if (failure.value) return said.stopped;
  return catalog.value.length > 0 ? said.ready : said.starting;
}

/** @param {MethodInfo} info */
function row(info) {
  const words = methodWords();
  const { name, summary } = saidOf(info);
  const { authors, id, where } = info.source;
  return html`<tr><th scope="row"><a href=${linkTo(info.id, state.value)}>${name}</a></th>
    <td class="text">${coded(summary)}</td><td class="text">${info.trainedAs === tuned.plain ? words.anyModel : words.ownModel}</td>
    <td class="text"><a href=${sourceAddress(id)}><cite>${authors}</cite></a>${`, ${spoken()
      .cards.source({ authors: '', id, where })
      .replace(/^[,，\s]+/, '')}`}</td></tr>`;
}

/** @param {string} name */
function group(name) {
  const words = methodWords();
  const members = catalog.value.filter((info) => groupOf(info) === name);
  if (members.length === 0) return nothing;
  const said = words.groups[name] ?? '';
  const { method, does, needs, source } = words.columns;
  return html`<section aria-labelledby="h-${name}"><h2 id="h-${name}">${said}</h2>
    <div class="table methods" role="group" aria-label=${said} tabindex="0"><table>
      <thead><tr><th scope="col">${method}</th><th scope="col">${does}</th><th scope="col" class="few">${needs}</th><th scope="col">${source}</th></tr></thead>
      <tbody>${members.map(row)}</tbody></table></div></section>`;
}

function list() {
  if (failure.value) return problemWith(spokenFailure(failure.value, spoken()), start);
  if (catalog.value.length === 0) return nothing;
  return html`<p class="lead">${methodWords().count(catalog.value.length)}</p>${order.map(group)}
    <p><a href=${linkToFile('reference-cpp-methods.html', state.value)}>${methodWords().reference}</a></p>`;
}

drawFrame(state, set, { stands: () => catalog.value.length > 0 });
draw(status, byId('status'));
draw(list, byId('figures'));
void start();
