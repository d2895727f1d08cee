/** 各个注意力头在做什么，标签有多可靠。 */
import { short } from '../../charts/svg.js';

/** @typedef {typeof import('../en/heads.js').heads} Heads */

/** @type {Heads['percent']} */
const percent = (share) => (share === null ? '–' : `${Math.round(100 * share)}%`);

/** @type {Heads['share']} */
const share = (value) => value.toFixed(2);

/** @type {(count: number, what: string) => string[]} 一个也没有时不说 */
const counted = (count, what) => (count > 0 ? [`${what} ${count} 个`] : []);

/** @type {Heads['sentences']} */
const sentences = {
  headLabels: ({ name, heads, counts: { previous, induction, sink, local, none }, changed, base }) => {
    const parts = [
      ...counted(previous, '前一词元'),
      ...counted(induction, '归纳'),
      ...counted(sink, '汇聚点'),
      ...counted(local, '局部'),
      ...counted(none, '没有标签的'),
    ];
    const differ =
      changed === null
        ? ''
        : changed === 0
          ? `标签与 ${base} 全部相同。`
          : `与 ${base} 相比，${changed} 个头换了标签。`;
    return `${name}，共 ${heads} 个头：${parts.join('，')}。${differ}`;
  },
};

/** @type {Heads} */
export const heads = {
  title: '所有头的标签',
  sentences,
  waiting: '模型正在读这段文本。',
  names: { previous: '前一词元', induction: '归纳', sink: '汇聚点', local: '局部', none: '无' },
  brief: { previous: '前一个', induction: '归纳', sink: '汇聚点', local: '局部', none: '–' },
  rule: ({ lettered, period, length, most }) =>
    `文本是 ${period} 个随机${lettered ? '字母' : '词元'}，反复念到 ${length} 个词元。统计每处得到的权重，对第一遍之后的所有查询取平均。按下表的顺序，哪一处先得到至少 ${short(most)} 的权重，这个头就叫哪个名字。`,
  places: (near) => ({
    previous: '查询之前的那个词元',
    induction: '前几遍里跟在同一个词元后面的词元',
    sink: '文本的第一个词元，或者哪个词元都不给（学得的汇聚点）',
    local: `最近 ${near} 个词元，含查询自己，不含文本的第一个`,
    none: '以上各处都不够',
  }),
  table: {
    caption: ({ models, heads, letters, prose }) =>
      `标签有多可靠：本站 ${models} 个模型的 ${heads} 个头里，换一段随机词元，${percent(letters)} 的标签会变；改成念两遍的散文，${percent(prose)} 会变。`,
    headers: ['标签', '权重落在哪里', '换随机词元后改变的', '换成散文后改变的'],
  },
  percent,
  share,
  headers: [
    '方法',
    '层',
    '头',
    '标签',
    '前一个词元的权重（比例）',
    '先前后继词元的权重（比例）',
    '第一个词元或不给任何词元的权重（比例）',
    '最近几个词元的权重（比例）',
  ],
  readout: ({ layer, head, name, label, shares: { previous, induction, sink, local } }) =>
    `第 ${layer} 层第 ${head} 头，${name}：${label}。权重比例：前一词元 ${share(previous)}，归纳 ${share(induction)}，汇聚点 ${share(sink)}，局部 ${share(local)}。`,
};
