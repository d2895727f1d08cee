/**
 * Work that a visitor waits for, but not all of it in one task, which would hold the next input up: pieces follow each other as
 * long as there is room in the frame, the rest comes in the next ones, in the order asked for.
 */

const most = 12; // ms of pieces in a frame: style, layout and paint of what they change take about as long

let began = 0; // when the pieces of this task did; 0 = there were none yet
let frame = 0; // time of the last one that had pieces
/** @type {(() => void)[]} */
const waiting = [];

function isFull() {
  const now = performance.now();
  if (!began) {
    began = now;
    setTimeout(() => {
      began = 0; // another task
    });
  }
  return now - began > most;
}

/** The next piece; each has a callback of its own, so that all that it leads to is done before the next one begins. @param {number} time */
function serve(time) {
  if (time !== frame) began = 0;
  frame = time;
  if (isFull()) requestAnimationFrame(serve);
  else waiting.shift()?.();
}

/** Resolves when there is room for a piece: at once, or in one of the next frames. */
export async function room() {
  if (waiting.length === 0 && !isFull()) return;
  requestAnimationFrame(serve);
  await new Promise((/** @type {(value: void) => void} */ go) => {
    waiting.push(go);
  });
}
