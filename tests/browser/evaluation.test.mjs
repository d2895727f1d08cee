// The evaluation panel on the built site: grey turns live, a cancelled run keeps what is done, a cell shows its prompt.
import { expect, test } from '@jest/globals';
import { axeFindsNothing } from './axe.mjs';
import { fileOf, openEvaluation, page, visitSite } from './page.mjs';

const small = 'samples=1&lengths=64,160&tasks=text,passkey&method=rope&method=yarn';
const panel = () => page.locator('rope-evaluation');
const grid = (slot) => panel().locator('rope-score-grid').nth(slot);
const run = () => panel().locator('.run');

const openPanel = (hash, options) => openEvaluation(`#${hash}`, options);

const idle = () => page.waitForFunction(() => document.querySelector('rope-evaluation').run.state === 'idle');
const live = () =>
  page.evaluate(() =>
    [...document.querySelector('rope-evaluation').run.live].map(([key, { samples, metrics }]) => ({
      key,
      samples,
      metrics,
    })),
  );

/** Stored numbers of these very cells, whatever the file holds. The grids draw in turns. */
async function store() {
  await page.evaluate(() => {
    const element = document.querySelector('rope-evaluation');
    const metrics = Object.fromEntries(
      ['loss', 'accuracy', 'exact_match'].map((metric) => [metric, { mean: 0.37, spread: 0.1 }]),
    );
    element.stored = new Map(element.cells.map(({ key }) => [key, { samples: 9, metrics }]));
  });
  await grid(0).locator('button.stored').first().waitFor();
}

/** What all buttons of a grid show. */
const shown = (slot) =>
  grid(slot)
    .locator('button')
    .evaluateAll((all) => all.map(({ className, textContent }) => `${className} ${textContent}`));

test('runs nothing by itself: neither maps nor workers of its own before Run is pressed', async () => {
  await openPanel(small);
  await page.locator('#status', { hasText: 'Ready' }).waitFor();
  await page.waitForTimeout(500);
  expect(page.workers()).toHaveLength(1); // plans of the columns
  expect(await page.locator('rope-attention-map, rope-heatmap-grid').count()).toBe(0);
  const asked = await page.evaluate(() => performance.getEntriesByName('ropescope:asked').length);
  expect(asked).toBe(0);
});

test('the page of the maps loads no byte of it, and leads to it with the same methods', async () => {
  await visitSite(`${fileOf.compare}#len=128&${small}`);
  await page.locator('#status', { hasText: 'Ready' }).waitFor();
  await page.waitForTimeout(500);
  const loaded = () => performance.getEntriesByType('resource').filter(({ name }) => /\/evaluation-/.test(name)).length;
  expect(await page.evaluate(loaded)).toBe(0);
  await page.locator('nav a[data-page=evaluate]').click();
  await page.waitForFunction(() => document.querySelector('rope-evaluation')?.lines[1]?.methods[0].id === 'yarn');
  expect(await panel().locator('select').first().inputValue()).toBe('1'); // samples
  expect(await page.evaluate(() => location.hash)).toContain('len=128');
});

test('what is stored of models of words has a table of its own, from their own length on', async () => {
  await openPanel(small);
  const table = page.locator('section[aria-labelledby=h-results-words] table');
  await table.waitFor();
  const heads = await table.locator('thead th').allTextContents();
  expect(heads.slice(2, 4)).toEqual(['text loss at 512', 'text loss at 4096']);
  expect(await table.locator('tbody tr').count()).toBeGreaterThanOrEqual(10);
});

test('stored cells are grey until live ones replace them', async () => {
  await openPanel(small);
  await store();
  expect(new Set(await shown(0))).toEqual(new Set(['stored 37']));
  await run().click();
  await idle();
  await page.waitForFunction(() =>
    document
      .querySelector('rope-evaluation')
      .shadowRoot.querySelector('.go')
      .textContent.match(/(\d+) of \1 cells/),
  );
  await grid(1).locator('button.stored').first().waitFor({ state: 'detached' });
  const cells = await shown(1);
  expect(cells).toHaveLength(10);
  expect(cells.filter((cell) => cell !== 'live 0' && cell !== 'live 100')).toEqual([]);
  const results = await live();
  expect(results).toHaveLength(3 * 2 * 6); // lines; lengths; the text and five depths
  expect(results.every(({ samples }) => samples === 1)).toBe(true);
  const caption = /^Of 36 cells, 36 were run here, with 1 sample each\. .* seed 0/;
  expect(await panel().getByText(caption).count()).toBe(1);
  expect(await run().isDisabled()).toBe(true);
});

test('a cancelled run keeps what is done and goes on with the rest', async () => {
  await openPanel(small.replace('samples=1', 'samples=8'));
  await run().click();
  const label = await page.waitForFunction(() => {
    const element = document.querySelector('rope-evaluation');
    const button = element.renderRoot.querySelector('.run');
    const text = button.textContent.trim();
    if (element.run.progress().done < 2 || text === 'Run') return '';
    button.click();
    return text;
  });
  expect(await label.jsonValue()).toBe('Cancel');
  await idle();
  const kept = (await live()).filter(({ samples }) => samples === 8);
  expect(kept.length).toBeGreaterThanOrEqual(2);
  expect(kept.length).toBeLessThan(36);
  await panel().getByText('Run the rest').click();
  await idle();
  const all = await live();
  expect(all).toHaveLength(36);
  expect(all.slice(0, kept.length)).toEqual(kept);
});

test('a method that is exchanged while it runs stops, the new one joins', async () => {
  await openPanel(small.replace('samples=1', 'samples=2'));
  await run().click();
  await page.waitForFunction(() => document.querySelector('rope-evaluation').run.progress().done >= 1);
  await page.evaluate(
    (to) => {
      location.hash = to;
    },
    `${small.replace('samples=1', 'samples=2')}`.replace('yarn', 'linear'),
  );
  await page.waitForFunction(() => document.querySelector('rope-evaluation').lines[1].methods[0].id === 'linear');
  await idle();
  const keys = await page.evaluate(() => document.querySelector('rope-evaluation').cells.map(({ key }) => key));
  const done = (await live()).filter(({ samples }) => samples === 2).map(({ key }) => key);
  expect(keys.some((key) => key.includes('linear'))).toBe(true);
  expect(keys.filter((key) => !done.includes(key))).toEqual([]);
});

test('a cell is reached and opened by keys, and shows the prompt, the key and the answer', async () => {
  await openPanel('samples=1&lengths=64,512&tasks=passkey&method=rope');
  await grid(0).locator('button').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const shownCell = panel().locator('rope-passkey section');
  expect(await shownCell.locator('h4').textContent()).toMatch(/512 tokens, key at depth 0\.25/);
  await shownCell.getByText('Run this cell').click();
  await shownCell.locator('.prompt').waitFor();
  expect(await live()).toHaveLength(1); // this cell alone
  const right = await shownCell.locator('dd').first().textContent();
  const marks = await shownCell.locator('mark').allTextContents();
  expect(marks).toEqual([`The key is <${right}>`, 'The key is <']);
  await shownCell.locator('.gap').first().click();
  const whole = await shownCell.locator('.prompt').textContent();
  expect(whole).toHaveLength(512 - right.length);
  const pressed = grid(0).locator('button[aria-pressed="true"]');
  expect(await pressed.count()).toBe(1);
  await pressed.press('Enter');
  await shownCell.waitFor({ state: 'detached' });
});

test('what is chosen is in the link', async () => {
  await openPanel(small);
  await panel().locator('select').first().selectOption('2');
  await panel().getByRole('checkbox', { name: 'text loss' }).uncheck();
  await page.waitForFunction(() => /samples=2/.test(location.hash) && /tasks=passkey(&|$)/.test(location.hash));
  await panel().locator('rope-plot').waitFor({ state: 'detached' });
});

test('a method for other weights says so, and the others go on', async () => {
  await openPanel('samples=1&lengths=64&tasks=text&method=rope');
  await page.evaluate(() => {
    location.hash = '#samples=1&lengths=64&tasks=text&method=rope&method=alibi';
  });
  await page.waitForFunction(() => document.querySelector('rope-evaluation').lines.length === 3);
  await run().click();
  await idle();
  await panel().locator('.error').first().waitFor();
  expect(await panel().locator('.error').allTextContents()).toEqual([expect.stringMatching(/^ALiBi: alibi runs on/)]);
  expect((await live()).length).toBe(2); // the plain model and the window
});

test.each([
  ['light', 1440],
  ['dark', 390],
])('axe finds nothing wrong and nothing scrolls sideways, %s, %i px wide', async (colorScheme, width) => {
  await openPanel(`${small}&theme=${colorScheme}`, { viewport: { width, height: 844 } });
  await store();
  await panel().getByRole('checkbox', { name: '128' }).check(); // its cells stay empty
  await run().click();
  await page.waitForFunction(() => document.querySelector('rope-evaluation').run.progress().done >= 3);
  await run().click();
  await idle();
  await grid(0).locator('button.live').first().click();
  await panel().locator('rope-passkey .prompt').waitFor();
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(screen);
  await axeFindsNothing('#evaluation');
});
