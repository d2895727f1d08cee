/** The scope's query in the address of the page: steps that a visitor may go back are entries of the history. */
import { effect } from '@preact/signals-core';
import { discretePart } from '../scope/query.js';
import { placeOf } from './frame.js';

/** @param {import('../scope/scope.js').Scope} scope */
export function bindLink(scope) {
  const { codec } = scope;
  let step = ''; // the discrete part of what the address holds

  effect(() => {
    const query = scope.query.value;
    if (!scope.fitted.value) return;
    const [hash, now] = [codec.toHash(query), discretePart(query)];
    const isStep = step !== '' && now !== step;
    step = now;
    if (hash === location.hash.slice(1)) return;
    history[isStep ? 'pushState' : 'replaceState'](null, '', `#${hash}`);
  });

  addEventListener('hashchange', () => {
    if (placeOf(location.hash)) return; // no settings
    const reading = codec.fromHash(location.hash);
    step = discretePart(reading.query); // what the browser itself put there is no step of ours
    scope.follow(reading);
  });
}
