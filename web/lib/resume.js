/** Asks a server for the rest of a file whose connection broke, where it gives parts. */

const pauses = [500, 1500]; // ms before each try

/**
 * @param {Response} first  the answer that broke off
 * @param {import('./read.js').Arriving} arriving  written
 * @param {import('./read.js').Asked} asked
 * @param {import('./read.js').Collect} collect
 * @returns {Promise<boolean>}  whether all of it is there
 */
export async function fetchRest(first, arriving, { address, signal, onProgress }, collect) {
  const version = versionOf(first);
  const hasParts = version !== null && first.headers.get('accept-ranges') === 'bytes';
  for (const pause of hasParts ? pauses : []) {
    await passed(pause, signal);
    if (signal?.aborted) return false;
    const headers = { Range: `bytes=${arriving.length}-` };
    const rest = await fetch(address, { signal: signal ?? null, headers }).catch(() => undefined);
    if (!rest || !isRest(rest, arriving.length, version)) continue;
    if (await collect(rest, arriving, onProgress).then(yes, no)) return true;
  }
  return false;
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
