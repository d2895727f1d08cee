// Writes GGUF files (version 3) with whatever they are asked for.

const u32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const text = (value) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const float = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
};

/** A number that is float32, whole or not. */
export const single = (value) => ({ single: value });

/** Whole numbers as uint32, others as float32. @returns {[number, Buffer]} type and bytes */
function typed(value) {
  if (typeof value?.single === 'number') return [6, float(value.single)];
  if (typeof value === 'boolean') return [7, Buffer.of(value ? 1 : 0)];
  if (typeof value === 'string') return [8, text(value)];
  if (Array.isArray(value)) {
    const items = value.map(typed);
    return [9, Buffer.concat([u32(items[0]?.[0] ?? 4), u64(items.length), ...items.map(([, bytes]) => bytes)])];
  }
  return Number.isInteger(value) && value >= 0 ? [4, u32(value)] : [6, float(value)];
}

/**
 * @param {Record<string, unknown>} metadata
 * @param {{ name: string, shape: number[], type: number, bytes: Uint8Array }[]} tensors  shape: the slowest first
 * @param {{ version?: number }} [options]
 */
export function gguf(metadata, tensors, { version = 3 } = {}) {
  const alignment = 32;
  const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc((alignment - (bytes.length % alignment)) % alignment)]);
  const stated = Object.entries(metadata).filter(([, value]) => value !== undefined);
  const keys = stated.map(([key, value]) => {
    const [type, bytes] = typed(value);
    return Buffer.concat([text(key), u32(type), bytes]);
  });
  let offset = 0;
  const infos = tensors.map(({ name, shape, type, bytes }) => {
    const at = offset;
    offset += padded(Buffer.from(bytes)).length;
    return Buffer.concat([text(name), u32(shape.length), ...shape.toReversed().map(u64), u32(type), u64(at)]);
  });
  const start = [Buffer.from('GGUF'), u32(version), u64(tensors.length), u64(keys.length), ...keys, ...infos];
  return Buffer.concat([padded(Buffer.concat(start)), ...tensors.map(({ bytes }) => padded(Buffer.from(bytes)))]);
}
