// The numbers behind the figures, against published values and hand calculation.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lut, sequentialMaps, toneTable } from '../../web/charts/colormap.js';
import { paint } from '../../web/charts/heatmap.js';
import { along } from '../../web/charts/label-places.js';
import { missingMass } from '../../web/charts/map-cell.js';
import { maxPool } from '../../web/charts/pool.js';
import { short, ticks, tokenTicks } from '../../web/charts/svg.js';
import { spoken, spokenCurves } from '../../web/elements/spoken.js';
import { countsOf, coverageOf } from '../../web/figures/coverage.js';
import { curvesOf as lossCurves } from '../../web/figures/loss.js';
import { mapSummary } from '../../web/figures/map-reading.js';
import { runningMean } from '../../web/figures/means.js';
import { encoding, meanCosine, partialSumBound } from '../../web/figures/phasors.js';
import { curvesOf as resolutionCurves } from '../../web/figures/resolution.js';
import { wavesOf } from '../../web/figures/wavelength.js';
import { en } from '../../web/words/en.js';

/** The sentence on the mean loss of weights that were trained on texts of two tokens. */
const meanLoss = (losses) => spoken(lossCurves([{ name: 'A', slot: 0, losses }], 2).summary, en).at(-1);

/** RoFormer's series: base ^ (-2i / d). */
const rates = (d, base = 10000) => Float64Array.from({ length: d / 2 }, (_, i) => base ** ((-2 * i) / d));

const entry = (table, i) => Array.from(table.subarray(3 * i, 3 * i + 3));

/** Relative luminance, WCAG 2. */
function luminance(rgb) {
  const linear = rgb.map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

describe('colour tables', () => {
  test.each(Object.keys(lut))('%s holds 256 RGB entries', (name) => {
    expect(lut[name]).toBeInstanceOf(Uint8Array);
    expect(lut[name]).toHaveLength(768);
  });

  // 8 of 255: the polynomial fits miss the published tables by at most that at the ends
  test.each([
    ['viridis', 0, [68, 1, 84]],
    ['viridis', 255, [253, 231, 37]],
    ['inferno', 0, [0, 0, 4]],
    ['inferno', 255, [252, 255, 164]],
    ['cividis', 0, [0, 34, 78]],
    ['cividis', 255, [254, 232, 56]],
  ])('%s agrees with the published map at entry %i', (name, i, published) => {
    entry(lut[name], i).forEach((value, channel) => {
      const tolerance = name === 'cividis' ? 14 : 8; // the fifth-order fit is coarser
      expect(Math.abs(value - published[channel])).toBeLessThanOrEqual(tolerance);
    });
  });

  test.each(sequentialMaps.filter((name) => name !== 'grey'))('%s becomes lighter all the way', (name) => {
    const light = Array.from({ length: 32 }, (_, i) => luminance(entry(lut[name], Math.min(255, 8 * i + 4))));
    for (let i = 1; i < light.length; i++) expect(light[i]).toBeGreaterThan(light[i - 1]);
  });

  test('the diverging table is neutral in the middle and differs at the ends', () => {
    const [r, g, b] = entry(lut.diverging, 128);
    expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(8);
    const greenness = ([red, green, blue]) => green - (red + blue) / 2; // purple to green
    expect(greenness(entry(lut.diverging, 0))).toBeLessThan(-60);
    expect(greenness(entry(lut.diverging, 255))).toBeGreaterThan(60);
  });

  test('a tone table applies the exponent', () => {
    const tone = toneTable(0.4);
    expect(tone[0]).toBe(0);
    expect(tone[65535]).toBe(255);
    expect(tone[6554]).toBe(Math.round(255 * (6554 / 65535) ** 0.4));
  });
});

describe('painting', () => {
  const grid = { values: [1, 0.5, 0.25, 1], rows: 2, cols: 2 };

  test('cells right of the diagonal stay transparent', () => {
    const pixels = new Uint32Array(4).fill(7);
    paint(pixels, grid, { causal: true });
    expect(pixels[1]).toBe(0);
    expect([pixels[0], pixels[2], pixels[3]].every((pixel) => pixel >>> 24 === 255)).toBe(true);
    expect(pixels[0]).toBe(pixels[3]);
    expect(pixels[2]).not.toBe(pixels[0]);
  });

  test('a signed map puts zero in the middle of the table and clips outside -1..1', () => {
    const pixels = new Uint32Array(4);
    paint(pixels, { values: [-1, 0, 1, 5], rows: 1, cols: 4 }, { map: 'diverging', signed: true });
    expect(pixels[1] & 255).toBe(lut.diverging[3 * 127]);
    expect(pixels[2]).toBe(pixels[3]);
  });
});

describe('pooling', () => {
  const square = fc.integer({ min: 1, max: 40 }).chain((n) =>
    fc.record({
      n: fc.constant(n),
      values: fc.array(fc.float({ noNaN: true }), { minLength: n * n, maxLength: n * n }),
    }),
  );

  test('keeps the largest value and invents none', () => {
    fc.assert(
      fc.property(square, fc.integer({ min: 1, max: 50 }), ({ n, values }, size) => {
        const pooled = maxPool({ values, rows: n, cols: n }, size);
        expect(pooled.rows).toBe(Math.min(n, size));
        expect(Math.max(...pooled.values)).toBe(Math.max(...values));
        for (const value of pooled.values) expect(values).toContain(value);
      }),
    );
  });

  test('a diagonal one cell wide stays whole at any size', () => {
    const n = 100;
    const values = new Float32Array(n * n);
    for (let i = 0; i < n; i++) values[i * n + i] = 1;
    for (const size of [7, 33, 64, 99]) {
      const pooled = maxPool({ values, rows: n, cols: n }, size);
      for (let i = 0; i < size; i++) expect(pooled.values[i * size + i]).toBe(1);
    }
  });

  test('a running mean averages what there is', () => {
    expect(Array.from(runningMean([4, 2, 6, 0], 2))).toEqual([4, 3, 4, 3]);
    expect(Array.from(runningMean([1, 2, 3], 10))).toEqual([1, 1.5, 2]);
  });
});

describe('long-range decay', () => {
  // METHODS.md 9.2: mean cosine over pairs, d = 128, base 10000; four decimals
  test.each([
    [1, 0.9702],
    [4, 0.7592],
    [32, 0.5575],
    [128, 0.3328],
    [1024, 0.2044],
    [4096, -0.0529],
  ])('mean cosine at distance %i is %f', (distance, expected) => {
    expect(meanCosine(rates(128), [distance])[0]).toBeCloseTo(expected, 4);
  });

  test('interpolation by 8 moves every distance to an eighth', () => {
    const slow = rates(128).map((rate) => rate / 8);
    expect(meanCosine(slow, [8, 256])).toEqual(meanCosine(rates(128), [1, 32]));
  });

  test('the attention factor enters squared', () => {
    expect(meanCosine([0.1], [0], 1.2)[0]).toBeCloseTo(1.44, 12);
  });

  test('a decaying pair fades with distance', () => {
    expect(meanCosine([0], [10], 1, [-0.1])[0]).toBeCloseTo(Math.exp(-1), 12);
  });

  test('the bound is largest at distance 0, where it is the mean of 1..pairs', () => {
    const [first, ...rest] = partialSumBound(rates(32), [0, 1, 10, 100, 1000]);
    expect(first).toBeCloseTo(17 / 2, 12);
    for (const value of rest) expect(value).toBeLessThan(first);
  });

  test('an encoding holds the cosine of rate times position', () => {
    const { values, rows, cols } = encoding([1, 0.5], { first: 0, span: 8 }, 'cos');
    expect([rows, cols]).toEqual([2, 8]);
    expect(values[1 * 8 + 3]).toBeCloseTo(Math.cos(1.5), 6);
    expect(encoding([1], { first: 0, span: 2000 }, 'sin', 100).cols).toBe(100);
    const part = encoding([1, 0.5], { first: 40, span: 16 }, 'cos', 8);
    expect([part.cols, part.values[8 + 3]]).toEqual([8, expect.closeTo(Math.cos(23), 6)]); // every second from 40: 46
  });
});

describe('rotation coverage', () => {
  /** Facts of pairs that sweep these angles. */
  const sweeping = (...angles) => angles.map((largestAngle) => ({ largestAngle }));

  test('a pair that went around once has nothing unseen; a slow one has the arc beyond training', () => {
    const [fast, slow] = coverageOf(sweeping(200, 2), sweeping(100, 1));
    expect(fast).toMatchObject({ full: true, unseen: 0 });
    expect(slow.full).toBe(false);
    expect(slow.unseen).toBeCloseTo(1 / (2 * Math.PI), 12); // 2 rad visited, 1 rad seen
  });

  test('beyond a full circle the unseen part ends with the circle', () => {
    const [pair] = coverageOf(sweeping(50), sweeping(5));
    expect(pair.trained + pair.unseen).toBeCloseTo(1, 12);
  });

  test('a pair that knows the whole circle visits only what the method lets it visit', () => {
    const [pair] = coverageOf(sweeping(3.2), sweeping(127)); // a position map keeps distances below 32
    expect(pair).toMatchObject({ full: true, unseen: 0 });
    expect(pair.seen).toBeCloseTo(3.2 / (2 * Math.PI), 12);
  });

  test('the sentence counts what the bars show', () => {
    const pairs = coverageOf(sweeping(200, 2, 0.02), sweeping(100, 1, 0.1));
    expect(spoken([countsOf('Any', pairs, 201)], en)).toEqual([
      'Any at 201 tokens: 1 of 3 pairs saw the full circle in training; 1 pair visits angles never seen, 1 uses less than was trained.',
    ]);
  });
});

describe('pretended resolution', () => {
  const plan = (inv_freq, seqLen = 64) => ({ inv_freq, seqLen, window: 0, sinks: 0, branches: [], log_decay: [] });
  const trainedRates = rates(32);

  test('interpolation by four keeps about a sixteenth of the step between neighbours, plain RoPE all of it', () => {
    const slowed = trainedRates.map((rate) => rate / 4);
    const data = resolutionCurves(
      [
        { name: 'RoPE', slot: 0, plan: plan(trainedRates), others: [] },
        { name: 'PI', slot: 1, plan: plan(slowed), others: [] },
      ],
      trainedRates,
    );
    const { x, curves, summary } = spokenCurves('resolution', data, en);
    expect(x).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const step = ({ values }) => 1 - values[1];
    expect(step(curves[1]) / step(curves[0])).toBeCloseTo(1 / 16, 2); // cos x is 1 - x^2 / 2 for small angles
    expect(summary[0]).toMatch(/, as in training\.$/);
    expect(summary[1]).toMatch(/, [67] % of the step it was trained with\.$/);
  });

  test('nothing that turns has nothing to resolve', () => {
    expect(resolutionCurves([{ name: 'NoPE', slot: 0, plan: plan([]) }], trainedRates)).toBeNull();
  });
});

describe('words and ticks', () => {
  test('numbers are short and keep three digits', () => {
    expect([0, 0.12345, 1234.5, -2, 1.5e-5, 2.5e7, Infinity].map(short)).toEqual([
      '0',
      '0.123',
      '1230',
      '−2',
      '1.5e-5',
      '2.5e7',
      '∞',
    ]);
  });

  test('ticks start at 0, stay within the end and below the number asked for', () => {
    expect(ticks(100, 5)).toEqual([0, 20, 40, 60, 80, 100]);
    expect(tokenTicks(512, 8)).toEqual([0, 64, 128, 192, 256, 320, 384, 448, 512]);
    expect(tokenTicks(100, 4)).toEqual([0, 32, 64, 96]);
  });

  test('a loss sentence compares within and beyond the training length', () => {
    expect(meanLoss([1, 1, 3, 3])).toBe('Mean loss, A: 1 nats per character within 2, 3 beyond.');
    expect(meanLoss([1, 1])).toBe('Mean loss, A: 1 nats per character.');
  });

  test('a map that looks one back says so', () => {
    const n = 8;
    const values = new Float32Array(n * n);
    for (let q = 1; q < n; q++) values[q * n + q - 1] = 1;
    expect(mapSummary({ values, rows: n, cols: n })).toEqual({ previous: 1, distance: 1 });
  });

  test('a wavelength sentence counts the pairs that never turn once', () => {
    expect(spoken([wavesOf('A', [6, 100, Infinity], 50)], en)).toEqual([
      'A: wavelengths from 6 to 100 tokens; 2 of 3 pairs turn less than once within 50.',
    ]);
  });

  test('a row of a map that sums to less than 1 says what goes to nothing, and a pooled map says that it cannot', () => {
    const map = { values: [0.5, 0, 0, 0.25, 0.25, 0, 0.2, 0.3, 0.5], rows: 3, cols: 3 };
    expect([0, 1, 2].map((q) => missingMass(map, 3, q))).toEqual([0.5, 0.5, 0]);
    expect(missingMass(map, 6, 2)).toBeNull();
  });
});

test('words meet a line all along it, and a line that leaves the picture for ever is a gap', () => {
  const [a, b] = [
    { x: 0, y: 0 },
    { x: 3, y: 4 },
  ];
  expect(along([a, b], 2.5)).toEqual([a, { x: 1.5, y: 2 }, b]);
  expect(along([a, b], 9)).toEqual([a, b]);
  for (const y of [Number.NaN, Number.POSITIVE_INFINITY])
    expect(along([a, { x: 1, y }, b], 1)).toEqual([a, { x: 1, y }, b]);
  expect(along([a, { x: 1e300, y: 1e300 }], 1)).toHaveLength(1001);
});
