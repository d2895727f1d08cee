/** The course: its decks in order. Each is a folder with a file for each language, of the same slides. */

export const decks = [
  'extrapolation',
  'rope',
  'interpolation',
  'ntk',
  'by-parts',
  'yarn',
  'before-training',
  'maps',
  'evaluation',
  'in-the-wild',
  'lab',
];

/** Its place in the course: slides name lectures by it. @param {string} deck */
export const numberOf = (deck) => decks.indexOf(deck) + 1;

/** Where the site has a deck. @param {string} deck  @param {string} lang */
export const addressOf = (deck, lang) => `./lectures/${deck}/${lang}.html`;
