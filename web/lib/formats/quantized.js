/**
 * Models whose matrices have 8 bits a number, with scales in tensors of their own, as a file of runs that the engine reads
 * (core/number_rows.hpp). Only weights: what some methods round activations to while they run is not done here.
 */

import { expectFits, longestHead } from '../read.js';
import { abortedError, errorOf } from '../sayings.js';
import { partsOf, storeOf } from './parts.js';
import { configInFull, float8, formsOf, Parts, settingsOf, statedBlock } from './quantized-forms.js';
import { headOf, tensorsIn } from './safetensors.js';

/**
 * @typedef {import('./quantized-forms.js').Settings} Settings
 * @typedef {import('./quantized-forms.js').Tensor & { bytes: number }} Tensor
 * @typedef {import('../model-files.js').WeightFile} WeightFile
 * @typedef {import('./safetensors.js').Described & { read: Tensor['read'] }} Saved
 */

/** Of this file. @type {Readonly<Record<string, string>>} */
export const sayings = {
  quantized_scales:
    '{path} must have a scale for all of it, for each row or for each block of the stated size, got {scales} of them for {shape}',
  quantized_rows: '{path} must have rows, and blocks of them, that are multiples of 16 numbers, got {shape}',
};

/**
 * A config and its weights as the engine reads them; as they are, where it refuses them.
 * @param {string} given
 * @param {() => Promise<WeightFile[]>} files
 * @returns {Promise<import('../as-read.js').AsRead>}
 */
export async function unquantized(given, files) {
  const settings = settingsOf(given);
  const config = configInFull(given);
  if (!settings || config === given) return { config, weights: files };
  return { config, weights: async (reading) => inRuns(settings, await files(), reading) };
}

/**
 * The weights as the engine reads them, written tensor by tensor.
 * @param {Settings} settings
 * @param {WeightFile[]} files
 * @param {import('../model-files.js').Reading} [reading]
 * @returns {Promise<WeightFile[]>}
 */
export async function inRuns(settings, files, { report, signal } = {}) {
  const tensors = await tensorsOf(files);
  if (!tensors) return files; // the engine says what is wrong with them
  const saved = savedOf(tensors, formsOf(settings), settings);
  const { head, size } = headOf(saved);
  expectFits(size);
  const store = storeOf(size);
  store.add(head);
  for (const { read } of saved) {
    if (signal?.aborted) throw abortedError(signal);
    store.add(await read());
    report?.(store.length / size);
  }
  return [store.whole()];
}

/**
 * Of all files; nothing where one cannot be read, holds what another does, or a tensor is not as long as its shape.
 * @param {WeightFile[]} files
 * @returns {Promise<Map<string, Tensor> | undefined>}
 */
async function tensorsOf(files) {
  /** @type {Map<string, Tensor>} */
  const tensors = new Map();
  for (const file of files.map(partsOf)) {
    const entries = tensorsIn(await file.slice(0, Math.min(longestHead, file.size)));
    for (const { name, dtype, shape, begin, end } of entries ?? []) {
      const bits = dtype === 'BOOL' ? 8 : Number(/\d+/.exec(dtype)?.[0]); // of an element, as its type is spelled
      const isWhole = shape.reduce((product, n) => product * n, bits) === 8 * (end - begin);
      if (tensors.has(name) || end > file.size || !isWhole) return undefined;
      tensors.set(name, { name, dtype, shape, bytes: end - begin, read: () => file.slice(begin, end) });
    }
    if (!entries) return undefined;
  }
  return tensors;
}

/**
 * @param {Map<string, Tensor>} tensors
 * @param {import('./quantized-forms.js').Form[]} forms
 * @param {Settings} settings
 * @returns {Saved[]}
 */
function savedOf(tensors, forms, settings) {
  /** @type {Saved[]} */
  const saved = [];
  const used = new Set();
  for (const { name, dtype, shape } of tensors.values()) {
    const form = forms.find(({ codes, dtypes }) => name.endsWith(`.${codes}`) && dtypes.includes(dtype));
    if (!form || shape.length !== 2) continue;
    const base = name.slice(0, -form.codes.length);
    const { scales, more = [], perhaps = [], offsets = '' } = form;
    const hasFloatsFromZero = dtype === float8 && tensors.has(base + offsets); // no package writes such
    if (hasFloatsFromZero || ![scales, ...more].every((part) => tensors.has(base + part))) continue;
    saved.push(runsOf(form, new Parts(base, tensors), settings));
    for (const part of [form.codes, scales, ...more, ...perhaps]) used.add(base + part);
  }
  const others = [...tensors.values()].filter(({ name }) => !used.has(name));
  return [...saved, ...others];
}

/**
 * @param {import('./quantized-forms.js').Form} form
 * @param {Parts} parts
 * @param {Settings} settings
 * @returns {Saved}
 */
function runsOf(form, parts, settings) {
  const codes = parts.of(form.codes);
  const scales = parts.of(form.scales)?.shape ?? [];
  const words = codes?.dtype.endsWith('32') ? 4 : 1; // codes in an element
  const [slow = 1, fast = 1] = codes?.shape ?? [];
  const [rows, columns] = form.turned ? [fast, slow * words] : [slow, fast * words];
  const [first = 1, second = 1] = scales;
  const grid = form.turned ? [second, first] : [first, second];
  const path = codes?.name ?? '';
  const shape = [rows, columns];
  const [blockRows, blockColumns] = edgesOf(shape, grid, statedBlock(settings));
  if (!blockRows || !blockColumns || scales.length > 2)
    throw refused('quantized_scales', path, { scales: listed(scales), shape: listed(shape) });
  const run = [32, 16].find((size) => columns % size === 0 && blockColumns % size === 0);
  if (run === undefined) throw refused('quantized_rows', path, { shape: listed(shape) });
  const hasOffsets = form.offsets !== undefined && parts.of(form.offsets) !== undefined;
  const dtype = `${codes?.dtype === float8 ? 'F8' : 'I8'}/${run}${hasOffsets ? '+' : ''}`;
  const blockAt = (/** @type {number} */ place) =>
    Math.floor(place / columns / blockRows) * (grid[1] ?? 1) + Math.floor((place % columns) / blockColumns);
  return {
    ...{ name: `${parts.base}weight`, shape, dtype },
    read: async () => written(await form.read(parts, { rows, columns, grid }, settings), { run, hasOffsets, blockAt }),
  };
}

/**
 * Rows and columns of a block; 0 where there are no such blocks.
 * @param {number[]} shape   of the matrix
 * @param {number[]} grid    how many blocks
 * @param {number[]} stated  by the config
 */
const edgesOf = (shape, grid, stated) =>
  shape.map((count, axis) => {
    const blocks = grid[axis] ?? 1;
    const size = stated[axis] ?? 0;
    if (blocks === 1) return count;
    if (blocks === count) return 1;
    return size > 0 && Math.ceil(count / size) === blocks ? size : 0;
  });

/**
 * @param {import('./quantized-forms.js').Coded} coded
 * @param {{ run: number, hasOffsets: boolean, blockAt: (place: number) => number }} form
 */
function written({ codes, scales, offset }, { run, hasOffsets, blockAt }) {
  const out = new Uint8Array((codes.length / run) * (run + (hasOffsets ? 8 : 4)));
  const view = new DataView(out.buffer);
  let to = 0;
  const add = (/** @type {number} */ number) => {
    view.setFloat32(to, number, true);
    to += 4;
  };
  for (let place = 0; place < codes.length; place += run) {
    const block = blockAt(place);
    add(scales[block] ?? 0);
    if (hasOffsets) add(offset(block));
    out.set(codes.subarray(place, place + run), to);
    to += run;
  }
  return out;
}

const listed = (/** @type {number[]} */ shape) => `[${shape.join(', ')}]`;

/**
 * @param {string} reason
 * @param {string} path
 * @param {Record<string, unknown>} args
 */
const refused = (reason, path, args) => errorOf('invalid_weights', reason, { path, args }, sayings);
