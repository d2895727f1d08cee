// Bare pages with the elements' one script, and what can be seen of the figures on them, through all shadow roots.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { drawnInPage } from './drawn.mjs';
import { page, visit } from './page.mjs';
import { serve } from './server.mjs';

const pages = {};
export let root;
beforeAll(async () => {
  root = await serve('./', pages);
});
afterAll(() => root.close());

/** Where the models are. */
export const base = 'base="web/models"';

/** A page that holds nothing but the script and this. */
export async function bare(body, { lang = 'en', ...options } = {}) {
  pages['/bare.html'] =
    `<!doctype html><html lang="${lang}"><meta charset="utf-8"><meta name="color-scheme" content="light dark">
    <title>bare</title><link rel="icon" href="data:,"><style>body { background: light-dark(#fff, #16191b) }</style>
    <script type="module" src="dist/elements/elements.js"></script><body><main><h1>bare</h1>${body}</main></body></html>`;
  await visit(root.address, 'bare.html', options);
  await page.evaluate(drawnInPage);
  await page.evaluate(() => {
    /** All that is said and drawn in an element. */
    globalThis.lookOf = (element) => ({
      said: within(element, 'p, li, h3').map(({ textContent }) => textContent.trim()),
      drawn: within(element, 'canvas').map((canvas) => (canvas.width ? canvas.toDataURL() : '')),
    });
  });
}

export const drawn = (selector = 'rope-figure') =>
  page.waitForFunction((each) => [...document.querySelectorAll(each)].every(isDrawn), selector, { polling: 200 });
export const alerts = (id) => page.evaluate((each) => contentOf(document.getElementById(each)).alerts, id);
/** What a figure comes to say as an alert. */
export async function alert(id) {
  await page.waitForFunction((each) => contentOf(document.getElementById(each)).alerts.length > 0, id);
  return (await alerts(id)).join(' ');
}
export const look = (id) => page.evaluate((each) => lookOf(document.getElementById(each)), id);
/** Nothing has been said or drawn anew for a while. */
export async function quiet(id) {
  for (let before = null, now = await look(id); JSON.stringify(before) !== JSON.stringify(now); now = await look(id)) {
    before = now;
    await page.waitForTimeout(400);
  }
}
export const fetched = (pattern) =>
  page.evaluate(
    (source) =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => new RegExp(source).test(name))
        .map(({ name }) => name),
    pattern.source,
  );

/** One engine: one worker, one module. What counts patterns of maps is a worker of its own. */
export async function oneEngine() {
  expect(page.workers().filter((worker) => /\/worker\.js$/.test(worker.url()))).toHaveLength(1);
  expect(await fetched(/\/ropescope(-relaxed)?\.wasm$/)).toHaveLength(1);
  expect(await fetched(/\/worker\.js$/)).toHaveLength(1);
}
