/** What the figures say that come when somebody asks for them: words of every language, beside those of the page. */
import { insights as en } from './en/insights.js';
import { insights as zh } from './zh/insights.js';

/** @typedef {typeof en} Insights */

/** @type {Record<string, Insights>} */
const known = { en, zh };

/** @type {WeakMap<import('./words.js').Words, import('./words.js').Words & { insights: Insights }>} */
const joined = new WeakMap();

/**
 * The words of a page with those of these figures.
 * @param {import('./words.js').Words} words
 */
export function withInsights(words) {
  const insights = known[words.id] ?? en;
  const { axes, labels, sentences, kinds } = insights;
  const all = joined.get(words) ?? {
    ...words,
    insights,
    axes: { ...words.axes, ...axes },
    labels: { ...words.labels, ...labels },
    sentences: { ...words.sentences, ...sentences },
    kinds: { ...words.kinds, ...kinds },
  };
  joined.set(words, all);
  return all;
}
