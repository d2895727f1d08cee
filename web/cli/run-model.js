/** Opens an engine and a model for one command. */

import { createEngine } from '../lib/index.node.js';
import { number, required } from './arguments.js';
import { folderOf } from './model-folder.js';
import { onOneLine } from './visible.js';

const shown = 5; // names of tensors

/** A name out of a file, which may hold anything. */
const inOneLine = (/** @type {string} */ name) => JSON.stringify(name);

/**
 * An engine with the threads that --threads asks for; on stderr why there are none.
 * @param {{ threads?: string }} values
 * @param {(threads: number) => number} workersFor
 */
export async function engineFor({ threads: given }, workersFor) {
  const threads = number('--threads', given) ?? 1;
  const engine = await createEngine({ workers: workersFor(threads), threads });
  for (const { message } of engine.where.notes) process.stderr.write(`${onOneLine(message)}\n`);
  return engine;
}

/** Inline, for a command has nothing else to do meanwhile; but a thread that waits for others must be another. */
const inline = (/** @type {number} */ threads) => (threads === 1 ? 0 : 1);

/**
 * @template T
 * @param {(engine: import('../lib/types.js').Engine) => Promise<T>} use
 * @param {{ threads?: string }} [values]
 */
export async function withEngine(use, values = {}) {
  const engine = await engineFor(values, inline);
  try {
    return await use(engine);
  } finally {
    await engine.dispose();
  }
}

/**
 * @template T
 * @param {{ model?: string, threads?: string }} values
 * @param {(model: import('../lib/types.js').Model) => Promise<T>} use
 */
export function withModel(values, use) {
  const path = folderOf(required('--model', values.model));
  return withEngine(async (engine) => {
    const model = await engine.loadModel(path);
    const unused = model.info.unused_tensors;
    if (unused.length > 0) {
      const more = unused.length > shown ? ` and ${unused.length - shown} more` : '';
      process.stderr.write(
        `runs without ${unused.slice(0, shown).map(inOneLine).join(', ')}${more}: no place for them\n`,
      );
    }
    return use(model);
  }, values);
}
