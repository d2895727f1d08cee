/** Numbers of 8 bits in runs, as cpp/core/number_rows.hpp describes them. */

const formOf = (dtype) => {
  const [, kind, run, plus] = /^([IF]8)\/(16|32)([+]?)$/.exec(dtype);
  return { run: Number(run), hasOffset: plus !== '', numberOf: kind === 'F8' ? float8 : signed };
};

const signed = (byte) => (byte > 127 ? byte - 256 : byte);

/** A number of E4M3 (arXiv 2209.05433, table 1). */
export function float8(byte) {
  const exponent = (byte >> 3) & 15;
  const fraction = byte & 7;
  if ((byte & 127) === 127) return Number.NaN;
  const size = exponent === 0 ? fraction / 2 ** 9 : (8 + fraction) * 2 ** (exponent - 10);
  return byte > 127 ? -size : size;
}

/** The numbers of a tensor of this dtype, or of F32. */
export function floatsIn(dtype, bytes) {
  if (dtype === 'F32') return new Float32Array(bytes.slice().buffer);
  const { run, hasOffset, numberOf } = formOf(dtype);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = [];
  for (let at = 0; at < bytes.length; at += run) {
    const scale = view.getFloat32(at, true);
    const offset = hasOffset ? view.getFloat32(at + 4, true) : 0;
    at += hasOffset ? 8 : 4;
    for (let i = 0; i < run; ++i) numbers.push(Math.fround(scale * numberOf(bytes[at + i])) + offset);
  }
  return Float32Array.from(numbers);
}

/** Random ones of sizes below 1 / 16, with scales of 16 bits. */
export function randomRuns(dtype, count, seed) {
  const { run, hasOffset } = formOf(dtype);
  const head = hasOffset ? 8 : 4;
  const bytes = new Uint8Array((count / run) * (head + run));
  const view = new DataView(bytes.buffer);
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state >>> 16;
  };
  for (let at = 0; at < bytes.length; at += head + run) {
    view.setFloat32(at, (next() - 2 ** 15) * 2 ** -27, true);
    if (hasOffset) view.setFloat32(at + 4, (next() - 2 ** 15) * 2 ** -20, true);
    for (let i = 0; i < run; ++i) bytes[at + head + i] = next() >> 8;
  }
  return bytes;
}
