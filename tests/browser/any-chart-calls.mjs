// In a page: the public functions of the charts, each with an example of its arguments, called with arguments that are nearly that.
import fc from 'fast-check';
import * as exported from '../../web/charts/index.js';
import { RopescopeError } from '../../web/lib/errors.js';
import { spoiled } from '../js/any-input/spoiled.mjs';

const charts = { ...exported };
const grid = { values: [1, 0.5, 0.25, 1, 0, 0.75], rows: 2, cols: 3, layer: 0, head: 1 }; // as captured
const colors = { map: 'viridis', gamma: 0.5, signed: false, causal: true };
const axes = { key: 'k', keyPosition: 'key', queryPosition: 'query' };
const line = { label: 'a', color: '#123', dash: [4, 2], values: [1, null, 3], dots: false };
const look = { ink: '#000', muted: '#777', rule: '#ddd', paper: '#fff', font: 'serif' };
const figure = { title: 't', x: [1, 2, 4], lines: [line], xTitle: 'x', yTitle: 'y', look };
const marks = [{ at: 2, label: 'trained', axis: 'x' }];
const scales = { xTicks: [1, 2, 4], xLog: true, yLog: true, yRange: [0.5, 8] };

/** @type {Record<string, unknown[]>} */
const examples = {
  heatmap: [grid, { ...colors, pixels: 2, canvas: document.createElement('canvas') }],
  paint: [new Uint32Array(6), grid, colors],
  colorLegend: [
    { title: 'weight', ticks: [0, 0.5, 1] },
    { ...colors, width: 200 },
  ],
  maxPool: [grid, 2],
  runningMean: [[1, 2, 3], 2],
  ticks: [100, 5],
  tokenTicks: [512, 5],
  barsOf: [
    [{ value: 1, look: 'bar', label: '0', under: '', apart: true }],
    { width: 300, range: [-1, 2], label: 'bars', xTitle: 'x', yTitle: 'y', chosen: 0 },
  ],
  coverage: [
    [{ trained: 0.5, visited: 0.8, seen: 0.5, unseen: 0.3, full: false }],
    { width: 300, label: 'coverage', words: { pair: 'pair', turns: 'turns', angle: 'angle' } },
  ],
  dialsOf: [[{ angle: 1, trained: 2, unseen: false }], { width: 300, label: 'dials', pair: 'pair', chosen: null }],
  stripAxes: [
    { width: 300, height: 100, length: 256, trained: 128, rows: 4 },
    { trained: String, pair: 'pair', position: 'position' },
  ],
  mapAxes: [
    { length: 256, trained: 128, size: 300, view: { q: 0, k: 0, span: 64 } },
    { margin: { left: 40, right: 4, top: 4, bottom: 30 }, words: { trained: String, ...axes } },
  ],
  lineSvg: [{ ...figure, marks, ...scales }],
};

export const tried = Object.keys(examples);
export const functions = Object.keys(charts).filter((name) => typeof charts[name] === 'function');

/** What came of a call that was to give an element, numbers or an error of ours. @param {string} name @param {unknown[]} given */
function faultOf(name, given) {
  const begun = performance.now();
  try {
    const drawn = charts[name](...given);
    const text = drawn instanceof Element ? drawn.outerHTML : '';
    if (/NaN|Infinity|undefined/.test(text)) return `drew ${text.match(/.{0,60}(NaN|Infinity|undefined)/)[0]}`;
  } catch (error) {
    if (!(error instanceof RopescopeError)) return String(error?.stack ?? error);
  }
  const took = performance.now() - begun;
  return took > 2000 ? `took ${took} ms` : ''; // longer than a large canvas takes
}

/** @param {string} name @param {number} seed @returns {string} '' where nothing was wrong */
export function fault(name, seed) {
  const example = faultOf(name, examples[name]);
  if (example) return `the example: ${example}`;
  const property = fc.property(spoiled(examples[name]), (given) => {
    const wrong = faultOf(name, given);
    if (wrong) throw new Error(wrong);
  });
  const { failed, counterexample, errorInstance } = fc.check(property, { numRuns: 300, seed });
  return failed ? `${fc.stringify(counterexample)}: ${errorInstance?.message}` : '';
}
