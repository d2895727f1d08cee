/** What the tour says of the stored evaluation: one family of weights, means over its seeds. */
import { cellsOf, pooled, unique } from '../../studies/findings.js';
import tour from './steps.json' with { type: 'json' };

/** @typedef {import('../../studies/findings.js').Evaluation} Evaluation */

/** Lines of the evaluation that the tour shows; one of them, a window, holds the loss. */
export const { family, lines, windowed } = tour.stored;

/** @param {Evaluation} stored  @param {string} line */
const ofLine = (stored, line) => cellsOf(stored, { family, line });

/** Lengths at which the loss is stored, tokens, ascending. @param {Evaluation} stored */
export const lengthsOf = (stored) =>
  unique(
    ofLine(stored, windowed)
      .filter(({ task }) => task === 'text')
      .map(({ length }) => length),
  ).sort((a, b) => a - b);

/** Nats a character. @param {Evaluation} stored  @param {string} line  @param {number} length */
export const lossOf = (stored, line, length) =>
  pooled(ofLine(stored, line), { task: 'text', metric: 'loss', length })?.mean ?? null;

/**
 * The share of the keys that was found, by the place of the key: 0 = at the start of the text, 1 = at its end.
 * @param {Evaluation} stored
 * @param {string} line
 * @param {number} length
 */
export function passkeysOf(stored, line, length) {
  const cells = ofLine(stored, line);
  const depths = unique(
    cells
      .filter(({ task, length: own }) => task === 'passkey' && own === length)
      .map(({ params }) => params.depth ?? 0),
  );
  return depths
    .sort((a, b) => a - b)
    .map((depth) => {
      const found = pooled(cells, { task: 'passkey', metric: 'exact_match', length, params: { depth } });
      return { depth, found: found?.mean ?? 0, seeds: found?.seeds ?? 0 };
    });
}
