/** Names the elements. Importing a component changes nothing; a page calls `define()` once. */
import { RopeAttentionMap } from './attention-map.js';
import { RopeHeatmapGrid } from './heatmap-grid.js';
import { RopeMethod } from './method.js';
import { RopeNumber } from './number.js';

/** @param {[string, CustomElementConstructor][]} list */
export function defineElements(list) {
  for (const [name, element] of list) if (!customElements.get(name)) customElements.define(name, element);
}

/** What the first picture and the controls need; the others come with define-others.js. */
export const define = () =>
  defineElements([
    ['rope-attention-map', RopeAttentionMap],
    ['rope-heatmap-grid', RopeHeatmapGrid],
    ['rope-method', RopeMethod],
    ['rope-number', RopeNumber],
  ]);
