/** The vocabulary of a GGUF file as a tokenizer.json of Hugging Face. */

import { cuts, preTokenizerOf } from './gguf-pre-tokenizers.js';
import { byteLevel, sentencePiece } from './vocabulary.js';

const tokenTypes = { unknown: 2, control: 3, own: 4 };

/**
 * Nothing where the file has no vocabulary, or two tokens of one text: the model takes tokens only.
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
  const cut = isSentencePiece ? undefined : cuts.find(({ names }) => names.includes(String(of('pre'))));
  const begins = of('add_bos_token') ?? (isSentencePiece || cut?.begins);
  const around = {
    ...(begins === true && typeof of('bos_token_id') === 'number' && { first: Number(of('bos_token_id')) }),
    space: of('add_space_prefix') !== false,
  };
  if (isSentencePiece) return sentencePiece(tokens, around);
  const stated = /** @type {string[]} */ (of('merges') ?? []);
  if (of('model') !== 'gpt2') return unreadOf({ model: { type: of('model') } });
  if (!cut) return unreadOf({ model: { type: 'BPE' }, pre_tokenizer: { type: of('pre') } });
  return byteLevel(tokens, stated, preTokenizerOf(cut), { ...around, direct: cut.whole === true });
}

/**
 * Whoever reads it is told what it has that is not known; the model takes tokens.
 * @param {object} parts
 */
const unreadOf = (parts) => JSON.stringify(parts);
