/** 图的各个元素说的话：写在图下和图旁的，以及图像之外念出来的。 */
import { short } from '../../charts/svg.js';

/** @type {typeof import('../en/parts.js').parts} */
export const parts = {
  together: (sentences) => sentences.join(''),
  map: {
    label: (name) => `注意力权重，${name}。方向键移动十字线，回车键固定，Esc 键松开。`,
    run: (name) => `模型运行进度，${name}`,
    waiting: '模型还没有算完。',
    notReady: '尚未算完',
    pooled: '所在块的最大值',
    place: ({ q, k }) => `查询 ${q}，键 ${k}`,
    spoken: ({ q, k, asking, seen, values }) => `查询 ${q}“${asking}”；键 ${k}“${seen}”：${values.join('；')}`,
  },
  reader: {
    strongest: ({ character, back, weight, missing }) =>
      `最强：“${character}”，往回 ${back} 个词元，权重 ${short(weight)}${missing ? `；另有 ${short(missing)} 不落在任何键上` : ''}`,
    block: ({ character, back, weight, size }) =>
      `图中每格是 ${short(size)} × ${short(size)} 个词元的块里的最大值；最强：“${character}”，往回约 ${back} 个词元，权重至多 ${short(weight)}`,
  },
  plot: {
    label: (label) => `${label}。左右方向键读出各点的数值。`,
    waiting: '正在等待数据。',
    at: (unit, x) => `${unit} ${short(x)} 处`,
    spoken: (unit, x, values) => `${unit} ${short(x)}：${values.join('；')}`,
  },
  coverage: {
    both: '训练中见过，现在也用到',
    unseen: '现在用到，却从未见过',
    never: '没有用到',
    edge: '训练中的最大角度',
    circle: '● 训练中转满整圈，○ 只转了一段',
  },
  encoding: {
    label: (wave, name) => `各位置、各通道对的角度的 ${wave} 值，${name}`,
    turning: ({ name, turning, pairs, length }) =>
      `${name}：${length} 个词元之内，${pairs} 对通道中有 ${turning} 对转过半圈以上。`,
  },
  heads: {
    label: (name) => `各层各头，${name}`,
    layer: (layer) => `第 ${layer} 层`,
    head: (head) => `第 ${head} 头`,
    cell: (layer, head) => `第 ${layer} 层第 ${head} 头`,
    picture: (layer, head, name) => `第 ${layer} 层第 ${head} 头的注意力，${name}`,
  },
};
