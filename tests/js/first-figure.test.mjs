// What a page downloads before its first figure beside the engine's module, compressed as a good server does: the page, its
// styles, its script with all that it imports at once, and the worker. sizes.test.mjs holds the module; weights and text are
// data. The two together are to come down to 170 kB.
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';

const site = new URL('../../dist/site/', import.meta.url);
const read = (file) => readFileSync(new URL(file, site), 'utf8');

/** A script and what it imports at once, not what it imports when it runs. */
function withImports(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, name] of read(file).matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g))
    withImports(`assets/${name}`, found);
  return found;
}

function firstFiles(file) {
  const page = read(file);
  const named = (pattern) => [...page.matchAll(pattern)].map(([, found]) => found);
  const scripts = named(/src="\.\/(assets\/[^"]+\.js)"/g).flatMap((script) => [...withImports(script)]);
  const workers = readdirSync(new URL('assets/', site)).filter((each) => /^worker-.*\.js$/.test(each));
  return {
    scripts,
    workers,
    all: [file, ...named(/href="\.\/(assets\/[^"]+\.css)"/g), ...scripts, ...workers.map((each) => `assets/${each}`)],
  };
}

// Words that only the code or the sentences of these have: curves, tokenizers, other languages, keys of the evaluation, the
// reader of configs, the lab with its words, the table of stored results.
const elsewhere = ['uplot', 'BertPreTokenizer', '链接中', 'rope-passkey', 'spellcheck', '.training,.safetensors'];
const wordsElsewhere = ['Start over', 'All stored results'];

// Of each page that shows runs of the model or numbers of them: kB, what its first figure is drawn with, and what it is not.
// What could still come later: of the library training and export, of the words those of the evaluation; about 5 kB.
// Two are 1 kB above what they were: weights are handed over tensor by tensor. The engine's module is 3 kB below. The first page
// is 0.6 kB above: what it does is cut into tasks that are not felt, and a download goes on where it broke. 0.4 kB are for the
// bundler, which cuts the same files into chunks in more than one way: 0.2 kB apart where it was seen. 0.3 kB more are for maps that are
// painted in strips, and large ones by code that comes with them, and 0.2 kB for large weights, which the browser keeps for the engine;
// 0.2 kB ask whether the page may have threads, whose code comes only where it may. 0.1 kB keep the words of marks away from what
// stands beside them, and tables within phones;
// 0.2 kB tell a text's map from a corner of a longer one's. The engine's module is 2 kB smaller. 0.1 kB give an own model all
// threads, and draw as many waiting figures a frame as have room. 0.15 kB know where a map is on the screen in WebKit, too, before a
// hand can look closer. 0.2 to 0.4 kB keep the keyboard where it was when a button does its work and goes. 0.1 kB ask a config whether
// its weights are quantized, and say so beside the button.
const pages = [
  ['index.html', 64.4, ['rope-attention-map'], ['rope-method', 'rope-coverage']],
  ['compare.html', 72.7, ['rope-attention-map', 'rope-heatmap-grid', 'rope-method'], ['rope-coverage']],
  ['explorer.html', 72.1, ['rope-coverage', 'rope-method'], ['rope-clock', 'rope-costs']],
  ['evaluate.html', 69.3, ['rope-method'], ['rope-evaluation', 'rope-coverage']],
];

describe.each(pages)('before its first figure %s, at most %d kB,', (file, limit, needed, notYet) => {
  test("loads no more beside the engine's module", () => {
    const { scripts, workers, all } = firstFiles(file);
    expect(scripts.length).toBeGreaterThan(1);
    expect(workers).toHaveLength(1);
    const sizes = all.map((each) => brotliCompressSync(readFileSync(new URL(each, site))).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(limit * 1000);
  });

  test('leaves to others, or to later, what it does not show', () => {
    const text = firstFiles(file).scripts.map(read).join('\n');
    for (const part of needed) expect([part, text.includes(part)]).toEqual([part, true]);
    const assets = readdirSync(new URL('assets/', site)).filter((each) => each.endsWith('.js'));
    const everything = assets.map((each) => read(`assets/${each}`)).join('\n');
    for (const part of [...elsewhere, ...wordsElsewhere, ...notYet])
      expect([part, text.includes(part), everything.includes(part)]).toEqual([part, false, true]);
  });
});

test('what runs the model comes beside the weights, and is 2.4 kB more where a page shows a run', () => {
  const [runs, ...others] = readdirSync(new URL('assets/', site)).filter((each) => /^runs-.*\.js$/.test(each));
  expect(others).toEqual([]);
  const { scripts } = firstFiles('compare.html');
  const more = [...withImports(`assets/${runs}`)].filter((each) => !scripts.includes(each));
  const sizes = more.map((each) => brotliCompressSync(readFileSync(new URL(each, site))).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(2400);
});
