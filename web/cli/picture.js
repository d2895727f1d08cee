/** One attention map as PNG, SVG or CSV, with the colours of the page. */

import { lut } from '../charts/colormap.js';
import { encodePng } from './png.js';

/**
 * @typedef {import('../lib/types.js').AttentionMap} AttentionMap
 * @typedef {{ method: string, tokens: number, trainedLength: number }} Caption  lengths in tokens
 */

const gamma = 0.4; // induction stripes hold a few per cent of the weight: linear colours would hide them
const colors = lut.viridis;

/**
 * One pixel a cell.
 * @param {AttentionMap} map
 */
export function pngOf({ values, rows, cols }) {
  const rgb = new Uint8Array(3 * rows * cols);
  for (const [i, weight] of values.entries()) {
    const entry = 3 * Math.round(255 * Math.min(weight, 1) ** gamma);
    rgb.set(colors.subarray(entry, entry + 3), 3 * i);
  }
  return encodePng(rgb, cols, rows);
}

/** @param {AttentionMap} map */
export function csvOf({ values, rows, cols }) {
  const lines = Array.from({ length: rows }, (_, i) => values.subarray(i * cols, (i + 1) * cols).join(','));
  return `${lines.join('\n')}\n`;
}

const side = 512; // of the map, user units
const left = 64;
const top = 48;
const tickLength = 6;

/**
 * @param {AttentionMap} map
 * @param {Caption} caption
 */
export function svgOf(map, { method, tokens, trainedLength }) {
  const place = (/** @type {number} */ token) => (token / tokens) * side;
  const image = pngOf(map).toString('base64');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + side + 24} ${top + side + 56}" font-family="sans-serif" font-size="14">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${left}" y="${top - 20}" font-size="16">${escapeXml(method)}: layer ${map.layer}, head ${map.head}, ${tokens} tokens</text>
<g transform="translate(${left} ${top})">
<image width="${side}" height="${side}" preserveAspectRatio="none" style="image-rendering: pixelated" href="data:image/png;base64,${image}"/>
<rect width="${side}" height="${side}" fill="none" stroke="#333"/>
${ticks(tokens)
  .map((token) => tick(token, place(token)))
  .join('\n')}
${trainedLength < tokens ? marker(place(trainedLength), trainedLength) : ''}
<text x="${side / 2}" y="${side + 44}" text-anchor="middle">key, token index</text>
<text transform="translate(-46 ${side / 2}) rotate(-90)" text-anchor="middle">query, token index</text>
</g>
</svg>
`;
}

/** @param {number} tokens */
function ticks(tokens) {
  const most = 8;
  let step = 1;
  while (tokens / step > most) step *= 2;
  return Array.from({ length: Math.ceil(tokens / step) }, (_, i) => i * step);
}

/**
 * @param {number} token
 * @param {number} at
 */
const tick = (token, at) =>
  `<path d="M${at} ${side}v${tickLength}M0 ${at}h${-tickLength}" stroke="#333"/>` +
  `<text x="${at}" y="${side + 22}" text-anchor="middle">${token}</text>` +
  `<text x="${-10}" y="${at + 5}" text-anchor="end">${token}</text>`;

/**
 * Beyond these lines the model sees distances that it was not trained on.
 * @param {number} at
 * @param {number} length
 */
const marker = (at, length) =>
  `<path d="M${at} ${at}V${side}M0 ${at}H${at}" stroke="#fff" stroke-dasharray="6 4"/>` +
  `<text x="${at + 8}" y="${at - 8}" fill="#fff">trained on ${length} tokens</text>`;

/** @param {string} text */
const escapeXml = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
