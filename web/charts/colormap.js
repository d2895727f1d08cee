/**
 * Colour tables of 256 RGB entries, shared by the page and the command line. Sequential ones rise evenly in lightness and
 * stay readable with every common colour-vision deficiency; the diverging one keeps its neutral grey at zero.
 */

/**
 * Polynomials in t = 0..1, lowest order first, one row per channel, result 0..1.
 * viridis, inferno: sixth-order fits of the matplotlib maps (public domain, Smith and van der Walt; fit by M. Zucker).
 * cividis: fifth-order fit of the map of Nunez, Anderton and Renslow (2018), as d3-scale-chromatic prints it, over 255.
 */
const fits = {
  viridis: [
    [0.27772733, 0.10509304, -0.33086183, -4.6342305, 6.22826994, 4.776385, -5.43545586],
    [0.00540734, 1.40461353, 0.21484756, -5.7991011, 14.17993337, -13.74514538, 4.64585261],
    [0.33409981, 1.38459016, 0.09509516, -19.33244096, 56.6905526, -65.35303263, 26.31243525],
  ],
  inferno: [
    [0.00021894, 0.10651342, 11.60249308, -41.70399613, 77.1629357, -71.31942825, 25.13112622],
    [0.001651, 0.56395644, -3.97285397, 17.43639888, -33.40235894, 32.62606426, -12.24266895],
    [-0.0194809, 3.93271239, -15.94239411, 44.3541452, -81.80730926, 73.20951986, -23.070325],
  ],
  cividis: [
    [-0.01780392, -0.13858824, 9.34011765, -25.10862745, 27.54792157, -10.6297647],
    [0.12741176, 0.66952941, 0.20713725, -0.51552941, 0.69247059, -0.26419608],
    [0.31858824, 1.7347451, -9.73502, 24.18496078, -25.94076471, 9.70843137],
  ],
};

/** Purple, grey, green: ends and middle of the diverging table, sRGB 0..255. Blue and orange are the first two methods'. */
const purple = [118, 42, 131];
const grey = [238, 238, 236];
const green = [27, 120, 55];

/** @param {number} value */
const byte = (value) => Math.round(255 * Math.min(1, Math.max(0, value)));

/** @param {(t: number) => number[]} color  0..1 per channel */
function table(color) {
  const entries = new Uint8Array(768); // [256, 3]
  for (let i = 0; i < 256; i++) entries.set(color(i / 255).map(byte), 3 * i);
  return entries;
}

/** @param {number[][]} fit */
const polynomial = (fit) => table((t) => fit.map((row) => row.reduceRight((sum, term) => sum * t + term, 0)));

const diverging = table((t) => {
  const far = t < 0.5 ? purple : green;
  const weight = Math.abs(2 * t - 1) ** 0.85;
  return grey.map((middle, channel) => (middle + weight * ((far[channel] ?? 0) - middle)) / 255);
});

/** Colour tables by name, [256, 3], 0..255 each. */
export const lut = {
  viridis: polynomial(fits.viridis),
  cividis: polynomial(fits.cividis),
  inferno: polynomial(fits.inferno),
  grey: table((t) => [1 - t, 1 - t, 1 - t].map((v) => 0.06 + 0.92 * v)),
  diverging,
};

/** @typedef {keyof typeof lut} ColorMapName  the name of a colour table */

/** Names of the tables for quantities that start at zero. */
export const sequentialMaps = /** @type {ColorMapName[]} */ (['viridis', 'cividis', 'inferno', 'grey']);

/**
 * The colour table as 32-bit words of ImageData, opaque.
 * @param {Uint8Array} entries  [256, 3]
 */
export function words(entries) {
  const bytes = new Uint8ClampedArray(1024); // [256, 4]
  for (let i = 0; i < 256; i++) {
    bytes.set(entries.subarray(3 * i, 3 * i + 3), 4 * i);
    bytes[4 * i + 3] = 255;
  }
  return new Uint32Array(bytes.buffer);
}

/** @type {Map<number, Uint8Array>} */
const tones = new Map();

/**
 * value ^ gamma as a table: entry v * 65535 holds the colour index 0..255. 65536 entries keep weights of 1e-4 apart.
 * @param {number} gamma
 */
export function toneTable(gamma) {
  let tone = tones.get(gamma);
  if (!tone) {
    tone = Uint8Array.from({ length: 65536 }, (_, i) => Math.round(255 * (i / 65535) ** gamma));
    tones.set(gamma, tone);
  }
  return tone;
}
