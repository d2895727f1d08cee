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
  retry: 'Retry',
  unknownKind: (/** @type {string} */ kind, /** @type {string[]} */ accepted) =>
    `kind must be one of ${accepted.join(', ')}, got “${kind}”`,
  noColumn: (/** @type {string} */ method, /** @type {string[]} */ names) =>
    `method must name a column of the scope (${names.join(', ')}), got “${method}”`,
};
