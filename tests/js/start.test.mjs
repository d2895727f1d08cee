// What a start does at the same time, so that nobody waits for one thing after another.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { startEngine } from '../../web/lib/engine.js';
import { otherWays } from '../../web/lib/other-ways.js';

const wasm = readFileSync(new URL('../../dist/ropescope.wasm', import.meta.url));

/** What somebody waits for until it happens. */
function event() {
  let happen;
  const happened = new Promise((resolve) => {
    happen = resolve;
  });
  return { happen, happened };
}

/** A worker that is ready once it has its module and answers every call with a model. */
function worker() {
  const posted = [];
  let ended = 0;
  let listen;
  const port = {
    post: (request, transfer = []) => {
      posted.push({ ...request, transfer });
      const { type, id } = request;
      if (type === 'start') queueMicrotask(() => listen({ type: 'ready' }));
      if (type === 'call') queueMicrotask(() => listen({ type: 'result', id, value: { model: 1, info: {} } }));
    },
    onReply: (listener) => {
      listen = listener;
    },
    onFailure: () => {},
    hold: () => {},
    terminate: () => {
      ended += 1;
    },
  };
  return { port, posted, ended: () => ended };
}

const hostWith = (startWorker, others = {}) => ({
  ...otherWays({ starts: [startWorker] }),
  startWorker,
  readBytes: async () => wasm,
  toUrl: (address) => new URL(address, 'http://localhost'),
  ...others,
});

test('a worker starts while its module is on its way', async () => {
  const started = event();
  const { port } = worker();
  const start = () => {
    started.happen();
    return port;
  };
  const readBytes = async () => {
    await started.happened;
    return wasm;
  };
  const engine = await startEngine({}, hostWith(start, { readBytes }));
  expect(engine.where.work).toBe('worker');
  await engine.dispose();
});

test('a worker whose module cannot be had is ended, and the error is the one of the module', async () => {
  const { port, posted, ended } = worker();
  const start = startEngine(
    { wasmBinary: new Uint8Array(8) },
    hostWith(() => port),
  );
  await expect(start).rejects.toMatchObject({ code: 'load_failed', path: 'wasmBinary' });
  expect(ended()).toBe(1);
  expect(posted).toEqual([]);
});

test('a start that is aborted while its module is on its way ends the worker', async () => {
  const { port, ended } = worker();
  const stop = new AbortController();
  const readBytes = (_, { signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
  const start = startEngine(
    { signal: stop.signal },
    hostWith(() => port, { readBytes }),
  );
  stop.abort();
  await expect(start).rejects.toBeTruthy();
  expect(ended()).toBe(1);
});

/** A model of two files, of which the config waits until the weights are asked for. */
function namedModel(weights) {
  const asked = event();
  const read = async (name) => {
    if (name === 'model.safetensors') {
      asked.happen();
      return weights;
    }
    await asked.happened;
    return new TextEncoder().encode('{"vocab_size": 3}');
  };
  return () => ({ names: ['config.json', 'model.safetensors'], read });
}

/** What moved when a model was loaded. */
async function movedOf(source, { workers = 1, weights } = {}) {
  const started = [];
  const start = () => {
    started.push(worker());
    return started.at(-1).port;
  };
  const engine = await startEngine({ workers }, hostWith(start, { modelNamed: namedModel(weights) }));
  await engine.loadModel(source);
  await engine.dispose();
  return started.flatMap(({ posted }) => posted).find(({ op }) => op === 'loadModel').transfer;
}

test('weights that are known to be there are read while the config is, and move to the one worker', async () => {
  const weights = new Uint8Array(24);
  expect(await movedOf('some-model', { weights })).toEqual([weights.buffer]);
});

test('weights that other workers need, too, or whoever gave them are copied', async () => {
  expect(await movedOf('some-model', { workers: 2, weights: new Uint8Array(24) })).toEqual([]);
  expect(await movedOf({ config: '{}', weights: new Uint8Array(24) })).toEqual([]);
});
