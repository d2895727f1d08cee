/** Where the words of a mark stand: at the first of several places where no point of a curve is. */

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
