import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { portOf } from '../../web/lib/browser-port.js';
import { serve } from '../../web/lib/serve.js';

const minute = 60_000;

/** A worker that answers nothing by itself. */
const silentWorker = () => ({
  posted: [],
  postMessage: (message) => worker.posted.push(message),
  terminate: jest.fn(),
});

let worker;
let port;
let failures;
let replies;
let grant; // what ends the wait for the lock
beforeEach(() => {
  jest.useFakeTimers();
  globalThis.navigator = { locks: { request: (name, got) => (grant = { name, got }) } };
  grant = undefined;
  worker = silentWorker();
  port = portOf(worker);
  [failures, replies] = [[], []];
  port.onFailure((message) => failures.push(message));
  port.onReply((reply) => replies.push(reply));
});
afterEach(() => {
  jest.useRealTimers();
  delete globalThis.navigator;
});

const pings = () => worker.posted.filter(({ type }) => type === 'ping').length;

test('a worker whose lock is free has ended', () => {
  expect(worker.posted).toEqual([{ type: 'live', lock: expect.stringMatching(/^ropescope-/) }]);
  expect(grant).toBeUndefined(); // or the page would have the lock before the worker
  worker.onmessage({ data: { type: 'locked' } });
  expect(grant.name).toBe(worker.posted[0].lock);
  expect(failures).toEqual([]);
  grant.got();
  expect(failures).toEqual(['the browser ended it']);
  expect(replies).toEqual([]);
});

test('a worker that answers no ping is given up, from its start on, but not before the longest step has passed', () => {
  jest.advanceTimersByTime(15 * minute);
  expect([pings(), failures.length]).toEqual([15, 0]);
  jest.advanceTimersByTime(minute);
  expect(failures).toEqual(['it has not answered for a long time']);
});

test('any message is a sign of life', () => {
  for (const type of ['pong', 'event', 'result']) {
    jest.advanceTimersByTime(14 * minute);
    worker.onmessage({ data: { type } });
  }
  expect(failures).toEqual([]);
  expect(replies).toEqual([{ type: 'event' }, { type: 'result' }]);
});

test('nobody is asked while nothing is awaited, nor after the end', () => {
  port.hold(false);
  jest.advanceTimersByTime(60 * minute);
  expect(pings()).toBe(0);
  port.hold(true);
  port.hold(true);
  jest.advanceTimersByTime(minute);
  expect(pings()).toBe(1);
  port.terminate();
  jest.advanceTimersByTime(60 * minute);
  expect([pings(), failures.length]).toEqual([1, 0]);
  expect(worker.terminate).toHaveBeenCalled();
});

test('a worker that broke or sent what cannot be read has failed', () => {
  worker.onerror({ message: 'a syntax error' });
  worker.onerror({});
  worker.onmessageerror({});
  expect(failures).toEqual(['a syntax error', 'its script could not be loaded', 'it sent what cannot be read']);
});

test('the worker holds its lock for life, says so, and answers pings', async () => {
  const listeners = [];
  const posted = [];
  Object.assign(globalThis, {
    addEventListener: (_, listener) => listeners.push(listener),
    postMessage: (m) => posted.push(m),
  });
  globalThis.navigator.locks.request = async (name, got) => (grant = { name, held: got() });
  serve({ glue: () => {}, operations: {} });
  listeners[0]({ data: { type: 'live', lock: 'a' } });
  listeners[0]({ data: { type: 'ping' } });
  expect(posted).toEqual([{ type: 'locked' }, { type: 'pong' }]);
  expect(grant.name).toBe('a');
  const free = await Promise.race([grant.held.then(() => 'free'), Promise.resolve('held')]);
  expect(free).toBe('held');
});
