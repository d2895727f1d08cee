/**
 * Formulas whose numbers can be changed on the slide: within <div data-methods="rope linear;factor:{s}"> every
 * <span data-number="s">4</span> becomes an entry. It stands between pieces of MathML, not in one: what is inside them is a picture
 * for who hears the page. The slide's scope follows what is entered, and an entry follows the scope, which a
 * step or another window has changed.
 */
import { RopeScope } from '../elements/rope-scope.js';
import { writeColumn } from '../scope/column-text.js';
import { afterTyping } from './controls.js';
import { numbersIn, paramOf, patternOf, withNumbers } from './formula-numbers.js';
import { words } from './settings.js';
import { targetOf } from './steps.js';

/** @param {Element} number  which the entry replaces @returns {HTMLInputElement} */
function entryFor(number) {
  const name = number.getAttribute('data-number') ?? '';
  const entry = document.createElement('input');
  Object.assign(entry, { type: 'number', step: 'any', required: true, name, value: number.textContent });
  entry.setAttribute('aria-label', words().formula.number(name));
  number.replaceWith(entry);
  return entry;
}

/** @param {HTMLElement} formula */
function connect(formula) {
  const target = targetOf(formula);
  if (!(target instanceof RopeScope)) throw new Error('A formula must stand on a slide with a scope');
  const pattern = patternOf(formula.dataset.methods ?? '');
  const entries = [...formula.querySelectorAll('[data-number]')].map(entryFor);
  const { scope } = target;
  const give = (/** @type {string} */ name, /** @type {number} */ value) => {
    for (const entry of entries) if (entry.name === name && Number(entry.value) !== value) entry.value = String(value);
  };
  for (const entry of entries)
    afterTyping(entry, () => {
      if (!entry.value) return; // not a number yet
      give(entry.name, Number(entry.value));
      const numbers = Object.fromEntries(entries.map(({ name, value }) => [name, Number(value)]));
      const columns = withNumbers(scope.query.peek().methods, pattern, numbers);
      target.setAttribute('methods', columns.map(writeColumn).join(' '));
    });
  scope.watch(() => {
    for (const entry of entries) {
      const hole = pattern.holes.find(({ name }) => name === entry.name);
      const { min = '', max = '' } = (hole && paramOf(hole, scope.catalog.value)) ?? {};
      Object.assign(entry, { min, max });
    }
    const numbers = numbersIn(scope.query.value.methods, pattern, scope.catalog.value);
    for (const [name, value] of Object.entries(numbers)) give(name, value);
  });
}

/** @param {ParentNode} root */
export function connectFormulas(root) {
  for (const formula of root.querySelectorAll('[data-methods]')) connect(/** @type {HTMLElement} */ (formula));
}
