// Vocabularies of GGUF files: texts become the tokens that llama.cpp makes of them, under each name of tokenizer.ggml.pre.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { cuts } from '../../web/lib/formats/gguf-pre-tokenizers.js';
import { createEngine } from '../../web/lib/index.node.js';
import { openTokenizer } from '../../web/lib/tokenizer.js';
import { asGguf } from './helpers/as-gguf.mjs';
import { cutVocabulary } from './helpers/cut-vocabulary.mjs';
import { gguf } from './helpers/gguf.mjs';
import { modelOf } from './helpers/read-gguf.mjs';
import { parts } from './helpers/weights.mjs';

const golden = JSON.parse(readFileSync(new URL('../golden/tokenizers/gguf-pre.json', import.meta.url)));
const { tokens, merges } = cutVocabulary(golden.texts);
const model = {
  ...{ 'general.architecture': 'llama', 'llama.block_count': 1, 'llama.context_length': 128 },
  ...{ 'llama.embedding_length': 32, 'llama.feed_forward_length': 32, 'llama.attention.head_count': 2 },
  ...{ 'llama.attention.layer_norm_rms_epsilon': 1e-5, 'llama.vocab_size': tokens.length },
};
const tokenizerOf = async (more) => {
  const prefixed = Object.entries(more).map(([key, value]) => [`tokenizer.ggml.${key}`, value]);
  return (await modelOf(gguf({ ...model, ...Object.fromEntries(prefixed) }, []))).tokenizer;
};
const bytes = (more) => tokenizerOf({ model: 'gpt2', tokens, merges, bos_token_id: 7, ...more });

/** llama.cpp's pattern leaves combining marks out, the tokenizer.json of these models does not. */
const marks = ({ pre }, text) => pre.includes('tekken') && /\p{M}/u.test(text);

describe('a text under the pre-tokenizer', () => {
  const rows = golden.tokens.flatMap((row) => row.pre.map((pre) => [pre, row]));
  test.each(rows)('%s becomes the tokens of llama.cpp', async (pre, row) => {
    const tokenizer = await openTokenizer(await bytes({ pre, add_bos_token: false }));
    for (const [i, text] of golden.texts.entries()) {
      const found = Array.from(tokenizer.encode(text));
      if (marks(row, text)) expect(found).not.toEqual(row.ids[i]);
      else expect(found).toEqual(row.ids[i]);
      expect(tokenizer.decode(found)).toBe(text);
    }
  });

  test('is known for every name that is read', () => {
    expect(rows.map(([pre]) => pre).sort()).toEqual(cuts.flatMap(({ names }) => names).sort());
    expect(golden.tokens.length).toBeGreaterThan(8); // they differ
  });
});

describe('the first token', () => {
  const firstOf = async (more) => (await openTokenizer(await bytes(more))).encode('OK')[0];
  test.each([
    ['llama-bpe', {}, true],
    ['llama-bpe', { add_bos_token: false }, false],
    ['tekken', {}, true],
    ['qwen2', {}, false],
    ['qwen2', { add_bos_token: true }, true],
  ])('of %s with %j', async (pre, more, begins) => {
    expect((await firstOf({ pre, ...more })) === 7).toBe(begins);
  });
});

test('a piece that is a token is taken whole under Llama 3, and merged under Qwen 2', async () => {
  const more = { tokens: [...tokens, 'zqzq'], merges };
  const encode = async (pre) =>
    Array.from((await openTokenizer(await bytes({ pre, add_bos_token: false, ...more }))).encode('zqzq'));
  expect(await encode('llama-bpe')).toEqual([tokens.length]);
  expect((await encode('qwen2')).length).toBeGreaterThan(1);
});

describe('SentencePiece', () => {
  const pieces = [
    '<unk>',
    '<s>',
    '</s>',
    ...Array.from({ length: 256 }, (_, b) => `<0x${b.toString(16).toUpperCase().padStart(2, '0')}>`),
  ];
  const words = ['▁', 'a', 'b', 'ab', '▁ab', '▁▁'];
  const vocabulary = {
    ...{ model: 'llama', tokens: [...pieces, ...words], bos_token_id: 1 },
    scores: [...pieces.map(() => 0), -4, -5, -6, -2, -1, -3],
    token_type: [2, 3, 3, ...Array(256).fill(6), ...words.map(() => 1)],
  };
  const textsOf = async (more, text) => {
    const tokenizer = await openTokenizer(await tokenizerOf({ ...vocabulary, ...more }));
    return Array.from(tokenizer.encode(text), (id) => vocabulary.tokens[id]);
  };

  test('puts a space before a text, unless the file says otherwise', async () => {
    expect(await textsOf({}, 'ab ab')).toEqual(['<s>', '▁ab', '▁ab']);
    expect(await textsOf({ add_space_prefix: false, add_bos_token: false }, 'ab ab')).toEqual(['ab', '▁ab']);
  });

  test('has bytes for what it does not know', async () => {
    expect(await textsOf({ add_space_prefix: false }, 'é')).toEqual(['<s>', '<0xC3>', '<0xA9>']);
  });
});

describe('a vocabulary that is not read exactly', () => {
  test.each([
    ['pre_tokenizer', '"default"', { model: 'gpt2', tokens, merges, pre: 'default' }],
    ['pre_tokenizer', 'nothing', { model: 'gpt2', tokens, merges }],
    ['model', '"bert"', { model: 'bert', tokens }],
    ['model', '"t5"', { model: 't5', tokens }],
  ])('is refused by its %s, %s', async (place, given, more) => {
    await expect(tokenizerOf(more).then(openTokenizer)).rejects.toMatchObject({
      ...{ code: 'unsupported_text', reason: 'tokenizer_part_unknown' },
      ...{ path: `tokenizer.${place}.type`, args: { given } },
    });
  });

  test('leaves a model of tokens', async () => {
    const engine = await createEngine({ workers: 0 });
    const vocabulary = {
      'tokenizer.ggml.model': 'gpt2',
      'tokenizer.ggml.pre': 'default',
      'tokenizer.ggml.tokens': ['a'],
    };
    const root = new URL('../golden/hf-models/llama-bias-no-flag/', import.meta.url);
    const config = JSON.parse(readFileSync(new URL('config.json', root)));
    const { entries } = parts(readFileSync(new URL('model.safetensors', root)));
    const weights = entries.filter(({ name }) => !name.endsWith('.bias'));
    const file = asGguf('llama', config, weights, { general: vocabulary });
    const model = await engine.loadModel([new File([file], 'model.gguf')]);
    expect((await model.forward([1, 2, 3])).logits).toHaveLength(3 * config.vocab_size);
    await expect(model.encode('a')).rejects.toThrow(/pre_tokenizer.*"default"/);
    await engine.dispose();
  });

  test('is none where two tokens have one text', async () => {
    expect(await tokenizerOf({ model: 'gpt2', tokens: ['a', 'a'], merges, pre: 'qwen2' })).toBeUndefined();
  });
});
