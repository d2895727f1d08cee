/**
 * GGUF files (https://github.com/ggml-org/ggml, docs/gguf.md, versions 2 and 3): their metadata, where their tensors lie, and
 * tensors as numbers that safetensors can hold. Blocks become runs; those that are not read are refused by name.
 */

import { errorOf } from '../sayings.js';
import { blocks, dtypeOf, otherBlocks, runsIn } from './gguf-blocks.js';

/**
 * @typedef {number | bigint | boolean | string | unknown[]} Value
 *
 * @typedef {object} Tensor      as it lies in a file
 * @property {string} name
 * @property {number[]} shape    the slowest dimension first
 * @property {import('./safetensors.js').Dtype} dtype  of its numbers in the file that is made of this one
 * @property {number} begin      byte of the file
 * @property {number} end
 * @property {import('./gguf-blocks.js').Blocks} [packed]
 *
 * @typedef {object} Gguf
 * @property {Map<string, Value>} metadata
 * @property {Tensor[]} tensors
 *
 * @typedef {object} Parts       of a file, wherever it lies
 * @property {number} size       bytes
 * @property {(begin: number, end: number) => Uint8Array | Promise<Uint8Array>} slice
 */

/** Of what reads these files. @type {Readonly<Record<string, string>>} */
export const sayings = {
  gguf_unknown: '{path} must be a GGUF file of version 2 or 3, little-endian, got {given}',
  gguf_ends: '{path} must hold what its header says, and ends before {what}',
  gguf_tensor: '{path} must hold each tensor once and whole, got {given}',
  gguf_blocks: '{path} must hold tensors in {choices}, got {given}',
  gguf_scale: '{path} must hold finite scales, got another in {given}',
};

const magic = 0x46554747; // "GGUF"
const mostNesting = 1; // lists of lists are nowhere written
const mostDimensions = 4;

const firstBytes = 2 ** 22; // those of most headers; of a longer one four times as many are read

/** Types without blocks, by their number. @type {Readonly<Record<number, { name: 'F32' | 'F16' | 'BF16', bytes: number }>>} */
const plain = { 0: { name: 'F32', bytes: 4 }, 1: { name: 'F16', bytes: 2 }, 30: { name: 'BF16', bytes: 2 } };
const readTypes = [...Object.values(plain), ...Object.values(blocks)].map(({ name }) => name);

/** Reads one value after the other; whatever lies past the end is the file's fault. */
class Reader {
  /**
   * @param {string} path
   * @param {Uint8Array} bytes  that the file begins with
   * @param {number} size       of the whole file
   */
  constructor(path, bytes, size) {
    this.path = path;
    this.bytes = bytes;
    this.size = size;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = 0;
  }

  /**
   * @param {number} count  bytes
   * @param {string} what
   * @returns {number} where they begin
   */
  take(count, what) {
    if (count > this.bytes.length - this.at) throw refused('gguf_ends', this.path, { what });
    this.at += count;
    return this.at - count;
  }

  /** @param {string} what */
  u32(what) {
    return this.view.getUint32(this.take(4, what), true);
  }

  /** @param {string} what */
  u64(what) {
    return Number(this.view.getBigUint64(this.take(8, what), true));
  }

  /** Of what takes a byte at least: whatever is larger than the file counts nothing in it. @param {string} what */
  count(what) {
    const value = this.u64(what);
    if (value > this.size) throw refused('gguf_ends', this.path, { what });
    return value;
  }

  /** @param {string} what */
  text(what) {
    const length = this.count(what);
    const begin = this.take(length, what);
    return new TextDecoder().decode(this.bytes.subarray(begin, begin + length));
  }

  /**
   * @param {number} type
   * @param {string} key
   * @param {number} [depth]
   * @returns {Value}
   */
  value(type, key, depth = 0) {
    const { view } = this;
    const number = (/** @type {number} */ size, /** @type {(at: number) => Value} */ read) =>
      read(this.take(size, key));
    switch (type) {
      case 0:
        return number(1, (at) => view.getUint8(at));
      case 1:
        return number(1, (at) => view.getInt8(at));
      case 2:
        return number(2, (at) => view.getUint16(at, true));
      case 3:
        return number(2, (at) => view.getInt16(at, true));
      case 4:
        return number(4, (at) => view.getUint32(at, true));
      case 5:
        return number(4, (at) => view.getInt32(at, true));
      case 6:
        return number(4, (at) => view.getFloat32(at, true));
      case 7:
        return number(1, (at) => view.getUint8(at) !== 0);
      case 8:
        return this.text(key);
      case 10:
        return number(8, (at) => view.getBigUint64(at, true));
      case 11:
        return number(8, (at) => view.getBigInt64(at, true));
      case 12:
        return number(8, (at) => view.getFloat64(at, true));
    }
    if (type !== 9 || depth >= mostNesting)
      throw refused('gguf_unknown', this.path, { given: `type ${type} in ${key}` });
    const of = this.u32(key);
    return Array.from({ length: this.count(key) }, () => this.value(of, key, depth + 1));
  }
}

/**
 * @param {string} path  of the file, for errors
 * @param {Parts} file
 * @returns {Promise<Gguf>}
 */
export async function readGguf(path, file) {
  for (let length = firstBytes; ; length *= 4) {
    const bytes = await file.slice(0, Math.min(length, file.size));
    try {
      return headerOf(new Reader(path, bytes, file.size));
    } catch (error) {
      const { reason } = /** @type {{ reason?: string }} */ (error);
      if (reason !== 'gguf_ends' || length >= file.size) throw error;
    }
  }
}

/**
 * @param {Reader} reader
 * @returns {Gguf}
 */
function headerOf(reader) {
  const { path } = reader;
  const start = reader.u32('its header');
  const version = reader.u32('its header');
  if (start !== magic || (version !== 2 && version !== 3)) {
    const given = start === magic ? `version ${version}` : 'other bytes';
    throw refused('gguf_unknown', path, { given });
  }
  const tensorCount = reader.count('its tensors');
  const keyCount = reader.count('its metadata');
  /** @type {Gguf['metadata']} */
  const metadata = new Map();
  for (let i = 0; i < keyCount; ++i) {
    const key = reader.text('its metadata');
    metadata.set(key, reader.value(reader.u32(key), key));
  }
  const infos = Array.from({ length: tensorCount }, () => tensorInfo(reader));
  const alignment = Number(metadata.get('general.alignment') ?? 32);
  if (!(alignment > 0)) throw refused('gguf_unknown', path, { given: `general.alignment ${alignment}` });
  const data = Math.ceil(reader.at / alignment) * alignment;
  const names = new Set(infos.map(({ name }) => name));
  if (names.size < infos.length) throw refused('gguf_tensor', path, { given: 'a name twice' });
  return { metadata, tensors: infos.map((info) => tensorOf(reader, info, data)) };
}

/**
 * The numbers of a tensor in F32, in memory of their own, wherever its bytes begin.
 * @param {Uint8Array} bytes
 */
export const floatsOf = (bytes) => new Float32Array(new Uint8Array(bytes).buffer);

/** @typedef {{ name: string, shape: number[], type: number, offset: number }} Info */

/**
 * @param {Reader} reader
 * @returns {Info}
 */
function tensorInfo(reader) {
  const name = reader.text('its tensors');
  const dimensions = reader.u32(name);
  if (dimensions > mostDimensions)
    throw refused('gguf_tensor', reader.path, { given: `${name} with ${dimensions} dimensions` });
  const shape = Array.from({ length: dimensions }, () => reader.u64(name)).reverse();
  return { name, shape, type: reader.u32(name), offset: reader.u64(name) };
}

/**
 * @param {Reader} reader
 * @param {Info} info
 * @param {number} data  byte at which tensors begin
 * @returns {Tensor}
 */
function tensorOf({ path, size: end }, { name, shape, type, offset }, data) {
  const kind = plain[type] ?? blocks[type];
  if (!kind) {
    const given = `${otherBlocks[type] ?? `type ${type}`} in ${name}`;
    throw refused('gguf_blocks', path, { choices: readTypes, given });
  }
  const each = 'elements' in kind ? kind.elements : 1;
  const size = (shape.reduce((product, n) => product * n, 1) / each) * kind.bytes;
  const begin = data + offset;
  if ((shape.at(-1) ?? 1) % each !== 0 || begin + size > end) throw refused('gguf_tensor', path, { given: name });
  const place = { name, shape, begin, end: begin + size };
  return 'elements' in kind ? { ...place, dtype: dtypeOf(kind), packed: kind } : { ...place, dtype: kind.name };
}

/**
 * The numbers of a tensor, little-endian.
 * @param {string} path
 * @param {Parts} file
 * @param {Tensor} tensor
 */
export async function numbersOf(path, file, { name, begin, end, packed }) {
  const bytes = await file.slice(begin, end);
  if (!packed) return bytes;
  const runs = runsIn(packed, bytes);
  if (!runs) throw refused('gguf_scale', path, { given: name });
  return runs;
}

/**
 * @param {string} reason
 * @param {string} path
 * @param {Record<string, unknown>} args
 */
const refused = (reason, path, args) => errorOf('invalid_weights', reason, { path, args }, sayings);
