/** Kernels without an engine, over the exports of their module, in the calling thread. */

import { flag, floats, integer, isDetached, isList, kind, messageOf, mistake, oneOf } from './check.js';
import { addressOf, optionsOf } from './options.js';
import { errorOf } from './sayings.js';
import { sizesOf } from './shape.js';
import { compile } from './wasm-module.js';

/**
 * @typedef {import('./kernel-types.js').Floats} Floats
 * @typedef {import('./kernel-types.js').FloatsInside} FloatsInside
 * @typedef {import('./kernel-types.js').Kernels} Kernels
 */

/** Of this file. @type {Readonly<Record<string, string>>} */
export const sayings = {
  kernels_failed: 'the kernels failed ({message}): make new ones with createKernels',
  floats_disposed: '{path} must be floats that were not disposed of',
  floats_of_others: '{path} must be a Float32Array, or floats of these kernels, got {given}',
  must_be_number_list: '{path} must be a list or a typed array of numbers, got {given}',
  must_have_count: '{path} must hold {count} numbers, got {length}',
  must_have_at_most: '{path} must hold at most {max} numbers, one for each pair of channels, got {length}',
  must_be_number: '{path} must be a number from {min} to {max}, got {given}',
  must_lie_apart: '{path} must share no memory with {other}, which is read while it is written',
  must_be_whole_rows: '{path} must hold whole rows of {columns}, got {length} numbers',
};

/**
 * @typedef {object} Exports  of ropescope-kernels.wasm; numbers that name arrays are addresses
 * @property {WebAssembly.Memory} memory
 * @property {() => void} _initialize
 * @property {(bytes: number) => number} malloc
 * @property {(address: number) => void} free
 * @property {(...given: number[]) => void} rotate
 * @property {(...given: number[]) => void} softmax
 * @property {(...given: number[]) => void} rms_norm
 * @property {(...given: number[]) => void} multiply
 */

const largest = 2 ** 29; // floats: the memory has 2 GB
const farthest = 2 ** 53 - 1; // of positions and rates: their products are finite
const together = 1024; // tokens whose angles are tabulated at once: tokens_together of wasm/kernels/kernels.cpp

/**
 * @param {import('./kernel-types.js').KernelOptions | undefined} options
 * @param {{ address: () => string, readBytes: import('./read.js').ReadBytes, toUrl: (address: string) => URL }} host
 * @returns {Promise<Kernels>}
 */
export async function startKernels(options, { address, readBytes, toUrl }) {
  const { wasmUrl, ...given } = optionsOf('createKernels', options, ['wasmUrl', 'wasmBinary', 'wasmModule']);
  const url = wasmUrl === undefined ? undefined : addressOf('wasmUrl', wasmUrl, toUrl);
  const module = await compile({ ...given, address: () => url?.href ?? address() }, readBytes);
  const imports = { env: { emscripten_notify_memory_growth: () => {} } }; // views are made anew for each call
  try {
    const instance = await WebAssembly.instantiate(module, imports);
    const exports = /** @type {Exports} */ (/** @type {unknown} */ (instance.exports));
    exports._initialize();
    return kernelsOver(exports);
  } catch (error) {
    throw errorOf('load_failed', 'wasm_does_not_start', { args: { message: messageOf(error) }, cause: error });
  }
}

/**
 * @param {Exports} wasm
 * @returns {Kernels}
 */
function kernelsOver(wasm) {
  /** @type {WeakMap<object, { address: number, length: number }>} */
  const inside = new WeakMap();
  /** @type {import('./errors.js').RopescopeError | undefined} */
  let failed;

  /**
   * What the module does; after a trap its memory means nothing any more.
   * @param {'malloc' | 'free' | 'rotate' | 'softmax' | 'rms_norm' | 'multiply'} name
   * @param {...number} given
   */
  function run(name, ...given) {
    if (failed) throw failed;
    try {
      const kernel = /** @type {(...given: number[]) => number} */ (wasm[name]);
      return kernel(...given) >>> 0;
    } catch (error) {
      failed = errorOf('internal', 'kernels_failed', { args: { message: messageOf(error) }, cause: error }, sayings);
      throw failed;
    }
  }

  /** @param {number} bytes */
  function take(bytes) {
    const address = run('malloc', Math.max(bytes, 1));
    if (address === 0) throw errorOf('out_of_memory', 'array_does_not_fit', { args: { bytes } });
    return address;
  }

  /** What a kernel asks for while it works is there. @param {number} bytes */
  const expectRoom = (bytes) => run('free', take(bytes));

  /** @param {number} address @param {number} length */
  const view = (address, length) => new Float32Array(wasm.memory.buffer, address, length);

  /** @param {string} path @param {Floats} x */
  function checked(path, x) {
    if (kind(x) === 'Float32Array') return floats(path, x);
    const known = typeof x === 'object' && x !== null && inside.get(x);
    if (!known) throw mistake('floats_of_others', path, x, {}, sayings);
    if (known.address === 0) throw disposed(path);
    return x;
  }

  /** Where an array lies in this memory, if it does. @param {Floats | Float64Array} x */
  const addressOfFloats = (x) =>
    inside.get(x)?.address ?? ('buffer' in x && x.buffer === wasm.memory.buffer ? x.byteOffset : undefined);

  /** Whether they share floats in this memory. @param {Floats} x @param {Floats} y */
  function overlap(x, y) {
    const [first, second] = [addressOfFloats(x), addressOfFloats(y)];
    if (first === undefined || second === undefined) return false; // copies are apart
    return first < second + 4 * y.length && second < first + 4 * x.length;
  }

  /**
   * Runs with the address of each array, in memory that is given back.
   * @param {{ x: Floats | Float64Array, written?: boolean }[]} arrays
   * @param {(...addresses: number[]) => void} use
   */
  function withAddresses(arrays, use) {
    /** @type {number[]} */
    const taken = [];
    try {
      const places = arrays.map(({ x }) => addressOfFloats(x)); // before the memory grows, which detaches its views
      const addresses = arrays.map(({ x }, i) => {
        const known = places[i];
        if (known !== undefined) return known;
        const array = /** @type {Float32Array | Float64Array} */ (x);
        const address = take(array.byteLength);
        taken.push(address);
        new Uint8Array(wasm.memory.buffer, address).set(bytesOf(array));
        return address;
      });
      use(...addresses);
      for (const [i, { x, written }] of arrays.entries()) {
        if (written && places[i] === undefined) /** @type {Float32Array} */ (x).set(view(addresses[i] ?? 0, x.length));
      }
    } finally {
      if (!failed) for (const address of taken) run('free', address);
    }
  }

  return {
    floats(from) {
      const array = typeof from === 'number' ? undefined : floats('from', from);
      const length = array ? array.length : integer('from', from, 0, largest);
      const before = array && addressOfFloats(array);
      const address = take(4 * length);
      const place = { address, length };
      const source = before === undefined ? array : view(before, length);
      if (source) view(address, length).set(source);
      else view(address, length).fill(0);
      const made = {
        length,
        /** @returns {Float32Array} */
        get array() {
          if (place.address === 0) throw disposed('floats');
          return view(place.address, length);
        },
        dispose() {
          if (place.address !== 0 && !failed) run('free', place.address);
          place.address = 0;
        },
      };
      if (Symbol.dispose) Object.defineProperty(made, Symbol.dispose, { value: made.dispose });
      inside.set(made, place);
      return /** @type {FloatsInside & Disposable} */ (Object.freeze(made));
    },

    rotate(x, options) {
      checked('x', x);
      const given = optionsOf('rotate', options, ['shape', 'inv_freq', 'positions', 'attention_factor', 'layout']);
      const [seqLen, heads, dim] = sizesOf(given.shape, x.length);
      const frequencies = numbers('inv_freq', given.inv_freq, farthest);
      const { length } = frequencies;
      if (2 * length > dim)
        throw errorOf(
          'invalid_argument',
          'must_have_at_most',
          { path: 'inv_freq', args: { max: dim >> 1, length } },
          sayings,
        );
      const positions =
        given.positions === undefined
          ? Float64Array.from({ length: seqLen }, (_, n) => n)
          : numbers('positions', given.positions, farthest);
      if (positions.length !== seqLen) throw wrongCount('positions', seqLen, positions.length);
      const [factor] = numbers('attention_factor', [given.attention_factor ?? 1], farthest);
      const layout = oneOf('layout', given.layout ?? 'half_split', ['half_split', 'interleaved']);
      expectRoom(8 * length * (Math.min(seqLen, together) + 2 * 65));
      withAddresses([{ x, written: true }, { x: frequencies }, { x: positions }], (at, ofPairs, ofTokens) =>
        run('rotate', at, seqLen, heads, dim, ofPairs, length, ofTokens, factor ?? 1, Number(layout === 'interleaved')),
      );
      return x;
    },

    softmax(x, columns) {
      const { length } = checked('x', x);
      const rows = rowsOf('x', length, integer('columns', columns, 1, largest));
      withAddresses([{ x, written: true }], (at) => run('softmax', at, rows, columns));
      return x;
    },

    rmsNorm(x, weight, eps = 1e-6) {
      const { length } = checked('x', x);
      const columns = checked('weight', weight).length;
      if (columns === 0) throw wrongCount('weight', 1, 0);
      const rows = rowsOf('x', length, columns);
      const [added] = numbers('eps', [eps], Number.MAX_VALUE, 0);
      withAddresses([{ x, written: true }, { x: weight }], (at, weights) =>
        run('rms_norm', at, rows, columns, weights, added ?? eps),
      );
      return x;
    },

    multiply(a, b, options) {
      const given = optionsOf('multiply', options, ['depth', 'transposed', 'out']);
      const depth = integer('depth', given.depth, 1, largest);
      const rows = rowsOf('a', checked('a', a).length, depth);
      const columns = rowsOf('b', checked('b', b).length, depth);
      const transposed = flag('transposed', given.transposed ?? false);
      if (rows * columns > largest)
        throw errorOf('out_of_memory', 'array_does_not_fit', { args: { bytes: 4 * rows * columns } });
      const out = given.out === undefined ? new Float32Array(rows * columns) : checked('out', given.out);
      if (out.length !== rows * columns) throw wrongCount('out', rows * columns, out.length);
      for (const [path, x] of /** @type {const} */ ([
        ['a', a],
        ['b', b],
      ])) {
        if (overlap(out, x))
          throw errorOf('invalid_argument', 'must_lie_apart', { path: 'out', args: { other: path } }, sayings);
      }
      expectRoom(4 * depth * (columns + 16)); // b in panels
      withAddresses([{ x: a }, { x: b }, { x: out, written: true }], (left, right, result) =>
        run('multiply', left, rows, depth, right, columns, Number(transposed), result),
      );
      return out;
    },
  };
}

/** @param {Float32Array | Float64Array} array */
const bytesOf = ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength);

/**
 * @param {string} path
 * @param {unknown} value
 * @param {number} [most]   of a number's size
 * @param {number} [least]
 * @returns {Float64Array}
 */
function numbers(path, value, most = Number.MAX_VALUE, least = -most) {
  const isArray = ArrayBuffer.isView(value) && /^(Float|Int|Uint)/.test(kind(value));
  if (!isArray && !isList(value)) throw mistake('must_be_number_list', path, value, {}, sayings);
  if (isArray && isDetached(value.buffer)) throw errorOf('invalid_argument', 'must_keep_its_data', { path });
  const list = Array.from(/** @type {ArrayLike<unknown>} */ (value));
  const wrong = list.findIndex((each) => typeof each !== 'number' || !(each >= least && each <= most));
  if (wrong >= 0) throw mistake('must_be_number', `${path}[${wrong}]`, list[wrong], { min: least, max: most }, sayings);
  return Float64Array.from(/** @type {number[]} */ (list));
}

/**
 * @param {string} path
 * @param {number} length
 * @param {number} columns
 */
function rowsOf(path, length, columns) {
  if (length % columns === 0) return length / columns;
  throw errorOf('invalid_argument', 'must_be_whole_rows', { path, args: { columns, length } }, sayings);
}

/** @param {string} path @param {number} count @param {number} length */
const wrongCount = (path, count, length) =>
  errorOf('invalid_argument', 'must_have_count', { path, args: { count, length } }, sayings);

/** @param {string} path */
const disposed = (path) => errorOf('invalid_handle', 'floats_disposed', { path }, sayings);
