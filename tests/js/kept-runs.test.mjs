// What a scope remembers of runs: a text that is cut shows a corner of its longer map, where the method allows it and only there.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { KeptRuns } from '../../web/scope/kept-runs.js';
import { Runner } from '../../web/scope/runner.js';

const text =
  'Call me Ishmael. Some years ago, never mind how long precisely, having little or no money in my purse. '.repeat(2);
const [shorter, longer] = [text.slice(0, 77), text.slice(0, 200)];
const view = { layer: 3, head: 1, moving: true };

let engine;
let model;
beforeAll(async () => {
  engine = await createEngine();
  model = await engine.loadModel(fileURLToPath(new URL('../../web/models/rope-l128', import.meta.url)));
});
afterAll(() => engine.dispose());

test('the map of a text is a corner of that of a longer one, bit for bit, under each method that says so', async () => {
  const capture = { layers: [view.layer], heads: [view.head] };
  let compared = 0;
  for (const { id, dependsOnLength } of await engine.methods()) {
    if (dependsOnLength) continue;
    const map = (input) => model.forward(input, { method: id, force: true, logits: 'none', capture });
    const long = await map(longer).catch(() => null); // it needs what these weights have not learned
    if (!long) continue;
    const kept = new KeptRuns();
    const job = { slot: 0, method: id, force: true, extends: true };
    kept.keepMap({ job, query: { ...view, input: longer } }, long.attentions[0]);
    const { rows, cols, values } = kept.mapOf({ job, query: { ...view, input: shorter } });
    expect([id, rows, cols]).toEqual([id, shorter.length, shorter.length]);
    expect(values).toEqual((await map(shorter)).attentions[0].values);
    compared++;
  }
  expect(compared).toBeGreaterThan(20);
});

describe('a hand that makes the text shorter', () => {
  const passes = async (inputs, { asTokens = false, ...job } = {}) => {
    let count = 0;
    const forward = (...all) => {
      count++;
      return model.forward(...all);
    };
    const runner = new Runner(Promise.resolve({ forward }));
    const sizes = [];
    const listener = { onMap: (_, map) => sizes.push(map.rows), onError: (_, error) => expect(error).toBeUndefined() };
    for (const each of inputs) {
      const input = asTokens ? [...each].map((character) => character.charCodeAt(0) - 31) : each;
      await runner.run([{ slot: 0, method: 'rope', force: false, ...job }], { ...view, input }, listener);
    }
    expect(sizes).toEqual(inputs.map(({ length }) => length));
    return count;
  };

  test('needs no pass', async () => {
    expect(await passes([longer, shorter, longer], { extends: true })).toBe(1);
    expect(await passes([longer, shorter, longer], { extends: true, asTokens: true })).toBe(1);
  });

  test('needs one where the method depends on the length, or where the text is another one', async () => {
    expect(await passes([longer, shorter], { extends: false })).toBe(2);
    expect(await passes([longer, text.slice(1, 78)], { extends: true })).toBe(2);
    expect(await passes([longer, text.slice(1, 78)], { extends: true, asTokens: true })).toBe(2);
  });

  test('sees more of a longer text only after a pass', async () => {
    expect(await passes([shorter, longer, shorter], { extends: true })).toBe(2);
  });
});
