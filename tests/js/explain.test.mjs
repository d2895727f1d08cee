// What the engine says of a method, through JavaScript and the command; the numbers themselves are explain_test.cpp's.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { ropescope } from './helpers/cli.mjs';

const rope = { head_dim: 128, rope_theta: 10000, original_max_position_embeddings: 4096 };
const options = { rope, seqLen: 32768 };

let engine;
beforeAll(async () => {
  engine = await createEngine();
});
afterAll(() => engine.dispose());

const count = (pairs, fate) => pairs.filter((pair) => pair.fate === fate).length;

test('pairs are counted as METHODS.md 9.1 counts them', async () => {
  const { pairs, span } = await engine.explain('yarn', { params: { factor: 8 }, ...options });
  expect([32, 1, 0].map((least) => pairs.filter(({ turns }) => turns > least).length)).toEqual([21, 46, 64]);
  expect(['kept', 'blended', 'interpolated'].map((fate) => count(pairs, fate))).toEqual([21, 25, 18]);
  expect(pairs.some(({ leaves }) => leaves)).toBe(false);
  expect(span).toEqual({ atLength: 32768, inTraining: 4096 });
});

test('frequencies and factor are those of the plan', async () => {
  for (const method of ['rope', 'ntk_aware', 'dynamic_ntk', ['yarn', 'log_n']]) {
    const { pairs, sharpness } = await engine.explain(method, options);
    const plan = await engine.plan(method, options);
    expect(pairs.map(({ inv_freq }) => inv_freq)).toEqual(Array.from(plan.inv_freq));
    expect(pairs.map(({ turns }) => turns)).toHaveLength(64);
    expect(sharpness.attention_factor).toBe(plan.attention_factor);
  }
});

test('every method that has a plan explains itself in numbers', async () => {
  const numbers = (value) =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbers) : [value];
  let explained = 0;
  for (const { id } of await engine.methods()) {
    const request = { rope: { ...rope, head_dim: 16 }, seqLen: 6000 };
    const planned = await engine.plan(id, request).catch(({ code }) => code);
    const answer = await engine.explain(id, request).catch(({ code }) => code);
    if (typeof planned === 'string') {
      expect(answer).toBe(planned); // learned numbers are not given
      continue;
    }
    explained += 1;
    expect(answer.methods.map((method) => method.id)).toEqual([id]);
    expect(answer.pairs).toHaveLength(8);
    expect(numbers(answer).filter((value) => Number.isNaN(value) || value === undefined)).toEqual([]);
  }
  expect(explained).toBeGreaterThan(15);
});

test('what a cache holds, what a method knows and what others do reach JavaScript', async () => {
  const dynamic = await engine.explain('dynamic_ntk', { params: { factor: 2 }, ...options });
  expect(dynamic.cache).toEqual({ need: 'rerun', holdsUntil: 4096 });
  expect(dynamic.methods[0].facts).toEqual([expect.objectContaining({ key: 'alpha', value: 15 })]);
  expect(dynamic.methods[0].elsewhere).toContainEqual({ engine: 'vLLM', text: expect.stringMatching(/^Not dynamic/) });
  const rerope = await engine.explain('rerope', options);
  expect(rerope.cache).toEqual({ need: 'unrotated_keys', holdsUntil: null });
  expect(rerope.cost).toMatchObject({ branches: 2, extraProducts: 32768, queryRotations: 2, keyRotations: 1 });
});

test('a hybrid explains each of its layers', async () => {
  const layers = 4;
  const first = await engine.explain('hwfa', { ...options, layer: 0, layers });
  const last = await engine.explain('hwfa', { ...options, layer: 3, layers });
  expect(count(first.pairs, 'kept')).toBe(64);
  expect(count(last.pairs, 'not_rotated')).toBe(64);
  expect(first.cost.keysSeen).toBeLessThan(last.cost.keysSeen);
});

test('the command prints the same, as JSON and as text', async () => {
  const geometry = ['--head-dim', '128', '--trained-length', '4096', '--seq-len', '32768'];
  const args = ['explain', 'yarn,log_n', '--param', 'yarn.factor=8', ...geometry];
  const { stdout } = await ropescope([...args, '--json']);
  expect(JSON.parse(stdout)).toEqual(await engine.explain([{ id: 'yarn', params: { factor: 8 } }, 'log_n'], options));
  const text = await ropescope(args);
  expect(text.status).toBe(0);
  expect(text.stdout).toMatch(/^pairs +21 kept, 25 blended, 18 interpolated$/m);
  expect(text.stdout).toMatch(/^exact cache +rotated_keys$/m);
});

test.each([
  ['an unknown method', 'yarm', options, 'unknown_method', /did you mean "yarn"/],
  ['an unknown option', 'yarn', { ...options, seq_len: 4 }, 'invalid_argument', /seq_len/],
  ['no length', 'yarn', { rope }, 'invalid_argument', /seqLen must be/],
  ['no geometry', 'yarn', undefined, 'invalid_argument', /rope must be/],
  ['parameters given twice', { id: 'yarn' }, { params: {}, ...options }, 'invalid_argument', /params must be left out/],
  ['a layer beyond the last', 'hwfa', { ...options, layer: 2, layers: 2 }, 'invalid_argument', /layer must be/],
])('%s is refused', async (_, method, request, code, message) => {
  await expect(engine.explain(method, request)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test('the command says which flag is missing', async () => {
  const { status, stderr } = await ropescope(['explain', 'yarn', '--seq-len', '9', '--trained-length', '4']);
  expect(status).toBe(2);
  expect(stderr).toMatch(/--head-dim must be given/);
});
