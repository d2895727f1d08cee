/** What the figures say that come when somebody asks for them: words of every language, beside those of the page. */
import { cell as enCell } from './en/cell.js';
import { doctor as enDoctor } from './en/doctor.js';
import * as enEvaluation from './en/evaluation.js';
import { heads as enHeads } from './en/heads.js';
import { insights as en } from './en/insights.js';
import { cell as zhCell } from './zh/cell.js';
import { doctor as zhDoctor } from './zh/doctor.js';
import * as zhEvaluation from './zh/evaluation.js';
import { heads as zhHeads } from './zh/heads.js';
import { insights as zh } from './zh/insights.js';

/**
 * @typedef {typeof en} Insights
 * @typedef {{ insights: Insights } & typeof enInside} Added
 */

const enInside = { heads: enHeads, cell: enCell, doctor: enDoctor, ...enEvaluation };

/** @type {Record<string, Insights>} */
const known = { en, zh };
/** @type {Record<string, typeof enInside>} */
const inside = { en: enInside, zh: { heads: zhHeads, cell: zhCell, doctor: zhDoctor, ...zhEvaluation } };

/** @type {WeakMap<import('./words.js').Words, import('./words.js').Words & Added>} */
const joined = new WeakMap();

/**
 * The words of a page with those of these figures.
 * @param {import('./words.js').Words} words
 */
export function withInsights(words) {
  const insights = known[words.id] ?? en;
  const { axes, labels, sentences, kinds } = insights;
  const own = inside[words.id] ?? enInside;
  const all = joined.get(words) ?? {
    ...words,
    insights,
    ...own,
    axes: { ...words.axes, ...axes },
    labels: { ...words.labels, ...labels },
    sentences: { ...words.sentences, ...sentences, ...own.heads.sentences, ...own.cell.sentences },
    kinds: { ...words.kinds, ...kinds },
  };
  joined.set(words, all);
  return all;
}
