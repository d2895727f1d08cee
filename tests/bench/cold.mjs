// How long a caller waits for the first results: npm run bench -- cold [folder ...]. Folders hold checkouts of the repository with what
// is built in dist, default this one; several take turns, so that what is compared meets the same load. From the import of the library
// to an engine, its first rotation, a model and the logits of its first pass: in Node as the package lies there, in Chromium bundled,
// each time in a process of its own without a cache. Clocks say how long it took on this machine, CPU time what it cost.
import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { chromiumOptions } from '../browser/chromium.mjs';
import { serve } from '../browser/server.mjs';
import { median } from './peers/rounds.mjs';

const rounds = Number(process.env.ROUNDS ?? 11);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs in Node and in pages: what a first visit does, and when each part of it was done. */
async function firstVisit(library, workers, cpuTime) {
  const [began, cpu] = [performance.now(), await cpuTime()];
  const done = {};
  const mark = async (what) => {
    done[what] = performance.now() - began;
  };
  const { createEngine } = await (globalThis.library?.() ?? import(library));
  mark('import');
  const engine = await createEngine({ workers });
  mark('engine');
  const rope = { head_dim: 32, original_max_position_embeddings: 128 };
  await engine.rotate(new Float32Array(64 * 4 * 32).fill(1), { shape: [64, 4, 32], rope });
  mark('rotation');
  const model = await engine.loadModel('rope-l128');
  mark('model');
  await model.forward(
    Array.from({ length: 64 }, (_, i) => 1 + i),
    { logits: 'last' },
  );
  mark('logits');
  const spent = (await cpuTime()) - cpu;
  const loaded = performance
    .getEntriesByType('resource')
    .filter(({ startTime, responseEnd }) => startTime > began && responseEnd >= startTime) // a worker's has a clock of its own
    .map(({ name, startTime, responseEnd }) => ({
      name: name.slice(name.lastIndexOf('/') + 1).replace(/-[^-.]+(?=[.])/, ''), // without the bundler's hash
      from: startTime - began,
      to: responseEnd - began,
    }));
  return { done, cpu: spent, loaded };
}

async function inNode({ folder, workers }) {
  const library = new URL('web/lib/index.node.js', pathToFileURL(`${folder}/`)).href;
  const child = fork(fileURLToPath(import.meta.url), ['--visit', library, String(workers)]);
  return new Promise((resolve, reject) => {
    child.on('message', resolve);
    child.on('exit', (code) => reject(new Error(`the run in Node ended with ${code}`)));
  });
}

/** The library as a bundler makes it of a page that imports it when it is needed. */
async function bundled(folder, name) {
  const outDir = `${root}build/bench/cold/${name}`;
  const page = `${outDir}/page`;
  mkdirSync(page, { recursive: true });
  writeFileSync(
    `${page}/index.html`,
    '<!doctype html><title>Cold</title><script type="module" src="page.js"></script>',
  );
  writeFileSync(`${page}/page.js`, `globalThis.library = () => import('${folder}/web/lib/index.js');`);
  await build({
    configFile: false,
    root: page,
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: `${outDir}/built`, emptyOutDir: true, target: 'es2022' },
  });
  return serve(`build/bench/cold/${name}/built/`);
}

async function inChromium({ browser, address, workers }) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    await page.exposeFunction('cpuTime', async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return 1000 * metrics.find((metric) => metric.name === 'ProcessTime').value;
    });
    await page.goto(address);
    await page.waitForFunction(() => globalThis.library);
    return await page.evaluate(`(${firstVisit})('', ${workers}, cpuTime)`);
  } finally {
    await context.close();
  }
}

function show(what, visits) {
  const row = (of) => {
    const sorted = visits.map(of).sort((a, b) => a - b);
    return [0.5, 0.25, 0].map((share) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(0)).join(' ');
  };
  const marks = Object.keys(visits[0].done).map((mark) => `${mark} ${row(({ done }) => done[mark])}`);
  console.log(`${what}: ${[...marks, `CPU ${row(({ cpu }) => cpu)}`].join(', ')}`);
  for (const name of new Set(visits.flatMap(({ loaded }) => loaded.map((each) => each.name)))) {
    const times = visits.flatMap(({ loaded }) => loaded.filter((each) => each.name === name));
    console.log(
      `  ${name}: from ${median(times.map(({ from }) => from)).toFixed(0)} to ${median(times.map(({ to }) => to)).toFixed(0)}`,
    );
  }
}

async function main(folders) {
  const browser = await chromium.launch(chromiumOptions());
  const servers = await Promise.all(folders.map((folder, i) => bundled(folder, String(i))));
  console.log(`${cpus().length} cores, ${cpus()[0]?.model}; load ${loadavg()[0]?.toFixed(1)}`);
  console.log('ms since the import began: median, quartile and least of the rounds; CPU ms of the process in all');
  for (const [place, visit] of Object.entries({ Node: inNode, Chromium: inChromium }))
    for (const workers of [1, 0]) {
      const what = `${place}, ${workers ? 'worker' : 'inline'}`;
      if (!what.includes(process.env.ONLY ?? '')) continue;
      const visits = folders.map(() => []);
      for (let round = 0; round < rounds; round++)
        for (const [i, folder] of folders.entries())
          visits[i].push(await visit({ folder, workers, browser, address: servers[i].address }));
      for (const [i, folder] of folders.entries()) show(folders.length > 1 ? `${what}, ${folder}` : what, visits[i]);
    }
  console.log(`load ${loadavg()[0]?.toFixed(1)}`);
  await browser.close();
  await Promise.all(servers.map(({ close }) => close()));
}

if (process.argv[2] === '--visit') {
  const spent = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const [, , , library, workers] = process.argv;
  process.send(await firstVisit(library, Number(workers), spent), () => process.exit());
} else {
  const folders = process.argv.slice(2);
  await main(folders.length > 0 ? folders : [root.replace(/\/$/, '')]);
}
