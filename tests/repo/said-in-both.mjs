// Every sentence that is said in English and in Chinese, side by side, by its key.
import ts from 'typescript';
import { zh } from '../../web/words/zh.js';
import { methods as chineseMethods } from '../../web/words/zh-methods.js';
import { sayings as chineseSayings } from '../../web/words/zh-sayings.js';
import { repositoryFiles, textOf } from './files.mjs';
import { librarySayings } from './library-sayings.mjs';
import { engineSayings } from './sayings.mjs';

/** All literals below a node, as one text. */
function textBelow(node) {
  if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
    return node.text;
  const texts = [];
  ts.forEachChild(node, (child) => {
    texts.push(textBelow(child));
  });
  return texts.filter(Boolean).join(' ');
}

/** @returns {[string, string][]} paths of the properties of what a file exports, with what they say */
function entriesOf(path) {
  const entries = [];
  const walk = (node, key) => {
    if (ts.isObjectLiteralExpression(node)) for (const property of node.properties) walk(property, key);
    else if (ts.isPropertyAssignment(node)) walk(node.initializer, `${key}.${node.name.text}`);
    else if (textBelow(node)) entries.push([key, textBelow(node)]);
  };
  const file = ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  for (const statement of file.statements.filter(ts.isVariableStatement))
    if (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
      for (const { name, initializer } of statement.declarationList.declarations) walk(initializer, name.text);
  return entries;
}

/** @typedef {{ key: string, english: string, chinese: string }} Said */

/** @returns {Said[]} of the pages */
function pages() {
  const english = repositoryFiles().filter((path) => /^web\/words\/en\/\w+\.js$/.test(path));
  return english.flatMap((path) => {
    const chinese = new Map(entriesOf(path.replace('/en/', '/zh/')));
    return entriesOf(path).flatMap(([key, said]) => {
      const twin = chinese.get(key);
      return twin ? [{ key, english: said, chinese: twin }] : [];
    });
  });
}

/** @returns {Said[]} of the engine and of the library */
function sayings() {
  const english = [...engineSayings().map((saying) => [saying.id, saying.english]), ...Object.entries(librarySayings)];
  return english.map(([id, said]) => ({ key: `sayings.${id}`, english: said, chinese: chineseSayings[id] ?? '' }));
}

/** @param {{ id: string, summary: string, params: { key: string, doc: string }[] }[]} catalog  @returns {Said[]} */
const methods = (catalog) =>
  catalog.flatMap(({ id, name, summary, params }) => {
    const chinese = chineseMethods[id];
    return [
      { key: `methods.${id}.name`, english: name, chinese: chinese.name },
      { key: `methods.${id}`, english: summary, chinese: chinese.summary },
      ...params.map(({ key, doc }) => ({
        key: `methods.${id}.${key}`,
        english: doc,
        chinese: chinese.params[key] ?? '',
      })),
    ];
  });

/** @returns {Said[]} of data files */
function data() {
  const listed = (path) => JSON.parse(textOf(`web/models/${path}`));
  const each = (kind, id, english) =>
    Object.entries(zh.data[kind](id)).map(([key, chinese]) => ({
      key: `${id}.${key}`,
      english: english[key] ?? '',
      chinese,
    }));
  const models = Object.entries(listed('recipes.json').models);
  return [
    ...listed('expectations.json').expectations.flatMap((found) => each('expectation', found.id, found)),
    ...listed('published-tables.json').tables.flatMap((found) => each('published', found.id, found)),
    ...models.map(([id, { title }]) => ({ key: `models.${id}`, english: title, chinese: zh.data.model(id) })),
  ];
}

export const saidInBoth = (catalog) => [...pages(), ...sayings(), ...methods(catalog), ...data()];
