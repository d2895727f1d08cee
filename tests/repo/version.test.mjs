// The version is written in four places, which agree.
import { expect, test } from '@jest/globals';
import { version } from '../../web/lib/index.node.js';
import { textOf } from './files.mjs';

test.each([
  ['the JavaScript library', () => version],
  ['CMake', () => /project\(ropescope VERSION (\S+)/.exec(textOf('CMakeLists.txt'))?.[1]],
  ['the C++ library', () => /version = "([^"]+)"/.exec(textOf('cpp/core/version.hpp'))?.[1]],
])('%s has the version of the package', (_, read) => {
  expect(read()).toBe(JSON.parse(textOf('package.json')).version);
});
