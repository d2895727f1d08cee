/** How <rope-doctor> looks. */
import { css } from './css.js';

export const doctorStyles = css`
  textarea {
    width: 100%;
    min-height: 11rem;
    font: 0.8125rem/1.45 var(--mono, ui-monospace, monospace);
    resize: vertical;
  }
  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
    gap: 1rem 2.5rem;
  }
  .columns > div {
    min-width: 0;
  }
  h3 {
    margin: 1.1rem 0 0.4rem;
    font-weight: 600;
    font-size: 0.9375rem;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-top: 0.5rem;
  }
  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0.15rem 1rem;
    margin: 0;
    font-variant-numeric: tabular-nums;
  }
  dt {
    color: var(--muted, light-dark(#565d63, #a3a9ae));
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  label {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.2rem;
    margin-bottom: 0.6rem;
    font-weight: 600;
    font-size: 0.875rem;
  }
  .source {
    margin: 0.4rem 0 0;
    font-size: 0.75rem;
    color: var(--muted, light-dark(#565d63, #a3a9ae));
    overflow-wrap: anywhere;
  }
  .line {
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-decoration: underline;
    cursor: pointer;
  }
  code {
    font: 0.8125rem var(--mono, ui-monospace, monospace);
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    border-collapse: collapse;
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 0.15rem 0.9rem 0.15rem 0;
    text-align: start;
    font-weight: 400;
    white-space: nowrap;
  }
  tbody th {
    min-width: 9rem;
    white-space: normal;
  }
  thead th {
    color: var(--muted, light-dark(#565d63, #a3a9ae));
  }
  tbody tr {
    border-top: 1px solid var(--rule, light-dark(#d8dcdf, #3a4045));
  }
  ul {
    margin: 0.6rem 0 0;
    padding-inline-start: 1.1rem;
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
`;
