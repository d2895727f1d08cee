// What a person reads lives in web/words, whole in every language.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { sayings as librarySayings } from '../../web/lib/sayings.js';
import { methods as chinese } from '../../web/words/zh-methods.js';
import { sayings as chineseSayings } from '../../web/words/zh-sayings.js';
import { repositoryFiles, textOf } from './files.mjs';
import { engineSayings } from './sayings.mjs';

const files = repositoryFiles();

describe('methods', () => {
  let engine;
  let catalog;
  beforeAll(async () => {
    engine = await createEngine({ workers: 0 });
    catalog = await engine.methods();
  });
  afterAll(() => engine.dispose());

  test('every method of the registry and every parameter has Chinese words', () => {
    expect(catalog.length).toBeGreaterThan(20);
    const missing = catalog.flatMap(({ id, params }) =>
      chinese[id] ? params.flatMap(({ key }) => (chinese[id].params[key] ? [] : [`${id}.${key}`])) : [id],
    );
    expect(missing).toEqual([]);
  });

  test('no Chinese words are left of a method or a parameter that is gone', () => {
    const known = new Map(catalog.map(({ id, params }) => [id, params.map(({ key }) => key)]));
    const stale = Object.entries(chinese).flatMap(([id, { params }]) =>
      known.has(id)
        ? Object.keys(params).flatMap((key) => (known.get(id).includes(key) ? [] : [`${id}.${key}`]))
        : [id],
    );
    expect(stale).toEqual([]);
  });
});

describe('sentences of the engine and of the library', () => {
  const english = new Map([
    ...Object.entries(librarySayings),
    ...engineSayings().map((saying) => [saying.id, saying.english]),
  ]);
  const places = (sentence) => [...sentence.matchAll(/\{@?\w+\}/g)].map(([place]) => place);

  test('are all said in Chinese, and no other ones are', () => {
    expect(english.size).toBeGreaterThan(200);
    expect([...english.keys()].filter((id) => !Object.hasOwn(chineseSayings, id))).toEqual([]);
    expect(Object.keys(chineseSayings).filter((id) => !english.has(id))).toEqual([]);
  });

  test('have no place in Chinese that no argument fills', () => {
    const unfilled = Object.entries(chineseSayings).filter(([id, sentence]) =>
      places(sentence).some((place) => !places(english.get(id) ?? '').includes(place)),
    );
    expect(unfilled).toEqual([]);
  });
});

describe('pages', () => {
  /** Three words of a language in a row between tags: a sentence, and no name. */
  const sentence = /(?<!=)>[^<>{}\n]*?\b[A-Za-z]{2,}[,;]? [a-z]{2,}[,;]? [a-z]{2,}[^<>{}]*</g;
  const pages = files.filter((path) => /^web\/site\/.*\.html$|^web\/site\/(lab\/)?view[a-z-]*\.js$/.test(path));

  test('hold no sentence of their own', () => {
    expect(pages.length).toBeGreaterThan(5);
    const found = pages.flatMap((path) =>
      [...textOf(path).matchAll(sentence)].map(([text]) => `${path}: ${text.slice(0, 60)}`),
    );
    expect(found).toEqual([]);
  });

  test('name only sentences that there are', async () => {
    const { saidHtml } = await import('../../web/site/said-html.js');
    for (const path of pages.filter((each) => each.endsWith('.html')))
      expect(saidHtml(textOf(path))).not.toMatch(/\{\{/);
    expect(() => saidHtml('{{lab.nothing}}')).toThrow('lab.nothing');
  });
});

test('Chinese sentences are written with Chinese punctuation', () => {
  const chineseFiles = files.filter((path) => /^web\/words\/zh(-\w+)?(\/\w+)?\.js$/.test(path));
  expect(chineseFiles.length).toBeGreaterThan(3);
  const wrong = chineseFiles.flatMap((path) =>
    textOf(path)
      .split('\n')
      .filter(
        (line) => !/^\s*(\/\*\*|\*|\/\/|import)/.test(line) && /[\u4e00-\u9fff][,;?!](?=[\u4e00-\u9fff])/.test(line),
      )
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(wrong).toEqual([]);
});
