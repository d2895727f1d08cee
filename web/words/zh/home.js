/** 首页：两次运行的结果。 */

const percent = (/** @type {number} */ loss) => `${Math.round(100 * Math.exp(-loss))}%`;

/** @type {typeof import('../en/home.js').home} */
export const home = {
  live: '同样的权重，同样的文本，用两种方式告诉它位置',
  told: ['与训练时相同', '权重不变'],
  seen: ({ trained, first, second }) =>
    `在训练过的 ${trained} 个字符以内，模型给正确的下一个字符的概率是 ${percent(first.within)}。超出之后，${first.name} 只剩 ${percent(first.beyond ?? 0)}；权重不变，换成 ${second.name} 则是 ${percent(second.beyond ?? 0)}。`,
  within: (trained) => `这段文本没有超出训练过的 ${trained} 个字符，一切正常。请把它加长。`,
  score: (loss, trained) => ({ chance: percent(loss), past: `${trained} 之后` }),
  waiting: '模型正在下载，马上就开始读这段文本。',
  aboutSeen:
    '概率：这段文本各字符的几何平均。图：每个字符（行）对前面各字符（列）的关注程度；虚线以下的位置，模型在训练中从未到过。',
};
