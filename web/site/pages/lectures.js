/** The course: its lectures in order, what each teaches, and how a teacher uses them. */
import { html } from 'lit';
import { coded } from '../../elements/coded.js';
import { addressOf, decks, numberOf } from '../../lectures/decks.js';
import { lectures as en } from '../../words/en/lectures.js';
import { languages } from '../../words/words.js';
import { lectures as zh } from '../../words/zh/lectures.js';
import { byId, draw, drawFrame } from '../frame.js';
import { createFrameState } from '../frame-state.js';
import { spoken } from '../language.js';
import '../lectures.css';

const { state, set } = createFrameState();
const said = () => (spoken().id === 'zh' ? zh : en);

/** A deck takes colours from its address. @param {string} view */
const search = (view) => {
  const { theme } = state.value;
  const asked = [view && `view=${view}`, theme && `theme=${theme}`].filter(Boolean).join('&');
  return asked && `?${asked}`;
};

/** @param {string} deck */
function links(deck) {
  const words = said();
  const here = spoken().id;
  const views = [
    ['', words.slides],
    ['read', words.read],
    ['speaker', words.speaker],
  ];
  const inOther = languages.filter(({ id }) => id !== here);
  return html`${views.map(([view = '', name]) => html`<a href=${addressOf(deck, here) + search(view)}>${name}</a> `)}
    ${inOther.map(({ id, name, tag }) => html`<a lang=${tag} href=${addressOf(deck, id) + search('')}>${name}</a>`)}`;
}

/** @param {string} deck */
function lecture(deck) {
  const words = said().decks[/** @type {keyof typeof en.decks} */ (deck)];
  return html`<li><h3>${numberOf(deck)}. <a href=${addressOf(deck, spoken().id) + search('')}>${words.title}</a></h3>
    <p>${words.teaches}</p><p class="views">${links(deck)}</p></li>`;
}

function body() {
  const { title, keys } = said();
  return html`<section aria-labelledby="h-course"><h2 id="h-course">${title}</h2>
      <ol class="course">${decks.map(lecture)}</ol></section>
    <section aria-labelledby="h-class"><h2 id="h-class">${keys.title}</h2>
      <ul class="keys">${keys.list.map((line) => html`<li>${coded(line)}</li>`)}</ul></section>`;
}

drawFrame(state, set);
draw(() => spoken().settings.status.ready, byId('status'));
draw(body, byId('figures'));
