/** What charts write beside their marks. */

/** @type {(at: number) => string} the mark at the training length */
const trained = (at) => `trained: ${at}`;

export const charts = {
  map: { trained, key: 'key', keyPosition: 'key position, tokens', queryPosition: 'query position, tokens' },
  strip: { trained, pair: 'pair', position: 'position, tokens' },
  coverage: { pair: 'pair', turns: 'turns: L → now', angle: 'angle, rad (mod 2π)' },
};
