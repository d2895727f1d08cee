/** The weights of one head under one method minus those under another, on the same text. q: query, k: key. */

/**
 * @typedef {import('../charts/pool.js').Grid} Grid
 * @typedef {{ grid: Grid, moved: number, most: { value: number, q: number, k: number } }} Difference
 *   moved: share of the weight that lies on other keys, mean over the last half of the queries; most: largest by size
 * @typedef {{ name: string, slot: number, map: Grid | null }} Reading
 * @typedef {{ one: Reading, other: Reading, difference: Difference | null }} Compared  null: a map is not there yet
 */

/**
 * Every column minus the one that is pinned, else the first; where that is the column asked for, minus the first other one.
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {Compared[]}
 */
export function ask(scope, { slot: only } = {}) {
  const readings = scope.readings.value;
  const others = readings.filter(({ slot }) => slot !== only);
  const other = others.find(({ slot }) => slot === scope.reference.value) ?? others[0];
  if (!other) return [];
  return readings
    .filter((one) => one !== other && (only ?? one.slot) === one.slot)
    .map((one) => ({ one, other, difference: one.map && other.map ? differenceOf(one.map, other.map) : null }));
}

/** @type {WeakMap<Grid, WeakMap<Grid, Difference | null>>} a crosshair that moves asks again for the same one */
const known = new WeakMap();

/**
 * @param {Grid} one
 * @param {Grid} other
 * @returns {Difference | null} null where the maps are not of one size
 */
export function differenceOf(one, other) {
  const ofOne = known.get(one) ?? new WeakMap();
  known.set(one, ofOne);
  if (!ofOne.has(other)) ofOne.set(other, one.rows === other.rows ? subtract(one, other) : null);
  return ofOne.get(other) ?? null;
}

/**
 * @param {Grid} one
 * @param {Grid} other
 * @returns {Difference}
 */
function subtract(one, other) {
  const { rows, cols } = one;
  const values = new Float32Array(rows * cols); // [rows, cols], 0 where no query looks
  const half = Math.floor(rows / 2);
  let [sum, at, largest] = [0, 0, 0];
  for (let q = 0; q < rows; q++) {
    const first = q * cols;
    let row = 0;
    for (let i = first; i <= first + q; i++) {
      const value = /** @type {number} */ (one.values[i]) - /** @type {number} */ (other.values[i]);
      const size = Math.abs(value);
      values[i] = value;
      row += size;
      if (size > largest) [largest, at] = [size, i];
    }
    if (q >= half) sum += row;
  }
  const most = { value: values[at] ?? 0, q: Math.floor(at / cols), k: at % cols };
  return { grid: { values, rows, cols }, moved: sum / 2 / (rows - half), most };
}

/**
 * @param {string} name
 * @param {Difference} difference
 * @param {number} length  tokens
 * @returns {import('./types.js').Said}
 */
export function movedOf(name, { grid, moved, most }, length) {
  if (grid.rows < length) return { say: 'pooledDifference', name, block: length / grid.rows };
  return { say: 'movedWeight', name, moved, most: most.value, q: most.q, k: most.k };
}
