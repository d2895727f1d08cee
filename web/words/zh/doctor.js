/** 读 config.json 时说的话。 */

/** @type {typeof import('../en/doctor.js').doctor} */
export const doctor = {
  file: '一个模型的 config.json',
  read: '读取这份配置',
  example: '看一个例子',
  empty: '方法、参数、实际的注意力系数，以及读取时的每一条说明，都会出现在这里。内容不离开本页。',
  name: '这份配置',
  warnings: '警告',
  notes: '说明',
  warning: '警告：',
  rows: {
    method: '方法',
    params: '参数',
    head: '注意力头',
    trained: '训练长度',
    longest: '声明的最大长度',
    factor: '注意力系数',
  },
  layers: {
    title: '各层（从 0 数起）',
    heads: ['层', '类型', '能看到的键', '方法', '底数', '通道', '系数', '注意力系数', '汇聚点'],
    all: '全部',
    last: (keys) => `最近 ${keys} 个`,
    chunk: (tokens) => `长 ${tokens} 的块`,
    noAttention: '没有注意力',
    part: (rotary, channels) => `${channels} 个中的 ${rotary} 个`,
    yes: '有',
  },
  none: '无',
  notGiven: '未给出',
  tokens: (tokens) => `${tokens} 个词元`,
  head: ({ channels, rotary, base }) => `${channels} 个通道，其中 ${rotary} 个旋转，底数 ${base}`,
  factor: (factor, logits) => `cos 和 sin 乘以 ${factor}：logits 乘以 ${logits}`,
};
