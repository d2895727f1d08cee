/** The course: its decks in order. Each is a folder with a file for each language, of the same slides. */

export const decks = ['extrapolation', 'rope', 'interpolation'];

/** Where the site has a deck. @param {string} deck  @param {string} lang */
export const addressOf = (deck, lang) => `./lectures/${deck}/${lang}.html`;
