#!/usr/bin/env node
/**
 * Evaluates every model of this folder by evaluation-recipe.json: npm run evaluate. The numbers go to evaluation.json and
 * from there into docs/results.md of each language. A model whose numbers are there already, for the same weights, recipe and text, is not run
 * again, and of others only the lines that are missing (evaluation-runs.js). Other seeds' weights need not be shipped for their
 * numbers to stay: of another recipe those stay that it asks for, too (evaluation-kept.js). --also build/train evaluates them.
 * --words does the same for the models of words, by evaluation-words-recipe.json, into evaluation-words.json alone.
 */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createEngine } from '../lib/index.node.js';
import { en } from '../words/en.js';
import { zh } from '../words/zh.js';
import { stillAsked } from './evaluation-kept.js';
import { cellsOfLines } from './evaluation-runs.js';
import { pageWith } from './evaluation-table.js';
import { verdictsOf } from './findings.js';

/**
 * @typedef {import('../lib/types.js').Model} Model
 * @typedef {import('../lib/evaluate.js').Line} Line
 * @typedef {import('../lib/evaluate.js').Cell} Cell
 * @typedef {import('./findings.js').StoredCell} StoredCell
 * @typedef {import('./findings.js').StoredModel} StoredModel
 * @typedef {import('./evaluation-kept.js').Earlier & { recipe_sha256: string, titles: import('./evaluation-table.js').Titles }} Stored
 */

const folder = fileURLToPath(new URL('../models/', import.meta.url));
/** @type {[string, import('../words/en.js').Words][]} */
const pages = [
  [fileURLToPath(new URL('../../docs/results.md', import.meta.url)), en],
  [fileURLToPath(new URL('../../docs/results.zh.md', import.meta.url)), zh],
];

const runsFolder = fileURLToPath(new URL('../../build/evaluation/', import.meta.url));
const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

/** The files of an evaluation. @param {boolean} words  of the models that have a tokenizer.json */
const filesOf = (words) => ({
  recipe: join(folder, words ? 'evaluation-words-recipe.json' : 'evaluation-recipe.json'),
  store: join(folder, words ? 'evaluation-words.json' : 'evaluation.json'),
});

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** @param {(string | Buffer)[]} parts */
export function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

export const recipe = read(filesOf(false).recipe);
export const heldout = readFileSync(join(folder, recipe.text), 'utf8');
/** What the numbers of a recipe depend on, beside what stands with each of them. @returns {import('./evaluation-kept.js').MadeBy} */
export const madeBy = ({ seed, rules } = recipe) => ({ seed, text_sha256: sha256(heldout), rules });
export const recipeHash = (words = false) => sha256(readFileSync(filesOf(words).recipe), heldout);

/** Of both variants of the module that runs models. */
const engineHash = () =>
  sha256(...['ropescope.wasm', 'ropescope-relaxed.wasm'].map((file) => readFileSync(join(dist, file))));

/** @param {string} place  a folder of folders */
export const modelFolders = (place, words = false) =>
  readdirSync(place)
    .map((name) => join(place, name))
    .filter((path) => existsSync(join(path, 'config.json')) && existsSync(join(path, 'model.safetensors')))
    .filter((path) => existsSync(join(path, 'tokenizer.json')) === words)
    .sort();

/** @param {string} path  of a model: both files together say what it is */
export const modelHash = (path) =>
  sha256(readFileSync(join(path, 'config.json')), readFileSync(join(path, 'model.safetensors')));

/**
 * The fixed lines; where the weights know nothing but short texts and one method, what else runs on them.
 * @param {import('../lib/types.js').ModelInfo} info
 * @returns {Line[]}
 */
export function linesFor(info, by = recipe) {
  const fixed = by.fixed.map((/** @type {{ name: string, add: string[] }} */ { name, add }) => ({
    name,
    methods: add.length === 0 ? [] : [...info.methods, ...add.map((id) => ({ id }))],
    force: add.length > 0,
  }));
  const plain = info.methods.every(({ id }) => info.trainedAs.includes(id));
  const short = info.rope.original_max_position_embeddings === Math.min(...by.lengths);
  return plain && short ? [...fixed, ...by.methods.map(lineOf)] : fixed;
}

/**
 * @param {string | Line} method  'a+b', or with parameters of its own
 * @returns {Line}
 */
const lineOf = (method) =>
  typeof method === 'string' ? { name: method, methods: method.split('+').map((id) => ({ id })) } : method;

/**
 * @param {Cell} cell
 * @param {string} model
 * @returns {StoredCell[]}
 */
export function storedCells({ line, methods, task, params, length, result }, model) {
  if (!result) return []; // methods of other weights, a block longer than the text
  const digits = 5; // a cell's spread is in the second
  const metrics = Object.entries(result.metrics).map(([metric, { mean, spread }]) => [
    metric,
    { mean: Number(mean.toPrecision(digits)), spread: Number(spread.toPrecision(digits)) },
  ]);
  return [
    { model, line, methods, task, params, length, samples: result.samples, metrics: Object.fromEntries(metrics) },
  ];
}

/**
 * @param {import('../lib/types.js').Engine} engine
 * @param {string} path
 * @param {{ by: any, signal: AbortSignal }} how  by: the recipe
 * @returns {Promise<{ model: StoredModel, cells: StoredCell[] } | undefined>}
 */
async function evaluateModel(engine, path, { by, signal }) {
  const record = existsSync(join(path, 'training.json')) ? read(join(path, 'training.json')) : {};
  const family = record.name ?? path.split('/').at(-1);
  const name = 'seed' in record ? `${family}, seed ${record.seed}` : family;
  const loaded = await engine.loadModel(pathToFileURL(`${path}/`));
  const began = performance.now();
  /** @type {import('./evaluation-runs.js').Measure} */
  const measure = async ({ line, lengths, tasks }) => {
    process.stderr.write(`${name}: ${line.name}, up to ${lengths.at(-1)}\n`);
    const { seed, rules } = by;
    const samples = (/** @type {number} */ length) => by.samples[length];
    const asked = { lines: [line], lengths, tasks, samples, seed, rules, text: heldout, signal };
    const { cells, complete } = await engine.evaluate(loaded, asked);
    return complete ? cells.flatMap((cell) => storedCells(cell, name)) : undefined;
  };
  const weights = modelHash(path);
  const subject = { name, weights, text: heldout, recipe: by, engine: engineHash() };
  const cells = await cellsOfLines(linesFor(loaded.info, by), subject, { folder: runsFolder, measure });
  await loaded.dispose();
  if (!cells) return undefined;
  process.stderr.write(`${name}: ${Math.round((performance.now() - began) / 1000)} s\n`);
  const methods = loaded.info.methods.map(({ id }) => id);
  return {
    model: { name, family, ...('seed' in record && { seed: record.seed }), methods, sha256: weights },
    cells,
  };
}

/** @type {Record<string, { title: string }>} */
const book = read(join(folder, 'recipes.json')).models;
export const yardsticks = {
  tables: read(join(folder, 'published-tables.json')).tables,
  expectations: read(join(folder, 'expectations.json')).expectations,
};

/** What of earlier numbers may stay. @returns {import('./evaluation-kept.js').Wanted} */
export const wantedBy = (by = recipe) => ({
  recipe: by,
  fixed: by.fixed,
  methods: by.methods.map(lineOf),
  text_sha256: madeBy(by).text_sha256,
});

/**
 * What readers see for the recipe's lines: the registry's names, and what follows the ids.
 * @param {import('../lib/types.js').MethodInfo[]} catalog
 */
export function lineTitles(catalog) {
  const titleOf = (/** @type {string} */ line) => {
    const [ids = '', ...variant] = line.split(' ');
    const names = ids.split('+').map((id) => catalog.find((info) => info.id === id)?.name);
    return names.includes(undefined) ? line : [names.join(' + '), ...variant].join(' ');
  };
  const fixed = recipe.fixed.map((/** @type {{ name: string, add: string[] }} */ { name, add }) => [
    name,
    add.length === 0 ? 'as trained' : name,
  ]);
  const others = recipe.methods.map(lineOf).map((/** @type {Line} */ { name }) => [name, titleOf(name)]);
  return Object.fromEntries([...fixed, ...others]);
}

/** As the recipes list them, whatever came first. @param {Stored} store */
function sort({ models, cells }) {
  const families = Object.keys(book);
  models.sort((a, b) => families.indexOf(a.family) - families.indexOf(b.family) || (a.name < b.name ? -1 : 1));
  const place = new Map(models.map(({ name }, i) => [name, i]));
  cells.sort((a, b) => (place.get(a.model) ?? 0) - (place.get(b.model) ?? 0));
}

/**
 * @param {Stored} store
 * @param {boolean} words
 */
function write(store, words) {
  sort(store);
  const head = Object.entries(store).map(([key, value]) => {
    const lines = Array.isArray(value)
      ? `[\n${value.map((each) => `  ${JSON.stringify(each)}`).join(',\n')}\n ]`
      : JSON.stringify(value);
    return ` ${JSON.stringify(key)}: ${lines}`;
  });
  writeFileSync(filesOf(words).store, `{\n${head.join(',\n')}\n}\n`); // a line for each cell: changes can be read
  if (words) return;
  for (const [path, spoken] of pages)
    writeFileSync(path, pageWith(readFileSync(path, 'utf8'), store, yardsticks, spoken));
}

/** What was expected of the models of words, judged. @param {Stored} store @param {any} by  the recipe */
function judge(store, by) {
  for (const { expected, came, claims } of verdictsOf(store, by.expectations)) {
    const seeds = claims.map(({ holds, seeds }) => `${holds} of ${seeds} seeds`).join(', ');
    process.stdout.write(`${came ? 'came' : 'did not come'} (${seeds}): ${expected}\n`);
  }
}

const options = /** @type {const} */ ({
  also: { type: 'string' },
  workers: { type: 'string' },
  words: { type: 'boolean' },
});

async function main() {
  const { values } = parseArgs({ options });
  const { words = false } = values;
  const by = read(filesOf(words).recipe);
  const hash = recipeHash(words);
  const { store: storePath } = filesOf(words);
  const before = existsSync(storePath) ? read(storePath) : {};
  const paths = [folder, ...(values.also?.split(',') ?? [])].flatMap((place) => modelFolders(place, words));
  if (paths.length === 0) throw new Error(`no models ${words ? 'of words ' : ''}in ${folder}`);
  const engine = await createEngine({ workers: Number(values.workers ?? availableParallelism()) });
  const titles = {
    families: Object.fromEntries(Object.entries(book).map(([name, { title }]) => [name, title])),
    lines: lineTitles(await engine.methods()),
  };
  const earlier = { models: [], cells: [], ...before };
  const kept = before.recipe_sha256 === hash ? before : stillAsked(earlier, wantedBy(by));
  /** @type {Stored} */
  const store = { recipe_sha256: hash, made_by: madeBy(by), titles, models: kept.models, cells: kept.cells };
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  for (const path of paths) {
    if (stop.signal.aborted) break;
    const weights = modelHash(path);
    if (store.models.some((model) => model.sha256 === weights && !model.older)) continue;
    const result = await evaluateModel(engine, path, { by, signal: stop.signal });
    if (!result) continue;
    store.models = [...store.models.filter(({ name }) => name !== result.model.name), result.model];
    store.cells = [...store.cells.filter(({ model }) => model !== result.model.name), ...result.cells];
    write(store, words);
  }
  write(store, words);
  const older = store.models.flatMap((model) => (model.older ? [model.name] : []));
  if (older.length > 0)
    process.stderr.write(
      `with only what an earlier recipe asked for, too, until evaluated here: ${older.join('; ')}\n`,
    );
  if (words) judge(store, by);
  await engine.dispose();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
