// A visitor's own text: what a file is read as, what a model of characters does not know, and what a tab keeps.
import { afterEach, describe, expect, test } from '@jest/globals';
import { kept, mostMegabytes, readTextFile, strangersIn } from '../../web/scope/own-text.js';
import { longestTyped } from '../../web/scope/query.js';
import { makeText } from '../../web/scope/texts.js';
import { filled, keepText } from '../../web/site/kept.js';

const file = (content, name) => new File([content], name);

describe('a text file', () => {
  test.each(['notes.txt', 'README.MD', 'a.markdown'])(
    '%s is read as UTF-8, with line breaks as models know them',
    async (name) => {
      const read = await readTextFile([file('\uFEFFone\r\ntwo\rcafé', name)]);
      expect(read).toMatchObject({ text: 'one\ntwo\ncafé', name });
    },
  );

  test.each([
    ['notText', [file('{}', 'config.json')]],
    ['notText', [file('x', 'txt')]],
    ['notUtf8', [file(new Uint8Array([0x61, 0xff, 0xfe]), 'latin.txt')]],
    ['several', [file('a', 'a.txt'), file('b', 'b.txt')]],
    ['tooLarge', [{ name: 'a.txt', size: mostMegabytes * 2 ** 20 + 1 }]],
    ['unreadable', [{ name: 'folder.txt', size: 0, arrayBuffer: () => Promise.reject(new Error('NotFoundError')) }]],
  ])('is refused as %s, by its name', async (refused, files) => {
    expect(await readTextFile(files)).toEqual({ refused, name: files[0].name, files: files.length });
  });

  test('that is too long is cut between characters, and says how long it was', async () => {
    const long = `${'x'.repeat(longestTyped - 1)}😀more`;
    const read = await readTextFile([file(long, 'long.txt')]);
    expect(read).toMatchObject({ given: long.length });
    expect(read.text).toBe('x'.repeat(longestTyped - 1));
    expect(kept('short')).toBe('short');
  });
});

describe('characters that a model of characters does not know', () => {
  test('are counted, the most frequent first, an emoji as one; what cannot be seen is named by its code', () => {
    expect(strangersIn('naïve 😀 é é\tend\n')).toEqual([
      { character: 'é', times: 2 },
      { character: 'ï', times: 1 },
      { character: '😀', times: 1 },
      { character: 'U+0009', times: 1 },
    ]);
    expect(strangersIn('plain ASCII ~ only\n')).toEqual([]);
  });

  test('are read as one stand-in each, none is dropped', () => {
    const read = (typed) => makeText('own', '', { typed, length: 64, trained: 128 });
    expect(read('naïve 😀\tend')).toBe('na?ve ??end');
    expect(read('plain\n')).toBe('plain\n');
  });
});

describe('what a tab keeps', () => {
  const reading = (query) => ({ query: { typed: '', ...query }, problems: [], leavesMethods: false });

  afterEach(() => {
    delete globalThis.sessionStorage;
  });

  const withStorage = () => {
    const items = new Map();
    globalThis.sessionStorage = {
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => items.set(key, value),
    };
  };

  test('an own text comes back with a link that says there was one', () => {
    withStorage();
    keepText('mine');
    expect(filled(reading({ text: 'own' }))).toEqual(reading({ text: 'own', typed: 'mine' }));
    expect(filled(reading({ text: 'own', typed: 'of an older link' })).query.typed).toBe('of an older link');
  });

  test.each([
    ['in another tab', withStorage],
    ['where a browser keeps nothing', () => {}],
  ])('%s such a link falls back to the held-out passage, and says so', (_, prepare) => {
    prepare();
    const { query, problems } = filled(reading({ text: 'own' }));
    expect(query).toEqual({ text: 'heldout', typed: '' });
    expect(problems.map(({ code }) => code)).toEqual(['ownTextElsewhere']);
  });
});
