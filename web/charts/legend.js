/** The key of a colour scale: a bar with ticks and the words of the mapping. */
import { heatmap } from './heatmap.js';
import { short, svg } from './svg.js';

/**
 * @typedef {object} LegendData  what a key of colours says
 * @property {string} title
 * @property {number[]} ticks   values, in the unit of the figure
 *
 * @param {LegendData} data
 * @param {import('./heatmap.js').HeatmapOptions & { width?: number }} [options]
 * @returns {HTMLElement}
 */
export function colorLegend({ title, ticks }, options = {}) {
  const { width = 220, gamma = 1, signed = false } = options;
  const place = (/** @type {number} */ value) => (signed ? (value + 1) / 2 : value ** gamma) * width;
  const figure = document.createElement('div');
  figure.className = 'legend';
  const label = document.createElement('span');
  label.textContent = title;
  const bar = heatmap(
    {
      values: Float64Array.from({ length: 256 }, (_, i) => (signed ? i / 127.5 - 1 : (i / 255) ** (1 / gamma))),
      rows: 1,
      cols: 256,
    },
    { ...options, causal: false },
  );
  bar.style.width = `${width}px`;
  bar.style.height = '10px';
  bar.setAttribute('aria-hidden', 'true');
  const scale = svg('svg', { width: width + 24, height: 16, viewBox: `-12 0 ${width + 24} 16`, 'aria-hidden': 'true' });
  for (const value of ticks) {
    const x = place(value);
    scale.append(
      svg('line', { x1: x, x2: x, y1: 0, y2: 3 }),
      svg('text', { x, y: 14, 'text-anchor': 'middle' }, [short(value)]),
    );
  }
  const stack = document.createElement('div');
  stack.className = 'scale';
  stack.append(bar, scale);
  figure.append(label, stack);
  return figure;
}
