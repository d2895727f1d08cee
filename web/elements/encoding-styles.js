/** Styles of <rope-encoding>. */
import { css } from './css.js';

export const encodingStyles = css`
  .frame {
    position: relative;
    cursor: crosshair;
    touch-action: pan-y;
  }
  canvas {
    position: absolute;
  }
  .legend canvas {
    position: static;
  }
  .frame svg {
    position: relative;
    pointer-events: none;
  }
  .axis line,
  .edge {
    fill: none;
    stroke: var(--edge, light-dark(#8d949a, #656c72));
  }
  .trained {
    stroke: #16191c;
    stroke-dasharray: 4 3;
  }
  .cross {
    position: absolute;
    background: #16191c;
    pointer-events: none;
  }
  .frame.near {
    touch-action: pan-y; /* a finger pulls the strip along its positions, the page up and down */
  }
  .below {
    display: flex;
    gap: 1rem;
    justify-content: space-between;
    margin-top: 0.2rem;
  }
  .below .zoom {
    position: static;
    flex: none;
    align-self: start;
  }
  .readout {
    min-height: 1.45em;
    margin: 0;
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
  }
`;
