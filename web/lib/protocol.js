/**
 * The messages between a page and a worker, both ends.
 *
 * to the worker:   { type: 'start', module }, { type: 'call', id, op, args }, { type: 'abort', id }
 * from the worker: { type: 'ready' }, { type: 'failed', error }, { type: 'event', id, event },
 *                  { type: 'result', id, value }, { type: 'error', id, error }     error: { code, message }
 *
 * @typedef {import('./errors.js').PlainError} PlainError
 * @typedef {import('./runtime.js').RunEvent} RunEvent
 * @typedef {{ type: 'start', module: WebAssembly.Module } | { type: 'call', id: number, op: string, args: unknown }
 *   | { type: 'abort', id: number }} Request
 * @typedef {{ type: 'ready' } | { type: 'failed', error: PlainError } | { type: 'event', id: number, event: RunEvent }
 *   | { type: 'result', id: number, value: unknown } | { type: 'error', id: number, error: PlainError }} Reply
 *
 * @typedef {object} WorkerPort                 a Worker of a browser or of Node
 * @property {(request: Request) => void} post
 * @property {(listener: (reply: Reply) => void) => void} onReply
 * @property {(listener: (message: string) => void) => void} onFailure   the worker broke or could not be loaded
 * @property {(busy: boolean) => void} hold     whether the process has to wait for the worker
 * @property {() => unknown} terminate
 */

import { RopescopeError, toPlainError } from './errors.js';
import { createContext, disposedError } from './lanes.js';
import { createRuntime } from './runtime.js';
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
    const { context, abort } = createContext((event) => post({ type: 'event', id, event }, []));
    aborts.set(id, abort);
    try {
      const value = await run(op, args, context);
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
    try {
      run = createRuntime(await instantiate(glue, request.module), operations);
      post({ type: 'ready' }, []);
    } catch (error) {
      post({ type: 'failed', error: toPlainError(error) }, []);
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
 * The page's end: a lane whose operations run in the worker.
 * @param {WorkerPort} port
 * @param {WebAssembly.Module} module
 * @returns {Promise<import('./lanes.js').Lane>}
 */
export function openWorkerLane(port, module) {
  /** @type {Map<number, { resolve: (value: unknown) => void, reject: (error: Error) => void, onEvent: (event: RunEvent) => void }>} */
  const calls = new Map();
  let lastId = 0;
  /** @type {RopescopeError | undefined} */
  let closed;

  const close = (/** @type {RopescopeError} */ error) => {
    closed ??= error;
    for (const { reject } of calls.values()) reject(closed);
    calls.clear();
    return port.terminate();
  };

  /** @type {import('./lanes.js').Lane} */
  const lane = {
    start(op, args, onEvent) {
      if (closed) return { done: Promise.reject(closed), abort() {} };
      const id = ++lastId;
      const done = new Promise((resolve, reject) => calls.set(id, { resolve, reject, onEvent }));
      port.hold(true);
      port.post({ type: 'call', id, op, args });
      return { done, abort: () => calls.has(id) && port.post({ type: 'abort', id }) };
    },
    end: () => close(disposedError()),
  };

  return new Promise((resolve, reject) => {
    port.onFailure((message) => {
      const error = new RopescopeError('internal', `the worker stopped: ${message}`);
      close(error);
      reject(error);
    });
    port.onReply((reply) => {
      if (reply.type === 'ready') {
        port.hold(false);
        return resolve(lane);
      }
      if (reply.type === 'failed') {
        close(fromPlain(reply.error));
        return reject(fromPlain(reply.error));
      }
      const call = calls.get(reply.id);
      if (!call) return;
      if (reply.type === 'event') return call.onEvent(reply.event);
      calls.delete(reply.id);
      port.hold(calls.size > 0);
      if (reply.type === 'result') call.resolve(reply.value);
      else call.reject(fromPlain(reply.error));
    });
    port.post({ type: 'start', module });
  });
}

/** @param {PlainError} error */
const fromPlain = ({ code, message }) => new RopescopeError(code, message);
