// Every block of code in the pages for readers, run as a stranger would: over the packed tarball, a program over the built library.
import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { drawnInPage } from '../browser/drawn.mjs';
import { serve } from '../browser/server.mjs';
import { closeBrowsers, onPage } from '../hosts/browser.mjs';
import { command, project } from '../hosts/workplace.mjs';
import { repositoryFiles, textOf } from '../repo/files.mjs';
import { packed, root } from './place.mjs';

jest.setTimeout(120_000);
const { scripts } = JSON.parse(textOf('package.json'));
let place;
beforeAll(async () => {
  ({ place } = await packed('package-docs', []));
});
afterAll(closeBrowsers);

/** Of a page, each block with what it prints: the block of text that follows it at once. */
function blocksOf(page) {
  const blocks = [...textOf(page).matchAll(/^```(\w+)\n([\s\S]*?)^```\n/gm)].map(
    ({ 0: whole, 1: kind, 2: code, index }) => ({
      ...{ page, kind, code, from: index, to: index + whole.length },
    }),
  );
  return blocks.flatMap((block, i) => {
    const next = blocks[i + 1];
    const output = next?.kind === 'text' && next.from - block.to <= 1 ? next.code : undefined;
    return block.kind === 'text' ? [] : [{ ...block, output }];
  });
}

// one language: tests/repo/readme.test.mjs compares the blocks of the other
const pages = repositoryFiles().filter((path) => /^([A-Z]+|docs\/[\w-]+)\.md$/.test(path));
const blocks = pages.flatMap(blocksOf);

async function script(code) {
  const folder = project(`${place}/script`, { 'index.mjs': code });
  return command(process.execPath, ['index.mjs'], folder);
}

/** The page's figures are drawn, in frames, too, which are as high as they need. */
async function page(code) {
  const folder = project(`${place}/page`, {
    'index.html': `<!doctype html><title>block</title><link rel="icon" href="data:,"><body>${code}`,
  });
  symlinkSync(`${place}/node_modules`, `${folder}/node_modules`);
  symlinkSync(`${place}/node_modules/ropescope/dist/elements`, `${folder}/elements`);
  symlinkSync(`${place}/node_modules/ropescope/web/models`, `${folder}/models`);
  const server = await serve(`${folder}/`);
  try {
    await onPage(server.address, async (opened, errors) => {
      let figures = 0;
      const holders = opened.frames().slice(code.includes('<rope-figure') ? 0 : 1);
      for (const frame of holders) {
        await frame.waitForSelector('rope-figure', { state: 'attached' });
        await frame.evaluate(drawnInPage);
        await frame.waitForFunction(() => [...document.querySelectorAll('rope-figure')].every(isDrawn));
        figures += await frame.evaluate(() => document.querySelectorAll('rope-figure').length);
      }
      expect(figures).toBe(code.match(/<rope-figure|<iframe/g).length);
      if (code.includes('<iframe'))
        await opened.waitForFunction(() => /^\d+px$/.test(document.querySelector('iframe').style.height));
      expect(errors.filter((each) => !/status of 404/.test(each))).toEqual([]); // a model may lack a tokenizer.json
    });
  } finally {
    await server.close();
  }
  return '';
}

/** What a shell would run; commands of the repository itself are those of package.json, which its own tests run. */
async function shell(code) {
  const folder = project(`${place}/shell`, { 'package.json': '{ "private": true }' });
  cpSync(`${root}examples/node-inspect/config.json`, `${folder}/config.json`);
  let printed = '';
  for (const line of code.trim().split('\n')) {
    const [program, ...args] = wordsOf(line);
    if (program === 'npx') {
      expect(args[0]).toBe('ropescope');
      printed += await command(`${place}/node_modules/.bin/ropescope`, args.slice(1), folder);
      const out = args[args.indexOf('-o') + 1];
      if (args.includes('-o')) expect([out, existsSync(`${folder}/${out}`)]).toEqual([out, true]);
      continue;
    }
    const [, name] = /^npm (?:run )?([\w:]+)/.exec(line) ?? [];
    expect([line, Object.keys(scripts)]).toEqual([line, expect.arrayContaining([name])]);
    for (const path of args.filter((each) => each.includes('/')))
      expect([path, existsSync(root + path)]).toEqual([path, true]);
  }
  return printed;
}

const wordsOf = (line) =>
  [...line.replace(/\s#.*$/, '').matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

/** With the library that npm test has built before. */
async function native(code) {
  const folder = project(`${place}/native`, { 'main.cpp': code });
  const built = `${root}build/native`;
  const flags = ['-std=c++20', '-Wall', '-Wextra', '-Werror', `-I${built}/include`];
  await command('c++', [...flags, 'main.cpp', `${built}/libropescope.a`, '-o', 'main'], folder);
  return command(`${folder}/main`, [], folder);
}

/** Proved elsewhere: tests/repo/registry.test.mjs compares an addition with the code, npm run check:cpp builds such a project. */
const elsewhere = async () => '';
const runners = { js: script, html: page, sh: shell, cpp: native, diff: elsewhere, cmake: elsewhere };

/** Texts agree word for word, numbers to a hundredth of themselves: another machine may round otherwise. */
function expectPrinted(printed, wanted) {
  const number = /-?\d+(?:\.\d+)?/g;
  expect(printed.replace(number, '#')).toBe(wanted.replace(number, '#'));
  const [found, expected] = [printed, wanted].map((text) => (text.match(number) ?? []).map(Number));
  for (const [i, value] of expected.entries())
    expect(Math.abs(found[i] - value)).toBeLessThanOrEqual(Math.abs(value) / 100);
}

test('there are blocks of every kind, and each kind can be run', () => {
  expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(Object.keys(runners)));
  expect(blocks.length).toBeGreaterThan(9);
});

describe.each(pages.filter((path) => blocksOf(path).length > 0))('in %s', (path) => {
  test.each(blocksOf(path).map((block) => [block.kind, block.code.split('\n')[0], block]))(
    'the block of %s that begins with %s runs, and prints what stands below it',
    async (kind, _, { code, output }) => {
      const printed = await runners[kind](code);
      if (output !== undefined) expectPrinted(printed, output);
    },
  );
});
