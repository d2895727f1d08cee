/** Reads a file over HTTP, with progress, goes on where a connection broke, and says what went wrong when it cannot. */

import { messageOf } from './check.js';
import { RopescopeError } from './errors.js';
import { abortedError, errorOf } from './sayings.js';

/**
 * @typedef {{ signal?: AbortSignal | undefined, onProgress?: ((done: number) => void) | undefined }} ReadOptions
 * @typedef {(address: string, options?: ReadOptions) => Promise<Uint8Array>} ReadBytes
 * @typedef {{ bytes: Uint8Array, length: number }} Arrived  room for the whole file, and how much of it is there
 * @typedef {(answer: Response, arrived: Arrived, onProgress: (done: number) => void) => Promise<void>} Collect
 * @typedef {{ address: string, signal: AbortSignal | undefined, onProgress: (done: number) => void }} Asked
 */

/** Bytes of weights that the engine uses at most: max_memory_bytes of cpp/model/model.hpp. */
export const mostBytes = 1.5e9;

/** @param {number} bytes  of a file that is not read yet */
export function expectFits(bytes) {
  if (bytes > mostBytes) throw errorOf('out_of_memory', 'array_does_not_fit', { args: { bytes } });
}

/** @type {ReadBytes} */
export async function readUrl(address, { signal, onProgress = () => {} } = {}) {
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
    const bytes = isCounted
      ? await arrive(response, { bytes: new Uint8Array(total), length: 0 }, { address, signal, onProgress })
      : new Uint8Array(await response.arrayBuffer());
    onProgress(1);
    return bytes;
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
 * @param {Response} first
 * @param {Arrived} arrived  written
 * @param {Asked} asked
 */
async function arrive(first, arrived, asked) {
  try {
    await collect(first, arrived, asked.onProgress);
  } catch (error) {
    const { fetchRest } = await import('./resume.js').catch(() => ({ fetchRest: async () => false }));
    if (!(await fetchRest(first, arrived, asked, collect))) throw error;
  }
  return arrived.bytes;
}

/**
 * @param {Response} answer
 * @param {Arrived} arrived  written
 * @param {(done: number) => void} onProgress
 */
async function collect({ body }, arrived, onProgress) {
  const { bytes } = arrived;
  const reader = /** @type {ReadableStream<Uint8Array>} */ (body).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes.set(part.value, arrived.length); // a part too many is refused
    arrived.length += part.value.length;
    if (arrived.length < bytes.length) onProgress(arrived.length / bytes.length);
  }
  if (arrived.length < bytes.length) throw new Error(`${arrived.length} of ${bytes.length} bytes came`);
}
