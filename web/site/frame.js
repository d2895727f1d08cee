/** What every page of the site has: how it is drawn, and the choice of its colours. */
import { effect } from '@preact/signals-core';
import { html, render } from 'lit';
import { room } from '../elements/room.js';
import { trustFolder } from '../elements/trusted.js';
import { settled } from '../scope/settled.js';
import { languages } from '../words/words.js';
import { frameHash } from './frame-state.js';
import { followLanguage, languageOf, spoken } from './language.js';
import { keepOffline } from './offline/later.js';
import { pages } from './pages.js';
import { dark } from './theme.js';

trustFolder('./'); // before anything starts a worker

/** @param {string} id */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {Promise<unknown>} what has been asked for while the page opens */
let pieces = Promise.resolve();

/**
 * Draws soon, each root in a task of its own, in the order asked for; and again after anything it read has changed, by default in
 * the next frame: work for the engine is posted before that.
 * @param {() => unknown} view
 * @param {HTMLElement} root
 * @param {(paint: () => void) => unknown} [later]
 * @returns {Promise<unknown>} resolves when it is drawn
 */
export function draw(view, root, later = requestAnimationFrame) {
  let stop = () => {};
  /** @type {unknown} */
  let told;
  const paint = () => {
    stop();
    let painted = false;
    stop = effect(() => {
      if (painted) {
        later(() => room().then(paint));
        return;
      }
      painted = true;
      render(view(), root);
      if (told && told !== spoken()) root.getBoundingClientRect(); // other words: the frame's room counts their layout
      told = spoken();
    });
  };
  const drawn = pieces.then(() => new Promise((go) => setTimeout(go))).then(paint);
  pieces = drawn.catch(() => {}); // what cannot be drawn keeps nothing else from it
  return drawn;
}

/**
 * The element that a fragment names; settings, which have a `=`, name none.
 * @param {string} hash
 */
export const placeOf = (hash) =>
  /[=&]/.test(hash) ? null : document.getElementById(decodeURIComponent(hash.slice(1)));

/** Links to places of a page go there and leave the address alone: it holds the settings. */
function followPlaces() {
  addEventListener('click', (event) => {
    const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
    const place = link instanceof HTMLAnchorElement && link.pathname === location.pathname ? placeOf(link.hash) : null;
    if (!place || !link) return;
    event.preventDefault();
    place.scrollIntoView();
    place.focus({ preventScroll: true });
  });
}

/**
 * The button that switches colours, which the whole document follows.
 * @param {{ readonly value: { theme: string } }} state  a signal
 * @param {(change: { theme?: string }) => void} set
 */
function drawTheme(state, set) {
  const order = /** @type {('' | 'light' | 'dark')[]} */ (['', 'light', 'dark']);
  const button = () => {
    const words = spoken().frame;
    const theme = /** @type {'' | 'light' | 'dark'} */ (state.value.theme);
    const next = order[(order.indexOf(theme) + 1) % order.length] ?? '';
    const label = words.theme(words.themes[theme], words.themes[next]);
    return html`<button type="button" aria-label=${label} @click=${() => set({ theme: next })}><span aria-hidden="true">◐</span> ${words.themes[theme]}</button>`;
  };
  effect(() => {
    document.documentElement.dataset.theme = state.value.theme;
  });
  draw(button, byId('theme'));
  dark.addEventListener('change', () => set({}));
}

/**
 * The button that switches to the other language; whatever else the link holds stays.
 * @param {{ readonly value: { lang: string } }} state  a signal
 * @param {(change: { lang?: string }) => void} set
 */
function drawLanguage(state, set) {
  const button = () => {
    const now = languageOf(state.value);
    const other = languages.filter(({ id }) => id !== now);
    return other.map(
      ({ id, name, tag }) => html`<button type="button" lang=${tag} @click=${() => set({ lang: id })}>${name}</button>`,
    );
  };
  draw(button, byId('language'));
}

/**
 * Links to other pages carry colours and language, and to those that show a scope its settings, too.
 * @param {{ readonly value: { theme: string, lang: string } }} state  a signal
 * @param {(() => string | null) | undefined} settings
 */
function followPages(state, settings) {
  effect(() => {
    const plain = frameHash(state.value);
    const whole = settings ? settings() : plain;
    if (whole === null) return;
    for (const link of document.querySelectorAll('a[data-page]')) {
      const page = pages.find(({ id }) => id === /** @type {HTMLElement} */ (link).dataset.page);
      const hash = page?.shared ? whole : plain;
      link.setAttribute('href', `./${page?.file}${hash && `#${hash}`}`);
    }
  });
}

/**
 * What stands at the head of every page: places, other pages, colours and language. What serves later visits begins here, too.
 * @param {{ readonly value: { theme: string, lang: string } }} state  a signal
 * @param {(change: { theme?: string, lang?: string }) => void} set
 * @param {object} [page]
 * @param {() => boolean} [page.stands]  whether its first figure does; reads signals
 * @param {() => string | null} [page.settings]  of the scope that it shows, as a link; null: links stay while it changes
 */
export function drawFrame(state, set, { stands = () => true, settings } = {}) {
  const chosen = settled(() => ({ theme: state.value.theme, lang: state.value.lang })); // a slider changes neither
  followPlaces();
  followPages(chosen, settings);
  followLanguage(chosen);
  drawTheme(chosen, set);
  drawLanguage(chosen, set);
  keepOffline(stands);
}
