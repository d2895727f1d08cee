/** What the page adds to a method's own words on a parameter, for its short models: by method and parameter. */

const fast = (/** @type {string} */ source) =>
  `Here 8. The ${source} 32 was found at 2,048 and more tokens; in 128 the fastest pair turns only 20 times, so with 32 nearly every pair would be slowed down.`;

export const notes = {
  chunked: {
    attention_chunk_size:
      "Here 128, the length these models were trained at. Llama 4's 8,192 would hold every text of this page in one chunk.",
  },
  hwfa: {
    window:
      'The curves are those of the chosen layer. The last one has no positions; in the layers before it pairs turn as in RoPE.',
  },
  layer_pattern: { period: 'The curves are those of the chosen layer: with four layers only the last one is global.' },
  yarn: { beta_fast: fast("paper's") },
  dynamic_yarn: { beta_fast: fast("paper's") },
  ntk_by_parts: { beta_fast: fast('published') },
};
