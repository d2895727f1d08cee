/**
 * How a text is cut before anything is merged, by the names of tokenizer.ggml.pre (https://github.com/ggml-org/llama.cpp,
 * src/llama-vocab.cpp): patterns one after the other, each of which cuts the pieces of those before it.
 */

/**
 * @typedef {object} Cut
 * @property {string[]} names
 * @property {string[]} [patterns]  in the manner of tokenizer.json; absent: GPT-2's alone
 * @property {boolean} [begins]     a text begins with the first token where the file does not say
 * @property {boolean} [whole]      a piece that is a token is not merged from its characters
 */

const contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const space = String.raw`\s*[\r\n]+|\s+(?!\S)|\s+`;
/** As in Llama 3, but for its digits and for what stands behind its marks. @param {string} digits @param {string} marks */
const words = (digits, marks = String.raw` ?[^\s\p{L}\p{N}]+[\r\n]*`) =>
  String.raw`${contractions}|[^\r\n\p{L}\p{N}]?\p{L}+|${digits}|${marks}|${space}`;
const gpt2 = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

const upper = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`;
const lower = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`;
/** Words that end where the next begins with a capital. @param {string} ending @param {string} digits */
function capitals(ending, digits) {
  const before = String.raw`[^\r\n\p{L}\p{N}]?`;
  const letters = `${before}${upper}*${lower}+${ending}|${before}${upper}+${lower}*${ending}`;
  return String.raw`${letters}|${digits}| ?[^\s\p{L}\p{N}]+[\r\n/]*|${space}`;
}

const one = String.raw`\p{N}`;
const three = String.raw`\p{N}{1,3}`;
const noPunctuation = String.raw` ?[^(\s|.,!?…。，、।۔،)]+`;
const ideographs = '[一-龥ࠀ-一가-퟿]+';
const marksOrWords = String.raw`[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_${'`'}{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+`;

/** @type {readonly Cut[]} */
export const cuts = [
  {
    names: [
      ...['gpt-2', 'phi-2', 'mpt', 'olmo', 'jais', 'trillion', 'granite-docling', 'exaone4', 'gigachat', 'a.x-4.0'],
      ...['mellum', 'modern-bert'],
    ],
  },
  {
    names: ['smollm', 'starcoder', 'refact', 'command-r', 'codeshell', 'exaone', 'minerva-7b', 'mellum2'],
    patterns: [one, gpt2],
  },
  {
    ...{
      names: ['llama-bpe', 'llama3', 'llama-v3', 'falcon3', 'pixtral', 'midm-2.0', 'lfm2'],
      begins: true,
      whole: true,
    },
    patterns: [words(three)],
  },
  { names: ['dbrx', 'smaug-bpe', 'glm4', 'chatglm-bpe'], patterns: [words(three)] },
  {
    names: ['qwen2', 'deepseek-r1-qwen', 'megrez', 'stablelm2', 'hunyuan', 'solar-open', 'grok-2'],
    patterns: [words(one)],
  },
  { names: ['seed-coder'], patterns: [words(one, String.raw` ?[^\s\p{L}\p{N}\r\n]+`)] },
  { names: ['tekken'], begins: true, whole: true, patterns: [capitals('', one)] },
  { names: ['gpt-4o', 'llama4', 'kanana2', 'minimax-m2'], patterns: [capitals(`${contractions}?`, three)] },
  {
    names: ['falcon'],
    patterns: [String.raw`[\p{P}\$\+<=>\^~\|${'`'}]+`, gpt2, '[0-9][0-9][0-9]'],
  },
  { names: ['bloom', 'gpt3-finnish', 'poro-chat'], patterns: [noPunctuation] },
  { names: ['viking'], patterns: [noPunctuation, one] },
  {
    names: ['deepseek-coder'],
    patterns: ['[\r\n]', String.raw`\s?\p{L}+`, String.raw`\s?\p{P}+`, ideographs, one],
  },
  {
    names: ['deepseek-v3', 'hunyuan-dense', 'joyai-llm'],
    patterns: [three, '[一-龥぀-ゟ゠-ヿ]+', String.raw`${marksOrWords}| ?[\p{P}\p{S}]+[\r\n]*|${space}`],
  },
];

/** @param {string} Regex */
const split = (Regex) => ({ type: 'Split', pattern: { Regex }, behavior: 'Isolated', invert: false });

/**
 * As a tokenizer.json has it.
 * @param {Cut} cut
 */
export function preTokenizerOf({ patterns }) {
  const bytes = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: patterns === undefined };
  return patterns ? { type: 'Sequence', pretokenizers: [...patterns.map(split), bytes] } : bytes;
}
