/** Takes safetensors files apart and puts tensors together again. */

/**
 * @typedef {{ name: string, dtype: string, shape: number[], data: Buffer }} Entry
 * @param {Buffer} file
 * @returns {{ entries: Entry[] }}
 */
export function parts(file) {
  const length = Number(file.readBigUInt64LE(0));
  const { __metadata__, ...header } = JSON.parse(file.toString('utf8', 8, 8 + length));
  const entries = Object.entries(header).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [begin, end],
      },
    ]) => {
      return { name, dtype, shape, data: file.subarray(8 + length + begin, 8 + length + end) };
    },
  );
  return { entries };
}

/**
 * @param {Entry[]} entries
 * @returns {Buffer}
 */
export function joined(entries) {
  let offset = 0;
  const header = entries.map(({ name, dtype, shape, data }) => {
    const begin = offset;
    offset += data.length;
    return [name, { dtype, shape, data_offsets: [begin, offset] }];
  });
  return file(JSON.stringify(Object.fromEntries(header)), Buffer.concat(entries.map(({ data }) => data)));
}

/**
 * @param {string | Buffer} header
 * @param {Buffer} data
 */
export function file(header, data) {
  const text = Buffer.from(/** @type {string} */ (header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

/**
 * The files of the same weights in `count` shards, with their index.
 * @param {Buffer} file
 * @param {number} count
 * @returns {Record<string, string | Buffer>}
 */
export function sharded(file, count) {
  const { entries } = parts(file);
  const name = (i) => `model-0000${i + 1}-of-0000${count}.safetensors`;
  const weight_map = Object.fromEntries(entries.map((entry, i) => [entry.name, name(i % count)]));
  const shards = Array.from({ length: count }, (_, i) => [
    name(i),
    joined(entries.filter((_, at) => at % count === i)),
  ]);
  return { ...Object.fromEntries(shards), 'model.safetensors.index.json': JSON.stringify({ weight_map }) };
}
