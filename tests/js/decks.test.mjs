// How a deck is framed, and how it reads its address and its steps.
import { describe, expect, test } from '@jest/globals';
import { deckHtml, modelNames } from '../../web/lectures/build.js';
import { settingsOf } from '../../web/lectures/settings.js';
import { readSet } from '../../web/lectures/steps.js';
import { hashFor, searchFor } from '../../web/lectures/toolbar.js';
import { deckFiles } from '../repo/decks.mjs';

const decks = deckFiles();

describe('a deck', () => {
  test('reads from its address how it is shown', () => {
    const at = (search, width = 1024) => settingsOf(new URLSearchParams(search), width);
    expect(at('')).toEqual({ view: 'slides', controls: true, theme: '' });
    expect(at('', 360).view).toBe('read');
    expect(at('view=slides', 360).view).toBe('slides');
    expect(at('view=read&controls=0&theme=dark')).toEqual({ view: 'read', controls: false, theme: 'dark' });
    expect(at('view=x&theme=x')).toEqual({ view: 'slides', controls: true, theme: '' });
    expect(at('print-pdf&view=read').view).toBe('print');
  });

  test('keeps the slide and the settings in its links', () => {
    expect(searchFor('?theme=dark&print-pdf', 'read')).toBe('?theme=dark&view=read');
    expect(searchFor('?controls=0', '')).toBe('?controls=0');
    expect(['#/decay', '#decay', ''].map((hash) => hashFor(hash, true))).toEqual(['#/decay', '#/decay', '']);
    expect(hashFor('#/decay', false)).toBe('#decay');
  });

  test('reads what a step sets, with parameters of methods in it', () => {
    expect(readSet('methods=rope linear;factor:4&length=512')).toEqual([
      ['methods', 'rope linear;factor:4'],
      ['length', '512'],
    ]);
  });

  test('is framed in its language, with the folder of the models, and says what it does not know', () => {
    const framed = deckHtml('<rope-scope></rope-scope>', { filename: '/x/rope/zh.html' });
    expect(framed).toContain('<html lang="zh-Hans" data-deck="rope">');
    expect(framed).toContain('href="./en.html"');
    expect(framed).toContain('<rope-scope base="../../models" loading="lazy">');
    expect(framed).not.toContain('{{');
    expect(() => deckHtml('', { filename: '/x/nothing/zh.html' })).toThrow('nothing/zh.html');
    const withConfig = (name) =>
      deckHtml(`<rope-figure kind="config" data-config="${name}"></rope-figure>`, { filename: '/x/rope/en.html' });
    expect(withConfig('meta-llama/Llama-2-7b')).toMatch(
      /data-config="[^"]+">\{[^<]+"max_position_embeddings": 4096[^<]+\}<\/rope-figure>/,
    );
    expect(() => withConfig('nobody/nothing')).toThrow('got nobody/nothing');
    const named = decks.flatMap(({ html }) => [...html.matchAll(/\bmodel="?([\w-]+)/g)].map(([, name]) => name));
    expect(named).toContain('kerple-log-l128'); // only a step names it
    expect(new Set(modelNames())).toEqual(new Set(named));
  });
});
