/** 实验室里微调一节的文字。 */

const count = (/** @type {number} */ number) => number.toLocaleString('zh-CN');

/** @type {typeof import('../en/tune.js').tune} */
export const tune = {
  title: '微调“对比”页上的模型',
  lead: ({ trained, length, steps }) =>
    `它有 803,968 个参数，训练长度为 ${trained} 个字符。YaRN 让各通道对转得慢一些，好容纳 ${length / trained} 倍的长度；再训练 ${steps} 步，每步两行、每行 ${count(length)} 个字符，让权重适应。大约要算半分钟。`,
  start: (steps) => `用 YaRN 8× 微调 ${steps} 步`,
  stop: '停止',
  says: {
    '': '',
    loading: '正在载入模型和文本。',
    before: '正在测量微调前的模型。',
    training: '训练中。',
    after: '正在重新测量。',
    done: '完成。',
    failed: '',
  },
  time: ({ step, steps, left }) => `第 ${step} / ${steps} 步，还需 ${left} 秒。`,
  progress: '微调进度',
  plot: '微调损失随步数的变化',
  curve: '当步损失',
  axes: { xTitle: '步数', yTitle: '损失（奈特/字符）', xUnit: '第几步' },
  rowsDiffer: '各行难易不同：正文比重复段难预测，所以单步的损失有起有伏。',
  table: '微调前后对比',
  heldout: (length) => `${count(length)} 个字符的留出文本`,
  loss: '损失',
  copies: '抄写正确率',
  asItIs: (name) => `${name}，原样`,
  untuned: 'YaRN 8×，未以此训练',
  tuned: (steps) => `YaRN 8×，微调 ${steps} 步之后`,
};
