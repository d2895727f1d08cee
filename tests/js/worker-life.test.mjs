import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { characterModel, goldenModel } from './helpers/golden.mjs';
import { operationsOf, outcome, watchWorkers } from './helpers/workers.mjs';

const tiny = goldenModel('llama-tiny-default').folder;
const stopped = { name: 'RopescopeError', code: 'internal', reason: 'worker_stopped' };
const rope = { head_dim: 8, original_max_position_embeddings: 128 };
const long = 'whale '.repeat(160);

let seen;
beforeEach(() => {
  seen = watchWorkers();
});
afterEach(() => seen.restore());

test('a worker that ends without an error rejects what it was doing, and a fresh one takes its place', async () => {
  const engine = await createEngine();
  const model = await engine.loadModel(characterModel);
  const running = model.forward(long, { onProgress: () => seen.workers[0].terminate() });
  expect(await outcome(running)).toEqual({ error: expect.objectContaining(stopped) });
  expect(await engine.methods()).not.toHaveLength(0);
  expect(seen.workers).toHaveLength(2);
  await engine.dispose();
});

test('a model whose only worker ended says that it must be loaded again, and can be', async () => {
  const engine = await createEngine();
  const model = await engine.loadModel(tiny);
  await seen.workers[0].terminate();
  expect(await outcome(model.forward([1, 2]))).toMatchObject({
    error: { code: 'invalid_handle', reason: 'model_lost' },
  });
  expect(await outcome(model.dispose())).toEqual({ value: undefined });
  const again = await engine.loadModel(tiny);
  expect(await again.forward([1, 2])).toMatchObject({ rows: 2 });
  await engine.dispose();
});

test('one ended worker of three swallows no call: each is answered, by four workers in the end', async () => {
  const engine = await createEngine({ workers: 3 });
  const model = await engine.loadModel(tiny);
  await seen.workers[1].terminate();
  const answers = await Promise.all(Array.from({ length: 12 }, () => outcome(model.forward([1, 2, 3]))));
  expect(answers.map(({ value }) => value?.rows)).toEqual(Array(12).fill(3));
  while (!operationsOf(seen, seen.workers[3]).includes('forward')) {
    await Promise.all(Array.from({ length: 12 }, () => model.forward([1, 2, 3]))); // until the fresh one has started
  }
  expect(seen.workers).toHaveLength(4);
  expect(operationsOf(seen, seen.workers[3]).filter((op) => op === 'loadModel')).toHaveLength(1);
  await engine.dispose();
});

test('disposing settles when the worker had ended', async () => {
  const engine = await createEngine();
  const model = await engine.loadModel(tiny);
  const running = outcome(model.forward([1, 2]));
  seen.workers[0].terminate();
  const ends = [model.dispose(), model.dispose(), engine.dispose(), engine.dispose()];
  expect(await outcome(Promise.all(ends))).toMatchObject({ value: expect.anything() });
  expect(await running).not.toBe('nothing');
});

test('a training whose worker ended says so and can be disposed of', async () => {
  const engine = await createEngine();
  const training = await engine.train(await trainable());
  const running = training.run();
  await seen.workers.at(-1).terminate();
  expect(await outcome(running)).toEqual({ error: expect.objectContaining(stopped) });
  expect(await outcome(training.report())).toEqual({ error: expect.objectContaining(stopped) });
  expect(await outcome(training.dispose())).toEqual({ value: undefined });
  await engine.dispose();
});

test('an export after its worker ended gets a fresh one', async () => {
  const engine = await createEngine();
  const config = readFileSync(new URL('config.json', tiny), 'utf8');
  const before = await engine.exportFor(config, { to: 'hf' });
  await seen.workers.at(-1).terminate();
  expect(await outcome(engine.exportFor(config, { to: 'hf' }))).toEqual({ value: before });
  await engine.dispose();
});

test('an engine that is disposed of while its workers start ends them', async () => {
  const engine = await createEngine();
  const starting = outcome(engine.exportFor('{}', { to: 'hf' }));
  await engine.dispose();
  expect(await starting).toMatchObject({ error: { code: 'aborted', reason: 'disposed_during_call' } });
});

/** An array whose data another thread has. */
function movedAway(length) {
  const array = new Float32Array(length);
  structuredClone(array, { transfer: [array.buffer] });
  return array;
}

test.each([0, 1])(
  'with workers: %i an array whose buffer was moved away is refused, and nothing breaks',
  async (workers) => {
    const engine = await createEngine({ workers });
    const x = movedAway(24);
    const rotate = () => engine.rotate(x, { shape: [3, 1, 8], rope });
    const q = new Float32Array(24);
    const shape = { seqLen: 3, heads: 1, head_dim: 8 };
    const calls = {
      x: rotate,
      k: () => engine.attention({ q, k: x, v: q, shape, rope }),
      weights: () => engine.loadModel({ config: {}, weights: x.buffer }),
      from: () => engine.train({ config: {}, recipe: {}, from: x }),
      state: () => engine.train({ state: x }),
    };
    for (const [path, call] of Object.entries(calls)) {
      expect(await outcome(call())).toMatchObject({ error: { code: 'invalid_argument', path } });
    }
    expect(await engine.methods()).not.toHaveLength(0);
    await engine.dispose();
  },
);

test.each([0, 1])(
  'with workers: %i an array that is moved away right after the call is refused too',
  async (workers) => {
    const engine = await createEngine({ workers });
    const x = new Float32Array(24);
    const call = engine.rotate(x, { shape: [3, 1, 8], rope });
    structuredClone(x, { transfer: [x.buffer] });
    expect(await outcome(call)).toMatchObject({ error: { code: 'invalid_argument' } });
    expect(await engine.methods()).not.toHaveLength(0);
    await engine.dispose();
  },
);

test('an aborted load disposes of the model that arrives after the abort', async () => {
  const engine = await createEngine();
  const controller = new AbortController();
  const loading = engine.loadModel(characterModel, {
    signal: controller.signal,
    onProgress: (done) => done > 0 && setTimeout(() => controller.abort()),
  });
  await loading.catch(() => {});
  await expect(loading).rejects.toMatchObject({ code: 'aborted' });
  await engine.methods(); // answered after what was under way
  await engine.methods();
  expect(operationsOf(seen, seen.workers[0])).toEqual(['loadModel', 'methods', 'disposeModel', 'methods']);
  await engine.dispose();
});

test('an aborted start of a training ends its worker', async () => {
  const engine = await createEngine();
  const controller = new AbortController();
  let ended;
  seen.onPost = ({ op }) => {
    if (op !== 'startTraining') return;
    ended = new Promise((resolve) => seen.workers.at(-1).on('exit', resolve));
    queueMicrotask(() => controller.abort()); // before it can answer
  };
  const starting = engine.train({ ...(await trainable()), signal: controller.signal });
  await expect(starting).rejects.toMatchObject({ code: 'aborted' });
  expect(await outcome(ended)).toMatchObject({ value: expect.anything() });
  await engine.dispose();
});

test('a lane that still works on something aborted is not given the next call', async () => {
  const engine = await createEngine({ workers: 2 });
  const model = await engine.loadModel(characterModel);
  await Promise.all([model.forward('a'), model.forward('b')]); // both have it
  const controller = new AbortController();
  const aborted = model.forward(long, { signal: controller.signal });
  while (seen.posted.at(-1).request.op !== 'forward' || seen.posted.at(-1).request.args.input !== long) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const busy = seen.posted.at(-1).worker;
  controller.abort();
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  await model.forward('c');
  const last = seen.posted.filter(({ request }) => request.op === 'forward').at(-1);
  expect(last.request.args.input).toBe('c');
  expect(last.worker).not.toBe(busy);
  await engine.dispose();
});

async function trainable() {
  const config = {
    ...{ model_type: 'llama', vocab_size: 96, hidden_size: 16, intermediate_size: 24, num_hidden_layers: 1 },
    ...{ num_attention_heads: 1, head_dim: 16, max_position_embeddings: 32, rope_theta: 10000 },
    tie_word_embeddings: true,
  };
  const phases = [{ length: 32, rows: 8, mix: { letter_repeat: 1 }, random_period: [4, 8] }];
  return { config, recipe: { steps: 100000, phases, adamw: { learning_rate: 0.01 } } };
}
