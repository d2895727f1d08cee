/** Names the elements. Importing a component changes nothing; a page calls `define()` once. */
import { RopeAttentionMap } from './attention-map.js';
import { RopeCoverage } from './coverage.js';
import { RopeDoctor } from './doctor.js';
import { RopeEncoding } from './encoding.js';
import { RopeHeatmapGrid } from './heatmap-grid.js';
import { RopeMethod } from './method.js';
import { RopeNumber } from './number.js';
import { RopePlot } from './plot.js';
import { RopeReader } from './reader.js';

/** @type {[string, CustomElementConstructor][]} */
const elements = [
  ['rope-attention-map', RopeAttentionMap],
  ['rope-coverage', RopeCoverage],
  ['rope-doctor', RopeDoctor],
  ['rope-encoding', RopeEncoding],
  ['rope-heatmap-grid', RopeHeatmapGrid],
  ['rope-method', RopeMethod],
  ['rope-number', RopeNumber],
  ['rope-plot', RopePlot],
  ['rope-reader', RopeReader],
];

/** @param {[string, CustomElementConstructor][]} list */
export function defineElements(list) {
  for (const [name, element] of list) if (!customElements.get(name)) customElements.define(name, element);
}

export const define = () => defineElements(elements);
