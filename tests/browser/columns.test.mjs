// Columns of several methods, and the figure of pretended positions, on the built site.
import { describe, expect, test } from '@jest/globals';
import { fingerprints, idle, open, openExplorer, page } from './page.mjs';

const curves = () =>
  page.evaluate(() => {
    const { figure } = document.querySelector('rope-plot[label^="Pretended"]');
    return figure.curves.map(({ label, values }) => ({ label, values: Array.from(values) }));
  });
const column = (slot) => page.locator('.column').nth(slot);
const hash = () => page.evaluate(() => location.hash);

/** The plan of every column is made, and drawn: an element that is defined late has what it was given only then. */
const planned = (count) =>
  page.waitForFunction(
    (wanted) => {
      const [plot, rings] = ['rope-plot[label^="Pretended"]', 'rope-coverage'].map((each) =>
        document.querySelector(each),
      );
      const drawn = plot?.hasUpdated && rings?.hasUpdated;
      return drawn && plot.figure?.curves.length === wanted && rings.methods.length > 0;
    },
    count,
    { timeout: 90_000 },
  ); // a busy machine draws a frame a second, and figures take turns

describe('columns', () => {
  test('join methods whose slots are free, offer only these, and keep them in the link', async () => {
    await open();
    const before = await fingerprints();
    const adder = column(1).locator('.adder');
    const offered = await adder.locator('option').evaluateAll((options) => options.map(({ value }) => value));
    const fitting = await page.evaluate(() => {
      const { catalog, chosen } = document.querySelectorAll('rope-method')[1];
      const taken = catalog.find(({ id }) => id === chosen.id).slots;
      return catalog.filter(({ slots }) => slots.every((slot) => !taken.includes(slot))).map(({ id }) => id);
    });
    expect(offered).toEqual(['', ...fitting]);
    await adder.selectOption('log_n');
    await page.waitForFunction(() => /method=yarn\+log_n/.test(location.hash));
    await idle();
    expect(await column(1).locator('rope-method').count()).toBe(2);
    const [same, changed] = await fingerprints();
    expect(same).toBe(before[0]);
    expect(changed).not.toBe(before[1]);
    await page.reload();
    await idle();
    expect(await fingerprints()).toEqual([same, changed]);
    await column(1)
      .locator('rope-method')
      .last()
      .getByRole('button', { name: /^Remove/ })
      .click();
    await page.waitForFunction(() => !/log_n/.test(location.hash));
    await idle();
    expect(await fingerprints()).toEqual(before);
  });

  test('take the values of a published model, and offer no lists for another number of pairs', async () => {
    await open('#len=128&method=rope&method=llama3');
    const preset = column(1).locator('rope-method .preset select');
    await preset.selectOption({ label: 'Llama 3.2' });
    await page.waitForFunction(() => /llama3;[^&]*factor:32/.test(location.hash));
    expect(await preset.evaluate(({ selectedOptions }) => selectedOptions[0].text)).toBe('Llama 3.2');
    await preset.selectOption({ label: 'your own' });
    await page.waitForFunction(() => /method=llama3(&|$)/.test(location.hash));
    await page.evaluate(() => {
      location.hash = '#len=128&method=rope&method=longrope';
    });
    await preset.locator('option', { hasText: 'Phi-4-mini' }).waitFor({ state: 'attached' });
    const offered = await preset.evaluate(({ options }) => [...options].map(({ text, disabled }) => [text, disabled]));
    expect(offered).toEqual([
      ['your own', false],
      ['Phi-3.5-mini', true],
      ['Phi-4-mini', true],
    ]);
  });

  test("show the engine's own words when slots collide", async () => {
    await open('#method=rope');
    await page.evaluate(() => {
      location.hash = '#method=rope&method=yarn+linear';
    });
    const alert = column(1).locator('[role="alert"]');
    await alert.waitFor();
    expect(await alert.textContent()).toBe('yarn and linear both set the frequencies; choose one of them');
  });
});

describe('the figure of pretended positions', () => {
  test('draws a line, a clamp, a slope, and leaves out what is not seen', async () => {
    await openExplorer('#len=256&method=rope&method=rerope;window:32&method=linear;factor:2&method=sinks;window:60');
    await planned(4);
    const [plain, clamped, slowed, hidden] = (await curves()).map(({ values }) => values);
    expect(plain.at(-1)).toBe(255);
    expect([clamped[31], clamped[32], clamped.at(-1)]).toEqual([31, 32, 32]);
    expect(slowed.at(-1)).toBeCloseTo(127.5, 9);
    expect(hidden.slice(58, 62)).toEqual([58, 59, null, null]);
    expect(hidden.at(-1)).toBe(63); // key 0 in a cache of 64
    expect(await hash()).toContain('method=rerope;window:32');
  });

  test('bounds the angles of the coverage figure', async () => {
    await openExplorer('#len=512&method=rope&method=rerope;window:32');
    await planned(2);
    const visited = await page.evaluate(() =>
      document.querySelector('rope-coverage').methods.map(({ pairs }) => pairs.at(-1).visited),
    );
    expect(visited[0] / visited[1]).toBeCloseTo(512 / 33, 9); // the engine's spans count both ends
    expect(await page.locator('rope-coverage').textContent()).not.toContain('leaves out');
  });
});
