// Samples made without weights are those that the engine runs; passkeys are made of what a tokenizer keeps apart.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { makeSample } from '../../web/lib/samples.js';
import { symbolsOf } from '../../web/lib/symbols.js';
import { endOf, textScores } from '../../web/lib/text-scores.js';
import { openTokenizer } from '../../web/lib/tokenizer.js';

const models = new URL('../../web/models/', import.meta.url);
const text = readFileSync(new URL('heldout.txt', models), 'utf8');
const characters = { key_begin: Array.from(' The key is <'), digits: Array.from('0123456789'), key_end: ['>'] };

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

test.each(['rope-l128', 'words-l512'])('the samples of %s are those that the engine runs', async (name) => {
  const model = await engine.loadModel(new URL(`${name}/`, models));
  const { tokenizer } = model;
  const corpus = tokenizer ? tokenizer.encode(text, { special: false }) : Array.from(text);
  const symbols = tokenizer ? symbolsOf(tokenizer) : characters;
  const said = (tokens) => (tokenizer ? tokenizer.decode(tokens) : tokens.join(''));
  const tasks = [
    { task: 'text' },
    { task: 'repeat', period: 24 },
    ...[0, 0.25, 0.3, 1].map((depth) => ({ task: 'passkey', depth })),
  ];
  for (const params of tasks) {
    const { last } = await model.evaluate({ ...params, length: 81, samples: 1, text, seed: 7, first: 3 });
    const { tokens, scored } = makeSample({ ...params, length: 81, seed: 7, index: 3, corpus, symbols });
    expect(tokens).toHaveLength(81);
    expect(said(tokens.slice(0, scored))).toBe(last.prompt);
    expect(said(tokens)).toBe(last.prompt + last.expected);
  }
});

const byteLevel = (file) => ({
  version: '1.0',
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true },
  decoder: { type: 'ByteLevel' },
  ...file,
});
const letters = Array.from({ length: 95 }, (_, i) => (i === 0 ? 'Ġ' : String.fromCharCode(32 + i)));
const bpe = (merges) => {
  const vocab = [...letters, ...merges.map((pair) => pair.replace(' ', ''))];
  return JSON.stringify(
    byteLevel({ model: { type: 'BPE', vocab: Object.fromEntries(vocab.map((each, id) => [each, id])), merges } }),
  );
};

test.each([
  ['digits, where each is a token', [], '0123456789'],
  [
    'spaced digits, where digits join',
    ['1 2', ...Array.from('0123456789', (digit) => `Ġ ${digit}`)],
    ' 0 1 2 3 4 5 6 7 8 9',
  ],
  [
    'spaced letters, where only they stay apart',
    ['1 2', ...Array.from('ABCDEFGHIJ', (letter) => `Ġ ${letter}`)],
    ' A B C D E F G H I J',
  ],
])('a passkey is made of %s', async (_, merges, items) => {
  const tokenizer = await openTokenizer(bpe(merges));
  const { digits, key_begin, key_end } = symbolsOf(tokenizer);
  expect(tokenizer.decode(digits)).toBe(items);
  expect(tokenizer.decode([...key_begin, ...digits.slice(0, 5), ...key_end])).toBe(
    ` The key is <${items.slice(0, items.length / 2)}>`,
  );
});

test('a tokenizer that keeps nothing apart is told so', async () => {
  const tokenizer = await openTokenizer(bpe(['1 2']));
  expect(() => symbolsOf(tokenizer)).toThrow(
    expect.objectContaining({ code: 'invalid_argument', reason: 'no_passkey_symbols', path: 'passkey' }),
  );
});

test('bits per byte of a model of characters are its loss, of each sample and of all', () => {
  const listen = textScores('text');
  const result = (samples, mean) => ({
    samples,
    metrics: { loss: { mean } },
    losses: new Float64Array(127).fill(mean),
    last: { prompt: 'a'.repeat(64), expected: 'b'.repeat(64), answer: '' },
  });
  listen(result(1, 2 * Math.LN2));
  const { bits_per_byte: end, whole_bits_per_byte: whole } = listen(result(2, 3 * Math.LN2)); // 2, then 4
  expect(end.mean).toBeCloseTo(3, 12);
  expect(end.spread).toBeCloseTo(1, 12);
  expect(whole.mean).toBeCloseTo((3 * 127) / 128, 12);
});

test('a copy matches where the end of it does, from a word on', () => {
  const copy = 'one two three four five six seven eight nine ten';
  expect(endOf(copy)).toBe(' three four five six seven eight nine ten');
  const listen = textScores('repeat');
  const said = (answer) => listen({ last: { prompt: '', expected: copy, answer } }).exact_match;
  expect(said(`??? two${endOf(copy)}`)).toEqual({ mean: 1, spread: 0 });
  expect(said(copy.replace('nine', 'none'))).toEqual({ mean: 0.5, spread: 0.5 });
});
