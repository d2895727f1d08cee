// Checkpoints of llama2.c: our own weights, written as it writes them, run as before; its vocabularies give its tokens.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readCheckpoint, readVocabulary } from '../../web/lib/formats/llama2c.js';
import { createEngine } from '../../web/lib/index.node.js';
import { openTokenizer } from '../../web/lib/tokenizer.js';
import { readPicked } from '../../web/scope/picked-model.js';
import { checkpoint, floatsOf, vocabulary } from './helpers/llama2c.mjs';

const own = new URL('../../web/models/rope-l128/', import.meta.url);
const config = JSON.parse(readFileSync(new URL('config.json', own), 'utf8'));
const tensors = floatsOf(readFileSync(new URL('model.safetensors', own)));
const text = 'Call me Ishmael. Some years ago, never mind how long precisely, having little or no money';

const folder = mkdtempSync(join(tmpdir(), 'ropescope-llama2c-'));
let engine;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
});
afterAll(async () => {
  await engine.dispose();
  rmSync(folder, { recursive: true });
});

const logitsOf = async (source) => {
  const model = await engine.loadModel(source);
  try {
    return (await model.forward(text, { method: 'yarn', logits: 'last' })).logits;
  } finally {
    await model.dispose();
  }
};
const write = (name, content) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('weights', () => {
  test.each([0, 1])('of version %i give the very logits of the same weights in safetensors', async (version) => {
    const path = write(`version${version}.bin`, checkpoint(config, tensors, { version }));
    expect(await logitsOf(path)).toEqual(await logitsOf(own));
  });

  test.each([0, 1])('of version %i may have a head of their own', async (version) => {
    const head = tensors.get('model.embed_tokens.weight').map((x) => 2 * x);
    const path = write('head.bin', checkpoint(config, tensors, { version, head }));
    const twice = (await logitsOf(own)).map((x) => 2 * x);
    expect(await logitsOf(path)).toEqual(twice);
  });

  test('come from a folder, from files that were picked, and are stated before they are loaded', async () => {
    const content = checkpoint(config, tensors);
    const home = mkdtempSync(join(folder, 'home-'));
    writeFileSync(join(home, 'stories.bin'), content);
    const expected = await logitsOf(own);
    expect(await logitsOf(home)).toEqual(expected);
    const files = [new File([content], 'stories.bin')];
    expect(await logitsOf(files)).toEqual(expected);
    const picked = await readPicked(files, engine);
    expect(picked.facts).toMatchObject({
      layers: 4,
      heads: 4,
      headDim: 32,
      vocabulary: 96,
      trained: 128,
      parameters: 803968,
    });
    const model = await picked.load(engine, {});
    expect(model.info.parameters).toBe(picked.facts.parameters);
    await model.dispose();
  });
});

// Characters, then what merges make of them, the best score first.
const merged = [' t', 'he', ' the', 'an', 'and', ' and', 'in', 'ing', 'er', ' a', '你好', 'th', ' s', 'ss', 'sss'];
const characters = [' ', ...'abcdefghijklmnopqrstuvwxyz.,!', '你', '好'];
const tokens = [
  ...['<unk>', '\n<s>\n', '\n</s>\n'].map((name) => ({ text: name, score: 0 })),
  ...Array.from({ length: 256 }, (_, byte) => ({
    text: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
    score: 0,
  })),
  ...[...merged, ...characters].map((name, i) => ({ text: name, score: -i })),
];

/** As run.c does it: a space before, characters or their bytes, then the best pair of neighbours again and again. */
function encodedByLlama2c(given) {
  const ids = new Map(tokens.map(({ text: name }, id) => [name, id]));
  const found = [...` ${given}`].flatMap((character) =>
    ids.has(character) ? [ids.get(character)] : [...Buffer.from(character)].map((byte) => byte + 3),
  );
  for (;;) {
    let best = { score: -Infinity, at: -1, id: -1 };
    for (let at = 0; at + 1 < found.length; ++at) {
      const id = ids.get(tokens[found[at]].text + tokens[found[at + 1]].text);
      if (id !== undefined && tokens[id].score > best.score) best = { score: tokens[id].score, at, id };
    }
    if (best.at < 0) return found;
    found.splice(best.at, 2, best.id);
  }
}

describe('a vocabulary', () => {
  test('gives the tokens of llama2.c, and their text back', async () => {
    const tokenizer = await openTokenizer(readVocabulary('tok.bin', vocabulary(tokens), tokens.length));
    let state = 7;
    const random = (count) => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % count;
    };
    const alphabet = [...'aehinsdt  tthe ', 'sss', '你', '好', '你好', 'Z', 'é', '🙂'];
    for (let round = 0; round < 300; ++round) {
      const given = Array.from({ length: 1 + random(24) }, () => alphabet[random(alphabet.length)]).join('');
      expect(tokenizer.encode(given, { special: false })).toEqual(encodedByLlama2c(given));
      expect(tokenizer.encode(given)).toEqual([1, ...encodedByLlama2c(given)]);
      expect(tokenizer.decode(tokenizer.encode(given, { special: false }))).toBe(given);
    }
  });

  test('that lies beside the weights by its name reads the texts of the model', async () => {
    const size = { ...config, vocab_size: tokens.length };
    const wide = new Map(tensors).set(
      'model.embed_tokens.weight',
      new Float32Array(tokens.length * config.hidden_size).fill(0.01),
    );
    const path = write('wide.bin', checkpoint(size, wide));
    write(`tok${tokens.length}.bin`, vocabulary(tokens));
    const model = await engine.loadModel(path);
    expect(await model.encode('the ants')).toEqual([1, ...encodedByLlama2c('the ants')]);
    await model.dispose();
  });
});

describe('what is no such file is refused by name', () => {
  const whole = checkpoint(config, tensors);
  const changed = (offset, value) => {
    const copy = Buffer.from(whole);
    copy.writeInt32LE(value, offset);
    return copy;
  };
  test.each([
    ['an empty file', Buffer.alloc(0), 'llama2c_unknown'],
    ['a quantised version', checkpoint(config, tensors, { version: 2 }), 'llama2c_unknown'],
    ['a page', Buffer.from('<!doctype html><title>404</title>'.padEnd(99)), 'llama2c_header'],
    ['a zip', Buffer.from(`PK\u0003\u0004${'\u0000'.repeat(99)}`), 'llama2c_header'],
    ['a file that ends early', whole.subarray(0, -1), 'llama2c_length'],
    ['a file that goes on', Buffer.concat([whole, Buffer.alloc(4)]), 'llama2c_length'],
    ['layers that are not there', changed(8, 2 ** 24), 'llama2c_length'],
    ['no layers', changed(8, 0), 'llama2c_header'],
    ['heads that do not divide the width', changed(12, 3), 'llama2c_header'],
  ])('%s', (_, bytes, reason) => {
    expect(() => readCheckpoint('x.bin', bytes)).toThrow(
      expect.objectContaining({ code: 'invalid_weights', reason, path: 'x.bin' }),
    );
  });

  test.each([
    ['too few tokens', vocabulary(tokens.slice(0, -1)), 'llama2c_vocabulary'],
    ['too many tokens', vocabulary([...tokens, { text: 'zz', score: 0 }]), 'llama2c_vocabulary'],
    ['a file that ends early', vocabulary(tokens).subarray(0, -1), 'llama2c_vocabulary'],
    ['a token twice', vocabulary([...tokens.slice(0, -1), { text: 'a', score: 0 }]), 'llama2c_token'],
    [
      'a token that is no UTF-8',
      vocabulary([...tokens.slice(0, -1), { text: Buffer.of(0xff), score: 0 }]),
      'llama2c_token',
    ],
  ])('a vocabulary with %s', (_, bytes, reason) => {
    expect(() => readVocabulary('tok.bin', bytes, tokens.length)).toThrow(
      expect.objectContaining({ reason, path: 'tok.bin' }),
    );
  });

  test('whatever bytes a file has', () => {
    let state = 3;
    for (let round = 0; round < 2000; ++round) {
      const copy = Buffer.from(whole.subarray(0, 4096));
      for (let i = 0; i < 3; ++i) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        copy.writeInt32LE(state | 0, 4 * ((state >>> 3) % 8));
      }
      expect(() => readCheckpoint('x.bin', copy)).toThrow(expect.objectContaining({ code: 'invalid_weights' }));
    }
  });
});
