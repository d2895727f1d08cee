import { runsOf } from '../../charts/runs.js';
import { number, readText } from '../arguments.js';
import { withEngine } from '../run-model.js';
import { digits, table } from '../table.js';

/** @type {import('../ropescope.js').Command} */
export const inspect = {
  summary: 'Says how a Hugging Face config.json encodes positions, and the numbers that follow.',
  usage: '<config.json | -> [--layer N] [--seq-len N] [--assume-original-length] [--assume-rotary] [--json]',
  options: {
    'seq-len': { value: 'N', doc: 'text length that the numbers hold for, tokens; default: the training length' },
    layer: { value: 'N', doc: 'layer that the numbers are of, from 0; default: the full-attention layers' },
    'assume-rotary': {
      doc: 'read a model type that is not known, and whose file says nothing of rotation, as plain RoPE',
    },
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
      const layer = number('--layer', values.layer);
      const inspection = await engine.inspect(config, {
        assumeOriginalLength: values['assume-original-length'] ?? false,
        assumeRotary: values['assume-rotary'] ?? false,
        ...(seqLen === undefined ? {} : { seqLen }),
        ...(layer === undefined ? {} : { layer }),
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
  return `${table(facts)}\n${layersTable(inspection.layers ?? [])}${table([head, ...pairs])}${nested.join('')}`;
}

/**
 * The whole model, layers that are alike in one row.
 * @param {import('../../lib/types.js').LayerKind[]} kinds
 */
function layersTable(kinds) {
  if (kinds.length === 0) return '';
  const head = [
    'layers',
    'type',
    'visible keys',
    'method',
    'rope_theta',
    'channels',
    'factor',
    'attention_factor',
    'score scale',
    'sink logits',
  ];
  const rows = kinds.map((kind) => [
    runsOf(kind.layers),
    kind.type,
    visibleKeys(kind),
    kind.method ?? (kind.attends ? 'NoPE' : '-'),
    String(kind.rope_theta ?? '-'),
    kind.rotates ? `${kind.rotary_dim} of ${kind.head_dim}` : '-',
    String(kind.factor ?? '-'),
    String(kind.attention_factor ?? '-'),
    String(kind.softmax_scale_factor ?? '-'),
    kind.sinks ? 'yes' : 'no',
  ]);
  return `${table([head, ...rows])}\n`;
}

/** @param {import('../../lib/types.js').LayerKind} kind */
function visibleKeys({ attends, window, chunk }) {
  if (!attends) return '-';
  if (window !== null) return `last ${window}`;
  return chunk === null ? 'all' : `chunk of ${chunk}`;
}
