/** The texts on offer, by id. */

/** @satisfies {Record<string, { name: string, about: string }>} */
export const texts = {
  heldout: { name: 'Held-out passage', about: 'A State of the Union address that the model never saw.' },
  repeat: {
    name: 'The same passage, repeated',
    about: 'The first 128 tokens over and over: copying heads, in the later layers, draw stripes one period apart.',
  },
  passkey: {
    name: 'A key hidden in text',
    about: 'A five-digit key stands near the start and is asked for at the end.',
  },
  own: {
    name: 'Your own text',
    about: 'Typed, pasted or dropped.',
  },
};
