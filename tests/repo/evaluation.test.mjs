// The published numbers belong to the weights, the recipe and the text that are here, and the page of results shows them.
import { basename, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import {
  heldout,
  linesFor,
  lineTitles,
  madeBy,
  modelFolders,
  modelHash,
  recipe,
  recipeHash,
  storedCells,
  wantedBy,
  yardsticks,
} from '../../web/studies/evaluate.js';
import { stillAsked } from '../../web/studies/evaluation-kept.js';
import { pageWith } from '../../web/studies/evaluation-table.js';
import { comparisonsOf, pooled, spearman, verdictsOf } from '../../web/studies/findings.js';
import { en } from '../../web/words/en.js';
import { zh } from '../../web/words/zh.js';
import { root, textOf } from './files.mjs';

const stored = JSON.parse(textOf('web/models/evaluation.json'));
const folders = modelFolders(join(root, 'web/models'));

const ofWords = {
  stored: JSON.parse(textOf('web/models/evaluation-words.json')),
  folders: modelFolders(join(root, 'web/models'), true),
  recipe: JSON.parse(textOf('web/models/evaluation-words-recipe.json')),
};
const tables = [
  ['evaluation.json', { stored, folders, recipe, hash: recipeHash() }],
  ['evaluation-words.json', { ...ofWords, hash: recipeHash(true) }],
];

test.each(tables)('%s was made by this recipe from this text', (_, { stored, hash }) => {
  expect(stored.recipe_sha256).toBe(hash);
  expect(stored.cells.length).toBeGreaterThan(50);
});

test.each(tables)(
  '%s says what its numbers depend on: all of them stay when the recipe has one line more',
  (_, table) => {
    const { stored, recipe } = table;
    expect(stored.made_by).toEqual(madeBy(recipe));
    const more = { ...recipe, methods: [...recipe.methods, 'nope_scale'] };
    expect(stillAsked(stored, wantedBy(more)).cells).toEqual(stored.cells);
  },
);

const evaluated = tables.flatMap(([, { stored, folders }]) => folders.map((path) => [basename(path), path, stored]));
test.each(evaluated)('%s was evaluated with these weights', (_, path, stored) => {
  expect(stored.models.map(({ sha256 }) => sha256)).toContain(modelHash(path)); // else: npm run evaluate
});

test.each(tables)('%s: every cell is of a listed model and says how sure it is', (_, { stored, recipe }) => {
  const names = stored.models.map(({ name }) => name);
  for (const { model, samples, length, metrics } of stored.cells) {
    expect(names).toContain(model);
    expect(samples).toBe(recipe.samples[length]);
    for (const { mean, spread } of Object.values(metrics)) expect([mean, spread].every(Number.isFinite)).toBe(true);
  }
});

test.each([
  ['docs/results.md', en],
  ['docs/results.zh.md', zh],
])('%s shows these numbers', (path, words) => {
  expect(pageWith(textOf(path), stored, yardsticks, words)).toBe(textOf(path));
});

test.each(tables)('%s: cells computed again, one of each task, are those that are stored', async (_, table) => {
  const { stored, folders, recipe } = table;
  const path = folders[0];
  const { name } = stored.models.find(({ sha256 }) => sha256 === modelHash(path)) ?? {};
  const length = Math.min(...recipe.lengths);
  const first = ([key, values]) => [key, values.slice(0, 1)];
  const engine = await createEngine({ workers: 0 });
  const model = await engine.loadModel(path);
  const { cells } = await engine.evaluate(model, {
    lines: linesFor(model.info, recipe).slice(0, 1),
    lengths: [length],
    tasks: recipe.tasks.map(({ task, params = {} }) => ({
      task,
      params: Object.fromEntries(Object.entries(params).map(first)),
    })),
    samples: recipe.samples[length],
    seed: recipe.seed,
    rules: recipe.rules,
    text: heldout,
  });
  await engine.dispose();
  const again = cells.flatMap((cell) => storedCells(cell, name));
  expect(again).toHaveLength(recipe.tasks.length);
  for (const cell of again) expect(stored.cells).toContainEqual(cell);
});

test('rows and models are called what the registry and the recipes call them', async () => {
  const engine = await createEngine({ workers: 0 });
  expect(stored.titles.lines).toEqual(lineTitles(await engine.methods()));
  await engine.dispose();
  expect(stored.titles.lines).toMatchObject({
    own: 'as trained',
    'local window': 'local window',
    'rope+log_n': 'RoPE + log-n',
    'ntk_su old': 'NTK (Su) old',
  });
  const families = JSON.parse(textOf('web/models/recipes.json')).models;
  for (const { family } of stored.models) expect(stored.titles.families[family]).toBe(families[family].title);
});

test('a model of words has a recipe of its own: the methods that matter, from its own length on', () => {
  const words = JSON.parse(textOf('web/models/evaluation-words-recipe.json'));
  const info = {
    methods: [{ id: 'rope', params: {} }],
    trainedAs: ['rope'],
    rope: { original_max_position_embeddings: 512 },
  };
  const names = linesFor(info, words).map(({ name }) => name);
  expect(names).toEqual(['own', 'local window', ...words.methods]);
  expect(linesFor(info).map(({ name }) => name)).toEqual(['own', 'local window']); // of the characters' recipe
  expect(words.lengths).toEqual([1, 2, 4, 8].map((times) => 512 * times));
  expect(recipeHash(true)).not.toBe(recipeHash());
  expect(folders.map((path) => basename(path))).not.toContain('words-l512');
});

const judged = (values, claim) => {
  const models = values.map((_, seed) => ({ name: `m, seed ${seed}`, family: 'm', seed, methods: [], sha256: '' }));
  const cells = values.flatMap((row, seed) =>
    Object.entries(row).map(([line, mean]) => ({
      ...{ model: `m, seed ${seed}`, line, methods: [], task: 'text', params: {}, length: 128, samples: 1 },
      metrics: { loss: { mean, spread: 0 } },
    })),
  );
  const of = { family: 'm', task: 'text', metric: 'loss', length: 128 };
  return verdictsOf({ models, cells }, [{ expected: '', claims: [{ of, ...claim }] }])[0];
};
const terms = [{ line: 'a' }, { line: 'b' }];

test('a claim is judged for each seed, and has come where all agree', () => {
  const values = [
    { a: 1, b: 2 },
    { a: 1, b: 1.2 },
    { a: 1, b: 0.5 },
  ];
  expect(judged(values, { terms }).claims[0]).toMatchObject({ holds: 2, seeds: 3 });
  expect(judged(values, { terms, rising: 0.5 }).claims[0]).toMatchObject({ holds: 1, seeds: 3 });
  expect(judged(values, { terms, within: 0.3 }).claims[0]).toMatchObject({ holds: 1, seeds: 3 });
  expect(judged(values, { terms }).came).toBe(false);
  expect(judged(values, { terms, within: 1 }).came).toBe(true);
  expect(judged([{ a: 1 }], { terms })).toMatchObject({ came: false, open: true, claims: [{ seeds: 0 }] }); // nothing measured
  expect(judged(values, { terms }).open).toBe(false);
});

test('an expectation that did not come says why; no other does, and none before it is measured', () => {
  const verdicts = verdictsOf(stored, yardsticks.expectations);
  expect(verdicts.length).toBeGreaterThan(5);
  for (const { expected, came, open, reason } of verdicts)
    expect([expected, reason !== '']).toEqual([expected, !came && !open]);
});

test('what is expected is of weights that a recipe makes: another name would stay unmeasured for ever', () => {
  const families = yardsticks.expectations.flatMap(({ claims }) =>
    claims.flatMap(({ of, terms }) => terms.map(({ family = of.family }) => family)),
  );
  const made = Object.keys(JSON.parse(textOf('web/models/recipes.json')).models);
  expect(families.length).toBeGreaterThan(20);
  expect(families.filter((family) => !made.includes(family))).toEqual([]);
});

test('what the reasons add to the numbers is so', () => {
  const value = (family, task, metric) => {
    const names = stored.models.filter((model) => model.family === family).map(({ name }) => name);
    const cells = stored.cells.filter((cell) => cell.line === 'own' && names.includes(cell.model));
    return pooled(cells, { task, metric, length: 1024 }).mean;
  };
  const ofSeed = (seed, family, task, metric, where = {}) => {
    const own = stored.cells.filter((cell) => cell.model === `${family}, seed ${seed}` && cell.line === 'own');
    const cells = own.filter(({ params }) => Object.entries(where).every(([key, each]) => params[key] === each));
    return (length) => pooled(cells, { task, metric, length }).mean;
  };
  const seeds = [0, 1, 2];
  const sinks = seeds.map((seed) => ofSeed(seed, 'sink-logit-l128', 'text', 'loss')(1024));
  expect(Math.min(...sinks)).toBeCloseTo(1.94, 2);
  expect(sinks.filter((loss) => loss < 2)).toHaveLength(1);
  const found = seeds.map((seed) => ofSeed(seed, 'ssmax-l128', 'passkey', 'exact_match')(128));
  expect(found.filter((share) => share < 0.1)).toHaveLength(1);
  for (const seed of seeds)
    for (const length of recipe.lengths)
      expect(ofSeed(seed, 'rope-l128-drope', 'text', 'loss')(length).toFixed(1)).toMatch(/^2\.[45]$/);
  const polar = seeds.map((seed) => ['pope-l128', 'rope-l128'].map((family) => ofSeed(seed, family, 'text', 'loss')));
  for (const [pope, rope] of polar) {
    expect(pope(128)).toBeLessThan(rope(128) + 0.02);
    expect(pope(1024)).toBeGreaterThan(pope(128) + 1.5);
  }
  expect(polar.filter(([pope, rope]) => pope(1024) > rope(1024) + 2)).toHaveLength(1);
  const kept = seeds.map((seed) => ofSeed(seed, 'forget-gate-l128', 'passkey', 'exact_match')(1024));
  expect(Math.min(...kept)).toBeGreaterThanOrEqual(0.9);
  const atDepth = (depth) => {
    const each = seeds.map((seed) => ofSeed(seed, 'rope-l128-pose-x8', 'passkey', 'exact_match', { depth })(1024));
    return each.reduce((sum, share) => sum + share, 0) / each.length;
  };
  expect(Math.max(atDepth(0), atDepth(1))).toBeLessThan(atDepth(0.5));
  expect(value('nope-l128', 'repeat', 'accuracy')).toBeLessThan(0.3);
  expect(value('kerple-log-l128', 'passkey', 'exact_match')).toBe(1);
  expect(value('alibi-l128', 'passkey', 'exact_match')).toBeLessThan(0.5);
  const shares = [...new Set(heldout)]
    .map((char) => heldout.split(char).length - 1)
    .map((count) => count / heldout.length);
  expect(-shares.reduce((sum, share) => sum + share * Math.log(share), 0)).toBeCloseTo(2.97, 2);

  const far = (line) => stored.cells.filter((cell) => cell.line === line && cell.length === 1024);
  const foundBy = (line, model) =>
    pooled(
      far(line).filter((cell) => cell.model === (model ?? cell.model)),
      { task: 'passkey', metric: 'exact_match', length: 1024 },
    ).mean;
  const farthest = (line) => {
    const { window, slope } = far(line)[0].methods[0].params;
    return Math.round(window + (1023 - window) / slope);
  };
  const lines = ['leaky_rerope', 'leaky_rerope window 64'];
  expect(lines.map(farthest)).toEqual([94, 124]);
  expect(foundBy(lines[1])).toBeCloseTo(0.41, 2);
  const passkeys = (seed, line) => foundBy(line, `rope-l128, seed ${seed}`);
  const ahead = (one, other) => seeds.map((seed) => passkeys(seed, one) - passkeys(seed, other)).sort((a, b) => b - a);
  expect(ahead('rerope', 'yarn').map(Math.sign)).toEqual([1, 1, -1]);
  expect(ahead('leaky_rerope', 'rerope').map(Math.sign)).toEqual([1, 1, -1]);
  expect(ahead('leaky_rerope', 'rerope')[0]).toBeCloseTo(0.125, 9);
});

test('rank correlation is that of the definition', () => {
  expect(spearman([1, 2, 3, 4], [10, 20, 30, 40])).toBeCloseTo(1, 12);
  expect(spearman([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
  expect(spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(0.8, 12); // 1 - 6 * 4 / (5 * 24)
  expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(Math.sqrt(0.9), 12); // ranks 1, 2.5, 2.5, 4
  expect(spearman([1, 1], [1, 2])).toBeNaN();
});

test('published rows name lines and weights that the recipe can measure', () => {
  const lines = [...recipe.fixed, ...recipe.methods].map((each) => (typeof each === 'string' ? each : each.name));
  const rows = yardsticks.tables.flatMap((table) => table.rows);
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter(({ line }) => !lines.includes(line))).toEqual([]);
  for (const { id, pairs, rho } of comparisonsOf(stored, yardsticks.tables)) {
    expect([id, pairs.length > 2 && Math.abs(rho) <= 1]).toEqual([id, rho !== null]);
    expect([id, rho]).not.toEqual([id, null]); // every table has rows enough
  }
});
