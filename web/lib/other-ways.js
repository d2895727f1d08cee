/**
 * Other ways to a module and to a worker where the usual ones fail: a bundler that left the files behind, files of another
 * origin, a frame without an origin, a worker that may start none, a policy that lets no address become a script.
 */

import { messageOf } from './check.js';
import { embedded, unpacked } from './embedded.js';
import { RopescopeError } from './errors.js';
import { openInline } from './open-lanes.js';
import { openWorkerLane } from './protocol.js';
import { errorOf, filled } from './sayings.js';
import { compile } from './wasm-module.js';

/**
 * @typedef {import('./modules.js').ModuleName} ModuleName
 * @typedef {import('./protocol.js').WorkerPort} WorkerPort
 * @typedef {import('./types.js').Where} Where
 *
 * @typedef {(name: ModuleName) => WorkerPort | Promise<WorkerPort>} Start
 *
 * @typedef {object} Ways
 * @property {Start[]} starts   of a worker, by how they are tried; the calling thread comes last
 * @property {boolean} [files]  whether there are any: else only what the library carries inside; default true
 */

/** Of this file; engine.where.notes holds them. @type {Readonly<Record<string, string>>} */
export const sayings = {
  wasm_from_inside: 'the {module} module is the copy inside the library: {message}',
  worker_from_inside: "the {module} module's worker runs a copy inside the library: {message}",
  no_worker: 'the {module} module runs in the calling thread, since no worker starts: {message}',
  wasm_not_found:
    "{message}; pass createEngine({ wasmUrl }) with the address of ropescope/dist/*.wasm, or import 'ropescope/inline', which needs no file",
};

/**
 * @param {Ways} ways
 * @returns {Required<Pick<import('./engine.js').Host, 'compile' | 'openWorker'>>}
 */
export function otherWays({ starts, files = true }) {
  let first = 0; // of the starts that may work here
  /** @type {unknown} */
  let reason; // why no earlier one does

  return {
    async compile(source, readBytes, signal, where) {
      if (!files && !source.given) return fromInside(source.name, where);
      try {
        return await compile(source, readBytes, signal);
      } catch (error) {
        if (source.given || signal?.aborted) throw error;
        return fromInside(source.name, where, error);
      }
    },

    async openWorker(name, module, ending, where) {
      await undefined; // a Trusted Types policy that the page makes right after the call, in the same task, is there then
      for (let way = first; way < starts.length; way++) {
        try {
          const lane = await openWorkerLane(await /** @type {Start} */ (starts[way])(name), module, ending);
          first = way;
          if (reason !== undefined) note(where, 'worker_from_inside', name, reason);
          return lane;
        } catch (error) {
          if (ending.aborted || !isOfWorker(error)) throw error;
          reason ??= error;
        }
      }
      first = starts.length;
      where.work = 'caller';
      note(where, 'no_worker', name, reason);
      return openInline(name, module);
    },
  };
}

/**
 * @param {ModuleName} name
 * @param {Where} where
 * @param {unknown} [reason]  why not from its file
 */
async function fromInside(name, where, reason) {
  const unpacking = embedded[name].wasm().then(({ wasm }) => unpacked(wasm));
  const copy = await unpacking.catch((error) => {
    throw notFound(reason ?? error); // there is none, or nothing here unpacks it
  });
  const module = await WebAssembly.compile(copy);
  if (name === 'engine') where.wasm = 'inside';
  if (reason !== undefined) note(where, 'wasm_from_inside', name, reason);
  return module;
}

/** @param {unknown} reason */
function notFound(reason) {
  if (reason instanceof RopescopeError && reason.reason === 'wasm_is_page') return reason; // gives advice of its own
  return errorOf('load_failed', 'wasm_not_found', { args: { message: messageOf(reason) }, cause: reason }, sayings);
}

/** Whether the worker is what failed, not the module in it. @param {unknown} error */
const isOfWorker = (error) => !(error instanceof RopescopeError) || error.reason === 'worker_stopped';

/**
 * @param {Where} where
 * @param {string} reason
 * @param {ModuleName} module
 * @param {unknown} error
 */
function note(where, reason, module, error) {
  if (where.notes.some((known) => known.reason === reason && known.args.module === module)) return;
  const args = { module, message: messageOf(error) };
  where.notes.push({ reason, path: '', args, message: filled(/** @type {string} */ (sayings[reason]), args) });
}
