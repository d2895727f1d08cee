// What stands in figures on slides of 1024 by 768: words that the last row of a lecture room reads, and nothing below the edge.
import { expect, test } from '@jest/globals';
import { openDeck } from './deck.mjs';
import { drawnInPage } from './drawn.mjs';
import { page } from './page.mjs';

const least = 14; // px of a slide; 0.4 less for what is small beside a number

/** One slide for each kind of figure, and those that hold most. */
const slides = [
  'rope/en.html#/rotation',
  'rope/zh.html#/coverage',
  'extrapolation/en.html#/attention',
  'interpolation/zh.html#/exercise-step',
  'maps/en.html#/neighbours',
  'by-parts/zh.html#/ramp',
  'evaluation/en.html#/keys-live',
  'evaluation/zh.html#/repeat-live',
  'before-training/zh.html#/flattest',
  'lab/en.html#/race',
];

/** The smallest words in figures of the slide, as it is drawn: `zoom` counts, the scale of the whole deck does not. */
const smallest = () =>
  page.evaluate(() => {
    const zoomOf = (element) => {
      const above = element.parentElement ?? element.getRootNode().host;
      return Number(getComputedStyle(element).zoom || 1) * (above ? zoomOf(above) : 1);
    };
    const own = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    return within(document.querySelector('section.present'), '*')
      .filter(
        (element) => element.getRootNode() !== document && !element.closest('style, .hidden, details > :not(summary)'),
      )
      .filter((element) => own(element) && element.getClientRects().length > 0)
      .map((element) => [Number.parseFloat(getComputedStyle(element).fontSize) * zoomOf(element), element.textContent])
      .sort(([one], [other]) => one - other)[0];
  });

test.each(slides)('%s', async (address) => {
  await openDeck(address);
  await page.evaluate(drawnInPage);
  await page.waitForFunction(() => [...document.querySelectorAll('section.present rope-figure')].every(isDrawn));
  const [size, said] = await smallest();
  if (size < least - 0.4) throw new Error(`“${said}” is ${size} px high`);
  const low = await page.evaluate(() =>
    Math.max(
      ...[...document.querySelectorAll('section.present rope-figure:not(.scrolls *)')].map(
        (each) => each.getBoundingClientRect().bottom,
      ),
    ),
  );
  expect(low).toBeLessThanOrEqual(768);
});
