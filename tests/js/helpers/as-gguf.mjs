// GGUF files of checkpoints, as llama.cpp's converter makes them (conversion/*.py, gguf-py/gguf/tensor_mapping.py): the names of
// its tensors, what it does to their rows and norms, and the keys that it writes.
import { gguf, single } from './gguf.mjs';

/** Names of transformers, without the layer, by the name of llama.cpp. */
const common = {
  token_embd: /embed_tokens|embed_in|word_embeddings$|wte/,
  token_embd_norm: /word_embeddings_layernorm/,
  output_norm: /^(model|transformer|gpt_neox)[.](norm|ln_f|norm_f|final_layer_?norm)$/,
  output: /^(lm_head|embed_out)$/,
  attn_q_norm: /q_norm$/,
  attn_k_norm: /k_norm$/,
  attn_q: /[.]q_proj$/,
  attn_k: /[.]k_proj$/,
  attn_v: /[.]v_proj$/,
  attn_qkv: /qkv_proj$|Wqkv$|query_key_value$/,
  attn_output: /(o_proj|attn[.]dense|attention[.]dense|attn[.]out_proj)$/,
  ffn_gate: /mlp[.]gate_proj$/,
  ffn_up: /(up_proj|gate_up_proj|fc1|c_fc|dense_h_to_4h)$/,
  ffn_down: /(down_proj|fc2|c_proj|dense_4h_to_h)$/,
  attn_norm: /input_layernorm$|norm_1$|ln_mlp$/,
  attn_norm_2: /ln_attn$/,
  ffn_norm: /(pre_feedforward_layernorm|norm_2)$/,
  post_attention_norm: /post_self_attn_layernorm$/,
  post_ffw_norm: /(post_feedforward|post_mlp)_layernorm$/,
};
const normAfterAttention = new Set(['gemma2', 'gemma3', 'olmo2', 'exaone4', 'seed_oss']);

/** @param {string} name @param {string} architecture */
export function nameThere(name, architecture) {
  const [, place, kind] = /^(.+)[.](weight|bias)$/.exec(name);
  const [, layer, local] = /[.](?:layers|h|blocks)[.](\d+)[.](.+)$/.exec(place) ?? [undefined, undefined, place];
  const found =
    local === 'post_attention_layernorm'
      ? normAfterAttention.has(architecture)
        ? 'post_attention_norm'
        : 'ffn_norm'
      : Object.entries(common).find(([, pattern]) => pattern.test(local))?.[0];
  if (found === undefined) throw new Error(`${name} has no name there`);
  return `${layer === undefined ? '' : `blk.${layer}.`}${found}.${kind}`;
}

const floats = (data) => new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length));
/** Rows of a tensor in another order: `source(row)` stands at `row`. */
function reordered({ data, shape }, source) {
  const width = data.length / shape[0];
  const rows = Array.from({ length: shape[0] }, (_, row) =>
    data.subarray(source(row) * width, (source(row) + 1) * width),
  );
  return Buffer.concat(rows);
}

/** LlamaModel.permute: of each head row 2i is channel i, row 2i + 1 channel i + half. */
export const permuted = (entry, headDim) =>
  reordered(entry, (row) => row - (row % headDim) + (row % 2) * (headDim / 2) + Math.floor((row % headDim) / 2));

/** Of groups of queries, a key and a value: all queries, all keys, all values. */
function partByPart(entry, { heads, keyHeads, headDim }) {
  const queries = heads / keyHeads;
  return reordered(entry, (row) => {
    const head = Math.floor(row / headDim);
    const from =
      head < heads
        ? Math.floor(head / queries) * (queries + 2) + (head % queries)
        : ((head - heads) % keyHeads) * (queries + 2) + queries + Math.floor((head - heads) / keyHeads);
    return from * headDim + (row % headDim);
  });
}

const permutes = new Set(['llama', 'granite', 'arcee', 'smollm3', 'mistral3']);
const groups = new Set(['gptneox', 'bloom', 'falcon']);
const oneMore = new Set(['gemma', 'gemma2', 'gemma3', 'nemotron']);

function modified(entry, architecture, sizes) {
  if (permutes.has(architecture) && /[qk]_proj[.]/.test(entry.name)) return permuted(entry, sizes.headDim);
  if (groups.has(architecture) && /query_key_value/.test(entry.name)) return partByPart(entry, sizes);
  if (oneMore.has(architecture) && entry.name.endsWith('norm.weight')) {
    return Buffer.from(floats(entry.data).map((weight) => weight + 1).buffer);
  }
  return entry.data;
}

const floatKeys = /epsilon|freq_base|factor|scale$|softcapping|alibi|yarn/;

/** What TextModel.set_gguf_parameters writes of a config. */
function commonKeys(config) {
  const rope = config.rope_parameters?.full_attention ?? config.rope_parameters ?? {};
  const local = config.rope_parameters?.sliding_attention;
  return {
    block_count: config.num_hidden_layers ?? config.n_layer ?? config.n_layers,
    context_length: config.max_position_embeddings ?? config.seq_length ?? config.max_seq_len ?? 2048,
    embedding_length: config.hidden_size ?? config.d_model,
    feed_forward_length: config.intermediate_size ?? 4 * (config.hidden_size ?? config.d_model),
    'attention.head_count': config.num_attention_heads ?? config.n_head ?? config.n_heads,
    'attention.head_count_kv': config.num_key_value_heads,
    'attention.layer_norm_rms_epsilon': config.rms_norm_eps ?? config.norm_eps,
    'attention.layer_norm_epsilon':
      config.layer_norm_eps ?? config.layer_norm_epsilon ?? config.norm_epsilon ?? config.norm_eps,
    'attention.key_length': config.head_dim,
    'attention.value_length': config.head_dim,
    'rope.freq_base': rope.rope_theta,
    'rope.freq_base_swa': local?.rope_theta,
    ...(rope.rope_type === 'yarn' && {
      'rope.scaling.type': 'yarn',
      'rope.scaling.factor': rope.factor,
      'rope.scaling.original_context_length': rope.original_max_position_embeddings,
    }),
  };
}

/**
 * @param {string} architecture
 * @param {any} config
 * @param {{ name: string, dtype: string, shape: number[], data: Buffer }[]} entries  in F32
 * @param {{ keys?: object, tensors?: object[], general?: object }} [more]  what the architecture's converter writes besides; undefined: not that
 */
export function asGguf(architecture, config, entries, { keys = {}, tensors = [], general = {} } = {}) {
  const all = { ...commonKeys(config), ...keys };
  const own = Object.entries(all).filter(([, value]) => value !== undefined);
  const typed = (key, value) => (typeof value === 'number' && floatKeys.test(key) ? single(value) : value);
  const metadata = Object.fromEntries(own.map(([key, value]) => [`${architecture}.${key}`, typed(key, value)]));
  const heads = all['attention.head_count'];
  const sizes = {
    ...{ heads, keyHeads: all['attention.head_count_kv'] ?? heads },
    headDim: config.head_dim ?? all.embedding_length / heads,
  };
  const converted = entries.map((entry) => {
    const bytes = modified(entry, architecture, sizes);
    return { name: nameThere(entry.name, architecture), shape: entry.shape, type: 0, bytes };
  });
  return gguf({ 'general.architecture': architecture, 'general.file_type': 0, ...metadata, ...general }, [
    ...converted,
    ...tensors,
  ]);
}
