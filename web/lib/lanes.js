/**
 * A lane is a place where operations run: the calling thread or one worker. Both behave alike: a call settles once, an
 * abort rejects it at once, and the operation stops at its next step.
 *
 * @typedef {import('./runtime.js').RunEvent} RunEvent
 * @typedef {import('./runtime.js').Run} Run
 * @typedef {{ done: Promise<any>, abort: () => void }} Task
 *
 * @typedef {object} Lane
 * @property {(op: string, args: unknown, onEvent: (event: RunEvent) => void, moved?: ArrayBuffer[]) => Task} start  moved: what
 *   nobody else needs, and a worker gets without a copy
 * @property {() => number} busy   tasks that have not ended; an aborted one ends at its next step
 * @property {() => RopescopeError | undefined} failure   why it serves nothing more; undefined = it serves
 * @property {() => unknown} end   pending tasks are rejected
 *
 * @typedef {object} CallOptions
 * @property {AbortSignal | undefined} [signal]
 * @property {(event: RunEvent) => void} [onEvent]
 * @property {ArrayBuffer[]} [moved]  as of start
 * @property {(value: any) => unknown} [discard]   gets a value that comes after the call was aborted: who made it frees it
 */

import { abortedError, errorOf } from './sayings.js';

/** @typedef {import('./errors.js').RopescopeError} RopescopeError */

/**
 * @param {(onFailure: (error: RopescopeError) => void) => Run} createRun
 * @returns {Lane}
 */
export function inlineLane(createRun) {
  /** @type {Set<(reason: RopescopeError) => void>} */
  const running = new Set();
  /** @type {RopescopeError | undefined} */
  let failure;
  const run = createRun((error) => {
    failure ??= error;
  });
  return {
    start(op, args, onEvent) {
      if (failure) return failedTask(failure);
      const { context, abort } = createContext(onEvent);
      running.add(abort);
      // a turn later, so that an event never comes before the caller holds the task
      const done = Promise.resolve()
        .then(() => run(op, args, context))
        .finally(() => running.delete(abort));
      return { done, abort };
    },
    busy: () => running.size,
    failure: () => failure,
    end() {
      failure ??= disposedError();
      for (const abort of running) abort(failure);
    },
  };
}

/**
 * @param {RopescopeError} error
 * @returns {Task}
 */
export const failedTask = (error) => ({ done: Promise.reject(error), abort() {} });

/** What a pending call gets when its engine ends. */
export const disposedError = () => errorOf('aborted', 'disposed_during_call');

const sliceMs = 4; // a quarter of a frame: a page stays responsive, and a worker sees abort messages soon

/**
 * What an operation is given to report and to be stopped.
 * @param {(event: RunEvent) => void} emit
 */
export function createContext(emit) {
  /** @type {RopescopeError | undefined} */
  let stopped;
  let sliceStart = performance.now();
  const checkpoint = async () => {
    if (performance.now() - sliceStart > sliceMs) {
      await eventLoopTurn();
      sliceStart = performance.now();
    }
    if (stopped) throw stopped;
  };
  const abort = (reason = abortedError()) => {
    stopped ??= reason;
  };
  return { context: { emit, checkpoint }, abort };
}

/** setTimeout would cost 4 ms a turn in browsers. */
function eventLoopTurn() {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(() => resolve(undefined)));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(null);
  });
}

/**
 * Runs one operation on a lane.
 * @param {Lane} lane
 * @param {string} op
 * @param {unknown} args
 * @param {CallOptions} [options]
 * @returns {Promise<any>}
 */
export function call(lane, op, args, { signal, onEvent, moved, discard } = {}) {
  if (signal?.aborted) return Promise.reject(abortedError(signal));
  return new Promise((resolve, reject) => {
    let settled = false;
    const report = (/** @type {RunEvent} */ event) => {
      if (settled) return;
      try {
        onEvent?.(event);
      } catch (error) {
        stop(error); // the caller's own callback threw: its error is the call's
      }
    };
    const task = lane.start(op, args, report, moved);
    const stop = (/** @type {unknown} */ reason) => {
      task.abort();
      settle(() => reject(reason));
    };
    const onAbort = () => stop(abortedError(signal));
    const settle = (/** @type {() => void} */ how) => {
      settled = true;
      signal?.removeEventListener('abort', onAbort);
      how();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    task.done.then(
      (value) => (settled ? discard?.(value) : settle(() => resolve(value))),
      (error) => settle(() => reject(error)),
    );
  });
}

/**
 * The outcome of what several callers may wait for, unless this caller's signal fires first.
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal} [signal]
 * @returns {Promise<T>}
 */
export function untilAborted(promise, signal) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(abortedError(signal));
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.finally(() => signal.removeEventListener('abort', onAbort)).then(resolve, reject);
  });
}
