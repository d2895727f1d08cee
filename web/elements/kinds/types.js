/**
 * A kind of figure: what it asks of a scope, and the element that draws the answer. Pages keep answers until what they
 * read changes; <rope-figure> asks and draws at once.
 *
 * @typedef {object} Shown                what is asked, and of whom; a figure reads only what it names
 * @property {import('../../scope/scope.js').Scope} scope
 * @property {number | undefined} slot    of the only column that is shown; undefined = all
 * @property {import('../../words/en.js').Words} words
 * @property {import('../query.js').View} view
 * @property {string} theme               canvases read their colours anew when it changes
 * @property {(change: Partial<import('../query.js').View>) => void} change  of the view, by a control of the figure
 * @property {string} [written]           what stands between the tags of the figure
 * @property {import('../../lib/types.js').Inspection | null} [pasted]  a config.json that is drawn beside the columns
 */

/**
 * @template T
 * @typedef {object} Kind
 * @property {(shown: Shown) => T} ask
 * @property {(answer: T, shown: Shown) => unknown} draw  what lit renders
 * @property {boolean} [controls]         whether it is no picture, so that there is nothing to save
 * @property {boolean} [turning]          whether there is nothing to draw where no pair turns
 */
export {};
