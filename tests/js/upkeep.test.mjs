// What nobody sees until it is missing: everything that is made is freed once, on every worker, and nothing waits twice.
import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { evaluate } from '../../web/lib/evaluate.js';
import { createEngine, RopescopeError } from '../../web/lib/index.node.js';
import { createContext, untilAborted } from '../../web/lib/lanes.js';
import { glue, operations } from '../../web/lib/modules/engine.js';
import { createRuntime } from '../../web/lib/runtime.js';
import { compile, instantiate } from '../../web/lib/wasm-module.js';
import { characterModel, goldenModel } from './helpers/golden.mjs';
import { operationsOf, watchWorkers } from './helpers/workers.mjs';

const tiny = goldenModel('llama-tiny-default').folder;
const text = 'It was the whiteness of the whale that above all things appalled me. '.repeat(8);
const trainable = {
  config: {
    ...{ model_type: 'llama', vocab_size: 96, hidden_size: 16, intermediate_size: 24, num_hidden_layers: 1 },
    ...{ num_attention_heads: 1, head_dim: 16, max_position_embeddings: 32, tie_word_embeddings: true },
  },
  recipe: {
    steps: 100000,
    phases: [{ length: 32, rows: 8, mix: { letter_repeat: 1 }, random_period: [4, 8] }],
    adamw: { learning_rate: 0.01 },
  },
};

describe('a model on several workers', () => {
  let seen;
  beforeEach(() => {
    seen = watchWorkers();
  });
  afterEach(() => seen.restore());

  test('is loaded once on each and disposed of on each', async () => {
    const engine = await createEngine({ workers: 3 });
    const model = await engine.loadModel(tiny);
    for (let i = 0; i < 3; i++) await Promise.all(Array.from({ length: 6 }, () => model.forward([1, 2, 3])));
    await model.dispose();
    for (const worker of seen.workers) {
      const ops = operationsOf(seen, worker);
      expect(ops.filter((op) => op === 'forward').length).toBeGreaterThan(1);
      expect(ops.filter((op) => op === 'loadModel')).toHaveLength(1);
      expect(ops.filter((op) => op === 'disposeModel')).toHaveLength(1);
      expect(ops.at(-1)).toBe('disposeModel');
    }
    await engine.dispose();
  });
});

test.each([0, 1])('with workers: %i a training that was paused has stopped and can go on at once', async (workers) => {
  const engine = await createEngine({ workers });
  const training = await engine.train(trainable);
  const running = training.run();
  await training.pause();
  const { step } = await training.report();
  expect(await training.run({ steps: 2 })).toMatchObject({ step: step + 2 });
  expect((await running).step).toBe(step);
  await engine.dispose();
});

test('a cell of an evaluation is disposed of when it is done, when it is aborted and when it fails', async () => {
  const wasmBinary = readFileSync(new URL('../../dist/ropescope.wasm', import.meta.url));
  const module = await instantiate(glue, await compile({ address: '', wasmBinary }));
  const open = new Set();
  const { startCell, disposeCell, cellResult } = module;
  module.startCell = (...args) => {
    const cell = startCell(...args);
    if (typeof cell === 'number') open.add(cell);
    return cell;
  };
  module.disposeCell = (cell) => {
    open.delete(cell);
    return disposeCell(cell);
  };
  const runtime = createRuntime(module, operations);
  const run = (op, args, { context } = createContext(() => {})) => runtime(op, args, context);
  const read = (name) => readFileSync(`${characterModel}${name}`);
  const { model } = await run('loadModel', {
    config: read('config.json').toString(),
    weights: [read('model.safetensors')],
  });
  const args = { model, text: { id: 1, content: text }, samples: 2, cell: { task: 'text', length: 16 } };
  await run('evaluateCell', args);
  expect(open).toEqual(new Set());
  const controls = createContext(() => {});
  const aborted = run('evaluateCell', args, controls);
  controls.abort();
  await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  expect(open).toEqual(new Set());
  module.cellResult = () => ({ code: 'internal', message: 'no result' });
  await expect(run('evaluateCell', args)).rejects.toMatchObject({ code: 'internal' });
  expect(open).toEqual(new Set());
  module.cellResult = cellResult;
});

describe('an evaluation of which a cell fails', () => {
  const tasks = [{ id: 'text', params: [] }];
  const lines = Array.from({ length: 6 }, (_, i) => ({ name: `${i}`, methods: [] }));

  test('stops the cells of the other workers, begins no more, and gives the error', async () => {
    const begun = [];
    const stopped = [];
    const model = {
      info: { rope: { original_max_position_embeddings: 128 } },
      evaluate: ({ signal }) => {
        begun.push(signal);
        if (begun.length === 3) return Promise.reject(new RopescopeError('internal', 'broken'));
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            stopped.push(signal);
            reject(new RopescopeError('aborted', 'stopped'));
          });
        });
      },
    };
    const evaluation = evaluate(
      model,
      { lines, lengths: [8], tasks: ['text'], text, samples: 1 },
      { tasks, workers: 3 },
    );
    await expect(evaluation).rejects.toMatchObject({ code: 'internal', message: 'broken' });
    expect(stopped).toHaveLength(2);
    expect(begun).toHaveLength(3);
  });
});

test.each([0, 1])('with workers: %i no call leaves a listener on its signal, however it ends', async (workers) => {
  const engine = await createEngine({ workers });
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = () => getEventListeners(signal, 'abort').length;
  const model = await engine.loadModel(characterModel, { signal });
  expect(listeners()).toBe(0);
  await model.forward('a', { signal });
  await model.generate('a', { maxNewTokens: 2, signal });
  await model.forward([96], { signal }).catch(() => {});
  await engine.evaluate(model, {
    lines: [{ name: 'own', methods: [] }],
    lengths: [8],
    tasks: ['text'],
    text,
    samples: 1,
    signal,
  });
  await engine.loadModel('no/such/folder', { signal }).catch(() => {});
  await untilAborted(Promise.resolve(), signal);
  expect(listeners()).toBe(0);
  const training = await engine.train({ ...trainable, signal });
  await training.run({ steps: 1 });
  expect(listeners()).toBe(0);
  const calls = [model.forward(text, { signal }), training.run()];
  expect(listeners()).toBeGreaterThan(0);
  controller.abort();
  await Promise.allSettled(calls);
  expect(listeners()).toBe(0);
  await engine.dispose();
});
