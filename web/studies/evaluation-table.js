/** evaluation.json as Markdown: the tables of the README. */
import { comparisonsOf, rowsOf, unique, verdictsOf } from './findings.js';

/**
 * @typedef {import('./findings.js').Evaluation} Evaluation
 * @typedef {import('./findings.js').Measure} Measure
 * @typedef {import('./findings.js').Pooled} Pooled
 *
 * @typedef {object} Titles  what readers see for the names in the files
 * @property {Record<string, string>} families
 * @property {Record<string, string>} lines
 *
 * @typedef {object} Yardsticks  what the numbers are held against
 * @property {import('./findings.js').PublishedTable[]} tables
 * @property {import('./findings.js').Expectation[]} expectations
 */

/** @type {[string, Measure][]} */
const columns = [
  ['loss at 128', { task: 'text', metric: 'loss', length: 128 }],
  ['loss at 1024', { task: 'text', metric: 'loss', length: 1024 }],
  ['loss at 2048', { task: 'text', metric: 'loss', length: 2048 }],
  ['copies at 1024', { task: 'repeat', metric: 'accuracy', length: 1024, params: { period: 128 } }],
  ['passkey at 128', { task: 'passkey', metric: 'exact_match', length: 128 }],
  ['passkey at 1024', { task: 'passkey', metric: 'exact_match', length: 1024 }],
];

/**
 * @param {string[][]} rows  the first is the head
 * @param {string} [alignment]  l or r for each column
 */
function markdown(rows, alignment = '') {
  const [head = [], ...body] = rows.map((cells) => `| ${cells.join(' | ')} |`);
  const rule = (rows[0] ?? []).map((_, i) => (alignment[i] === 'r' ? '---:' : '---'));
  return [head, `|${rule.join('|')}|`, ...body].join('\n');
}

/** @param {Pooled | null} value */
function shown(value) {
  if (!value) return '';
  return value.seeds > 1 ? `${value.mean.toFixed(2)} ± ${value.spread.toFixed(2)}` : value.mean.toFixed(2);
}

/**
 * @param {Evaluation} evaluation
 * @param {Titles} titles
 */
function tableOf(evaluation, titles) {
  const rows = rowsOf(
    evaluation,
    columns.map(([, measure]) => measure),
  ).map(({ family, line, values }, i, all) => [
    family === all[i - 1]?.family ? '' : (titles.families[family] ?? family),
    titles.lines[line] ?? line,
    ...values.map(shown),
  ]);
  return markdown(
    [['weights', 'method', ...columns.map(([name]) => name)], ...rows],
    `ll${'r'.repeat(columns.length)}`,
  );
}

/**
 * How much a number rests on.
 * @param {Evaluation} evaluation
 * @param {Titles} titles
 */
function sizesOf({ models, cells }, titles) {
  const lengths = unique(cells.map(({ length }) => length)).sort((a, b) => a - b);
  const samples = lengths.map((length) => `${cells.find((cell) => cell.length === length)?.samples} at ${length}`);
  const families = unique(models.map(({ family }) => family));
  const count = (/** @type {string} */ family) => models.filter((model) => model.family === family).length;
  const counts = unique(families.map(count));
  const seeds =
    counts.length === 1
      ? `${counts[0]} of each weights`
      : families.map((family) => `${count(family)} of ${titles.families[family] ?? family}`).join(', ');
  return `Samples of each cell: ${samples.join(', ')}; seeds: ${seeds}; ± is the standard deviation over seeds.`;
}

/**
 * A claim with its numbers: `RoPE, loss at 1024: local window 1.13 < as trained 3.04`.
 * @param {ReturnType<typeof verdictsOf>[number]['claims'][number]} claim
 * @param {Titles} titles
 */
export function claimText({ terms, of, within }, titles) {
  const weights = (/** @type {string} */ family) => (titles.families[family] ?? family).split(', trained on')[0] ?? '';
  const method = (/** @type {string} */ line) => titles.lines[line] ?? line;
  const joined = (/** @type {(string | undefined | false)[]} */ ...parts) => parts.filter(Boolean).join(', ');
  const measured = of.metric === 'loss' ? 'loss' : of.task === 'repeat' ? `copies of ${of.params?.period}` : 'passkey';
  const common = joined(
    of.family && weights(of.family),
    of.family && of.line && method(of.line),
    of.length ? `${measured} at ${of.length}` : measured,
  );
  const shownTerms = terms.map(({ family, line, length, value }) => {
    const name = joined(!of.family && weights(family), !of.line && method(line), !of.length && `at ${length}`);
    return `${name} ${value.toFixed(2)}`;
  });
  return `${common}: ${shownTerms.join(within === undefined ? ' < ' : ' ≈ ')}`;
}

/**
 * @param {Evaluation} evaluation
 * @param {Yardsticks['expectations']} expectations
 * @param {Titles} titles
 */
function verdictTable(evaluation, expectations, titles) {
  const rows = verdictsOf(evaluation, expectations).map(({ expected, claims, reason }) => [
    expected,
    claims.map((claim) => claimText(claim, titles)).join('<br>'),
    claims.map(({ holds, seeds }) => `${holds} of ${seeds}`).join('<br>'),
    reason,
  ]);
  return markdown([['expected', 'claimed, with what was measured', 'seeds that agree', 'why not'], ...rows]);
}

/**
 * @param {Evaluation} evaluation
 * @param {Yardsticks['tables']} tables
 */
function rankTable(evaluation, tables) {
  const rows = comparisonsOf(evaluation, tables).flatMap(({ source, what, pairs, rho }) =>
    rho === null ? [] : [[`${source}: ${what}`, pairs.map(({ name }) => name).join(', '), rho.toFixed(2)]],
  );
  return markdown([['published table', 'rows measured here too', 'rank correlation'], ...rows], 'llr');
}

const begin = '<!-- made by npm run evaluate -->';
const end = '<!-- end -->';

/**
 * @param {string} readme
 * @param {Evaluation & { titles: Titles }} evaluation
 * @param {Yardsticks} yardsticks
 */
export function readmeWith(readme, evaluation, { tables, expectations }) {
  const { titles } = evaluation;
  const [before = '', rest = ''] = readme.split(begin);
  const after = rest.split(end)[1] ?? '';
  const parts = [
    tableOf(evaluation, titles),
    sizesOf(evaluation, titles),
    verdictTable(evaluation, expectations, titles),
    rankTable(evaluation, tables),
  ];
  return `${before}${begin}\n${parts.join('\n\n')}\n${end}${after}`;
}
