/** 探索页各图的标题与引言。 */

/** @type {typeof import('../en/panels.js').panels} */
export const panels = {
  attention: {
    title: (layer, head) => `第 ${layer} 层第 ${head} 头在看哪里？`,
    lead: '每一行是一个发问的词元（查询），每一列是它可以看的词元（键）。虚线以下的查询所处的位置，模型在训练中从未到过。点下面的小图可以换一个头。',
    scale: (gamma) => `注意力权重，按权重的 ${gamma} 次方着色`,
    weight: '权重',
    query: '查询',
    key: '键',
    point: '把指针移到图上，或用键盘移动十字线。',
  },
  reading: {
    title: '同一行，当作文字来读',
    lead: '带框的词元是查询；颜色越浓，得到的权重越大。点一个词元，就以它为查询。',
  },
  loss: {
    title: '下一个词元预测得有多准？',
    lead: '每个词元在已知前文时的损失。方法有效，曲线越过虚线之后仍然走平。',
  },
  distance: {
    title: '每个键假装自己有多远？',
    lead: '由文本的最后一个词元往回看。曲线若始终低于虚线，遇到的就都是模型在训练中见过的距离；曲线断开处，表示看不到那里的键。',
  },
  resolution: {
    title: '那么，相邻的位置还分得清吗？',
    lead: '把远处假装成近处是有代价的：键与键挤得更近，相邻的位置变得相像。虚线标出训练时退后一个词元的差别有多大。',
  },
  coverage: {
    title: '哪些角度是模型从未见过的？',
    lead: (trained, length) =>
      `一个头的通道两两成对地旋转，第 0 对最快。${trained} 个词元之内，快的通道对转满了整圈，什么角度都见过；慢的只走过一段弧。到 ${length} 个词元时，慢的就会进入斜线部分，除非方法让它们转慢一些，或让键假装得近一些。`,
  },
  waves: {
    title: '每对通道转得有多快？',
    lead: '转满一圈需要的词元数。虚线以上的通道对在训练中一圈也没有转完。',
  },
  runtimes: {
    title: '要怎样告诉别的引擎？',
    lead: '要让 transformers、vLLM、SGLang、llama.cpp、mlx-lm 和 TensorRT-LLM 照文件所写、或换一种方法来运行这个模型：每项设置都附上原因；没有设置可用时，说明为什么。',
    loading: '正在载入。',
    failed: (why) => `这一部分无法载入：${why}`,
  },
  decay: {
    title: '单是距离，会让分数怎样变化？',
    lead: '两个相同的向量，只有距离不同。',
    quantity: '画哪个量',
    mean: '各通道对余弦的平均值',
    bound: 'RoFormer 的上界（部分和的平均值）',
    pair: '随机向量与自身',
  },
  bias: {
    title: '分数会因距离加上多少偏置？',
    lead: '一个头一条线。线越陡，这个头就越容易忘掉远处的内容。',
  },
  rank: {
    title: '一张注意力图由多少个模式组成？',
    lead: '各张大图的奇异值。如果所有查询对键的权重都一样，就只剩一个；如果每个查询只看自己，就全部相等。',
  },
  encoding: {
    title: '位置编码的样子',
    lead: '每对通道在每个位置上得到的值：',
    part: '画哪一部分',
    cos: '余弦',
    sin: '正弦',
    value: '值',
  },
  still: {
    title: '角度在哪里？',
    lead: (names, layer) =>
      `在 ${names.join(' 或 ')} 之下${layer === null ? '' : `(第 ${layer} 层)`}没有一对通道旋转，所以没有角度、波长和假装的距离可画。要看这些图，请选用以旋转方法训练的权重。`,
  },
  evaluation: {
    loading: '正在载入评测。',
    failed: (why) => `评测无法载入：${why}`,
    unread: (why) => `读不出已存的结果：${why}`,
    title: '哪种方法能走多远？',
    lead: (original) =>
      `设置里选定的方法用同一组权重来比，另有两条固定的参照线：模型原样，以及只看最近 ${original} 个词元的滑动窗口。只有胜过这个窗口，才说明真正用上了更远处的文本。`,
    stored: '灰色的数字是事先存好的；点“运行”，就由您的浏览器逐格重新算出。',
    fresh: '点“运行”，所有数字都由您的浏览器逐格算出。',
    plain: '模型原样',
    of: (name, original) => `${name} ${original}`,
    fixed: (tag, methods) => (methods ? `${tag}（${methods}）` : tag),
    tagged: (name, tag) => `${name}（${tag}）`,
  },
};
