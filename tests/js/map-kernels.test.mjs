// Large maps are pooled and painted by WebAssembly: the same pixels and the same maxima as plain loops.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lut, toneTable, words } from '../../web/charts/colormap.js';
import { heatmap } from '../../web/charts/heatmap.js';
import { openKernels } from '../../web/charts/kernels.js';
import { kernelsFor, offer } from '../../web/charts/large.js';
import { wholeView } from '../../web/charts/map-view.js';
import { drawWindow, windowOf } from '../../web/charts/map-window.js';
import { maxPool } from '../../web/charts/pool.js';
import { numbers } from '../bench/peers/tasks.mjs';

const side = 523; // a prime, above the least that is large: rows end within a vector, blocks are uneven

/** Mostly 0 to 1, with all that is none, at the edges of rows and of the range, too. */
function hostileMap(rows = side, cols = side) {
  const values = numbers(rows * cols, 5).map((value) => Math.abs(value) ** 3);
  const strange = [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    -1,
    2,
    1e10,
    -1e10,
    -1e-9,
    -0,
    1,
    0.99999,
  ];
  for (const [i, value] of strange.entries()) for (let j = 0; j < 7; j++) values[i * 911 + j * 20011] = value;
  values.fill(Number.NaN, 40 * cols, 46 * cols); // a block of nothing else
  values.set(strange, cols - strange.length);
  values.set(strange, values.length - strange.length);
  return { values, rows, cols };
}

/** What a canvas of a browser would hold. */
function canvasStub() {
  const canvas = { style: {}, width: 0, height: 0 };
  canvas.getContext = () => ({
    putImageData({ data, width }, left, top, x, y, columns, rows) {
      canvas.pixels ??= new Uint32Array(canvas.width * canvas.height);
      const words = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
      for (let row = y; row < y + rows; row++) {
        const from = row * width + x;
        canvas.pixels.set(words.subarray(from, from + columns), (top + row) * canvas.width + left + x);
      }
    },
  });
  return canvas;
}

beforeAll(() => {
  offer(openKernels);
  globalThis.ImageData = class {
    constructor(data, width, height) {
      if (data.length !== 4 * width * height) throw new RangeError('the data have another size');
      Object.assign(this, { data, width, height });
    }
  };
});
afterAll(() => {
  delete globalThis.ImageData;
});

/** Where two lists differ first; a matcher would compare and print them for minutes. */
const different = (a, b) => (a.length === b.length ? a.findIndex((value, i) => !Object.is(value, b[i])) : 0);

/** The plain way from a value to a pixel. */
function colourWith({ map = 'viridis', gamma = 1, signed = false }) {
  const [colours, tone] = [words(lut[map]), toneTable(signed ? 1 : gamma)];
  return (value) => {
    const level = signed ? (value + 1) * 32767.5 : value * 65535;
    return colours[tone[Number.isNaN(level) ? 0 : Math.max(0, Math.min(65535, Math.floor(level)))]];
  };
}

const looks = [
  [{ causal: true, gamma: 0.4 }],
  [{ map: 'cividis' }],
  [{ map: 'diverging', signed: true }],
  [{ map: 'inferno', gamma: 2.5, causal: true }],
];

test.each(looks)('a large map has the colours of the table, cell by cell: %p', (options) => {
  const grid = hostileMap();
  expect(kernelsFor(grid)).not.toBeNull();
  const { pixels } = heatmap(grid, { ...options, canvas: canvasStub() });
  const colourOf = colourWith(options);
  const expected = Uint32Array.from(grid.values, (value, i) =>
    options.causal && i % side > Math.floor(i / side) ? 0 : colourOf(value),
  );
  expect(different(pixels, expected)).toBe(-1);
});

test('a map that is no square, and one that is no array of floats', () => {
  const grid = hostileMap(301, 1201);
  const { pixels } = heatmap(grid, { canvas: canvasStub(), causal: true });
  const plain = { ...grid, values: Array.from(grid.values) };
  expect(different(heatmap(plain, { canvas: canvasStub(), causal: true }).pixels, pixels)).toBe(-1);
  expect(different(maxPool(plain, 97).values, maxPool(grid, 97).values)).toBe(-1);
});

/** The largest of a block, whatever is not a number left out. */
function largest({ values, rows, cols }, size, i, j) {
  let best = Number.NEGATIVE_INFINITY;
  for (let r = 0; r < rows; r++) {
    if (Math.floor((r * size) / rows) !== i) continue;
    for (let c = 0; c < cols; c++)
      if (Math.floor((c * size) / cols) === j && values[r * cols + c] > best) best = values[r * cols + c];
  }
  return best;
}

describe('pooled by WebAssembly', () => {
  test.each([1, 7, 100, 261, 522])('to %i rows and columns, each is the largest of its block', (size) => {
    const grid = hostileMap();
    const { values } = maxPool(grid, size);
    const some = Array.from({ length: Math.min(size, 60) }, (_, n) => [n % size, (n * 31) % size]);
    const wrong = some.filter(([i, j]) => values[i * size + j] !== largest(grid, size, i, j));
    expect(wrong).toEqual([]);
  });

  test('no diagonal is lost, wherever it is and however small the picture', () => {
    const values = new Float32Array(1024 * 1024);
    for (let i = 300; i < 1024; i++) values[i * 1024 + i - 300] = 1;
    for (const size of [37, 100, 600]) {
      const pooled = maxPool({ values, rows: 1024, cols: 1024 }, size);
      const rows = Array.from({ length: size }, (_, i) => pooled.values.subarray(i * size, (i + 1) * size));
      const first = Math.floor((300 * size) / 1024);
      expect(rows.map((row) => row.includes(1))).toEqual(rows.map((_, i) => i >= first));
    }
  });

  test('a part of it is what JavaScript makes of the same part', () => {
    const grid = hostileMap();
    const plain = { ...grid, values: Array.from(grid.values) };
    for (const view of [wholeView(side), { q: 200, k: 100, span: 301 }, { q: 17, k: 300, span: 123 }])
      expect(different(windowOf(grid, side, view, 100).values, windowOf(plain, side, view, 100).values)).toBe(-1);
  });

  test('a part is painted with the keys after its queries left out', () => {
    const grid = hostileMap(1024, 1024);
    const part = { length: 1024, view: { q: 100, k: 40, span: 900 }, pixels: 600 };
    const canvas = canvasStub();
    drawWindow(canvas, grid, part, { gamma: 0.4 });
    const plain = canvasStub();
    drawWindow(plain, { ...grid, values: Array.from(grid.values) }, part, { gamma: 0.4 });
    expect(different(canvas.pixels, plain.pixels)).toBe(-1);
    expect(canvas.pixels.filter((pixel) => pixel === 0).length).toBeGreaterThan(10_000);
  });
});

test('a page that forbids WebAssembly is asked once, with the first large map, and JavaScript draws', async () => {
  const other = await import('../../web/charts/large.js?forbidden');
  let asked = 0;
  other.offer(() => {
    asked += 1;
    throw new WebAssembly.CompileError('the policy of the page forbids it');
  });
  expect(other.kernelsFor({ rows: 100, cols: 100 })).toBeNull();
  expect(asked).toBe(0);
  expect(other.kernelsFor({ rows: 1024, cols: 1024 })).toBeNull();
  expect(other.kernelsFor({ rows: 1024, cols: 1024 })).toBeNull();
  expect(asked).toBe(1);
});

test('a row that the kernels have no room for is left to JavaScript', () => {
  expect(kernelsFor({ rows: 64, cols: 2 ** 14 })).not.toBeNull();
  expect(kernelsFor({ rows: 64, cols: 2 ** 14 + 1 })).toBeNull();
  const wide = hostileMap(64, 2 ** 14);
  const plain = { ...wide, values: Array.from(wide.values) };
  expect(different(maxPool(wide, 333).values, maxPool(plain, 333).values)).toBe(-1);
  const paint = (grid) => heatmap(grid, { canvas: canvasStub() }).pixels;
  expect(different(paint(wide), paint(plain))).toBe(-1);
});
