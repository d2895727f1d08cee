/** How <rope-runtimes> looks. */
import { css } from './css.js';

export const runtimesStyles = css`
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 18rem) minmax(0, 1fr);
    gap: 1rem 2.5rem;
  }
  @media (max-width: 52rem) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  .columns[data-alone] {
    grid-template-columns: minmax(0, 46rem);
  }
  .asked > * + * {
    margin-top: 0.6rem;
  }
  .asked > .summary {
    margin: 0;
  }
  label {
    display: grid;
    gap: 0.2rem;
    font-weight: 600;
  }
  label input {
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  .why {
    margin: 0.3rem 0 0;
    overflow-wrap: anywhere;
  }
  section + section {
    margin-top: 1.4rem;
    padding-top: 1.1rem;
    border-top: 1px solid var(--rule, light-dark(#e2e4e3, #2b3034));
  }
  h3 {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.7rem;
    align-items: baseline;
    margin: 0;
    font-size: 1rem;
    font-weight: 600;
  }
  small {
    font-size: 0.8125rem;
    font-weight: 400;
    color: var(--muted, light-dark(#565d63, #a3a9ae));
  }
  small.no {
    color: var(--warn, light-dark(#b3261e, #ff9d94));
  }
  .summary {
    margin: 0.2rem 0 0;
  }
  code,
  pre {
    font: 0.8125rem/1.5 var(--mono, ui-monospace, monospace);
  }
  .scroll {
    margin-top: 0.5rem;
    overflow-x: auto;
  }
  table {
    width: 100%;
    table-layout: fixed;
    border-collapse: collapse;
    font-size: 0.8125rem;
  }
  th,
  td {
    padding: 0.25rem 1rem 0.25rem 0;
    text-align: start;
    vertical-align: top;
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  th:first-child {
    width: 16rem;
  }
  th:nth-child(2) {
    width: 7rem;
  }
  td:last-child {
    padding-inline-end: 0;
    color: var(--muted, light-dark(#565d63, #a3a9ae));
    text-wrap: pretty;
  }
  thead th {
    padding-block: 0;
    color: var(--muted, light-dark(#565d63, #a3a9ae));
  }
  tbody tr {
    border-top: 1px solid var(--rule, light-dark(#e2e4e3, #2b3034));
  }
  @media (max-width: 40rem) {
    th,
    td {
      padding-inline-end: 0.6rem;
    }
    th:first-child {
      width: 7.5rem;
    }
    th:nth-child(2) {
      width: 4.5rem;
    }
  }
  pre {
    margin: 0.6rem 0 0;
    padding: 0.5rem 0.7rem;
    border-radius: 4px;
    background: var(--hover, light-dark(#eef1f4, #2a2f33));
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    margin-top: 0.5rem;
  }
  .actions button {
    display: inline-grid;
  }
  .actions button > span {
    grid-area: 1 / 1;
  }
  .done,
  .copied > span:first-child {
    visibility: hidden;
  }
  .copied > .done {
    visibility: visible;
  }
  ul {
    margin: 0.6rem 0 0;
    padding-inline-start: 1.1rem;
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .error {
    font-size: 0.8125rem;
  }
`;
