/** What the visitor chooses of an evaluation: lengths, tasks, samples, the repeated block. */
import { html } from 'lit';

/**
 * @typedef {{ lengths: number[], tasks: string[], samples: number, period: number }} Choice
 * @typedef {{ offered: { lengths: number[], tasks: string[] }, periods: number[] }} Offer
 */

const sampleCounts = [1, 2, 4, 8, 16, 32];
const taskNames = { text: 'text loss', repeat: 'repeated text', passkey: 'passkey' };

/** @param {number[]} list  without what is there twice */
const ascending = (list) => [...new Set(list)].sort((a, b) => a - b);

/**
 * At least one of a list stays chosen.
 * @template T
 * @param {T[]} all
 * @param {T[]} chosen
 * @param {(list: T[]) => void} then
 */
function boxes(all, chosen, then) {
  return all.map((each) => {
    const on = chosen.includes(each);
    const flip = () => then(all.filter((other) => (other === each ? !on : chosen.includes(other))));
    const name = taskNames[/** @type {keyof typeof taskNames} */ (each)] ?? each;
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
 */
export function choiceControls({ offered, periods }, { lengths, tasks, samples, period }, choose) {
  const allLengths = ascending([...offered.lengths, ...lengths]);
  return html`<div class="controls">
    <fieldset><legend>Lengths, characters</legend>${boxes(allLengths, lengths, (list) => choose({ lengths: list }))}</fieldset>
    <fieldset><legend>Tasks</legend>${boxes(offered.tasks, tasks, (list) => choose({ tasks: list }))}</fieldset>
    <label class="field"><span>Samples a cell</span>${select(sampleCounts, samples, (value) => choose({ samples: value }))}</label>
    <label class="field"><span>Repeated block, characters</span>${select(periods, period, (value) => choose({ period: value }))}</label>
  </div>`;
}
