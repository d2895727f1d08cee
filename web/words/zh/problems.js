/** 出了什么问题，以代码为键。引擎的话另见 zh-sayings.js。 */

/** @type {typeof import('../en/problems.js').problems} */
export const problems = {
  textTooShort: () => '请输入或粘贴至少两个字符的文本。',
};
