import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RopescopeError } from '../../lib/index.node.js';
import { longestSample } from '../../lib/samples.js';
import { symbolsOf } from '../../lib/symbols.js';
import { openTokenizer } from '../../lib/tokenizer.js';
import { characterCount, isCharacterTokenizer } from '../../lib/tokenizer-files.js';
import { namedMethods, number, refuse, required } from '../arguments.js';
import { lengthsFor, note, numbers, textFor } from '../eval-setup.js';
import { lmEvalFiles } from '../lm-eval-folder.js';
import { modelFolder, readme } from '../lm-eval-readme.js';
import { folderOf, modelsUrl, read } from '../model-folder.js';
import { withEngine } from '../run-model.js';

/**
 * @typedef {import('../lm-eval-folder.js').Vocabulary} Vocabulary
 * @typedef {import('../lm-eval-folder.js').Cell} Cell
 * @typedef {import('../../lib/types.js').Engine} Engine
 */

const joints = 64; // tokens more than the longest sample: a text's own first token, and what changes where it was cut
const assumed = { rope: { original_max_position_embeddings: 2048, max_position_embeddings: 2048 } }; // without a model

/** @type {import('../ropescope.js').Command} */
export const tasks = {
  summary: "Writes the evaluation's tasks for another program, which runs models of any size.",
  usage:
    '--to lm-eval --out DIR [--model NAME|DIR [--method ID[,ID]] [--param KEY=VALUE ...]] [--lengths N,N] [--tasks NAME,NAME] [--samples N] [--text FILE]',
  options: {
    to: { value: 'PROGRAM', doc: "lm-eval: EleutherAI's lm-evaluation-harness, on transformers or vLLM" },
    out: { value: 'DIR', short: 'o', doc: 'a new folder' },
    model: {
      value: 'NAME|DIR',
      doc: 'a folder with config.json and tokenizer.json, no weights: lengths are then in its tokens, else in characters',
    },
    method: { value: 'ID[,ID]', doc: 'its settings for both programs come beside; needs --model' },
    param: { value: 'KEY=VALUE', multiple: true, doc: 'a parameter of it' },
    lengths: { value: 'N,N', doc: 'default once, twice, four and eight times the trained length' },
    tasks: { value: 'NAME,NAME', doc: 'text, repeat, passkey; default all' },
    text: { value: 'FILE', doc: 'held-out text, at least four times the longest sample; default that of the package' },
    samples: { value: 'N', doc: 'of each task; default 8' },
    seed: { value: 'S', doc: 'of the samples; default 0' },
  },
  positionals: 0,
  run: (values, _, print) =>
    withEngine(async (engine) => {
      if (required('--to', values.to) !== 'lm-eval')
        throw refuse(`--to must be lm-eval, got ${JSON.stringify(values.to)}`);
      const out = required('--out', values.out);
      if (values.method !== undefined && values.model === undefined) throw refuse('--method needs --model');
      const folder = values.model === undefined ? '' : folderOf(values.model);
      const config = folder && String(await read(join(folder, 'config.json')));
      const text = await textFor(folder || 'none/none', values.text);
      const trained = config ? await engine.inspect(config) : assumed; // refuses what is no config
      const vocabulary = await vocabularyOf(folder, text, config);
      const cells = await cellsOf(values, vocabulary, trained);
      const [samples, seed] = [whole('--samples', values.samples, 8), whole('--seed', values.seed, 0)];
      const files = lmEvalFiles({ cells, vocabulary, samples, seed });
      const longest = Math.max(...cells.map(({ length }) => length)) + joints;
      const { settings, ...told } = await settingsOf(engine, config, { ...values, seqLen: longest });
      const said = readme({ unit: vocabulary.unit, longest, ...told });
      await write(out, { ...files, ...settings, 'README.md': said });
      const { unit } = vocabulary;
      if (unit === 'characters') note('lengths: in characters, since there is no tokenizer.json');
      await print(
        `${out}: ${cells.length} tasks of ${samples} samples, up to ${longest - joints} ${unit}; README.md says how to run them\n`,
      );
    }),
};

/**
 * @param {string} flag
 * @param {string | undefined} given
 * @param {number} otherwise
 */
function whole(flag, given, otherwise) {
  const value = number(flag, given) ?? otherwise;
  const least = Math.min(otherwise, 1);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw refuse(`${flag} must be a whole number from ${least}, got ${given}`);
}

/** What a text of the 96 characters is counted in. */
const characters = { key_begin: [...' The key is <'], digits: [...'0123456789'], key_end: ['>'] };

/**
 * @param {string} folder  '' = none
 * @param {string} text
 * @param {string} config
 * @returns {Promise<Vocabulary>}
 */
async function vocabularyOf(folder, text, config) {
  const path = join(folder, 'tokenizer.json');
  const json = folder && existsSync(path) ? String(await read(path)) : '';
  if (json === '' || isCharacters(json)) {
    const said = (/** @type {string[]} */ tokens) => tokens.join('');
    const unit = json !== '' || hasCharacters(config) ? 'tokens' : 'characters';
    return { unit, corpus: Array.from(text), symbols: characters, said };
  }
  const tokenizer = await openTokenizer(json);
  return {
    unit: 'tokens',
    corpus: tokenizer.encode(text, { special: false }),
    symbols: symbolsOrNone(tokenizer),
    said: (tokens) => tokenizer.decode(tokens),
  };
}

/** Whether the tokens of a model without a tokenizer.json are characters. @param {string} config */
const hasCharacters = (config) => config !== '' && JSON.parse(config).vocab_size === characterCount;

/** @param {string} json */
function isCharacters(json) {
  try {
    return isCharacterTokenizer(JSON.parse(json));
  } catch {
    return false; // reading it says why
  }
}

/** @param {import('../../lib/tokenizer.js').Tokenizer} tokenizer */
function symbolsOrNone(tokenizer) {
  try {
    return symbolsOf(tokenizer);
  } catch (error) {
    note(`passkey is left out: ${/** @type {Error} */ (error).message}`);
    return null;
  }
}

/**
 * @param {{ lengths?: string, tasks?: string }} values
 * @param {Vocabulary} vocabulary
 * @param {import('../eval-setup.js').Trained} trained
 * @returns {Promise<Cell[]>}
 */
async function cellsOf(values, { corpus, symbols }, trained) {
  const most = longestSample(corpus.length);
  const lengths = numbers('--lengths', values.lengths) ?? lengthsFor(trained, most);
  const least = 64; // a passkey and its question, or a block twice
  const wrong = lengths.find((length) => length < least || length > most);
  if (wrong !== undefined)
    throw refuse(`--lengths must be from ${least} to ${most}, a quarter of the text, got ${wrong}`);
  const recipe = JSON.parse(await readFile(new URL('evaluation-recipe.json', modelsUrl), 'utf8'));
  /** @type {{ task: import('../lm-eval-folder.js').TaskName, params?: Record<string, number[]> }[]} */
  const known = recipe.tasks;
  const names = values.tasks?.split(',') ?? known.map(({ task }) => task);
  const unknown = names.find((name) => known.every(({ task }) => task !== name));
  if (unknown !== undefined)
    throw refuse(`--tasks must be of text, repeat and passkey, got ${JSON.stringify(unknown)}`);
  const asked = known.filter(({ task }) => names.includes(task) && (task !== 'passkey' || symbols));
  const cells = lengths.flatMap((length) =>
    asked.flatMap(({ task, params = {} }) => combined(params).map((each) => ({ task, params: each, length }))),
  );
  return cells.filter(({ params, length }) => !(Number(params.period) * 2 > length));
}

/** A task has one parameter at most. @param {Record<string, number[]>} params @returns {Record<string, number>[]} */
function combined(params) {
  const lists = Object.entries(params).map(([key, values]) => values.map((value) => ({ [key]: value })));
  return lists[0] ?? [{}];
}

/**
 * What the exports say of the chosen method, as files of the folder; vLLM may have no setting for it.
 * @param {Engine} engine
 * @param {string} config
 * @param {{ method?: string, param?: string[], seqLen: number }} chosen
 */
async function settingsOf(engine, config, { method: name, param = [], seqLen }) {
  if (name === undefined) return { settings: {} };
  const method = namedMethods(name, param);
  const { files = {} } = await engine.exportFor(config, { to: 'hf', method, seqLen });
  const served = await engine.exportFor(config, { to: 'vllm', method, seqLen }).catch((error) => {
    if (error instanceof RopescopeError && error.code !== 'internal') return null;
    throw error;
  });
  const home = modelFolder(name);
  const settings = Object.fromEntries(Object.entries(files).map(([file, content]) => [`${home}/${file}`, content]));
  const overrides = served?.args?.[1];
  return { settings, method: name, ...(overrides !== undefined && { overrides }) };
}

/**
 * @param {string} out
 * @param {Record<string, string | Uint8Array>} files
 */
async function write(out, files) {
  const there = await readdir(out).catch(() => []);
  if (there.length > 0) throw refuse(`--out must be a new or an empty folder, got ${out}: nothing is overwritten`);
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(out, name)), { recursive: true });
      await writeFile(join(out, name), content);
    }
  } catch (error) {
    throw refuse(`--out must be a folder that can be written: ${/** @type {Error} */ (error).message}`);
  }
}
