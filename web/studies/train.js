#!/usr/bin/env node
/**
 * Trains the models of recipes.json: npm run train -- --method alibi --seed 0. Builds the trainer, prepares the text and
 * runs it; a killed run goes on when the same command is given again. The result and its record are left in the run's
 * folder and copied to web/models/NAME. The released models are those of --seed 0,1,2: npm run train -- --method all
 * --seed 0,1,2 makes them all.
 */

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { licence, packages, prepareCorpus, sha256 } from './corpus.js';
import { corpusTokens } from './corpus-tokens.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const corpus = join(root, 'build/corpus');
const models = join(root, 'web/models');
const book = JSON.parse(readFileSync(join(root, 'web/models/recipes.json'), 'utf8'));

const usage = `npm run train -- --method ID [--seed N]
  --method ID[,ID]   a position method, or the name of a model: ${Object.keys(book.models).join(', ')};
                     or all
  --seed N[,N]       of the weights; rows come from the next one (default 0). Of several, the one in the middle by its
                     loss on held-out text is the model, and a fine-tune is of the seed that its start has
  --steps N          instead of the recipe's number
  --threads N        (default: all of this machine); the result does not depend on it
  --start FILE       weights that a fine-tune starts from (default: of one seed, those in --out; of several, each seed's
                     own in --work)
  --work DIR         where runs are kept, unfinished ones and all seeds (default build/train)
  --out DIR          where a finished model goes, in a folder of its name (default web/models)`;

/**
 * @typedef {object} Job
 * @property {string} name     of the model
 * @property {number} seed
 * @property {string} folder   of the run
 * @property {object} config   the model's config.json
 * @property {{ steps: number }} recipe
 * @property {string | undefined} start  weights to start from
 * @property {string | undefined} vocabulary  its tokenizer.json; none: the characters
 */

/**
 * @param {string} message
 * @returns {never}
 */
function refuse(message) {
  process.stderr.write(`${message}\n\n${usage}\n`);
  process.exit(2);
}

/** @param {string} wanted a method or a model's name */
function modelName(wanted) {
  const names = Object.keys(book.models);
  const name = names.find((candidate) => candidate === wanted || book.models[candidate].method === wanted);
  return name ?? refuse(`--method must be a method or a model of web/models/recipes.json, got ${wanted}`);
}

/**
 * @param {string} flag
 * @param {string} text
 * @param {number} least
 */
function wholeNumber(flag, text, least) {
  if (!/^\d+$/.test(text) || Number(text) < least)
    refuse(`--${flag} must be a whole number from ${least}, got ${text}`);
  return Number(text);
}

const flags = /** @type {const} */ (['method', 'seed', 'steps', 'threads', 'start', 'work', 'out']);

/** @returns {Partial<Record<typeof flags[number], string>>} */
function readFlags() {
  try {
    return parseArgs({
      options: Object.fromEntries(flags.map((flag) => [flag, { type: /** @type {const} */ ('string') }])),
    }).values;
  } catch (error) {
    return refuse(/** @type {Error} */ (error).message);
  }
}

/**
 * @typedef {object} Places
 * @property {(name: string, seed: number) => string} work  the folder of a run
 * @property {(name: string) => string} out                 the folder of a finished model
 * @property {(name: string, seed: number) => string} start the folder with the weights that a run starts from
 */

/**
 * @param {ReturnType<typeof readFlags>} given
 * @returns {Places}
 */
function placesOf(given) {
  const variant = given.steps === undefined ? '' : `-${given.steps}-steps`; // another schedule: another run
  const work = (/** @type {string} */ name, /** @type {number} */ seed) =>
    resolve(root, given.work ?? 'build/train', `${name}-s${seed}${variant}`);
  const out = (/** @type {string} */ name) => resolve(root, given.out ?? 'web/models', name);
  return { work, out, start: given.seed?.includes(',') ? work : out };
}

/**
 * @param {string} name
 * @param {number} seed
 * @param {ReturnType<typeof readFlags>} given
 * @param {Places} places
 * @returns {Job}
 */
function jobOf(name, seed, given, places) {
  const { recipe, config, start, vocabulary } = book.models[name];
  const steps = given.steps === undefined ? {} : { steps: wholeNumber('steps', given.steps, 1) };
  return {
    name,
    seed,
    folder: places.work(name, seed),
    config: { ...book.architecture, ...config },
    recipe: { ...book.recipes[recipe], ...steps },
    start: start && (given.start ?? join(places.start(start, seed), 'model.safetensors')),
    vocabulary: vocabulary && join(models, vocabulary),
  };
}

/** Builds the native trainer; after the first time about a second. */
function build() {
  const script = `set -Eeuo pipefail
    env=$(wasm/toolchain.sh); eval "$env"; mkdir -p build/logs
    cmake --preset train >build/logs/train.log 2>&1 || { cat build/logs/train.log >&2; exit 1; }
    cmake --build --preset train`;
  execFileSync('bash', ['-c', script], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return join(root, 'build/train-native/ropescope_train');
}

/** @param {unknown} value */
const asJson = (value) => `${JSON.stringify(value, undefined, 2)}\n`;

/** Puts what the trainer reads into the run's folder. @param {Job} job */
async function prepare(job) {
  mkdirSync(job.folder, { recursive: true });
  writeFileSync(join(job.folder, 'config.json'), asJson(job.config));
  writeFileSync(join(job.folder, 'recipe.json'), asJson(job.recipe));
  if (job.start) copyFileSync(job.start, join(job.folder, 'start.safetensors'));
  if (job.vocabulary) return prepareTokens(job.folder, job.vocabulary);
  for (const part of ['train.txt', 'heldout.txt']) {
    copyFileSync(join(corpus, part), join(job.folder, part));
  }
}

/**
 * @param {string} folder
 * @param {string} vocabulary
 */
async function prepareTokens(folder, vocabulary) {
  copyFileSync(vocabulary, join(folder, 'tokenizer.json'));
  const symbolsPath = join(folder, 'symbols.json');
  if (existsSync(symbolsPath)) return; // written last: a run that goes on
  const { train, heldout, symbols } = await corpusTokens(corpus, vocabulary);
  writeFileSync(join(folder, 'train.tokens'), train);
  writeFileSync(join(folder, 'heldout.tokens'), heldout);
  writeFileSync(symbolsPath, asJson(symbols));
}

/** @param {string[]} args of git */
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

/**
 * Every step's loss would be most of the record: means over as many steps as make about 150 numbers.
 *
 * @param {number[]} losses
 */
function thin(losses) {
  const steps_each = Math.max(1, Math.round(losses.length / 150));
  const means = [];
  for (let end = steps_each; end <= losses.length; end += steps_each) {
    const mean = losses.slice(end - steps_each, end).reduce((sum, loss) => sum + loss, 0) / steps_each;
    means.push(Number(mean.toFixed(4)));
  }
  return { steps_each, means };
}

/**
 * @param {Job} job
 * @param {ReturnType<typeof prepareCorpus>} text
 * @param {number} threads
 */
function recordOf(job, text, threads) {
  const curve = JSON.parse(readFileSync(join(job.folder, 'curve.json'), 'utf8'));
  return {
    name: job.name,
    seed: job.seed,
    recipe: job.recipe,
    ...(job.start ? { start_sha256: sha256(readFileSync(job.start)) } : {}),
    ...(job.vocabulary ? { tokenizer_sha256: sha256(readFileSync(job.vocabulary)) } : {}),
    data: { packages, licence, train: text.train, heldout: text.heldout },
    tokens: curve.tokens,
    loss: thin(curve.losses),
    validation: curve.validations,
    weights_sha256: sha256(readFileSync(join(job.folder, 'model.safetensors'))),
    commit: git('rev-parse', 'HEAD') + (git('status', '--porcelain', '--', 'cpp') ? ' with changes' : ''),
    tokens_per_second: Math.round(curve.tokens_per_second),
    threads,
  };
}

/** A finished run's record stands: the commit in it is the one that trained. @param {Job} job */
function isRecorded({ folder }) {
  const record = join(folder, 'training.json');
  if (!existsSync(record)) return false;
  return readRecord(folder).weights_sha256 === sha256(readFileSync(join(folder, 'model.safetensors')));
}

/** @param {string} folder @returns {ReturnType<typeof recordOf>} */
const readRecord = (folder) => JSON.parse(readFileSync(join(folder, 'training.json'), 'utf8'));

/**
 * @param {Job} job
 * @param {string} program
 * @param {ReturnType<typeof prepareCorpus>} text
 * @param {number} threads
 */
async function train(job, program, text, threads) {
  process.stdout.write(`${job.name}, seed ${job.seed}, ${job.recipe.steps} steps, in ${job.folder}\n`);
  if (job.start && !existsSync(job.start)) {
    throw new Error(`${job.name} starts from ${job.start}, which is not there: train that first, or give --start`);
  }
  await prepare(job);
  const child = spawn(program, [job.folder, String(job.seed), String(threads)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code, signal] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the trainer of ${job.name} ended with ${signal ?? code}`);
  if (!isRecorded(job)) writeFileSync(join(job.folder, 'training.json'), asJson(recordOf(job, text, threads)));
}

/** @param {Job} job */
function result({ seed, folder }) {
  const { validation, weights_sha256 } = readRecord(folder);
  const { loss, repeat, passkey } = validation[validation.length - 1];
  return { seed, loss, repeat, passkey, weights_sha256 };
}

/**
 * The run that becomes the model, with what became of every seed in its record.
 *
 * @param {Job[]} runs  of one model
 * @param {Places} places
 */
function publish(runs, places) {
  const { name } = /** @type {Job} */ (runs[0]);
  const { start } = book.models[name];
  const seeds = runs.map(result);
  const byLoss = [...seeds].sort((a, b) => a.loss - b.loss);
  const startSeed = start && runs.length > 1 ? readRecord(places.out(start)).seed : undefined;
  const seed = startSeed ?? byLoss[Math.floor(byLoss.length / 2)]?.seed;
  const { folder } = runs.find((run) => run.seed === seed) ?? refuse(`${start} is of seed ${seed}: train that, too`);
  const target = places.out(name);
  mkdirSync(target, { recursive: true });
  const files = ['config.json', 'model.safetensors', 'tokenizer.json'].filter((file) => existsSync(join(folder, file)));
  for (const file of files) copyFileSync(join(folder, file), join(target, file));
  writeFileSync(join(target, 'training.json'), asJson({ ...readRecord(folder), seeds }));
  process.stdout.write(`${target}: seed ${seed}\n`);
}

async function main() {
  const given = readFlags();
  if (given.method === undefined) refuse('--method must be given');
  const names = given.method === 'all' ? Object.keys(book.models) : given.method.split(',').map(modelName);
  const seeds = (given.seed ?? '0').split(',').map((seed) => wholeNumber('seed', seed, 0));
  const threads = wholeNumber('threads', given.threads ?? String(availableParallelism()), 1);
  const places = placesOf(given);

  const program = build();
  const text = prepareCorpus(corpus);
  process.stdout.write(`text to train on: ${text.train.characters} characters, sha256 ${text.train.sha256}\n`);
  process.stdout.write(`text held out: ${text.heldout.characters} characters, sha256 ${text.heldout.sha256}\n`);
  for (const name of names) {
    const runs = seeds.map((seed) => jobOf(name, seed, given, places));
    for (const run of runs) await train(run, program, text, threads);
    publish(runs, places);
  }
}

await main();
