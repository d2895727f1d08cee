/** What the first page says of its two runs. */

const percent = (/** @type {number} */ loss) => `${Math.round(100 * Math.exp(-loss))} %`;

export const home = {
  live: 'The same weights, the same text, told positions in two ways',
  told: ['as it was trained', 'the same weights'],
  /** @type {(facts: { trained: number, first: Run, second: Run }) => string} */
  seen: ({ trained, first, second }) =>
    `Within the ${trained} characters of its training, this model gives the right next character a probability of ${percent(first.within)}. Past them, ${first.name} leaves ${percent(first.beyond ?? 0)}; ${second.name}, on the same weights, ${percent(second.beyond ?? 0)}.`,
  within: (/** @type {number} */ trained) =>
    `All of this text lies within the ${trained} characters of the training, where nothing fails. Make it longer.`,
  /** @type {(loss: number, trained: number) => { chance: string, past: string }} */
  score: (loss, trained) => ({ chance: percent(loss), past: `past ${trained}` }),
  waiting: 'The model is on its way; it will read the text in a moment.',
  aboutSeen:
    'Probability: the geometric mean over the characters of this text. Maps: how much each character (row) looks at each one before it (column); below the dashed line the model has never been.',
};

/** @typedef {{ name: string, within: number, beyond: number | null }} Run  mean losses, nats; null: the text ends before */
