/** What a figure of curves holds: data that a chart draws. */

/**
 * @typedef {object} Curve
 * @property {string} label
 * @property {number} slot                                the method's place, for colour and dash
 * @property {ArrayLike<number | null>} values
 * @property {ArrayLike<number | null>} [detail]          the same quantity before smoothing, drawn faintly
 * @property {ArrayLike<number | null>} [firm]            those of the values that are drawn in full, the others are pale
 * @property {{ low: ArrayLike<number | null>, high: ArrayLike<number | null> }} [band]
 * @property {boolean} [dots]
 *
 * @typedef {object} Figure
 * @property {ArrayLike<number>} x
 * @property {Curve[]} curves
 * @property {{ at: number, label: string, axis: 'x' | 'y' }[]} marks
 * @property {string} xTitle
 * @property {string} yTitle
 * @property {string} xUnit                               before the number under the cursor: 'position'
 * @property {number[]} [xTicks]
 * @property {boolean} [xLog]
 * @property {boolean} [yLog]
 * @property {[number, number]} [yRange]
 * @property {string[]} summary
 */

export {};
