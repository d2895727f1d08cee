/** 链接中的某一部分、或元素的某一属性为何被略去，或如何补正。 */

const quoted = (/** @type {unknown} */ given) => `“${given}”`;

/** @type {typeof import('../en/link.js').link} */
export const link = {
  wholeNumber: (name, { min, max, given }) => `${name} 应为 ${min} 到 ${max} 的整数，而给出的是${quoted(given)}`,
  number: (name, { min, max, given }) => `${name} 应为 ${min} 到 ${max} 的数，而给出的是${quoted(given)}`,
  oneOf: (name, { allowed, given }) => `${name} 应为 ${allowed.join('、')} 之一，而给出的是${quoted(given)}`,
  mapPart: (name, { least, most, given }) =>
    `${name} 应为三个不超过 ${most} 的整数：图的一部分的第一个查询、第一个键和边长（至少 ${least} 个词元），而给出的是${quoted(given)}`,
  atMost: (name, { most, given }) => `${name} 最多含 ${most} 项，而给出了 ${given} 项`,
  unknownName: (name) => `${quoted(name)}不是本页的设置`,
  ofScope: (name) => `${name} 属于图外层的 <rope-scope>；不在任何 scope 中的图才有自己的 ${name}`,
  notNamed: (part) => `${quoted(part)}不是“name=value”的形式`,
  badEscape: (name) => `${name} 的值不是按链接规则编码的文本`,
  notParameter: (_, { given }) => `${quoted(given)}不是“name:value”的形式`,
  notMethod: (_, { given }) => `${quoted(given)}不是方法的 id`,
  forceFirst: () => '“!”只能跟在一列的第一个方法后面',
  tooManyMethods: (_, { most }) => `最多并列 ${most} 列方法`,
  tooLong: (_, { longest }) => `超过 ${longest} 个字符，未予读取`,
  clamped: (name, { given, most, used }) =>
    `对这组权重，${name} 应为 0 到 ${most} 的整数，而给出的是 ${given}；现显示 ${used}`,
  ownTextElsewhere: () => '用过自己的文本；那段文本只留在当时的标签页里，现显示留出的段落',
  ownModelElsewhere: () => '用过自己的模型；那个模型只留在当时的标签页里，现显示其他权重',
  noColumn: (name, { given, last }) =>
    `${name} 应为某一列的位置，即 0 到 ${last}，而给出的是 ${given}；现未固定任何一列`,
  unknownMethod: (_, { given, used }) => `${quoted(given)}不是引擎已有的方法；现显示 ${used}`,
};

/** @type {typeof import('../en/link.js').within} */
export const within = {
  link: (sentence) => `链接中：${sentence}`,
  attributes: (sentence) => `属性中：${sentence}`,
};
