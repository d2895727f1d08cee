// What the explorer downloads before its first figure beside the engine's module, compressed as a good server does: the page,
// its styles, its script with all that it imports at once, and the worker. sizes.test.mjs holds the module; weights and text
// are data. The two together are to come down to 170 kB.
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from '@jest/globals';

// kB. What could still come later: of the library training, export and evaluation, of the words those of the results; about 6
// together.
const limit = 71;

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

function firstFiles() {
  const page = read('index.html');
  const named = (pattern) => [...page.matchAll(pattern)].map(([, file]) => file);
  const scripts = named(/src="\.\/(assets\/[^"]+\.js)"/g).flatMap((file) => [...withImports(file)]);
  const workers = readdirSync(new URL('assets/', site)).filter((file) => /^worker-.*\.js$/.test(file));
  return {
    scripts,
    workers,
    all: [
      'index.html',
      ...named(/href="\.\/(assets\/[^"]+\.css)"/g),
      ...scripts,
      ...workers.map((file) => `assets/${file}`),
    ],
  };
}

test(`the explorer needs at most ${limit} kB before its first figure, beside the engine's module`, () => {
  const { scripts, workers, all } = firstFiles();
  expect(scripts.length).toBeGreaterThan(1);
  expect(workers).toHaveLength(1);
  const sizes = all.map((file) => brotliCompressSync(readFileSync(new URL(file, site))).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(limit * 1000);
});

// Words that only their code or their sentences have.
const later = [
  'uplot',
  'BertPreTokenizer',
  '链接中',
  'rope-passkey',
  'spellcheck',
  '.training,.safetensors',
  'Start over',
];

test('curves, tokenizers, other languages, the evaluation, the reader of configs and the lab come later', () => {
  const text = firstFiles().scripts.map(read).join('\n');
  expect(text).toContain('rope-attention-map');
  const assets = readdirSync(new URL('assets/', site)).filter((file) => file.endsWith('.js'));
  const everything = assets.map((file) => read(`assets/${file}`)).join('\n');
  for (const part of later) expect([part, text.includes(part), everything.includes(part)]).toEqual([part, false, true]);
});
