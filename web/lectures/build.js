/**
 * At build time: a deck's file holds its slides alone; frame.html is around them. Scopes and figures in it get the folder of the site's
 * models, and wait until they are near the window. A figure of a config.json with the name of a published one gets its text.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { jsonText } from '../elements/json-place.js';
import { lectures as english } from '../words/en/lectures.js';
import { languages } from '../words/words.js';
import { lectures as chinese } from '../words/zh/lectures.js';
import { decks } from './decks.js';

const here = import.meta.dirname;
const models = `${here}/../models`;
const said = /** @type {Record<string, typeof english>} */ ({ en: english, zh: chinese });
const read = (/** @type {string} */ path) => readFileSync(`${here}/${path}`, 'utf8');

/** Files of all decks, from this folder. */
export const files = decks.flatMap((deck) => languages.map(({ id }) => `${deck}/${id}.html`));

/** Of elements that hold a scope. @param {string} slides */
const withModels = (slides) => slides.replaceAll('<rope-scope', '<rope-scope base="../../models" loading="lazy"');

/** @type {{ name: string, config: object }[]} */
const published = JSON.parse(read('../site/published-configs.json')).models;

/** @param {string} slides */
const withConfigs = (slides) =>
  slides.replace(/<rope-figure kind="config" data-config="([^"]*)">/g, (tag, name) => {
    const model = published.find((each) => each.name === name);
    if (!model) throw new Error(`data-config must name a published config, got ${name}`);
    return tag + jsonText(model.config).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  });

/**
 * @param {string} slides
 * @param {{ filename: string }} file
 */
export function deckHtml(slides, { filename }) {
  const [deck, lang] = [basename(dirname(filename)), basename(filename, '.html')];
  const language = languages.find(({ id }) => id === lang);
  const other = languages.find(({ id }) => id !== lang);
  const words = said[lang];
  const about = words?.decks[/** @type {keyof typeof words.decks} */ (deck)];
  if (!words || !about || !language || !other)
    throw new Error(`words/*/lectures.js must name every deck, got ${filename}`);
  /** @type {Record<string, string>} */
  const parts = {
    ...words.frame,
    ...about,
    ...{ deck, lang, other: other.id, otherName: other.name },
    body: withModels(withConfigs(slides)),
  };
  const framed = read('frame.html')
    .replace('<html lang="en"', `<html lang="${language.tag}"`)
    .replace('lang="zh-Hans" href', `lang="${other.tag}" href`);
  return framed.replace(/\{\{(\w+)\}\}/g, (_, name) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`frame.html names ${name}, which nobody says`);
    return part;
  });
}

/** Every deck names weights of web/models, which the site has. */
export function modelNames() {
  const named = files.flatMap((file) => [...read(file).matchAll(/\bmodel="?([\w-]+)/g)].map(([, name = '']) => name));
  const known = readdirSync(models);
  const unknown = named.find((name) => !known.includes(name));
  if (unknown) throw new Error(`A deck must name weights of web/models, got ${unknown}`);
  return [...new Set(named)];
}

/** @type {import('vite').Plugin} */
export const deckPages = {
  name: 'decks',
  buildStart: () => void modelNames(),
  transformIndexHtml: { order: 'pre', handler: deckHtml },
};
