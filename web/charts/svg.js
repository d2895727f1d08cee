/** Small helpers for figures drawn as SVG. */

/**
 * @template {keyof SVGElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | number>} [attributes]
 * @param {(Node | string)[]} [children]
 * @returns {SVGElementTagNameMap[Name]}
 */
export function svg(name, attributes = {}, children = []) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** The least of 1, 2, 5, 10 times a power of ten that is not below. @param {number} rough  above 0 */
export function roundStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5, 10].find((lead) => lead * power >= rough) ?? 10);
}

/**
 * Round steps for an axis from 0 to `end` with at most `most` ticks.
 * @param {number} end
 * @param {number} most
 */
export function ticks(end, most) {
  const step = Math.max(1, roundStep(end / Math.max(1, most)));
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, i) => i * step);
}

/**
 * Ticks in powers of two where the axis counts tokens: 0, 128, 256, ...
 * @param {number} end
 * @param {number} most
 */
export function tokenTicks(end, most) {
  let step = 1;
  while (end / step > most) step *= 2;
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, i) => i * step);
}

/**
 * A number for people: three digits, no trailing zeros.
 * @param {number} value
 */
export function short(value) {
  if (!Number.isFinite(value)) return '∞';
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 1e-3)) {
    const [digits = '', power = ''] = value.toExponential(1).split('e');
    return `${digits.replace(/\.0$/, '').replace('-', '−')}e${Number(power)}`;
  }
  return String(Number(value.toPrecision(3))).replace('-', '−');
}

/**
 * About as wide as words are: Chinese characters are as wide as they are high.
 * @param {string} text
 * @param {number} letter  px
 */
export const widthOf = (text, letter) =>
  Array.from(text).reduce((width, each) => width + (each > '\u2e80' ? 12 : letter), 0);
