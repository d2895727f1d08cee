/** What every link of the site may hold: colours and language. Pages without further settings hold nothing else. */
import { effect, signal } from '@preact/signals-core';
import { choice } from '../scope/query-types.js';
import { languages } from '../words/words.js';

/** @typedef {{ theme: string, lang: string }} FrameState  '' = as the system, and as the browser, asks for */

export const frameTable = {
  theme: { key: 'theme', type: choice(['light', 'dark']) },
  lang: { key: 'lang', type: choice(languages.map(({ id }) => id)) },
};

const names = /** @type {(keyof FrameState)[]} */ (Object.keys(frameTable));

/** @param {FrameState} state  @returns {string} a link without the # */
export const frameHash = (state) =>
  names
    .filter((name) => state[name])
    .map((name) => `${name}=${state[name]}`)
    .join('&');

/** @param {string} hash  @returns {FrameState} whatever else it holds is no setting of such a page */
export function readFrame(hash) {
  const given = new URLSearchParams(hash.slice(1));
  const read = (/** @type {keyof FrameState} */ name) =>
    frameTable[name].type.allowed.find((each) => each === given.get(name)) ?? '';
  return { theme: read('theme'), lang: read('lang') };
}

/**
 * What a page's link holds beside colours and language.
 * @template T
 * @typedef {{ read: (hash: string) => T, write: (state: T) => string }} LinkPart  write: without the #, '' = nothing
 */

const nothingMore = { read: () => ({}), write: () => '' };

/**
 * The state of a page that shows no scope of its own, in step with its link.
 * @template {object} [T={}]
 * @param {LinkPart<T>} [more]
 */
export function createFrameState(more = /** @type {LinkPart<any>} */ (nothingMore)) {
  const read = () => ({ ...readFrame(location.hash), ...more.read(location.hash) });
  const write = (/** @type {FrameState & T} */ now) => [more.write(now), frameHash(now)].filter(Boolean).join('&');
  const state = signal(read());
  effect(() => {
    const hash = write(state.value);
    if (hash !== write(read())) history.replaceState(null, '', `#${hash}`);
  });
  addEventListener('hashchange', () => {
    state.value = read();
  });
  /** @param {Partial<FrameState>} change */
  const set = (change) => {
    state.value = { ...state.value, ...change };
  };
  return { state, set };
}
