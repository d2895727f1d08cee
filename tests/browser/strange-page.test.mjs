// Figures on pages that others styled: as large and as legible as at home, whatever html and themes say.
import { expect, test } from '@jest/globals';
import { bare, base, drawn } from './bare.mjs';
import { page } from './page.mjs';

const kinds = ['loss', 'coverage', 'attention', 'clock', 'method', 'evaluation'];
const scope = `<rope-scope ${base} length="128" methods="rope yarn">${kinds
  .map((kind) => `<rope-figure kind="${kind}"></rope-figure>`)
  .join('')}</rope-scope>`;

/** Of every text in figures: its size, how it is set, and its contrast to the ground of the page. */
const texts = () =>
  page.evaluate(() => {
    const channels = (color) => {
      const ctx = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
      ctx.fillStyle = color;
      ctx.fillRect(0, 0, 1, 1);
      return [...ctx.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (color) => {
      const [r, g, b] = channels(color).map((c) =>
        c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = luminance(getComputedStyle(document.body).backgroundColor);
    const own = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    return within(document.body, 'p, li, h3, h4, text, label, summary, span, legend')
      .filter(
        (element) =>
          own(element) && !element.closest('main > h1, .hidden, button') && element.getClientRects().length > 0,
      )
      .map((element) => {
        const style = getComputedStyle(element);
        const ink = luminance(element instanceof SVGElement ? style.fill : style.color);
        const [light, dark] = [Math.max(ink, ground), Math.min(ink, ground)];
        return {
          text: element.textContent.trim().slice(0, 40),
          size: Number.parseFloat(style.fontSize),
          set: `${style.textTransform} ${style.letterSpacing} ${style.textAlign}`,
          contrast: (light + 0.05) / (dark + 0.05),
        };
      });
  });

test.each([
  ['a notebook with 10 px on html', 'html { font-size: 10px } body { font-size: 13px; background: #fff }'],
  [
    'a deck in white on black, capitals and centred, whose page says nothing of it',
    'html { font-size: 40px } body { background: #191919; color: #fff; text-transform: uppercase; letter-spacing: 3px; text-align: center }',
  ],
])('%s', async (_, style) => {
  await bare(`<style>:root { color-scheme: light } ${style}</style>${scope}`);
  await drawn();
  const all = await texts();
  expect(all.length).toBeGreaterThan(60);
  expect(all.filter(({ size }) => size < 10 || size > 28)).toEqual([]);
  expect(all.filter(({ contrast }) => contrast < 4.5)).toEqual([]);
  expect(all.filter(({ set }) => /uppercase|3px/.test(set))).toEqual([]);
});

test('a page that takes another theme is followed, and --text-size sets the size of the words', async () => {
  await bare(`<style>:root { color-scheme: light } body { background: #fff }</style>
    <rope-figure id="one" kind="coverage" ${base} plans-only method="rope" style="--text-size: 30px"></rope-figure>`);
  await drawn();
  const figure = page.locator('#one');
  expect(await figure.getAttribute('ground')).toBe('light');
  const size = () => figure.evaluate((element) => getComputedStyle(element).fontSize);
  expect(await size()).toBe('26.25px'); // 0.875 of it
  await page.evaluate(() => {
    document.body.style.background = 'oklch(25% 0.02 250)';
  });
  await page.locator('#one[ground=dark]').waitFor();
  expect((await texts()).filter(({ contrast }) => contrast < 4.5)).toEqual([]);
  await figure.evaluate((element) => element.setAttribute('theme', 'light')); // whoever says it is believed
  expect(await figure.evaluate((element) => getComputedStyle(element).colorScheme)).toBe('light');
});
