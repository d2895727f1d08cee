// Zoom and pan of encodings, which are strips of positions: by the mechanism of attention maps, together with them.
import { describe, expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { bare, base } from './bare.mjs';
import { context, fileOf, page, visitSite } from './page.mjs';

describe('a strip of positions', () => {
  const strips = () =>
    page.evaluate(() =>
      [...within(document.body, 'rope-encoding')].map(({ view, tokens, closer }) => ({
        q: view.q,
        ...tokens,
        held: closer !== null,
      })),
    );
  const until = async (wanted) => {
    while (!(await strips()).every((strip) => Object.entries(wanted).every(([key, value]) => strip[key] === value)))
      await page.waitForTimeout(50);
  };

  test('is zoomed by keys and buttons along its positions, its difference and the maps of the scope with it', async () => {
    await bare(`<rope-scope ${base} length="256" methods="rope yarn">
      <rope-figure id="encoding" kind="encoding" method="yarn"></rope-figure>
      <rope-figure id="difference" kind="encoding-difference" method="yarn"></rope-figure>
      <rope-figure id="map" kind="attention" method="yarn"></rope-figure></rope-scope>`);
    await until({ held: true, span: 256 });
    const strip = page.locator('#encoding .frame');
    await strip.focus();
    for (let i = 0; i < 101; i++) await page.keyboard.press('ArrowRight'); // position 100
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await until({ first: 75, q: 75, span: 64 });
    await page.locator('#encoding [aria-live]', { hasText: /^positions 75 to 138$/ }).waitFor({ state: 'attached' });
    const map = await page.waitForFunction(() => {
      const [{ view }] = within(document.getElementById('map'), 'rope-attention-map');
      return view.span === 64 && view;
    });
    expect(await map.jsonValue()).toEqual({ q: 75, k: 75, span: 64 });
    await page.keyboard.press('Shift+ArrowRight'); // a quarter of what is shown
    await until({ first: 91, q: 91 });
    expect(await page.locator('#encoding .readout').innerText()).toMatch(/^pair 0, position 116: /);
    const [, first] = (await page.evaluate(() => document.getElementById('encoding').toCSV())).split('\r\n');
    expect(first).toMatch(/^0,91,/);
    await page.locator('#difference').getByRole('button', { name: '4×: show all positions (0)' }).click();
    await until({ first: 0, span: 256 });
  });

  test('is pulled by a mouse, and has the part of a link, in Chinese too', async () => {
    await visitSite(`${fileOf.explorer}#len=512&zoom=128,128,128&method=rope&lang=zh`);
    const frames = page.locator('rope-encoding .frame.near');
    await frames.first().scrollIntoViewIfNeeded();
    expect(await frames.first().getAttribute('aria-label')).toMatch(/加号、减号沿位置缩放/);
    const { x, y, width, height } = await page.locator('rope-encoding canvas').last().boundingBox();
    await page.mouse.move(x + 0.75 * width, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + 0.25 * width, y + height / 2, { steps: 5 });
    await page.mouse.up();
    const moved = await page.waitForFunction(() => {
      const { tokens } = document.querySelector('rope-encoding');
      return tokens.first > 180 && tokens;
    });
    const { first, span } = await moved.jsonValue();
    expect([span, Math.abs(first - 192) < 3]).toEqual([128, true]);
    await page.waitForFunction((part) => location.hash.includes(part), `zoom=${first},${first},128`);
    await axeFindsNothing();
  });

  const phone = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

  /** Sends touches in CSS px from the middle of a strip, one list of fingers a step from one to another. */
  async function touch(id, from, to) {
    const strip = page.locator(`#${id} .frame`).first();
    await strip.evaluate((frame) => frame.scrollIntoView({ block: 'center' }));
    const { x, y, width, height } = await page.locator(`#${id} .frame > canvas`).first().boundingBox();
    const session = await context.newCDPSession(page);
    const send = (type, touchPoints) => session.send('Input.dispatchTouchEvent', { type, touchPoints });
    const fingers = (share) =>
      from.map(([left, top], i) => ({
        x: x + width / 2 + left + share * (to[i][0] - left),
        y: y + height / 2 + top + share * (to[i][1] - top),
        id: i,
      }));
    await send('touchStart', fingers(0));
    for (let step = 1; step <= 8; step++) await send('touchMove', fingers(step / 8));
    await send('touchEnd', []);
    return width;
  }

  test.each([
    ['encoding-difference', 'methods="rope yarn"'],
    ['mrope', 'methods="rope"'],
  ])('is pinched in any direction and pulled along its positions by fingers: %s', async (kind, methods) => {
    await bare(
      `<rope-figure id="strip" kind="${kind}" ${base} length="256" ${methods}></rope-figure>
      <div style="height:2000px"></div>`,
      phone,
    );
    await page.waitForFunction(() => within(document.body, 'rope-encoding').length > 0);
    await until({ held: true });
    const all = (await strips())[0].span;
    const scrolled = () => page.evaluate(() => scrollY);
    const before = await scrolled();
    await touch('strip', [[0, 60]], [[0, -60]]); // one finger up: the page goes on
    await page.waitForFunction((from) => scrollY > from, before);
    expect((await strips())[0].span).toBe(all);
    await touch(
      'strip',
      [
        [-30, 0],
        [30, 0],
      ],
      [
        [-60, 0],
        [60, 0],
      ],
    );
    await until({ span: Math.round(all / 2) });
    await touch(
      'strip',
      [
        [0, -20],
        [0, 20],
      ],
      [
        [0, -40],
        [0, 40],
      ],
    );
    await until({ span: Math.round(Math.round(all / 2) / 2) });
    const [{ first, span }] = await strips();
    const still = await scrolled();
    const width = await touch('strip', [[0, 0]], [[80, 0]]);
    const moved = await page.waitForFunction((from) => {
      const [{ tokens }] = within(document.body, 'rope-encoding');
      return tokens.first < from ? tokens : null;
    }, first);
    expect(Math.abs((await moved.jsonValue()).first - (first - (80 / width) * span))).toBeLessThan(2);
    expect(await scrolled()).toBe(still);
  });
});
