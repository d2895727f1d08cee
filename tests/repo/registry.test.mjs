// Adding a method is one header, two lines in the list and one golden file: no other code may know a method by its id.
import { describe, expect, test } from '@jest/globals';
import { repositoryFiles, textOf } from './files.mjs';

const registry = 'cpp/position/methods.hpp';

// Files that may name methods: data, which a new method needs no line in.
const mayName = {
  [registry]: 'the list of methods',
  'cpp/config/model_facts.cpp': 'a value of position_embedding_type, and a part of key names',
  'cpp/config/model_notes.cpp': "parts of key names, and a key of Mistral's params.json",
  'web/lib/formats/gguf-pre-tokenizers.js': 'names of pre-tokenizers: llama3',
  'web/lectures/decks.js': 'names of lectures, one of which is about one method',
  'web/site/published-configs.json': 'published config.json files to try',
  'web/site/speed/recorded.json': 'what a recorded run measured, method by method',
  'web/site/tour/steps.json': 'what the steps of the tour set side by side',
  'web/scope/tuned.json': 'values for methods whose defaults suit longer models, and which stand side by side at first',
};

// What may stand right before the quoted word: then it is no method's id, or it is the data of a method.
const otherMeanings = [
  {
    before: /\.trained_as = $|return [^;\n]*info\.trained_as : $/,
    reason: 'whose weights a method runs on is part of its description',
  },
  { before: /TypeName\{$/, reason: 'a rope_type of configuration files, which may be spelled as another method: yarn' },
  {
    before: /\b(rope_type: |scaling === )$/,
    reason: 'a rope_type of configuration files; a scaling of GGUF files: yarn',
  },
  { before: /scaling->value == ParamValue\($/, reason: "a value of llama.cpp's --rope-scaling: yarn" },
  { before: /NotRotary\{\.model_type = $/, reason: 'a model_type of Hugging Face: t5' },
  { before: /param<&\w+::\w+>\(\s*\{\s*(\.key = )?$/, reason: 'a parameter of this name: window' },
  { before: /Slot\{SlotId::\w+, ("\w+", )?$/, reason: 'a slot of plans of this name: window' },
  { before: /(invalid\("\w+", |check_per_head\()$/, reason: 'the path of such a slot in an error' },
  { before: /go_by_them\{.*$/, reason: 'such slots, whose methods take positions' },
  { before: /<M>, std::string_view\($/, reason: 'such a slot, which a method fills' },
  { before: /typeof [\w.$]+ [!=]== $/, reason: 'a type of JavaScript: string' },
  { before: /\btype(?::| =)\s+\(?(?:value \? )?$/, reason: 'a type of a flag of the command line: string' },
  { before: /english: $/, reason: 'a term of the glossary: window' },
  { before: /const drawn = \[[^\]]*$/, reason: 'such slots, which a figure draws' },
  {
    before: /\.(set|any|at|number|integer|boolean)\($/,
    reason: 'a property of this name of an object: rope, temperature',
  },
  { before: /(mistake|PropertyReader \w+)\((\w+, |"\w+", )?$/, reason: 'such a property in an error message' },
];

const files = repositoryFiles();
const headers = files.filter((path) =>
  /^cpp\/position\/(frequency|decay|map|bias|pattern|logits)\/.*\.hpp$/.test(path),
);
const methods = headers.flatMap((path) => {
  const [before = '', ...after] = textOf(path).split(/\.id = (?=")/);
  const name = [...before.matchAll(/^struct (\w+)/gm)].at(-1)?.[1];
  return after.map((rest) => ({ id: rest.match(/^"([^"]+)"/)[1], name, path }));
});

const count = (text, pattern) => [...text.matchAll(pattern)].length;

/** Code without its comments: prose may name methods. */
const codeOf = (path) =>
  textOf(path).replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_, string) => string ?? '',
  );

/** The words among which one of a header's own parameters chooses. */
const choicesOf = (code) =>
  [...code.matchAll(/\.choices = \{([^}]*)\}/g)].flatMap(([, list]) =>
    [...list.matchAll(/"([^"]+)"/g)].map(([, word]) => word),
  );

/** Where code of the engine or of the page names a method. */
function namings() {
  const code = files.filter((path) =>
    /^(cpp|wasm|web)\/.*\.(cpp|hpp|js|mjs|ts|mts|css|html|json|txt|cmake|sh)$/.test(path),
  );
  const own = new Map(methods.map(({ id, path }) => [id, path]));
  return code
    .filter((path) => !path.startsWith('web/models/') && !/^web\/lectures\/[\w-]+\/\w+\.html$/.test(path)) // slides are words
    .flatMap((path) => {
      const text = codeOf(path);
      const choices = choicesOf(text);
      return [...text.matchAll(/["'`]([a-z0-9_]+)["'`]/g)]
        .filter(([, word]) => own.has(word) && own.get(word) !== path && !choices.includes(word))
        .filter(
          ({ index }) => !otherMeanings.some(({ before }) => before.test(text.slice(Math.max(0, index - 60), index))),
        )
        .map(([quoted]) => ({ path, quoted }));
    });
}

describe('the registry', () => {
  test('finds one method in every header, each with an id of its own', () => {
    expect(methods.length).toBeGreaterThan(20);
    expect(methods.map(({ path }) => path)).toEqual(headers);
    expect(new Set(methods.map(({ id }) => id)).size).toBe(methods.length);
  });

  test.each(methods)('has two lines for $id: its header and its place in the list', ({ name, path }) => {
    const code = codeOf(registry);
    const list = code.match(/using All = MethodList<([^;]*)>;/)[1];
    expect(count(code, new RegExp(`^#include "${path.slice('cpp/'.length)}"$`, 'gm'))).toBe(1);
    expect(count(list, new RegExp(`\\b${name}\\b`, 'g'))).toBe(1);
  });

  test('lists nothing that has no header', () => {
    const list = codeOf(registry).match(/using All = MethodList<([^;]*)>;/)[1];
    expect(
      list
        .split(',')
        .map((name) => name.trim())
        .sort(),
    ).toEqual(methods.map(({ name }) => name).sort());
  });
});

test('no code names a method but its header and the registry', () => {
  const found = namings();
  const used = new Set(found.map(({ path }) => path));
  expect(Object.keys(mayName).filter((path) => !used.has(path) && path !== registry)).toEqual([]); // an exception that nobody needs
  expect(found.filter(({ path }) => !Object.hasOwn(mayName, path))).toEqual([]);
});

test('every method is named by golden data or by a test', () => {
  const proofs = files.filter((path) => /^tests\/(golden|cpp|js)\/.*\.(json|cpp|hpp|mjs)$/.test(path)).map(textOf);
  expect(proofs.length).toBeGreaterThan(20);
  const unnamed = methods.filter(({ id }) => !proofs.some((text) => new RegExp(`["']${id}["']`).test(text)));
  expect(unnamed.map(({ id }) => id)).toEqual([]);
});

test('the guide adds a method as it was added', () => {
  const [, diff = ''] = textOf('CONTRIBUTING.md').match(/```diff\n([\s\S]*?)```/) ?? [];
  const parts = diff.split(/^--- .*\n\+\+\+ b\//m).slice(1);
  expect(parts.map((part) => part.split('\n')[0])).toEqual([expect.stringMatching(/\.hpp$/), registry]);
  for (const part of parts) {
    const [path, ...lines] = part.trimEnd().split('\n');
    const added = lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1).trim());
    const missing = added.filter((line) => !textOf(path).includes(line));
    expect(missing).toEqual([]);
  }
});
