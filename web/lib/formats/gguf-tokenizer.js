/** The vocabulary of a GGUF file as a tokenizer.json of Hugging Face. */

import { byteLevel, sentencePiece } from './vocabulary.js';

const words = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|`;
const rest = String.raw`| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;
/** @param {boolean} regex */
const bytesOf = (regex) => ({ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: regex });
/** @param {object[]} pretokenizers */
const sequence = (...pretokenizers) => ({ type: 'Sequence', pretokenizers });
/** @param {string} digits */
const split = (digits) =>
  sequence(
    { type: 'Split', pattern: { Regex: `${words}${digits}${rest}` }, behavior: 'Isolated', invert: false },
    bytesOf(false),
  );

/** By tokenizer.ggml.pre: how a text is cut before anything is merged. */
const preTokenizers = /** @type {Record<string, object>} */ ({
  'gpt-2': bytesOf(true),
  smollm: sequence({ type: 'Digits', individual_digits: true }, bytesOf(true)),
  'llama-bpe': split(String.raw`\p{N}{1,3}`),
  qwen2: split(String.raw`\p{N}`),
});

const tokenTypes = { unknown: 2, control: 3, own: 4 };

/**
 * Nothing where the vocabulary is of a kind that is not read exactly: the model takes tokens only.
 * @param {import('./gguf.js').Gguf['metadata']} metadata
 */
export function tokenizerOf(metadata) {
  const of = (/** @type {string} */ key) => metadata.get(`tokenizer.ggml.${key}`);
  const texts = /** @type {string[] | undefined} */ (of('tokens'));
  if (!Array.isArray(texts) || new Set(texts).size < texts.length) return undefined;
  const kinds = /** @type {number[]} */ (of('token_type') ?? []);
  const scores = /** @type {number[]} */ (of('scores') ?? []);
  const whole = new Set(Object.values(tokenTypes));
  const tokens = texts.map((text, id) => ({ text, score: scores[id] ?? 0, whole: whole.has(kinds[id] ?? 1) }));
  const isSentencePiece = of('model') === 'llama';
  const begins = of('add_bos_token') ?? isSentencePiece;
  const around = {
    ...(begins === true && typeof of('bos_token_id') === 'number' && { first: Number(of('bos_token_id')) }),
    space: of('add_space_prefix') !== false,
  };
  if (isSentencePiece) return sentencePiece(tokens, around);
  const pre = preTokenizers[String(of('pre'))];
  return of('model') === 'gpt2' && pre
    ? byteLevel(tokens, /** @type {string[]} */ (of('merges') ?? []), pre, around)
    : undefined;
}
