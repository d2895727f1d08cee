import { cacheOption, chosen, inputOptions, modelOptions, number, readInput, readMethods } from '../arguments.js';
import { withModel } from '../run-model.js';
import { digits, table } from '../table.js';

/**
 * @typedef {import('../../lib/types.js').ForwardResult} ForwardResult
 * @typedef {import('../ropescope.js').Print} Print
 */

/** @type {import('../ropescope.js').Command} */
export const logits = {
  summary: 'Runs a model over a text and prints the logits of every position.',
  usage:
    '--model NAME|DIR (--tokens 1,2,3 | --prompt TEXT | --text FILE) [--method ID[,ID]] [--param KEY=VALUE ...] [--force] [--threads N] [--cache KIND] [--prefill N] [--attention] [--json]',
  options: {
    ...modelOptions,
    ...inputOptions,
    ...cacheOption,
    prefill: { value: 'N', doc: 'read N tokens at once and the others one by one, as generation does; default: all' },
    attention: { doc: 'also the attention weights: attentions[layer][head][query][key]' },
    json: { doc: 'all numbers, as JSON: { logits: [position][token], attentions, forced }' },
  },
  positionals: 0,
  run: async (values, _, print) => {
    const input = await readInput(values);
    const prefill = number('--prefill', values.prefill);
    await withModel(values, async (model) => {
      const method = readMethods(values, model.info);
      const capture = values.attention ? { layers: /** @type {const} */ ('all') } : undefined;
      const result = await model.forward(input, {
        ...chosen(values, method),
        ...(prefill !== undefined && { prefill }),
        ...(capture && { capture }),
      });
      await (values.json
        ? printJson(result, values.attention ?? false, model.info.num_hidden_layers, print)
        : printTop(result, print));
    });
  },
};

/**
 * Row by row: the whole text of a long capture would not fit into one string.
 * @param {ForwardResult} result
 * @param {boolean} attention
 * @param {number} layers
 * @param {Print} print
 */
async function printJson({ rows, vocabSize, logits, attentions, forced, nonFinite }, attention, layers, print) {
  await print('{"logits":');
  await printMatrix(logits, rows, vocabSize, print);
  if (attention) {
    await print(',"attentions":[');
    for (let layer = 0; layer < layers; layer++) {
      await print(layer === 0 ? '[' : ',[');
      const maps = attentions.filter((map) => map.layer === layer);
      for (const [i, map] of maps.entries()) {
        if (i > 0) await print(',');
        await printMatrix(map.values, map.rows, map.cols, print);
      }
      await print(']');
    }
    await print(']');
  }
  if (nonFinite > 0) await print(`,"nonFinite":${nonFinite}`);
  await print(forced ? ',"forced":true}\n' : '}\n');
}

/**
 * A float32 widened to double prints digits that read back as the same float32.
 * @param {Float32Array} values  [rows, cols]
 * @param {number} rows
 * @param {number} cols
 * @param {Print} print
 */
async function printMatrix(values, rows, cols, print) {
  for (let i = 0; i < rows; i++) {
    const row = JSON.stringify(Array.from(values.subarray(i * cols, (i + 1) * cols)));
    await print(`${i === 0 ? '[' : ','}${row}`);
  }
  await print(']');
}

/**
 * @param {ForwardResult} result
 * @param {Print} print
 */
async function printTop({ rows, vocabSize, logits, forced, nonFinite }, print) {
  const best = 5;
  const last = Array.from(logits.subarray((rows - 1) * vocabSize)).map((logit, token) => ({ token, logit }));
  const top = last.sort((a, b) => b.logit - a.logit).slice(0, best);
  const lines = top.map(({ token, logit }) => [token, digits(logit)]);
  await print(
    `${rows} positions, ${vocabSize} tokens; the last position's most likely next tokens (--json prints all):\n`,
  );
  await print(table([['token', 'logit'], ...lines]));
  if (nonFinite > 0) await print(`${nonFinite} of the tokens have numbers that are not finite: the weights overflow\n`);
  if (forced) await print('forced: these weights were trained with another method\n');
}
