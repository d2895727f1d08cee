/** 链接中的某一部分为何被略去，或如何补正。 */

const quoted = (/** @type {unknown} */ given) => `“${given}”`;

/** @type {typeof import('../en/link.js').link} */
export const link = {
  wholeNumber: (name, { min, max, given }) =>
    `链接中的 ${name} 应为 ${min} 到 ${max} 的整数，而给出的是${quoted(given)}`,
  number: (name, { min, max, given }) => `链接中的 ${name} 应为 ${min} 到 ${max} 的数，而给出的是${quoted(given)}`,
  oneOf: (name, { allowed, given }) => `链接中的 ${name} 应为 ${allowed.join('、')} 之一，而给出的是${quoted(given)}`,
  atMost: (name, { most, given }) => `链接中的 ${name} 最多含 ${most} 项，而给出了 ${given} 项`,
  unknownName: (name) => `链接中的${quoted(name)}不是本页的设置`,
  notNamed: (part) => `链接中的${quoted(part)}不是“名称=值”的形式`,
  badEscape: (name) => `链接中 ${name} 的值不是按链接规则编码的文本`,
  notParameter: (_, { given }) => `链接中的${quoted(given)}不是“名称：值”的形式`,
  notMethod: (_, { given }) => `链接中的${quoted(given)}不是方法的 id`,
  forceFirst: () => '链接中的“！”只能跟在一列的第一个方法后面',
  tooManyMethods: (_, { most }) => `一个链接最多含 ${most} 列方法`,
  tooLong: (_, { longest }) => `链接超过 ${longest} 个字符，未予读取`,
  clamped: (name, { given, most, used }) =>
    `对这组权重，链接中的 ${name} 应为 0 到 ${most} 的整数，而给出的是 ${given}；现显示 ${used}`,
  unknownMethod: (_, { given, used }) => `链接中的${quoted(given)}不是引擎已有的方法；现显示 ${used}`,
};
