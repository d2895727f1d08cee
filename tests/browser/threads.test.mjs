// Engines whose passes run on several threads: the bits of one thread, and what becomes of pages that may have none.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { arraysIn } from '../js/helpers/engine-results.mjs';
import { page, troubles, visit } from './page.mjs';
import { serve } from './server.mjs';
import { workTimes } from './worker-threads.mjs';

const blank = '<!doctype html><title>blank</title><link rel="icon" href="data:,">';
const isolating = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
let isolated;
let usual;
let broken; // whose threads have another script than theirs
beforeAll(async () => {
  const pages = { '/blank.html': blank };
  const script = { '/dist/ropescope-threads.mjs': 'throw new Error("not the glue");' };
  isolated = await serve('./', pages, isolating);
  usual = await serve('./', pages);
  broken = await serve('./', { ...pages, ...script }, isolating);
});
afterAll(() => Promise.all([isolated, usual, broken].map((server) => server.close())));

/** All that an engine with so many threads gives. */
const resultsOf = (threads) =>
  page.evaluate(
    async ({ threads, text }) => {
      const { createEngine } = await import('./web/lib/index.js');
      const { resultsOf } = await import('./tests/js/helpers/engine-results.mjs');
      const engine = await createEngine({ threads });
      const results = await resultsOf(engine, './web/models/rope-l128', text);
      const { where } = engine;
      await engine.dispose();
      return { where, results };
    },
    { threads, text: readFileSync(new URL('../../web/models/heldout.txt', import.meta.url), 'utf8').slice(0, 301) },
  );

test('several threads give the bits of one, under every method', async () => {
  await visit(isolated.address, 'blank.html');
  const alone = await resultsOf(1);
  expect(alone.where).toMatchObject({ threads: 1, notes: [] });
  expect(arraysIn(alone.results)).toBeGreaterThan(20);
  for (const threads of [2, 3]) {
    const { where, results } = await resultsOf(threads);
    expect(where).toEqual({ work: 'worker', threads, wasm: 'file', notes: [] });
    expect(results).toEqual(alone.results);
  }
});

/** Waits until threads of workers are as many as before. */
async function noneMoreThan(before) {
  for (let tries = 0; tries < 100 && workTimes().size > before; tries++) await page.waitForTimeout(100);
  expect(workTimes().size).toBe(before);
}

test('all threads work, and an engine that ends amid a pass leaves none', async () => {
  await visit(isolated.address, 'blank.html');
  const { size } = workTimes();
  await page.evaluate(async () => {
    const { createEngine } = await import('./web/lib/index.js');
    globalThis.engine = await createEngine({ threads: 3 });
    globalThis.model = await engine.loadModel('./web/models/rope-l128');
  });
  expect(workTimes().size).toBe(size + 3);
  const before = workTimes();
  await page.evaluate(() => model.forward('a'.repeat(2000), { logits: 'none' }));
  const times = [...workTimes()].map(([thread, time]) => time - (before.get(thread) ?? 0)).sort((a, b) => b - a);
  expect(times[2]).toBeGreaterThan(times[0] / 10); // ms; they take turns on a core where they have to
  const ended = await page.evaluate(async () => {
    const ran = model.forward('a'.repeat(4000)).catch((error) => error.code);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await engine.dispose();
    return ran;
  });
  expect(ended).toBe('aborted');
  await noneMoreThan(size);
});

const noteOf = (threads = 2) =>
  page.evaluate(async (threads) => {
    const { createEngine } = await import('./web/lib/index.js');
    const engine = await createEngine({ threads, workers: 2 });
    const works = (await engine.methods()).length > 20;
    const { where } = engine;
    await engine.dispose();
    return { works, where };
  }, threads);

test('a page that is not isolated has one thread, and is told how to have more', async () => {
  await visit(usual.address, 'blank.html');
  const { works, where } = await noteOf();
  expect(works).toBe(true);
  expect(where).toMatchObject({ work: 'worker', threads: 1, notes: [{ reason: 'one_thread', path: 'threads' }] });
  expect(where.notes).toHaveLength(1);
  expect(where.notes[0].message).toMatch(/one thread instead of 2: .*Cross-Origin-Opener-Policy: same-origin/);
});

test('a page whose threads do not start has one, and is told why', async () => {
  await visit(broken.address, 'blank.html');
  const { works, where } = await noteOf();
  expect(works).toBe(true);
  expect(where).toMatchObject({ work: 'worker', threads: 1, notes: [{ reason: 'one_thread' }] });
  expect(where.notes).toHaveLength(1);
  troubles.length = 0; // the script's own error
});
