/** Flags and their values. Whatever is not understood is an error: an unknown flag, one given twice, a wrong number. */

import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { RopescopeError } from '../lib/index.node.js';
import { modelOption } from './model-folder.js';

/**
 * @typedef {Record<string, { value?: string, short?: string, multiple?: boolean, doc: string }>} Options
 *   value: how help names the argument; a flag without one is a switch
 */

/** @param {string} message */
export const refuse = (message) => new RopescopeError('invalid_argument', message);

/**
 * @param {import('./ropescope.js').Command} command
 * @param {string[]} args
 */
export function parse({ options, positionals: wanted }, args) {
  const config = Object.entries(options).map(([key, { value, short, multiple = false }]) => {
    const type = /** @type {'string' | 'boolean'} */ (value ? 'string' : 'boolean');
    return [key, { type, multiple, ...(short ? { short } : {}) }];
  });
  const parsed = parseStrictly(args, Object.fromEntries(config));
  const tokens = /** @type {{ kind: string, name?: string }[]} */ (parsed.tokens);
  const given = tokens.flatMap(({ kind, name = '' }) => (kind === 'option' && !options[name]?.multiple ? [name] : []));
  const repeated = given.find((name, i) => given.indexOf(name) !== i);
  if (repeated) throw refuse(`--${repeated} must be given once`);
  if (parsed.positionals.length !== wanted) {
    throw refuse(
      `the command must be given ${wanted} argument${wanted === 1 ? '' : 's'}, got ${parsed.positionals.length}`,
    );
  }
  return parsed;
}

/**
 * @param {string[]} args
 * @param {import('node:util').ParseArgsConfig['options']} options
 */
function parseStrictly(args, options) {
  try {
    return parseArgs({ args, options, allowPositionals: true, tokens: true });
  } catch (error) {
    const { code = '', message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code.startsWith('ERR_PARSE_ARGS')) throw refuse(message);
    throw error;
  }
}

/**
 * @param {string} flag
 * @param {string | undefined} text
 */
export function number(flag, text) {
  if (text === undefined) return undefined;
  if (text.trim() === '' || Number.isNaN(Number(text)))
    throw refuse(`${flag} must be a number, got ${JSON.stringify(text)}`);
  return Number(text);
}

/**
 * @template T
 * @param {string} flag
 * @param {T | undefined} value
 * @returns {T}
 */
export function required(flag, value) {
  if (value === undefined) throw refuse(`${flag} must be given`);
  return value;
}

/**
 * @param {string} path  '-' = standard input
 * @returns {Promise<string>}
 */
export async function readText(path) {
  try {
    return path === '-' ? await text(process.stdin) : await readFile(path, 'utf8');
  } catch (error) {
    throw new RopescopeError('load_failed', `${path} could not be read: ${/** @type {Error} */ (error).message}`);
  }
}

/** @type {Options} One by default: a pass of a small model gains nothing, and the other cores are somebody's. */
export const threadsOption = {
  threads: { value: 'N', doc: 'that share a pass, 1 to 16; default 1; the results are the same bits' },
};

/** @type {Options} The flags of every command that runs a model. */
export const modelOptions = {
  model: modelOption,
  method: { value: 'ID[,ID]', doc: "position methods instead of the model's own; `ropescope methods` lists them" },
  param: {
    value: 'KEY=VALUE',
    multiple: true,
    doc: 'a parameter: 4, true, null, [1,2] or a word; ID.KEY=VALUE where several methods run',
  },
  force: { doc: 'run a method that the weights were not trained for; the result says so' },
  ...threadsOption,
};

/** @type {Options} */
export const cacheOption = {
  cache: {
    value: 'KIND',
    doc: 'what stays of earlier tokens when a method changes with the length: exact (nothing), unrotated or rotated keys',
  },
};

/** @type {Options} */
export const inputOptions = {
  tokens: { value: '1,2,3', doc: 'token ids' },
  prompt: { value: 'TEXT', doc: 'text, for models of the 96-character vocabulary' },
  text: { value: 'FILE', doc: 'the same from a file; - reads standard input' },
  length: { value: 'N', doc: 'only the first N tokens of it' },
};

/**
 * The model's input from exactly one of --tokens, --prompt and --text.
 * @param {{ tokens?: string, prompt?: string, text?: string, length?: string }} values
 * @returns {Promise<string | number[]>}
 */
export async function readInput({ tokens, prompt, text: path, length }) {
  if ([tokens, prompt, path].filter((value) => value !== undefined).length !== 1) {
    throw refuse('one of --tokens, --prompt and --text must be given');
  }
  const input = tokens === undefined ? (prompt ?? (await readText(/** @type {string} */ (path)))) : readTokens(tokens);
  const count = number('--length', length);
  if (count === undefined) return input;
  if (!Number.isInteger(count) || count < 1 || count > input.length) {
    throw refuse(`--length must be a whole number from 1 to ${input.length}, got ${length}`);
  }
  return input.slice(0, count);
}

/** @param {string} list  token ids, comma-separated */
function readTokens(list) {
  return list.split(',').map((id) => {
    if (!/^\s*\d+\s*$/.test(id))
      throw refuse(`--tokens must be token ids separated by commas, got ${JSON.stringify(id)}`);
    return Number(id);
  });
}

/**
 * What --method and --param say; undefined = the model's own method as it is.
 * @param {{ method?: string, param?: string[] }} values
 * @param {import('../lib/types.js').ModelInfo} info
 * @returns {import('../lib/types.js').MethodSpec[] | undefined}
 */
export function readMethods({ method, param = [] }, info) {
  if (method === undefined && param.length === 0) return undefined;
  // without --method the model's own parameters hold where --param does not change them
  if (method !== undefined) return namedMethods(method, param);
  const specs = info.methods.map(({ id, params }) => ({ id, params: { ...params } }));
  for (const assignment of param) assign(specs, assignment);
  return specs;
}

/**
 * @param {string} ids  separated by commas
 * @param {string[]} param  KEY=VALUE or ID.KEY=VALUE
 * @returns {import('../lib/types.js').MethodSpec[]}
 */
export function namedMethods(ids, param) {
  const specs = ids.split(',').map((id) => ({ id, params: {} }));
  for (const assignment of param) assign(specs, assignment);
  return specs;
}

/**
 * The options of the library for a chosen method, --force and --cache.
 * @param {{ force?: boolean, cache?: string }} values
 * @param {import('../lib/types.js').MethodSpec[] | undefined} method
 */
export const chosen = ({ force, cache }, method) => ({
  ...(method && { method }),
  ...(force && { force }),
  ...(cache !== undefined && { cache: /** @type {import('../lib/types.js').CacheKind} */ (cache) }),
});

/**
 * @param {import('../lib/types.js').MethodSpec[]} specs
 * @param {string} assignment
 */
function assign(specs, assignment) {
  const equals = assignment.indexOf('=');
  if (equals < 1) throw refuse(`--param must be KEY=VALUE, got ${JSON.stringify(assignment)}`);
  const name = assignment.slice(0, equals);
  const owner = specs.find(({ id }) => name.startsWith(`${id}.`));
  const spec = owner ?? (specs.length === 1 ? specs[0] : undefined);
  if (!spec) {
    const ids = specs.map(({ id }) => id).join(', ');
    throw refuse(
      `--param must name the method it belongs to (${ids}), as in ${specs[0]?.id}.${name}, got ${JSON.stringify(assignment)}`,
    );
  }
  const key = owner ? name.slice(owner.id.length + 1) : name;
  spec.params = { ...spec.params, [key]: paramValue(assignment.slice(equals + 1)) };
}

/**
 * JSON where it is JSON, else the text itself: the engine says which of them a parameter accepts.
 * @param {string} word
 * @returns {import('../lib/types.js').ParamValue}
 */
function paramValue(word) {
  try {
    return JSON.parse(word);
  } catch {
    return word;
  }
}
