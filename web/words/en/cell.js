/** What is said of one cell of a map: the parts of its score by channel pair. */
import { short } from '../../charts/svg.js';

/** @typedef {{ pair: number, wavelength: number, value: number }} Named */

/** @type {(wavelength: number) => string} */
const wave = (wavelength) =>
  Number.isFinite(wavelength) ? `wavelength ${short(wavelength)} tokens` : 'it does not turn';

/** @satisfies {Record<string, (args: Record<string, any>) => string>} */
const sentences = {
  unseenCell: ({ name }) => `${name}: the query does not see this key.`,
  cellParts: ({ name, logit, most, least, fast, slow, still, rest, biases }) => {
    const parts = [
      ...(most ? [`pair ${most.pair} (${wave(most.wavelength)}) adds most, ${short(most.value)}`] : []),
      ...(least ? [`pair ${least.pair} (${wave(least.wavelength)}) takes most, ${short(least.value)}`] : []),
      `pairs that turn around within the trained length come to ${short(fast)}, slower ones to ${short(slow)}`,
      ...(still === 0 && rest === 0 ? [] : [`what does not turn to ${short(still + rest)}`]),
      ...(biases === 0 ? [] : [`biases to ${short(biases)}`]),
    ];
    return `${name}: the logit is ${short(logit)}; ${parts.join(', ')}.`;
  },
};

export const cell = {
  sentences,
  /** @type {(of: { layer: number, head: number, q: number, k: number, asking: string, seen: string }) => string} */
  place: ({ layer, head, q, k, asking, seen }) =>
    `Layer ${layer}, head ${head}, query ${q} “${asking}”, key ${k} “${seen}”: distance ${q - k}. A click on a map, or its arrow keys, choose another cell.`,
  waiting: 'The model is reading the text.',
  unseen: 'The query does not see this key.',
  xTitle: 'pair, from the fastest; below: wavelength, tokens',
  yTitle: 'part of the logit, nats',
  rest: 'rest',
  biases: 'bias',
  /** @type {(name: string) => string} */
  label: (name) => `Parts of the logit by pair, ${name}`,
  keys: 'Parts of the logit by pair. Left and right arrow keys read them, Escape lets go.',
  /** @type {(trained: number) => Record<'fast' | 'slow' | 'other', string>} */
  bands: (trained) => ({
    fast: `turns at least once within ${trained} tokens`,
    slow: 'turns less than once in them',
    other: 'does not turn, or is added to the score',
  }),
  /** @type {(of: { pair: number, wavelength: number }) => string} */
  named: ({ pair, wavelength }) => `pair ${pair}, ${wave(wavelength)}`,
  restNamed: 'the channels that do not turn',
  biasesNamed: 'biases',
  /** @type {(values: { name: string, part: string, value: number }[]) => string} */
  readout: (values) => values.map(({ name, part, value }) => `${name}, ${part}: ${short(value)}`).join('; '),
  headers: ['method', 'pair', 'wavelength, tokens', 'part of the logit, nats'],
  logit: 'logit',
};
