/**
 * Runs the model for several methods at once. One pass brings the chosen head exactly, all heads small, and the losses;
 * choosing another head then asks for that one alone, and its small map stands in for it. While a hand moves, a pass ends
 * with the chosen head, coarse where it is large. A new call stops the one before; results are kept, so that going back costs
 * nothing.
 */

import { KeptRuns } from './kept-runs.js';

/**
 * @typedef {import('../lib/types.js').AttentionMap} AttentionMap
 *
 * @typedef {object} Job
 * @property {number} slot                                   which of the methods side by side
 * @property {import('../lib/types.js').MethodChoice} method
 * @property {boolean} force                                 run it on weights that were trained with another method
 * @property {boolean} [extends]                         nothing of it depends on the length: the map of a text is a corner of that
 *   of any text that goes on
 *
 * @typedef {object} Query
 * @property {string | number[]} input  text, or tokens
 * @property {number} layer
 * @property {number} head
 * @property {boolean} [moving]  by a hand: the map alone is wanted, soon
 *
 * @typedef {object} Overview
 * @property {AttentionMap[]} heads  every head of the model, small
 * @property {Float32Array} losses   [tokens - 1], nats
 *
 * @typedef {Overview & { map: AttentionMap | null, complete: boolean }} View  map: the chosen head; small until complete
 *
 * @typedef {object} Listener
 * @property {(slot: number, map: AttentionMap) => void} onMap  the chosen head's, before the rest of the view
 * @property {(slot: number, view: View) => void} onView
 * @property {(slot: number, error: Error) => void} onError
 * @property {(slot: number, done: number) => void} onProgress
 */

const largest = 2048; // cells per side of the enlarged map, which can be looked at closely: 16 MB
const fine = 1024; // tokens: a text that is longer has a coarse map while a hand moves
const coarse = 512; // cells per side of that
export const small = 96; // cells per side of the small maps

export class Runner {
  /** @param {Promise<import('../lib/types.js').Model>} model */
  constructor(model) {
    this.model = model;
    this.kept = new KeptRuns();
    this.abort = new AbortController();
    /** @type {AttentionMap[]} of each slot, the last one while a hand moves */
    this.handed = [];
    /** @type {Promise<void>} */
    this.turns = Promise.resolve();
  }

  /** One a frame: new maps that need no pass come at once, and drawing all of them in one task would be felt. */
  turn() {
    const mine = this.turns;
    this.turns = mine.then(nextFrame);
    return mine;
  }

  /** Ends what is under way; what comes next gets the signal that is returned. */
  stop() {
    this.abort.abort();
    this.abort = new AbortController();
    return this.abort.signal;
  }

  /**
   * @param {Job[]} jobs
   * @param {Query} query
   * @param {Listener} listener
   */
  async run(jobs, query, listener) {
    const signal = this.stop();
    await Promise.all(
      jobs.map((job) =>
        this.show(job, query, signal, listener).catch((error) => {
          if (!signal.aborted) listener.onError(job.slot, error instanceof Error ? error : new Error(String(error)));
        }),
      ),
    );
  }

  /**
   * @param {Job} job
   * @param {Query} query
   * @param {AbortSignal} signal
   * @param {Listener} listener
   */
  async show(job, query, signal, listener) {
    const { slot, method, force } = job;
    const { input, layer, head, moving } = query;
    const model = await this.model; // the listener is called later, never within the call
    signal.throwIfAborted();
    const asked = { job, query };
    const known = this.kept.overviewOf(asked);
    const exact = this.kept.mapOf(asked);
    if (moving) {
      const size = input.length > fine ? coarse : 0;
      const capture = { layers: [layer], heads: [head], size };
      if (exact && this.handed[slot] !== exact) await this.turn();
      const map = exact ?? (await glimpse(model, input, { method, force, signal, capture }));
      if (size === 0 && !exact) this.kept.keepMap(asked, map);
      if (signal.aborted) return;
      this.handed[slot] = map;
      listener.onMap(slot, map);
      return;
    }
    if (known) {
      const standIn = known.heads.find((map) => map.layer === layer && map.head === head) ?? null;
      listener.onView(slot, { ...known, map: exact ?? standIn, complete: exact !== undefined });
      if (exact) return;
    }
    const chosen = { layers: [layer], heads: [head], size: input.length > largest ? largest : 0 };
    const every = { layers: /** @type {const} */ ('all'), size: small };
    const captures = [...(exact ? [] : [chosen]), ...(known ? [] : [every])];
    if (exact) listener.onMap(slot, exact);
    /** @type {AttentionMap[]} */
    const maps = [];
    const { losses } = await model.forward(input, {
      method,
      force,
      signal,
      logits: 'none',
      losses: !known,
      capture: captures,
      onProgress: (done) => listener.onProgress(slot, done),
      onMaps: (done) => {
        maps.push(...done);
        const large = done.find(({ request }) => captures[request] === chosen);
        if (large && !signal.aborted) listener.onMap(slot, large);
      },
    });
    if (signal.aborted) return;
    const map = exact ?? maps.find(({ request }) => captures[request] === chosen);
    const heads = maps.filter(({ request }) => captures[request] === every);
    if (!map) throw new Error(`The model gave no map for layer ${layer}, head ${head}`);
    const overview = known ?? { heads, losses };
    if (!exact) this.kept.keepMap(asked, map);
    this.kept.keepOverview(asked, overview);
    listener.onView(slot, { ...overview, map, complete: true });
  }
}

/** @returns {Promise<void>} */
const nextFrame = () => new Promise((resolve) => (globalThis.requestAnimationFrame ?? setTimeout)(() => resolve()));

/**
 * One map; the pass ends with it.
 * @param {import('../lib/types.js').Model} model
 * @param {string | number[]} input
 * @param {import('../lib/types.js').ForwardOptions} options
 */
async function glimpse(model, input, options) {
  const { attentions } = await model.forward(input, { ...options, logits: 'none' });
  return /** @type {AttentionMap} */ (attentions[0]);
}
