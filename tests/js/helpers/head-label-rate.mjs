/** How often the label of a head is another one where the text is: measured over the models of web/models. */
import { labelled, labels, period, repeated } from '../../../web/figures/head-labels.js';

const modelsUrl = new URL('../../../web/models/', import.meta.url);
const length = 2 * period;
export const seeds = 8;

/** As much of the held-out text, said twice, with every seed from another place. */
async function saidTwice(model, heldout, seed) {
  const part = heldout.slice(1000 + 700 * seed).slice(0, 20 * period);
  const words = model.info.tokenizer === 'char96' ? part : await model.encode(part);
  const first = words.slice(0, period);
  return typeof first === 'string' ? first + first : [...first, ...first];
}

const nothing = () => ({ changed: 0, of: 0 });

/** @param {import('../../../web/lib/types.js').Engine} engine  @param {string[]} models  @param {string} heldout */
export async function rateOf(engine, models, heldout) {
  const letters = nothing();
  const prose = nothing();
  const byLabel = Object.fromEntries(labels.map((label) => [label, { letters: nothing(), prose: nothing() }]));
  const count = (into, one, other) => {
    into.changed += one !== other ? 1 : 0;
    into.of += 1;
  };
  let heads = 0;
  for (const name of models) {
    const model = await engine.loadModel(new URL(name, modelsUrl).pathname);
    const [random, spoken] = [[], []];
    for (let seed = 1; seed <= seeds; seed++) {
      random.push(await labelled(model, repeated(model.info, { length, seed })));
      spoken.push(await labelled(model, await saidTwice(model, heldout, seed)));
    }
    heads += random[0].length;
    random[0].forEach(({ label: first }, head) => {
      // the label that the page gives, seed 1, beside all others
      for (let seed = 0; seed < seeds; seed++) {
        if (seed > 0) {
          count(letters, random[seed][head].label, first);
          count(byLabel[first].letters, random[seed][head].label, first);
        }
        count(prose, spoken[seed][head].label, first);
        count(byLabel[first].prose, spoken[seed][head].label, first);
      }
    });
    await model.dispose();
  }
  return { models, heads, seeds, letters, prose, byLabel };
}
