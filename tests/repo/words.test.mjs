// What a person reads lives in web/words, whole in every language.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { sayings as librarySayings } from '../../web/lib/sayings.js';
import { en } from '../../web/words/en.js';
import { zh } from '../../web/words/zh.js';
import { methods as chinese } from '../../web/words/zh-methods.js';
import { sayings as chineseSayings } from '../../web/words/zh-sayings.js';
import { repositoryFiles, textOf } from './files.mjs';
import { plainWords } from './plain-words.mjs';
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

  test('every unit and every source of the registry is said in Chinese', () => {
    const units = new Set(catalog.flatMap(({ params }) => params.flatMap(({ unit }) => unit || [])));
    expect(units.size).toBeGreaterThan(2);
    for (const { cards } of [en, zh]) expect([...units].filter((unit) => !cards.units[unit])).toEqual([]);
    const places = catalog.map(({ source: { where } }) => zh.cards.source({ authors: '', id: '', where }));
    expect(places.filter((place) => /section|equation|definition|post\b|form\b|formula/.test(place))).toEqual([]);
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

describe('data files', () => {
  const listed = (path) => JSON.parse(textOf(`web/models/${path}`));
  const stored = listed('evaluation.json');

  test('have Chinese words for all weights and for every line of the evaluation', () => {
    const names = [...Object.keys(listed('recipes.json').models), ...stored.models.map(({ family }) => family)];
    expect(names.filter((name) => !zh.data.model(name))).toEqual([]);
    expect(Object.keys(stored.titles.lines).filter((line) => !zh.data.line(line))).toEqual([]);
  });

  test('have Chinese words for what was expected, with the reasons, and for published tables', () => {
    const { expectations } = listed('expectations.json');
    expect(expectations.length).toBeGreaterThan(5);
    for (const { id, reason = '' } of expectations) {
      const words = zh.data.expectation(id);
      expect([id, words?.expected.length > 0, words?.reason !== '']).toEqual([id, true, reason !== '']);
    }
    expect(listed('published-tables.json').tables.filter(({ id }) => !zh.data.published(id))).toEqual([]);
  });
});

test('notes are on parameters that there are', async () => {
  const engine = await createEngine({ workers: 0 });
  const known = (await engine.methods()).flatMap(({ id, params }) => params.map(({ key }) => `${id}.${key}`));
  await engine.dispose();
  const noted = Object.entries(en.notes).flatMap(([id, notes]) => Object.keys(notes).map((key) => `${id}.${key}`));
  expect(noted.length).toBeGreaterThan(3);
  expect(noted.filter((path) => !known.includes(path))).toEqual([]);
});

describe('pages', () => {
  /** Three words of a language in a row between tags: a sentence, and no name. */
  const sentence = /(?<!=)>[^<>{}\n]*?\b[A-Za-z]{2,}[,;]? [a-z]{2,}[,;]? [a-z]{2,}[^<>{}]*</g;
  const pages = files.filter((path) => /^web\/site\/.*\.html$/.test(path));
  const scripts = files.filter((path) =>
    /^web\/(elements|charts|figures|scope|site)\/.*(?<!vite\.config)\.js$/.test(path),
  );
  const texts = 'web/scope/texts.js'; // holds a text for the model to read

  test('hold no sentence of their own', () => {
    expect(pages.length).toBeGreaterThan(1);
    const found = pages.flatMap((path) =>
      [...textOf(path).matchAll(sentence)].map(([text]) => `${path}: ${text.slice(0, 60)}`),
    );
    expect(found).toEqual([]);
  });

  test('are drawn by scripts that hold neither a sentence nor a label', () => {
    expect(scripts.length).toBeGreaterThan(60);
    expect(scripts.flatMap((path) => (path === texts ? [] : plainWords(path, textOf(path))))).toEqual([]);
  });

  test.each([
    ['between tags', 'html`<p>Waiting.</p>`', ['Waiting.']],
    ['in a hole of a template', `html\`<p>\${ready ? value : 'not ready'}</p>\``, ['not ready']],
    ['for the ear', `html\`<a aria-label="Depth \${depth}">\${depth}</a>\``, ['Depth …']],
    ['in a drawing', "svg('text', { x: 1 }, ['pair'])", ['pair']],
    ['as a title', "draw({ xTitle: 'length' })", ['length']],
    ['in a string', "const said = 'The model has not answered'", ['The model has not answered']],
    ['with numbers', `const said = \`at most \${count} cells\``, ['at most … cells']],
    [
      'but not in code',
      `html\`<b class="two words">\${words.wait}</b>\`; if (key === 'Escape') throw new Error('No such key')`,
      [],
    ],
  ])('words are seen %s', (_, source, found) => {
    expect(plainWords('x', source)).toEqual(found.map((text) => `x: ${text}`));
  });

  test('name only sentences that there are', async () => {
    const { saidHtml } = await import('../../web/site/said-html.js');
    for (const path of pages.filter((each) => each.endsWith('.html')))
      expect(saidHtml(textOf(path))).not.toMatch(/\{\{/);
    expect(() => saidHtml('{{lab.nothing}}')).toThrow('lab.nothing');
  });
});

describe('Chinese sentences', () => {
  const chineseFiles = files.filter((path) => /^web\/words\/zh(-\w+)?(\/\w+)?\.js$/.test(path));
  const linesThat = (wrong) =>
    chineseFiles.flatMap((path) =>
      textOf(path)
        .split('\n')
        .filter((line) => !/^\s*(\/\*\*|\*|\/\/|import)/.test(line) && wrong.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );

  test('are written with Chinese punctuation beside Chinese characters and places', () => {
    expect(chineseFiles.length).toBeGreaterThan(10);
    expect(linesThat(/[\u4e00-\u9fff”][,;:?!]|[,;:?!][\u4e00-\u9fff“]/)).toEqual([]);
    expect(linesThat(/[\u4e00-\u9fff]\(|\)[\u4e00-\u9fff]/)).toEqual([]);
    expect(linesThat(/^\s*\w+:.*\}[,;:]\w.*[\u4e00-\u9fff]/)).toEqual([]);
  });
});
