/** Styles that all figures share. Colours come from custom properties, so a page may set its own. */

import { mostMethods } from '../scope/query.js';
import { css } from './css.js';

// Comments in the text would be downloaded, so they stand here: --said lets a page hide what a figure says and leave its
// room; where the system forces its colours, those of drawings and of their keys stay, because they tell curves apart.
export const shared = css`
  :host {
    display: block;
    color: var(--ink, light-dark(#16191c, #e8e8e4));
    font: 400 0.875rem/1.45 var(--sans, system-ui, sans-serif);
  }
  :host([hidden]) {
    display: none;
  }
  svg {
    display: block;
    overflow: visible;
    font: var(--tick-size, 11px) var(--sans, system-ui, sans-serif);
  }
  svg text {
    fill: var(--muted, light-dark(#565d63, #a3a9ae));
    font-variant-numeric: tabular-nums;
  }
  svg .title {
    fill: var(--ink, light-dark(#16191c, #e8e8e4));
    font-size: calc(1px + var(--tick-size, 11px));
  }
  .summary {
    margin: 0.4rem 0 0;
    color: var(--muted, light-dark(#565d63, #a3a9ae));
    font-size: 0.8125rem;
    text-wrap: pretty;
    visibility: var(--said);
  }
  .error {
    margin: 0.4rem 0;
    padding: 0.5rem 0.7rem;
    border-inline-start: 3px solid var(--warn, light-dark(#b3261e, #ff9d94));
    background: var(--warn-ground, light-dark(#fcf0ee, #2c1b1a));
    overflow-wrap: anywhere;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--accent, light-dark(#0b5cad, #7cb7ff));
    outline-offset: 2px;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.9rem;
    align-items: baseline;
    font-size: 0.8125rem;
    color: var(--muted, light-dark(#565d63, #a3a9ae));
  }
  .legend .scale {
    position: relative;
  }
  .legend canvas {
    display: block;
    border-radius: 1px;
  }
  .legend .scale svg {
    margin-inline-start: -12px;
  }
  .legend line {
    stroke: var(--muted, light-dark(#565d63, #a3a9ae));
  }
  button,
  select,
  input,
  textarea {
    font: inherit;
    color: inherit;
  }
  button.plain,
  select,
  input[type='number'],
  input[type='text'],
  textarea {
    box-sizing: border-box;
    min-height: 1.85rem;
    padding: 0.15rem 0.5rem;
    border: 1px solid var(--edge, light-dark(#8d949a, #656c72));
    border-radius: 4px;
    background: var(--field, light-dark(#fff, #1d2124));
  }
  select {
    max-width: 100%;
  }
  button.plain {
    cursor: pointer;
  }
  button.plain:hover:enabled {
    background: var(--hover, light-dark(#eef1f4, #2a2f33));
  }
  button.plain:is(:disabled, [aria-disabled='true']) {
    color: var(--muted, light-dark(#565d63, #a3a9ae));
    border-style: dashed;
    cursor: default;
  }
  @media (forced-colors: active) {
    svg,
    i {
      forced-color-adjust: none;
    }
    svg text,
    svg .title {
      fill: CanvasText;
    }
  }
  input[type='range'],
  input[type='checkbox'] {
    accent-color: var(--accent, light-dark(#0b5cad, #7cb7ff));
  }
`;

/** Colour and dash of the n-th method, the same in every figure; the last two are lines that methods are compared with. */
export const dashes = [
  ...[[], [7, 3], [2, 3], [9, 3, 2, 3], [14, 2], [5, 2, 2, 2, 2, 2], [3, 6], [12, 3, 5, 3]],
  ...[
    [12, 4],
    [4, 2],
  ],
];

/** @param {number} slot */
export const seriesColor = (slot) => `var(--series-${slot % dashes.length}, ${fallback[slot % dashes.length]})`;

/** Place of the n-th line that methods are compared with. @param {number} n */
export const referenceSlot = (n) => mostMethods + (n % 2);

// Okabe and Ito's colours, and four that keep their distance from these, lightened for dark grounds.
const fallback = [
  'light-dark(#b34700, #f0a04b)',
  'light-dark(#0060a8, #6cb8f5)',
  'light-dark(#007a58, #4fd0a5)',
  'light-dark(#9b4a7f, #e3a0cb)',
  'light-dark(#7a6a00, #d9cb55)',
  'light-dark(#5b46c2, #b3a6ff)',
  'light-dark(#00737f, #5fd6e0)',
  'light-dark(#a3213b, #ff9a9f)',
  'light-dark(#16191c, #e8e8e4)',
  'light-dark(#6a7178, #9aa1a7)',
];

/**
 * The colour that a CSS value has at an element, as a canvas understands it.
 * @param {Element} host
 * @param {string} value
 * @param {string} [scheme]  light or dark; default: that of the element
 */
export function resolvedColor(host, value, scheme = '') {
  const probe = document.createElement('span');
  probe.style.setProperty('forced-color-adjust', 'none'); // what a canvas draws is not forced to other colours either
  probe.style.colorScheme = scheme;
  probe.style.color = value;
  (host.shadowRoot ?? host).append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}
