// What the tables of the README say, in its languages.
import { methods } from '../../web/words/zh-methods.js';

export const words = {
  en: {
    methods: {
      head: ['what it sets', 'methods'],
      groups: {
        frequencies: 'how fast channel pairs turn',
        shape: 'how long queries and keys are',
        positions: 'which distance a pair of tokens pretends',
        bias: 'what is added to a score',
        keys: 'which keys a query sees',
        scale: 'how scores are scaled',
      },
      nameOf: ({ name }) => name,
    },
    accuracy: { head: ['reference', 'cases', 'numbers', 'largest relative difference'] },
    speed: {
      head: ['what', 'measured'],
      reading: (tokens) => `reading ${tokens} characters, the whole model`,
      token: 'one more character after them',
      kernel: { rotate: 'rotation, against a plain loop in JavaScript', attention: 'attention, against a plain loop' },
      times: (ratio) => `${ratio} times as fast`,
    },
    sizes: {
      head: ['what', 'at most, compressed'],
      rows: {
        'ropescope.wasm': 'engine: positions, configs, models',
        'ropescope-threads.wasm': 'engine with threads, instead of it',
        'ropescope-training.wasm': 'training, fetched by `train`',
        'ropescope-doctor.wasm': 'exports and `mapRank`, fetched by them',
        'ropescope-kernels.wasm': 'kernels alone',
        'ropescope.mjs': 'what starts a module, each',
        'ropescope-threads.mjs': 'what starts the one with threads',
        tarball: 'the tarball, with elements, copies and one model',
      },
    },
  },
  zh: {
    methods: {
      head: ['设定什么', '方法'],
      groups: {
        frequencies: '每对通道转多快',
        shape: '查询和键有多长',
        positions: '一对词元假装相距多远',
        bias: '给分数加上什么',
        keys: '查询看得见哪些键',
        scale: '分数怎样缩放',
      },
      nameOf: ({ id, name }) => methods[id]?.name ?? name,
    },
    accuracy: { head: ['参照', '例数', '数字个数', '最大相对误差'] },
    speed: {
      head: ['做什么', '测得'],
      reading: (tokens) => `读 ${tokens} 个字符，整个模型`,
      token: '之后再写一个字符',
      kernel: { rotate: '旋转，与 JavaScript 的普通循环相比', attention: '注意力，与普通循环相比' },
      times: (ratio) => `快到 ${ratio} 倍`,
    },
    sizes: {
      head: ['什么', '压缩后至多'],
      rows: {
        'ropescope.wasm': '引擎：位置、配置、模型',
        'ropescope-threads.wasm': '带线程的引擎，代替上面一个',
        'ropescope-training.wasm': '训练，由 `train` 取来',
        'ropescope-doctor.wasm': '导出和 `mapRank`，用到时取来',
        'ropescope-kernels.wasm': '单独的内核',
        'ropescope.mjs': '启动一个模块的脚本，每个',
        'ropescope-threads.mjs': '启动带线程的引擎的脚本',
        tarball: '整个包，含元素、副本和一个模型',
      },
    },
  },
};
