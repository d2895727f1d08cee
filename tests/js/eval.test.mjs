import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { methodsAtLength } from '../../web/lib/length-rules.js';
import { characterModel, largestDifference } from './helpers/golden.mjs';

const text = readFileSync(new URL('../../web/models/heldout.txt', import.meta.url), 'utf8');
const lines = [
  { name: 'own', methods: [] },
  { name: 'stretched', methods: [{ id: 'yarn' }] },
];
const rules = { yarn: { factor: { ratio: 1 }, beta_fast: 8 } };
const small = {
  lines,
  lengths: [64, 256],
  tasks: ['text', { task: 'passkey', params: { depth: [0, 1] } }],
  samples: 2,
};

const modes = [
  ['in the calling thread', 0],
  ['on two workers', 2],
];

describe.each(modes)('an evaluation %s', (_, workers) => {
  let engine;
  let model;
  beforeAll(async () => {
    engine = await createEngine({ workers });
    model = await engine.loadModel(characterModel);
  });
  afterAll(() => engine.dispose());

  test('has a cell for every line, length, task and value of its parameters', async () => {
    const seen = [];
    const onCell = (cell, { done, total, eta }) => seen.push([cell.result.samples, done, total, eta]);
    const { cells, complete } = await engine.evaluate(model, { ...small, text, rules, onCell });
    expect(complete).toBe(true);
    expect(cells.map(({ line, length, task, params }) => [line, length, task, params])).toEqual(
      ['own', 'stretched'].flatMap((line) =>
        [64, 256].flatMap((length) => [
          [line, length, 'text', {}],
          [line, length, 'passkey', { depth: 0 }],
          [line, length, 'passkey', { depth: 1 }],
        ]),
      ),
    );
    expect(cells.map(({ result }) => result.samples)).toEqual(cells.map(() => 2));
    expect(seen).toHaveLength(24); // once a sample
    expect(seen.map(([, done]) => done)).toEqual(seen.map(([, done]) => done).sort((a, b) => a - b));
    expect(seen.at(-1)[1]).toBeCloseTo(1, 12);
    expect(seen.every(([, , total, eta]) => total === 12 && Number.isFinite(eta) && eta > -1e-9)).toBe(true);
    expect(cells.at(-1).methods).toEqual([{ id: 'yarn', params: { factor: 2, beta_fast: 8 } }]);
  });

  test('keeps what is done when it is aborted', async () => {
    const controller = new AbortController();
    const onCell = ({ result }) => result.samples === 3 && controller.abort();
    const evaluation = engine.evaluate(model, { ...small, samples: 1000, text, onCell, signal: controller.signal });
    const { cells, complete } = await evaluation;
    expect(complete).toBe(false);
    expect(Math.max(...cells.map(({ result }) => result.samples))).toBeGreaterThanOrEqual(3);
    expect(cells.length).toBeLessThan(12);
    expect((await model.forward('call me')).rows).toBe(7);
  });

  test('goes on when one choice of methods cannot run, and ends when one is misspelt', async () => {
    const pair = { name: 'pair', methods: [{ id: 'linear' }, { id: 'yarn' }] };
    const { cells } = await engine.evaluate(model, { ...small, lines: [lines[0], pair], tasks: ['text'], text });
    expect(cells.map(({ line, error }) => [line, error?.code])).toEqual([
      ['own', undefined],
      ['own', undefined],
      ['pair', 'slot_conflict'],
      ['pair', 'slot_conflict'],
    ]);
    const misspelt = engine.evaluate(model, { ...small, lines: [{ name: 'x', methods: [{ id: 'yarm' }] }], text });
    await expect(misspelt).rejects.toMatchObject({ code: 'unknown_method' });
  });
});

describe('a cell', () => {
  let engine;
  let model;
  beforeAll(async () => {
    engine = await createEngine({ workers: 0 });
    model = await engine.loadModel(characterModel);
  });
  afterAll(() => engine.dispose());

  test('scores what a forward pass over its text gives', async () => {
    const options = { task: 'text', length: 200, samples: 1, text, method: [{ id: 'yarn' }] };
    const { last, losses, accuracies, metrics } = await model.evaluate(options);
    const sample = last.prompt + last.expected;
    expect(text).toContain(sample);
    expect(last.expected).toHaveLength(64);
    const forward = await model.forward(sample, { method: 'yarn', losses: true });
    expect(largestDifference(losses, forward.losses)).toBeLessThan(1e-6); // one is rounded to f32
    const mean = forward.losses.slice(-64).reduce((sum, loss) => sum + loss, 0) / 64;
    expect(metrics.loss.mean).toBeCloseTo(mean, 6);

    const tokens = await model.encode(sample);
    const best = tokens.slice(1).map((_, row) => {
      const logits = forward.logits.subarray(row * forward.vocabSize, (row + 1) * forward.vocabSize);
      return logits.indexOf(Math.max(...logits));
    });
    expect(Array.from(accuracies)).toEqual(best.map((token, i) => Number(token === tokens[i + 1])));
    expect(await model.encode(last.answer)).toEqual(best.slice(-64));
  });

  test('is the mean of its samples, whichever of them it starts with', async () => {
    const options = { task: 'repeat', length: 150, period: 24, text, seed: 5 };
    const whole = await model.evaluate({ ...options, samples: 3 });
    const parts = [];
    for (const first of [0, 1, 2]) parts.push(await model.evaluate({ ...options, samples: 1, first }));
    const values = parts.map(({ metrics }) => metrics.loss.mean);
    const mean = values.reduce((sum, value) => sum + value, 0) / 3;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
    expect(whole.metrics.loss.mean).toBeCloseTo(mean, 12);
    expect(whole.metrics.loss.spread).toBeCloseTo(spread, 12);
    expect(whole.last).toEqual(parts[2].last);
    expect(await model.evaluate({ ...options, samples: 3 })).toEqual(whole);
  });

  test('shows the passkey that was asked for and the answer', async () => {
    const { last, metrics } = await model.evaluate({ task: 'passkey', length: 128, depth: 0.5, samples: 4, text });
    expect(last.expected).toMatch(/^\d{5}$/);
    expect(last.prompt.endsWith(' The key is <')).toBe(true);
    expect(last.prompt).toContain(` The key is <${last.expected}>`);
    expect(last.answer).toBe(last.expected);
    expect(metrics.exact_match).toEqual({ mean: 1, spread: 0 });
  });

  test('follows the entropy of attention along the text', async () => {
    const { entropy, metrics } = await model.evaluate({ task: 'entropy', length: 100, samples: 2, text });
    expect(entropy).toHaveLength(100);
    expect(entropy[0]).toBeCloseTo(0, 6); // one key
    expect(entropy.every((nats, n) => nats <= Math.log(n + 1) + 1e-5)).toBe(true);
    const last = entropy.slice(-65, -1); // the queries that see the last 64 tokens coming
    expect(metrics.entropy.mean).toBeCloseTo(last.reduce((sum, nats) => sum + nats, 0) / 64, 10);
  });

  test.each([
    ['a task that is not there', { task: 'copy' }, /task must be one of text, repeat, passkey/],
    ["another task's parameter", { depth: 0.5 }, /depth/],
    ['a length beyond a quarter of the text', { length: 40000 }, /from 2 to 30000/],
    ['no samples', { samples: 0 }, /samples must be a whole number from 1/],
    ['a text that is not text', { text: 5 }, /text must be/],
  ])('refuses %s', async (_, change, message) => {
    const options = { task: 'text', length: 64, samples: 1, text, ...change };
    await expect(model.evaluate(options)).rejects.toThrow(message);
  });
});

describe('rules by length', () => {
  const at = (methods, length) => methodsAtLength(methods, rules, { length, trained: 128 });

  test('stretch by the ratio of lengths, and by nothing within the trained length', () => {
    expect(at([{ id: 'yarn' }], 1024)).toEqual([{ id: 'yarn', params: { factor: 8, beta_fast: 8 } }]);
    expect(at([{ id: 'yarn' }], 64)).toEqual([{ id: 'yarn', params: { factor: 1, beta_fast: 8 } }]);
  });

  test('leave alone what is given, and methods without a rule', () => {
    expect(at([{ id: 'yarn', params: { factor: 3 } }], 1024)[0].params.factor).toBe(3);
    expect(at([{ id: 'constructor' }], 1024)).toEqual([{ id: 'constructor', params: {} }]);
  });

  test('add a share of the trained length and a constant', () => {
    const grouped = { self_extend: { window: { trained: 0.5 }, group: { ratio: 4, plus: -2 } } };
    const [spec] = methodsAtLength([{ id: 'self_extend' }], grouped, { length: 1024, trained: 128 });
    expect(spec.params).toEqual({ window: 64, group: 30 });
  });
});
