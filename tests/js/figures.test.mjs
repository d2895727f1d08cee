// What figures answer for plans and ranks of the engine: each says what it leaves out, and tells its lines apart.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as bias from '../../web/figures/bias.js';
import * as encoding from '../../web/figures/encoding.js';
import * as mrope from '../../web/figures/mrope.js';
import { positionsWithImage, sectionsOf } from '../../web/figures/mrope.js';
import * as phasors from '../../web/figures/phasors.js';
import * as rank from '../../web/figures/rank.js';
import { createEngine } from '../../web/lib/index.node.js';
import { createAnswers } from '../../web/scope/answers.js';
import { createPlaced } from '../../web/scope/placed-plans.js';

const seqLen = 64;
const rope = { head_dim: 8, original_max_position_embeddings: 16 };
let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

const only = (value) => ({ value });

/** As much of a scope as a figure reads. */
async function scopeOf(methods, more = {}) {
  const plans = await Promise.all(methods.map((method) => engine.plan(method, { rope, seqLen, heads: 4 })));
  return {
    planned: only(plans.map((plan) => ({ plan, pairs: [], error: null }))),
    names: only(methods),
    length: only(seqLen),
    trained: only(16),
    ...more,
  };
}

describe('what a position looks like', () => {
  test('is not all of a method that pretends other positions', async () => {
    const [plain, rerope] = encoding.ask(await scopeOf(['rope', 'rerope']));
    expect(rerope.rates).toEqual(plain.rates);
    expect(plain.summary).toEqual([]);
    expect(rerope.summary).toEqual([{ say: 'besides', name: 'rerope', others: ['positions'] }]);
  });
});

describe('a text with an image in it', () => {
  test('counts rows and columns over the image, and goes on after the largest position', () => {
    const [time, height, width] = positionsWithImage(10, 2); // 3 tokens, 4 patches, 3 tokens
    expect(time).toEqual([0, 1, 2, 3, 3, 3, 3, 5, 6, 7]);
    expect(height).toEqual([0, 1, 2, 3, 3, 4, 4, 5, 6, 7]);
    expect(width).toEqual([0, 1, 2, 3, 4, 3, 4, 5, 6, 7]);
  });

  test('shares the pairs as Qwen2-VL does, all of them', () => {
    expect(sectionsOf(64)).toEqual([16, 24, 24]);
    for (const pairs of [1, 2, 3, 4, 16, 48]) expect(sectionsOf(pairs).reduce((a, b) => a + b)).toBe(pairs);
  });

  const placed = async (method) => {
    const weights = only({ rope, engine, shape: { heads: 4 } });
    const scope = await scopeOf(['rope'], { weights, specs: only([[{ id: method, params: {} }]]) });
    scope.placedPlan = createPlaced({ answerOf: createAnswers(scope) });
    expect(mrope.ask(scope)).toEqual([]); // it is on its way
    await engine.plan('rope', { rope, seqLen });
    await new Promise((resolve) => setTimeout(resolve));
    return mrope.ask(scope);
  };

  test('is planned by the engine, which says which axis a pair reads', async () => {
    const [{ rates, axes, summary }] = await placed('rope');
    expect(Array.from(axes.axis_of_pair)).toEqual([0, 1, 2, 2]);
    expect(axes.positions.map((axis) => Array.from(axis))).toEqual(positionsWithImage(seqLen, 5));
    expect(summary).toEqual([{ say: 'imageAxes', sections: [1, 1, 2], side: 5 }]);
    const { values, cols } = phasors.encoding(rates, { first: 0, span: seqLen }, 'cos', seqLen, axes);
    const patch = 30;
    for (const pair of [0, 1, 2, 3]) {
      const position = axes.positions[axes.axis_of_pair[pair]][patch];
      expect(values[pair * cols + patch]).toBeCloseTo(Math.cos(rates[pair] * position), 6);
    }
    expect(axes.positions[0][patch]).not.toBe(axes.positions[1][patch]);
  });

  test('is refused by name to a method that counts tokens itself', async () => {
    const [{ error }] = await placed('alibi');
    expect(error).toMatchObject({ reason: 'counts_tokens_itself' });
  });
});

describe('biases', () => {
  test('of one method are told apart by their dashes, those of two by method', async () => {
    const alone = bias.ask(await scopeOf(['alibi']));
    expect(alone.curves.map(({ head, dash }) => [head, dash])).toEqual([0, 1, 2, 3].map((head) => [head, head]));
    const both = bias.ask(await scopeOf(['alibi', 'sandwich']));
    expect(both.curves.filter(({ dash }) => dash !== undefined)).toEqual([]);
  });
});

describe('forget gates', () => {
  test('are drawn as their biases have them, and the figure says that the text decides', async () => {
    const gates = { id: 'forget_gate', params: { bias: [5, 3, 0, -1] } };
    const { curves, summary } = bias.ask({ ...(await scopeOf([gates])), names: only(['F']) });
    expect(curves.map(({ suffix }) => suffix)).toEqual(Array(4).fill('gatedHead'));
    for (const { head, values } of curves) {
      const nats = -Math.log1p(Math.exp(-gates.params.bias[head])); // of a token
      expect(values[10]).toBeCloseTo(10 * nats, 9);
    }
    expect(summary[0]).toEqual({ say: 'gatesOfZeros', name: 'F' });
    const { summary: others } = bias.ask(await scopeOf(['alibi']));
    expect(others.map(({ say }) => say)).not.toContain('gatesOfZeros');
  });

  test('are missing in attention over arrays of the caller, which hold no hidden states', async () => {
    const q = new Float32Array(4 * 4 * 8);
    const shape = { seqLen: 4, heads: 4, head_dim: 8 };
    const method = { id: 'forget_gate', params: { bias: [5, 3, 0, -1] } };
    await expect(engine.attention({ q, k: q, v: q, shape, method, rope })).rejects.toMatchObject({
      code: 'invalid_argument',
      reason: 'gates_read_hidden_states',
    });
  });
});

describe('ranks', () => {
  const diagonal = { rows: seqLen, cols: seqLen, values: new Float32Array(seqLen * seqLen) };
  for (let i = 0; i < seqLen; i++) diagonal.values[i * (seqLen + 1)] = 1 / (i + 1);
  const readings = only([{ name: 'A', slot: 2, map: diagonal }]);
  const ask = async (rankOf, map = diagonal) =>
    rank.ask(
      await scopeOf(['rope'], { rankOf, readings: map === diagonal ? readings : only([{ name: 'A', slot: 2, map }]) }),
    );

  test('are drawn next to the largest', async () => {
    const known = await engine.mapRank(diagonal);
    const { curves, summary } = await ask(() => ({ rank: known, error: null }));
    expect(curves).toHaveLength(1);
    expect(curves[0].values.map((value) => value.toFixed(6))).toEqual(
      Array.from({ length: seqLen }, (_, i) => Math.fround(1 / (i + 1)).toFixed(6)),
    );
    expect(summary).toEqual([expect.objectContaining({ say: 'ranks', name: 'A', length: 64, numerical: 64 })]);
  });

  test('are said to be missing while they are computed, where that failed, and where the map is pooled', async () => {
    const said = async (...asked) => (await ask(...asked)).summary.map(({ say }) => say);
    expect(await said(() => ({ rank: null, error: null }))).toEqual(['rankIsAsked']);
    expect(await said(() => ({ rank: null, error: { message: 'no' } }))).toEqual(['rankFailed']);
    const never = () => {
      throw new Error('a pooled map was asked for');
    };
    expect(await said(never, { rows: 32, cols: 32, values: new Float32Array(1024) })).toEqual(['rankNeedsExact']);
  });

  test('of a text that is longer than the engine decomposes are not asked for: the limit is said', async () => {
    const rankOf = () => {
      throw new Error('a map beyond the limit was asked for');
    };
    const length = only(rank.most + 1);
    const map = { rows: length.value, cols: length.value, values: new Float32Array() };
    const long = { rankOf, length, readings: only([{ name: 'A', slot: 2, map }]) };
    const { summary } = rank.ask(await scopeOf(['rope'], long));
    expect(summary).toEqual([{ say: 'rankTooLarge', name: 'A', length: 1025, most: 1024 }]);
    await expect(engine.mapRank(map)).rejects.toThrow(`from 1 to ${rank.most}`);
  });
});
