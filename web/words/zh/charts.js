/** 图表标记旁的文字。 */

/** @type {(at: number) => string} */
const trained = (at) => `训练长度：${at}`;

/** @type {typeof import('../en/charts.js').charts} */
export const charts = {
  map: { trained, key: '键', keyPosition: '键的位置（词元）', queryPosition: '查询的位置（词元）' },
  strip: { trained, pair: '通道对', position: '位置（词元）' },
  coverage: { pair: '通道对', turns: '圈数：L → 现在', angle: '角度（弧度，模 2π）' },
};
