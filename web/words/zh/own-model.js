/** 访客自己的模型。 */

const count = (/** @type {number} */ number) => number.toLocaleString('zh-CN');
const rounded = (/** @type {number} */ number) => Number(number.toPrecision(2)).toLocaleString('zh-CN');

/** @param {number} seconds */
function duration(seconds) {
  if (seconds < 1) return `${rounded(1000 * seconds)} 毫秒`;
  return seconds < 120 ? `${rounded(seconds)} 秒` : `${rounded(seconds / 60)} 分钟`;
}

const namesShown = 3;

/** @type {typeof import('../en/own-model.js').ownModel} */
export const ownModel = {
  choose: '选择文件',
  chooseFolder: '选择文件夹',
  about:
    'transformers 保存的 Llama 架构模型：config.json、model.safetensors（或各分片及其索引；也可以是 8 位的：FP8、GPTQ、MLX、bitsandbytes、compressed-tensors）和 tokenizer.json。也可以是一个 GGUF 文件（F32、F16、BF16、Q2_K 到 Q6_K、Q4_0 到 Q8_0），或 llama2.c 的检查点：一个 .bin 和它的词表（tok512.bin 或 tokenizer.bin）。都可以拖放到这里。',
  private: '模型只在这个标签页里读取和运行，不会发送到任何地方，链接里也没有它；离开本页后即不复存在。',
  meanwhile: (title) => `在此之前显示：${title}。`,
  reading: '正在读取文件。',
  refused: (why, file) => `未载入：${file && `${file}：`}${why}`,
  elsewhere: '“探索”和“评测”两页不要求有它：不需要文本的部分照样运行。',
  tooLarge: (needed, most) => `对标签页来说太大：引擎需要 ${rounded(needed)} GB，而至多使用 ${rounded(most)} GB。`,
  load: '载入',
  cancel: '取消',
  loading: (percent) => `正在载入：${percent} %`,
  loadingLabel: '正在载入自己的模型',
  bytes: (bytes) =>
    bytes < 1e5
      ? `${rounded(bytes / 1e3)} kB`
      : bytes < 1e9
        ? `${rounded(bytes / 1e6)} MB`
        : `${rounded(bytes / 1e9)} GB`,
  facts: {
    folder: '文件夹',
    architecture: '架构',
    shape: ({ architecture, layers, heads }) => `${architecture}，${count(layers)} 层，每层 ${count(heads)} 个头`,
    parameters: '参数量',
    count,
    training: '训练',
    trained: (methods, tokens) => `${methods}，最长 ${count(tokens)} 个词元`,
    tokens: '词元',
    characters: '字符',
    vocabulary: (size) => `${count(size)} 种，由其 tokenizer.json 划分`,
    textless: (size) => `${count(size)} 种，没有读得懂的分词器`,
    disk: '文件大小',
    memory: '内存',
    needs: (loading, kept) => `载入时 ${loading}，之后 ${kept}`,
    time: '用时',
    pass: (seconds, tokens) => `${count(tokens)} 个词元时，每种方法约 ${duration(seconds)}`,
    measuring: '正在用当前显示的权重测量',
    unused: (names) =>
      `有 ${count(names.length)} 个张量在这个模型里没有位置，未用到它们：${names.slice(0, namesShown).join('、')}${names.length > namesShown ? '……' : ''}。`,
    beyond: (most) => `这里的文本至多 ${count(most)} 个词元，没有超出其训练长度，看不到训练长度之外的情形。`,
  },
};
