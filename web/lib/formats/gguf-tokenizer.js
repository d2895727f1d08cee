/** The vocabulary of a GGUF file as a tokenizer.json of Hugging Face. */

import { cuts, preTokenizerOf } from './gguf-pre-tokenizers.js';
import { byteLevel, sentencePiece } from './vocabulary.js';

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
  const cut = isSentencePiece ? undefined : cuts.find(({ names }) => names.includes(String(of('pre'))));
  const begins = of('add_bos_token') ?? (isSentencePiece || cut?.begins);
  const around = {
    ...(begins === true && typeof of('bos_token_id') === 'number' && { first: Number(of('bos_token_id')) }),
    space: of('add_space_prefix') !== false,
  };
  if (isSentencePiece) return sentencePiece(tokens, around);
  if (of('model') !== 'gpt2' || !cut) return undefined;
  const merges = /** @type {string[]} */ (of('merges') ?? []);
  return byteLevel(tokens, merges, preTokenizerOf(cut), { ...around, direct: cut.whole === true });
}
