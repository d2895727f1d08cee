/** 导览：先请您预测，再用当场算出的数回答。 */

const nats = (/** @type {number} */ loss) => loss.toFixed(2);
const percent = (/** @type {number} */ share) => `${Math.round(100 * share)}%`;

/** @type {typeof import('../en/tour.js').tour.steps} */
const steps = {
  past: {
    title: '超出训练长度',
    question: ({ trained, length }) =>
      `这个模型训练时一次最多读 ${trained} 个字符。图中是它读这样一段文本的损失：每个字符让它多意外。现在让它读 ${length} 个字符，${trained} 之后的损失会怎样？`,
    choices: {
      falls: () => '继续下降：可以参考的上文更多了。',
      stays: () => '保持不变：文本并没有变难。',
      rises: () => '上升，而且一直很高。',
    },
    answer: ({ within, beyond }, { trained }) =>
      `平均损失在 ${trained} 以内是每字符 ${nats(within)} 奈特，以外是 ${nats(beyond)}：正确的字符得到的概率只剩原来的 ${percent(Math.exp(within - beyond))}。`,
    why: () => '文本还是同样的文本，没见过的是字符所处的位置。',
  },
  angles: {
    title: '哪些角度没见过？',
    question: ({ trained, length }) =>
      `RoPE 靠旋转通道对来表示位置：前面的通道对转得快，后面的转得慢。着色部分是各通道对在训练中（${trained} 个字符以内）经过的角度。文本长到 ${length} 时，哪些通道对会遇到新的角度？`,
    choices: {
      fast: () => '转得快的：它们转得最远。',
      slow: () => '转得慢的：它们还没转完一圈。',
      all: () => '全都一样。',
    },
    answer: ({ outside, pairs, full }) =>
      `${pairs} 个通道对中有 ${outside} 个遇到新的角度，都是转得慢的。转得快的 ${full} 个在训练中至少转过一整圈，没有遇到。`,
    why: () => '转过一整圈，圈上的角度就都见过了。慢的通道对还在转第一圈，前面是什么，模型并不知道。',
  },
  squeeze: {
    title: '把位置压缩进去',
    question: ({ trained, length, factor }) =>
      `位置插值把所有位置除以 ${factor}，${length} 个字符就都落在训练过的 ${trained} 以内：图中没有一个通道对遇到新的角度。权重不变。超出 ${trained} 之后，模型读得怎样？`,
    choices: {
      cured: () => '和训练时一样好：每个角度它都认识。',
      between: () => '比原来的 RoPE 好，但不如训练时。',
      worse: () => '比原来的 RoPE 更差。',
    },
    answer: ({ first, second, within }, { trained }) =>
      `${trained} 之后每字符损失 ${nats(second)} 奈特，原来的 RoPE 是 ${nats(first)}。而且一开头就失灵：${trained} 以内也有 ${nats(within)}。`,
    why: () =>
      '光是角度见过还不够。模型赖以工作的某样东西丢了，而且不只是在远处。下一步就来找它。（在新的位置下稍加训练便能恢复大半，这个方法本来就是这样用的。）',
  },
  neighbours: {
    title: '压缩的代价',
    question: ({ factor }) =>
      `要让注意力头看准前一个字符，相邻位置必须有差别。图中显示差别有多大：走出第一步，余弦平均值下降了多少。现在相邻位置之间的角度都缩小为 1/${factor}，这一步的下降还剩多少？`,
    choices: {
      same: () => '全都还在：字符的先后没有变。',
      quarter: ({ factor }) => `大约 1/${factor}。`,
      less: ({ factor }) => `远不到 1/${factor}。`,
    },
    answer: ({ share, first, second, distance }) =>
      `只剩 ${percent(share)}。从注意力图看，这个头放在前一个字符上的权重从 ${percent(first)} 降到 ${percent(second)}，平均看向 ${distance.toFixed(1)} 个字符之前。`,
    why: ({ factor }) =>
      `余弦在顶点附近随角度的平方下降：角度缩小为 1/${factor}，下降就只有大约 1/${factor ** 2}。这个头仍在寻找“退后一步”的角度，可这些角度如今摊开了，也更远了。`,
  },
  pace: {
    title: '该让哪些通道对转慢？',
    question: ({ factor }) =>
      `位置插值让所有通道对一律转慢，速度只有原来的 1/${factor}，就是那条平线。YaRN 则有所取舍，看一个通道对在训练长度以内转了多少圈。哪些通道对应该保持原速？`,
    choices: {
      slow: () => '慢的，不到一圈的那些。',
      fast: () => '快的，转了很多圈的那些。',
      none: () => '都不保持：所有位置都得装进去。',
    },
    answer: ({ kept, pairs, blended, interpolated, first, second }, { trained }) =>
      `${pairs} 个通道对中，YaRN 让最快的 ${kept} 个保持原速，${blended} 个放慢一部分，最慢的 ${interpolated} 个完全放慢。${trained} 之后每字符损失 ${nats(second)} 奈特，位置插值是 ${nats(first)}。`,
    why: () =>
      '快的通道对遇不到新的角度，又能区分相邻的字符，可以照旧转下去；慢的会遇到新的角度，所以要压缩。多少圈才算多，是这个方法的一个参数。',
  },
  pretend: {
    title: '假装的距离',
    question: ({ window, length }) =>
      `ReRoPE 不放慢任何通道对。距离在 ${window} 个字符的窗口以内时照实计算。共有 ${length} 个字符，在最后一个字符看来，第一个字符有多远？`,
    choices: {
      window: () => '就像在窗口的边上。',
      real: () => '实际有多远就多远。',
      divided: () => '缩短了若干倍：远的距离都要除以一个数。',
    },
    answer: ({ most, first, second }, { trained }) =>
      `没有一个字符看起来比 ${most} 更远。${trained} 之后每字符损失 ${nats(second)} 奈特，原来的 RoPE 是 ${nats(first)}。`,
    why: () => '每个距离都在训练中见过，近处的距离也是准确的。代价是：窗口以外的两个字符，模型分不清哪一个更远。',
  },
  use: {
    title: '损失低不等于用上了上文',
    question: ({ trained, length }) =>
      `要压低损失还有更简单的办法：每个字符只看最近的 ${trained} 个。图中，窗口在 ${length} 处的损失和训练长度处一样低。现在把一个密钥藏进 ${length} 个字符的文本，到末尾再问模型。透过窗口，它能找到密钥吗？`,
    choices: {
      always: () => '能，藏在哪里都行。',
      near: () => '只有藏在末尾附近时才行。',
      never: () => '不能，藏在哪里都不行。',
    },
    answer: ({ within, beyond, last, before }, { trained, length }) =>
      `窗口的损失在 ${trained} 处是 ${nats(within)}，在 ${length} 处是 ${nats(beyond)}。密钥在末尾时，找到 ${percent(last)}；在更前面时，找到 ${percent(before)}。`,
    why: () => '预测一段文本，用不着多少远处的内容。所以损失一直很低，并不说明模型用上了上文：要问它远处的东西才知道。',
  },
};

/** @type {typeof import('../en/tour.js').tour} */
export const tour = {
  steps,
  progress: (step, of) => `第 ${step} 步，共 ${of} 步`,
  nav: '导览的步骤',
  step: (step, title, done) => `第 ${step} 步，${title}${done ? '，已预测' : ''}`,
  summary: '小结',
  predict: '您预计会怎样？',
  check: '揭晓结果',
  held: '您预测对了。',
  missed: (expected) => `您预计的是“${expected}”结果并非如此。`,
  right: '实际结果',
  own: '您的预测',
  working: '模型正在运行。',
  back: '上一步',
  next: '下一步',
  skip: '跳过',
  goOn: {
    compare: '带着这些设置到“对比”页继续',
    explorer: '带着这些设置到“探索”页继续',
    evaluate: '带着这些方法到“评测”页继续',
  },
  wrongStep: (why) => `${why}；现在显示第一步`,
  stored: {
    loss: '各长度的损失，存档的结果',
    passkey: (length) => `在 ${length} 个字符中找密钥的成绩，存档的结果`,
    lead: (seeds) => `同一个模型训练 ${seeds} 次的平均。`,
    method: '方法',
    depth: (depth) => (depth === 0 ? '在开头' : depth === 1 ? '在末尾' : `在 ${percent(depth)} 处`),
    waiting: '存档的结果正在下载。',
  },
  end: {
    score: (held, made) => (made === 0 ? '您还没有预测。' : `${made} 次预测，对了 ${held} 次。`),
    open: '还没有预测',
    held: '对了',
    missed: '与预测不同',
    again: '从头再来',
    on: '接下来',
    doors: {
      compare: '任选几种方法，并排比较',
      methods: '看看每种方法做了什么，代价多大',
      lab: '亲手训练一个模型，再把它拉长',
    },
  },
};
