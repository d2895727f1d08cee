/** What the page of speed says of other engines and chart libraries. */

/** @typedef {{ id: string, shape?: number[], tokens?: number, size?: number }} Task */

const whole = (/** @type {number | undefined} */ count) => (count ?? 0).toLocaleString('en');

/** @typedef {'limit' | 'loop' | 'ort' | 'transformers.js' | 'wllama' | 'llama.cpp' | 'plotly' | 'observable-plot'} Peer */

export const peers = {
  title: 'Beside other engines',
  lead: 'The same work, done by what others offer for it: in turns, on one thread, each checked first for the same result. The number in front says how many times our time another needs: above 1 ropescope is faster, below 1 the other is. It is the lower of two ratios: the median over all rounds, and that of the shortest times. Behind it stands the other’s own time.',
  recorded: (
    /** @type {{ cpu: string, cores: number, load: number[], precedence: boolean, date: string, engines: string[] }} */ run,
  ) =>
    `Recorded on ${run.date} in ${run.engines.join(' and ')} on ${run.cpu}, ${run.cores} cores. Others used this machine, too: ${run.load.toSorted((a, b) => a - b).join(' to ')} programs wanted to run at a time${run.precedence ? ', and this one had precedence' : ''}. So read the ratios, not the milliseconds.`,
  repeat: 'To repeat it in a copy of the repository:',
  command: 'npm run bench -- peers',
  plain: (/** @type {string} */ ms) => `plain build ${ms}`,
  share: (/** @type {string} */ percent) => `${percent} %`,
  times: (/** @type {string} */ ratio) => `${ratio} ×`,
  ms: (/** @type {string} */ time) => `${time} ms`,
  what: 'what',
  where: 'where',
  ours: 'ropescope, ms',
  places: { node: 'Node', chromium: 'Chromium' },
  names: {
    limit: 'share of the limit',
    loop: 'plain loop',
    ort: 'ONNX Runtime Web',
    'transformers.js': 'transformers.js',
    wllama: 'wllama',
    'llama.cpp': 'llama.cpp',
    llama: 'wllama, llama.cpp',
    plotly: 'plotly',
    'observable-plot': 'Observable Plot',
  },
  about: /** @type {{ id: Peer, what: string, from?: string }[]} */ ([
    {
      id: 'limit',
      what: 'How close ropescope comes to what this processor does at most through WebAssembly: multiplying and adding in registers or, for the rotation, touching all numbers once in place. Input and output are copied in the call, which the limit leaves out.',
    },
    { id: 'loop', what: 'JavaScript over typed arrays, without a library.' },
    {
      id: 'ort',
      from: 'onnxruntime-web',
      what: 'WebAssembly, on graphs that the bench writes; of two graphs for one task the faster.',
    },
    {
      id: 'transformers.js',
      from: '@huggingface/transformers',
      what: 'On the same graph: in Chromium over WebAssembly, in Node over the native ONNX Runtime, which is machine code for this processor.',
    },
    {
      id: 'wllama',
      from: '@wllama/wllama',
      what: 'llama.cpp as WebAssembly, in Chromium only, by its own clock; reads the GGUF file that ropescope exports.',
    },
    {
      id: 'llama.cpp',
      from: 'node-llama-cpp',
      what: 'Machine code for this processor through node-llama-cpp, in Node only, on the same GGUF file.',
    },
    { id: 'plotly', from: 'plotly.js-dist-min', what: 'Its heatmap.' },
    { id: 'observable-plot', from: '@observablehq/plot', what: 'Its raster.' },
  ]),
  task: {
    rotation: (/** @type {Task} */ { shape }) => `rotation, ${shape?.join(' × ')}`,
    attention: (/** @type {Task} */ { shape }) => `attention, ${shape?.join(' × ')}`,
    prefill: (/** @type {Task} */ { tokens }) => `reading ${whole(tokens)}`,
    decode: (/** @type {Task} */ { tokens }) => `one more after ${whole(tokens)}`,
    heatmap: (/** @type {Task} */ { size }) => `${whole(size)} × ${whole(size)}`,
  },
  'peer-kernels': {
    title: 'Kernels',
    lead: 'Rotation and attention: tokens × heads × channels of a head; attention with its own rotation.',
  },
  'peer-model': {
    title: 'A whole model',
    lead: 'The same weights. Reading: one pass over a text, up to what comes next. Writing: the mean of 32 characters after the text has been read.',
  },
  'peer-pictures': {
    title: 'Pictures of attention',
    lead: 'A square matrix drawn as a picture into the page. What takes longer than 20 s ran once.',
  },
};
