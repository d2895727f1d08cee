/** 本页就自己的短模型对某个参数另作的说明，以方法和参数为键。 */

const fast = (/** @type {string} */ source) =>
  `这里取 8。${source}的 32 是在 2,048 个以上词元的长度上得出的；在 128 之内最快的通道对只转 20 圈，若取 32，几乎所有通道对都会变慢。`;

/** @type {typeof import('../en/notes.js').notes} */
export const notes = {
  chunked: {
    attention_chunk_size: '这里取 128，即这些模型的训练长度。若取 Llama 4 的 8,192，本页的任何文本都只占一块。',
  },
  hwfa: { window: '曲线画的是选中的那一层。最后一层没有位置；在它之前的各层，通道对的旋转与 RoPE 相同。' },
  layer_pattern: { period: '曲线画的是选中的那一层；四层的模型里只有最后一层是全局层。' },
  yarn: { beta_fast: fast('论文') },
  dynamic_yarn: { beta_fast: fast('论文') },
  ntk_by_parts: { beta_fast: fast('已发表') },
};
