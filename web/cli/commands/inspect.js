import { number, readText } from '../arguments.js';
import { withEngine } from '../run-model.js';
import { digits, table } from '../table.js';

/** @type {import('../ropescope.js').Command} */
export const inspect = {
  summary: 'Says how a Hugging Face config.json encodes positions, and the numbers that follow.',
  usage: '<config.json | -> [--seq-len N] [--assume-original-length] [--json]',
  options: {
    'seq-len': { value: 'N', doc: 'text length that the numbers hold for, tokens; default: the training length' },
    'assume-original-length': {
      doc: 'take a missing original_max_position_embeddings from max_position_embeddings, with a warning',
    },
    json: { doc: 'everything, as JSON' },
  },
  positionals: 1,
  run: (values, [path], print) =>
    withEngine(async (engine) => {
      const config = await readText(/** @type {string} */ (path));
      const seqLen = number('--seq-len', values['seq-len']);
      const assumeOriginalLength = values['assume-original-length'] ?? false;
      const inspection = await engine.inspect(config, {
        assumeOriginalLength,
        ...(seqLen === undefined ? {} : { seqLen }),
      });
      await print(values.json ? `${JSON.stringify(inspection, null, 2)}\n` : describe(inspection));
    }),
};

/**
 * @param {import('../../lib/types.js').Inspection} inspection
 * @returns {string}
 */
function describe(inspection) {
  const { method, params, rope, seqLen, attention_factor, softmax_scale_factor, notes, warnings } = inspection;
  const facts = [
    ['method', method],
    ...Object.entries(params).map(([key, value]) => [`  ${key}`, JSON.stringify(value)]),
    ...Object.entries(rope).map(([key, value]) => [key, String(value)]),
    ['seqLen', String(seqLen)],
    ['attention_factor', String(attention_factor)],
    ['softmax_scale_factor', String(softmax_scale_factor)],
    ...notes.map(({ message }) => ['note', message]),
    ...warnings.map(({ message }) => ['warning', message]),
  ];
  const pairs = inspection.inv_freq.map((rate, i) => [
    i,
    digits(rate),
    digits(inspection.wavelength[i] ?? Number.POSITIVE_INFINITY),
    digits(inspection.turns[i] ?? 0),
  ]);
  const nested = Object.entries(inspection.layer_types ?? {}).map(
    ([type, setting]) => `\nlayers of type ${type}\n${describe(setting)}`,
  );
  const head = ['pair', 'inv_freq rad/token', 'wavelength tokens', 'turns in training'];
  return `${table(facts)}\n${table([head, ...pairs])}${nested.join('')}`;
}
