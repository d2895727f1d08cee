/** English: every sentence that a person reads. zh.js has the same names. */
import { cards } from './en/cards.js';
import { figure, kinds } from './en/elements.js';
import { explorer } from './en/explorer.js';
import { axes, labels, sentences } from './en/figures.js';
import { frame } from './en/frame.js';
import { lab } from './en/lab.js';
import { link } from './en/link.js';
import { panels } from './en/panels.js';
import { problems } from './en/problems.js';
import { settings } from './en/settings.js';
import { texts } from './en/texts.js';
import { tune } from './en/tune.js';

export const en = {
  axes,
  cards,
  explorer,
  figure,
  frame,
  kinds,
  lab,
  labels,
  link,
  panels,
  problems,
  sentences,
  settings,
  texts,
  tune,
  /** Of a method in other words than the engine's own, which are English. */
  /** @type {(id: string) => MethodWords | undefined} */
  method: () => undefined,
  /** What the engine says as data, as a sentence. */
  /** @type {(saying: Saying) => string} */
  say: ({ message }) => message,
};

/**
 * @typedef {typeof en} Words
 * @typedef {import('./say.js').Saying} Saying
 * @typedef {{ name: string, summary: string, params: Record<string, string> }} MethodWords
 */
