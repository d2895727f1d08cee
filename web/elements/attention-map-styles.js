/** Styles of <rope-attention-map>. */
import { css } from './css.js';

export const mapStyles = css`
  .frame {
    position: relative;
    cursor: crosshair;
    touch-action: pan-y;
    min-height: 8rem;
  }
  .frame canvas,
  .frame > svg {
    position: absolute;
    inset-inline-start: 0;
    top: 0;
  }
  .frame > svg {
    pointer-events: none;
  }
  .frame > svg svg {
    overflow: hidden;
  }
  .axis line {
    stroke: var(--edge, light-dark(#8d949a, #656c72));
  }
  .edge {
    fill: none;
    stroke: var(--edge, light-dark(#8d949a, #656c72));
  }
  @media (forced-colors: active) {
    .axis line,
    .edge {
      stroke: CanvasText;
    }
  }
  .trained line {
    stroke: #b5b5b5;
    stroke-dasharray: 4 3;
    mix-blend-mode: difference;
  }
  .trained text {
    fill: var(--ink, light-dark(#16191c, #e8e8e4));
  }
  .cross line {
    stroke: #9a9a9a;
    stroke-width: 1;
    mix-blend-mode: difference;
  }
  .cross .cell {
    fill: none;
    stroke: #fff;
    stroke-width: 1.5;
    mix-blend-mode: difference;
  }
  .inset {
    position: absolute;
    top: 6px;
    inset-inline-end: 8px;
    pointer-events: none;
  }
  .inset svg {
    margin-inline-start: auto;
  }
  .below {
    min-height: 11.5rem;
    margin: 0.5rem 0 0 8px;
  }
  :is(.inset, .below) svg {
    font: 11px var(--mono, ui-monospace, monospace);
  }
  :is(.inset, .below) svg .here {
    font-weight: 700;
    fill: var(--ink, light-dark(#16191c, #e8e8e4));
  }
  :is(.inset, .below) .cell {
    fill: none;
    stroke: var(--accent, light-dark(#0b5cad, #7cb7ff));
    stroke-width: 2;
  }
  .below p {
    text-align: start;
  }
  :is(.inset, .below) p {
    margin: 0.3rem 0 0;
    font-size: 0.75rem;
    font-variant-numeric: tabular-nums;
    color: var(--muted, light-dark(#565d63, #a3a9ae));
  }
  .inset p {
    min-height: 36px;
    margin: 0 6.2rem 0 0; /* the buttons stand beside it */
    text-align: end;
    line-height: 18px;
  }
  .where {
    display: block;
    white-space: nowrap;
  }
  :is(.inset, .below) strong {
    color: var(--ink, light-dark(#16191c, #e8e8e4));
    font-size: 0.9375rem;
  }
  .waiting canvas {
    background: linear-gradient(
      to top right,
      var(--skeleton, light-dark(#e6e8e8, #24282b)) 50%,
      transparent 50%
    );
  }
  progress {
    position: absolute;
    inset: auto 10px 46px auto;
    width: 8rem;
    height: 4px;
    opacity: 0;
    animation: appear 0.2s 0.25s forwards;
  }
  @keyframes appear {
    to {
      opacity: 1;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    progress {
      animation-duration: 0.01s;
    }
  }
`;
