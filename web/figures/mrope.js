/**
 * What each pair receives at each token of a text with an image in it, where positions have three axes: time, height and
 * width. Qwen2-VL, arXiv 2409.12191, section 2.1: text counts alike on all three; the patches of an image stand at one time
 * and count their rows and columns; text goes on after the largest position.
 */
import { besides } from './planned.js';

const largestSide = 8; // patches

/**
 * @param {number} length  tokens
 * @param {number} side    of a square image in the middle of the text, patches
 * @returns {number[][]}   [axes, tokens]
 */
export function positionsWithImage(length, side) {
  const first = Math.floor((length - side * side) / 2);
  const after = first + side * side;
  const along = (/** @type {(patch: number) => number} */ place) =>
    Array.from({ length }, (_, n) => {
      if (n < first) return n;
      return n < after ? first + place(n - first) : first + side + n - after;
    });
  return [along(() => 0), along((patch) => Math.floor(patch / side)), along((patch) => patch % side)];
}

/** Pairs that read time, height and width: 16, 24, 24 of 64, as Qwen2-VL's mrope_section, in proportion. */
export function sectionsOf(/** @type {number} */ pairs) {
  const time = Math.round(pairs / 4);
  const height = Math.floor((pairs - time) / 2);
  return /** @type {[number, number, number]} */ ([time, height, pairs - time - height]);
}

/**
 * @typedef {import('./encoding.js').Encoded & { axes: import('../lib/types.js').Plan['axes'] }} Placed
 * @typedef {{ name: string, slot: number, error: import('../scope/failure.js').Failure }} Refused
 *
 * @param {import('./types.js').Scope} scope
 * @param {import('./types.js').FigureOptions} [options]
 * @returns {(Placed | Refused)[]} of the columns that are planned already
 */
export function ask(scope, { slot: only } = {}) {
  const [length, trained, weights] = [scope.length.value, scope.trained.value, scope.weights.value];
  if (!weights) return [];
  const side = Math.max(1, Math.min(largestSide, Math.floor(Math.sqrt(length / 2))));
  const sections = sectionsOf((weights.rope.rotary_dim ?? weights.rope.head_dim) / 2);
  /** @type {(methods: import('../lib/types.js').MethodSpec[], slot: number) => (Placed | Refused)[]} */
  const placed = (methods, slot) => {
    if (only !== undefined && only !== slot) return [];
    const name = scope.names.value[slot] ?? '';
    const { plan, error } = scope.placedPlan(methods, sections, () => positionsWithImage(length, side), length);
    if (error) return [{ name, slot, error }];
    if (!plan) return [];
    const others = plan.slots.filter((each) => each !== 'frequencies' && each !== 'axes');
    const summary = [{ say: 'imageAxes', sections, side }, ...besides({ name, others })];
    return [{ name, slot, rates: plan.inv_freq, axes: plan.axes, length, trained, summary }];
  };
  return scope.specs.value.flatMap(placed);
}
