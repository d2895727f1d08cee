/** A Llama of one layer with random weights, for any vocabulary: what it says means nothing, but it says it for every token. */

/**
 * @param {number} vocabSize
 * @returns {{ config: object, weights: Uint8Array }}
 */
export function tinyModel(vocabSize) {
  const [width, inner] = [32, 48];
  const config = {
    model_type: 'llama',
    vocab_size: vocabSize,
    hidden_size: width,
    intermediate_size: inner,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    head_dim: 16,
    max_position_embeddings: 64,
    rope_theta: 10000,
    tie_word_embeddings: true,
  };
  const square = [width, width];
  return {
    config,
    weights: safetensors({
      'model.embed_tokens.weight': [vocabSize, width],
      'model.norm.weight': [width],
      'model.layers.0.input_layernorm.weight': [width],
      'model.layers.0.post_attention_layernorm.weight': [width],
      'model.layers.0.self_attn.q_proj.weight': square,
      'model.layers.0.self_attn.k_proj.weight': square,
      'model.layers.0.self_attn.v_proj.weight': square,
      'model.layers.0.self_attn.o_proj.weight': square,
      'model.layers.0.mlp.gate_proj.weight': [inner, width],
      'model.layers.0.mlp.up_proj.weight': [inner, width],
      'model.layers.0.mlp.down_proj.weight': [width, inner],
    }),
  };
}

/** @param {Record<string, number[]>} shapes */
function safetensors(shapes) {
  let state = 1; // Park and Miller's generator: the same numbers everywhere
  const next = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  };
  /** @type {Record<string, { dtype: string, shape: number[], data_offsets: number[] }>} */
  const header = {};
  const numbers = [];
  for (const [name, shape] of Object.entries(shapes)) {
    const count = shape.reduce((product, size) => product * size, 1);
    header[name] = { dtype: 'F32', shape, data_offsets: [4 * numbers.length, 4 * (numbers.length + count)] };
    for (let i = 0; i < count; i++) numbers.push(next());
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new Uint8Array(new BigUint64Array([BigInt(text.length)]).buffer);
  return Uint8Array.from([...length, ...text, ...new Uint8Array(Float32Array.from(numbers).buffer)]);
}
