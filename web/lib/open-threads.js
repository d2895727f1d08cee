/** Lanes of an engine whose passes run on several threads where these can be had, and on one elsewhere, with a note. */

import { messageOf, mistake } from './check.js';
import { RopescopeError } from './errors.js';
import { openWorkerLane } from './protocol.js';
import { filled } from './sayings.js';

/**
 * @typedef {import('./open-lanes.js').Lanes} Lanes
 * @typedef {import('./types.js').Where} Where
 */

/** Of this file. @type {Readonly<Record<string, string>>} */
export const sayings = {
  must_have_workers:
    '{path} must be 1 where workers is 0, for the calling thread must not wait for others, got {given}',
  must_use_own_module: '{path} must be 1 where the module of the engine is given, which has one thread, got {given}',
  one_thread: 'passes run on one thread instead of {threads}: {message}',
};

/**
 * @param {Lanes} lanes  of one thread
 * @param {number} threads
 * @param {import('./engine.js').Host} host
 * @returns {Lanes}
 */
export function withThreads(lanes, threads, host) {
  const { where } = lanes;
  if (where.work === 'caller') throw mistake('must_have_workers', 'threads', threads, {}, sayings);
  if (where.wasm === 'given') throw mistake('must_use_own_module', 'threads', threads, {}, sayings);
  const hindrance = host.threads ? host.threads.hindrance() : 'this entry of the library starts no others';
  if (host.threads && hindrance === undefined) return lanesOf(lanes, threads, host.threads);
  note(where, threads, hindrance);
  return lanes;
}

/**
 * @param {Lanes} lanes
 * @param {number} threads
 * @param {import('./threads.js').Threads} having
 * @returns {Lanes}
 */
function lanesOf(lanes, threads, having) {
  const { where } = lanes;
  where.threads = threads;
  const several = (/** @type {import('./modules.js').ModuleName} */ name) => name === 'engine' && where.threads > 1;
  return {
    ...lanes,
    prepare: (name, signal) => (several(name) ? having.prepare() : lanes.prepare(name, signal)),
    async open(name, signal) {
      if (!several(name)) return lanes.open(name, signal);
      try {
        return await lanes.open(name, signal, (ending) =>
          openWorkerLane(having.startWorker(), having.prepare(), ending, threads),
        );
      } catch (error) {
        if (error instanceof RopescopeError && error.code === 'aborted') throw error;
        if (several(name)) note(where, threads, messageOf(error));
        where.threads = 1;
        return lanes.open(name, signal);
      }
    },
  };
}

/**
 * @param {Where} where
 * @param {number} threads
 * @param {string | undefined} message
 */
function note(where, threads, message = '') {
  const args = { threads, message };
  const said = filled(/** @type {string} */ (sayings.one_thread), args);
  where.notes.push({ reason: 'one_thread', path: 'threads', args, message: said });
}
