/** What a config.json asks for: one that stands between the tags of the figure is read at once. */
import { html } from 'lit';
import { defineElements } from '../define.js';
import { RopeDoctor } from '../doctor.js';

defineElements([['rope-doctor', RopeDoctor]]);

/** @type {WeakMap<import('../../scope/scope.js').Scope, (config: string) => Promise<import('../../lib/types.js').Inspection>>} */
const inspectors = new WeakMap();

/** The same function for the same scope, so that drawing again changes nothing. @param {import('../../scope/scope.js').Scope} scope */
function inspectorOf(scope) {
  const inspect = inspectors.get(scope) ?? (async (config) => (await scope.ask()).inspect(config));
  inspectors.set(scope, inspect);
  return inspect;
}

/** @type {import('./types.js').Kind<null>} */
export const config = {
  controls: true,
  ask: () => null,
  draw: (_, { scope, words, written = '' }) =>
    html`<rope-doctor .words=${words} .inspect=${inspectorOf(scope)} .written=${written}></rope-doctor>`,
};
