// Malformed input: each case of malformed/ gives a typed error or the answer that is written down for it, within a second, without
// touching a prototype and without memory that grows.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine, RopescopeError } from '../../web/lib/index.node.js';
import { openTokenizer } from '../../web/lib/tokenizer.js';
import { ropescope } from './helpers/cli.mjs';
import { goldenModel } from './helpers/golden.mjs';
import { calls } from './malformed/arguments.mjs';
import { commands } from './malformed/commands.mjs';
import { configs } from './malformed/configs.mjs';
import * as studies from './malformed/studies.mjs';
import { tokenizers } from './malformed/tokenizers.mjs';
import { broken, odd } from './malformed/weights.mjs';

const longest = 1000; // ms of a call, on a busy machine
const mostMemory = 64 * 2 ** 20; // bytes of the engine: a file of 5 MB is parsed in it, with what stands in it already
const slow = 8; // times as long may a command take: a process starts

const tiny = goldenModel('llama-tiny-default');
const config = readFileSync(new URL('config.json', tiny.folder), 'utf8');
const weights = readFileSync(new URL('model.safetensors', tiny.folder));
const tokens = [3, 1, 4, 1, 5];
const builtIn = [Object, Array, Function, String, Number, Map, Uint8Array, Float32Array].map((each) => each.prototype);
const keysOf = (object) => Reflect.ownKeys(object).map(String);
const untouched = builtIn.map(keysOf);

let engine;
let plain;
let grown = 0;
const { grow } = WebAssembly.Memory.prototype;
beforeAll(async () => {
  WebAssembly.Memory.prototype.grow = function (pages) {
    const before = grow.call(this, pages);
    grown = Math.max(grown, this.buffer.byteLength);
    return before;
  };
  engine = await createEngine({ workers: 0 });
  plain = await logitsOf(weights);
});
afterAll(async () => {
  WebAssembly.Memory.prototype.grow = grow;
  await engine.dispose();
});

async function logitsOf(file) {
  const model = await engine.loadModel({ config, weights: file });
  const { logits } = await model.forward(tokens);
  await model.dispose();
  return logits;
}

/** How a call ends, within the time that it may take. */
async function ending(call, limit = longest) {
  const began = performance.now();
  const end = await Promise.resolve(call()).then(
    (value) => ({ value }),
    (error) => ({ error }),
  );
  expect(performance.now() - began).toBeLessThan(limit);
  return end;
}

function expectRefusal({ error }, code, message) {
  expect(error).toBeInstanceOf(RopescopeError);
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(error.message.length).toBeLessThan(600);
}

test.each(Object.keys(broken))('weights: %s', async (name) => {
  const [file, code, message] = broken[name];
  expectRefusal(await ending(() => logitsOf(file)), code, message);
});

test.each(Object.keys(odd))('weights: %s', async (name) => {
  const [change, code, message] = odd[name];
  const end = await ending(() => logitsOf(change(weights)));
  if (message) expectRefusal(end, code, message);
  else if (code === 'loads') expect(end.value).toHaveLength(plain.length);
  else expect(end.value).toEqual(plain);
});

test.each(Object.keys(configs))('a config: %s', async (name) => {
  const [text, code, message] = configs[name];
  const end = await ending(() => engine.inspect(text));
  if (code !== 'read') return expectRefusal(end, code, message);
  const readings = [end.value, ...Object.values(end.value.layer_types ?? {})];
  expect(readings.flatMap(({ inv_freq }) => inv_freq).every((each) => Number.isFinite(each) && each > 0)).toBe(true);
  const said = readings.flatMap(({ notes, warnings }) => [...notes, ...warnings].map((each) => each.message));
  expect(said.join('\n')).toMatch(message ?? '');
});

test.each(Object.keys(calls))('arguments: %s', async (name) => {
  const [call, code, expected] = calls[name];
  const end = await ending(() => call(engine));
  if (code === 'accepted') expect(expected(end.value)).toBe(true);
  else expectRefusal(end, code, expected);
});

test.each(Object.keys(tokenizers))('a tokenizer: %s', async (name) => {
  const [text, code, path] = tokenizers[name];
  const { value, error } = await ending(() => openTokenizer(text));
  if (code === 'read') expect(value.size).toBeGreaterThanOrEqual(0);
  else expect(error).toMatchObject({ name: 'RopescopeError', code, path });
});

test.each(Object.keys(commands))('a command: %s', async (name) => {
  const [args, input, said] = commands[name];
  const { value } = await ending(() => ropescope(args, { input }), slow * longest);
  if (said === '') return expect(value).toMatchObject({ status: 0, stderr: '' });
  expect(value.stderr.slice(0, said.length)).toBe(said);
  expect(value.stderr.split('\n')).toHaveLength(2); // a sentence, no stack
  expect(value).toMatchObject({ status: 2, stdout: '' });
});

test('a config: an object that holds another one twice, and so on, has no end and is refused', async () => {
  let shared = {};
  for (let i = 0; i < 48; i++) shared = { a: shared, b: shared };
  expectRefusal(await ending(() => engine.inspect(shared), 2 * longest), 'invalid_json', /131072 values/);
});

describe('after all of them', () => {
  test('no prototype has another key', () => {
    expect(builtIn.map(keysOf)).toEqual(untouched);
    expect({}.polluted).toBeUndefined();
  });

  test('the engine has not grown, and answers as before', async () => {
    expect(grown).toBeLessThan(mostMemory);
    expect(await logitsOf(weights)).toEqual(plain);
  });
});

const corpora = { weights: broken, odd, configs, calls, tokenizers, commands };
const items = Object.entries(studies).flatMap(([study, list]) =>
  Object.entries(list).map(([item, where]) => [`${study}: ${item}`, where]),
);

test.each(items)('%s: lies where it is said to', (_, places) => {
  expect(places.length).toBeGreaterThan(0);
  for (const place of places) {
    const [where, ...title] = place.split(' ');
    const name = title.join(' ');
    const corpus = corpora[where.slice(1)];
    const isThere = where.startsWith('@')
      ? Object.hasOwn(corpus, name)
      : readFileSync(new URL(`../${where}`, import.meta.url), 'utf8').includes(name);
    expect([place, isThere]).toEqual([place, true]);
  }
});
