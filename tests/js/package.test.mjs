// What a stranger gets: every entry of the package is in its tarball, with all that it fetches from beside itself.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = new URL('../../', import.meta.url);
const { exports: entries, sideEffects } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const packed = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: fileURLToPath(root),
    encoding: 'utf8',
  }),
)[0].files.map(({ path }) => path);

test('every entry is packed', () => {
  const named = Object.values(entries).flatMap((entry) => (typeof entry === 'string' ? entry : Object.values(entry)));
  const built = named.filter((path) => !path.startsWith('./dist/types/')); // made when the package is published
  expect(built.length).toBeGreaterThan(3);
  expect(built.filter((path) => !packed.includes(path.slice(2)))).toEqual([]);
});

test('the elements find their parts, worker and modules beside them, and no bundler drops them', () => {
  const folder = 'dist/elements/';
  const scripts = packed.filter((path) => path.startsWith(folder) && path.endsWith('.js'));
  expect(scripts).toContain('dist/elements/elements.js');
  const wanted = scripts.flatMap((path) =>
    [...readFileSync(new URL(path, root), 'utf8').matchAll(/["'`](?:\.\/)?([\w-]+\.(?:js|wasm))["'`]/g)].map(
      ([, file]) => folder + file,
    ),
  );
  expect(wanted.some((path) => path.endsWith('.wasm'))).toBe(true);
  expect(wanted.some((path) => /worker/.test(path))).toBe(true);
  expect(wanted.filter((path) => !packed.includes(path))).toEqual([]);
  expect(sideEffects).toContain('./dist/elements/*.js');
});
