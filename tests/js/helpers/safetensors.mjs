/** Reads a safetensors file of F32 and I64 tensors: a length, a JSON header, then the numbers. */

import { readFileSync } from 'node:fs';

/** @param {URL} file */
export function readSafetensors(file) {
  const bytes = readFileSync(file);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + headerLength));
  const tensors = Object.entries(header).filter(([name]) => name !== '__metadata__');
  return Object.fromEntries(
    tensors.map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [begin, end],
        },
      ]) => {
        const data = bytes.subarray(8 + headerLength + begin, 8 + headerLength + end);
        const copy = data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
        return [
          name,
          { shape, values: dtype === 'I64' ? Array.from(new BigInt64Array(copy), Number) : new Float32Array(copy) },
        ];
      },
    ),
  );
}
