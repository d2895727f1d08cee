/** 访客自己的文本。 */

const count = (/** @type {number} */ number) => number.toLocaleString('zh-CN');

/** @type {typeof import('../en/own.js').own} */
export const own = {
  text: '自己的文本',
  write: '输入、粘贴或拖入一段文本。',
  about: '以字符为词元的模型认识可打印的 ASCII 字符和换行，一个字符就是一个词元；以词为词元的模型可以读任何文本。',
  choose: '选择 .txt 或 .md 文件',
  private: '文本只留在这个标签页里，不会发送到任何地方；链接只说明用过自己的文本。',
  from: (name) => `来自文件 ${name}。`,
  size: ({ characters, tokens, used }) => {
    const all = `共 ${count(characters)} 个字符，即 ${count(tokens)} 个词元。`;
    return used < tokens ? `${all}读取前 ${count(used)} 个，数目由下面的滑块决定。` : `${all}全部读取。`;
  },
  corpus: ({ characters, tokens, longest }) =>
    `共 ${count(characters)} 个字符，即 ${count(tokens)} 个词元。样本从中抽取，每个最长为四分之一，即 ${count(longest)} 个词元。`,
  tooShort: '太短：至少要有两个词元，才能由一个预测另一个。',
  withinTraining: (trained) => `没有超出训练长度 ${count(trained)} 个词元，看不到训练长度之外的情形。`,
  cut: (given, kept) => `文本有 ${count(given)} 个字符，只保留前 ${count(kept)} 个。`,
  unknown: (strangers, standIn, shown) => {
    const total = strangers.reduce((sum, { times }) => sum + times, 0);
    const named = strangers.slice(0, shown).map(({ character, times }) => `${character}（${count(times)}）`);
    const list = named.join('、') + (strangers.length > named.length ? ` 等 ${count(strangers.length)} 种` : '');
    return `有 ${count(total)} 个字符是这个模型不认识的，按“${standIn}”读取：${list}。`;
  },
  refused: {
    notText: (name) => `未读取 ${name}：文本文件应以 .txt 或 .md 结尾。`,
    notUtf8: (name) => `未读取 ${name}：其中的字节不是 UTF-8 文本。`,
    tooLarge: (name, most) => `未读取 ${name}：文本文件不得超过 ${most} MB。`,
    several: (name, files) => `一次给了 ${count(files)} 个文件，而只能读取一个，因此都未读取。第一个是 ${name}。`,
    unreadable: (name) => `无法读取 ${name}：浏览器没有给出内容，例如它是一个文件夹。`,
  },
};
