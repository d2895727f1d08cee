/** What elements say beside their figures. */

/** Names of the figures of curves, by kind. @satisfies {Record<string, string>} */
export const kinds = {
  loss: 'Loss by position',
  wavelength: 'Wavelength by pair',
  distance: 'Pretended distance by distance',
  resolution: 'Pretended resolution',
  decay: 'Long-range decay',
  bias: 'Bias by distance',
  rank: 'Singular values of the maps',
};

export const figure = {
  noBias: (/** @type {string[]} */ names) =>
    `Nothing is added to a score for its distance under ${names.join(' or ')}.`,
  failed: (/** @type {string} */ name, /** @type {string} */ why) => `${name}: ${why}`,
  loading: 'Loading the figure.',
  noBase: (/** @type {string} */ why) =>
    `base must be the folder of the models, got none, so that ./models/ was tried: ${why}`,
  retry: 'Retry',
  unknownKind: (/** @type {string} */ kind, /** @type {string[]} */ accepted) =>
    `kind must be one of ${accepted.join(', ')}, got “${kind}”`,
  noColumn: (/** @type {string} */ method, /** @type {string[]} */ names) =>
    `method must name a column of the scope (${names.join(', ')}), got “${method}”`,
};
