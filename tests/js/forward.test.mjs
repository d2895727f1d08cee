import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { ropescope } from './helpers/cli.mjs';
import { characterModel, goldenModel, largestDifference } from './helpers/golden.mjs';

const logitTolerance = 2e-4; // absolute, |logit| up to 9: ten times what two references differ by
const weightTolerance = 5e-5; // absolute

const names = ['llama-tiny-default', 'llama-tiny-dynamic', 'llama-tiny-yarn', 'qwen3-tiny-yarn'];

let inline;
let worker;
beforeAll(async () => {
  [inline, worker] = await Promise.all([createEngine({ workers: 0 }), createEngine()]);
});
afterAll(() => Promise.all([inline.dispose(), worker.dispose()]));

test.each(names)('logits and attention of %s are those of transformers', async (name) => {
  const { folder, expected } = goldenModel(name);
  const model = await inline.loadModel(folder);
  const { logits, attentions } = await model.forward(expected.input_ids.values, { capture: { layers: 'all' } });
  expect(largestDifference(logits, expected.logits.values)).toBeLessThan(logitTolerance);
  for (const layer of [0, 1]) {
    const ours = attentions.filter((map) => map.layer === layer).flatMap(({ values }) => Array.from(values));
    expect(largestDifference(ours, expected[`attentions.${layer}`].values)).toBeLessThan(weightTolerance);
  }
  await model.dispose();
});

test.each(names)('the command prints the logits and attention of %s', async (name) => {
  const { path, expected } = goldenModel(name);
  const tokens = expected.input_ids.values.join(',');
  const { status, stdout } = await ropescope(['logits', '--model', path, '--tokens', tokens, '--attention', '--json']);
  expect(status).toBe(0);
  const { logits, attentions } = JSON.parse(stdout);
  expect(largestDifference(logits.flat(), expected.logits.values)).toBeLessThan(logitTolerance);
  for (const [layer, heads] of attentions.entries()) {
    expect(largestDifference(heads.flat(2), expected[`attentions.${layer}`].values)).toBeLessThan(weightTolerance);
  }
});

test('printed logits read back as the same float32 numbers', async () => {
  const { path } = goldenModel('llama-tiny-yarn');
  const { stdout } = await ropescope(['logits', '--model', path, '--tokens', '1,2,3', '--json']);
  const model = await inline.loadModel(path);
  const { logits } = await model.forward([1, 2, 3]);
  expect(new Float32Array(JSON.parse(stdout).logits.flat())).toEqual(logits);
});

test('a worker computes the same bits as the calling thread', async () => {
  const options = { method: { id: 'yarn', params: { factor: 4 } }, losses: true, capture: { layers: 'all' } };
  const results = await Promise.all(
    [inline, worker].map(async (engine) => {
      const model = await engine.loadModel(characterModel);
      return model.forward('Call me Ishmael. Some years ago - never mind how long precisely', options);
    }),
  );
  expect(results[0].logits.length).toBeGreaterThan(0);
  expect(results[1]).toEqual(results[0]);
});

test('a chosen method replaces that of the model, which is still there afterwards', async () => {
  const model = await inline.loadModel(goldenModel('llama-tiny-yarn').folder);
  const tokens = Int32Array.from({ length: 60 }, (_, i) => i);
  const own = await model.forward(tokens);
  const plain = await model.forward(tokens, { method: 'rope' });
  expect(largestDifference(plain.logits, own.logits)).toBeGreaterThan(0.01);
  expect(await model.forward(tokens)).toEqual(own);
});

test('--param without --method changes one parameter of the method that the model came with', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ropescope-'));
  cpSync(goldenModel('llama-tiny-yarn').folder, folder, { recursive: true });
  const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
  config.rope_parameters.factor = 3; // not the default: it must survive
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));

  const model = await inline.loadModel(folder);
  const method = { id: 'yarn', params: { factor: 3, beta_fast: 8 } };
  const { logits } = await model.forward([1, 2, 3, 4], { method });
  const args = ['logits', '--model', folder, '--tokens', '1,2,3,4', '--param', 'beta_fast=8', '--json'];
  const { stdout } = await ropescope(args);
  expect(new Float32Array(JSON.parse(stdout).logits.flat())).toEqual(logits);
});

test('the last row and no row of logits are those asked for', async () => {
  const model = await inline.loadModel(goldenModel('llama-tiny-default').folder);
  const all = await model.forward([5, 6, 7]);
  const last = await model.forward([5, 6, 7], { logits: 'last' });
  const none = await model.forward([5, 6, 7], { logits: 'none' });
  expect([all.rows, last.rows, none.rows]).toEqual([3, 1, 0]);
  expect(last.logits).toEqual(all.logits.slice(2 * all.vocabSize));
  expect(none.logits).toHaveLength(0);
});

test('losses are the negative log-probabilities of the tokens that follow', async () => {
  const model = await inline.loadModel(characterModel);
  const tokens = await model.encode('the white whale');
  const { logits, losses, vocabSize } = await model.forward(tokens, { losses: true });
  const expected = tokens.slice(1).map((next, i) => {
    const row = Array.from(logits.subarray(i * vocabSize, (i + 1) * vocabSize));
    return Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - row[next];
  });
  expect(largestDifference(losses, expected)).toBeLessThan(1e-5);
});

test('a captured map is pooled by maximum to the size asked for', async () => {
  const model = await inline.loadModel(goldenModel('llama-tiny-default').folder);
  const tokens = Array.from({ length: 64 }, (_, i) => i % 64);
  const capture = { layers: [1], heads: [2] };
  const exact = (await model.forward(tokens, { capture })).attentions[0];
  const pooled = (await model.forward(tokens, { capture: { ...capture, size: 16 } })).attentions[0];
  expect([pooled.layer, pooled.head, pooled.rows, pooled.cols]).toEqual([1, 2, 16, 16]);
  for (let i = 0; i < 256; i++) {
    const [row, col] = [4 * Math.floor(i / 16), 4 * (i % 16)];
    const block = Array.from({ length: 16 }, (_, b) => exact.values[(row + Math.floor(b / 4)) * 64 + col + (b % 4)]);
    expect(pooled.values[i]).toBe(Math.max(...block));
  }
});

test('one pass answers a list of captures, each as it would be answered alone', async () => {
  const model = await worker.loadModel(goldenModel('llama-tiny-default').folder);
  const tokens = Array.from({ length: 64 }, (_, i) => i % 64);
  const list = [
    { layers: [1], heads: [2] },
    { layers: 'all', size: 16 },
    { layers: [0], heads: [1], kind: 'logits' },
    { layers: [1], heads: [2], kind: 'entropy' },
  ];
  const { attentions } = await model.forward(tokens, { capture: list });
  const alone = await Promise.all(list.map((capture) => model.forward(tokens, { capture })));
  const expected = alone.flatMap((result, request) => result.attentions.map((map) => ({ ...map, request })));
  expect(attentions).toEqual(expected);
  expect(attentions.length).toBeGreaterThan(list.length);
  expect((await model.forward(tokens, { capture: [] })).attentions).toEqual([]);
});

test.each([
  ['inline', () => inline],
  ['in a worker', () => worker],
])('maps come layer by layer to who asks for that, %s, and the result has none of them', async (_, engine) => {
  const model = await engine().loadModel(goldenModel('llama-tiny-default').folder);
  const tokens = Array.from({ length: 64 }, (_, i) => i % 64);
  const options = {
    capture: [
      { layers: [1], heads: [2] },
      { layers: 'all', size: 16 },
    ],
    losses: true,
  };
  const calls = [];
  const streamed = await model.forward(tokens, { ...options, onMaps: (maps) => calls.push(maps) });
  const { attentions, losses } = await model.forward(tokens, options);
  const layers = [...new Set(attentions.map(({ layer }) => layer))].sort();
  expect(calls).toEqual(layers.map((layer) => attentions.filter((map) => map.layer === layer)));
  expect(streamed).toMatchObject({ attentions: [], losses });
});

test.each([
  ['inline', () => inline],
  ['in a worker', () => worker],
])(
  'a pass of maps alone ends with the last of them, %s, and whoever asks for that gets them early',
  async (_, engine) => {
    const model = await engine().loadModel(goldenModel('llama-tiny-default').folder);
    const tokens = Array.from({ length: 64 }, (_, i) => i % 64);
    const capture = { layers: [0], heads: [2] };
    const run = async (options) => {
      const steps = [];
      const maps = [];
      const onProgress = (done) => steps.push(done);
      const { attentions } = await model.forward(tokens, {
        capture,
        onProgress,
        onMaps: (all) => maps.push(...all),
        ...options,
      });
      expect([attentions, maps.length, steps.at(-1)]).toEqual([[], 1, 1]);
      return { maps, steps: steps.length };
    };
    const whole = await run({ logits: 'none', losses: true });
    const early = await run({ logits: 'none' });
    expect(early.maps).toEqual(whole.maps);
    expect(early.steps).toBeLessThan(whole.steps - 1);
    expect((await model.forward(tokens, { capture, logits: 'none' })).attentions).toEqual(whole.maps);
  },
);

test('the entropy of a query is that of its captured weights', async () => {
  const model = await inline.loadModel(goldenModel('llama-tiny-default').folder);
  const tokens = Array.from({ length: 64 }, (_, i) => i % 64);
  const [weights] = (await model.forward(tokens, { capture: { layers: [1], heads: [2] } })).attentions;
  const capture = { layers: [1], heads: [2], kind: 'entropy' };
  const [{ rows, cols, values }] = (await model.forward(tokens, { capture })).attentions;
  expect([rows, cols]).toEqual([64, 1]);
  const expected = tokens.map((_, row) =>
    weights.values
      .subarray(row * 64, (row + 1) * 64)
      .reduce((sum, weight) => (weight > 0 ? sum - weight * Math.log(weight) : sum), 0),
  );
  expect(largestDifference(values, expected)).toBeLessThan(1e-6); // rounded once to single precision, up to ln 64
});

test('text survives encoding and decoding', async () => {
  const model = await worker.loadModel(characterModel);
  const text = 'The key is <58213>\n~ A';
  const tokens = await model.encode(text);
  expect(tokens.slice(-3)).toEqual([95, 1, 34]);
  expect(await model.decode(tokens)).toBe(text);
});
