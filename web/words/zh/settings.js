/** 探索页的设置。 */

const count = (/** @type {number} */ number) => number.toLocaleString('zh-CN');

/** @type {typeof import('../en/settings.js').settings} */
export const settings = {
  text: '文本',
  length: '长度',
  characters: '词元',
  multiples: '训练长度的倍数',
  times: (ratio, trained) => `训练长度 ${count(trained)} 的 ${ratio} 倍。`,
  weights: '权重',
  aboutWeights: (own, seen) => `训练所用的方法：${own}。训练中最长的文本：${count(seen)} 个词元。`,
  loading: '正在载入。',
  ownModel: '自己的模型',
  layer: '层',
  aboutLayer: '所选方法中，有的在各层并不相同。',
  methods: '并列比较的方法',
  more: (names) => `设置：${names.join('、')}`,
  keep: '固定为 A',
  kept: '保持不变，其余各列都与它比较。',
  addMethod: '添加一种方法',
  addTo: '+ 与本列方法合用',
  addToLabel: '给本列添加一种合用的方法',
  engineStarts: '引擎正在启动。',
  colours: '注意力图的配色',
  colourTable: '色表',
  exponent: '色标的指数',
  aboutExponent: (gamma) => `颜色 = 权重的 ${gamma} 次方。指数小于 1 时，微弱的权重也看得见。`,
  copyLink: '复制当前视图的链接',
  status: {
    starting: '正在启动引擎',
    running: '模型运行中',
    moving: '地图随手而动，数字和曲线停手后更新',
    ready: '就绪',
    stopped: '已停止',
  },
  loadingModel: (percent) => `正在载入模型：${percent} %`,
};
