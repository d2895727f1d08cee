/**
 * What a tokenizer.json may hold for `@huggingface/tokenizers` 0.2.0 to give the tokens that Hugging Face's own library
 * gives. The package passes over what it lacks, or takes it for something near; here such a part is refused by name.
 */

import { isList } from './check.js';
import { errorOf } from './sayings.js';

/** @typedef {Record<string, any>} Part */

/** Of what reads a tokenizer. @type {Readonly<Record<string, string>>} */
export const sayings = {
  tokenizer_part_unknown: '{path} must be of a kind that is read exactly, got {given}',
  tokenizer_too_large: '{path} must have tokens below vocab_size {max}, got {given}',
  outside_vocabulary: '{path} has {given}, which the vocabulary lacks',
  must_be_numbers_list: '{path} must be a list of numbers, got {given}',
  no_passkey_symbols:
    '{path} needs ten digits or letters that the tokenizer reads one token each between < and >, and it has none',
};

const places = {
  normalizer: [
    ...['BertNormalizer', 'Replace', 'NFC', 'NFD', 'NFKC', 'NFKD'],
    ...['Strip', 'StripAccents', 'Lowercase', 'Prepend'],
  ],
  pre_tokenizer: [
    ...['BertPreTokenizer', 'Whitespace', 'WhitespaceSplit', 'Metaspace'],
    ...['ByteLevel', 'Split', 'Punctuation', 'Digits'],
  ],
  post_processor: ['TemplateProcessing', 'ByteLevel', 'BertProcessing', 'RobertaProcessing'],
  decoder: ['ByteLevel', 'WordPiece', 'Metaspace', 'BPEDecoder', 'Replace', 'Fuse', 'Strip', 'ByteFallback'],
  model: ['WordPiece', 'Unigram', 'BPE'],
};
const listOf = /** @type {Record<string, string>} */ ({
  normalizer: 'normalizers',
  pre_tokenizer: 'pretokenizers',
  post_processor: 'processors',
  decoder: 'decoders',
});

/**
 * The steps of a place, those of sequences in sequences too, each with its path.
 * @param {unknown} part
 * @param {string} place
 * @param {string} [path]
 * @returns {{ step: Part, path: string }[]}
 */
export function stepsOf(part, place, path = place) {
  if (part === null || part === undefined) return [];
  const step = /** @type {Part} */ (part);
  const list = step.type === 'Sequence' ? step[listOf[place] ?? ''] : undefined;
  if (!Array.isArray(list)) return [{ step, path }];
  return list.flatMap((each, i) => stepsOf(each, place, `${path}.${listOf[place]}[${i}]`));
}

/**
 * @param {string} path
 * @param {unknown} given
 * @returns {never}
 */
function refuse(path, given) {
  const shown = given === undefined ? 'nothing' : JSON.stringify(given);
  const about = { path: `tokenizer.${path}`, args: { given: shown } };
  throw errorOf('unsupported_text', 'tokenizer_part_unknown', about, sayings);
}

/**
 * Whether a normalizer takes this text away before it could be split at.
 * @param {Part} file
 * @param {unknown} text
 */
const isReplaced = ({ normalizer }, text) =>
  stepsOf(normalizer, 'normalizer').some(({ step }) => step.type === 'Replace' && step.pattern?.String === text);

/**
 * @param {Part} file
 * @param {Part} step  of the pre-tokenizer
 * @param {string} path
 */
function checkSplit(file, { type, behavior, invert, pattern }, path) {
  if (type === 'Punctuation' && behavior !== 'Contiguous') refuse(`${path}.behavior`, behavior);
  if (type !== 'Split' || isReplaced(file, pattern?.String ?? null)) return;
  const read = invert ? ['Removed'] : ['Removed', 'Isolated'];
  if (!read.includes(behavior)) refuse(`${path}.behavior`, behavior);
}

/**
 * What is looked for: the package looks for nothing where it is neither.
 * @param {Part} step
 * @param {string} path
 */
function checkPattern({ type, pattern }, path) {
  const text = pattern?.String ?? pattern?.Regex;
  if ((type === 'Split' || type === 'Replace') && typeof text !== 'string') refuse(`${path}.pattern`, pattern);
}

/**
 * The package takes whatever stands there for an id.
 * @param {Part} file
 */
function checkIds({ model, added_tokens: added }) {
  const listed = model.type === 'Unigram' ? [] : Object.entries(model.vocab ?? {});
  const beside = isList(added) ? added.map((each) => [each?.content, each?.id]) : [];
  for (const [token, id] of [...listed, ...beside]) {
    if (!Number.isSafeInteger(id) || id < 0) refuse(`model.vocab.${token}`, id);
  }
}

/** @param {Part} file  a parsed tokenizer.json */
export function checkParts(file) {
  for (const [place, types] of Object.entries(places)) {
    for (const { step, path } of stepsOf(file[place], place)) {
      if (!types.includes(step.type)) refuse(`${path}.type`, step.type);
      checkPattern(step, path);
      if (place === 'pre_tokenizer') checkSplit(file, step, path);
    }
  }
  if (!file.model) refuse('model', undefined);
  checkIds(file);
  if (file.model.dropout) refuse('model.dropout', file.model.dropout); // tokens by chance
}
