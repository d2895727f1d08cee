/** 展示其他引擎的设置时说的话；读过第一份 config.json 之后才加载。 */

/** @type {typeof import('../en/runtimes.js').runtimes} */
export const runtimes = {
  asked: '要求什么',
  length: '最长文本（词元）',
  fromFile: (method) => `照文件所写：${method}。`,
  chosen: (file, method) => `不用文件里的方法：以 ${method} 代替 ${file}。`,
  changed: (method) => `仍是文件里的方法 ${method}，但数值与文件不同。`,
  back: '恢复成文件所写',
  answers: '要怎样告诉各个引擎',
  loading: '正在求取各项设置。',
  heads: ['设置', '值', '原因'],
  settings: (name) => `${name} 的设置`,
  says: '有对应设置',
  cannot: '没有对应设置',
  summary: (can, cannot) => `有对应设置：${can.join('、') || '无'}。没有对应设置：${cannot.join('、') || '无'}。`,
  numbers: (first, count) => `${first}……（共 ${count} 个数）`,
  programs: {
    vllm: 'vllm serve',
    sglang: 'sglang.launch_server',
    'llama.cpp': 'llama-server',
    'tensorrt-llm': 'trtllm-serve',
  },
  command: (program) => `${program} 的参数`,
  file: '放在权重旁边，替换原来的文件；模型自己的分词器和 generation_config.json 照旧。',
  copy: (program) => `复制给 ${program} 的参数`,
  copied: '已复制',
  download: (name) => `下载 ${name}`,
  remark: (name, text) => `${name || '备注'}：${text}`,
  under: (method) => `各引擎在 ${method} 这个名字之下的做法：`,
  weights:
    'GGUF 文件自身就能带上这些设置，但要由权重生成，而这里没有权重：请用 llama.cpp 的 `convert_hf_to_gguf.py`，由放有相应 config.json 的文件夹来生成。',
  none: '这里无法为任何引擎写出设置。',
};
