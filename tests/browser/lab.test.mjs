// The training lab: trains, pauses, saves and loads in a real browser, without an error and without a barrier.
import { expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { page, visitSite } from './page.mjs';

const button = (name) => page.getByRole('button', { name, exact: true });
const enabled = (name) => button(name).and(page.locator(':enabled:not([aria-disabled=true])')).waitFor();
const fact = async (label, racer = 0) =>
  page.locator('.racer').nth(racer).locator(`dl div:has(dt:text-is("${label}")) dd`).innerText();
/** The figures are drawn a moment after the buttons. */
const standsAt = (step) => page.locator('.racer dd', { hasText: new RegExp(`^${step} of `) }).waitFor();

async function openLab(hash = '', options = {}) {
  await visitSite(`lab.html${hash}`, options);
  await enabled('Train');
}

/** The figures show that nothing runs, and so the last step; the buttons say it a moment earlier. */
const stands = () => page.locator('.racer[data-phase=running]').first().waitFor({ state: 'detached' });

/** Trains until so many steps are done, then pauses. */
async function trainTo(step, racer = 0) {
  await page.locator('button.main').click();
  await page.waitForFunction(
    ([wanted, at]) => document.querySelectorAll('.racer progress')[at].value >= wanted,
    [step, racer],
  );
  await button('Pause').click();
  await enabled('Resume');
  await stands();
}

test('twenty steps lower the loss; the training is saved, and goes on from the file', async () => {
  await openLab('#seed=4');
  await trainTo(20);
  const [download] = await Promise.all([page.waitForEvent('download'), button('Save the training').click()]);
  const step = Number(/^ropescope-rope-step(\d+)\.training$/.exec(download.suggestedFilename())?.[1]);
  await standsAt(step); // the page counts the last steps a little later than the training does
  const loss = Number(await fact('loss'));
  expect(step).toBeGreaterThanOrEqual(20);
  expect(loss).toBeGreaterThan(1);
  expect(loss).toBeLessThan(4.6); // guessing costs 4.56, and the first steps are a little above
  const heads = await page.locator('rope-heatmap-grid').evaluate(({ maps }) => maps.length);
  expect(heads).toBe(4);

  await button('Start over').click();
  await standsAt(0);
  await page.locator('input[type=file]').setInputFiles(await download.path());
  await standsAt(step);
  expect(Number(await fact('loss'))).toBe(loss);
  await trainTo(step + 3);
});

test('a file that is no training is refused in words', async () => {
  await openLab();
  await page.locator('input[type=file]').setInputFiles({ name: 'x.training', mimeType: '', buffer: Buffer.from('no') });
  await page.getByRole('alert').waitFor();
  expect(await page.getByRole('alert').innerText()).toMatch(/safetensors|header|bytes/i);
});

test('two encodings race, are stretched, and the link holds who they are', async () => {
  await openLab('#b=alibi', { colorScheme: 'dark' });
  expect(await page.locator('.racer h3').allInnerTexts()).toEqual([
    expect.stringContaining('RoPE'),
    expect.stringContaining('ALiBi'),
  ]);
  await trainTo(3, 1);
  await button('Stretch it').click();
  await page.waitForFunction(() => {
    const cells = [...document.querySelectorAll('.scores td')].map(({ textContent }) => textContent);
    return cells.length > 4 * 4 && cells.every((text) => /^[01]\.\d\d$/.test(text));
  });
  const step = await fact('step');
  const asked = [];
  const answer = (accept) =>
    page.once('dialog', (dialog) => {
      asked.push(dialog.message());
      return accept ? dialog.accept() : dialog.dismiss();
    });
  answer(false);
  await page.getByLabel('Race against').selectOption('');
  expect(await page.getByLabel('Race against').inputValue()).toBe('alibi');
  answer(true);
  await page.getByLabel('Race against').selectOption('');
  await page.waitForFunction(() => document.querySelectorAll('.racer').length === 1);
  expect(asked).toEqual(Array(2).fill('This throws away the training of ALiBi. Go on?'));
  expect(await fact('step')).toBe(step); // who was not changed goes on
  expect(new URL(page.url()).hash).toBe('');
});

test('neither the skip link nor a wrong file touches a training', async () => {
  await openLab('#a=alibi');
  await trainTo(3);
  const step = await fact('step');
  await page.locator('.skip').focus();
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement.id)).toBe('figures');
  expect(new URL(page.url()).hash).toBe('#a=alibi');
  await page.evaluate(() => {
    location.hash = '#h-maps'; // a heading is no setting either
  });
  await page.locator('input[type=file]').setInputFiles({ name: 'x.training', mimeType: '', buffer: Buffer.from('no') });
  expect(await page.getByRole('alert').innerText()).toMatch(/^x\.training is no saved training: /);
  expect(await fact('step')).toBe(step);
  expect(await page.locator('.racer h3').innerText()).toContain('ALiBi');
});

test('over plain http, where there is no clipboard, the address is offered in a field', async () => {
  await openLab();
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await button('Copy link to these settings').click();
  const field = page.getByLabel('Address of this view, to copy');
  expect(await field.inputValue()).toBe(page.url());
  expect(await page.evaluate(() => getSelection().toString() || document.activeElement.ariaLabel)).toBeTruthy();
});

test.each([
  ['light', 1440],
  ['dark', 390],
])('axe finds nothing wrong, %s, %i px wide, and nothing is wider than the page', async (colorScheme, width) => {
  await openLab('#b=xpos', { colorScheme, viewport: { width, height: 900 } });
  await trainTo(2);
  await axeFindsNothing();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
});

test('the lab speaks Chinese where the browser asks for it, and switches without ending a training', async () => {
  await visitSite('lab.html#a=alibi', { locale: 'zh-CN' });
  await button('开始训练').and(page.locator(':enabled:not([aria-disabled=true])')).waitFor();
  expect(await page.evaluate(() => [document.documentElement.lang, document.title])).toEqual([
    'zh-Hans',
    expect.stringMatching(/训练/),
  ]);
  await button('开始训练').click();
  await page.waitForFunction(() => document.querySelector('.racer progress').value >= 3);
  await button('暂停').click();
  await button('继续').and(page.locator(':enabled:not([aria-disabled=true])')).waitFor();
  await stands();
  const step = await page.locator('.racer progress').evaluate(({ value }) => value);
  await button('English').click();
  await enabled('Resume');
  expect(new URL(page.url()).hash).toBe('#a=alibi&lang=en');
  expect(await page.locator('.racer progress').evaluate(({ value }) => value)).toBe(step);
  expect(await page.locator('h1').innerText()).toBe('Train a model, watch it learn to copy');
  await page.reload(); // the link says the language, whatever the browser asks for
  await enabled('Train');
});
