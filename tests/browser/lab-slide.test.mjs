// The slides of the lectures on which a model is trained: the same trainings on all of them and in every window, and none on paper.
import { expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { onSlide, openDeck, openDeckAt, slide, slideIs } from './deck.mjs';
import { context, page } from './page.mjs';

const button = (name, at = page) => at.locator('section.present rope-lab').getByRole('button', { name, exact: true });
const enabled = (name, at = page) => button(name, at).and(at.locator(':enabled:not([aria-disabled=true])')).waitFor();
const stepOf = (at = page) => at.locator('section.present rope-lab progress').evaluate(({ value }) => value);
const steps = (least, at = page) =>
  at.waitForFunction(
    (wanted) => document.querySelector('section.present rope-lab').shadowRoot.querySelector('progress').value >= wanted,
    least,
  );
const requested = (pattern, at = page) =>
  at.evaluate(
    (source) => performance.getEntriesByType('resource').filter(({ name }) => new RegExp(source).test(name)).length,
    pattern,
  );
const training = 'ropescope-training[^/]*\\.wasm$';

test('a model is trained on a slide, whose code comes with it alone; its keys turn no slide, and other slides show the same', async () => {
  await openDeck('lab/en.html');
  await page.waitForLoadState('networkidle');
  expect([await requested('rope-lab'), await requested(training)]).toEqual([0, 0]);
  await openDeckAt('train');
  await enabled('Train');
  expect([await requested('rope-lab'), await requested(training)]).toEqual([1, 1]);
  await button('Train').focus();
  await page.keyboard.press('Enter');
  await steps(3);
  for (const key of [' ', 'ArrowRight', 'PageDown', 'End', 'Digit2']) await page.keyboard.press(key); // the space pauses
  expect(await slide()).toBe('train');
  await enabled('Resume');
  const reached = await stepOf();
  expect(await onSlide('rope-lab rope-heatmap-grid').evaluate(({ maps }) => maps.length)).toBe(4);
  expect(await onSlide('rope-lab rope-plot').first().locator('.summary').innerText()).toMatch(/^RoPE: \d\.\d\d after/);
  await axeFindsNothing();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  await slideIs('predict-curve');
  await openDeckAt('stretch');
  expect(await stepOf()).toBe(reached);
  await button('Stretch it').click();
  await page.waitForFunction(() => {
    const lab = document.querySelector('section.present rope-lab').shadowRoot;
    const cells = [...lab.querySelectorAll('.scores td')].map(({ textContent }) => textContent);
    return cells.length === 6 * 4 && cells.every((text) => /^[01]\.\d\d$/.test(text));
  });
});

test('the speaker’s window shows the training of the other, and what is pressed in it is done there', async () => {
  await openDeck('lab/zh.html#/train');
  await enabled('开始训练');
  const opened = context.waitForEvent('page');
  await page.keyboard.press('s');
  const speaker = await opened;
  await enabled('开始训练', speaker);
  await page.bringToFront();
  await button('开始训练').click();
  await steps(2, speaker);
  await speaker.bringToFront();
  await button('暂停', speaker).click();
  await enabled('继续');
  await enabled('继续', speaker);
  const reached = await stepOf();
  await speaker.waitForFunction(
    (step) => document.querySelector('section.present rope-lab').shadowRoot.querySelector('progress').value === step,
    reached,
  );
  expect(speaker.workers().length).toBeLessThan(page.workers().length); // it trains nothing
  await page.close();
  await enabled('开始训练', speaker);
  expect(await stepOf(speaker)).toBe(0);
});

test('on paper there are kept runs, and nothing is trained', async () => {
  await openDeck('lab/en.html?print-pdf');
  await page.waitForFunction(() => {
    const [train, stretch] = ['train', 'stretch'].map((id) => document.querySelector(`#${id} rope-lab`)?.shadowRoot);
    const plot = train?.querySelector('rope-plot')?.shadowRoot.querySelector('canvas');
    return plot && /RoPE/.test(train.textContent) && stretch?.querySelectorAll('.scores td').length === 24;
  });
  expect(await requested(training)).toBe(0);
  expect(await page.locator('rope-lab').getByRole('button').count()).toBe(0);
});

test('the article has the lab, too, and it fits a narrow window', async () => {
  await openDeck('lab/en.html?view=read#train', { viewport: { width: 360, height: 740 } });
  const lab = page.locator('#train rope-lab');
  await lab
    .getByRole('button', { name: 'Train', exact: true })
    .and(page.locator(':enabled:not([aria-disabled=true])'))
    .waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});
