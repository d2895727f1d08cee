/** How far the engine is from the references that it is tested against, as the build measured it. */
import { html } from 'lit';
import { short } from '../../charts/svg.js';
import { accuracy as en } from '../../words/en/accuracy.js';
import { accuracy as zh } from '../../words/zh/accuracy.js';
import { byId, draw, drawFrame } from '../frame.js';
import { createFrameState } from '../frame-state.js';
import { spoken } from '../language.js';
import '../methods/methods.css';

/** @type {import('../accuracy/measure.js').Accuracy} */
const { measured, tested } = JSON.parse(byId('figures').dataset.measured ?? '');
const { state, set } = createFrameState();
const said = () => (spoken().id === 'zh' ? zh : en);

/**
 * @param {string} id
 * @param {{ title: string, lead: string, columns: string[] }} words
 * @param {unknown[][]} rows
 */
const table = (
  id,
  { title, lead, columns },
  rows,
) => html`<section aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>
  <p class="lead">${lead}</p>
  <div class="table methods" role="group" aria-label=${title} tabindex="0"><table>
    <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
    <tbody>${rows.map(([first, ...others]) => html`<tr><th scope="row"><code>${first}</code></th>${others.map((cell) => html`<td class="text">${cell}</td>`)}</tr>`)}</tbody>
  </table></div></section>`;

function body() {
  const words = said();
  const count = (/** @type {number} */ number) => number.toLocaleString('en');
  const largest = Math.max(...measured.flatMap(({ frequency, factor }) => [frequency, factor]));
  const numbers = measured.reduce((sum, each) => sum + each.numbers, 0);
  const configs = measured.map((each) => [
    each.id,
    html`<cite>${each.source}</cite>`,
    count(each.cases - each.refused),
    count(each.refused),
    count(each.numbers),
    short(each.frequency),
    short(each.factor),
  ]);
  const others = tested.map(({ id, source, cases }) => [id, html`<cite>${source}</cite>`, count(cases)]);
  return html`<p class="lead">${words.summary(count(numbers), short(largest))}</p>
    ${table('measured', words.measured, configs)} ${table('tested', words.tested, others)}`;
}

drawFrame(state, set);
draw(() => spoken().settings.status.ready, byId('status'));
draw(body, byId('figures'));
