// How a page follows a hand that drags a slider, in Chromium: npm run bench -- hand [folder ...]. Folders hold built sites, default
// dist/site/; several take turns, so that what is compared meets the same load. For each length, with two methods and with four,
// a parameter of one method and the length: from an input to the repaint of all that it changes; repaints a second and tasks of
// the main thread while the hand moves; from the last input to the last repaint of a map, which is of the last value, to the last
// of all, as curves follow when the hand rests, and until all stands. On a shared machine clocks say little: what page and worker
// compute for a repaint, in CPU time, says how often they could repaint on cores of their own; the best round says how soon.
import { cpus, loadavg } from 'node:os';
import { chromium } from 'playwright-core';
import { chromiumOptions } from '../browser/chromium.mjs';
import { serve } from '../browser/server.mjs';

const columns = {
  two: 'method=rope&method=yarn',
  four: 'method=rope&method=linear&method=yarn&method=rerope',
};
const rounds = Number(process.env.ROUNDS ?? 2);
const lengths = (process.env.LENGTHS ?? '256,512,2048').split(',').map(Number);

/** @param {number[]} values @param {number} share */
const at = (values, share) => [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? Number.NaN;
const whole = (value) => (Number.isFinite(value) ? value.toFixed(0) : '-');

/** In the page, before its own scripts: tasks that are felt, and each map that is painted for the first time. */
function watch() {
  globalThis.seen = { tasks: [], painted: [], last: new WeakMap() };
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push({ startTime, duration });
  }).observe({ type: 'longtask' });
  const painted = (element, picture) => {
    if (picture && seen.last.get(element) !== picture) seen.painted.push({ element, time: performance.now() });
    seen.last.set(element, picture);
  };
  addEventListener('rope-painted', (event) => painted(event.composedPath()[0], event.composedPath()[0].map), true);
  globalThis.watchPlots = () => {
    for (const plot of document.querySelectorAll('rope-plot')) {
      const area = plot.shadowRoot.querySelector('.area');
      new MutationObserver(() => painted(plot, area.firstChild)).observe(area, { childList: true });
    }
  };
  globalThis.sliderOf = (name) => {
    const cards = document.querySelectorAll('rope-method');
    const within = name === 'length' ? document.querySelector('#controls') : cards[Number(name)].shadowRoot;
    return within.querySelector('rope-number').shadowRoot.querySelector('input[type=range]');
  };
  globalThis.moveTo = (slider, place) => {
    slider.value = String(Number(slider.min) + place * (slider.max - slider.min));
    const number = slider.getRootNode().host;
    if (number.fromSlider(slider.valueAsNumber) === number.value) return false; // nothing changes
    slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    return true;
  };
  globalThis.frame = () => new Promise(requestAnimationFrame);
  const maps = () => [...document.querySelectorAll('rope-attention-map')];
  const stands = () =>
    document.getElementById('status')?.textContent === 'Ready' && maps().every(({ map, done }) => map && done === 1);
  /** Until nothing has changed for a while: time of the last repaint, and time when everything stood. */
  globalThis.rest = async () => {
    let [count, still, stood] = [-1, performance.now(), performance.now()];
    while (performance.now() - still < 700) {
      await frame();
      if (!stands()) stood = still = performance.now();
      if (seen.painted.length !== count) {
        count = seen.painted.length;
        still = performance.now();
      }
    }
    const maps = seen.painted.filter(({ element }) => element.localName === 'rope-attention-map');
    return { map: maps.at(-1)?.time ?? 0, painted: seen.painted.at(-1)?.time ?? 0, stood };
  };
}

/** In the page: places that are set when the last one is shown; ms from each input until as many as it changes are painted, and shown. */
async function stepped({ name, from, to, count, changes }) {
  const slider = sliderOf(name);
  const times = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    const before = seen.painted.length;
    if (!moveTo(slider, from + ((to - from) * (i + 0.5)) / count)) continue;
    const shown = () => new Set(seen.painted.slice(before).map(({ element }) => element)).size >= changes;
    while (!shown() && performance.now() - start < 10_000) await frame();
    await new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      requestAnimationFrame(() => port2.postMessage(null));
    });
    times.push(performance.now() - start);
  }
  await rest();
  return times;
}

/** In the page: an input in every frame, up and down between two places, then rest. */
async function dragged({ name, from, to, lasts }) {
  const slider = sliderOf(name);
  console.timeStamp('hand moves');
  const start = performance.now();
  let [last, frames, inputs] = [start, 0, 0];
  while (performance.now() - start < lasts) {
    await frame();
    frames++;
    const share = 0.5 - 0.5 * Math.cos((performance.now() - start) / 500);
    if (!moveTo(slider, from + (to - from) * share)) continue;
    last = performance.now();
    inputs++;
  }
  console.timeStamp('hand rests');
  const moving = seen.painted.filter(({ time }) => time >= start && time <= last);
  const end = await rest();
  const tasks = seen.tasks.filter(({ startTime }) => startTime >= start).map(({ duration }) => duration);
  const each = new Map();
  for (const { element } of moving) each.set(element, (each.get(element) ?? 0) + 1);
  const seconds = (last - start) / 1000;
  return {
    frames: frames / seconds,
    inputs: inputs / seconds,
    repaints: Math.max(0, ...each.values()), // of the picture that is repainted most often
    seconds,
    map: end.map - last,
    painted: end.painted - last,
    stood: end.stood - last,
    tasks,
  };
}

async function opened(browser, address, file, hash) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  await page.addInitScript(watch);
  await page.goto(`${address}${file}#${hash}`);
  await page.waitForFunction(() => document.getElementById('status')?.textContent === 'Ready', null, {
    timeout: 120_000,
  });
  await page.evaluate(() => rest());
  await page.evaluate(() => watchPlots());
  return page;
}

/** CPU ms of the page's main thread and of its worker while the hand moves; tasks of the first, also of what comes when it rests. */
async function computed(browser, page, run) {
  await browser.startTracing(page, {
    categories: ['disabled-by-default-devtools.timeline', 'devtools.timeline', 'toplevel'],
  });
  const result = await run();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const names = new Map(
    traceEvents.filter(({ name }) => name === 'thread_name').map(({ pid, tid, args }) => [`${pid} ${tid}`, args.name]),
  );
  const stamp = (said) => traceEvents.find(({ name, args }) => name === 'TimeStamp' && args.data?.message === said);
  const { ts: moves, pid: own } = stamp('hand moves'); // the browser's own surfaces are pages of other processes
  const { ts: rests } = stamp('hand rests');
  const isOurs = ({ name, ts, tdur, pid }) => name === 'RunTask' && tdur && pid === own && ts > moves; // the trace begins with a long task of its own
  const tasks = traceEvents.filter(isOurs);
  const of = (thread, until = Number.POSITIVE_INFINITY) => {
    const mine = tasks.filter(({ pid, tid, ts }) => ts < until && names.get(`${pid} ${tid}`)?.startsWith(thread));
    return mine.map(({ tdur }) => tdur / 1000);
  };
  const sum = (durations) => durations.reduce((total, each) => total + each, 0);
  const main = of('CrRendererMain');
  return {
    ...result,
    main: sum(of('CrRendererMain', rests)),
    worker: sum(of('DedicatedWorker', rests)),
    heavy: main.filter((each) => each > 50),
    most: Math.max(...main),
  };
}

/** One drag on a fresh page, and steps before it. */
async function felt(browser, address, { file, length, count, name, from, to, changes }) {
  const page = await opened(browser, address, file, `len=${length}&${columns[count]}`);
  const times = await page.evaluate(stepped, { name, from, to, count: length > 1000 ? 4 : 10, changes });
  const drag = await computed(browser, page, () => page.evaluate(dragged, { name, from, to, lasts: 3000 }));
  await page.close();
  return { times, ...drag };
}

/** Places on the length's slider, which is logarithmic from 16 to 2,048. */
const place = (length) => Math.log(length / 16) / Math.log(128);

const cases = lengths.flatMap((length) =>
  ['two', 'four'].flatMap((count) => [
    {
      ...{ file: 'compare.html', length, count, name: count === 'two' ? '1' : '2', changes: 1 },
      ...{ from: 0.45, to: 0.62 }, // beta_fast of 1.4 to 21 turns
    },
    {
      ...{ file: 'compare.html', length, count, name: 'length', changes: count === 'two' ? 2 : 4 },
      ...{ from: place(0.75 * length), to: place(Math.min(2048, 1.3 * length)) },
    },
  ]),
);
const explorer = ['two', 'four'].map((count) => ({
  ...{ file: 'explorer.html', length: 512, count, name: count === 'two' ? '1' : '2', changes: 4, from: 0.45, to: 0.62 },
}));

const folders = process.argv.slice(2);
const servers = await Promise.all((folders.length ? folders : ['dist/site/']).map((folder) => serve(folder)));
const browser = await chromium.launch(chromiumOptions());
console.log(`${cpus().length} cores, ${cpus()[0]?.model}; load ${loadavg()[0]?.toFixed(1)}`);
console.log(
  'input to repaint, ms (median, p95) | repaints of a picture a second, of frames | after the last input, ms, and the best round:',
);
console.log(
  'last map, last repaint, all stands | tasks over 50 ms, the longest | CPU ms a repaint: page, worker | tasks over 50 ms of CPU, the longest',
);
const only = process.env.ONLY ?? '';
for (const each of [...cases, ...(lengths.includes(512) ? explorer : [])]) {
  const what = `${each.file.slice(0, 4)} ${each.length} ${each.count} ${each.name === 'length' ? 'length' : 'parameter'}`;
  if (!what.includes(only)) continue;
  const runs = servers.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [i, { address }] of servers.entries()) runs[i].push(await felt(browser, address, each));
  for (const [i, all] of runs.entries()) {
    const every = (key) => all.flatMap((run) => run[key]);
    const mid = (key) => whole(at(every(key), 0.5));
    const sum = (key) => every(key).reduce((total, value) => total + value, 0);
    const tasks = every('tasks');
    console.log(
      [
        `${what.padEnd(24)} ${folders[i] ?? ''} ${whole(at(every('times'), 0.5))}, ${whole(at(every('times'), 0.95))}`,
        `${(sum('repaints') / sum('seconds')).toFixed(1)} of ${mid('frames')}`,
        ['map', 'painted', 'stood'].map((key) => `${mid(key)} (${whole(Math.min(...every(key)))})`).join(', '),
        `${tasks.length}, ${whole(Math.max(0, ...tasks))}`,
        `${(sum('main') / sum('repaints')).toFixed(1)}, ${(sum('worker') / sum('repaints')).toFixed(1)}`,
        `${every('heavy').length}, ${whole(Math.max(...every('most')))}; load ${loadavg()[0]?.toFixed(1)}`,
      ].join(' | '),
    );
  }
}
await browser.close();
await Promise.all(servers.map(({ close }) => close()));
