// The choice of weights on the built site: maps, link, columns and the evaluation follow it, and nothing of the last weights stays.
import { expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import {
  evaluationStored,
  fileOf,
  fingerprints,
  idle,
  open,
  openEvaluation,
  openExplorer,
  page,
  ready,
  visitSite,
} from './page.mjs';

const select = () => page.getByRole('combobox', { name: 'Weights' });
const link = () => page.evaluate(() => location.hash);
const columns = () => page.locator('.panel h3 .of').allTextContents();
const alerts = () => page.getByRole('alert').allTextContents();
const weightFiles = () =>
  page.evaluate(() =>
    [...new Set(performance.getEntriesByType('resource').map(({ name }) => name))].filter((name) =>
      /\.safetensors$/.test(name),
    ),
  );

/** The columns were chosen for these weights, and the model has run. */
async function shows(model) {
  await page.waitForFunction((name) => new RegExp(`model=${name}&(.*&)?method=`).test(location.hash), model);
  await ready();
}

/** The panel has come; its cells are those of the weights that are shown. */
const evaluated = (pattern) =>
  page.waitForFunction(
    (wanted) => new RegExp(wanted).test(document.querySelector('rope-evaluation')?.lines[0]?.name ?? ''),
    pattern,
  );

test('other weights bring other maps, columns that run on them, and a link', async () => {
  await open();
  await idle();
  const before = await fingerprints();
  expect(await weightFiles()).toHaveLength(1); // nothing of other weights comes before they are chosen
  await select().selectOption('alibi-l128');
  await shows('alibi-l128');
  await idle();
  expect(await link()).toBe('#model=alibi-l128&method=alibi&method=alibi+window');
  expect(await columns()).toEqual(['ALiBi', 'ALiBi + Window']);
  expect(await alerts()).toEqual([]);
  expect(await page.locator('rope-plot').evaluateAll((all) => all.filter(({ figure }) => figure === null))).toEqual([]);
  expect(await weightFiles()).toHaveLength(2);
  const chosen = await fingerprints();
  expect(chosen.filter((print) => before.includes(print))).toEqual([]);
  await select().selectOption('rope-l128');
  await page.waitForFunction(() => location.hash === '');
  await idle();
  expect(await columns()).toEqual(['RoPE', 'YaRN']);
  expect(await fingerprints()).toEqual(before);
});

test('the explorer says that nothing turns under other weights, and draws what turns when they are left', async () => {
  await openExplorer();
  await page.locator('rope-coverage').waitFor();
  expect(await weightFiles()).toHaveLength(0); // plans need no weights
  await select().selectOption('alibi-l128');
  await page.getByText('No pair of channels turns under ALiBi or ALiBi + Window').waitFor();
  expect(await page.locator('rope-coverage, rope-encoding').count()).toBe(0);
  await select().selectOption('rope-l128');
  await page.locator('rope-coverage').waitFor();
  await page.waitForFunction(() => document.querySelectorAll('rope-encoding').length === 2);
  expect(await link()).toBe('');
});

test('a map of the last weights is gone as soon as others are chosen', async () => {
  await open();
  await idle();
  /** @type {() => void} */
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(/\.safetensors$/, async (route) => {
    await released;
    await route.continue();
  });
  await select().selectOption('alibi-l128');
  await page.waitForFunction(() => /model=alibi-l128&method=/.test(location.hash));
  await page.waitForFunction(() =>
    [...document.querySelectorAll('rope-attention-map')].every(({ renderRoot }) =>
      renderRoot.querySelector('.waiting'),
    ),
  );
  const left = await page.evaluate(() => ({
    maps: [...document.querySelectorAll('rope-attention-map')].map(({ map }) => map),
    small: document.querySelector('rope-heatmap-grid').renderRoot.querySelectorAll('canvas').length,
    losses: document.querySelector('rope-plot[label^="Loss"]').figure,
    status: document.getElementById('status').textContent,
  }));
  expect(left).toEqual({ maps: [null, null], small: 0, losses: null, status: 'Loading the model: 0 %' });
  release();
  await shows('alibi-l128');
});

test('a link that names weights opens them, with columns of their own or with those that it names', async () => {
  await visitSite(`${fileOf.compare}#model=alibi-l128&len=256`);
  await shows('alibi-l128');
  expect(await select().inputValue()).toBe('alibi-l128');
  expect(await link()).toBe('#model=alibi-l128&len=256&method=alibi&method=alibi+window');
  await page.evaluate(() => {
    location.hash = '#model=alibi-l128&method=rope&method=yarn';
  });
  await page.locator('.panel [role="alert"]').nth(1).waitFor();
  expect(await columns()).toEqual(['RoPE', 'YaRN']); // taken literally, and refused by the engine
  await page.reload();
  await page.locator('.panel [role="alert"]').nth(1).waitFor();
  expect(await link()).toBe('#model=alibi-l128&method=rope&method=yarn');
});

test('weights that were tuned further bring their own factor and length', async () => {
  await openExplorer('#model=rope-l128-yarn-x8');
  expect(await link()).toContain('method=yarn;factor:8');
  await page.waitForFunction(() => document.querySelector('rope-plot[label^="Wavelength"]').figure);
  const { marks } = await page.evaluate(() => ({
    marks: document.querySelector('rope-plot[label^="Wavelength"]').figure.marks.map(({ at }) => at),
  }));
  expect(marks).toEqual([1024]);
});

test('of two quick choices the last stands', async () => {
  await open();
  await select().selectOption('alibi-l128');
  await select().selectOption('xpos-l128');
  await shows('xpos-l128');
  await idle();
  const settled = await fingerprints();
  expect(await columns()).toEqual(['XPOS', 'XPOS + Window']);
  await page.waitForTimeout(500); // for whatever the first choice might still bring
  expect(await fingerprints()).toEqual(settled);
  expect(await link()).toMatch(/^#model=xpos-l128&/);
  const fresh = await link();
  await visitSite(`lab.html`); // another page, so that the link is read anew
  await open(fresh);
  await idle();
  expect(await fingerprints()).toEqual(settled);
});

test('unknown weights are reported, and the first ones shown', async () => {
  await open('#model=gpt-5');
  expect(await alerts()).toEqual([expect.stringMatching(/model must be one of rope-l128, .*, got “gpt-5”/)]);
  expect(await select().inputValue()).toBe('rope-l128');
  expect(await columns()).toEqual(['RoPE', 'YaRN']);
});

test('learned biases are drawn for the layer that is shown', async () => {
  await openExplorer('#model=kerple-log-l128&layer=0');
  const biases = () =>
    page.evaluate(() =>
      document
        .querySelector('rope-plot[label^="Bias"]')
        ?.figure.curves.map(({ values }) => values[100])
        .join(),
    );
  await page.locator('rope-plot[label^="Bias"]').waitFor();
  const first = await biases();
  await page.getByRole('combobox', { name: 'Layer' }).selectOption('3');
  await page.waitForFunction(
    (old) =>
      document
        .querySelector('rope-plot[label^="Bias"]')
        .figure.curves.map(({ values }) => values[100])
        .join() !== old,
    first,
  );
  expect(await alerts()).toEqual([]);
});

test('the evaluation follows, and its table leads to weights by keys alone', async () => {
  await openEvaluation('#model=alibi-l128');
  await evaluated('^ALiBi \\(plain model\\)');
  const leading = page.locator('.table a[href="#model=rope-l128"]');
  await leading.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash === '');
  await evaluated('^RoPE \\(plain model\\)');
  await evaluationStored();
  expect(await leading.getAttribute('aria-current')).toBe('true');
  const methods = await page.locator('.table .line').allTextContents();
  expect(methods).toContain('ReRoPE');
  expect(methods).toContain('NTK (Su) old');
});

test('the weights are chosen by keys alone', async () => {
  await open();
  await page.getByRole('combobox', { name: 'Text' }).focus();
  const at = () => page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  for (let presses = 0; presses < 12 && (await at()) !== 'Weights'; presses++) await page.keyboard.press('Tab');
  expect(await at()).toBe('Weights');
  await page.keyboard.press('ArrowDown');
  await shows('alibi-l128');
  expect(await at()).toBe('Weights');
});

test.each([
  ['light', 1440],
  ['dark', 390],
])('axe finds nothing wrong with other weights, %s, %i px wide', async (colorScheme, width) => {
  await open('#model=kerple-log-l128', { colorScheme, viewport: { width, height: 900 } });
  await shows('kerple-log-l128');
  await idle();
  await axeFindsNothing();
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(screen);
});
