import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { createEngine, RopescopeError } from '../../lib/index.node.js';
import { namedMethods, number, readText, refuse, required } from '../arguments.js';
import { csvOf, plainCell, textOf } from '../eval-report.js';
import { folderOf, modelOption, modelsUrl } from '../model-folder.js';

/**
 * @typedef {import('../../lib/evaluate.js').Cell} Cell
 * @typedef {import('../../lib/evaluate.js').EvaluateProgress} EvaluateProgress
 * @typedef {import('../../lib/evaluate.js').Line} Line
 */

const interrupted = 130; // 128 + SIGINT, as shells have it

/** @type {import('../ropescope.js').Command} */
export const evaluate = {
  summary: 'Measures methods beyond the trained length: text, repeated text, passkey, attention entropy.',
  usage:
    '--model NAME|DIR [--methods a,b+c] [--param ID.KEY=VALUE ...] [--lengths N,N] [--tasks NAME,NAME] [--samples N] [--workers N] [--json | --csv]',
  options: {
    model: modelOption,
    methods: { value: 'a,b+c', doc: "choices to compare, + composes; the model's own and a local window come first" },
    param: {
      value: 'ID.KEY=VALUE',
      multiple: true,
      doc: 'instead of what follows the length: yarn.factor is length / trained length',
    },
    lengths: { value: 'N,N', doc: 'tokens; default 128,256,512,1024' },
    tasks: { value: 'NAME,NAME', doc: 'text, repeat, passkey, entropy; default text,repeat,passkey' },
    text: { value: 'FILE', doc: 'held-out text; default heldout.txt beside the model' },
    samples: { value: 'N', doc: 'of each cell; default 8' },
    seed: { value: 'S', doc: 'of the samples; default 0' },
    workers: { value: 'N', doc: 'threads; default all cores' },
    force: { doc: 'run methods that the weights were not trained for' },
    json: { doc: 'cells with mean, spread, samples and the last answer' },
    csv: { doc: 'one line for each cell and metric' },
    curves: { doc: 'with --json: also means by position' },
  },
  positionals: 0,
  run: async (values, _, print) => {
    if (values.json && values.csv) throw refuse('one of --json and --csv must be given');
    const folder = folderOf(required('--model', values.model));
    const recipe = JSON.parse(await readFile(new URL('evaluation-recipe.json', modelsUrl), 'utf8'));
    const lengths = numbers('--lengths', values.lengths) ?? [128, 256, 512, 1024];
    const engine = await createEngine({ workers: number('--workers', values.workers) ?? availableParallelism() });
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort());
    try {
      const model = await engine.loadModel(folder);
      const tasks = await engine.tasks();
      const { cells, complete } = await engine.evaluate(model, {
        lines: [...fixedLines(recipe, model.info), ...chosenLines(values)],
        lengths,
        tasks: chosenTasks(values.tasks, recipe),
        text: await readText(values.text ?? `${folder}/../heldout.txt`),
        samples: number('--samples', values.samples) ?? 8,
        seed: number('--seed', values.seed) ?? 0,
        rules: recipe.rules,
        signal: stop.signal,
        onCell: progressLine(),
      });
      refuseHopeless(cells);
      const plain = () => cells.map((cell) => plainCell(cell, values.curves ?? false));
      if (values.json) await print(`${JSON.stringify({ model: values.model, complete, cells: plain() }, null, 1)}\n`);
      else await print(values.csv ? csvOf(cells) : textOf(cells, tasks));
      if (!complete) process.exitCode = interrupted;
    } finally {
      await engine.dispose();
    }
  },
};

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
 * @param {string} flag
 * @param {string | undefined} list
 */
const numbers = (flag, list) =>
  list?.split(',').map((text) => {
    const value = number(flag, text);
    if (value !== undefined && Number.isInteger(value) && value > 0) return value;
    throw refuse(`${flag} must be whole numbers separated by commas, got ${JSON.stringify(text)}`);
  });

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
