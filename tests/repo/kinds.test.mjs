// Every figure of the site can be had on a page of one's own: by the kind of a <rope-figure>.
import { expect, test } from '@jest/globals';
import { kinds } from '../../web/elements/figure-kinds.js';
import { scopeAttributes, viewTable } from '../../web/elements/query.js';
import { repositoryFiles, textOf } from './files.mjs';

const files = repositoryFiles();
const named = Object.keys(kinds);

// The sections of pages by what their headings are called, and the kind that shows the same.
const kindOfSection = {
  live: 'attention',
  attention: 'attention',
  reading: 'reading',
  rank: 'rank',
  loss: 'loss',
  numbers: 'numbers',
  pretended: 'distance',
  resolution: 'resolution',
  coverage: 'coverage',
  waves: 'wavelength',
  decay: 'decay',
  bias: 'bias',
  encoding: 'encoding',
  doctor: 'config',
  evaluation: 'evaluation',
};
// What stands beside these, or within them.
const others = ['heads', 'method', 'passkey'];
// What is no figure of a scope: the words where nothing turns, which a figure says itself, tables of stored results, and what
// is there to be copied and kept.
const noFigures = ['still', 'results', 'expected', 'published', 'runtimes'];

test('every section of a page has its kind', () => {
  const pages = files.filter((path) => /^web\/site\/(pages\/(home|doctor))?[a-z-]*\.js$/.test(path));
  const sections = pages.flatMap((path) =>
    [...textOf(path).matchAll(/<section[^>]* aria-labelledby="h-([a-z-]+)"/g)].map(([, name]) => name),
  );
  expect(sections.length).toBeGreaterThan(12);
  expect(sections.filter((name) => !noFigures.includes(name) && !named.includes(kindOfSection[name]))).toEqual([]);
  expect(others.filter((kind) => !named.includes(kind))).toEqual([]);
});

test('every element that a page draws with is drawn with by a kind', () => {
  const tagsIn = (pattern) =>
    new Set(
      files
        .filter((path) => pattern.test(path))
        .flatMap((path) => [...textOf(path).matchAll(/<(rope-[a-z-]+)/g)].map(([, tag]) => tag)),
    );
  const drawn = tagsIn(/^web\/elements\/kinds\/.*\.js$/);
  // of the settings, which a lecture has as attributes, below figures, and what is there to be copied and kept
  const controls = ['rope-number', 'rope-tools', 'rope-runtimes'];
  expect(drawn.size).toBeGreaterThan(8);
  expect(
    [...tagsIn(/^web\/site\/(pages\/)?[a-z-]+\.js$/)].filter((tag) => !drawn.has(tag) && !controls.includes(tag)),
  ).toEqual([]);
});

test('every question of web/figures is asked by a kind', () => {
  const questions = files.filter(
    (path) => /^web\/figures\/.*\.js$/.test(path) && /^export (const|function) ask\b/m.test(textOf(path)),
  );
  expect(questions.length).toBeGreaterThan(7);
  const asked = files
    .filter((path) => path.startsWith('web/elements/kinds/'))
    .map(textOf)
    .join('\n');
  expect(questions.filter((path) => !asked.includes(`'../../${path.slice('web/'.length)}'`))).toEqual([]);
});

test('the page on figures names every kind, and every attribute', () => {
  const part = textOf('docs/figures.md');
  expect(named.filter((kind) => !part.includes(`\`${kind}\``))).toEqual([]);
  const attributes = [...scopeAttributes, ...Object.keys(viewTable), 'kind', 'method', 'lang', 'theme'];
  expect(attributes.filter((attribute) => !part.includes(`\`${attribute}\``))).toEqual([]);
});
