// What the lectures on NTK's cache, YaRN and position maps quote and ask: entropies, losses, pretended distances, what multiplies scores.
import { scoresOf } from '../../../web/figures/cache.js';
import { pretendedDistances } from '../../../web/figures/distances.js';

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const lastQueries = 32;
const yarnWith = (factor) => `yarn;factor:4;attention_factor:${factor}`;
const triedFactors = [0.88, 1.05, 1.3];

/**
 * What `data-of` can name besides.
 * @param {() => { engine, model, heldout: string, specs, small }} bench
 */
export function scoreSources(bench) {
  const planOf = (column, length) => {
    const { engine, specs, small } = bench();
    return engine.plan(specs(column, Number(length)), small(Number(length)));
  };
  const explained = (column, length) => {
    const { engine, specs, small } = bench();
    return engine.explain(specs(column, Number(length)), small(Number(length)));
  };
  const distancesOf = async (column, length) => Array.from(pretendedDistances(await planOf(column, length)));
  return {
    /** Mean over the 16 heads and the last 32 queries, nats. */
    async entropy(column, length) {
      const { model, heldout, specs } = bench();
      const { attentions } = await model.forward(heldout.slice(0, Number(length)), {
        ...{ method: specs(column, Number(length)), logits: 'none' },
        capture: { layers: [0, 1, 2, 3], heads: [0, 1, 2, 3], kind: 'entropy' },
      });
      return mean(attentions.map(({ values }) => mean(Array.from(values).slice(-lastQueries))));
    },
    /** Mean over the first characters of the text that the figures read, nats. */
    async loss(column, length) {
      const { model, heldout, specs } = bench();
      const options = { method: specs(column, Number(length)), logits: 'none', losses: true };
      return mean(Array.from((await model.forward(heldout.slice(0, Number(length)), options)).losses));
    },
    factor: async (column, length) => (await planOf(column, length)).attention_factor,
    multiplier: async (column, length) => (await explained(column, length)).sharpness.last,
    temperature: async (column, length) => 1 / (await explained(column, length)).sharpness.last,
    /** What the scores must be multiplied by for an entropy that does not grow: ln N / ln L. */
    even: async (length) => (await explained('rope', length)).sharpness.expected,
    farthest: async (column, length) => Math.max(...(await distancesOf(column, length))),
    /** How fast a pair turns, as a share of its speed in training. */
    async pace(column, pair) {
      const [own, changed] = [await planOf('rope', 512), await planOf(column, 512)];
      return changed.inv_freq[pair] / own.inv_freq[pair];
    },
    cost: async (column, what) => (await explained(column, 512)).cost[what],
    distances: distancesOf, // for the answers
    /** By distance, how far keys that stay as they were turned are off. */
    async misplaced(column, length) {
      const written = await Promise.all(Array.from({ length }, (_, key) => planOf(column, key + 1)));
      const rates = written.map(({ inv_freq }) => inv_freq);
      const { anew, kept } = scoresOf(rates.at(-1), rates, { length, block: 1 });
      return anew.map((value, distance) => Math.abs(value - kept[distance]));
    },
  };
}

/** Answers to their questions, by lecture and place. @param {ReturnType<typeof scoreSources>} from  @param {Function} stored */
export const scoreAnswers = (from, stored) => ({
  'ntk predict-cache': async () => {
    const [off, few] = [await from.misplaced('dynamic_ntk', 512), 32];
    const means = [off.slice(0, few), off.slice(few, -few), off.slice(-few)].map(mean);
    return means.indexOf(Math.max(...means)) + 1;
  },
  'yarn predict-entropy': async () =>
    (await from.entropy(yarnWith(1), 128)) > 1.1 * (await from.entropy('rope', 128)) ? 2 : 1,
  'yarn predict-fit': async () => {
    const losses = [];
    for (const factor of triedFactors) losses.push(await from.loss(yarnWith(factor), 512));
    return losses.indexOf(Math.min(...losses)) + 1;
  },
  'yarn multiplier': () => from.multiplier('yarn;factor:16', 2048),
  'yarn slowed': async () => {
    const paces = await Promise.all(Array.from({ length: 16 }, (_, pair) => from.pace('yarn;factor:4', pair)));
    return paces.filter((pace) => Math.abs(pace - 1 / 4) < 1e-9).length;
  },
  'yarn unchanged': async () => {
    const own = await from.loss('rope', 128);
    const losses = [];
    for (const column of ['yarn;factor:4', 'dynamic_yarn', 'linear;factor:4'])
      losses.push(await from.loss(column, 128));
    return losses.findIndex((loss) => Math.abs(loss - own) < 1e-9) + 1;
  },
  'maps predict-distance': async () => [511, 64, 0].indexOf((await from.distances('rerope;window:64', 512)).at(-1)) + 1,
  'maps predict-passkey': () => {
    const found = ['yarn', 'leaky_rerope-window-64', 'dual_chunk'].map((line) =>
      stored('rope-l128', line, 'passkey', 1024, 'exact_match'),
    );
    return found.indexOf(Math.max(...found)) + 1;
  },
  'maps farthest': () => from.farthest('self_extend;window:64;group:8', 512),
  'maps slope': async () => {
    for (let slope = 1; slope < 64; slope++)
      if ((await from.farthest(`leaky_rerope;window:64;slope:${slope}`, 512)) <= 127) return slope;
  },
  'maps order': async () => {
    const far = (await from.distances('rerope;window:64', 512)).slice(64);
    return far.every((distance) => distance === far[0]) ? 2 : 0;
  },
});
