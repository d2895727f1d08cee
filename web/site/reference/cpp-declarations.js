/**
 * Reads the declarations of a C++ header: enough for headers that are written as those of cpp/ are: a comment stands above what it
 * describes or behind it on its line, and macros declare nothing.
 *
 * @typedef {object} Declaration
 * @property {string} kind   'struct', 'class', 'enum', 'alias', 'concept', 'function' or 'value'
 * @property {string} name
 * @property {string} code   without bodies and long initial values
 * @property {string} text   the comments above and behind it
 * @property {string} body   what stands in its braces: '' where that is no list of members
 */

const opening = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);
const closing = new Set(opening.values());

/** Where a comment, a text or a character ends that begins here; else this place. @param {string} text  @param {number} at */
function past(text, at) {
  const rest = text.slice(at, at + 2000);
  if (rest.startsWith('//')) return at + (rest.includes('\n') ? rest.indexOf('\n') : rest.length);
  const [quoted = ''] = rest.match(/^"(?:\\.|[^"\\])*"/) ?? rest.match(/^'(?:\\.|[^'\\])'/) ?? [];
  return at + quoted.length;
}

/** Where the declaration ends that begins here. @param {string} text  @param {number} from */
function endOf(text, from) {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const skipped = past(text, at);
    if (skipped > at) {
      at = skipped - 1;
      continue;
    }
    const sign = text[at] ?? '';
    if (opening.has(sign)) depth += 1;
    if (closing.has(sign)) depth -= 1;
    if (depth > 0) continue;
    if (sign === ';') return at + 1;
    if (sign === '}' && !/^\s*[;,{]|^ *[^\s/]/.test(text.slice(at + 1))) return at + 1; // of a function
  }
  return text.length;
}

/** The first place outside of all brackets that holds one of these signs; -1: none. @param {string} code  @param {string} signs */
function findOutside(code, signs) {
  let depth = 0;
  for (let at = 0; at < code.length; at += 1) {
    const sign = code[at] ?? '';
    if (depth === 0 && signs.includes(sign)) return at;
    if (opening.has(sign)) depth += 1;
    if (closing.has(sign)) depth -= 1;
  }
  return -1;
}

/** @param {string} code */
const withoutComments = (code) => code.replace(/\s*\/\/.*$/gm, '');
/** @param {string} code */
const oneLine = (code) => code.replace(/\s+/g, ' ').trim();

/** @param {string} code  of a declaration, without its comments  @returns {{ kind: string, name: string }} */
function nameOf(code) {
  const plain = code
    .replace(
      /^template <[\s\S]*?>\s*(?=requires|struct|class|concept|using|\[\[|inline|constexpr|static|[A-Za-z_])/,
      '',
    )
    .replace(/^requires\s*\([\s\S]*?\)\)?\s*(?=[A-Z[])/, '')
    .replace(/\[\[[^\]]*\]\]\s*/g, '');
  const [, kind = '', name = ''] =
    plain.match(/^(struct|class|enum)(?: class)? (?:[A-Z_]+ )?(\w+)/) ??
    plain.match(/^(concept|using|namespace|friend|static_assert)\s*(\w*)/) ??
    [];
  if (kind) return { kind: kind === 'using' ? 'alias' : kind, name };
  const bracket = findOutside(plain, '({=;');
  const [before = ''] = plain.slice(0, bracket).match(/(operator\s*\S+|~?\w+)\s*(\[\w*\])?\s*$/) ?? [];
  return { kind: plain[bracket] === '(' ? 'function' : 'value', name: before.replace(/\[\w*\]/, '').trim() };
}

/** @param {string} code  @param {string} kind  @returns {string} */
function signatureOf(code, kind) {
  if (kind === 'function') {
    const parameters = code.indexOf('(');
    const rest = code.slice(parameters);
    const body = findOutside(rest, '{;');
    const initial = rest.slice(0, body).search(/\)\s*:\s/);
    return oneLine(code.slice(0, parameters + (initial >= 0 ? initial + 1 : body)));
  }
  if (kind === 'alias' || kind === 'concept') return oneLine(code).replace(/;$/, '');
  if (kind !== 'value')
    return oneLine(code.slice(0, code.indexOf('{'))).replace(/^(struct|class|enum class) (?=\w+$)/, '');
  const line = oneLine(code).replace(/;$/, '');
  const initial = findOutside(line, '{=');
  return initial >= 0 && line.length - initial > 60 ? line.slice(0, initial).trim() : line;
}

/** What is said to tools. @param {string} comment */
const isForTools = (comment) => /^(NOLINT|clang-format|IWYU)/.test(comment);

/** @param {string} code  @param {string} text  @returns {Declaration} */
function declarationOf(code, text) {
  const bare = withoutComments(code);
  const { kind, name } = nameOf(bare);
  const holds = ['struct', 'class', 'enum', 'namespace'].includes(kind) && code.includes('{');
  const body = holds ? code.slice(code.indexOf('{') + 1, code.lastIndexOf('}')) : '';
  return { kind, name, code: signatureOf(bare, kind), text, body };
}

/** Of a comment at this place: its words, and whether it stands behind code. @param {string} text  @param {number} at */
function commentAt(text, at) {
  const end = past(text, at);
  const begin = text.lastIndexOf('\n', at) + 1;
  const words = text.slice(at + 2, end).trim();
  return {
    end,
    words: isForTools(words) ? '' : words,
    column: at - begin,
    behind: text.slice(begin, at).trim() !== '',
  };
}

/**
 * @param {string} text  of a header, or what stands in the braces of a declaration
 * @param {(text: string, from: number) => number} [end]
 * @returns {Declaration[]}  without what is private
 */
export function declarationsIn(text, end = endOf) {
  /** @type {Declaration[]} */
  const found = [];
  /** @type {string[]} */
  let above = [];
  let column = -1; // of the comment behind the last declaration
  for (let at = 0; at < text.length; at += 1) {
    const rest = text.slice(at);
    const [blank = ''] = rest.match(/^\s*\n\s*\n/) ?? [];
    if (blank) [above, column] = [[], -1];
    const [skipped = ''] = rest.match(/^(\s+|#.*|public:)/) ?? [];
    if (/^(private|protected):/.test(rest)) break;
    if (skipped) {
      at += skipped.length - 1;
    } else if (rest.startsWith('//')) {
      const comment = commentAt(text, at);
      const last = found.at(-1);
      if (last && (comment.behind || comment.column === column)) {
        last.text = `${last.text} ${comment.words}`.trim();
        column = comment.column;
      } else if (comment.words) {
        above.push(comment.words);
      }
      at = comment.end - 1;
    } else {
      const to = end(text, at);
      found.push(declarationOf(text.slice(at, to), above.join(' ')));
      [above, column] = [[], -1];
      at = to - 1;
    }
  }
  return found.filter(({ kind, name, code }) => name && !isNoise(kind, code));
}

/** @param {string} kind  @param {string} code */
const isNoise = (kind, code) => ['friend', 'static_assert'].includes(kind) || /operator=|= default|= delete/.test(code);

/** Where an enumerator ends. @param {string} text  @param {number} from */
const endOfEnumerator = (text, from) => {
  const comma = text.slice(from).search(/[,\n]/);
  return comma < 0 ? text.length : from + comma + 1;
};

/** @param {Declaration} declaration  @returns {Declaration[]} */
export function membersOf({ kind, body }) {
  if (kind !== 'enum') return declarationsIn(body);
  return declarationsIn(body, endOfEnumerator).map(({ text, ...rest }) => ({
    ...rest,
    kind: 'value',
    code: rest.name,
    text,
  }));
}

/** What stands in the namespaces of a header. @param {string} text  @returns {{ space: string, inside: string }[]} */
export function namespacesOf(text) {
  return [...text.matchAll(/^namespace (ropescope[\w:]*) \{$([\s\S]*?)^\} {2}\/\/ namespace \1$/gm)].map(
    ([, space = '', inside = '']) => ({ space, inside }),
  );
}

/** The comment that a header begins with. @param {string} text */
export const headOf = (text) =>
  (text.match(/^(\/\/.*\n)+/)?.[0] ?? '')
    .replace(/^\/\/ ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
