/** The rules of uPlot's stylesheet that a plot without legend needs, for use inside a shadow root (after uPlot 1.6, MIT). */
import { css } from './css.js';

export const uplotStyles = css`
  .uplot,
  .uplot *,
  .uplot *::before,
  .uplot *::after {
    box-sizing: border-box;
  }
  .uplot {
    line-height: 1.5;
    width: min-content;
  }
  .u-wrap {
    position: relative;
    user-select: none;
  }
  .u-over,
  .u-under,
  .u-axis,
  .u-cursor-x,
  .u-cursor-y,
  .u-cursor-pt {
    position: absolute;
  }
  .uplot canvas {
    display: block;
    position: relative;
    width: 100%;
    height: 100%;
  }
  .u-cursor-x,
  .u-cursor-y,
  .u-select {
    inset-inline-start: 0;
    top: 0;
    pointer-events: none;
  }
  .u-cursor-x {
    height: 100%;
    border-inline-end: 1px solid var(--edge, light-dark(#8d949a, #656c72));
  }
  .u-cursor-pt {
    top: 0;
    inset-inline-start: 0;
    border-radius: 50%;
    pointer-events: none;
  }
  .u-off {
    display: none;
  }
`;
