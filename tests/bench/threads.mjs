// How much sooner a pass ends on two threads than on one, in Chromium on an isolated page and in Node: npm run bench -- threads. Passes
// take turns; `clock` is what passed on this machine, `alone` the time of the busiest thread on its core, which is what a pass
// would take if each thread had a core for itself. Linux: the kernel says how long a thread ran.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { basename, join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumOptions } from '../browser/chromium.mjs';
import { serve } from '../browser/server.mjs';
import { workTimes } from '../browser/worker-threads.mjs';
import { randomLlama } from '../js/helpers/random-llama.mjs';
import { relaxedFlags } from '../js/helpers/relaxed-node.mjs';
import { median } from './peers/rounds.mjs';
import { measured } from './threads-pass.mjs';

const rounds = Number(process.env.ROUNDS ?? 7);
const isolating = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const blank = '<!doctype html><title>blank</title><link rel="icon" href="data:,">';
const size = { hidden: 576, inner: 1536, layers: 30, heads: 9, kvHeads: 3, vocab: 49152 }; // SmolLM's 135 million parameters

/** @param {import('playwright-core').Page} page @param {string} model  its address */
async function inChromium(page, model) {
  await page.evaluate(async (model) => {
    const { createEngine } = await import('./web/lib/index.js');
    const { passes } = await import('./tests/bench/threads-pass.mjs');
    globalThis.passes = await passes(createEngine, model);
  }, model);
  const runs = await measured(rounds, (i) => page.evaluate((which) => passes.forward(which), i), workTimes);
  await page.evaluate(() => passes.end());
  return runs;
}

/** @param {string} model  its address */
function inNode(model) {
  const program = new URL('threads-node.mjs', import.meta.url).pathname;
  return JSON.parse(execFileSync(process.execPath, [...relaxedFlags, program, String(rounds), model]).toString());
}

/** @param {string} what @param {{ clock: number[], alone: number[], work: number[] }[]} runs */
function report(what, runs) {
  const [one, two] = runs.map((run) =>
    Object.fromEntries(Object.entries(run).map(([what, times]) => [what, median(times)])),
  );
  const ratio = (what) => (one[what] / two[what]).toFixed(2);
  console.log(
    `${what}, 512 tokens: clock ${one.clock.toFixed(0)} -> ${two.clock.toFixed(0)} ms, ${ratio('clock')}x; ` +
      `alone ${one.alone.toFixed(0)} -> ${two.alone.toFixed(0)} ms, ${ratio('alone')}x; ` +
      `work of all threads ${(two.work / one.work).toFixed(2)} of one's`,
  );
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
    report(`Chromium, ${name}`, await inChromium(page, model));
    report(`Node, ${name}`, inNode(model));
  }
  console.log(
    `Chromium ${browser.version()}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}, ${rounds} rounds`,
  );
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
}
