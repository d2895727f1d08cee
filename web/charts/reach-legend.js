/** The key of a diverging scale whose ends are not 1, or whose colours do not grow in step with the values. */
import { colorLegend } from './legend.js';
import { short } from './svg.js';

/**
 * @param {import('./legend.js').LegendData & { place: (value: number) => number }} data  place: of a value, from -1 to 1
 * @returns {HTMLElement}
 */
export function reachLegend({ title, ticks, place }) {
  const legend = colorLegend({ title, ticks: ticks.map(place) }, { map: 'diverging', signed: true });
  for (const [i, text] of legend.querySelectorAll('text').entries()) text.textContent = short(ticks[i] ?? 0);
  return legend;
}
