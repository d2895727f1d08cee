/** 评测一栏说的话。 */
import { short } from '../../charts/svg.js';

/** @typedef {[number, number]} Range */

const workersOf = (/** @type {number} */ workers, /** @type {number} */ threads) =>
  `${workers} 个 worker${threads > 1 ? `（${threads} 个线程）` : ''}`;

const range = (/** @type {Range} */ [least, most]) => (least === most ? String(least) : `${least} 到 ${most}`);

/** @param {number} seconds */
function duration(seconds) {
  const whole = Math.max(1, Math.ceil(seconds));
  return whole < 60 ? `${whole} 秒` : `${Math.floor(whole / 60)} 分 ${whole % 60} 秒`;
}

/** @param {import('../en/evaluation.js').Caption} cells */
function counted({ fresh, stored, failed, rest, repeated }) {
  return [
    fresh ? `${fresh.count} 格已在此运行，每格 ${range(fresh.samples)} 个样本` : '',
    stored ? `${stored.count} 格是事先存好的（淡色的线、灰色的格），每格 ${range(stored.samples)} 个样本` : '',
    failed > 0 ? `${failed} 格无法运行` : '',
    rest > 0 ? `${rest} 格还空着` : '',
    repeated.count > 0 ? `${repeated.count} 格的样本数与事先存好的相同，相差不超过 ${short(repeated.difference)}` : '',
  ];
}

/** @type {typeof import('../en/evaluation.js').evaluation} */
export const evaluation = {
  lengths: '长度（词元）',
  tasks: '任务',
  samples: '每格样本数',
  block: '重复块的长度（词元）',
  task: { text: '文本损失', repeat: '重复文本', passkey: '密钥检索' },
  plots: { text: '文本损失', repeat: '抄写正确率' },
  waiting: '正在等待模型。',
  bar: '评测进度',
  run: '运行',
  rest: '运行其余各格',
  cancel: '取消',
  running: '评测正在运行',
  finished: (count) => `已完成：${count}`,
  stopped: (count) => `已停止：${count}`,
  count: (done, cells) => `本机已算 ${done} / ${cells} 格`,
  progress: (count, state) => (state ? `${count}，${state}` : count),
  opening: '正在启动 worker',
  pace: '正在估计速度',
  left: (seconds) => `约剩 ${duration(seconds)}`,
  duration,
  tooShort: (least) => `自己的文本太短，抽不出样本：至少要有 ${least} 个词元。`,
  wordless: (why) =>
    `不测文本损失：文本无法变成这个模型的词元（${why}）。抄写和密钥检索不靠词义，用随机抽取的词元照样运行，密钥和它前后的提示也是随机词元。`,
  needs: ({ bytes, workers, threads, seconds }) =>
    `运行你的模型需要 ${Math.ceil(bytes / 1e6).toLocaleString('zh')} MB 内存，共 ${workersOf(workers, threads)}；所选各格${seconds === null ? '的用时正在测量' : `约需 ${duration(seconds)}`}。随时可以取消，已算好的会留下。`,
  perByte: (scores) =>
    `换算成每字节比特数，不同词表之间可以比较：${scores.map(({ name, length, bits }) => `${name} 在长度 ${length} 为 ${bits.toFixed(2)}`).join('；')}。`,
  failed: (name, why) => `${name}：${why}`,
  noParameters: '没有设定参数',
  parameters: (length, list) => `长度 ${length} 时：${list.join('，')}`,
  caption: (said) =>
    `共 ${said.cells} 格：${counted(said).filter(Boolean).join('；')}。所有方法用的是同一批样本：种子 ${said.seed}，取自同样的 ${said.characters.toLocaleString('zh-CN')} 个${said.isDrawn ? '随机词元' : said.isTyped ? '字符（自己的文本）' : '留出字符'}，权重也相同。` +
    `色带表示平均值的一个标准误。运行时用 ${workersOf(said.workers, said.threads)}。`,
};

/** @type {typeof import('../en/evaluation.js').passkey} */
export const passkey = {
  title: '密钥检索：读出密钥的百分比，按深度（0 为开头）和长度排列',
  live: '100，在此运行',
  stored: '100，事先存好',
  choose: '选一格，看它的提示。',
  grid: (name) => `各深度、各长度的密钥检索，${name}`,
  depth: '深度',
  cell: (depth, length, score) => `深度 ${depth}，长度 ${length}：${score}`,
  score: ({ percent, samples, live }) => `${samples} 个样本中读出 ${percent} %，${live ? '在此运行' : '事先存好'}`,
  near: ({ name, length, factor, near, far, depth }) =>
    `紧挨问题之前（深度 1），两个密钥已近到不能再近。文本长 ${length} 个词元时，${name} 在这里读出 ${near}%，在深度 ${depth} 处读出 ${far}%：` +
    `它的慢通道对慢了 ${short(factor)} 倍，于是这段距离看起来比训练中任何两个密钥之间的距离都小。`,
  notRun: '尚未运行',
  chosen: '选中的一格',
  case: ({ name, length, depth }) => `${name}，${length} 个词元，密钥在深度 ${depth} 处`,
  found: ({ right, samples, live }) => `：${samples} 个密钥中读出 ${right} 个${live ? '' : '（事先存好）'}`,
  prompt: '提示',
  more: (characters) => `…… 还有 ${characters} 个字符 ……`,
  expected: '正确答案',
  answer: '模型的答案',
  right: '✓ 正确',
  wrong: '✗ 错误',
  last: '这是在此运行的最后一个样本。答案的每个词元，都是在前面各词元均正确的前提下最可能的一个。',
  noPrompt: '事先存好的数字不附提示。',
  unknown: '这一格还没有结果。',
  run: '运行这一格',
  running: '正在运行这一格',
};
