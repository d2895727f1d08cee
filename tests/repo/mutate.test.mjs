// The faults that `npm run mutate` plants have their places: code that changed would end that run before it began.
import { expect, test } from '@jest/globals';
import { cpp } from '../mutate/faults-cpp.mjs';
import { javascript } from '../mutate/faults-js.mjs';
import { repositoryFiles, textOf } from './files.mjs';

const faults = [...javascript, ...cpp];

test('each fault has one place, and is another text', () => {
  expect(faults.length).toBeGreaterThanOrEqual(60);
  expect(faults.filter(({ file, find }) => textOf(file).split(find).length !== 2)).toEqual([]);
  expect(faults.filter(({ find, by }) => find === by)).toEqual([]);
});

test('those of JavaScript are to be seen by tests that there are', () => {
  const files = repositoryFiles();
  const named = javascript.flatMap(({ seenBy }) => seenBy).map((name) => `tests/${name}.test.mjs`);
  expect(named.filter((path) => !files.includes(path))).toEqual([]);
});
