// A page in its two languages: chosen by the browser, by the link, by the button, with nothing else changed.
import { expect, test } from '@jest/globals';
import { context, fileOf, page, ready, visitSite } from './page.mjs';

const statusIs = (word) => page.locator('#status', { hasText: word }).waitFor();

/** Of the page and of its parts, which take it over one after another. */
const languages = () =>
  page.evaluate(() => {
    const said = Array.from(document.querySelectorAll('html, #controls, main, main > *'), (part) =>
      part.closest('[lang]').getAttribute('lang'),
    );
    return [...new Set(said)];
  });

test('the page speaks Chinese where the browser asks for it, and switches without losing its state', async () => {
  await visitSite(`${fileOf.compare}#len=256&method=rope&method=linear`, { locale: 'zh-CN' });
  await statusIs('就绪');
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-Hans');
  const headings = await page.locator('main h2').allInnerTexts();
  expect(headings.filter((heading) => !/[\u4e00-\u9fff]/.test(heading))).toEqual([]);
  const card = page.locator('rope-method').nth(1);
  await card.getByText('把所有位置压缩进训练过的范围').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'English', exact: true }).click();
  await ready();
  expect(await page.evaluate(() => location.hash)).toBe('#len=256&lang=en&method=rope&method=linear');
  expect(await page.locator('h1').innerText()).toBe('Methods on the same text, side by side');
  expect(await languages()).toEqual(['en']);
  await page.getByRole('button', { name: '中文', exact: true }).click();
  await statusIs('就绪');
  expect(await languages()).toEqual(['zh-Hans']);
  await page.getByRole('button', { name: 'English', exact: true }).click();
  await ready();
  expect(await card.getByText(/[\u4e00-\u9fff]/).count()).toBe(0);
});

test('the link says the language, and an error comes in it', async () => {
  await visitSite(`${fileOf.compare}#lang=zh&len=9`);
  await statusIs('就绪');
  expect(await page.locator('#controls [role="alert"]').innerText()).toContain('应为 16 到 2048 的整数');
});

test('the skip link leaves the state alone', async () => {
  await visitSite(`${fileOf.compare}#len=256&method=rope`);
  await ready();
  const before = await page.evaluate(() => location.hash);
  await page.locator('.skip').focus();
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement.id)).toBe('figures');
  expect(await page.evaluate(() => location.hash)).toBe(before);
});

/** The fonts that draw the heading of the page. */
async function headingFonts() {
  const asked = await context.newCDPSession(page);
  await asked.send('DOM.enable');
  await asked.send('CSS.enable');
  const { root } = await asked.send('DOM.getDocument');
  const { nodeId } = await asked.send('DOM.querySelector', { nodeId: root.nodeId, selector: 'h1' });
  const { fonts } = await asked.send('CSS.getPlatformFontsForNode', { nodeId });
  return fonts.map(({ familyName }) => familyName).join(', ');
}

test('no Chinese font sets what is English: its apostrophe would be as wide as a character', async () => {
  const chinese = /CJK|Han|Song|SimSun/;
  for (const english of [`${fileOf.doctor}#lang=en`, 'lectures/rope/en.html', 'lectures/yarn/en.html?view=read']) {
    await visitSite(english);
    await page.locator('h1').first().waitFor();
    expect(`${english} ${await headingFonts()}`).not.toMatch(chinese);
    await context.close();
  }
});
