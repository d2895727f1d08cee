// Threads on the site: from the second visit on its service worker isolates the pages that have a use for them, and nothing else.
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pages } from '../../web/site/pages.js';
import { context, evaluationStored, fileOf, fingerprints, page, ready, visit } from './page.mjs';
import { serve } from './server.mjs';

const options = { serviceWorkers: 'allow' };
const frame = `<!doctype html><title>frame</title><link rel="icon" href="data:,"><iframe src="/${fileOf.compare}"></iframe>`;
let server;
beforeAll(async () => {
  server = await serve('dist/site/', { '/of-others.html': frame });
});
afterAll(() => server.close());

const served = () => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
const isolated = (at = page) => at.evaluate(() => crossOriginIsolated);
const goTo = (rest) => page.goto(`${server.address}${rest}`);
/** What the page needs when it is isolated. */
const threadsAreKept = () =>
  page.evaluate(async () => {
    const [name] = (await caches.keys()).filter((each) => each.endsWith(' used'));
    const keys = name ? await (await caches.open(name)).keys() : [];
    return keys.filter(({ url }) => /\/(ropescope-threads|threads-worker)-/.test(url)).length === 3;
  });
async function threadsKept() {
  while (!(await threadsAreKept())) await page.waitForTimeout(200);
}
const threaded = cpus().length > 1 ? 'threads-worker' : 'worker';
/** Workers of engines, by what their scripts are called. */
const engines = () =>
  page
    .workers()
    .map((worker) => worker.url().match(/\/((?:threads-)?worker)-[^/]*$/)?.[1])
    .filter((name) => name !== undefined);

test('the page of comparisons runs threads from the second visit on, without another load, and draws the same pixels', async () => {
  const link = `${fileOf.compare}#len=256`;
  await visit(server.address, link, options);
  await ready();
  expect(await isolated()).toBe(false);
  expect(engines()).toEqual(['worker']);
  const before = await fingerprints();
  await served();
  await threadsKept();
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  await page.reload();
  await ready();
  expect(await isolated()).toBe(true);
  expect(engines()).toEqual([threaded]);
  expect(await fingerprints()).toEqual(before);
  await context.setOffline(true); // its threads came with the first visit
  await page.reload();
  await ready();
  expect(engines()).toEqual([threaded]);
  expect(loads).toBe(2);
});

test('so does the first page, and no page that has no use for them', async () => {
  expect(pages.filter(({ isolated }) => isolated).map(({ id }) => id)).toEqual(['home', 'compare', 'evaluate']);
  await visit(server.address, fileOf.home, options);
  await ready();
  await served();
  await threadsKept();
  await page.reload();
  await ready();
  expect(await isolated()).toBe(true);
  expect(engines()).toEqual([threaded]);
});

test('the page of the evaluation holds a model that is brought once, for all threads, and needs none before', async () => {
  const names = ['config.json', 'model.safetensors', 'tokenizer.json'];
  const files = names.map((name) => ({
    name,
    mimeType: '',
    buffer: readFileSync(new URL(`../../web/models/words-l512/${name}`, import.meta.url)),
  }));
  await visit(server.address, `${fileOf.evaluate}#samples=1&lengths=64&tasks=text&method=rope`, options);
  await evaluationStored();
  await served();
  await threadsKept();
  await page.reload();
  await evaluationStored();
  expect(await isolated()).toBe(true);
  expect(engines()).toEqual(['worker']);
  await page.getByRole('combobox', { name: /^Weights/ }).selectOption('own');
  await page.locator('.own-model input[type=file]').first().setInputFiles(files);
  await page.locator('.own-model').getByRole('button', { name: 'Load' }).click();
  const needs = page.locator('rope-evaluation .needs');
  const said = cpus().length > 1 ? /memory in 1 worker of \d threads and/ : /memory in 1 worker and/;
  await needs.filter({ hasText: said }).waitFor();
  await page.locator('rope-evaluation .run').click();
  await page.waitForFunction(() => {
    const { run } = document.querySelector('rope-evaluation');
    return run.live.size > 0 && run.state === 'idle';
  });
  expect(engines().sort()).toEqual([threaded, threaded, 'worker'].sort()); // of the model, of the evaluation, of plans
  await page.locator('rope-evaluation .summary', { hasText: /Runs use 1 worker/ }).waitFor();
});

test('where its threads are not here yet, the page runs without them, also without the network', async () => {
  await visit(server.address, fileOf.about, options);
  await served();
  await context.setOffline(true);
  await goTo(`${fileOf.compare}#len=128`);
  await ready();
  expect(await isolated()).toBe(false);
  expect(engines()).toEqual(['worker']);
});

test('other pages, and the same one in a frame of others, are as the host sends them', async () => {
  await visit(server.address, fileOf.compare, options);
  await ready();
  await served();
  await threadsKept();
  await goTo('of-others.html');
  const [inside] = page.frames().slice(1);
  await inside.locator('#status', { hasText: 'Ready' }).waitFor();
  expect(await isolated(inside)).toBe(false);
  for (const file of [fileOf.explorer, 'elements/embed.html', fileOf.tour]) {
    await goTo(file);
    expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    expect(await isolated()).toBe(false);
  }
});
