/** A page of the reference, which the build wrote: its links carry colours, language and the name that they lead to. */
import { effect } from '@preact/signals-core';
import { byId, draw, drawFrame } from '../frame.js';
import { createFrameState, frameHash } from '../frame-state.js';
import { spoken } from '../language.js';
import '../reference/reference.css';

/** @param {string} hash  @returns {string} the name in it, which stands before the settings */
const nameIn = (hash) => decodeURIComponent(hash.replace(/^#/, '').split('&')[0] ?? '').replace(/.*=.*/, '');

const { state, set } = createFrameState({
  read: (hash) => ({ name: nameIn(hash) }),
  write: ({ name }) => name,
});

/** @type {HTMLAnchorElement[]} */
const links = [...byId('figures').querySelectorAll('a')];
const places = new Map(
  links.map((link) => [link, { page: link.getAttribute('href')?.split('#')[0] ?? '', name: nameIn(link.hash) }]),
);

effect(() => {
  const settings = frameHash(state.value);
  for (const [link, { page, name }] of places) {
    const hash = [name, page && settings].filter(Boolean).join('&');
    link.setAttribute('href', `${page}${hash && `#${hash}`}`);
  }
});

/** The address names what was last followed on the page. */
byId('figures').addEventListener('click', ({ target }) => {
  const link = target instanceof Element ? target.closest('a') : null;
  const place = link && places.get(link);
  if (place && !place.page) state.value = { ...state.value, name: place.name };
});

effect(() => {
  const { name } = state.value;
  if (name) document.getElementById(name)?.scrollIntoView();
});

drawFrame(state, set);
draw(() => spoken().settings.status.ready, byId('status'));
