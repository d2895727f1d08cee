// One Chromium over the built site, with what the tests ask of its page. Nothing foreign may be asked for, nothing may fail.
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest } from '@jest/globals';
import { chromium } from 'playwright-core';
import { pages } from '../../web/site/pages.js';
import { chromiumOptions } from './chromium.mjs';
import { serve } from './server.mjs';

jest.setTimeout(120_000); // a busy machine starts a browser in up to half a minute
jest.retryTimes(1, { logErrorsBeforeRetry: true }); // and what it upset is tried once more, never without a word

let server;
let browser;
const contexts = []; // of the test at hand
export let context;
/** The page of the test at hand. */
export let page;
export const troubles = []; // console errors, failed and foreign requests of the test at hand

beforeAll(async () => {
  server = await serve();
  browser = await chromium.launch(chromiumOptions());
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** The files of pages, by their ids. */
export const fileOf = Object.fromEntries(pages.map(({ id, file }) => [id, file]));

/** A page of the site: `lab.html#seed=1`. */
export const visitSite = (rest, options, prepare) => visit(server.address, rest, options, prepare);

/** The page of comparisons, when its maps are painted. */
export async function open(hash = '', options = {}) {
  await visitSite(`${fileOf.compare}${hash}`, options);
  await ready();
}

/** The explorer, when its curves are there. */
export async function openExplorer(hash = '', options = {}) {
  await visitSite(`${fileOf.explorer}${hash}`, options);
  await page.locator('#status', { hasText: 'Ready' }).waitFor();
  await page.locator('#h-bias, #h-encoding, #h-still').first().waitFor();
}

/** The page of the evaluation, when it knows its cells and what is stored of them. */
export async function openEvaluation(hash = '', options = {}) {
  await visitSite(`${fileOf.evaluate}${hash}`, options);
  await evaluationStored();
}

export const evaluationStored = () =>
  page.waitForFunction(() => {
    const element = document.querySelector('rope-evaluation');
    return element?.cells.length > 0 && element.stored.size > 0;
  });

/** A page at this address, which may ask nothing of others. prepare: gets the page before it is opened. */
export async function visit(address, rest, options = {}, prepare = () => {}) {
  const usual = { viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' }; // what a test answers in place of files is asked for
  context = await browser.newContext({ ...usual, ...options });
  contexts.push(context);
  page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && troubles.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => troubles.push(`page: ${error.message}`));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText;
    if (reason !== 'net::ERR_ABORTED') troubles.push(`failed, ${reason}: ${request.url()}`); // aborted: the page was left
  });
  page.on('response', (response) => response.ok() || troubles.push(`${response.status()}: ${response.url()}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:'))
      troubles.push(`foreign: ${request.url()}`);
  });
  await prepare(page);
  await page.goto(`${address}${rest}`);
}

/** The model has run and every panel is painted. */
export async function ready() {
  await page.waitForFunction(() => {
    const maps = [...document.querySelectorAll('rope-attention-map')];
    return document.getElementById('status').textContent === 'Ready' && maps.length > 0 && maps.every((map) => map.map);
  });
}

/** The small maps are there, too, and nothing is under way. */
export async function idle() {
  await ready();
  await page.waitForFunction(() =>
    [...document.querySelectorAll('rope-heatmap-grid')].every(
      ({ maps, layers, heads }) => maps.length === layers * heads,
    ),
  );
  await page.waitForTimeout(200);
}

/** A number that changes with the pixels of each enlarged map. */
export const fingerprints = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('rope-attention-map')].map(({ canvas }) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let hash = 2166136261;
      for (const byte of data) hash = Math.imul(hash ^ byte, 16777619);
      return hash;
    }),
  );

export const frame = (slot) => page.locator('rope-attention-map').nth(slot).locator('.frame');
export const spoken = (slot, pattern) =>
  page
    .locator('rope-attention-map')
    .nth(slot)
    .locator('[aria-live]')
    .filter({ hasText: pattern })
    .waitFor({ state: 'attached' });

/** Waits until the crosshair of every map is at one place that `wanted` allows, and says where. */
export async function crosshair(wanted = {}) {
  const found = await page.waitForFunction(({ q, k, not }) => {
    const [first, ...rest] = [...document.querySelectorAll('rope-attention-map')];
    if (rest.some((map) => map.q !== first.q || map.k !== first.k)) return null;
    if ((q ?? first.q) !== first.q || (k ?? first.k) !== first.k || not === `${first.q} ${first.k}`) return null;
    return { q: first.q, k: first.k };
  }, wanted);
  return found.jsonValue();
}

/** Chooses a method for these weights that this page has not shown yet, and waits for its picture. */
export async function switchMethod(slot) {
  return page.evaluate(async (at) => {
    const card = document.querySelectorAll('rope-method')[at];
    const select = card.shadowRoot.querySelector('select');
    window.shown ??= new Set([...document.querySelectorAll('rope-method')].map(({ chosen }) => chosen.id));
    const usable = card.catalog.filter(
      ({ trainedAs, params }) => trainedAs === card.own && params.every(({ type }) => type !== 'list'),
    );
    select.value = usable.map(({ id }) => id).find((id) => !window.shown.has(id));
    window.shown.add(select.value);
    const painted = new Promise((resolve) => {
      document.querySelectorAll('rope-attention-map')[at].addEventListener('rope-painted', resolve, { once: true });
    });
    const start = performance.now();
    select.dispatchEvent(new Event('change'));
    await painted;
    return performance.now() - start;
  }, slot);
}

beforeEach(() => {
  troubles.length = 0;
});

afterEach(async () => {
  // What closing interrupts is no trouble, nor that a folder has no tokenizer, which the library asks it for: the browser
  // tells of such an answer twice.
  const asked = /404: .*\/(tokenizer|vocab)[\w.]*$/;
  const absent = troubles.filter((trouble) => asked.test(trouble)).length;
  let told = 0;
  const seen = troubles.filter(
    (trouble) => !asked.test(trouble) && !(/status of 404/.test(trouble) && ++told <= absent),
  );
  await Promise.all(contexts.splice(0).map((each) => each.close()));
  expect(seen).toEqual([]);
});
