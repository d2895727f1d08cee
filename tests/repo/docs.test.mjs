// The pages for readers of the repository are true: their tables and pictures are those that the build gives, every number in
// their sentences is one that the code has, and every file and heading that they point to is there.
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from '@jest/globals';
import { pictures } from '../docs/picture.mjs';
import { factsOf, groupOf, readmes, withTables } from '../docs/tables.mjs';
import { repositoryFiles, root, textOf } from './files.mjs';

const pages = repositoryFiles().filter((path) => path.endsWith('.md'));
const facts = await factsOf();
const proseOf = (text) => text.replace(/^```[\s\S]*?^```$/gm, '').replace(/^\|.*$/gm, '');
const constant = (path, name) => {
  const [, text] = new RegExp(`\\b${name} = ([^;]+);`).exec(textOf(path));
  // 1 << 20, 1.5e9, std::size_t{4} << 20
  const [value, shift = '0'] = text.replace(/std::size_t\{(\d+)\}/, '$1').split('<<');
  return Number(value) * 2 ** Number(shift);
};

test('the pages are found', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'README.zh.md', 'docs/results.md', 'SECURITY.md']));
});

test.each(Object.keys(readmes))('the tables of %s are those that npm run docs makes', (file) => {
  expect(withTables(file, facts)).toBe(textOf(file));
});

test('every method stands in one row', () => {
  expect(facts.registry.filter((method) => groupOf(method) === undefined).map(({ id }) => id)).toEqual([]);
});

test('the pictures are those that npm run docs draws, and small', async () => {
  const { en, zh } = await pictures();
  for (const [file, drawn] of [
    ['docs/picture.svg', en],
    ['docs/picture.zh.svg', zh],
  ]) {
    expect(textOf(file) === drawn ? 'current' : `${file} is not what npm run docs draws`).toBe('current');
    expect(drawn.length).toBeLessThan(60_000);
  }
});

/** Names of the headings as GitHub makes them: lower case, without punctuation, spaces as hyphens, a number where one is there already. */
function placesOf(path) {
  const count = new Map();
  return [...proseOf(textOf(path)).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => {
    const words = heading.toLowerCase().replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '');
    const name = words.replaceAll(' ', '-');
    count.set(name, (count.get(name) ?? -1) + 1);
    return count.get(name) ? `${name}-${count.get(name)}` : name;
  });
}
/** @param {string} page  @param {string} target  a file, a heading, or both */
function isThere(page, target) {
  const [file, place] = decodeURI(target).split('#');
  const path = file ? posix.join(posix.dirname(page), file) : page;
  return existsSync(root + path) && (place === undefined || (path.endsWith('.md') && placesOf(path).includes(place)));
}
/** In sentences and tables, written as Markdown or as HTML; what stands as code leads nowhere. @param {string} page */
function linksOf(page) {
  const text = textOf(page)
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/`[^`\n]+`/g, '`');
  const written = text.matchAll(/\]\(([^)]+)\)|^\[[^\]]+\]: (\S+)|<\w+ [^>]*?(?:href|src)="([^"]+)"/gm);
  return [...written].map((found) => found.slice(1).find(Boolean));
}

test('headings have the names that a link needs', () => {
  expect(placesOf('CONTRIBUTING.md')).toEqual(['contributing', 'run-it', 'add-a-method', 'rules-that-the-tests-keep']);
  expect(isThere('README.md', 'CONTRIBUTING.zh.md#添加一种方法')).toBe(true);
  expect(isThere('README.md', 'CONTRIBUTING.md#add-a-figure')).toBe(false);
  expect(isThere('README.md', 'web/scope/query.js#reading')).toBe(false);
});

test('every file and heading that a page for readers points to is there', () => {
  const targets = pages.flatMap((page) => linksOf(page).map((target) => [page, target]));
  const ours = targets.filter(([, target]) => !/^https?:/.test(target));
  expect(ours.length).toBeGreaterThan(80);
  expect(ours.filter(([page, target]) => !isThere(page, target))).toEqual([]);
});

// Numbers in sentences: each with what it is. A number that nothing here explains is a failure.
const trained = JSON.parse(textOf('web/models/rope-l128/training.json')).recipe.phases.at(-1).length;
const known = [
  { says: /(\d+) (methods|种方法)/, is: facts.registry.length },
  { says: /(?:trained on|训练长度为) (\d+)/, is: trained },
  {
    says: /(?:on|读) (\d+) (?:of them|个字符)/,
    is: 512,
    because: () => /length = 512;/.test(textOf('tests/docs/picture.mjs')),
  },
  {
    says: /(?:C\+\+|需要 Node、CMake、Ninja、C\+\+)(\d+)/,
    is: 20,
    because: () => /CXX_STANDARD 20|cxx_std_20/.test(textOf('CMakeLists.txt')),
  },
  { says: /Vite (?:before |)(\d+)/, is: 8, because: () => oldest('vite', true) === 8 && oldest('vite', false) === 7 },
  { says: /Apache-(2\.0)/, is: '2.0', because: () => JSON.parse(textOf('package.json')).license === 'Apache-2.0' },
];
/** The oldest Vite whose development server leaves files where they are, or the newest that does not. */
const oldest = (name, whole) =>
  Math.max(
    ...JSON.parse(textOf('tests/hosts/table.json'))
      .filter(({ id, wasm }) => id.startsWith(`${name}-`) && id.endsWith('-dev') && (wasm === 'file') === whole)
      .map(({ id }) => Number(id.split('-')[1])),
  );

test.each(['README.md', 'README.zh.md', 'CONTRIBUTING.md', 'CONTRIBUTING.zh.md', 'SECURITY.md', 'SECURITY.zh.md'])(
  'every number in the sentences of %s is one that the code has',
  (page) => {
    let prose = proseOf(textOf(page)).replace(/`[^`\n]+`|\]\([^)]*\)|<!--.*?-->|^\d\. /gm, ' ');
    for (const { says, is, because = () => true } of known) {
      prose = prose.replace(new RegExp(says, 'g'), (whole, number) => {
        expect([whole, number]).toEqual([whole, `${is}`]);
        expect([whole, because()]).toEqual([whole, true]);
        return whole.replace(number, '');
      });
    }
    expect(prose.match(/.{0,30}(?<![A-Za-z])\d.{0,20}/g) ?? []).toEqual([]);
  },
);

test('the limits in SECURITY.md are those of the code, and SECURITY.zh.md has the same', () => {
  const rows = [...textOf('SECURITY.md').matchAll(/^\| ([\w\s]+?) \| ([\d.,]+)( \w+)? \|$/gm)];
  const unit = { ' MiB': 2 ** 20, ' GB': 1e9 };
  const said = Object.fromEntries(
    rows.map(([, what, number, of]) => [what, Number(number.replaceAll(',', '')) * (unit[of] ?? 1)]),
  );
  expect(said).toEqual({
    'JSON text': constant('cpp/io/json.hpp', 'max_json_bytes'),
    'nesting of JSON': constant('cpp/io/json.cpp', 'max_depth'),
    'header of a safetensors file': constant('cpp/io/safetensors.cpp', 'max_header_bytes'),
    'tensors in a file': constant('cpp/io/safetensors.cpp', 'max_tensors'),
    'axes of a tensor': constant('cpp/io/safetensors.cpp', 'max_rank'),
    'tokens of one session': constant('cpp/model/session.hpp', 'max_tokens'),
    'tokens of a plan': constant('cpp/position/limits.hpp', 'max_plan_length'),
    'a model in memory': constant('cpp/model/model.hpp', 'max_memory_bytes'),
    'memory of a module': 1e9 * Number(/MAXIMUM_MEMORY=(\d+)GB/.exec(textOf('wasm/CMakeLists.txt'))[1]),
  });
  const limits = (page) => [...textOf(page).matchAll(/ \| ([\d.,]+(?: \w+)?) \|$/gm)].map(([, limit]) => limit);
  expect(limits('SECURITY.zh.md')).toEqual(limits('SECURITY.md'));
});

test.each(['README.md', 'README.zh.md'])('%s names every class of models that runs, and no other', (page) => {
  const classes = ['decoder_class', 'decoder_families'].flatMap((name) =>
    [...textOf(`cpp/config/${name}.cpp`).matchAll(/\.model_type = "(\w+)"/g)].map(([, type]) => type),
  );
  expect(classes.length).toBeGreaterThan(25);
  const [sentence] = textOf(page).match(/`model_type`[\s\S]*?(?=`inspect`)/);
  expect([...sentence.matchAll(/`(\w+)`/g)].map(([, word]) => word)).toEqual(['model_type', ...classes]);
});
