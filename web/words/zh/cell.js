/** 注意力图上一格的分数，按通道对拆开。 */
import { short } from '../../charts/svg.js';

/** @typedef {typeof import('../en/cell.js').cell} Cell */

/** @type {(wavelength: number) => string} */
const wave = (wavelength) => (Number.isFinite(wavelength) ? `波长 ${short(wavelength)} 词元` : '不转');

/** @type {Cell['sentences']} */
const sentences = {
  unseenCell: ({ name }) => `${name}：这个查询看不到这个键。`,
  cellParts: ({ name, logit, most, least, fast, slow, still, rest, biases }) => {
    const parts = [
      ...(most ? [`贡献最大的是通道对 ${most.pair}（${wave(most.wavelength)}），${short(most.value)}`] : []),
      ...(least ? [`扣得最多的是通道对 ${least.pair}（${wave(least.wavelength)}），${short(least.value)}`] : []),
      `训练长度内至少转一圈的通道对合计 ${short(fast)}，更慢的合计 ${short(slow)}`,
      ...(still === 0 && rest === 0 ? [] : [`不转的合计 ${short(still + rest)}`]),
      ...(biases === 0 ? [] : [`偏置合计 ${short(biases)}`]),
    ];
    return `${name}：logit 为 ${short(logit)}；${parts.join('，')}。`;
  },
};

/** @type {Cell} */
export const cell = {
  sentences,
  place: ({ layer, head, q, k, asking, seen }) =>
    `第 ${layer} 层第 ${head} 头，查询 ${q}“${asking}”，键 ${k}“${seen}”，距离 ${q - k}。点注意力图，或在图上按方向键，可以换一格。`,
  waiting: '模型正在读这段文本。',
  unseen: '这个查询看不到这个键。',
  xTitle: '通道对，从最快的数起；下行：波长（词元）',
  yTitle: 'logit 的一部分（奈特）',
  rest: '其余',
  biases: '偏置',
  label: (name) => `logit 按通道对拆开，${name}`,
  keys: 'logit 按通道对拆开。左右方向键逐个读出，Esc 松开。',
  bands: (trained) => ({
    fast: `${trained} 个词元内至少转一圈`,
    slow: '转不到一圈',
    other: '不转，或直接加在分数上',
  }),
  named: ({ pair, wavelength }) => `通道对 ${pair}，${wave(wavelength)}`,
  restNamed: '不转的通道',
  biasesNamed: '偏置',
  readout: (values) => values.map(({ name, part, value }) => `${name}，${part}：${short(value)}`).join('；'),
  headers: ['方法', '通道对', '波长（词元）', 'logit 的一部分（奈特）'],
  logit: 'logit',
};
