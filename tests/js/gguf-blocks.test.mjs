// Blocks of GGUF tensors: each type's numbers against a decoder that takes them element by element, against blocks whose numbers
// are known by hand, and what is refused.
import { describe, expect, test } from '@jest/globals';
import { blocks, dtypeOf } from '../../web/lib/formats/gguf-blocks.js';
import { bitsOf } from '../../web/lib/formats/safetensors.js';
import { elements } from './helpers/ggml-blocks.mjs';
import { gguf } from './helpers/gguf.mjs';
import { firstTensor } from './helpers/read-gguf.mjs';
import { floatsIn } from './helpers/runs.mjs';

const typeOf = (name) => Number(Object.entries(blocks).find(([, type]) => type.name === name)[0]);
const read = (type, shape, bytes) => firstTensor(gguf({}, [{ name: 'a', shape, type, bytes }]));
const floats = ({ dtype, bytes }) => Array.from(floatsIn(dtype, bytes));
const float16 = { one: 0x3c00, quarter: 0x3400, minusTwo: 0xc000, infinity: 0x7c00, notANumber: 0x7e01, tiny: 0x0001 };

/** Bytes that look random, with scales that are whatever is asked for. */
function randomBlocks({ bytes, scale, offset }, scales, seed = 7) {
  let state = seed;
  const out = Buffer.alloc(bytes * scales.length);
  for (let i = 0; i < out.length; ++i) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out[i] = state >>> 24;
  }
  for (const [i, [first, second]] of scales.entries()) {
    out.writeUInt16LE(first, i * bytes + scale);
    if (offset !== undefined) out.writeUInt16LE(second, i * bytes + offset);
  }
  return out;
}

describe('blocks of', () => {
  const scales = [
    [float16.one, float16.quarter],
    [float16.minusTwo, float16.minusTwo],
    [float16.tiny, 0x1234],
    [0x2e66, 0x8001],
  ];
  test.each(Object.values(blocks))('$name are the numbers that its layout says, element by element', async (type) => {
    const bytes = randomBlocks(type, scales);
    const found = await read(typeOf(type.name), [scales.length, type.elements], bytes);
    expect(found.shape).toEqual([scales.length, type.elements]);
    expect(found.bytes.length).toBe((scales.length * type.elements * bitsOf[found.dtype]) / 8);
    const expected = scales.flatMap((_, i) => {
      const block = bytes.subarray(i * type.bytes, (i + 1) * type.bytes);
      return Array.from({ length: type.elements }, (_, e) => Math.fround(elements[type.name](block, e)) + 0);
    });
    expect(floats(found).map((x) => x + 0)).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(16);
  });
});

test.each([
  ['Q8_0', 1.06],
  ['Q6_K', 1.52],
  ['Q4_0', 2],
  ['Q4_K', 2.22],
])('runs of %s take %f times its size', (name, times) => {
  const type = blocks[typeOf(name)];
  expect((type.elements * bitsOf[dtypeOf(type)]) / 8 / type.bytes).toBeCloseTo(times, 2);
});

describe('blocks that were filled by hand', () => {
  const scale = (bytes, at, value) => bytes.writeUInt16LE(value, at);
  const run = async (name, fill) => {
    const { bytes: size, elements: count } = blocks[typeOf(name)];
    const bytes = Buffer.alloc(size);
    fill(bytes);
    return floats(await read(typeOf(name), [count], bytes));
  };

  test('of Q4_K hold 5 * 3 - 7 / 4 in their first 32 elements and 2 * 63 - 63 / 4 in their last', async () => {
    const found = await run('Q4_K', (bytes) => {
      scale(bytes, 0, float16.one);
      scale(bytes, 2, float16.quarter);
      bytes[4] = 3; // scale of group 0
      bytes[8] = 7; // offset of group 0
      bytes[7] |= 0b11000000; // the high bits of the scale of group 7
      bytes[11] |= 0b11000000; // of its offset
      bytes[15] = 0xff; // the low bits of both
      bytes.fill(5, 16, 48); // low halves: group 0
      bytes.fill(2 << 4, 112, 144); // high halves: group 7
    });
    expect(found.slice(0, 32)).toEqual(Array(32).fill(13.25));
    expect(found.slice(32, 224)).toEqual(Array(192).fill(0));
    expect(found.slice(224)).toEqual(Array(32).fill(110.25));
  });

  test('of Q6_K hold (33 - 32) * -128 in their first 16 elements', async () => {
    const found = await run('Q6_K', (bytes) => {
      scale(bytes, 208, float16.one);
      bytes.fill(1, 0, 16); // low four bits
      bytes.fill(2, 128, 144); // high two: 2 * 16
      bytes[192] = 0x80; // -128
    });
    expect(found.slice(0, 16)).toEqual(Array(16).fill(-128));
    expect(found.slice(16).every((x) => x === 0)).toBe(true);
  });

  test('of Q5_0 reach from -16 to 15', async () => {
    const found = await run('Q5_0', (bytes) => {
      scale(bytes, 0, float16.one);
      bytes.writeUInt32LE(0x80000000, 2); // the fifth bit of element 31
      bytes[21] = 0xf0; // its low four
    });
    expect(found).toEqual([...Array(31).fill(-16), 15]);
  });

  test('of Q3_K with all bits set are 31 * 3', async () => {
    const found = await run('Q3_K', (bytes) => {
      bytes.fill(0xff);
      scale(bytes, 108, float16.one);
    });
    expect(found).toEqual(Array(256).fill(93));
  });
});

describe('what is refused by name', () => {
  const refusal = (reason, given = expect.anything()) =>
    expect.objectContaining({ code: 'invalid_weights', reason, args: expect.objectContaining({ given }) });

  test.each([
    [9, 'Q8_1 in a'],
    [16, 'IQ2_XXS in a'],
    [20, 'IQ4_NL in a'],
    [23, 'IQ4_XS in a'],
    [34, 'TQ1_0 in a'],
    [39, 'MXFP4 in a'],
    [4, 'type 4 in a'],
    [1234, 'type 1234 in a'],
  ])('type %i', async (type, given) => {
    await expect(read(type, [256], Buffer.alloc(1024))).rejects.toThrow(refusal('gguf_blocks', given));
  });

  test.each(Object.values(blocks))(
    'a row of $name that is no whole block, and a tensor that the file ends before',
    async (type) => {
      const number = typeOf(type.name);
      const whole = randomBlocks(type, [[0, 0]]);
      await expect(read(number, [type.elements + 1], Buffer.concat([whole, whole]))).rejects.toThrow(
        refusal('gguf_tensor', 'a'),
      );
      await expect(read(number, [4, type.elements], whole)).rejects.toThrow(refusal('gguf_tensor', 'a'));
      await expect(read(number, [2 ** 32, 2 ** 31, 256], whole)).rejects.toThrow(refusal('gguf_tensor', 'a'));
    },
  );

  const bad = Object.values(blocks).flatMap((type) => [
    [type, 'scale', float16.infinity],
    [type, 'scale', float16.notANumber],
    ...(type.offset === undefined ? [] : [[type, 'offset', float16.notANumber]]),
  ]);
  test.each(bad.map(([type, which, value]) => [type.name, which, value, type]))(
    'a block of %s whose %s is %i',
    async (name, which, value, type) => {
      const bytes = randomBlocks(type, [
        [float16.one, float16.one],
        [float16.one, float16.one],
      ]);
      bytes.writeUInt16LE(value, type.bytes + type[which]);
      await expect(read(typeOf(name), [2, type.elements], bytes)).rejects.toThrow(refusal('gguf_scale', 'a'));
    },
  );
});
