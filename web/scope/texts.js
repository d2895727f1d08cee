/** The texts on offer, each made from held-out text at the length asked for. */

/**
 * @typedef {object} TextKind
 * @property {string} id
 * @property {(heldout: string, length: number, trained: number, typed: string) => string} make
 */

/** @type {TextKind[]} */
export const textKinds = [
  {
    id: 'heldout',
    make: (heldout, length) => heldout.slice(0, length),
  },
  {
    id: 'repeat',
    make: (heldout, length, trained) =>
      heldout
        .slice(0, trained)
        .repeat(Math.ceil(length / trained))
        .slice(0, length),
  },
  {
    id: 'passkey',
    make: (heldout, length) => passkey(heldout, length),
  },
  {
    id: 'own',
    make: (_heldout, length, _trained, typed) => typed.slice(0, length),
  },
];

const key = '58213'; // the model's training rows mark a key the same way
const told = ` The key is <${key}>`;

/**
 * Filler, the key a fifth of the way in, filler, then the same sentence again.
 * @param {string} heldout
 * @param {number} length
 */
function passkey(heldout, length) {
  const filler = length - 2 * told.length;
  if (filler <= 0) return told.repeat(2).slice(-length);
  const before = Math.floor(filler / 5);
  return heldout.slice(0, before) + told + heldout.slice(before, filler) + told;
}

/**
 * @param {string} id
 * @param {string} heldout
 * @param {{ length: number, trained: number, typed: string }} options
 */
export function makeText(id, heldout, { length, trained, typed }) {
  const kind = textKinds.find((each) => each.id === id);
  return kind ? kind.make(heldout, length, trained, typed) : '';
}
