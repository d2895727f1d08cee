// Any arguments of the charts: an element, or a RopescopeError; never another error, a hang, or a NaN in what is drawn.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { page, visit } from './page.mjs';
import { serve } from './server.mjs';

const parts = JSON.parse(readFileSync(new URL('../../node_modules/pure-rand/package.json', import.meta.url))).exports;
const imports = Object.fromEntries(
  Object.entries(parts).flatMap(([name, { import: file }]) =>
    file ? [[`pure-rand/${name.slice(2)}`, `/node_modules/pure-rand/${file.slice(2)}`]] : [],
  ),
);
const map = JSON.stringify({ imports: { 'fast-check': '/node_modules/fast-check/lib/fast-check.js', ...imports } });
const html = `<!doctype html><meta charset="utf-8"><title>charts</title><link rel="icon" href="data:,">
  <script type="importmap">${map}</script>
  <script type="module">globalThis.calls = await import('/tests/browser/any-chart-calls.mjs');</script>`;

let root;
beforeAll(async () => {
  root = await serve('./', { '/charts.html': html });
});
afterAll(() => root.close());

test('any arguments of the charts draw something that is a number everywhere, or are refused', async () => {
  await visit(root.address, 'charts.html');
  await page.waitForFunction(() => globalThis.calls);
  const { tried, functions } = await page.evaluate(() => ({ ...calls }));
  expect(tried.sort()).toEqual(functions.sort());
  const faults = {};
  for (const name of tried) {
    const fault = await page.evaluate(([each, seed]) => calls.fault(each, seed), [name, 20_261_130]);
    if (fault) faults[name] = fault;
  }
  expect(faults).toEqual({});
});
