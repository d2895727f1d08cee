// Tokenizers in Hugging Face's form: the tokens that Hugging Face's own library gives, and refusals of what is read otherwise.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { openTokenizer } from '../../web/lib/tokenizer.js';
import { tokenizerFiles } from '../../web/lib/tokenizer-files.js';

const readText = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const { cases } = JSON.parse(readText('tests/golden/tokens.json'));
const paths = {
  'words-l512': 'web/models/words-l512/tokenizer.json',
  sentencepiece: 'tests/golden/tokenizers/sentencepiece.json',
  'sentencepiece-normalizer': 'tests/golden/tokenizers/sentencepiece-normalizer.json',
  'byte-level-pattern': 'tests/golden/tokenizers/byte-level-pattern.json',
};
const open = (name) => openTokenizer(readText(paths[name]));

describe.each(Object.keys(paths))('%s', (name) => {
  test('has cases of every kind', () => expect(cases[name]).toHaveLength(14));

  test('gives the tokens of the Python library, with and without those around a text', async () => {
    const tokenizer = await open(name);
    for (const { text, ids, plain } of cases[name]) {
      expect({ text, ids: tokenizer.encode(text) }).toEqual({ text, ids });
      expect({ text, ids: tokenizer.encode(text, { special: false }) }).toEqual({ text, ids: plain });
    }
  });

  test('gives the text of the Python library', async () => {
    const tokenizer = await open(name);
    for (const { plain, decoded } of cases[name]) expect(tokenizer.decode(plain)).toBe(decoded);
  });

  test('has as many bytes in its tokens as the text, but for what it puts before it', async () => {
    const tokenizer = await open(name);
    const put = name === 'sentencepiece' ? 1 : 0; // a space before the first word
    for (const { text, plain } of cases[name].filter(({ text }) => text !== '' && !text.includes('<s>'))) {
      const bytes = tokenizer.bytes(plain).reduce((sum, count) => sum + count, 0);
      expect({ text, bytes }).toEqual({ text, bytes: Buffer.byteLength(text) + put });
    }
  });
});

test('pieces are what a person reads: text with its spaces, and bytes of a character that several tokens share', async () => {
  const tokenizer = await open('words-l512');
  const pieces = (text) => tokenizer.pieces(tokenizer.encode(text));
  expect(pieces('Call me.\n')).toEqual(['C', 'all', ' me', '.', '\n']);
  expect(pieces('é')).toEqual(['<C3>', '<A9>']);
  const spaced = await open('sentencepiece');
  const tokens = spaced.encode('the é日');
  expect(spaced.pieces(tokens).slice(0, 2)).toEqual(['<s>', ' the']);
  expect(spaced.pieces(tokens).slice(-3)).toEqual(['<E6>', '<97>', '<A5>']);
});

test('the characters as tokenizer.json are read as such', async () => {
  const tokenizer = await openTokenizer(tokenizerFiles()['tokenizer.json']);
  expect(tokenizer.size).toBe(96);
  expect(tokenizer.encode('\n ~A')).toEqual([0, 1, 95, 34]);
  expect(tokenizer.decode([0, 1, 95, 34])).toBe('\n ~A');
  expect(() => tokenizer.encode('a é')).toThrow(
    expect.objectContaining({ code: 'unsupported_text', args: { given: 'é' } }),
  );
});

describe('what would be read otherwise is refused by name', () => {
  const changed = (change) => {
    const file = JSON.parse(readText(paths['byte-level-pattern']));
    change(file);
    return openTokenizer(JSON.stringify(file));
  };
  test.each([
    ['model.type', (file) => Object.assign(file.model, { type: 'WordLevel' }), '"WordLevel"'],
    ['model.dropout', (file) => Object.assign(file.model, { dropout: 0.1 }), '0.1'],
    ['normalizer.type', (file) => Object.assign(file, { normalizer: { type: 'Precompiled' } }), '"Precompiled"'],
    ['decoder.type', (file) => Object.assign(file.decoder, { type: 'CTC' }), '"CTC"'],
    [
      'pre_tokenizer.pretokenizers[0].behavior',
      (file) => Object.assign(file.pre_tokenizer.pretokenizers[0], { behavior: 'MergedWithNext' }),
      '"MergedWithNext"',
    ],
    [
      'pre_tokenizer.pretokenizers[1].type',
      (file) => Object.assign(file.pre_tokenizer.pretokenizers[1], { type: 'UnicodeScripts' }),
      '"UnicodeScripts"',
    ],
  ])('%s', async (path, change, given) => {
    await expect(changed(change)).rejects.toMatchObject({
      code: 'unsupported_text',
      path: `tokenizer.${path}`,
      args: { given },
    });
  });

  test('no tokenizer, and no JSON', async () => {
    await expect(openTokenizer('{}')).rejects.toMatchObject({ code: 'unsupported_text', path: 'tokenizer.model' });
    await expect(openTokenizer('{')).rejects.toMatchObject({ code: 'invalid_json', path: 'tokenizer' });
    const pattern = (file) => Object.assign(file.pre_tokenizer.pretokenizers[0], { pattern: { Regex: '(' } });
    await expect(changed(pattern)).rejects.toMatchObject({ code: 'unsupported_text', path: 'tokenizer' });
  });
});
