/**
 * Cells of an evaluation: what names one, what is known of it (computed here, or stored before), how far a run has got.
 * A cell's key holds the methods with all their parameters, so that a stored number stands in only for the very same run.
 */

/**
 * @typedef {{ id: string, params?: Record<string, unknown> }} Method
 * @typedef {{ id: string, params: { key: string, default: unknown }[] }} MethodInfo
 *
 * @typedef {{ task: string, params: Record<string, number> }} Question
 * @typedef {Question & { key: string, line: number, length: number, methods: Method[], force: boolean }} PanelCell
 *   line: index of its line
 *
 * @typedef {{ mean: number, spread: number }} Summary  spread: standard deviation over samples
 * @typedef {{ samples: number, metrics: Record<string, Summary> }} Result
 * @typedef {ReadonlyMap<string, Result>} Results  by key
 * @typedef {Summary & { samples: number, live: boolean }} Score
 */

/**
 * @param {{ methods: Method[], task: string, params: Record<string, unknown>, length: number }} cell
 * @param {MethodInfo[]} catalog
 * @param {Method[]} own  what `methods` = [] stands for
 */
export function keyOf({ methods, task, params, length }, catalog, own) {
  const run = (methods.length > 0 ? methods : own).map(({ id, params: given = {} }) => {
    const known = catalog.find((info) => info.id === id)?.params ?? [];
    return [id, ...known.map(({ key, default: fallback }) => (key in given ? given[key] : fallback))];
  });
  const byId = (/** @type {unknown[]} */ a, /** @type {unknown[]} */ b) => (String(a[0]) < String(b[0]) ? -1 : 1);
  return JSON.stringify([run.sort(byId), task, Object.entries(params).sort(byId), length]);
}

/**
 * What is known: live numbers, as soon as there are any, replace stored ones.
 * @param {string | undefined} key
 * @param {string} metric
 * @param {{ live: Results, stored: Results }} known
 * @returns {Score | null}
 */
export function scoreOf(key, metric, { live, stored }) {
  if (key === undefined) return null;
  const fresh = live.get(key);
  const found = fresh ?? stored.get(key);
  const summary = found?.metrics[metric];
  return found && summary ? { ...summary, samples: found.samples, live: fresh !== undefined } : null;
}

/**
 * One line's scores along the lengths, as a curve: `firm` are those computed here.
 * @param {(Score | null)[]} scores  [lengths]
 */
export function curveOf(scores) {
  const error = scores.map((score) => (score && score.samples > 1 ? score.spread / Math.sqrt(score.samples) : null));
  const around = (/** @type {1 | -1} */ side) =>
    scores.map((score, i) => (score && error[i] !== null ? score.mean + side * (error[i] ?? 0) : null));
  return {
    values: scores.map((score) => score?.mean ?? null),
    firm: scores.map((score) => (score?.live ? score.mean : null)),
    band: { low: around(-1), high: around(1) },
  };
}

/**
 * Cells that were run here with as many samples as are stored: the same samples, so the numbers should agree.
 * @param {PanelCell[]} cells
 * @param {{ live: Results, stored: Results }} known
 * @param {Record<string, string>} metricOf  by task
 */
export function repeatedCells(cells, { live, stored }, metricOf) {
  const differences = cells.flatMap(({ key, task }) => {
    const metric = metricOf[task] ?? '';
    const [here, before] = [live.get(key), stored.get(key)];
    if (!here || !before || here.samples !== before.samples) return [];
    return Math.abs((here.metrics[metric]?.mean ?? Number.NaN) - (before.metrics[metric]?.mean ?? Number.NaN));
  });
  return { count: differences.length, difference: Math.max(0, ...differences) };
}

/**
 * Work in units of what a sample costs, so that an estimate holds from short texts to long ones.
 * @param {PanelCell[]} cells
 * @param {{ samples: number, live: Results, failed: ReadonlyMap<string, unknown>, costOf: (length: number) => number }} run
 */
export function progressOf(cells, { samples, live, failed, costOf }) {
  const unique = [...new Map(cells.map((cell) => [cell.key, cell])).values()];
  let [work, spent, done] = [0, 0, 0];
  for (const { key, length } of unique) {
    const share = failed.has(key) ? 1 : Math.min(1, (live.get(key)?.samples ?? 0) / samples);
    work += samples * costOf(length);
    spent += share * samples * costOf(length);
    if (share === 1) done++;
  }
  return { cells: unique.length, done, work, spent };
}

/**
 * Seconds left at the pace so far; null before there is a pace.
 * @param {{ work: number, spent: number }} progress
 * @param {{ spent: number, seconds: number }} since  work that was done before, and how long ago
 */
export function timeLeft({ work, spent }, since) {
  const fresh = spent - since.spent;
  return fresh > 0 ? (since.seconds * (work - spent)) / fresh : null;
}
