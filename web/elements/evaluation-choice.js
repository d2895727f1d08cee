/** What the visitor chooses of an evaluation: lengths, tasks, samples, the repeated block. */
import { html } from 'lit';

/**
 * @typedef {{ lengths: number[], tasks: string[], samples: number, period: number }} Choice
 * @typedef {{ offered: { lengths: number[], tasks: string[] }, periods: number[] }} Offer
 */

const sampleCounts = [1, 2, 4, 8, 16, 32];

/** @param {number[]} list  without what is there twice */
const ascending = (list) => [...new Set(list)].sort((a, b) => a - b);

/**
 * At least one of a list stays chosen.
 * @template T
 * @param {T[]} all
 * @param {{ chosen: T[], names?: Record<string, string> }} how
 * @param {(list: T[]) => void} then
 */
function boxes(all, { chosen, names = {} }, then) {
  return all.map((each) => {
    const on = chosen.includes(each);
    const flip = () => then(all.filter((other) => (other === each ? !on : chosen.includes(other))));
    const name = names[String(each)] ?? each;
    return html`<label><input type="checkbox" .checked=${on} ?disabled=${on && chosen.length === 1} @change=${flip}>${name}</label>`;
  });
}

/**
 * @param {number[]} values
 * @param {number} now
 * @param {(value: number) => void} then
 */
function select(values, now, then) {
  const pick = (/** @type {Event} */ event) => then(Number(/** @type {HTMLSelectElement} */ (event.target).value));
  return html`<select @change=${pick}>${ascending([...values, now]).map(
    (value) => html`<option value=${value} ?selected=${value === now}>${value}</option>`,
  )}</select>`;
}

/**
 * @param {Offer} offer
 * @param {Choice} choice  what a link asks for may be beside the offer
 * @param {(change: Partial<Choice>) => void} choose
 * @param {import('../words/insights.js').Added['evaluation']} words
 */
export function choiceControls({ offered, periods }, { lengths, tasks, samples, period }, choose, words) {
  const allLengths = ascending([...offered.lengths, ...lengths]);
  return html`<div class="controls">
    <fieldset><legend>${words.lengths}</legend>${boxes(allLengths, { chosen: lengths }, (list) => choose({ lengths: list }))}</fieldset>
    <fieldset><legend>${words.tasks}</legend>${boxes(offered.tasks, { chosen: tasks, names: words.task }, (list) => choose({ tasks: list }))}</fieldset>
    <label class="field"><span>${words.samples}</span>${select(sampleCounts, samples, (value) => choose({ samples: value }))}</label>
    <label class="field"><span>${words.block}</span>${select(periods, period, (value) => choose({ period: value }))}</label>
  </div>`;
}
