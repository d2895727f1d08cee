/** Links to the pages of methods, which keep colours and language. */
import { frameHash } from '../frame-state.js';
import { pageOf } from './addresses.js';

/**
 * @param {string} id  of a method
 * @param {import('../frame-state.js').FrameState} state  which the page keeps
 */
export function linkTo(id, state) {
  const hash = frameHash(state);
  return `./${pageOf(id)}${hash && `#${hash}`}`;
}
