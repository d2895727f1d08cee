// A hand that drags a slider: what it moves follows, says that it does, and stands in the end as if it had been opened so.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { fingerprints, idle, open, page } from './page.mjs';

/** Runs in the page: an input in every frame, over so many places from one to another; what the status said, and how often the address was written. */
async function drag({ slot, from, to, count }) {
  const within =
    slot === undefined
      ? document.querySelector('#controls')
      : document.querySelectorAll('rope-method')[slot].shadowRoot;
  const slider = within.querySelector('rope-number').shadowRoot.querySelector('input[type=range]');
  const said = new Set();
  let written = 0;
  const write = history.replaceState;
  history.replaceState = (...given) => {
    written++;
    write.apply(history, given);
  };
  const start = performance.now();
  for (let i = 0; i <= count; i++) {
    slider.value = String(Math.round(from + ((to - from) * i) / count));
    slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    await new Promise(requestAnimationFrame);
    said.add(document.getElementById('status').textContent);
  }
  history.replaceState = write;
  return { said: [...said], written, seconds: (performance.now() - start) / 1000 };
}

const heads = () =>
  page.evaluate(() =>
    [...document.querySelectorAll('rope-heatmap-grid')].map(({ maps }) =>
      maps.map(({ values }) => values.reduce((sum, each) => sum + each, 0)),
    ),
  );
const shown = async () => {
  await idle();
  await page.waitForFunction(() => [...document.querySelectorAll('rope-plot')].every(({ plot }) => plot));
  await page.waitForTimeout(500);
  const words = await page.evaluate(() =>
    [...document.querySelectorAll('rope-plot, rope-attention-map')].map(
      (each) => each.shadowRoot.querySelector('.summary').textContent,
    ),
  );
  const numbers = await page.locator('#others table').first().innerText();
  return { maps: await fingerprints(), heads: await heads(), words, numbers };
};

describe.each([
  ['the length', '#len=512&method=rope&method=yarn', { from: 110, to: 146, count: 90 }],
  ['a parameter', '#len=512&method=rope&method=yarn', { slot: 1, from: 80, to: 130, count: 90 }],
  ['the length of long texts', '#len=1024&method=rope&method=yarn', { from: 170, to: 190, count: 20 }],
])('a hand that drags %s', (_, hash, way) => {
  let result;
  beforeEach(async () => {
    await open(hash);
    await page.locator('#others table').first().waitFor();
    result = await page.evaluate(drag, way);
  });

  test('is followed, and told so; when it rests, all stands as if it had been opened so', async () => {
    expect(result.said.some((each) => each.startsWith('Following'))).toBe(true);
    const dragged = await shown();
    const link = await page.evaluate(() => location.hash);
    expect(link).not.toBe(hash);
    await page.goto('about:blank');
    await page.context().close();
    await open(link);
    await page.locator('#others table').first().waitFor();
    expect(await shown()).toEqual(dragged);
  });

  test('has the address written a few times a second, and in the end with where it rests', async () => {
    expect(result.written).toBeLessThanOrEqual(1 + result.seconds / 0.4);
    await page.waitForFunction(() => {
      const slider = document.querySelector('#controls rope-number');
      const now = slider.value;
      return location.hash.includes(`len=${now}`) || now === 512;
    });
  });
});

test('moves of a hand write no links before it rests, and leave the colours of the page alone', async () => {
  await open('#len=128&method=rope&method=yarn');
  const written = await page.evaluate(() => {
    const slider = document.querySelector('#controls rope-number').shadowRoot.querySelector('input[type=range]');
    const watched = new MutationObserver(() => {});
    watched.observe(document.documentElement, { subtree: true, attributeFilter: ['href', 'data-theme'] });
    for (let place = 100; place < 110; place++) {
      slider.value = String(place);
      slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    }
    return watched.takeRecords().length;
  });
  expect(written).toBe(0);
  await idle();
  await page.waitForFunction(() => /len=/.test(location.hash)); // which is written a few times a second
  const hashes = () =>
    [location, document.querySelector('a[data-page=explorer]')].map(({ href }) => new URL(href).hash);
  const [here, there] = await page.evaluate(hashes);
  expect(there).toBe(here);
});

test('an arrow key always moves the length, away from a named one, too', async () => {
  await open('#len=512');
  const number = page.locator('#controls rope-number').first();
  const value = () => number.evaluate((each) => each.value);
  const slider = number.locator('input[type=range]');
  await slider.focus();
  const seen = [];
  for (const key of [
    'ArrowRight',
    'ArrowRight',
    'ArrowLeft',
    'ArrowLeft',
    'ArrowLeft',
    'Home',
    'ArrowRight',
    'ArrowLeft',
  ]) {
    await slider.press(key);
    seen.push(await value());
  }
  for (const [i, each] of seen.entries()) expect(each).not.toBe(seen[i - 1] ?? 512);
  expect(seen.at(-1)).toBe(16);
});

test('a link that is followed while the hand moves is not written over by what the hand chose', async () => {
  await open('#len=128');
  await page.evaluate(() => {
    const slider = document.querySelector('#controls rope-number').shadowRoot.querySelector('input[type=range]');
    slider.value = slider.max;
    slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    location.hash = '#len=96'; // its event comes later than what writes the address now
    document.body.click();
  });
  await page.waitForFunction(() => document.querySelector('rope-attention-map')?.map?.rows === 96);
  await idle();
  expect(await page.evaluate(() => location.hash)).toBe('#len=96');
});
