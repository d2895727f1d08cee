// The part of an attention map that is shown, and what is painted of it.
import { describe, expect, test } from '@jest/globals';
import { clamped, following, leastSpan, panned, wholeView, zoomed } from '../../web/charts/map-view.js';
import { paintWindow, windowOf } from '../../web/charts/map-window.js';
import { maxPool } from '../../web/charts/pool.js';
import { elementCodec } from '../../web/elements/query.js';
import { spokenProblem } from '../../web/elements/spoken.js';
import { en } from '../../web/words/en.js';

const length = 2048;
const under = ({ q, k, span }, { x, y }) => ({ q: Math.floor(q + y * span), k: Math.floor(k + x * span) });
const gridOf = (side) => ({
  values: Float32Array.from({ length: side * side }, (_, i) => ((i * 7919) % 1009) / 1009),
  rows: side,
  cols: side,
});

describe('the view of a map', () => {
  test('keeps the cell under the pointer while it zooms in and out', () => {
    const point = { x: 0.31, y: 0.77 };
    let view = wholeView(length);
    const cell = under(view, point);
    for (const factor of [1.25, 2, 3, 1.7, 1 / 1.3]) {
      view = zoomed(view, factor, point, length);
      expect(under(view, point)).toEqual(cell);
    }
    expect(view.span).toBeLessThan(length / 8);
  });

  test('never leaves the map, nor shows less than the least span', () => {
    expect(zoomed(wholeView(length), 0.5, { x: 0.5, y: 0.5 }, length)).toEqual(wholeView(length));
    expect(zoomed(wholeView(length), 1e6, { x: 1, y: 1 }, length).span).toBe(leastSpan);
    expect(panned({ q: 100, k: 100, span: 64 }, { x: 50, y: -50 }, length)).toEqual({ q: 1984, k: 0, span: 64 });
    expect(clamped({ q: 0, k: 0, span: 3 }, 5)).toEqual({ q: 0, k: 0, span: 5 });
  });

  test('follows the crosshair by as little as shows it', () => {
    const view = { q: 100, k: 50, span: 64 };
    expect(following(view, { q: 120, k: 60 }, length)).toEqual(view);
    expect(following(view, { q: 164, k: 49 }, length)).toEqual({ q: 101, k: 49, span: 64 });
  });
});

describe('what is painted of a view', () => {
  test('is the whole map pooled as ever where the whole is shown', () => {
    const expected = maxPool(gridOf(100), 33);
    for (let i = 0; i < 33; i++) expected.values.fill(0, i * 33 + i + 1, (i + 1) * 33); // keys after the query
    expect(windowOf(gridOf(100), 100, wholeView(100), 33)).toEqual(expected);
  });

  test('is each weight by itself where a token has a pixel', () => {
    const grid = gridOf(64);
    const { values, rows } = windowOf(grid, 64, { q: 40, k: 10, span: 16 }, 400);
    expect(rows).toBe(16);
    expect(values[3 * 16 + 5]).toBe(grid.values[43 * 64 + 15]);
  });

  test.each([
    [40, 10],
    [40, 36],
    [30, 44],
    [20, 20],
  ])('is the same, copied or cell by cell, from query %i and key %i', (q, k) => {
    const grid = gridOf(64);
    const view = { q, k, span: 16 };
    const slow = windowOf({ ...grid, values: [...grid.values] }, 64, view, 400);
    expect(windowOf(grid, 64, view, 400)).toEqual(slow);
    const [diagonal, ends] = [new Uint32Array(256), new Uint32Array(256)];
    paintWindow(diagonal, slow, view, {});
    for (let i = 0; i < 256; i++) ends[i] = (i % 16) + k > Math.floor(i / 16) + q ? 0 : 1;
    expect(diagonal.map((pixel) => (pixel ? 1 : 0))).toEqual(ends);
  });

  test('repeats the block of a pooled map for each of its tokens', () => {
    const { values } = windowOf(gridOf(16), 64, { q: 40, k: 10, span: 16 }, 400);
    expect(values[3 * 16 + 5]).toBe(gridOf(16).values[10 * 16 + 3]);
  });

  test('leaves the keys after the query transparent', () => {
    const view = { q: 40, k: 36, span: 16 };
    const pixels = new Uint32Array(256);
    paintWindow(pixels, windowOf(gridOf(64), 64, view, 400), view, {});
    const drawn = Array.from({ length: 16 }, (_, i) => pixels.subarray(i * 16, (i + 1) * 16).filter(Boolean).length);
    expect(drawn).toEqual(Array.from({ length: 16 }, (_, i) => Math.min(16, i + 5)));
  });
});

describe('the part of a map in a link', () => {
  test.each(['300,280', '300,280,7', '0,2049,64', '1,2,3e2', ',,64', '-1,0,64'])('is not %s, which is said', (part) => {
    const { query, problems } = elementCodec.fromHash(`zoom=${part}`);
    expect(query).toEqual(elementCodec.defaults);
    expect(problems.map((problem) => spokenProblem(problem, en))).toEqual([
      `In this link, zoom must be the first query, the first key and the tokens a side (from 8) of a part of the map, whole numbers to 2048, got “${part}”`,
    ]);
  });
});
