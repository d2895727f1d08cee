// What other runtimes are told of the config that the doctor read: shown with reasons, copied, kept, or refused by name.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { commandLine } from '../../web/lib/shell.js';
import { elsewhere } from '../../web/words/zh/elsewhere.js';
import { zh } from '../../web/words/zh.js';
import { context, fileOf, page, visitSite } from './page.mjs';

const { models } = JSON.parse(readFileSync(new URL('../../web/site/published-configs.json', import.meta.url), 'utf8'));
const plain = 'Qwen/Qwen3-8B';
const stretched = 'Qwen/Qwen3-8B, YaRN × 4';
const configOf = (name) => models.find((model) => model.name === name).config;

let engine; // says natively what the page must show
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

const fetched = (pattern) =>
  page.evaluate(
    (source) => performance.getEntriesByType('resource').filter(({ name }) => new RegExp(source).test(name)).length,
    pattern,
  );
const panel = () => page.locator('rope-runtimes');
const section = (name) => panel().locator('section', { has: page.getByRole('heading', { name }) });
const row = (name, cells) => section(name).getByRole('row', { name: new RegExp(`^${cells} `) });
const refusal = (name) => section(name).locator('.why');
const method = () => panel().locator('rope-method select').first();
const length = () => panel().getByLabel('Longest text, tokens');
const reads = (name) => page.locator('rope-doctor').getByLabel('A published model').selectOption(name);

beforeEach(async () => {
  await visitSite(fileOf.doctor);
  await page.locator('#status', { hasText: 'Ready' }).waitFor();
});

test('nothing of it is fetched before a config was read', async () => {
  const parts = ['/runtimes-[^/]*\\.js$', 'ropescope-doctor[^/]*\\.wasm$'];
  expect(await Promise.all(parts.map(fetched))).toEqual([0, 0]);
  await reads(plain);
  await section('vLLM').locator('table').waitFor();
  expect(await Promise.all(parts.map(fetched))).toEqual([1, 1]);
});

describe('of a published config', () => {
  beforeEach(async () => {
    await reads(stretched);
    await section('llama.cpp').locator('table').waitFor();
  });

  test('every runtime shows each setting with its value, its reason, and the versions it holds for', async () => {
    for (const [name, to] of [
      ['transformers', 'hf'],
      ['vLLM', 'vllm'],
      ['SGLang', 'sglang'],
      ['llama.cpp', 'llama.cpp'],
    ]) {
      const { settings, notes } = await engine.exportFor(configOf(stretched), { to });
      const rows = await section(name)
        .locator('tbody tr')
        .evaluateAll((all) => all.map(({ cells }) => [...cells].map(({ textContent }) => textContent)));
      expect(rows).toEqual(settings.map(({ key, value, why }) => [key, String(value), why.message]));
      const holds = notes.find(({ reason }) => reason.startsWith('holds_for'));
      expect(await section(name).locator('.summary').first().textContent()).toBe(holds.message);
    }
    expect(await section('llama.cpp').locator('li').allTextContents()).toEqual([
      expect.stringContaining('Always truncates'),
      expect.stringContaining('convert_hf_to_gguf.py'),
    ]);
  });

  test('all of it is said in the language of the page, and the settings stay', async () => {
    const rows = await panel().locator('tr').count();
    await page.getByRole('button', { name: '中文', exact: true }).click();
    await section('llama.cpp').locator('li', { hasText: elsewhere['yarn: llama.cpp'] }).waitFor();
    await section('vLLM')
      .locator('td', { hasText: zh.method('yarn').summary })
      .waitFor();
    expect(await panel().locator('tr').count()).toBe(rows);
  });

  test('arguments are copied as a command line', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    for (const [name, to] of [
      ['vLLM', 'vllm'],
      ['llama.cpp', 'llama.cpp'],
    ]) {
      const { args } = await engine.exportFor(configOf(stretched), { to });
      await section(name)
        .getByRole('button', { name: /^Copy the arguments/ })
        .press('Enter');
      await section(name).locator('.copied').waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(commandLine(args));
    }
  });

  test('arguments are selected where nothing may write to the clipboard', async () => {
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
    const shown = await section('SGLang').locator('pre').textContent();
    await section('SGLang')
      .getByRole('button', { name: /^Copy the arguments/ })
      .click();
    expect(await page.evaluate(() => getSelection().toString())).toBe(shown);
  });

  test('the changed config.json is downloaded as the engine wrote it', async () => {
    await length().fill('131072');
    await length().press('Enter');
    await row('transformers', 'max_position_embeddings 131072').waitFor();
    const download = page.waitForEvent('download');
    await section('transformers').getByRole('button', { name: 'Download config.json' }).press('Enter');
    const saved = await download;
    const text = await page.locator('rope-doctor textarea').inputValue();
    const { files } = await engine.exportFor(text, { to: 'hf', seqLen: 131072 });
    expect(saved.suggestedFilename()).toBe('config.json');
    expect(await readFile(await saved.path(), 'utf8')).toBe(files['config.json']);
  });
});

describe('under another method', () => {
  beforeEach(async () => {
    await reads(plain);
    await section('llama.cpp').locator('table').waitFor();
  });

  test('one that stretches reaches beyond the trained length, by a factor that follows the length', async () => {
    await method().selectOption('yarn');
    const trained = configOf(plain).max_position_embeddings;
    await row('vLLM', 'factor 4').waitFor();
    expect(await length().inputValue()).toBe(String(4 * trained));
    await length().fill(String(2 * trained));
    await length().press('Tab');
    await row('vLLM', 'factor 2').waitFor();
    const { args } = await engine.exportFor(configOf(plain), {
      ...{ to: 'vllm', method: 'yarn', params: { factor: 2 }, seqLen: 2 * trained },
    });
    expect(await section('vLLM').locator('pre').textContent()).toBe(commandLine(args));
    await panel().getByRole('button', { name: 'Back to the file' }).click();
    await row('vLLM', 'rope_type default').waitFor();
    expect(await length().inputValue()).toBe(String(trained));
  });

  test('a runtime that has no form of it refuses it by name, beside those that have one', async () => {
    await method().selectOption('llama3');
    await refusal('llama.cpp').waitFor();
    expect(await refusal('llama.cpp').textContent()).toMatch(/^llama\.cpp has no form of llama3: /);
    expect(await section('llama.cpp').locator('table, button').count()).toBe(0);
    expect(await row('vLLM', 'rope_type llama3').count()).toBe(1);
    await method().selectOption('rerope');
    await refusal('SGLang').waitFor();
    expect(await panel().locator('.why').allTextContents()).toEqual(
      ['transformers', 'vLLM', 'SGLang', 'llama.cpp', 'mlx-lm', 'TensorRT-LLM'].map((name) =>
        expect.stringContaining(`${name} has no form of rerope`),
      ),
    );
  });

  test('what all refuse for one reason, weights that were trained otherwise, is told once', async () => {
    await method().selectOption('alibi');
    await panel().locator('.answers .error').waitFor();
    expect(await panel().locator('.answers section').count()).toBe(0);
    await method().selectOption('linear');
    await section('llama.cpp').locator('table').waitFor();
    expect(await panel().locator('.answers .error').count()).toBe(0);
  });
});

test('a class that a runtime has no form of is refused by it with the reason, beside those that have one', async () => {
  await reads('deepseek-ai/DeepSeek-V4-Flash');
  await refusal('llama.cpp').waitFor();
  expect(await refusal('llama.cpp').textContent()).toContain('its layers turn in different ways');
  expect(await section('vLLM').locator('table').count()).toBe(1);
  await reads(plain); // what follows is answered again
  await section('llama.cpp').locator('table').waitFor();
});
