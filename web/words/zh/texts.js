/** 可选的文本，以 id 为键。 */

/** @type {typeof import('../en/texts.js').texts} */
export const texts = {
  heldout: { name: '留出的段落', about: '一篇国情咨文，模型训练时没有见过。' },
  repeat: {
    name: '同一段落，反复出现',
    about: '开头 128 个词元一遍遍重复：靠后几层的抄写头会画出相隔一个周期的条纹。',
  },
  passkey: { name: '藏在文中的密钥', about: '开头附近藏着一个五位数的密钥，到末尾再问它。' },
  own: {
    name: '自己的文本',
    about: '可以输入、粘贴或拖入。',
  },
};
