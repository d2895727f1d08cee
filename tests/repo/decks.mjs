// The decks of web/lectures as the tests read them: slides, and the elements in them with their attributes.
import { decks } from '../../web/lectures/decks.js';
import { languages } from '../../web/words/words.js';
import { textOf } from './files.mjs';

/** @returns {{ deck: string, lang: string, path: string, html: string }[]} every deck in every language */
export const deckFiles = () =>
  decks.flatMap((deck) =>
    languages.map(({ id: lang }) => {
      const path = `web/lectures/${deck}/${lang}.html`;
      return { deck, lang, path, html: textOf(path) };
    }),
  );

/** @returns {{ name: string, attributes: Record<string, string>, at: number }[]} opening tags of this name */
export const tagsIn = (html, name) =>
  [...html.matchAll(new RegExp(`<(${name})((?:\\s+[\\w-]+(?:="[^"]*")?)*)\\s*>`, 'g'))].map((match) => ({
    name: match[1],
    attributes: Object.fromEntries(
      [...match[2].matchAll(/([\w-]+)(?:="([^"]*)")?/g)].map(([, key, value = '']) => [key, value]),
    ),
    at: match.index,
  }));

/** @returns {{ id: string, html: string }[]} in order */
export const slidesOf = (html) =>
  [...html.matchAll(/<section id="([\w-]+)"[^>]*>([\s\S]*?)<\/section>/g)].map(([, id, inner]) => ({
    id,
    html: inner,
  }));

/** @returns {{ value: number, text: string, of: string }[]} numbers that name their source */
export const numbersOf = (html) =>
  [...html.matchAll(/<data value="([^"]+)" data-of="([^"]+)">([^<]+)<\/data>/g)].map(([, value, of, text]) => ({
    value: Number(value),
    of,
    text: text.replaceAll(',', ''), // of thousands
  }));

/** @returns {{ of: string, said: string }[]} cells that say whether an engine can be told a method */
export const toldIn = (html) =>
  [...html.matchAll(/<td data-told="([^"]+)">([^<]+)<\/td>/g)].map(([, of, text]) => ({ of, said: text }));
