/** Verdicts on a method, in two lists. */
import { html, nothing } from 'lit';
import { methodWords } from './words.js';

/** @param {import('./verdicts.js').Verdict[]} verdicts */
export function verdictList(verdicts) {
  const words = methodWords();
  const said = /** @type {Record<string, (args: Record<string, any>) => string>} */ (words.said);
  const list = (/** @type {boolean} */ good) => {
    const items = verdicts.filter((verdict) => verdict.good === good);
    if (items.length === 0) return nothing;
    return html`<div class=${good ? 'for' : 'against'}><h3>${good ? words.for : words.against}</h3>
      <ul>${items.map(({ say, ...args }) => html`<li data-say-fact=${say}>${said[say]?.(args)}</li>`)}</ul></div>`;
  };
  return html`<div class="verdicts">${list(true)}${list(false)}</div>`;
}
