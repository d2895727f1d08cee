/** Draws the training lab whenever its state changes. */
import { effect } from '@preact/signals-core';
import { html, render } from 'lit';
import { define } from '../../components/define.js';
import * as app from './app.js';
import { controls, figures } from './view.js';

const redrawMs = 120; // trainings report ten times a second

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const themes = { '': 'System', light: 'Light', dark: 'Dark' };

function themeButton() {
  const theme = /** @type {keyof typeof themes} */ (app.state.value.theme);
  const order = /** @type {(keyof typeof themes)[]} */ (Object.keys(themes));
  const next = order[(order.indexOf(theme) + 1) % order.length] ?? '';
  return html`<button type="button" aria-label="Colours: ${themes[theme]}. Switch to ${themes[next]}" @click=${() => app.set({ theme: next })}><span aria-hidden="true">◐</span> ${themes[theme]}</button>`;
}

function status() {
  if (app.failure.value) return 'Stopped';
  if (app.racers.value.length === 0) return 'Starting the engine';
  const phases = app.racers.value.map(({ view }) => view.value.phase);
  if (phases.includes('opening')) return 'Starting the engine';
  if (phases.includes('running')) return 'Training';
  return phases.every((phase) => phase === 'done') ? 'Trained' : 'Ready';
}

/**
 * Draws now, and again a little after anything it read has changed.
 * @param {() => unknown} view
 * @param {HTMLElement} root
 * @param {number} wait  ms
 */
function draw(view, root, wait) {
  let stop = () => {};
  const paint = () => {
    stop();
    let painted = false;
    stop = effect(() => {
      const drawn = view();
      if (painted) setTimeout(paint, wait);
      else render(drawn, root);
      painted = true;
    });
  };
  paint();
}

define();
effect(() => {
  document.documentElement.dataset.theme = app.state.value.theme;
});
draw(themeButton, byId('theme'), 0);
draw(status, byId('status'), 0);
draw(controls, byId('controls'), 0);
draw(figures, byId('figures'), redrawMs);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => app.set({}));
void app.open();
