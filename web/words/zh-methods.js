/** 各方法的中文说明，以注册表的 id 和参数名为键；英文原文在 cpp/position 各方法的头文件里。 */

/**
 * @typedef {object} MethodWords
 * @property {string} name
 * @property {string} summary                     一句话
 * @property {Record<string, string>} params      每个参数一句话
 */

const kept = '在训练长度内转的圈数多于此值的通道对保持不变。';
const interpolated = '在训练长度内转的圈数少于此值的通道对完全插值。';
const ratio = '扩展倍数：目标长度与训练长度之比。';
const partly = '小于 1 时，快的通道对也会做部分插值。';

/** @type {Record<string, MethodWords>} */
export const methods = {
  rope: {
    name: 'RoPE',
    summary: '每走一个词元，每对通道转过一个固定的角度：靠前的对转得快，靠后的对转得慢。',
    params: {},
  },
  linear: {
    name: '位置插值 (PI)',
    summary: '把所有位置压缩进训练过的范围：每对通道都慢 `factor` 倍。',
    params: { factor: ratio },
  },
  ntk_aware: {
    name: 'NTK-aware',
    summary: '增大频率级数的底数：快的通道对速度不变，越慢的对插值越多。',
    params: {
      alpha: '最慢的一对慢多少倍；实际使用时要取得比扩展倍数大。',
      base: '直接给出新的底数，如 CodeLlama 那样。',
    },
  },
  dynamic_ntk: {
    name: '动态 NTK',
    summary: '按当前长度做 NTK-aware 缩放：在训练长度之内与 RoPE 完全相同。',
    params: { factor: '超过训练长度后 alpha 增长的快慢；取 1 时 alpha 等于 N / L。它不是扩展倍数。' },
  },
  ntk_by_parts: {
    name: 'NTK-by-parts',
    summary: '在训练长度内转很多圈的通道对保持不变，不足一圈的做插值。',
    params: {
      factor: ratio,
      beta_fast: kept,
      beta_slow: interpolated,
      ramp: '过渡段按圈数线性变化（论文），或按通道对的序号线性变化（YaRN 的代码）。',
    },
  },
  part_ntk: {
    name: 'NTK-by-parts（最初版本）',
    summary: '按通道对转的圈数把三个频率级数混合起来：插值的、NTK-aware 的和原样的。',
    params: {
      factor: ratio,
      ntk_factor: 'NTK-aware 级数相对于线性插值级数的权重。',
      extrapolation_factor: '原样级数在其频段中的权重。',
    },
  },
  yarn: {
    name: 'YaRN',
    summary: '快的通道对不变，慢的做插值，其间平滑过渡，并让注意力稍微变尖。',
    params: {
      factor: ratio,
      beta_fast: kept,
      beta_slow: interpolated,
      attention_factor: '乘在 cos 和 sin 上；留空为 0.1 ln(factor) + 1，若给出了两个 mscale 则由它们决定。',
      mscale: 'DeepSeek：自动注意力系数的分子。',
      mscale_all_dim: '自动注意力系数的分母；DeepSeek 还把全部分数乘以它的平方。',
      truncate: '过渡段的两端向外取整到整对；gpt-oss 不取整。',
      ramp: '按通道对的序号线性（代码），或按圈数线性（论文）。',
      extrapolation_factor: partly,
    },
  },
  dynamic_yarn: {
    name: '动态 YaRN',
    summary: '扩展倍数跟随当前长度的 YaRN：在训练长度之内与 RoPE 完全相同。',
    params: { beta_fast: kept, beta_slow: interpolated, extrapolation_factor: partly },
  },
  llama3: {
    name: 'Llama 3 缩放',
    summary: '在训练长度内转满四圈的通道对不变，转不满一圈的做插值。',
    params: {
      factor: '慢的通道对的扩展倍数。',
      low_freq_factor: interpolated,
      high_freq_factor: kept,
    },
  },
  longrope: {
    name: 'LongRoPE',
    summary: '每对通道的频率除以搜索得到的因子；短文本和长文本各有一张表。',
    params: {
      short_factor: '训练长度之内所用的除数。',
      long_factor: '超过训练长度后所用的除数，每对一个。',
      factor: '自动注意力系数里的扩展倍数 s。',
      attention_factor: '留空则由 attention_policy 决定。',
      attention_policy: '自动注意力系数：sqrt(1 + ln s / ln L)（su）或 0.1 ln s + 1（yarn）。',
      schedule: '按长度切换两张表；总用 long_factor；或让 long_factor 随长度从 1 长起。',
    },
  },
  proportional: {
    name: 'p-RoPE',
    summary: '只保留最快的通道对，其余停转，让慢通道不受位置干扰地承载语义。',
    params: { partial_rotary_factor: '转动的通道对所占的比例，取最快的那些。', factor: '保留下来的频率再除以此值。' },
  },
  abf: {
    name: 'ABF',
    summary: '换更大的底数后继续训练：除第一对外，所有通道对都转得更慢。',
    params: { rope_theta: '新的底数。' },
  },
  clipped_rope: {
    name: '截频 RoPE (Clipped RoPE)',
    summary: '让最慢的通道对逐渐减速到停转，使它们不会遇到训练中没见过的角度。',
    params: {
      form: '沿半个余弦降下来（soft），或一步降到 0（hard）。',
      share: '被截的通道对所占的比例，取最慢的那些。',
      clipped_pairs: '被截的通道对数；留空则按 share 向下取整。',
      rope_theta: '截频之前换用的新底数，作者的实验即如此；留空为模型自己的。',
    },
  },
  ntk_su: {
    name: 'NTK（苏剑林）',
    summary: '把 NTK 缩放看成更长的进制数：旧版、修正版，或各位不均分的混合版。',
    params: {
      factor: '扩展倍数 k。',
      variant: '底数乘以 k；k 均分到所有通道对；k 不均匀地分配。',
      mixed_b: '用于混合版：1 即修正版；越小，快的通道对分得越多。他的 Llama 补丁取 0.75。',
    },
  },
  resonance: {
    name: 'Resonance RoPE',
    summary: '把每个波长取整为整数个词元（单独使用或接在 YaRN 之后），让角度精确重复。',
    params: {
      factor: 'YaRN 的扩展倍数；1 即单纯的 Resonance RoPE。',
      beta_fast: 'YaRN 对在训练长度内转的圈数多于此值的通道对保持不变。',
      beta_slow: 'YaRN 对转的圈数少于此值的通道对完全插值。',
    },
  },
  xpos: {
    name: 'XPOS',
    summary: '通道对随距离衰减的 RoPE，使注意力偏向近处。',
    params: { gamma: '越大，各对衰减得越接近，也越少。', scale_base: '衰减到各对的 zeta 所经过的距离。' },
  },
  alibi: {
    name: 'ALiBi',
    summary: '按距离成比例地降低分数，每个头斜率不同；没有任何旋转。',
    params: { alibi_bias_max: '最后一个头的斜率是 2 的负此值次方，与 MPT 相同；论文取 8。' },
  },
  forget_gate: {
    name: '遗忘门',
    summary: '每个头从中间各词元读出门，据此降低分数：遗忘多快由文本决定；没有旋转。',
    params: {
      weight: '门从一个词元里读什么：每个头 hidden_size 个数。',
      bias: '每个头一个偏置：读到的全是零时，门保留 sigmoid(偏置)。',
    },
  },
  kerple_log: {
    name: 'KERPLE 对数型',
    summary: '按距离的对数降低分数，快慢由每个头学得；没有任何旋转。',
    params: {
      r1: '每头一个数：对数项的权重；小于 0.01 按 0.01 计。',
      r2: '每头一个数：距离的步速；小于 0.01 按 0.01 计。',
    },
  },
  kerple_power: {
    name: 'KERPLE 幂型',
    summary: '按距离的幂降低分数，权重和指数由每个头学得；没有任何旋转。',
    params: { r1: '每头一个数：幂的权重；小于 0.01 按 0.01 计。', r2: '每头一个数：指数；小于 0.01 按 0.01 计。' },
  },
  t5: {
    name: 'T5 偏置',
    summary: '给每个距离桶加一个学得的数；所有远距离共用一个桶；没有任何旋转。',
    params: {
      relative_attention_num_buckets: '桶的个数。',
      relative_attention_max_distance: '从这里起，所有距离共用最后一个桶。',
      relative_attention_bias: '单位为奈特：每个桶一行，每行 num_heads 个数。',
      score_scale: '乘在 q·k 上；留空为 1 / sqrt(head_dim)。T5 自己不缩放分数，即 1。',
    },
  },
  fire: {
    name: 'FIRE',
    summary: '加上一个学得的函数，其自变量是距离与查询位置之比；没有任何旋转。',
    params: {
      c: 'psi 的步速。',
      threshold: '更靠前的查询按此位置计。',
      w1: '每个隐藏单元一个数；论文用 32 个单元。',
      b1: '每个隐藏单元一个数。',
      w2: '每个头一行，每个隐藏单元一个数。',
      b2: '每个头一个数。',
    },
  },
  sandwich: {
    name: 'Sandwich',
    summary: '大致按距离的对数降低分数，没有任何学得的数；没有任何旋转。',
    params: { dim: '正弦嵌入的通道数；须为偶数。' },
  },
  nope: {
    name: 'NoPE',
    summary: '不旋转，也不加任何东西：只靠因果掩码区分位置。',
    params: {},
  },
  drope: {
    name: 'DroPE',
    summary: '拿掉训练好的模型里的旋转，并短暂微调；长文本只需让注意力更尖。',
    params: { factor: '扩展倍数 s。', log_weight: '分数乘以 1 + log_weight ln s。' },
  },
  nope_scale: {
    name: '带缩放的 NoPE',
    summary: '什么都不旋转，把分数乘以一个常数，所有头相同或各头不同，让长文本里的注意力依然集中。',
    params: {
      scale: '乘在所有分数上；大于 1 让注意力更尖。',
      per_head: '每个头一个数，代替 scale；空则所有头都用 scale。',
    },
  },
  rerope: {
    name: 'ReRoPE',
    summary: '凡超过窗口的距离，一律按窗口的大小计。',
    params: { window: '最大的距离，小于训练长度；留空为训练长度的四分之一。' },
  },
  leaky_rerope: {
    name: 'Leaky ReRoPE',
    summary: '超过窗口之后，距离继续增长，但慢得多。',
    params: {
      window: '小于它的距离不变；须小于训练长度，留空为其八分之一。',
      slope: '窗口之外多少个词元算作一个；不越出训练范围的最小值见 least_slope。',
    },
  },
  self_extend: {
    name: 'Self-Extend',
    summary: '近处的距离不变，远处的词元按组计数。',
    params: {
      group: '远处多少个词元共用一个位置。',
      window: '小于它的距离不变；须小于训练长度，留空为其四分之一。',
      shift: '两段的衔接：论文取 W - floor(W/G)，作者的 eager 代码取 W - W/G。',
    },
  },
  dual_chunk: {
    name: '双块注意力 (DCA)',
    summary: '每一块里位置重新计数，并让跨块边界的邻近距离保持精确。',
    params: {
      chunk: '最大的距离；留空为训练长度的 3/4。',
      local: '跨边界保持精确的距离，小于 chunk；留空为训练长度的 1/8。',
    },
  },
  string: {
    name: 'STRING',
    summary: '把远处的键拉近到训练中常见的距离；在训练长度之内也有用。',
    params: {
      shift: '小于它的距离不变；至多为训练长度，留空为其 0.33 倍。',
      local: '被移动的键最近能到的距离，至多为 shift；留空为 128，短的模型取训练长度的 1/16。',
      attention_factor: '乘在余弦和正弦上。',
    },
  },
  window: {
    name: '局部窗口',
    summary: '每个查询只看得见紧挨在它前面的词元。',
    params: { window: '一个查询看得见的键数，含它自己；留空为训练长度。' },
  },
  sinks: {
    name: '注意力汇聚点 (sinks)',
    summary: '每个查询看得见紧挨在它前面的词元，以及文本开头的几个词元。',
    params: {
      sinks: '始终可见的开头词元数。',
      window: '一个查询此外看得见的键数，含它自己；留空为训练长度减去汇聚点数。',
      positions: '汇聚点的位置：按缓存中的位置（StreamingLLM）、固定在窗口边缘（LM-Infinite），或按文本中的位置。',
    },
  },
  chunked: {
    name: '分块注意力',
    summary: '把文本切成块，每个查询只看得见自己块里直到它为止的键。',
    params: { attention_chunk_size: '一块的长度。' },
  },
  hwfa: {
    name: 'HWFA',
    summary: '若干层是带 RoPE 的窗口注意力，最后一层不带位置、看得见全部。',
    params: {
      window: '除最后一层外，各层中一个查询看得见的键数；留空为 alpha 允许的最大值。',
      alpha: '各窗口层合起来够得着训练长度的几分之几。',
    },
  },
  layer_pattern: {
    name: '局部层与全局层',
    summary: '多数层带旋转、只看窗口之内，每隔几层有一层看得见所有键，通常不旋转。',
    params: {
      period: '每这么多层中的最后一层是全局层。',
      window: '局部层中一个查询看得见的键数；留空为训练长度的四分之一。',
      local_theta: '局部层的底数；留空为模型的 rope_theta。',
      global: '全局层不旋转、旋转所有通道对，或只旋转最快的那些。',
      global_theta: '全局层的底数；留空为模型的 rope_theta。',
      partial_rotary_factor: 'proportional 的全局层中转动的通道对所占的比例。',
    },
  },
  log_n: {
    name: 'log-n 缩放',
    summary: '随键数的对数让注意力变尖。',
    params: {
      base: '缩放恰为 1 的位置；留空为训练长度。',
      clipped: '缩放不低于 1；不勾选的形式用于以此训练出来的权重。',
    },
  },
  pope: {
    name: 'PoPE（极坐标）',
    summary: '让每个通道自己转：内容只定大小，位置只定角度。',
    params: { phase: '每个头的每个通道一个数：键以哪个角度与查询相遇。' },
  },
  ssmax: {
    name: 'SSMax',
    summary: '像 log-n 一样随键数的对数缩放分数，每个头的强度是学得的。',
    params: { s: '每个头一个数：它的分数乘以 s ln(m + 1)。' },
  },
  temperature: {
    name: '温度',
    summary: '文本每长一段，注意力就变尖一级。',
    params: {
      form: 'Llama 4 从 1 开始数词元，Ministral 从 0 开始。',
      attn_scale: '对数项的权重；即 Ministral 的 llama_4_scaling_beta。',
      floor_scale: '一段的长度；留空为训练长度。Llama 4 取 8192。',
    },
  },
  key_norm: {
    name: 'KeyNorm',
    summary: '把键、查询或二者除以各自的长度，只有角度起作用。',
    params: {
      norm: '除掉谁的长度：键、查询，或二者。',
      scale: '乘在 q 与 k 的内积上；留空为 1，cosa 时为 4 ln（训练长度的一半）。',
    },
  },
  sink_logit: {
    name: '学得的汇聚点',
    summary: '让每个头可以什么都不看：一个学得的数不带键，直接进入 softmax。',
    params: { sink: '每个头一个数，单位奈特：“什么都不看”的分数。' },
  },
};
