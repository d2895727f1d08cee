/** 事先存好的结果：页面上的，和自述文件里各表的。 */

/** @type {typeof import('../en/results.js').results} */
export const results = {
  title: '全部事先存好的结果',
  ofWords: { title: '以词元为单位的模型：事先存好的结果', table: '以词元为单位的模型的表' },
  lead: ({ lengths, spread }) =>
    `损失以奈特计（越低越好），其余为占 1 的比例（越高越好），文本的词元数见各列之上（${lengths.join('、')}）。平均值 ± 标准差${
      spread.over === 'samples' ? '（对各样本）' : `（对各种子，每组权重 ${spread.seeds} 个；只有一个种子的，对各样本）`
    }；n 为样本数。密钥检索：各深度的平均值。在这里选一组权重，就可以重新运行它的数字。`,
  table: '事先存好的结果',
  weights: '权重',
  method: '方法',
  unmeasured: '未测',
  text: (length) => `文本损失，长度 ${length}`,
  repeat: (length, period) => `重复 ${period}，长度 ${length}`,
  passkey: (length) => `密钥检索，长度 ${length}`,
  range: (least, most) => (least === most ? String(least) : `${least} 到 ${most}`),
};

/** @type {typeof import('../en/results.js').yardsticks} */
export const yardsticks = {
  title: '预期如何，测得如何',
  lead: '每条预期都是事先存好的结果之间的几个比较，对每个种子分别判断；所有比较在所有种子上都成立，才算相符。所列为各种子的平均值；< 表示次序，≈ 表示相差很小。',
  agrees: '相符',
  partly: '部分相符',
  open: '尚未测量',
  seeds: (holds, seeds) => `${seeds} 个种子中 ${holds} 个成立`,
  published: {
    title: '与已发表的表格对照',
    lead: '已发表的数字来自大一千倍以上的模型，能比较的只有次序。斯皮尔曼秩相关在次序相同时为 1，相反时为 −1；只有三行时说明不了多少。',
    table: '秩相关表',
    source: '已发表的表格',
    rank: '秩相关',
    rows: '每行：对方 | 本项目',
  },
};

/** @type {typeof import('../en/results.js').claims} */
export const claims = {
  loss: '损失',
  passkey: '密钥检索',
  copies: (period) => `抄写 ${period} 个字符`,
  measured: (what, length) => `${what}，长度 ${length}`,
  at: (length) => `长度 ${length} 时`,
  weights: (title) => title.split('，训练长度')[0] ?? '',
  list: (parts) => parts.join('，'),
  says: (common, terms) => `${common}：${terms}`,
};

/** @type {typeof import('../en/results.js').tables} */
export const tables = {
  results: ['权重', '方法'],
  unmeasured: '未测',
  loss: (length) => `损失，长度 ${length}`,
  copies: (length) => `抄写，长度 ${length}`,
  passkey: (length) => `密钥检索，长度 ${length}`,
  sizes: ({ samples, seeds }) =>
    `每格的样本数：${samples.map(([count, length]) => `长度 ${length} 时 ${count} 个`).join('，')}；种子数：${
      typeof seeds === 'number'
        ? `每组权重 ${seeds} 个`
        : seeds.map(([count, title]) => `${title} ${count} 个`).join('，')
    }；± 后为各种子的标准差。`,
  verdicts: ['预期', '所作的断言和测得的数字', '成立的种子', '未全成立的缘由'],
  seeds: (holds, seeds) => `${holds} / ${seeds}`,
  ranks: ['已发表的表格', '这里也测了的各行', '秩相关'],
  published: (source, what) => `${source}：${what}`,
};
