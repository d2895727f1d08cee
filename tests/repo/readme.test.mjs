// The README says the same in both languages: headings, code, links and tables.
import { expect, test } from '@jest/globals';
import { textOf } from './files.mjs';

const [english, chinese] = ['README.md', 'README.zh.md'].map(textOf);
const all = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found);

const codeOf = (text) => all(text, /^```(\w+\n[\s\S]*?)^```$/gm);
const proseOf = (text) => text.replace(/^```[\s\S]*?^```$/gm, '');
const headingsOf = (text) => all(proseOf(text), /^(#+) /gm);
const linksOf = (text) => all(proseOf(text), /\]\(([^)]+)\)/g).filter((target) => !/^README(\.zh)?\.md$/.test(target));
const namesOf = (text) => new Set(all(proseOf(text), /`([^`\n]+)`/g));
const tablesOf = (text) =>
  all(text, /((?:^\|.*\n)+)/gm).map((table) =>
    table
      .trim()
      .split('\n')
      .map((row) => row.split(' | ').length),
  );

test('each README leads to the other', () => {
  expect(english).toContain('[简体中文](README.zh.md)');
  expect(chinese).toContain('[English](README.md)');
});

test('both have the same headings, code, links and tables, in the same order', () => {
  expect(headingsOf(english).length).toBeGreaterThan(4);
  expect(headingsOf(chinese)).toEqual(headingsOf(english));
  expect(codeOf(english).length).toBeGreaterThan(4);
  expect(codeOf(chinese)).toEqual(codeOf(english));
  expect(linksOf(english).length).toBeGreaterThan(7);
  expect(linksOf(chinese)).toEqual(linksOf(english));
  expect(tablesOf(english)).toHaveLength(4);
  expect(tablesOf(chinese)).toEqual(tablesOf(english));
});

test('what the English one names as code, the Chinese one names, too', () => {
  const known = namesOf(chinese);
  expect([...namesOf(english)].filter((name) => !known.has(name))).toEqual([]);
});

test('the Chinese one is written in Chinese', () => {
  const prose = proseOf(chinese).replace(/`[^`\n]+`|\([^)]*\)|npx [^）]*|<!--.*-->/g, ' ');
  expect(prose.match(/[\u4e00-\u9fff]/g).length).toBeGreaterThan(1000);
  expect(all(prose, /((?:\b[A-Za-z]{2,} ){2}[a-z]{2,})/g)).toEqual([]); // three English words
});
