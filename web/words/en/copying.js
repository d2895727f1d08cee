/** A figure on another page: what is copied, and what the page of a frame says. */

export const copying = {
  forms: { tag: 'Tag with its script', frame: 'Frame', link: 'Link' },
  notes: {
    tag: 'For HTML of your own: pages, slides, notebooks. The script is needed once a page.',
    frame: 'For places that allow no script. It tells the page around it how high it is.',
    link: 'A page that shows the figure as it is set now.',
  },
  short: 'Copy',
  copy: (/** @type {string} */ form) => `Copy: ${form}`,
  isCopied: (/** @type {string} */ form) => `${form}: copied`,
  ownModel:
    'This figure is drawn from files of your own, which no other page has. Choose weights of this site to copy it.',
  missing: (/** @type {string} */ folder) =>
    `The folder dist/elements of the package is not served at ${folder}: put it on your server, and write its address in place of this one.`,
  ownText: 'Your own text is part of what you copy.',
  tooLong: (/** @type {string} */ form) => `${form}: your text is too long for an address. The tag holds all of it.`,
  refused: (/** @type {string[]} */ kinds) =>
    `This link must say which figure to draw: kind=… with one of ${kinds.join(', ')}.`,
  foreign: (/** @type {string} */ path, /** @type {string} */ own, /** @type {string} */ given) =>
    `${path} must be an address at ${own}, got “${given}”`,
  accepted: (/** @type {string} */ link) => `A link that works: ${link}`,
};
