/** How a trained model copies in rows that are longer than those it was trained on. */
import setup from '../../models/lab.json' with { type: 'json' };
import { copyAccuracy, stretches } from '../../studies/lab-probes.js';

/**
 * @typedef {import('./racer.js').Racer} Racer
 *
 * @typedef {object} StretchRow          copy accuracy of one trained model under one method
 * @property {Racer} racer
 * @property {string} method             id of the method that it runs under; '' = as it was trained
 * @property {(number | null)[]} scores  by length; null = not there yet
 */

/**
 * @param {Racer} racer
 * @param {import('../../lib/types.js').MethodInfo[]} catalog
 * @param {(row: StretchRow) => boolean} show  gets a row whenever it has changed; false: nobody wants more
 */
export async function stretchOne(racer, catalog, show) {
  const { lengths, period, samples } = setup.stretch;
  const model = await (await racer.opened).model();
  try {
    for (const { id, at } of stretches(model, catalog, setup)) {
      /** @type {(number | null)[]} */
      let scores = lengths.map(() => null);
      for (const [i, length] of lengths.entries()) {
        const method = at(length);
        const score = await copyAccuracy(model, { length, period, samples, ...(method && { method }) });
        scores = scores.map((each, place) => (place === i ? score : each));
        if (!show({ racer, method: id, scores })) return;
      }
    }
  } finally {
    await model.dispose();
  }
}
