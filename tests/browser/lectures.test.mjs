// The lectures in a browser: slides, figures that keep their keys, steps, questions, the article, and two windows in step.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { context, page, visitSite } from './page.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const narrow = { viewport: { width: 1024, height: 768 } };

async function openDeck(rest, options = narrow) {
  await visitSite(`lectures/${rest}`, options);
  await page.locator('html.ready').waitFor({ state: 'attached' });
}

const slide = () => page.evaluate(() => document.querySelector('section.present').id);
const slideIs = (id) => page.waitForFunction((each) => document.querySelector('section.present')?.id === each, id);
const onSlide = (selector) => page.locator(`section.present ${selector}`);
const curves = (within = 'section.present') =>
  page.evaluate((each) => {
    const figure = document.querySelector(`${each} rope-figure`);
    return figure?.shadowRoot.querySelector('rope-plot')?.figure?.curves.map(({ label }) => label) ?? [];
  }, within);
const curvesAre = (count) =>
  page.waitForFunction((wanted) => {
    const figure = document.querySelector('section.present rope-figure');
    return figure?.shadowRoot.querySelector('rope-plot')?.figure?.curves.length === wanted;
  }, count);
const requested = (pattern) =>
  page.evaluate(
    (source) => performance.getEntriesByType('resource').filter(({ name }) => new RegExp(source).test(name)).length,
    pattern,
  );

async function noViolations() {
  await page.evaluate(axe); // the page's own policy forbids a script tag
  const { violations, passes } = await page.evaluate(() => globalThis.axe.run());
  expect(passes.length).toBeGreaterThan(10);
  expect(violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) }))).toEqual([]);
}

describe('slides', () => {
  test('open where the link says, turn by keys, and run one engine for all figures', async () => {
    await openDeck('interpolation/en.html#/formula');
    expect(await slide()).toBe('formula');
    await curvesAre(1);
    await page.keyboard.press('ArrowRight'); // a step
    await page.keyboard.press('ArrowRight');
    await curvesAre(2);
    await page.keyboard.press('ArrowRight');
    await slideIs('coverage');
    await page.waitForFunction(() => location.hash === '#/coverage'); // it is written a little later
    await onSlide('rope-figure').locator('rope-coverage svg').waitFor();
    expect(page.workers()).toHaveLength(1);
    expect(await requested('ropescope(-relaxed)?-[^/]*\\.wasm$')).toBe(1);
  });

  test('stay where they are while somebody uses the keys of a figure, until Escape gives the keys back', async () => {
    await openDeck('interpolation/en.html#/neighbours');
    await curvesAre(1);
    const plot = onSlide('rope-figure').locator('.area');
    await plot.focus();
    for (const key of ['ArrowRight', 'ArrowRight', ' ', 'PageDown', 'End']) await page.keyboard.press(key);
    expect(await slide()).toBe('neighbours');
    expect(await onSlide('.step[aria-pressed=true]').count()).toBe(0);
    const spoken = onSlide('rope-figure').locator('rope-plot [aria-live]');
    expect(await spoken.textContent()).toContain('distance 1');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => document.querySelector('section.present .step[aria-pressed=true]'));
    expect(await slide()).toBe('neighbours');
  });

  test('have a slider of a parameter of a method, which the figure follows', async () => {
    await openDeck('by-parts/en.html#/slider');
    await curvesAre(1);
    await onSlide('input').fill('4');
    await page.waitForFunction(
      () => document.querySelector('#beta-ramp').getAttribute('methods') === 'ntk_by_parts;factor:4;beta_fast:4',
    );
    await onSlide('rope-figure').getByText('3 keep their pace').first().waitFor();
  });

  test('stay where they are while a slider of a slide is moved, which the figure follows', async () => {
    await openDeck('rope/en.html#/coverage');
    const unseen = () => onSlide('rope-figure').locator('rope-coverage .columns .summary').textContent();
    await onSlide('rope-figure').locator('rope-coverage svg').waitFor();
    expect(await unseen()).toContain('no pairs visit angles never seen');
    await onSlide('input[type=range]').focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    await onSlide('rope-figure').locator('.summary', { hasText: '8 pairs visit angles never seen' }).waitFor();
    expect(await slide()).toBe('coverage');
    expect(await onSlide('output').textContent()).toBe('256');
  });

  test('step what a figure shows, forwards and back, by key and by click', async () => {
    await openDeck('extrapolation/en.html#/levers');
    await curvesAre(1);
    await onSlide('.step').nth(1).click();
    await curvesAre(3);
    expect(await curves()).toEqual(['RoPE', expect.stringContaining('Window'), 'YaRN']);
    expect(await onSlide('.step[aria-pressed=true]').count()).toBe(2);
    await page.keyboard.press('ArrowLeft');
    await curvesAre(2);
    await page.keyboard.press('ArrowLeft');
    await curvesAre(1);
    expect(await slide()).toBe('levers');
  });

  test('ask before they show: digits count hands, the next step reveals', async () => {
    await openDeck('extrapolation/en.html#/predict-loss');
    const figure = onSlide('.veiled');
    expect(await figure.isVisible()).toBe(false);
    for (const key of ['3', '3', '1', 'Shift+1', '2', '9'])
      await page.keyboard.press(`${key.replace(/(\d)$/, 'Digit$1')}`);
    expect(await onSlide('rope-poll li output').allTextContents()).toEqual(['', '1 hand', '2 hands', '']);
    await onSlide('rope-poll li button').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await onSlide('rope-poll li output').allTextContents()).toEqual(['', '2 hands', '2 hands', '']);
    await onSlide('.reveal-answer').focus();
    await page.keyboard.press('ArrowRight');
    await figure.waitFor({ state: 'visible' });
    expect(await onSlide('rope-poll .right').textContent()).toContain('rises, and keeps rising');
    await page.keyboard.press('ArrowLeft');
    await figure.waitFor({ state: 'hidden' });
    await onSlide('.reveal-answer').click();
    await figure.waitFor({ state: 'visible' });
    expect(await slide()).toBe('predict-loss');
  });

  test('check the answers to exercises, and give them to who asks', async () => {
    await openDeck('interpolation/en.html#/exercise-step');
    const [entry, verdict] = [onSlide('rope-exercise input'), onSlide('.verdict')];
    for (const [given, said] of [
      ['4', 'Not yet'],
      ['x', 'Enter a number'],
      ['0,25', 'Right'],
    ]) {
      await entry.fill(given);
      await entry.press('Enter');
      expect(await verdict.textContent()).toContain(said);
    }
    expect(await onSlide('.why').isVisible()).toBe(true);
    await openDeckAt('exercise-short');
    await onSlide('rope-exercise li button').first().click();
    expect(await onSlide('.verdict').textContent()).toContain('Not yet');
    await onSlide('rope-exercise .quiet').click();
    expect(await onSlide('.verdict').textContent()).toContain('it is read worse');
  });

  test('read a text of one’s own', async () => {
    await openDeck('rope/en.html#/own-text');
    const rows = (count) =>
      page.waitForFunction((wanted) => {
        const figure = document.querySelector('section.present rope-figure');
        return figure?.shadowRoot.querySelector('rope-attention-map')?.map?.rows === wanted;
      }, count);
    const text = await onSlide('textarea').inputValue();
    await rows(text.length);
    await onSlide('textarea').fill('So it goes. '.repeat(13));
    await rows(156);
  });

  test('hide what is not the slide where the link says so', async () => {
    await openDeck('rope/en.html?controls=0#/rotation');
    await onSlide('rope-figure').locator('.dial').first().waitFor();
    expect(await page.locator('#deck-nav, .controls, .slide-number, .progress').filter({ visible: true }).count()).toBe(
      0,
    );
  });
});

/** Another slide of the deck that is open. */
async function openDeckAt(id) {
  await page.evaluate((each) => {
    location.hash = `#/${each}`;
  }, id);
  await slideIs(id);
}

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

test('on paper every slide is a page of its own, with its figures drawn', async () => {
  await openDeck('rope/en.html?print-pdf');
  await page.waitForFunction(() =>
    [...document.querySelectorAll('#predict-coverage rope-figure, #exercise-first rope-figure')].every((figure) =>
      figure.shadowRoot.querySelector('rope-coverage, rope-plot')?.shadowRoot.querySelector('svg, canvas'),
    ),
  );
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g);
  expect(pages).toHaveLength(await page.locator('section').count());
});

const looks = [
  ['extrapolation/en.html#/predict-window', 1024],
  ['rope/zh.html?theme=dark#/coverage', 1024],
  ['interpolation/en.html#/exercise-short', 1440],
  ['interpolation/zh.html?view=speaker#/neighbours', 1280],
  ['extrapolation/zh.html?view=read&theme=dark', 360],
  ['rope/en.html?view=read', 1024],
];
test.each(looks)('axe finds nothing wrong and nothing scrolls sideways: %s, %i px', async (rest, width) => {
  await openDeck(rest, { viewport: { width, height: 768 } });
  await page.locator('rope-figure').first().locator('rope-tools').waitFor({ state: 'attached' });
  await page.waitForLoadState('networkidle');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  await noViolations();
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
