/**
 * The scope's query in the address of the page: steps that a visitor may go back are entries of the history. What a slider
 * moves is written now and then, because a browser lets a page write its address a hundred times in half a minute.
 */
import { effect } from '@preact/signals-core';
import { discretePart } from '../scope/query.js';
import { placeOf } from './frame.js';

const pause = 400; // ms between two writings of what a slider moves

/** @param {import('../scope/scope.js').Scope} scope */
export function bindLink(scope) {
  const { codec } = scope;
  let step = ''; // the discrete part of what the address holds, or is to hold
  let last = location.hash.slice(1); // what it is to hold
  let seen = last; // what it held when it was read or written here
  let written = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;

  /** @param {'pushState' | 'replaceState'} how */
  function write(how) {
    clearTimeout(later);
    later = undefined;
    const there = location.hash.slice(1);
    if (last === there || there !== seen) return; // a link that was just followed: its event is on the way
    written = performance.now();
    history[how](null, '', `#${last}`);
    seen = location.hash.slice(1);
  }
  const replace = () => write('replaceState');

  effect(() => {
    const query = scope.query.value;
    if (!scope.fitted.value) return;
    const [hash, now] = [codec.toHash(query), discretePart(query)];
    const isStep = step !== '' && now !== step;
    if (isStep && later) replace(); // where the step starts from
    step = now;
    last = hash;
    if (isStep) write('pushState');
    else later ??= setTimeout(replace, Math.max(0, written + pause - performance.now()));
  });

  addEventListener('pagehide', replace);
  addEventListener('click', () => later && replace(), { capture: true }); // of whatever reads the address
  addEventListener('hashchange', () => {
    seen = location.hash.slice(1);
    if (placeOf(location.hash)) return; // no settings
    const reading = codec.fromHash(location.hash);
    step = discretePart(reading.query); // what the browser itself put there is no step of ours
    last = location.hash.slice(1);
    scope.follow(reading);
  });
}
