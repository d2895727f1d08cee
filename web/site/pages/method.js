/** The page of one method: what speaks for it and against it, figures at work, parameters, models that use it. */
import { effect, signal } from '@preact/signals-core';
import { html, render } from 'lit';
import { coded, plain } from '../../elements/coded.js';
import { defineOthers } from '../../elements/define-others.js';
import { spokenFailure } from '../../elements/spoken.js';
import { failureOf } from '../../scope/failure.js';
import tuned from '../../scope/tuned.json' with { type: 'json' };
import { byId, draw, drawFrame } from '../frame.js';
import { createFrameState, frameHash } from '../frame-state.js';
import { spoken } from '../language.js';
import { liveScope } from '../live-figure.js';
import { sourceAddress } from '../methods/addresses.js';
import { elsewhere, facts } from '../methods/facts.js';
import { figuresOf, openFor } from '../methods/live.js';
import '../methods/methods.css';
import { results } from '../methods/results.js';
import { verdictList } from '../methods/verdict-list.js';
import { geometry, judge, trainingOf } from '../methods/verdicts.js';
import { methodWords, saidOf } from '../methods/words.js';
import { pages } from '../pages.js';
import { problemWith } from '../problem.js';

/** @typedef {import('../../scope/failure.js').Failure} Failure */

const { method: id = '', models: trainedHere = '' } = byId('figures').dataset;
const models = trainedHere.split(' ').filter(Boolean);
const { state, set } = createFrameState();
const info = signal(/** @type {import('../../lib/types.js').MethodInfo | null} */ (null));
const judged = signal(/** @type {Awaited<ReturnType<typeof judge>> | null} */ (null));
const unknown = signal(/** @type {Failure | null} */ (null)); // why there are no verdicts
const failure = signal(/** @type {Failure | null} */ (null));
const scope = liveScope();

async function start() {
  try {
    failure.value = null;
    const engine = await scope.ask();
    const found = (await engine.methods()).find((each) => each.id === id);
    if (!found) throw new Error(`data-method must be a method of the registry, got ${id}`);
    info.value = found;
    openFor(scope, found, models);
    judged.value = await judge(engine, found, tuned.plain).catch((error) => {
      unknown.value = failureOf(error);
      return { verdicts: [trainingOf(found, tuned.plain)], elsewhere: [] };
    });
  } catch (error) {
    failure.value = failureOf(error);
  }
}

function status() {
  const { status: said } = spoken().settings;
  if (failure.value) return said.stopped;
  return judged.value ? said.ready : said.starting;
}

/** The head of the page, which the build wrote in English. */
function head() {
  if (!info.value) return;
  const { name, summary } = saidOf(info.value);
  document.title = methodWords().title(name);
  document.querySelector('meta[name="description"]')?.setAttribute('content', plain(summary));
  const text = document.createElement('span');
  render(coded(summary), text);
  document.querySelector('header h1')?.replaceChildren(name);
  document.querySelector('header .intro')?.replaceChildren(text);
}

/** @param {string} page  @param {string} [more]  settings of that page */
function linkTo(page, more = '') {
  const hash = [more, frameHash(state.value)].filter(Boolean).join('&');
  return `./${pages.find((each) => each.id === page)?.file}${hash && `#${hash}`}`;
}

/** @param {import('../../lib/types.js').MethodInfo} method */
function source({ source: { authors, title, id: place, where } }) {
  const words = methodWords();
  const rest = spoken().cards.source({ authors, id: place, where });
  const forced = info.value?.trainedAs === tuned.plain ? '' : '!';
  const columns = id === tuned.plain ? `method=${id}` : `method=${tuned.plain}&method=${id}${forced}`;
  return html`<p class="lead">${words.source}${spoken().id === 'zh' ? '：' : ': '}<a href=${sourceAddress(place)}><cite>${title}</cite></a>. <span>${rest}</span></p>
    <p><a href=${linkTo('compare', columns)}>${words.compare}</a> · <a href=${linkTo('explorer', columns)}>${words.explore}</a> · <a href=${linkTo('methods')}>${words.all}</a></p>`;
}

/** @param {import('../../lib/types.js').MethodInfo} method  @param {Failure} why */
const whyUnknown = ({ params }, why) =>
  params.some(({ learned }) => learned)
    ? methodWords().unknownLearned
    : methodWords().unknown(spokenFailure(why, spoken()));

function body() {
  const method = info.value;
  if (failure.value) return problemWith(spokenFailure(failure.value, spoken()), start);
  if (!method) return html``;
  const words = methodWords();
  const open = (/** @type {string} */ model) => linkTo('compare', `model=${model}`);
  return html`${source(method)}
    <section aria-labelledby="h-verdicts"><h2 id="h-verdicts">${words.verdicts}</h2>
      <p class="lead">${unknown.value ? whyUnknown(method, unknown.value) : words.geometry(geometry)}</p>
      ${verdictList(judged.value?.verdicts ?? [])}</section>
    ${figuresOf(scope, method, state.value)}
    ${facts(method, models, open)}
    ${results(method, open)} ${elsewhere(method.id, judged.value?.elsewhere ?? [])}`;
}

defineOthers();
drawFrame(state, set, { stands: () => judged.value !== null });
effect(head);
draw(status, byId('status'));
draw(body, byId('figures'));
void start();
