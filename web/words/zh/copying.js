/** 把图放到别的网页上：复制什么，以及嵌入页说的话。 */

/** @type {typeof import('../en/copying.js').copying} */
export const copying = {
  forms: { tag: '标签与脚本', frame: '内嵌框架', link: '链接' },
  notes: {
    tag: '用于自己写的 HTML：网页、幻灯片、笔记本。同一页里脚本只需写一次。',
    frame: '用于不允许脚本的地方。它会把自己的高度告诉外面的网页。',
    link: '打开后，看到的就是这幅图现在的样子。',
  },
  short: '复制',
  copy: (form) => `复制：${form}`,
  isCopied: (form) => `${form}：已复制`,
  ownModel: '这幅图用的是您自己的文件，别的网页没有。请改选本站的权重，再复制。',
  missing: (folder) =>
    `${folder} 下没有包里的 dist/elements 文件夹：请把它放到您的服务器上，再把上面的地址改成它的地址。`,
  ownText: '复制的内容里包含您自己的文本。',
  tooLong: (form) => `${form}：您的文本太长，网址放不下。标签里有全文。`,
  refused: (kinds) => `链接应写明要画哪幅图：kind=…，可选 ${kinds.join('、')}。`,
  foreign: (path, own, given) => `${path} 应为 ${own} 下的地址，而给出的是“${given}”`,
  accepted: (link) => `可用的链接：${link}`,
};
