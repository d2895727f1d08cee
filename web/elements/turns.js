/**
 * Work that may wait: one piece after each frame, in the order asked for, so that what the visitor looks at is painted
 * first and input never waits for more than one piece.
 */

/** @type {((value?: unknown) => void)[]} */
const waiting = [];
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => {
  waiting.shift()?.();
  if (waiting.length > 0) afterFrame();
};
const afterFrame = () => requestAnimationFrame(() => port2.postMessage(null));

/** Resolves when it is the caller's turn. */
export const turn = () =>
  new Promise((resolve) => {
    if (waiting.push(resolve) === 1) afterFrame();
  });
