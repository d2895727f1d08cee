/** Styles of <rope-evaluation>. */
import { css } from './css.js';

export const evaluationStyles = css`
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1.8rem;
    align-items: end;
    margin-bottom: 0.8rem;
  }
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 0.1rem 0.9rem;
    margin: 0;
    padding: 0;
    border: 0;
    min-width: 0;
  }
  legend,
  .field > span {
    display: block;
    padding: 0;
    font-size: 0.75rem;
    color: var(--muted, light-dark(#565d63, #a3a9ae));
  }
  fieldset label {
    display: flex;
    gap: 0.3rem;
    align-items: center;
    min-height: 1.85rem;
  }
  .go {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
    align-items: center;
    min-height: 2rem;
    margin-bottom: 0.9rem;
    font-variant-numeric: tabular-nums;
  }
  .go .run {
    font-weight: 600;
    padding-inline: 1rem;
  }
  progress {
    width: min(18rem, 100%);
    accent-color: var(--accent, light-dark(#0b5cad, #7cb7ff));
  }
  .curves {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
    gap: 1.2rem 2.4rem;
    margin-bottom: 1.4rem;
  }
  .grids {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr));
    grid-auto-flow: row dense; /* the chosen cell's prompt follows its grid, and the row is filled all the same */
    gap: 1.2rem 1.6rem;
    margin-bottom: 1rem;
  }
  rope-passkey {
    grid-column: 1 / -1;
  }
  h3 {
    margin: 0 0 0.3rem;
    font-size: 0.9375rem;
    font-weight: 600;
  }
  h4 {
    display: flex;
    gap: 0.4rem;
    align-items: center;
    margin: 0 0 0.3rem;
    font-size: 0.875rem;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .scale {
    display: flex;
    flex-wrap: wrap;
    gap: 0.2rem 0.9rem;
    align-items: center;
    margin: 0 0 0.7rem;
    font-size: 0.8125rem;
    color: var(--muted, light-dark(#565d63, #a3a9ae));
  }
  .scale i {
    display: inline-block;
    width: 1.3rem;
    height: 0.8rem;
    vertical-align: -0.1rem;
  }
  .params {
    margin: -0.2rem 0 0.45rem;
    font-size: 0.75rem;
    color: var(--muted, light-dark(#565d63, #a3a9ae));
    overflow-wrap: anywhere;
  }
  .swatch {
    flex: none;
    width: 0.75rem;
    height: 0.75rem;
    border-radius: 2px;
  }
  .summary {
    max-width: 62rem;
    margin-top: 0.9rem;
  }
`;
