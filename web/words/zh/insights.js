/** 斜坡、缩放、熵与钟面这几幅图里说的话。 */
import { short } from '../../charts/svg.js';

/** @typedef {typeof import('../en/insights.js').insights} Insights */

/** @type {Insights['kinds']} */
const kinds = {
  ramp: '每个通道对保留多少转速',
  sharpness: '分数的缩放随长度的变化',
  cache: '缓存里的键：写入时转的角度',
  entropy: '各查询的注意力熵',
  cost: '一个新词元的开销',
};

/** @type {Insights['axes']} */
const axes = {
  ramp: { xTitle: '通道对在训练长度内转的圈数', yTitle: '转速与原始 RoPE 之比', xUnit: '圈数' },
  sharpness: { xTitle: '文本长度（词元）', yTitle: '最后一个查询的分数乘以', xUnit: '长度' },
  'cost operations': { xTitle: '文本长度（词元）', yTitle: '运算量与原始 RoPE 之比', xUnit: '长度' },
  'cost memory': { xTitle: '文本长度（词元）', yTitle: '保存的键和值（字节）', xUnit: '长度' },
  cache: { xTitle: '键的距离（词元）', yTitle: '角度的平均余弦', xUnit: '距离' },
  entropy: { xTitle: '查询位置（词元）', yTitle: '权重的熵（奈特）', xUnit: '查询' },
};

/** @type {Insights['labels']} */
const labels = {
  turnsMark: ({ at, keys }) => (at === 1 ? ['一圈', ...keys].join('，') : `${keys.join('，')} = ${short(at)}`),
  evenEntropy: () => 'ln N / ln L，至少为 1',
  turnedAnew: ({ label }) => `${label}：键全部重新旋转`,
  asWritten: ({ label }) => `${label}：键保持写入时的角度`,
  evenWeights: () => '均匀权重',
  plainRotated: () => '原始 RoPE，保存旋转后的键',
};

/** @type {Insights['cost']['needs']} */
const needs = (need, holdsUntil) =>
  need === 'rotated_keys'
    ? '可以保存旋转后的键'
    : need === 'unrotated_keys'
      ? '须保存旋转之前的键'
      : `超过 ${holdsUntil} 个词元后，整段文本须重新计算`;

/** @type {(count: number, what: string) => string[]} 一个也没有时不说 */
const counted = (count, what) => (count > 0 ? [`${count} 对${what}`] : []);

/** @type {Insights['sentences']} */
const sentences = {
  fates: ({ name, pairs, kept, blended, interpolated, spedUp, still, least }) => {
    const parts = [
      ...counted(kept, '保持原速'),
      ...counted(blended, '放慢一部分'),
      ...counted(interpolated, `放慢最多，降到 ${short(least)}`),
      ...counted(spedUp, '加快'),
      ...counted(still, '不转'),
    ];
    return `${name}：${pairs} 个通道对中，${parts.join('，')}。`;
  },
  scale: ({ name, length, last, expected }) =>
    `${name}：长度为 ${length} 词元时分数乘以 ${short(last)}；乘以 ${short(expected)} 可使注意力的熵保持不变。`,
  cacheHolds: ({ name }) => `${name}：转速不随长度改变，两种缓存里的键相同。`,
  cacheParts: ({ name, most, at, mean }) =>
    `${name}：键保持写入时的角度，会使相同向量的分数平均偏移 ${short(mean)}，在距离 ${at} 处偏移最大，为 ${short(most)}。`,
  hands: ({ name, position, trained, pairs, beyond }) =>
    `${name} 在位置 ${position}：${pairs} 根指针中有 ${beyond} 根指向训练（到 ${trained} 为止）从未到过的地方。`,
  costs: ({ name, length, times, need, holdsUntil }) =>
    `${name}：${length} 个词元之后，一个新词元的运算量${Math.abs(times - 1) < 0.005 ? '与原始 RoPE 相同' : `是原始 RoPE 的 ${short(times)} 倍`}；${needs(need, holdsUntil)}。`,
  keeps: ({ name, length, bytes, keys, tables }) =>
    `${name}：${length} 个词元中有 ${keys} 个保存键和值，每层每个键头 ${short(bytes / 1024)} KiB${
      tables > 0 ? `，另有方案自身的表 ${short(tables / 1024)} KiB` : ''
    }。`,
  otherPairs: ({ name, pairs, plain }) => `${name} 有 ${pairs} 个通道对，原始 RoPE 有 ${plain} 个，无法逐对相减。`,
  encodingMoves: ({ name, part, pairs, kept, trained, within, length, all }) =>
    kept === pairs
      ? `${name}：每个通道对得到的都与原始 RoPE 相同。`
      : `${name}：${pairs} 个通道对中有 ${kept} 个得到的与原始 RoPE 相同；${part} 之差的绝对值平均为：到 ${trained} 为止 ${short(within)}，到 ${length} 为止 ${short(all)}。`,
  movedWeight: ({ name, moved, most, q, k }) =>
    `${name}：后一半查询里，平均有 ${short(moved)} 的权重落在别的键上；最大的差是 ${short(most)}，在查询 ${q}、键 ${k}。`,
  meets: ({ name, most, trained, beyond, hidden, isPlain, hasPaces }) =>
    `${name} ${
      isPlain ? (hasPaces ? '改变各通道对的转速，不改变距离' : '不改变距离') : '假装距离'
    }：查询遇到的键最远为 ${short(most)} 词元；遇到的键中有 ${short(100 * beyond)} % 超出训练长度 ${trained}${
      hidden ? `，前面的键中有 ${short(100 * hidden)} % 看不到` : ''
    }。`,
  losesLeast: ({ past, trained, least, most, times }) =>
    `${past ? `${trained} 个词元以外` : `${trained} 个词元以内`}，${least.name} 损失最小，每词元 ${short(least.loss)} 奈特；${most.name} 最大，每词元 ${short(most.loss)} 奈特：按几何平均，${least.name} 给正确词元的概率是后者的 ${short(times)} 倍。`,
  pooledDifference: ({ name, block }) => `${name}：画的是每 ${short(block)} 个词元一块的最大值之差。`,
  entropyLines: ({ layer, head, width }) =>
    `第 ${layer} 层，第 ${head} 头。粗线：最近 ${width} 个查询的平均；淡线：逐个查询。`,
  spread: ({ name, trained, within, length, last }) =>
    `${name}：${length > trained ? `到 ${trained} 为止 ${short(within)} 奈特，` : ''}到 ${length} 为止 ${short(last)} 奈特，相当于均匀分给 ${short(Math.exp(last))} 个键。`,
};

/** @type {Insights['tools']} */
const tools = {
  name: '保存、复制、表格、出处',
  save: (type) => `保存 ${type}`,
  table: '显示为表格',
  copyFigure: '复制这幅图',
  drawnBy: '由 ropescope 绘制，公式出自以上论文。',
  cut: (shown, all) => `共 ${all} 行，此处为前 ${shown} 行；CSV 文件里有全部。`,
  of: (title, name) => `${title}，${name}`,
  unsmoothed: (header) => `${header}，取平均之前`,
  titles: {
    attention: '注意力权重',
    'attention-difference': '注意力权重之差',
    heads: '所有头的注意力权重',
    reading: '一个查询的注意力权重',
    clock: '每个通道对一根指针',
    coverage: '训练中见过的角度与到访的角度',
    encoding: '一个位置的样子',
    'encoding-difference': '一个位置的样子，减去原始 RoPE',
    mrope: '三个轴上的位置',
    evaluation: '评测',
    passkey: '口令',
    'position-map': '每个查询与每个键之间假装的距离',
    numbers: '各次运行的数值',
    'head-labels': '每个头在做什么',
    cell: '一个分数，按通道对拆开',
  },
  headers: {
    coverage: [
      '方法',
      '通道对',
      '训练中的最大角度（圈）',
      '到访的最大角度（圈）',
      '见过的（占一圈）',
      '没见过的（占一圈）',
    ],
    clock: ['方法', '通道对', '位置（词元）', '角度（弧度）', '训练中的最大角度（弧度）'],
    strip: ['通道对', '位置（词元）'],
    map: ['查询位置（词元）', '键位置（词元）', '权重'],
    heads: ['层', '头', '行', '列', '权重（块内最大）'],
    passkey: ['方法', '深度（比例）', '长度（词元）', '找到的密钥（比例）', '标准差', '样本数'],
    reading: ['键位置（词元）', '词元'],
  },
};

/** @type {Insights['clock']} */
const clock = {
  position: '位置',
  keys: '各通道对的指针。左右方向键选择通道对，上下方向键移动位置，Esc 松开。',
  readout: (pair, position, values) => {
    const each = values.map(
      ({ name, turns, trained, unseen }) =>
        `${name} ${short(turns)} 圈，训练中到 ${short(trained)} 圈为止${unseen ? '，指向训练中从未到过的地方' : ''}`,
    );
    return `通道对 ${pair}，位置 ${position}：${each.join('；')}`;
  },
  key: (trained) =>
    `每个通道对一个钟面，从最快的数起；阴影：训练（到 ${trained} 词元为止）见过的角度；带圆点的红色指针：指向训练中从未到过的地方。`,
};

/** @type {Insights['difference']} */
const difference = {
  minus: (one, other) => `${one} 减 ${other}`,
  scale: '权重之差',
  needsTwo: '要有两个方法并排，才有差可看。',
};

/** @type {Insights['strip']} */
const strip = {
  zoom: {
    whole: (times) => `${times}：显示全部位置（0）`,
    keys: '加号、减号沿位置缩放，0 显示全部位置；放大之后，Shift 加方向键平移。',
    part: ({ k, span, length }) => (span === length ? `全部 ${length} 个位置` : `位置 ${k} 到 ${k + span - 1}`),
  },
  keys: (label) => `${label}。方向键读出数值，Esc 松开。`,
  difference: (wave, name) => `各位置各通道对角度的 ${wave}，${name} 减去原始 RoPE`,
  scale: (wave) => `${wave} 之差`,
  readout: ({ pair, token, wave, own, plain }) =>
    `通道对 ${pair}，位置 ${token}：${wave} ${short(own)}${
      plain === null ? '' : `，原始 RoPE ${short(plain)}，差 ${short(own - plain)}`
    }`,
};

/** @type {Insights['positions']} */
const positions = {
  scale: '假装的距离（词元）',
  legend: (scale) => `${scale}；灰色：训练长度`,
  tokens: (distance) => `${short(distance)} 个词元`,
  unseen: '看不到',
  label: (name) => `每个查询与每个键之间假装的距离，${name}。方向键移动十字线，回车键固定，Esc 键松开。`,
};

/** @type {Insights['cost']} */
const cost = {
  counted: '一层，一个查询头。计入：分数与加权求和的乘法和加法、旋转、偏置、除以长度。不计：softmax，各种方法都一样。',
  waiting: '引擎正在计数。',
  titles: { operations: '一个新词元的运算量', memory: '缓存占用的内存' },
  table: (length) => `${length} 个词元之后的一个新词元，一层，一个查询头`,
  headers: [
    '方法',
    '看到的键',
    '运算量（精确）',
    '运算量（保存旋转后的键）',
    '运算量（每种几何都对所有键计算）',
    '保存的键和值（字节）',
    '方案的表（字节）',
    '精确的缓存需要什么',
  ],
  needs,
};

/** @type {Insights['numbers']} */
const numbers = {
  caption: '各方法的损失与注意力去向',
  lead: '每种方法把这段文本预测得怎样，上面那个注意力头在它之下看向哪里。p：给正确词元的概率。',
  headers: (trained, reference) => [
    '方法',
    `${trained} 以内的损失（奈特/词元）`,
    `${trained} 以外的损失（奈特/词元）`,
    `p > ½ 的词元比例，${trained} 以内`,
    `同上，${trained} 以外`,
    '落在前一个词元上的权重',
    '平均距离（词元）',
    '每行权重的熵（奈特）',
    `落在与 ${reference} 不同的键上的权重比例`,
  ],
  head: (layer, head) => `后四列：第 ${layer} 层第 ${head} 头，取后一半查询的平均。`,
};

/** @type {Insights['zoom']} */
const zoom = {
  name: '缩放',
  in: '放大（+）',
  out: '缩小（−）',
  times: (factor) => `${factor}×`,
  whole: (times) => `${times}：显示整幅图（0）`,
  keys: '加号、减号缩放，0 显示整幅图；放大之后，Shift 加方向键平移。',
  pixel: (side) => `每个像素取至多 ${side} × ${side} 个值中的最大值，放大后可逐个查看。`,
  part: ({ q, k, span, length }) =>
    span === length ? `全部 ${length} 个词元` : `查询 ${q} 到 ${q + span - 1}，键 ${k} 到 ${k + span - 1}`,
};

export const insights = {
  axes,
  clock,
  cost,
  difference,
  kinds,
  labels,
  numbers,
  positions,
  sentences,
  strip,
  tools,
  zoom,
};
