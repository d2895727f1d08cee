/** What the pages of methods say. */
import { short } from '../../charts/svg.js';
import { form, plural } from '../plural.js';

/** @typedef {Record<string, any>} Args */

export const methods = {
  groups: /** @type {Record<string, string>} */ ({
    turning: 'Change how fast pairs turn',
    moving: 'Change where keys seem to stand',
    adding: 'Add to the scores by distance',
    hiding: 'Hide keys',
    scaling: 'Scale the scores',
    others: 'Other ways',
  }),
  columns: { method: 'Method', does: 'What it does', needs: 'Models', source: 'Source' },
  anyModel: 'trained with RoPE',
  ownModel: 'trained with it',
  count: (/** @type {number} */ count) => `${count} methods, from the registry of the engine.`,
  title: (/** @type {string} */ name) => `${name} · ropescope`,
  all: 'All methods',
  reference: 'Their parameters in C++: API reference, in English',
  source: 'Source',
  compare: 'Compare its maps on one text',
  explore: 'See what it does to positions',
  verdicts: 'For and against',
  /** @type {(geometry: { head_dim: number, original_max_position_embeddings: number, length: number }) => string} */
  geometry: ({ head_dim, original_max_position_embeddings: trained, length }) =>
    `Computed here by the engine for heads of ${head_dim} channels, trained on ${trained} tokens and read at ${length}, with the method’s defaults.`,
  for: 'For',
  against: 'Against',
  /** @satisfies {Record<string, (args: Args) => string>} */
  said: {
    runsOnPlain: () => 'Can be put on a model that was trained with RoPE.',
    needsItsOwn: () => 'Needs a model that was trained with it.',
    turnsNothing: () => 'Nothing turns, so no angle can be new.',
    anglesMet: ({ pairs }) => `None of ${plural(pairs, 'pair')} shows an angle that training did not.`,
    anglesNew: ({ leaves, pairs }) =>
      `${leaves} of ${plural(pairs, 'pair')} ${form(leaves, 'shows', 'show')} angles that training did not.`,
    keepsFast: ({ kept, pairs }) =>
      `The fastest pairs keep their pace (${kept} of ${pairs}), so neighbours stay as distinct as in training.`,
    slowsFast: ({ ratio }) =>
      `Even the fastest pair turns at ${short(ratio)} of its pace, so neighbours look closer than in training.`,
    sameWithin: ({ trained }) => `Texts of up to ${trained} tokens are read exactly as before.`,
    changesWithin: ({ trained }) => `Texts of up to ${trained} tokens are read in another way than in training, too.`,
    seesPart: ({ keys, length }) => `The last token sees ${keys} of ${length} keys, in the first layer.`,
    cache: ({ need, holdsUntil }) =>
      need === 'rotated_keys'
        ? 'Serves with a cache of rotated keys, as most engines have it.'
        : need === 'unrotated_keys'
          ? 'Needs a cache of keys before their rotation.'
          : `Beyond ${holdsUntil} tokens no cache is exact: the whole text has to run again.`,
    cheaper: ({ times }) => `A new token costs ${short(times)} times the operations of plain RoPE.`,
    dearer: ({ times }) => `A new token costs ${short(times)} times the operations of plain RoPE.`,
    costsTheSame: () => 'A new token costs as many operations as under plain RoPE.',
  },
  unknownLearned: 'It learns numbers in training. Without a model that has them nothing can be computed.',
  unknown: (/** @type {string} */ why) => `It cannot be computed from defaults: ${why}`,
  figures: 'At work',
  live: (/** @type {string} */ model, /** @type {number} */ length) =>
    `Running in this page: ${model}, on a text of ${length} tokens.`,
  noModel: 'No model of this site was trained with it, so nothing can run here.',
  noFigure: (/** @type {string} */ why) => `There is nothing to run here: ${why}`,
  params: 'Parameters',
  noParams: 'It has none.',
  paramColumns: { key: 'name', default: 'default', range: 'range', doc: 'what it does' },
  learned: 'learned',
  automatic: 'automatic',
  lists: (/** @type {number} */ count) => plural(count, 'number'),
  presets: 'Published models that use it',
  presetColumns: { name: 'model', values: 'values', source: 'source' },
  models: 'Models of this site that were trained with it',
  measured: {
    title: 'Measured on models of this site',
    lead: 'Loss in nats (lower is better), the others as shares of 1 (higher is better): mean ± standard deviation; n: samples. Passkey: mean over all depths.',
  },
  elsewhere: 'Elsewhere under its name',
  remark: (/** @type {string} */ engine, /** @type {string} */ text) => `${engine}: ${text}`,
};
