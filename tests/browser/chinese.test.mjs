// Every page in Chinese with every panel open: nothing that a visitor reads or hears is left in English.
import { expect, test } from '@jest/globals';
import { page, visitSite } from './page.mjs';

/**
 * Visible texts and spoken attributes with a pattern, through all shadow roots. Left out is what has a language of its own: code,
 * names of authors, the text that the model reads, what the visitor typed, and the name of the other language.
 */
const left = (pattern) =>
  page.evaluate((source) => {
    const wrong = new RegExp(source);
    const foreign = 'script, style, noscript, code, cite, q, textarea, .prompt, #language, .inset svg, .below svg';
    const spoken = ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'alt', 'placeholder', 'label'];
    const found = new Set();
    const look = (text, where) =>
      wrong.test(text?.replace(/npx [^）]*/, '') ?? '') && found.add(`${where}: ${text.trim().replace(/\s+/g, ' ')}`);
    const walk = (node, inReader = false) => {
      if (node.nodeType === Node.TEXT_NODE) look(node.textContent, node.parentElement?.localName ?? 'shadow');
      if (node instanceof Element) {
        if (node.matches(foreign) || (inReader && node.localName === 'p')) return;
        for (const name of spoken) look(node.getAttribute(name), `${node.localName} ${name}`);
      }
      if (node.shadowRoot) walk(node.shadowRoot, node.localName === 'rope-reader');
      for (const child of node.childNodes) walk(child, inReader);
    };
    walk(document.body);
    look(document.title, 'title');
    return [...found];
  }, pattern.source);

const englishLeft = () => left(/[A-Za-z]{2,}[’']?[,;:]? [A-Za-z]{2,}[,;:]? [A-Za-z]{2,}/);
const chineseLeft = () => left(/[\u4e00-\u9fff]/);

const statusIs = (word) => page.locator('#status', { hasText: word }).waitFor();

test('the explorer leaves nothing in English, whatever is opened', async () => {
  await visitSite('#lang=zh&len=256&samples=1&lengths=64,160&method=rope&method=yarn,beta_fast:null&method=alibi');
  await statusIs('就绪');
  await page.waitForFunction(() => document.querySelector('rope-evaluation')?.stored.size > 0);
  await page.evaluate(() => {
    for (const card of document.querySelectorAll('rope-method'))
      for (const details of card.shadowRoot.querySelectorAll('details')) details.open = true;
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  expect(await englishLeft()).toEqual([]);

  await page.locator('rope-attention-map .frame').first().focus();
  await page.keyboard.press('ArrowLeft'); // is spoken
  await page.locator('rope-plot .area').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('rope-score-grid button').first().click();
  await page.locator('rope-passkey button.plain').click(); // runs the cell
  await page.locator('rope-passkey .prompt').waitFor();
  await page.locator('rope-evaluation .run').click();
  await page.waitForFunction(() => document.querySelector('rope-evaluation').run.progress().done >= 3);
  expect(await englishLeft()).toEqual([]);

  const known = await page.evaluate(() => document.querySelector('rope-evaluation').run.live.size);
  await page.getByRole('button', { name: 'English', exact: true }).click();
  await statusIs('Ready');
  const until = Date.now() + 20_000; // figures are drawn in turns, while the evaluation goes on
  while ((await chineseLeft()).length > 0 && Date.now() < until) await page.waitForTimeout(200);
  expect(await chineseLeft()).toEqual([]);
  expect(await page.evaluate(() => document.querySelector('rope-evaluation').run.live.size)).toBeGreaterThanOrEqual(
    known,
  );
  expect(await page.locator('rope-passkey .prompt').count()).toBe(1);
});

test('the reader of configs leaves nothing in English, and goes on in the other language', async () => {
  await visitSite('doctor.html#lang=zh');
  await statusIs('就绪');
  await page.locator('rope-doctor button').nth(1).click(); // the example
  await page.locator('rope-doctor dl').waitFor();
  await page.locator('rope-plot .area').focus();
  await page.keyboard.press('ArrowRight'); // is spoken
  expect(await englishLeft()).toEqual([]);
  await page.locator('rope-doctor textarea').fill('{"model_type": "gpt2"}');
  await page.locator('rope-doctor button').first().click();
  await page.locator('rope-doctor .error').waitFor();
  expect(await englishLeft()).toEqual([]);
  await page.getByRole('button', { name: 'English', exact: true }).click();
  await statusIs('Ready');
  expect(await page.locator('rope-doctor .error').innerText()).toMatch(/gpt2.*no rotary/);
  expect(await chineseLeft()).toEqual([]);
});

test('the lab leaves nothing in English while it trains, and when it is asked for more', async () => {
  await visitSite('lab.html#lang=zh&b=alibi&seed=x');
  await page.locator('button.main:enabled').waitFor();
  await page.locator('button.main').click();
  await page.waitForFunction(() => document.querySelector('.racer progress').value >= 3);
  expect(await englishLeft()).toEqual([]);
  await page.locator('button.main').click();
  await page.locator('button.main:enabled', { hasText: '继续' }).waitFor();
  await page.getByRole('button', { name: '拉长试试' }).click();
  await page.locator('.scores tbody tr').first().waitFor();
  await page.locator('input[type=file]').setInputFiles({ name: 'x.training', mimeType: '', buffer: Buffer.from('no') });
  await page.getByRole('alert').filter({ hasText: 'x.training' }).waitFor();
  expect(await englishLeft()).toEqual([]);
});
