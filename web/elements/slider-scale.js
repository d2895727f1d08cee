/** Places on a slider: in proportion to the value, or to its logarithm where the range spans orders of magnitude. */

const steps = 200; // of a logarithmic slider
const wide = 64; // from this ratio on

/**
 * @param {{ min: number, max: number }} range
 * @returns {{ log: boolean, from: number, to: number, place: (value: number) => number, value: (place: number) => number }}
 *   from, to: the ends of the slider
 */
export function sliderScale({ min, max }) {
  const shift = min === 0 ? 1 : 0; // zero has no logarithm: one more than the value has
  const ratio = (max + shift) / (min + shift);
  if (min < 0 || ratio < wide)
    return { log: false, from: min, to: max, place: (value) => value, value: (place) => place };
  return {
    log: true,
    from: 0,
    to: steps,
    place: (value) => (steps * Math.log((value + shift) / (min + shift))) / Math.log(ratio),
    value: (place) => (min + shift) * ratio ** (place / steps) - shift,
  };
}
