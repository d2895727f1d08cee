/** What went wrong, by reason. Sentences of the engine come with the error itself. */

/** @type {{ textTooShort: (args: Record<string, any>) => string }} */
export const problems = {
  textTooShort: () => 'Type or paste a text of at least two characters.',
};
