/** Styles of what <rope-attention-map> gets after its first picture: buttons over its corner, and what a part of a map looks like. */
import { css } from './css.js';

export const closerStyles = css`
  .zoom {
    position: absolute;
    top: 6px;
    inset-inline-end: 4px;
    z-index: 1;
    display: flex;
    cursor: default;
    font-variant-numeric: tabular-nums;
  }
  .zoom button.plain {
    min-width: 1.75rem;
    min-height: 1.75rem;
    padding: 0 0.4rem;
    border-radius: 0;
    font-size: 0.8125rem;
    line-height: 1;
  }
  .zoom button.plain:first-child {
    border-radius: 4px 0 0 4px;
  }
  .zoom button.plain:last-child {
    border-radius: 0 4px 4px 0;
  }
  .zoom button.plain + button.plain {
    border-inline-start: 0;
  }
  .zoom button[aria-disabled='true'] {
    color: var(--muted, light-dark(#565d63, #a3a9ae));
    cursor: default;
  }
  @media (pointer: coarse) {
    .zoom button.plain {
      min-width: 2.25rem;
      min-height: 2.25rem;
    }
    .inset p {
      margin-inline-end: 7.4rem;
    }
  }
  .small .zoom button.plain {
    min-width: 1.5rem;
    min-height: 1.5rem;
    padding: 0 0.2rem;
    font-size: 0.75rem;
  }
  .near {
    touch-action: none;
  }
  .filled .inset svg {
    display: none;
  }
  .filled .inset p {
    padding: 0.1rem 0.4rem;
    border-radius: 4px;
    background: var(--paper, light-dark(#fff, #16191b));
  }
  .trained text {
    paint-order: stroke;
    stroke: var(--paper, light-dark(#fff, #16191b));
    stroke-width: 5px;
    stroke-linejoin: round;
  }
`;
