/** 图里说的话，按图的种类：坐标轴、标线，以及图下的句子。 */
import { short } from '../../charts/svg.js';

/** @typedef {Record<string, any>} Args */

const distanceTokens = { xTitle: '距离（词元）', xUnit: '距离' };
const by = (/** @type {string} */ yTitle, x = distanceTokens) => ({ ...x, yTitle });
const length = { xTitle: '文本长度（词元）', xUnit: '长度' };

/** @type {typeof import('../en/figures.js').axes} */
export const axes = {
  loss: { xTitle: '被预测词元的位置', yTitle: '损失（奈特）', xUnit: '位置' },
  wavelength: { xTitle: '通道对', yTitle: '波长（词元）', xUnit: '通道对' },
  distance: { xTitle: '键的距离（词元）', yTitle: '假装的距离（词元）', xUnit: '距离' },
  resolution: { xTitle: '键的距离（词元）', yTitle: '角度余弦的平均值', xUnit: '距离' },
  'decay mean': by('余弦平均值 × 系数²'),
  'decay bound': by('|部分和| 的平均值'),
  'decay pair': by('随机向量的分数'),
  bias: by('加到分数上的偏置（奈特）'),
  rank: { xTitle: '奇异值（从大到小）', yTitle: '与最大奇异值之比', xUnit: '第几个' },
  text: by('损失（奈特）', length),
  repeat: by('抄写正确率', length),
};

/** @type {typeof import('../en/figures.js').labels} */
export const labels = {
  trained: ({ at }) => `训练长度：${at}`,
  trainedTokens: ({ at }) => `训练长度：${at} 词元`,
  pastedTrained: ({ at }) => `粘贴的配置，训练长度：${at} 词元`,
  pasted: () => '粘贴的配置',
  head: ({ label, head }) => `${label}，第 ${head} 头`,
  gatedHead: ({ label, head }) => `${label}，第 ${head} 头，门读到的全是零`,
  neighbour: () => '训练时的相邻位置',
};

const value = (/** @type {Args} */ { value: number, distance }) => `距离 ${distance} 处为 ${short(number)}`;

/**
 * @param {Args} run        bytes：词元多于一个字符时才有
 * @param {number} trained  词元
 */
function meansOf({ name, within, beyond, bytes }, trained) {
  const unit = bytes ? '每词元' : '每字符';
  const perByte = bytes && [bytes.within, bytes.beyond ?? []].flat().map(short).join(' 与 ');
  const nats =
    beyond === null
      ? `${name} ${unit} ${short(within)} 奈特`
      : `${name} 在 ${trained} 以内${unit} ${short(within)} 奈特，以外 ${short(beyond)}`;
  return nats + (perByte ? `（每字节 ${perByte}）` : '');
}

/** @type {typeof import('../en/figures.js').sentences} */
export const sentences = {
  lines: ({ width, words }) => {
    const unit = words ? '词元' : '字符';
    return `粗线：最近 ${width} 个${unit}的平均；淡线：逐个${unit}。`;
  },
  means: ({ trained, runs }) =>
    `平均损失：${runs.map((/** @type {Args} */ run) => meansOf(run, trained)).join('；')}。`,
  draws: () => '线：查询和键是同一个随机向量；阴影：十个这样的向量有九个落在其中。它们的平均就是余弦平均值。',
  still: ({ name }) => `${name}：没有通道对旋转。`,
  waves: ({ name, least, most, longer, pairs, trained }) =>
    `${name}：波长从 ${short(least)} 到 ${short(most)} 词元；${pairs} 对通道中有 ${longer} 对在 ${trained} 以内转不满一圈。`,
  noPairs: ({ name }) => `${name}：没有通道对旋转，也就没有新角度。`,
  counts: ({ name, length: tokens, pairs, full, outside, squeezed }) =>
    `${name}，长度 ${tokens} 个词元：${pairs} 对通道中有 ${full} 对在训练时转满了整圈；${
      outside ? `${outside} 对会遇到从未见过的角度` : '没有一对会遇到从未见过的角度'
    }${squeezed ? `，${squeezed} 对用到的角度比训练时少` : ''}。`,
  imageAxes: ({ sections: [time, height, width], side }) =>
    `前 ${time} 对读时间，接着的 ${height} 对读高度，最后的 ${width} 对读宽度：在 ${side}×${side} 个图块的图像里，时间停住，高度和宽度数行和列。`,
  besides: ({ name, others }) => `${name} 还设定了 ${others.join('、')}，此图未画出。`,
  ends: ({ name, first, last }) => `${name}：${value(first)}，${value(last)}。`,
  headEnds: ({ name, head, first, last }) => `${name}，第 ${head} 头：${value(first)}，${value(last)}。`,
  gatesOfZeros: ({ name }) => `${name}：每个头从词元里读出门，加多少由文本决定；这里画的是门读到的全是零的情形。`,
  met: ({ name, most, trained, hidden, keys }) =>
    `${name}：最后一个查询遇到的键最远为 ${short(most)} 词元，${most < trained ? '未超出' : '超出了'}训练长度 ${trained}${
      hidden ? `；${keys} 个键中有 ${hidden} 个看不到` : ''
    }。`,
  otherPaces: ({ name }) => `${name} 改变的是各通道对各自的快慢，见下一幅图。`,
  nothingTurns: ({ name }) => `${name}：没有通道对旋转，也就无从假装距离。`,
  noNeighbours: ({ name }) => `${name}：只有一个词元的文本没有相邻位置。`,
  step: ({ name, step, share }) =>
    `${name}：退后一个词元，余弦平均值下降 ${short(step)}，${
      Math.abs(share - 1) < 0.005 ? '与训练时相同' : `是训练时步幅的 ${Math.round(100 * share)} %`
    }。`,
  ranks: ({ name, length, effective, numerical }) =>
    `${name}：相当于 ${short(effective)} 个同样强的模式（有效秩）；${length} 个奇异值里有 ${numerical} 个高于舍入误差（数值秩）。`,
  rankIsAsked: ({ name }) => `${name}：正在计算。`,
  rankNeedsExact: ({ name, length }) => `${name}：${length} 个词元的完整注意力图还没有算出，或者只有池化后的图。`,
  rankTooLarge: ({ name, length, most }) => `${name}：最多只能分解 ${most} 个词元的注意力图，这段文本有 ${length} 个。`,
  rankFailed: ({ name, why }) => `${name}：${why}。`,
  atLengths: ({ ends }) =>
    `${ends.map((/** @type {Args} */ { name, value: number, length: at }) => `${name}：长度 ${at} 处为 ${short(number)}`).join('；')}。`,
  nothingKnown: () => '还没有结果：请先运行。',
  pooled: ({ name, block }) => `${name}：图中每格是边长 ${short(block)} 个词元的方块里的最大值。`,
  looks: ({ name, previous, distance }) =>
    `${name}：后一半查询平均有 ${short(previous)} 的权重落在前一个词元上；平均距离 ${short(distance)} 个词元。`,
};
