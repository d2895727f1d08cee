/** What the package needs of Node: worker threads, files, and other ways where the usual ones fail. */

import { readdir, readFile, stat } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { RopescopeError } from './errors.js';
import { readsDisk } from './far-files.js';
import { modelNamed } from './named-models.js';
import { otherWays } from './other-ways.js';
import { portOf } from './port.node.js';
import { expectFits, readUrl, unreadable } from './read.js';
import { abortedError } from './sayings.js';
import { nodeThreads } from './threads.node.js';

/**
 * @param {import('./modules.js').ModuleName} name
 * @returns {import('./protocol.js').WorkerPort}
 */
function startWorker(name) {
  // execArgv: what the process was started with, as --input-type=module, is not the worker's
  const worker = new Worker(new URL('./worker.node.js', import.meta.url), { workerData: name, execArgv: [] });
  return portOf(worker);
}

/**
 * Paths are addresses too, relative to the working directory.
 * @param {string} address
 */
const toUrl = (address) => (/^[a-z][a-z\d+.-]+:/i.test(address) ? new URL(address) : pathToFileURL(address));

/** @param {string} address */
const isOnDisk = (address) => !/^\w{2,}:/.test(address) || address.startsWith('file:');

/** @type {import('./read.js').ReadBytes} */
async function readBytes(address, options = {}) {
  if (!isOnDisk(address)) return readUrl(address, options);
  try {
    // a bundler may have made a path of a site of it, which is no address here: forming one says so
    expectFits((await stat(new URL(address))).size);
    const bytes = await readFile(new URL(address), { signal: options.signal });
    options.onProgress?.(1);
    return bytes;
  } catch (error) {
    if (options.signal?.aborted) throw abortedError(options.signal);
    if (error instanceof RopescopeError) throw error;
    throw unreadable(address, error);
  }
}

/** @type {NonNullable<import('./engine.js').Host['namesIn']>} */
async function namesIn(folder) {
  if (folder.protocol !== 'file:') return undefined;
  try {
    return await readdir(folder);
  } catch {
    return undefined; // reading config.json says why
  }
}

/** @type {NonNullable<import('./engine.js').Host['readFar']>} */
async function readFar(address, options) {
  if (!isOnDisk(address)) return readBytes(address, options);
  try {
    const { size } = await stat(new URL(address));
    expectFits(size);
    return { path: fileURLToPath(address), size };
  } catch (error) {
    if (error instanceof RopescopeError) throw error;
    throw unreadable(address, error);
  }
}

/** @returns {import('./engine.js').Host} */
export const host = () => ({
  ...otherWays({ starts: [startWorker] }),
  startWorker,
  threads: nodeThreads(readBytes),
  readBytes,
  toUrl,
  namesIn,
  ...(readsDisk && { readFar }),
  modelNamed: (address) => modelNamed(address, readBytes),
});
