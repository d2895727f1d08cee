/** What a method's card says. */
import { plural } from '../plural.js';

export const cards = {
  method: (/** @type {number} */ place, /** @type {boolean} */ joined) =>
    `Method ${place}${joined ? ', joined by' : ''}`,
  remove: (/** @type {string} */ name) => `Remove ${name || 'this method'}`,
  follow: (/** @type {string} */ ratio) => `follow length: ${ratio}`,
  automatic: 'automatic',
  on: 'on',
  numbers: (/** @type {string} */ key, /** @type {boolean} */ nullable) =>
    `${key}, numbers separated by commas${nullable ? '; empty: automatic' : ''}`,
  parameters: (/** @type {number} */ count, /** @type {boolean} */ more) =>
    plural(`${count}`, more ? 'more parameter' : 'parameter'),
  published: 'Values of',
  ownValues: 'your own',
  backToDefaults: 'Back to defaults',
  fitting: 'For these weights',
  foreign: 'Need a model trained with them',
  madeFor: (/** @type {string} */ maker, /** @type {string} */ own) =>
    `Made for models trained with ${maker}; these weights were trained with ${own}.`,
  it: 'it',
  anyway: 'run it on them anyway',
  /** Units of parameters, as the registry writes them. @type {Record<string, string>} */
  units: { tokens: 'tokens', turns: 'turns', pairs: 'pairs', layers: 'layers', '1/token': '1/token', rad: 'rad' },
  source: (/** @type {{ authors: string, id: string, where: string }} */ { authors, id, where }) =>
    `${authors}, ${id}, ${where}`,
  exact: (/** @type {string} */ label) => `${label}, exact`,
};
