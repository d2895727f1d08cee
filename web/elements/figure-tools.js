/** <rope-tools>: what can be had of the figure before it: files, a copy for another page, its numbers as a table, its sources. */
import { html, LitElement, nothing } from 'lit';
import { partsOf } from '../scope/methods.js';
import { en } from '../words/en.js';
import { withInsights } from '../words/insights.js';
import { css } from './css.js';
import * as files from './figure-export.js';
import { keepKeys } from './own-keys.js';
import { saveAs } from './save.js';
import { shared } from './styles.js';

const shownRows = 1000; // of a table on the page; the file has all

/** What stands before a figure in a page's section, and is none of it. */
const besides = ['h2', '.lead', '.bar', 'rope-tools', '[role="alert"]'].join();

export class RopeTools extends LitElement {
  /** @override */
  static styles = [
    shared,
    css`
      details {
        position: relative;
        margin-top: 0.35rem;
        font-size: 0.8125rem;
      }
      summary {
        width: fit-content;
        min-height: 1.5rem;
        color: var(--muted, light-dark(#565d63, #a3a9ae));
        cursor: pointer;
      }
      .inside {
        /* a slide, which ends below its figure, has it above the line that opens it */
        position: var(--tools-position, static);
        inset: auto 0 100% 0;
        z-index: 1;
        max-height: var(--tools-height, none);
        overflow: var(--tools-overflow, visible);
        padding: var(--tools-padding, 0);
        border: var(--tools-border, 0);
        background: var(--tools-ground, transparent);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 0.4rem;
        margin: 0.3rem 0;
      }
      .scroll {
        max-height: 20rem;
        overflow: auto;
        margin: 0.4rem 0;
        border: 1px solid var(--rule, light-dark(#e2e4e3, #2b3034));
      }
      table {
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
      }
      caption {
        padding: 0.25rem 0.6rem;
        text-align: start;
        font-weight: 600;
      }
      th,
      td {
        padding: 0.1rem 0.6rem;
        text-align: end;
        border-top: 1px solid var(--rule, light-dark(#e2e4e3, #2b3034));
      }
      thead th {
        position: sticky;
        top: 0;
        background: var(--paper, light-dark(#fff, #16191b));
        font-weight: 500;
      }
      ul {
        margin: 0.3rem 0;
        padding-inline-start: 1.1rem;
        color: var(--muted, light-dark(#565d63, #a3a9ae));
      }
      a {
        color: var(--accent, light-dark(#0b5cad, #7cb7ff));
      }
    `,
  ];
  /** @override */
  static properties = {
    words: { attribute: false },
    scope: { attribute: false },
    only: { attribute: false },
    view: { attribute: false },
    kind: {},
    linkOf: { attribute: false },
    opened: { state: true },
    tables: { state: true },
    copying: { state: true },
    curved: { state: true },
    failure: { state: true },
  };

  constructor() {
    super();
    this.words = en;
    /** @type {import('../scope/scope.js').Scope | null} */
    this.scope = null;
    /** @type {number | undefined} slot of the only column that is shown */
    this.only = undefined;
    /** @type {Partial<import('./query.js').View> | null} how it is drawn, where that is not its scope's */
    this.view = null;
    this.kind = '';
    /** @type {((id: string) => string) | null} the address of a method's page, where there is one */
    this.linkOf = null;
    this.opened = false;
    /** @type {import('./figure-numbers.js').Table[] | null} */
    this.tables = null;
    this.copying = false;
    this.curved = false;
    this.failure = '';
  }

  /** @returns {import('./figure-export.js').Drawn} */
  get drawn() {
    const before = [...(this.parentNode?.children ?? [])];
    const elements = before.slice(0, before.indexOf(this)).filter((each) => !each.matches(besides));
    return { host: this, elements, kind: this.kind, words: this.words };
  }

  /** @param {Event} event */
  toggle({ target }) {
    this.opened = /** @type {HTMLDetailsElement} */ (target).open;
    this.tables = null;
    this.copying = false;
    if (!this.opened) return;
    this.curved = files.plotsIn(this.drawn.elements).length > 0;
  }

  toggleTable() {
    this.tables = this.tables ? null : files.tables(this.drawn);
  }

  async toggleCopying() {
    try {
      this.failure = '';
      if (!this.copying) await import('./embed-panel.js');
      this.copying = !this.copying;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }

  /** @param {'png' | 'svg' | 'csv'} type */
  async save(type) {
    try {
      this.failure = '';
      const { drawn } = this;
      const text = { csv: () => files.csv(drawn), svg: () => files.svg(drawn) };
      const mime = { svg: 'image/svg+xml', csv: 'text/csv;charset=utf-8' };
      const blob = type === 'png' ? await files.png(drawn) : new Blob([text[type]()], { type: mime[type] });
      saveAs(`ropescope-${this.kind}.${type}`, blob);
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }

  sources() {
    const { scope, only } = this;
    const shown = scope?.methods.value.filter((_, slot) => (only ?? slot) === slot) ?? [];
    const ids = new Set(shown.flatMap(partsOf).map(({ id }) => id));
    return [...ids].flatMap((id) => {
      const info = scope?.infoOf(id);
      if (!info) return [];
      const name = scope?.nameOf(id);
      const named = this.linkOf ? html`<a href=${this.linkOf(id)}>${name}</a>` : name;
      return html`<li>${named}: <cite>${info.source.title}</cite>. ${this.words.cards.source(info.source)}</li>`;
    });
  }

  /** @param {import('./figure-numbers.js').Table} table */
  table({ title, headers, rows }) {
    const said = withInsights(this.words).insights.tools;
    const all = [...rows()];
    const cell = (/** @type {unknown} */ value) => (typeof value === 'number' ? Number(value.toPrecision(6)) : value);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${title}><table>
        <caption>${title}</caption>
        <thead><tr>${headers.map((header) => html`<th scope="col">${header}</th>`)}</tr></thead>
        <tbody>${all.slice(0, shownRows).map((row) => html`<tr>${row.map((value) => html`<td>${cell(value) ?? '–'}</td>`)}</tr>`)}</tbody>
      </table></div>
      ${all.length > shownRows ? html`<p class="summary">${said.cut(shownRows, all.length)}</p>` : nothing}`;
  }

  /** @override */
  render() {
    const { scope, only, view } = this;
    const said = withInsights(this.words).insights.tools;
    const button = (/** @type {'png' | 'svg' | 'csv'} */ type) =>
      html`<button type="button" class="plain" @click=${() => this.save(type)}>${said.save(type.toUpperCase())}</button>`;
    const inside =
      () => html`<div class="inside"><div class="row">${button('png')}${this.curved ? button('svg') : nothing}${button('csv')}
        <button type="button" class="plain" aria-expanded=${this.tables ? 'true' : 'false'} @click=${this.toggleTable}>${said.table}</button>
        <button type="button" class="plain" aria-expanded=${this.copying ? 'true' : 'false'} @click=${this.toggleCopying}>${said.copyFigure}</button></div>
      ${this.failure ? html`<p class="error" role="alert">${this.failure}</p>` : nothing}
      ${this.copying && scope ? html`<rope-embed .drawn=${{ ...this.drawn, scope, only, view }}></rope-embed>` : nothing}
      ${this.tables?.map((table) => this.table(table)) ?? nothing}
      <ul>${this.sources()}<li>${said.drawnBy}</li></ul></div>`;
    return html`<details @toggle=${this.toggle} @keydown=${keepKeys}><summary>${said.name}</summary>${this.opened ? inside() : nothing}</details>`;
  }
}
