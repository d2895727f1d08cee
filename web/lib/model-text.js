/**
 * Text for a model that came with a tokenizer.json: it becomes tokens before a call is sent, and tokens become text after
 * it. Fetched with the first such model.
 */

import { callback } from './check.js';
import { propertiesOf } from './options.js';
import { withDisposal } from './resource.js';
import { errorOf } from './sayings.js';
import { symbolsOf } from './symbols.js';
import { openTokenizer, tokenIds } from './tokenizer.js';
import { sayings } from './tokenizer-parts.js';

/** @typedef {import('./tokenizer.js').Tokenizer} Tokenizer */
/** @typedef {import('./types.js').Model} Model */

const kept = 2; // corpora that were encoded

/**
 * The model, with text as its tokenizer reads it.
 * @param {Model} model
 * @param {string} json  of a tokenizer.json
 * @returns {Promise<Model>}
 */
export async function withTokenizer(model, json) {
  const tokenizer = await openTokenizer(json);
  checkSize(tokenizer, model.info.vocab_size);
  const toTokens = (/** @type {import('./model-types.js').Input} */ input) =>
    typeof input === 'string' ? tokenizer.encode(input) : input;
  /** @type {Model} */
  const read = {
    ...model,
    info: { ...model.info, tokenizer: 'file' },
    tokenizer,
    encode: async (text) => tokenizer.encode(text),
    decode: async (tokens) => tokenizer.decode(tokenIds(tokens, tokenizer.size - 1)),
    forward: async (input, options) => model.forward(toTokens(input), options),
    generate: async (input, options) => {
      const result = await model.generate(toTokens(input), spelled(options, spelling(tokenizer)));
      return { ...result, text: tokenizer.decode(result.tokens) };
    },
    evaluate: evaluating(model, tokenizer),
  };
  return withDisposal(read);
}

/**
 * The options of a generation, whose listener gets the text of each token besides.
 * @param {import('./model-types.js').GenerateOptions | undefined} options
 * @param {(token: number) => string} spell
 */
function spelled(options, spell) {
  const given = propertiesOf('options', options);
  const listener = callback('onToken', given.onToken);
  return listener ? { ...given, onToken: (/** @type {number} */ token) => listener(token, spell(token)) } : given;
}

/**
 * The model, which takes tokens only.
 * @param {Model} model
 * @param {unknown} error  what a text meets
 * @returns {Model}
 */
export function withoutText(model, error) {
  const refuse = async () => {
    throw error;
  };
  const tokensOf = (/** @type {import('./model-types.js').Input} */ input) => {
    if (typeof input === 'string') throw error;
    return input;
  };
  /** @type {Model} */
  const wordless = {
    ...model,
    info: { ...model.info, tokenizer: 'none' },
    encode: refuse,
    decode: refuse,
    forward: async (input, options) => model.forward(tokensOf(input), options),
    generate: async (input, options) => {
      const result = await model.generate(
        tokensOf(input),
        spelled(options, () => ''),
      );
      return { ...result, text: '' };
    },
    evaluate: async (options) => {
      const { text } = propertiesOf('options', options);
      if (typeof text === 'string') throw error;
      return model.evaluate(options);
    },
  };
  return withDisposal(wordless);
}

/**
 * @param {Tokenizer} tokenizer
 * @param {number} max  tokens of the model
 */
function checkSize({ size }, max) {
  if (size <= max) return;
  const args = { max, given: size - 1 };
  throw errorOf('unsupported_text', 'tokenizer_too_large', { path: 'tokenizer', args }, sayings);
}

/**
 * Cells over a text that was encoded once, so that it crosses to a worker once.
 * @param {Model} model
 * @param {Tokenizer} tokenizer
 * @returns {Model['evaluate']}
 */
function evaluating(model, tokenizer) {
  /** @type {Map<string, Int32Array>} */
  const corpora = new Map();
  const corpusOf = (/** @type {string} */ text) => {
    const known = corpora.get(text) ?? Int32Array.from(tokenizer.encode(text, { special: false }));
    corpora.delete(text);
    corpora.set(text, known);
    for (const oldest of [...corpora.keys()].slice(0, Math.max(0, corpora.size - kept))) corpora.delete(oldest);
    return known;
  };
  const read = (/** @type {any} */ result) => {
    const { prompt, expected, answer } = result.last;
    const after = (/** @type {Int32Array} */ tokens) => continued(tokenizer, prompt, tokens);
    const last = { prompt: tokenizer.decode(prompt), expected: after(expected), answer: after(answer) };
    return { ...result, last };
  };
  return async (options) => {
    const { text, onSample, ...cell } = /** @type {typeof options} */ (propertiesOf('options', options));
    const symbols = cell.task === 'passkey' && { symbols: JSON.stringify(symbolsOf(tokenizer)) };
    if (typeof text !== 'string') return model.evaluate({ text, ...symbols, ...cell, ...(onSample && { onSample }) });
    const told = callback('onSample', onSample);
    const listener = told && { onSample: (/** @type {any} */ result) => told(read(result)) };
    return read(await model.evaluate({ ...cell, ...symbols, ...listener, text: corpusOf(text) }));
  };
}

/**
 * What tokens add to the text of others: alone they may lose the space that they begin with.
 * @param {Tokenizer} tokenizer
 * @param {Int32Array} before
 * @param {Int32Array} tokens
 */
function continued({ decode }, before, tokens) {
  const head = decode(before);
  const whole = decode([...before, ...tokens]);
  return whole.startsWith(head) ? whole.slice(head.length) : decode(tokens);
}

/**
 * What each token of a generation adds to its text, where a character may take several tokens.
 * @param {Tokenizer} tokenizer
 */
function spelling(tokenizer) {
  /** @type {number[]} */
  const tokens = [];
  let said = '';
  return (/** @type {number} */ token) => {
    tokens.push(token);
    const text = tokenizer.decode(tokens);
    if (text.endsWith('\uFFFD')) return ''; // part of a character: the next token may complete it
    const added = text.slice(said.length);
    said = text;
    return added;
  };
}
