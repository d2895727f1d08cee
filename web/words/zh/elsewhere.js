/** 方法的头文件里就其他软件的同名做法所作的英文说明（Elsewhere）的中文，以“方法: 软件”为键。 */

/** 没有名字的软件。 @type {Record<string, string>} */
export const engines = { 'the authors': '原作者', others: '其他软件', notes: '一些笔记', anywhere: '任何软件' };

const none = '都没有。';

/** @type {Record<string, string>} */
export const elsewhere = {
  'alibi: transformers': 'BLOOM 加的是斜率乘键的序号，每一行只差一个常数，注意力因此相同。',
  'alibi: llama.cpp': '相同，即 ggml_soft_max_ext 的 max_bias。',
  'forget_gate: x-transformers': 'DataDependentAlibi，可与任何其他位置方法并用；偏置从 5 开始，与这里相同。',
  'forget_gate: flash-linear-attention': '相同，名为 forgetting_attn；原作者的代码让偏置从 0 开始。',
  'xpos: torchscale': '把衰减分摊到 q 和 k 上，距离远时会溢出。',
  'clipped_rope: the authors': '称之为 CoPE，而这也是 Contextual Position Encoding（2405.18719）的名字。',
  'dynamic_ntk: transformers': '新的键按当前长度的底数旋转，缓存里的键保持原样；5.12.1 也不会再回到较短长度的底数。',
  'dynamic_ntk: vLLM': '并不动态：不论文本多长，都按最大长度把底数固定下来，alpha = f^2 - (f - 1)。',
  'dynamic_ntk: mlx-lm': '新的键按当前长度的底数旋转，缓存里的键保持原样。',
  'dynamic_ntk: TensorRT-LLM': '同名的另一种方法：底数按给定的 alpha 放大，不论长度。',
  'dynamic_ntk: llama.cpp': '没有。',
  'dynamic_yarn: jquesnelle/yarn': '倍数只增不减：长文本之后的短文本仍用长文本的倍数。',
  'dynamic_yarn: others': 'transformers、vLLM 和 llama.cpp 都没有。',
  'linear: rotary-embedding-torch': '相同，名为 interpolate_factor，做法是除位置。',
  'llama3: transformers':
    '任何长度下都相同；low_freq_factor 与 high_freq_factor 相等、又恰好等于某个波长的圈数时会除以零。',
  'llama3: vLLM': '相同；两个 freq_factor 相等时，每对要么不变、要么除以倍数，没有中间值。',
  'llama3: llama.cpp': '除数相同，存在文件的 rope_freqs.weight 里。',
  'longrope: transformers': '超过 L 之后仍沿用按短列表转过的键；Phi-3 的类会在那里丢弃缓存。',
  'longrope: vLLM, TensorRT-LLM': '按所服务的最大长度选一次列表，不再改。',
  'longrope: mlx-lm': '短文本也用长列表。',
  'longrope: llama.cpp': '载入时按上下文大小选一次列表，不再改。',
  'ntk_aware: transformers': '没有这种类型：把 rope_theta 设成新的底数。',
  'ntk_aware: vLLM': '类型名为 ntk，苏剑林的混合形式是 mixed_b。',
  'ntk_aware: llama.cpp': '用 --rope-freq-base。',
  'pope: notes': '把 RoPE 写成 PoPE；这里是另一种方法。',
  'pope: PoPE-pytorch': 'rotary_dim 之外的通道原样保留，不过 softplus；这里也一样。',
  'proportional: transformers': 'Gemma 4 的类型；别处的 partial_rotary_factor 是另一回事：较短的频率级数。',
  'yarn: transformers': 'attention_factor 取代自动值；truncate 会读，按层类型给出时除外。',
  'yarn: vLLM': '旧版总是取整，不理会 attention_factor，而是乘以 attn_factor。',
  'yarn: mlx-lm, TensorRT-LLM': '总是取整；读 mscale 和 mscale_all_dim，不读 attention_factor。',
  'yarn: llama.cpp': '总是取整；只有 ext_factor 不为 0 时才计入注意力系数。',
  'drope: the authors': '把系数除以 sqrt(head_dim) 之后，作为 softmax_scale 写进 config.json。',
  'key_norm: others':
    'transformers、vLLM 和 llama.cpp 里 Qwen3 与 Gemma 的 qk-norm 是带可学权重的 RMS 归一化，与此不同。',
  'sink_logit: llama.cpp': '即 gpt-oss 的张量 blk.N.attn_sinks，由它的 softmax 读取。',
  'ssmax: anywhere': '查询投影中第 h 个头的各行乘以 s_h，再用以 e 为底、不截断的 log-n。',
  'dual_chunk: vLLM': '位置映射相同，名为 dual_chunk_rope，用于 Qwen2.5-1M 的模型。',
  'dual_chunk: ChunkLlama': '还把分数乘以 0.05 ln s + 1。',
  'leaky_rerope: transformers, vLLM, llama.cpp': none,
  'rerope: transformers, vLLM, llama.cpp': none,
  'self_extend: llama.cpp': '-gan 和 -gaw 成块地移动缓存，与此不同；服务器程序已去掉它们。',
  'self_extend: datamllab/LongLM': 'eager 路径所加的 W - W/G 不取整，flash 路径和论文则取整。',
  'string: HKUNLP/STRING': '读提示时，D = S 处的键算了两次，一次在 S，一次在 W；解码时只算一次。',
  'chunked: Llama 4': '每四层有一层能看到所有键而且不旋转；这里所有层都一样分块。',
  'chunked: Dual Chunk Attention': '能看到所有块；只有它假装的位置才按块计。',
  'layer_pattern: Granite 4.1': '从另一端数起：第 0、4、8…… 层是全局层。',
  'layer_pattern: Llama 4': '局部层切成长 8,192 的块，全局层的分数另有缩放。',
  'sinks: transformers': 'SinkCache 已被移除；gpt-oss 学出来的汇聚是另一回事：没有键的 logit。',
  'sinks: llama.cpp': '--keep 加上下文移位：保留最前面 n_keep 个词元，中间的成块移走。',
};
