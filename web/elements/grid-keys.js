/** The arrow keys in a grid of buttons, of which Tab reaches one; each edge leads to the opposite one. */

/** @type {Record<string, [number, number]>} */
const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * Where the key leads to, and null where it is no arrow; an arrow is then used up.
 * @param {KeyboardEvent} event
 * @param {{ row: number, col: number }} place
 * @param {{ rows: number, cols: number }} size
 */
export function arrowTo(event, { row, col }, { rows, cols }) {
  const step = steps[event.key];
  if (!step) return null;
  event.preventDefault();
  event.stopPropagation();
  return { row: (row + step[0] + rows) % rows, col: (col + step[1] + cols) % cols };
}
