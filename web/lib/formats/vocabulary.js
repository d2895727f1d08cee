/** Vocabularies of other files as a tokenizer.json of Hugging Face. */

/**
 * @typedef {object} Token
 * @property {string} text    its piece: under SentencePiece with ▁ for a space, under byte-level BPE in GPT-2's alphabet
 * @property {number} [score] SentencePiece's: the best pair is merged first
 * @property {boolean} [whole] found in a text as it is, before anything is merged; control tokens
 *
 * @typedef {object} Around
 * @property {number} [first]  token before a text
 * @property {boolean} [space] a space is put before a text
 * @property {boolean} [direct] a piece of a text that is a token is not merged from its characters
 */

/** @param {Token[]} tokens */
const idsOf = (tokens) => new Map(tokens.map(({ text }, id) => [text, id]));

/**
 * SentencePiece's BPE: merges by score, unknown characters as bytes.
 * @param {Token[]} tokens
 * @param {Around} around
 */
export function sentencePiece(tokens, { first, space = true }) {
  const ids = idsOf(tokens);
  const splits = (/** @type {string[]} */ characters) =>
    characters.slice(1).map((_, i) => [characters.slice(0, i + 1).join(''), characters.slice(i + 1).join('')]);
  const merges = tokens
    .map(({ text, score = 0, whole }, id) => ({ characters: whole ? [] : Array.from(text), score, id }))
    .sort((a, b) => b.score - a.score || a.id - b.id)
    .flatMap(({ characters }) => splits(characters))
    .filter((pair) => pair.every((part) => ids.has(part)));
  const replaced = { type: 'Replace', pattern: { String: ' ' }, content: '▁' };
  return json(tokens, first, {
    normalizer: {
      type: 'Sequence',
      normalizers: space ? [{ type: 'Prepend', prepend: '▁' }, replaced] : [replaced],
    },
    decoder: {
      type: 'Sequence',
      decoders: [
        { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
        { type: 'ByteFallback' },
        { type: 'Fuse' },
        ...(space ? [{ type: 'Strip', content: ' ', start: 1, stop: 0 }] : []),
      ],
    },
    model: {
      ...{ type: 'BPE', byte_fallback: true, fuse_unk: true },
      ...(ids.has('<unk>') && { unk_token: '<unk>' }),
      ...{ vocab: Object.fromEntries(ids), merges },
    },
  });
}

/**
 * Byte-level BPE.
 * @param {Token[]} tokens
 * @param {string[]} merges  each of two pieces with a space between
 * @param {object} preTokenizer
 * @param {Around} around
 */
export function byteLevel(tokens, merges, preTokenizer, { first, direct = false }) {
  const ids = idsOf(tokens);
  const pairs = merges.map((merge) => merge.split(' '));
  return json(tokens, first, {
    pre_tokenizer: preTokenizer,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      ...{ type: 'BPE', vocab: Object.fromEntries(ids), ...(direct && { ignore_merges: true }) },
      merges: pairs.filter(
        (pair) => pair.length === 2 && pair.every((part) => ids.has(part)) && ids.has(pair.join('')),
      ),
    },
  });
}

/**
 * @param {Token[]} tokens
 * @param {number | undefined} first
 * @param {object} parts
 */
function json(tokens, first, parts) {
  const begin = first === undefined ? undefined : tokens[first]?.text;
  const before = begin !== undefined && {
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ SpecialToken: { id: begin, type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
      pair: [],
      special_tokens: { [begin]: { id: begin, ids: [first], tokens: [begin] } },
    },
  };
  const added = tokens.flatMap(({ text, whole }, id) =>
    whole ? [{ id, content: text, special: true, normalized: false }] : [],
  );
  return JSON.stringify({ version: '1.0', added_tokens: added, ...before, ...parts });
}
