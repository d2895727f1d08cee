/** Names the elements of maps and of the controls for them; the others come with define-others.js. */
import { RopeAttentionMap } from './attention-map.js';
import { defineElements } from './define.js';
import { RopeHeatmapGrid } from './heatmap-grid.js';
import { RopeMethod } from './method.js';
import { RopeNumber } from './number.js';

export const defineFirst = () =>
  defineElements([
    ['rope-attention-map', RopeAttentionMap],
    ['rope-heatmap-grid', RopeHeatmapGrid],
    ['rope-method', RopeMethod],
    ['rope-number', RopeNumber],
  ]);
