// Tasks of the main thread that are felt, on the built site in Chromium: npm run bench -- tasks [page ...]. While a page opens, when its
// colours, its language and a method change. In CPU time of the task itself, from a trace: on a shared machine clocks say little.
import { loadavg } from 'node:os';
import { chromium } from 'playwright-core';
import { pages } from '../../web/site/pages.js';
import { chromiumOptions } from '../browser/chromium.mjs';
import { serve } from '../browser/server.mjs';

const long = 50; // ms: longer tasks are felt
const asked = ['home', 'explorer', 'compare', 'evaluate', 'lab', 'doctor'];
const ids = process.argv.length > 2 ? process.argv.slice(2) : asked;
const parts = 3; // of a long task, that are named

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
};

/** What was traced on the page's main thread. */
function traced(buffer) {
  const { traceEvents } = JSON.parse(buffer.toString());
  const isMain = ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain';
  const mains = new Set(traceEvents.filter(isMain).map(({ pid, tid }) => `${pid} ${tid}`));
  return traceEvents.filter(({ pid, tid, tdur }) => tdur && mains.has(`${pid} ${tid}`));
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
  const events = traced(await browser.stopTracing());
  const tasks = events.filter(({ name }) => name === 'RunTask').sort((a, b) => b.tdur - a.tdur);
  return { events, tasks };
}

const server = await serve();
const browser = await chromium.launch(chromiumOptions());
for (const { id, file } of pages.filter((each) => ids.includes(each.id))) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  page.setDefaultTimeout(180_000);
  for (const [what, step] of Object.entries(steps)) {
    const { events, tasks } = await measured(browser, page, () => step(page, `${server.address}${file}`));
    const felt = tasks.filter(({ tdur }) => tdur > 1000 * long);
    const most = ((tasks[0]?.tdur ?? 0) / 1000).toFixed(0);
    console.log(
      `${id}, ${what}: the longest ${most} ms, over ${long} ms: ${felt.length}; load ${loadavg()[0]?.toFixed(1)}`,
    );
    for (const task of felt) console.log(`  ${(task.tdur / 1000).toFixed(0)} ms: ${within(events, task)}`);
  }
  await page.close();
}
await browser.close();
await server.close();
