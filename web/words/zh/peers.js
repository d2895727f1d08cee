/** 速度页里与其他引擎和图表库相比的话。 */

const whole = (/** @type {number | undefined} */ count) => (count ?? 0).toLocaleString('en');

/** @type {typeof import('../en/peers.js').peers} */
export const peers = {
  title: '与其他引擎相比',
  lead: '同样的计算交给别的工具来做：轮流运行，都只用一个线程，计时之前先核对结果一致。前面的数是对方用时与 ropescope 用时之比：大于 1 时 ropescope 更快，小于 1 时对方更快；各轮比值的中位数与最短用时之比，取较低的一个。后面是对方自己的用时。',
  recorded: (run) =>
    `${run.date} 存档，在 ${run.engines.join(' 和 ')} 中测得，处理器是 ${run.cpu}，${run.cores} 核。这台机器当时还有别的任务，平均有 ${run.load.toSorted((a, b) => a - b).join(' 到 ')} 个程序同时等着运行${run.precedence ? '，测量程序优先' : ''}，所以请看比值，不要看毫秒数。`,
  repeat: '在仓库的副本里运行这条命令就能重测：',
  command: 'npm run bench -- peers',
  plain: (ms) => `普通版本 ${ms}`,
  share: (percent) => `${percent}%`,
  times: (ratio) => `${ratio} 倍`,
  ms: (time) => `${time} 毫秒`,
  what: '做什么',
  where: '在哪里',
  ours: 'ropescope，毫秒',
  places: { node: 'Node', chromium: 'Chromium' },
  names: {
    limit: '达到极限的比例',
    loop: '普通循环',
    ort: 'ONNX Runtime Web',
    'transformers.js': 'transformers.js',
    wllama: 'wllama',
    'llama.cpp': 'llama.cpp',
    llama: 'wllama, llama.cpp',
    plotly: 'plotly',
    'observable-plot': 'Observable Plot',
  },
  about: [
    {
      id: 'limit',
      what: 'ropescope 离这颗处理器通过 WebAssembly 所能达到的最高速度有多近，100% 表示已经达到。极限是只在寄存器里做乘加；旋转的极限则是把所有的数原地各碰一次。调用时还要复制输入和输出，极限没有算这部分。',
    },
    { id: 'loop', what: '在类型化数组上写的 JavaScript，不用任何库。' },
    { id: 'ort', from: 'onnxruntime-web', what: 'WebAssembly，计算图由测量程序写出；同一任务有两种图时取较快的一种。' },
    {
      id: 'transformers.js',
      from: '@huggingface/transformers',
      what: '用同一张图：在 Chromium 里通过 WebAssembly，在 Node 里通过原生的 ONNX Runtime，也就是这颗处理器的机器码。',
    },
    {
      id: 'wllama',
      from: '@wllama/wllama',
      what: '编译成 WebAssembly 的 llama.cpp，只在 Chromium 里测，按它自己的时钟计时；读的是 ropescope 导出的 GGUF 文件。',
    },
    {
      id: 'llama.cpp',
      from: 'node-llama-cpp',
      what: '通过 node-llama-cpp 运行的机器码，只在 Node 里测，读同一个 GGUF 文件。',
    },
    { id: 'plotly', from: 'plotly.js-dist-min', what: '它的 heatmap。' },
    { id: 'observable-plot', from: '@observablehq/plot', what: '它的 raster。' },
  ],
  task: {
    rotation: ({ shape }) => `旋转，${shape?.join(' × ')}`,
    attention: ({ shape }) => `注意力，${shape?.join(' × ')}`,
    prefill: ({ tokens }) => `读 ${whole(tokens)} 个字符`,
    decode: ({ tokens }) => `读完 ${whole(tokens)} 个后再写一个`,
    heatmap: ({ size }) => `${whole(size)} × ${whole(size)}`,
  },
  'peer-kernels': {
    title: '内核',
    lead: '旋转和注意力的三个数是词元数 × 头数 × 每头通道数；注意力包括它自己的旋转。',
  },
  'peer-model': {
    title: '整个模型',
    lead: '同样的权重。读：整个模型读一遍文本，得出下一个字符。写：文本读完以后，写 32 个字符，取平均。',
  },
  'peer-pictures': { title: '注意力图', lead: '把一个方阵画成图，放进页面。对方超过 20 秒时只运行一次。' },
};
