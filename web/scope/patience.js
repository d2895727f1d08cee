/**
 * What waits for the maps of a change, or for the hand that changes something to rest: drawing meanwhile would only slow
 * the model down. Each scope has its own.
 */

const patience = 200; // ms before something is worth a redraw of its own
const redraw = 100; // ms between redraws of progress
const resting = 100; // ms without a move, or since its maps are there: slower than a hand that moves, faster than an eye that waits
const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** @param {import('@preact/signals-core').Signal<boolean>} moving  written: whether a hand is at it */
export function createPatience(moving) {
  let shown = Promise.resolve();
  /** @type {(value?: void) => void} resolves it */
  let show = () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let later;
  /** @type {(() => void)[]} what waits for the hand */
  const waiting = [];

  /**
   * Whoever waits for the maps of an earlier change, which may have been given up for this one, goes on with these at the latest.
   * @param {Promise<void>} maps  resolves when the maps of the change are there
   */
  function expectMaps(maps) {
    const earlier = show;
    shown = new Promise((resolve) => {
      show = resolve;
    });
    void Promise.race([maps, pause(patience)]).then(show);
    void shown.then(earlier);
    void shown.then(() => moving.peek() && keepStill()); // the hand goes on from what it sees
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
    if (moving.peek()) {
      await new Promise((resolve) => waiting.push(() => resolve(null)));
      await mapsShown();
      await pause(0); // what the hand asked for last is followed by what it asks for at rest
    }
    return afterMaps(paint);
  }

  function keepStill() {
    clearTimeout(later);
    const mine = setTimeout(() => shown.then(() => mine === later && rest()), resting);
    later = mine;
  }

  /** A hand has moved something: it rests when it lets go, or keeps still. */
  function move() {
    keepStill();
    if (!moving.peek()) globalThis.addEventListener?.('pointerup', rest, true);
    moving.value = true;
  }

  function rest() {
    clearTimeout(later);
    globalThis.removeEventListener?.('pointerup', rest, true);
    moving.value = false;
    for (const go of waiting.splice(0)) go();
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
