// Every page in Chinese with every panel open: nothing that a visitor reads or hears is left in English.
import { expect, test } from '@jest/globals';
import { fileOf, openEvaluation, page, visitSite } from './page.mjs';

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

/** Figures are drawn in turns, while other work goes on. */
async function becomesEnglish() {
  await page.getByRole('button', { name: 'English', exact: true }).click();
  await statusIs('Ready');
  const until = Date.now() + 20_000;
  while ((await chineseLeft()).length > 0 && Date.now() < until) await page.waitForTimeout(200);
  expect(await chineseLeft()).toEqual([]);
}

/** Methods: one as it is, one of whose parameters is said to be none, one for other weights. */
const methods = 'method=rope&method=yarn,beta_fast:null&method=alibi';

const openDetails = () =>
  page.evaluate(() => {
    const roots = [document, ...[...document.querySelectorAll('rope-method')].map(({ shadowRoot }) => shadowRoot)];
    for (const details of roots.flatMap((root) => [...root.querySelectorAll('details')])) details.open = true;
  });

test('the comparison leaves nothing in English, whatever is opened', async () => {
  await visitSite(`${fileOf.compare}#lang=zh&len=256&${methods}`);
  await statusIs('就绪');
  await page.locator('rope-plot .area').first().waitFor();
  await openDetails();
  expect(await englishLeft()).toEqual([]);
  await page.locator('rope-attention-map .frame').first().focus();
  await page.keyboard.press('ArrowLeft'); // is spoken
  await page.locator('rope-plot .area').first().focus();
  await page.keyboard.press('ArrowRight');
  expect(await englishLeft()).toEqual([]);
  await becomesEnglish();
});

test.each(['', '&model=alibi-l128', '&model=kerple-log-l128'])(
  'the explorer leaves nothing in English, with%s',
  async (model) => {
    await visitSite(`${fileOf.explorer}#lang=zh&len=256${model || `&${methods}`}`);
    await statusIs('就绪');
    await page.locator('#h-encoding, #h-bias, #h-still').first().waitFor();
    await page.waitForLoadState('networkidle');
    await openDetails();
    expect(await englishLeft()).toEqual([]);
    await becomesEnglish();
  },
);

test('the evaluation leaves nothing in English while it runs, and keeps what it knows in the other language', async () => {
  await openEvaluation(`#lang=zh&samples=1&lengths=64,160&${methods}`);
  await openDetails();
  expect(await englishLeft()).toEqual([]);
  await page.locator('rope-score-grid button').first().click();
  await page.locator('rope-passkey button.plain').click(); // runs the cell
  await page.locator('rope-passkey .prompt').waitFor();
  await page.locator('rope-evaluation .run').click();
  await page.waitForFunction(() => document.querySelector('rope-evaluation').run.progress().done >= 3);
  expect(await englishLeft()).toEqual([]);
  const live = () => page.evaluate(() => document.querySelector('rope-evaluation').run.live.size);
  const known = await live();
  await becomesEnglish();
  expect(await live()).toBeGreaterThanOrEqual(known);
  expect(await page.locator('rope-passkey .prompt').count()).toBe(1);
});

test('the reader of configs leaves nothing in English, and goes on in the other language', async () => {
  await visitSite('doctor.html#lang=zh');
  await statusIs('就绪');
  await page.locator('rope-doctor select').selectOption({ index: 1 });
  await page.locator('rope-doctor dl').waitFor();
  await page.locator('rope-runtimes table').last().waitFor();
  await openDetails();
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
  await page.locator('button.main:not([aria-disabled=true])').waitFor();
  await page.locator('button.main').click();
  await page.waitForFunction(() => document.querySelector('.racer progress').value >= 3);
  expect(await englishLeft()).toEqual([]);
  await page.locator('button.main').click();
  await page.locator('button.main:not([aria-disabled=true])', { hasText: '继续' }).waitFor();
  await page.getByRole('button', { name: '拉长试试' }).click();
  await page.locator('.scores tbody tr').first().waitFor();
  await page.locator('input[type=file]').setInputFiles({ name: 'x.training', mimeType: '', buffer: Buffer.from('no') });
  await page.getByRole('alert').filter({ hasText: 'x.training' }).waitFor();
  expect(await englishLeft()).toEqual([]);
});
