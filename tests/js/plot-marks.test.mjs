// Marks of a plot: lines across it with their words.
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { drawMarks } from '../../web/charts/line-plot.js';

const look = { ink: 'ink', muted: 'muted', paper: 'paper', rule: 'rule', font: 'serif' };

beforeEach(() => {
  globalThis.devicePixelRatio = 1;
});
afterEach(() => {
  delete globalThis.devicePixelRatio;
});

/** What was drawn, in order, on a plot of 100 by 100 whose values are its pixels; a letter is 6 wide. */
function drawn(marks, more = {}, plot = {}) {
  const told = [];
  const ctx = {
    measureText: (text) => ({ width: 6 * text.length }),
    stroke: () => told.push('line'),
    fillText: (text, x, y) => told.push([text, x, y]),
  };
  for (const call of ['save', 'restore', 'beginPath', 'moveTo', 'lineTo', 'setLineDash', 'strokeText'])
    ctx[call] = () => {};
  const bbox = { left: 0, top: 0, width: 100, height: 100 };
  drawMarks({ ctx, bbox, valToPos: (value) => value, ...plot }, marks, { ...look, ...more });
  return { told, font: ctx.font };
}
const across = (at, label) => ({ axis: 'x', at, label });

test('no line crosses the words of another: words come after all lines, in rows where they would meet', () => {
  const { told } = drawn([across(40, 'second'), across(10, 'first mark'), { axis: 'y', at: 60, label: 'level' }]);
  expect(told).toEqual(['line', 'line', 'line', ['first mark', 15, 11], ['second', 45, 25], ['level', 64, 55]]);
});

test('words stay inside, lines that are outside are left out, and words are as large as those of the axes', () => {
  expect(drawn([across(95, 'edge'), across(120, 'gone')], { size: 13 })).toEqual({
    told: ['line', ['edge', 76, 13]],
    font: '13px serif',
  });
});

test('words of a mark leave curves and their points: to below the line, to its other end, or where fewest are', () => {
  const level = { axis: 'y', at: 50, label: 'level' };
  const with_ = (xs, ys) => ({ series: [{}, { points: { show: () => true } }], data: [xs, ys] });
  const at = (plot, mark = level) => drawn([mark], {}, plot).told.at(-1).slice(1);
  expect(at(with_([90], [50]))).toEqual([6, 45]); // nothing in the way
  expect(at(with_([20], [44]))).toEqual([6, 64]);
  expect(at(with_([20, 20], [44, 60]))).toEqual([64, 45]);
  expect(at(with_([20, 20, 70, 80], [44, 60, 44, 45]))).toEqual([64, 64]);
  expect(at(with_([20, 20, 20, 70, 80, 80, 70], [44, 60, 61, 44, 45, 60, 61]))).toEqual([6, 45]);
  expect(at(with_([20], [50]))).toEqual([64, 45]); // on the line itself
  expect(at(with_([20], [null]))).toEqual([6, 45]);
  expect(at(with_([50], [8]), { axis: 'x', at: 40, label: 'trained' })).toEqual([45, 89]); // to the foot
  const line = (width) => ({
    series: [{}, { points: { show: () => false }, width }],
    data: [
      [0, 40, 50, 90],
      [45, 45, null, 45],
    ],
  });
  expect(at(line(2))).toEqual([6, 64]);
  expect(at(line(1))).toEqual([6, 45]); // a faint one, from which the halo keeps words apart
});
