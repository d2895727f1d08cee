/** 讲座：课程页的文字，以及幻灯片四周的文字。幻灯片本身的文字在 web/lectures，每种语言一份。 */

/** @type {typeof import('../en/lectures.js').lectures} */
export const lectures = {
  title: '课程安排',
  read: '阅读版',
  slides: '幻灯片',
  speaker: '讲者视图',
  keys: {
    title: '在课堂上使用',
    list: [
      '方向键或空格翻页，也逐步切换图中的设置。焦点在图中时，按键归图使用；按 Esc 交还。',
      '每张关键的图之前先提问：按 1 到 4 统计举手人数，再按下一步揭晓答案。',
      '按 S 在另一个窗口打开讲者视图：有讲稿和计时，两个窗口保持同步。',
      '公式里带框的数可以当场改：输入新的数，或按上下键，图随之变化。',
      '每张幻灯片都有自己的链接。`?view=read` 是文章形式，`?controls=0` 只留幻灯片，`?print-pdf` 用于打印。',
    ],
  },
  frame: {
    nav: '本讲',
    course: '全部讲座',
    slides: '幻灯片',
    read: '阅读',
    speaker: '讲者',
  },
  deck: {
    previous: '上一页',
    next: '下一页',
    notes: '讲稿',
    comes: '下一页',
    end: '最后一页。',
    elapsed: '已用时间',
    bar: '进度',
  },
  formula: { number: (name) => `${name}，可以改` },
  poll: {
    hands: (count) => `${count} 人`,
    reveal: '揭晓',
    right: '实际如此',
    keys: '按 1 到 4 计一人，同时按 Shift 减一人。',
  },
  exercise: {
    answer: '您的答案',
    check: '核对',
    right: '正确。',
    wrong: '还不对，请再看看图。',
    number: '请输入一个数。',
    show: '显示答案',
    shown: (answer) => `答案：${answer}。`,
  },
  decks: {
    extrapolation: {
      title: '什么是长度外推',
      teaches: '短文本训练，长文本预测：超出训练长度后坏在哪里，有哪两种补救的途径，方法又分哪两派。',
    },
    rope: {
      title: 'RoPE，以及它为什么超出训练长度就失灵',
      teaches: '旋转与相对位置；远程衰减说的是什么、没说什么；哪些角度在训练中从未出现过。',
    },
    interpolation: {
      title: '位置插值',
      teaches: '只做一次除法，所有角度就都是见过的。代价是相邻位置难以区分，而有的注意力头正靠它们工作。',
    },
    ntk: {
      title: 'NTK-aware：只换底数',
      teaches: '只改底数；alpha 为什么要设得比长度之比大；缓存的陷阱。',
    },
    'by-parts': {
      title: 'NTK-by-parts：分段处理',
      teaches: '训练长度以内转过几圈，决定哪些通道对不变；alpha 和 beta 怎样确定。',
    },
    yarn: {
      title: 'YaRN',
      teaches: '分段插值，再加一个温度：温度怎样拟合出来，对注意力的熵有什么作用，流行的说法又错在哪里。',
    },
    'before-training': {
      title: '事前修改：训练之前就动手',
      teaches:
        'ALiBi、KERPLE、XPOS、KeyNorm、HWFA，各用各的权重；以及它们后来的样子：窗口加不旋转的层、两个底数、学得的汇聚点。',
    },
    maps: {
      title: '位置映射',
      teaches: 'ReRoPE、Self-Extend、双块注意力等：改写距离，近处照实。各自假装了什么、花费多少、找回多少。',
    },
    evaluation: {
      title: '怎样测评',
      teaches:
        '损失低，不等于用上了上下文：局部窗口线、抄写、密钥检索，各自看不出什么；种子之间的差异；与已发表的数字对照。',
    },
    'in-the-wild': {
      title: '实际应用',
      teaches: '哪些模型用哪种方法，参数取自各自的配置文件；各派的优缺点，怎样挑选，以及推理引擎怎样对待它们。',
    },
    lab: {
      title: '实验课：训练、拉长、解释',
      teaches: '在标签页里训练一个会抄写的模型，再拉长到八倍：每种方法为什么行、为什么不行，两个头就能说清。',
    },
  },
};
