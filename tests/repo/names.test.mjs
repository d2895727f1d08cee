// One name, one thing: a C++ program in which two headers define the same name differently breaks without a word.
import { expect, test } from '@jest/globals';
import { repositoryFiles, textOf } from './files.mjs';

const headers = repositoryFiles().filter((path) => /^(cpp|wasm)\/.*\.hpp$/.test(path));

/** Code without comments, bodies and parameters' defaults: what stands at a namespace's own level. */
function atNamespaceScope(text) {
  const code = text.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|^\s*#.*$/gm, '').replace(/"(?:[^"\\\n]|\\.)*"/g, '""');
  let kept = '';
  const opened = []; // for each open brace, whether it is a namespace's
  for (const piece of code.split(/([{}])/)) {
    const outside = opened.every(Boolean);
    if (piece === '{') opened.push(outside && /\bnamespace(\s+[\w:]+)?\s*$/.test(kept));
    else if (piece === '}') opened.pop();
    else if (outside) kept += piece;
    if (piece === '}' && opened.every(Boolean)) kept += '{};'; // a body, so a definition
  }
  return kept;
}

/** @returns {string[]} types by their name, functions by their name and parameters */
function definedIn(text) {
  const declarations = atNamespaceScope(text).split(';');
  return declarations.flatMap((declaration) => {
    const type = declaration.match(
      /(?<![<,]\s*)\b(?:struct|class|enum(?: class)?)\s+(\w+)\b(?!::)[^(),]*\{\}$|\b(?:using|concept)\s+(\w+)\s*=/,
    );
    if (type) return [type[1] ?? type[2]];
    const call = declaration.match(/(\w+)\s*(\((?:[^()]|\([^()]*\))*\))\s*(?:const)?\s*(?:\{\})?$/);
    return call ? [`${call[1]}${call[2].replace(/\s+/g, ' ')}`] : [];
  });
}

test('no two headers define one name', () => {
  const homes = new Map();
  for (const path of headers) {
    for (const name of new Set(definedIn(textOf(path)))) homes.set(name, [...(homes.get(name) ?? []), path]);
  }
  expect(homes.size).toBeGreaterThan(200);
  for (const known of ['PositionPlan', 'Yarn', 'Answers', 'index(int i)']) expect(homes.get(known)).toHaveLength(1);
  expect([...homes].filter(([, paths]) => paths.length > 1)).toEqual([]);
});

test('a name that two headers define is found, in a namespace of its own or not', () => {
  const twice =
    'namespace a {\nstruct Linear : Base { int factor = 4; };\n}\nnamespace b { class Linear { void f(); }; }';
  expect(definedIn(twice)).toEqual(['Linear', 'Linear']);
  expect(definedIn('inline int twice(int x) { return 2 * x; }\nint once(int y);')).toEqual([
    'twice(int x)',
    'once(int y)',
  ]);
});
