/** What waits for the maps of a change: drawing meanwhile would only slow the model down. Each scope has its own. */

const patience = 200; // ms before something is worth a redraw of its own
const redraw = 100; // ms between redraws of progress
const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function createPatience() {
  let shown = Promise.resolve();

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

  return { expectMaps, mapsShown, afterMaps };
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
