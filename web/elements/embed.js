/**
 * embed.html#kind=loss&len=512&method=rope&method=yarn: the figure that the link names, and nothing else. In a frame it tells the
 * page around it how high it is: { type: 'ropescope-resize', height: <CSS px> }, at first and whenever that changes.
 */
import './index.js';
import { copyingWords } from '../words/copying.js';
import { languages, learn, preferred } from '../words/words.js';
import { attributesOf, embedCodec } from './embed-query.js';
import { titleOf } from './figure-export.js';
import { kinds } from './figure-kinds.js';
import { spokenProblem } from './spoken.js';
import { trustFolder } from './trusted.js';

/** @typedef {import('./embed-query.js').Embedded} Embedded */

const page = document.documentElement;
const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const heading = document.createElement('h1'); // for those who hear the page
const models = '../models'; // of the site, beside the elements
const example = 'embed.html#kind=loss&len=512&method=rope&method=yarn';

/** @param {string[]} sentences  @param {string} way  on */
function refuse(sentences, way) {
  const paragraph = (/** @type {string} */ textContent) => Object.assign(document.createElement('p'), { textContent });
  const alert = Object.assign(document.createElement('div'), { className: 'problem', role: 'alert' });
  alert.append(...sentences.map(paragraph));
  main.replaceChildren(heading, alert, paragraph(way));
}

/** Another site's files are none of this page: whoever links to it would show what they like under its address. @param {string} address */
const isForeign = (address) =>
  !URL.canParse(address, document.baseURI) || new URL(address, document.baseURI).origin !== location.origin;

/** @param {Embedded} query */
function show(query) {
  const figure = document.createElement('rope-figure');
  for (const [name, value] of attributesOf({ ...query, base: query.base || models }))
    if (name !== 'lang' && name !== 'theme') figure.setAttribute(name, value); // the document says them
  main.replaceChildren(heading, figure);
}

async function open() {
  const { query, problems } = embedCodec.fromHash(location.hash);
  const figure = /** @type {Embedded} */ (query);
  const id = figure.lang || preferred(navigator.languages);
  const words = await learn(id);
  const said = copyingWords(words);
  page.lang = languages.find((language) => language.id === id)?.tag ?? id;
  page.dataset.theme = figure.theme;
  const why = problems.map((problem) => spokenProblem(problem, words));
  for (const [path, address = ''] of Object.entries({ base: figure.base, tokenizer: figure.tokenizer })) {
    if (address && isForeign(address)) why.push(words.within.link(said.foreign(path, location.origin, address)));
  }
  heading.textContent = document.title = figure.kind
    ? titleOf({ host: main, elements: [], kind: figure.kind, words })
    : 'ropescope';
  if (why.length === 0 && !figure.kind) why.push(said.refused(Object.keys(kinds)));
  if (why.length > 0) refuse(why, said.accepted(example));
  else show(figure);
}

trustFolder('./');
new ResizeObserver(() => {
  const height = Math.ceil(main.getBoundingClientRect().height);
  if (parent !== window) parent.postMessage({ type: 'ropescope-resize', height }, '*'); // a height is no secret
}).observe(main);
addEventListener('hashchange', open);
void open();
