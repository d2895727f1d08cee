// A visitor's own text on the page of comparisons: it is brought in four ways, and nothing of it leaves the tab.
import { expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { context, open, page, ready, troubles, visitSite } from './page.mjs';

const area = () => page.getByRole('textbox', { name: 'Your own text' });
const used = (text) =>
  page.waitForFunction((wanted) => document.querySelector('#own-text')?.textContent.includes(wanted), text);

async function openOwn(options) {
  await open('#len=256&method=rope&method=yarn', options);
  await page.locator('#controls select').first().selectOption('own');
  await area().waitFor();
}

/** Drops files as a hand does: the browser makes the same events of it. */
const drop = (files) =>
  page.locator('.own').evaluate((element, given) => {
    const dataTransfer = new DataTransfer();
    for (const [name, content] of given) dataTransfer.items.add(new File([content], name));
    element.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
    element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, files);

test('a typed text is what maps and losses are of; the slider ends with it; the link carries none of it', async () => {
  await openOwn();
  await area().fill('A text of mine, a text of mine. ');
  await used('32 characters = 32 tokens. All are read.');
  await used('It ends within the 128 tokens of training');
  await page.waitForFunction(() => document.querySelector('rope-attention-map')?.map?.rows === 32);
  expect(
    await page
      .locator('#controls rope-number')
      .first()
      .evaluate(({ max }) => max),
  ).toBe(32);
  expect(new URL(page.url()).hash).toMatch(/text=own/);
  expect(page.url()).not.toMatch(/mine/);
  await page.reload();
  await ready();
  expect(await area().inputValue()).toBe('A text of mine, a text of mine. ');
  expect(troubles).toEqual([]);
});

test('characters that the model does not know are said, with what becomes of them', async () => {
  await openOwn();
  await area().fill('Ein Weiß, zwei Weiß und ein Stück 😀');
  await used('4 characters are unknown to this model and read as “?”: ß (2), ü (1), 😀 (1).');
  await ready();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('a dropped .txt is read, another file is refused by its name and leaves the text', async () => {
  await openOwn();
  await drop([['notes.txt', 'It was a dark night. '.repeat(20)]]);
  await page.getByText('From the file notes.txt.').waitFor();
  await used('420 characters = 420 tokens. The first 256 are read');
  await drop([['config.json', '{}']]);
  await page.getByRole('alert').filter({ hasText: 'config.json is not read' }).waitFor();
  expect(await area().inputValue()).toMatch(/^It was a dark/);
  await page
    .locator('.own input[type=file]')
    .setInputFiles({ name: 'b.md', mimeType: 'text/markdown', buffer: Buffer.from('# Title\nMore.') });
  await page.getByText('From the file b.md.').waitFor();
  expect(await area().inputValue()).toBe('# Title\nMore.');
  expect(troubles).toEqual([]);
});

test('all of it works by keyboard, in Chinese and the dark too, and axe finds nothing', async () => {
  await visitSite('compare.html#len=128&lang=zh&theme=dark&method=rope');
  await page.waitForFunction(
    () => document.documentElement.lang === 'zh-Hans' && document.querySelector('#controls select'),
  );
  await page.locator('#controls select').first().focus();
  await page.keyboard.press('End'); // the last of the texts is one's own
  await page.locator('.own textarea').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type('文 and words');
  await page.locator('#own-text', { hasText: '有 1 个字符是这个模型不认识的，按“?”读取：文（1）' }).waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement.matches('.own input[type=file]'))).toBe(true);
  await axeFindsNothing('#controls');
});

test('its link, opened elsewhere, falls back with a notice', async () => {
  await open('#text=own&len=128&method=rope');
  await page.getByRole('alert').filter({ hasText: 'the held-out passage is shown' }).waitFor();
  expect(await page.locator('#controls select').first().inputValue()).toBe('heldout');
  expect(context.pages()).toHaveLength(1);
});
