/** Styles of <rope-method>. */
import { css } from './css.js';

export const methodStyles = css`
  .head {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0.5rem;
    align-items: center;
  }
  :host([unmarked]) .head {
    grid-template-columns: minmax(0, 1fr);
  }
  .head select {
    width: 100%;
    padding-inline: 0.3rem 0;
    font-size: 0.8125rem;
    font-weight: 600;
  }
  .plus {
    width: 22px;
    text-align: center;
    font-weight: 600;
  }
  .head button {
    min-width: 1.85rem;
    padding: 0;
  }
  .doc {
    margin: 0.25rem 0 0;
    font-size: 0.75rem;
    line-height: 1.4;
    color: var(--muted, light-dark(#565d63, #a3a9ae));
    overflow-wrap: anywhere;
  }
  cite {
    display: block;
    font-style: italic;
  }
  :host(:lang(zh)) cite {
    font-style: normal; /* Chinese has no italics */
  }
  em {
    font-style: normal;
    color: var(--ink, light-dark(#16191c, #e8e8e4));
  }
  details {
    margin-top: 0.4rem;
  }
  summary {
    cursor: pointer;
    font-size: 0.8125rem;
    min-height: 1.5rem;
  }
  .param {
    margin: 0.5rem 0 0;
    padding-top: 0.5rem;
    border-top: 1px solid var(--rule, light-dark(#e2e4e3, #2b3034));
  }
  .preset {
    display: flex;
    gap: 0.5rem;
    align-items: center;
    margin-top: 0.5rem;
    font-size: 0.8125rem;
  }
  .name span {
    font-size: 0.75rem;
    color: var(--muted, light-dark(#565d63, #a3a9ae));
  }
  code {
    font: 0.8125rem var(--mono, ui-monospace, monospace);
  }
  .check {
    display: flex;
    gap: 0.4rem;
    align-items: center;
    min-height: 1.5rem;
    font-size: 0.8125rem;
  }
  input[type='text'] {
    width: 100%;
  }
`;
