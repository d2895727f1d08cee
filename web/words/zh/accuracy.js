/** 精度页里页首之外的话。 */

/** @type {typeof import('../en/accuracy.js').accuracy} */
export const accuracy = {
  summary: (numbers, largest) => `共 ${numbers} 个频率和注意力系数，与参考值的相对差都不超过 ${largest}。`,
  measured: {
    title: '配置，按 transformers 的读法',
    lead: '每个用例是一份配置；比较每个通道对的频率和注意力系数。参考值是单精度的，所以 1e-7 左右的差是它的舍入误差，经过指数和斜坡后还会再大一些。拒绝：引擎认为有误的配置，并说明理由。',
    columns: [
      'tests/golden 中的文件',
      '参考实现',
      '比较的用例',
      '拒绝的用例',
      '数的个数',
      '频率的最大相对差',
      '注意力系数的最大相对差',
    ],
  },
  tested: {
    title: '由测试比较的',
    lead: '每次运行测试都会比较这些，容差及其理由写在各个测试里；相差多少，本页没有测。',
    columns: ['tests/golden 中的文件', '参考实现', '用例'],
  },
};
