// Rotation of arrays that pass through the engine's memory in parts, and of tensors that live there.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';

const numbers = (count, seed = 1) => Float32Array.from({ length: count }, (_, i) => Math.sin(seed + 12.9898 * i));
const rope = { head_dim: 8, original_max_position_embeddings: 64 };
const bytesOf = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength);
const haveSameBits = (one, other) => bytesOf(one).equals(bytesOf(other));
const lost = { code: 'invalid_handle', reason: 'tensor_lost' };
const disposed = { code: 'invalid_handle', reason: 'tensor_disposed' };
const part = 2 ** 16; // floats that pass at once

/** Runs `use` while no memory can grow. */
async function withoutGrowth(use) {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = () => {
    throw new RangeError('no memory left');
  };
  try {
    await use();
  } finally {
    WebAssembly.Memory.prototype.grow = grow;
  }
}

describe.each([0, 1])('with workers: %i', (workers) => {
  let engine;
  beforeAll(async () => {
    engine = await createEngine({ workers });
  });
  afterAll(() => engine.dispose());

  test.each([
    ['of several parts', [2 ** 14 + 3, 2, 8]],
    ['of exactly two', [part / 8, 2, 8]],
    ['of rows that are longer than a part', [3, part / 8 + 1, 8]],
  ])('an array %s has the bits that each of its rows has alone', async (_, shape) => {
    const [seqLen, heads, dim] = shape;
    const width = heads * dim;
    const x = numbers(seqLen * width);
    const before = x.slice();
    const positions = Array.from({ length: seqLen }, (_, n) => (7 * n) % 4096);
    const turned = await engine.rotate(x, { shape, rope, positions, layout: 'interleaved' });
    expect(haveSameBits(x, before)).toBe(true);
    const edges = [0, 1, 2, Math.floor(part / width) - 1, Math.floor(part / width), seqLen - 1];
    for (const n of edges.filter((row) => row >= 0 && row < seqLen)) {
      const row = x.slice(n * width, (n + 1) * width);
      const options = { shape: [1, heads, dim], rope, positions: [positions[n]], layout: 'interleaved' };
      const alone = await engine.rotate(row, options);
      expect([n, haveSameBits(alone, turned.subarray(n * width, (n + 1) * width))]).toEqual([n, true]);
    }
  });

  test.each(['half_split', 'interleaved'])('a tensor turns to the bits of a rotated array, %s', async (layout) => {
    const x = numbers(5 * 2 * 8);
    const options = { rope, positions: [3, 1, 4, 1, 5], method: { id: 'yarn', params: { factor: 4 } }, layout };
    const tensor = await engine.tensor(x, [5, 2, 8]);
    expect(tensor.shape).toEqual([5, 2, 8]);
    const done = tensor.rotate(options);
    const read = tensor.read(); // calls are done in order, so that this need not wait
    const once = await engine.rotate(x, { ...options, shape: [5, 2, 8] });
    expect(haveSameBits(await read, once)).toBe(true);
    expect(await done).toBeUndefined();
    await tensor.rotate(options);
    const twice = await engine.rotate(once, { ...options, shape: [5, 2, 8] });
    expect(haveSameBits(await tensor.read(), twice)).toBe(true);
    await tensor.dispose();
  });

  test('a tensor is a copy, and so is what is read of it', async () => {
    const x = numbers(16);
    const around = numbers(20);
    around.set(x, 2);
    const tensor = await engine.tensor(around.subarray(2, 18), [2, 1, 8]);
    around.fill(0);
    const first = await tensor.read();
    expect(first).toEqual(x);
    first.fill(0);
    expect(await tensor.read()).toEqual(x);
    await tensor.dispose();
  });

  test('a tensor stays where it is while the memory grows', async () => {
    const x = numbers(24);
    const tensor = await engine.tensor(x, [3, 1, 8]);
    const large = await engine.tensor(new Float32Array(2 ** 24), [2 ** 21, 1, 8]); // 64 MB
    await large.dispose();
    await tensor.rotate({ rope });
    expect(haveSameBits(await tensor.read(), await engine.rotate(x, { shape: [3, 1, 8], rope }))).toBe(true);
    await tensor.dispose();
  });

  test('what is refused leaves it as it was', async () => {
    const tensor = await engine.tensor(numbers(24), [3, 1, 8]);
    const refused = { code: 'invalid_argument' };
    for (const options of [
      undefined,
      { rope, shape: [3, 1, 8] },
      { rope: { ...rope, head_dim: 16 } },
      { rope, positions: [1, 2] },
      { rope, method: 'alibi' },
      { rope, layout: 'split' },
    ])
      await expect(tensor.rotate(options)).rejects.toMatchObject(refused);
    expect(await tensor.read()).toEqual(numbers(24));
    await tensor.dispose();
  });

  test.each([
    ['a shape of two sides', new Float32Array(24), [3, 8], 'must_be_three_sizes'],
    ['a shape that is a text', new Float32Array(24), '3,1,8', 'must_be_three_sizes'],
    ['a side of nothing', new Float32Array(0), [0, 1, 8], 'must_be_integer'],
    ['a side of one half', new Float32Array(24), [3, 1, 0.5], 'must_be_integer'],
    ['a shape of other size', new Float32Array(24), [4, 1, 8], 'must_fill_shape'],
    ['a list of numbers', [1, 2], [1, 1, 2], 'must_be_floats'],
  ])('%s makes no tensor', async (_, x, shape, reason) => {
    await expect(engine.tensor(x, shape)).rejects.toMatchObject({ code: 'invalid_argument', reason });
  });

  test('a disposed tensor is refused, and disposing twice is fine', async () => {
    const tensor = await engine.tensor(numbers(8), [1, 1, 8]);
    const reading = tensor.read();
    await Promise.all([tensor.dispose(), tensor.dispose()]);
    expect(await reading).toEqual(numbers(8)); // what was under way ends well
    await expect(tensor.read()).rejects.toMatchObject(disposed);
    await expect(tensor.rotate({ rope })).rejects.toMatchObject(disposed);
    if (Symbol.asyncDispose) expect(typeof tensor[Symbol.asyncDispose]).toBe('function');
  });
});

test.each([0, 1, 2])('with workers: %i tensors end with their engine', async (workers) => {
  const engine = await createEngine({ workers });
  const tensors = await Promise.all([1, 2, 3].map((seed) => engine.tensor(numbers(8, seed), [1, 1, 8])));
  expect(await Promise.all(tensors.map((each) => each.read()))).toEqual([1, 2, 3].map((seed) => numbers(8, seed)));
  await engine.dispose();
  for (const tensor of tensors) {
    await expect(tensor.read()).rejects.toMatchObject({ code: 'invalid_handle', reason: 'engine_disposed' });
    await tensor.dispose();
  }
});

test('a tensor that does not fit is refused, and the others stay', async () => {
  const engine = await createEngine({ workers: 0 });
  const tensor = await engine.tensor(numbers(8), [1, 1, 8]);
  await withoutGrowth(async () => {
    const large = engine.tensor(new Float32Array(2 ** 24), [2 ** 21, 1, 8]);
    await expect(large).rejects.toMatchObject({ code: 'out_of_memory', reason: 'array_does_not_fit' });
    const row = engine.rotate(new Float32Array(2 ** 24), {
      shape: [1, 2 ** 16, 256],
      rope: { ...rope, head_dim: 256 },
    });
    await expect(row).rejects.toMatchObject({ code: 'out_of_memory', reason: 'array_does_not_fit' });
  });
  expect(await tensor.read()).toEqual(numbers(8));
  await engine.dispose();
});

test('a tensor of a module that died is lost, and another can be made', async () => {
  const engine = await createEngine({ workers: 0 });
  const tensor = await engine.tensor(numbers(8), [1, 1, 8]);
  await withoutGrowth(async () => {
    const seqLen = 2 ** 22;
    const x = new Float32Array(2 * seqLen);
    const hungry = engine.rotate(x, { shape: [seqLen, 1, 2], rope: { ...rope, head_dim: 2 } }); // its table
    await expect(hungry).rejects.toMatchObject({ code: 'out_of_memory', reason: 'module_out_of_memory' });
  });
  await expect(tensor.read()).rejects.toMatchObject(lost);
  await expect(tensor.rotate({ rope })).rejects.toMatchObject(lost);
  await tensor.dispose();
  const again = await engine.tensor(numbers(8), [1, 1, 8]);
  expect(await again.read()).toEqual(numbers(8));
  await engine.dispose();
});
