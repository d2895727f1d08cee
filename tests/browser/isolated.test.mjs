// Threads on the site: from the second visit on its service worker isolates the page that has a use for them, and nothing else.
import { cpus } from 'node:os';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { context, fileOf, fingerprints, page, ready, visit } from './page.mjs';
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
const threadsKept = () =>
  page.waitForFunction(
    async () => {
      const [name] = (await caches.keys()).filter((each) => each.endsWith(' used'));
      const keys = name ? await (await caches.open(name)).keys() : [];
      return keys.filter(({ url }) => /\/(ropescope-threads|threads-worker)-/.test(url)).length === 3;
    },
    undefined,
    { polling: 200 },
  );
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
  expect(engines()).toEqual([cpus().length > 1 ? 'threads-worker' : 'worker']);
  expect(await fingerprints()).toEqual(before);
  await context.setOffline(true); // its threads came with the first visit
  await page.reload();
  await ready();
  expect(engines()).toEqual([cpus().length > 1 ? 'threads-worker' : 'worker']);
  expect(loads).toBe(2);
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
  for (const file of [fileOf.evaluate, 'elements/embed.html', fileOf.home]) {
    await goTo(file);
    expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    expect(await isolated()).toBe(false);
  }
});
