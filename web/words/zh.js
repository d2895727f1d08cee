/** 简体中文:与 en.js 同名,缺一条 tsc 就会报错。 */
import { explorer } from './zh/explorer.js';
import { frame } from './zh/frame.js';
import { lab } from './zh/lab.js';
import { tune } from './zh/tune.js';

/** @type {import('./en.js').Words} */
export const zh = { explorer, frame, lab, tune };
