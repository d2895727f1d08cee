// The keys that stretched pairs miss: what the panel says of them, and what that rests on.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nearKeys } from '../../web/figures/evaluation.js';
import { createEngine } from '../../web/lib/index.node.js';
import { makeSample } from '../../web/lib/samples.js';
import { en } from '../../web/words/en.js';
import { withInsights } from '../../web/words/insights.js';
import { zh } from '../../web/words/zh.js';

const read = (name) => readFileSync(new URL(`../../web/models/${name}`, import.meta.url), 'utf8');
const readJson = (name) => JSON.parse(read(name));
const text = read('heldout.txt');
const { cells: stored } = readJson('evaluation.json');
const { rules } = readJson('evaluation-recipe.json');
const depths = [0, 0.25, 0.5, 0.75, 1];

/** What the panel would be given of stored numbers. */
function panelOf(names, lengths) {
  const results = new Map();
  const cells = names.flatMap((name, line) =>
    stored
      .filter((cell) => cell.model === 'rope-l128, seed 0' && cell.line === name && cell.task === 'passkey')
      .map(({ methods, params, length, metrics, samples }) => {
        const key = JSON.stringify([line, params, length]);
        results.set(key, { metrics, samples });
        return { key, line, task: 'passkey', params, length, methods };
      }),
  );
  const lines = names.map((name, slot) => ({ name, slot, methods: [], force: false, rules }));
  return [
    { cells, lines, lengths, trained: 128 },
    { live: new Map(), stored: results },
  ];
}

test('stored numbers: YaRN misses the nearest keys, and is named; what keeps near distances is not', () => {
  const [grid, known] = panelOf(['own', 'yarn', 'rerope', 'local window'], [128, 256, 512]);
  const said = nearKeys(grid, known, depths);
  const mean = (depth) =>
    stored.find(
      ({ model, line, params, length }) =>
        model === 'rope-l128, seed 0' && line === 'yarn' && params.depth === depth && length === 512,
    ).metrics.exact_match.mean;
  expect(said).toEqual([
    {
      name: 'yarn',
      length: 512,
      factor: 4,
      near: Math.round(100 * mean(1)),
      far: Math.round(100 * mean(0.75)),
      depth: 0.75,
    },
  ]);
  for (const words of [en, zh]) {
    const sentence = withInsights(words).passkey.near(said[0]);
    for (const part of ['yarn', 512, 4, said[0].near, said[0].far, 0.75]) expect(sentence).toContain(String(part));
  }
});

test('nothing is said within the trained length, without the last depth, or of numbers that are not there', () => {
  expect(nearKeys(...panelOf(['yarn'], [128]), depths)).toEqual([]);
  expect(nearKeys(...panelOf(['yarn'], [512]), [0, 0.5])).toEqual([]);
  const [grid] = panelOf(['yarn'], [512]);
  expect(nearKeys(grid, { live: new Map(), stored: new Map() }, depths)).toEqual([]);
});

test('at depth 1 two keys stand as near as two can: next to each other', () => {
  const corpus = Array.from({ length: 400 }, () => '.');
  const symbols = { key_begin: [...' The key is <'], digits: [...'0123456789'], key_end: ['>'] };
  const { tokens } = makeSample({ task: 'passkey', length: 128, depth: 1, seed: 0, index: 0, corpus, symbols });
  expect(tokens.join('')).toMatch(/\.( The key is <\d{5})> The key is <\d{5}$/);
});

let engine;
let model;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  model = await engine.loadModel('rope-l128');
});
afterAll(() => engine.dispose());

const loss = async (method, depth) =>
  (await model.evaluate({ task: 'passkey', text, length: 512, depth, samples: 8, seed: 7, method })).metrics.loss.mean;

// 8 samples: means of 40 digits. With 16 samples the losses were 1.26, 1.26, 1.65 next to each other, .19, .03, .03 at 403
// tokens, and with ReRoPE, which keeps near distances as trained, 0.02 and 0.00.
test.each([4, 8, 16])('stretched %i times a key next to the question costs more than one far away', async (factor) => {
  const method = [{ id: 'yarn', params: { factor } }];
  expect(await loss(method, 1)).toBeGreaterThan(2 * (await loss(method, 0.2)));
});

test('where near distances stay as trained, the nearest key is read', async () => {
  expect(await loss([{ id: 'rerope' }], 1)).toBeLessThan(0.1);
});
