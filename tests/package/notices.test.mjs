// Whatever others wrote and the tarball holds has its notice: what scripts import, and what the modules are compiled of.
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { bundled, notices } from '../../web/package/notices.js';
import { repositoryFiles, root, textOf } from '../repo/files.mjs';

let text;
beforeAll(() => {
  text = notices(root);
});

describe('scripts', () => {
  // what dist/elements and the single files are built of
  const sources = repositoryFiles().filter((path) =>
    /^web\/(lib|charts|scope|figures|elements|words)\/(?!vite\.config).*\.js$/.test(path),
  );
  const packageOf = (specifier) => /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier)[0];
  const manifestOf = (name) => JSON.parse(readFileSync(`${root}node_modules/${name}/package.json`, 'utf8'));
  // no code of theirs arrives in a browser: types, and what replaces the DOM on servers
  const leftOut = ['@types/trusted-types', '@lit-labs/ssr-dom-shim'];

  test('import no package, and through it no other, that has no notice', () => {
    const code = sources.map((path) => textOf(path).replace(/\/\*[\s\S]*?\*\//g, '')).join('\n');
    const specifiers = [...code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([@a-z][\w@/.:-]*)'/g)].map(
      ([, found]) => found,
    );
    const wanted = [...new Set(specifiers.filter((each) => !each.startsWith('node:')).map(packageOf))];
    for (const name of wanted) // grows as it goes
      for (const each of Object.keys(manifestOf(name).dependencies ?? {}))
        if (!wanted.includes(each) && !leftOut.includes(each)) wanted.push(each);
    expect(wanted.length).toBeGreaterThan(4);
    expect([...bundled].sort()).toEqual(wanted.sort());
  });

  test('stand in it with their versions and their whole licences', () => {
    for (const name of bundled) {
      expect(text).toContain(`\n${name} ${manifestOf(name).version}\n`);
      const folder = `${root}node_modules/${name}/`;
      const [file] = readdirSync(folder).filter((each) => /^licen[cs]e/i.test(each));
      expect(text).toContain(readFileSync(folder + file, 'utf8').trim());
    }
  });
});

describe('modules', () => {
  const titles = { xsimd: 'xsimd', Eigen3: 'Eigen', nlohmann_json: 'JSON for Modern C++' };

  test('are compiled of libraries that stand in it, in the versions that are fetched', () => {
    const fetched = [
      ...textOf('wasm/dependencies.cmake').matchAll(/^ropescope_headers\((\w+) [^)]*\) {2}# ([\d.]+)/gm),
    ];
    expect(fetched.map(([, name]) => name).sort()).toEqual(Object.keys(titles).sort());
    for (const [, name, version] of fetched) expect(text).toContain(`\n${titles[name]} ${version}\n`);
  });

  test('are linked with what Emscripten brings', () => {
    for (const name of ['Emscripten', 'musl', 'libc++', 'libc++abi', 'compiler-rt']) expect(text).toContain(name);
  });
});

test('is the one that the build writes', () => {
  expect(textOf('dist/THIRD-PARTY.txt')).toBe(text);
});
