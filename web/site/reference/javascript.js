/**
 * Reads what the package exports, and what its JSDoc says of it, with TypeScript's parser. Types are shown as they are written.
 *
 * @typedef {import('./render.js').Entry} Entry
 * @typedef {import('./render.js').Member} Member
 * @typedef {{ comment: string, owner: import('typescript').Node }} Written  a comment, and what it stands above
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';

/** @type {Map<string, import('typescript').SourceFile>} */
const parsed = new Map();

/** @param {string} path */
function parse(path) {
  const known = parsed.get(path);
  if (known) return known;
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  parsed.set(path, file);
  return file;
}

/** @param {string} text */
const oneLine = (text) => text.replace(/\s+/g, ' ').trim();

/** @param {import('typescript').JSDocTag | import('typescript').JSDoc | undefined} node */
const commentOf = (node) => oneLine(ts.getTextOfJSDocComment(node?.comment) ?? '');

/** A type as it is written, without where it comes from. @param {import('typescript').Node | undefined} node */
const typeText = (node) =>
  oneLine((node?.getText() ?? '').replace(/^\s*\*/gm, ''))
    .replace(/^\{|\}$/g, '')
    .replace(/(?:typeof )?import\('[^']+'\)\./g, '')
    .trim();

/** @param {import('typescript').SourceFile} file  @param {import('typescript').Expression | undefined} specifier */
const target = (file, specifier) =>
  resolve(dirname(file.fileName), /** @type {import('typescript').StringLiteral} */ (specifier).text);

/** All nodes of a file. @param {import('typescript').Node} node  @returns {import('typescript').Node[]} */
const nodesOf = (node) => [node, ...node.getChildren().flatMap(nodesOf)];

/** @param {import('typescript').Node} node  @returns {import('typescript').JSDoc[]} */
const docsOf = (node) => /** @type {any} */ (node).jsDoc ?? [];

/**
 * The types that a file defines. A comment that stands above a single one is of it, and above several of the first: unless the
 * file begins with it, when it is of the file.
 * @param {import('typescript').SourceFile} file
 */
function typesOf(file) {
  /** @type {Map<string, { tag: import('typescript').JSDocTypedefTag, about: string }>} */
  const types = new Map();
  for (const doc of nodesOf(file).flatMap(docsOf)) {
    const tags = [...(doc.tags ?? [])].filter(ts.isJSDocTypedefTag);
    const isHead = doc.pos < 60 && tags.length > 1;
    for (const [index, tag] of tags.entries()) {
      const above = index === 0 && !isHead ? commentOf(doc) : '';
      const name = tag.name?.getText() ?? '';
      if (!types.has(name)) types.set(name, { tag, about: [above, commentOf(tag)].filter(Boolean).join(' ') });
    }
  }
  return types;
}

/** @param {import('typescript').JSDocPropertyLikeTag} tag  @returns {Member} */
const memberOf = (tag) => ({
  code: `${tag.name.getText()}${tag.isBracketed ? '?' : ''}: ${typeText(tag.typeExpression)}`,
  text: commentOf(tag),
});

/**
 * A type, wherever it is defined.
 * @param {string} path
 * @param {string} name
 * @param {string} [shown]  the name that it is exported by
 * @returns {Entry}
 */
function typeEntry(path, name, shown = name) {
  const found = typesOf(parse(path)).get(name);
  if (!found) throw new Error(`${path} must define the type ${name}`);
  const { tag, about } = found;
  const { typeExpression: type } = tag;
  if (type && ts.isJSDocTypeLiteral(type)) {
    const members = (type.jsDocPropertyTags ?? []).map(memberOf);
    return { name: shown, kind: 'type', code: [], text: about, members };
  }
  const text = typeText(type);
  const [, from, original] = oneLine(type?.getText() ?? '').match(/^\{?import\('([^']+)'\)\.(\w+)\}?$/) ?? [];
  if (from && original) return typeEntry(resolve(dirname(path), from), original, shown);
  const members = text === 'object' ? propertyTags(tag) : [];
  return { name: shown, kind: 'type', code: [`${shown} = ${text}`], text: about, members };
}

/** @param {import('typescript').JSDocTypedefTag} tag  @returns {Member[]} */
const propertyTags = (tag) => nodesOf(tag).filter(ts.isJSDocPropertyTag).map(memberOf);

/**
 * What has no words of its own takes those that its file begins with.
 * @param {import('typescript').Node} node
 * @param {string} name
 * @param {string} kind
 * @returns {Entry}
 */
function documented(node, name, kind) {
  const docs = docsOf(node).slice(-1);
  const tags = docs.flatMap((doc) => [...(doc.tags ?? [])]);
  const about = docs.map(commentOf).join(' ') || headOf(node.getSourceFile().fileName);
  const type = tags.find(ts.isJSDocTypeTag);
  const returns = tags.find(ts.isJSDocReturnTag);
  const members = tags.filter(ts.isJSDocParameterTag).map(memberOf);
  const answer = returns ? `: ${typeText(returns.typeExpression)}` : '';
  const call = `${name}(${members.map((member) => member.code.split(':')[0]).join(', ')})${answer}`;
  const code = kind === 'function' && !type ? call : `${name}${type ? `: ${typeText(type.typeExpression)}` : ''}`;
  const text = [about, commentOf(returns)].filter(Boolean).join(' Returns: ');
  return { name, kind, code: [code], text, members };
}

/** @param {import('typescript').ClassDeclaration} node  @returns {Entry} */
function classEntry(node) {
  const own = nodesOf(node).flatMap((each) => {
    const assigned =
      ts.isExpressionStatement(each) && ts.isBinaryExpression(each.expression) ? each.expression : undefined;
    const [, name = ''] = assigned?.left.getText().match(/^this\.(\w+)$/) ?? [];
    const type = docsOf(each)
      .flatMap((doc) => [...(doc.tags ?? [])])
      .find(ts.isJSDocTypeTag);
    const code = [name, typeText(type?.typeExpression)].filter(Boolean).join(': ');
    return name && type ? [{ code, text: docsOf(each).map(commentOf).join(' ') }] : [];
  });
  const name = node.name?.getText() ?? '';
  const base = node.heritageClauses?.map((clause) => clause.getText()).join(' ') ?? '';
  return { ...documented(node, name, 'class'), code: [`class ${name} ${base}`.trim()], members: own };
}

/** @param {import('typescript').InterfaceDeclaration} node  @returns {Entry} */
function interfaceEntry(node) {
  const name = node.name.getText();
  const members = node.members.map((member) => ({
    code: oneLine(member.getText())
      .replace(/^\/\*\*.*?\*\/ /, '')
      .replace(/;$/, ''),
    text: docsOf(member).map(commentOf).join(' '),
  }));
  const base = node.heritageClauses?.map((clause) => clause.getText()).join(' ') ?? '';
  return { ...documented(node, name, 'interface'), code: [`interface ${name} ${base}`], members };
}

/** What a name is documented as, among the properties that the files hold which this one imports. @param {import('typescript').SourceFile} file  @param {string} name */
function propertyEntry(file, name) {
  const imports = file.statements.filter(ts.isImportDeclaration).map((each) => target(file, each.moduleSpecifier));
  const found = imports
    .flatMap((path) => nodesOf(parse(path)))
    .find((node) => ts.isPropertyAssignment(node) && node.name.getText() === name && docsOf(node).length > 0);
  if (!found) throw new Error(`${file.fileName} must export ${name} from an object that documents it`);
  return documented(found, name, 'function');
}

/**
 * What a name is documented as that stands for a function of another file, handed to a call: `name = checked(imported, ...)`.
 * @param {import('typescript').SourceFile} file
 * @param {import('typescript').CallExpression} call
 * @param {string} name
 */
function wrappedEntry(file, call, name) {
  const given = call.arguments[0]?.getText();
  for (const each of file.statements.filter(ts.isImportDeclaration)) {
    const bindings = each.importClause?.namedBindings;
    const names = bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
    const found = names.find((element) => element.name.getText() === given);
    const original = found && (found.propertyName ?? found.name).getText();
    const entry = exportsOf(target(file, each.moduleSpecifier)).find((one) => one.name === original);
    if (original && entry) return { ...entry, name, code: entry.code.map((code) => code.replace(original, name)) };
  }
  return undefined;
}

/** @param {import('typescript').SourceFile} file  @param {import('typescript').VariableStatement} statement  @returns {Entry[]} */
const variableEntries = (file, statement) =>
  statement.declarationList.declarations.flatMap(({ name, initializer }) => {
    if (ts.isObjectBindingPattern(name)) return name.elements.map((each) => propertyEntry(file, each.name.getText()));
    const wrapped =
      initializer && ts.isCallExpression(initializer) ? wrappedEntry(file, initializer, name.getText()) : undefined;
    if (wrapped) return [wrapped];
    const kind = initializer && ts.isArrowFunction(initializer) ? 'function' : 'value';
    return [documented(statement, name.getText(), kind)];
  });

/** @param {import('typescript').Statement} statement */
const isExported = (statement) =>
  (ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) ??
  false;

/** @param {import('typescript').SourceFile} file  @param {import('typescript').Statement} statement  @returns {Entry[]} */
function entriesOf(file, statement) {
  if (ts.isExportDeclaration(statement) && statement.moduleSpecifier) {
    const from = target(file, statement.moduleSpecifier);
    const names =
      statement.exportClause && ts.isNamedExports(statement.exportClause) ? statement.exportClause.elements : undefined;
    const all = exportsOf(from);
    return names ? names.flatMap((each) => all.filter(({ name }) => name === each.name.getText())) : all;
  }
  if (!isExported(statement)) return [];
  if (ts.isFunctionDeclaration(statement)) return [documented(statement, statement.name?.getText() ?? '', 'function')];
  if (ts.isClassDeclaration(statement)) return [classEntry(statement)];
  if (ts.isInterfaceDeclaration(statement)) return [interfaceEntry(statement)];
  return ts.isVariableStatement(statement) ? variableEntries(file, statement) : [];
}

/**
 * @param {string} path
 * @returns {Entry[]}  what it exports, types included
 */
export function exportsOf(path) {
  const file = parse(path);
  const values = file.statements.flatMap((statement) => entriesOf(file, statement));
  const types = path.endsWith('.d.ts') ? [] : [...typesOf(file).keys()].map((name) => typeEntry(path, name));
  return [...values, ...types.filter(({ name }) => !values.some((value) => value.name === name))];
}

/** The comment that a file begins with. @param {string} path */
export const headOf = (path) =>
  oneLine(
    readFileSync(path, 'utf8')
      .match(/^\/\*\*(.*?)\*\//s)?.[1]
      ?.replaceAll('\n *', '\n') ?? '',
  );

/**
 * Types that code names but no module exports by name: parts of others.
 * @param {Entry[]} entries
 * @param {Set<string>} known  described elsewhere
 * @returns {Entry[]}
 */
export function typesNamed(entries, known) {
  const all = new Map([...parsed].flatMap(([path, file]) => [...typesOf(file).keys()].map((name) => [name, path])));
  const found = new Map(entries.map((entry) => [entry.name, entry]));
  for (const { code, members } of found.values()) {
    const text = [...code, ...members.map((member) => member.code)].join(' ');
    for (const [name] of text.matchAll(/\b[A-Z]\w+\b/g)) {
      const path = all.get(name);
      if (path && !known.has(name) && !found.has(name)) found.set(name, typeEntry(path, name));
    }
  }
  return [...found.values()].slice(entries.length);
}
