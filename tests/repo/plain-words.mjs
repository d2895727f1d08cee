// Words that a script itself holds for people to read, found in its syntax tree.
import ts from 'typescript';

const word = /[A-Za-z]{2,}/;
const phrase = /[A-Za-z]{2,}[,;:.]? [A-Za-z]{2,}/; // two words and more
const label = /^(label|title|unit|alt|\w+(Title|Unit|Label))$/;
const spokenAttribute = /\b(?:aria-label|aria-description|aria-valuetext|title|label|alt|placeholder)=(?:"[^"]*|)$/;
const looks = /\bvar\(--|color-mix\(|^\(prefers|^\(max-width/; // CSS in a string

const { BarBarToken, QuestionQuestionToken, PlusToken } = ts.SyntaxKind;
const joins = new Set([BarBarToken, QuestionQuestionToken, PlusToken]);

/** A hole of a template; it is no letter. */
const hole = '\u0000';

/** @param {ts.TemplateLiteral} template @returns {string[]} its texts around the holes */
const textsOf = (template) =>
  ts.isTemplateExpression(template)
    ? [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)]
    : [template.text];

/** Literals that an expression may come to, without those of calls and of templates inside. */
function outcomes(node) {
  if (ts.isStringLiteral(node)) return [node.text];
  if (ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node)) return textsOf(node);
  if (ts.isParenthesizedExpression(node)) return outcomes(node.expression);
  if (ts.isConditionalExpression(node)) return [...outcomes(node.whenTrue), ...outcomes(node.whenFalse)];
  if (ts.isBinaryExpression(node) && joins.has(node.operatorToken.kind))
    return [...outcomes(node.left), ...outcomes(node.right)];
  return [];
}

/** What html`...` shows or says: text between tags, spoken attributes, and literals that are put there. */
function templateWords({ template }) {
  const texts = textsOf(template);
  const whole = texts.join(hole);
  const shown = whole.replace(/<[a-z!/](?:[^>"']|"[^"]*"|'[^']*')*>/g, '\n').replace(/&\w+;/g, ' ');
  const attributes = [
    ...whole.matchAll(/(?:aria-(?:label|description|valuetext)|\stitle|\slabel|\salt|\splaceholder)="([^"]*)"/g),
  ].map(([, text]) => text);
  const found = [...shown.split('\n'), ...attributes].filter((text) => word.test(text));
  if (!ts.isTemplateExpression(template)) return found;
  let before = '';
  for (const [i, { expression }] of template.templateSpans.entries()) {
    before += texts[i];
    const inTag = before.lastIndexOf('<') > before.lastIndexOf('>');
    if (!inTag || spokenAttribute.test(before)) found.push(...outcomes(expression).filter((text) => word.test(text)));
    before += hole;
  }
  return found;
}

const tagOf = (node) => (ts.isTaggedTemplateExpression(node) ? node.tag.getText() : '');
/** A broken invariant, for developers; or a comparison, as with the name of a key. */
const isSilent = (node) =>
  (ts.isThrowStatement(node) &&
    ts.isNewExpression(node.expression) &&
    node.expression.expression.getText() === 'Error') ||
  (ts.isBinaryExpression(node) && /^[!=]==$/.test(node.operatorToken.getText()));
const isNamed = ({ name }) =>
  name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && label.test(name.text);

/** @param {ts.Node} node @returns {string[]} what this node alone says */
function wordsAt(node) {
  if (tagOf(node) === 'html') return templateWords(node);
  if ((ts.isPropertyAssignment(node) || ts.isBindingElement(node)) && node.initializer && isNamed(node))
    return outcomes(node.initializer).filter((text) => word.test(text));
  if (ts.isCallExpression(node) && node.expression.getText() === 'svg') {
    const [kind, , children] = node.arguments;
    if (['text', 'title'].includes(kind?.text) && children && ts.isArrayLiteralExpression(children))
      return children.elements.flatMap(outcomes).filter((text) => word.test(text));
  }
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return sentences([node.text]);
  if (ts.isTemplateExpression(node)) return sentences([textsOf(node).join(hole)]);
  return [];
}

const sentences = (texts) =>
  texts.filter((text) => (phrase.test(text) || /^[A-Z][a-z]+$/.test(text)) && !looks.test(text));

/**
 * @param {string} path
 * @param {string} source  JavaScript
 * @returns {string[]} 'path: what it says'
 */
export function plainWords(path, source) {
  const found = new Set();
  const walk = (node, parent) => {
    if (isSilent(node) || ts.isImportDeclaration(node) || tagOf(node) === 'css') return;
    const isTemplateOfTag = parent !== undefined && tagOf(parent) === 'html' && node === parent.template;
    if (!isTemplateOfTag)
      for (const text of wordsAt(node)) found.add(text.trim().replaceAll(hole, '…').replace(/\s+/g, ' '));
    ts.forEachChild(node, (child) => walk(child, node));
  };
  walk(ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS), undefined);
  return [...found].map((text) => `${path}: ${text.slice(0, 80)}`);
}
