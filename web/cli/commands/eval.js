import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { RopescopeError } from '../../lib/index.node.js';
import { longestSample } from '../../lib/samples.js';
import { textScores } from '../../lib/text-scores.js';
import { namedMethods, number, refuse, required, threadsOption } from '../arguments.js';
import { csvOf, plainCell, textOf } from '../eval-report.js';
import { corpusFor, lengthsFor, note, numbers, textFor } from '../eval-setup.js';
import { importedFrom } from '../lm-eval-results.js';
import { folderOf, modelOption, modelsUrl } from '../model-folder.js';
import { engineFor } from '../run-model.js';

/**
 * @typedef {import('../../lib/evaluate.js').Cell} Cell
 * @typedef {import('../../lib/evaluate.js').CellResult} CellResult
 * @typedef {import('../../lib/evaluate.js').TaskInfo} TaskInfo
 * @typedef {import('../../lib/text-scores.js').TextScores} TextScores
 * @typedef {import('../../lib/evaluate.js').EvaluateProgress} EvaluateProgress
 * @typedef {import('../../lib/evaluate.js').Line} Line
 */

const interrupted = 130; // 128 + SIGINT, as shells have it

/** @type {import('../ropescope.js').Command} */
export const evaluate = {
  summary: 'Measures methods beyond the trained length: text, repeated text, passkey, attention entropy.',
  usage:
    '(--model NAME|DIR|FILE | --import FILE) [--methods a,b+c] [--param ID.KEY=VALUE ...] [--lengths N,N] [--tasks NAME,NAME] [--samples N] [--workers N] [--threads N] [--json | --csv]',
  options: {
    model: modelOption,
    methods: { value: 'a,b+c', doc: "choices to compare, + composes; the model's own and a local window come first" },
    param: {
      value: 'ID.KEY=VALUE',
      multiple: true,
      doc: 'instead of what follows the length: yarn.factor is length / trained length',
    },
    lengths: { value: 'N,N', doc: 'tokens; default once, twice, four and eight times the trained length' },
    tasks: { value: 'NAME,NAME', doc: 'text, repeat, passkey, entropy; default text,repeat,passkey' },
    text: { value: 'FILE', doc: 'held-out text; default heldout.txt beside the model, else that of the package' },
    import: {
      value: 'FILE',
      multiple: true,
      doc: 'results of lm-eval on the folder of `ropescope tasks`, beside ours',
    },
    samples: { value: 'N', doc: 'of each cell; default 8' },
    seed: { value: 'S', doc: 'of the samples; default 0' },
    workers: {
      value: 'N',
      doc: 'that share the cells, each with the weights; default one for each core, or for each N of --threads',
    },
    ...threadsOption,
    force: { doc: 'run methods that the weights were not trained for' },
    json: { doc: 'cells with mean, spread, samples and the last answer' },
    csv: { doc: 'one line for each cell and metric' },
    curves: { doc: 'with --json: also means by position' },
  },
  positionals: 0,
  run: async (values, _, print) => {
    if (values.json && values.csv) throw refuse('one of --json and --csv must be given');
    const brought = await Promise.all((values.import ?? []).map(importedFrom));
    for (const { unknown } of brought) if (unknown.length > 0) note(`no tasks of ropescope: ${unknown.join(', ')}`);
    const imported = brought.flatMap(({ cells }) => cells);
    const ours = values.model === undefined && imported.length > 0 ? nothing : await measured(values);
    const cells = [...ours.cells, ...imported];
    const plain = () => cells.map((cell) => plainCell(cell, values.curves ?? false));
    const { model, trained, complete, tasks } = ours;
    if (values.json) await print(`${JSON.stringify({ model, trained, complete, cells: plain() }, null, 1)}\n`);
    else await print(values.csv ? csvOf(cells) : textOf(cells, tasks));
    if (!complete) process.exitCode = interrupted;
  },
};

const nothing = { model: null, trained: null, complete: true, cells: [], tasks: [] };

/**
 * @param {any} values  of the flags
 * @returns {Promise<{ model: string | null, trained: number | null, complete: boolean, cells: Cell[], tasks: TaskInfo[] }>}
 */
async function measured(values) {
  const folder = folderOf(required('--model', values.model));
  const recipe = JSON.parse(await readFile(new URL('evaluation-recipe.json', modelsUrl), 'utf8'));
  const asked = numbers('--lengths', values.lengths); // a mistake in it is said before anything is loaded
  const engine = await engineFor(values, (threads) => number('--workers', values.workers) ?? workersFor(threads));
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  try {
    const model = await engine.loadModel(folder, { signal: stop.signal });
    const seed = number('--seed', values.seed) ?? 0;
    const given = { tasks: chosenTasks(values.tasks, recipe), asked: values.tasks !== undefined, seed };
    const corpus = await corpusFor(model, { ...given, text: () => textFor(folder, values.text) });
    const tokens = typeof corpus.text === 'string' ? await countOf(model, corpus.text) : corpus.text.length;
    const listen = listening();
    const { cells, complete } = await engine.evaluate(model, {
      lines: [...fixedLines(recipe, model.info), ...chosenLines(values)],
      lengths: asked ?? lengthsFor(model.info, longestSample(tokens)),
      ...corpus,
      samples: number('--samples', values.samples) ?? 8,
      seed,
      rules: recipe.rules,
      signal: stop.signal,
      onCell: listen.onCell,
    });
    refuseHopeless(cells);
    for (const message of failuresOf(cells)) note(message);
    const trained = model.info.rope.original_max_position_embeddings;
    return { model: values.model, trained, complete, cells: listen.scored(cells), tasks: await engine.tasks() };
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    return { ...nothing, model: values.model, complete: false };
  } finally {
    await engine.dispose();
  }
}

/** As many as have a core for each of their threads. */
const workersFor = (/** @type {number} */ threads) =>
  Math.max(1, Math.floor(availableParallelism() / Math.max(1, threads)));

/**
 * @param {import('../../lib/types.js').Model} model
 * @param {string} text
 */
const countOf = async ({ tokenizer }, text) =>
  tokenizer ? tokenizer.encode(text, { special: false }).length : text.length;

/** Progress, and what each cell says of text. */
function listening() {
  const report = progressLine();
  /** @type {Map<Cell, { listen: (result: CellResult) => TextScores, samples: number, scores: TextScores }>} */
  const known = new Map();
  return {
    /** @param {Cell} cell @param {EvaluateProgress} progress */
    onCell: (cell, progress) => {
      const { task, result } = cell;
      const held = known.get(cell) ?? { listen: textScores(task), samples: 0, scores: {} };
      if (result && result.samples > held.samples && typeof result.last.expected === 'string') {
        known.set(cell, { ...held, samples: result.samples, scores: held.listen(result) });
      }
      report(cell, progress);
    },
    /** @param {Cell[]} cells */
    scored: (cells) =>
      cells.map((cell) => {
        const { result } = cell;
        return result
          ? { ...cell, result: { ...result, metrics: { ...result.metrics, ...known.get(cell)?.scores } } }
          : cell;
      }),
  };
}

/**
 * The model's own method, and the same with what every other line is measured against.
 * @param {{ fixed: { name: string, add: string[] }[] }} recipe
 * @param {import('../../lib/types.js').ModelInfo} info
 * @returns {Line[]}
 */
export const fixedLines = ({ fixed }, { methods }) =>
  fixed.map(({ name, add }) => ({
    name,
    methods: add.length === 0 ? [] : [...methods, ...add.map((id) => ({ id }))],
    force: add.length > 0, // a window over weights that were trained with a bias
  }));

/**
 * @param {{ methods?: string, param?: string[], force?: boolean }} values
 * @returns {Line[]}
 */
function chosenLines({ methods, param = [], force = false }) {
  const names = methods?.split(',') ?? [];
  const idsOf = (/** @type {string} */ name) => name.split('+');
  const stray = param.find((each) => !names.flatMap(idsOf).some((id) => each.startsWith(`${id}.`)));
  if (stray) throw refuse(`--param must begin with a method of --methods and a dot, got ${JSON.stringify(stray)}`);
  return names.map((name) => {
    const ids = idsOf(name);
    const own = param.filter((each) => ids.some((id) => each.startsWith(`${id}.`)));
    return { name, methods: namedMethods(ids.join(','), own), force };
  });
}

/**
 * @param {string | undefined} list
 * @param {{ tasks: import('../../lib/evaluate.js').TaskChoice[] }} recipe
 */
function chosenTasks(list, recipe) {
  if (list === undefined) return recipe.tasks;
  return list.split(',').map((name) => recipe.tasks.find(({ task }) => task === name) ?? { task: name });
}

/**
 * A choice that runs nowhere is a mistake, not a result.
 * @param {Cell[]} cells
 */
function refuseHopeless(cells) {
  for (const { line, error } of cells) {
    if (!error || cells.some((cell) => cell.line === line && !cell.error)) continue;
    throw new RopescopeError(error.code, error.message);
  }
}

/**
 * Why single cells did not run, each reason once; that nothing is repeated in a short text goes without saying.
 * @param {Cell[]} cells
 */
const failuresOf = (cells) => [
  ...new Set(
    cells.flatMap(({ line, task, error }) =>
      error && error.path !== 'repeat.period' ? [`not run: ${line}, ${task}: ${error.message}`] : [],
    ),
  ),
];

/**
 * Progress on stderr: on a terminal one line that changes, else a line now and then.
 * @returns {(cell: Cell, progress: EvaluateProgress) => void}
 */
function progressLine() {
  const terminal = process.stderr.isTTY;
  const pauseMs = terminal ? 100 : 5000;
  let last = performance.now();
  return ({ line, task, length }, { done, eta }) => {
    if (performance.now() - last < pauseMs && done < 1) return;
    last = performance.now();
    const text = `${Math.floor(100 * done)} %, ${Math.ceil(eta)} s left: ${line}, ${task}, ${length} tokens`;
    process.stderr.write(terminal ? `\r\x1b[K${done < 1 ? text : ''}` : `${text}\n`);
  };
}
