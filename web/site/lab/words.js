/** What the lab says: its English comes with this page alone, every other language is learnt whole. */
import { lab } from '../../words/en/lab.js';
import { tune } from '../../words/en/tune.js';
import { spoken } from '../language.js';

export const labWords = () => spoken().lab ?? lab;
export const tuneWords = () => spoken().tune ?? tune;
