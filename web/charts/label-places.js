/** Where the words of a mark stand: at the first of several places where no curve and no other mark is. */

/**
 * @typedef {{ x: number, y: number }} Point
 * @typedef {Point & { width: number, height: number }} Place  x: left; y: the line that words stand on
 */

/**
 * @param {Place[]} places  from the best
 * @param {Point[]} points
 * @param {number} radius   of a point
 * @returns {Place}         where fewest points are, if there are some everywhere
 */
export function freest(places, points, radius) {
  const under = places.map(
    ({ x, y, width, height }) =>
      points.filter(
        (point) =>
          point.x > x - radius && point.x < x + width + radius && point.y > y - height - radius && point.y < y + radius,
      ).length,
  );
  return /** @type {Place} */ (places[under.indexOf(Math.min(...under))]);
}

const mostPieces = 1000; // of a line between two points: longer ones go far beyond the picture

/**
 * A line as points that are near enough to each other to be met by words.
 * @param {Point[]} points  a gap in the line is a point that is not a number, or not a finite one
 * @param {number} step     between two of them, at most
 */
export function along(points, step) {
  return points.flatMap((to, i) => {
    const from = points[i - 1] ?? to;
    const pieces = Math.min(mostPieces, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / step));
    if (!(pieces > 1) || !Number.isFinite(to.x + to.y - from.x - from.y)) return to;
    return Array.from({ length: pieces }, (_, j) => {
      const share = (j + 1) / pieces;
      return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
    });
  });
}
