// What the lecture on the lab quotes and asks: runs of the lab, and the heads of rope-l128 that copy a row of symbols.
import { readFileSync } from 'node:fs';
import { floorOf, guessing, shuffled } from '../../../web/studies/lab-probes.js';
import { probe } from '../../../web/studies/lab-runs.js';

const json = (path) => JSON.parse(readFileSync(new URL(`../../../web/models/${path}`, import.meta.url), 'utf8'));
const lab = json('lab.json');
const { runs } = json('lab-runs.json');
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** The symbols that the slides repeat. */
export const block = 'k3Tq;vZ8mW(x5Rf=2LdJ*b9n';
export const rowOf = (length) => block.repeat(Math.ceil(length / block.length)).slice(0, length);
const before = { layer: 1, head: 1 }; // of rope-l128: looks at the symbol before
const after = { layer: 2, head: 3 }; // looks at what followed the last time

/**
 * What `data-of` can name besides.
 * @param {() => { engine, model, specs, small }} bench
 */
export function labSources(bench) {
  const runOf = (id, seed) => runs.find((run) => run.id === id && run.seed === Number(seed));
  const own = (method) => (method === 'own' ? '' : method);
  const stretchedOf = (id, method, length) => {
    const found = runs.filter((run) => run.id === id);
    if (found.length !== 3) throw new Error(`${id}: ${found.length} seeds`);
    return found.map(({ stretched }) => 100 * stretched[own(method)][lab.stretch.lengths.indexOf(Number(length))]);
  };
  /** Weights of a head on a row of symbols. */
  async function mapOf({ layer, head }, column, length) {
    const { model, specs } = bench();
    const maps = [];
    await model.forward(rowOf(length), {
      ...{ method: specs(column, length), logits: 'none', losses: false },
      capture: [{ layers: [layer], heads: [head], size: 0 }],
      onMaps: (done) => maps.push(...done),
    });
    const [{ values, rows }] = maps;
    return (query, key) => values[query * rows + key];
  }
  /** Per cent of the weight of the last two rounds' queries. */
  async function shareOf(which, keysOf, column, length) {
    const weight = await mapOf(which, column, length);
    const queries = Array.from({ length: 2 * block.length }, (_, i) => length - 1 - i);
    const share = (query) => keysOf(query).reduce((sum, key) => sum + weight(query, key), 0);
    return 100 * mean(queries.map(share));
  }
  const roundsBefore = (query) =>
    Array.from({ length: Math.floor((query + 1) / block.length) }, (_, i) => query + 1 - (i + 1) * block.length);
  return {
    labGuess: () => guessing,
    labFloor: () => floorOf(lab.recipe.phases[0]),
    labCopies: (id, seed, step) => 100 * runOf(id, seed).copies[step / probe.every - 1],
    /** The first step after which it copies more than nine symbols of ten. */
    labFrom: (id, seed) => probe.every * (1 + runOf(id, seed).copies.findIndex((share) => share > 0.9)),
    /** Mean over seeds. */
    labLong: (id, method, length) => mean(stretchedOf(id, method, length)),
    labOne: (id, seed, method, length) => stretchedOf(id, method, length)[seed],
    looksBefore: (column, length) => shareOf(before, (query) => [query - 1], column, Number(length)),
    looksAfter: (column, length) => shareOf(after, roundsBefore, column, Number(length)),
    /** Pairs of the lab's model that never complete a turn in training. */
    async labSlow() {
      const { head_dim, rope_theta, max_position_embeddings: seqLen } = lab.config;
      const rope = { head_dim, rotary_dim: head_dim, rope_theta, original_max_position_embeddings: seqLen };
      const { turns } = await bench().engine.plan([{ id: 'rope' }], { rope, heads: 2, layers: 2, layer: 0, seqLen });
      return Array.from(turns).filter((each) => each < 1).length;
    },
    /** Where the head that copies looks most. */
    async looksAt(query) {
      const weight = await mapOf(after, 'rope', 48);
      const weights = Array.from({ length: query + 1 }, (_, key) => weight(query, key));
      return weights.indexOf(Math.max(...weights));
    },
    /** Share of copies of a row of symbols that a window of their number does not show whole, per cent. */
    async copiesOf(column, period) {
      const { model, specs } = bench();
      const text = Array.from({ length: 24 }, (_, seed) => shuffled(seed + 1).filter((token) => token > 0));
      const cell = { task: 'repeat', length: 512, period, samples: 1, seed: 1 };
      const { metrics } = await model.evaluate({
        ...cell,
        text: String.fromCharCode(...text.flat().map((token) => token + 31)),
        method: specs(column, 512),
      });
      return 100 * metrics.accuracy.mean;
    },
  };
}

/** Answers to its questions, by place. @param {ReturnType<typeof labSources>} from */
export const labAnswers = (from) => {
  const place = (numbers) => numbers.indexOf(Math.max(...numbers)) + 1;
  return {
    'lab predict-curve': () => {
      const [early, before, soon] = [400, 500, 600].map((step) => from.labCopies('rope', 0, step));
      return early < 20 && soon > before + 50 ? 3 : 0;
    },
    'lab predict-stretch': () =>
      place(['linear', 'ntk_aware', 'yarn', 'rerope'].map((method) => from.labLong('rope', method, 512))),
    'lab predict-race': () => (from.labLong('layer_pattern', 'own', 512) > 95 ? 3 : 0),
    'lab unseen': () => from.labSlow(),
    'lab follows': () => from.looksAt(44),
    'lab fails': async () => {
      const [near, far] = [await from.copiesOf('rope+window', 24), await from.copiesOf('rope+window', 200)];
      return near > 80 && far < near / 2 && (await from.copiesOf('rerope', 200)) > far ? 2 : 0;
    },
  };
};
