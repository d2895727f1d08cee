// Texts in the tokens of a tokenizer.json: as long as asked for, read by people, their loss per byte.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loupe } from '../../web/charts/loupe.js';
import { cornerTaken } from '../../web/charts/loupe-size.js';
import { mapAxes } from '../../web/charts/map-axes.js';
import { visible } from '../../web/charts/map-cell.js';
import { spoken } from '../../web/elements/spoken.js';
import { curvesOf, perByte } from '../../web/figures/loss.js';
import { makeText, textKinds } from '../../web/scope/texts.js';
import { readerOf } from '../../web/scope/token-texts.js';
import { en } from '../../web/words/en.js';
import { zh } from '../../web/words/zh.js';

const read = (path) => readFileSync(new URL(`../../web/models/${path}`, import.meta.url), 'utf8');
const heldout = read('heldout.txt');
const reader = await readerOf(read('words-l512/tokenizer.json'));
const make = (id, length, typed = heldout) => makeText(id, heldout, { length, trained: 128, typed, reader });
const readable = (tokens) => reader.read(tokens).pieces.join('');

describe('a text in tokens', () => {
  test.each(textKinds.map(({ id }) => id))('%s has the length asked for', (id) => {
    for (const length of [16, 128, 512, 2048]) expect(make(id, length)).toHaveLength(length);
  });

  test('is the beginning of the held-out text, however long', () => {
    expect(heldout.startsWith(readable(make('heldout', 1000)))).toBe(true);
    expect(make('heldout', 1000).slice(0, 100)).toEqual(make('heldout', 100));
  });

  test('repeats tokens with the period of the page', () => {
    const tokens = make('repeat', 300);
    expect(tokens.slice(128, 256)).toEqual(tokens.slice(0, 128));
    expect(tokens.slice(256)).toEqual(tokens.slice(0, 44));
  });

  test('tells the key twice, at a fifth and at the end', () => {
    const text = readable(make('passkey', 512));
    expect(text.match(/ The key is <58213>/g)).toHaveLength(2);
    expect(text.endsWith(' The key is <58213>')).toBe(true);
  });

  test('may be of any characters where a visitor types it', () => {
    expect(readable(make('own', 64, 'née 鯨'))).toBe('n<C3><A9>e <E9><AF><A8>');
  });
});

test('bytes of tokens are those of the text, so that losses per byte are those of any vocabulary', () => {
  const tokens = make('heldout', 200);
  const { bytes, pieces } = reader.read(tokens);
  expect(bytes).toHaveLength(200);
  expect(bytes.reduce((sum, count) => sum + count)).toBe(Buffer.byteLength(pieces.join('')));
  // by hand: 1 + 2 + 3 nats over the 1 + 2 + 4 bytes of the tokens that were predicted; then the last alone
  expect(perByte([1, 2, 3], [9, 1, 2, 4], 0, 3)).toBeCloseTo(6 / 7, 12);
  expect(perByte([1, 2, 3], [9, 1, 2, 4], 2, 3)).toBeCloseTo(3 / 4, 12);
});

describe('the figure of losses', () => {
  const runs = [{ name: 'RoPE', slot: 0, losses: [1, 2, 3, 5] }];
  const said = (words, bytes, trained = 3) => spoken(curvesOf(runs, trained, bytes).summary, words).join(' ');

  test('says nats per token and per byte where tokens are words', () => {
    expect(said(en, [9, 1, 2, 4, 10])).toBe(
      'Lines: mean of the last 32 tokens; faint: each token. Mean loss, RoPE: 2 nats per token within 3, 5 beyond (0.857 and 0.5 per byte).',
    );
    expect(said(en, [9, 1, 2, 4, 10], 8)).toContain('RoPE: 2.75 nats per token (0.647 per byte).');
    expect(said(zh, [9, 1, 2, 4, 10])).toContain('每词元 2 奈特，以外 5（每字节 0.857 与 0.5）');
  });

  test('says nats per character where tokens are characters', () => {
    expect(said(en, null)).toContain(
      'faint: each character. Mean loss, RoPE: 2 nats per character within 3, 5 beyond.',
    );
  });
});

test('blanks of a token are made visible, wherever they stand', () => {
  expect([' the', '\n', 'a\tb', '\r\n', '<C3>'].map(visible)).toEqual(['␣the', '⏎', 'a⇥b', '␍⏎', '<C3>']);
});

describe('the loupe', () => {
  // as much of a document as an SVG needs
  class Node {
    constructor(name) {
      Object.assign(this, { name, attributes: {}, children: [] });
    }
    setAttribute(key, value) {
      this.attributes[key] = value;
    }
    append(...children) {
      this.children.push(...children);
    }
  }
  beforeAll(() => {
    globalThis.document = { createElementNS: (_, name) => new Node(name) };
  });
  afterAll(() => {
    delete globalThis.document;
  });

  test('stands in a corner from which the mark of the training length keeps away, in any language', () => {
    const words = { key: '', keyPosition: '', queryPosition: '' };
    const marked = (trained, size, text, taken) => {
      const data = { length: 256, trained, size, ...(taken && { taken: cornerTaken(size, 290, true) }) };
      const { children } = mapAxes(data, { words: { ...words, trained: () => text } });
      const { x, y } = children.find(({ attributes }) => attributes.class === 'trained').children[2].attributes;
      return [x, y].map(Number);
    };
    expect(marked(128, 400, 'trained: 128', false)).toEqual([213, 204]); // beyond the diagonal
    expect(marked(128, 400, 'trained: 128', true)).toEqual([5, 195]); // above its line
    expect(marked(64, 400, 'trained: 128', true)).toEqual([113, 104]);
    expect(marked(160, 400, 'trained: 128', true)).toEqual([263, 254]); // below the corner
    expect(marked(128, 250, 'trained: 128', true)).toEqual([138, 129]); // a small map has nothing in its corner
    expect(marked(85, 300, '12345678', true)[0]).toBeGreaterThan(100);
    expect(marked(85, 300, '训练长度：128', true)[0]).toBe(5); // as many letters, wider ones
  });

  const length = 20;
  const map = { rows: length, cols: length, values: new Float32Array(length * length) };
  const labels = (text) =>
    loupe({ map, length, text, place: { q: 3, k: 1 } }).children.filter(({ name }) => name === 'text');

  test('has a readable token at each row and column, the longest cut', () => {
    const text = [' the', '\n', 'an extraordinary word', ' whale', ...Array(length - 4).fill('<E9>')];
    const found = labels(text);
    const rows = found.filter(({ attributes }) => !attributes.transform);
    expect(rows.slice(0, 5).map(({ children }) => children[0])).toEqual(['␣the', '⏎', 'an␣extrao', '␣whale', '<E9>']);
    expect(found).toHaveLength(2 * 11);
    const here = found.filter(({ attributes }) => attributes.class === 'here').map(({ children }) => children[0]);
    expect(here).toEqual(['⏎', '␣whale']);
  });

  test('has upright characters close to the map where a token is one', () => {
    const found = labels('characters stand here');
    expect(found).toHaveLength(2 * 15);
    expect(found.every(({ attributes }) => !attributes.transform && attributes['text-anchor'] === 'middle')).toBe(true);
  });

  test('of another map takes other colours, and nothing else is drawn anew; elsewhere it is another figure', () => {
    const text = 'characters stand here';
    const at = { length, text, place: { q: 3, k: 1 } };
    const other = { ...map, values: map.values.map((_, i) => (i === 3 * length + 1 ? 1 : 0)) };
    const fills = ({ children }) => children.map(({ attributes }) => attributes.fill);
    const [before, fresh] = [loupe({ map, ...at }), loupe({ map: other, ...at })];
    expect(fills(before)).not.toEqual(fills(fresh));
    const cells = [...before.children];
    expect(loupe({ map: other, ...at }, {}, before)).toBe(before);
    expect(before.children.every((each, i) => each === cells[i])).toBe(true);
    expect(fills(before)).toEqual(fills(fresh));
    expect(loupe({ map, ...at, place: { q: 4, k: 1 } }, {}, before)).not.toBe(before);
    expect(loupe({ map, ...at, text: text.toUpperCase() }, {}, before)).not.toBe(before);
  });
});
