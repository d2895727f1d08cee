// Figures of the explorer and of the comparison that a visitor opens.
import { expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { crosshair, frame, open, openExplorer, page } from './page.mjs';

const loaded = (pattern) =>
  page.evaluate(
    (source) => performance.getEntriesByType('resource').filter(({ name }) => new RegExp(source).test(name)).length,
    pattern,
  );

const drawnBy = {
  'position-map': 'rope-position-map',
  clock: 'rope-clock',
  ramp: 'rope-plot',
  'encoding-difference': 'rope-encoding',
  sharpness: 'rope-plot',
  cost: 'rope-costs',
};

test('the explorer fetches further figures when they are opened, each with its table and its sources', async () => {
  await openExplorer('#len=256&method=rope&method=yarn');
  const before = await loaded('\\.js$');
  expect(await loaded('/(clock|cost)-[^/]*\\.js$')).toBe(0);
  for (const [name, element] of Object.entries(drawnBy)) {
    await page.locator(`section[aria-labelledby=h-${name}] summary`).first().click();
    const section = page.locator(`section[aria-labelledby=h-${name}] .asked`);
    await section.locator(element).first().waitFor();
    expect(await section.locator('rope-tools').count()).toBe(1);
  }
  expect(await loaded('/(clock|cost)-[^/]*\\.js$')).toBeGreaterThan(1);
  expect(await loaded('\\.js$')).toBeGreaterThan(before + 3);
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1440);
  await axeFindsNothing('#figures');
});

test('the comparison draws the difference of two maps, with the same crosshair', async () => {
  await open('#len=256&q=100&k=99&method=rope&method=yarn');
  await page.locator('section[aria-labelledby=h-attention-difference] summary').first().click();
  const map = page.locator('rope-difference-map');
  await map.waitFor();
  expect(await map.count()).toBe(1); // the second column minus the first
  await frame(0).focus();
  await page.keyboard.press('ArrowLeft');
  await crosshair({ q: 100, k: 98 });
  await page.waitForFunction(() => document.querySelector('rope-difference-map').k === 98);
  await page.locator('section[aria-labelledby=h-entropy] summary').first().click();
  await page.locator('section[aria-labelledby=h-entropy] rope-plot .summary', { hasText: 'nats' }).waitFor();
  await axeFindsNothing('#figures');
});

test('each head has its label, the arrow keys read it, and the map follows', async () => {
  await open('#len=128&q=100&k=99&layer=0&head=0&method=rope&method=yarn');
  const section = page.locator('section[aria-labelledby=h-head-labels]');
  await section.locator('summary').first().click();
  await section.locator('.readout', { hasText: 'Layer 0, head 0, YaRN: local' }).waitFor();
  expect(await section.locator('[role=grid]').count()).toBe(2);
  expect(await section.locator('button.previous').count()).toBeGreaterThan(1);
  await section.locator('button[aria-pressed=true]').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await section
    .locator('[aria-live]', { hasText: 'Layer 1, head 1, RoPE: previous token' })
    .waitFor({ state: 'attached' });
  await page.locator('h2', { hasText: 'layer 1, head 1' }).waitFor();
  await section.locator('rope-tools summary').click();
  await section.locator('rope-tools button', { hasText: 'Show as table' }).click();
  expect(await section.locator('rope-tools tbody tr').count()).toBe(32);
  await axeFindsNothing('#figures');
});
