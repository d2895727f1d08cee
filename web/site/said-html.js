/**
 * A page's own file holds what stands between header and footer; frame.html is around it. Neither holds a sentence of its own:
 * {{lab.encoding}} names one of web/words, which the build fills in, in English.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pages as heads } from '../words/en/pages.js';
import { en } from '../words/en.js';
import { pages, templates } from './pages.js';

/** @typedef {import('./pages.js').Page} Page */

const [first] = pages;
const frame = () => readFileSync(`${import.meta.dirname}/frame.html`, 'utf8');

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** @param {string} path  'lab.title' */
function sentence(path) {
  const found = path.split('.').reduce((/** @type {any} */ part, key) => part?.[key], { ...en, pages: heads });
  if (typeof found !== 'string') throw new Error(`{{…}} must name a sentence of web/words/en.js, got ${path}`);
  return escaped(found);
}

/**
 * @param {Page | undefined} page
 * @param {Page} here
 * @param {string} said
 */
const linkTo = (page, here, said) =>
  page
    ? `<a data-page="${page.id}" href="./${page.file}"${page === here ? ' aria-current="page"' : ''}${said}</a>`
    : '';

/** @param {Page[]} wanted  @param {Page} here */
const linksTo = (wanted, here) =>
  wanted.map((page) => linkTo(page, here, ` data-say="pages.${page.id}.name">{{pages.${page.id}.name}}`)).join('');

/** @param {Page} page  @param {string} body */
const parts = (page, body) =>
  /** @type {Record<string, string>} */ ({
    id: page.id,
    script: page.script,
    home: linkTo(first, page, '>ropescope'),
    doors: linksTo(
      pages.filter(({ foot }) => !foot),
      page,
    ),
    foot: linksTo(
      pages.filter(({ foot }) => foot),
      page,
    ),
    body: body.trimEnd().replaceAll('\n', '\n    '),
  });

/**
 * @param {string} body  of the page's own file
 * @param {{ filename: string }} file
 * @returns {string} the whole page, with the English sentences in their places
 */
export function saidHtml(body, { filename }) {
  const page = [...pages, ...templates].find(({ file }) => file === basename(filename));
  if (!page) throw new Error(`web/site/pages.js must list every page, got ${filename}`);
  const known = parts(page, body);
  const framed = frame()
    .replaceAll('{{id}}', page.id)
    .replace(/\{\{(\w+)\}\}/g, (_, name) => known[name] ?? '');
  return framed.replace(/\{\{([\w.]+)\}\}/g, (_, path) => sentence(path));
}
