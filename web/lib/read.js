/** Reads a file over HTTP, with progress, goes on where a connection broke, and says what went wrong when it cannot. */

import { messageOf } from './check.js';
import { RopescopeError } from './errors.js';
import { abortedError, errorOf } from './sayings.js';

/**
 * @typedef {{ signal?: AbortSignal | undefined, onProgress?: ((done: number) => void) | undefined }} ReadOptions
 * @typedef {(address: string, options?: ReadOptions) => Promise<Uint8Array>} ReadBytes
 * @typedef {{ bytes: Uint8Array, length: number }} Arrived  room for the whole file, and how much of it is there
 */

/** Bytes of weights that the engine uses at most: max_memory_bytes of cpp/model/model.hpp. */
export const mostBytes = 1.5e9;

const pauses = [500, 1500]; // ms before each further try, where a server gives parts of a file

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
 * @param {{ address: string, signal: AbortSignal | undefined, onProgress: (done: number) => void }} how
 */
async function arrive(first, arrived, { address, signal, onProgress }) {
  await collect(first, arrived, onProgress).catch(async (error) => {
    const version = versionOf(first);
    const hasParts = version !== null && first.headers.get('accept-ranges') === 'bytes';
    for (const pause of hasParts ? pauses : []) {
      await passed(pause, signal);
      if (signal?.aborted) break;
      const asked = { signal: signal ?? null, headers: { Range: `bytes=${arrived.length}-` } };
      const rest = await fetch(address, asked).catch(() => undefined);
      if (rest && isRest(rest, arrived.length, version) && (await collect(rest, arrived, onProgress).then(yes, no)))
        return;
    }
    throw error;
  });
  return arrived.bytes;
}

const yes = () => true;
const no = () => false;

/** @param {number} ms @param {AbortSignal | undefined} signal */
const passed = (ms, signal) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
    signal?.addEventListener('abort', resolve, { once: true });
  });

/** What changes with a file. @param {Response} answer */
const versionOf = ({ headers }) => headers.get('etag') ?? headers.get('last-modified');

/** @param {Response} answer @param {number} from @param {string | null} version  of the file that began to arrive */
const isRest = (answer, from, version) =>
  answer.status === 206 &&
  answer.headers.get('content-range')?.startsWith(`bytes ${from}-`) === true &&
  versionOf(answer) === version;

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
