/** Draws the page whenever what it shows changes. */
import { effect, signal } from '@preact/signals-core';
import { render } from 'lit';
import { define } from '../elements/define.js';
import { spokenFailure } from '../elements/spoken.js';
import { failureOf } from '../scope/failure.js';
import { scope } from './explorer.js';
import { byId, draw, drawFrame } from './frame.js';
import { spoken } from './language.js';
import { bindLink } from './link.js';
import { problemWith } from './problem.js';
import { controls } from './view-controls.js';
import { figures } from './view-figures.js';

byId('status').textContent = '';

function status() {
  const now = scope.status.value;
  const { status: said, loadingModel } = spoken().settings;
  return now === 'loading' ? loadingModel(Math.round(100 * scope.loaded.value)) : said[now];
}

define();
drawFrame(/** @type {{ value: any }} */ (scope.query), scope.set);
const { afterMaps } = scope.patience;
const afterFigures = (/** @type {() => void} */ paint) => afterMaps(() => setTimeout(paint));
draw(status, byId('status'), afterFigures);
draw(controls, byId('controls'), afterFigures);
draw(figures, byId('figures'), afterMaps);
const pictured = signal(false);
addEventListener('rope-painted', () => {
  performance.mark('ropescope:painted');
  pictured.value = true;
});
bindLink(scope);
scope.open();

const whenIdle = globalThis.requestIdleCallback ?? setTimeout;

/** What the first picture needs no byte of: it comes while the model is on its way. */
async function others() {
  try {
    const { defineOthers } = await import('../elements/define-others.js');
    defineOthers();
  } catch (error) {
    scope.failure.value = failureOf(error);
    once(() => scope.failure.value === null && scope.weights.value !== null, others);
  }
}

/** The evaluation comes when the first pictures stand: no byte of it is asked for before. */
async function evaluation() {
  const root = byId('evaluation');
  const words = spoken();
  try {
    render(words.panels.evaluation.loading, root);
    const panel = await import('./evaluation.js');
    await panel.open();
    draw(panel.evaluation, root, afterFigures);
  } catch (error) {
    const why = words.panels.evaluation.failed(spokenFailure(failureOf(error), words));
    render(problemWith(why, evaluation), root);
  }
}

/**
 * Once, as soon as it is time.
 * @param {() => boolean} isTime
 * @param {() => unknown} run
 */
function once(isTime, run) {
  const stop = effect(() => {
    if (!isTime()) return;
    queueMicrotask(() => stop());
    run();
  });
}

once(() => scope.weights.value !== null || scope.failure.value !== null, others);
once(
  () => {
    const runs = scope.runs.value;
    const failed = runs.length > 0 && runs.every(({ error }) => error);
    return scope.status.value === 'ready' && (pictured.value || failed);
  },
  () => whenIdle(() => void evaluation()),
);
