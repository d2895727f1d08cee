// The reference: found from the page about the site, read in any colours and on a phone, with addresses of its names.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { page, visitSite } from './page.mjs';

const ready = () => page.locator('#status', { hasText: /Ready|就绪/ }).waitFor();
const top = (name) =>
  page.locator(`[id="${name}"]`).evaluate((element) => Math.round(element.getBoundingClientRect().top));

test('is one link away from the page about the site, in its language and colours', async () => {
  await visitSite('about.html#theme=dark&lang=zh');
  await page.getByRole('link', { name: 'API 参考：JavaScript 与 C++（英文）' }).click();
  await ready();
  await page.locator('h1', { hasText: /^API 参考$/ }).waitFor(); // the page before may be ready still when it is asked
  await page.getByRole('link', { name: 'PositionPlan', exact: true }).click();
  await page.waitForURL(/reference-cpp-position\.html#PositionPlan&theme=dark&lang=zh$/);
  await ready();
  expect(Math.abs(await top('PositionPlan'))).toBeLessThan(40);
  expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme])).toEqual([
    'zh-Hans',
    'dark',
  ]);
  expect(await page.locator('main').getAttribute('lang')).toBe('en');
});

test('a name that is followed stands in the address, and a type in a declaration leads to it', async () => {
  await visitSite('reference-cpp-position.html#theme=light');
  await ready();
  await page.locator('ul.names').getByRole('link', { name: 'PositionPlan', exact: true }).click();
  await page.waitForURL(/#PositionPlan&theme=light$/);
  await page.locator('#PositionPlan dt').getByRole('link', { name: 'Visibility' }).click();
  await page.waitForURL(/#Visibility&theme=light$/);
  expect(Math.abs(await top('Visibility'))).toBeLessThan(40);
});

test.each([
  ['reference.html', 'light', 1440],
  ['reference-cpp-kernels.html', 'dark', 360],
])('axe finds nothing wrong on %s, %s, %i px wide', async (file, colorScheme, width) => {
  await visitSite(file, { colorScheme, viewport: { width, height: 800 } });
  await ready();
  await axeFindsNothing();
});

test('fits a phone, whatever is declared', async () => {
  for (const file of ['reference-cpp-methods.html', 'reference-cpp-position.html', 'reference-js-ropescope.html']) {
    await visitSite(file, { viewport: { width: 360, height: 800 } });
    await ready();
    expect([file, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([file, 360]);
  }
});

test('is kept for later visits only once it was read', () => {
  const [line] = readFileSync(new URL('../../dist/site/service-worker.js', import.meta.url), 'utf8').split('\n');
  const { first, used } = JSON.parse(line.replace(/^self\.site = |;$/g, ''));
  const pages = (list) => Object.keys(list).filter((path) => path.startsWith('reference'));
  expect(pages(first)).toEqual([]);
  expect(pages(used).length).toBeGreaterThan(10);
});
