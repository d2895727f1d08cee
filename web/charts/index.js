/** `import { heatmap } from 'ropescope/charts'`: what draws arrays, without an engine; (arrays, options) to an element. */

export { barsOf } from './bars.js';
export { lut, sequentialMaps } from './colormap.js';
export { coverage } from './coverage.js';
export { dialsOf } from './dials.js';
export { heatmap, paint } from './heatmap.js';
export { colorLegend } from './legend.js';
export { lineSvg } from './line-svg.js';
export { mapAxes } from './map-axes.js';
export { maxPool, runningMean } from './pool.js';
export { stripAxes } from './strip-axes.js';
export { ticks, tokenTicks } from './svg.js';
