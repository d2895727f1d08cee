// A model of a visitor's own on the page of comparisons: it is stated, loaded and run, and nothing of it leaves the tab.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { joined, parts, sharded } from '../js/helpers/weights.mjs';
import { axeFindsNothing } from './axe.mjs';
import { open, page, ready, troubles, visitSite } from './page.mjs';

const models = new URL('../../web/models/', import.meta.url);
const read = (path) => readFileSync(new URL(path, models));
const inPlaywright = (contents) =>
  Object.entries(contents).map(([name, buffer]) => ({ name, mimeType: '', buffer: Buffer.from(buffer) }));
const words = Object.fromEntries(
  ['config.json', 'model.safetensors', 'tokenizer.json'].map((name) => [name, read(`words-l512/${name}`)]),
);
const without = (contents, name) => Object.fromEntries(Object.entries(contents).filter(([each]) => each !== name));
const adapter = { name: 'model.layers.0.lora_A.weight', dtype: 'F32', shape: [2, 2], data: Buffer.alloc(16) };
const more = joined([...parts(words['model.safetensors']).entries, adapter]);
const inShards = { ...without(words, 'model.safetensors'), ...sharded(more, 2) };

const weights = () => page.getByRole('combobox', { name: 'Weights' });
const panel = () => page.locator('.own-model');
const button = (name) => panel().getByRole('button', { name, exact: true });
const files = () => panel().locator('input[type=file]').first();
const stated = (text) => panel().locator('.stated', { hasText: text }).waitFor();
const refused = (text) => panel().getByRole('alert').filter({ hasText: text }).waitFor();
const link = () => new URL(page.url()).hash;

async function openPanel(hash = '#len=256&method=rope&method=rerope') {
  await open(hash);
  await weights().selectOption('own');
  await panel().waitFor();
}

async function load() {
  await button('Load').click();
  await page.waitForFunction(() => location.hash.includes('model=own'));
  await ready();
}

/** What the table of numbers says of each column, once every run is there. */
async function lossesOf() {
  await ready();
  await page.waitForFunction(() => {
    const plot = document.querySelector('#h-loss')?.closest('section')?.querySelector('rope-plot');
    return plot?.figure?.curves?.length > 0;
  });
  return page.evaluate(() => {
    const plot = document.querySelector('#h-loss').closest('section').querySelector('rope-plot');
    return plot.figure.curves.map(({ label, values, detail = [] }) => [label, [...values], [...detail]]);
  });
}

/** Drops files as a hand does. */
const drop = async (contents) => {
  const transfer = await page.evaluateHandle(
    (given) => {
      const dataTransfer = new DataTransfer();
      for (const [name, base64] of given)
        dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (each) => each.charCodeAt(0))], name));
      return dataTransfer;
    },
    Object.entries(contents).map(([name, content]) => [name, Buffer.from(content).toString('base64')]),
  );
  await panel().dispatchEvent('dragover', { dataTransfer: transfer });
  await panel().dispatchEvent('drop', { dataTransfer: transfer });
};

test('chosen files are stated, then run: losses are those of the same model that the page ships; nothing is sent', async () => {
  await open('#model=words-l512&len=256&method=rope&method=rerope');
  const shipped = await lossesOf();
  await weights().selectOption('own');
  const asked = [];
  page.on('request', (request) => asked.push(request));
  await files().setInputFiles(inPlaywright(words));
  await stated('LlamaForCausalLM, 4 layers of 6 heads');
  for (const text of ['1,967,808', 'RoPE, up to 512 tokens', '1,024, by its tokenizer.json', '4 MB'])
    expect(await panel().locator('.stated').textContent()).toContain(text);
  await stated(/about [\d.,]+ (ms|s) for each method at 256 tokens/);
  expect(link()).toMatch(/model=words-l512/); // nothing was loaded yet
  await load();
  expect(await lossesOf()).toEqual(shipped);
  expect(shipped).toHaveLength(2);
  expect(shipped[0][1].length).toBeGreaterThan(100);
  const site = readdirSync(new URL('../../dist/site/assets/', import.meta.url));
  for (const request of asked) {
    const { pathname, search } = new URL(request.url());
    expect([request.method(), request.postData(), search]).toEqual(['GET', null, '']);
    expect(site).toContain(pathname.split('/').at(-1)); // code of the page, which comes when it is needed
    expect(pathname).not.toMatch(/\.(json|safetensors)$/);
  }
  expect(troubles).toEqual([]);
});

test('its own length, tokens, layers and heads are what the page offers; shipped weights come back as they were', async () => {
  await openPanel();
  const before = link();
  await files().setInputFiles(inPlaywright(words));
  await load();
  await page.getByText('0.5 times the training length of 512.').waitFor();
  const grid = await page.evaluate(() => {
    const { layers, heads } = document.querySelector('rope-heatmap-grid');
    return [layers, heads];
  });
  expect(grid).toEqual([4, 6]);
  expect(link()).toBe('#model=own&len=256&method=rope&method=rerope');
  await weights().selectOption('rope-l128');
  await ready();
  expect(await panel().count()).toBe(0);
  expect(link()).toBe(before);
  await page.goBack();
  await ready();
  await page.getByText('0.5 times the training length of 512.').waitFor();
  expect(link()).toMatch(/model=own/);
});

test('dropped files of a model in shards are read; a shard that is missing is named, and the page stays', async () => {
  await openPanel();
  await drop(without(inShards, 'model-00002-of-00002.safetensors'));
  await refused('Not loaded: the files must hold model-00002-of-00002.safetensors');
  await drop(inShards);
  await stated('1,967,812');
  expect(await panel().getByRole('alert').count()).toBe(0);
  await load();
  await stated('1,967,808'); // as the engine counts: without the tensor that has no place
  await stated('1 tensor has no place in this model, which runs without: model.layers.0.lora_A.weight.');
  await page.getByText('0.5 times the training length of 512.').waitFor();
  expect(troubles).toEqual([]);
});

test('a chosen folder is read under its name, with what else lies in it', async () => {
  await openPanel();
  await panel().locator('input[webkitdirectory]').setInputFiles(new URL('words-l512/', models).pathname);
  await stated('words-l512');
  await stated('1,967,808');
  await panel().getByText('Shown until then:').waitFor();
  await button('Cancel').click();
  await panel().locator('dl').waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement.matches('.own-model'))).toBe(true);
});

test('what is no model that the engine runs is refused by what is wrong with it, also while it loads', async () => {
  await openPanel();
  const config = JSON.parse(words['config.json']);
  await files().setInputFiles(
    inPlaywright({ ...words, 'config.json': JSON.stringify({ ...config, model_type: 'gpt2' }) }),
  );
  await refused(/config\.json: model_type must be one of llama, mistral, .*, got "gpt2"/);
  await files().setInputFiles(
    inPlaywright({ ...words, 'model.safetensors': 'version https://git-lfs.github.com/spec/v1\nsize 9\n' }),
  );
  await refused('Git LFS pointer');
  const wider = { ...config, intermediate_size: 640 };
  await files().setInputFiles(inPlaywright({ ...words, 'config.json': JSON.stringify(wider) }));
  await button('Load').click();
  await refused('mlp.gate_proj.weight');
  await ready();
  expect(link()).toBe('#len=256&method=rope&method=rerope');
  await files().setInputFiles(inPlaywright(words));
  await load(); // after all of that
  expect(troubles).toEqual([]);
});

test('loading is cancelled: the weights before are back, the worker that loaded has ended, the files can be loaded again', async () => {
  await openPanel();
  await page.evaluate(() => {
    const { postMessage } = Worker.prototype;
    window.held = [];
    Worker.prototype.postMessage = function held(message, ...rest) {
      const go = () => postMessage.call(this, message, ...rest);
      if (message.op === 'loadModel' && window.held.length === 0) window.held.push(go);
      else go();
    };
  });
  await files().setInputFiles(inPlaywright(words));
  await stated('1,967,808');
  const workers = page.workers().length;
  await button('Load').click();
  await panel().getByRole('progressbar').waitFor();
  await page.waitForFunction(() => window.held.length > 0);
  expect(page.workers()).toHaveLength(workers + 1);
  const cancelled = await page.evaluate(async () => {
    const start = performance.now();
    [...document.querySelectorAll('.own-model button')].find(({ textContent }) => textContent === 'Cancel').click();
    while (document.querySelector('.own-model progress')) await new Promise(requestAnimationFrame);
    return performance.now() - start;
  });
  expect(cancelled).toBeLessThan(1000); // of a busy machine; 100 ms are aimed at
  await ready();
  expect(page.workers()).toHaveLength(workers);
  expect(link()).toBe('#len=256&method=rope&method=rerope');
  await page.evaluate(() => {
    for (const go of window.held) go(); // to a worker that has ended
  });
});

test('a link to it, opened elsewhere, falls back with a notice', async () => {
  await open('#model=own&len=128&method=rope&method=rerope');
  await page.getByRole('alert').filter({ hasText: 'other weights are shown' }).waitFor();
  expect(await weights().inputValue()).toBe('rope-l128');
});

test('all of it works by keyboard, in Chinese and the dark too, and axe finds nothing', async () => {
  await visitSite('compare.html#len=128&lang=zh&theme=dark&method=rope');
  await page.waitForFunction(
    () => document.documentElement.lang === 'zh-Hans' && document.querySelector('#controls select'),
  );
  await page.waitForFunction(() => document.querySelector('rope-attention-map')?.map);
  await page.locator('#controls select').nth(1).focus();
  await page.keyboard.press('End'); // the last of the weights is one's own
  await panel().waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement.matches('.own-model input[type=file]'))).toBe(true);
  await files().setInputFiles(inPlaywright(words));
  await stated('4 层，每层 6 个头');
  await axeFindsNothing('#controls');
  await page.keyboard.press('Tab'); // the folder
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement.textContent)).toBe('载入');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash.includes('model=own'));
  expect(await page.evaluate(() => document.activeElement.matches('.own-model'))).toBe(true);
});
