// Tasks of the main thread that are felt, on the built site in Chromium: npm run bench -- tasks [page ...]. While a page opens, when its
// colours, its language and a method change, and while a slider is dragged. In CPU time of the task itself, from a trace: on a shared
// machine clocks say little, and CPU time has what a neighbour on the same core costs, so that the quietest of some rounds counts.
import { loadavg } from 'node:os';
import { chromium } from 'playwright-core';
import { pages } from '../../web/site/pages.js';
import { chromiumOptions } from '../browser/chromium.mjs';
import { serve } from '../browser/server.mjs';

const long = 50; // ms: longer tasks are felt
const asked = ['home', 'explorer', 'compare', 'evaluate', 'lab', 'doctor'];
const ids = process.argv.length > 2 ? process.argv.slice(2) : asked;
const parts = 3; // of a long task, that are named
const rounds = Number(process.env.ROUNDS ?? 3);
const drag = { lasts: 1500, from: 0.45, to: 0.62 }; // ms; shares of the slider

const steps = {
  opened: async (page, address) => {
    await page.goto(address);
    await page.locator('#status', { hasText: 'Ready' }).waitFor({ state: 'attached' });
  },
  'other colours': (page) => page.evaluate(() => document.querySelector('#theme button').click()),
  'other language': (page) => page.evaluate(() => document.querySelector('#language button').click()),
  'other method': (page) =>
    page.evaluate(() => {
      const select = [...document.querySelectorAll('rope-method')].at(-1)?.shadowRoot.querySelector('select');
      if (!select) return;
      select.value = select.value === 'yarn' ? 'linear' : 'yarn';
      select.dispatchEvent(new Event('change'));
    }),
  'a slider dragged': (page) =>
    page.evaluate(async ({ lasts, from, to }) => {
      const roots = [...document.querySelectorAll('rope-method')].map(({ shadowRoot }) => shadowRoot);
      const [number] = [...roots.reverse(), document].flatMap((root) => [...root.querySelectorAll('rope-number')]);
      const slider = number?.shadowRoot.querySelector('input[type=range]');
      if (!slider) return;
      const start = performance.now();
      while (performance.now() - start < lasts) {
        await new Promise(requestAnimationFrame);
        const place = from + (to - from) * (0.5 - 0.5 * Math.cos((performance.now() - start) / 500));
        slider.value = String(Number(slider.min) + place * (slider.max - slider.min));
        slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      }
    }, drag),
};

const stamp = 'the page';

/** What was traced on the page's main thread; the browser's own surfaces are pages of other processes. */
function traced(buffer) {
  const { traceEvents } = JSON.parse(buffer.toString());
  const { pid: own } = traceEvents.find(({ name, args }) => name === 'TimeStamp' && args.data?.message === stamp);
  const isMain = ({ pid, name, args }) => pid === own && name === 'thread_name' && args.name === 'CrRendererMain';
  const { tid: main } = traceEvents.find(isMain);
  return traceEvents.filter(({ pid, tid, tdur }) => tdur && pid === own && tid === main);
}

/** The longest that a task did, without what that called in turn. */
function within(events, task) {
  const inside = events.filter(
    (each) => each !== task && each.pid === task.pid && each.ts >= task.ts && each.ts + each.dur <= task.ts + task.dur,
  );
  const self = ({ ts, dur, tdur }) =>
    inside
      .filter((each) => each.ts > ts && each.ts + each.dur <= ts + dur)
      .reduce((least, each) => Math.min(least, tdur - each.tdur), tdur);
  const named = ({ name, args }) => {
    const data = args.data ?? args.beginData ?? {};
    const place = `${data.functionName ?? ''} ${(data.url ?? '').split('/').pop()}:${data.lineNumber ?? ''}`;
    return /^\s*:$/.test(place) ? name : `${name} ${place}`;
  };
  return inside
    .sort((a, b) => self(b) - self(a))
    .slice(0, parts)
    .map((each) => `${(each.tdur / 1000).toFixed(0)} ${named(each)}`)
    .join('; ');
}

async function measured(browser, page, act) {
  await browser.startTracing(page, {
    categories: ['disabled-by-default-devtools.timeline', 'devtools.timeline', 'toplevel', 'v8'],
  });
  await act();
  await page.waitForTimeout(4000);
  await page.evaluate((message) => console.timeStamp(message), stamp);
  const events = traced(await browser.stopTracing());
  const tasks = events.filter(({ name }) => name === 'RunTask').sort((a, b) => b.tdur - a.tdur);
  return { events, tasks };
}

/** Each step of one visit. */
async function visited(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  page.setDefaultTimeout(180_000);
  const found = [];
  for (const step of Object.values(steps)) found.push(await measured(browser, page, () => step(page, address)));
  await page.close();
  return found;
}

const server = await serve(process.env.SITE);
const browser = await chromium.launch(chromiumOptions());
const longest = ({ tasks }) => tasks[0]?.tdur ?? 0;
for (const { id, file } of pages.filter((each) => ids.includes(each.id))) {
  const visits = [];
  for (let round = 0; round < rounds; round++) visits.push(await visited(browser, `${server.address}${file}`));
  for (const [i, what] of Object.keys(steps).entries()) {
    const [{ events, tasks }, ...others] = visits.map((visit) => visit[i]).sort((a, b) => longest(a) - longest(b));
    const felt = tasks.filter(({ tdur }) => tdur > 1000 * long);
    const all = [{ tasks }, ...others].map((each) => (longest(each) / 1000).toFixed(0)).join(', ');
    console.log(
      `${id}, ${what}: the longest ${all} ms by round, over ${long} ms: ${felt.length}; load ${loadavg()[0]?.toFixed(1)}`,
    );
    for (const task of felt) console.log(`  ${(task.tdur / 1000).toFixed(0)} ms: ${within(events, task)}`);
  }
}
await browser.close();
await server.close();
