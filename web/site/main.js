/** Draws the page whenever its state changes. */
import { effect, signal } from '@preact/signals-core';
import { html, render } from 'lit';
import { define } from '../components/define.js';
import * as app from './app.js';
import { controls } from './view-controls.js';
import { figures } from './view-figures.js';

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
byId('status').textContent = '';

const themes = { '': 'System', light: 'Light', dark: 'Dark' };

function themeButton() {
  const theme = /** @type {keyof typeof themes} */ (app.state.value.theme);
  const order = /** @type {(keyof typeof themes)[]} */ (Object.keys(themes));
  const next = order[(order.indexOf(theme) + 1) % order.length] ?? '';
  return html`<button type="button" aria-label="Colours: ${themes[theme]}. Switch to ${themes[next]}" @click=${() => app.set({ theme: next })}><span aria-hidden="true">◐</span> ${themes[theme]}</button>`;
}

function status() {
  const loaded = app.loaded.value;
  if (app.failure.value) return 'Stopped';
  if (!app.session.value) return 'Starting the engine';
  if (loaded < 1) return `Loading the model: ${Math.round(100 * loaded)} %`;
  const busy = app.runs.value.some(({ done }) => done < 1);
  return busy ? 'Running the model' : 'Ready';
}

/**
 * Draws now, and again in the frame after anything it read has changed: work for the engine is posted before that frame.
 * @param {() => unknown} view
 * @param {HTMLElement} root
 */
function draw(view, root) {
  let stop = () => {};
  const paint = () => {
    stop();
    let painted = false;
    stop = effect(() => {
      if (painted) {
        requestAnimationFrame(paint);
        return;
      }
      painted = true;
      render(view(), root);
    });
  };
  paint();
}

define();
effect(() => {
  document.documentElement.dataset.theme = app.state.value.theme;
});
draw(themeButton, byId('theme'));
draw(status, byId('status'));
draw(controls, byId('controls'));
draw(figures, byId('figures'));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => app.set({}));
const pictured = signal(false);
addEventListener('rope-painted', () => {
  performance.mark('ropescope:painted');
  pictured.value = true;
});
app.open();

const whenIdle = globalThis.requestIdleCallback ?? setTimeout;

/** The evaluation comes when the first pictures stand: no byte of it is asked for before. */
async function evaluation() {
  const root = byId('evaluation');
  try {
    root.textContent = 'Loading the evaluation.';
    const panel = await import('./evaluation.js');
    await panel.open();
    root.textContent = '';
    draw(panel.evaluation, root);
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
