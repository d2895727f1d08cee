// The matrix of pretended distances against each method's formula, written out cell by cell; what is said of it; how it is painted.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { wholeView } from '../../web/charts/map-view.js';
import { windowOf } from '../../web/charts/map-window.js';
import { around } from '../../web/charts/signed.js';
import { ask, meetsOf, positionMap } from '../../web/figures/position-map.js';
import { createEngine } from '../../web/lib/index.node.js';

const rope = { head_dim: 32, original_max_position_embeddings: 16 };
const seqLen = 48;
let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

const only = (value) => ({ value });
const trained = 16;

/** As much of a scope as the figure reads. */
async function scopeOf(specs) {
  const at = { rope, seqLen };
  const planned = await Promise.all(specs.map(async (spec) => ({ plan: await engine.plan(spec, at), pairs: [] })));
  const trainedPlan = await engine.plan({ id: 'rope' }, at);
  return { planned: only(planned), names: only(specs.map(({ id }) => id)), weights: only({ trainedPlan }) };
}

const one = async (id, params = {}) => {
  const { meetings } = ask(await scopeOf([{ id, params }]));
  return { meeting: meetings[0], map: positionMap(meetings[0]) };
};
const { floor, min } = Math;

describe('the distance of every query and key', () => {
  test.each([
    ['rope', {}, (m, n) => m - n],
    ['yarn', { factor: 4 }, (m, n) => m - n],
    ['linear', { factor: 4 }, (m, n) => (m - n) / 4],
    ['rerope', { window: 6 }, (m, n) => min(m - n, 6)],
    ['leaky_rerope', { window: 6, slope: 4 }, (m, n) => (m - n < 6 ? m - n : 6 + (m - n - 6) / 4)],
    [
      'self_extend',
      { window: 6, group: 4 },
      (m, n) => (m - n < 6 ? m - n : floor(m / 4) - floor(n / 4) + 6 - floor(6 / 4)),
    ],
    ['string', { shift: 6, local: 2 }, (m, n) => (m - n < 6 ? m - n : m - n - 6 + 2)],
    [
      'dual_chunk',
      { chunk: 12, local: 2 },
      (m, n) => {
        const apart = floor(m / 10) - floor(n / 10); // chunks of 12 - 2
        if (apart === 0) return m - n;
        return (apart === 1 ? min((m % 10) + 10, 12) : min(2 * 10 - 1, 12)) - (n % 10);
      },
    ],
    ['window', { window: 6 }, (m, n) => (m - n < 6 ? m - n : Number.NaN)],
    ['sinks', { window: 6, sinks: 2, positions: 'text' }, (m, n) => (m - n < 6 || n < 2 ? m - n : Number.NaN)],
    ['chunked', { attention_chunk_size: 10 }, (m, n) => (floor(m / 10) === floor(n / 10) ? m - n : Number.NaN)],
  ])('under %s', async (id, params, formula) => {
    const { map } = await one(id, params);
    const { values, rows, cols } = map.grid;
    expect([rows, cols]).toEqual([seqLen, seqLen]);
    const expected = Float32Array.from({ length: seqLen ** 2 }, (_, i) => {
      const [m, n] = [floor(i / seqLen), i % seqLen];
      return n > m ? 0 : formula(m, n);
    });
    expect(values.every((value, i) => Object.is(value, expected[i]) || Math.abs(value - expected[i]) < 1e-5)).toBe(
      true,
    );
    const seen = expected.filter((value, i) => i % seqLen <= floor(i / seqLen) && !Number.isNaN(value));
    expect(map.most).toBeCloseTo(Math.max(...seen), 5);
    expect(map.hidden).toBe((seqLen * (seqLen + 1)) / 2 - seen.length);
    const beyond = seen.filter((value) => value >= trained).length / seen.length;
    expect(meetsOf({ name: 'it', pace: 1 }, map, trained).beyond).toBeCloseTo(beyond, 9);
  });

  test('is what it is where pairs have paces of their own, and says so', async () => {
    const { meeting, map } = await one('yarn', { factor: 4 });
    expect(meetsOf(meeting, map, trained)).toMatchObject({ isPlain: true, hasPaces: true, most: 47, hidden: 0 });
    const plain = await one('rope');
    expect(meetsOf(plain.meeting, plain.map, trained)).toMatchObject({ isPlain: true, hasPaces: false });
    const slowed = await one('linear', { factor: 4 });
    expect(meetsOf(slowed.meeting, slowed.map, trained)).toMatchObject({ isPlain: false, beyond: 0 });
  });

  test('is there once for a plan, and not for what turns nothing', async () => {
    const { meeting, map } = await one('rerope', { window: 6 });
    expect(positionMap({ ...meeting })).toBe(map); // a crosshair that moves asks again
    const { meetings, summary } = ask(await scopeOf([{ id: 'nope' }, { id: 'rope' }]));
    expect(meetings.map(({ slot }) => slot)).toEqual([1]);
    expect(summary).toEqual([{ say: 'nothingTurns', name: 'nope' }]);
  });
});

test('colours have the trained length in their middle, and end where the text does', () => {
  const scale = { middle: 128, most: 511 };
  expect([0, 64, 128, 511, 600].map((each) => around(each, scale))).toEqual([-1, -0.5, 0, 1, 1]);
  expect(around(319.5, scale)).toBeCloseTo(0.5, 9);
  expect(around(Number.NaN, scale)).toBeNaN(); // what is not seen is not painted
});

test('of a block that is partly not seen, the longest distance that is met is shown', () => {
  const values = Float32Array.from([0, 0, 0, 0, 1, 0, 0, 0, Number.NaN, 1, 0, 0, Number.NaN, Number.NaN, 1, 0]);
  const weight = (value) => (Number.isNaN(value) ? -1 : value);
  const shown = windowOf({ values, rows: 4, cols: 4 }, 4, wholeView(4), 2, weight);
  expect(Array.from(shown.values)).toEqual([1, 0, 1, 1]);
});
