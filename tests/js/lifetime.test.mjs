import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { growth, openRuntime } from '../soak/rounds.mjs';
import { characterModel, goldenModel } from './helpers/golden.mjs';

const tiny = goldenModel('llama-tiny-default').folder;
const invalidHandle = { name: 'RopescopeError', code: 'invalid_handle' };

test.each([
  ['made and disposed of', 500],
  ['failed loads', 300],
  ['aborted passes', 200],
])(
  '%s, %i times, leave the heap as it was',
  async (kind, count) => {
    const { grown, length, before } = await growth(kind, count);
    expect(length).toBe(before);
    expect(grown).toBeLessThan(8 * count); // bytes
  },
  120_000,
);

test('handles are not given out twice, and a stale one is refused', async () => {
  const { module, run } = await openRuntime();
  const config = readFileSync(new URL('config.json', tiny), 'utf8');
  const weights = readFileSync(new URL('model.safetensors', tiny));
  const first = await run('loadModel', { config, weights: [weights] });
  await run('disposeModel', first);
  const second = await run('loadModel', { config, weights: [weights] });
  expect(second.model).not.toBe(first.model);
  await expect(run('disposeModel', first)).rejects.toMatchObject(invalidHandle);
  await expect(run('forward', { ...first, input: [1], pass: {} })).rejects.toMatchObject(invalidHandle);
  const session = module.startSession(second.model, {});
  expect(module.disposeModel(session)).toMatchObject({ code: 'invalid_handle' }); // a handle of another kind
  expect(module.disposeSession(session)).toBeUndefined();
  expect(module.stepPass(session)).toMatchObject({ code: 'invalid_handle' });
});

test('a session must be begun before it is stepped, and complete before it is read', async () => {
  const { module, run } = await openRuntime();
  const { model } = await run('loadModel', {
    config: readFileSync(new URL('config.json', tiny), 'utf8'),
    weights: [readFileSync(new URL('model.safetensors', tiny))],
  });
  const session = module.startSession(model, {});
  expect(module.stepPass(session)).toMatchObject({ code: 'internal' });
  module.beginPass(session, [1, 2], { logits: 'none' });
  expect(module.takeResult(session)).toMatchObject({ code: 'internal' });
  expect(module.beginPass(session, [1, 2], {})).toMatchObject({ code: 'internal' });
  while (!module.stepPass(session).complete);
  expect(module.takeToken(session)).toMatchObject({
    code: 'internal',
    message: expect.stringMatching(/row of logits/),
  });
});

test.each([0, 1, 2])('with workers: %i a disposed model is refused, and disposing twice is fine', async (workers) => {
  const engine = await createEngine({ workers });
  const model = await engine.loadModel(tiny);
  const running = model.forward([1, 2, 3]);
  await Promise.all([model.dispose(), model.dispose()]);
  expect((await running).rows).toBe(3); // what was under way ends well
  await expect(model.forward([1])).rejects.toMatchObject(invalidHandle);
  await engine.dispose();
  await engine.dispose();
  await model.dispose();
  await expect(engine.methods()).rejects.toMatchObject(invalidHandle);
});

test.each([0, 1])('with workers: %i disposing of the engine rejects what is under way', async (workers) => {
  const engine = await createEngine({ workers });
  const model = await engine.loadModel(characterModel);
  const running = model.forward('whale '.repeat(80));
  const outcome = expect(running).rejects.toMatchObject({ code: 'aborted' });
  await engine.dispose();
  await outcome;
});

test('engines and models work with `using` where the platform has it', async () => {
  const engine = await createEngine({ workers: 0 });
  const models = [tiny, new URL('../../web/models/words-l512/', import.meta.url)].map((each) => engine.loadModel(each));
  for (const object of [engine, ...(await Promise.all(models))]) {
    if (Symbol.dispose) expect(typeof object[Symbol.dispose]).toBe('function');
    if (Symbol.asyncDispose) expect(typeof object[Symbol.asyncDispose]).toBe('function');
  }
  await engine.dispose();
});

test('a pool shares calls out, loads a model where it is needed, and answers like one worker', async () => {
  const [pool, single] = await Promise.all([createEngine({ workers: 3 }), createEngine({ workers: 0 })]);
  const [shared, alone] = await Promise.all([pool.loadModel(tiny), single.loadModel(tiny)]);
  const methods = ['rope', 'linear', 'yarn', 'dynamic_ntk', 'llama3', 'ntk_aware'];
  const run = (model) => Promise.all(methods.map((method) => model.forward([1, 2, 3, 4], { method })));
  expect(await run(shared)).toEqual(await run(alone));
  await Promise.all([pool.dispose(), single.dispose()]);
});
