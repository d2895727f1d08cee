// The reference: every public name is described, and every link of it leads somewhere.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { createEngine } from '../../web/lib/index.node.js';
import { publicHeaders } from '../../web/site/reference/cpp.js';
import { declarationsIn, membersOf } from '../../web/site/reference/cpp-declarations.js';
import { referenceModules } from '../../web/site/reference/modules.js';
import { entriesOf, fileOf, indexHtml, moduleHtml, placeOf } from '../../web/site/reference/render.js';

const read = (path) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const engine = await createEngine({ workers: 0 });
const modules = referenceModules(await engine.methods());
afterAll(() => engine.dispose());
const namesOf = (part) =>
  modules
    .filter(({ id }) => id.startsWith(part))
    .flatMap(entriesOf)
    .map(({ name }) => name);

describe('a header', () => {
  const found = (text) => declarationsIn(text).map(({ kind, name, code, text: words }) => [kind, name, code, words]);

  test('describes what stands below a comment, and what stands before one', () => {
    expect(
      found(
        '// Adds.\n[[nodiscard]] int add(int a, int b = f(1));\n\nint zero = 0;  // none,\n               // at all\n',
      ),
    ).toEqual([
      ['function', 'add', '[[nodiscard]] int add(int a, int b = f(1))', 'Adds.'],
      ['value', 'zero', 'int zero = 0', 'none, at all'],
    ]);
  });

  test('does not lend a comment to what stands behind an empty line', () => {
    expect(found('// Of the file.\n\nusing Number = double;\n')).toEqual([
      ['alias', 'Number', 'using Number = double', ''],
    ]);
  });

  test('shows declarations without bodies, and of a class what is public', () => {
    const text =
      'class Budget {\n public:\n  explicit Budget(double work) : left_("};{", work) { spend(); }  // full\n  bool spent() const;\n\n private:\n  double left_ = 0;\n};\n';
    const [budget] = declarationsIn(text);
    expect([budget.kind, budget.name]).toEqual(['class', 'Budget']);
    expect(membersOf(budget).map(({ code, text: words }) => [code, words])).toEqual([
      ['explicit Budget(double work)', 'full'],
      ['bool spent() const', ''],
    ]);
  });

  test('lists what an enumeration holds', () => {
    const [kind] = declarationsIn('enum class Kind {\n  near,  // by\n  far\n};\n');
    expect(membersOf(kind).map(({ name, text }) => [name, text])).toEqual([
      ['near', 'by'],
      ['far', ''],
    ]);
  });
});

describe('the reference', () => {
  test('has every name that the public headers declare', async () => {
    const names = new Set(namesOf('cpp-'));
    const texts = await Promise.all(publicHeaders().map((header) => read(`cpp/${header}`)));
    // another, coarser way to find names: at the beginning of a line
    const declared = texts.flatMap((text) =>
      [
        ...text.matchAll(
          /^(?:struct|class|enum class|using|concept|inline constexpr [\w:<>, ]*?) (\w+)(?= [={:]|\{|\[| final)/gm,
        ),
      ].map(([, name]) => name),
    );
    const called = texts.flatMap((text) =>
      [...text.matchAll(/^(?:\[\[nodiscard\]\] )?(?:inline |constexpr )*[A-Za-z][\w:<>, ]*[*&>\w] (\w+)\(/gm)].map(
        ([, name]) => name,
      ),
    );
    expect(declared.length).toBeGreaterThan(120);
    expect(called.length).toBeGreaterThan(80);
    expect([...declared, ...called].filter((name) => !names.has(name))).toEqual([]);
  });

  test('has every name that the package exports, as the compiler finds them', () => {
    const entries = ['lib/index.js', 'lib/config.js', 'charts/index.js', 'elements/elements.d.ts'];
    const files = entries.map((file) => new URL(`../../web/${file}`, import.meta.url).pathname);
    const options = {
      allowJs: true,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      noLib: true,
      types: [],
    };
    const program = ts.createProgram(files, options);
    const checker = program.getTypeChecker();
    const exported = files.flatMap((file) =>
      checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file))).map(({ name }) => name),
    );
    expect(exported.length).toBeGreaterThan(100);
    const names = new Set(namesOf('js-'));
    expect(exported.filter((name) => !names.has(name))).toEqual([]);
  });

  test('describes every name once on its page', () => {
    for (const module of modules) {
      const entries = entriesOf(module);
      expect(entries.filter(({ text }) => text.length < 8).map(({ name }) => `${module.id} ${name}`)).toEqual([]);
      expect(new Set(entries.map(placeOf)).size).toBe(entries.length);
    }
  });

  test('shows the ranges of parameters as the registry has them', () => {
    const yarn = modules.flatMap(entriesOf).find(({ name }) => name === 'Yarn');
    const factor = yarn.members.find(({ code }) => code === 'double factor = 4');
    expect(factor.text).toBe('Extension ratio. From 1 to 1000000.');
  });

  test('shows the examples that the tests run', () => {
    const page = moduleHtml(modules[0], modules);
    expect(page).toContain('<code>await engine.inspect(config, { seqLen: 512 })</code>');
  });

  describe('as HTML', () => {
    const pages = new Map();
    beforeAll(() => {
      pages.set('reference.html', indexHtml(modules));
      for (const module of modules) pages.set(fileOf(module.id), moduleHtml(module, modules));
    });

    test('has no link that leads nowhere', () => {
      const links = [...pages].flatMap(([file, html]) =>
        [...html.matchAll(/<a href="(?:\.\/)?([^"#]*)(?:#([^"]*))?"/g)].map(([, to, name]) => [to || file, name]),
      );
      expect(links.length).toBeGreaterThan(1000);
      const wrong = links.filter(([to, name]) => !pages.has(to) || (name && !pages.get(to).includes(`id="${name}"`)));
      expect(wrong).toEqual([]);
    });

    test('holds no script, no style, and only elements of its own', () => {
      for (const [, html] of pages) {
        const elements = new Set([...html.matchAll(/<(\w+)/g)].map(([, name]) => name));
        expect(
          [...elements].filter((name) => !/^(a|article|code|dd|dl|dt|h2|h3|li|nav|p|pre|section|span|ul)$/.test(name)),
        ).toEqual([]);
        expect(html).not.toMatch(/ (style|on\w+)=/);
      }
    });
  });
});
