import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { largestDifference } from './helpers/golden.mjs';

const rope = { head_dim: 8, original_max_position_embeddings: 64 };
const numbers = (count, seed = 1) => Float32Array.from({ length: count }, (_, i) => Math.sin(seed + 12.9898 * i));

/** The same numbers in the middle of a larger buffer. */
function viewOf(array) {
  const around = new Float32Array(array.length + 11).fill(Number.NaN);
  around.set(array, 7);
  return around.subarray(7, 7 + array.length);
}

describe.each([0, 1])('with workers: %i', (workers) => {
  let engine;
  beforeAll(async () => {
    engine = await createEngine({ workers });
  });
  afterAll(() => engine.dispose());

  test('rotation turns each pair by its angle, in both layouts', async () => {
    const x = numbers(5 * 2 * 8);
    const positions = [0, 1, 7, 1000, 2_000_000];
    for (const layout of ['half_split', 'interleaved']) {
      const turned = await engine.rotate(x, { shape: [5, 2, 8], positions, rope, layout });
      const expected = x.slice();
      for (let row = 0; row < 10; row++) {
        for (let i = 0; i < 4; i++) {
          const [a, b] = layout === 'half_split' ? [i, i + 4] : [2 * i, 2 * i + 1];
          const angle = positions[Math.floor(row / 2)] * 10000 ** (-i / 4);
          const [u, v] = [x[8 * row + a], x[8 * row + b]];
          expected[8 * row + a] = u * Math.cos(angle) - v * Math.sin(angle);
          expected[8 * row + b] = u * Math.sin(angle) + v * Math.cos(angle);
        }
      }
      expect(largestDifference(turned, expected)).toBeLessThan(1e-6);
    }
  });

  test('views with an offset give the bits that whole arrays give, and stay as they are', async () => {
    const [q, k, v] = [1, 2, 3].map((seed) => numbers(6 * 2 * 8, seed));
    const options = { shape: { seqLen: 6, heads: 2, head_dim: 8 }, rope, capture: { heads: [1] } };
    const whole = await engine.attention({ q, k, v, ...options });
    const views = await engine.attention({ q: viewOf(q), k: viewOf(k), v: viewOf(v), ...options });
    expect(views).toEqual(whole);
    const view = viewOf(q);
    await engine.rotate(view, { shape: [6, 2, 8], rope });
    expect(view).toEqual(q);
    expect(view.buffer.byteLength).toBe(4 * (q.length + 11));
  });

  test('many calls of many sizes at once keep their results apart', async () => {
    const calls = Array.from({ length: 60 }, (_, i) => {
      const x = viewOf(numbers((i + 1) * 8, i));
      return engine
        .rotate(x, { shape: [i + 1, 1, 8], positions: Array(i + 1).fill(0), rope })
        .then((turned) => [x, turned]);
    });
    for (const [x, turned] of await Promise.all(calls)) expect(turned).toEqual(x.slice()); // position 0 turns nothing
  });

  test("results are the caller's own: later calls and growth of the memory leave them alone", async () => {
    const x = numbers(8);
    const first = await engine.rotate(x, { shape: [1, 1, 8], rope });
    const kept = first.slice();
    const large = new Float32Array(8 << 20); // 32 MB: more than the heap that the module starts with
    await engine.rotate(large, { shape: [1 << 20, 1, 8], rope });
    first[0] += 1;
    expect((await engine.rotate(x, { shape: [1, 1, 8], rope }))[0]).toBe(kept[0]);
    expect(first.slice(1)).toEqual(kept.slice(1));
  });

  test('attention weights are causal and sum to one; interleaved channels give the same maps', async () => {
    const [q, k, v] = [4, 5, 6].map((seed) => numbers(4 * 1 * 8, seed));
    const shape = { seqLen: 4, heads: 1, head_dim: 8 };
    const split = (x) => x.map((_, i) => x[8 * Math.floor(i / 8) + (i % 8 < 4 ? 2 * (i % 8) : 2 * (i % 8) - 7)]);
    const interleaved = await engine.attention({ q, k, v, shape, rope, layout: 'interleaved', capture: {} });
    const halves = await engine.attention({ q: split(q), k: split(k), v, shape, rope, capture: {} });
    expect(interleaved).toEqual(halves);
    const { values } = halves.attentions[0];
    for (let row = 0; row < 4; row++) {
      const weights = Array.from(values.subarray(4 * row, 4 * row + 4));
      expect(weights.slice(row + 1).every((weight) => weight === 0)).toBe(true);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
    }
  });

  test('plans come as arrays of double', async () => {
    const plan = await engine.plan({ id: 'linear', params: { factor: 4 } }, { rope, seqLen: 256 });
    expect(Array.from(plan.inv_freq)).toEqual([0, 1, 2, 3].map((i) => expect.closeTo(10000 ** (-i / 4) / 4, 12)));
    expect(plan.wavelength[0]).toBeCloseTo(8 * Math.PI, 10);
    expect(plan.turns[0]).toBeCloseTo(64 / (8 * Math.PI), 10);
    expect(plan).toMatchObject({ seqLen: 256, attention_factor: 1, window: 0 });
  });

  test('a plan of a bias holds one row a head, and cannot be had by rotation alone', async () => {
    const plan = await engine.plan('alibi', { rope, seqLen: 5, heads: 2 });
    expect(Array.from(plan.bias)).toEqual(
      [2 ** -4, 2 ** -8].flatMap((slope) => [0, 1, 2, 3, 4].map((distance) => -slope * distance)),
    );
    const refused = { code: 'invalid_argument', message: expect.stringMatching(/turn pairs.*use attention/) };
    await expect(engine.rotate(numbers(8), { shape: [1, 1, 8], rope, method: 'xpos' })).rejects.toMatchObject(refused);
  });
});
