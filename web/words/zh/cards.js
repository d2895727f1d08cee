/** 方法卡片上的文字。 */

/** @type {[RegExp, string][]} 出处里的英文字样 */
const places = [
  [/sections ([\d.]+) and ([\d.]+)/, '第 $1 节和第 $2 节'],
  [/section ([\d.]+)/, '第 $1 节'],
  [/equation (\d+)/, '式 $1'],
  [/definition (\d+)/, '定义 $1'],
  [/old form in post (\d+)/, '旧版见 $1'],
  [/formula in /, '公式见 '],
  [/^post/, '原文'],
  [/clipped: /, '截断的形式见 '],
  [/; /g, '；'],
  [/, /g, '，'],
];

/** @param {string} where */
const placed = (where) => places.reduce((text, [english, chinese]) => text.replace(english, chinese), where);

/** @type {typeof import('../en/cards.js').cards} */
export const cards = {
  method: (place, joined) => `第 ${place} 列的方法${joined ? '，与之合用' : ''}`,
  remove: (name) => `移除 ${name || '这个方法'}`,
  follow: (ratio) => `随长度而变：${ratio}`,
  automatic: '自动',
  on: '开启',
  numbers: (key, nullable) => `${key}，用逗号分隔的数${nullable ? '；留空则自动' : ''}`,
  parameters: (count, more) => (more ? `另有 ${count} 个参数` : `${count} 个参数`),
  published: '取值来自',
  ownValues: '自定',
  backToDefaults: '恢复默认值',
  fitting: '适用于这组权重',
  foreign: '需要用它们训练过的模型',
  madeFor: (maker, own) => `适用于以 ${maker} 训练的模型；这组权重是以 ${own} 训练的。`,
  it: '它',
  anyway: '仍在这组权重上运行',
  units: { tokens: '词元', turns: '圈', pairs: '对', layers: '层', '1/token': '1/词元', rad: '弧度' },
  source: ({ authors, id, where }) => `${authors}，${id}，${placed(where)}`,
  exact: (label) => `${label}，精确值`,
};
