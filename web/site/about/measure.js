/** What the page about the site states in numbers: counted when the site is built, from the engine and the repository's files. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { unique } from '../../studies/findings.js';
import { references } from '../accuracy/measure.js';

const models = new URL('../../models/', import.meta.url);
const read = (/** @type {string} */ path, base = models) => readFileSync(new URL(path, base));
const json = (/** @type {string} */ path) => JSON.parse(read(path).toString('utf8'));

/**
 * Parameters of a model: the numbers in its weights, as their header lists them.
 * @param {Buffer} file  safetensors
 */
export function parametersIn(file) {
  const header = JSON.parse(file.toString('utf8', 8, 8 + Number(file.readBigUInt64LE(0))));
  const shapes = Object.entries(header).flatMap(([name, { shape }]) => (name === '__metadata__' ? [] : [shape]));
  return shapes.reduce((sum, /** @type {number[]} */ shape) => sum + shape.reduce((size, side) => size * side, 1), 0);
}

/** @typedef {{ tokens: 'characters' | 'words', models: number, parameters: number[], longest: number, vocabulary: number }} Kind  longest: text of its training, tokens */

/** @returns {Kind[]} the models that the site serves, by what their tokens are */
function modelKinds() {
  const folders = readdirSync(models, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const all = folders.map(({ name }) => {
    const { max_position_embeddings: longest, vocab_size: vocabulary } = json(`${name}/config.json`);
    const tokens = existsSync(new URL(`${name}/tokenizer.json`, models)) ? 'words' : 'characters';
    return { tokens, parameters: parametersIn(read(`${name}/model.safetensors`)), longest, vocabulary };
  });
  return /** @type {const} */ (['characters', 'words']).map((tokens) => {
    const own = all.filter((each) => each.tokens === tokens);
    return {
      tokens,
      models: own.length,
      parameters: unique(own.map(({ parameters }) => parameters)).sort((a, b) => a - b),
      longest: Math.max(...own.map(({ longest }) => longest)),
      vocabulary: Math.max(...own.map(({ vocabulary }) => vocabulary)),
    };
  });
}

/** The year of the newest change, '' where the site is built from files without their history. */
function yearOfHistory() {
  try {
    return execFileSync('git', ['log', '-1', '--format=%cs'], { cwd: models, encoding: 'utf8', stdio: 'pipe' }).slice(
      0,
      4,
    );
  } catch {
    return '';
  }
}

/** @param {import('../../lib/types.js').Engine} engine */
export async function measureSite(engine) {
  const methods = await engine.methods();
  const { configs, others } = references();
  const all = [...configs, ...others];
  const { version, license } = JSON.parse(read('../../package.json').toString('utf8'));
  const { models: evaluated, cells } = json('evaluation.json');
  return {
    version,
    license,
    year: yearOfHistory(),
    methods: methods.length,
    papers: unique(methods.map(({ source }) => source.id)).length,
    references: all.length,
    cases: all.reduce((sum, each) => sum + each.cases.length, 0),
    cells: cells.length,
    evaluated: evaluated.length,
    models: modelKinds(),
  };
}

/** @typedef {Awaited<ReturnType<typeof measureSite>>} SiteFacts */
