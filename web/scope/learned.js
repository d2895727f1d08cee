/**
 * Numbers of position methods that were trained along with the weights: a safetensors file holds those of METHOD's
 * parameter KEY at layer N as model.layers.N.self_attn.position.METHOD.KEY.
 */

/** @param {number} bits  of an IEEE 754 binary16 number */
function fromHalf(bits) {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const size = exponent === 0 ? 2 ** -24 * fraction : 2 ** (exponent - 15) * (1 + fraction / 1024);
  return bits >> 15 ? -size : size;
}

/** @type {Record<string, { size: number, read: (view: DataView, at: number) => number }>} */
const types = {
  F16: { size: 2, read: (view, at) => fromHalf(view.getUint16(at, true)) },
  F32: { size: 4, read: (view, at) => view.getFloat32(at, true) },
};

/**
 * The learned parameters of a method at a layer; none where the file has none.
 * @param {Uint8Array} file
 * @param {string} method
 * @param {number} layer
 * @returns {Record<string, number[]>}
 */
export function learnedParams(file, method, layer) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const start = 8 + Number(view.getBigUint64(0, true)); // of the data
  /** @type {Record<string, { dtype: string, data_offsets: [number, number] }>} */
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, start)));
  const prefix = `model.layers.${layer}.self_attn.position.${method}.`;
  const own = Object.entries(header).filter(([name]) => name.startsWith(prefix));
  const params = own.flatMap(
    ([
      name,
      {
        dtype,
        data_offsets: [first, end],
      },
    ]) => {
      const type = types[dtype];
      if (!type) return [];
      const numbers = Array.from({ length: (end - first) / type.size }, (_, i) =>
        type.read(view, start + first + i * type.size),
      );
      return [[name.slice(prefix.length), numbers]];
    },
  );
  return Object.fromEntries(params);
}
