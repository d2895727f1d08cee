/**
 * Runs the model for several methods at once: first the enlarged head and the losses, then the small maps of all heads.
 * A new call stops the one before; results are kept, so that going back costs nothing.
 */

/**
 * @typedef {import('../lib/types.js').AttentionMap} AttentionMap
 *
 * @typedef {object} Job
 * @property {number} slot                                   which of the methods side by side
 * @property {import('../lib/types.js').MethodChoice} method
 * @property {boolean} force                                 run it on weights that were trained with another method
 *
 * @typedef {object} Query
 * @property {string} text
 * @property {number} layer
 * @property {number} head
 *
 * @typedef {object} Focus
 * @property {AttentionMap} map      the chosen head
 * @property {Float32Array} losses   [tokens - 1], nats
 *
 * @typedef {object} Listener
 * @property {(slot: number, focus: Focus) => void} onFocus
 * @property {(slot: number, heads: AttentionMap[]) => void} onHeads
 * @property {(slot: number, error: Error) => void} onError
 * @property {(slot: number, done: number) => void} onProgress
 */

const largest = 1024; // cells per side of the enlarged map: more than a screen shows, 4 MB
const small = 96; // cells per side of the small maps
const kept = 24; // results remembered

export class Runner {
  /** @param {Promise<import('../lib/types.js').Model>} model */
  constructor(model) {
    this.model = model;
    /** @type {Map<string, unknown>} */
    this.results = new Map();
    this.abort = new AbortController();
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
    const alive = await Promise.all(
      jobs.map((job) => this.attempt(job, signal, listener, () => this.focus(job, query, signal, listener))),
    );
    const rest = jobs.filter((_, i) => alive[i]);
    await Promise.all(
      rest.map((job) => this.attempt(job, signal, listener, () => this.heads(job, query, signal, listener))),
    );
  }

  /**
   * @param {Job} job
   * @param {AbortSignal} signal
   * @param {Listener} listener
   * @param {() => Promise<void>} work
   */
  async attempt(job, signal, listener, work) {
    try {
      await work();
      return !signal.aborted;
    } catch (error) {
      if (!signal.aborted) listener.onError(job.slot, error instanceof Error ? error : new Error(String(error)));
      return false;
    }
  }

  /**
   * @template T
   * @param {unknown[]} parts
   * @param {() => Promise<T>} make
   * @returns {Promise<T>}
   */
  async remember(parts, make) {
    const key = JSON.stringify(parts);
    const found = this.results.get(key);
    const result = found ? /** @type {T} */ (found) : await make();
    this.results.delete(key); // the order of the map is the order of use
    this.results.set(key, result);
    for (const old of [...this.results.keys()].slice(0, Math.max(0, this.results.size - kept)))
      this.results.delete(old);
    return result;
  }

  /**
   * @param {Job} job
   * @param {Query} query
   * @param {AbortSignal} signal
   * @param {Listener} listener
   */
  async focus({ slot, method, force }, { text, layer, head }, signal, listener) {
    const result = await this.remember(['focus', method, force, text, layer, head], async () => {
      const size = text.length > largest ? largest : 0;
      const options = { method, force, signal, logits: /** @type {const} */ ('none'), losses: true };
      const capture = { layers: [layer], heads: [head], size };
      const onProgress = (/** @type {number} */ done) => listener.onProgress(slot, done);
      const model = await this.model;
      signal.throwIfAborted();
      const { attentions, losses } = await model.forward(text, { ...options, capture, onProgress });
      if (!attentions[0]) throw new Error(`The model gave no map for layer ${layer}, head ${head}`);
      return { map: attentions[0], losses };
    });
    if (!signal.aborted) listener.onFocus(slot, result);
  }

  /**
   * @param {Job} job
   * @param {Query} query
   * @param {AbortSignal} signal
   * @param {Listener} listener
   */
  async heads({ slot, method, force }, { text }, signal, listener) {
    const result = await this.remember(['heads', method, force, text], async () => {
      const capture = { layers: /** @type {const} */ ('all'), size: small };
      const model = await this.model;
      return (await model.forward(text, { method, force, signal, logits: 'none', capture })).attentions;
    });
    if (!signal.aborted) listener.onHeads(slot, result);
  }
}
