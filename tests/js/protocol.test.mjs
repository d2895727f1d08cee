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
  const args = { config: read('config.json').toString(), weights: read('model.safetensors') };
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
  expect(replies).toEqual([
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
  expect(repliesTo(4)).toEqual([
    expect.objectContaining({ type: 'error', error: { code: 'internal', message: expect.anything() } }),
  ]);
  await server.answer({ type: 'abort', id: 99 });
  expect(repliesTo(99)).toEqual([]);
});

test('a worker that breaks rejects what it had been given and all that follows', async () => {
  let fail;
  let reply;
  const held = [];
  const port = {
    post: () => {},
    onReply: (listener) => (reply = listener),
    onFailure: (listener) => (fail = listener),
    hold: (busy) => held.push(busy),
    terminate: () => {},
  };
  const opening = openWorkerLane(port, module);
  reply({ type: 'ready' });
  const lane = await opening;
  const pending = lane.start('methods', {}, () => {}).done;
  fail('out of luck');
  const broken = { code: 'internal', message: 'the worker stopped: out of luck' };
  await expect(pending).rejects.toMatchObject(broken);
  await expect(lane.start('methods', {}, () => {}).done).rejects.toMatchObject(broken);
  expect(held).toEqual([false, true]);
});
