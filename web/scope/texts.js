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
 * @property {(of: Material<any>, wanted: Wanted) => any} make
 */

/** @type {TextKind[]} */
export const textKinds = [
  {
    id: 'heldout',
    make: ({ heldout }, { length }) => heldout.slice(0, length),
  },
  {
    id: 'repeat',
    make: ({ heldout, join }, { length, trained }) =>
      join(Array(Math.ceil(length / trained)).fill(heldout.slice(0, trained))).slice(0, length),
  },
  {
    id: 'passkey',
    make: (material, { length }) => passkey(material, length),
  },
  {
    id: 'own',
    make: ({ typed }, { length }) => typed.slice(0, length),
  },
];

/** What a model of characters reads instead of one that it does not know. */
export const standIn = '?';

/** Every character that a model of characters does not know: it knows printable ASCII and line breaks. */
export const unknownCharacters = /[^\n -~]/gu;

const key = '58213'; // the model's training rows mark a key the same way
export const told = ` The key is <${key}>`;

/**
 * Filler, the key a fifth of the way in, filler, then the same sentence again.
 * @param {Material<any>} material
 * @param {number} length
 */
function passkey({ heldout, told, join }, length) {
  const filler = length - 2 * told.length;
  if (filler <= 0) return join([told, told]).slice(-length);
  const before = Math.floor(filler / 5);
  return join([heldout.slice(0, before), told, heldout.slice(before, filler), told]);
}

/**
 * @param {string} id
 * @param {string} heldout
 * @param {Wanted & { typed: string, reader?: import('./token-texts.js').TokenReader | null | undefined }} options
 * @returns {string | number[]}  characters, or tokens where there is a reader
 */
export function makeText(id, heldout, { typed, reader, ...wanted }) {
  const material = reader?.material({ heldout, typed, length: wanted.length }) ?? {
    ...{ heldout, typed: typed.replace(unknownCharacters, standIn), told },
    join: (/** @type {string[]} */ parts) => parts.join(''),
  };
  return textKinds.find((each) => each.id === id)?.make(material, wanted) ?? '';
}
