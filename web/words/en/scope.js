/** What scopes, figures and their elements say in English. */
import { figure, kinds } from './elements.js';
import { axes, labels, sentences } from './figures.js';
import { link } from './link.js';
import { problems } from './problems.js';
import { texts } from './texts.js';

export const english = { axes, labels, sentences, kinds, figure, link, problems, texts };

/** @typedef {typeof english} Words */
