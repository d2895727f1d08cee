/** Links to the pages of methods, which keep colours and language. */
import { frameHash } from '../frame-state.js';
import { pageOf } from './addresses.js';

/** @typedef {import('../frame-state.js').FrameState} FrameState  which the page keeps */

/** @param {string} file  of the site  @param {FrameState} state */
export function linkToFile(file, state) {
  const hash = frameHash(state);
  return `./${file}${hash && `#${hash}`}`;
}

/** @param {string} id  of a method  @param {FrameState} state */
export const linkTo = (id, state) => linkToFile(pageOf(id), state);
