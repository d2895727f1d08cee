// How much sooner a pass ends on two threads than on one, in Chromium on an isolated page: npm run bench -- threads. Passes of 512
// tokens take turns; `clock` is what passed on this machine, `alone` the time of the busiest thread on its core, which is what a pass
// would take if each thread had a core for itself. Linux: the kernel says how long a thread ran.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { basename, join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumOptions } from '../browser/chromium.mjs';
import { serve } from '../browser/server.mjs';
import { workTimes } from '../browser/worker-threads.mjs';
import { randomLlama } from '../js/helpers/random-llama.mjs';
import { median } from './peers/rounds.mjs';

const rounds = Number(process.env.ROUNDS ?? 7);
const counts = [1, 2];
const isolating = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const blank = '<!doctype html><title>blank</title><link rel="icon" href="data:,">';
const size = { hidden: 576, inner: 1536, layers: 30, heads: 9, kvHeads: 3, vocab: 49152 }; // SmolLM's 135 million parameters

/** @param {import('playwright-core').Page} page @param {string} model  its address */
async function measure(page, model) {
  await page.evaluate(
    async ({ model, counts }) => {
      const { createEngine } = await import('./web/lib/index.js');
      const tokens = Array.from({ length: 512 }, (_, i) => (i * 37) % 96);
      globalThis.engines = await Promise.all(counts.map((threads) => createEngine({ threads })));
      for (const [i, engine] of engines.entries()) {
        if (engine.where.threads !== counts[i]) throw new Error(engine.where.notes[0].message);
      }
      const models = [];
      for (const engine of engines) models.push(await engine.loadModel(model));
      globalThis.forward = async (i) => {
        const began = performance.now();
        await models[i].forward(tokens, { logits: 'last' });
        return performance.now() - began;
      };
      for (const i of counts.keys()) await forward(i);
    },
    { model, counts },
  );
  const runs = counts.map(() => ({ clock: [], alone: [], work: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const [i, run] of runs.entries()) {
      const before = workTimes();
      run.clock.push(await page.evaluate((which) => forward(which), i));
      const spent = [...workTimes()].map(([task, time]) => time - (before.get(task) ?? 0));
      run.alone.push(Math.max(...spent));
      run.work.push(spent.reduce((sum, time) => sum + time, 0));
    }
  }
  await page.evaluate(() => Promise.all(engines.map((engine) => engine.dispose())));
  return runs;
}

const folder = mkdtempSync(new URL('../../build/threads-', import.meta.url).pathname);
const server = await serve('./', { '/blank.html': blank }, isolating);
const browser = await chromium.launch(chromiumOptions());
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(`${server.address}blank.html`);
  const { config, weights } = randomLlama(size, 'BF16');
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'model.safetensors'), weights);
  for (const [name, model] of [
    ['rope-l128', './web/models/rope-l128'],
    ['135 M, random', `./build/${basename(folder)}`],
  ]) {
    const runs = await measure(page, model);
    const [one, two] = runs.map((run) =>
      Object.fromEntries(Object.entries(run).map(([what, times]) => [what, median(times)])),
    );
    const ratio = (what) => (one[what] / two[what]).toFixed(2);
    console.log(
      `${name}, 512 tokens: clock ${one.clock.toFixed(0)} -> ${two.clock.toFixed(0)} ms, ${ratio('clock')}x; ` +
        `alone ${one.alone.toFixed(0)} -> ${two.alone.toFixed(0)} ms, ${ratio('alone')}x; ` +
        `work of all threads ${(two.work / one.work).toFixed(2)} of one's`,
    );
  }
  console.log(`Chromium ${browser.version()}, load ${loadavg()[0]?.toFixed(1)}, ${rounds} rounds`);
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
}
