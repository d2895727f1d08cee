import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { createContext } from '../../web/lib/lanes.js';
import { glue, operations } from '../../web/lib/modules/training.js';
import { createRuntime } from '../../web/lib/runtime.js';
import { compile, instantiate } from '../../web/lib/wasm-module.js';

const config = {
  model_type: 'llama',
  vocab_size: 96,
  hidden_size: 16,
  intermediate_size: 24,
  num_hidden_layers: 1,
  num_attention_heads: 1,
  head_dim: 16,
  max_position_embeddings: 32,
  rope_theta: 10000,
  tie_word_embeddings: true,
};
const recipe = {
  steps: 60,
  phases: [{ length: 32, rows: 8, mix: { letter_repeat: 1 }, random_period: [4, 8] }],
  adamw: { learning_rate: 0.01 },
  warm_up: 5,
};
const loss = (report, from, to) => report.losses.slice(from, to).reduce((sum, each) => sum + each, 0) / (to - from);

describe.each([
  ['in the calling thread', 0],
  ['in a worker', 1],
])('a training %s', (_, workers) => {
  let engine;
  beforeAll(async () => {
    engine = await createEngine({ workers });
  });
  afterAll(() => engine.dispose());

  test('lets the loss fall from that of guessing, and reports every step once', async () => {
    const reports = [];
    const training = await engine.train({ config, recipe, seed: 1, onProgress: (report) => reports.push(report) });
    const last = await training.run();
    expect(last).toMatchObject({ step: 60, steps: 60, tokens: 60 * 8 * 32 });
    const whole = await training.report();
    expect(Array.from(whole.losses)).toEqual(reports.flatMap(({ losses }) => Array.from(losses)));
    expect(loss(whole, 0, 5)).toBeGreaterThan(Math.log(96) - 0.3);
    // that only 27 of the 96 symbols occur is soon learned
    expect(loss(whole, 55, 60)).toBeLessThan(Math.log(27) + 0.3);
    expect(last.tokensPerSecond).toBeGreaterThan(0);
    expect(last.gradientNorm).toBeGreaterThan(0);
    await training.dispose();
  });

  test('is paused when pause says so: it can be told to go on at once', async () => {
    const training = await engine.train({ config, recipe: { ...recipe, steps: 5000 }, seed: 3 });
    const running = training.run();
    await training.pause();
    expect((await training.run({ steps: 1 })).step).toBe((await running).step + 1);
    await training.dispose();
  });

  test('goes on bit for bit after a pause and from a saved state', async () => {
    const straight = await engine.train({ config, recipe, seed: 2 });
    await straight.run();
    const expected = await straight.save();
    await straight.dispose();

    const paused = await engine.train({
      config,
      recipe,
      seed: 2,
      onProgress: ({ step }) => step >= 10 && step < 60 && paused.pause(),
    });
    await paused.run({ steps: 10 });
    const state = await paused.save();
    const stopping = paused.run();
    await paused.pause();
    const { step } = await stopping;
    expect(step).toBeLessThan(60);
    while ((await paused.report()).step < 60) await paused.run();
    expect(await paused.save()).toEqual(expected);

    await paused.load(state);
    expect((await paused.report()).step).toBe(10);
    await paused.dispose();

    const resumed = await engine.train({ state });
    expect(resumed).toMatchObject({ seed: 2, config: JSON.stringify(config), recipe: JSON.stringify(recipe) });
    expect((await resumed.report()).step).toBe(10); // from the start it would reach the same numbers
    await resumed.run();
    expect(await resumed.save()).toEqual(expected);
    await resumed.dispose();
  });

  test('takes no saved state of which a bit was flipped', async () => {
    const training = await engine.train({ config, recipe, seed: 3 });
    await training.run({ steps: 2 });
    const state = await training.save();
    for (const place of [0.3, 0.6, 0.9]) {
      const damaged = Uint8Array.from(state);
      damaged[Math.floor(place * damaged.length)] ^= 4;
      const refused = { code: 'invalid_weights', message: expect.stringContaining('damaged') };
      await expect(engine.train({ state: damaged })).rejects.toMatchObject(refused);
      await expect(training.load(damaged)).rejects.toMatchObject(refused);
    }
    expect((await training.report()).step).toBe(2);
    await training.dispose();
  });

  test('gives a model of the moment, and the files of one', async () => {
    const training = await engine.train({ config: { ...config, position_method: 'alibi' }, recipe });
    await training.run({ steps: 3 });
    const { config: text, weights } = await training.exportModel({ dtype: 'f32' });
    const [now, read] = [await training.model(), await engine.loadModel({ config: text, weights })];
    expect(now.info).toMatchObject({ method: 'alibi', parameters: 96 * 16 + 4 * 256 + 3 * 384 + 3 * 16 });
    const tokens = Array.from({ length: 20 }, (_, i) => (i * 7) % 96);
    const [one, other] = [await now.forward(tokens), await read.forward(tokens)];
    expect(one.logits).toEqual(other.logits);
    const half = (await training.exportModel()).weights;
    expect(half.length).toBeLessThan(0.6 * weights.length);

    const from = await engine.train({ config, recipe, from: weights });
    expect((await from.exportModel({ dtype: 'f32' })).weights).toEqual(weights);
    await Promise.all([now, read, training, from].map((each) => each.dispose()));
  });

  test('learns from text, and says when there is too little of it', async () => {
    const phases = [{ length: 32, rows: 2, mix: { text: 1 } }];
    const text = 'All work and no play makes Jack a dull boy. '.repeat(4);
    const training = await engine.train({ config, recipe: { ...recipe, phases }, text });
    expect((await training.run({ steps: 2 })).step).toBe(2);
    await training.dispose();
    const few = engine.train({ config, recipe: { ...recipe, phases }, text: 'short' });
    await expect(few).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining('33 characters'),
    });
  });

  test('rejects when its signal fires, and can be read afterwards', async () => {
    const controller = new AbortController();
    const training = await engine.train({ config, recipe: { ...recipe, steps: 100000 }, signal: controller.signal });
    const run = training.run();
    setTimeout(() => controller.abort(), 20);
    await expect(run).rejects.toMatchObject({ name: 'RopescopeError', code: 'aborted' });
    expect((await training.report()).step).toBeLessThan(100000);
    await training.dispose();
  });
});

describe('a training refuses', () => {
  let engine;
  beforeAll(async () => {
    engine = await createEngine({ workers: 0 });
  });
  afterAll(() => engine.dispose());
  const refusal = (options) =>
    engine.train(options).then(
      () => 'no refusal',
      ({ code, message }) => `${code}: ${message}`,
    );

  test.each([
    ['options that it does not know', { config, recipe, epochs: 3 }, /invalid_argument: train has no option "epochs"/],
    ['a recipe with an unknown key', { config, recipe: { ...recipe, rate: 1 } }, /invalid_config: .*rate/],
    ['a method without a gradient', { config: { ...config, position_method: 'rerope' }, recipe }, /unsupported_model/],
    ['weights of another shape', { config, recipe, from: new Uint8Array(3) }, /invalid_weights/],
    ['a state that is none', { state: new Uint8Array(3) }, /invalid_weights/],
    ['a state beside a seed', { state: new Uint8Array(3), seed: 1 }, /seed must be left out/],
  ])('%s', async (_, options, message) => {
    const training = engine.train(options).then(async (made) => made.run({ steps: 1 }));
    await expect(training.catch(({ code, message: text }) => `${code}: ${text}`)).resolves.toMatch(message);
    expect(await refusal({ config: 3, recipe })).toMatch(/config/);
  });

  test('to run twice at once, and after it was disposed of', async () => {
    const training = await engine.train({ config, recipe });
    const run = training.run();
    await expect(training.run()).rejects.toMatchObject({ code: 'invalid_argument' });
    await expect(training.load(new Uint8Array(1))).rejects.toMatchObject({ code: 'invalid_argument' });
    await training.pause();
    await run;
    await training.dispose();
    await training.dispose();
    await expect(training.run()).rejects.toMatchObject({ code: 'invalid_handle' });
  });
});

test('two hundred trainings, begun, saved, resumed and refused, leave the heap as large as twenty did', async () => {
  const wasmBinary = readFileSync(new URL('../../dist/ropescope-training.wasm', import.meta.url));
  const module = await instantiate(glue, await compile({ address: '', wasmBinary }));
  const runtime = createRuntime(module, operations);
  const run = (op, args) => runtime(op, args, createContext(() => {}).context);
  const identity = { config: JSON.stringify(config), recipe: JSON.stringify(recipe), text: '', seed: 0 };
  const round = async () => {
    const { training } = await run('startTraining', identity);
    await run('runTraining', { training, steps: 1 });
    const state = await run('saveTraining', { training });
    await run('disposeTraining', { training });
    const other = { ...identity, seed: 1, state };
    await expect(run('startTraining', other)).rejects.toMatchObject({ code: 'invalid_argument' });
    await run('disposeTraining', await run('startTraining', { ...identity, state }));
  };
  for (let i = 0; i < 20; i++) await round();
  const { length } = module.HEAPU8;
  for (let i = 0; i < 180; i++) await round();
  expect(module.HEAPU8).toHaveLength(length); // each round handles more than 100 KB: a leak of them would show
});
