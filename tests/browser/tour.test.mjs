// The guided tour in a browser: predict, see, go on; by keyboard, by link, in Chinese; and what the tab keeps of it.
import { describe, expect, test } from '@jest/globals';
import { steps } from '../../web/site/tour/steps.js';
import { tour as en } from '../../web/words/en/tour.js';
import { tour as zh } from '../../web/words/zh/tour.js';
import { axeFindsNothing } from './axe.mjs';
import { fileOf, page, troubles, visitSite } from './page.mjs';

const go = (hash = '', options = {}, prepare = undefined) => visitSite(`${fileOf.tour}${hash}`, options, prepare);
const title = (text) => page.locator('#h-step', { hasText: text }).waitFor();
const answerWith = (pattern) => page.locator('.answer', { hasText: pattern }).waitFor();
const hash = () => page.evaluate(() => location.hash);

async function predict(choice) {
  await page.locator(`input[name=choice][value=${choice}]`).check();
  await page.locator('.check').click();
  await page.locator('#h-verdict').waitFor();
}

const figureOf = (kind) => `[data-kind=${kind}]`;
const plotted = (kind, holds) =>
  page.waitForFunction(
    ([selector, wanted]) => {
      const figure = document.querySelector(`${selector} rope-plot`)?.figure;
      return figure && figure.x.length === wanted;
    },
    [figureOf(kind), holds],
  );

describe('a step', () => {
  test('shows nothing past the trained length before somebody has predicted, then the answer with its number', async () => {
    await go();
    await title(en.steps.past.title);
    await plotted('loss', 127);
    expect(await page.locator('.answer').count()).toBe(0);
    await predict('stays');
    await plotted('loss', 511);
    await answerWith(/0\.80 nats .* 1\.73 past it/);
    expect(await page.locator('#h-verdict').innerText()).toContain('That is not what happened.');
    expect(await page.locator('.choices .right').innerText()).toContain(en.steps.past.choices.rises());
    await page.locator('.next').click();
    await title(en.steps.angles.title);
    expect(await hash()).toBe('#step=2');
    await predict('slow');
    await answerWith(/^10 of 16 pairs/);
    expect(await page.locator('#h-verdict').innerText()).toBe(en.held);
    await page.goBack();
    await title(en.steps.past.title);
  });

  test('leads on to a page that shows the same settings', async () => {
    await go('#step=4&theme=dark');
    await predict('less');
    await page.waitForFunction(() => document.querySelectorAll('rope-attention-map')[1]?.map?.rows === 128);
    await answerWith(/^7 %/);
    await page.locator('.on a').click();
    await page.waitForURL(`**/${fileOf.compare}#**`);
    expect(await hash()).toBe('#len=128&q=100&k=99&theme=dark&method=rope&method=linear;factor:4');
    await page.waitForFunction(() => document.querySelectorAll('rope-attention-map')[1]?.map?.rows === 128);
  });

  test('is done with the keyboard alone', async () => {
    await go();
    await title(en.steps.past.title);
    await page.locator('input[name=choice]').first().waitFor();
    await page.locator('.track a').last().focus();
    await page.keyboard.press('Tab'); // the radio group
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('#h-verdict').count()).toBe(0); // moving in the group reveals nothing
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#h-verdict', { hasText: en.held }).waitFor();
    await page.waitForFunction(() => document.activeElement.id === 'h-verdict');
    await page.locator('.next').focus();
    await page.keyboard.press('Enter');
    await title(en.steps.angles.title);
    await page.waitForFunction(() => document.activeElement.id === 'h-step');
  });

  test('cannot be revealed without a choice, and can be skipped', async () => {
    await go('#step=3');
    await page.locator('.check').click();
    expect(await page.locator('#h-verdict').count()).toBe(0);
    await page.locator('.skip-step').click();
    await title(en.steps.neighbours.title);
  });
});

describe('what the tab keeps', () => {
  test('predictions outlast a reload, are summed up at the end, and are forgotten on demand', async () => {
    await go();
    await predict('rises');
    await page.reload();
    await answerWith(/1\.73/);
    await page.goto(`${page.url().split('#')[0]}#step=2`);
    await predict('fast');
    await page.goto(`${page.url().split('#')[0]}#step=${steps.length + 1}`);
    await page.locator('.question', { hasText: en.end.score(1, 2) }).waitFor();
    const cells = await page.locator('.end td').allInnerTexts();
    expect(cells).toEqual([en.end.held, en.end.missed, ...steps.slice(2).map(() => en.end.open)]);
    await page.locator('.end button').click();
    await title(en.steps.past.title);
    await page.locator('.check').waitFor();
    await page.reload();
    await page.locator('.check').waitFor();
  });

  test('what it cannot read is no prediction', async () => {
    await go('', {}, (made) =>
      made.addInitScript(() => sessionStorage.setItem('ropescope.tour', '{"past":"never","x":1')),
    );
    await page.locator('.check').waitFor();
  });
});

test('a link to no step says so, and shows the first one', async () => {
  await go('#step=99');
  await page.getByRole('alert').filter({ hasText: 'step must be a whole number from 1 to 8, got “99”' }).waitFor();
  await title(en.steps.past.title);
});

test('the last step asks the stored results, and shows the keys after the prediction', async () => {
  await go('#step=7');
  await plotted('text', 5);
  expect(await page.locator(figureOf('passkey')).count()).toBe(0);
  await predict('near');
  await page.locator(figureOf('passkey')).waitFor();
  await answerWith(/100 % of the keys that stand at the end, and 0 %/);
  expect(await page.locator('.keys tbody tr').count()).toBe(3);
});

test('stored results that do not come are said, and asked for again', async () => {
  let served = 0;
  await go('#step=7', {}, (made) =>
    made.route(/evaluation-[^/]*\.json$/, (route) => (served++ < 2 ? route.abort() : route.continue())),
  );
  await page.getByRole('alert').getByRole('button', { name: 'Retry' }).click();
  expect(troubles.splice(0).filter((trouble) => !/ERR_FAILED/.test(trouble))).toEqual([]);
  await plotted('text', 5);
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('speaks Chinese, and keeps its step when the language changes', async () => {
  await go('#step=5&lang=zh');
  await title(zh.steps.pace.title);
  await predict('fast');
  await answerWith(/16 个通道对中，YaRN 让最快的 2 个保持原速/);
  await page.getByRole('button', { name: 'English', exact: true }).click();
  await title(en.steps.pace.title);
  expect(await hash()).toBe('#step=5&lang=en');
});

test.each([
  ['en', 360],
  ['zh', 360],
  ['en', 1024],
])('where the key stands is seen without scrolling, from the start to the end: %s, %i px', async (lang, width) => {
  await go(`#step=7&lang=${lang}`, { viewport: { width, height: 768 } });
  await predict('near');
  const room = await page.locator('.table:has(.keys)').evaluate((each) => [each.scrollWidth, each.clientWidth]);
  expect(room[0]).toBe(room[1]);
});

test.each([
  ['#step=4', 'less', 'light', 1440],
  ['#step=7&lang=zh', 'always', 'dark', 360],
])('axe finds nothing wrong with what is revealed: %s, %s, %s, %i px', async (at, choice, colorScheme, width) => {
  await go(at, { colorScheme, viewport: { width, height: 900 } });
  await predict(choice);
  await answerWith(/%/);
  await page.waitForLoadState('networkidle');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  await axeFindsNothing();
});

test.each(['en', 'zh'])('the navigation stands on one line in a window of 1,024: %s', async (lang) => {
  await go(`#lang=${lang}`, { viewport: { width: 1024, height: 768 } });
  await page.locator('#status', { hasText: /^(Ready|就绪)$/ }).waitFor();
  const [brand, link] = await page.evaluate(() =>
    ['.brand', '.doors a'].map((selector) => document.querySelector(selector).getBoundingClientRect().height),
  );
  expect(brand).toBeLessThan(2.5 * link);
});
