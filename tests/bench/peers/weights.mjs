// The weights of the model in single precision, for graphs and for a GGUF: peers run their best kernels on it.
import { Buffer } from 'node:buffer';

/** @param {number} bits  of a half-precision number */
function half(bits) {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return bits >> 15 ? -size : size;
}

/**
 * @param {Buffer} file  safetensors, all of it in half precision
 * @returns {Record<string, { values: Float32Array, shape: number[] }>}
 */
export function readWeights(file) {
  const start = 8 + Number(file.readBigUInt64LE());
  const { __metadata__, ...tensors } = JSON.parse(file.subarray(8, start).toString());
  const read = ({ dtype, shape, data_offsets: [from, to] }) => {
    if (dtype !== 'F16') throw new Error(`the weights must be F16, got ${dtype}`);
    const values = Float32Array.from({ length: (to - from) / 2 }, (_, i) =>
      half(file.readUInt16LE(start + from + 2 * i)),
    );
    return { values, shape };
  };
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, read(tensor)]));
}

/** Safetensors in single precision. */
export function writeWeights(weights) {
  let end = 0;
  const entry = ({ values, shape }) => {
    const from = end;
    end += values.byteLength;
    return { dtype: 'F32', shape, data_offsets: [from, end] };
  };
  const text = JSON.stringify(Object.fromEntries(Object.entries(weights).map(([name, each]) => [name, entry(each)])));
  const head = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(head.length));
  const data = Object.values(weights).map(({ values }) => Buffer.from(values.buffer));
  return Buffer.concat([length, head, ...data]);
}
