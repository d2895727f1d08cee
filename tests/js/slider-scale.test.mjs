// Where a value stands on its slider.
import { describe, expect, test } from '@jest/globals';
import { sliderScale } from '../../web/elements/slider-scale.js';

describe('a slider', () => {
  test('is linear over a narrow range', () => {
    const { log, from, to, place } = sliderScale({ min: 0.1, max: 1 });
    expect([log, from, to, place(0.4)]).toEqual([false, 0.1, 1, 0.4]);
  });

  test.each([
    ['from above zero', { min: 16, max: 2048 }, [16, 128, 512, 2048]],
    ['from zero', { min: 0, max: 2 ** 24 }, [0, 4, 64, 4096, 2 ** 24]],
  ])('spreads a wide range %s over its length, and gives each value back', (_, range, values) => {
    const { from, to, place, value } = sliderScale(range);
    expect(place(range.min)).toBeCloseTo(from, 9);
    expect(place(range.max)).toBeCloseTo(to, 9);
    for (const each of values) expect(value(place(each)) / Math.max(each, 1)).toBeCloseTo(Math.sign(each), 9);
  });

  test('has room for a handful of tokens where millions are allowed', () => {
    const { to, place } = sliderScale({ min: 0, max: 2 ** 24 });
    expect(place(4) / to).toBeGreaterThan(0.05); // in proportion it would be a ten-thousandth of a pixel from the end
  });
});
