/** evaluation.json as Markdown: the tables of docs/results.md, in the words of its language. */
import { withResults } from '../words/results.js';
import { comparisonsOf, measuredOf, rowsOf, unique, verdictsOf } from './findings.js';

/**
 * @typedef {import('./findings.js').Evaluation} Evaluation
 * @typedef {import('./findings.js').Measure} Measure
 * @typedef {import('./findings.js').Pooled} Pooled
 *
 * @typedef {object} Titles  what readers see for the names in the files
 * @property {Record<string, string>} families
 * @property {Record<string, string>} lines
 *
 * @typedef {ReturnType<typeof withResults>} Words
 *
 * @typedef {object} Yardsticks  what the numbers are held against
 * @property {import('./findings.js').PublishedTable[]} tables
 * @property {import('./findings.js').Expectation[]} expectations
 */

/** @type {(Measure & { title: 'loss' | 'copies' | 'passkey' })[]} */
const columns = [
  { title: 'loss', task: 'text', metric: 'loss', length: 128 },
  { title: 'loss', task: 'text', metric: 'loss', length: 1024 },
  { title: 'loss', task: 'text', metric: 'loss', length: 2048 },
  { title: 'loss', task: 'text', metric: 'loss', length: 4096 },
  { title: 'copies', task: 'repeat', metric: 'accuracy', length: 1024, params: { period: 128 } },
  { title: 'passkey', task: 'passkey', metric: 'exact_match', length: 128 },
  { title: 'passkey', task: 'passkey', metric: 'exact_match', length: 1024 },
];

/**
 * What readers see for the names in the files.
 * @param {Titles} titles
 * @param {Words} words
 */
const namesIn = ({ families, lines }, { data }) => ({
  weights: (/** @type {string} */ family) => data.model(family) ?? families[family] ?? family,
  method: (/** @type {string} */ line) => data.line(line) ?? lines[line] ?? line,
});

/**
 * @param {string[][]} rows  the first is the head
 * @param {string} [alignment]  l or r for each column
 */
function markdown(rows, alignment = '') {
  const [head = [], ...body] = rows.map((cells) => `| ${cells.join(' | ')} |`);
  const rule = (rows[0] ?? []).map((_, i) => (alignment[i] === 'r' ? '---:' : '---'));
  return [head, `|${rule.join('|')}|`, ...body].join('\n');
}

/**
 * @param {Pooled | null} value
 * @param {Words} words
 */
function shown(value, { tables }) {
  if (!value) return tables.unmeasured;
  return value.seeds > 1 ? `${value.mean.toFixed(2)} ± ${value.spread.toFixed(2)}` : value.mean.toFixed(2);
}

/**
 * @param {Evaluation} evaluation
 * @param {Titles} titles
 * @param {Words} words
 */
function tableOf(evaluation, titles, words) {
  const { weights, method } = namesIn(titles, words);
  const measured = measuredOf(evaluation, columns);
  const rows = rowsOf(evaluation, measured).map(({ family, line, values }, i, all) => [
    family === all[i - 1]?.family ? '' : weights(family),
    method(line),
    ...values.map((value) => shown(value, words)),
  ]);
  const heads = measured.map(({ title, length }) => words.tables[title](length));
  return markdown([[...words.tables.results, ...heads], ...rows], `ll${'r'.repeat(measured.length)}`);
}

/**
 * How much a number rests on.
 * @param {Evaluation} evaluation
 * @param {Titles} titles
 * @param {Words} words
 */
function sizesOf({ models, cells }, titles, words) {
  const { weights } = namesIn(titles, words);
  const lengths = unique(cells.map(({ length }) => length)).sort((a, b) => a - b);
  const families = unique(models.map(({ family }) => family));
  const count = (/** @type {string} */ family) => models.filter((model) => model.family === family).length;
  const [each = 0, ...others] = unique(families.map(count));
  return words.tables.sizes({
    samples: lengths.map((length) => [cells.find((cell) => cell.length === length)?.samples ?? 0, length]),
    seeds: others.length === 0 ? each : families.map((family) => [count(family), weights(family)]),
  });
}

/**
 * A claim with its numbers: `RoPE, loss at 1024: local window 1.13 < as trained 3.04`.
 * @param {ReturnType<typeof verdictsOf>[number]['claims'][number]} claim
 * @param {Titles} titles
 * @param {Words} words
 */
export function claimText({ terms, of, within }, titles, words) {
  const { claims } = words;
  const { weights: titleOf, method } = namesIn(titles, words);
  const weights = (/** @type {string} */ family) => claims.weights(titleOf(family));
  const joined = (/** @type {(string | undefined | false)[]} */ ...parts) =>
    claims.list(parts.flatMap((part) => (part ? [part] : [])));
  const measured =
    of.metric === 'loss' ? claims.loss : of.task === 'repeat' ? claims.copies(of.params?.period) : claims.passkey;
  const common = joined(
    of.family && weights(of.family),
    of.family && of.line && method(of.line),
    of.length ? claims.measured(measured, of.length) : measured,
  );
  const shownTerms = terms.map(({ family, line, length, value }) => {
    const name = joined(!of.family && weights(family), !of.line && method(line), !of.length && claims.at(length));
    return `${name} ${Number.isNaN(value) ? '–' : value.toFixed(2)}`; // NaN: of no seed yet
  });
  return claims.says(common, shownTerms.join(within === undefined ? ' < ' : ' ≈ '));
}

/**
 * @param {Evaluation} evaluation
 * @param {Yardsticks['expectations']} expectations
 * @param {{ titles: Titles, words: Words }} said
 */
function verdictTable(evaluation, expectations, { titles, words }) {
  const rows = verdictsOf(evaluation, expectations).map(({ id, claims, ...english }) => {
    const { expected, reason } = words.data.expectation(id) ?? english;
    return [
      expected,
      claims.map((claim) => claimText(claim, titles, words)).join('<br>'),
      claims
        .map(({ holds, seeds }) => (seeds === 0 ? words.tables.unmeasured : words.tables.seeds(holds, seeds)))
        .join('<br>'),
      reason,
    ];
  });
  return markdown([words.tables.verdicts, ...rows]);
}

/**
 * @param {Evaluation} evaluation
 * @param {Yardsticks['tables']} tables
 * @param {Words} words
 */
function rankTable(evaluation, tables, words) {
  const rows = comparisonsOf(evaluation, tables).flatMap(({ id, pairs, rho, ...english }) => {
    if (rho === null) return [];
    const { source, what } = words.data.published(id) ?? english;
    return [[words.tables.published(source, what), words.claims.list(pairs.map(({ name }) => name)), rho.toFixed(2)]];
  });
  return markdown([words.tables.ranks, ...rows], 'llr');
}

const begin = '<!-- made by npm run evaluate -->';
const end = '<!-- end -->';

/**
 * @param {string} page  docs/results.md, in its language
 * @param {Evaluation & { titles: Titles }} evaluation
 * @param {Yardsticks} yardsticks
 * @param {import('../words/en.js').Words} language
 */
export function pageWith(page, evaluation, { tables, expectations }, language) {
  const { titles } = evaluation;
  const words = withResults(language);
  const [before = '', rest = ''] = page.split(begin);
  const after = rest.split(end)[1] ?? '';
  const parts = [
    tableOf(evaluation, titles, words),
    sizesOf(evaluation, titles, words),
    verdictTable(evaluation, expectations, { titles, words }),
    rankTable(evaluation, tables, words),
  ];
  return `${before}${begin}\n${parts.join('\n\n')}\n${end}${after}`;
}
