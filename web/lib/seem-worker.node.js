/**
 * Lets a worker thread of Node pass for a browser's worker. The glue of the module with threads is built for those alone: what finds
 * Node's own things would be in its way with bundlers. The thread is the library's, so that nobody else looks.
 * @param {Record<string, unknown>} own  what else the glue asks for
 * @returns {any}  what holds all that the glue sets
 */
export function seemWorker(own) {
  const asked = {
    self: globalThis,
    location: { href: import.meta.url },
    importScripts() {}, // by this or the next the glue tells a worker, by its version
    WorkerGlobalScope: Object,
    onmessage: undefined, // the glue's, whom its thread calls
    ...own,
  };
  for (const [name, value] of Object.entries(asked)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true }); // Deno has some that cannot be set
  }
  return globalThis;
}
