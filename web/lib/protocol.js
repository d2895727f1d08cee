/**
 * The messages between a page and a worker, both ends.
 *
 * to the worker:   { type: 'start', module, threads }, { type: 'call', id, op, args }, { type: 'abort', id }
 * from the worker: { type: 'ready' }, { type: 'event', id, event }, { type: 'result', id, value },
 *                  { type: 'error', id, error }, { type: 'failed', error }: the module did not start, or failed
 *
 * @typedef {import('./errors.js').PlainError} PlainError
 * @typedef {import('./errors.js').RopescopeError} RopescopeError
 * @typedef {import('./runtime.js').RunEvent} RunEvent
 * @typedef {{ type: 'start', module: WebAssembly.Module, threads?: number } | { type: 'call', id: number, op: string, args: unknown }
 *   | { type: 'abort', id: number }} Request
 * @typedef {{ type: 'ready' } | { type: 'failed', error: PlainError } | { type: 'event', id: number, event: RunEvent }
 *   | { type: 'result', id: number, value: unknown } | { type: 'error', id: number, error: PlainError }} Reply
 *
 * @typedef {object} WorkerPort                 a Worker of a browser or of Node
 * @property {(request: Request, transfer?: ArrayBuffer[]) => void} post
 * @property {(listener: (reply: Reply) => void) => void} onReply
 * @property {(listener: (message: string) => void) => void} onFailure   the worker broke, ended or could not be loaded
 * @property {(busy: boolean) => void} hold     whether the process has to wait for the worker
 * @property {() => unknown} terminate
 */

import { kind } from './check.js';
import { fromPlainError, toPlainError } from './errors.js';
import { createContext, disposedError, failedTask } from './lanes.js';
import { createRuntime } from './runtime.js';
import { errorOf } from './sayings.js';
import { instantiate } from './wasm-module.js';

/**
 * The worker's end: call the answer with each request.
 * @param {import('./modules.js').ModuleCode} code
 * @param {(reply: Reply, transfer: ArrayBufferLike[]) => void} post
 * @returns {(request: Request) => Promise<void>}
 */
export function createServer({ glue, operations }, post) {
  /** @type {import('./runtime.js').Run} */
  let run;
  /** @type {Map<number, () => void>} */
  const aborts = new Map();

  /** @param {Extract<Request, { type: 'call' }>} request */
  async function answer({ id, op, args }) {
    const { context, abort } = createContext((event) =>
      post({ type: 'event', id, event }, event.kind === 'maps' ? buffersOf(event.maps) : []),
    );
    aborts.set(id, abort);
    try {
      const value = await run(op, args, { ...context, owns: true }); // a copy, or moved here
      post({ type: 'result', id, value }, buffersOf(value));
    } catch (error) {
      post({ type: 'error', id, error: toPlainError(error) }, []);
    } finally {
      aborts.delete(id);
    }
  }

  return async (request) => {
    if (request.type === 'call') return answer(request);
    if (request.type === 'abort') return aborts.get(request.id)?.();
    const fail = (/** @type {unknown} */ error) => post({ type: 'failed', error: toPlainError(error) }, []);
    try {
      run = createRuntime(await instantiate(glue, request.module, request.threads), operations, fail);
      post({ type: 'ready' }, []);
    } catch (error) {
      fail(error);
    }
  };
}

/**
 * The buffers of the typed arrays in a result, which are moved instead of copied.
 * @param {unknown} value
 * @returns {ArrayBufferLike[]}
 */
function buffersOf(value) {
  if (ArrayBuffer.isView(value)) return [value.buffer];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(buffersOf);
}

/**
 * Arguments of which each Float32Array is a copy that moves: what is posted as it is, is copied on the way in and out.
 * @param {unknown} args
 */
function toMove(args) {
  /** @type {ArrayBuffer[]} */
  const buffers = [];
  const copies = Object.entries(/** @type {object} */ (args)).map(([name, value]) => {
    if (kind(value) !== 'Float32Array') return [name, value];
    const copy = value.slice();
    buffers.push(copy.buffer);
    return [name, copy];
  });
  return { sent: Object.fromEntries(copies), buffers };
}

/**
 * The page's end: a lane whose operations run in the worker.
 * @param {WorkerPort} port
 * @param {Promise<WebAssembly.Module>} module  may be on its way while the worker starts
 * @param {AbortSignal} [ending]  of the engine, which need not wait for the worker to start
 * @param {number} [threads]  that share a pass, where the worker can start any
 * @returns {Promise<import('./lanes.js').Lane>}
 */
export function openWorkerLane(port, module, ending, threads) {
  /** @type {Map<number, { resolve: (value: unknown) => void, reject: (error: Error) => void, onEvent: (event: RunEvent) => void }>} */
  const calls = new Map();
  let lastId = 0;
  /** @type {RopescopeError | undefined} */
  let failure;

  const close = (/** @type {RopescopeError} */ error) => {
    failure ??= error;
    for (const { reject } of calls.values()) reject(failure);
    calls.clear();
    return port.terminate();
  };

  /** @type {import('./lanes.js').Lane} */
  const lane = {
    start(op, args, onEvent, moved = []) {
      if (failure) return failedTask(failure);
      const id = ++lastId;
      try {
        const { sent, buffers } = toMove(args);
        port.post({ type: 'call', id, op, args: sent }, [...buffers, ...moved]);
      } catch (error) {
        return failedTask(unsendable(error)); // nothing was sent, so nothing is awaited
      }
      port.hold(true);
      const done = new Promise((resolve, reject) => calls.set(id, { resolve, reject, onEvent }));
      return { done, abort: () => calls.has(id) && port.post({ type: 'abort', id }) };
    },
    busy: () => calls.size,
    failure: () => failure,
    end: () => close(disposedError()),
  };

  /** @param {Exclude<Reply, { type: 'ready' | 'failed' }>} reply */
  function take(reply) {
    const call = calls.get(reply.id);
    if (!call) return;
    if (reply.type === 'event') return call.onEvent(reply.event);
    calls.delete(reply.id);
    port.hold(calls.size > 0);
    if (reply.type === 'result') call.resolve(reply.value);
    else call.reject(fromPlainError(reply.error));
  }

  return new Promise((resolve, reject) => {
    const started = () => ending?.removeEventListener('abort', dispose); // from now on whoever opened the lane ends it
    const fail = (/** @type {RopescopeError} */ error) => {
      started();
      close(error);
      reject(error); // without effect when it had started
    };
    const dispose = () => fail(disposedError());
    ending?.addEventListener('abort', dispose);
    port.onFailure((message) => fail(errorOf('internal', 'worker_stopped', { args: { message } })));
    port.onReply((reply) => {
      if (reply.type === 'failed') return fail(fromPlainError(reply.error));
      if (reply.type !== 'ready') return take(reply);
      port.hold(false);
      started();
      resolve(lane);
    });
    module
      .then((compiled) => failure ?? port.post({ type: 'start', module: compiled, ...(threads && { threads }) }))
      .catch(fail);
  });
}

/** @param {unknown} error  of a post */
function unsendable(error) {
  const { message } = /** @type {Error} */ (error);
  return errorOf('invalid_argument', 'must_be_sendable', { args: { message }, cause: error });
}
