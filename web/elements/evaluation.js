/**
 * <rope-evaluation>: text loss and repeat accuracy by length, and the passkey by depth and length, for several methods side
 * by side. Stored numbers are grey until a run in this page replaces them cell by cell.
 */
import { html, LitElement, nothing } from 'lit';
import { scoreColor } from '../charts/score-color.js';
import { short } from '../charts/svg.js';
import { captionOf, lengthFigure, passkeyScores } from '../figures/evaluation.js';
import { methodsAtLength } from '../lib/length-rules.js';
import { keyOf } from '../scope/evaluation-cells.js';
import { EvaluationRun, needsOf, openPool } from '../scope/evaluation-run.js';
import { en } from '../words/en.js';
import { withInsights } from '../words/insights.js';
import { choiceControls } from './evaluation-choice.js';
import { nearest, needs, perByte, wordless } from './evaluation-notes.js';
import { evaluationStyles } from './evaluation-styles.js';
import { spokenCurves, spokenFailure } from './spoken.js';
import { seriesColor, shared } from './styles.js';

/**
 * @typedef {import('../figures/evaluation.js').PanelLine} PanelLine
 * @typedef {import('./evaluation-choice.js').Choice} Choice
 *
 * @typedef {object} Setting         what the visitor does not choose here
 * @property {import('../scope/evaluation-run.js').Source['engine']} engine
 * @property {import('../scope/evaluation-run.js').Source['source']} source
 * @property {string | Int32Array} text  held out, or the visitor's own; tokens by chance for a model that reads no text
 * @property {boolean} isTyped      whether it is the visitor's own
 * @property {number} seed
 * @property {number} trained        the longest text of the training, tokens
 * @property {number} original       what methods stretch from, tokens
 * @property {import('../lib/types.js').MethodInfo[]} catalog
 * @property {import('../lib/types.js').MethodSpec[]} own  the model's own methods
 * @property {{ lengths: number[], tasks: string[] }} offered
 * @property {number[]} periods
 * @property {number[]} depths
 */

const patience = 200; // ms between redraws while cells stream in

export class RopeEvaluation extends LitElement {
  /** @override */
  static styles = [shared, evaluationStyles];
  /** @override */
  static properties = {
    lines: { attribute: false },
    choice: { attribute: false },
    setting: { attribute: false },
    stored: { attribute: false },
    pace: { attribute: false },
    theme: {},
    words: { attribute: false },
    version: { state: true },
    chosen: { state: true },
  };

  constructor() {
    super();
    /** @type {PanelLine[]} */
    this.lines = [];
    /** @type {Choice} */
    this.choice = { lengths: [], tasks: [], samples: 1, period: 0 };
    /** @type {Setting | null} */
    this.setting = null;
    /** @type {import('../scope/evaluation-cells.js').Results} */
    this.stored = new Map();
    /** Multiply-adds per second of a worker, with its threads; 0 = not measured. */
    this.pace = 0;
    this.theme = '';
    this.words = en;
    this.version = 0;
    /** Key of the passkey cell that is shown. */
    this.chosen = '';
    /** @type {import('../scope/evaluation-cells.js').PanelCell[]} */
    this.cells = [];
    /** @type {Record<string, { json: string, value: any }>} */
    this.earlier = {};
    this.timer = 0;
    this.run = new EvaluationRun(
      () => {
        if (!this.setting) throw new Error('The panel was given no model');
        return openPool(this.setting);
      },
      () => {
        this.timer ||= window.setTimeout(() => {
          this.timer = 0;
          this.version++;
        }, patience);
      },
    );
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    void this.run.dispose();
  }

  /** @override @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!this.setting || !['lines', 'choice', 'setting'].some((name) => changed.has(name))) return;
    const { seed, text } = this.setting;
    this.cells = this.cellsOf(this.setting);
    this.run.want({ cells: this.cells, samples: this.choice.samples, seed, text });
  }

  /**
   * Short texts first: there is something to see at once.
   * @param {Setting} setting
   */
  cellsOf({ original, catalog, own, depths }) {
    const { lengths, tasks, period } = this.choice;
    /** @type {import('../scope/evaluation-cells.js').Question[]} */
    const asked = [
      { task: 'text', params: {} },
      { task: 'repeat', params: { period } },
      ...depths.map((depth) => ({ task: 'passkey', params: { depth } })),
    ];
    const questions = asked.filter(({ task }) => tasks.includes(task));
    return lengths.flatMap((length) =>
      questions
        .filter(({ params }) => !(Number(params.period) >= length)) // nothing is repeated
        .flatMap((question) =>
          this.lines.map(({ methods: given, rules, force }, line) => {
            const methods = methodsAtLength(given, rules, { length, trained: original });
            return {
              ...question,
              key: keyOf({ ...question, methods, length }, catalog, own),
              line,
              length,
              methods,
              force,
            };
          }),
        ),
    );
  }

  /** @param {Partial<Choice>} change */
  choose(change) {
    const detail = { ...this.choice, ...change };
    this.dispatchEvent(new CustomEvent('rope-choice', { detail, bubbles: true, composed: true }));
  }

  progress() {
    const { run } = this;
    const { cells, done, work, spent, left } = run.progress();
    const idle = run.state === 'idle';
    const words = withInsights(this.words).evaluation;
    const count = words.count(done, cells);
    const says = {
      opening: words.opening,
      idle: '',
      running: left === null ? words.pace : words.left(left),
    };
    const again = done > 0 && done < cells ? words.rest : words.run;
    const can = !idle || done < cells;
    return html`<div class="go">
      <button type="button" class="plain run" aria-disabled=${can ? 'false' : 'true'} @click=${() => can && (idle ? run.start() : run.cancel())}>${idle ? again : words.cancel}</button>
      ${idle && spent === 0 ? nothing : html`<progress aria-label=${words.bar} max=${work} .value=${spent}></progress>`}
      <span>${words.progress(count, says[run.state])}</span>
      <span class="hidden" role="status">${idle ? (spent > 0 ? words[done === cells ? 'finished' : 'stopped'](count) : '') : words.running}</span>
    </div>`;
  }

  /**
   * The value as it was when nothing in it has changed, so that a cell that comes in redraws its own figure only.
   * @template T
   * @param {string} name
   * @param {T} value
   * @returns {T}
   */
  kept(name, value) {
    const json = JSON.stringify(value);
    if (this.earlier[name]?.json !== json) this.earlier[name] = { json, value };
    return this.earlier[name]?.value;
  }

  /**
   * @param {'text' | 'repeat'} task
   * @param {import('../figures/types.js').CurvesData} data
   */
  plot(task, data) {
    const name = withInsights(this.words).evaluation.plots[task];
    const figure = this.kept(task, spokenCurves(task, data, this.words));
    const note = task === 'text' ? perByte(this) : nothing;
    return html`<div><h3>${name}</h3><rope-plot .words=${this.words} label=${name} .figure=${figure} .theme=${this.theme}></rope-plot>${note}</div>`;
  }

  /**
   * What a line runs at its longest text: 'at 1024: factor 8, window 64'.
   * @param {number} line
   */
  parameters(line) {
    const words = withInsights(this.words).evaluation;
    const cell = this.cells.findLast((each) => each.line === line);
    const given = cell?.methods.flatMap(({ params = {} }) => Object.entries(params)) ?? [];
    if (!cell || given.length === 0) return words.noParameters;
    const list = given.map(([key, value]) => `${key} ${typeof value === 'number' ? short(value) : value}`);
    return words.parameters(cell.length, list);
  }

  /**
   * @param {Setting} setting
   * @param {import('../figures/evaluation.js').Known} known
   */
  passkey({ depths, trained }, known) {
    const { lengths } = this.choice;
    const words = withInsights(this.words).passkey;
    const grid = { cells: this.cells, lines: this.lines, lengths, trained };
    const gridOf = (/** @type {PanelLine} */ { name, slot }, /** @type {number} */ line) => {
      const { cells, scores } = passkeyScores(grid, known, line, depths);
      const pick = (/** @type {CustomEvent<{ index: number }>} */ { detail }) => {
        const cell = `${line} ${cells[detail.index]?.key ?? ''}`;
        this.chosen = this.chosen === cell ? '' : cell;
      };
      const at = cells.findIndex((cell) => `${line} ${cell?.key}` === this.chosen);
      return html`<div><h4><i class="swatch" .style=${`background:${seriesColor(slot)}`}></i>${name}</h4>
        <p class="params">${this.parameters(line)}</p>
        <rope-score-grid .words=${this.words} .name=${name} .depths=${depths} .lengths=${lengths} .scores=${this.kept(`scores ${line}`, scores)} .trained=${trained}
          .chosen=${at} @rope-cell=${pick}></rope-score-grid></div>
        ${at < 0 ? nothing : this.shownCell(known)}`;
    };
    const ticks = [0, 0.25, 0.5, 0.75, 1];
    const scale = (/** @type {boolean} */ grey) =>
      ticks.map((score) => html`<i .style=${`background:${scoreColor(score, grey).ground}`}></i>`);
    return html`<h3>${words.title}</h3>
      <p class="scale"><span>0 ${scale(false)} ${words.live}</span>${known.stored.size > 0 ? html`<span>0 ${scale(true)} ${words.stored}</span>` : nothing}<span>${words.choose}</span></p>
      <div class="grids">${this.lines.map(gridOf)}</div>${nearest(this, known)}`;
  }

  /** @param {import('../figures/evaluation.js').Known} known */
  shownCell(known) {
    return html`<rope-passkey .words=${this.words} .case=${this.kept('case', this.caseOf(known))} @rope-run-cell=${() => this.run.start(this.shown()?.key)}></rope-passkey>`;
  }

  shown() {
    return this.cells.find(({ line, key }) => `${line} ${key}` === this.chosen);
  }

  /** @param {import('../figures/evaluation.js').Known} known */
  caseOf(known) {
    const cell = this.shown();
    const { run } = this;
    if (!cell) return null;
    const depth = Number(cell.params.depth);
    const { name = '' } = this.lines[cell.line] ?? {};
    const { scores } = passkeyScores(
      { cells: [cell], lines: this.lines, lengths: [cell.length], trained: 0 },
      known,
      cell.line,
      [depth],
    );
    return {
      key: this.chosen,
      title: withInsights(this.words).passkey.case({ name, length: cell.length, depth }),
      score: scores[0] ?? null,
      last: run.live.get(cell.key)?.last ?? null,
      error: spokenFailure(run.failed.get(cell.key), this.words),
      busy: run.state === 'opening' || run.busy.has(cell.key) || run.urgent.includes(cell.key),
    };
  }

  failures() {
    const messages = this.cells.flatMap(({ key, line }) => {
      const failure = this.run.failed.get(key);
      const { name = '' } = this.lines[line] ?? {};
      return failure ? [withInsights(this.words).evaluation.failed(name, spokenFailure(failure, this.words))] : [];
    });
    const { error } = this.run;
    const start = () => {
      void this.run.start();
      this.renderRoot.querySelector('button')?.focus(); // this one goes
    };
    const retry = html`<button type="button" class="plain retry" @click=${start}>${this.words.figure.retry}</button>`;
    const stopped = error ? [html`${spokenFailure(error, this.words)} ${retry}`] : [];
    return [...stopped, ...new Set(messages)].map((said) => html`<p class="error" role="alert">${said}</p>`);
  }

  /** @override */
  render() {
    const { setting, run, stored, lines, cells } = this;
    const words = withInsights(this.words).evaluation;
    if (!setting) return html`<p class="summary">${words.waiting}</p>`;
    const { lengths, tasks, period } = this.choice;
    const { seed, text, isTyped, trained } = setting;
    const known = { live: run.live, stored };
    const grid = { cells, lines, lengths, trained };
    const loss = { question: { task: 'text', params: {} }, share: false };
    const repeat = { question: { task: 'repeat', params: { period } }, share: true };
    const { workers, threads } = run.pool ?? needsOf(setting.source);
    return html`${choiceControls(setting, this.choice, (change) => this.choose(change), words)} ${wordless(this)} ${needs(this)} ${this.progress()} ${this.failures()}
      <div class="curves">
        ${tasks.includes('text') ? this.plot('text', lengthFigure(grid, known, loss)) : nothing}
        ${tasks.includes('repeat') ? this.plot('repeat', lengthFigure(grid, known, repeat)) : nothing}
      </div>
      ${tasks.includes('passkey') ? this.passkey(setting, known) : nothing}
      <p class="summary">${words.caption(captionOf(cells, { ...known, failed: run.failed }, { seed, characters: text.length, isTyped, isDrawn: typeof text !== 'string', workers, threads }))}</p>`;
  }
}
