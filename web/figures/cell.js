/**
 * The score of one query and key, in the parts that the channel pairs add to it: which frequencies make a head look where it
 * looks. q: query, k: key.
 */

/**
 * @typedef {'fast' | 'slow' | 'still'} Band  turns at least once within the trained length, less than that, not at all
 * @typedef {{ value: number, wavelength: number, band: Band }} Part  value: nats; wavelength: tokens
 * @typedef {object} Split
 * @property {Part[]} pairs    from the fastest
 * @property {number} rest     nats that the channels add that do not turn
 * @property {number} biases   nats that are added whatever the channels hold
 * @property {number} logit    nats: all of these together; -Infinity where the key is not seen
 *
 * @typedef {{ name: string, slot: number, split: Split | null }} Column  null: the answer is on its way
 * @typedef {object} Cell
 * @property {Column[]} columns
 * @property {import('./types.js').Failed[]} failures
 * @property {number} layer
 * @property {number} head
 * @property {number} q
 * @property {number} k
 * @property {number} trained  tokens
 * @property {import('./types.js').Said[]} summary
 */

const together = 16; // queries that one pass splits: the arrow keys walk from one to the next

/**
 * The cell that is pinned, else the last query and the token before it.
 * @param {import('./types.js').Scope} scope
 */
function placeOf(scope) {
  const last = scope.length.value - 1;
  const { q, k } = scope.query.value;
  return q >= 0 && k >= 0 && q <= last ? { q, k: Math.min(k, q) } : { q: last, k: Math.max(0, last - 1) };
}

/**
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {Cell | null}
 */
export function ask(scope, { slot: only } = {}) {
  if (!scope.weights.value || scope.input.value.length < 2) return null;
  const { q, k } = placeOf(scope);
  const trained = scope.trained.value;
  const answers = scope.names.value.flatMap((name, slot) =>
    (only ?? slot) === slot ? [{ name, slot, ...rowsOf(scope, slot, q) }] : [],
  );
  const columns = answers.flatMap(({ name, slot, value, error }) => {
    const wavelengths = scope.planned.value[slot]?.plan?.wavelength;
    const row = value?.find(({ rows }) => rows === q + 1);
    return error ? [] : [{ name, slot, split: row && wavelengths ? splitOf(row, k, { wavelengths, trained }) : null }];
  });
  return {
    columns,
    failures: answers.flatMap(({ name, slot, error }) => (error ? [{ name, slot, failure: error }] : [])),
    ...scope.focus.value,
    ...{ q, k, trained },
    summary: columns.flatMap(({ name, split }) => (split ? [said(name, split)] : [])),
  };
}

/**
 * The rows of this query and of its neighbours.
 * @param {import('./types.js').Scope} scope
 * @param {number} slot
 * @param {number} q
 */
function rowsOf(scope, slot, q) {
  const method = scope.specs.value[slot] ?? [];
  const force = scope.methods.value[slot]?.force === true;
  const input = scope.input.value;
  const { layer, head } = scope.focus.value;
  const first = q - (q % together);
  return scope.answerOf(['cell', method, force, input, layer, head, first], async ({ model }) => {
    const capture = Array.from({ length: Math.min(together, input.length - first) }, (_, i) => ({
      ...{ layers: [layer], heads: [head], query: first + i },
      kind: /** @type {const} */ ('pairs'),
    }));
    const { attentions } = await (await model).forward(input, { method, force, logits: 'none', capture });
    return attentions;
  });
}

/**
 * @param {import('../charts/pool.js').Grid} row  [keys, pairs + 2]
 * @param {number} k
 * @param {{ wavelengths: ArrayLike<number>, trained: number }} of  tokens
 * @returns {Split}
 */
export function splitOf({ values, cols }, k, { wavelengths, trained }) {
  const parts = Array.from({ length: cols }, (_, i) => values[k * cols + i] ?? Number.NaN);
  const pairs = parts.slice(0, -2).map((value, i) => {
    const wavelength = wavelengths[i] ?? Number.POSITIVE_INFINITY;
    return { value, wavelength, band: bandOf(wavelength, trained) };
  });
  const [rest = 0, biases = 0] = parts.slice(-2);
  return { pairs, rest, biases, logit: parts.reduce((sum, part) => sum + part, 0) };
}

/** @param {number} wavelength  @param {number} trained  @returns {Band} */
const bandOf = (wavelength, trained) =>
  !Number.isFinite(wavelength) ? 'still' : wavelength <= trained ? 'fast' : 'slow';

/**
 * What adds most, what takes most, and the sums of the bands.
 * @param {string} name
 * @param {Split} split
 * @returns {import('./types.js').Said}
 */
function said(name, { pairs, rest, biases, logit }) {
  if (!Number.isFinite(logit)) return { say: 'unseenCell', name };
  const numbered = pairs.map((part, pair) => ({ ...part, pair })).sort((a, b) => b.value - a.value);
  const sum = (/** @type {Band} */ band) => pairs.reduce((all, part) => all + (part.band === band ? part.value : 0), 0);
  return {
    say: 'cellParts',
    ...{ name, logit, rest, biases },
    most: numbered.find(({ value }) => value > 0) ?? null,
    least: numbered.findLast(({ value }) => value < 0) ?? null,
    ...{ fast: sum('fast'), slow: sum('slow'), still: sum('still') },
  };
}
