// What a hand feels on the built site, in Chromium: npm run bench -- page. From a slider to the repaint of the maps, tasks of
// the main thread while something is dragged, frames while the crosshair moves over a map of 2,048 by 2,048, while it is panned.
// A shared machine adds to every number; the load is printed with them.
import { cpus, loadavg } from 'node:os';
import { chromium } from 'playwright-core';
import { chromiumOptions } from '../browser/chromium.mjs';
import { serve } from '../browser/server.mjs';

const four = 'method=rope&method=linear&method=yarn&method=rerope';
const long = 50; // ms: longer tasks are felt
const dragged = 4000; // ms

/** @param {number[]} values @param {number} share */
const at = (values, share) => [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? Number.NaN;
const ms = (value) => `${value.toFixed(0).padStart(5)} ms`;
const spread = (values) =>
  `median ${ms(at(values, 0.5))}, p95 ${ms(at(values, 0.95))}, most ${ms(Math.max(...values))}`;

/** Known to the page before its own scripts: long tasks, repaints and frames, with their times. */
function watch() {
  globalThis.seen = { tasks: [], painted: [], frames: [] };
  new PerformanceObserver((list) => {
    for (const { startTime, duration, attribution } of list.getEntries())
      seen.tasks.push({ startTime, duration, name: attribution[0]?.name });
  }).observe({ type: 'longtask' });
  addEventListener('rope-painted', () => seen.painted.push(performance.now()), true);
  const frame = () => {
    seen.frames.push(performance.now());
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** What happened since then. */
const since = (page, start) =>
  page.evaluate((from) => {
    const frames = seen.frames.filter((time) => time >= from);
    return {
      tasks: seen.tasks.filter(({ startTime }) => startTime >= from).map(({ duration }) => duration),
      painted: seen.painted.filter((time) => time >= from).length,
      frames: frames.slice(1).map((time, i) => time - frames[i]),
    };
  }, start);

const now = (page) => page.evaluate(() => performance.now());

async function opened(browser, address, hash) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  await page.addInitScript(watch);
  await page.goto(`${address}compare.html#${hash}`);
  await page.waitForFunction(() => {
    const maps = [...document.querySelectorAll('rope-attention-map')];
    return (
      document.getElementById('status')?.textContent === 'Ready' && maps.length > 0 && maps.every((map) => map.map)
    );
  });
  await page.waitForTimeout(2000); // curves and small maps follow
  return page;
}

/** Runs in the page: a slider's places, each set when the last is shown; ms until as many maps as it changes are painted, and shown. */
async function stepped({ name, from, to, count, maps }) {
  const slider = sliderOf(name);
  const { min, max } = slider;
  const times = [];
  for (let i = 0; i < count; i++) {
    const place = from + ((to - from) * (i + 0.5)) / count;
    const start = performance.now();
    const before = seen.painted.length;
    slider.value = String(Number(min) + place * (max - min));
    const number = slider.getRootNode().host;
    if (number.fromSlider(slider.valueAsNumber) === number.value) continue; // nothing changes, nothing is painted
    slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    while (seen.painted.length < before + maps) await new Promise(requestAnimationFrame);
    await new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      requestAnimationFrame(() => port2.postMessage(null));
    });
    times.push(performance.now() - start);
  }
  return times;
}

function knowSliders() {
  globalThis.sliderOf = (name) => {
    const cards = document.querySelectorAll('rope-method');
    const within = name === 'length' ? document.querySelector('#controls') : cards[Number(name)].shadowRoot;
    return within.querySelector('rope-number').shadowRoot.querySelector('input[type=range]');
  };
}

/** Moves the pointer over a box from left to right and back in every frame, as a hand does. */
async function sweep(page, box, { pressed = false } = {}) {
  const y = (share) => box.y + box.height * (pressed ? 0.5 : 0.5 + 0.45 * share);
  const x = (share) => box.x + box.width * (pressed ? 0.45 + 0.17 * share : 0.45 * share);
  await page.mouse.move(x(0), y(0));
  if (pressed) await page.mouse.down();
  const start = await now(page);
  const began = performance.now();
  while (performance.now() - began < dragged) {
    const share = 0.5 - 0.5 * Math.cos((performance.now() - began) / 300);
    await page.mouse.move(x(share), y(share));
    await page.waitForTimeout(12);
  }
  if (pressed) await page.mouse.up();
  return since(page, start);
}

function say(what, { tasks, painted, frames }) {
  const many = tasks.filter((duration) => duration > long);
  console.log(`${what}: ${(painted / (dragged / 1000)).toFixed(1)} maps painted a second; frames ${spread(frames)}`);
  console.log(`  tasks over ${long} ms: ${many.length}${many.length ? `, the longest ${ms(Math.max(...many))}` : ''}`);
}

async function sliders(browser, address) {
  const page = await opened(browser, address, `len=512&${four}`);
  await page.evaluate(knowSliders);
  for (const [what, name, maps, from, to, count] of [
    ['beta_fast of one method of four, 512 characters', '2', 1, 0.45, 0.62, 30], // the places of 1.4 to 21 turns
    ['the length, four methods, 395 to 672 characters', 'length', 4, 0.66, 0.77, 20],
  ]) {
    const times = await page.evaluate(stepped, { name, maps, from, to, count });
    console.log(`slider to repaint, ${what}: ${spread(times)}`);
    const handle = await page.evaluateHandle((each) => sliderOf(each), name);
    await handle.scrollIntoViewIfNeeded();
    say(`  dragged`, await sweep(page, await handle.boundingBox(), { pressed: true }));
    await page.waitForTimeout(3000);
  }
  await page.close();
}

/** Runs in the page: ms for a map to be drawn again, all of it and then the parts that a hand passes on its way in and along. */
async function redrawn() {
  const [map] = document.querySelectorAll('rope-attention-map');
  const drawn = async (zoom) => {
    const start = performance.now();
    map.zoom = zoom;
    await map.updateComplete;
    return performance.now() - start;
  };
  const { length } = map;
  const times = { whole: [], zoomed: [], panned: [] };
  for (let i = 0; i < 40; i++) {
    times.whole.push(await drawn([0, 0, length]));
    const span = Math.round(length * 2 ** (-i / 8));
    times.zoomed.push(await drawn([length - span, (length - span) >> 1, span]));
    times.panned.push(await drawn([length / 2 + 4 * i, length / 4 + 4 * i, length / 4]));
  }
  return times;
}

async function closer(browser, address) {
  const page = await opened(browser, address, 'len=2048&method=rope&method=yarn&zoom=1024,512,512');
  const map = page.locator('rope-attention-map canvas').first();
  await map.scrollIntoViewIfNeeded();
  say(
    'dragging a quarter of two maps of 2,048 by 2,048',
    await sweep(page, await map.boundingBox(), { pressed: true }),
  );
  const { whole, zoomed, panned } = await page.evaluate(redrawn);
  const ratio = (times) => (at(times, 0.5) / at(whole, 0.5)).toFixed(2);
  console.log(`a map of 2,048 by 2,048 drawn again, all of it: ${spread(whole)}`);
  console.log(
    `  zoomed: ${spread(zoomed)}, ${ratio(zoomed)} of all of it; panned: ${spread(panned)}, ${ratio(panned)}`,
  );
  await page.close();
}

async function crosshair(browser, address) {
  const page = await opened(browser, address, 'len=2048&method=rope&method=yarn');
  const map = page.locator('rope-attention-map canvas').first();
  await map.scrollIntoViewIfNeeded();
  say('crosshair over two maps of 2,048 by 2,048', await sweep(page, await map.boundingBox()));
  await page.close();
}

const server = await serve();
const browser = await chromium.launch(chromiumOptions());
console.log(`${cpus().length} cores, ${cpus()[0]?.model}; load ${loadavg()[0]?.toFixed(1)}`);
await sliders(browser, server.address);
await crosshair(browser, server.address);
await closer(browser, server.address);
console.log(`load ${loadavg()[0]?.toFixed(1)}`);
await browser.close();
await server.close();
