// Records what the page of speeds measures in Chromium, for that page to show beside a visitor's own: npm run bench -- speed.
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { chromium } from 'playwright-core';
import { chromiumOptions } from '../browser/chromium.mjs';
import { serve } from '../browser/server.mjs';

const file = new URL('../../web/site/speed/recorded.json', import.meta.url);
const waits = 300_000; // ms, more than a slow machine needs

const server = await serve();
const browser = await chromium.launch(chromiumOptions());
const page = await browser.newPage({ serviceWorkers: 'block' });
await page.goto(`${server.address}speed.html`);
const button = page.getByRole('button', { name: 'Measure', exact: true });
await button.waitFor();
const measured = page.evaluate(
  () => new Promise((done) => addEventListener('rope-measured', ({ detail }) => done(detail), { once: true })),
);
await button.click();
page.setDefaultTimeout(waits);
const { variant, speed } = await measured;
const [version] = browser.version().split('.');
const run = {
  browser: `Chromium ${version}`,
  cores: cpus().length,
  date: new Date().toISOString().slice(0, 10),
  variant,
};
const digits = (value) => Number(value.toPrecision(3)); // more would be noise
const median = ({ median: value }) => ({ median: digits(value) });
const shown = {
  kernels: speed.kernels.map(({ id, shape, ratio }) => ({ id, shape, ratio: digits(ratio) })),
  passes: speed.passes.map(({ tokens, times }) => ({ tokens, times: median(times) })),
  token: median(speed.token),
  methods: speed.methods.map(({ id, name, ratio }) => ({ id, name, ratio: digits(ratio) })),
};
writeFileSync(file, `${JSON.stringify({ ...run, ...shown }, null, 2)}\n`);
console.log(`${file.pathname}: ${run.browser}, ${run.cores} cores, load ${loadavg()[0]?.toFixed(1)}`);
await browser.close();
await server.close();
