// What the lecture on models in the wild quotes and asks: published configs as the engine reads them, what other engines can be
// told, what methods cost.
import { readFileSync } from 'node:fs';
import { judge } from '../../../web/site/methods/verdicts.js';

const json = (path) => JSON.parse(readFileSync(new URL(`../../../web/${path}`, import.meta.url), 'utf8'));
const configs = json('site/published-configs.json').models;
const { recipes } = json('models/recipes.json');

const configOf = (name) => JSON.stringify(configs.find((each) => each.name === name.replaceAll('_', ' ')).config);
const plainWeights = 'Qwen/Qwen3-8B';
const times = 4; // of its length

/** @type {Record<string, (inspection) => number>} */
const facts = {
  base: ({ rope }) => rope.rope_theta / 1000,
  trained: ({ rope }) => rope.original_max_position_embeddings,
  longest: ({ rope }) => rope.max_position_embeddings,
  factor: ({ params }) => params.factor,
  scores: ({ attention_factor: factor, softmax_scale_factor: scale }) => factor ** 2 * scale,
  pairs: ({ wavelength }) => wavelength.length,
  slow: ({ wavelength, rope }) =>
    wavelength.filter((tokens) => tokens === null || tokens > rope.max_position_embeddings).length,
};

/**
 * What `data-of` can name besides.
 * @param {() => { engine }} bench
 */
export function wildSources(bench) {
  const judged = async (id) => {
    const { engine } = bench();
    const info = (await engine.methods()).find((each) => each.id === id);
    return (await judge(engine, info, 'rope')).verdicts;
  };
  /** Whether an engine can be told a method, for a model that was trained with plain RoPE. */
  async function canBeTold(id, to) {
    const { engine } = bench();
    const info = (await engine.methods()).find((each) => each.id === id);
    const ratio = info.params.find(({ role }) => role === 'extension_ratio');
    const method = [{ id, params: ratio ? { [ratio.key]: times } : {} }];
    const longest = facts.longest(await engine.inspect(configOf(plainWeights)));
    return engine.exportFor(configOf(plainWeights), { to, method, seqLen: times * longest }).then(
      () => true,
      ({ code }) => {
        if (code !== 'unsupported_model') throw new Error(`${id} for ${to}: ${code}`);
        return false;
      },
    );
  }
  return {
    /** A name is written with _ for a space. */
    read: async (name, what) => facts[what](await bench().engine.inspect(configOf(name))),
    /** Operations of a new token against RoPE's. */
    dearer: async (id) => (await judged(id)).find(({ times }) => times !== undefined).times,
    recipe: (name, what) => recipes[name][what],
    /** How much faster a pair turns at most where the ends of YaRN's ramp are rounded, per cent. */
    async rounded(name) {
      const { engine } = bench();
      const { params, rope } = await engine.inspect(configOf(name));
      const { max_position_embeddings: seqLen, ...known } = rope;
      const ratesWith = async (truncate) =>
        (
          await engine.plan([{ id: 'yarn', params: { factor: params.factor, truncate } }], {
            ...{ rope: known, heads: 1, layers: 1, layer: 0, seqLen },
          })
        ).inv_freq;
      const [rounded, asked] = [await ratesWith(true), await ratesWith(params.truncate)];
      return 100 * Math.max(...Array.from(rounded, (rate, i) => rate / asked[i] - 1));
    },
    cacheOf: async (id) => (await judged(id)).find(({ say }) => say === 'cache').need, // for the answers
    canBeTold,
  };
}

/** Answers to its questions. @param {ReturnType<typeof wildSources>} from  @param {Function} stored */
export const wildAnswers = (from, stored) => {
  const found = (family, line = 'own') => stored(family, line, 'passkey', 1024, 'exact_match');
  const place = (numbers) => numbers.indexOf(Math.max(...numbers)) + 1;
  return {
    'in-the-wild predict-factor': async () =>
      [8, 16, 32].indexOf(await from.read('meta-llama/Meta-Llama-3.1-8B', 'factor')) + 1,
    'in-the-wild predict-tune': () =>
      place(['plain-1024', 'yarn-x8', 'pose-x8'].map((each) => found(`rope-l128-${each}`))),
    'in-the-wild write': () => from.read('Qwen/Qwen3-8B,_YaRN_×_4', 'scores'),
    'in-the-wild cache': async () => {
      const needs = await Promise.all(['yarn', 'dual_chunk', 'rerope'].map(from.cacheOf));
      return needs.filter((need) => need === 'rotated_keys').length === 2
        ? needs.findIndex((need) => need !== 'rotated_keys') + 1
        : 0;
    },
    'in-the-wild choose': async () => {
      const offered = ['linear', 'yarn', 'dual_chunk', 'dynamic_ntk'];
      const told = await Promise.all(offered.map((id) => from.canBeTold(id, 'vllm')));
      return place(offered.map((id, i) => (told[i] ? found('rope-l128', id) : -1)));
    },
  };
};
