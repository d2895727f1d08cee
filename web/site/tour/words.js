/** What the tour says: both languages come with this page alone. */
import { tour as en } from '../../words/en/tour.js';
import { tour as zh } from '../../words/zh/tour.js';
import { spoken } from '../language.js';

export const said = () => (spoken().id === 'zh' ? zh : en);

/**
 * The words of a step: which choices each has is known to steps.json, and tested.
 * @param {import('./steps.js').Step} step
 * @returns {import('../../words/en/tour.js').StepWords}
 */
export const wordsOf = ({ id }) => said().steps[id];
