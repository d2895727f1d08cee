/** How trainings and their table look: on the page of the lab, and in <rope-lab>. */
import { unsafeCSS } from 'lit';
import { css } from '../css.js';
import { seriesColor } from '../styles.js';

export const labStyles = css`
  button.main {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--paper);
    font-weight: 600;
  }
  button.main:hover {
    background: color-mix(in srgb, var(--accent), var(--ink) 20%);
  }
  button:is(:disabled, [aria-disabled='true']) {
    opacity: 0.55;
    cursor: default;
  }
  .racer small {
    font-weight: 400;
    color: var(--muted);
  }
  .racer progress {
    display: block;
    width: 100%;
    height: 0.5rem;
    accent-color: var(--accent);
  }
  .racer dl {
    display: grid;
    grid-template-columns: repeat(var(--facts, 3), minmax(0, 1fr));
    gap: 0.3rem 1rem;
    margin: 0.4rem 0 0;
  }
  .racer dt {
    font-size: 0.75rem;
    color: var(--muted);
  }
  .racer dd {
    margin: 0;
    font-variant-numeric: tabular-nums;
  }
  .scores {
    border-collapse: separate;
    border-spacing: 2px;
    font-variant-numeric: tabular-nums;
  }
  .scores th {
    font-weight: 400;
    text-align: start;
    padding-inline-end: 0.8rem;
  }
  .scores td,
  .scores thead th + th {
    min-width: 3.6rem;
    text-align: center;
    padding: 0.2rem 0.4rem;
  }
  @media (max-width: 40rem) {
    .scores th {
      padding-inline-end: 0.2rem;
      font-size: 0.8125rem;
    }
    .scores td,
    .scores thead th + th {
      min-width: 2.6rem;
      padding: 0.2rem;
    }
  }
`;

/** Of <rope-lab> alone: the page has these from its own sheets. */
export const elementStyles = css`
  :host {
    container-type: inline-size;
  }
  .racers {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr));
    gap: 0.7rem 1.6rem;
    margin-bottom: 0.7rem;
  }
  @container (min-width: 50rem) {
    .racer:only-child {
      --facts: 6;
    }
  }
  .scores {
    font-size: 1rem;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem 0.8rem;
    align-items: center;
    margin-bottom: 0.7rem;
  }
  .bar label {
    display: flex;
    gap: 0.35rem;
    align-items: center;
    color: var(--muted);
    font-size: 0.8125rem;
  }
  .bar :is(select, input) {
    color: var(--ink);
  }
  .bar input {
    width: 5.2rem;
  }
  h3 {
    margin: 0 0 0.3rem;
    font: 600 0.875rem/1.25 var(--sans, system-ui, sans-serif);
  }
  .swatch {
    display: inline-block;
    width: 0.75rem;
    height: 0.75rem;
    margin-inline-end: 0.35rem;
    border-radius: 2px;
    forced-color-adjust: none;
    background: ${unsafeCSS(seriesColor(0))};
  }
  .s1 {
    background: ${unsafeCSS(seriesColor(1))};
  }
  .watched {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
    gap: 0.7rem 1.2rem;
  }
  .heads {
    max-width: 17rem;
  }
  @container (min-width: 50rem) {
    .watched {
      grid-template-columns: repeat(2, minmax(0, 1fr)) 13rem;
    }
  }
  .heads div + div {
    margin-top: 0.7rem;
  }
  .heads:has(div + div) rope-heatmap-grid {
    max-width: 10rem;
  }
  .table {
    overflow-x: auto;
  }
`;
