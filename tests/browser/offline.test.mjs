// The site without a network, after one visit; and a new version of it, which no page of the old one gets a file of.
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeServiceWorker } from '../../web/site/offline/build.js';
import { pages } from '../../web/site/pages.js';
import { context, fileOf, page, ready, troubles, visit } from './page.mjs';
import { serve } from './server.mjs';

const built = new URL('../../dist/site/', import.meta.url).pathname;
const options = { serviceWorkers: 'allow' };
const statusIs = (word, at = page) => at.locator('#status', { hasText: word }).waitFor();
/** Addresses of what is kept, by the part of the caches' names that differs. */
const kept = (at = page) =>
  at.evaluate(async () => {
    const names = await caches.keys();
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return Object.fromEntries(names.map((name, i) => [name.split(' ').at(-1), lists[i].map(({ url }) => url)]));
  });
const listOf = (folder) => {
  const [line] = readFileSync(`${folder}/service-worker.js`, 'utf8').split('\n');
  return JSON.parse(line.slice(line.indexOf('{'), -1));
};
/** The worker serves this page. */
const served = () => page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
/** So many weights are kept beside those of the first visit. */
async function keptWeights(count) {
  const weights = async () => (await kept()).used?.filter((url) => url.endsWith('.safetensors')).length;
  while ((await weights()) !== count) await page.waitForTimeout(100);
}

let folder;
let server;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ropescope-site-'));
  cpSync(built, join(folder, 'below'), { recursive: true });
  server = await serve(`${folder}/`);
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});
const openBelow = (rest, prepare) => visit(`${server.address}below/`, rest, options, prepare);
const goTo = (rest) => page.goto(`${server.address}below/${rest}`);

describe('after one visit, without a server,', () => {
  test('every page stands, with the weights that were used and those that pages begin with', async () => {
    await openBelow(`${fileOf.compare}#model=alibi-l128&len=200`);
    await ready();
    await served();
    await keptWeights(1);
    await server.close();
    await page.reload();
    await ready();
    for (const { id, file } of pages) {
      await goTo(`${file}?from=${id}#len=256`);
      await statusIs('Ready');
    }
    await goTo(fileOf.home);
    await page.waitForFunction(() => document.querySelectorAll('.live rope-attention-map').length === 2);
    await statusIs('Ready');
    expect(await page.locator('.seen').textContent()).toMatch(/\d+ %/);
    await goTo('');
    await statusIs('Ready');
    await goTo(`${fileOf.compare}#len=256&lang=zh`);
    await statusIs('就绪');
    await goTo('method-yarn.html');
    await page.waitForFunction(() => document.querySelector('[data-kind=loss] rope-plot')?.figure?.curves.length === 2);
    expect(await page.locator('[role=alert]').count()).toBe(0);
  });

  test('lectures open, with what the first slides need of the site', async () => {
    await openBelow(fileOf.lectures);
    await statusIs('Ready');
    await served();
    await server.close();
    await goTo('lectures/interpolation/zh.html#/predict-loss');
    await page.locator('html.slides.ready').waitFor({ state: 'attached' });
    await page.waitForFunction(() => {
      const { shadowRoot } = document.querySelector('#worse rope-figure');
      return shadowRoot?.querySelector('rope-plot')?.figure?.curves.length === 2;
    });
    expect(await page.locator('rope-figure [role=alert]').count()).toBe(0);
  });

  test('a lecture that was opened once has the weights of all its slides, and no file twice', async () => {
    await openBelow('lectures/before-training/en.html#/penalties');
    await page.locator('html.slides.ready').waitFor({ state: 'attached' });
    const names = ['alibi-l128', 'kerple-log-l128', 'xpos-l128', 'hwfa-l128'];
    const isKept = async () => {
      const { used = [] } = await kept();
      return names.every((name) => used.some((url) => url.endsWith(`/models/${name}/model.safetensors`)));
    };
    while (!(await isKept())) await page.waitForTimeout(200);
    await server.close();
    await page.reload();
    await page.locator('section.present rope-figure rope-plot >> text=ALiBi, head 3:').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.locator('section.present rope-figure rope-plot >> text=KERPLE log, head 3:').waitFor();
    const engines = Object.values(await kept())
      .flat()
      .filter((url) => /ropescope(-relaxed)?-?[\w-]*\.wasm$/.test(url));
    expect(engines.filter((url) => /lectures|elements/.test(url))).toEqual([]);
    expect(engines.length).toBeGreaterThan(3);
  });

  test('weights that were never used are said to be missing, and come with the network', async () => {
    await openBelow(`${fileOf.compare}#len=128`);
    await ready();
    await served();
    await context.setOffline(true);
    await page.getByLabel('Weights', { exact: true }).selectOption('nope-l128');
    const alert = page.getByRole('alert').filter({ hasText: 'safetensors' });
    await alert.waitFor();
    await context.setOffline(false);
    await alert.getByRole('button', { name: 'Retry' }).click();
    await ready();
    await keptWeights(1);
    troubles.splice(
      0,
      troubles.length,
      ...troubles.filter((trouble) => !/safetensors|ERR_|Failed to load/.test(trouble)),
    );
  });
});

test('keeping begins when the first figure stands', async () => {
  const asked = [];
  await openBelow(fileOf.compare, (made) => made.on('request', (request) => asked.push(request.url())));
  await served();
  const started = await page.evaluate(() => {
    const [painted] = performance.getEntriesByName('ropescope:painted');
    const keepers = performance.getEntriesByType('resource').filter(({ name }) => /keep-offline-/.test(name));
    return { painted: painted.startTime, keepers: keepers.map(({ startTime }) => startTime) };
  });
  expect(started.keepers).toHaveLength(1);
  expect(started.keepers[0]).toBeGreaterThan(started.painted);
  const { first } = listOf(built);
  const [cache] = Object.values(await kept());
  expect(cache.length).toBe(Object.keys(first).length);
  expect(asked.filter((url) => /keep-offline-/.test(url))).toHaveLength(1);
});

/** Puts in place of the site another version: of one script, which every page has, the name and the content differ. */
function publish(isWhole = true) {
  const site = join(folder, 'below');
  const { first } = listOf(site);
  const assets = readdirSync(join(site, 'assets'));
  const common = assets.find((name) => /^common-.*\.js$/.test(name));
  const changed = 'common-changed1.js';
  renameSync(join(site, 'assets', common), join(site, 'assets', changed));
  const texts = readdirSync(site, { recursive: true }).filter((path) => /\.(html|js)$/.test(path));
  for (const path of texts) {
    const text = readFileSync(join(site, path), 'utf8');
    const now = text.replaceAll(common, changed);
    writeFileSync(join(site, path), path.endsWith(changed) ? `globalThis.isChanged = true;\n${now}` : now);
  }
  writeServiceWorker(site, (path) => path.endsWith('.safetensors') && !Object.hasOwn(first, path));
  if (!isWhole) writeFileSync(join(site, fileOf.lab), 'of a version before or after');
  return { before: first, after: listOf(site).first };
}
const isChanged = (at) => at.evaluate(() => globalThis.isChanged === true);
/** A new version is there, and what became of it. */
const update = () =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const fresh = registration.installing ?? registration.waiting;
    const isSettled = () => fresh.state === 'installed' || fresh.state === 'redundant';
    while (!isSettled()) await new Promise((resolve) => fresh.addEventListener('statechange', resolve, { once: true }));
    return fresh.state;
  });

describe('a new version', () => {
  test('waits until no page of the old one is open, and is then whole', async () => {
    await openBelow(`${fileOf.compare}#len=128`);
    await ready();
    await served();
    const { before, after } = publish();
    expect(Object.keys(after)).not.toEqual(Object.keys(before));
    expect(await update()).toBe('installed');
    await page.getByRole('button', { name: '中文' }).click(); // a script that the host has no more
    await statusIs('就绪');
    const second = await context.newPage();
    await second.goto(`${server.address}below/${fileOf.methods}`);
    await statusIs('Ready', second);
    expect([await isChanged(page), await isChanged(second)]).toEqual([false, false]);
    const blank = await context.newPage();
    await Promise.all([page.close(), second.close()]);
    await server.close();
    do {
      await blank.goto('about:blank'); // the new worker takes over a moment after the last page is closed
      await blank.waitForTimeout(200);
      await blank.goto(`${server.address}below/${fileOf.compare}#len=128`);
      await statusIs('Ready', blank);
    } while (!(await isChanged(blank)));
    const caches = Object.values(await kept(blank)).filter((urls) => urls.length > 0);
    const names = caches.map((urls) => urls.map((url) => url.split('/below/')[1]).sort());
    expect(names).toEqual([Object.keys(after).sort()]);
  });

  test('of which one file is another is not kept: the old one stays whole', async () => {
    await openBelow(`${fileOf.compare}#len=128`);
    await ready();
    await served();
    publish(false);
    expect(await update()).toBe('redundant');
    await server.close();
    await page.reload();
    await ready();
    expect(await isChanged(page)).toBe(false);
    await goTo(fileOf.lab);
    await page
      .getByRole('button', { name: 'Train', exact: true })
      .and(page.locator(':enabled:not([aria-disabled=true])'))
      .waitFor();
  });
});
