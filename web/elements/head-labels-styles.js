/** How the grids of labels look: a ground for each label, whose name stands on it. */
import { css } from './css.js';

export const headLabelStyles = css`
  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr));
    gap: 1rem 2rem;
    margin-top: 0.6rem;
  }
  .columns > div {
    min-width: 0;
  }
  .of {
    margin: 0 0 0.3rem;
    font-weight: 600;
  }
  .grid {
    overflow-x: auto;
    padding: 3px;
  }
  [role='grid'] {
    display: grid;
    gap: 3px;
    max-width: calc(1.7rem + var(--heads) * 6.2rem);
    min-width: calc(1.7rem + var(--heads) * 3.9rem);
  }
  [role='row'] {
    display: grid;
    grid-template-columns: 1.6rem repeat(var(--heads), minmax(0, 1fr));
    gap: 3px;
    align-items: center;
  }
  .label {
    font-size: 0.6875rem;
    color: var(--muted, light-dark(#565d63, #a3a9ae));
    text-align: center;
  }
  button {
    all: unset;
    display: block;
    box-sizing: border-box;
    width: 100%;
    padding: 0.3rem 0.2rem;
    border: 2px solid transparent;
    forced-color-adjust: none; /* the ground is the label */
    border-radius: 3px;
    font-size: 0.75rem;
    line-height: 1.3;
    text-align: center;
    cursor: pointer;
  }
  button small {
    display: block;
    font-size: 0.6875rem;
    font-variant-numeric: tabular-nums;
    color: var(--muted, light-dark(#464c51, #b6bcc1));
  }
  .key {
    display: inline-block;
    padding: 0 0.4rem;
    border-radius: 3px;
    color: var(--ink, light-dark(#16191c, #e8e8e4));
    forced-color-adjust: none;
  }
  .previous {
    background: light-dark(#cfe3f7, #1c3d5c);
  }
  .induction {
    background: light-dark(#ffe0b0, #5a3c0b);
  }
  .sink {
    background: light-dark(#e5d6f3, #432c5c);
  }
  .local {
    background: light-dark(#d6ebdb, #1d4230);
  }
  .none {
    background: var(--skeleton, light-dark(#eff1f1, #212528));
  }
  button[aria-pressed='true'] {
    border-color: var(--accent, light-dark(#0b5cad, #7cb7ff));
  }
  button:hover {
    border-color: var(--edge, light-dark(#8d949a, #656c72));
  }
  button:focus-visible {
    outline: 2px solid var(--accent, light-dark(#0b5cad, #7cb7ff));
    outline-offset: 1px;
  }
  .readout {
    min-height: 2.9em;
    margin: 0.3rem 0 0;
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  .scroll {
    margin: 0.3rem 0 0.8rem;
  }
  :is(th, td):nth-child(2) {
    max-width: 26rem;
    text-align: start;
  }
  @media (max-width: 30rem) {
    :is(th, td) {
      padding-inline-end: 0.5rem;
    }
    thead th {
      min-width: 3.4rem;
    }
    :is(th, td):nth-child(2) {
      min-width: 6.4rem;
    }
  }
  .sure {
    margin: 0.8rem 0 0;
    font-weight: 600;
    text-wrap: pretty;
  }
`;
