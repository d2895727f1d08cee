/** How large the magnified neighbourhood of a cell is, so that whatever stands beside it can keep away. */

export const edges = { letters: 16, words: 62 }; // CSS px, room for a letter and for the longest label

/**
 * @param {number} size      of the map, CSS px
 * @param {boolean} letters  whether a token is a letter
 * @param {boolean} [corner]  whether it stands in the empty corner of the map, where a small map has little room
 */
export function loupeSize(size, letters, corner = false) {
  const small = corner && size < 350;
  const radius = letters ? (small ? 5 : 7) : small ? 3 : 5; // tokens on each side
  const cell = size >= 480 ? 12 : size >= 380 ? 10 : 9; // CSS px
  return { radius, cell, side: (letters ? edges.letters : edges.words) + (2 * radius + 1) * cell + 1 };
}

const above = 42; // CSS px, of the buttons and of what is read

/**
 * What of a map's corner is taken, whether or not there is a crosshair.
 * @param {number} size      of the map, CSS px
 * @param {number} from      size of a map that has room in its corner
 * @param {boolean} letters  whether a token is a letter
 */
export function cornerTaken(size, from, letters) {
  if (size < from) return { width: 0, height: 0 };
  const { side } = loupeSize(size, letters, true);
  return { width: side + 8, height: side + above };
}
