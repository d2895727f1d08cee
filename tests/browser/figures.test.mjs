// Figures that come when somebody asks for them, and what can be had of every figure: files, a table, sources.
import { expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { bare, base, drawn } from './bare.mjs';
import { page } from './page.mjs';

test('the ramp says what becomes of every pair; arrow keys read it, in Chinese too', async () => {
  const figure = (id, lang) =>
    `<rope-figure id="${id}" kind="ramp" ${base} length="512" method="yarn" lang="${lang}"></rope-figure>`;
  await bare(figure('en', 'en') + figure('zh', 'zh'));
  await drawn();
  const said = (id) => page.locator(`#${id} rope-plot .summary`);
  await said('en')
    .filter({ hasText: /^YaRN: of 16 pairs, \d+ keep their pace, .* as much as any, to 0\.25 of it\.$/ })
    .waitFor();
  await said('zh')
    .filter({ hasText: /16 个通道对中，\d+ 对保持原速.*降到 0\.25/ })
    .waitFor();
  await page.locator('#en .area').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('#en [aria-live]', { hasText: /^turns 0\.0\d+: YaRN 0\.25$/ }).waitFor({ state: 'attached' });
});

test('the place that is read in curves stays when they are drawn anew, narrower or for another method', async () => {
  await bare(`<rope-figure id="decay" kind="decay" ${base} length="512" method="linear" plans-only></rope-figure>`);
  await drawn();
  await page.locator('#decay .area').focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  const isRead = (at) =>
    page.locator('#decay [aria-live]', { hasText: new RegExp(`^distance ${at}:`) }).waitFor({ state: 'attached' });
  await isRead(4);
  const drawnAnew = (change) =>
    page.evaluate(async (text) => {
      const figure = document.getElementById('decay');
      const [part] = within(figure, 'rope-plot');
      const before = part.plot;
      for (const [name, value] of Object.entries(JSON.parse(text))) figure.setAttribute(name, value);
      while (part.plot === before) await new Promise(requestAnimationFrame);
      await part.updateComplete;
      return part.at;
    }, JSON.stringify(change));
  expect(await drawnAnew({ style: 'width: 400px' })).toBe(4);
  expect(await drawnAnew({ method: 'rope' })).toBe(4);
  await page.keyboard.press('ArrowRight');
  await isRead(5);
});

test('curves are printed in the colours of paper, whatever the screen is', async () => {
  await bare(`<rope-figure id="decay" kind="decay" ${base} length="512" method="linear" plans-only></rope-figure>`);
  await drawn();
  await page.emulateMedia({ colorScheme: 'dark' });
  const isDrawn = (colour) =>
    page.waitForFunction(
      (wanted) => within(document.getElementById('decay'), 'rope-plot')[0].plot.series[1].stroke() === wanted,
      colour,
    );
  await page.emulateMedia({ media: 'print' });
  await isDrawn('rgb(179, 71, 0)');
  await page.emulateMedia({ media: 'screen' });
  await isDrawn('rgb(240, 160, 75)');
  const isInked = await page.evaluate(() => {
    const [plot] = within(document.getElementById('decay'), 'rope-plot');
    plot.handleEvent(); // a browser may copy the page for its paper in the same task
    const canvas = plot.shadowRoot.querySelector('canvas');
    return canvas
      .getContext('2d')
      .getImageData(0, 0, canvas.width, canvas.height)
      .data.some((value) => value > 0);
  });
  expect(isInked).toBe(true);
});

test('a figure gives its numbers and its picture: as files, as a table, and to the page', async () => {
  await bare(`<rope-scope ${base} length="96" methods="rope yarn" lang="en"><rope-figure id="loss" kind="loss"></rope-figure>
    <rope-figure id="map" kind="attention"></rope-figure><rope-figure id="rings" kind="coverage" lang="zh"></rope-figure></rope-scope>`);
  await drawn();
  await page.waitForFunction(() =>
    within(document.getElementById('map'), 'rope-attention-map').every(({ map }) => map),
  );
  const csv = (id) => page.evaluate((each) => document.getElementById(each).toCSV(), id);
  const loss = (await csv('loss')).split('\r\n');
  expect(loss[0]).toMatch(/^"position of the predicted token, tokens","RoPE: loss, nats",/);
  expect(loss).toHaveLength(1 + 95 + 1); // headers, tokens that are predicted, the end
  const drawnLoss = await page.evaluate(
    () => within(document.getElementById('loss'), 'rope-plot')[0].figure.curves[0].values[94],
  );
  expect(Number(loss[95].split(',')[1])).toBe(drawnLoss);
  const map = (await csv('map')).split('\r\n').filter((line) => /^95,/.test(line));
  const weights = map.slice(0, 96).map((line) => Number(line.split(',')[2]));
  expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 4); // the last query of the first method
  expect(await csv('rings')).toMatch(/^方法,通道对,/);

  const size = await page.evaluate(async () => {
    const bitmap = await createImageBitmap(await document.getElementById('rings').toBlob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const ctx = canvas.getContext('2d');
    ctx.drawImage(bitmap, 0, 0);
    const pixels = new Uint32Array(ctx.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
    return { width: bitmap.width, height: bitmap.height, colours: new Set(pixels).size };
  });
  const figure = await page.evaluate(() => document.getElementById('rings').getBoundingClientRect().width);
  expect(size.width).toBeGreaterThan(1.9 * figure);
  expect(size.colours).toBeGreaterThan(20);
  const curves = await page.evaluate(async () => {
    const svg = await document.getElementById('loss').toSVG();
    const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    return { paths: drawing.querySelectorAll('path').length, said: drawing.textContent };
  });
  expect(curves.paths).toBe(2);
  expect(curves.said).toMatch(/^Loss by position.*loss, nats.*RoPEYaRN$/);
});

test('the tools below a figure work by keyboard, and a deck of slides hears none of it', async () => {
  await bare(`<rope-figure id="map" kind="attention" ${base} length="96" method="rope"></rope-figure>
    <rope-figure id="card" kind="method" ${base} length="96" method="rope"></rope-figure>`);
  await drawn();
  await page.waitForFunction(() =>
    within(document.getElementById('map'), 'rope-attention-map').every(({ map }) => map),
  );
  await page.evaluate(() => {
    globalThis.heard = [];
    document.addEventListener('keydown', ({ key }) => globalThis.heard.push(key));
  });
  const tools = page.locator('#map rope-tools');
  await tools.locator('summary').focus();
  await page.keyboard.press('Space');
  await tools.locator('li', { hasText: /RoPE: .*RoFormer/ }).waitFor();
  await tools.locator('button', { hasText: 'Show as table' }).focus();
  await page.keyboard.press('Enter');
  await tools.locator('.summary', { hasText: 'The first 1000 of 4656 rows; the CSV file has all.' }).waitFor();
  expect(await tools.locator('tbody tr').count()).toBe(1000);
  const saved = page.waitForEvent('download');
  await tools.locator('button', { hasText: 'Save CSV' }).focus();
  await page.keyboard.press('Enter');
  expect((await saved).suggestedFilename()).toBe('ropescope-attention.csv');
  expect(await page.evaluate(() => globalThis.heard)).toEqual([]);
  expect(await tools.locator('button', { hasText: 'Save SVG' }).count()).toBe(0); // no curves
  expect(await page.locator('#card rope-tools').count()).toBe(0);
  await axeFindsNothing('#map');
});

test('hands of the clock turn with the slider, and those beyond training are told', async () => {
  await bare(`<rope-figure id="clock" kind="clock" ${base} length="512" method="rope"></rope-figure>`);
  await drawn();
  const summary = (pattern) => page.locator('#clock rope-clock .summary', { hasText: pattern }).waitFor();
  const told = () => page.evaluate(() => within(document.getElementById('clock'), '.unseen').length);
  await summary(/^RoPE at position 511: 9 of 16 hands point where training up to 128 never did\.$/);
  expect(await told()).toBe(9);
  await page.locator('#clock input').focus();
  await page.keyboard.press('Home');
  await summary(/^RoPE at position 0: none of 16 hands/);
  expect(await told()).toBe(0);
  await page.keyboard.press('ArrowRight');
  await summary(/^RoPE at position 1:/);
  const csv = await page.evaluate(() => document.getElementById('clock').toCSV());
  expect(csv.split('\r\n')[1]).toBe('RoPE,0,1,1,128'); // the fastest pair turns a radian a token
});
