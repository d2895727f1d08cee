// The matrix of pretended distances on a page of one's own: what it says, reads, paints and gives, in both languages.
import { expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { bare, base } from './bare.mjs';
import { page, visitSite } from './page.mjs';

const said = (id, hasText) => page.locator(`#${id} .summary`, { hasText }).first().waitFor();
const map = (id, at = 0) => page.locator(`#${id} rope-position-map`).nth(at);

test('says what each method makes of the distances, and reads them of all methods by keyboard', async () => {
  await bare(`<rope-scope ${base} plans-only length="256" methods="rope rerope;window:32 window;window:48 yarn;factor:2">
      <rope-figure id="maps" kind="position-map"></rope-figure>
      <rope-figure id="one" kind="position-map" method="rerope" lang="zh"></rope-figure></rope-scope>`);
  const beyond = (100 * 128 * 129) / (256 * 257); // of 256 * 257 / 2 pairs, those 128 tokens apart or farther
  await said('maps', `RoPE changes no distance: queries meet keys at up to 255 tokens; ${beyond.toPrecision(3)} % of`);
  await said(
    'maps',
    /^ReRoPE.* pretends distances: queries meet keys at up to 32 tokens; 0 % of .* the trained 128\.$/,
  );
  await said('maps', /tokens; 0 % of .*, and \d\d\.\d % of the keys before them are not seen\.$/);
  await said('maps', /^YaRN.* changes the pace of each pair of channels, and no distance: /);
  await said('one', /^ReRoPE.* 假装距离：查询遇到的键最远为 32 词元；遇到的键中有 0 % 超出训练长度 128。$/);
  await map('maps').locator('.frame').focus();
  await page.keyboard.press('Home'); // key 0 of the last query
  const heard = page.locator('#maps [aria-live]', { hasText: /^Query 255, “.”; key 0, “.”: / }).first();
  await heard.waitFor({ state: 'attached' });
  expect(await heard.textContent()).toMatch(
    /: RoPE 255 tokens; ReRoPE\S* .*32 tokens; .*not seen; YaRN\S* .*255 tokens$/,
  );
  await map('maps', 2).locator('strong', { hasText: 'not seen' }).waitFor();
  await axeFindsNothing();
});

test('paints the trained length grey, nothing where no key is seen, and gives picture and numbers', async () => {
  await bare(`<rope-scope ${base} plans-only length="256" methods="rope window;window:48">
      <rope-figure id="maps" kind="position-map"></rope-figure></rope-scope>`);
  await said('maps', /not seen/);
  const colours = await page.evaluate(() =>
    within(document.getElementById('maps'), 'rope-position-map').map(({ canvas, length }) => {
      const at = (q, k) => {
        const place = (token) => Math.floor(((token + 0.5) * canvas.width) / length);
        return [...canvas.getContext('2d').getImageData(place(k), place(q), 1, 1).data];
      };
      return { near: at(255, 255), trained: at(255, 127), far: at(255, 0), later: at(0, 255) };
    }),
  );
  const [plain, window] = colours;
  for (const [i, grey] of [238, 238, 236].entries()) expect(Math.abs(plain.trained[i] - grey)).toBeLessThan(4);
  expect(plain.near[1]).toBeLessThan(plain.near[0]); // purple
  expect(plain.far[1]).toBeGreaterThan(plain.far[0]); // green
  expect([plain.later[3], window.near, window.trained[3], window.far[3]]).toEqual([0, plain.near, 0, 0]);
  const [first, second] = (await page.evaluate(() => document.getElementById('maps').toCSV())).split('\r\n\r\n');
  expect(first.split('\r\n')).toContain('200,10,190');
  const rows = second.split('\r\n');
  expect(rows[1]).toBe('"query position, tokens","key position, tokens","pretended distance, tokens"');
  for (const row of ['200,153,47', '200,152,']) expect(rows).toContain(row);
  expect(await page.evaluate(async () => (await document.getElementById('maps').toBlob()).size)).toBeGreaterThan(
    10_000,
  );
});

test('stands on the page of a method that pretends distances, and not on that of one that does not', async () => {
  await visitSite('method-rerope.html');
  await page.locator('[data-kind="position-map"] rope-position-map .summary', { hasText: /^ReRoPE/ }).waitFor();
  await visitSite('method-yarn.html');
  await page.locator('[data-kind="coverage"] rope-coverage').first().waitFor();
  expect(await page.locator('[data-kind="position-map"]').count()).toBe(0);
});
