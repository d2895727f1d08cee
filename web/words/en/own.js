/** A visitor's own text: fetched when somebody asks for it. */
import { form, plural } from '../plural.js';

const count = (/** @type {number} */ number) => number.toLocaleString('en');
const counted = (/** @type {number} */ number, /** @type {string} */ one) => plural(count(number), one);

/** @typedef {{ character: string, times: number }} Stranger */

export const own = {
  text: 'Your own text',
  write: 'Type, paste or drop a text.',
  about:
    'A model of characters knows printable ASCII and line breaks, one token each; a model of words reads any text.',
  choose: 'Choose a .txt or .md file',
  private: 'It stays in this tab: nothing is sent, and a link only says that there was a text of your own.',
  from: (/** @type {string} */ name) => `From the file ${name}.`,
  size: (/** @type {{ characters: number, tokens: number, used: number }} */ { characters, tokens, used }) => {
    const all = `${counted(characters, 'character')} = ${counted(tokens, 'token')}.`;
    return used < tokens
      ? `${all} The first ${count(used)} are read: the slider below says how many.`
      : `${all} All are read.`;
  },
  corpus: (/** @type {{ characters: number, tokens: number, longest: number }} */ { characters, tokens, longest }) =>
    `${counted(characters, 'character')} = ${counted(tokens, 'token')}: samples are drawn from it, each at most a quarter of it, ${counted(longest, 'token')}.`,
  tooShort: 'Too short: at least two tokens are needed, so that one can be predicted from another.',
  withinTraining: (/** @type {number} */ trained) =>
    `It ends within the ${count(trained)} tokens of training: nothing of it lies beyond.`,
  cut: (/** @type {number} */ given, /** @type {number} */ kept) =>
    `The text has ${count(given)} characters; the first ${count(kept)} are kept.`,
  /** @param {Stranger[]} strangers  most frequent first  @param {string} standIn  @param {number} shown */
  unknown: (strangers, standIn, shown) => {
    const total = strangers.reduce((sum, { times }) => sum + times, 0);
    const named = strangers.slice(0, shown).map(({ character, times }) => `${character} (${count(times)})`);
    const rest = strangers.length - named.length;
    const list = named.join(', ') + (rest > 0 ? ` and ${count(rest)} more` : '');
    const verb = form(total, 'is', 'are');
    return `${counted(total, 'character')} ${verb} unknown to this model and read as “${standIn}”: ${list}.`;
  },
  refused: {
    notText: (/** @type {string} */ name) => `${name} is not read: a text file ends in .txt or .md.`,
    notUtf8: (/** @type {string} */ name) => `${name} is not read: its bytes are not text in UTF-8.`,
    tooLarge: (/** @type {string} */ name, /** @type {number} */ most) =>
      `${name} is not read: a text file may have at most ${most} MB.`,
    several: (/** @type {string} */ name, /** @type {number} */ files) =>
      `${count(files)} files came: only one text can be read, so none is. The first was ${name}.`,
    unreadable: (/** @type {string} */ name) => `${name} cannot be read: the browser gave no content, as for a folder.`,
  },
};
