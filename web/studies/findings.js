/**
 * What the cells of evaluation.json say together: means over seeds, ranks beside published tables, and whether what was
 * expected came.
 */

/**
 * @typedef {{ mean: number, spread: number }} Summary
 * @typedef {object} StoredCell
 * @property {string} model     name
 * @property {string} line
 * @property {import('../lib/types.js').MethodSpec[]} methods  as they ran at this length; [] = the model's own
 * @property {string} task
 * @property {Record<string, number>} params
 * @property {number} length    tokens
 * @property {number} samples
 * @property {Record<string, Summary>} metrics
 *
 * @typedef {{ name: string, family: string, seed?: number, methods: string[], sha256: string, older?: boolean }} StoredModel
 *   family: models that differ in nothing but their seed; older: has only what an earlier recipe asked for, too
 * @typedef {{ models: StoredModel[], cells: StoredCell[] }} Evaluation
 *
 * @typedef {object} Measure
 * @property {string} task
 * @property {string} metric
 * @property {number} length
 * @property {Record<string, number>} [params]  those that matter; the mean over the others
 *
 * @typedef {{ family: string, line: string }} Row
 * @typedef {Summary & { samples: number, seeds: number }} Pooled
 */

/** @param {number[]} list */
const meanOf = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;

/** @template T @param {T[]} list */
export const unique = (list) => [...new Set(list)];

/**
 * @param {StoredCell[]} cells
 * @param {Measure} measure
 */
const measuredBy = (cells, { task, metric, length, params = {} }) =>
  cells.filter(
    (cell) =>
      cell.task === task &&
      cell.length === length &&
      cell.metrics[metric] &&
      Object.entries(params).every(([key, value]) => cell.params[key] === value),
  );

/**
 * Mean over the cells of a measure (the passkey has one for each depth), then over seeds. The spread is the standard
 * deviation over seeds where there are several, else over samples.
 * @param {StoredCell[]} cells  of one row
 * @param {Measure} measure
 * @returns {Pooled | null}
 */
export function pooled(cells, measure) {
  const found = measuredBy(cells, measure);
  if (found.length === 0) return null;
  const summaryOf = (/** @type {StoredCell} */ cell) => /** @type {Summary} */ (cell.metrics[measure.metric]);
  const means = unique(found.map(({ model }) => model)).map((model) =>
    meanOf(found.filter((cell) => cell.model === model).map((cell) => summaryOf(cell).mean)),
  );
  const mean = meanOf(means);
  const squares = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    spread:
      means.length > 1
        ? Math.sqrt(squares / (means.length - 1))
        : spreadOverSamples(found.map((cell) => ({ ...summaryOf(cell), n: cell.samples }))),
    samples: found.reduce((sum, cell) => sum + cell.samples, 0),
    seeds: means.length,
  };
}

/**
 * Standard deviation over the samples of several cells: within them and between them.
 * @param {(Summary & { n: number })[]} cells
 */
function spreadOverSamples(cells) {
  const count = cells.reduce((sum, { n }) => sum + n, 0);
  const mean = cells.reduce((sum, cell) => sum + cell.n * cell.mean, 0) / count;
  const squares = cells.reduce(
    (sum, cell) => sum + (cell.n - 1) * cell.spread ** 2 + cell.n * (cell.mean - mean) ** 2,
    0,
  );
  return count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
}

/** @type {WeakMap<StoredCell[], Map<string, Map<string, StoredCell[]>>>} cells by line, then by model: there are thousands */
const indexes = new WeakMap();

/** @param {StoredCell[]} cells */
function indexOf(cells) {
  const known = indexes.get(cells);
  if (known) return known;
  /** @type {Map<string, Map<string, StoredCell[]>>} */
  const index = new Map();
  for (const cell of cells) {
    const models = index.get(cell.line) ?? new Map();
    index.set(cell.line, models.set(cell.model, [...(models.get(cell.model) ?? []), cell]));
  }
  indexes.set(cells, index);
  return index;
}

/**
 * @param {Evaluation} evaluation  whose cells are not added to
 * @param {Row} row
 */
export function cellsOf({ models, cells }, { family, line }) {
  const byModel = indexOf(cells).get(line);
  return models.filter((model) => model.family === family).flatMap(({ name }) => byModel?.get(name) ?? []);
}

/**
 * @param {Evaluation} evaluation
 * @param {Measure[]} measures
 * @returns {(Row & { values: (Pooled | null)[] })[]}
 */
export function rowsOf(evaluation, measures) {
  const lines = [...indexOf(evaluation.cells).keys()];
  return unique(evaluation.models.map(({ family }) => family)).flatMap((family) =>
    lines.flatMap((line) => {
      const cells = cellsOf(evaluation, { family, line });
      return cells.length > 0 ? [{ family, line, values: measures.map((measure) => pooled(cells, measure)) }] : [];
    }),
  );
}

/**
 * The measures that some cell has: a column of which nothing is measured is none.
 * @template {Measure} T
 * @param {Evaluation} evaluation
 * @param {T[]} measures
 * @returns {T[]}
 */
export const measuredOf = ({ cells }, measures) => measures.filter((measure) => pooled(cells, measure) !== null);

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
 * @typedef {object} PublishedTable
 * @property {string} id       of its words in other languages
 * @property {string} source
 * @property {string} what
 * @property {'up' | 'down'} better
 * @property {Measure} ours
 * @property {(Row & { name: string, value: number })[]} rows
 */

/**
 * For each published table the rows that we measured too, and the rank correlation; positive = the same order.
 * @param {Evaluation} evaluation
 * @param {PublishedTable[]} tables
 */
export function comparisonsOf(evaluation, tables) {
  return tables.map(({ id, source, what, better, ours, rows }) => {
    const pairs = rows.flatMap(({ name, value, ...row }) => {
      const measured = pooled(cellsOf(evaluation, row), ours);
      return measured ? [{ name, published: value, measured: measured.mean }] : [];
    });
    const sign = (better === 'up') === (ours.metric !== 'loss') ? 1 : -1;
    const rho =
      sign *
      spearman(
        pairs.map(({ published }) => published),
        pairs.map(({ measured }) => measured),
      );
    return { id, source, what, ours, pairs, rho: pairs.length > 2 && Number.isFinite(rho) ? rho : null };
  });
}

/**
 * @typedef {Row & Measure} Term
 *
 * @typedef {object} Claim  of terms that have in common what `of` says
 * @property {Partial<Term>} of
 * @property {Partial<Term>[]} terms
 * @property {number} [rising]  each term is greater than the one before by this much at least
 * @property {number} [within]  or: no two differ by more than this
 *
 * @typedef {object} Expectation
 * @property {string} id       of its words in other languages
 * @property {string} expected
 * @property {Claim[]} claims
 * @property {string} [reason]  why not all of it came; there where it did not
 */

/**
 * @param {number[]} values
 * @param {Claim} claim
 */
const isTrueOf = (values, { rising = 0, within }) =>
  within === undefined
    ? values.every((value, i) => i === 0 || value >= /** @type {number} */ (values[i - 1]) + rising)
    : Math.max(...values) - Math.min(...values) <= within;

/**
 * A claim is looked at for each seed by itself: `holds` of `seeds` agree.
 * @param {Evaluation} evaluation
 * @param {Claim} claim
 */
function judge(evaluation, claim) {
  const terms = claim.terms.map((term) => /** @type {Term} */ ({ ...claim.of, ...term }));
  const bySeed = unique(evaluation.models.map(({ seed }) => seed)).flatMap((seed) => {
    const models = evaluation.models.filter((model) => model.seed === seed);
    const found = terms.map((term) => pooled(cellsOf({ models, cells: evaluation.cells }, term), term));
    return found.every((value) => value !== null) ? [found.map(({ mean }) => mean)] : [];
  });
  return {
    ...claim,
    terms: terms.map((term, i) => ({ ...term, value: meanOf(bySeed.map((values) => values[i] ?? Number.NaN)) })),
    holds: bySeed.filter((values) => isTrueOf(values, claim)).length,
    seeds: bySeed.length,
  };
}

/**
 * Open is what was expected before there are numbers for all of it.
 * @param {Evaluation} evaluation
 * @param {Expectation[]} expectations
 */
export function verdictsOf(evaluation, expectations) {
  return expectations.map(({ id, expected, claims, reason = '' }) => {
    const judged = claims.map((claim) => judge(evaluation, claim));
    return {
      id,
      expected,
      reason,
      claims: judged,
      open: judged.some(({ seeds }) => seeds === 0),
      came: judged.every(({ holds, seeds }) => seeds > 0 && holds === seeds),
    };
  });
}
