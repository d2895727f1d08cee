/** Draws the page whenever its state changes. */
import { effect, signal } from '@preact/signals-core';
import { define } from '../elements/define.js';
import { afterMaps } from '../scope/patience.js';
import * as app from './app.js';
import { byId, draw, drawTheme } from './frame.js';
import { controls } from './view-controls.js';
import { figures } from './view-figures.js';
import { open } from './work.js';

byId('status').textContent = '';

function status() {
  const loaded = app.loaded.value;
  if (app.failure.value) return 'Stopped';
  if (!app.session.value) return 'Starting the engine';
  if (loaded < 1) return `Loading the model: ${Math.round(100 * loaded)} %`;
  const busy = app.runs.value.some(({ done }) => done < 1);
  return busy ? 'Running the model' : 'Ready';
}

define();
drawTheme(app.state, app.set);
const afterFigures = (/** @type {() => void} */ paint) => afterMaps(() => setTimeout(paint));
draw(status, byId('status'), afterFigures);
draw(controls, byId('controls'), afterFigures);
draw(figures, byId('figures'), afterMaps);
const pictured = signal(false);
addEventListener('rope-painted', () => {
  performance.mark('ropescope:painted');
  pictured.value = true;
});
open();

const whenIdle = globalThis.requestIdleCallback ?? setTimeout;

/** The evaluation comes when the first pictures stand: no byte of it is asked for before. */
async function evaluation() {
  const root = byId('evaluation');
  try {
    root.textContent = 'Loading the evaluation.';
    const panel = await import('./evaluation.js');
    await panel.open();
    root.textContent = '';
    draw(panel.evaluation, root, afterFigures);
  } catch (error) {
    root.textContent = `The evaluation could not be loaded: ${error instanceof Error ? error.message : error}`;
  }
}

const stopWaiting = effect(() => {
  const runs = app.runs.value;
  const failed = runs.length > 0 && runs.every(({ error }) => error !== '');
  if (status() !== 'Ready' || !(pictured.value || failed)) return;
  queueMicrotask(() => stopWaiting());
  whenIdle(() => void evaluation());
});
