/**
 * What the engine's kernels are set against: the same work as a plain loop in JavaScript, written as carefully as one
 * writes it by hand. [a, b, c] are the lengths of a dense array's dimensions.
 */

/**
 * Half-split rotation: channel i of a head turns with channel i + head_dim / 2.
 * @param {Float32Array} x        [seqLen, heads, head_dim]
 * @param {[number, number, number]} shape
 * @param {number} theta          base of the series
 * @returns {Float32Array} as x
 */
export function rotateLoop(x, [seqLen, heads, dim], theta) {
  const half = dim / 2;
  const frequencies = Float64Array.from({ length: half }, (_, i) => theta ** ((-2 * i) / dim));
  const cos = new Float32Array(half);
  const sin = new Float32Array(half);
  const out = new Float32Array(x.length);
  for (let position = 0, at = 0; position < seqLen; position++) {
    for (let i = 0; i < half; i++) {
      const angle = position * /** @type {number} */ (frequencies[i]);
      cos[i] = Math.cos(angle);
      sin[i] = Math.sin(angle);
    }
    for (let head = 0; head < heads; head++, at += dim) turnHead(x, out, at, half, cos, sin);
  }
  return out;
}

/**
 * @param {ArrayLike<number>} x
 * @param {Float32Array} out
 * @param {number} at    where the head begins in both
 * @param {number} half  pairs
 * @param {ArrayLike<number>} cos  [half]
 * @param {ArrayLike<number>} sin  [half]
 */
function turnHead(x, out, at, half, cos, sin) {
  for (let i = 0; i < half; i++) {
    const a = /** @type {number} */ (x[at + i]);
    const b = /** @type {number} */ (x[at + i + half]);
    const c = /** @type {number} */ (cos[i]);
    const s = /** @type {number} */ (sin[i]);
    out[at + i] = a * c - b * s;
    out[at + i + half] = b * c + a * s;
  }
}

/**
 * Causal attention of heads with a key head each, rotated as above.
 * @param {{ q: Float32Array, k: Float32Array, v: Float32Array }} input  each [seqLen, heads, head_dim]
 * @param {[number, number, number]} shape
 * @param {number} theta
 * @returns {Float32Array} [seqLen, heads, head_dim]
 */
export function attentionLoop({ q, k, v }, shape, theta) {
  const [seqLen, heads, dim] = shape;
  const turned = { q: rotateLoop(q, shape, theta), k: rotateLoop(k, shape, theta), v };
  const out = new Float32Array(q.length);
  const weights = new Float32Array(seqLen);
  for (let head = 0; head < heads; head++)
    for (let query = 0; query < seqLen; query++) {
      const sum = weighKeys(turned, { query, head, heads, dim }, weights);
      addValues(v, weights, { query, head, heads, dim, sum }, out);
    }
  return out;
}

/** @typedef {{ query: number, head: number, heads: number, dim: number }} Row */

/**
 * @param {{ q: Float32Array, k: Float32Array }} turned
 * @param {Row} row
 * @param {Float32Array} weights  [query + 1] gets exp(score - highest score)
 * @returns {number} their sum
 */
function weighKeys({ q, k }, { query, head, heads, dim }, weights) {
  const from = (query * heads + head) * dim;
  const scale = 1 / Math.sqrt(dim);
  let highest = -Infinity;
  for (let key = 0; key <= query; key++) {
    const at = (key * heads + head) * dim;
    let score = 0;
    for (let c = 0; c < dim; c++) score += /** @type {number} */ (q[from + c]) * /** @type {number} */ (k[at + c]);
    weights[key] = score * scale;
    highest = Math.max(highest, score * scale);
  }
  let sum = 0;
  for (let key = 0; key <= query; key++) {
    const weight = Math.exp(/** @type {number} */ (weights[key]) - highest);
    weights[key] = weight;
    sum += weight;
  }
  return sum;
}

/**
 * @param {Float32Array} v
 * @param {Float32Array} weights  [query + 1]
 * @param {Row & { sum: number }} row
 * @param {Float32Array} out      gets the mean of the values by these weights
 */
function addValues(v, weights, { query, head, heads, dim, sum }, out) {
  const to = (query * heads + head) * dim;
  for (let key = 0; key <= query; key++) {
    const weight = /** @type {number} */ (weights[key]) / sum;
    const at = (key * heads + head) * dim;
    for (let c = 0; c < dim; c++)
      out[to + c] = /** @type {number} */ (out[to + c]) + weight * /** @type {number} */ (v[at + c]);
  }
}

/** By the name of the kernel. @type {Record<string, (work: Work) => Float32Array>} */
export const loops = {
  rotate: ({ q, shape, theta }) => rotateLoop(q, shape, theta),
  attention: ({ shape, theta, ...input }) => attentionLoop(input, shape, theta),
};

/** @typedef {{ q: Float32Array, k: Float32Array, v: Float32Array, shape: [number, number, number], theta: number }} Work */
