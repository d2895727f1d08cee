/** Computed values that change no more often than what they hold. */
import { computed } from '@preact/signals-core';

/**
 * Changes only when its JSON does, so that moving a crosshair redraws no curve.
 * @template T
 * @param {() => T} read
 */
export function settled(read) {
  const json = computed(() => JSON.stringify(read()));
  return computed(() => /** @type {T} */ (JSON.parse(json.value)));
}

/**
 * The same array as long as none of its items is another one.
 * @template T
 * @param {() => T[]} read
 */
export function unchanged(read) {
  /** @type {T[]} */
  let last = [];
  return computed(() => {
    const now = read();
    if (now.length !== last.length || now.some((item, i) => item !== last[i])) last = now;
    return last;
  });
}
