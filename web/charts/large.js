/** Large maps are pooled and painted by WebAssembly, where the page allows it. */

/**
 * @typedef {import('./kernels.js').Kernels} Kernels
 * @typedef {() => Kernels} Open
 */

const large = 2 ** 18; // cells: with fewer JavaScript is done in a millisecond
const widest = 2 ** 14; // cells of a row: what every browser gives a canvas, and the kernels have room for

/** @type {Kernels | null | undefined} undefined = not needed yet, null = JavaScript draws the same */
let kernels;
/** @type {Open | undefined} */
let open;

/** For who has the code at once: else it comes with the first large map. @param {Open} given */
export const offer = (given) => {
  open = given;
};

/** @param {Open} given */
function tried(given) {
  try {
    return given();
  } catch {
    return null;
  }
}

/**
 * @param {{ rows: number, cols: number }} size  of a map
 * @returns {Kernels | null}
 */
export function kernelsFor({ rows, cols }) {
  if (rows * cols < large || cols > widest) return null;
  if (kernels === undefined) {
    kernels = open ? tried(open) : null;
    if (!open) import('./kernels.js').then(({ openKernels }) => (kernels = tried(openKernels))).catch(() => {});
  }
  return kernels;
}
