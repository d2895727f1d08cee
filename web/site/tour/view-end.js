/** The end of the tour: what was predicted, what held, and where to go from here. */
import { html, nothing } from 'lit';
import { frameHash } from '../frame-state.js';
import { pages } from '../pages.js';
import { answer, answers, state } from './state.js';
import { steps } from './steps.js';
import { linkToStep } from './view-track.js';
import { said, wordsOf } from './words.js';

const further = ['compare', 'methods', 'lab'];

/** @param {string} id  of a page */
function door(id) {
  const hash = frameHash(state.value);
  const file = pages.find((page) => page.id === id)?.file;
  return html`<li><a href="./${file}${hash && `#${hash}`}">${said().end.doors[id]}</a></li>`;
}

/** @param {import('./steps.js').Step} each  @param {number} i */
function row(each, i) {
  const words = said().end;
  const own = answers.value[each.id];
  const held = own === each.right;
  return html`<tr><th scope="row"><a href=${linkToStep(i + 1)}>${wordsOf(each).title}</a></th>
    <td class=${own ? (held ? 'held' : 'missed') : ''}>${own ? (held ? words.held : words.missed) : words.open}</td></tr>`;
}

export function end() {
  const words = said().end;
  const made = steps.filter(({ id }) => id in answers.value);
  const held = made.filter(({ id, right }) => answers.value[id] === right);
  const again = () => {
    answer({});
    location.hash = linkToStep(1);
  };
  return html`<section class="end" aria-labelledby="h-step">
    <h2 id="h-step" tabindex="-1">${said().summary}</h2>
    <p class="question">${words.score(held.length, made.length)}</p>
    <table><tbody>${steps.map(row)}</tbody></table>
    ${made.length > 0 ? html`<p class="steering"><button type="button" @click=${again}>${words.again}</button></p>` : nothing}
    <h3>${words.on}</h3><ul>${further.map(door)}</ul>
  </section>`;
}
