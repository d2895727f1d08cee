// The published numbers belong to the weights, the recipe and the text that are here, and the README shows them.
import { basename, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import {
  heldout,
  linesFor,
  modelFolders,
  modelHash,
  recipe,
  recipeHash,
  storedCells,
} from '../../web/models/evaluate.js';
import { comparisonsOf, readmeWith, spearman } from '../../web/models/evaluation-table.js';
import { root, textOf } from './files.mjs';

const stored = JSON.parse(textOf('web/models/evaluation.json'));
const published = JSON.parse(textOf('web/models/published-tables.json')).tables;
const folders = modelFolders(join(root, 'web/models'));

test('evaluation.json was made by this recipe from this text', () => {
  expect(stored.recipe_sha256).toBe(recipeHash());
  expect(stored.cells.length).toBeGreaterThan(50);
});

test.each(folders.map((path) => [basename(path), path]))('%s was evaluated with these weights', (_, path) => {
  expect(stored.models.map(({ sha256 }) => sha256)).toContain(modelHash(path)); // else: npm run evaluate
});

test('every cell is of a listed model and says how sure it is', () => {
  const names = stored.models.map(({ name }) => name);
  for (const { model, samples, length, metrics } of stored.cells) {
    expect(names).toContain(model);
    expect(samples).toBe(recipe.samples[length]);
    for (const { mean, spread } of Object.values(metrics)) expect([mean, spread].every(Number.isFinite)).toBe(true);
  }
});

test('the README shows these numbers', () => {
  expect(readmeWith(textOf('README.md'), stored, published)).toBe(textOf('README.md'));
});

test('cells computed again, one of each task, are those that are stored', async () => {
  const path = folders[0];
  const { name } = stored.models.find(({ sha256 }) => sha256 === modelHash(path)) ?? {};
  const length = Math.min(...recipe.lengths);
  const first = ([key, values]) => [key, values.slice(0, 1)];
  const engine = await createEngine({ workers: 0 });
  const model = await engine.loadModel(path);
  const { cells } = await engine.evaluate(model, {
    lines: linesFor(model.info).slice(0, 1),
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

test('rank correlation is that of the definition', () => {
  expect(spearman([1, 2, 3, 4], [10, 20, 30, 40])).toBeCloseTo(1, 12);
  expect(spearman([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
  expect(spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(0.8, 12); // 1 - 6 * 4 / (5 * 24)
  expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(Math.sqrt(0.9), 12); // ranks 1, 2.5, 2.5, 4
  expect(spearman([1, 1], [1, 2])).toBeNaN();
});

test('published rows name lines and weights that the recipe can measure', () => {
  const lines = [...recipe.fixed, ...recipe.methods].map((each) => (typeof each === 'string' ? each : each.name));
  const rows = published.flatMap((table) => table.rows);
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.filter(({ line }) => !lines.includes(line))).toEqual([]);
  for (const { pairs, rho } of comparisonsOf(stored, published)) {
    if (rho !== null) expect(pairs.length).toBeGreaterThan(2);
  }
});
