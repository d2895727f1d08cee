/** JSON 哪里不对：解析器的细节是英文，由“；”隔开的几段拼成，逐段换成中文。 */

/** @type {Record<string, string>} */
const tokens = {
  'end of input': '文件结尾',
  'string literal': '字符串',
  'number literal': '数',
  'true literal': 'true',
  'false literal': 'false',
  'null literal': 'null',
  "'[', '{', or a literal": "'['、'{' 或一个值",
};

/** @type {[RegExp, (found: string) => string][]} */
const pieces = [
  [/^attempting to parse an empty input/, () => '里面什么也没有'],
  [/^check that your input/, () => ''],
  [/^unexpected (.+)$/, (found) => `这里不该出现 ${tokens[found] ?? found}`],
  [/^expected (.+)$/, (found) => `应为 ${tokens[found] ?? found}`],
  [/^last read: (.+)$/s, (found) => `最后读到 ${found}`],
  [/^invalid literal/, () => '不是 JSON 的值'],
  [/^invalid string: missing closing quote/, () => '字符串没有结束的引号'],
  [/^invalid string: control character/, () => '字符串里有未转义的控制字符'],
  [/^invalid string/, () => '字符串写法有误'],
  [/^invalid number/, () => '数的写法有误'],
];

/** @param {string} detail */
export function jsonDetail(detail) {
  const said = detail
    .replace(/^syntax error while parsing .*? - /, '')
    .split('; ')
    .map((piece) => {
      const [pattern, word] = pieces.find(([each]) => each.test(piece)) ?? [];
      return pattern && word ? word(piece.match(pattern)?.[1] ?? '') : piece;
    });
  return said.filter(Boolean).join('，');
}
