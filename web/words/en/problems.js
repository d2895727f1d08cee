/** What went wrong, by reason. Sentences of the engine come with the error itself. */

/** @satisfies {Record<string, (args: Record<string, any>) => string>} */
export const problems = {
  textTooShort: () => 'Type or paste a text of at least two characters.',
  needs_character_vocabulary: (/** @type {Record<string, any>} */ { given }) =>
    `tokenizer must name the tokenizer.json of these weights, whose ${given} tokens are no characters`,
};
