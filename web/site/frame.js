/** What every page of the site has: how it is drawn, and the choice of its colours. */
import { effect } from '@preact/signals-core';
import { html, render } from 'lit';

/** @param {string} id */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * Draws now, and again after anything it read has changed, by default in the next frame: work for the engine is posted
 * before that.
 * @param {() => unknown} view
 * @param {HTMLElement} root
 * @param {(paint: () => void) => unknown} [later]
 */
export function draw(view, root, later = requestAnimationFrame) {
  let stop = () => {};
  const paint = () => {
    stop();
    let painted = false;
    stop = effect(() => {
      if (painted) {
        later(paint);
        return;
      }
      painted = true;
      render(view(), root);
    });
  };
  paint();
}

/**
 * The element that a fragment names; settings, which have a `=`, name none.
 * @param {string} hash
 */
export const placeOf = (hash) =>
  /[=&]/.test(hash) ? null : document.getElementById(decodeURIComponent(hash.slice(1)));

/** Links to places of a page go there and leave the address alone: it holds the settings. */
export function followPlaces() {
  addEventListener('click', (event) => {
    const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
    const place = link instanceof HTMLAnchorElement && link.pathname === location.pathname ? placeOf(link.hash) : null;
    if (!place || !link) return;
    event.preventDefault();
    place.scrollIntoView();
    place.focus({ preventScroll: true });
  });
}

const themes = { '': 'System', light: 'Light', dark: 'Dark' };

/**
 * The button that switches colours, which the whole document follows.
 * @param {{ readonly value: { theme: string } }} state  a signal
 * @param {(change: { theme?: string }) => void} set
 */
export function drawTheme(state, set) {
  const order = /** @type {(keyof typeof themes)[]} */ (Object.keys(themes));
  const button = () => {
    const theme = /** @type {keyof typeof themes} */ (state.value.theme);
    const next = order[(order.indexOf(theme) + 1) % order.length] ?? '';
    return html`<button type="button" aria-label="Colours: ${themes[theme]}. Switch to ${themes[next]}" @click=${() => set({ theme: next })}><span aria-hidden="true">◐</span> ${themes[theme]}</button>`;
  };
  effect(() => {
    document.documentElement.dataset.theme = state.value.theme;
  });
  draw(button, byId('theme'));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => set({}));
}
