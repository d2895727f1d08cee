// How many threads an engine is asked for and has; tests/js/threads-node.test.mjs and tests/browser/threads.test.mjs run them.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { startEngine } from '../../web/lib/engine.js';
import { createEngine } from '../../web/lib/index.node.js';
import { sayings } from '../../web/lib/open-threads.js';

const wasm = readFileSync(new URL('../../dist/ropescope.wasm', import.meta.url));
const [plain, shared] = [new WebAssembly.Module(wasm), new WebAssembly.Module(wasm)];

/** A host whose workers answer what a script says: 'ready', or why they fail. */
function hostOf(answers, hindrance = undefined) {
  const posted = [];
  let ended = 0;
  const start = (kind) => () => {
    let listen;
    let fail;
    return {
      post: (request) => {
        posted.push({ kind, ...request });
        const answer = answers.shift() ?? 'ready';
        if (request.type === 'start')
          queueMicrotask(() => (answer === 'ready' ? listen({ type: 'ready' }) : fail(answer)));
      },
      onReply: (listener) => {
        listen = listener;
      },
      onFailure: (listener) => {
        fail = listener;
      },
      hold: () => {},
      terminate: () => {
        ended += 1;
      },
    };
  };
  let prepared = 0;
  const host = {
    startWorker: start('plain'),
    readBytes: async () => wasm,
    toUrl: (address) => new URL(address, 'http://localhost'),
    compile: async () => plain,
    threads: {
      hindrance: () => hindrance,
      prepare: async () => {
        prepared += 1;
        return shared;
      },
      startWorker: start('threads'),
    },
  };
  return { host, posted, ended: () => ended, prepared: () => prepared };
}

test('each worker is started with the module of several threads and their number', async () => {
  const { host, posted } = hostOf([]);
  const engine = await startEngine({ threads: 3, workers: 2 }, host);
  expect(posted).toEqual(Array(2).fill({ kind: 'threads', type: 'start', module: shared, threads: 3 }));
  expect(engine.where).toEqual({ work: 'worker', threads: 3, wasm: 'file', notes: [] });
  const other = await engine.fork();
  expect(posted.slice(2)).toEqual(posted.slice(0, 1));
  expect(other.where.threads).toBe(3);
  await Promise.all([engine.dispose(), other.dispose()]);
});

test('a fork has the threads that it asks for, more or fewer, and says where its module came from', async () => {
  const { host, posted } = hostOf([]);
  const engine = await startEngine({}, host);
  const several = await engine.fork({ threads: 2 });
  const one = await several.fork({ threads: 1 });
  expect(posted.map(({ kind, threads }) => [kind, threads])).toEqual([
    ['plain', undefined],
    ['threads', 2],
    ['plain', undefined],
  ]);
  const same = await one.fork();
  for (const [fork, threads] of [
    [several, 2],
    [one, 1],
    [same, 1],
  ]) {
    expect(fork.where).toEqual({ work: 'worker', threads, wasm: 'file', notes: [] });
  }
  await expect(engine.fork({ threads: 17 })).rejects.toMatchObject({ code: 'invalid_argument', path: 'threads' });
  await Promise.all([engine, several, one, same].map((each) => each.dispose()));
});

test('who asks for one thread gets the module that everybody has, and pays for nothing else', async () => {
  const { host, posted, prepared } = hostOf([]);
  const engine = await startEngine({ threads: 1 }, host);
  expect(posted).toEqual([{ kind: 'plain', type: 'start', module: plain }]);
  expect(engine.where).toMatchObject({ threads: 1, notes: [] });
  expect(prepared()).toBe(0);
  await engine.dispose();
});

test('where threads cannot be had there is one, and a note says why', async () => {
  const { host, posted } = hostOf([], 'the page shares no memory');
  const engine = await startEngine({ threads: 4 }, host);
  expect(posted).toEqual([{ kind: 'plain', type: 'start', module: plain }]);
  const args = { threads: 4, message: 'the page shares no memory' };
  const message = 'passes run on one thread instead of 4: the page shares no memory';
  expect(engine.where).toMatchObject({ threads: 1, notes: [{ reason: 'one_thread', path: 'threads', args, message }] });
  await engine.dispose();
});

test('where threads do not start there is one, and the worker that could not start them is ended', async () => {
  const { host, posted, ended } = hostOf(['their script is not there']);
  const engine = await startEngine({ threads: 2 }, host);
  expect(posted.map(({ kind }) => kind)).toEqual(['threads', 'plain']);
  expect(ended()).toBe(1);
  expect(engine.where).toMatchObject({
    threads: 1,
    notes: [{ reason: 'one_thread', message: expect.stringMatching(/their script is not there/) }],
  });
  expect(engine.where.notes).toHaveLength(1);
  await engine.dispose();
});

test('a start that is aborted is no reason to do without threads', async () => {
  const { host } = hostOf([]);
  const stop = new AbortController();
  const started = startEngine({ threads: 2, signal: stop.signal }, host);
  stop.abort();
  await expect(started).rejects.toMatchObject({ code: 'aborted' });
});

test.each([0, -1, 1.5, 17, Number.NaN, 1e9, '2', null, true, [2], { valueOf: () => 2 }, 2n])(
  '%p threads are refused',
  async (threads) => {
    await expect(createEngine({ threads })).rejects.toMatchObject({
      code: 'invalid_argument',
      path: 'threads',
      message: expect.stringMatching(/^threads must be a whole number from 1 to 16, got /),
    });
  },
);

test.each([
  ['without a worker', { workers: 0 }, 'must_have_workers'],
  ['with the module of one thread', { wasmBinary: wasm }, 'must_use_own_module'],
])('several threads are refused %s', async (_, options, reason) => {
  const { host } = hostOf([]);
  const error = { code: 'invalid_argument', path: 'threads', reason };
  await expect(startEngine({ threads: 2, ...options }, host)).rejects.toMatchObject(error);
  const engine = await startEngine({ threads: 1, ...options }, host);
  await expect(engine.fork({ workers: options.workers, threads: 2 })).rejects.toMatchObject(error);
  await engine.dispose();
  expect(sayings[reason]).toMatch(/^\{path\} must be 1 /);
});
