// Who may include whom. A line of a table names a folder and the folders it may use besides itself.
import { posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { repositoryFiles, textOf } from './files.mjs';

const cppLayers = {
  core: [],
  position: ['core'],
  kernels: ['core'],
  io: ['core'],
  attention: ['core', 'position', 'kernels'],
  config: ['core', 'io', 'position'],
  model: ['core', 'position', 'kernels', 'io', 'attention', 'config'],
  runtimes: ['core', 'io', 'position', 'config'],
  eval: ['core', 'position', 'kernels', 'io', 'attention', 'config', 'model'],
  train: ['core', 'position', 'kernels', 'io', 'attention', 'config', 'model', 'eval'],
  apps: ['core', 'position', 'kernels', 'io', 'attention', 'config', 'model', 'train', 'eval'],
};

const webLayers = {
  lib: ['models'], // of models the addresses of the one that the package holds
  charts: ['lib'], // its index, what arguments must be
  cli: ['lib', 'charts', 'models'], // of charts the colour table: pictures have the colours of the page
  scope: ['lib'],
  figures: ['scope', 'lib', 'charts'], // of lib the types; of charts the types of what is drawn
  words: ['charts'], // how a number is written
  elements: ['lib', 'charts', 'scope', 'figures', 'words', 'models', 'studies'], // of studies what a lab asks of its models
  lectures: ['elements', 'scope', 'words'],
  site: ['lib', 'charts', 'scope', 'figures', 'elements', 'words', 'models', 'studies', 'lectures'], // of lectures their list
  package: [], // builds what npm packs: reads files, imports none of ours
  studies: ['lib', 'models', 'words'], // the tables of the README are in its language
};

// A method is known to the list of methods and to its own test, and to nobody else.
const methodHeader = /^position\/(frequency|decay|map|bias|pattern|logits)\//;
const mayIncludeMethods = (path) => path === 'cpp/position/methods.hpp' || path.startsWith('tests/cpp/');

const libraryHomes = [
  { header: /^xsimd\//, name: 'xsimd', home: /^cpp\/kernels\/([a-z0-9_]+\.cpp|simd\.hpp)$|^tests\// },
  { header: /^Eigen\//, name: 'Eigen', home: /^cpp\/attention\/map_rank\.cpp$|^tests\// },
  { header: /^nlohmann\//, name: 'nlohmann_json', home: /^cpp\/io\/[a-z0-9_]+\.cpp$|^tests\// },
  { header: /^emscripten[/.]/, name: 'Emscripten', home: /^wasm\// },
];

const files = repositoryFiles();

/** @returns {{ path: string, header: string }[]} every #include of the files that match */
function includesOf(pattern) {
  const sources = files.filter((path) => pattern.test(path));
  return sources.flatMap((path) =>
    [...textOf(path).matchAll(/^\s*#\s*include\s*[<"]([^>"]+)[>"]/gm)].map(([, header]) => ({ path, header })),
  );
}

/** @returns {{ path: string, target: string }[]} every relative import, static or dynamic, types included */
function importsOf(pattern, read = textOf) {
  const sources = files.filter((path) => pattern.test(path));
  return sources.flatMap((path) =>
    [...read(path).matchAll(/(?:from\s*|import\s*\(?\s*|new URL\(\s*)['"](\.{1,2}\/[^'"]+)['"]/g)].map(
      ([, target]) => ({
        path,
        target: posix.normalize(posix.join(posix.dirname(path), target)),
      }),
    ),
  );
}

/** Without comments, where types are named: they exist for the compiler only, and may name each other. */
const codeOf = (path) => textOf(path).replace(/\/\*[\s\S]*?\*\//g, '');

/**
 * The first circle that following the arrows finds.
 * @param {{ path: string, target: string }[]} arrows
 * @returns {string[]} the files of it; empty = there is none
 */
function circleAmong(arrows) {
  const targets = new Map(arrows.map(({ path }) => [path, []]));
  for (const { path, target } of arrows) targets.get(path).push(target);
  const cleared = new Set();
  const follow = (file, trail) => {
    if (trail.includes(file)) return trail.slice(trail.indexOf(file));
    if (cleared.has(file)) return [];
    for (const target of targets.get(file) ?? []) {
      const found = follow(target, [...trail, file]);
      if (found.length > 0) return found;
    }
    cleared.add(file);
    return [];
  };
  return [...targets.keys()].map((file) => follow(file, [])).find((found) => found.length > 0) ?? [];
}

describe('circles of files', () => {
  test('are found where they are', () => {
    const arrows = (text) => text.split(' ').map(([path, , target]) => ({ path, target }));
    expect(circleAmong(arrows('a>b b>c c>b'))).toEqual(['b', 'c']);
    expect(circleAmong(arrows('a>a'))).toEqual(['a']);
    expect(circleAmong(arrows('a>b a>c b>d c>d'))).toEqual([]);
  });

  test('do not exist in web/', () => {
    const imports = importsOf(/^web\/.*\.js$/, codeOf).filter(({ target }) => target.startsWith('web/'));
    expect(imports.length).toBeGreaterThan(100);
    expect(circleAmong(imports)).toEqual([]);
  });

  test('do not exist among headers', () => {
    const headers = includesOf(/^(cpp|wasm|tests\/cpp)\/.*\.hpp$/).map(({ path, header }) => ({
      path,
      target: [`cpp/${header}`, `wasm/${header}`, `tests/cpp/${header}`].find((file) => files.includes(file)),
    }));
    const own = headers.filter(({ target }) => target !== undefined);
    expect(own.length).toBeGreaterThan(100);
    expect(circleAmong(own)).toEqual([]);
  });
});

describe('C++ layers', () => {
  const includes = includesOf(/^cpp\/[a-z]+\/.*\.[ch]pp$/); // cpp/ropescope.hpp, for users, is above all of them
  const own = includes.filter(({ header }) => Object.hasOwn(cppLayers, header.split('/')[0]));

  test('every folder of cpp/ is in the table', () => {
    const folders = new Set(files.filter((path) => /^cpp\/.*\//.test(path)).map((path) => path.split('/')[1]));
    expect(folders.size).toBeGreaterThan(0);
    expect([...folders].filter((folder) => !Object.hasOwn(cppLayers, folder))).toEqual([]);
  });

  test('a layer includes only itself and what lies below', () => {
    expect(own.length).toBeGreaterThan(10);
    const wrong = own.filter(({ path, header }) => {
      const [from, to] = [path.split('/')[1], header.split('/')[0]];
      return from !== to && !cppLayers[from].includes(to);
    });
    expect(wrong).toEqual([]);
  });

  test('our own headers are named from the root of cpp/, never relative to the file', () => {
    const relative = includes.filter(({ path, header }) => {
      const beside = posix.normalize(posix.join(posix.dirname(path), header));
      return files.includes(beside) && !files.includes(`cpp/${header}`);
    });
    expect(relative).toEqual([]);
  });

  test('a method header is included by the list and its test only', () => {
    const methods = includesOf(/^(cpp|wasm|tests)\/.*\.[ch]pp$/).filter(({ header }) => methodHeader.test(header));
    expect(methods.length).toBeGreaterThan(0);
    expect(methods.filter(({ path }) => !mayIncludeMethods(path))).toEqual([]);
  });

  test.each(libraryHomes)('$name stays where it belongs', ({ header: library, home }) => {
    const all = includesOf(/^(cpp|wasm|tests|examples)\/.*\.[ch]pp$/);
    expect(all.length).toBeGreaterThan(10);
    expect(all.filter(({ path, header }) => library.test(header) && !home.test(path))).toEqual([]);
  });
});

describe('web layers', () => {
  const imports = importsOf(/^web\/[a-z]+\/.*\.js$/).filter(({ target }) => target.startsWith('web/'));

  test('every folder of web/ that holds code is in the table', () => {
    const folders = new Set(
      files.filter((path) => /^web\/[a-z]+\/.*\.js$/.test(path)).map((path) => path.split('/')[1]),
    );
    expect(folders.size).toBeGreaterThan(0);
    expect([...folders].filter((folder) => !Object.hasOwn(webLayers, folder))).toEqual([]);
  });

  test('a folder imports only itself and what the table allows', () => {
    expect(imports.length).toBeGreaterThan(0);
    const wrong = imports.filter(({ path, target }) => {
      const [from, to] = [path.split('/')[1], target.split('/')[1]];
      return from !== to && !webLayers[from].includes(to);
    });
    expect(wrong).toEqual([]);
  });
});
