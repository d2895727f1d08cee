// The score of one query and key, split by channel pair: the parts add up to the logit that the map has, under every method.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ticksOf } from '../../web/charts/bars.js';
import { ask, splitOf } from '../../web/figures/cell.js';
import { createEngine } from '../../web/lib/index.node.js';
import { characterModel } from './helpers/golden.mjs';

const only = (value) => ({ value });
const seen = Number.NEGATIVE_INFINITY;

/** Two pairs, the rest, the biases: a row a key. */
const row = (...keys) => ({ values: Float32Array.from(keys.flat()), rows: keys.length, cols: 4, layer: 0, head: 0 });
const split = row([1, 2, 0, 0], [4, -1, 0.5, -0.25], [seen, seen, seen, seen]);
const of = { wavelengths: [6, 200], trained: 128 };

describe('a score', () => {
  test('is the sum of its parts, each with its wavelength and whether it turns around within the trained length', () => {
    expect(splitOf(split, 1, of)).toEqual({
      pairs: [
        { value: 4, wavelength: 6, band: 'fast' },
        { value: -1, wavelength: 200, band: 'slow' },
      ],
      rest: 0.5,
      biases: -0.25,
      logit: 3.25,
    });
    const { pairs } = splitOf(split, 0, { wavelengths: [128, Number.POSITIVE_INFINITY], trained: 128 });
    expect(pairs.map(({ band }) => band)).toEqual(['fast', 'still']);
  });

  test('is -Infinity where the key is not seen', () => {
    expect(splitOf(split, 2, of).logit).toBe(seen);
  });
});

describe('the figure', () => {
  const scopeOf = (answers, more = {}) => ({
    asked: [],
    names: only(['a', 'b']),
    weights: only({}),
    input: only('text of twenty chars'),
    length: only(20),
    query: only({ q: 2, k: 1 }),
    trained: only(128),
    specs: only([[], []]),
    methods: only([{}, {}]),
    focus: only({ layer: 3, head: 1 }),
    planned: only([{ plan: { wavelength: [6, 200] } }, { plan: { wavelength: [6, 800] } }]),
    answerOf(question, _, at = this.asked.length) {
      this.asked.push(question);
      return answers[at % answers.length];
    },
    ...more,
  });
  const rows = { value: [row([1, 1, 0, 0]), split], error: null };

  test('has the methods side by side, with what adds most and what takes most', () => {
    const { columns, summary, ...place } = ask(scopeOf([rows]));
    expect(columns.map(({ split: each }) => each.pairs[1].wavelength)).toEqual([200, 800]);
    expect(place).toMatchObject({ layer: 3, head: 1, q: 2, k: 1, trained: 128, failures: [] });
    expect(summary[0]).toMatchObject({ say: 'cellParts', name: 'a', logit: 3.25, fast: 4, slow: -1, still: 0 });
    expect([summary[0].most.pair, summary[0].least.pair]).toEqual([0, 1]);
    expect(ask(scopeOf([rows], { query: only({ q: 2, k: 2 }) })).summary[0]).toEqual({ say: 'unseenCell', name: 'a' });
  });

  test('splits the last query where none is pinned, and asks once for queries that stand together', () => {
    const free = scopeOf([{ value: null, error: null }], { query: only({ q: -1, k: -1 }) });
    expect(ask(free)).toMatchObject({ q: 19, k: 18, columns: [{ split: null }, { split: null }] });
    const asked = (q) => {
      const scope = scopeOf([rows], { query: only({ q, k: 0 }) });
      ask(scope);
      return JSON.stringify(scope.asked[0]);
    };
    expect(asked(0)).toBe(asked(15));
    expect(asked(15)).not.toBe(asked(16));
  });

  test('says which method has no answer, and why; and waits for weights and a text', () => {
    const error = { code: 'wrong_weights' };
    const { columns, failures } = ask(scopeOf([rows, { value: null, error }]));
    expect(columns.map(({ name }) => name)).toEqual(['a']);
    expect(failures).toEqual([{ name: 'b', slot: 1, failure: error }]);
    expect(ask(scopeOf([rows], { weights: only(null) }))).toBe(null);
    expect(ask(scopeOf([rows], { input: only('t') }))).toBe(null);
  });
});

test('an axis has round values, zero among them', () => {
  expect(ticksOf([-1.3, 6.9])).toEqual([0, 2, 4, 6]);
  expect(ticksOf([0, 0.45])).toHaveLength(5);
  expect(ticksOf([-30, 10])).toContain(0);
});

describe('on the character model', () => {
  let engine;
  let model;
  beforeAll(async () => {
    engine = await createEngine({ workers: 0 });
    model = await engine.loadModel(characterModel);
  });
  afterAll(() => engine.dispose());
  const text = readFileSync(new URL('../../web/models/heldout.txt', import.meta.url), 'utf8').slice(0, 200);
  const at = { layers: [1], heads: [1] };

  // each sets other slots of the plan
  test.each(
    [
      ...['rope', 'yarn', 'linear', 'rerope', 'self_extend', 'dual_chunk', 'window', 'sinks', 'log_n', 'nope'],
      ...['alibi', 'xpos', 'key_norm', 'clipped_rope', 'chunked', 'temperature'],
    ].map((id) => [id]),
  )('the parts of each key add up to the logit of the map under %s', async (id) => {
    const [logits, parts] = (
      await model.forward(text, {
        ...{ method: id, force: true, logits: 'none' },
        capture: [
          { ...at, kind: 'logits' },
          { ...at, kind: 'pairs', query: 150 },
        ],
      })
    ).attentions;
    const { inv_freq: rates, wavelength } = await model.plan(id, { seqLen: 200, layer: 1 });
    expect([parts.rows, parts.cols]).toEqual([151, rates.length + 2]);
    for (let k = 0; k <= 150; k++) {
      const logit = logits.values[150 * 200 + k];
      const whole = splitOf(parts, k, { wavelengths: wavelength, trained: 128 });
      if (logit === seen) expect([k, whole.logit]).toEqual([k, seen]);
      else expect(Math.abs(whole.logit - logit)).toBeLessThan(2e-5 * Math.max(1, Math.abs(logit))); // single precision
    }
  });

  test('a part is the product of the rotated halves: it turns with the distance by the wavelength of its pair', async () => {
    // one character throughout: in layer 0 all queries are alike before rotation, and so are all keys
    const same = 'e'.repeat(120);
    const capture = { layers: [0], heads: [0], kind: 'pairs', query: 110 };
    const [{ values, cols }] = (await model.forward(same, { logits: 'none', capture })).attentions;
    const { inv_freq: rates } = await model.plan('rope', { seqLen: 120 });
    for (const pair of [0, 3, 9]) {
      const part = (distance) => values[(110 - distance) * cols + pair];
      // x(D) = a cos(D theta) + b sin(D theta) obeys x(D + 1) + x(D - 1) = 2 cos(theta) x(D)
      for (const distance of [1, 20, 90])
        expect(part(distance + 1) + part(distance - 1)).toBeCloseTo(2 * Math.cos(rates[pair]) * part(distance), 4);
    }
  });

  test('a query that the text does not have is refused, with what is accepted', async () => {
    const ask = (capture) => model.forward(text, { capture: { ...at, ...capture } });
    await expect(ask({ kind: 'pairs', query: 200 })).rejects.toMatchObject({
      code: 'invalid_argument',
      path: 'capture.query',
      message: 'capture.query must be a whole number from 0 to 199, got 200',
    });
    await expect(ask({ kind: 'pairs' })).rejects.toMatchObject({ path: 'capture.query' });
    await expect(ask({ kind: 'pairs', query: 1, size: 8 })).rejects.toMatchObject({ path: 'capture.size' });
    await expect(ask({ query: 1 })).rejects.toMatchObject({ code: 'invalid_argument' });
  });
});
