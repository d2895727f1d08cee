/**
 * The texts on offer, each made from held-out text at the length asked for: of characters, or of the tokens of a
 * tokenizer.json.
 */

/**
 * @template {string | number[]} T
 * @typedef {object} Material    what texts are made of
 * @property {T} heldout         as much of it as is needed
 * @property {T} typed           the visitor's own text
 * @property {T} told            a sentence that tells a key
 * @property {(parts: T[]) => T} join
 */

/**
 * @typedef {{ length: number, trained: number }} Wanted  tokens
 *
 * @typedef {object} TextKind
 * @property {string} id
 * @property {<T extends string | number[]>(of: Material<T>, wanted: Wanted) => T} make
 *
 * @typedef {import('../lib/tokenizer.js').Tokenizer} Tokenizer
 */

/**
 * @template {string | number[]} T
 * @param {T} text
 * @param {number} from
 * @param {number} [to]
 */
const cut = (text, from, to) => /** @type {T} */ (text.slice(from, to));

/** @type {TextKind[]} */
export const textKinds = [
  {
    id: 'heldout',
    make: ({ heldout }, { length }) => cut(heldout, 0, length),
  },
  {
    id: 'repeat',
    make: ({ heldout, join }, { length, trained }) =>
      cut(join(Array.from({ length: Math.ceil(length / trained) }, () => cut(heldout, 0, trained))), 0, length),
  },
  {
    id: 'passkey',
    make: (material, { length }) => passkey(material, length),
  },
  {
    id: 'own',
    make: ({ typed }, { length }) => cut(typed, 0, length),
  },
];

const key = '58213'; // the model's training rows mark a key the same way
const told = ` The key is <${key}>`;

/**
 * Filler, the key a fifth of the way in, filler, then the same sentence again.
 * @template {string | number[]} T
 * @param {Material<T>} material
 * @param {number} length
 * @returns {T}
 */
function passkey({ heldout, told, join }, length) {
  const filler = length - 2 * told.length;
  if (filler <= 0) return cut(join([told, told]), -length);
  const before = Math.floor(filler / 5);
  return join([cut(heldout, 0, before), told, cut(heldout, before, filler), told]);
}

const mostBytesPerToken = 6; // of plain text, with room; where a token has more, all of the text is read

/**
 * @param {Tokenizer} tokenizer
 * @param {string} heldout
 * @param {number} length  tokens
 */
function tokensOf(tokenizer, heldout, length) {
  const encode = (/** @type {string} */ text) => tokenizer.encode(text, { special: false });
  const first = encode(heldout.slice(0, mostBytesPerToken * length));
  return first.length < length ? encode(heldout) : first;
}

/**
 * @param {string} id
 * @param {string} heldout
 * @param {Wanted & { typed: string, tokenizer?: Tokenizer | null }} options
 * @returns {string | number[]}  characters, or tokens where there is a tokenizer
 */
export function makeText(id, heldout, { typed, tokenizer, ...wanted }) {
  const kind = textKinds.find((each) => each.id === id);
  if (!kind) return '';
  if (!tokenizer) return kind.make({ heldout, typed, told, join: (parts) => parts.join('') }, wanted);
  /** @type {Material<number[]>} */
  const material = {
    heldout: id === 'own' ? [] : tokensOf(tokenizer, heldout, wanted.length),
    typed: id === 'own' ? tokenizer.encode(typed) : [],
    told: tokenizer.encode(told, { special: false }),
    join: (parts) => parts.flat(),
  };
  return kind.make(material, wanted);
}
