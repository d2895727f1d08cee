/**
 * What waits for the maps of a change, or for the hand that changes something to rest: drawing meanwhile would only slow
 * the model down. Each scope has its own.
 */

const patience = 200; // ms before something is worth a redraw of its own
const redraw = 100; // ms between redraws of progress
const resting = 150; // ms without a move: slower than a hand that moves, faster than an eye that waits
const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {import('@preact/signals-core').Signal<boolean>} moving  written: whether a hand is at it */
export function createPatience(moving) {
  let shown = Promise.resolve();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;
  /** @type {(() => void)[]} what waits for the hand */
  const waiting = [];

  /** @param {Promise<void>} maps  resolves when the maps of the change are there */
  function expectMaps(maps) {
    shown = Promise.race([maps, pause(patience)]);
  }

  /** Resolves when the maps under way are there, or when they take long. */
  async function mapsShown() {
    await null; // effects of one change have no order: expectMaps may be called after this
    await shown;
  }

  /**
   * Redraws in the first frame that has the maps.
   * @param {() => void} paint
   */
  async function afterMaps(paint) {
    await mapsShown();
    requestAnimationFrame(paint);
  }

  /** Redraws when the hand rests and its maps are there. @param {() => void} paint */
  async function afterRest(paint) {
    if (moving.peek()) await new Promise((resolve) => waiting.push(() => resolve(null)));
    return afterMaps(paint);
  }

  /** A hand has moved something. */
  function move() {
    clearTimeout(later);
    moving.value = true;
    later = setTimeout(() => {
      moving.value = false;
      for (const go of waiting.splice(0)) go();
    }, resting);
  }

  return { expectMaps, mapsShown, afterMaps, afterRest, move };
}

/**
 * Progress that a short run never shows.
 * @param {(slot: number, done: number) => void} report
 */
export function patientProgress(report) {
  let next = performance.now() + patience;
  return (/** @type {number} */ slot, /** @type {number} */ done) => {
    if (performance.now() < next) return;
    next = performance.now() + redraw;
    report(slot, Math.min(0.99, done));
  };
}
