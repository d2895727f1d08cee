/** The engine of the page: one, shared by all scopes and kept while weights change. A dead one is replaced when asked for. */
import { createEngine } from '../lib/served.js';

/** @typedef {import('../lib/types.js').Engine} Engine */

/**
 * @param {() => Promise<Engine>} start
 */
export function sharedEngine(start) {
  /** @type {Promise<Engine> | undefined} */
  let current;

  /** @returns {Promise<Engine>} */
  function get() {
    if (current) return current;
    const opening = start();
    current = opening;
    opening.catch(() => {
      if (current === opening) current = undefined; // the next call tries again
    });
    return opening;
  }

  /**
   * Whoever found this engine dead gets another one next time; so does everybody else.
   * @param {Engine | undefined} dead
   */
  async function replace(dead) {
    const held = current;
    if (!held || !dead || (await held.catch(() => undefined)) !== dead || current !== held) return;
    current = undefined;
    void dead.dispose();
  }

  return { get, replace };
}

let start = () => createEngine();
let threads = 1;
export const pageEngine = sharedEngine(() => start());

/** Threads that an engine of this page may have for a visitor's own model. */
export const mostThreads = () => threads;

/**
 * Before the first one is asked for.
 * @param {() => Promise<Engine>} other
 * @param {number} [most]  threads
 */
export function startEnginesWith(other, most = 1) {
  start = other;
  threads = most;
}
