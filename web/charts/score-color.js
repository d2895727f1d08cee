/** Colours of cells that hold a number from 0 to 1: viridis, or the grey of the same lightness; ink that can be read on it. */
import { lut } from './colormap.js';

/** @param {number} value  sRGB, 0..255 */
const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
/** @param {number} light  0..1 */
const encoded = (light) => 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);

/**
 * @param {number} score    0..1
 * @param {boolean} grey
 * @returns {{ ground: string, ink: string }}  with a contrast of at least 4.5 (WCAG 2.2)
 */
export function scoreColor(score, grey) {
  const at = 3 * Math.round(255 * Math.min(1, Math.max(0, score)));
  const color = Array.from(lut.viridis.subarray(at, at + 3));
  const [red = 0, green = 0, blue = 0] = color.map(linear);
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue; // relative luminance, WCAG 2.2
  const shown = grey ? color.map(() => Math.round(encoded(light))) : color;
  const [onBlack, onWhite] = [(light + 0.05) / 0.05, 1.05 / (light + 0.05)]; // contrasts
  return { ground: `rgb(${shown.join(' ')})`, ink: onBlack > onWhite ? '#000' : '#fff' };
}
