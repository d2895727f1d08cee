// What the evaluation panel shows: stored and live numbers merged, progress and time left, prompts in parts, legible cells.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { promptParts } from '../../web/charts/prompt-parts.js';
import { scoreColor } from '../../web/charts/score-color.js';
import { captionOf } from '../../web/figures/evaluation.js';
import { curveOf, keyOf, progressOf, repeatedCells, scoreOf, timeLeft } from '../../web/scope/evaluation-cells.js';
import { en } from '../../web/words/en.js';
import { withInsights } from '../../web/words/insights.js';

const catalog = [
  { id: 'rope', params: [] },
  {
    id: 'yarn',
    params: [
      { key: 'factor', default: 4 },
      { key: 'beta_fast', default: 32 },
    ],
  },
  { id: 'log_n', params: [] },
];
const own = [{ id: 'rope', params: {} }];
const cell = (methods, rest = {}) => ({ methods, task: 'text', params: {}, length: 256, ...rest });
const key = (...given) => keyOf(cell(...given), catalog, own);

describe('the key of a cell', () => {
  test('is that of the same run, however it was written', () => {
    const spelled = { id: 'yarn', params: { beta_fast: 32, factor: 4 } };
    expect(key([{ id: 'yarn' }])).toBe(key([spelled]));
    expect(key([])).toBe(key(own));
    expect(key([{ id: 'log_n' }, { id: 'yarn' }])).toBe(key([spelled, { id: 'log_n', params: {} }]));
    expect(key([], { params: { depth: 1, period: 2 } })).toBe(key([], { params: { period: 2, depth: 1 } }));
  });

  test('differs by parameter, method, task and length', () => {
    const all = [
      key([]),
      key([{ id: 'yarn' }]),
      key([{ id: 'yarn', params: { factor: 8 } }]),
      key([], { task: 'repeat' }),
      key([], { length: 512 }),
      key([], { params: { depth: 1 } }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

const result = (samples, mean) => ({ samples, metrics: { loss: { mean, spread: 0.5 } } });

describe('merging', () => {
  const stored = new Map([
    ['a', result(16, 1)],
    ['b', result(16, 2)],
  ]);

  test('shows the live number as soon as there is one, else the stored one, else nothing', () => {
    const live = new Map([['a', result(1, 3)]]);
    expect(scoreOf('a', 'loss', { live, stored })).toEqual({ mean: 3, spread: 0.5, samples: 1, live: true });
    expect(scoreOf('b', 'loss', { live, stored })).toEqual({ mean: 2, spread: 0.5, samples: 16, live: false });
    expect(scoreOf('c', 'loss', { live, stored })).toBe(null);
    expect(scoreOf('b', 'accuracy', { live, stored })).toBe(null);
    expect(scoreOf(undefined, 'loss', { live, stored })).toBe(null);
  });

  test('compares only runs of as many samples', () => {
    const live = new Map([
      ['a', result(16, 1.25)],
      ['b', result(4, 9)],
    ]);
    const cells = ['a', 'b', 'c'].map((at) => ({ key: at, task: 'text' }));
    expect(repeatedCells(cells, { live, stored }, { text: 'loss' })).toEqual({ count: 1, difference: 0.25 });
  });

  test('draws live values firmly, and the standard error where more than one sample gives one', () => {
    const score = (mean, samples, live) => ({ mean, spread: 0.5, samples, live });
    const curve = curveOf([score(1, 4, true), score(2, 16, false), score(3, 1, true), null]);
    expect(curve.values).toEqual([1, 2, 3, null]);
    expect(curve.firm).toEqual([1, null, 3, null]);
    expect(curve.band).toEqual({ low: [0.75, 1.875, null, null], high: [1.25, 2.125, null, null] });
  });
});

describe('progress', () => {
  const cells = [
    { key: 'short', length: 100 },
    { key: 'long', length: 300 },
    { key: 'long', length: 300 }, // two columns that are the same run
  ];
  const run = (live, failed = []) =>
    progressOf(cells, {
      samples: 4,
      live: new Map(Object.entries(live).map(([at, samples]) => [at, result(samples, 0)])),
      failed: new Map(failed.map((at) => [at, 'why'])),
      costOf: (length) => length,
    });

  test('counts in what samples cost, and a run that two columns share once', () => {
    expect(run({})).toEqual({ cells: 2, done: 0, work: 1600, spent: 0 });
    expect(run({ short: 4, long: 1 })).toEqual({ cells: 2, done: 1, work: 1600, spent: 700 });
    expect(run({ short: 9, long: 4 })).toEqual({ cells: 2, done: 2, work: 1600, spent: 1600 });
    expect(run({}, ['long'])).toEqual({ cells: 2, done: 1, work: 1600, spent: 1200 });
  });

  test('tells the time left from the pace since the start, and nothing before there is one', () => {
    expect(timeLeft({ work: 100, spent: 40 }, { spent: 20, seconds: 5 })).toBe(15);
    expect(timeLeft({ work: 100, spent: 20 }, { spent: 20, seconds: 5 })).toBe(null);
    expect(timeLeft({ work: 100, spent: 100 }, { spent: 20, seconds: 5 })).toBe(0);
  });

  test('is said in words', () => {
    const { duration, caption } = withInsights(en).evaluation;
    expect([0, 0.2, 59, 59.2, 125].map(duration)).toEqual(['1 s', '1 s', '59 s', '1 min 0 s', '2 min 5 s']);
    const some = [
      { key: 'a', task: 'text' },
      { key: 'b', task: 'text' },
      { key: 'c', task: 'text' },
      { key: 'd', task: 'text' },
    ];
    const known = {
      live: new Map([['a', result(1, 3)]]),
      stored: new Map([
        ['a', result(1, 3.5)],
        ['b', result(16, 2)],
        ['c', result(2, 2)],
      ]),
      failed: new Map(),
    };
    expect(caption(captionOf(some, known, { seed: 7, characters: 99, isTyped: false, workers: 2 }))).toBe(
      'Of 4 cells, 1 was run here, with 1 sample each; 2 are stored ones (pale lines, grey cells), of 2 to 16 samples; ' +
        '1 is empty; 1 was run with as many samples as the stored one and differs from it by at most 0.5. ' +
        'Every method sees the same samples: seed 7, from the same 99 held-out characters, with the same weights. ' +
        'A band is one standard error of the mean. Runs use 2 workers.',
    );
  });
});

describe('a prompt in parts', () => {
  const marked = /<\d+>/g;

  test('keeps what is marked and its surroundings, and folds the rest', () => {
    const parts = promptParts(`${'a'.repeat(50)}<12>${'b'.repeat(10)}<34>`, marked, 5);
    expect(parts.map(({ kind, text }) => [kind, text.length])).toEqual([
      ['text', 5],
      ['gap', 40],
      ['text', 5],
      ['mark', 4],
      ['text', 10],
      ['mark', 4],
    ]);
  });

  test('loses no character', () => {
    const text = fc.array(fc.constantFrom('ab', ' ', '<1>', '<', '7', 'x'.repeat(40))).map((list) => list.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (prompt, around) => {
        const parts = promptParts(prompt, marked, around);
        expect(parts.map((part) => part.text).join('')).toBe(prompt);
        expect(parts.every((part) => part.text.length > 0)).toBe(true);
      }),
    );
  });
});

/** Relative luminance of WCAG 2.2, from the words of a style. */
function luminance(color) {
  const channels = color.startsWith('#')
    ? [...color.slice(1)].map((digit) => 17 * Number.parseInt(digit, 16))
    : color.match(/\d+/g).map(Number);
  const [red, green, blue] = channels.map((c) => (c > 10.31475 ? ((c / 255 + 0.055) / 1.055) ** 2.4 : c / 255 / 12.92));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('every cell can be read on its colour, and grey keeps the lightness', () => {
  const scores = Array.from({ length: 101 }, (_, i) => i / 100);
  for (const score of scores) {
    const [color, grey] = [scoreColor(score, false), scoreColor(score, true)];
    for (const { ground, ink } of [color, grey]) {
      const [dark, light] = [luminance(ground), luminance(ink)].sort((a, b) => a - b);
      expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5); // AA
    }
    const [red, ...others] = grey.ground.match(/\d+/g);
    expect(others).toEqual([red, red]);
    expect(luminance(grey.ground)).toBeCloseTo(luminance(color.ground), 2); // a step of 8 bits is up to 0.005
  }
});
