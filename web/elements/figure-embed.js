/** A figure for another page: as a tag, as a frame, and as a link to a page that shows it. */
import { idOf } from '../words/words.js';
import { attributesOf, embedCodec } from './embed-query.js';
import { titleOf } from './figure-export.js';
import { elementsFolder, pageOfKind, siteFolder } from './published.js';
import { elementCodec } from './query.js';

/**
 * @typedef {import('./embed-query.js').Embedded} Embedded
 * @typedef {import('../scope/scope.js').Scope} Scope
 * @typedef {'tag' | 'frame' | 'link'} Form
 */

const longestLink = 8192; // characters that a page reads of its hash
const least = 320; // CSS px of a frame, before its page has said how high it is

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/**
 * An element without content, as HTML.
 * @param {string} name
 * @param {[name: string, value: string][]} attributes
 */
function elementOf(name, attributes) {
  const written = attributes.map(([key, value]) => (value === '' ? ` ${key}` : ` ${key}="${escaped(value)}"`));
  return `<${name}${written.join('')}></${name}>`;
}

/** The folder of the models that a scope reads from. @param {Scope} scope */
function baseOf(scope) {
  const config = scope.weights.value?.source.config;
  return config ? new URL('../', new URL(config, document.baseURI)).href.replace(/\/$/, '') : '';
}

/** The tokenizer of a scope's weights as their folder has it; '' = characters, or none. @param {Scope} scope */
function tokenizerOf(scope) {
  const { config, tokenizer } = scope.weights.value?.source ?? {};
  if (!config || !tokenizer) return '';
  const folder = new URL('./', new URL(config, document.baseURI)).href;
  const { href } = new URL(tokenizer, document.baseURI);
  return href.startsWith(folder) ? href.slice(folder.length) : href;
}

/**
 * @param {import('./figure-export.js').Drawn & { scope: Scope, only: number | undefined, view: Partial<import('./query.js').View> | null }} drawn
 * @returns {Embedded | null}  null: of a model that a visitor brought, which no other page has
 */
export function embeddedOf({ host, kind, words, scope, only, view }) {
  if (scope.weights.value?.source.picked) return null;
  const query = { ...elementCodec.defaults, ...scope.query.value, ...view };
  const column = query.methods[only ?? -1];
  const page = document.documentElement;
  const around = host.getRootNode();
  const theme = (around instanceof ShadowRoot && around.host.getAttribute('theme')) || page.dataset.theme || '';
  return /** @type {Embedded} */ ({
    ...query,
    ...(column && { methods: [column], pin: -1 }),
    ...{
      kind,
      theme,
      base: baseOf(scope),
      tokenizer: tokenizerOf(scope),
      lang: idOf(words.id),
      plansOnly: scope.plansOnly,
    },
  });
}

/** @param {Embedded} figure  without what the page of the frame knows */
const frameQuery = (figure) => ({
  ...figure,
  base: figure.base === new URL('../models', elementsFolder).href ? '' : figure.base,
});

/** @param {Embedded} figure */
const frameAddress = (figure) => `${elementsFolder}embed.html#${embedCodec.toHash(frameQuery(figure))}`;

/** The page of the site that has this figure; what is written by a visitor stays out of its address. @param {Embedded} figure */
function linkOf(figure) {
  const page = pageOfKind[figure.kind];
  if (!siteFolder || !page) return frameAddress(figure);
  const frame = [figure.theme && `theme=${figure.theme}`, `lang=${figure.lang}`].filter(Boolean).join('&');
  const settings = elementCodec.toHash({ ...figure, tokenizer: '' }); // the site knows that of its own models
  return `${siteFolder}${page}.html#${[settings, frame].filter(Boolean).join('&')}`;
}

/**
 * @param {Embedded} figure
 * @param {{ title: string, height: number }} shown
 * @returns {Record<Form, string>}  a form that is too long for an address is empty
 */
export function formsOf(figure, { title, height }) {
  const fits = embedCodec.toHash(frameQuery(figure)).length <= longestLink;
  const script = elementOf('script', [
    ['type', 'module'],
    ['src', `${elementsFolder}elements.js`],
  ]);
  const frame = elementOf('iframe', [
    ['src', frameAddress(figure)],
    ['title', title],
    ['width', '100%'],
    ['height', String(height)],
    ['style', 'border: 0'],
    ['loading', 'lazy'],
  ]);
  return {
    tag: `${script}\n${elementOf('rope-figure', attributesOf(figure))}`,
    frame: fits ? frame : '',
    link: siteFolder || fits ? linkOf(figure) : '',
  };
}

/** @param {import('./figure-export.js').Drawn} drawn */
export function shownOf(drawn) {
  const boxes = drawn.elements.map((each) => each.getBoundingClientRect());
  const height = Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
  return { title: titleOf(drawn), height: Math.max(least, Math.ceil(height) || 0) };
}
