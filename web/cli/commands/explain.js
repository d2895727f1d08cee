import { modelOptions, namedMethods, number, required } from '../arguments.js';
import { withEngine } from '../run-model.js';
import { digits, table } from '../table.js';

/** @typedef {import('../../lib/types.js').Explanation} Explanation */

/** @type {import('../ropescope.js').Command} */
export const explain = {
  summary: 'Says what methods do to positions: pairs, angles, sharpness, cost, cache.',
  usage:
    'ID[,ID] --head-dim D --trained-length L --seq-len N [--param KEY=VALUE ...] [--rope-theta B] [--rotary-dim R] [--json]',
  options: {
    param: modelOptions.param ?? { doc: '' },
    'head-dim': { value: 'D', doc: 'channels of one attention head' },
    'rotary-dim': { value: 'R', doc: 'channels that rotate; default: all' },
    'rope-theta': { value: 'B', doc: 'base of the frequencies; default 10000' },
    'trained-length': { value: 'L', doc: 'length the weights were trained at, tokens' },
    'seq-len': { value: 'N', doc: 'length of the text, tokens' },
    heads: { value: 'H', doc: 'query heads, for the size of biases; default 1' },
    layer: { value: 'I', doc: 'from 0; default 0' },
    layers: { value: 'I', doc: 'default 1' },
    json: { doc: 'everything, as JSON' },
  },
  positionals: 1,
  run: (values, [ids = ''], print) =>
    withEngine(async (engine) => {
      const explanation = await engine.explain(namedMethods(ids, values.param ?? []), optionsOf(values));
      await print(values.json ? `${JSON.stringify(explanation, null, 2)}\n` : describe(explanation));
    }),
};

/**
 * @param {Record<string, string | undefined>} values
 * @returns {import('../../lib/types.js').ExplainOptions}
 */
function optionsOf(values) {
  const flag = (/** @type {string} */ name) => number(`--${name}`, values[name]);
  const given = (/** @type {Record<string, number | undefined>} */ options) =>
    Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return {
    rope: {
      head_dim: required('--head-dim', flag('head-dim')),
      original_max_position_embeddings: required('--trained-length', flag('trained-length')),
      ...given({ rotary_dim: flag('rotary-dim'), rope_theta: flag('rope-theta') }),
    },
    seqLen: required('--seq-len', flag('seq-len')),
    ...given({ heads: flag('heads'), layer: flag('layer'), layers: flag('layers') }),
  };
}

/** @param {Explanation} explanation */
function describe({ pairs, span, sharpness, cost, cache, methods }) {
  const fates = [...new Set(pairs.map(({ fate }) => fate))];
  const counts = fates.map((fate) => `${pairs.filter((pair) => pair.fate === fate).length} ${fate}`);
  const until = cache.holdsUntil === null ? '' : ` in texts longer than ${cache.holdsUntil}`;
  const facts = [
    ['pairs', counts.join(', ')],
    ['leave their trained angles', pairs.filter(({ leaves }) => leaves).length],
    ['span tokens', `${digits(span.atLength)} (trained: ${digits(span.inTraining)})`],
    ...Object.entries(sharpness).map(([key, value]) => [`sharpness ${key}`, digits(value)]),
    ...Object.entries(cost).map(([key, value]) => [`cost ${key}`, value]),
    ['exact cache', cache.need + until],
    ...methods.flatMap(({ id, facts: own }) =>
      own.map(({ key, value, text }) => [`${id} ${key}`, `${value}: ${text}`]),
    ),
    ...methods.flatMap(({ id, elsewhere }) => elsewhere.map(({ engine, text }) => [`${id} in ${engine}`, text])),
  ].map(([key, value]) => [String(key), String(value)]);
  const rows = pairs.map(({ fate, ratio, turns, largestAngle, trainedAngle, fullCircle, leaves }, i) => [
    i,
    fate,
    digits(ratio),
    digits(turns),
    digits(largestAngle),
    digits(trainedAngle),
    leaves ? 'leaves' : fullCircle ? 'full circle' : '',
  ]);
  const head = ['pair', 'fate', 'ratio', 'turns in training', 'largest angle', 'trained angle', ''];
  return `${table(facts)}\n${table([head, ...rows])}`;
}
