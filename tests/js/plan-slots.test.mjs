// A plan in JavaScript says all that the engine knows, and who cannot express a part of it refuses it by name.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';

const heads = 2;
const seqLen = 48;
const rope = { head_dim: 16, rotary_dim: 12, rope_theta: 500, original_max_position_embeddings: 32 };
const turning = ['frequencies', 'attention_factor']; // all that a rotation expresses

let engine;
/** @type {{ id: string, params: object }[]} every method with numbers where it asks for a list */
let methods;
beforeAll(async () => {
  engine = await createEngine({ workers: 0 });
  methods = (await engine.methods()).map(({ id, params }) => ({
    id,
    params: Object.fromEntries(
      params.filter(({ type }) => type === 'list').map(({ key, learned }) => [key, numbersFor(key, learned)]),
    ),
  }));
});
afterAll(() => engine.dispose());

function numbersFor(key, learned) {
  const byHead = learned || key === 'per_head';
  const count = byHead
    ? heads * ({ relative_attention_bias: 32, w2: heads, phase: rope.rotary_dim }[key] ?? 1)
    : rope.rotary_dim / 2;
  return Array.from({ length: count }, (_, i) => (['b1', 'phase'].includes(key) ? -1 : 1) * (1 + 0.1 * i));
}

const plan = (method) => engine.plan(method, { rope, seqLen, heads });
const used = async (id) => (await plan(methods.find((method) => method.id === id))).slots;

describe('a plan', () => {
  test('has exactly the properties that its type documents', async () => {
    const types = await readFile(new URL('../../web/lib/plan-types.js', import.meta.url), 'utf8');
    const [, documented] = types.match(/@typedef \{object\} Plan\b.*\n([\s\S]*?)\n \*\n/);
    const names = [...documented.matchAll(/@property \{.*\} (\w+)/g)].map(([, name]) => name);
    expect(Object.keys(await plan('rope')).sort()).toEqual(names.sort());
  });

  test('of one method is not that of another that sets other slots', async () => {
    expect(await plan('key_norm')).not.toEqual(await plan('rope'));
    const fire = methods.find(({ id }) => id === 'fire');
    expect(await plan(fire)).not.toEqual({ ...(await plan('nope')), trainedAs: ['fire'] });
    expect((await plan(fire)).bias_curves.values.length).toBeGreaterThan(0);
    expect((await plan('key_norm')).norms).toEqual({ queries: false, keys: true, score_scale: 1 });
    expect((await plan('rope')).norms).toEqual({ queries: false, keys: false, score_scale: 0 });
  });

  test.each([
    ['rope', ['frequencies']],
    ['nope', []],
    ['yarn', ['frequencies', 'attention_factor']],
    ['xpos', ['frequencies', 'decay']],
    ['rerope', ['frequencies', 'positions']],
    ['alibi', ['bias']],
    ['fire', ['bias_curves']],
    ['window', ['frequencies', 'window']],
    ['sinks', ['frequencies', 'positions', 'window', 'sinks']],
    ['chunked', ['frequencies', 'chunk']],
    ['sink_logit', ['frequencies', 'sink_logit']],
    ['log_n', ['frequencies', 'logit_scale']],
    ['layer_pattern', ['frequencies', 'window']],
    ['string', ['frequencies', 'attention_factor', 'positions']],
    ['drope', ['logit_scale']],
    ['pope', ['frequencies', 'polar']],
    ['nope_scale', ['head_scale']],
    ['forget_gate', ['forget_gate']],
    ['ssmax', ['frequencies', 'logit_scale', 'head_scale']],
    ['key_norm', ['frequencies', 'norms']],
  ])('of %s names the slots it sets', async (id, slots) => {
    expect(await used(id)).toEqual(slots);
  });

  test('is explained with the same slots', async () => {
    for (const method of methods) {
      const { slots } = await engine.explain(method, { rope, seqLen, heads });
      expect({ id: method.id, slots }).toEqual({ id: method.id, slots: await used(method.id) });
    }
  });
});

test('values of published models make a plan, lists for as many pairs as they have numbers', async () => {
  const offered = (await engine.methods()).flatMap(({ id, presets }) => presets.map((preset) => ({ id, ...preset })));
  expect(offered.map(({ name }) => name)).toEqual(expect.arrayContaining(['Phi-3.5-mini', 'Llama 3.1']));
  for (const { id, params } of offered) {
    const list = Object.values(params).find(Array.isArray);
    const geometry = list ? { ...rope, head_dim: 2 * list.length, rotary_dim: 2 * list.length } : rope;
    const { inv_freq } = await engine.plan({ id, params }, { rope: geometry, seqLen });
    expect(inv_freq.every((rate) => rate > 0)).toBe(true);
  }
});

test('rotate turns pairs as the plan says, or names the slot that it cannot express', async () => {
  const x = Float32Array.from({ length: seqLen * heads * rope.head_dim }, (_, i) => Math.sin(i));
  const options = { shape: [seqLen, heads, rope.head_dim], rope };
  const refused = [];
  for (const method of methods) {
    const { slots, inv_freq, attention_factor } = await plan(method);
    const beyond = slots.filter((slot) => !turning.includes(slot));
    if (beyond.length > 0 || slots.length === 0) {
      refused.push(method.id);
      const message = new RegExp(beyond[0] ? `one that sets ${beyond[0]}:` : 'one that turns nothing');
      await expect(engine.rotate(x, { ...options, method })).rejects.toMatchObject({
        code: 'invalid_argument',
        message: expect.stringMatching(message),
      });
      continue;
    }
    const turned = await engine.rotate(x, { ...options, method });
    const row = (seqLen - 1) * heads * rope.head_dim;
    const angle = (seqLen - 1) * inv_freq[1];
    const [a, b] = [x[row + 1], x[row + 1 + rope.rotary_dim / 2]];
    expect(turned[row + 1]).toBeCloseTo(attention_factor * (a * Math.cos(angle) - b * Math.sin(angle)), 5);
  }
  expect(refused).toEqual(
    expect.arrayContaining(['key_norm', 'log_n', 'temperature', 'window', 'sinks', 'alibi', 'fire', 'xpos', 'rerope']),
  );
});

describe('positions', () => {
  const counted = (first, step) => Array.from({ length: seqLen }, (_, n) => first + step * n);
  const mrope = { ...rope, mrope_section: [1, 2, 3] };
  const floats = (phase) => Float32Array.from({ length: seqLen * rope.head_dim }, (_, i) => Math.sin(phase + i));
  const attended = async (options) => {
    const shape = { seqLen: seqLen, heads: 1, head_dim: rope.head_dim };
    const { out } = await engine.attention({
      q: floats(1),
      k: floats(2),
      v: floats(3),
      shape,
      rope: mrope,
      ...options,
    });
    return out;
  };

  test('that count from 0 are the plan without them, bit for bit', async () => {
    const plain = await plan('yarn');
    for (const positions of [counted(0, 1), Float64Array.from(counted(0, 1)), [counted(0, 1)]]) {
      expect(await engine.plan('yarn', { rope, seqLen, heads, positions })).toEqual(plain);
    }
  });

  test('of three axes are read by the pairs of their sections', async () => {
    const positions = [counted(0, 1), counted(5, 1), counted(0, 0.5)];
    const { axes, slots } = await engine.plan('rope', { rope: mrope, seqLen, positions });
    expect(slots).toEqual(['frequencies', 'axes']);
    expect(Array.from(axes.axis_of_pair)).toEqual([0, 1, 1, 2, 2, 2]);
    expect(axes.positions.map((axis) => Array.from(axis))).toEqual(positions);
  });

  test('move attention: only distances count, and three equal axes are one', async () => {
    const plain = await attended({});
    const shifted = await attended({ positions: counted(100, 1) });
    for (let i = 0; i < plain.length; i++) expect(shifted[i]).toBeCloseTo(plain[i], 5);
    const stretched = await attended({ positions: counted(0, 3) });
    expect(stretched).not.toEqual(plain);
    expect(await attended({ positions: Array(3).fill(counted(0, 3)) })).toEqual(stretched);
  });

  test.each([
    ['too few numbers', 'rope', { positions: [0, 1, 2] }, /positions must hold seq_len = 48 numbers, got 3/],
    ['two axes', 'rope', { positions: [counted(0, 2), counted(0, 2)] }, /one axis without mrope_section, got 2/],
    ['a method that counts by itself', 'alibi', { positions: counted(0, 2) }, /alibi counts tokens itself/],
    ['a text', 'rope', { positions: 'all' }, /positions must be a list of numbers, got/],
  ])('%s are refused', async (_, method, options, message) => {
    const refused = { code: 'invalid_argument', message: expect.stringMatching(message) };
    await expect(engine.plan(method, { rope, seqLen, heads, ...options })).rejects.toMatchObject(refused);
  });
});
