// What is written for readers of the repository says the same in both languages: headings, code, links, tables and pictures.
import { describe, expect, test } from '@jest/globals';
import { textOf } from './files.mjs';

const all = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found);
const codeOf = (text) => all(text, /^```(\w+\n[\s\S]*?)^```$/gm);
const proseOf = (text) => text.replace(/^```[\s\S]*?^```$/gm, '');
const headingsOf = (text) => all(proseOf(text), /^(#+) /gm);
/** Of the page in the other language as of itself. */
const linksOf = (text) =>
  all(proseOf(text), /\]\(([^)]+)\)/g)
    .map((target) => target.replace(/\.zh\.(md|svg)$/, '.$1'))
    .slice(1); // the first leads to the other language
const namesOf = (text) => new Set(all(proseOf(text), /`([^`\n]+)`/g));
const tablesOf = (text) =>
  all(text, /((?:^\|.*\n)+)/gm).map((table) =>
    table
      .trim()
      .split('\n')
      .map((row) => row.split(' | ').length),
  );
const fileOf = (path) => path.split('/').at(-1);

// of each page: headings, blocks of code, links and tables that it has at least
describe.each([
  ['README', { headings: 9, code: 9, links: 60, tables: 5 }],
  ['CONTRIBUTING', { headings: 4, code: 3, links: 8, tables: 0 }],
  ['SECURITY', { headings: 5, code: 0, links: 1, tables: 2 }],
  ['docs/cpp', { headings: 1, code: 2, links: 1, tables: 0 }],
  ['docs/figures', { headings: 1, code: 2, links: 5, tables: 0 }],
  ['docs/results', { headings: 1, code: 0, links: 1, tables: 3 }],
])('%s.md and its translation', (page, least) => {
  const [english, chinese] = [`${page}.md`, `${page}.zh.md`].map(textOf);

  test('lead to each other', () => {
    expect(english).toContain(`\n\n[简体中文](${fileOf(page)}.zh.md)\n`);
    expect(chinese).toContain(`\n\n[English](${fileOf(page)}.md)\n`);
  });

  test.each([
    ['headings', headingsOf],
    ['code', codeOf],
    ['links', linksOf],
    ['tables', tablesOf],
  ])('have the same %s, in the same order', (what, partsOf) => {
    expect(partsOf(english).length).toBeGreaterThanOrEqual(least[what]);
    expect(partsOf(chinese)).toEqual(partsOf(english));
  });

  test('name the same things as code', () => {
    const known = namesOf(chinese);
    expect([...namesOf(english)].filter((name) => !known.has(name))).toEqual([]);
  });

  test('are written in Chinese where they should be', () => {
    const prose = proseOf(chinese).replace(/`[^`\n]+`|\([^)]*\)|npx [^）]*|<!--.*-->|^\|.*$/gm, ' ');
    expect(prose.match(/[\u4e00-\u9fff]/g).length).toBeGreaterThan(100);
    expect(all(prose, /((?:\b[A-Za-z]{2,} ){2}[a-z]{2,})/g)).toEqual([]); // three English words
  });
});
