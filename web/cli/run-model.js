/** Opens an engine and a model for one command. Inline: a command has nothing else to do meanwhile. */

import { createEngine } from '../lib/index.node.js';
import { required } from './arguments.js';

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
  const path = required('--model', folder);
  return withEngine(async (engine) => use(await engine.loadModel(path)));
}
