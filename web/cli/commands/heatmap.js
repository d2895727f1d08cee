import { writeFile } from 'node:fs/promises';
import { RopescopeError } from '../../lib/index.node.js';
import { chosen, inputOptions, modelOptions, number, readInput, readMethods, refuse, required } from '../arguments.js';
import { csvOf, pngOf, svgOf } from '../picture.js';
import { withModel } from '../run-model.js';

/** @type {Record<string, (map: import('../../lib/types.js').AttentionMap, caption: import('../picture.js').Caption) => string | Buffer>} */
const formats = { '.png': pngOf, '.svg': svgOf, '.csv': csvOf };

/** @type {import('../ropescope.js').Command} */
export const heatmap = {
  summary: 'Draws the attention weights of one head over a text.',
  usage:
    '--model NAME|DIR (--text FILE | --prompt TEXT | --tokens 1,2,3) --layer L --head H -o out.png [--method ID[,ID]] [--param KEY=VALUE ...] [--force] [--threads N] [--size N]',
  options: {
    ...modelOptions,
    ...inputOptions,
    layer: { value: 'L', doc: 'from 0' },
    head: { value: 'H', doc: 'from 0' },
    size: { value: 'N', doc: 'rows and columns at most, pooled by maximum; default: one per token' },
    out: {
      value: 'FILE',
      short: 'o',
      doc: '.png: one pixel a cell, colour = weight^0.4; .svg: with axes; .csv: the numbers',
    },
  },
  positionals: 0,
  run: async (values, _, print) => {
    const path = required('--out', values.out);
    const format = Object.entries(formats).find(([extension]) => path.toLowerCase().endsWith(extension))?.[1];
    if (!format) throw refuse(`--out must end in ${Object.keys(formats).join(', ')}, got ${JSON.stringify(path)}`);
    const layer = required('--layer', number('--layer', values.layer));
    const head = required('--head', number('--head', values.head));
    const size = number('--size', values.size) ?? 0;
    const input = await readInput(values);
    await withModel(values, async (model) => {
      const method = readMethods(values, model.info);
      const tokens = typeof input === 'string' ? await model.encode(input) : input;
      const capture = { layers: [layer], heads: [head], size };
      const { attentions, forced } = await model.forward(tokens, {
        ...chosen(values, method),
        logits: 'none',
        capture,
      });
      const map = /** @type {import('../../lib/types.js').AttentionMap} */ (attentions[0]);
      const caption = {
        method: (method ?? model.info.methods).map(({ id }) => id).join(' + ') + (forced ? ' (forced)' : ''),
        tokens: tokens.length,
        trainedLength: model.info.rope.original_max_position_embeddings,
      };
      await write(path, format(map, caption));
      await print(`${path}: ${map.cols} x ${map.rows} cells of ${tokens.length} tokens\n`);
    });
  },
};

/**
 * @param {string} path
 * @param {string | Buffer} content
 */
async function write(path, content) {
  try {
    await writeFile(path, content);
  } catch (error) {
    throw new RopescopeError(
      'invalid_argument',
      `${path} could not be written: ${/** @type {Error} */ (error).message}`,
    );
  }
}
