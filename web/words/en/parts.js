/** What the elements of figures say: to the eye below and beside a figure, to the ear where there is only a picture. */
import { short } from '../../charts/svg.js';
import { form, plural } from '../plural.js';

/** @typedef {{ q: number, k: number }} Place */
/** @typedef {{ character: string, back: number, weight: number }} Strongest  character: that gets the largest weight */

export const parts = {
  /** Sentences one after the other. */
  together: (/** @type {string[]} */ sentences) => sentences.join(' '),
  map: {
    label: (/** @type {string} */ name) =>
      `Attention weights, ${name}. Arrow keys move the crosshair, Enter holds it, Escape lets go.`,
    run: (/** @type {string} */ name) => `Model run, ${name}`,
    waiting: 'The model has not answered yet.',
    notReady: 'not ready',
    pooled: 'largest of its block',
    place: (/** @type {Place} */ { q, k }) => `query ${q}, key ${k}`,
    spoken: (
      /** @type {Place & { asking: string, seen: string, values: string[] }} */ { q, k, asking, seen, values },
    ) => `Query ${q}, “${asking}”; key ${k}, “${seen}”: ${values.join('; ')}`,
  },
  reader: {
    strongest: (/** @type {Strongest & { missing: number }} */ { character, back, weight, missing }) =>
      `strongest: “${character}”, ${back} back, weight ${short(weight)}${missing ? `; ${short(missing)} goes to nothing` : ''}`,
    block: (/** @type {Strongest & { size: number }} */ { character, back, weight, size }) =>
      `the map holds the maximum over blocks of ${short(size)} × ${short(size)} tokens; strongest: “${character}”, about ${back} back, weight at most ${short(weight)}`,
  },
  plot: {
    label: (/** @type {string} */ label) => `${label}. Left and right arrow keys read the values.`,
    waiting: 'Waiting for the numbers.',
    at: (/** @type {string} */ unit, /** @type {number} */ x) => `at ${unit} ${short(x)}`,
    spoken: (/** @type {string} */ unit, /** @type {number} */ x, /** @type {string[]} */ values) =>
      `${unit} ${short(x)}: ${values.join('; ')}`,
  },
  coverage: {
    both: 'seen in training and visited',
    unseen: 'visited, never seen',
    never: 'not visited',
    edge: 'largest angle in training',
    circle: '● full circle in training, ○ part of it',
  },
  encoding: {
    label: (/** @type {string} */ wave, /** @type {string} */ name) =>
      `${wave} of the angle by position and pair, ${name}`,
    turning: (
      /** @type {{ name: string, turning: number, pairs: number, length: number }} */ { name, turning, pairs, length },
    ) =>
      `${name}: ${turning} of ${plural(pairs, 'pair')} ${form(turning, 'turns', 'turn')} by more than half a circle within ${length} tokens.`,
  },
  heads: {
    label: (/** @type {string} */ name) => `Layers and heads, ${name}`,
    layer: (/** @type {number} */ layer) => `layer ${layer}`,
    head: (/** @type {number} */ head) => `head ${head}`,
    cell: (/** @type {number} */ layer, /** @type {number} */ head) => `Layer ${layer}, head ${head}`,
    picture: (/** @type {number} */ layer, /** @type {number} */ head, /** @type {string} */ name) =>
      `Attention of layer ${layer}, head ${head}, ${name}`,
  },
};
