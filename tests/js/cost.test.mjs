// What a new token costs: operations and bytes, counted from the engine's facts.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as figure from '../../web/figures/cost.js';
import * as entropy from '../../web/figures/entropy.js';
import * as sharpness from '../../web/figures/sharpness.js';
import { createEngine } from '../../web/lib/index.node.js';
import { createAnswers } from '../../web/scope/answers.js';

const rope = { head_dim: 64, rotary_dim: 64, original_max_position_embeddings: 256 };
const length = 1024;
let engine;
let catalog;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  catalog = await engine.methods();
});
afterAll(() => engine.dispose());

const only = (value) => ({ value });

/** As much of a scope as these figures read. */
function scopeOf(ids, model) {
  const explain = (methods, at) => engine.explain(methods, { rope, ...at });
  const weights = only({ explain, rope, engine, model });
  return {
    weights,
    specs: only(ids.map((id) => [{ id }])),
    methods: only(ids.map((id) => ({ id, params: {} }))),
    names: only(ids),
    catalog: only(catalog),
    original: only(256),
    trained: only(256),
    length: only(length),
    input: only('text'),
    focus: only({ layer: 0, head: 0 }),
    planLayer: only(0),
    nameOf: (id) => id,
    answerOf: createAnswers({ weights }),
  };
}

/** Asks until the answer is whole. */
async function answer(ask, isWhole) {
  let found = ask();
  for (let turn = 0; turn < 100 && !isWhole(found); turn++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    found = ask();
  }
  return found;
}

const costsOf = async (...ids) => {
  const scope = scopeOf(ids);
  return answer(
    () => figure.ask(scope),
    (found) => found && found.rows.length + found.failures.length === ids.length,
  );
};

describe('the cost of a new token', () => {
  test('of plain RoPE: a score and a weighted value a key, a rotation of the query and of the new key', async () => {
    const { rows, operations } = await costsOf('rope');
    expect(rows[0].point).toEqual({
      keysSeen: length,
      exact: 4 * 64 * length + 2 * 3 * 64, // a product and a sum by channel, for score and value; three a channel turned
      rotated: 4 * 64 * length + 2 * 3 * 64,
      rotatedIsExact: true,
      everyGeometry: 4 * 64 * length + 2 * 3 * 64,
      cacheBytes: 2 * 64 * 4 * length,
      tableBytes: 0,
    });
    expect(new Set(operations.curves[0].values)).toEqual(new Set([1]));
  });

  test('turns every key again where rotated keys do not serve, and computes each geometry in others’ code', async () => {
    const { rows } = await costsOf('rerope');
    const { point, need } = rows[0];
    expect(need).toBe('unrotated_keys');
    expect(point.rotatedIsExact).toBe(false);
    expect(point.exact - point.rotated).toBe(3 * 64 * (length - 1));
    expect(point.everyGeometry - point.exact).toBe(2 * 64 * length);
  });

  test('is that of the whole text where the plan changes with the length, beyond the trained one', async () => {
    const { rows, operations } = await costsOf('dynamic_ntk', 'window');
    const [dynamic] = operations.curves;
    const at = (tokens) => dynamic.values[operations.x.indexOf(tokens)];
    expect([at(64), at(256)]).toEqual([1, 1]);
    expect(rows[0].times).toBeCloseTo(length / 2, -1); // every query once more, with half the keys on average
    expect(operations.yLog).toBe(true);
    expect(rows[1].times).toBeCloseTo(256 / length, 2); // a window of the trained length
    expect(rows[1].point.cacheBytes).toBe(2 * 64 * 4 * 256);
  });

  test('of methods that cannot be explained is said, and the others are drawn', async () => {
    const { rows, failures } = await costsOf('rope', 'kerple_log');
    expect(rows.map(({ name }) => name)).toEqual(['rope']);
    expect(failures).toEqual([
      expect.objectContaining({
        name: 'kerple_log',
        slot: 1,
        failure: expect.objectContaining({ path: 'kerple_log.r1' }),
      }),
    ]);
  });
});

test('a column whose scale cannot be asked is said, beside others or alone', async () => {
  const scope = scopeOf(['rope', 'kerple_log']);
  const both = await answer(
    () => sharpness.ask(scope),
    (found) => found?.failures.length === 1 && found.curves.length === 2,
  );
  expect(both.curves.map(({ label }) => label)).toEqual(['rope', '']);
  expect(both.failures).toEqual([expect.objectContaining({ name: 'kerple_log', slot: 1 })]);
  const alone = scopeOf(['kerple_log']);
  const none = await answer(() => sharpness.ask(alone), Boolean);
  expect([none.curves, none.failures.length]).toEqual([[], 1]);
});

test('a column whose entropy cannot be measured is said, beside others or alone', async () => {
  const forward = async (_, { method: [{ id }] }) => {
    if (id === 'alibi') throw Object.assign(new Error('no'), { code: 'wrong_weights', reason: 'because' });
    return { attentions: [{ values: Float32Array.of(0, 0.5, 1) }] };
  };
  const scope = scopeOf(['rope', 'alibi'], Promise.resolve({ forward }));
  const both = await answer(
    () => entropy.ask(scope),
    (found) => found?.failures?.length === 1 && found.curves.length > 0,
  );
  expect(both.failures).toEqual([
    expect.objectContaining({ name: 'alibi', failure: expect.objectContaining({ reason: 'because' }) }),
  ]);
  const alone = scopeOf(['alibi'], Promise.resolve({ forward }));
  const none = await answer(() => entropy.ask(alone), Boolean);
  expect([none.curves, none.failures.length]).toEqual([[], 1]);
});
