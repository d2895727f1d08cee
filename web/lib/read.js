/** Reads a file over HTTP, with progress, goes on where a connection broke, and says what went wrong when it cannot. */

import { messageOf } from './check.js';
import { RopescopeError } from './errors.js';
import { abortedError, errorOf } from './sayings.js';

/**
 * @typedef {{ signal?: AbortSignal | undefined, onProgress?: ((done: number) => void) | undefined }} ReadOptions
 * @typedef {(address: string, options?: ReadOptions) => Promise<Uint8Array>} ReadBytes
 * @typedef {(answer: Response, arriving: Arriving, onProgress: (done: number) => void) => Promise<void>} Collect
 * @typedef {{ address: string, signal: AbortSignal | undefined, onProgress: (done: number) => void }} Asked
 *
 * @typedef {object} Arriving               where the parts of a file go as they come
 * @property {number} size                  of the whole, bytes
 * @property {number} length                of what is there, bytes
 * @property {(part: Uint8Array) => void} add
 */

/**
 * @template Whole
 * @typedef {Arriving & { whole: () => Whole }} Store
 */

/** Bytes of weights that the engine uses at most: max_memory_bytes of cpp/model/model.hpp. */
export const mostBytes = 1.5e9;

/** Bytes that a safetensors file begins with at most: its header's length, and max_header_bytes of cpp/io/safetensors.cpp. */
export const longestHead = 8 + 2 ** 20;

/** Whether a worker here reads a File where it lies, piece by piece: then it need not be in memory as a whole. */
export const readsFar = 'FileReader' in globalThis;

/** Bytes from which on a second copy is felt. */
export const large = 2 ** 26;

/** @param {number} bytes  of a file that is not read yet */
export function expectFits(bytes) {
  if (bytes > mostBytes) throw errorOf('out_of_memory', 'array_does_not_fit', { args: { bytes } });
}

/**
 * In memory.
 * @param {number} size
 * @returns {Store<Uint8Array>}
 */
export function memoryOf(size) {
  const bytes = new Uint8Array(size);
  const store = { size, length: 0, add, whole: () => bytes };
  return store;

  /** @param {Uint8Array} part */
  function add(part) {
    bytes.set(part, store.length);
    store.length += part.length;
  }
}

/** @type {ReadBytes} */
export const readUrl = (address, options) => readInto(memoryOf, address, options);

/**
 * @template Whole
 * @param {(size: number) => Store<Whole> | Promise<Store<Whole>>} storeOf  for files whose size is known before they come
 * @param {string} address
 * @param {ReadOptions} [options]
 * @returns {Promise<Uint8Array | Whole>}
 */
export async function readInto(storeOf, address, { signal, onProgress = () => {} } = {}) {
  /** @type {Response | undefined} */
  let response;
  try {
    response = await fetch(address, { signal: signal ?? null });
    if (!response.ok) throw errorOf('load_failed', 'http_status', { args: { address, status: response.status } });
    const { headers } = response;
    const total = Number(headers.get('content-length'));
    expectFits(total);
    // of a compressed answer the header counts other bytes than the stream: then only the end is reported
    const isCounted = total > 0 && response.body && !headers.has('content-encoding');
    const file = isCounted
      ? await arrive(response, await storeOf(total), { address, signal, onProgress })
      : new Uint8Array(await response.arrayBuffer());
    onProgress(1);
    return file;
  } catch (error) {
    if (error instanceof RopescopeError) {
      response?.body?.cancel().catch(() => {}); // nothing more of it comes
      throw error;
    }
    if (signal?.aborted) throw abortedError(signal);
    throw unreadable(address, error, response ? 'file_broke_off' : undefined);
  }
}

/**
 * @param {string} address
 * @param {unknown} error
 */
export const unreadable = (address, error, reason = 'file_unreadable') =>
  errorOf('load_failed', reason, { args: { address, message: messageOf(error) }, cause: error });

/**
 * The whole file, in as many answers as it takes.
 * @template Whole
 * @param {Response} first
 * @param {Store<Whole>} store  written
 * @param {Asked} asked
 * @returns {Promise<Whole>}
 */
async function arrive(first, store, asked) {
  try {
    await collect(first, store, asked.onProgress);
  } catch (error) {
    const { fetchRest } = await import('./resume.js').catch(() => ({ fetchRest: async () => false }));
    if (!(await fetchRest(first, store, asked, collect))) throw error;
  }
  return store.whole();
}

/**
 * @param {Response} answer
 * @param {Arriving} arriving  written
 * @param {(done: number) => void} onProgress
 */
async function collect({ body }, arriving, onProgress) {
  const { size } = arriving;
  const reader = /** @type {ReadableStream<Uint8Array>} */ (body).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const { length } = part.value;
    if (length > size - arriving.length) throw new Error(`more than ${size} bytes came`);
    arriving.add(part.value);
    if (arriving.length < size) onProgress(arriving.length / size);
  }
  if (arriving.length < size) throw new Error(`${arriving.length} of ${size} bytes came`);
}
