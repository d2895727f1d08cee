// A model of whose tokens nobody knows the text: what needs no text runs all the same, on tokens by chance.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { drawnSymbols, drawnTokens } from '../../web/lib/drawn-tokens.js';
import { createEngine } from '../../web/lib/index.node.js';
import { readPicked } from '../../web/scope/picked-model.js';

const words = new URL('../../web/models/words-l512/', import.meta.url);
const names = ['config.json', 'model.safetensors'];
const filesOf = (list) => list.map((name) => new File([readFileSync(new URL(name, words))], name));

let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(() => engine.dispose());

test('where no text is needed, one of words does without: it says why, and runs passkeys of its tokens', async () => {
  const picked = await readPicked(filesOf(names), engine, { wordless: true });
  expect(picked.textless).toMatchObject({ reason: 'file_not_picked', path: 'tokenizer.json' });
  expect(picked.facts.characters).toBe(false);
  const other = new File(['{"model": {"type": "WordPiece"}}'], 'tokenizer.json');
  const strange = await readPicked([...filesOf(names), other], engine, { wordless: true });
  expect(strange.textless.code).toBe('unsupported_text');
  const model = await picked.load(engine, { reads: true });
  const text = drawnTokens(1024, 0);
  const { last, metrics } = await model.evaluate({ task: 'passkey', depth: 0, length: 64, samples: 1, text });
  const { key_begin, digits } = drawnSymbols(1024);
  expect([...last.prompt.slice(0, 4)]).toEqual(key_begin);
  expect([...last.expected].every((token) => digits.includes(token))).toBe(true);
  expect(Number.isFinite(metrics.exact_match.mean)).toBe(true);
  await model.dispose();
});

test.each([10, 12, 96, 128256])('a key of a vocabulary of %i has ten different digits within it', (size) => {
  const { digits, key_begin, key_end } = drawnSymbols(size);
  expect([new Set(digits).size, key_begin.length, key_end.length]).toEqual([10, 4, 1]);
  if (size > 14) expect(new Set([...digits, ...key_begin, ...key_end]).size).toBe(15);
  for (const token of [...digits, ...key_begin, ...key_end, ...drawnTokens(size, 7).slice(0, 1000)]) {
    expect(token).toBeGreaterThanOrEqual(0);
    expect(token).toBeLessThan(size);
  }
});
