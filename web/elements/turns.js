/**
 * Work that may wait: pieces after each frame, as many as have room before the next one, in the order asked for, so that what the
 * visitor looks at is painted first and input never waits for more than one piece. What stands outside of the window waits for
 * what is seen. What was taken from the page waits for nothing: who waits is kept, and all that was taken away with it.
 */

const most = 12; // ms of pieces after a frame: style, layout and paint of what they change take longer than that

/** @type {{ go: (value?: unknown) => void, of: Element }[]} */
let waiting = [];
let began = 0; // when the pieces since the last frame did; 0 = there were none yet
const { port1, port2 } = new MessageChannel();
const goOn = () => port2.postMessage(null); // each piece is a task of its own: input comes between
port1.onmessage = () => {
  const now = performance.now();
  if (began && now - began > most) return;
  if (!began) {
    began = now;
    requestAnimationFrame(() => {
      began = 0;
      if (waiting.length > 0) goOn();
    });
  }
  const free = waiting.filter(({ of }) => !of.isConnected);
  waiting = waiting.filter(({ of }) => of.isConnected);
  const first = waiting.findIndex(({ of }) => isSeen(of));
  free.push(...waiting.splice(Math.max(0, first), 1));
  for (const { go } of free) go();
  if (waiting.length > 0) goOn();
};

/** @param {Element} element */
function isSeen(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** Resolves when it is the turn of this element. @param {Element} of */
export const turn = (of) =>
  new Promise((/** @type {(value?: unknown) => void} */ go) => {
    if (!of.isConnected) go();
    else if (waiting.push({ go, of }) === 1) goOn();
  });
