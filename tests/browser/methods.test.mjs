// The pages of methods: one for each method of the registry, made by the build, with figures at work.
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { zh } from '../../web/words/zh.js';
import { axeFindsNothing } from './axe.mjs';
import { page, visitSite } from './page.mjs';

const site = new URL('../../dist/site/', import.meta.url);
const statusIs = (word) => page.locator('#status', { hasText: word }).waitFor();

let catalog;
beforeAll(async () => {
  const engine = await createEngine({ workers: 0 });
  catalog = await engine.methods();
  await engine.dispose();
});

test('every method has a page whose head and formula stand in the document, and no other page is there', () => {
  const built = readdirSync(site).filter((file) => /^method\b.*\.html$/.test(file));
  expect(built.sort()).toEqual(catalog.map(({ id }) => `method-${id}.html`).sort());
  const unescaped = (html) => html.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  for (const { id, name, summary } of catalog) {
    const html = unescaped(readFileSync(new URL(`method-${id}.html`, site), 'utf8'));
    expect(html).toContain(`<title>${name} · ropescope</title>`);
    expect(html).toContain(`<h1>${name}</h1>`);
    expect(html).toContain(`<p class="intro">${summary.replaceAll('`', '')}</p>`);
    expect(html).toContain(`.id = "${id}"`);
    expect(html.slice(0, html.indexOf('<pre>'))).not.toMatch(/\[\[\w+\]\]|\{\{/);
  }
  expect(readFileSync(new URL('method-yarn.html', site), 'utf8')).toMatch(
    /data-models="([^"]* )?rope-l128-yarn-x8[ "]/,
  );
});

test('the overview leads to the page of every method, in the language and colours that were chosen', async () => {
  await visitSite('methods.html#theme=dark&lang=zh');
  await statusIs('就绪');
  const links = await page.locator('main th a').evaluateAll((all) => all.map((each) => each.getAttribute('href')));
  expect(links.sort()).toEqual(catalog.map(({ id }) => `./method-${id}.html#theme=dark&lang=zh`).sort());
  expect(await page.locator('main').innerText()).not.toContain('`');
  await page.locator('main th a', { hasText: /^动态 NTK$/ }).click();
  await page.locator('h1', { hasText: zh.method('dynamic_ntk').name }).waitFor();
  expect(await page.title()).toBe(`${zh.method('dynamic_ntk').name} · ropescope`);
  await page.locator('[data-say-fact="cache"]', { hasText: '超过 4096 词元后' }).waitFor();
});

describe('the page of a method', () => {
  test('sets what its summary marks as code', async () => {
    await visitSite('method-linear.html');
    await statusIs('Ready');
    expect(await page.locator('header .intro code').textContent()).toBe('factor');
    expect(await page.locator('meta[name=description]').getAttribute('content')).not.toContain('`');
  });

  test('draws it at work, beside plain RoPE, and lists what was measured', async () => {
    await visitSite('method-yarn.html');
    await statusIs('Ready');
    await page.waitForFunction(() => document.querySelector('[data-kind=loss] rope-plot')?.figure?.curves.length === 2);
    const labels = await page.evaluate(() =>
      document.querySelector('[data-kind=loss] rope-plot').figure.curves.map(({ label }) => label),
    );
    expect(labels).toEqual(['RoPE', 'YaRN']);
    expect(await page.locator('[data-kind]').evaluateAll((all) => all.map(({ dataset }) => dataset.kind))).toEqual([
      'loss',
      'coverage',
      'cost',
    ]);
    await page.locator('#h-results').waitFor();
    expect(await page.locator('section[aria-labelledby=h-results] .line').allInnerTexts()).toContain('YaRN');
    const compared = 'main a[href="./compare.html#method=rope&method=yarn"]';
    expect(await page.locator(compared).count()).toBe(1);
    const tuned = 'section[aria-labelledby=h-models] a[href$="#model=rope-l128-yarn-x8"]';
    expect(await page.locator(tuned).count()).toBe(1);
    await page.locator('[data-kind=loss] rope-tools summary').click();
    expect(
      await page
        .locator('[data-kind=loss] rope-tools li a')
        .evaluateAll((all) => all.map((each) => each.getAttribute('href'))),
    ).toEqual(['./method-rope.html', './method-yarn.html']);
  });

  test('uses weights that were trained with it, where plain ones would not do', async () => {
    await visitSite('method-alibi.html');
    await statusIs('Ready');
    await page.waitForFunction(() => document.querySelector('[data-kind=loss] rope-plot')?.figure?.curves.length === 1);
    expect(await page.locator('section[aria-labelledby=h-live] .lead').innerText()).toContain('ALiBi, trained on 128');
    await page.waitForFunction(() => document.querySelector('[data-kind=bias] rope-plot')?.figure);
  });

  test('says what is missing where there is nothing to run', async () => {
    await visitSite('method-fire.html');
    await statusIs('Ready');
    await page
      .locator('section[aria-labelledby=h-live] .lead', { hasText: 'No model of this site was trained with it' })
      .waitFor();
    expect(await page.locator('.against li').allInnerTexts()).toEqual(['Needs a model that was trained with it.']);
    expect(await page.locator('[role=alert]').count()).toBe(0);
  });

  test.each([
    ['yarn', 'en', 'light', 1440],
    ['rerope', 'zh', 'dark', 360],
    ['fire', 'zh', 'light', 360],
    ['longrope', 'en', 'dark', 1440],
  ])('has nothing that axe finds wrong and scrolls nowhere: %s, %s, %s, %i px', async (id, lang, theme, width) => {
    await visitSite(`method-${id}.html#lang=${lang}&theme=${theme}`, { viewport: { width, height: 800 } });
    await statusIs(/^(Ready|就绪)$/);
    await page.locator('#h-live + .lead', { hasText: /./ }).waitFor();
    await page.waitForTimeout(1500); // figures come in turns
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await axeFindsNothing();
    const headings = await page.locator('main h2, main h3').allInnerTexts();
    if (lang === 'zh')
      expect(headings.filter((said) => !/[\u4e00-\u9fff]/.test(said) && !/RoPE/.test(said))).toEqual([]);
  });
});
