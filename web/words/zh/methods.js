/** 各方法页面里说的话。 */
import { short } from '../../charts/svg.js';

/** @type {typeof import('../en/methods.js').methods} */
export const methods = {
  groups: {
    turning: '改变通道对转动的快慢',
    moving: '改变键看上去所在的位置',
    adding: '按距离在分数上加一项',
    hiding: '遮住一部分键',
    scaling: '缩放分数',
    others: '其他做法',
  },
  columns: { method: '方法', does: '做什么', needs: '模型', source: '出处' },
  anyModel: '用 RoPE 训练的模型',
  ownModel: '用它训练的模型',
  count: (count) => `共 ${count} 种方法，取自引擎的注册表。`,
  title: (name) => `${name} · ropescope`,
  all: '全部方法',
  reference: '各方法在 C++ 中的参数：API 参考（英文）',
  source: '出处',
  compare: '在同一段文本上对比它的注意力图',
  explore: '看它怎样改变位置',
  verdicts: '长处与短处',
  geometry: ({ head_dim, original_max_position_embeddings: trained, length }) =>
    `由引擎在本页计算：每个头 ${head_dim} 个通道，训练长度 ${trained} 词元，读 ${length} 词元，方法取默认参数。`,
  for: '长处',
  against: '短处',
  said: {
    runsOnPlain: () => '可以直接用在以 RoPE 训练的模型上。',
    needsItsOwn: () => '需要用它训练的模型。',
    turnsNothing: () => '什么都不转，所以不会有没见过的角度。',
    anglesMet: ({ pairs }) => `${pairs} 个通道对都没有出现训练中没见过的角度。`,
    anglesNew: ({ leaves, pairs }) => `${pairs} 个通道对中有 ${leaves} 个出现训练中没见过的角度。`,
    keepsFast: ({ kept, pairs }) => `最快的通道对保持原速（${pairs} 个中有 ${kept} 个），相邻词元和训练时一样好区分。`,
    slowsFast: ({ ratio }) => `连最快的通道对也只有原速的 ${short(ratio)}，相邻词元看上去比训练时更近。`,
    sameWithin: ({ trained }) => `不超过 ${trained} 词元的文本，读法与原来完全相同。`,
    changesWithin: ({ trained }) => `不超过 ${trained} 词元的文本，读法也与训练时不同。`,
    seesPart: ({ keys, length }) => `在第一层，最后一个词元只看到 ${length} 个键中的 ${keys} 个。`,
    cache: ({ need, holdsUntil }) =>
      need === 'rotated_keys'
        ? '可以用保存旋转后的键的缓存，大多数引擎都是这样。'
        : need === 'unrotated_keys'
          ? '缓存里须保存旋转之前的键。'
          : `超过 ${holdsUntil} 词元后，没有精确的缓存：整段文本须重新计算。`,
    cheaper: ({ times }) => `一个新词元的运算量是原始 RoPE 的 ${short(times)} 倍。`,
    dearer: ({ times }) => `一个新词元的运算量是原始 RoPE 的 ${short(times)} 倍。`,
    costsTheSame: () => '一个新词元的运算量与原始 RoPE 相同。',
  },
  unknownLearned: '它的参数是训练时学得的；手边没有带着这些参数的模型，就无从计算。',
  unknown: (why) => `无法由默认参数算出：${why}`,
  figures: '实际效果',
  live: (model, length) => `在本页运行：${model}，文本长 ${length} 词元。`,
  noModel: '本站没有用它训练的模型，所以这里无法运行。',
  noFigure: (why) => `这里无法运行：${why}`,
  params: '参数',
  noParams: '没有参数。',
  paramColumns: { key: '名称', default: '默认值', range: '范围', doc: '作用' },
  learned: '学得',
  automatic: '自动',
  lists: (count) => `${count} 个数`,
  presets: '采用它的已发布模型',
  presetColumns: { name: '模型', values: '取值', source: '出处' },
  models: '本站用它训练的模型',
  measured: {
    title: '在本站模型上测得的结果',
    lead: '损失以奈特计（越低越好），其余为占 1 的比例（越高越好）：平均值 ± 标准差；n 为样本数。密钥检索：各深度的平均值。',
  },
  elsewhere: '别处同名的实现',
  remark: (engine, text) => `${engine}：${text}`,
};
