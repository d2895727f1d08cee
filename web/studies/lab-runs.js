#!/usr/bin/env node
/**
 * Trains what the lab trains, for the numbers that the lecture on it quotes: node web/studies/lab-runs.js rope:0 alibi:2.
 * Writes lab-runs.json: how well a run copies on the way, and its copies in longer rows under every method that
 * runs on it. A run that is there already, of the same lab.json, is not made again.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createEngine } from '../lib/index.node.js';
import { copyAccuracy, stretches } from './lab-probes.js';

/**
 * @typedef {import('../lib/types.js').Engine} Engine
 * @typedef {import('../lib/types.js').Model} Model
 *
 * @typedef {object} LabRun
 * @property {string} id                           encoding that it is trained with
 * @property {number} seed
 * @property {number} first                        loss of its first step, nats per symbol: who replays it knows it again
 * @property {number[]} copies                     share that is right in rows of the trained length, every 20 steps
 * @property {Record<string, number[]>} stretched  copies by method and length; '' = as it was trained
 */

const read = (/** @type {string} */ name) =>
  JSON.parse(readFileSync(new URL(`../models/${name}`, import.meta.url), 'utf8'));
const store = new URL('../models/lab-runs.json', import.meta.url);
const lab = read('lab.json');
export const probe = { every: 20, samples: 4 }; // steps; as many rows as the page asks
const { lengths, period, samples } = lab.stretch;
const [{ length: trained }] = lab.recipe.phases;
const digits = 2; // as the page shows them

const rounded = (/** @type {number} */ number) => Number(number.toFixed(digits));

/** What a run depends on. */
export const madeOf = { config: lab.config, recipe: lab.recipe, params: lab.params, stretch: lab.stretch };

/** A training as the page begins it. @param {Engine} engine  @param {{ id: string, seed: number }} run */
export const begin = (engine, { id, seed }) =>
  engine.train({
    config: { ...lab.config, position_method: { id, params: lab.params[id] ?? {} } },
    ...{ recipe: lab.recipe, seed },
  });

/** @param {Engine} engine  @param {Model} model */
async function stretched(engine, model) {
  const catalog = await engine.methods();
  /** @type {LabRun['stretched']} */
  const found = {};
  for (const { id, at } of stretches(model, catalog, lab)) {
    const scores = [];
    for (const length of lengths) {
      const method = at(length);
      scores.push(rounded(await copyAccuracy(model, { length, period, samples, ...(method && { method }) })));
    }
    found[id] = scores;
  }
  return found;
}

/** @param {Engine} engine  @param {{ id: string, seed: number }} run  @returns {Promise<LabRun>} */
async function made(engine, run) {
  const training = await begin(engine, run);
  const first = (await training.run({ steps: 1 })).losses[0] ?? Number.NaN;
  const copies = [];
  for (let step = probe.every; step <= lab.recipe.steps; step += probe.every) {
    await training.run({ steps: copies.length ? probe.every : probe.every - 1 });
    const model = await training.model();
    copies.push(rounded(await copyAccuracy(model, { length: trained, period, samples: probe.samples })));
    await model.dispose();
  }
  const model = await training.model();
  const done = { ...run, first: Number(first.toFixed(6)), copies, stretched: await stretched(engine, model) };
  await Promise.all([model.dispose(), training.dispose()]);
  return done;
}

/** @returns {LabRun[]} those that are there, of the same lab.json */
function kept() {
  try {
    const { made_of, runs } = read('lab-runs.json');
    return JSON.stringify(made_of) === JSON.stringify(madeOf) ? runs : [];
  } catch {
    return [];
  }
}

async function main() {
  const wanted = process.argv.slice(2).map((name) => name.split(':'));
  const engine = await createEngine({ workers: 0 });
  for (const [id = '', seed] of wanted) {
    if (kept().some((run) => run.id === id && run.seed === Number(seed))) continue;
    const run = await made(engine, { id, seed: Number(seed) });
    const others = kept().filter((each) => each.id !== id || each.seed !== run.seed); // read anew: another process may have written
    const runs = [...others, run];
    runs.sort((one, other) => one.id.localeCompare(other.id) || one.seed - other.seed);
    const lines = runs.map((run) => `    ${JSON.stringify(run)}`).join(',\n');
    writeFileSync(store, `{\n  "made_of": ${JSON.stringify(madeOf)},\n  "runs": [\n${lines}\n  ]\n}\n`);
    console.log(id, seed);
  }
  await engine.dispose();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
