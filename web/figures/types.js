/**
 * What figures answer: numbers for charts, and what is to be said of them as codes with arguments. No word of a language.
 *
 * @typedef {{ say: string, [argument: string]: any }} Said  a sentence of web/words, by its name there
 *
 * @typedef {object} CurveData
 * @property {string} label
 * @property {string} [suffix]                            a sentence of web/words that ends the label, by name
 * @property {number} [head]
 * @property {number} slot                                the method's place, for colour and dash
 * @property {number} [dash]                              index of the line's dash; default: the slot's
 * @property {ArrayLike<number | null>} values
 * @property {ArrayLike<number | null>} [detail]          the same quantity before smoothing, drawn faintly
 * @property {ArrayLike<number | null>} [firm]            those of the values that are drawn in full, the others are pale
 * @property {{ low: ArrayLike<number | null>, high: ArrayLike<number | null> }} [band]
 * @property {boolean} [dots]
 *
 * @typedef {object} CurvesData
 * @property {ArrayLike<number>} x
 * @property {CurveData[]} curves
 * @property {(Said & { at: number, axis: 'x' | 'y' })[]} marks
 * @property {string} [variant]                           which titles of the kind, where it has several
 * @property {{ tokens: number, most: number } | number[]} [xTicks]  tokens: ticks at round numbers of tokens
 * @property {boolean} [xLog]
 * @property {boolean} [yLog]
 * @property {[number, number]} [yRange]
 * @property {Said[]} summary
 * @property {Failed[]} [failures]                        columns that have no curve, and why
 *
 * @typedef {{ name: string, slot: number, failure: import('../scope/failure.js').Failure }} Failed
 *
 * What a plot draws, in the words of a language:
 *
 * @typedef {Omit<CurveData, 'suffix' | 'head'>} Curve
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
 * @property {Failed[]} [failures]
 *
 * @typedef {import('../scope/scope.js').Scope} Scope
 * @typedef {{ slot?: number | undefined }} FigureOptions   slot: only this column of the scope; absent = all
 */
export {};
