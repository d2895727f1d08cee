/** Reads a file over HTTP, with progress, and says what went wrong when it cannot. */

import { messageOf } from './check.js';
import { RopescopeError } from './errors.js';
import { abortedError, errorOf } from './sayings.js';

/**
 * @typedef {{ signal?: AbortSignal | undefined, onProgress?: ((done: number) => void) | undefined }} ReadOptions
 * @typedef {(address: string, options?: ReadOptions) => Promise<Uint8Array>} ReadBytes
 */

/** Bytes of weights that the engine uses at most: max_memory_bytes of cpp/model/model.hpp. */
export const mostBytes = 1.5e9;

/** @param {number} bytes  of a file that is not read yet */
export function expectFits(bytes) {
  if (bytes > mostBytes) throw errorOf('out_of_memory', 'array_does_not_fit', { args: { bytes } });
}

/** @type {ReadBytes} */
export async function readUrl(address, { signal, onProgress } = {}) {
  let begun = false;
  /** @type {Response | undefined} */
  let response;
  try {
    response = await fetch(address, { signal: signal ?? null });
    if (!response.ok) throw errorOf('load_failed', 'http_status', { args: { address, status: response.status } });
    expectFits(Number(response.headers.get('content-length')));
    begun = true;
    const bytes = onProgress && response.body ? await readStream(response, onProgress) : await response.arrayBuffer();
    return new Uint8Array(bytes);
  } catch (error) {
    if (error instanceof RopescopeError) {
      response?.body?.cancel().catch(() => {}); // nothing more of it comes
      throw error;
    }
    if (signal?.aborted) throw abortedError(signal);
    throw unreadable(address, error, begun ? 'file_broke_off' : undefined);
  }
}

/**
 * @param {string} address
 * @param {unknown} error
 */
export const unreadable = (address, error, reason = 'file_unreadable') =>
  errorOf('load_failed', reason, { args: { address, message: messageOf(error) }, cause: error });

/**
 * @param {Response} response
 * @param {(done: number) => void} onProgress
 */
async function readStream(response, onProgress) {
  // of a compressed answer the header counts other bytes than the stream: then only the end is reported
  const compressed = response.headers.has('content-encoding');
  const total = compressed ? 0 : Number(response.headers.get('content-length'));
  let received = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      received += chunk.byteLength;
      if (total > 0) onProgress(Math.min(received / total, 1));
      controller.enqueue(chunk);
    },
  });
  const counted = /** @type {ReadableStream<any>} */ (response.body).pipeThrough(counter);
  const bytes = await new Response(counted).arrayBuffer();
  onProgress(1);
  return bytes;
}
