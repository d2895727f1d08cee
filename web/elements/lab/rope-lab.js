/**
 * <rope-lab a b seed show>: a model that is trained in the page, and what it copies in longer rows. Those with the same settings show
 * the same trainings: show="stretch" has the table of longer rows, any other the curves and heads. With `recorded`, for paper, it
 * shows the kept runs of its settings and trains nothing.
 */
import { effect, signal } from '@preact/signals-core';
import { html, LitElement, nothing } from 'lit';
import setup from '../../models/lab.json' with { type: 'json' };
import { pageEngine } from '../../scope/engine.js';
import { defineElements } from '../define.js';
import { RopeHeatmapGrid } from '../heatmap-grid.js';
import { keepKeys } from '../own-keys.js';
import { RopePlot } from '../plot.js';
import { shared } from '../styles.js';
import { coloursAround, wordsAround } from '../surroundings.js';
import { encodingChoice, seedChoice } from './choices.js';
import { Lab } from './lab.js';
import * as parts from './parts.js';
import { recordOf } from './record.js';
import { elementStyles, labStyles } from './styles.js';

const redrawMs = 120; // trainings report ten times a second

/** Of the page, by their first settings. @type {import('@preact/signals-core').Signal<Map<string, Lab>>} */
export const labs = signal(new Map());

/** @param {import('./lab.js').Settings} settings */
function labOf({ a, b, seed }) {
  const key = `${a} ${b} ${seed}`;
  const known = labs.peek().get(key);
  if (known) return known;
  const made = new Lab(pageEngine.get, signal({ a, b, seed }));
  labs.value = new Map([...labs.peek(), [key, made]]);
  void made.open();
  return made;
}

export class RopeLab extends LitElement {
  /** @override */
  static styles = [shared, labStyles, elementStyles];
  /** @override */
  static properties = { shown: { state: true } };

  constructor() {
    super();
    /** @type {unknown} what lit renders */
    this.shown = nothing;
    this.stop = () => {};
    this.addEventListener('keydown', keepKeys);
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    const asked = (/** @type {string} */ name) => this.getAttribute(name) ?? '';
    const settings = { a: asked('a') || setup.first, b: asked('b'), seed: Number(asked('seed')) };
    this.follow(this.hasAttribute('recorded') ? recordOf(settings) : labOf(settings));
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
  }

  /** @param {Lab} lab */
  follow(lab) {
    let later = 0;
    const paint = () => {
      this.stop();
      let painted = false;
      const end = effect(() => {
        if (painted) later ||= window.setTimeout(paint, redrawMs);
        else this.shown = this.draw({ lab, words: wordsAround(this), theme: coloursAround(this) });
        painted = true;
      });
      later = 0;
      this.stop = () => {
        end();
        clearTimeout(later);
      };
    };
    paint();
  }

  /** @param {parts.Shown} shown */
  draw(shown) {
    const said = parts.labWords(shown.words);
    const stretched = this.getAttribute('show') === 'stretch';
    if (this.hasAttribute('recorded')) {
      const names = shown.lab.racers.value.map((racer) => parts.racerName(shown, racer));
      return html`<p class="summary">${said.recorded(names, shown.lab.settings.value.seed)}</p>
        ${stretched ? parts.stretchTable(shown) : parts.copyPlot(shown)}`;
    }
    const alone = shown.lab.racers.value.length < 2;
    const racers = html`<div class="racers">${shown.lab.racers.value.map((racer) => parts.progress(racer, shown))}</div>`;
    if (stretched)
      return html`${parts.failureIn(shown)}
        <div class="bar">${parts.trainButton(shown)} ${parts.stretchButton(shown)}</div>${racers}
        ${parts.stretchTable(shown)}<p class="summary">${parts.stretchLead(shown)}</p>`;
    return html`${parts.failureIn(shown)}
      <div class="bar">${parts.trainButton(shown)} ${parts.overButton(shown)}
        ${encodingChoice(shown, 'a', said.first)} ${encodingChoice(shown, 'b', said.rival, said.nobody)} ${seedChoice(shown)}</div>
      ${racers}
      <div class="watched">${parts.lossPlot(shown)} ${parts.copyPlot(shown)} <div class="heads">${parts.headMaps(shown)}</div></div>
      ${alone ? html`<p class="summary">${said.mapsLead}</p>` : nothing}`;
  }

  /** @override */
  render() {
    return this.shown;
  }
}

defineElements([
  ['rope-heatmap-grid', RopeHeatmapGrid],
  ['rope-plot', RopePlot],
  ['rope-lab', RopeLab],
]);
