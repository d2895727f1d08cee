// `ropescope/kernels`: each kernel against the same in double, in arrays of JavaScript and in the kernels' own memory.
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { createKernels, RopescopeError } from '../../web/lib/kernels.node.js';

const binary = readFileSync(new URL('../../dist/ropescope-kernels.wasm', import.meta.url));
let kernels;
let state;
beforeEach(async () => {
  kernels = await createKernels();
  state = 7;
});

/** From -1 to 1. */
function random(length) {
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
}
const largestGap = (given, wanted) => given.reduce((gap, value, i) => Math.max(gap, Math.abs(value - wanted[i])), 0);
const eps32 = 2 ** -24;
/** What a call throws. */
const refusal = (call) => {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(RopescopeError);
    return `${error.code}: ${error.message}`;
  }
  throw new Error('nothing was thrown');
};

describe.each(['half_split', 'interleaved'])('rotation, %s', (layout) => {
  const [seqLen, heads, dim, pairs] = [2100, 2, 20, 8]; // more tokens than share a table, channels that do not turn
  const inv_freq = Array.from({ length: pairs }, (_, i) => 10000 ** (-i / pairs));
  const options = { shape: [seqLen, heads, dim], inv_freq, layout };

  function inDouble(x, positions, factor) {
    const y = Array.from(x);
    for (let row = 0; row < seqLen * heads; ++row) {
      for (let i = 0; i < pairs; ++i) {
        const [a, b] = layout === 'interleaved' ? [2 * i, 2 * i + 1] : [i, i + pairs];
        const angle = positions[Math.floor(row / heads)] * inv_freq[i];
        const [p, q] = [x[row * dim + a], x[row * dim + b]];
        y[row * dim + a] = factor * (p * Math.cos(angle) - q * Math.sin(angle));
        y[row * dim + b] = factor * (p * Math.sin(angle) + q * Math.cos(angle));
      }
    }
    return y;
  }

  test('is that of doubles, in place', () => {
    const x = random(seqLen * heads * dim);
    const counted = Array.from({ length: seqLen }, (_, n) => n);
    const wanted = inDouble(x, counted, 1);
    expect(kernels.rotate(x, options)).toBe(x);
    expect(largestGap(x, wanted)).toBeLessThan(2 ** -21); // 2^-22 of the norm of a pair, which is sqrt(2) at most
  });

  test('takes positions and a factor', () => {
    const x = random(seqLen * heads * dim);
    const positions = Float64Array.from({ length: seqLen }, (_, n) => 1000 - n / 4);
    const wanted = inDouble(x, positions, 1.25);
    kernels.rotate(x, { ...options, positions, attention_factor: 1.25 });
    expect(largestGap(x, wanted)).toBeLessThan(2 ** -20);
  });

  test('has the bits of the engine without fused products', async () => {
    const wasmBinary = readFileSync(new URL('../../dist/ropescope.wasm', import.meta.url));
    const engine = await createEngine({ workers: 0, wasmBinary });
    const x = random(100 * heads * dim);
    const rope = { head_dim: dim, rotary_dim: 2 * pairs, rope_theta: 10000, original_max_position_embeddings: 128 };
    const shape = [100, heads, dim];
    const { inv_freq: ofPlan } = await engine.plan('rope', { rope, seqLen: 100 });
    const wanted = await engine.rotate(x.slice(), { shape, rope, layout });
    await engine.dispose();
    expect(kernels.rotate(x, { shape, layout, inv_freq: ofPlan })).toEqual(wanted);
  });
});

test.each([1, 3, 64, 1000])('softmax of rows of %i', (columns) => {
  const x = random(5 * columns).map((value) => 20 * value);
  const wanted = [0, 1, 2, 3, 4].flatMap((r) => {
    const row = Array.from(x.subarray(r * columns, (r + 1) * columns));
    const powers = row.map((value) => Math.exp(value - Math.max(...row)));
    const sum = powers.reduce((a, b) => a + b);
    return powers.map((power) => power / sum);
  });
  kernels.softmax(x, columns);
  expect(largestGap(x, wanted)).toBeLessThan(1e-6 + 40 * eps32);
});

test('RMS norm of rows', () => {
  const [rows, columns] = [4, 37];
  const [x, weight] = [random(rows * columns), random(columns)];
  const wanted = Array.from(x, (value, i) => {
    const row = x.subarray(i - (i % columns), i - (i % columns) + columns);
    const mean = row.reduce((sum, each) => sum + each * each, 0) / columns;
    return (value / Math.sqrt(mean + 1e-5)) * weight[i % columns];
  });
  kernels.rmsNorm(x, weight, 1e-5);
  expect(largestGap(x, wanted)).toBeLessThan(2 ** -20);
});

test.each([
  [3, 5, 7],
  [33, 65, 40],
  [1, 128, 31],
])('a product of %i x %i with %i columns, either way round', (rows, depth, columns) => {
  const [a, b] = [random(rows * depth), random(depth * columns)];
  const turned = Float32Array.from(b, (_, i) => b[(i % depth) * columns + Math.floor(i / depth)]);
  const wanted = Array.from({ length: rows * columns }, (_, i) => {
    const [r, n] = [Math.floor(i / columns), i % columns];
    return Array.from({ length: depth }, (_, d) => a[r * depth + d] * b[d * columns + n]).reduce((p, q) => p + q, 0);
  });
  const result = kernels.multiply(a, b, { depth });
  expect(largestGap(result, wanted)).toBeLessThan(depth * depth * eps32);
  expect(kernels.multiply(a, turned, { depth, transposed: true })).toEqual(result);
});

describe('floats in the memory of the kernels', () => {
  test('are worked on where they are, with the same bits', () => {
    const [q, k] = [random(6 * 8), random(6 * 8)];
    const scores = kernels.softmax(kernels.multiply(q, k, { depth: 8, transposed: true }), 6);
    const [inside, keys, out] = [kernels.floats(q), kernels.floats(k), kernels.floats(36)];
    expect(kernels.multiply(inside, keys, { depth: 8, transposed: true, out })).toBe(out);
    expect(kernels.softmax(out, 6)).toBe(out);
    expect(out.array).toEqual(scores);
    expect(Array.from(kernels.floats(3).array)).toEqual([0, 0, 0]);
  });

  test('outlive a growth of the memory, which empties their views', () => {
    const x = kernels.floats(random(24));
    const view = x.array;
    const copy = view.slice();
    const options = { shape: [3, 1, 8], inv_freq: [1, 0.5] };
    const wanted = kernels.rotate(copy.slice(), options);
    kernels.floats(2 ** 24);
    expect(view).toHaveLength(0);
    expect(refusal(() => kernels.softmax(view, 1))).toMatch(/^invalid_argument: x must hold its data/);
    expect(x.array).toEqual(copy);
    const again = x.array; // a view is the same floats
    kernels.rotate(again, { ...options, positions: new Float64Array(3) }); // by nothing
    kernels.rotate(again, options);
    expect(x.array).toEqual(wanted);
    expect(kernels.floats(x.array).array).toEqual(wanted);
  });

  test('are given back', () => {
    const before = kernels.floats(2 ** 20);
    before.dispose();
    before.dispose();
    for (let i = 0; i < 600; ++i) kernels.floats(2 ** 20).dispose(); // 2.5 GB in all
    expect(refusal(() => before.array)).toMatch(/^invalid_handle: floats must be floats that were not disposed of/);
    expect(refusal(() => kernels.softmax(before, 1))).toMatch(/^invalid_handle: x must be/);
  });

  test('that no memory holds are refused, and what is there stays', () => {
    const x = kernels.floats(random(8));
    const copy = x.array.slice();
    const held = [];
    const fill = () => {
      for (;;) held.push(kernels.floats(2 ** 26));
    };
    expect(refusal(fill)).toMatch(/^out_of_memory: 268435456 bytes do not fit/);
    expect(held.length).toBeGreaterThan(4);
    expect(x.array).toEqual(copy);
    for (const each of held) each.dispose();
    expect(kernels.multiply(x, x, { depth: 8, transposed: true })).toHaveLength(1);
  });
});

const x = new Float32Array(24);
const turning = { shape: [3, 1, 8], inv_freq: [1, 0.5] };
test.each([
  ['rotate', [[1], turning], /x must be a Float32Array, or floats of these kernels, got an array/],
  ['rotate', [x, { ...turning, shape: [3, 8] }], /shape must be a list of three numbers/],
  ['rotate', [x, { ...turning, shape: [4, 1, 8] }], /x must hold seqLen \* heads \* head_dim = 32 numbers, got 24/],
  ['rotate', [x, { ...turning, inv_freq: [1, 1, 1, 1, 1] }], /inv_freq must hold at most 4 numbers, one for each pair/],
  ['rotate', [x, { ...turning, inv_freq: 1 }], /inv_freq must be a list or a typed array of numbers, got 1/],
  ['rotate', [x, { ...turning, inv_freq: [1, Number.NaN] }], /inv_freq\[1\] must be a number from .* got NaN/],
  ['rotate', [x, { ...turning, positions: [0, 1] }], /positions must hold 3 numbers, got 2/],
  ['rotate', [x, { ...turning, positions: [0, 1, '2'] }], /positions\[2\] must be a number .* got "2"/],
  ['rotate', [x, { ...turning, attention_factor: Infinity }], /attention_factor\[0\] must be a number/],
  ['rotate', [x, { ...turning, layout: 'split' }], /layout must be one of half_split, interleaved, got "split"/],
  ['rotate', [x, { ...turning, theta: 1 }], /rotate has no option "theta"/],
  ['softmax', [x, 5], /x must hold whole rows of 5, got 24 numbers/],
  ['softmax', [x, 0], /columns must be a whole number from 1 to/],
  ['rmsNorm', [x, new Float32Array(5)], /x must hold whole rows of 5/],
  ['rmsNorm', [x, new Float32Array(0)], /weight must hold 1 numbers, got 0/],
  ['rmsNorm', [x, x, -1], /eps\[0\] must be a number from 0 to/],
  ['multiply', [x, x, { depth: 5 }], /a must hold whole rows of 5/],
  ['multiply', [x, new Float32Array(9), { depth: 8 }], /b must hold whole rows of 8/],
  ['multiply', [x, x, { depth: 8, transposed: 1 }], /transposed must be true or false, got 1/],
  ['multiply', [x, x, { depth: 8, out: x }], /out must hold 9 numbers, got 24/],
  ['floats', [-1], /from must be a whole number from 0/],
  ['floats', [[1]], /from must be a Float32Array, got an array/],
])('%s refuses what it cannot take: %#', (name, given, message) => {
  expect(refusal(() => kernels[name](...given))).toMatch(/^invalid_argument/);
  expect(refusal(() => kernels[name](...given))).toMatch(message);
});

test('a product is not written over what it reads', () => {
  const [a, b] = [kernels.floats(64), kernels.floats(64)];
  expect(refusal(() => kernels.multiply(a, b, { depth: 8, out: a }))).toMatch(/out must share no memory with a/);
  expect(refusal(() => kernels.multiply(a, b, { depth: 8, out: b.array }))).toMatch(/out must share no memory with b/);
});

describe('starting', () => {
  test('from bytes, a module and an address', async () => {
    const wasmModule = await WebAssembly.compile(binary);
    const wasmUrl = new URL('../../dist/ropescope-kernels.wasm', import.meta.url);
    for (const options of [{ wasmBinary: binary }, { wasmModule }, { wasmUrl }]) {
      const { softmax } = await createKernels(options);
      expect(softmax(new Float32Array(2), 2)).toEqual(new Float32Array([0.5, 0.5]));
    }
  });

  test.each([
    [{ wasmBinary: new Uint8Array([60, 33]) }, 'wasm_is_page'],
    [{ wasmUrl: 'nowhere.wasm' }, 'file_unreadable'],
    [{ wasmBinary: readFileSync(new URL('../../dist/ropescope.wasm', import.meta.url)) }, 'wasm_does_not_start'],
    [{ wasm: 1 }, 'no_such_option'],
  ])('from something else is refused: %#', async (options, reason) => {
    await expect(createKernels(options)).rejects.toMatchObject({ name: 'RopescopeError', reason });
  });
});

test('after a trap nothing goes on', async () => {
  const trapping = Buffer.from(binary);
  const at = trapping.indexOf('softmax');
  trapping.write('notmine', at); // its export is gone: the call throws, as a trap does
  const broken = await createKernels({ wasmBinary: trapping });
  expect(refusal(() => broken.softmax(new Float32Array(2), 2))).toMatch(/^internal: the kernels failed/);
  expect(refusal(() => broken.floats(1))).toMatch(/^internal: the kernels failed/);
});
