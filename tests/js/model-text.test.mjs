// A model that comes with a tokenizer.json: text goes in as text, and what comes out can be read.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { openPool } from '../../web/scope/evaluation-run.js';
import { tinyModel } from './helpers/tiny-model.mjs';

const tokenizer = readFileSync(new URL('../../web/models/words-l512/tokenizer.json', import.meta.url), 'utf8');
const heldout = readFileSync(new URL('../../web/models/heldout.txt', import.meta.url), 'utf8');
const files = { ...tinyModel(1024), tokenizer };
const text = 'The whale, née 鯨, swam.\n';

let engine;
let model;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  model = await engine.loadModel(files);
});
afterAll(() => engine.dispose());

test('says that a file is its tokenizer, and hands it out', () => {
  expect(model.info).toMatchObject({ tokenizer: 'file', vocab_size: 1024 });
  expect(model.tokenizer.pieces(model.tokenizer.encode('the whale')).join('|')).toBe('t|he| wh|ale');
});

test('turns text to tokens and back', async () => {
  const tokens = await model.encode(text);
  expect(tokens.length).toBeLessThan(text.length);
  expect(await model.decode(tokens)).toBe(text);
  await expect(model.decode([1024])).rejects.toMatchObject({ code: 'invalid_argument', path: 'tokens[0]' });
  await expect(model.encode(5)).rejects.toMatchObject({ code: 'invalid_argument', path: 'text' });
});

test('runs text as its tokens', async () => {
  const tokens = await model.encode(text);
  const [fromText, fromTokens] = [
    await model.forward(text, { losses: true }),
    await model.forward(tokens, { losses: true }),
  ];
  expect(fromText.losses).toHaveLength(tokens.length - 1);
  expect(fromText.losses).toEqual(fromTokens.losses);
});

test('generates text, in pieces that make up the whole', async () => {
  const pieces = [];
  const onToken = (token, piece) => pieces.push([token, piece]);
  const { tokens, text: whole } = await model.generate('Call me', { maxNewTokens: 12, onToken });
  expect(pieces.map(([token]) => token)).toEqual(tokens);
  expect(await model.decode(tokens)).toBe(whole);
  expect(whole.startsWith(pieces.map(([, piece]) => piece).join(''))).toBe(true);
});

describe('evaluates', () => {
  test('held-out text as its tokens', async () => {
    const seen = [];
    const cell = { task: 'text', length: 48, samples: 2, seed: 3 };
    const onSample = ({ samples, last }) => seen.push([samples, typeof last.prompt]);
    const { metrics, losses, last } = await model.evaluate({ ...cell, text: heldout, onSample });
    expect(metrics.loss.mean).toBeGreaterThan(0);
    expect(losses).toHaveLength(47);
    expect(heldout).toContain(last.expected);
    expect(seen).toEqual([
      [1, 'string'],
      [2, 'string'],
    ]);
    const plain = await engine.loadModel(tinyModel(1024));
    const tokens = Int32Array.from(model.tokenizer.encode(heldout));
    const same = await plain.evaluate({ ...cell, text: tokens });
    expect(same.metrics).toEqual(metrics);
    await expect(plain.evaluate({ ...cell, text: heldout })).rejects.toMatchObject({ code: 'unsupported_text' });
  });

  test('passkeys of five digits, each a token', async () => {
    const { last } = await model.evaluate({ task: 'passkey', length: 64, samples: 1, text: heldout });
    expect(last.expected).toMatch(/^\d{5}$/);
    expect(last.prompt).toContain(` The key is <${last.expected}>`);
    expect(last.prompt.endsWith(' The key is <')).toBe(true);
  });

  test('a grid, on several workers', async () => {
    const pool = await createEngine({ workers: 2 });
    const grid = { lines: [{ name: 'own', methods: [] }], lengths: [32, 64], tasks: ['text', 'passkey'], samples: 1 };
    const { cells, complete } = await pool.evaluate(await pool.loadModel(files), { ...grid, text: heldout });
    expect(complete).toBe(true);
    expect(cells.map(({ error }) => error)).toEqual([null, null, null, null]);
    await pool.dispose();
  });
});

test('an evaluation of the page opens it with its tokenizer', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ropescope-'));
  const address = (name) => new URL(`file://${join(folder, name)}`);
  const contents = {
    'config.json': JSON.stringify(files.config),
    'model.safetensors': files.weights,
    'tokenizer.json': tokenizer,
  };
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(folder, name), content);
  const bytesAt = async (url) => new Response(readFileSync(new URL(url)));
  const fetched = jest.spyOn(globalThis, 'fetch').mockImplementation(bytesAt);
  const at = { config: address('config.json'), weights: address('model.safetensors') };
  const opened = await openPool({ engine, source: { ...at, tokenizer: address('tokenizer.json') } });
  expect(opened.model.info.tokenizer).toBe('file');
  await opened.dispose();
  fetched.mockRestore();
  rmSync(folder, { recursive: true });
});

describe('in a folder', () => {
  const { config, weights } = tinyModel(1024);
  const load = async (content) => {
    const folder = mkdtempSync(join(tmpdir(), 'ropescope-'));
    try {
      writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
      writeFileSync(join(folder, 'model.safetensors'), weights);
      if (content !== undefined) writeFileSync(join(folder, 'tokenizer.json'), content);
      return await engine.loadModel(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test('is found', async () => expect((await load(tokenizer)).info.tokenizer).toBe('file'));

  test('may be missing, or be the page of a server that has none', async () => {
    expect((await load(undefined)).info.tokenizer).toBe('none');
    expect((await load('<!doctype html>')).info.tokenizer).toBe('none');
  });

  test('leaves a model of tokens where it is not read as Hugging Face does; text is refused by that', async () => {
    const model = await load(tokenizer.replace(/"dropout": ?null/, '"dropout": 0.1'));
    expect(model.info.tokenizer).toBe('none');
    const refusal = { code: 'unsupported_text', path: 'tokenizer.model.dropout' };
    for (const call of ['encode', 'forward', 'generate']) {
      await expect(model[call]('Call')).rejects.toMatchObject(refusal);
    }
    expect((await model.forward([1, 2, 3])).rows).toBe(3);
    expect((await model.generate([1, 2, 3], { maxNewTokens: 1 })).text).toBe('');
  });

  test('is refused by name where a caller gives one that does not fit', async () => {
    const small = engine.loadModel({ ...tinyModel(1000), tokenizer });
    await expect(small).rejects.toMatchObject({
      code: 'unsupported_text',
      path: 'tokenizer',
      args: { max: 1000, given: 1023 },
    });
  });
});
