/** What the figures say that come when somebody asks for them: words of every language, beside those of the page. */
import { heads as enHeads } from './en/heads.js';
import { insights as en } from './en/insights.js';
import { heads as zhHeads } from './zh/heads.js';
import { insights as zh } from './zh/insights.js';

/**
 * @typedef {typeof en} Insights
 * @typedef {{ insights: Insights, heads: typeof enHeads }} Added
 */

/** @type {Record<string, Insights>} */
const known = { en, zh };
/** @type {Record<string, typeof enHeads>} */
const heads = { en: enHeads, zh: zhHeads };

/** @type {WeakMap<import('./words.js').Words, import('./words.js').Words & Added>} */
const joined = new WeakMap();

/**
 * The words of a page with those of these figures.
 * @param {import('./words.js').Words} words
 */
export function withInsights(words) {
  const insights = known[words.id] ?? en;
  const { axes, labels, sentences, kinds } = insights;
  const ofHeads = heads[words.id] ?? enHeads;
  const all = joined.get(words) ?? {
    ...words,
    insights,
    heads: ofHeads,
    axes: { ...words.axes, ...axes },
    labels: { ...words.labels, ...labels },
    sentences: { ...words.sentences, ...sentences, ...ofHeads.sentences },
    kinds: { ...words.kinds, ...kinds },
  };
  joined.set(words, all);
  return all;
}
