/** The course: its decks in order. Each is a folder with a file for each language, of the same slides. */

const course = [
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
const toCome = ['lab'];

export const decks = course.filter((deck) => !toCome.includes(deck));

/** Its place in the whole course: slides name lectures by it. @param {string} deck */
export const numberOf = (deck) => course.indexOf(deck) + 1;

/** Where the site has a deck. @param {string} deck  @param {string} lang */
export const addressOf = (deck, lang) => `./lectures/${deck}/${lang}.html`;
