import { cacheOption, chosen, inputOptions, modelOptions, number, readInput, readMethods } from '../arguments.js';
import { withModel } from '../run-model.js';

/** Numbers of the library's `generate`, under its own names in camel case. */
const sampling = {
  'max-new-tokens': { value: 'N', doc: 'default 64' },
  temperature: { value: 'T', doc: 'default 0: always the most likely token' },
  'top-k': { value: 'K', doc: 'sample from the K most likely tokens only; default 0: all' },
  'top-p': { value: 'P', doc: 'sample from the most likely tokens that make up this probability; default 1' },
  seed: { value: 'S', doc: 'default 0; the same seed gives the same text on every platform' },
};

const camelCase = (/** @type {string} */ flag) => flag.replace(/-./g, ([, letter = '']) => letter.toUpperCase());

/** @type {import('../ropescope.js').Command} */
export const generate = {
  summary: 'Continues a text, printing it as it grows.',
  usage:
    '--model NAME|DIR (--prompt TEXT | --text FILE | --tokens 1,2,3) [--method ID[,ID]] [--param KEY=VALUE ...] [--force] [--threads N] [--cache KIND] [sampling options] [--json]',
  options: {
    ...modelOptions,
    ...inputOptions,
    ...cacheOption,
    ...sampling,
    json: { doc: '{ tokens, text } of what was added, as JSON' },
  },
  positionals: 0,
  run: async (values, _, print) => {
    const input = await readInput(values);
    const numbers = Object.keys(sampling).map((flag) => [camelCase(flag), number(`--${flag}`, values[flag])]);
    const given = Object.fromEntries(numbers.filter(([, value]) => value !== undefined));
    await withModel(values, async (model) => {
      const method = readMethods(values, model.info);
      const readable = model.info.tokenizer !== 'none';
      const onToken = (/** @type {number} */ token, /** @type {string} */ text) => {
        if (!values.json) print(readable ? text : `${token} `);
      };
      const result = await model.generate(input, { ...given, ...chosen(values, method), onToken });
      await print(values.json ? `${JSON.stringify(result)}\n` : '\n');
    });
  },
};
