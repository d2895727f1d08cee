// The parts of the training lab that need no browser: its link, its probes, its curves.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { between, copyFigure, lossFigure } from '../../web/elements/lab/curves.js';
import { createEngine } from '../../web/lib/index.node.js';
import lab from '../../web/models/lab.json' with { type: 'json' };
import { formatHash, parseHash } from '../../web/site/lab/state.js';
import {
  copyAccuracy,
  distinctText,
  floorOf,
  guessing,
  repeatedRow,
  shuffled,
  stretches,
} from '../../web/studies/lab-probes.js';
import { lab as words } from '../../web/words/en/lab.js';

const defaults = { a: lab.first, b: '', seed: 0, theme: '', lang: '' };

describe('the link of the lab', () => {
  test('holds what differs from the defaults, and is read back', () => {
    expect(formatHash(defaults, defaults)).toBe('');
    const state = { ...defaults, a: 'xpos', b: 'alibi', seed: 12, theme: 'dark', lang: 'zh' };
    expect(parseHash(`#${formatHash(state, defaults)}`, defaults)).toEqual({ state, problems: [] });
  });

  test('leaves out and reports what it cannot read', () => {
    const { state, problems } = parseHash('#a=<b>&seed=-1&theme=blue&speed=3&lang=fr', defaults);
    expect(state).toEqual(defaults);
    expect(problems).toHaveLength(5);
    expect(problems[1](words)).toBe('In this link, seed must be a whole number from 0 to 999999, got “-1”');
  });
});

describe('the probes', () => {
  test('shuffle all 96 symbols, each seed in its own way', () => {
    expect([...shuffled(3)].sort((a, b) => a - b)).toEqual(Array.from({ length: 96 }, (_, i) => i));
    expect(shuffled(3)).toEqual(shuffled(3));
    expect(shuffled(3)).not.toEqual(shuffled(4));
  });

  test('make texts in which no stretch of 96 characters has one twice, long enough for the longest sample', () => {
    const text = distinctText(5, 512);
    expect(text.length).toBeGreaterThanOrEqual(4 * 512);
    for (const at of [0, 50, 777]) expect(new Set(text.slice(at, at + 96)).size).toBe(96);
    const row = repeatedRow({ seed: 5, period: 24, length: 64 });
    expect(row).toHaveLength(64);
    expect(row.slice(24, 48)).toEqual(row.slice(0, 24));
  });

  test('know the loss below which nothing can be learned', () => {
    // A period of exactly 3: two targets are new symbols, one of 95 and one of 94 that are left, the others are copies.
    expect(floorOf({ length: 4, random_period: [3, 3] })).toBeCloseTo((Math.log(95) + Math.log(94)) / 4, 12);
    const floor = floorOf(lab.recipe.phases[0], words);
    expect(floor).toBeGreaterThan(1.3);
    expect(floor).toBeLessThan(1.4);
  });
});

describe('the model of the lab', () => {
  let engine;
  beforeAll(async () => {
    engine = await createEngine({ workers: 0 });
  });
  afterAll(() => engine.dispose());

  test('has 88,384 parameters, guesses at first, and is asked at every length of the table', async () => {
    const training = await engine.train({ config: lab.config, recipe: lab.recipe, seed: 7 });
    const { losses } = await training.run({ steps: 1 });
    expect(losses[0]).toBeCloseTo(guessing, 1);
    const model = await training.model();
    expect(model.info.parameters).toBe(88384);
    for (const length of lab.stretch.lengths) {
      const accuracy = await copyAccuracy(model, { length, period: lab.stretch.period, samples: 1 });
      expect(accuracy).toBeLessThan(0.2);
    }
    await Promise.all([model.dispose(), training.dispose()]);
  });
});

test('whatever the lab can train runs under every method that its table has, beside what else it was trained with', async () => {
  const engine = await createEngine({ workers: 0 });
  const catalog = await engine.methods();
  const encodings = catalog.filter(({ id, trainedAs, trainable }) => id === trainedAs && trainable);
  const rows = {};
  for (const { id } of encodings.filter((each) => !lab.fromOtherWeights.includes(each.id))) {
    const config = { ...lab.config, position_method: { id, params: lab.params[id] ?? {} } };
    const training = await engine.train({ config, recipe: lab.recipe });
    const model = await training.model();
    const found = stretches(model, catalog, lab);
    rows[id] = found.map((each) => each.id);
    for (const { at } of found)
      await copyAccuracy(model, { length: 128, period: 24, samples: 1, ...(at(128) && { method: at(128) }) });
    await Promise.all([model.dispose(), training.dispose()]);
  }
  const all = ['', ...lab.stretch.methods];
  expect(rows).toMatchObject({ rope: all, key_norm: all, xpos: all, alibi: [''], layer_pattern: [''] });
  await engine.dispose();
});

describe('the curves', () => {
  const view = {
    phase: 'running',
    step: 20,
    steps: 1200,
    tokens: 20480,
    tokensPerSecond: 1,
    losses: Array.from({ length: 20 }, (_, i) => 4.5 - 0.1 * i),
    copies: [
      { step: 0, accuracy: 0 },
      { step: 10, accuracy: 0.5 },
      { step: 20, accuracy: 0.95 },
    ],
    maps: [],
    error: '',
  };

  test('end where the training stands, on an axis that already has its length', () => {
    const { x, curves, summary } = lossFigure([{ name: 'RoPE', slot: 0, view }], lab.recipe.phases[0], words);
    expect([x[0], x.at(-1)]).toEqual([0, 1200]);
    const [{ values }] = curves;
    expect(values[x.indexOf(20)]).toBeCloseTo(4.5 - 0.1 * 15.5, 12); // the mean of the last eight
    expect(values[x.indexOf(25)]).toBeNull();
    expect(summary[0]).toMatch(/^RoPE: 2.95 after 20 steps/);
  });

  test('of copies go straight from probe to probe, and say when nine of ten were right', () => {
    const { curves, summary } = copyFigure([{ name: 'RoPE', slot: 0, view }], words);
    expect(curves[0].values.slice(0, 3)).toEqual([0, 0.25, 0.5]);
    expect(between([])(3)).toBeNull();
    expect(summary).toEqual(['RoPE copied more than nine symbols of ten from step 20 on.']);
  });
});
