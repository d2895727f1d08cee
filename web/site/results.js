/** The table of stored results: per weights and method, at one length and at eight times that. */
import { html, nothing } from 'lit';
import { rangeText } from '../charts/evaluation-data.js';

/**
 * @typedef {import('./stored.js').Stored} Stored
 * @typedef {import('./stored.js').StoredCell} StoredCell
 * @typedef {{ task: string, metric: string, length: number, params?: Record<string, number>, title: string }} Measure
 * @typedef {{ mean: number, spread: number, samples: number, seeds: number }} Pooled
 * @typedef {{ family: string, line: string, values: (Pooled | null)[] }} Row
 */

const far = 8; // times the training length: where the published tables stand

/** @param {number[]} list */
const meanOf = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;

/**
 * Half the training length is repeated at the training length, the whole of it beyond: copies from as far as they can be.
 * @param {number} trained
 * @returns {Measure[]}
 */
export function measuresAt(trained) {
  return [
    { task: 'text', metric: 'loss', length: trained, title: `text loss at ${trained}` },
    { task: 'text', metric: 'loss', length: far * trained, title: `text loss at ${far * trained}` },
    {
      task: 'repeat',
      metric: 'accuracy',
      length: trained,
      params: { period: trained / 2 },
      title: `repeat ${trained / 2} at ${trained}`,
    },
    {
      task: 'repeat',
      metric: 'accuracy',
      length: far * trained,
      params: { period: trained },
      title: `repeat ${trained} at ${far * trained}`,
    },
    { task: 'passkey', metric: 'exact_match', length: trained, title: `passkey at ${trained}` },
    { task: 'passkey', metric: 'exact_match', length: far * trained, title: `passkey at ${far * trained}` },
  ];
}

/**
 * Mean over the cells of a measure (the passkey has one for each depth), then over seeds. The spread is the standard
 * deviation over seeds where there are several, else over samples.
 * @param {StoredCell[]} cells  of one family and line
 * @param {Measure} measure
 * @returns {Pooled | null}
 */
export function pooled(cells, { task, metric, length, params = {} }) {
  const found = cells.filter(
    (cell) =>
      cell.task === task &&
      cell.length === length &&
      Object.entries(params).every(([key, value]) => cell.params[key] === value),
  );
  const models = [...new Set(found.map(({ model }) => model))];
  const bySeed = models.map((model) =>
    found.flatMap((cell) => (cell.model === model ? (cell.metrics[metric] ?? []) : [])),
  );
  const means = bySeed.filter((list) => list.length > 0).map((list) => meanOf(list.map(({ mean }) => mean)));
  if (means.length === 0) return null;
  const mean = meanOf(means);
  const squares = means.map((value) => (value - mean) ** 2);
  const overSeeds = Math.sqrt(meanOf(squares) * (means.length / Math.max(1, means.length - 1)));
  const overSamples = totalSpread(
    found.flatMap((cell) => (cell.metrics[metric] ? [{ ...cell.metrics[metric], n: cell.samples }] : [])),
  );
  return {
    mean,
    spread: means.length > 1 ? overSeeds : overSamples,
    samples: found.reduce((sum, cell) => sum + cell.samples, 0),
    seeds: means.length,
  };
}

/**
 * Standard deviation over the samples of several cells: within them and between them.
 * @param {{ mean: number, spread: number, n: number }[]} cells
 */
function totalSpread(cells) {
  const count = cells.reduce((sum, { n }) => sum + n, 0);
  const mean = cells.reduce((sum, cell) => sum + cell.n * cell.mean, 0) / count;
  const squares = cells.reduce(
    (sum, cell) => sum + (cell.n - 1) * cell.spread ** 2 + cell.n * (cell.mean - mean) ** 2,
    0,
  );
  return count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
}

/**
 * @param {Stored} stored
 * @param {Measure[]} measures
 * @returns {Row[]}
 */
export function rowsOf({ models, cells }, measures) {
  const families = [...new Set(models.map(({ family }) => family))];
  return families.flatMap((family) => {
    const names = models.filter((model) => model.family === family).map(({ name }) => name);
    const own = cells.filter(({ model }) => names.includes(model));
    const lines = [...new Set(own.map(({ line }) => line))];
    return lines.map((line) => {
      const ofLine = own.filter((cell) => cell.line === line);
      return { family, line, values: measures.map((measure) => pooled(ofLine, measure)) };
    });
  });
}

/** @param {Pooled | null} value */
const shown = (value) =>
  value
    ? html`<td>${value.mean.toFixed(2)} <span class="spread">± ${value.spread.toFixed(2)}</span><span class="n">n ${value.samples}</span></td>`
    : html`<td>–</td>`;

/**
 * What a stored line ran, in the methods' own names: 'a+b variant' is that of a and b.
 * @param {string} line
 * @param {{ id: string, name: string }[]} catalog
 */
export function lineTitle(line, catalog) {
  if (line === 'own') return 'as trained';
  const [ids = '', ...variant] = line.split(' ');
  const names = ids.split('+').map((id) => catalog.find((info) => info.id === id)?.name);
  return names.includes(undefined) ? line : [names.join(' + '), ...variant].join(' ');
}

/**
 * @param {Stored} stored
 * @param {number} short  the length that stands for training, tokens
 * @param {{ catalog: { id: string, name: string }[], linkOf: (family: string) => unknown }} said
 */
export function resultsTable(stored, short, { catalog, linkOf }) {
  const measures = measuresAt(short);
  const rows = rowsOf(stored, measures);
  if (rows.length === 0) return nothing;
  const seeds = rangeText(rows.flatMap(({ values }) => values.flatMap((value) => (value ? [value.seeds] : []))));
  const families = [...new Set(rows.map(({ family }) => family))];
  const group = (/** @type {string} */ family) => {
    const own = rows.filter((row) => row.family === family);
    return html`<tbody>${own.map(
      ({ line, values }, i) =>
        html`<tr>${i === 0 ? html`<th scope="rowgroup" rowspan=${own.length}>${linkOf(family)}</th>` : nothing}<th scope="row" class="line">${lineTitle(line, catalog)}</th>${values.map(shown)}</tr>`,
    )}</tbody>`;
  };
  return html`<section aria-labelledby="h-results">
    <h2 id="h-results">All stored results</h2>
    <p class="lead">Loss in nats (lower is better), the others as shares of 1 (higher is better), on texts of ${short} and of ${far * short} characters.
      Mean ± standard deviation ${seeds === '1' ? 'over samples' : `over seeds (${seeds} of each weights), over samples where there is one`};
      n: samples. Passkey: mean over all depths. Choose weights here to see their maps above and to run their numbers again.</p>
    <div class="table" role="region" aria-label="Table of stored results" tabindex="0"><table>
      <thead><tr><th scope="col">weights</th><th scope="col" class="line">method</th>${measures.map(({ title }) => html`<th scope="col">${title}</th>`)}</tr></thead>
      ${families.map(group)}
    </table></div>
  </section>`;
}
