// A and B, the table of numbers and many columns, on the built page of comparisons.
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { idle, open, page } from './page.mjs';

const names = () => page.locator('.panel .of').allInnerTexts();
const link = () => page.evaluate(() => location.hash);
const keep = (slot) => page.getByRole('button', { name: 'Keep as A' }).nth(slot);
const rows = () =>
  page
    .locator('rope-run-numbers tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.innerText)));
const tableHas = (count) =>
  page.waitForFunction((wanted) => {
    const found = [...(document.querySelector('rope-run-numbers')?.shadowRoot.querySelectorAll('tbody tr') ?? [])];
    return found.length === wanted && found.every((row) => row.cells[2].innerText !== '–');
  }, count);

test('a setting is kept as A by keyboard, its copy changed beside it, and both stand in the link', async () => {
  await open('#len=256&method=rope&method=yarn');
  await keep(1).focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.panel').length === 3);
  expect(await names()).toEqual(['C: RoPE', 'A: YaRN', 'B: YaRN']);
  expect(await link()).toBe('#len=256&pin=1&method=rope&method=yarn&method=yarn');
  expect(await keep(1).evaluate((button) => [button === document.activeElement, button.ariaPressed])).toEqual([
    true,
    'true',
  ]);
  expect(await page.locator('#controls rope-method').count()).toBe(2); // nothing of A can be changed
  const factor = page.locator('#controls rope-method').nth(1);
  await factor.getByRole('checkbox', { name: /follow length/ }).uncheck();
  await factor.getByRole('spinbutton', { name: /^factor/ }).fill('8');
  await page.keyboard.press('Tab');
  await page.waitForFunction(() => /B: YaRN \(factor 8\)/.test(document.querySelectorAll('.panel .of')[2]?.innerText));
  await idle();
  expect((await names())[1]).toBe('A: YaRN');
  await page.locator('rope-difference-map').nth(1).waitFor(); // opened, because it is what A was kept for
  const differences = await page.locator('rope-difference-map').evaluateAll((all) => all.map(({ name }) => name));
  expect(differences).toEqual(['C: RoPE minus A: YaRN', 'B: YaRN (factor 8) minus A: YaRN']);
  await tableHas(3);
  const [, a, b] = await rows();
  expect(a.at(-1)).toBe('–');
  expect(b[2]).toMatch(/^[\d.]+\s[+−][\d.]+$/);

  await page.goBack();
  await page.waitForFunction(
    () =>
      document.querySelectorAll('.panel').length < 3 ||
      !/factor/.test(document.querySelectorAll('.panel .of')[2].innerText),
  );
  await page.goForward();
  await page.waitForFunction(() => /B: YaRN \(factor 8\)/.test(document.querySelectorAll('.panel .of')[2]?.innerText));
  const shared = await link();
  await open(shared);
  expect(await names()).toEqual(['C: RoPE', 'A: YaRN', 'B: YaRN (factor 8)']);

  await keep(1).focus();
  await page.keyboard.press('Space');
  await page.waitForFunction(() => document.querySelectorAll('#controls rope-method').length === 3);
  expect(await names()).toEqual(['RoPE', 'YaRN', 'YaRN (factor 8)']);
  expect(await link()).not.toContain('pin');
});

test('a link that pins a column that is not there says so, and pins none', async () => {
  await open('#len=128&pin=5&method=rope&method=yarn');
  expect(await page.locator('#controls [role=alert]').innerText()).toContain(
    'pin must be the place of a column, from 0 to 1, got 5; none is pinned',
  );
  expect(await names()).toEqual(['RoPE', 'YaRN']);
});

test('the numbers of the runs are those of the losses, in a table and in a file', async () => {
  await open('#len=256&method=rope&method=yarn');
  await idle();
  await tableHas(2);
  const summary = await page.locator('section[aria-labelledby=h-loss] rope-plot .summary').innerText();
  for (const [, within, beyond] of await rows()) {
    expect(summary).toContain(`${within} nats per character within 128, ${beyond} beyond`);
  }
  const tools = page.locator('section[aria-labelledby=h-numbers] rope-tools');
  await tools.locator('summary').click();
  const [download] = await Promise.all([page.waitForEvent('download'), tools.getByText('Save CSV').click()]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain('"loss past 128, nats per token"');
  const [name, , beyond] = lines[2].split(',');
  expect(name).toBe('YaRN');
  expect(Number(beyond)).toBeCloseTo(Number((await rows())[1][2]), 2);
});

test('eight methods stand side by side, each with a colour and a dash of its own, and move one crosshair', async () => {
  const methods = 'rope linear ntk_by_parts yarn rerope dynamic_ntk sinks window'.split(' ');
  await open(`#len=160&q=150&k=149&${methods.map((id) => `method=${id}`).join('&')}`);
  await idle();
  expect(await page.locator('#controls [role=alert]').count()).toBe(0);
  expect(await page.locator('rope-attention-map').count()).toBe(8);
  expect(await page.getByRole('button', { name: 'Add a method' }).getAttribute('aria-disabled')).toBe('true');
  const colors = await page
    .locator('.panel .swatch')
    .evaluateAll((all) => all.map((each) => getComputedStyle(each).backgroundColor));
  expect(new Set(colors).size).toBe(8);
  const dashes = await page
    .locator('#controls rope-method')
    .evaluateAll((all) =>
      all.map(({ shadowRoot }) => shadowRoot.querySelector('.head line').getAttribute('stroke-dasharray')),
    );
  expect(new Set(dashes).size).toBe(8);
  await page.locator('rope-attention-map').nth(7).locator('.frame').focus();
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => [...document.querySelectorAll('rope-attention-map')].every(({ k }) => k === 148));
  await tableHas(8);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1440);
});
