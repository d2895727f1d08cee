// Zoom and pan of attention maps: buttons, keys, wheel and fingers; all maps together; the link, what is read, what is kept.
import { describe, expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { bare, base } from './bare.mjs';
import { context, crosshair, fileOf, fingerprints, frame, page, spoken, visitSite } from './page.mjs';

/** The page of comparisons, when hands can hold its maps. */
async function held(hash = '', options = {}) {
  await visitSite(`${fileOf.compare}${hash}`, options);
  await page.waitForFunction(() => {
    const maps = [...document.querySelectorAll('rope-attention-map')];
    return maps.length > 0 && maps.every(({ map, closer, done }) => map && closer && done === 1);
  });
}

/** Waits until all maps show one part that `wanted` allows, and says which. */
async function part(wanted = {}) {
  const found = await page.waitForFunction(({ span, not }) => {
    const [first, ...rest] = [...document.querySelectorAll('rope-attention-map')].map(({ view }) => view);
    const same = rest.every((view) => view.q === first.q && view.k === first.k && view.span === first.span);
    return same && (span ?? first.span) === first.span && first.span !== not ? first : null;
  }, wanted);
  return found.jsonValue();
}

const scrolled = () => page.evaluate(() => scrollY);
const link = (pattern) => page.waitForFunction((text) => new RegExp(text).test(location.hash), pattern.source);
const button = (name) => page.locator('rope-attention-map').first().getByRole('button', { name });

/** Where the canvas of a map is, in the window. */
async function boxOf(slot = 0) {
  await frame(slot).scrollIntoViewIfNeeded();
  return page.locator('rope-attention-map').nth(slot).locator('canvas').first().boundingBox();
}

/** The middle of a cell that all maps show. */
async function cellAt({ q, k }, slot = 0) {
  const { x, y, width, height } = await boxOf(slot);
  const view = await part();
  return [x + ((k - view.k + 0.5) / view.span) * width, y + ((q - view.q + 0.5) / view.span) * height];
}

describe('a map', () => {
  test('is zoomed by keys around the crosshair, which the arrow keys keep in sight, and shown whole again by 0', async () => {
    await held('#q=300&k=200');
    const before = await fingerprints();
    await frame(0).focus();
    for (const key of ['+', '=', '+']) await page.keyboard.press(key);
    const near = await part({ span: 64 });
    expect([near.q <= 300 && 300 < near.q + 64, near.k <= 200 && 200 < near.k + 64]).toEqual([true, true]);
    expect(await fingerprints()).not.toEqual(before);
    await spoken(0, new RegExp(`^queries ${near.q} to ${near.q + 63}, keys ${near.k} to ${near.k + 63}$`));
    await page.keyboard.press('Shift+ArrowLeft'); // a quarter of what is shown
    expect(await crosshair({ k: 184 })).toEqual({ q: 300, k: 184 });
    expect(await part()).toEqual({ ...near, k: near.k - 16 });
    for (let i = 0; i < 64; i++) await page.keyboard.press('ArrowUp');
    const { q } = await crosshair({ q: 236 });
    const moved = await part();
    expect(moved).toEqual({ q, k: near.k - 16, span: 64 });
    await page.keyboard.press('-');
    await part({ span: 128 });
    await page.keyboard.press('0');
    expect(await part({ span: 512 })).toEqual({ q: 0, k: 0, span: 512 });
    expect(await crosshair()).toEqual({ q: 236, k: 184 });
  });

  test('has buttons for the same, which leave the crosshair where it is', async () => {
    await held('#q=300&k=200');
    await button('Zoom in').click();
    await button('Zoom in').click();
    await part({ span: 128 });
    await link(/zoom=\d+,\d+,128/);
    expect(await crosshair()).toEqual({ q: 300, k: 200 });
    await button('4×: show the whole map').click();
    await part({ span: 512 });
    await page.waitForFunction(() => !location.hash.includes('zoom'));
    expect(await button('Zoom out').getAttribute('aria-disabled')).toBe('true');
  });

  test('is read exactly where it is zoomed, as where it is whole', async () => {
    await held('#zoom=330,290,64');
    await part({ span: 64 });
    const [x, y] = await cellAt({ q: 350, k: 349 });
    await page.mouse.click(x, y);
    expect(await crosshair({ q: 350 })).toEqual({ q: 350, k: 349 });
    const { weight, side, painted, magnified } = await page.evaluate(() => {
      const { map, length, canvas, view, closeUp } = document.querySelector('rope-attention-map');
      const { data } = canvas.getContext('2d').getImageData(349 - view.k, 350 - view.q, 1, 1);
      const [here, ...cells] = [...closeUp.querySelectorAll('rect')].reverse(); // the box of the crosshair comes last
      const placeOf = (rect) => rect.getAttribute('x') + rect.getAttribute('y');
      return {
        weight: map.rows === length && map.values[350 * length + 349],
        side: canvas.width,
        painted: `rgb(${[...data.subarray(0, 3)].join(' ')})`,
        magnified: cells.find((cell) => placeOf(cell) === placeOf(here)).getAttribute('fill'),
      };
    });
    const shown = await page.locator('rope-attention-map').first().locator('.inset strong').innerText();
    expect(shown).toBe(String(Number(weight.toPrecision(3))));
    expect([side, painted]).toEqual([64, magnified]); // a pixel of the canvas a token
    await button('8×').click();
    await part({ span: 512 });
    expect(await page.locator('rope-attention-map').first().locator('.inset strong').innerText()).toBe(shown);
  });

  test('is zoomed by the wheel with Ctrl, and by the wheel alone once it is zoomed and has the focus; else the page scrolls', async () => {
    await held();
    const { x, y, width, height } = await boxOf();
    await page.mouse.move(x + 0.4 * width, y + 0.8 * height);
    const start = await scrolled();
    await page.mouse.wheel(0, 80);
    await page.waitForFunction((from) => scrollY > from, start);
    await frame(0).focus(); // alone it changes nothing: a visitor who has held the crosshair goes on down the page
    const later = await scrolled();
    await page.mouse.wheel(0, -40);
    await page.waitForFunction((from) => scrollY < from, later);
    expect(await part()).toMatchObject({ span: 512 });

    const box = await boxOf();
    const at = { x: 0.4 * box.width, y: 0.8 * box.height };
    const under = ({ q, k, span }) => [Math.floor(q + 0.8 * span), Math.floor(k + 0.4 * span)];
    await page.mouse.move(box.x + at.x, box.y + at.y);
    const still = await scrolled();
    const cell = under(await part());
    await page.keyboard.down('Control');
    for (let i = 0; i < 6; i++) await page.mouse.wheel(0, -120);
    await page.keyboard.up('Control');
    const near = await part({ span: 64 });
    expect(under(near)).toEqual(cell);
    await page.mouse.wheel(0, 120); // the frame has the focus
    await part({ not: 64 });
    expect(await scrolled()).toBe(still);
    for (let i = 0; i < 8; i++) await page.mouse.wheel(0, 240);
    await part({ span: 512 });
    await page.waitForFunction((from) => scrollY > from, still); // and then the page goes on
  });

  test('is pulled by a mouse once it is zoomed, which neither moves nor holds the crosshair', async () => {
    await held('#q=300&k=280&zoom=256,128,128');
    const { x, y, width, height } = await boxOf();
    await page.mouse.move(x + 0.5 * width, y + 0.5 * height);
    await page.mouse.down();
    await page.mouse.move(x + 0.75 * width, y + 0.25 * height, { steps: 5 });
    await page.mouse.up();
    const view = await part({ span: 128 });
    expect(Math.abs(view.q - 288) + Math.abs(view.k - 96)).toBeLessThan(3);
    await link(new RegExp(`zoom=${view.q},${view.k},128`));
    await page.mouse.move(5, 5);
    expect(await crosshair()).toEqual({ q: 300, k: 280 });
  });

  test('says that a pixel stands for several weights, and stops where each has one', async () => {
    await held('#len=1024');
    const summary = page.locator('rope-attention-map').first().locator('.summary');
    await summary.filter({ hasText: 'A pixel shows the largest of up to 3 × 3 values' }).waitFor();
    await button('Zoom in').click();
    await button('Zoom in').click();
    await part({ span: 256 });
    await summary.filter({ hasNotText: 'A pixel' }).waitFor();
  });
});

describe('fingers', () => {
  /** Sends touches at shares of the first map, one list of fingers a step. */
  async function touch(steps) {
    const { x, y, width, height } = await boxOf();
    const session = await context.newCDPSession(page);
    const points = (list) => list.map(([left, top], id) => ({ x: x + left * width, y: y + top * height, id }));
    const send = (type, list) => session.send('Input.dispatchTouchEvent', { type, touchPoints: points(list) });
    await send('touchStart', steps[0]);
    for (const list of steps.slice(1)) await send('touchMove', list);
    await send('touchEnd', []);
  }
  const phone = { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
  const steps = (count, list) => Array.from({ length: count + 1 }, (_, i) => list(i / count));

  test('pinch a map, pull what is zoomed, and scroll the page over one that is not', async () => {
    await held('#q=300&k=280', phone);
    await touch(steps(8, (share) => [[0.5, 0.6 - 0.3 * share]]));
    await page.waitForFunction(() => scrollY > 0);
    expect(await part()).toMatchObject({ span: 512 });
    await touch(
      steps(8, (share) => [
        [0.3 - 0.15 * share, 0.7 - 0.15 * share],
        [0.4 + 0.15 * share, 0.8 + 0.15 * share],
      ]),
    );
    const near = await part({ not: 512 });
    expect(Math.abs(near.span - 128)).toBeLessThan(8); // four times as far apart
    const [q, k] = [near.q + 0.75 * near.span, near.k + 0.35 * near.span]; // between the fingers
    expect(Math.abs(q - 384) + Math.abs(k - 179)).toBeLessThan(6);
    const before = await crosshair();
    const still = await scrolled();
    await touch(steps(5, (share) => [[0.5, 0.5 + 0.3 * share]]));
    const pulled = await page.waitForFunction((from) => {
      const { view } = document.querySelector('rope-attention-map');
      return view.q < from ? view : null;
    }, near.q);
    expect(Math.abs((await pulled.jsonValue()).q - (near.q - 0.3 * near.span))).toBeLessThan(3);
    expect(await scrolled()).toBe(still);
    expect(await crosshair()).toEqual(before);
  });
});

describe('the part that is shown', () => {
  test('is in the link, and what cannot be one is said', async () => {
    await held('#zoom=300,280,1');
    await page.locator('.problem', { hasText: /zoom must be the first query.*got “300,280,1”/ }).waitFor();
    expect(await part()).toMatchObject({ span: 512 });
    await held('#zoom=300,280,100&lang=zh');
    expect(await part()).toEqual({ q: 300, k: 280, span: 100 });
    expect(await frame(0).getAttribute('aria-label')).toMatch(/加号、减号缩放/);
    await page.locator('rope-attention-map').first().getByRole('button', { name: '显示整幅图' }).click();
    await part({ span: 512 });
    await spoken(0, /^全部 512 个词元$/);
  });

  test('is that of every figure of a scope, differences too, and of the numbers and pictures that are kept', async () => {
    await bare(`<rope-scope ${base} length="96" methods="rope yarn" zoom="64 40 16">
      <rope-figure id="maps" kind="attention"></rope-figure>
      <rope-figure id="difference" kind="attention-difference"></rope-figure>
      <rope-figure id="other" kind="attention" method="rope" zoom="20 10 32"></rope-figure></rope-scope>`);
    const views = () =>
      page.evaluate(() =>
        ['maps', 'difference', 'other'].map((id) =>
          within(document.getElementById(id), 'rope-attention-map, rope-difference-map').map(({ view, closer }) => [
            ...Object.values(view),
            closer !== null,
          ]),
        ),
      );
    const until = async (wanted) => {
      while (JSON.stringify(await views()) !== JSON.stringify(wanted)) await page.waitForTimeout(50);
    };
    await until([
      [
        [64, 40, 16, true],
        [64, 40, 16, true],
      ],
      [[64, 40, 16, true]],
      [[20, 10, 32, true]],
    ]);
    const rows = (await page.evaluate(() => document.getElementById('difference').toCSV())).trim().split('\r\n');
    const [, ...cells] = rows.map((row) => row.split(',').map(Number));
    expect(cells).toHaveLength(256);
    expect([cells[0].slice(0, 2), cells.at(-1).slice(0, 2)]).toEqual([
      [64, 40],
      [79, 55],
    ]);
    const maps = await page.evaluate(() => document.getElementById('maps').toCSV());
    expect(maps).toMatch(/^"Attention weights, RoPE, queries 64 to 79, keys 40 to 55"\r\n/);
    await page.locator('#difference .frame').focus();
    await page.keyboard.press('0');
    const all = Array(2).fill([0, 0, 96, true]);
    await until([all, all.slice(1), [[20, 10, 32, true]]]);
    expect((await page.evaluate(() => document.getElementById('maps').toCSV())).split('\r\n')[0]).toBe(
      '"Attention weights, RoPE"',
    );
  });
});

test.each([
  ['light', '#zoom=300,280,100', {}],
  ['dark', '#zoom=330,100,64&lang=zh', { colorScheme: 'dark', viewport: { width: 390, height: 900 } }],
])('axe finds nothing wrong with zoomed maps, %s', async (_, hash, options) => {
  await held(hash, options);
  await axeFindsNothing();
});
