// What a page holds, measured after garbage was collected, and whether it grows.
import { held } from './held.mjs';
import { leftBehind } from './left-behind.mjs';

/** By how much each may differ between the second and the last quarter of a soak; the rest of a measure is noise. */
const allowed = {
  bytes: ({ before }) => 0.05 * before + 300_000, // of what scripts made: maps come and go
  things: ({ before }) => 0.02 * before,
  kept: () => 0, // elements that the page took away
  nodes: () => 30,
  listeners: () => 15,
  workers: () => 0,
  wasm: () => 0, // bytes of the memories of modules that grew
};
const warming = 2; // rounds in which caches fill

/** Counts the memory of modules in a worker that starts. @param {import('playwright-core').Worker} worker */
export function watchWorker(worker) {
  const watch = () => {
    const { grow } = WebAssembly.Memory.prototype;
    globalThis.largest = 0;
    WebAssembly.Memory.prototype.grow = function (pages) {
      const before = grow.call(this, pages);
      globalThis.largest = Math.max(globalThis.largest, this.buffer.byteLength);
      return before;
    };
  };
  worker.evaluate(watch).catch(() => {}); // it ended before it could be asked
}

/** Runs in the page: so many frames pass. @param {number} count */
async function framed(count) {
  for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
}

/** @param {import('playwright-core').Page} page  @param {import('playwright-core').CDPSession} session */
export async function sample(page, session) {
  await page.evaluate(framed, 3); // what waits for a frame is not kept
  const kept = await leftBehind(session);
  const scripts = await held(session);
  const { metrics } = await session.send('Performance.getMetrics');
  const of = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  const sizes = await Promise.all(
    page.workers().map((worker) => worker.evaluate(() => globalThis.largest ?? 0).catch(() => 0)),
  );
  return {
    ...scripts,
    kept: kept.length,
    nodes: of.Nodes,
    listeners: of.JSEventListeners,
    workers: page.workers().length,
    wasm: sizes.reduce((sum, size) => sum + size, 0),
  };
}

/** Rounds without which nothing can be said. */
export const fewest = warming + 4;

/**
 * How the least of the last quarter differs from the least of the second one: what was not freed.
 * @param {Record<string, number>[]} samples
 */
export function verdict(samples) {
  const kept = samples.slice(warming);
  const quarter = Math.max(1, Math.floor(kept.length / 4));
  const least = (key, list) => Math.min(...list.map((each) => each[key]));
  return Object.entries(allowed).map(([key, most]) => {
    const before = least(key, kept.slice(quarter, 2 * quarter));
    const after = least(key, kept.slice(-quarter));
    return { key, before, after, grows: after - before > most({ before }) };
  });
}
