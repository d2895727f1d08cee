/** Opens an engine and a model for one command. Inline: a command has nothing else to do meanwhile. */

import { createEngine } from '../lib/index.node.js';
import { required } from './arguments.js';
import { folderOf } from './model-folder.js';

const shown = 5; // names of tensors

/** A name out of a file, which may hold anything. */
const inOneLine = (/** @type {string} */ name) => JSON.stringify(name);

/**
 * @template T
 * @param {(engine: import('../lib/types.js').Engine) => Promise<T>} use
 */
export async function withEngine(use) {
  const engine = await createEngine({ workers: 0 });
  try {
    return await use(engine);
  } finally {
    await engine.dispose();
  }
}

/**
 * @template T
 * @param {{ model?: string }} values
 * @param {(model: import('../lib/types.js').Model) => Promise<T>} use
 */
export function withModel({ model: folder }, use) {
  const path = folderOf(required('--model', folder));
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
  });
}
