/** 速度页里页首之外的话。 */

/** @type {typeof import('../en/speed.js').speed} */
export const speed = {
  start: '开始测量',
  again: '再测一次',
  stop: '停止',
  progress: '测量进度',
  running: '正在测量……',
  left: (seconds) => `大约还需 ${seconds} 秒`,
  empty: '按下按钮才会测量，需要几秒钟，期间占用一个核心。',
  recorded: (run) =>
    `每张表的最后一列是一次存档的测量：${run.browser}，${run.cores} 核的共享服务器，${run.variant === 'relaxed' ? '较快' : '普通'}版本，${run.date}。`,
  conditions: ({ variant, cores, model }) =>
    `这个浏览器运行的是${variant === 'relaxed' ? '较快的版本，乘加合成一条指令' : '普通版本；乘加合成一条指令的版本需要更新的浏览器'}，占用 ${cores} 个核心中的一个。模型是“${model}”。`,
  range: (least, most) => `${least} 到 ${most}`,
  times: (ratio) => `${ratio} 倍`,
  kernel: { rotate: '旋转', attention: '注意力' },
  kernels: {
    title: '内核与普通循环',
    lead: '同样的计算、同样的数，各在自己的 worker 里轮流运行，消息的开销计算在内。循环是在类型化数组上写的普通 JavaScript。旋转的三个数是词元数 × 头数 × 每头通道数；注意力也一样，并包括它自己的旋转。',
    columns: ['内核', 'ropescope，毫秒', '普通循环，毫秒', '快多少', '结果的最大差', '存档：快多少'],
  },
  passes: {
    title: '读与写',
    lead: '整个模型读一遍文本，以及再写一个字符。',
    columns: ['做什么', '毫秒', '每秒字符数', '存档'],
  },
  pass: (tokens) => `读 ${tokens} 个字符`,
  token: (tokens) => `读完 ${tokens} 个后再写一个`,
  costs: {
    title: '方法的代价',
    lead: (tokens) => `同样的 ${tokens} 个字符，各方法轮流运行；时间旁边是与 RoPE 所用时间之比。`,
    columns: ['方法', '毫秒', '与 RoPE 之比', '存档'],
  },
};
