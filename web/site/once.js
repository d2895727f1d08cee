/** Waiting for a moment that signals tell of. */
import { effect } from '@preact/signals-core';

/**
 * Once, as soon as it is time.
 * @param {() => boolean} isTime
 * @param {() => unknown} run
 */
export function once(isTime, run) {
  const stop = effect(() => {
    if (!isTime()) return;
    queueMicrotask(() => stop());
    run();
  });
}
