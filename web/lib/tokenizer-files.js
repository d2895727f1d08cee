/**
 * The character vocabulary (cpp/io/tokenizer.hpp) as the files from which Hugging Face's AutoTokenizer makes a
 * tokenizer: id 0 = newline, ids 1 to 95 = ASCII 32 to 126.
 */

const firstAscii = 32;
export const characterCount = 96;

const characters = Array.from({ length: characterCount }, (_, id) =>
  id === 0 ? '\n' : String.fromCharCode(firstAscii - 1 + id),
);

/**
 * @param {number} length  of the longest text, tokens
 * @returns {Record<string, string>}
 */
export function tokenizerFiles(length) {
  const tokenizer = {
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: 'Fuse' },
    model: {
      type: 'BPE', // without a merge every character stays a token
      unk_token: null,
      vocab: Object.fromEntries(characters.map((character, id) => [character, id])),
      merges: [],
    },
  };
  const settings = {
    tokenizer_class: 'PreTrainedTokenizerFast',
    clean_up_tokenization_spaces: false,
    model_max_length: length,
  };
  return { 'tokenizer.json': textOf(tokenizer), 'tokenizer_config.json': textOf(settings) };
}

/**
 * Whether a tokenizer.json gives tokens the same meaning.
 * @param {any} tokenizer
 */
export function isCharacterTokenizer(tokenizer) {
  const { vocab, merges } = tokenizer?.model ?? {};
  if (vocab === null || typeof vocab !== 'object' || Object.keys(vocab).length !== characterCount) return false;
  return merges?.length === 0 && characters.every((character, id) => vocab[character] === id);
}

/** @param {object} value */
const textOf = (value) => `${JSON.stringify(value, null, 2)}\n`;
