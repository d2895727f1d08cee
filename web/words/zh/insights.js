/** 斜坡、缩放、熵与钟面这几幅图里说的话。 */
import { short } from '../../charts/svg.js';

/** @typedef {typeof import('../en/insights.js').insights} Insights */

/** @type {Insights['kinds']} */
const kinds = {
  ramp: '每个通道对保留多少转速',
  sharpness: '分数的缩放随长度的变化',
  entropy: '各查询的注意力熵',
};

/** @type {Insights['axes']} */
const axes = {
  ramp: { xTitle: '通道对在训练长度内转的圈数', yTitle: '转速与原始 RoPE 之比', xUnit: '圈数' },
  sharpness: { xTitle: '文本长度（词元）', yTitle: '最后一个查询的分数乘以', xUnit: '长度' },
  entropy: { xTitle: '查询位置（词元）', yTitle: '权重的熵（奈特）', xUnit: '查询' },
};

/** @type {Insights['labels']} */
const labels = {
  turnsMark: ({ at, keys }) => (at === 1 ? ['一圈', ...keys].join('，') : `${keys.join('，')} = ${short(at)}`),
  evenEntropy: () => 'ln N / ln L，至少为 1',
  evenWeights: () => '均匀权重',
};

/** @type {(count: number, what: string) => string[]} 一个也没有时不说 */
const counted = (count, what) => (count > 0 ? [`${count} 对${what}`] : []);

/** @type {Insights['sentences']} */
const sentences = {
  fates: ({ name, pairs, kept, blended, interpolated, spedUp, still, least }) => {
    const parts = [
      ...counted(kept, '保持原速'),
      ...counted(blended, '放慢一部分'),
      ...counted(interpolated, `放慢最多，降到 ${short(least)}`),
      ...counted(spedUp, '加快'),
      ...counted(still, '不转'),
    ];
    return `${name}：${pairs} 个通道对中，${parts.join('，')}。`;
  },
  scale: ({ name, length, last, expected }) =>
    `${name}：长度为 ${length} 词元时分数乘以 ${short(last)}；乘以 ${short(expected)} 可使注意力的熵保持不变。`,
  hands: ({ name, position, trained, pairs, beyond }) =>
    `${name} 在位置 ${position}：${pairs} 根指针中有 ${beyond} 根指向训练（到 ${trained} 为止）从未到过的地方。`,
  entropyLines: ({ layer, head, width }) =>
    `第 ${layer} 层，第 ${head} 头。粗线：最近 ${width} 个查询的平均；淡线：逐个查询。`,
  spread: ({ name, trained, within, length, last }) =>
    `${name}：到 ${trained} 为止 ${short(within)} 奈特，到 ${length} 为止 ${short(last)} 奈特，相当于均匀分给 ${short(Math.exp(last))} 个键。`,
};

/** @type {Insights['tools']} */
const tools = {
  name: '保存、表格、出处',
  save: (type) => `保存 ${type}`,
  table: '显示为表格',
  drawnBy: '由 ropescope 绘制，公式出自以上论文。',
  cut: (shown, all) => `共 ${all} 行，此处为前 ${shown} 行；CSV 文件里有全部。`,
  of: (title, name) => `${title}，${name}`,
  unsmoothed: (header) => `${header}，取平均之前`,
  titles: {
    attention: '注意力权重',
    heads: '所有头的注意力权重',
    reading: '一个查询的注意力权重',
    clock: '每个通道对一根指针',
    coverage: '训练中见过的角度与到访的角度',
    encoding: '一个位置的样子',
    mrope: '三个轴上的位置',
    evaluation: '评测',
    passkey: '口令',
  },
  headers: {
    coverage: [
      '方法',
      '通道对',
      '训练中的最大角度（圈）',
      '到访的最大角度（圈）',
      '见过的（占一圈）',
      '没见过的（占一圈）',
    ],
    clock: ['方法', '通道对', '位置（词元）', '角度（弧度）', '训练中的最大角度（弧度）'],
    strip: ['通道对', '位置（词元）'],
    map: ['查询位置（词元）', '键位置（词元）', '权重'],
    heads: ['层', '头', '行', '列', '权重（块内最大）'],
    reading: ['键位置（词元）', '词元'],
  },
};

/** @type {Insights['clock']} */
const clock = {
  position: '位置',
  key: (trained) =>
    `每个通道对一个钟面，从最快的数起；阴影：训练（到 ${trained} 词元为止）见过的角度；带圆点的红色指针：指向训练中从未到过的地方。`,
};

export const insights = { axes, clock, kinds, labels, sentences, tools };
