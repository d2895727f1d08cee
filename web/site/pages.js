/**
 * The pages of the site in the order of the navigation, in one place: the build, the frame and the tests read this table. The
 * words of a page are web/words pages.<id>.
 *
 * @typedef {object} Page
 * @property {string} id
 * @property {string} file
 * @property {string} script      of the page, from this folder
 */

/** @type {Page[]} */
export const pages = [
  { id: 'explorer', file: 'index.html', script: 'main.js' },
  { id: 'lab', file: 'lab.html', script: 'lab/main.js' },
  { id: 'doctor', file: 'doctor.html', script: 'doctor.js' },
  { id: 'methods', file: 'methods.html', script: 'pages/methods.js' },
  { id: 'accuracy', file: 'accuracy.html', script: 'pages/accuracy.js' },
];

/** What several pages are made of when the site is built; not in the navigation. @type {Page[]} */
export const templates = [{ id: 'method', file: 'method.html', script: 'pages/method.js' }];
