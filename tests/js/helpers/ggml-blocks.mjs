// What each element of a block is, in double precision: written element by element from the layouts of ggml-common.h, with no
// thought for speed. Each takes the bytes of one block and the number of an element.
import { half } from './llama2c.mjs';

const float16 = (block, at) => half(block.readUInt16LE(at));
const bit = (byte, n) => (byte >> n) & 1;
const int8 = (byte) => (byte > 127 ? byte - 256 : byte);

/** Of 32 elements in 16 bytes: the first 16 in the low halves. */
const nibble = (block, at, i) => (i < 16 ? block[at + i] % 16 : Math.floor(block[at + i - 16] / 16));
/** The fifth bit: of element i bit i of a whole number of four bytes. */
const fifth = (block, at, i) => Number((BigInt(block.readUInt32LE(at)) >> BigInt(i)) & 1n);

/** Scale and offset of one of eight groups, of six bits each, in twelve bytes. */
function scaleAndOffset(block, at, group) {
  const byte = (n) => block[at + n];
  if (group < 4) return [byte(group) % 64, byte(group + 4) % 64];
  const high = (n) => Math.floor(byte(n) / 64) * 16;
  return [(byte(group + 4) % 16) + high(group - 4), Math.floor(byte(group + 4) / 16) + high(group)];
}

/** 256 elements in 128 bytes, in four parts of 64: the first 32 of a part in the low halves. */
const nibbleOf256 = (block, at, i) => {
  const byte = block[at + 32 * Math.floor(i / 64) + (i % 32)];
  return i % 64 < 32 ? byte % 16 : Math.floor(byte / 16);
};
/** Two bits each, in two parts of 128: the first 32 of a part in the lowest bits of 32 bytes, and so on. */
const pairOfBits = (block, at, i) =>
  Math.floor(block[at + 32 * Math.floor(i / 128) + (i % 32)] / 4 ** (Math.floor(i / 32) % 4)) % 4;

export const elements = {
  Q4_0: (block, i) => float16(block, 0) * (nibble(block, 2, i) - 8),
  Q4_1: (block, i) => float16(block, 0) * nibble(block, 4, i) + float16(block, 2),
  Q5_0: (block, i) => float16(block, 0) * (nibble(block, 6, i) + 16 * fifth(block, 2, i) - 16),
  Q5_1: (block, i) => float16(block, 0) * (nibble(block, 8, i) + 16 * fifth(block, 4, i)) + float16(block, 2),
  Q8_0: (block, i) => float16(block, 0) * block.readInt8(2 + i),
  Q2_K: (block, i) => {
    const scales = block[Math.floor(i / 16)];
    const scale = float16(block, 80) * (scales % 16);
    return scale * pairOfBits(block, 16, i) - float16(block, 82) * Math.floor(scales / 16);
  },
  Q3_K: (block, i) => {
    const group = Math.floor(i / 16);
    const low = group < 8 ? block[96 + group] % 16 : Math.floor(block[88 + group] / 16);
    const scale = low + 16 * (Math.floor(block[104 + (group % 4)] / 4 ** Math.floor(group / 4)) % 4) - 32;
    const sign = bit(block[i % 32], Math.floor(i / 32)) === 1 ? 0 : 4;
    return float16(block, 108) * scale * (pairOfBits(block, 32, i) - sign);
  },
  Q4_K: (block, i) => {
    const [scale, offset] = scaleAndOffset(block, 4, Math.floor(i / 32));
    return float16(block, 0) * scale * nibbleOf256(block, 16, i) - float16(block, 2) * offset;
  },
  Q5_K: (block, i) => {
    const [scale, offset] = scaleAndOffset(block, 4, Math.floor(i / 32));
    const high = bit(block[16 + (i % 32)], Math.floor(i / 32));
    return float16(block, 0) * scale * (nibbleOf256(block, 48, i) + 16 * high) - float16(block, 2) * offset;
  },
  Q6_K: (block, i) => {
    const part = Math.floor(i / 128);
    const inside = i % 128;
    const byte = block[64 * part + (inside % 64)];
    const low = inside < 64 ? byte % 16 : Math.floor(byte / 16);
    const high = pairOfBits(block, 128, i);
    return float16(block, 208) * int8(block[192 + Math.floor(i / 16)]) * (low + 16 * high - 32);
  },
};
