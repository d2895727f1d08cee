// What the types say of each call is true: its example runs, and the errors that it lists are codes that there are.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';

const read = (path) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const [types, modelTypes, tensorTypes, errors] = await Promise.all(
  ['types', 'model-types', 'tensor', 'errors'].map((name) => read(`web/lib/${name}.js`)),
);
const codes = [...errors.match(/@typedef \{('[^}]*)\} ErrorCode/)[1].matchAll(/'(\w+)'/g)].map(([, id]) => id);

/** The calls of a type, each with what is said of it. */
function callsOf(text, type) {
  const [, body] = text.match(new RegExp(`@typedef \\{object\\} ${type}\\b([\\s\\S]*?)\\n (?:\\*\\/|\\*\\n)`));
  const lines = body.replaceAll('\n *', '\n');
  return lines
    .split('@property ')
    .slice(1)
    .filter((property) => /^\{\(/.test(property))
    .map((property) => {
      const [, name, said] = property.match(/Promise<[\s\S]*?>\} (\w+)([\s\S]*)/);
      const [, example] = said.match(/`(await [^`]+)`/) ?? [];
      const [, listed] = said.match(/Errors: ([^.;]+)/) ?? [];
      return { name, example, listed, answers: !/=> Promise<void>\}/.test(property) };
    });
}

const calls = {
  engine: callsOf(types, 'EngineCalls'),
  model: callsOf(modelTypes, 'ModelCalls'),
  tensor: callsOf(tensorTypes, 'TensorCalls'),
};
const all = Object.entries(calls).flatMap(([owner, list]) => list.map((call) => [`${owner}.${call.name}`, call]));

describe('calls', () => {
  const held = {};
  beforeAll(async () => {
    const folder = 'web/models/rope-l128';
    const weights = await readFile(new URL(`../../${folder}/model.safetensors`, import.meta.url));
    const config = await read(`${folder}/config.json`);
    const engine = await createEngine({ workers: 0 });
    const lab = JSON.parse(await read('web/models/lab.json'));
    Object.assign(held, {
      engine,
      model: await engine.loadModel({ config, weights }),
      tensor: await engine.tensor(new Float32Array(32).fill(0.5), [4, 1, 8]),
      config,
      weights,
      recipe: lab.recipe,
      text: 'Call me Ishmael. '.repeat(40),
      rope: { head_dim: 32, original_max_position_embeddings: 128 },
      q: new Float32Array(32).fill(0.5),
    });
  });
  afterAll(() => held.engine?.dispose());

  test('are all found', () => {
    const functions = (owner) => Object.keys(owner).filter((key) => typeof owner[key] === 'function');
    expect(calls.engine.map(({ name }) => name).sort()).toEqual(functions(held.engine).sort());
    for (const owner of ['model', 'tensor'])
      expect(calls[owner].map(({ name }) => name).sort()).toEqual(functions(held[owner]).sort());
    expect(codes).toContain('invalid_argument');
  });

  test.each(all)('%s lists its errors', (_, { listed }) => {
    expect(listed).toBeTruthy();
    if (/^(none|as (plan|forward))/.test(listed)) return;
    for (const code of listed.split(/,\s*/)) expect(codes).toContain(code.trim());
  });

  test.each(all.filter(([name]) => !name.endsWith('.dispose')))(
    '%s has an example that runs',
    async (_, { example, answers }) => {
      const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
      const config = JSON.parse(held.config);
      const made = await new AsyncFunction(...Object.keys(held), `return ${example}`)(
        ...Object.values(
          example.includes('recipe') ? { ...held, config: { ...config, position_method: 'rope' } } : held,
        ),
      );
      expect(made !== undefined).toBe(answers);
      await made?.dispose?.();
    },
  );
});
