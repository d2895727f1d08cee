/** Tables that elements draw: a row a method, its name with its colour, numbers in line. */
import { css } from './css.js';

export const tableStyles = css`
  .scroll {
    overflow-x: auto;
    margin-top: 0.8rem;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  caption {
    padding-bottom: 0.3rem;
    text-align: start;
    font-weight: 600;
  }
  th,
  td {
    padding: 0.3rem 1rem 0.3rem 0;
    border-top: 1px solid var(--rule, light-dark(#e2e4e3, #2b3034));
    text-align: end;
    vertical-align: top;
  }
  thead th {
    min-width: 5rem;
    max-width: 9rem;
    color: var(--muted, light-dark(#565d63, #a3a9ae));
    font-weight: 400;
    vertical-align: bottom;
    text-wrap: balance;
  }
  th:first-child {
    text-align: start;
  }
  tbody th {
    font-weight: 600;
    white-space: nowrap;
  }
  i {
    display: inline-block;
    width: 0.7rem;
    height: 0.7rem;
    margin-inline-end: 0.5rem;
    border-radius: 2px;
  }
`;
