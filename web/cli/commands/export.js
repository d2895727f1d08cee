import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RopescopeError } from '../../lib/index.node.js';
import { commandLine } from '../../lib/shell.js';
import { modelOptions, number, readMethods, required } from '../arguments.js';
import { filesOf, folderOf, isTokenizer, read } from '../model-folder.js';
import { withEngine } from '../run-model.js';
import { visible } from '../visible.js';

const { force, ...options } = modelOptions; // other runtimes know no mark for a forced method

/** @type {import('../ropescope.js').Command} */
export const exporting = {
  summary: 'Says what another runtime needs to run a checkpoint under a method, and why.',
  usage:
    '--model NAME|DIR --to hf|vllm|sglang|llama.cpp|mlx|tensorrt-llm [--method ID] [--factor N] [--param KEY=VALUE ...] [--seq-len N] [-o DIR] [--json]',
  options: {
    ...options,
    to: {
      value: 'RUNTIME',
      doc: 'hf, mlx, tensorrt-llm: a config.json; vllm, sglang, llama.cpp: arguments of the command',
    },
    factor: { value: 'N', doc: 'the same as --param factor=N' },
    'seq-len': { value: 'N', doc: "longest text, tokens; default: the trained length times the method's factor" },
    out: {
      value: 'DIR',
      short: 'o',
      doc: 'write the files of a model folder there: hf, mlx, tensorrt-llm; llama.cpp: a GGUF file that needs no flags',
    },
    json: { doc: 'everything, reasons too, as JSON' },
  },
  positionals: 0,
  run: (values, _, print) =>
    withEngine(async (engine) => {
      const folder = folderOf(required('--model', values.model));
      const config = String(await read(join(folder, 'config.json')));
      const param = [...(values.param ?? []), ...(values.factor === undefined ? [] : [`factor=${values.factor}`])];
      const own = { methods: param.length > 0 && values.method === undefined ? await ownMethods(engine, config) : [] };
      const method = readMethods({ ...values, param }, /** @type {any} */ (own));
      const seqLen = number('--seq-len', values['seq-len']);
      const to = /** @type {import('../../lib/export.js').Runtime} */ (required('--to', values.to));
      const written = await engine.exportFor(config, {
        to,
        ...(to === 'llama.cpp' && values.out !== undefined && { weights: await weightsOf(folder) }),
        ...(method && { method }),
        ...(seqLen !== undefined && { seqLen }),
      });
      if (values.out !== undefined) await writeFolder(values.out, folder, written);
      await print(values.json ? jsonOf(written) : textOf(written, values.out));
      if (!values.json) process.stderr.write(visible(reasons(written)));
    }),
};

/** @param {string} folder */
const weightsOf = async (folder) =>
  Promise.all((await filesOf(folder)).weights.map((name) => read(join(folder, name))));

/**
 * @param {import('../../lib/types.js').Engine} engine
 * @param {string} config
 */
async function ownMethods(engine, config) {
  const { method, params } = await engine.inspect(config);
  return [{ id: method, params }];
}

/**
 * @param {string} out
 * @param {string} folder
 * @param {import('../../lib/export.js').Export} written
 */
async function writeFolder(out, folder, { to, files }) {
  if (files === undefined) {
    throw new RopescopeError('invalid_argument', `--out must be left out for ${to}, which takes arguments, no files`);
  }
  const copied = to === 'llama.cpp' ? [] : await copiesOf(folder);
  const written = Object.entries(files).filter(([name]) => !copied.includes(name) && !isReplaced(name, copied));
  const names = [...written.map(([name]) => name), ...copied];
  const taken = names.find((name) => existsSync(join(out, name)));
  if (taken) {
    throw new RopescopeError(
      'invalid_argument',
      `--out must be a folder without ${taken}, got ${out}: nothing is overwritten`,
    );
  }
  try {
    await mkdir(out, { recursive: true });
    for (const name of copied) await copyFile(join(folder, name), join(out, name));
    for (const [name, content] of written) await writeFile(join(out, name), content);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new RopescopeError('invalid_argument', `--out must be a folder that can be written: ${message}`);
  }
}

/**
 * The model's own files, the weights first: one that is not there is no fault of --out.
 * @param {string} folder
 */
async function copiesOf(folder) {
  const { weights, index, kept } = await filesOf(folder);
  for (const name of weights) {
    if (!existsSync(join(folder, name))) throw new RopescopeError('load_failed', `${folder} must hold ${name}`);
  }
  return [...weights, ...index, ...kept];
}

/**
 * Whether a file of our tokenizer gives way to one of the model's own.
 * @param {string} name
 * @param {string[]} copied
 */
const isReplaced = (name, copied) => name.startsWith('tokenizer') && copied.some(isTokenizer);

/** @param {import('../../lib/export.js').Export} written */
const jsonOf = ({ files, ...written }) => `${JSON.stringify(written, null, 2)}\n`;

/**
 * @param {import('../../lib/export.js').Export} written
 * @param {string} [out]
 */
function textOf({ config, args = [], files = {} }, out = '') {
  if (config !== undefined) return config;
  const words = args.map((word) => (Object.hasOwn(files, word) ? join(out, word) : word));
  return `${commandLine(words)}\n`;
}

/** @param {import('../../lib/export.js').Export} written */
function reasons({ settings, notes }) {
  const lines = settings.map(({ key, value, why }) => `${key} ${JSON.stringify(value)}: ${why.message}`);
  return [...lines, ...notes.map(({ message }) => `note: ${message}`), ''].join('\n');
}
