// The sentences of the engine: each has one place, and each is said.
import { describe, expect, test } from '@jest/globals';
import { repositoryFiles, textOf } from './files.mjs';
import { librarySayings } from './library-sayings.mjs';
import { engineSayings } from './sayings.mjs';

const sources = repositoryFiles().filter(
  (path) => /^(cpp|wasm)\/.*\.[ch]pp$/.test(path) && !path.endsWith('sayings.hpp'),
);

describe('the sentences of the engine', () => {
  const sayings = engineSayings();
  const ids = sayings.map(({ id }) => id);

  test('have ids of their own', () => {
    expect(ids.length).toBeGreaterThan(100);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  test('are all said somewhere', () => {
    const text = sources.map(textOf).join('\n');
    expect(ids.filter((id) => !text.includes(`"${id}"`))).toEqual([]);
  });

  test('have the same words where the library says the same', () => {
    const english = new Map(sayings.map((saying) => [saying.id, saying.english]));
    const shared = Object.keys(librarySayings).filter((id) => english.has(id));
    expect(shared.length).toBeGreaterThan(0);
    expect(shared.filter((id) => librarySayings[id] !== english.get(id))).toEqual([]);
  });

  test('are said nowhere else', () => {
    const loose = sources.flatMap((path) =>
      [...textOf(path).matchAll(/ErrorCode::\w+,\s*(?:"[^"]*[^"a-z0-9_][^"]*"|std::string\()/g)].map(
        ([error]) => `${path}: ${error}`,
      ),
    );
    expect(loose).toEqual([]);
  });
});
