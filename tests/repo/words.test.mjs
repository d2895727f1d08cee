// What a person reads lives in web/words, whole in every language.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import * as englishFurther from '../../web/words/en/further.js';
import { en } from '../../web/words/en.js';
import { papers } from '../../web/words/further-papers.js';
import { glossary } from '../../web/words/glossary.js';
import { withInsights } from '../../web/words/insights.js';
import { configTexts } from '../../web/words/zh/config-texts.js';
import * as chineseFurther from '../../web/words/zh/further.js';
import { zh } from '../../web/words/zh.js';
import { methods as chinese } from '../../web/words/zh-methods.js';
import { sayings as chineseSayings } from '../../web/words/zh-sayings.js';
import { repositoryFiles, textOf } from './files.mjs';
import { librarySayings } from './library-sayings.mjs';
import { plainWords } from './plain-words.mjs';
import { saidInBoth } from './said-in-both.mjs';
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

  test('what headers of methods remark on config files is said in Chinese, too, and nothing that is gone', () => {
    const headers = files.filter((path) => /^cpp\/position\/\w+\/\w+\.hpp$/.test(path)).map(textOf);
    const remarked = headers.flatMap((text) => {
      const [, id] = text.match(/\.id = "(\w+)"/) ?? [];
      const types = [...text.matchAll(/TypeName\{\s*"([^"]+)",\s*"/g)].map(([, name]) => `${id}.${name}`);
      return [...types, ...(/\.instead =/.test(text) ? [id] : [])];
    });
    expect(remarked.length).toBeGreaterThan(5);
    expect(Object.keys(configTexts).sort()).toEqual(remarked.sort());
  });

  test('are said in Chinese with what a header remarks', () => {
    const said = (reason, path, args) => zh.say({ reason, path, args, message: '' });
    expect(said('has_method', 'model_type', { method: 'nope', text: 'no positions' })).toBe(
      'model_type：这个模型用的是没有位置信息的 NoPE',
    );
    expect(said('type_means', 'rope_scaling.type', { given: 'su', key: 'longrope.su', text: 'older' })).toBe(
      'rope_scaling.type“su”：longrope 的旧名',
    );
    expect(said('rotates_no_layer', 'mla_use_nope', {})).toBe('mla_use_nope：为 true，所以没有一层旋转（NoPE）');
  });

  test('have no place in Chinese that no argument fills', () => {
    const unfilled = Object.entries(chineseSayings).filter(([id, sentence]) =>
      places(sentence).some((place) => !places(english.get(id) ?? '').includes(place)),
    );
    expect(unfilled).toEqual([]);
  });
});

test('what would bend the engine has a paper and a line in both languages', () => {
  expect(papers.length).toBeGreaterThan(15);
  const keys = papers.map(({ key }) => key).sort();
  for (const { further } of [englishFurther, chineseFurther]) expect(Object.keys(further).sort()).toEqual(keys);
  expect(papers.filter(({ id }) => !/^\d{4}\.\d{5}$/.test(id))).toEqual([]);
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

describe('what figures and scopes say by name', () => {
  const [english, inChinese] = [en, zh].map(withInsights);
  const namesIn = (folder, pattern) =>
    files
      .filter((path) => path.startsWith(`web/${folder}/`))
      .flatMap((path) => [...textOf(path).matchAll(pattern)].map((match) => match.slice(1).find(Boolean)));

  test.each([
    ['sentences and labels', 'figures', /\b(?:say|suffix): '(\w+)'/g, { ...english.sentences, ...english.labels }],
    ['what is wrong with a link', 'scope', /\bMisread\('(\w+)'|\bcode: '([a-z]+[A-Z]\w+|clamped)'/g, en.link],
    ['failures of a scope', 'scope', /\breason: '(\w+)'/g, en.problems],
  ])('has words: %s', (_, folder, pattern, words) => {
    const names = namesIn(folder, pattern);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !Object.hasOwn(words, name))).toEqual([]);
  });

  test('has titles of axes for every kind of curves, and in both languages the same names', () => {
    for (const kind of Object.keys(english.kinds))
      expect(Object.keys(english.axes).some((name) => name.split(' ')[0] === kind)).toBe(true);
    for (const part of ['sentences', 'labels', 'axes', 'link', 'problems', 'kinds', 'insights', 'heads', 'cell'])
      expect(Object.keys(inChinese[part]).sort()).toEqual(Object.keys(english[part]).sort());
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
  // site/reference writes English pages, as the sources are from which it takes their words
  const scripts = files.filter((path) =>
    /^web\/(elements|charts|figures|scope|site(?!\/reference\/)|lectures)\/.*(?<!vite\.config|lectures\/build)\.js$/.test(
      path,
    ),
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
      if (!path.endsWith('/frame.html')) expect(saidHtml(textOf(path), { filename: path })).not.toMatch(/\{\{/);
    expect(() => saidHtml('{{lab.nothing}}', { filename: 'lab.html' })).toThrow('lab.nothing');
    expect(() => saidHtml('', { filename: 'other.html' })).toThrow('other.html');
  });
});

describe('the glossary', () => {
  /** Sentences that have an English term in another sense, or name a value of a call that is spelt so. */
  const otherSense = {
    'figure.noBase': ['base'], // an attribute
    'methods.ntk_su': ['base'], // of a number system
    'methods.dual_chunk.local': ['chunk'],
    'sayings.log_n_needs_base': ['base'],
    'sayings.must_only_turn': ['attention'],
    'sayings.must_be_start_and_queries': ['query'],
    'sayings.must_hold_shape': ['head'],
    'sayings.params_need_id': ['method'],
    'sayings.tensor_shape_is_no_list': ['shape'],
    'sayings.tensor_entry_is_no_entry': ['shape'],
    'lab.wrongLink.seed': ['seed'],
  };
  /** Names of values: head_dim, config.json, [seq_len, heads, head_dim], { config, weights }. */
  const names = /\[[^\]]*\]|\{[^}]*\}|[\w.]*[._]\w+|\w+_dim\b/g;
  const formsOf = (term) => {
    if (term.endsWith('y')) return `(?:${term}|${term.slice(0, -1)}ies)`;
    if (/(ate|une)$/.test(term)) return `${term.slice(0, -1)}(?:es?|ed|ing)`;
    return `${term}(?:e?s)?`;
  };
  const terms = glossary
    .map((term) => ({ ...term, pattern: new RegExp(`(?<![\\w-])${formsOf(term.english)}(?!\\w)`, 'gi') }))
    .sort((one, other) => other.english.length - one.english.length); // a longer term holds shorter ones

  /** Terms of the English sentence that the Chinese one says otherwise. */
  function missing({ english, chinese }) {
    let rest = english.replace(names, ' ');
    return terms.flatMap(({ english: term, chinese: word, or, pattern }) => {
      const before = rest;
      rest = rest.replace(pattern, ' ');
      return before === rest || chinese.includes(word) || (or && chinese.includes(or)) ? [] : [term];
    });
  }

  test('has one word for each term', () => {
    expect(new Set(glossary.map(({ english }) => english)).size).toBe(glossary.length);
    expect(glossary.filter(({ chinese }) => !/^[\u4e00-\u9fff]+$/.test(chinese))).toEqual([]);
  });

  test('is kept by every sentence that has a term of it', async () => {
    const engine = await createEngine({ workers: 0 });
    const said = saidInBoth(await engine.methods());
    await engine.dispose();
    expect(said.length).toBeGreaterThan(800);
    const wrong = said.flatMap((each) => {
      const found = missing(each).filter((term) => !otherSense[each.key]?.includes(term));
      return found.length > 0 ? [{ ...each, found }] : [];
    });
    expect(wrong).toEqual([]);
    const needless = said.filter(({ key, ...each }) => otherSense[key]?.some((term) => !missing(each).includes(term)));
    expect(needless.map(({ key }) => key)).toEqual([]);
  });

  test.each([
    ['the longer of two terms', 'Attention of a head', '注意力头', []],
    ['a term that is missing', 'the loss of each token', '每个标记的损失', ['token']],
    ['plurals and other forms', 'frequencies are interpolated', '内插频率', ['interpolate']],
    ['no name of a value', 'head_dim of config.json', 'config.json 的 head_dim', []],
  ])('sees %s', (_, english, chinese, found) => {
    expect(missing({ english, chinese })).toEqual(found);
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
