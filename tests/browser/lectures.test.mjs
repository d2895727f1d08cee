// The lectures in a browser: the article, two windows in step, paper, and how all of it looks.
import { expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { onSlide, openDeck, slide, slideIs } from './deck.mjs';
import { context, page, visitSite } from './page.mjs';

test('the article has the same text with the notes, steps and questions by click, and leads back to the slide', async () => {
  await openDeck('extrapolation/en.html?view=read#/levers');
  expect(await page.locator('.reveal').count()).toBe(0);
  expect(await page.locator('section').count()).toBe(await page.locator('section:visible').count());
  expect(await page.locator('#levers aside.notes').isVisible()).toBe(true);
  const step = page.locator('#levers .step').first();
  await step.click();
  await page.waitForFunction(
    () =>
      document.querySelector('#levers rope-figure').shadowRoot.querySelector('rope-plot')?.figure?.curves.length === 2,
  );
  await step.click();
  expect(await step.getAttribute('aria-pressed')).toBe('false');
  await page.locator('#predict-loss .reveal-answer').click();
  await page.locator('#predict-loss .veiled').waitFor({ state: 'visible' });
  await page.locator('#deck-nav a[data-view=slides]').click();
  await page.locator('html.slides.ready').waitFor({ state: 'attached' });
  expect(await slide()).toBe('levers');
});

test('two windows are in step: the slide, its steps, hands and what the figures show; the speaker has notes', async () => {
  await openDeck('extrapolation/en.html#/predict-loss');
  const opened = context.waitForEvent('page');
  await page.keyboard.press('s');
  const speaker = await opened;
  await speaker.locator('html.speaker.ready').waitFor({ state: 'attached' });
  await speaker.locator('.speaking', { hasText: 'a way to place it' }).waitFor();
  await page.bringToFront();
  await page.keyboard.press('Digit3');
  await speaker.locator('section.present rope-poll output', { hasText: '1 hand' }).waitFor();
  await speaker.keyboard.press('ArrowRight');
  await page.locator('section.present .veiled').waitFor({ state: 'visible' });
  await speaker.keyboard.press('ArrowRight');
  await slideIs('attention');
  await page.evaluate(() => document.getElementById('one-head').scope.set({ length: 200, head: 2 }));
  await speaker.waitForFunction(() => {
    const { length, head } = document.getElementById('one-head').scope.query.value;
    return length === 200 && head === 2;
  });
});

test('on paper every slide is a page of its own, with its figures drawn in dark on white and their keys beside them', async () => {
  await openDeck('rope/en.html?print-pdf&theme=dark', { viewport: { width: 1024, height: 768 }, colorScheme: 'dark' });
  await page.waitForFunction(() =>
    [...document.querySelectorAll('#predict-coverage rope-figure, #exercise-first rope-figure')].every((figure) =>
      figure.shadowRoot.querySelector('rope-coverage, rope-plot')?.shadowRoot.querySelector('svg, canvas'),
    ),
  );
  const key = page.locator('#exercise-count rope-coverage .key i').first();
  expect(await key.evaluate((shown) => getComputedStyle(shown).printColorAdjust)).toBe('exact');
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(22, 25, 28)');
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g);
  expect(pages).toHaveLength(await page.locator('section').count());
});

test('paper has evaluations that were run: it cannot be asked to', async () => {
  await openDeck('evaluation/en.html?print-pdf');
  const counts = page.locator('rope-evaluation').getByText('cells computed on this device');
  await counts.nth(1).waitFor();
  await page.waitForFunction(
    () => {
      const panels = [...document.querySelectorAll('rope-figure')].flatMap(
        ({ shadowRoot }) => shadowRoot?.querySelector('rope-evaluation') ?? [],
      );
      return (
        panels.length === 2 &&
        panels.every(({ run }) => run.progress().cells > 5 && run.progress().done === run.progress().cells)
      );
    },
    null,
    { timeout: 100_000, polling: 500 },
  );
});

const looks = [
  ['extrapolation/en.html#/predict-window', 1024],
  ['rope/zh.html?theme=dark#/coverage', 1024],
  ['interpolation/en.html#/exercise-short', 1440],
  ['interpolation/zh.html?view=speaker#/neighbours', 1280],
  ['extrapolation/zh.html?view=read&theme=dark', 360],
  ['rope/en.html?view=read', 1024],
  ['before-training/en.html#/today', 1024],
  ['by-parts/zh.html#/ramp', 1024],
  ['evaluation/zh.html?theme=dark#/keys-live', 1024],
  ['evaluation/en.html?view=read', 360],
  ['in-the-wild/en.html?theme=dark#/by-layer', 1024],
  ['in-the-wild/zh.html?view=read', 360],
  ['lab/zh.html?theme=dark#/evidence', 1024],
  ['lab/en.html?view=read', 360],
];
test.each(looks)('axe finds nothing wrong and nothing scrolls sideways: %s, %i px', async (rest, width) => {
  await openDeck(rest, { viewport: { width, height: 768 } });
  await page.locator('rope-figure').first().locator('rope-tools, rope-doctor').waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  await axeFindsNothing();
});

test('in Chinese the figures, the questions and the controls speak Chinese', async () => {
  await openDeck('rope/zh.html#/predict-coverage');
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans');
  await page.keyboard.press('Digit2');
  expect(await onSlide('rope-poll li output').nth(1).textContent()).toBe('1 人');
  await page.keyboard.press('ArrowRight');
  await onSlide('rope-figure').getByText('从未见过').first().waitFor();
  expect(await page.locator('.navigate-right').first().getAttribute('aria-label')).toBe('下一页');
  await page.locator('#deck-nav a[lang=en]').click();
  await page.locator('html[lang=en].ready').waitFor({ state: 'attached' });
  expect(await slide()).toBe('predict-coverage');
});

test('the page of the course leads to every deck in both languages', async () => {
  await visitSite('#lang=zh');
  await page.locator('.ways a[data-page=lectures]').click();
  await page.waitForURL('**/lectures.html#lang=zh');
  await page.locator('.course li').nth(2).waitFor();
  const links = await page.locator('.course a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  expect(links).toContain('./lectures/rope/zh.html?view=read');
  expect(links).toContain('./lectures/rope/en.html');
  await page.getByRole('link', { name: '位置插值' }).click();
  await page.locator('html.slides.ready').waitFor({ state: 'attached' });
  expect(await page.locator('section h1').innerText()).toBe('位置插值');
});
