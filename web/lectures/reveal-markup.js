/**
 * The markup that reveal.js writes as strings: arrows, the number of the slide, and nothing at all. The content policy of decks
 * lets this through and no other: elements without behaviour, and links to slides.
 */
const attribute = /(?: class="[\w -]*"| aria-\w+="[\w -]*"| href="#[\w/-]*")*/.source;
const known = new RegExp(`^(?:[^<&]|</?(?:a|button|div|span)${attribute}>)*$`);

/** @param {string} markup  @returns {string | null} null: refused */
export const revealMarkup = (markup) => (known.test(markup) ? markup : null);
