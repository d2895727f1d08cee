// Where a file or a worker cannot be had the engine takes another way, says which, and hides no mistake of the caller's.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { startEngine } from '../../web/lib/engine.js';
import { otherWays } from '../../web/lib/other-ways.js';

const wasm = readFileSync(new URL('../../dist/ropescope.wasm', import.meta.url));
const readsAll = async () => wasm;
const readsNothing = async (address) => {
  throw new Error(`${address} is not there`);
};

/** A worker that answers its start. */
const answering = (reply) => () => {
  let listen;
  return {
    post: ({ type }) => type === 'start' && queueMicrotask(() => listen(reply)),
    onReply: (listener) => {
      listen = listener;
    },
    onFailure: () => {},
    hold: () => {},
    terminate: () => {},
  };
};
const ready = answering({ type: 'ready' });
const refused = () => {
  throw new TypeError('no worker for you');
};
const stopping = () => ({
  ...answering()(),
  post: () => {},
  onFailure: (listener) => queueMicrotask(() => listener('its script could not be loaded')),
});

const start = (starts, options = {}, readBytes = readsAll) =>
  startEngine(options, {
    ...otherWays({ starts }),
    startWorker: refused,
    readBytes,
    toUrl: (address) => new URL(address),
  });

test('the usual way is no news', async () => {
  const engine = await start([ready]);
  expect(engine.where).toEqual({ work: 'worker', threads: 1, wasm: 'file', notes: [] });
  await engine.dispose();
});

test.each([
  ['that may not be started', refused, /worker runs a copy.*no worker for you/],
  ['whose script is not there', stopping, /worker runs a copy.*could not be loaded/],
])('instead of a worker %s the next one serves, and a note says why', async (_, first, said) => {
  let tried = 0;
  const counted = () => {
    tried += 1;
    return first();
  };
  const engine = await start([counted, ready], { workers: 1 });
  expect(engine.where).toMatchObject({
    work: 'worker',
    notes: [{ reason: 'worker_from_inside', message: expect.stringMatching(said) }],
  });
  engine.mapRank({ values: new Float32Array(1), rows: 1, cols: 1 }).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(tried).toBe(1); // what failed once is not tried for another module
  await engine.dispose();
});

test('what a page allows right after the call, in the same task, is in time: the usual way is tried after it', async () => {
  let allowed = false;
  const once = () => (allowed ? ready() : refused());
  const starting = start([once, ready]);
  allowed = true; // as a Trusted Types policy named "default" does
  const engine = await starting;
  expect(engine.where).toEqual({ work: 'worker', wasm: 'file', threads: 1, notes: [] });
  await engine.dispose();
});

test('without any worker the calling thread serves, and says so once for each module', async () => {
  const engine = await start([refused, stopping], { workers: 3 });
  expect(engine.where).toMatchObject({ work: 'caller', notes: [{ reason: 'no_worker', args: { module: 'engine' } }] });
  expect((await engine.methods()).length).toBeGreaterThan(3);
  expect(engine.where.notes).toHaveLength(1);
  await engine.dispose();
});

test('a module that a worker cannot start is an error, which no other way hides', async () => {
  const error = { code: 'load_failed', message: 'no', reason: 'wasm_does_not_start' };
  await expect(start([answering({ type: 'failed', error }), ready])).rejects.toMatchObject(error);
});

test('instead of a file that is not there the copy inside serves', async () => {
  const engine = await start([], { workers: 0 }, readsNothing);
  expect(engine.where).toMatchObject({
    wasm: 'inside',
    notes: [{ reason: 'wasm_from_inside', message: expect.stringMatching(/is not there/) }],
  });
  expect((await engine.methods()).length).toBeGreaterThan(3);
  await engine.dispose();
});

test('where nothing unpacks the copy inside, either, the error says why the file was not had and what to do', async () => {
  const { DecompressionStream } = globalThis;
  delete globalThis.DecompressionStream; // as in jsdom
  try {
    await expect(start([], { workers: 0 }, readsNothing)).rejects.toMatchObject({
      code: 'load_failed',
      message: expect.stringMatching(/ropescope\.wasm is not there; pass createEngine/),
    });
  } finally {
    globalThis.DecompressionStream = DecompressionStream;
  }
});

test.each([
  ['wasmUrl', { wasmUrl: 'http://localhost/none.wasm' }],
  ['wasmBinary', { wasmBinary: new Uint8Array(8) }],
])('a wrong %s is told, not replaced', async (_, options) => {
  await expect(start([ready], options, readsNothing)).rejects.toThrow(/none\.wasm is not there|wasmBinary is not/);
});
