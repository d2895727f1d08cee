// The evaluation of a model that a visitor brings: its own lengths, memory and time before, the numbers of any other way.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { axeFindsNothing } from './axe.mjs';
import { openEvaluation, page, troubles } from './page.mjs';

const home = new URL('../../web/models/', import.meta.url);
const names = ['config.json', 'model.safetensors', 'tokenizer.json'];
const files = names.map((name) => ({
  name,
  mimeType: '',
  buffer: readFileSync(new URL(`words-l512/${name}`, home)),
}));

const own = () => page.locator('.own-model');
const panel = () => page.locator('rope-evaluation');
const needs = () => panel().locator('.needs');

/** Brings the model of words as a visitor's own. */
async function bring(hash, options, given = files) {
  await openEvaluation(hash, options);
  const fold = page.locator('details.fold > summary'); // of a narrow screen
  if ((await fold.count()) > 0) await fold.click();
  await page.getByRole('combobox', { name: /^(Weights|权重)/ }).selectOption('own');
  await own().locator('input[type=file]').first().setInputFiles(given);
  await own()
    .getByRole('button', { name: /^(Load|加载|载入)$/ })
    .click();
  await page.waitForFunction(() => document.querySelector('rope-evaluation')?.setting?.source.picked);
  await needs().waitFor();
}

async function ours(task, params) {
  const engine = await createEngine({ workers: 0 });
  const model = await engine.loadModel(new URL('words-l512/', home));
  const text = readFileSync(new URL('heldout.txt', home), 'utf8');
  const result = await model.evaluate({ task, ...params, length: 64, samples: 1, text, seed: 0 });
  await engine.dispose();
  return result;
}

test('it offers once to eight times its trained length, and says memory and time before it runs', async () => {
  await bring('#samples=1&method=rope');
  const { offered, chosen } = await page.evaluate(() => {
    const { setting, choice } = document.querySelector('rope-evaluation');
    return { offered: setting.offered.lengths, chosen: choice.lengths };
  });
  expect(offered).toEqual([512, 1024, 2048, 4096]);
  expect(chosen).toEqual(offered);
  await needs()
    .filter({ hasText: /will take \d+ MB of memory in \d workers? and, for what is chosen, about \d/ })
    .waitFor();
});

test('it runs in its own tokens: text, copies and passkeys, with the numbers of the library, and bits per byte', async () => {
  await bring('#samples=1&lengths=64,160&tasks=text,repeat,passkey&method=rope&period=64');
  await panel().locator('.run').click();
  await page.waitForFunction(() => document.querySelector('rope-evaluation').run.progress().done > 0);
  await page.waitForFunction(() => document.querySelector('rope-evaluation').run.state === 'idle');
  const live = await page.evaluate(() => {
    const { cells, run } = document.querySelector('rope-evaluation');
    return cells
      .filter(({ line, length }) => line === 0 && length === 64)
      .map(({ key, task, params }) => ({ task, params, ...run.live.get(key) }));
  });
  expect(live).toHaveLength(6);
  for (const { task, params, metrics, last } of live.filter(
    ({ task, params }) => task === 'text' || params.depth === 0.5,
  )) {
    const expected = await ours(task, params);
    expect(last).toEqual(expected.last);
    expect(metrics.loss.mean).toBeCloseTo(expected.metrics.loss.mean, 4);
  }
  await panel()
    .getByText(/The same in bits per byte, which vocabularies share: .* \d\.\d\d at 160/)
    .waitFor();
  expect(await needs().count()).toBe(0);
  expect(troubles).toEqual([]);
});

test('a run of it is cancelled and keeps what is done; on a phone nothing scrolls sideways, and axe finds nothing', async () => {
  await bring('#samples=8&lengths=64,96&tasks=text,passkey&method=rope', { viewport: { width: 360, height: 800 } });
  await panel().locator('.run').click();
  await page.waitForFunction(() => document.querySelector('rope-evaluation').run.progress().done >= 1);
  await panel().locator('.run').click();
  await page.waitForFunction(() => document.querySelector('rope-evaluation').run.state === 'idle');
  const done = await page.evaluate(() => document.querySelector('rope-evaluation').run.live.size);
  expect(done).toBeGreaterThan(0);
  await needs().waitFor();
  const [content, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(screen);
  await axeFindsNothing('#evaluation');
});

test('one without a tokenizer runs what needs no text, on tokens by chance, and says what it leaves out and why', async () => {
  const given = files.filter(({ name }) => name !== 'tokenizer.json');
  await bring('#samples=1&lengths=64&method=rope', {}, given);
  await own().getByText('1,024, without a tokenizer that can be read').waitFor();
  await panel()
    .getByText('Text loss is left out: texts cannot become tokens of this model (the files must hold tokenizer.json).')
    .waitFor();
  expect(await panel().getByRole('group', { name: 'Tasks' }).getByRole('checkbox').count()).toBe(2);
  await panel().locator('.run').click();
  await page.waitForFunction(() => {
    const { run } = document.querySelector('rope-evaluation');
    return run.live.size > 0 && run.state === 'idle';
  });
  const { failed, tasks, lasts } = await page.evaluate(() => {
    const { cells, run } = document.querySelector('rope-evaluation');
    const passkeys = cells.filter(({ task, line }) => task === 'passkey' && line === 0);
    return {
      failed: run.failed.size,
      tasks: [...new Set(cells.map(({ task }) => task))],
      lasts: passkeys.map(({ key }) => run.live.get(key).last.expected),
    };
  });
  expect([failed, tasks]).toEqual([0, ['passkey']]); // a block of 128 is not repeated within 64
  for (const expected of lasts) expect(expected).toMatch(/^(\d+ ){4}\d+$/);
  await panel().locator('rope-score-grid').first().locator('button, [role=gridcell]').first().click();
  await panel().locator('rope-passkey mark').first().waitFor();
  expect(await panel().locator('rope-passkey mark').count()).toBe(2);
  await axeFindsNothing('#evaluation');
  expect(troubles).toEqual([]);
});
