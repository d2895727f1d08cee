/** What evaluation.json says, put into words: the table of the README, and how its order compares with published ones. */

/**
 * @typedef {{ mean: number, spread: number }} Summary
 * @typedef {object} StoredCell
 * @property {string} model
 * @property {string} line
 * @property {{ id: string, params: object }[]} methods  as they ran at this length; [] = the model's own
 * @property {string} task
 * @property {Record<string, number>} params
 * @property {number} length
 * @property {number} samples
 * @property {Record<string, Summary>} metrics
 *
 * @typedef {{ name: string, family: string, methods: string[], sha256: string }} StoredModel
 *   family: models that differ in nothing but their seed
 * @typedef {{ models: StoredModel[], cells: StoredCell[] }} StoredEvaluation
 *
 * @typedef {object} Measure
 * @property {string} task
 * @property {string} metric
 * @property {number} length
 * @property {Record<string, number>} [params]  absent: the mean over all of them
 *
 * @typedef {object} PublishedRow
 * @property {string} name
 * @property {string[]} weights  methods that the model of this row was trained with
 * @property {string} line
 * @property {number} value
 *
 * @typedef {object} PublishedTable
 * @property {string} source
 * @property {string} what
 * @property {'up' | 'down'} better
 * @property {Measure} ours
 * @property {PublishedRow[]} rows
 */

/** @param {number[]} values */
const meanOf = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** @param {number[]} values */
function spreadOf(values) {
  const mean = meanOf(values);
  return values.length < 2 ? 0 : Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
}

/** @template T @param {T[]} list */
const unique = (list) => [...new Set(list)];

/**
 * One number of one model: the mean over the task's parameters, or the cell of those asked for.
 * @param {StoredCell[]} cells
 * @param {{ model: string, line: string }} row
 * @param {Measure} measure
 */
function valueOfModel(cells, { model, line }, { task, metric, length, params }) {
  const found = cells.filter(
    (cell) =>
      cell.model === model &&
      cell.line === line &&
      cell.task === task &&
      cell.length === length &&
      (!params || JSON.stringify(cell.params) === JSON.stringify(params)),
  );
  const values = found.flatMap(({ metrics }) => (metrics[metric] ? [metrics[metric].mean] : []));
  return values.length > 0 ? meanOf(values) : undefined;
}

/**
 * Mean and spread over seeds.
 * @param {StoredEvaluation} evaluation
 * @param {{ family: string, line: string }} row
 * @param {Measure} measure
 * @returns {{ mean: number, spread: number, seeds: number } | undefined}
 */
function valueOfFamily({ models, cells }, { family, line }, measure) {
  const values = models
    .filter((model) => model.family === family)
    .flatMap(({ name }) => valueOfModel(cells, { model: name, line }, measure) ?? []);
  if (values.length === 0) return undefined;
  return { mean: meanOf(values), spread: spreadOf(values), seeds: values.length };
}

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
 * @param {StoredEvaluation} evaluation
 * @returns {string} Markdown
 */
export function tableOf(evaluation) {
  const rows = unique(evaluation.models.map(({ family }) => family)).flatMap((family) => {
    const names = evaluation.models.filter((model) => model.family === family).map(({ name }) => name);
    const own = evaluation.cells.filter(({ model }) => names.includes(model));
    return unique(own.map(({ line }) => line)).map((line) => {
      const values = columns.map(([, measure]) => shown(valueOfFamily(evaluation, { family, line }, measure)));
      return `| ${family} | ${line} | ${values.join(' | ')} |`;
    });
  });
  const head = ['weights', 'method', ...columns.map(([name]) => name)];
  return [`| ${head.join(' | ')} |`, `|${head.map((_, i) => (i < 2 ? '---' : '---:')).join('|')}|`, ...rows].join('\n');
}

/** @param {ReturnType<typeof valueOfFamily>} value */
function shown(value) {
  if (!value) return '';
  return value.seeds > 1 ? `${value.mean.toFixed(2)} ± ${value.spread.toFixed(2)}` : value.mean.toFixed(2);
}

/**
 * Ranks from 1; equal values share the mean of their ranks.
 * @param {number[]} values
 */
function ranksOf(values) {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

/**
 * Spearman's rank correlation: Pearson's of the ranks, so that ties count. NaN where one list is all ties.
 * @param {number[]} a
 * @param {number[]} b
 */
export function spearman(a, b) {
  const center = (/** @type {number[]} */ ranks) => ranks.map((rank) => rank - (ranks.length + 1) / 2);
  const [x, y] = [center(ranksOf(a)), center(ranksOf(b))];
  const dot = (/** @type {number[]} */ u, /** @type {number[]} */ v) =>
    u.reduce((sum, ui, i) => sum + ui * (v[i] ?? 0), 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

/**
 * For each published table the rows that we measured too, and the rank correlation; positive = the same order.
 * @param {StoredEvaluation} evaluation
 * @param {PublishedTable[]} tables
 */
export function comparisonsOf(evaluation, tables) {
  return tables.map(({ source, what, better, ours, rows }) => {
    const pairs = rows.flatMap(({ name, weights, line, value }) => {
      const model = evaluation.models.find(({ methods }) => methods.join() === weights.join());
      const measured = model && valueOfFamily(evaluation, { family: model.family, line }, ours);
      return measured ? [{ name, published: value, measured: measured.mean }] : [];
    });
    const sign = (better === 'up') === (ours.metric !== 'loss') ? 1 : -1;
    const rho =
      sign *
      spearman(
        pairs.map(({ published }) => published),
        pairs.map(({ measured }) => measured),
      );
    return { source, what, ours, pairs, rho: pairs.length > 2 && Number.isFinite(rho) ? rho : null };
  });
}

/**
 * How much a number rests on.
 * @param {StoredEvaluation} evaluation
 */
function sizesOf({ models, cells }) {
  const lengths = unique(cells.map(({ length }) => length)).sort((a, b) => a - b);
  const samples = lengths.map((length) => `${cells.find((cell) => cell.length === length)?.samples} at ${length}`);
  const families = unique(models.map(({ family }) => family));
  const seeds = families.map((family) => `${models.filter((model) => model.family === family).length} of ${family}`);
  return `Samples of each cell: ${samples.join(', ')}; seeds: ${seeds.join(', ')}; ± is the standard deviation over seeds.`;
}

const begin = '<!-- made by npm run evaluate -->';
const end = '<!-- end -->';

/**
 * @param {string} readme
 * @param {StoredEvaluation} evaluation
 * @param {PublishedTable[]} published
 */
export function readmeWith(readme, evaluation, published) {
  const [before = '', rest = ''] = readme.split(begin);
  const after = rest.split(end)[1] ?? '';
  const lines = comparisonsOf(evaluation, published).flatMap(({ source, what, pairs, rho }) =>
    rho === null ? [] : [`| ${source}: ${what} | ${pairs.map(({ name }) => name).join(', ')} | ${rho.toFixed(2)} |`],
  );
  const ranks = ['| published table | rows measured here too | rank correlation |', '|---|---|---:|', ...lines].join(
    '\n',
  );
  return `${before}${begin}\n${tableOf(evaluation)}\n\n${sizesOf(evaluation)}\n\n${ranks}\n${end}${after}`;
}
