/** 元素在图之外说的话。 */

/** @type {typeof import('../en/elements.js').kinds} */
export const kinds = {
  loss: '损失随位置的变化',
  wavelength: '各通道对的波长',
  distance: '假装的距离随真实距离的变化',
  resolution: '位置分辨率',
  decay: '远程衰减',
  bias: '偏置随距离的变化',
  rank: '注意力图的奇异值',
};

/** @type {typeof import('../en/elements.js').figure} */
export const figure = {
  noBias: (names) => `${names.join('、')} 不按距离给分数加任何值。`,
  failed: (name, why) => `${name}：${why}`,
  loading: '正在载入此图。',
  noBase: (why) => `base 应为模型所在的文件夹，而没有给出，因此试了 ./models/：${why}`,
  retry: '重试',
  unknownKind: (kind, accepted) => `kind 应为 ${accepted.join('、')} 之一，而给出的是“${kind}”`,
  noColumn: (method, names) => `method 应指明一列方法（${names.join('、')}），而给出的是“${method}”`,
};
