/** English: every sentence that a person reads. zh.js has the same names. */
import { cards } from './en/cards.js';
import { charts } from './en/charts.js';
import { figure, kinds } from './en/elements.js';
import { axes, labels, sentences } from './en/figures.js';
import { frame } from './en/frame.js';
import { link, within } from './en/link.js';
import { notes } from './en/notes.js';
import { panels } from './en/panels.js';
import { parts } from './en/parts.js';
import { problems } from './en/problems.js';
import { settings } from './en/settings.js';
import { texts } from './en/texts.js';

export const en = {
  id: 'en',
  axes,
  cards,
  charts,
  figure,
  frame,
  kinds,
  labels,
  link,
  notes,
  panels,
  parts,
  problems,
  sentences,
  settings,
  texts,
  within,
  /** Of a method in other words than the engine's own, which are English. */
  /** @type {(id: string) => MethodWords | undefined} */
  method: () => undefined,
  /** What other software does under a method's name. */
  /** @type {(id: string, remark: Remark) => Remark} */
  elsewhere: (_, remark) => remark,
  /** Of what data files hold in English, by id: weights, lines of the evaluation, expectations, published tables. */
  data: {
    /** @type {(id: string) => string | undefined} */
    model: () => undefined,
    /** @type {(id: string) => string | undefined} */
    line: () => undefined,
    /** @type {(id: string) => { expected: string, reason: string } | undefined} */
    expectation: () => undefined,
    /** @type {(id: string) => { source: string, what: string } | undefined} */
    published: () => undefined,
  },
  /** What the engine says as data, as a sentence. */
  /** @type {(saying: Saying) => string} */
  say: ({ message }) => message,
};

/**
 * @typedef {typeof import('./en/lab.js').lab} LabWords
 * @typedef {typeof import('./en/tune.js').tune} TuneWords
 * @typedef {typeof import('./en/home.js').home} HomeWords
 * @typedef {typeof import('./en/own.js').own} OwnWords
 * @typedef {typeof import('./en/own-model.js').ownModel} OwnModelWords
 * @typedef {typeof import('./en/results.js')} ResultWords
 * @typedef {typeof en & Partial<ResultWords> & { home?: HomeWords, lab?: LabWords, own?: OwnWords, ownModel?: OwnModelWords, tune?: TuneWords }} Words  English that one page alone shows
 *   comes with that page
 * @typedef {import('./say.js').Saying} Saying
 * @typedef {{ engine: string, text: string }} Remark
 * @typedef {{ name: string, summary: string, params: Record<string, string> }} MethodWords
 */
