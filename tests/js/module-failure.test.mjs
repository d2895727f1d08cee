import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { createContext, inlineLane } from '../../web/lib/lanes.js';
import { glue, operations } from '../../web/lib/modules/engine.js';
import { createServer } from '../../web/lib/protocol.js';
import { createRuntime } from '../../web/lib/runtime.js';
import { compile, instantiate } from '../../web/lib/wasm-module.js';
import { characterModel, goldenModel } from './helpers/golden.mjs';

const binary = readFileSync(new URL('../../dist/ropescope.wasm', import.meta.url));
const tiny = goldenModel('llama-tiny-default').folder;
const tinyFiles = {
  config: readFileSync(new URL('config.json', tiny), 'utf8'),
  weights: [readFileSync(new URL('model.safetensors', tiny))],
};
const trap = () => {
  throw new WebAssembly.RuntimeError('unreachable');
};
const failedPlainly = { code: 'internal', reason: 'module_failed', args: { message: 'unreachable' } };
const failed = { name: 'RopescopeError', ...failedPlainly };

/** The engine over a module whose calls can be replaced, and which says what was called. */
async function openRuntime() {
  const module = await instantiate(glue, await compile({ address: '', wasmBinary: binary }));
  const called = [];
  const told = new Proxy(module, {
    get: (target, name) => {
      if (typeof target[name] === 'function') called.push(name);
      return target[name];
    },
  });
  const failures = [];
  const run = createRuntime(told, operations, (error) => failures.push(error));
  return {
    module,
    called,
    failures,
    run: (op, args, context) => run(op, args, context ?? createContext(() => {}).context),
  };
}

describe('a module that trapped', () => {
  test('serves nothing more: every later call gets the same error, and says so once', async () => {
    const { module, called, failures, run } = await openRuntime();
    const { plan } = module;
    module.plan = trap;
    await expect(run('plan', { method: 'rope', options: {} })).rejects.toMatchObject(failed);
    module.plan = plan; // whatever it would answer: its heap is not to be trusted
    called.length = 0;
    for (const op of ['plan', 'methods', 'tasks']) await expect(run(op, {})).rejects.toMatchObject(failed);
    expect(called).toEqual([]);
    expect(failures).toHaveLength(1);
  });

  test.each([
    [true, { code: 'out_of_memory', reason: 'module_out_of_memory' }],
    [false, { code: 'internal', reason: 'module_failed', args: { message: 'one of its threads did' } }],
  ])('on one of its threads (out of memory: %p) says so', async (outOfMemory, said) => {
    const { module, failures, run } = await openRuntime();
    module.wasOutOfMemory = () => outOfMemory;
    module.plan = () => {
      throw 'unwind'; // how Emscripten leaves a thread that waits for one that failed
    };
    await expect(run('plan', { method: 'rope', options: {} })).rejects.toMatchObject(said);
    expect(failures).toMatchObject([said]);
  });

  test('is not asked to free anything', async () => {
    const { module, called, run } = await openRuntime();
    module.rotate = (_size, _options, _room, place) => {
      place(0, 8);
      trap();
    };
    await expect(run('rotate', { x: new Float32Array(8), options: {} })).rejects.toMatchObject(failed);
    expect(called).toEqual(['rotate', '_malloc']);
  });

  test('lets no interleaved operation resume on its heap', async () => {
    const { module, called, run } = await openRuntime();
    const { model } = await run('loadModel', tinyFiles);
    let resume;
    const { context } = createContext(() => {});
    const checkpoint = () => new Promise((resolve) => (resume = resolve));
    const pass = run('forward', { model, input: [1, 2, 3], pass: {} }, { ...context, checkpoint });
    const ended = expect(pass).rejects.toMatchObject(failed);
    module.plan = trap;
    await expect(run('plan', {})).rejects.toMatchObject(failed);
    called.length = 0;
    resume();
    await ended;
    expect(called).toEqual([]); // neither a step nor the disposal of its session
  });

  test('ends its lane', async () => {
    const { module } = await openRuntime();
    const lane = inlineLane((onFailure) => createRuntime(module, operations, onFailure));
    expect(lane.failure()).toBeUndefined();
    module.plan = trap;
    await expect(lane.start('plan', {}, () => {}).done).rejects.toMatchObject(failed);
    expect(lane.failure()).toMatchObject(failed);
    await expect(lane.start('methods', {}, () => {}).done).rejects.toMatchObject(failed);
  });

  test('is told to the page by its worker', async () => {
    const replies = [];
    const code = { glue: async () => ({ plan: trap }), operations: { plan: (module) => module.plan() } };
    const answer = createServer(code, (reply) => replies.push(reply));
    const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    await answer({ type: 'start', module: empty });
    await answer({ type: 'call', id: 1, op: 'plan', args: {} });
    expect(replies).toMatchObject([
      { type: 'ready' },
      { type: 'failed', error: failedPlainly },
      { type: 'error', id: 1 },
    ]);
  });
});

test('a lane in the calling thread is busy until its calls have ended, however they end', async () => {
  const { module } = await openRuntime();
  const lane = inlineLane((onFailure) => createRuntime(module, operations, onFailure));
  const calls = ['methods', 'toString'].map((op) => lane.start(op, {}, () => {}).done);
  expect(lane.busy()).toBe(2);
  await Promise.allSettled(calls);
  expect(lane.busy()).toBe(0);
});

test('a mistake in our own JavaScript fails its call and leaves the module alone', async () => {
  const module = await instantiate(glue, await compile({ address: '', wasmBinary: binary }));
  const broken = () => undefined.property;
  const run = createRuntime(module, { ...operations, broken });
  const { context } = createContext(() => {});
  await expect(run('broken', {}, context)).rejects.toMatchObject({ name: 'RopescopeError', code: 'internal' });
  expect(await run('methods', {}, context)).not.toHaveLength(0);
});

test('an engine whose module ran out of memory goes on with a fresh one', async () => {
  const engine = await createEngine({ workers: 0 });
  const model = await engine.loadModel(characterModel);
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = () => {
    throw new RangeError('no memory left');
  };
  try {
    const hungry = model.forward('whale '.repeat(600), { capture: { layers: 'all' }, logits: 'none' });
    await expect(hungry).rejects.toMatchObject({ code: 'out_of_memory', reason: 'module_out_of_memory' });
  } finally {
    WebAssembly.Memory.prototype.grow = grow;
  }
  await expect(model.forward('a')).rejects.toMatchObject({ code: 'invalid_handle', reason: 'model_lost' });
  await model.dispose();
  const again = await engine.loadModel(tiny);
  expect(await again.forward([1, 2])).toMatchObject({ rows: 2 });
  await engine.dispose();
});
