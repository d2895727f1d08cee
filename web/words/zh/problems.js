/** 出了什么问题，以代码为键。引擎的话另见 zh-sayings.js。 */

/** @type {typeof import('../en/problems.js').problems} */
export const problems = {
  textTooShort: () => '请输入或粘贴至少两个字符的文本。',
  needs_character_vocabulary: ({ given }) =>
    `tokenizer 应指明这些权重的 tokenizer.json：它们的 ${given} 种词元不是字符`,
};
