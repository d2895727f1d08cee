import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RopescopeError } from '../../lib/index.node.js';
import { modelOptions, number, readMethods, required } from '../arguments.js';
import { withEngine } from '../run-model.js';
import { visible } from '../visible.js';
import { folderOf } from './eval.js';

const weights = 'model.safetensors';
const { force, ...options } = modelOptions; // other runtimes know no mark for a forced method

/** @type {import('../ropescope.js').Command} */
export const exporting = {
  summary: 'Says what another runtime needs to run a checkpoint under a method, and why.',
  usage:
    '--model NAME|DIR --to hf|vllm|llama.cpp [--method ID] [--factor N] [--param KEY=VALUE ...] [--seq-len N] [-o DIR] [--json]',
  options: {
    ...options,
    model: { value: 'NAME|DIR', doc: 'a model of the page, or a folder with config.json and model.safetensors' },
    to: { value: 'RUNTIME', doc: 'hf: a config.json; vllm, llama.cpp: arguments of the command' },
    factor: { value: 'N', doc: 'the same as --param factor=N' },
    'seq-len': { value: 'N', doc: "longest text, tokens; default: the trained length times the method's factor" },
    out: {
      value: 'DIR',
      short: 'o',
      doc: 'write the files of a model folder there: hf, llama.cpp (a GGUF file that needs no flags)',
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
        ...(to === 'llama.cpp' && values.out !== undefined && { weights: await read(join(folder, weights)) }),
        ...(method && { method }),
        ...(seqLen !== undefined && { seqLen }),
      });
      if (values.out !== undefined) await writeFolder(values.out, folder, written);
      await print(values.json ? jsonOf(written) : textOf(written, values.out));
      if (!values.json) process.stderr.write(visible(reasons(written)));
    }),
};

/** @param {string} path */
async function read(path) {
  try {
    return await readFile(path);
  } catch (error) {
    throw new RopescopeError('load_failed', `${path} could not be read: ${/** @type {Error} */ (error).message}`);
  }
}

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
  const names = [...Object.keys(files), ...(to === 'hf' ? [weights] : [])];
  const taken = names.find((name) => existsSync(join(out, name)));
  if (taken) {
    throw new RopescopeError(
      'invalid_argument',
      `--out must be a folder without ${taken}, got ${out}: nothing is overwritten`,
    );
  }
  try {
    await mkdir(out, { recursive: true });
    if (to === 'hf') await copyFile(join(folder, weights), join(out, weights));
    for (const [name, content] of Object.entries(files)) await writeFile(join(out, name), content);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new RopescopeError('invalid_argument', `--out must be a folder that can be written: ${message}`);
  }
}

/** @param {import('../../lib/export.js').Export} written */
const jsonOf = ({ files, ...written }) => `${JSON.stringify(written, null, 2)}\n`;

/**
 * @param {import('../../lib/export.js').Export} written
 * @param {string} [out]
 */
function textOf({ config, args = [], files = {} }, out = '') {
  if (config !== undefined) return config;
  const words = args.map((word) => (Object.hasOwn(files, word) ? join(out, word) : word));
  return `${words.map((word) => (/^[\w./+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ')}\n`;
}

/** @param {import('../../lib/export.js').Export} written */
function reasons({ settings, notes }) {
  const lines = settings.map(({ key, value, why }) => `${key} ${JSON.stringify(value)}: ${why.message}`);
  return [...lines, ...notes.map(({ message }) => `note: ${message}`), ''].join('\n');
}
