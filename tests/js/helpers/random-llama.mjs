// Llamas of any size with random weights: what a model costs depends on its shape alone.
import { safetensorsOf } from '../../../web/lib/formats/safetensors.js';
import { floatsIn, randomRuns } from './runs.mjs';

/** The layout of 16 bits: fraction bits, and what 1 is. */
const layouts = { BF16: { fraction: 7, one: 0x3f80, bias: 127 }, F16: { fraction: 10, one: 0x3c00, bias: 15 } };

/** Sizes from 2^-9 to 2^-5, both signs. */
function fill(numbers, { fraction, bias }, seed) {
  let state = seed;
  for (let i = 0; i < numbers.length; ++i) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const exponent = bias - 9 + ((state >>> 8) & 3);
    numbers[i] = ((state >>> 16) & 0x8000) | (exponent << fraction) | ((state >>> 11) & ((1 << fraction) - 1));
  }
}

function shapesOf({ hidden, inner, layers, heads, kvHeads, vocab }) {
  const kv = (hidden / heads) * kvHeads;
  const layer = {
    input_layernorm: [hidden],
    'self_attn.q_proj': [hidden, hidden],
    'self_attn.k_proj': [kv, hidden],
    'self_attn.v_proj': [kv, hidden],
    'self_attn.o_proj': [hidden, hidden],
    post_attention_layernorm: [hidden],
    'mlp.gate_proj': [inner, hidden],
    'mlp.up_proj': [inner, hidden],
    'mlp.down_proj': [hidden, inner],
  };
  const named = Array.from({ length: layers }, (_, i) =>
    Object.entries(layer).map(([name, shape]) => [`layers.${i}.${name}`, shape]),
  );
  return [['embed_tokens', [vocab, hidden]], ...named.flat(), ['norm', [hidden]]];
}

/** { dtype, pieces } of a matrix or, all ones, of a norm. */
function numbersOf(dtype, shape, seed) {
  const layout = layouts[dtype];
  const count = shape.reduce((product, n) => product * n, 1);
  if (!layout && shape.length > 1) return { dtype, pieces: [randomRuns(dtype, count, seed)] };
  if (!layout) return { dtype: 'F32', pieces: [new Uint8Array(new Float32Array(count).fill(1).buffer)] };
  const numbers = new Uint16Array(count);
  if (shape.length === 1) numbers.fill(layout.one);
  else fill(numbers, layout, seed);
  return { dtype, pieces: [new Uint8Array(numbers.buffer)] };
}

/** { config, weights }; tied. dtype: of 16 bits, or of runs */
export function randomLlama(size, dtype) {
  const tensors = shapesOf(size).map(([name, shape], i) => ({
    ...{ name: `model.${name}.weight`, shape },
    ...numbersOf(dtype, shape, i + 1),
  }));
  const config = {
    ...{ model_type: 'llama', architectures: ['LlamaForCausalLM'], hidden_act: 'silu', rms_norm_eps: 1e-5 },
    ...{ hidden_size: size.hidden, intermediate_size: size.inner, num_hidden_layers: size.layers },
    ...{ num_attention_heads: size.heads, num_key_value_heads: size.kvHeads, vocab_size: size.vocab },
    ...{ rope_theta: 1e4, max_position_embeddings: 2048, tie_word_embeddings: true },
  };
  return { config, tensors, weights: safetensorsOf(tensors) };
}

/** The same numbers in 32 bits each; of BF16 or runs. */
export function widened(tensors) {
  return safetensorsOf(
    tensors.map(({ name, shape, dtype, pieces: [piece] }) => {
      const wide =
        dtype === 'BF16'
          ? Uint32Array.from(new Uint16Array(piece.buffer), (half) => half << 16)
          : floatsIn(dtype, piece);
      return { name, shape, dtype: 'F32', pieces: [new Uint8Array(wide.buffer)] };
    }),
  );
}
