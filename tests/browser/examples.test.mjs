// The examples that take their figures from a copy of the site, as their reader's page would have them.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { textOf } from '../repo/files.mjs';
import { page, troubles, visit } from './page.mjs';
import { serve } from './server.mjs';

const pages = {}; // of a host that has nothing of ours
let host;
let site; // of another origin, as hosts of static sites answer
beforeAll(async () => {
  host = await serve('examples/', pages);
  site = await serve('dist/site/', {}, { 'access-control-allow-origin': '*' });
});
afterAll(() => Promise.all([host.close(), site.close()]));

/** The curves of a figure, as soon as the first methods are drawn. */
const curvesAre = (selector, labels) =>
  page.waitForFunction(
    ([figure, wanted]) => {
      const plot = document.querySelector(figure)?.shadowRoot?.querySelector('rope-plot');
      return plot?.figure?.curves.map(({ label }) => label.split(',')[0]).join() === wanted;
    },
    [selector, labels.join()],
  );
describe('with files from another origin', () => {
  const here = (text) => text.replaceAll('https://example.org/ropescope/', site.address);
  afterEach(() => {
    const expected = (trouble) => trouble.startsWith(`foreign: ${site.address}`) || /^foreign: blob:/.test(trouble);
    troubles.splice(0, troubles.length, ...troubles.filter((trouble) => !expected(trouble)));
  });

  test('the output of a notebook’s cell is a live figure, in a worker, though it is put there as text', async () => {
    const { cells } = JSON.parse(textOf('examples/jupyter/figure.ipynb'));
    const { source, outputs } = cells.find((cell) => cell.cell_type === 'code');
    const [output] = outputs.map(({ data }) => data['text/html'].join(''));
    const written = source.join('').match(/f'''([\s\S]*)'''/)[1];
    expect(written.replaceAll('{site}', 'https://example.org/ropescope')).toBe(output); // the cell's code makes its output
    pages['/notebook.html'] =
      '<!doctype html><title>notebook</title><link rel="icon" href="data:,"><div id="output"></div>';
    await visit(host.address, 'notebook.html');
    await page.evaluate((html) => {
      const cell = document.getElementById('output');
      cell.innerHTML = html; // runs no script; JupyterLab puts each in once more
      for (const old of cell.querySelectorAll('script')) {
        const script = document.createElement('script');
        for (const { name, value } of old.attributes) script.setAttribute(name, value);
        old.replaceWith(script);
      }
    }, here(output));
    await curvesAre('rope-figure', ['RoPE', 'YaRN']);
    expect(page.workers()).toHaveLength(1);
    expect(page.workers()[0].url()).toMatch(/^blob:/);
    const tools = page.locator('rope-figure rope-tools');
    await tools.locator('summary').click();
    await tools.getByRole('button', { name: 'Copy this figure' }).click();
    const tag = await tools.locator('rope-embed textarea').first().inputValue();
    expect(tag).toContain(`src="${site.address}elements/elements.js"`);
    expect(tag).toContain(`base="${site.address}models"`);
    expect(await tools.locator('rope-embed textarea').nth(2).inputValue()).toMatch(/elements\/embed\.html#kind=loss&/);
  });

  test('raw HTML of a Quarto deck is a live figure, and its keys turn no slide', async () => {
    const blocks = [...textOf('examples/quarto/deck.qmd').matchAll(/```\{=html\}\n([\s\S]*?)```/g)].map(
      ([, html]) => html,
    );
    expect(blocks).toHaveLength(2);
    const slides = blocks.map(
      (html, i) => `<section id="slide-${i + 1}" class="slide level2"><h2>Slide</h2>${here(html)}</section>`,
    );
    pages['/quarto.html'] =
      `<!doctype html><title>Quarto</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/reveal.css"><body class="quarto-light">
      <div class="reveal"><div class="slides">${slides.join('')}</div></div><script src="/reveal.js"></script><script>
      Reveal.initialize({ controls: false, hash: true, history: true, width: 1050, height: 700, margin: 0.1, transition: 'none', keyboard: true });</script>`;
    pages['/reveal.js'] = textOf('node_modules/reveal.js/dist/reveal.js');
    pages['/reveal.css'] = textOf('node_modules/reveal.js/dist/reveal.css');
    await visit(host.address, 'quarto.html');
    await curvesAre('#slide-1 rope-figure', ['RoPE', 'YaRN']);
    await page.locator('#slide-1 rope-figure .area').focus();
    for (const key of ['ArrowRight', 'Space', 'PageDown']) await page.keyboard.press(key);
    expect(await page.evaluate(() => document.querySelector('section.present').id)).toBe('slide-1');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('ArrowRight');
    await curvesAre('#slide-2 rope-figure', ['RoPE', 'YaRN']);
  });
});
