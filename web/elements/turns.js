/**
 * Work that may wait: one piece after each frame, in the order asked for, so that what the visitor looks at is painted
 * first and input never waits for more than one piece. What stands outside of the window waits for what is seen.
 */

/** @type {{ go: (value?: unknown) => void, of: Element }[]} */
const waiting = [];
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => {
  const first = waiting.findIndex(({ of }) => isSeen(of));
  for (const { go } of waiting.splice(Math.max(0, first), 1)) go();
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
  new Promise((go) => {
    if (waiting.push({ go, of }) === 1) afterFrame();
  });
