/** The speaker's side of the window: notes, what comes next, and the time since it was opened. */
import { words } from './settings.js';

const second = 1000; // ms

/** @param {Element | null | undefined} slide */
const headingOf = (slide) => slide?.querySelector('h1, h2')?.textContent ?? '';

/** @param {number} seconds */
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** @param {string} kind  @param {string} [text] */
const element = (kind, text = '') => Object.assign(document.createElement(kind), { textContent: text });

/** @param {import('reveal.js').RevealApi} deck */
export function showNotes(deck) {
  const said = words().deck;
  const began = Date.now();
  const aside = document.createElement('aside');
  aside.className = 'speaking';
  aside.setAttribute('aria-label', said.notes);
  const time = document.createElement('p');
  const notes = document.createElement('div');
  const next = document.createElement('p');
  aside.append(time, element('h2', said.notes), notes, element('h2', said.comes), next);
  document.body.append(aside);

  const tell = () => {
    const slide = deck.getCurrentSlide();
    const written = slide?.querySelector('aside.notes')?.cloneNode(true);
    notes.replaceChildren(...(written ? written.childNodes : []));
    const following = slide?.nextElementSibling;
    next.textContent = headingOf(following) || said.end;
  };
  const tick = () => {
    time.textContent = `${said.elapsed}: ${clock(Math.floor((Date.now() - began) / second))}`;
  };
  deck.on('slidechanged', tell);
  tell();
  tick();
  setInterval(tick, second);
}
