/** What the pages of methods say: both languages come with these pages alone. */
import { methods as en } from '../../words/en/methods.js';
import { methods as zh } from '../../words/zh/methods.js';
import { spoken } from '../language.js';

export const methodWords = () => (spoken().id === 'zh' ? zh : en);

/**
 * Name and sentence of a method, in the language of the page.
 * @param {import('../../lib/types.js').MethodInfo} info
 */
export const saidOf = ({ id, name, summary }) => spoken().method(id) ?? { name, summary, params: {} };
