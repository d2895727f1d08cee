/** English: every sentence that a person reads. zh.js has the same names. */
import { explorer } from './en/explorer.js';
import { frame } from './en/frame.js';
import { lab } from './en/lab.js';
import { tune } from './en/tune.js';

export const en = { explorer, frame, lab, tune };

/** @typedef {typeof en} Words */
