// Files stay short enough to read at once, and the top level stays as DESIGN agreed it.
import { expect, test } from '@jest/globals';
import { repositoryFiles, textOf } from './files.mjs';

const topLevel = [
  'CHANGELOG.md',
  'CMakeLists.txt',
  'CMakePresets.json',
  'CONTRIBUTING.md',
  'CONTRIBUTING.zh.md',
  'LICENSE',
  'README.md',
  'README.zh.md',
  'SECURITY.md',
  'SECURITY.zh.md',
  'cpp',
  'docs',
  'examples',
  'package-lock.json',
  'package.json',
  'tests',
  'wasm',
  'web',
];
const longest = 300; // lines of any source file
const longestMethod = 80; // lines of one method's header: a formula, its source and its parameters
const medianLines = 80; // half of all source files are shorter

const files = repositoryFiles();
// Tables of one sentence or one model class a line, which nobody reads through.
const longer = [
  'cpp/config/model_types.hpp',
  'cpp/core/sayings.hpp',
  'web/words/zh-sayings.js',
  'web/words/zh-methods.js',
];
const sources = files.filter(
  (path) => /\.(cpp|hpp|js|mjs|ts|css|html|sh|cmake)$/.test(path) && !path.startsWith('tests/golden/'),
);
const methods = files.filter((path) =>
  /^cpp\/position\/(frequency|decay|map|bias|pattern|logits)\/.*\.hpp$/.test(path),
);

const linesOf = (path) => textOf(path).split('\n').length - 1;
const longerThan = (paths, limit) => paths.map((path) => [path, linesOf(path)]).filter(([, lines]) => lines > limit);

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

test('the top level holds what was agreed, and dot files', () => {
  const entries = [...new Set(files.map((path) => path.split('/')[0]))];
  expect(entries.length).toBeGreaterThan(5);
  expect(entries.filter((entry) => !entry.startsWith('.') && !topLevel.includes(entry))).toEqual([]);
});

test(`no source file is longer than ${longest} lines`, () => {
  expect(sources.length).toBeGreaterThan(20);
  expect(longerThan(sources, longest).filter(([path]) => !longer.includes(path))).toEqual([]);
});

test(`half of the source files are shorter than ${medianLines} lines`, () => {
  expect(median(sources.map(linesOf))).toBeLessThan(medianLines);
});

test(`no method is longer than ${longestMethod} lines`, () => {
  expect(methods.length).toBeGreaterThan(0);
  expect(longerThan(methods, longestMethod)).toEqual([]);
});

test('a header starts by saying what it is', () => {
  const headers = files.filter((path) => /^(cpp|wasm|tests)\/.*\.hpp$/.test(path));
  expect(headers.length).toBeGreaterThan(10);
  expect(headers.filter((path) => !textOf(path).startsWith('//'))).toEqual([]);
});
