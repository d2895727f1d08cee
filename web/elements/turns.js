/**
 * Work that may wait: one piece after each frame, in the order asked for, so that what the visitor looks at is painted
 * first and input never waits for more than one piece. What stands outside of the window waits for what is seen. What was
 * taken from the page waits for nothing: who waits is kept, and all that was taken away with it.
 */

/** @type {{ go: (value?: unknown) => void, of: Element }[]} */
let waiting = [];
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => {
  const free = waiting.filter(({ of }) => !of.isConnected);
  waiting = waiting.filter(({ of }) => of.isConnected);
  const first = waiting.findIndex(({ of }) => isSeen(of));
  free.push(...waiting.splice(Math.max(0, first), 1));
  for (const { go } of free) go();
  if (waiting.length > 0) afterFrame();
};
const afterFrame = () => requestAnimationFrame(() => port2.postMessage(null));

/** @param {Element} element */
function isSeen(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

/** Resolves when it is the turn of this element. @param {Element} of */
export const turn = (of) =>
  new Promise((/** @type {(value?: unknown) => void} */ go) => {
    if (!of.isConnected) go();
    else if (waiting.push({ go, of }) === 1) afterFrame();
  });
