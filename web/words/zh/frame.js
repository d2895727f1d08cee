/** 各页共有的文字。 */

/** @type {typeof import('../en/frame.js').frame} */
export const frame = {
  language: '语言',
  themes: { '': '跟随系统', light: '浅色', dark: '深色' },
  theme: (now, next) => `配色：${now}。切换为${next}`,
  starting: '正在启动',
  copied: '已复制',
  addressToCopy: '当前视图的链接，请复制',
};
