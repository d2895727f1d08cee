import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { createContext } from '../../web/lib/lanes.js';
import { glue, operations } from '../../web/lib/modules/engine.js';
import { createRuntime } from '../../web/lib/runtime.js';
import { compile, instantiate } from '../../web/lib/wasm-module.js';
import { characterModel, goldenModel } from './helpers/golden.mjs';

const tiny = goldenModel('llama-tiny-default').folder;
const invalidHandle = { name: 'RopescopeError', code: 'invalid_handle' };

/** The engine's own operations over a module whose heap can be seen. */
async function openRuntime() {
  const binary = readFileSync(new URL('../../dist/ropescope.wasm', import.meta.url));
  const module = await instantiate(glue, await compile({ address: '', wasmBinary: binary }));
  const run = createRuntime(module, operations);
  return { module, run: (op, args) => run(op, args, createContext(() => {}).context) };
}

test('a thousand rounds of loading, running and disposing leave the heap as it was', async () => {
  const { module, run } = await openRuntime();
  const config = readFileSync(new URL('config.json', tiny), 'utf8');
  const weights = readFileSync(new URL('model.safetensors', tiny));
  const round = async () => {
    const { model } = await run('loadModel', { config, weights: [weights] });
    await run('forward', { model, input: [1, 2, 3, 4], method: 'yarn', pass: { capture: { layers: 'all' } } });
    await run('forward', { model, input: [64], pass: {} }).catch(() => {}); // errors must not leak either
    await run('disposeModel', { model });
  };
  for (let i = 0; i < 20; i++) await round();
  const before = usedBytes(module);
  const length = module.HEAPU8.length;
  for (let i = 0; i < 1000; i++) await round();
  expect(module.HEAPU8).toHaveLength(length);
  expect(usedBytes(module) - before).toBeLessThan(8 * 1024); // 8 bytes a round
}, 120_000);

/** What the heap holds: its size less the small blocks that still fit before it grows. */
function usedBytes(module) {
  const block = 1024;
  const header = 8; // of dlmalloc, bytes
  const length = module.HEAPU8.length;
  const blocks = [];
  while (module.HEAPU8.length === length) blocks.push(module._malloc(block - header));
  for (const address of blocks) module._free(address);
  return length - block * blocks.length;
}

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
