// What goes wrong around the page: files that change, networks that fail, links that ask for too much, hours of use.
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { fileOf, idle, open, page, ready, troubles, visitSite } from './page.mjs';

const weightsOf = (name) => new URL(`../../web/models/${name}/model.safetensors`, import.meta.url);
/** Other weights bring maps of their own: the first one is another element. */
const choose = async (model) => {
  await page.evaluate(() => {
    window.before = document.querySelector('rope-attention-map');
  });
  await page.getByLabel('Weights', { exact: true }).selectOption(model);
  await page.waitForFunction(() => document.querySelector('rope-attention-map') !== window.before);
  await ready();
};
const methodsShown = () => page.locator('rope-method').evaluateAll((cards) => cards.map(({ chosen }) => chosen.id));

test('one flipped bit in the weights is noticed, in the language of the page, and a good file helps after Retry', async () => {
  const bytes = await readFile(weightsOf('rope-l128'));
  bytes[bytes.length - 2] ^= 0x40;
  let served = 0;
  await visitSite(fileOf.compare, {}, (made) =>
    made.route(/\.safetensors$/, (route) => (served++ === 0 ? route.fulfill({ body: bytes }) : route.continue())),
  );
  const alert = page.getByRole('alert').filter({ hasText: 'SHA-256' });
  await alert.waitFor();
  expect(await page.locator('#status').innerText()).not.toBe('Ready');
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByRole('alert').filter({ hasText: '改动' }).waitFor();
  await page.getByRole('button', { name: 'English' }).click();
  await alert.getByRole('button', { name: 'Retry' }).click();
  await ready();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('weights that were shown once come back without a network', async () => {
  const foreignToIt = /icon-[^/]*\.svg$|^console: Failed to load resource: net::ERR_INTERNET_DISCONNECTED$/; // asked for whenever the address changes
  await open('#method=rope&method=yarn');
  await idle();
  await choose('nope-l128');
  await page.context().setOffline(true);
  await choose('rope-l128');
  expect(await methodsShown()).toEqual(['rope', 'yarn']);
  await page.context().setOffline(false);
  troubles.splice(0, troubles.length, ...troubles.filter((trouble) => !foreignToIt.test(trouble)));
});

test('a layer, a head and a method that these weights do not have are said, and others shown', async () => {
  await visitSite(`${fileOf.compare}#layer=9&head=9&method=zzz&method=rope`);
  await ready();
  const said = (await page.locator('#controls [role="alert"]').allInnerTexts()).join('\n');
  expect(said).toMatch(/layer must be a whole number from 0 to 3 for these weights, got 9; 3 is shown/);
  expect(said).toMatch(/head must be a whole number from 0 to 3 for these weights, got 9; 3 is shown/);
  expect(said).toMatch(/“zzz” is not a method that this engine knows; rope is shown/);
  expect(await page.locator('#h-attention').innerText()).toMatch(/layer 3, head 3/);
  expect(await methodsShown()).not.toContain('zzz');
});

test('back and forward go through the steps of a visit', async () => {
  await open('#len=256&method=rope');
  await page.getByRole('button', { name: 'Add a method' }).click();
  await page.waitForFunction(() => document.querySelectorAll('rope-method').length === 2);
  await ready();
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll('rope-method').length === 1);
  await page.goForward();
  await page.waitForFunction(() => document.querySelectorAll('rope-method').length === 2);
  await ready();
  expect(await page.evaluate(() => location.hash)).toMatch(/len=256/);
});

test('weights that are changed again and again leave nothing behind', async () => {
  await open('#len=128&method=rope');
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const counts = async () => {
    await idle();
    await page.evaluate(() => {
      window.before = null;
    });
    for (const _ of [1, 2]) await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const cycle = async () => {
    await choose('nope-l128');
    await choose('rope-l128');
  };
  await cycle(); // what is made once is there from now on
  const before = await counts();
  for (let i = 0; i < 3; i++) await cycle();
  // A plot that is not destroyed keeps all that stood around it: 4,720 nodes and 450 listeners in three cycles. What the browser
  // has not collected yet goes within seconds.
  const grown = async () => {
    const after = await counts();
    return after.Nodes - before.Nodes >= 1000 || after.JSEventListeners - before.JSEventListeners >= 120;
  };
  let left = 20;
  while ((await grown()) && --left > 0) await page.waitForTimeout(1000);
  expect(left).toBeGreaterThan(0);
  expect(troubles).toEqual([]);
});

test('a finger that lets go leaves the crosshair where it was, and the narrowest phone shows all of the page', async () => {
  await open('#len=128&method=rope', { viewport: { width: 320, height: 640 }, hasTouch: true });
  await idle();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  const pinned = await page.evaluate(async () => {
    const frame = document.querySelector('rope-attention-map').shadowRoot.querySelector('.frame');
    const box = frame.querySelector('canvas').getBoundingClientRect();
    const at = (type, share) =>
      frame.dispatchEvent(
        new PointerEvent(type, {
          ...{ pointerType: 'touch', bubbles: true, composed: true },
          ...{ clientX: box.left + box.width * share * 0.5, clientY: box.top + box.height * share },
        }),
      );
    at('pointermove', 0.25);
    at('pointermove', 0.75);
    at('pointerup', 0.75);
    at('pointerleave', 0.75);
    await new Promise((resolve) => setTimeout(resolve, 500));
    return location.hash;
  });
  expect(pinned).toMatch(/q=9[5-7]&k=4[78]/);
});

test('over plain http, where browsers hash nothing, the stored numbers are found all the same', async () => {
  const withoutHashing = () => Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });
  await visitSite(`${fileOf.evaluate}#method=rope&method=yarn`, {}, (made) => made.addInitScript(withoutHashing));
  expect(await page.evaluate(() => crypto.subtle)).toBeUndefined();
  await page.locator('rope-evaluation .summary', { hasText: /are stored ones/ }).waitFor();
});
