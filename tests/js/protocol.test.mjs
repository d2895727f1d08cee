import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as engine from '../../web/lib/modules/engine.js';
import { createServer, openWorkerLane } from '../../web/lib/protocol.js';
import { characterModel } from './helpers/golden.mjs';

const read = (name) => readFileSync(`${characterModel}${name}`);
const module = new WebAssembly.Module(readFileSync(new URL('../../dist/ropescope.wasm', import.meta.url)));

/** A worker's end without a thread; `replies` is what it posted. */
async function startServer() {
  const replies = [];
  const answer = createServer(engine, (reply, transfer) => replies.push({ ...reply, transfer }));
  await answer({ type: 'start', module });
  return { replies, answer };
}

let server;
let model;
beforeAll(async () => {
  server = await startServer();
  const args = { config: read('config.json').toString(), weights: [read('model.safetensors')] };
  await server.answer({ type: 'call', id: 1, op: 'loadModel', args });
  model = server.replies.at(-1).value.model;
});
afterAll(() => server.answer({ type: 'call', id: 0, op: 'disposeModel', args: { model } }));

const repliesTo = (id) => server.replies.filter((reply) => reply.id === id);

test('a server says when it is ready, or why it is not', async () => {
  expect(server.replies[0]).toMatchObject({ type: 'ready' });
  const replies = [];
  const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  await createServer(engine, (reply) => replies.push(reply))({ type: 'start', module: empty });
  expect(replies).toMatchObject([
    { type: 'failed', error: { code: 'load_failed', message: expect.stringMatching(/start/) } },
  ]);
});

test('an abort message stops the work itself, not only the wait for it', async () => {
  const args = { model, input: 'the ', maxNewTokens: 5000, sampling: {} };
  const running = server.answer({ type: 'call', id: 2, op: 'generate', args });
  setTimeout(() => server.answer({ type: 'abort', id: 2 }), 30);
  await running;
  const tokens = repliesTo(2).filter(({ event }) => event?.kind === 'token');
  expect(tokens.length).toBeLessThan(5000);
  expect(repliesTo(2).at(-1)).toMatchObject({ type: 'error', error: { code: 'aborted' } });
});

test('typed arrays of a result are moved, each once', async () => {
  const args = { model, input: 'whale', pass: { losses: true, capture: { layers: [0, 1] } } };
  await server.answer({ type: 'call', id: 3, op: 'forward', args });
  const { type, value, transfer } = repliesTo(3).at(-1);
  expect(type).toBe('result');
  expect(transfer).toHaveLength(2 + 2 * 4); // logits, losses, two layers of four heads
  expect(new Set(transfer).size).toBe(transfer.length);
  expect(transfer).toContain(value.logits.buffer);
});

test('an operation that is not there is a bug of ours, and an abort of nothing is nothing', async () => {
  await server.answer({ type: 'call', id: 4, op: 'toString', args: {} });
  expect(repliesTo(4)).toMatchObject([{ type: 'error', error: { code: 'internal', message: expect.anything() } }]);
  await server.answer({ type: 'abort', id: 99 });
  expect(repliesTo(99)).toEqual([]);
});

/** The page's end over a port without a worker; `port` is what the lane did to it. */
async function openLane(ending = undefined) {
  const port = { posted: [], held: [], terminated: 0 };
  const opening = openWorkerLane(
    {
      post: (request) => port.posted.push(structuredClone(request)),
      onReply: (listener) => (port.reply = listener),
      onFailure: (listener) => (port.fail = listener),
      hold: (busy) => port.held.push(busy),
      terminate: () => port.terminated++,
    },
    Promise.resolve(module),
    ending,
  );
  port.reply({ type: 'ready' });
  return { port, lane: await opening };
}

test('floats go to the worker as copies that move, whether they are views or not', async () => {
  const moved = [];
  const port = {
    post: (request, transfer = []) => moved.push([request, transfer]),
    hold: () => {},
    terminate: () => {},
  };
  const opening = openWorkerLane(
    { ...port, onReply: (listen) => (port.reply = listen), onFailure: () => {} },
    Promise.resolve(module),
  );
  port.reply({ type: 'ready' });
  const lane = await opening;
  const around = Float32Array.of(0, 1, 2, 3);
  lane.start('attention', { q: around.subarray(1, 3), options: { capture: {} } }, () => {});
  const [{ args }, transfer] = moved.at(-1);
  expect(args).toEqual({ q: Float32Array.of(1, 2), options: { capture: {} } });
  expect(transfer).toEqual([args.q.buffer]);
  expect(args.q.buffer.byteLength).toBe(8);
});

test('a lane that stands listens no more to the end of what opened it: who ended a thousand trainings keeps none', async () => {
  const ending = new AbortController();
  await openLane(ending.signal);
  expect(getEventListeners(ending.signal, 'abort')).toEqual([]);
});

test('a worker that breaks rejects what it had been given and all that follows', async () => {
  const { port, lane } = await openLane();
  const pending = lane.start('methods', {}, () => {}).done;
  port.fail('out of luck');
  const broken = { code: 'internal', message: 'the worker stopped: out of luck', args: { message: 'out of luck' } };
  await expect(pending).rejects.toMatchObject(broken);
  await expect(lane.start('methods', {}, () => {}).done).rejects.toMatchObject(broken);
  expect(lane.failure()).toMatchObject(broken);
  expect(port.held).toEqual([false, true]);
});

test('a worker whose module failed rejects all that it had been given, with the reason, and is ended', async () => {
  const { port, lane } = await openLane();
  const pending = ['plan', 'methods'].map((op) => lane.start(op, {}, () => {}).done);
  const error = {
    code: 'out_of_memory',
    reason: 'module_out_of_memory',
    path: 'x',
    args: { bytes: 8 },
    message: 'full',
  };
  port.reply({ type: 'failed', error });
  for (const done of pending) await expect(done).rejects.toMatchObject({ name: 'RopescopeError', ...error });
  expect(port.terminated).toBe(1);
});

test('the process waits for a worker as long as calls are under way, and no longer', async () => {
  const { port, lane } = await openLane();
  const [first, second] = [lane.start('plan', {}, () => {}).done, lane.start('methods', {}, () => {}).done];
  port.reply({ type: 'result', id: 1, value: 1 });
  expect(port.held).toEqual([false, true, true, true]);
  port.reply({ type: 'result', id: 2, value: 2 });
  expect(port.held.at(-1)).toBe(false);
  expect(await Promise.all([first, second])).toEqual([1, 2]);
});

test('why a lane ended stays what it was, whatever follows', async () => {
  const { port, lane } = await openLane();
  port.fail('out of luck');
  lane.end();
  expect(lane.failure()).toMatchObject({ reason: 'worker_stopped' });
});

test('a call that cannot be sent is refused and leaves nothing behind', async () => {
  const { port, lane } = await openLane();
  const refused = { name: 'RopescopeError', code: 'invalid_argument', reason: 'must_be_sendable' };
  await expect(lane.start('plan', { method: () => {} }, () => {}).done).rejects.toMatchObject(refused);
  expect(lane.busy()).toBe(0);
  expect(port.held).toEqual([false]); // the process need not wait
  expect(lane.failure()).toBeUndefined();
});

test('an aborted call keeps its lane busy until the worker has answered', async () => {
  const { port, lane } = await openLane();
  const task = lane.start('forward', {}, () => {});
  task.abort();
  expect(lane.busy()).toBe(1);
  port.reply({ type: 'error', id: 1, error: { code: 'aborted', message: '' } });
  await expect(task.done).rejects.toMatchObject({ code: 'aborted' });
  expect(lane.busy()).toBe(0);
  task.abort();
  expect(port.posted.map(({ type }) => type)).toEqual(['start', 'call', 'abort']);
});
