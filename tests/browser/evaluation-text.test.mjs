// The evaluation of a visitor's own text: samples from it alone, no stored numbers beside it, as long as it has room for.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { axeFindsNothing } from './axe.mjs';
import { openEvaluation, page } from './page.mjs';

const home = new URL('../../web/models/', import.meta.url);
const letters = readFileSync(new URL('train-excerpt.txt', home), 'utf8').replace(/[^ -~]/g, ' ');
const text = letters.slice(0, 1200); // samples of up to 300 characters
const panel = () => page.locator('rope-evaluation');
const setting = () => page.evaluate(() => document.querySelector('rope-evaluation').setting);

/** Chooses a text of one's own and fills it in. */
async function bring(typed, hash = '#samples=1&method=rope', names = ['Text', 'Your own text']) {
  await openEvaluation(hash);
  const [control, own] = names;
  await page.getByRole('combobox', { name: control, exact: true }).selectOption('own');
  await page.getByRole('textbox', { name: own }).fill(typed);
}

test('it is read in place of the held-out one, with the numbers of the library, and no stored ones', async () => {
  await bring(text, '#samples=1&tasks=text&method=rope');
  await page.waitForFunction((own) => document.querySelector('rope-evaluation')?.setting.text === own, text);
  expect((await setting()).offered.lengths).toEqual([128, 256]);
  expect(await page.evaluate(() => document.querySelector('rope-evaluation').stored.size)).toBe(0);
  await page.getByText('1,200 characters = 1,200 tokens: samples are drawn from it, each at most').waitFor();
  await panel().locator('.run').click();
  await page.waitForFunction(() => {
    const { run } = document.querySelector('rope-evaluation');
    return run.live.size > 0 && run.state === 'idle';
  });
  const live = await page.evaluate(() => {
    const { cells, run } = document.querySelector('rope-evaluation');
    const { key } = cells.find(({ line, length }) => line === 0 && length === 256);
    return run.live.get(key);
  });
  const engine = await createEngine({ workers: 0 });
  const model = await engine.loadModel(new URL('rope-l128/', home));
  const asked = { task: 'text', length: 256, samples: 1, seed: 0 };
  const [ours, heldout] = [
    await model.evaluate({ ...asked, text }),
    await model.evaluate({ ...asked, text: readFileSync(new URL('heldout.txt', home), 'utf8') }),
  ];
  await engine.dispose();
  expect(live.metrics.loss.mean).toBeCloseTo(ours.metrics.loss.mean, 4);
  expect(Math.abs(live.metrics.loss.mean - heldout.metrics.loss.mean)).toBeGreaterThan(0.01);
  await panel()
    .getByText(/from the same 1,200 characters of your own text/)
    .waitFor();
  await axeFindsNothing('#evaluation');
});

test('what was run of one text does not stand for another, and a short one is refused, in Chinese too', async () => {
  await bring(text, '#samples=1&lengths=128&tasks=text&method=rope&lang=zh', ['文本', '自己的文本']);
  await page.waitForFunction((own) => document.querySelector('rope-evaluation')?.setting.text === own, text);
  await panel().locator('.run').click();
  await page.waitForFunction(() => document.querySelector('rope-evaluation').run.live.size > 0);
  await page.getByRole('textbox', { name: '自己的文本' }).fill(`${text}!`);
  await page.waitForFunction(() => document.querySelector('rope-evaluation').run.live.size === 0);
  await page.getByRole('textbox', { name: '自己的文本' }).fill(text.slice(0, 255));
  await page.getByText('自己的文本太短，抽不出样本：至少要有 256 个词元。').waitFor();
  expect(await panel().count()).toBe(0);
  await page.getByRole('combobox', { name: '文本', exact: true }).selectOption('heldout');
  await page.waitForFunction(() => document.querySelector('rope-evaluation')?.stored.size > 0); // as before
});
