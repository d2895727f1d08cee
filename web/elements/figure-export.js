/** A figure as a file: its numbers, its picture, its curves as a drawing. */
import { lineSvg } from '../charts/line-svg.js';
import { withInsights } from '../words/insights.js';
import { RopeAttentionMap } from './attention-map.js';
import { csvOf, partOf, tablesOf, within } from './figure-numbers.js';
import { pictureOf } from './picture.js';
import { RopePlot } from './plot.js';
import { dashes, resolvedColor, seriesColor } from './styles.js';

/**
 * @typedef {object} Drawn            a figure as it stands on a page
 * @property {HTMLElement} host       whose colours count
 * @property {Element[]} elements     what is drawn
 * @property {string} kind
 * @property {import('../words/en.js').Words} words
 */

/** With the part that is shown of maps. @param {Drawn} drawn */
export function titleOf({ kind, words, elements }) {
  const { kinds, insights } = withInsights(words);
  const title = /** @type {Record<string, string>} */ ({ ...kinds, ...insights.tools.titles })[kind] ?? kind;
  const map = [...within(elements)].find((each) => each instanceof RopeAttentionMap);
  return [title, ...(map ? partOf(map.view, map.length, insights) : [])].reduce(insights.tools.of);
}

/** @param {Drawn} drawn */
export const tables = ({ elements, words }) => tablesOf(elements, withInsights(words));

/** @param {Drawn} drawn */
export const csv = (drawn) => csvOf(tables(drawn));

/** @param {Drawn} drawn */
export const png = (drawn) => pictureOf(drawn.host, drawn.elements, { title: titleOf(drawn), ...lookOf(drawn.host) });

/** @param {Element[]} elements */
export const plotsIn = (elements) =>
  [...within(elements)].flatMap((each) => (each instanceof RopePlot && each.figure ? [each] : []));

/** The first curves of a figure; '' where it has none. @param {Drawn} drawn */
export const svg = (drawn) =>
  plotsIn(drawn.elements)
    .slice(0, 1)
    .map((plot) => curvesOf(plot, titleOf(drawn)))
    .join('');

/** @param {HTMLElement} host */
const lookOf = (host) => ({
  ink: resolvedColor(host, 'var(--ink, light-dark(#16191c, #e8e8e4))'),
  paper: resolvedColor(host, 'var(--paper, light-dark(#fff, #16191b))'),
  muted: resolvedColor(host, 'var(--muted, light-dark(#565d63, #a3a9ae))'),
  rule: resolvedColor(host, 'var(--rule, light-dark(#e2e4e3, #2b3034))'),
  font: getComputedStyle(host).fontFamily,
});

/**
 * @param {RopePlot} plot
 * @param {string} title
 */
function curvesOf(plot, title) {
  const { figure } = plot;
  if (!figure) return '';
  const lines = figure.curves.map(({ label, slot, dash = slot, values, dots }) => ({
    ...{ label, values, color: resolvedColor(plot, seriesColor(slot)), dash: dashes[dash % dashes.length] ?? [] },
    ...(dots ? { dots } : {}),
  }));
  const { x, marks, xTitle, yTitle, xTicks, xLog, yLog, yRange } = figure;
  const drawing = lineSvg({ title, x, lines, marks, xTitle, yTitle, xTicks, xLog, yLog, yRange, look: lookOf(plot) });
  return new XMLSerializer().serializeToString(drawing);
}
