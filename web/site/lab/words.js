/** What the lab says: its English comes with this page alone, every other language is learnt whole. */
import { labWords as wordsIn } from '../../elements/lab/parts.js';
import { tune } from '../../words/en/tune.js';
import { spoken } from '../language.js';

export const labWords = () => wordsIn(spoken());
export const tuneWords = () => spoken().tune ?? tune;
