import { cacheOption, chosen, inputOptions, modelOptions, number, readInput, readMethods } from '../arguments.js';
import { withModel } from '../run-model.js';

/** Flag and option of the library. */
const numbers = [
  ['max-new-tokens', 'maxNewTokens'],
  ['temperature', 'temperature'],
  ['top-k', 'topK'],
  ['top-p', 'topP'],
  ['seed', 'seed'],
];

/** @type {import('../ropescope.js').Command} */
export const generate = {
  summary: 'Continues a text, printing it as it grows.',
  usage:
    '--model DIR (--prompt TEXT | --text FILE | --tokens 1,2,3) [--method ID[,ID]] [--param KEY=VALUE ...] [--force] [--cache KIND] [sampling options] [--json]',
  options: {
    ...modelOptions,
    ...inputOptions,
    ...cacheOption,
    'max-new-tokens': { value: 'N', doc: 'default 64' },
    temperature: { value: 'T', doc: 'default 0: always the most likely token' },
    'top-k': { value: 'K', doc: 'sample from the K most likely tokens only; default 0: all' },
    'top-p': { value: 'P', doc: 'sample from the most likely tokens that make up this probability; default 1' },
    seed: { value: 'S', doc: 'default 0; the same seed gives the same text on every platform' },
    json: { doc: '{ tokens, text } of what was added, as JSON' },
  },
  positionals: 0,
  run: async (values, _, print) => {
    const input = await readInput(values);
    const given = numbers.map(([flag = '', key = '']) => [key, number(`--${flag}`, values[flag])]);
    const sampling = Object.fromEntries(given.filter(([, value]) => value !== undefined));
    await withModel(values, async (model) => {
      const method = readMethods(values, model.info);
      const readable = model.info.tokenizer !== 'none';
      const onToken = (/** @type {number} */ token, /** @type {string} */ text) => {
        if (!values.json) print(readable ? text : `${token} `);
      };
      const result = await model.generate(input, { ...sampling, ...chosen(values, method), onToken });
      await print(values.json ? `${JSON.stringify(result)}\n` : '\n');
    });
  },
};
