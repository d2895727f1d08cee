/** 简体中文：与 en.js 同名，缺一条 tsc 就会报错。 */
import { sayer } from './say.js';
import { cards } from './zh/cards.js';
import { figure, kinds } from './zh/elements.js';
import { explorer } from './zh/explorer.js';
import { axes, labels, sentences } from './zh/figures.js';
import { frame } from './zh/frame.js';
import { lab } from './zh/lab.js';
import { link } from './zh/link.js';
import { panels } from './zh/panels.js';
import { problems } from './zh/problems.js';
import { settings } from './zh/settings.js';
import { texts } from './zh/texts.js';
import { tune } from './zh/tune.js';
import { methods } from './zh-methods.js';
import { sayings } from './zh-sayings.js';

/** @type {import('./en.js').Words} */
export const zh = {
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
  method: (id) => (Object.hasOwn(methods, id) ? methods[id] : undefined),
  say: sayer(sayings),
};
