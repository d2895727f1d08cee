/** The bytes of UTF-8 that a token of a tokenizer.json stands for: files spell bytes that are no letters in their own ways. */

import { stepsOf } from './tokenizer-parts.js';

/**
 * GPT-2's letters for bytes: printable bytes as themselves, the others from U+0100 on in their order.
 * @returns {Map<string, number>}
 */
function byteLetters() {
  const printable = (/** @type {number} */ byte) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  let next = 0x100;
  return new Map(
    Array.from({ length: 256 }, (_, byte) => [String.fromCodePoint(printable(byte) ? byte : next++), byte]),
  );
}

const utf8 = new TextEncoder();
const byteToken = /^<0x([0-9A-F]{2})>$/;

/**
 * @param {any} file  a parsed tokenizer.json
 * @returns {(id: number, token: string) => Uint8Array}
 */
export function tokenBytes(file) {
  const added = new Map((file.added_tokens ?? []).map((/** @type {any} */ { id, content }) => [id, content]));
  const steps = stepsOf(file.decoder, 'decoder').map(({ step }) => step);
  const has = (/** @type {string} */ type) => steps.some((step) => step.type === type);
  const spell = has('ByteLevel') ? byLetters(byteLetters()) : bySpaces(steps, has('ByteFallback'));
  return (id, token) => (added.has(id) ? utf8.encode(added.get(id)) : spell(token));
}

/** @param {Map<string, number>} letters */
const byLetters = (letters) => (/** @type {string} */ token) => {
  const bytes = Array.from(token, (letter) => letters.get(letter));
  return bytes.includes(undefined) ? utf8.encode(token) : Uint8Array.from(/** @type {number[]} */ (bytes));
};

/**
 * SentencePiece's manner: a mark for a space, and <0xE2> for a byte.
 * @param {Record<string, any>[]} steps  of the decoder
 * @param {boolean} fallback
 */
function bySpaces(steps, fallback) {
  const marks = steps.flatMap(({ type, pattern, content, replacement }) => {
    if (type === 'Metaspace') return [[replacement ?? '▁', ' ']];
    return type === 'Replace' && pattern?.String ? [[pattern.String, content ?? '']] : [];
  });
  return (/** @type {string} */ token) => {
    const byte = fallback ? byteToken.exec(token)?.[1] : undefined;
    if (byte) return Uint8Array.of(Number.parseInt(byte, 16));
    return utf8.encode(marks.reduce((text, [mark, plain]) => text.replaceAll(mark, plain), token));
  };
}
