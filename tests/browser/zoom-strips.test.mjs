// Zoom and pan of encodings, which are strips of positions: by the mechanism of attention maps, together with them.
import { describe, expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { bare, base } from './bare.mjs';
import { fileOf, page, visitSite } from './page.mjs';

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
});
