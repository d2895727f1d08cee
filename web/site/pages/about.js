/** About the site: what it is, how it is made true, what is not true of it, and what belongs to whom. */
import { html } from 'lit';
import { unique } from '../../studies/findings.js';
import { about as en } from '../../words/en/about.js';
import { about as zh } from '../../words/zh/about.js';
import { needs } from '../about/browser.js';
import '../about/about.css';
import { byId, draw, drawFrame } from '../frame.js';
import { createFrameState, frameHash } from '../frame-state.js';
import { spoken } from '../language.js';
import { pages } from '../pages.js';

/** @type {import('../about/measure.js').SiteFacts} */
const facts = JSON.parse(byId('figures').dataset.measured ?? '');
const { state, set } = createFrameState();
const said = () => (spoken().id === 'zh' ? zh : en);
const count = (/** @type {number} */ number) => number.toLocaleString('en');

/** @param {string} id  of a page  @param {string} text */
function linkTo(id, text) {
  const hash = frameHash(state.value);
  return html`<a href="./${pages.find((page) => page.id === id)?.file ?? `${id}.html`}${hash && `#${hash}`}">${text}</a>`;
}

/** @param {string} id  @param {string} title  @param {unknown} inner */
const section = (id, title, inner) =>
  html`<section aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>${inner}</section>`;

/** @param {unknown[]} points */
const list = (points) => html`<ul>${points.map((point) => html`<li>${point}</li>`)}</ul>`;

/**
 * @param {string} label
 * @param {string[]} columns
 * @param {unknown[][]} rows
 */
const table = (label, columns, rows) => html`<div class="table" role="group" aria-label=${label} tabindex="0"><table>
  <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
  <tbody>${rows.map(([first, ...cells]) => html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`;

/** The least and the most. @param {number[]} numbers */
const range = (numbers) => unique([Math.min(...numbers), Math.max(...numbers)].map(count)).join('–');

function models() {
  const { title, lead, columns, tokens: kinds, texts } = said().models;
  const rows = facts.models.map(({ tokens, models: number, parameters, longest, vocabulary }) => [
    kinds[tokens],
    number,
    range(parameters),
    count(longest),
    count(vocabulary),
  ]);
  return section('models', title, html`<p>${lead(facts.license)}</p>${table(title, columns, rows)}<p>${texts}</p>`);
}

function browser() {
  const { title, lead, has, lacks, columns, needs: words } = said().browser;
  const rows = needs.map(({ name, needed, has: here }) => [
    words[name],
    needed ? columns.must : columns.may,
    here() ? has : lacks,
  ]);
  return section('browser', title, html`<p>${lead}</p>${table(title, columns.heads, rows)}`);
}

function body() {
  const words = said();
  const sizes = range(facts.models.flatMap(({ parameters }) => parameters));
  return html`<div class="text">
    ${section('what', words.what.title, html`<p>${words.what.text(facts.methods)}</p><p>${linkTo('reference', words.what.reference)}</p>`)}
    ${section('true', words.made.title, html`${list(words.made.points(facts, count))}<p>${linkTo('accuracy', words.made.accuracy)}</p>`)}
    ${section('limits', words.limits.title, list(words.limits.points(sizes)))}
    ${models()}
    ${section('sources', words.sources.title, html`<p>${words.sources.text(facts.papers)}</p><p>${linkTo('methods', words.sources.methods)}</p>`)}
    ${section('cite', words.cite.title, html`<p>${words.cite.text(facts.version)}</p><pre tabindex="0" aria-label=${words.cite.label}>${words.cite.bibtex(facts)}</pre><p>${words.cite.methods}</p>`)}
    ${section('licence', words.licence.title, html`<p>${words.licence.text(facts.license)}</p>`)}
    ${section('privacy', words.privacy.title, list(words.privacy.points))}
    ${browser()}
  </div>`;
}

drawFrame(state, set);
draw(() => spoken().settings.status.ready, byId('status'));
draw(body, byId('figures'));
