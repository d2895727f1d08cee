/**
 * The pages of the site in the order of the navigation, in one place: the build, the frame and the tests read this table. The
 * words of a page are web/words pages.<id>.
 *
 * @typedef {object} Page
 * @property {string} id
 * @property {string} file
 * @property {string} script       of the page, from this folder
 * @property {boolean} [shared]    it shows the scope that others show, too: links between such pages carry its settings
 * @property {boolean} [plansOnly] it shows no run of the model
 * @property {boolean} [isolated]  a visitor may make its runs long there, by a text or a model: so that they may take several threads,
 *   the service worker isolates it from the second visit on. Others run short texts on our small models, or nothing
 * @property {boolean} [foot]      it is about the site itself: its link stands at the foot of every page
 */

/** @type {Page[]} */
export const pages = [
  { id: 'home', file: 'index.html', script: 'pages/home.js', isolated: true },
  { id: 'tour', file: 'tour.html', script: 'pages/tour.js' },
  { id: 'lectures', file: 'lectures.html', script: 'pages/lectures.js' },
  { id: 'compare', file: 'compare.html', script: 'pages/compare.js', shared: true, isolated: true },
  { id: 'explorer', file: 'explorer.html', script: 'pages/explorer.js', shared: true, plansOnly: true },
  { id: 'evaluate', file: 'evaluate.html', script: 'pages/evaluate.js', shared: true, plansOnly: true, isolated: true },
  { id: 'lab', file: 'lab.html', script: 'lab/main.js' },
  { id: 'doctor', file: 'doctor.html', script: 'pages/doctor.js' },
  { id: 'methods', file: 'methods.html', script: 'pages/methods.js' },
  { id: 'accuracy', file: 'accuracy.html', script: 'pages/accuracy.js', foot: true },
  { id: 'speed', file: 'speed.html', script: 'pages/speed.js', foot: true },
  { id: 'about', file: 'about.html', script: 'pages/about.js', foot: true },
];

/** What several pages are made of when the site is built; not in the navigation. @type {Page[]} */
export const templates = [
  { id: 'method', file: 'method.html', script: 'pages/method.js' },
  { id: 'reference', file: 'reference.html', script: 'pages/reference.js' },
];

/** Settings that the first page has, too: colours, language, the length of the text, and a place in the maps. */
const ofHome = ['theme', 'lang', 'len', 'q', 'k'];
const ofEvaluation = ['samples', 'period', 'lengths', 'tasks'];
const ofExplorer = ['part', 'decay'];

/**
 * Where a link leads that was copied when all figures stood on the first page: to the page that alone shows a setting of it, else
 * to the maps, with which that page began.
 * @param {string} hash  with or without the #
 * @returns {string | null}  id of a page; null: the link sets nothing that the first page does not have
 */
export function pageOfOlderLink(hash) {
  const set = hash
    .replace(/^#/, '')
    .split('&')
    .flatMap((part) => (part.includes('=') ? [part.slice(0, part.indexOf('='))] : []));
  if (set.every((name) => ofHome.includes(name))) return null;
  if (set.some((name) => ofEvaluation.includes(name))) return 'evaluate';
  return set.some((name) => ofExplorer.includes(name)) ? 'explorer' : 'compare';
}
