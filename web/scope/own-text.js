/** A visitor's own text: what of it a model of characters does not know, and how a file that was dropped is read. */
import { longestTyped } from './query.js';
import { unknownCharacters } from './texts.js';

export const mostMegabytes = 16; // of a text file: longer ones are no text that somebody would look at here

/**
 * @typedef {{ text: string, name: string, given: number }} OwnText  given: characters of the file, before it was cut
 * @typedef {{ refused: 'notText' | 'notUtf8' | 'tooLarge' | 'several' | 'unreadable', name: string, files: number }} Refused
 */

/**
 * The characters of a text that a model of characters does not know, most frequent first.
 * @param {string} text
 */
export function strangersIn(text) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const [character] of text.matchAll(unknownCharacters)) found.set(character, (found.get(character) ?? 0) + 1);
  return [...found]
    .map(([character, times]) => ({
      character: /^[\p{C}\p{Z}\p{M}]/u.test(character) ? codeOf(character) : character,
      times,
    }))
    .sort((a, b) => b.times - a.times);
}

/** What stands for a character that cannot be seen by itself. @param {string} character */
const codeOf = (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * A text with line breaks as models know them, as long as one may be; no character is cut in two.
 * @param {string} whole
 */
export function kept(whole) {
  const text = whole.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (text.length <= longestTyped) return text;
  const cut = text.slice(0, longestTyped);
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/**
 * The one text file among what was dropped or chosen.
 * @param {File[]} files  at least one
 * @returns {Promise<OwnText | Refused>}
 */
export async function readTextFile(files) {
  const file = /** @type {File} */ (files[0]);
  const { name } = file;
  /** @param {Refused['refused']} refused */
  const no = (refused) => ({ refused, name, files: files.length });
  if (files.length > 1) return no('several');
  if (!/\.(txt|md|markdown|text)$/i.test(name)) return no('notText');
  if (file.size > mostMegabytes * 2 ** 20) return no('tooLarge');
  const content = await file.arrayBuffer().catch(() => null);
  if (!content) return no('unreadable');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    return { text: kept(text), name, given: text.length };
  } catch {
    return no('notUtf8');
  }
}
