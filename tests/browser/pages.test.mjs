// The pages of the site: one frame, a navigation that keeps colours and language, the reader of configs on a page of its own.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { pages } from '../../web/site/pages.js';
import { zh } from '../../web/words/zh.js';
import { axeFindsNothing } from './axe.mjs';
import { fileOf, page, visitSite } from './page.mjs';

const builtPage = (file) => readFileSync(new URL(`../../dist/site/${file}`, import.meta.url), 'utf8');
const statusIs = (word) => page.locator('#status', { hasText: word }).waitFor();
const requests = (pattern) =>
  page.evaluate(
    (source) =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((name) => new RegExp(source).test(name)),
    pattern,
  );

describe('the navigation', () => {
  test('leads from page to page with the keyboard, in the colours and the language that were chosen', async () => {
    const [first, ...others] = pages;
    await visitSite(`${first.file}#theme=dark&lang=zh`);
    for (const { id, file } of [...others, first]) {
      await page.locator(`nav a[href="./${file}#theme=dark&lang=zh"]`).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/${file}#theme=dark&lang=zh`);
      await page.locator('h1', { hasText: zh.pages[id].title }).waitFor();
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
      expect(await page.locator('nav [aria-current=page]').allTextContents()).toEqual([zh.pages[id].name]);
    }
  });

  test('stands in every page before a script has run, with one content policy for all', () => {
    const built = pages.map(({ file }) => builtPage(file));
    const policies = new Set(built.map((html) => html.match(/Content-Security-Policy" content="([^"]+)"/)?.[1]));
    expect([...policies]).toEqual([expect.stringContaining("default-src 'none'")]);
    for (const html of built) {
      const around = html.replace(/<main[\s\S]*<\/main>/, '');
      const links = [...around.matchAll(/<a data-page="(\w+)" href="\.\/([\w.]+)"/g)].map(
        ([, id, file]) => `${id} ${file}`,
      );
      expect(links.sort()).toEqual([...pages, pages[0]].map(({ id, file }) => `${id} ${file}`).sort()); // the name leads home
    }
    expect(new Set(built.map((html) => html.match(/<title[^>]*>([^<]+)/)[1])).size).toBe(pages.length);
  });
});

/** A page as it stands now, in this language. */
async function looksRight(lang, width) {
  await statusIs(lang === 'en' ? /^Ready$/ : /^就绪$/);
  await page.waitForLoadState('networkidle'); // what comes later is there, too
  await page.evaluate(() => {
    for (const each of document.getAnimations()) each.finish();
  });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  await axeFindsNothing();
}

/** Every page wide and narrow, in either width in both languages and both themes: a visitor switches where the page stands. */
test.each(
  pages.flatMap(({ file }) => [
    [file, 1440, 'en', 'zh'],
    [file, 360, 'zh', 'en'],
  ]),
)(
  'axe finds nothing wrong and nothing scrolls sideways: %s, %i px, light in %s, dark in %s',
  async (file, width, first, second) => {
    await visitSite(`${file}#lang=${first}&theme=light`, { viewport: { width, height: 800 } });
    await statusIs(/^(Ready|就绪)$/);
    if (file === fileOf.doctor) {
      await page.locator('rope-doctor select').selectOption({ index: 1 });
      await page.locator('rope-runtimes table').last().waitFor();
    }
    await looksRight(first, width);
    await page.locator('#theme button').click();
    await page.locator('#language button').click();
    await page.waitForURL(`**/${file}#theme=dark&lang=${second}`);
    await looksRight(second, width);
  },
);

describe('the first page', () => {
  const seen = () => page.locator('.seen');

  test('shows the failure and the cure by itself, and says from the losses how large they are', async () => {
    await visitSite('');
    await statusIs('Ready');
    expect(await page.locator('.live .panel h3').allTextContents()).toEqual([
      expect.stringMatching(/^RoPE as it was trained/),
      expect.stringMatching(/^YaRN the same weights/),
    ]);
    const [within, failed, cured] = [...(await seen().textContent()).matchAll(/(\d+) %/g)].map(([, number]) => +number);
    expect(failed).toBeLessThan(within / 2);
    expect(cured).toBeGreaterThan(1.5 * failed);
    expect(await page.locator('.live .weight b').allTextContents()).toEqual([`${failed} %`, `${cured} %`]);
    expect(await page.locator('rope-plot, rope-method, rope-heatmap-grid').count()).toBe(0);
  });

  test('looks at the last query of a short text, where the text that was looked at ends before', async () => {
    await visitSite(`${fileOf.home}#len=32`, { viewport: { width: 1024, height: 900 } });
    await statusIs('Ready');
    const places = page.locator('rope-attention-map .where');
    await places.nth(1).waitFor();
    expect(await places.allTextContents()).toEqual(['query 31, key 30', 'query 31, key 30']);
  });

  test('has one slider: within the trained length nothing fails, and the length goes on to other pages', async () => {
    await visitSite(`${fileOf.home}#len=512`);
    await statusIs('Ready');
    await page.getByRole('button', { name: '1×', exact: true }).click();
    await page.locator('.seen', { hasText: 'nothing fails' }).waitFor();
    await page.getByRole('button', { name: '2×', exact: true }).click();
    await page.locator('.seen', { hasText: 'Past them' }).waitFor();
    expect(await page.evaluate(() => location.hash)).toBe('#len=256');
    await page.locator('.ways a[data-page=compare]').click();
    await page.waitForURL(`**/${fileOf.compare}#len=256`);
    await page.waitForFunction(() => document.querySelector('rope-attention-map')?.map?.rows === 256);
  });

  test.each([
    ['#len=200&layer=2&head=3&method=rope&method=linear', 'compare'],
    ['#model=alibi-l128', 'compare'],
    ['#part=sin&decay=bound', 'explorer'],
    ['#samples=2&lengths=64,160&lang=zh&method=rope&method=yarn', 'evaluate'],
  ])('leads on where an older link says: %s', async (hash, id) => {
    await visitSite(`${fileOf.home}${hash}`);
    await page.waitForURL(`**/${fileOf[id]}#**`);
    await statusIs(/^(Ready|就绪)$/);
    const now = await page.evaluate(() => location.hash);
    expect(now.startsWith(hash.split('&method')[0])).toBe(true);
    expect(await page.locator('#controls [role=alert]').count()).toBe(0);
  });
});

test('a link to the explorer of the time when it drew maps is one step from them', async () => {
  const hash = '#len=200&layer=2&head=3&method=rope&method=linear';
  await visitSite(`${fileOf.explorer}${hash}`);
  await statusIs('Ready');
  await page.locator('main a[data-page=compare]').click();
  await page.waitForURL(`**/${fileOf.compare}${hash}`);
  await page.waitForFunction(() => document.querySelectorAll('rope-attention-map')[1]?.map?.rows === 200);
});

describe('the reader of configs', () => {
  test('reads a pasted config and draws its wavelengths, without weights and texts', async () => {
    await visitSite(fileOf.doctor);
    await statusIs('Ready');
    const doctor = page.locator('rope-doctor');
    await doctor.getByLabel('A published model').selectOption('Qwen/Qwen3-8B, YaRN × 4');
    await doctor.getByText('Attention factor').waitFor();
    expect(await doctor.locator('.source').textContent()).toContain('hf_rope_real_models');
    expect(await doctor.locator('dl').textContent()).toContain('1.14'); // 0.1 ln 4 + 1
    const drawn = await page.waitForFunction(() => document.querySelector('rope-plot')?.figure);
    const { curves, marks } = await drawn.jsonValue();
    expect([curves.length, marks.length]).toEqual([1, 1]);
    await doctor.locator('textarea').fill('{"rope_theta": -1}');
    await doctor.getByText('Read this config').click();
    await doctor.locator('.error').waitFor();
    await page.locator('rope-plot').waitFor({ state: 'detached' });
    expect(await doctor.locator('.source').count()).toBe(0);
    expect(await requests('\\.(safetensors|txt)$')).toEqual([]);
  });

  test('marks the entry that a sentence is about', async () => {
    await visitSite(fileOf.doctor);
    await statusIs('Ready');
    const doctor = page.locator('rope-doctor');
    const marked = () =>
      doctor.locator('textarea').evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
    const config = { model_type: 'llama', hidden_size: 64, num_attention_heads: 4, rope_theta: -1 };
    await doctor.locator('textarea').fill(JSON.stringify(config, null, 1));
    await doctor.getByText('Read this config').click();
    await doctor.getByRole('button', { name: 'line 5' }).waitFor();
    expect(await marked()).toBe('"rope_theta": -1');
    await doctor.locator('textarea').fill('{"a": 1,,}');
    await doctor.getByText('Read this config').click();
    await doctor.getByRole('button', { name: 'line 1' }).waitFor();
    expect(await marked()).toBe(',');
    await doctor.getByLabel('A published model').selectOption('deepseek-ai/DeepSeek-V4-Flash');
    const warned = doctor.locator('li', { hasText: 'Warning:' }).getByRole('button');
    await warned.first().click();
    expect(await marked()).toMatch(/^"\w+": /);
  });

  test('reads a file that is dropped on it, and says which', async () => {
    await visitSite(fileOf.doctor);
    await statusIs('Ready');
    await page.locator('rope-doctor textarea').evaluate((area) => {
      const data = new DataTransfer();
      data.items.add(new File(['{"model_type": "gpt2"}'], 'config.json'));
      area.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await page.locator('rope-doctor .error').waitFor();
    expect(await page.locator('rope-doctor .source').textContent()).toContain('config.json');
  });

  test('is no part of the page of the maps', async () => {
    await visitSite(`${fileOf.compare}#len=128`);
    await statusIs('Ready');
    expect(await page.locator('rope-doctor').count()).toBe(0);
    expect(await requests('/doctor-[^/]*\\.js$')).toEqual([]);
  });

  test('says that the engine did not come, and tries again', async () => {
    let served = 0;
    await visitSite(fileOf.doctor, {}, (made) =>
      made.route(/\.wasm$/, (route) => (served++ === 0 ? route.fulfill({ body: 'no module' }) : route.continue())),
    );
    await statusIs('Stopped');
    await page.getByRole('alert').getByRole('button', { name: 'Retry' }).click();
    await statusIs('Ready');
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});
