/** How a GGUF file says that its model's positions turn, as rope_parameters of a config.json. */

/**
 * @typedef {import('./gguf-keys.js').Keys} Keys
 * @typedef {Record<string, unknown>} Rope
 *
 * @typedef {object} Model
 * @property {number} trained  the longest text of its training, tokens
 * @property {{ freqs?: number[] | undefined, short?: number[] | undefined, long?: number[] | undefined }} factors  what the
 *   rates of pairs are divided by: always, and in short and in long texts
 */

/** Tensors that hold no weights. */
export const factorTensors = {
  freqs: 'rope_freqs.weight',
  short: 'rope_factors_short.weight',
  long: 'rope_factors_long.weight',
};

/**
 * @param {Keys} keys
 * @param {Model} model
 * @returns {Rope}
 */
export function ropeOf(keys, { trained, factors }) {
  const rope_theta = keys.number('rope.freq_base', 10000);
  const scaling = String(keys.value('rope.scaling.type', 'none'));
  const factor = keys.number('rope.scaling.factor', 1) || 1; // 0: none
  const multiplier = keys.number('rope.scaling.attn_factor', 1);
  const original = keys.raw('rope.scaling.original_context_length'); // written of unscaled models, too
  const plain = scaling === 'none' || (scaling === 'linear' && factor === 1);
  const longrope = (/** @type {Rope} */ more) => ({
    ...{ rope_type: 'longrope', rope_theta, attention_factor: multiplier },
    ...more,
  });
  if (factors.long && factors.short && (plain || scaling === 'longrope')) {
    const lists = { short_factor: factors.short, long_factor: factors.long };
    return longrope({ ...lists, original_max_position_embeddings: Number(original ?? trained) });
  }
  if (factors.freqs && plain) {
    // How Llama 3's scaling is kept.
    const lists = { short_factor: factors.freqs, long_factor: factors.freqs };
    return longrope({ ...lists, original_max_position_embeddings: trained });
  }
  if (scaling === 'yarn') return yarnOf(keys, { rope_theta, factor, multiplier, original });
  if (multiplier !== 1) throw keys.refused('rope.scaling.attn_factor', multiplier);
  if (plain) return { rope_type: 'default', rope_theta };
  if (scaling === 'linear' && !factors.freqs) return { rope_type: 'linear', rope_theta, factor };
  throw keys.refused('rope.scaling.type', scaling);
}

/**
 * @param {Keys} keys
 * @param {{ rope_theta: number, factor: number, multiplier: number, original: unknown }} stated
 * @returns {Rope}
 */
function yarnOf(keys, { rope_theta, factor, multiplier, original }) {
  if (typeof original !== 'number') keys.number('rope.scaling.original_context_length'); // it was taken: an error
  keys.expect('rope.scaling.yarn_ext_factor', 1);
  keys.expect('rope.scaling.yarn_log_multiplier', 0);
  const made = multiplier * (1 + 0.1 * Math.log(factor)); // what the file's runtime makes of it
  const attention_factor = keys.number('rope.scaling.yarn_attn_factor', made);
  const betas = {
    beta_fast: keys.number('rope.scaling.yarn_beta_fast', 32),
    beta_slow: keys.number('rope.scaling.yarn_beta_slow', 1),
  };
  const original_max_position_embeddings = Number(original);
  return { rope_type: 'yarn', rope_theta, factor, original_max_position_embeddings, attention_factor, ...betas };
}

/**
 * Layers with a window may have a base of their own, and no scaling.
 * @param {Keys} keys
 * @param {Rope} rope
 * @param {number | undefined} localTheta  nothing: the class knows one base
 * @returns {Rope}
 */
export function byLayers(keys, rope, localTheta) {
  if (localTheta === undefined) {
    keys.expect('rope.freq_base_swa', /** @type {number} */ (rope.rope_theta));
    return rope;
  }
  const rope_theta = keys.number('rope.freq_base_swa', localTheta);
  return { full_attention: rope, sliding_attention: { rope_type: 'default', rope_theta } };
}
