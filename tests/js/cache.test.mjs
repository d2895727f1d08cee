// What a model keeps of earlier tokens when a method changes with the length, as a page or the command chooses it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { ropescope } from './helpers/cli.mjs';
import { goldenModel, largestDifference } from './helpers/golden.mjs';

const golden = goldenModel('llama-tiny-dynamic'); // trained at 32 tokens
const ids = golden.expected.input_ids.values;
const prefill = 24; // as the reference read them
const tolerance = 2e-4; // golden/README.md

let engine;
let model;
beforeAll(async () => {
  engine = await createEngine();
  model = await engine.loadModel(golden.path);
});
afterAll(() => engine.dispose());

test('rotated keys give the logits that transformers gives in a generation, far from exact', async () => {
  const rotated = await model.forward(ids, { cache: 'rotated', prefill });
  expect(rotated.rows).toBe(ids.length);
  expect(largestDifference(rotated.logits, golden.expected['incremental.logits'].values)).toBeLessThan(tolerance);
  const exact = await model.forward(ids, { prefill });
  expect(largestDifference(exact.logits, rotated.logits)).toBeGreaterThan(1);
  const last = exact.logits.slice(-exact.vocabSize);
  expect(largestDifference(last, golden.expected.logits.values.slice(-exact.vocabSize))).toBeLessThan(tolerance);
});

test('rows, losses and the last row come from all passes together', async () => {
  const options = { cache: 'rotated', prefill };
  const all = await model.forward(ids, { ...options, losses: true });
  expect(all.losses).toHaveLength(ids.length - 1);
  const done = [];
  const last = await model.forward(ids, { ...options, logits: 'last', onProgress: (part) => done.push(part) });
  expect(last.rows).toBe(1);
  expect(last.logits).toEqual(all.logits.slice(-all.vocabSize));
  expect(done).toEqual([...done].sort((a, b) => a - b));
  expect(done.at(-1)).toBe(1);
});

test('where the plan does not change, every cache and every prefill give the same bits', async () => {
  const whole = await model.forward(ids, { method: 'yarn' });
  for (const cache of ['exact', 'unrotated', 'rotated']) {
    const stepped = await model.forward(ids, { method: 'yarn', cache, prefill: 90 });
    expect(stepped.logits).toEqual(whole.logits);
  }
});

test('a generation with rotated keys goes another way than the exact one', async () => {
  const prompt = ids.slice(0, prefill);
  const exact = await model.generate(prompt, { maxNewTokens: 40 });
  const rotated = await model.generate(prompt, { maxNewTokens: 40, cache: 'rotated' });
  expect(rotated.tokens.slice(0, 9)).toEqual(exact.tokens.slice(0, 9)); // up to the trained length of 32
  expect(rotated.tokens).not.toEqual(exact.tokens);
  const args = ['generate', '--model', golden.path, '--tokens', prompt.join(','), '--max-new-tokens', '40', '--json'];
  const { stdout } = await ropescope([...args, '--cache', 'rotated']);
  expect(JSON.parse(stdout)).toEqual(rotated);
});

test('the command prints the logits of either cache', async () => {
  const args = ['logits', '--model', golden.path, '--tokens', ids.join(','), '--prefill', String(prefill), '--json'];
  const { stdout } = await ropescope([...args, '--cache', 'rotated']);
  const expected = golden.expected['incremental.logits'].values;
  expect(largestDifference(JSON.parse(stdout).logits.flat(), expected)).toBeLessThan(tolerance);
});

const invalid = (message) =>
  expect.objectContaining({ code: 'invalid_argument', message: expect.stringMatching(message) });

test.each([
  ['a cache of another kind', { cache: 'frozen' }, /cache must be one of exact, unrotated, rotated, got "frozen"/],
  ['a method that needs keys before rotation', { cache: 'rotated', method: 'rerope' }, /cache must be exact or unrot/],
  ['a prefill of nothing', { prefill: 0 }, /prefill must be a whole number from 1/],
  ['a prefill of more than the text', { prefill: 4 }, /prefill must be at most the text's 3 tokens, got 4/],
  ['maps of several passes', { prefill: 1, capture: { layers: 'all' } }, /capture must be left out/],
])('%s is refused', async (_, options, message) => {
  await expect(model.forward([1, 2, 3], options)).rejects.toEqual(invalid(message));
});
