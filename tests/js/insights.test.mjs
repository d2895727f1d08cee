// What the figures of ramps, caches, scales and entropy answer for the engine's own facts.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as cache from '../../web/figures/cache.js';
import * as clock from '../../web/figures/clock.js';
import * as entropy from '../../web/figures/entropy.js';
import * as ramp from '../../web/figures/ramp.js';
import * as sharpness from '../../web/figures/sharpness.js';
import { createEngine } from '../../web/lib/index.node.js';
import { createAnswers } from '../../web/scope/answers.js';

const rope = { head_dim: 128, original_max_position_embeddings: 4096 };
const seqLen = 32768;
let engine;
let catalog;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  catalog = await engine.methods();
});
afterAll(() => engine.dispose());

const only = (value) => ({ value });
const spec = (id, params = {}) => ({ id, params });

/** As much of a scope as these figures read. */
async function scopeOf(specs) {
  const planned = await Promise.all(
    specs.map(async (methods) => {
      const at = { rope, seqLen };
      const plan = await engine.plan(methods, at);
      return { plan, pairs: plan.inv_freq.length ? (await engine.explain(methods, at)).pairs : [], error: null };
    }),
  );
  const explain = (methods, at) => engine.explain(methods, { rope, ...at });
  const plan = (methods, at) => engine.plan(methods, { rope, ...at });
  const weights = only({ plan, explain, rope, engine });
  return {
    planned: only(planned),
    specs: only(specs),
    methods: only(specs.map(([first, ...also]) => (also.length ? { ...first, also } : first))),
    names: only(specs.map((methods) => methods.map(({ id }) => id).join('+'))),
    catalog: only(catalog),
    length: only(seqLen),
    trained: only(4096),
    original: only(4096),
    planLayer: only(0),
    infoOf: (id) => catalog.find((info) => info.id === id),
    answerOf: createAnswers({ weights }),
  };
}

describe('the ramp', () => {
  test('has every pair where it turns within the trained length, the slowest first, and what becomes of it', async () => {
    const { x, curves, summary } = ramp.ask(await scopeOf([[spec('yarn', { factor: 8 })]]));
    expect(x).toHaveLength(64);
    expect(x.every((turns, i) => i === 0 || turns > x[i - 1])).toBe(true);
    expect(x.at(-1)).toBeCloseTo(4096 / (2 * Math.PI), 9);
    const [{ values }] = curves;
    expect([values[0], values.at(-1)]).toEqual([0.125, 1]);
    // 21, 25, 18: METHODS.md 9.1 of the project's design, counted by hand from the paper's formula
    expect(summary).toEqual([expect.objectContaining({ kept: 21, blended: 25, interpolated: 18, least: 0.125 })]);
  });

  test('marks what the methods count in turns, and one turn', async () => {
    const marks = async (...specs) => ramp.ask(await scopeOf(specs)).marks.map(({ at, keys }) => [at, keys]);
    expect(await marks([spec('rope')])).toEqual([[1, []]]);
    expect(await marks([spec('yarn', { beta_fast: 16 })], [spec('llama3', { factor: 8 })])).toEqual([
      [1, ['beta_slow', 'low_freq_factor']],
      [16, ['beta_fast']],
      [4, ['high_freq_factor']],
    ]);
  });

  test('leaves out what does not turn', async () => {
    expect(ramp.ask(await scopeOf([[spec('nope')]]))).toBe(null);
    const { curves } = ramp.ask(await scopeOf([[spec('nope')], [spec('rope')]]));
    expect(curves.map(({ label, slot }) => [label, slot])).toEqual([['rope', 1]]);
  });
});

test('the scale of the scores is asked at each length, with the factor that suits it', async () => {
  const scope = await scopeOf([[spec('yarn')], [spec('rope'), spec('log_n')]]);
  let answer = sharpness.ask(scope);
  expect(answer).toBe(null); // it is on its way
  for (let turn = 0; turn < 50 && (answer?.curves.length ?? 0) < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    answer = sharpness.ask(scope);
  }
  const { x, curves, marks } = answer;
  const at = (curve, length) => curves[curve].values[x.indexOf(length)];
  expect(at(0, 32768)).toBeCloseTo((0.1 * Math.log(8) + 1) ** 2, 6);
  expect(at(0, 4096)).toBe(1);
  expect(at(1, 65536)).toBeCloseTo(Math.log(65536) / Math.log(4096), 6);
  expect(at(2, 65536)).toBeCloseTo(at(1, 65536), 6); // ln N / ln L is what log-n does
  expect(at(2, 1024)).toBe(1);
  expect(marks).toEqual([{ say: 'trained', at: 4096, axis: 'x' }]);
});

describe('a cache of keys that stay as they were turned', () => {
  const asked = async (...specs) => {
    const scope = await scopeOf(specs);
    let answer = cache.ask(scope);
    for (let turn = 0; turn < 100 && (answer?.curves.length ?? 0) < 2 * specs.length; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      answer = cache.ask(scope);
    }
    return answer;
  };

  test('is that of keys turned anew, where no rate changes with the length', async () => {
    const { curves, summary } = await asked([spec('ntk_aware', { alpha: 4 })]);
    const [anew, kept] = curves.map(({ values }) => values);
    expect(kept.map((value, distance) => Math.abs(value - anew[distance])).filter((off) => off > 1e-6)).toEqual([]);
    expect(summary).toEqual([{ say: 'cacheHolds', name: 'ntk_aware' }]);
  });

  test('parts from it where they do, but not for the latest keys, nor for the first, which is not turned', async () => {
    const { x, curves, summary } = await asked([spec('dynamic_ntk')]);
    const [anew, kept] = curves.map(({ values }) => values);
    const last = x.length - 1;
    expect([kept[0], kept[1], kept[last]]).toEqual([
      expect.closeTo(1, 9),
      expect.closeTo(anew[1], 9),
      expect.closeTo(anew[last], 9),
    ]);
    const [{ say, most, at }] = summary;
    expect(say).toBe('cacheParts');
    expect(Math.abs(kept[at] - anew[at])).toBe(most);
    expect(most).toBeGreaterThan(0.3);
  });
});

describe('the entropy of attention', () => {
  test('is said at the trained length and at the end, beside that of even weights', () => {
    const values = Float64Array.from({ length: 128 }, (_, i) => (i < 64 ? 1 : 2));
    const { curves, marks, summary } = entropy.curvesOf([{ name: 'rope', slot: 0, entropy: values }], 64, {
      layer: 1,
      head: 2,
    });
    expect(curves[1].values[99]).toBeCloseTo(Math.log(100), 12);
    expect(marks).toEqual([{ say: 'trained', at: 64, axis: 'x' }]);
    expect(summary[1]).toEqual({ say: 'spread', name: 'rope', trained: 64, within: 1, length: 128, last: 2 });
  });

  test('of a text within the trained length has no mark', () => {
    const runs = [{ name: 'rope', slot: 0, entropy: new Float64Array(32) }];
    expect(entropy.curvesOf(runs, 64, { layer: 0, head: 0 }).marks).toEqual([]);
    expect(entropy.curvesOf([], 64, { layer: 0, head: 0 })).toBe(null);
  });
});

describe('the clock', () => {
  test('has a hand for each pair of the plan, with the largest angle that training met', async () => {
    const scope = await scopeOf([[spec('yarn', { factor: 8 })], [spec('nope')]]);
    const trainedPairs = (await engine.explain('rope', { rope, seqLen: 4096 })).pairs;
    const [yarn, ...others] = clock.ask({
      ...scope,
      length: only(seqLen),
      trained: only(4096),
      weights: only({ trainedPairs }),
    });
    expect(others).toEqual([]);
    expect(yarn.hands.map(({ rate }) => rate)).toEqual(Array.from(scope.planned.value[0].plan.inv_freq));
    expect(yarn.hands[63].trained).toBe(trainedPairs[63].largestAngle);
  });

  test('knows a hand again that went around and points where training was', () => {
    const hand = { rate: 1, trained: Math.PI };
    expect([3, 4, 6, 7, 10, 11].map((position) => clock.isNew(hand, position))).toEqual([
      false,
      true,
      true,
      false,
      true,
      true,
    ]);
    expect(clock.isNew({ rate: 1, trained: 7 }, 12)).toBe(false); // it went around in training
  });

  test('tells hands that point where training never did', async () => {
    const trainedPairs = (await engine.explain('rope', { rope, seqLen: 4096 })).pairs;
    const beyond = async (id, position) => {
      const scope = await scopeOf([[spec(id, id === 'rope' ? {} : { factor: 8 })]]);
      const weights = only({ trainedPairs });
      const [first] = clock.ask({ ...scope, length: only(seqLen), trained: only(4096), weights });
      return clock.handsOf(first, position).beyond;
    };
    expect(await beyond('rope', 4095)).toBe(0);
    expect(await beyond('rope', seqLen / 2)).toBeGreaterThan(10);
    expect(await beyond('linear', seqLen - 1)).toBe(0);
  });
});
