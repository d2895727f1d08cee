// A figure is copied to other pages: as a tag, in a frame that fits it, and as a link.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { fileOf, open, page, troubles, visit, visitSite } from './page.mjs';
import { serve } from './server.mjs';

const pages = {};
let site;
beforeAll(async () => {
  site = await serve('dist/site/', pages);
});
afterAll(() => site.close());

/** What the figure's tools offer, by form. */
async function copied(tools) {
  const fields = tools.locator('rope-embed textarea');
  await fields.nth(2).waitFor();
  return Object.fromEntries(await fields.evaluateAll((all) => all.map(({ id, value }) => [id, value])));
}
const openTools = async (tools, [name, button] = ['Save, copy, table, sources', 'Copy this figure']) => {
  await tools.locator('summary', { hasText: name }).click();
  await tools.getByRole('button', { name: button }).click();
};
/** Labels and values of the two curves of a figure. */
async function curvesOf(root) {
  const found = await page.waitForFunction((selector) => {
    const figure = document.querySelector(selector);
    const plot = (figure?.shadowRoot ?? figure)?.querySelector('rope-plot');
    return plot?.figure?.curves.length === 2 && plot.figure.curves.map(({ label, values }) => [label, [...values]]);
  }, root);
  return found.jsonValue();
}
const unescaped = (text) => text.replaceAll('&amp;', '&');
const bare = (body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>host</title><link rel="icon" href="data:,"><body><h1>host</h1>${body}`;

describe('what a figure gives to copy', () => {
  test('shows the same figure as a tag on a bare page, in a frame and by its link', async () => {
    await visit(site.address, `${fileOf.compare}#len=200&method=rope&method=yarn;factor:2`);
    const tools = page.locator('section[aria-labelledby=h-loss] rope-tools');
    const shown = await curvesOf('section[aria-labelledby=h-loss]');
    expect(shown.map(([label]) => label)).toEqual(['RoPE', expect.stringContaining('YaRN')]);
    await openTools(tools);
    const { tag, frame, link } = await copied(tools);
    expect(tag).toMatch(
      /^<script type="module" src="http[^"]+\/elements\/elements\.js"><\/script>\n<rope-figure kind="loss" /,
    );
    pages['/copied.html'] = bare(tag);
    await page.goto(`${site.address}copied.html`);
    expect(await curvesOf('rope-figure')).toEqual(shown);
    await page.goto(unescaped(frame.match(/src="([^"]+)"/)[1]));
    expect(await curvesOf('rope-figure')).toEqual(shown);
    expect(await page.title()).toBe('Loss by position');
    await page.goto(link);
    expect(await curvesOf('section[aria-labelledby=h-loss]')).toEqual(shown);
  });

  test('follows the figure, by keyboard into the clipboard, and the slide hears no key of it', async () => {
    await visitSite('lectures/interpolation/zh.html#/neighbours', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const figure = page.locator('section.present rope-figure');
    const tools = figure.locator('rope-tools');
    await tools.locator('summary', { hasText: '保存、复制、表格、出处' }).focus();
    await page.keyboard.press('Enter');
    await tools.getByRole('button', { name: '复制这幅图' }).focus();
    await page.keyboard.press('Enter');
    const { tag, link } = await copied(tools);
    const box = await tools.locator('.inside').boundingBox(); // on the slide, which ends below its figure
    expect(box.y).toBeGreaterThan(0);
    expect(box.y + box.height).toBeLessThan(900);
    expect(await page.evaluate(() => document.querySelector('.reveal').scrollTop)).toBe(0);
    expect(tag).toContain('methods="rope"');
    expect(tag).toContain(' lang="zh" plans-only ');
    expect(link).toContain('/explorer.html#');
    await page.evaluate(() => document.querySelector('#alike').scope.set({ length: 300 }));
    await page.waitForFunction((before) => {
      const { shadowRoot } = document.querySelector('#alike rope-figure');
      const field = shadowRoot
        .querySelector('rope-tools')
        .shadowRoot.querySelector('rope-embed')
        .shadowRoot.querySelector('textarea');
      return field.value !== before;
    }, tag);
    await tools.getByRole('button', { name: '复制：链接' }).focus();
    for (const key of ['Space', 'ArrowRight', 'PageDown']) await page.keyboard.press(key);
    await tools.locator('[role=status]', { hasText: '链接：已复制' }).waitFor({ state: 'attached' });
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toMatch(/explorer\.html#len=300&method=rope&lang=zh$|explorer\.html#len=300.*lang=zh$/);
    expect(await page.evaluate(() => document.querySelector('section.present').id)).toBe('neighbours');
    expect(await page.locator('section.present .step[aria-pressed=true]').count()).toBe(0);
    await axeFindsNothing('#alike');
  });

  test('takes an own text along, and says of own files that they stay', async () => {
    await open('#len=64&text=own&typed=Call%20me%20%22Ishmael%22.%20Some%20years%20ago,%20never%20mind%20how%20long');
    const tools = page.locator('section[aria-labelledby=h-loss] rope-tools');
    await openTools(tools);
    const { tag, link } = await copied(tools);
    expect(tag).toMatch(/ text="own" .*typed="Call me &quot;Ishmael&quot;\. Some/);
    expect(link).not.toContain('Ishmael');
    await tools.getByText('Your own text is part of what you copy.').waitFor();
    await page.evaluate(() => {
      const element = document.querySelector('section[aria-labelledby=h-loss] rope-tools');
      const { weights } = element.scope;
      weights.value = { ...weights.value, source: { ...weights.value.source, picked: {} } };
    });
    await tools.getByText('files of your own, which no other page has').waitFor();
    expect(await tools.locator('textarea').count()).toBe(0);
  });
});

describe('the page of a frame', () => {
  const host = (hash, attributes = '') =>
    bare(`<script>globalThis.heard = []; addEventListener('message', ({ data, source }) => {
      heard.push(data);
      const frame = document.querySelector('iframe');
      if (data.type === 'ropescope-resize' && source === frame.contentWindow) frame.style.height = data.height + 'px';
    });</script><iframe title="figure" src="elements/embed.html#${hash}" width="600" height="100" ${attributes}></iframe>`);

  beforeEach(() => {
    pages['/host.html'] = host('kind=loss&amp;len=64&amp;method=rope&amp;theme=dark&amp;lang=zh');
  });

  test('tells its host how high it is, so that nothing in it scrolls, and holds the figure alone', async () => {
    await visit(site.address, 'host.html');
    const inner = page.frameLocator('iframe');
    await inner.locator('rope-plot').waitFor();
    const height = () => page.locator('iframe').evaluate((frame) => frame.clientHeight);
    const wanted = () => page.frames()[1].evaluate(() => document.documentElement.scrollHeight);
    while ((await height()) < 250 || (await height()) !== (await wanted())) await page.waitForTimeout(100);
    const before = await height();
    await inner.locator('summary').click();
    while ((await height()) <= before || (await height()) !== (await wanted())) await page.waitForTimeout(100);
    const heard = await page.evaluate(() => globalThis.heard);
    expect(new Set(heard.map(({ type }) => type))).toEqual(new Set(['ropescope-resize']));
    expect(heard.at(-1).height).toBe(await height());
    expect(await inner.locator('summary').innerText()).toBe('保存、复制、表格、出处');
    expect(
      await page.frames()[1].evaluate(() => [...document.body.querySelectorAll('*')].map(({ localName }) => localName)),
    ).toEqual(['main', 'h1', 'rope-figure']);
  });

  test('is as dark and speaks as its link says, and follows the link', async () => {
    await visit(site.address, 'host.html', { colorScheme: 'light' });
    const frame = page.frames()[1];
    await frame.locator('rope-plot').waitFor();
    const look = () =>
      frame.evaluate(() => [document.documentElement.lang, getComputedStyle(document.body).backgroundColor]);
    expect(await look()).toEqual(['zh-Hans', 'rgb(19, 22, 24)']);
    await page.evaluate(() => {
      document.querySelector('iframe').src = 'elements/embed.html#kind=decay&plans-only=1&theme=light&lang=en';
    });
    await frame.locator('rope-figure[kind=decay] rope-plot').waitFor();
    expect(await look()).toEqual(['en', 'rgb(252, 252, 250)']);
    await axeFindsNothing(undefined, frame);
  });

  test('refuses a link that it cannot read, or that leads to files of others, and says what it takes', async () => {
    const said = async (hash) => {
      await visitSite(`elements/embed.html#${hash}`);
      await page.getByRole('alert').waitFor();
      expect(await page.locator('rope-figure').count()).toBe(0);
      return page.getByRole('alert').innerText();
    };
    expect(await said('lang=en')).toMatch(
      /^This link must say which figure to draw: kind=… with one of attention, .*loss/,
    );
    expect(await said('kind=lozz&len=3&lang=en')).toMatch(
      /^In this link, kind must be one of attention, .*, got “lozz”\s+In this link, len must be a whole number from 16 to 2048, got “3”$/,
    );
    expect(await said('kind=loss&lang=zh&base=https%3A%2F%2Fexample.org%2Fmodels')).toContain(
      'https://example.org/models',
    );
    expect(await page.locator('p', { hasText: 'embed.html#kind=loss' }).count()).toBe(1);
    expect(await said('kind=loss&lang=en&base=http%3A%2F%2F%5B')).toMatch(
      /^In this link, base must be an address at .*, got “http:\/\/\[”$/,
    );
    expect(await said('kind=loss&lang=en&tokenizer=%2F%2Fexample.org%2Ftokenizer.json')).toMatch(
      /^In this link, tokenizer must be an address at .*, got “\/\/example\.org\/tokenizer\.json”$/,
    );
    expect(await said('kind=loss&lang=en&model=%')).toMatch(/^In this link, the value of model is not text/);
    expect(troubles).toEqual([]);
  });
});
