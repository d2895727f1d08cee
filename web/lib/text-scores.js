/**
 * What a cell says of text, so that vocabularies compare and another program's exact match does: from the texts and losses
 * of each sample, as they come in.
 */

import { scoredText } from './samples.js';

/**
 * @typedef {import('./evaluate.js').CellResult} CellResult
 * @typedef {{ mean: number, spread: number }} Score
 * @typedef {Partial<Record<'bits_per_byte' | 'whole_bits_per_byte' | 'exact_match', Score>>} TextScores  bits_per_byte: of the
 *   scored end of a text; whole_bits_per_byte: of all of it but its first token; exact_match: of the end of a copy
 *
 * @typedef {{ nats: number, bytes: number }[]} Parts  of each sample
 */

const endOfCopy = 40; // characters at least whose every token must be right: of a copy's whole half one is always wrong
const bytesOf = (/** @type {string} */ text) => new TextEncoder().encode(text).length;

/**
 * The end of a copy, from the beginning of a word on.
 * @param {string} text
 */
export function endOf(text) {
  const last = Math.max(0, text.length - endOfCopy);
  const space = text.lastIndexOf(' ', last);
  return text.slice(space < 0 ? last : space);
}

/** @param {Parts} parts @returns {Score} */
function bitsPerByte(parts) {
  const sum = (/** @type {number[]} */ list) => list.reduce((total, each) => total + each, 0);
  const total = sum(parts.map(({ nats }) => nats)) / sum(parts.map(({ bytes }) => bytes));
  const each = parts.map(({ nats, bytes }) => nats / bytes);
  return { mean: total / Math.LN2, spread: spreadOf(each) / Math.LN2 };
}

/** Standard deviation. @param {number[]} values */
function spreadOf(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/**
 * Listens to the samples of one cell.
 * @param {string} task
 * @returns {(result: CellResult) => TextScores}
 */
export function textScores(task) {
  /** @type {{ ends: Parts, wholes: Parts, copied: number[], sums: { end: number, whole: number } }} */
  const seen = { ends: [], wholes: [], copied: [], sums: { end: 0, whole: 0 } };
  const listen = { text: listenToText, repeat: listenToCopies }[task];
  return (result) => listen?.(result, seen) ?? {};
}

/**
 * A result has the means of all samples so far: what the newest adds to their sums is its own.
 * @param {CellResult} result
 * @param {{ ends: Parts, wholes: Parts, sums: { end: number, whole: number } }} seen
 * @returns {TextScores}
 */
function listenToText({ samples, metrics, losses, last }, { ends, wholes, sums }) {
  const scored = Math.min(scoredText, losses.length);
  const end = samples * scored * (metrics.loss?.mean ?? Number.NaN);
  const whole = samples * losses.reduce((sum, loss) => sum + loss, 0);
  ends.push({ nats: end - sums.end, bytes: bytesOf(last.expected) });
  wholes.push({ nats: whole - sums.whole, bytes: bytesOf(last.prompt + last.expected) });
  Object.assign(sums, { end, whole });
  return { bits_per_byte: bitsPerByte(ends), whole_bits_per_byte: bitsPerByte(wholes) };
}

/**
 * @param {CellResult} result
 * @param {{ copied: number[] }} seen
 * @returns {TextScores}
 */
function listenToCopies({ last }, { copied }) {
  copied.push(last.answer.endsWith(endOf(last.expected)) ? 1 : 0);
  const mean = copied.reduce((sum, each) => sum + each, 0) / copied.length;
  return { exact_match: { mean, spread: spreadOf(copied) } };
}
